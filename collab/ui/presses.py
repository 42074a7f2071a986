"""Submit buttons of forms whose press is not lost where another click begins a new run of the page first."""

from __future__ import annotations

from typing import Literal

import streamlit as st


def submit_button(
    label: str, *, form: str, type: Literal["primary", "secondary"] = "secondary", shows: object = True
) -> object:
    """The submit button of the form: what the form showed when it was pressed, once for each press; else None.

    A press is remembered before the page is drawn, since a run that is stopped on its way to the form would take
    it along. form: the key of the form. A press can outlive its form; shows tells then that it meant another.
    """
    remembered = f"_pressed_{form}"
    st.form_submit_button(label, type=type, on_click=_remember, args=(remembered, shows))
    return st.session_state.pop(remembered, None)


def _remember(remembered: str, shows: object) -> None:
    st.session_state[remembered] = shows
