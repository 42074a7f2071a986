"""Whose sheet it is: a partner of the initiative, kept in the address, or a new one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import keys
from collab.ui.escape import plain
from collab.ui.partners_add import add_partner
from collab.ui.wording import many, sector_labels

if TYPE_CHECKING:
    from collab.model import Partner, Person
    from collab.services.initiatives import InitiativeRounds
    from collab.services.readiness import PartnerCount
    from collab.store import Store

_FITS = 40
"""As many letters of a name are seen in the list on a phone."""


def choose_partner(
    store: Store,
    person: Person,
    initiative: InitiativeRounds,
    lines: Mapping[str, PartnerCount],
    begun: Collection[str],
) -> Partner | None:
    """The chosen partner, or None; how many sheets each has stands beside its name.

    lines: those to choose from.  begun: of which a sheet is begun and not saved, which is said of all but the chosen
    one, so that nothing moves when its first answer is typed.
    """
    from collab.services.taking_part import told_of

    labels, today, asked = sector_labels(), date.today(), st.query_params.get(keys.PARTNER)

    def words(key: str) -> str:
        line = lines[key]
        entered = f", {many(line.responses, 'sheet')}" if line.responses else ""
        told = told_of(line.partner, today)
        gone = f", {told}" if told else ""
        waits = ", begun" if key in begun and key != asked else ""
        return f"{line.partner.name} ({labels[line.partner.sector]}{gone}{entered}{waits})"

    st.session_state[keys.PICK_PARTNER] = asked if asked in lines else None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Partner",
            list(lines),
            format_func=words,
            key=keys.PICK_PARTNER,
            on_change=_picked,
            placeholder="Whose answers are these?",
            width=520,
        )
        if st.button("New partner", icon=":material/add:"):
            add_partner(store, person, initiative.initiative.id, _added)
    if chosen and len(words(chosen)) > _FITS:
        st.caption(plain(words(chosen)))
    return lines[chosen].partner if chosen else None


def show_partner(partner_id: str | None) -> None:
    """Make this partner the chosen one."""
    if partner_id is None:
        st.query_params.pop(keys.PARTNER, None)
    else:
        st.query_params[keys.PARTNER] = partner_id


def _picked() -> None:
    show_partner(st.session_state[keys.PICK_PARTNER])


def _added(partner: Partner) -> None:
    show_partner(partner.id)
    st.rerun()
