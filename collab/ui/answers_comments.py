"""Comments on an answer sheet: one on the whole, and one on each question that has one."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from collab.model import Instrument
from collab.ui.escape import plain

LONGEST = 2000
WHOLE = ""


def ask_comments(instrument: Instrument, start: Mapping[str, str], *, sheet: str) -> dict[str, str]:
    """Draw the fields and return factor key (WHOLE for the whole sheet) to text; empty ones are left out."""
    with st.expander("Comments", icon=":material/chat:", type="compact", expanded=bool(start)):
        texts = {WHOLE: st.text_area("On the whole sheet", start.get(WHOLE, ""), max_chars=LONGEST, key=f"c_{sheet}")}
        statements = {factor.key: factor.statement for factor in instrument.factors}
        chosen = st.multiselect(
            "Questions with a comment",
            list(statements),
            [key for key in start if key in statements],
            format_func=statements.__getitem__,
            key=f"commented_{sheet}",
            placeholder="Choose questions",
        )
        for key in chosen:
            texts[key] = st.text_area(
                plain(instrument.factor(key).label), start.get(key, ""), max_chars=LONGEST, key=f"c_{sheet}_{key}"
            )
    return {key: text.strip() for key, text in texts.items() if text and text.strip()}
