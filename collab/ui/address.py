"""Choices kept in the address by their keys, which outlive every wording; each change is a step for the back button.

After a lost connection Streamlit calls choices changed that nobody changed, so what is chosen already does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from collab.ui.distinct import distinct


def select(
    label: str,
    names: Mapping[str, str],
    *,
    param: str,
    widget: str,
    default: str,
    width: int,
    then: Callable[[], None] | None = None,
) -> str:
    """A list of names, the chosen key kept in the address. then: called after another one was chosen.

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
        format_func=distinct(names).__getitem__,
        key=widget,
        on_change=_keep,
        args=(param, widget, default, then),
        width=width,
    )
    return chosen


def _keep(param: str, widget: str, default: str, then: Callable[[], None] | None) -> None:
    chosen = st.session_state[widget]
    if chosen == st.query_params.get(param, default):
        return
    if chosen == default:
        st.query_params.pop(param, None)
    else:
        st.query_params[param] = chosen
    if then is not None:
        then()


def several(
    label: str, names: Mapping[str, str], *, param: str, widget: str, then: Callable[[], None] | None = None
) -> tuple[str, ...]:
    """Pills of which several can be chosen, their keys kept in the address with commas between; at first none."""
    asked = st.query_params.get(param, "").split(",")
    chosen = [key for key in names if key in asked]
    st.session_state[widget] = chosen
    st.pills(
        label,
        list(names),
        format_func=distinct(names).__getitem__,
        selection_mode="multi",
        key=widget,
        on_change=_keep_several,
        args=(param, widget, then),
    )
    return tuple(chosen)


def _keep_several(param: str, widget: str, then: Callable[[], None] | None) -> None:
    chosen = ",".join(st.session_state[widget])
    if chosen == st.query_params.get(param, ""):
        return
    if chosen:
        st.query_params[param] = chosen
    else:
        st.query_params.pop(param, None)
    if then is not None:
        then()
