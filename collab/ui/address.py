"""Choices kept in the address by their keys, which outlive every wording; each change is a step for the back button."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def select(label: str, names: Mapping[str, str], *, param: str, widget: str, default: str, width: int) -> str:
    """A list of names, the chosen key kept in the address.

    What the address names and the list does not hold is forgotten; the default does not stand in the address.
    """
    asked = st.query_params.get(param)
    if asked is not None and asked not in names:
        st.query_params.pop(param)
    chosen = asked if asked is not None and asked in names else default
    st.session_state[widget] = chosen
    st.selectbox(
        label,
        list(names),
        format_func=names.__getitem__,
        key=widget,
        on_change=_keep,
        args=(param, widget, default),
        width=width,
    )
    return chosen


def _keep(param: str, widget: str, default: str) -> None:
    chosen = st.session_state[widget]
    if chosen == default:
        st.query_params.pop(param, None)
    else:
        st.query_params[param] = chosen
