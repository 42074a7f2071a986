"""The few rules of style that no setting of Streamlit covers: width of the page, wide charts, the meeting."""

from __future__ import annotations

import streamlit as st

from collab.charts.theme import palette
from collab.ui.naming import UNSEEN
from collab.ui.paper import PRINT

_PAGE = """
.stMainBlockContainer { padding-left: 2.5rem; padding-right: 2.5rem; }
[class*="st-key-wide_"] { overflow-x: auto; scrollbar-width: auto; scrollbar-color: currentColor transparent; }
.st-key-_window_told, .st-key-_projector_told, .st-key-_paper, .st-key-_unsaved, .st-key-_naming, .st-key-_one_step
  { position: absolute; }
[class*="st-key-step_"] .stCheckbox:has(input:checked) p { text-decoration: line-through; }
@media (max-width: 640px) { .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; } }
"""

# What has the cursor of the keyboard has a ring of 3 to 1 at least: Streamlit's is half transparent, links have none.
# Words of what is chosen keep 4.5 under the pointer too; the theme's own green has 4.1 there.
_STATES = """
:is(a, button, summary):focus-visible { outline: 2px solid var(--strong) !important; outline-offset: 1px; }
a:focus-visible { outline-offset: -2px; }
.stButtonGroup button:is([aria-checked="true"], [aria-pressed="true"], [data-selected]) p { color: var(--strong); }
[data-testid="stBaseButton-tertiary"]:active:not(:disabled) :is(p, span) { color: var(--strong) !important; }
"""
_STRONG = {False: "#0F5F59", True: "#5CC9BD"}

# White on the lighter teal of the dark theme would have a contrast of 3.2; nearly black has 5.4. Under the pointer the
# ground grows lighter then, not darker.
_DARK = """
[data-testid^="stBaseButton-primary"]:not(:disabled), [data-testid^="stBaseButton-primary"]:not(:disabled) p
  { color: #07110F !important; }
.stMultiSelect [data-tag], .stMultiSelect [data-tag] :is(span, button) { color: #07110F !important; }
[data-testid^="stBaseButton-primary"]:not(:disabled):is(:hover, :focus-visible, :active)
  { background-color: #38B8AB !important; border-color: #38B8AB !important; }
"""

# A projector at 1920 x 1080 is read from the back of the room: nothing under 28 pixels, no side bar, no header.
# On a smaller one words shrink with the window as the chart does.
_MEETING = """
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stSidebarCollapsedControl"] { display: none; }
.stMainBlockContainer { padding: 1rem 3rem 0.5rem; max-width: none; }
.stMarkdown p, .stMarkdown li, .stMarkdown td, .stMarkdown th, .stMarkdown span, .stButton button p, .stButton button
  { font-size: max(14px, min(1.4584vw, 2.98vh)) !important; line-height: 1.35; }
[data-testid="stHeading"] h2 { font-size: max(20px, min(2.4vw, 4.26vh)) !important; padding: 0; }
.stButton button { min-height: max(2.5rem, min(2.84vw, 5.04vh)); }
.stButton kbd, .stButton [data-testid="stButtonShortcut"] { display: none; }
[data-testid="stLayoutWrapper"]:has(> .st-key-controls)
  { position: sticky; bottom: 0; z-index: 5; padding: 0.3rem 0; background: var(--ground);
    box-shadow: 0 -0.4rem 0.5rem var(--ground); }
/* A long name stays in its two lines: with more, every slide would be higher than the window. */
.st-key-controls .stMarkdown p { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2;
  overflow: hidden; line-height: 1.2; }
@media (min-width: 48rem) {
  .st-key-controls { flex-wrap: nowrap !important; }
  .st-key-controls > :not(:has(> .stMarkdown)) { flex: none !important; }
  .st-key-controls > :has(> .stMarkdown) { flex: 0 1 auto !important; min-width: 0 !important; }
}
@media (max-width: 47.99rem) {
  .st-key-controls { row-gap: 0.4rem; }
  .st-key-controls > :has(> .stMarkdown) { order: -1; flex: 1 0 100% !important; }
}
[data-testid="stMain"] { scroll-padding: 1rem 0 max(5rem, 10vh); }
@media print { .st-key-controls { display: flex !important; } }
"""


def page_style() -> None:
    """The rules of every page."""
    dark = st.context.theme.type == "dark"
    strong = f":root {{ --strong: {_STRONG[dark]}; }}"
    st.html(f"<style>{strong}{_PAGE}{_STATES}{UNSEEN}{PRINT}{_DARK if dark else ''}</style>")


def meeting_style() -> None:
    """The rules of a meeting view."""
    ground = palette(dark=st.context.theme.type == "dark").background
    st.html(f"<style>:root {{ --ground: {ground}; }} {_MEETING}</style>")


def widest(key: str, pixels: int) -> None:
    """Keep what stands in the container `wide_<key>` at least this wide; it scrolls sideways on a small screen."""
    st.html(f"<style>.st-key-wide_{key} .stElementContainer {{ min-width: {pixels}px; }}</style>")


def only_below(key: str, pixels: int) -> None:
    """Show what stands in the container `below_<key>` only where the page has less room than this; never on paper."""
    inside = f".st-key-below_{key} > * {{ display: none; }}"
    st.html(
        f"<style>.st-key-below_{key} {{ container-type: inline-size; margin-bottom: -1rem; }} "
        f"@container (min-width: {pixels}px) {{ {inside} }} @media print {{ {inside} }}</style>"
    )
