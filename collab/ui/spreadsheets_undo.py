"""The button that undoes an import: at once, or after a warning where a few answers could be read off the figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from collab.errors import CollabError
from collab.ui.escape import plain

if TYPE_CHECKING:
    from collab.model import Person
    from collab.store import Store

ASKING = "_undo_asked"


def undo_button(store: Store, person: Person, import_id: str, *, key: str, undo: Callable[[], None]) -> None:
    """Undo, where nothing is given away by it; else ask first. undo tells of its failures itself."""
    st.button("Undo", key=key, icon=":material/undo:", on_click=_pressed, args=(store, person, import_id, key, undo))
    asked, sentence = st.session_state.get(ASKING, (None, ""))
    if asked == key:
        st.session_state.pop(ASKING)
        _ask(sentence, undo)


def _pressed(store: Store, person: Person, import_id: str, key: str, undo: Callable[[], None]) -> None:
    from collab.services.small_changes import of_undoing_an_import

    try:
        sentence = of_undoing_an_import(store, import_id, person=person)
    except CollabError:  # the undo meets the same failure, and tells it where it can be read
        sentence = None
    if sentence is None:
        undo()
    else:
        st.session_state[ASKING] = (key, sentence)


@st.dialog("Undo this import?")
def _ask(sentence: str, undo: Callable[[], None]) -> None:
    st.warning(plain(sentence))
    if st.button("Undo all the same", icon=":material/undo:", on_click=undo):
        st.rerun()
