"""The row that adds entries to one column of the logic model, one after the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.services.drafts import subject_of
from collab.services.logic_model import add_entry
from collab.ui import adding, initiative_editing, keys, logic_words
from collab.ui.adding import ID, Part

if TYPE_CHECKING:
    from collab.content import Prompt
    from collab.model import Person
    from collab.plans import LogicEntry
    from collab.services.logic_model import LogicView
    from collab.store import Store
    from collab.ui.drafting import Content

ADD, TEXT = "add:", "Add an entry: type, press Enter, then the next one"
COLUMNS = (4, 14, 2)


def draw(store: Store, person: Person, view: LogicView, prompt: Prompt) -> None:
    """The row for one column or row of context. Enter adds an entry and leaves the cursor where it is."""
    initiative_id = view.model.initiative_id
    with st.container(border=True, key=f"adding_to_{prompt.key}"):
        where, text, close = st.columns(COLUMNS, vertical_alignment="top", gap="small")
        with where:
            _place(view, prompt)
        with text:
            adding.row(
                store,
                person,
                subject_of("logic_entry", initiative_id, "add", prompt.key),
                noun="entry",
                parts=(Part("text", TEXT, 1, placeholder=prompt.prompt),),
                add=partial(_add, store, person, initiative_id, prompt.key),
                kept=frozenset(view.entries),
            )
        with close, st.container(horizontal=True, horizontal_alignment="right"):
            st.button("Close", icon=":material/close:", key="close_adding", on_click=initiative_editing.close)


def _add(store: Store, person: Person, initiative_id: str, place: str, content: Content) -> LogicEntry:
    return add_entry(
        store,
        person,
        initiative_id,
        place=place,
        entry_id=content[ID] or None,
        text=content["text"],
    )


def _place(view: LogicView, prompt: Prompt) -> None:
    """Where it goes, so that the keyboard need not go back to the drawing."""
    names = logic_words.labels(view)
    st.session_state[keys.PICK_LOGIC_PLACE] = prompt.key
    st.selectbox("Where", list(names), format_func=names.__getitem__, key=keys.PICK_LOGIC_PLACE, on_change=_go_to)


def _go_to() -> None:
    st.query_params[keys.EDIT] = f"{ADD}{st.session_state[keys.PICK_LOGIC_PLACE]}"
