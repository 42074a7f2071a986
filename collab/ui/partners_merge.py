"""Merging two partners that are one: choose both, choose the name that stays, see what happens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import partners_edit
from collab.ui.escape import plain
from collab.ui.told import told
from collab.ui.wording import many, sector_labels

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.partners import PartnerCard
    from collab.store import Store


@st.dialog("Merge two that are one", width="medium")
def merge(store: Store, person: Person, cards: Sequence[PartnerCard]) -> None:
    """Ask which two, and which name stays; say what will happen; merge."""
    by_id = {card.partner.id: card for card in cards}
    first = _choose("One", list(by_id), by_id)
    second = _choose("The other", [key for key in by_id if key != first], by_id)
    if first is None or second is None:
        st.caption("Choose two partners that are the same organisation under two names.")
        return
    keep = st.radio(
        "Which name stays",
        [first, second],
        format_func=lambda key: plain(by_id[key].partner.name),
        captions=[_about(by_id[key]) for key in (first, second)],
    )
    merged = second if keep == first else first
    for sentence in what_happens(by_id[keep], by_id[merged]):
        st.markdown(f"- {sentence}")
    _warn(store, person, keep, merged)
    if st.button("Merge", type="primary", icon=":material/merge:"):
        _merge(store, person, keep, merged)


def _warn(store: Store, person: Person, keep: str, merged: str) -> None:
    """What the figures before and after could give away about a few people."""
    from collab.services.partners import what_merging_could_reveal

    for sentence in what_merging_could_reveal(store, keep=keep, merged=merged, person=person):
        st.warning(plain(sentence))


def what_happens(keep: PartnerCard, merged: PartnerCard) -> tuple[str, ...]:
    """What merging does, as escaped sentences."""
    labels = sector_labels()
    stays, goes = plain(keep.partner.name), plain(merged.partner.name)
    lines = [f"**{goes}** is no longer listed. Files that use this name still find **{stays}**."]
    if merged.responses:
        lines.append(f"Its {many(merged.responses, 'answer sheet')} will belong to **{stays}**.")
    if merged.averages:
        lines.append(f"Its {many(merged.averages, 'reported figure')} will belong to **{stays}**.")
    if keep.partner.sector is not merged.partner.sector:
        lines.append(f"The sector is {plain(labels[keep.partner.sector])}.")
    if merged.other_initiatives:
        lines.append(f"The same holds in {many(merged.other_initiatives, 'other initiative')}.")
    return (*lines, "You can undo this.")


def _choose(label: str, ids: list[str], by_id: dict[str, PartnerCard]) -> str | None:
    return st.selectbox(
        label,
        ids,
        index=None,
        format_func=lambda key: by_id[key].partner.name,
        placeholder="Choose a partner",
    )


def _about(card: PartnerCard) -> str:
    return f"{plain(sector_labels()[card.partner.sector])}, {many(card.responses, 'answer sheet')}"


def _merge(store: Store, person: Person, keep: str, merged: str) -> None:
    from collab.services.partners import merge_partners

    with told():
        change = merge_partners(store, person, keep=keep, merged=merged)
        partners_edit.start_afresh(change.sentence)
