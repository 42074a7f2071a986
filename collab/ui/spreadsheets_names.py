"""Names of the dimensions of an instrument that a file brings: proposed from its own headings, to be corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.ui import spreadsheets_work
from collab.ui.told import told
from collab.ui.wording import many

if TYPE_CHECKING:
    from collab.model import Dimension, Instrument, Person
    from collab.services.importing import Preview
    from collab.store import Store
    from collab.ui.pending import Upload

NAME, COUNT, FIRST = "Dimension", "Questions", "The first of them"
PREFIX = "dimension:"
LONGEST = 120
TALLEST = 420
ROW = 36


def draw(store: Store, person: Person, upload: Upload, preview: Preview) -> None:
    """A table to edit, where the file's questions are those of no known instrument; asked names are not repeated."""
    instrument = preview.findings.instrument
    if instrument is None or not is_new(store, person, instrument):
        return
    dimensions = [each for each in instrument.dimensions if each.scored and f"{PREFIX}{each.key}" not in upload.asked]
    if not dimensions:
        return
    name = f"names_{upload.key}_{upload.revision}"
    label = f"Names of {many(len(dimensions), 'new dimension')}"
    with st.expander(label, icon=":material/label:", type="compact"), st.form(name, border=False):
        st.caption("They come from the file's own headings and stand on charts. Shorten them if you like.")
        edited = st.data_editor(
            _rows(dimensions),
            key=f"table_{name}",
            num_rows="fixed",
            hide_index=True,
            disabled=[COUNT, FIRST],
            column_config={NAME: st.column_config.TextColumn(required=True, max_chars=LONGEST)},
            height=min(TALLEST, ROW * (len(dimensions) + 1) + 2),
            alt="New dimensions with their names, which can be changed, and their questions",
        )
        sent = st.form_submit_button("Use these names")
    if sent and (answers := named(dimensions, edited)):
        with told():
            spreadsheets_work.reconsider(store, person, upload, answers=answers)
            st.rerun()


def is_new(store: Store, person: Person, instrument: Instrument) -> bool:
    """No instrument of this key is known yet."""
    from collab.services.rounds import instruments

    return instrument.key not in {known.key for known in instruments(store, person=person)}


def named(dimensions: list[Dimension], edited: dict[str, list[Any]]) -> dict[str, object]:
    """The names that were changed, as answers by id; an empty one leaves the present name."""
    names = (" ".join(str(value or "").split())[:LONGEST] for value in edited[NAME])
    pairs = zip(dimensions, names, strict=True)
    return {f"{PREFIX}{each.key}": name for each, name in pairs if name and name != each.label}


def _rows(dimensions: list[Dimension]) -> dict[str, list[Any]]:
    return {
        NAME: [each.label for each in dimensions],
        COUNT: [len(each.factors) for each in dimensions],
        FIRST: [each.factors[0].statement if each.factors else "" for each in dimensions],
    }
