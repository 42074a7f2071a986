"""Every initiative on one page: how many stand where, a row for each, and the rounds of few or of a chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import keys, overview_dialogs, overview_start, shell
from collab.ui.escape import plain

if TYPE_CHECKING:
    from datetime import date

    from collab.model import Person
    from collab.services.digests import Digest, Overview
    from collab.store import Store

FEW = 5
"""Up to so many initiatives all stand on the page with their rounds; beyond, only the one that the address names."""
BACKUP_HINT = (
    "Everything is kept in one database. Make a backup now and then: `python -m collab backup FILE` "
    "makes a checked copy, also while others work."
)


def draw(store: Store, person: Person, today: date) -> None:
    """The whole screen."""
    from collab.services.digests import all_digests

    if overview_start.is_loading():
        overview_start.load_sample(store, person)
        return
    with st.spinner("Reading the initiatives …"):
        overview = all_digests(store, today=today, person=person)
    if not overview.digests:
        overview_start.draw(store, person)
        return
    if shell.in_meeting():
        _meeting(overview)
    else:
        _page(store, person, overview)


def _meeting(overview: Overview) -> None:
    from collab.ui import overview_meeting

    overview_meeting.run(overview)


def _page(store: Store, person: Person, overview: Overview) -> None:
    from collab.ui import overview_filters

    if len(overview.digests) > FEW:
        overview_filters.take_up()
    asked = st.query_params.get(keys.INITIATIVE)
    alone = [each for each in overview.digests if each.initiative.id == asked]
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="first"):
        if st.button("New initiative", icon=":material/add:"):
            overview_dialogs.new_initiative(store, person)
        _which(overview, alone, asked)
    if alone or len(overview.digests) <= FEW:
        _few(store, person, overview, alone)
    else:
        _many(overview)
    st.caption(BACKUP_HINT)


def _which(overview: Overview, alone: list[Digest], asked: str | None) -> None:
    """Where the address names one initiative, the way back to all; else what needs a look."""
    from collab.ui import overview_words

    count = len(overview.digests)
    if alone and count > 1:
        words = f"All {count:,} initiatives"
        st.button(words, icon=":material/dashboard:", type="tertiary", on_click=shell.address)
    elif asked and not alone:
        st.caption("The initiative that the address names is not here. These are all that are.")
    elif count > FEW:
        st.markdown(f"**{plain(overview_words.summary(overview))}**", width="content")
    elif count > 1:
        st.caption("The one that was worked on last comes first.")


def _few(store: Store, person: Person, overview: Overview, alone: list[Digest]) -> None:
    """A row for each of few initiatives, and below their rounds."""
    from collab.services.initiatives import cards_of
    from collab.ui import overview_cards, overview_table, overview_wanted

    rows = alone or overview_wanted.found(overview, overview_wanted.Wanted())
    overview_table.show(overview, rows, with_rounds=False)
    for card in cards_of(store, [each.initiative.id for each in rows], person=person):
        overview_cards.draw(store, person, card)


def _many(overview: Overview) -> None:
    """How many stand in each stage, then a table to look for one in."""
    from collab.ui import overview_chart, overview_filters, overview_table, overview_wanted, viewport

    viewport.watch_page()
    overview_chart.show(overview)
    st.subheader("Every initiative", anchor=False)
    wanted = overview_filters.choose(overview)
    overview_filters.leave_off()
    rows = overview_wanted.found(overview, wanted)
    if not rows:
        st.info("No initiative fits. Take a filter away, or look for another word.")
        st.button("Show all", on_click=overview_filters.show_all, key="show_all")
        return
    overview_filters.pager(rows, key="above", narrowed=wanted.is_narrowed)
    overview_filters.on_paper(overview, rows, wanted)
    overview_table.show(overview, overview_filters.page_of(rows), with_rounds=True, place=overview_filters.place())
    if len(rows) > overview_filters.PER_PAGE:
        overview_filters.pager(rows, key="below")
