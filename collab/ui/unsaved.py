"""Texts that are kept as drafts while they are typed, also where their field is never left."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st


def keep_what_is_typed() -> None:
    """Let the browser tell of a text in every pause of its typing. Once on a page, last: it moves nothing."""
    _unsaved()(key="_unsaved")


@cache
def _unsaved() -> Any:
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return st.components.v2.component("common_ground_unsaved", html="<span hidden></span>", js=script)
