"""Merging two partners that are one: choose both, choose the name that stays, see what happens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import partners_edit
from collab.ui.escape import plain
from collab.ui.told import told
from collab.ui.wording import listed, many, sector_labels

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.merging import Conflict, MergePlan
    from collab.services.partners import PartnerCard
    from collab.store import Store


@st.dialog("Merge two that are one", width="medium")
def merge(store: Store, person: Person, initiative_id: str, cards: Sequence[PartnerCard]) -> None:
    """Ask which two, and which name stays; say what will happen; merge."""
    by_id = {card.partner.id: card for card in cards}
    first = _choose("One", by_id)
    second = _choose("The other", by_id)
    if first is None or second is None:
        st.caption("Choose two partners that are the same organisation under two names.")
        return
    if first == second:
        st.warning("This is one partner, chosen twice. Choose its other name in one of the two lists.")
        return
    keep = st.radio(
        "Which name stays",
        [first, second],
        format_func=lambda key: plain(by_id[key].partner.name),
        captions=[_about(by_id[key]) for key in (first, second)],
    )
    merged = second if keep == first else first
    _consider(store, person, initiative_id, by_id[keep], by_id[merged])


def _consider(store: Store, person: Person, initiative_id: str, keep: PartnerCard, merged: PartnerCard) -> None:
    """What merging these two means, what must be chosen first, and the button."""
    from collab.services.merging import what_merging_means

    plan = what_merging_means(store, person, initiative_id, keep=keep.partner.id, merged=merged.partner.id)
    if plan.refusal:
        st.error(plain(plan.refusal))
        return
    counting = {each.round.id: _ask_whose(each, keep, merged) for each in plan.conflicts}
    sentences = what_happens(initiative_id, keep, merged, plan, counting)
    st.markdown("\n".join(f"- {sentence}" for sentence in sentences))
    for sentence in plan.revealing:
        st.warning(plain(sentence))
    unsaid = [key for key, choice in counting.items() if choice is None]
    if unsaid:
        st.caption("Choose above whose count, then merge.")
    if st.button("Merge", type="primary", icon=":material/merge:", disabled=bool(unsaid)):
        _merge(store, person, keep, merged, counting)


def _ask_whose(conflict: Conflict, keep: PartnerCard, merged: PartnerCard) -> str | None:
    """Both hold something where only one can count: nothing is chosen for the person."""
    names = {card.partner.id: plain(card.partner.name) for card in (keep, merged)}
    held = {keep.partner.id: conflict.keep, merged.partner.id: conflict.merged}
    what = "figures" if conflict.keep.figures else "answer"
    return st.radio(
        f"Both have {'figures' if conflict.keep.figures else 'an answer'} in the round “{plain(conflict.round.label)}” "
        f"of “{plain(conflict.initiative)}”. Whose {what} count{'' if what == 'figures' else 's'}?",
        list(names),
        index=None,
        format_func=names.__getitem__,
        captions=[_held_words(held[key].sheets, held[key].figures) for key in names],
        key=f"counts_{conflict.round.id}_{keep.partner.id}_{merged.partner.id}",
    )


def what_happens(
    initiative_id: str, keep: PartnerCard, merged: PartnerCard, plan: MergePlan, counting: dict[str, str | None]
) -> tuple[str, ...]:
    """What merging does, as escaped sentences."""
    labels = sector_labels()
    stays, goes = plain(keep.partner.name), plain(merged.partner.name)
    lines = [f"**{goes}** is no longer listed. Files that use this name still find **{stays}**."]
    here = [each for each in plan.conflicts if each.round.initiative_id == initiative_id]
    lost = [each.merged for each in here if counting.get(each.round.id) != merged.partner.id]
    sheets = merged.responses - sum(held.sheets for held in lost)
    figures = merged.averages - sum(held.figures for held in lost)
    if sheets or figures:
        lines.append(f"Its {_held_words(sheets, figures)} will belong to **{stays}**.")
    lines += [sentence for each in plan.conflicts if (sentence := _set_aside(each, keep, merged, counting))]
    if keep.partner.sector is not merged.partner.sector:
        lines.append(f"The sector is {plain(labels[keep.partner.sector])}.")
    if plan.initiatives:
        also = listed(tuple(f"“{plain(name)}”" for name in plan.initiatives))
        lines.append(f"**{goes}** takes part in {also} too: the same holds there.")
    return (*lines, "You can undo this.")


def _set_aside(
    conflict: Conflict, keep: PartnerCard, merged: PartnerCard, counting: dict[str, str | None]
) -> str | None:
    """What does not count in a round of both, once somebody has chosen."""
    choice = counting.get(conflict.round.id)
    if choice is None:
        return None
    loser, held = (merged, conflict.merged) if choice == keep.partner.id else (keep, conflict.keep)
    return (
        f"In the round “{plain(conflict.round.label)}” the {_held_words(held.sheets, held.figures)} of "
        f"**{plain(loser.partner.name)}** will not count. Undoing the merge brings them back."
    )


def _choose(label: str, by_id: dict[str, PartnerCard]) -> str | None:
    """One of all partners. Both lists offer the same: one that changed as the other is chosen would lose its choice."""
    return st.selectbox(
        label,
        list(by_id),
        index=None,
        format_func=lambda key: by_id[key].partner.name,
        placeholder="Choose a partner",
    )


def _about(card: PartnerCard) -> str:
    return f"{plain(sector_labels()[card.partner.sector])}, {_held_words(card.responses, card.averages)}"


def _held_words(sheets: int, figures: int) -> str:
    """What a partner holds: "12 answer sheets", "32 reported figures", both or "no answers yet"."""
    parts = [many(sheets, "answer sheet")] if sheets else []
    parts += [many(figures, "reported figure")] if figures else []
    return " and ".join(parts) or "no answers yet"


def _merge(
    store: Store, person: Person, keep: PartnerCard, merged: PartnerCard, counting: dict[str, str | None]
) -> None:
    from collab.services.merging import merge_partners

    chosen = {round_id: choice for round_id, choice in counting.items() if choice is not None}
    with told():
        change = merge_partners(store, person, keep=keep.partner.id, merged=merged.partner.id, counting=chosen)
        partners_edit.start_afresh(change.sentence)
