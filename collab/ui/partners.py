"""The partners of one initiative: the list to edit, and beneath it adding, merging and undoing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Sector
from collab.search import holds
from collab.ui import partners_add, partners_edit, partners_merge, partners_remove, partners_sectors, viewport
from collab.ui.escape import plain
from collab.ui.told import told
from collab.ui.wording import many, moment, sector_labels

if TYPE_CHECKING:
    from collab.model import Partner, Person
    from collab.services.initiatives import InitiativeRounds
    from collab.services.partners import PartnerCard, PartnerChange
    from collab.store import Store

FEW = 8


def draw(store: Store, person: Person, initiative: InitiativeRounds) -> None:
    """The whole screen."""
    from collab.services.partners import partners_of

    viewport.watch_page()
    cards = partners_of(store, initiative.initiative.id, person=person)
    st.caption(_summary(cards))
    shown = _filtered(cards)
    if shown:
        partners_edit.draw(store, person, initiative, shown, cards)
    elif cards:
        st.info("No partner fits this search.")
    with st.container(horizontal=True):
        if st.button("Add a partner", icon=":material/add:"):
            partners_add.add_partner(store, person, initiative.initiative.id, _added)
        if len(shown) > 1 and st.button("Set the sector of several", icon=":material/category:"):
            partners_sectors.set_sectors(store, person, initiative.initiative.id, shown)
        if len(cards) > 1 and st.button("Merge two that are one", icon=":material/merge:"):
            partners_merge.merge(store, person, initiative.initiative.id, cards)
        if cards and st.button("Remove a partner", icon=":material/person_remove:"):
            partners_remove.remove(store, person, initiative.initiative.id, cards)
    _recent(store, person, initiative.initiative.id)


def _summary(cards: Sequence[PartnerCard]) -> str:
    if not cards:
        return "No partner takes part yet. Partners come in with a spreadsheet, or you add them here."
    labels = sector_labels()
    counted = {sector: sum(card.partner.sector is sector for card in cards) for sector in Sector}
    parts = ", ".join(f"{count} {plain(labels[sector])}" for sector, count in counted.items() if count)
    gone = sum(card.partner.has_left(date.today()) for card in cards)
    return f"{many(len(cards), 'partner')}: {parts}.{f' {gone} of them left.' if gone else ''}"


def _filtered(cards: Sequence[PartnerCard]) -> Sequence[PartnerCard]:
    """The partners that fit the search and the sectors; no filter is drawn for a few."""
    if len(cards) <= FEW:
        return cards
    labels = sector_labels()
    present = [sector for sector in Sector if any(card.partner.sector is sector for card in cards)]
    search, pick = st.columns([2, 5], vertical_alignment="bottom")
    words = search.text_input("Search", type="search", live=True, placeholder="Part of a name", key="search")
    sectors = pick.pills(
        "Sectors",
        present,
        selection_mode="multi",
        format_func=lambda sector: plain(labels[sector]),
        wrap=True,
    )
    chosen = set(sectors) or set(present)
    return [card for card in cards if card.partner.sector in chosen and holds(card.partner.name, words or "")]


def _added(partner: Partner) -> None:
    partners_edit.start_afresh(f"“{partner.name}” takes part.")


def _recent(store: Store, person: Person, initiative_id: str) -> None:
    from collab.services.partners import recent_partner_changes

    changes = recent_partner_changes(store, initiative_id, person=person)
    if not changes:
        return
    st.subheader("Recent changes", anchor=False)
    for change in changes:
        _change(store, person, change)


def _change(store: Store, person: Person, change: PartnerChange) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"change_{change.id}"):
        with st.container(gap="xxsmall"):
            undone = "" if change.undone_at is None else " :gray-badge[Undone]"
            st.markdown(f"{plain(change.sentence)}{undone}")
            st.caption(f"{moment(change.at)}, {plain(change.actor)}")
        if change.undone_at is None and st.button("Undo", key=f"undo_{change.id}", icon=":material/undo:"):
            _consider_undo(store, person, change)


def _consider_undo(store: Store, person: Person, change: PartnerChange) -> None:
    """Undo at once, unless figures before and after could give a few people away: then ask first."""
    from collab.services.small_changes import of_undoing_a_change

    sentences = of_undoing_a_change(store, change.id, person=person)
    if sentences:
        _ask_undo(store, person, change, sentences)
    else:
        _undo(store, person, change)


@st.dialog("Undo this?")
def _ask_undo(store: Store, person: Person, change: PartnerChange, sentences: Sequence[str]) -> None:
    st.markdown(plain(change.sentence))
    for sentence in sentences:
        st.warning(plain(sentence))
    if st.button("Undo all the same", icon=":material/undo:"):
        _undo(store, person, change)


def _undo(store: Store, person: Person, change: PartnerChange) -> None:
    from collab.services.partners import undo_partner_change

    with told():
        undo_partner_change(store, person, change.id)
        partners_edit.start_afresh(f"Undone: {change.sentence}")
