"""Items of a review, or milestones, many at once: a workbook to take away; a sheet pasted or dropped, then saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.errors import CollabError, Refused
from collab.ui import bulk_preview, keys
from collab.ui.escape import plain
from collab.ui.pending import pending_uploads
from collab.ui.templates import XLSX, file_name
from collab.ui.told import told
from collab.ui.wording import many

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

    from collab.exchange.journey_sheets import Found
    from collab.model import Person
    from collab.services.bulk import Preview
    from collab.store import Store

TOGETHER = "Together"
PASTED = "What you pasted"
BLANKS = (
    "Keep the words of the {noun}s and the header row; the order does not matter. In the downloaded workbook only what "
    "you change counts, and a cell that you empty is emptied. In any other sheet an empty cell says nothing."
)


@dataclass
class Work:
    """What one panel has read and what came of it. turn: names its fields; take: rows whose text of the sheet wins."""

    turn: int = 0
    found: Found | None = field(default=None, repr=False)
    failures: tuple[str, ...] = ()
    done: str = ""
    take: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Panel:
    """One kind of sheet. save: (found, seen, take, finish) -> how many were saved."""

    scope: str
    noun: str
    workbook: Callable[[], bytes]
    workbook_name: str
    read: Callable[[Path, str], Found]
    preview: Callable[[Found, frozenset[str]], Preview]
    save: Callable[[Found, str, frozenset[str], bool], int]
    can_finish: bool = False


def reviews_panel(store: Store, person: Person, initiative_id: str, checklist: str) -> None:
    """One review of a checklist as a sheet, folded away until it is wanted."""
    scope = f"reviews_{initiative_id}_{checklist}"
    work = _work(scope)
    box = _folded("A review from a spreadsheet", scope, work)
    if not box.open:
        return
    with box, told():
        from collab.services import bulk_reviews
        from collab.services.partners import partners_of

        names = {"": TOGETHER}
        names |= {card.partner.id: card.partner.name for card in partners_of(store, initiative_id, person=person)}
        left, right = st.columns(2)
        whose = left.selectbox("Whose review", list(names), format_func=names.__getitem__, key=f"whose_{scope}")
        held_on = right.date_input("Held on", date.today(), key=f"held_{scope}", format="YYYY-MM-DD", required=True)
        partner_id = whose or None
        place = bulk_reviews.Place(initiative_id, checklist, held_on, partner_id)
        _draw(
            Panel(
                scope=scope,
                noun="item",
                workbook=lambda: bulk_reviews.workbook(
                    store, initiative_id, checklist, partner_id=partner_id, person=person
                ),
                workbook_name=file_name("Review", checklist, names[whose]),
                read=lambda path, name: bulk_reviews.read_reviews(path, file_name=name, checklist=checklist),
                preview=lambda found, take: bulk_reviews.preview(store, person, found, place, take=take),
                save=lambda found, seen, take, finish: bulk_reviews.save_reviews(
                    store, person, found, place, seen=seen, take=take, finish=finish
                ),
                can_finish=True,
            ),
            work,
        )


def milestones_panel(store: Store, person: Person, initiative_id: str) -> None:
    """The milestones of all stages as a sheet, folded away until it is wanted."""
    scope = f"milestones_{initiative_id}"
    work = _work(scope)
    box = _folded("Milestones from a spreadsheet", scope, work)
    if not box.open:
        return
    with box, told():
        from collab.services import bulk_milestones

        _draw(
            Panel(
                scope=scope,
                noun="milestone",
                workbook=lambda: bulk_milestones.workbook(store, initiative_id, person=person),
                workbook_name=file_name("Milestones"),
                read=lambda path, name: bulk_milestones.read_milestones(
                    store, path, file_name=name, initiative_id=initiative_id, person=person
                ),
                preview=lambda found, take: bulk_milestones.preview(store, person, found, initiative_id, take=take),
                save=lambda found, seen, take, _: bulk_milestones.save_milestones(
                    store, person, found, initiative_id, seen=seen, take=take
                ),
            ),
            work,
        )


def _work(scope: str) -> Work:
    every: dict[str, Work] = st.session_state.setdefault(keys.BULK, {})
    return every.setdefault(scope, Work())


def _folded(title: str, scope: str, work: Work) -> ExpanderContainer:
    """What is inside is drawn only while it is open: a page is not slower for what nobody looks at."""
    is_open = bool(work.found or work.failures or work.done)
    return st.expander(title, icon=":material/table_view:", expanded=is_open, key=f"panel_{scope}", on_change="rerun")


def _draw(panel: Panel, work: Work) -> None:
    st.caption(plain(BLANKS.format(noun=panel.noun)))
    st.download_button(
        "Download the workbook to fill in",
        panel.workbook,
        file_name=panel.workbook_name,
        mime=XLSX,
        key=f"download_{panel.scope}",
        icon=":material/download:",
        on_click="ignore",
    )
    _ask_for_a_sheet(panel, work)
    for failure in work.failures:
        st.error(plain(failure))
    if work.done:
        st.success(plain(work.done))
    if work.found is not None:
        shown = panel.preview(work.found, work.take)
        finish = bulk_preview.draw(panel.noun, panel.scope, shown, work.take, partial(_choose, work))
        _save_row(panel, work, shown, finish)


def _ask_for_a_sheet(panel: Panel, work: Work) -> None:
    text, dropped = f"paste_{panel.scope}_{work.turn}", f"drop_{panel.scope}_{work.turn}"
    st.text_area(
        "Paste rows from a spreadsheet",
        key=text,
        placeholder="Copy the rows with their header in Excel or Google Sheets, and paste them here.",
        height=120,
    )
    st.file_uploader("Or drop a file: Excel, CSV or OpenDocument", key=dropped)
    st.button(
        "See what would change",
        key=f"look_{panel.scope}",
        icon=":material/search:",
        on_click=_look,
        args=(panel, work, text, dropped),
    )


def _look(panel: Panel, work: Work, text: str, dropped: str) -> None:
    """Read what was dropped, else what was pasted; nothing is saved."""
    pasted, file = st.session_state.get(text) or "", st.session_state.get(dropped)
    content = file.getvalue() if file is not None else pasted.encode("utf-8", "replace")
    uploads = pending_uploads()
    work.found, work.failures, work.done, work.take = None, (), "", frozenset()
    if not content.strip():
        work.failures = ("There is nothing to read yet. Paste rows or drop a file.",)
        return
    try:
        path = uploads.keep_briefly(memoryview(content))
        try:
            work.found = panel.read(path, file.name if file is not None else PASTED)
        finally:
            path.unlink(missing_ok=True)
    except Refused as refused:
        work.failures = tuple(str(problem) for problem in refused.problems)
    except CollabError as failure:
        work.failures = (str(failure),)


def _choose(work: Work, key: str, box: str) -> None:
    work.take = work.take | {key} if st.session_state.get(box) else work.take - {key}


def _save_row(panel: Panel, work: Work, shown: Preview, finish: bool) -> None:
    with st.container(horizontal=True):
        if shown.saved and not shown.refused:
            count = many(len(shown.saved), panel.noun)
            st.button(
                f"Save {count}",
                key=f"save_{panel.scope}",
                type="primary",
                icon=":material/save:",
                on_click=_save,
                args=(panel, work, shown.seen, finish),
            )
        st.button("Put it aside", key=f"aside_{panel.scope}", on_click=_put_aside, args=(work,))


def _save(panel: Panel, work: Work, seen: str, finish: bool) -> None:
    found = work.found
    if found is None:
        return
    work.failures, work.done = (), ""
    try:
        saved = panel.save(found, seen, work.take, finish)
    except CollabError as failure:
        work.failures = (str(failure),)
        return
    work.found, work.take, work.turn = None, frozenset(), work.turn + 1
    work.done = f"{many(saved, panel.noun)} saved."


def _put_aside(work: Work) -> None:
    work.found, work.failures, work.done, work.take, work.turn = None, (), "", frozenset(), work.turn + 1
