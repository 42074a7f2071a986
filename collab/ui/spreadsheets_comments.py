"""Columns of free text that a file offers: none is taken unless it is ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import spreadsheets_work
from collab.ui.escape import plain
from collab.ui.presses import submit_button
from collab.ui.told import told
from collab.ui.wording import many

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.importing import Preview
    from collab.store import Store
    from collab.ui.pending import Upload

COMMENTS = "comments"


def draw(store: Store, person: Person, upload: Upload, preview: Preview) -> None:
    """The columns, one by one; those that were taken from an earlier file of this shape are ticked."""
    columns = preview.findings.comment_columns
    if not columns:
        return
    before = _taken(preview)
    label = f"{many(len(columns), 'column')} of free text: {many(len(before), 'column')} taken"
    form = f"comments_{upload.key}_{upload.revision}"
    with st.expander(label, icon=":material/chat:", type="compact"), st.form(form, border=False):
        st.caption("Free text can name people. Nothing is taken unless you tick it.")
        ticked = [
            header
            for number, header in enumerate(columns)
            if st.checkbox(plain(header), header in before, key=f"comment_{upload.key}_{upload.revision}_{number}")
        ]
        if submit_button("Take what is ticked", form=form):
            with told():
                spreadsheets_work.reconsider(store, person, upload, answers={COMMENTS: ticked})
                st.rerun()


def _taken(preview: Preview) -> list[str]:
    taken = preview.answers.get(COMMENTS, preview.findings.answered.get(COMMENTS))
    return [str(item) for item in taken] if isinstance(taken, list | tuple) else []
