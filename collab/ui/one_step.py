"""One step of the browser's history for each thing that a person does, whatever the page adds to its address."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_JS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_one_step = st.components.v2.component("common_ground_one_step", html="<span hidden></span>", js=_JS)


def one_step_each() -> None:
    """Let the browser count steps so. Last on a page: it moves nothing while it loads."""
    _one_step(key="_one_step")
