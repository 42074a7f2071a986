"""Take it with you: the workbook of an initiative and its tables for analysts, made when a button is pressed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui.templates import XLSX, file_name

if TYPE_CHECKING:
    from collab.model import Initiative, Person
    from collab.store import Store

ZIP = "application/zip"
WORKBOOK = (
    "All that is kept of this initiative in one Excel file, to read and to print. In Milestones, Implementation, "
    "Sustainability and Action plan the white cells can be edited. Drop it on Spreadsheets when it is back: what would "
    "change is shown before anything is saved."
)
TABLES = (
    "Figures, counts, conclusions and plans as tidy tables for R, pandas or a database: CSV and Parquet, with a "
    "dictionary that explains each column and says what is left out."
)
HIDDEN = "What is hidden on the screens is in neither."


def menu(store: Store, person: Person, initiative: Initiative) -> None:
    """Both, behind one button."""
    with (
        st.container(width="content", key="controls_take_away"),
        st.popover("Take it with you", icon=":material/download:"),
    ):
        _workbook(store, person, initiative)
        _tables(store, person, initiative)
        st.caption(HIDDEN)


def section(store: Store, person: Person, initiative: Initiative) -> None:
    """Both side by side, under a heading of their own."""
    with st.container(key="controls_take_away"):
        st.subheader("Take it with you", anchor=False)
        left, right = st.columns(2)
        with left.container(border=True, height="stretch", vertical_alignment="distribute"):
            _workbook(store, person, initiative)
        with right.container(border=True, height="stretch", vertical_alignment="distribute"):
            _tables(store, person, initiative)
        st.caption(HIDDEN)


def _workbook(store: Store, person: Person, initiative: Initiative) -> None:
    def content() -> bytes:
        from collab.services.workbook import workbook

        return workbook(store, initiative.id, today=date.today(), person=person)

    _offer(content, "Workbook", WORKBOOK, label="Download the workbook", name=_named(initiative, "Workbook"), mime=XLSX)


def _tables(store: Store, person: Person, initiative: Initiative) -> None:
    def content() -> bytes:
        from collab.services.tables_out import tables

        return tables(store, initiative.id, today=date.today(), person=person)

    name = _named(initiative, "Tables").removesuffix("xlsx") + "zip"
    _offer(content, "Tables for analysts", TABLES, label="Download the tables", name=name, mime=ZIP)


def _named(initiative: Initiative, what: str) -> str:
    return file_name(initiative.name, what, date.today().isoformat())


def _offer(content: object, what: str, about: str, *, label: str, name: str, mime: str) -> None:
    with st.container(gap="xxsmall"):
        st.markdown(f"**{what}**")
        st.caption(about)
    st.download_button(
        label,
        content,  # type: ignore[arg-type]
        file_name=name,
        mime=mime,
        key=f"take_away_{mime}",
        icon=":material/download:",
        on_click="ignore",
    )
