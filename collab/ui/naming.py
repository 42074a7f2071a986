"""Buttons whose visible word is short and whose name says more: to a screen reader, and in a list of buttons."""

from __future__ import annotations

from collab.ui.escape import plain

# Streamlit has no name for a button beside its label; a tooltip is none. Small text of a label is in its name, so a
# rule hides it from the eye only. :small[...] comes as a span with a size of its own.
UNSEEN = """
.stButton button p > span[style*="font-size"], .stPopover button p > span[style*="font-size"]
  { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
    white-space: nowrap; }
"""


def named(label: str, about: str) -> str:
    """The label of a button (Markdown) that shows label and is called label and about: "Edit", "“A budget”"."""
    return f"{label} :small[{plain(about)}]" if about else label
