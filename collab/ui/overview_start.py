"""The first start: an empty database, and three ways to begin."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import keys, overview_dialogs
from collab.ui.templates import blank_template_button
from collab.ui.told import told

if TYPE_CHECKING:
    from collab.model import Person
    from collab.store import Store


_LOCK = Lock()


@dataclass
class _Loading:
    """How many runs of this session load the sample. One that was told to stop may not ask the session any more."""

    runs: int = 0


def is_loading() -> bool:
    """Whether the sample is being loaded for this window: a second press begins the page anew while the first loads."""
    return _loading().runs > 0


def _loading() -> _Loading:
    kept: _Loading = st.session_state.setdefault(keys.LOADING_SAMPLE, _Loading())
    return kept


def draw(store: Store, person: Person) -> None:
    """Three ways to begin, side by side."""
    st.markdown(
        "Common Ground shows how ready district and charter partners are to work together, "
        "and where they see things differently. There is nothing here yet. Begin in one of three ways."
    )
    with st.grid(3, min_column_width=260):
        _sample(store, person)
        _spreadsheet()
        _template(store, person)
    st.caption("Or begin with an empty initiative, and enter answers from paper.")
    if st.button("New initiative", icon=":material/add:"):
        overview_dialogs.new_initiative(store, person)


def _sample(store: Store, person: Person) -> None:
    with st.container(border=True, height="stretch"):
        st.subheader("Look around", anchor=False)
        st.markdown(
            "Load a made-up compact with two rounds, its reviews and its way through the stages, and two smaller "
            "initiatives: one under it, and one that was stopped. You can delete them at any time."
        )
        if st.button("Load the made-up sample", type="primary", icon=":material/explore:"):
            load_sample(store, person)


def load_sample(store: Store, person: Person) -> None:
    """Load the sample and show its readiness; once only, however often it is pressed."""
    from collab.services.sample import load_sample as load

    loading = _loading()
    with told(), st.spinner("Loading the sample …"):
        loading.runs += 1
        try:
            with _LOCK:
                initiative = load(store, person)
        finally:
            loading.runs -= 1
        st.switch_page("pages/readiness.py", query_params={keys.INITIATIVE: initiative.id})


def _spreadsheet() -> None:
    with st.container(border=True, height="stretch"):
        st.subheader("Drop your spreadsheet", anchor=False)
        st.markdown("Take the export of your survey tool as it is. It is shown back before anything is saved.")
        if st.button("Go to Spreadsheets", icon=":material/table_view:"):
            st.switch_page("pages/spreadsheets.py")


def _template(store: Store, person: Person) -> None:
    with st.container(border=True, height="stretch"):
        st.subheader("Send out the template", anchor=False)
        st.markdown("A workbook with the questions and drop-down answers. Partners fill it in; you drop it here.")
        blank_template_button(store, person, key="start_template")
