"""How every page looks on paper: charts and tables as wide as the sheet, whole, and nothing to press or choose.

What a button or a link says stays where it is itself what a person reads: a button with a key `to_…`, a link in the
glance.
"""

from __future__ import annotations

import streamlit as st

# A plotly drawing has the pixels of the window that it was made for. Given a viewBox, CSS can fit it to any sheet.
PRINT = """
@page { margin: 10mm; }
@media screen { [class*="st-key-printed_"] > .stElementContainer:has(> .stHtml) { display: none; } }
@media print {
  [class*="st-key-printed_"] > .stElementContainer:has(.stDataFrame),
  .stMainBlockContainer:has(.st-key-printed_partners) .stElementContainer:has(.stDataFrame)
    { display: none !important; }
  [class*="st-key-printed_"] table { width: 100%; border-collapse: collapse; font-size: 0.7rem; line-height: 1.3; }
  [class*="st-key-printed_"] table.many { font-size: 0.5rem; }
  [class*="st-key-printed_"] :is(th, td) { text-align: left; vertical-align: top; padding: 0.2em 0.8em 0.2em 0;
    font-weight: 400; border-bottom: 1px solid #dad7d0; }
  [class*="st-key-printed_"] th { font-weight: 600; vertical-align: bottom; }
  [class*="st-key-printed_"] .number { text-align: right; font-variant-numeric: tabular-nums; padding-right: 1.6em; }
  [class*="st-key-printed_"] table:not(.many) :is(th, td):first-child:not(.number) { min-width: 11rem; }
  [class*="st-key-printed_"] .long { overflow-wrap: anywhere; }
  [class*="st-key-printed_"] tr { break-inside: avoid; }
  .stApp, .stApp * { print-color-adjust: exact; }
  [data-testid="stSidebar"], [data-testid="stHeader"], [class*="st-key-controls"], .modebar,
  [data-testid="stElementToolbar"], .stPopover, .stButtonGroup,
  .stElementContainer:not([class*="st-key-to_"]):has(> .stButton, .stTooltipIcon > .stButton),
  .stElementContainer:has(> .stButtonGroup, > .stPopover),
  [data-testid="stLayoutWrapper"]:has(> .stPopover), .stElementContainer:has(> .stPageLink),
  .stElementContainer:has(> .stTextInput input[type="search"]), .stFormSubmitButton,
  details:not([open]), .stButton:not([class*="st-key-to_"] .stButton) { display: none !important; }
  .st-key-glance .stElementContainer:has(> .stPageLink) { display: block !important; }
  .st-key-glance .stPageLink > div, .st-key-glance .stPageLink a, [class*="st-key-to_"] :is(.stButton, button)
    { height: auto !important; min-height: 0 !important; margin: 0; padding: 0 !important; }
  .st-key-glance .stPageLink p, [class*="st-key-to_"] button p { font-size: 0.75rem !important; line-height: 1.35; }
  .st-key-glance details:not([open]) { display: block !important; border: 0; background: none; }
  .st-key-glance details:not([open]) summary { padding: 0; min-height: 0; }
  .st-key-glance details:not([open]) summary [data-testid="stIconMaterial"] { display: none; }
  .st-key-glance details:not([open]) summary p { font-size: 0.75rem !important; }
  .stMainBlockContainer { padding: 0 !important; max-width: none; }
  .stMain, .stApp, [data-testid="stAppViewContainer"] { overflow: visible !important; }
  [data-testid="stVerticalBlock"] { display: block !important; }
  [data-testid="stVerticalBlock"] > :not(:last-child) { margin-bottom: var(--between, 0.5rem); }
  [data-testid="stHeading"] [data-testid="stMarkdownContainer"] { margin-bottom: 0 !important; }
  h1 { font-size: 1.5rem !important; padding: 0 !important; }
  h2, h3 { font-size: 1.05rem !important; padding: 0.4rem 0 0 !important; }
  .stMarkdown p, .stMarkdown li, .stMarkdown span { font-size: 0.75rem !important; line-height: 1.35; }
  .stMarkdown li { margin-top: 0.1rem !important; }
  [data-testid="stLayoutWrapper"]:has(> [class*="st-key-wide_"]),
  .stPlotlyChart, .stDataFrame, .stTable tr, .stMarkdown li, [class*="st-key-together_"] { break-inside: avoid; }
  .stElementContainer:has([data-testid="stHeading"], .stSelectbox) { break-after: avoid; break-inside: avoid; }
  .stElementContainer:has([data-testid="stHeading"]) + .stElementContainer:has([data-testid="stCaptionContainer"]),
  .stElementContainer:has(+ .stElementContainer :is(.stTable, .stPlotlyChart)),
  .stElementContainer:has(> .stMarkdown):has(+ .stElementContainer [data-testid="stCaptionContainer"]),
  .stElementContainer:has(+ [data-testid="stLayoutWrapper"] > [class*="st-key-wide_"])
    { break-after: avoid; break-inside: avoid; }
  .stTable, .stTable :is(div, table) { overflow: visible !important; }
  .stTable table { display: table !important; width: 100%; }
  .stTable :is(th, td) { font-size: 0.75rem; line-height: 1.35; padding: 0.25rem 0.4rem; }
  [data-testid="stLayoutWrapper"]:has(> [class*="st-key-wide_"], > [class*="st-key-printed_"])
    + .stElementContainer:has([data-testid="stCaptionContainer"]) { break-before: avoid; }
  [class*="st-key-wide_"] { overflow: visible; }
  [class*="st-key-wide_"] .stElementContainer { min-width: 0 !important; }
  [class*="st-key-wide_"] :is(.stElementContainer, [data-testid="stFullScreenFrame"], .stPlotlyChart, .js-plotly-plot,
    .plot-container, .svg-container) { width: 100% !important; height: auto !important; }
  .stDataFrame > div:not([data-testid="stElementToolbar"]) { zoom: var(--on-paper, 1); }
  .stPlotlyChart .main-svg { width: 100% !important; height: auto !important; }
  .stPlotlyChart .main-svg:first-of-type { position: static !important; }
}
@media print and (orientation: landscape) {
  .stPlotlyChart .main-svg { max-height: 136mm; }
  .st-key-comparison .stElementContainer:has(.stPlotlyChart) { max-width: 84% !important; }
}
"""

# SHEET: the upright sheet of A4 between its margins, in pixels, the narrowest that anything is printed on. On paper a
# column of elements is a block, since of a flexible box that spans sheets what follows is printed over its end; its
# gap becomes the margin between its elements.
_JS = """
const SHEET = 716, WIDEST_GAP = 8
export default function () {
  const fit = () => {
    for (const block of document.querySelectorAll("[data-testid=stVerticalBlock]"))
      block.style.setProperty("--between", `${Math.min(WIDEST_GAP, parseFloat(getComputedStyle(block).rowGap) || 0)}px`)
    for (const table of document.querySelectorAll(".stDataFrame"))
      table.style.setProperty("--on-paper", Math.min(1, SHEET / table.offsetWidth))
    for (const drawing of document.querySelectorAll(".js-plotly-plot .main-svg")) {
      const width = parseFloat(drawing.getAttribute("width")), height = parseFloat(drawing.getAttribute("height"))
      if (!width || !height) continue
      drawing.setAttribute("viewBox", `0 0 ${width} ${height}`)
      drawing.setAttribute("preserveAspectRatio", "xMinYMin meet")
    }
  }
  const forget = () => {
    for (const drawing of document.querySelectorAll(".js-plotly-plot .main-svg")) drawing.removeAttribute("viewBox")
  }
  window.addEventListener("beforeprint", fit)
  window.addEventListener("afterprint", forget)
  return () => { window.removeEventListener("beforeprint", fit); window.removeEventListener("afterprint", forget) }
}
"""

_paper = st.components.v2.component("common_ground_paper", html="<span hidden></span>", js=_JS)


def ready_for_paper() -> None:
    """Let the browser fit charts to the sheet when somebody prints. Last on a page: it moves nothing while it loads."""
    _paper(key="_paper")
