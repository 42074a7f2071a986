"""Names of the questions and dimensions that a file brings along, and which belongs to which, to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.ui import keys, new_names, spreadsheets_work
from collab.ui.escape import plain
from collab.ui.new_names import HIGH_IS_BAD, HOME, LABEL, STATEMENT
from collab.ui.told import told
from collab.ui.wording import many

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.importing import Preview
    from collab.store import Store
    from collab.ui.new_names import Changes, Names
    from collab.ui.pending import Upload

TITLE = "instrument_title"
REVERSED = "reversed"
PREFIXES = ("dimension:", "label:", "belongs:")
TALLEST = 700
NARROWEST = 300
ROW = 36
THREE_LINES = 66
"""Text wraps in rows of more than 64 pixels."""


def draw(store: Store, person: Person, upload: Upload, preview: Preview) -> None:
    """What can be edited, once nothing else is open: an answer above may still change which questions there are."""
    were_unused = are_unused(upload)
    st.session_state[_unused_key(upload)] = False
    if not is_new(preview):
        return
    instrument = preview.findings.instrument
    assert instrument is not None
    size = many(len(instrument.factors), "new question")
    if preview.open_questions:
        st.caption(f"Names and dimensions of the {size} can be changed once the questions above are answered.")
        return
    key = f"{keys.NAMES_OPEN}_{upload.key}"
    label = f"Names and dimensions of {size}"
    with st.expander(label, icon=":material/label:", type="compact", key=key, on_change="rerun"):
        _edit(store, person, upload, preview)
    if are_unused(upload) != were_unused:
        st.rerun()  # what stands above this card was drawn before


def is_new(preview: Preview) -> bool:
    """The file's questions are those of no known instrument."""
    asked = {question.id for question in preview.questions}
    return TITLE in asked and preview.findings.instrument is not None and bool(preview.findings.instrument.factors)


def holds(question_id: str, preview: Preview) -> bool:
    """Whether the answer to a question is changed in these tables."""
    is_name = question_id == REVERSED or question_id.startswith(PREFIXES)
    return is_name and is_new(preview) and not preview.open_questions


def are_unused(upload: Upload) -> bool:
    """Whether names were edited and not used yet: saving the file now would lose them."""
    return bool(st.session_state.get(_unused_key(upload)))


def _unused_key(upload: Upload) -> str:
    return f"{keys.UNUSED_NAMES}_{upload.key}"


def _edit(store: Store, person: Person, upload: Upload, preview: Preview) -> None:
    """Fields and table outside of any form: what was typed is known here before the file can be saved without it."""
    findings = preview.findings
    assert findings.instrument is not None
    names = new_names.names_of(findings.instrument, reported=findings.factors)
    with_reversed = any(question.id == REVERSED for question in preview.questions)
    part = f"names_{upload.key}_{upload.revision}"
    st.caption(
        "These names stand on charts and in tables. For a dimension of your own, name one of the new ones and "
        "choose it in the table. Change a cell of the table by a double click, or paste a column into it."
    )
    dimensions = _dimensions(names, part)
    changes = names.changes(dimensions, _questions(names, part, with_reversed=with_reversed))
    pressed = f"_pressed_{part}"
    st.button("Use these names", key=f"use_{part}", on_click=st.session_state.__setitem__, args=(pressed, True))
    st.session_state[_unused_key(upload)] = bool(changes.faults or changes.answers)
    if st.session_state.pop(pressed, False) and changes.answers:
        with told():
            spreadsheets_work.reconsider(store, person, upload, answers=changes.answers)
            st.rerun()
    _tell(changes)


def _tell(changes: Changes) -> None:
    if changes.faults:
        st.error("\n".join(f"- {plain(fault)}" for fault in changes.faults), title="These names cannot be used yet")
    elif changes.answers:
        st.info("You changed names. Use them before you save the file.", icon=":material/edit:")


def _dimensions(names: Names, part: str) -> list[str]:
    """One field for each dimension, and for some new ones: two grids beside each other lose clicks."""
    with st.grid("auto", min_column_width=NARROWEST):
        return [
            st.text_input(label, name, max_chars=new_names.LONGEST, key=f"dimension_{number}_{part}")
            for number, (label, name) in enumerate(names.dimension_fields())
        ]


def _questions(names: Names, part: str, *, with_reversed: bool) -> dict[str, list[Any]]:
    rows = names.question_rows()
    if not with_reversed:
        del rows[HIGH_IS_BAD]
    height = THREE_LINES * len(rows[LABEL]) + ROW + 2
    edited: dict[str, list[Any]] = st.data_editor(
        rows,
        key=f"questions_{part}",
        num_rows="fixed",
        hide_index=True,
        disabled=[STATEMENT],
        row_height=THREE_LINES,
        height=min(TALLEST, height),
        column_config={
            LABEL: st.column_config.TextColumn(required=True, max_chars=new_names.LONGEST, width=230),
            HOME: st.column_config.SelectboxColumn(required=True, options=list(names.homes), width=190),
            HIGH_IS_BAD: st.column_config.CheckboxColumn(width=90, help="Turned around before averages are made"),
            STATEMENT: st.column_config.TextColumn(width=400),
        },
        alt="Questions with their short names and dimensions, which can be changed",
    )
    return edited
