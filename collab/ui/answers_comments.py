"""Comments on an answer sheet: one on the whole, and one on each question that has one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from collab.model import Instrument
from collab.ui.answers_grid import numbered
from collab.ui.escape import plain

LONGEST = 2000
WHOLE = ""


def ask_comments(
    instrument: Instrument, start: Mapping[str, str], *, sheet: str, on_change: Callable[[], None]
) -> None:
    """Draw the fields; typed_comments says what they hold. start: factor key (WHOLE for the whole sheet) to text."""
    numbers = numbered(instrument)
    statements = {factor.key: f"{numbers[factor.key]}. {factor.statement}" for factor in instrument.factors}
    with st.expander("Comments", icon=":material/chat:", type="compact", expanded=bool(start)):
        _ask("On the whole sheet", start.get(WHOLE, ""), key=whole_key(sheet), on_change=on_change)
        chosen = st.multiselect(
            "Questions with a comment",
            list(statements),
            [key for key in start if key in statements],
            format_func=statements.__getitem__,
            key=_chosen_key(sheet),
            placeholder="Choose questions",
            filter_mode="contains",
            select_all=False,
            on_change=on_change,
        )
        for key in chosen:
            label = f"{numbers[key]}\\. {plain(instrument.factor(key).label)}"
            _ask(label, start.get(key, ""), key=_text_key(sheet, key), on_change=on_change)


def typed_comments(start: Mapping[str, str], *, sheet: str) -> dict[str, str]:
    """What is written now: factor key (WHOLE for the whole sheet) to text; empty ones are left out."""
    state = st.session_state
    if whole_key(sheet) not in state:
        return dict(start)
    texts = {WHOLE: state[whole_key(sheet)]}
    for key in state.get(_chosen_key(sheet), ()):
        texts[key] = state.get(_text_key(sheet, key), start.get(key, ""))
    return {key: text.strip() for key, text in texts.items() if text and text.strip()}


def whole_key(sheet: str) -> str:
    """The key of the field that is on every sheet: present in the session while the sheet is on the screen."""
    return f"c_{sheet}"


def _chosen_key(sheet: str) -> str:
    return f"commented_{sheet}"


def _text_key(sheet: str, factor: str) -> str:
    return f"c_{sheet}_{factor}"


def _ask(label: str, start: str, *, key: str, on_change: Callable[[], None]) -> None:
    st.text_area(label, start, max_chars=LONGEST, key=key, on_change=on_change)
