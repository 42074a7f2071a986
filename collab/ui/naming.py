"""What things are called to a screen reader: buttons whose visible word is short, and labels that people typed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

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


def say_as_read() -> None:
    """Let a screen reader hear the labels of fields as they are read, without signs of Markdown. Once on a page."""
    _heard()(key="_naming")


@cache
def _heard() -> Any:
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return st.components.v2.component("common_ground_naming", html="<span hidden></span>", js=script)
