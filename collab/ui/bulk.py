"""Items of a review, or milestones, many at once: a workbook to take away; a sheet pasted or dropped, then saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import bulk_preview, bulk_work
from collab.ui.bulk_work import Panel, Work
from collab.ui.escape import plain
from collab.ui.templates import XLSX, file_name
from collab.ui.told import told
from collab.ui.wording import many

if TYPE_CHECKING:
    from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

    from collab.model import Person
    from collab.services.bulk import Preview
    from collab.store import Store

TOGETHER = "Together"
EARLIEST = date(1990, 1, 1)
BLANKS = (
    "Keep the words of the {noun}s and the header row; the order does not matter. In the downloaded workbook only what "
    "you change counts, and a cell that you empty is emptied. In any other sheet an empty cell says nothing."
)


def reviews_panel(store: Store, person: Person, initiative_id: str, checklist: str) -> None:
    """One review of a checklist as a sheet, folded away until it is wanted."""
    scope = f"reviews_{initiative_id}_{checklist}"
    work = bulk_work.of(scope)
    box = _folded("A review from a spreadsheet", scope, work)
    if not box.open:
        return
    with box, told():
        from collab.journey import ReviewState
        from collab.services import bulk_reviews, reviews
        from collab.services.partners import partners_of

        names = {"": TOGETHER}
        names |= {card.partner.id: card.partner.name for card in partners_of(store, initiative_id, person=person)}
        left, right = st.columns(2)
        whose = left.selectbox("Whose review", list(names), format_func=names.__getitem__, key=f"whose_{scope}")
        held_on = right.date_input(
            "Held on",
            date.today(),
            min_value=EARLIEST,
            max_value=date.today(),
            key=f"held_{scope}",
            format="YYYY-MM-DD",
            required=True,
        )
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
                reopen=lambda review: reviews.save_review(
                    store, person, review.id, version=review.version, state=ReviewState.UNDER_WAY
                ),
            ),
            work,
        )


def milestones_panel(store: Store, person: Person, initiative_id: str) -> None:
    """The milestones of all stages as a sheet, folded away until it is wanted."""
    scope = f"milestones_{initiative_id}"
    work = bulk_work.of(scope)
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
    _told(panel, work)
    if work.found is not None:
        shown = panel.preview(work.found, work.take)
        ways = bulk_preview.Ways(partial(bulk_work.choose, work), partial(bulk_work.reopen, panel, work))
        about = f"{panel.scope}_{work.readings}"
        finish = bulk_preview.draw(panel.noun, about, shown, work.take, ways, reopened=work.reopened)
        _save_row(panel, work, shown, finish)


def _ask_for_a_sheet(panel: Panel, work: Work) -> None:
    """Each way has its own button, so that it is never in doubt what is read."""
    text, dropped = f"paste_{panel.scope}_{work.pasting}", f"drop_{panel.scope}_{work.dropping}"
    paste, drop = st.tabs(["Paste rows", "Drop a file"], key=f"ways_{panel.scope}")
    with paste:
        st.text_area(
            "Paste rows from a spreadsheet",
            key=text,
            placeholder="Copy the rows with their header in Excel or Google Sheets, and paste them here.",
            height=120,
        )
        _look_button(f"look_{panel.scope}", bulk_work.look_at_text, panel, work, text)
    with drop:
        st.file_uploader("Drop a file: Excel, CSV or OpenDocument", key=dropped)
        _look_button(f"look_file_{panel.scope}", bulk_work.look_at_file, panel, work, dropped)


def _look_button(key: str, look: Callable[[Panel, Work, str], None], panel: Panel, work: Work, field: str) -> None:
    st.button("See what would change", key=key, icon=":material/search:", on_click=look, args=(panel, work, field))


def _told(panel: Panel, work: Work) -> None:
    """What was saved, and what was left out, until it is put aside or another sheet is read."""
    if work.done:
        st.success(plain(work.done))
    if work.left:
        with st.container(border=True):
            st.warning(f"{many(work.left_rows, 'row was', 'rows were')} left out:")
            st.markdown("\n".join(f"- {plain(sentence)}" for sentence in work.left))
            st.button("Put this list aside", key=f"aside_left_{panel.scope}", on_click=work.clear)


def _save_row(panel: Panel, work: Work, shown: Preview, finish: bool) -> None:
    with st.container(horizontal=True):
        if shown.saved and not shown.refused:
            count = many(len(shown.saved), panel.noun)
            st.button(
                f"Save {count}",
                key=f"save_{panel.scope}",
                type="primary",
                icon=":material/save:",
                on_click=bulk_work.save,
                args=(panel, work, shown, finish),
            )
        st.button("Put it aside", key=f"aside_{panel.scope}", on_click=bulk_work.put_aside, args=(work,))
