"""Removing a partner from one round or from the initiative: what it holds is shown first, and a reason is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import RoundState
from collab.ui import partners_edit
from collab.ui.destructive import taking_away
from collab.ui.escape import plain
from collab.ui.told import told
from collab.ui.wording import listed, many, sector_labels

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.partners import PartnerCard
    from collab.services.removing import HeldInRound
    from collab.store import Store

LONGEST_REASON = 300
EVERYWHERE = ""


@st.dialog("Remove a partner", width="medium")
def remove(store: Store, person: Person, initiative_id: str, cards: Sequence[PartnerCard]) -> None:
    """Choose the partner, then from where; say what goes; ask why."""
    from collab.services.removing import held_by

    labels = sector_labels()
    by_id = {card.partner.id: card for card in cards}
    chosen = st.selectbox(
        "Partner",
        list(by_id),
        index=None,
        format_func=lambda key: f"{by_id[key].partner.name} ({labels[by_id[key].partner.sector]})",
        placeholder="Choose a partner",
    )
    if chosen is None:
        st.caption(
            "Remove a partner from one round, or from this initiative with all its answers. You can undo it.  \n"
            "One that left needs no removing: write in the list when it left, and all that it said before stays."
        )
        return
    held = held_by(store, person, initiative_id, chosen)
    places = _places(held)
    _tell_closed(held)
    if not places:
        return
    if held and by_id[chosen].partner.left_on is None:
        st.caption("If it left, write in the list when it did, and do not remove it: what it said before stays then.")
    place = st.radio("From where", list(places), format_func=places.__getitem__, key=f"from_{chosen}")
    st.markdown("\n".join(f"- {sentence}" for sentence in what_happens(by_id[chosen], held, place)))
    with st.form("remove_partner", border=False):
        reason = st.text_input("Why is it removed?", max_chars=LONGEST_REASON, required=True)
        sent = st.form_submit_button(taking_away("Remove"))
    if sent:
        _remove(store, person, initiative_id, chosen, held, reason or "", place)


def _places(held: Sequence[HeldInRound]) -> dict[str, str]:
    """Round id, or EVERYWHERE, to where the partner can be removed from; closed rounds keep what they hold."""
    from collab.services.removing import counted

    loose = [each for each in held if each.round.state is not RoundState.CLOSED]
    places = {each.round.id: f"The round “{plain(each.round.label)}” ({counted(each.held)})" for each in loose}
    if len(loose) == len(held):
        places[EVERYWHERE] = "This initiative, with all that it holds here" if held else "This initiative"
    return places


def _tell_closed(held: Sequence[HeldInRound]) -> None:
    closed = tuple(f"“{plain(each.round.label)}”" for each in held if each.round.state is RoundState.CLOSED)
    if closed:
        one = len(closed) == 1
        st.info(
            f"The {'round' if one else 'rounds'} {listed(closed)} {'is' if one else 'are'} closed and "
            f"{'keeps' if one else 'keep'} this partner's answers. To remove them, or the partner from the whole "
            f"initiative, reveal {'it' if one else 'them'} again on the overview (Change)."
        )


def what_happens(card: PartnerCard, held: Sequence[HeldInRound], place: str) -> tuple[str, ...]:
    """What removing does, as escaped sentences."""
    from collab.services.removing import counted

    goes = [each for each in held if place in (EVERYWHERE, each.round.id)]
    name = f"**{plain(card.partner.name)}**"
    lines = [f"{counted(each.held)} in the round “{plain(each.round.label)}” will count no more." for each in goes]
    if place != EVERYWHERE:
        lines.append(f"{name} still takes part in this initiative.")
    else:
        lines.append(f"{name} is no longer listed here.")
        if card.other_initiatives:
            lines.append(f"It stays in {many(card.other_initiatives, 'other initiative')} as it is.")
    if any(each.held.sheets for each in goes):
        lines.append("A later export of the same survey leaves these answer sheets out, where its rows have numbers.")
    return (*lines, "You can undo this under Recent changes: everything comes back as it was.")


def _remove(
    store: Store,
    person: Person,
    initiative_id: str,
    partner_id: str,
    held: tuple[HeldInRound, ...],
    reason: str,
    place: str,
) -> None:
    from collab.services.removing import remove_partner

    with told():
        change = remove_partner(
            store, person, initiative_id, partner_id, seen=held, reason=reason, round_id=place or None
        )
        partners_edit.start_afresh(change.sentence)
