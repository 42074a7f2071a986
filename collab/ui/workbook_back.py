"""The card of a workbook that came back: sheet by sheet, cell by cell what would change, before anything is saved."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.errors import CollabError
from collab.ui import bulk_preview, keys, workbook_back_work
from collab.ui import workbook_back_words as words
from collab.ui.escape import plain
from collab.ui.pending import Stage, Upload
from collab.ui.wording import many

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.bulk import Row
    from collab.services.workbook_back import SheetPreview, WorkbookPreview
    from collab.store import Store
    from collab.ui.workbook_back_work import Back

EARLIEST = date(1990, 1, 1)
AGAIN = "Correct these rows in the workbook and drop it again: what is saved already is not saved twice."


def draw(store: Store, person: Person, upload: Upload, back: Back) -> None:
    """What it would do; once it is saved, what it did and what it left out."""
    from collab.services import workbook_back

    try:
        shown = workbook_back.preview(store, person, back.workbook, held_on=back.held_on, take=back.take)
    except CollabError as failure:
        st.error(plain(failure))
        return
    _place(shown)
    if upload.stage is Stage.SAVED:
        _saved(back, shown)
        return
    st.markdown(f"**{plain(words.summary(shown))}**")
    if shown.since:
        st.markdown(f":material/update: {plain(words.since(shown))}")
    for sheet in shown.sheets:
        _sheet(upload, back, sheet)
    if shown.asks_day:
        key = f"held_{upload.key}"
        st.date_input(
            "The review is held on",
            back.held_on,
            min_value=EARLIEST,
            max_value=max(date.today(), back.held_on),
            format="YYYY-MM-DD",
            required=True,
            key=key,
            on_change=workbook_back_work.hold_on,
            args=(back, key),
        )
    if shown.saved:
        st.button(
            f"Save {many(shown.saved, 'row')}",
            key=f"save_back_{upload.key}",
            type="primary",
            icon=":material/save:",
            on_click=workbook_back_work.save,
            args=(store, person, upload, shown),
        )


def status(upload: Upload) -> tuple[str, str]:
    """How it stands, in a few words, and the colour for it."""
    return ("Saved", "green") if upload.stage is Stage.SAVED else ("Workbook that came back", "blue")


def _place(shown: WorkbookPreview) -> None:
    made_up = " :orange-badge[made-up sample data]" if shown.initiative.made_up else ""
    st.markdown(f"The workbook of **{plain(shown.initiative.name)}**{made_up}")
    st.caption(plain(words.downloaded(shown.workbook)))


def _saved(back: Back, shown: WorkbookPreview) -> None:
    st.success(plain(back.done), icon=":material/check_circle:")
    if back.left:
        with st.container(border=True):
            st.warning(f"Left out: {many(len(back.left), 'row')}. {AGAIN}")
            st.markdown("\n".join(f"- {plain(sentence)}" for sentence in back.left))
    here = {keys.INITIATIVE: shown.initiative.id}
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        for name, label, icon in (
            ("stages", "See stages and milestones", ":material/route:"),
            ("checklists", "See checklists", ":material/checklist:"),
            ("action_plans", "See action plans", ":material/event_note:"),
        ):
            st.page_link(f"pages/{name}.py", label=label, icon=icon, query_params=here)


def _sheet(upload: Upload, back: Back, sheet: SheetPreview) -> None:
    """One sheet; what is unchanged takes one line."""
    here = back.workbook.initiative_id
    st.markdown(f"**{plain(sheet.part.name)}**: {plain(words.of_sheet(sheet))}")
    if sheet.preview is None:
        st.caption(words.GONE)
        return
    if sheet.preview.refused:
        st.warning(plain(sheet.preview.refused))
        where = {keys.INITIATIVE: here, keys.CHECKLIST: sheet.part.checklist}
        st.page_link("pages/checklists.py", label="See the checklist", icon=":material/checklist:", query_params=where)
        return
    _problems(sheet)
    bulk_preview.close(sheet.preview)
    _both(upload, back, sheet)
    if sheet.preview.saved:
        st.caption(plain(words.would_be_saved(sheet.preview)))
        _table(sheet, sheet.preview.saved)
    for note in sheet.preview.notes:
        st.caption(plain(note))


def _table(sheet: SheetPreview, rows: tuple[Row, ...]) -> None:
    """A line for each cell; in four columns, so that a phone shows it whole."""
    found = bulk_preview.lines(sheet.part.titles, rows)
    parts = found.pop("Part")
    bulk_preview.show(found | {"What": [f"{what}: {part}" for what, part in zip(found["What"], parts, strict=True)]})


def _problems(sheet: SheetPreview) -> None:
    assert sheet.preview is not None
    faults = sheet.preview.problems
    if faults:
        with st.container(border=True):
            st.warning(f"{many(len(faults), 'problem')}. These rows wait; the others can be saved.")
            st.markdown("\n".join(f"- {plain(fault)}" for fault in faults))


def _both(upload: Upload, back: Back, sheet: SheetPreview) -> None:
    """Rows that somebody else changed since it was downloaded; and those of them that were decided."""
    from collab.services.workbook_back import row_id

    assert sheet.preview is not None
    bulk_preview.both(
        upload.key,
        sheet.preview,
        back.take,
        name_of=lambda row: row_id(sheet.part, row.key),
        table=partial(_table, sheet),
        choose=partial(workbook_back_work.choose, back),
    )
