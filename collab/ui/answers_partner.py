"""Whose sheet it is: a partner of the initiative, kept in the address, or a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Sector
from collab.ui.told import told
from collab.ui.wording import many, sector_labels

if TYPE_CHECKING:
    from collab.model import Partner, Person, Round
    from collab.services.initiatives import InitiativeCard
    from collab.store import Store

PARAM = "partner"
_PICK = "_pick_partner"
LONGEST_NAME = 200


def choose_partner(store: Store, person: Person, initiative: InitiativeCard, round_: Round) -> Partner | None:
    """The chosen partner, or None; how many sheets each has stands beside its name."""
    from collab.services.readiness import counts

    lines = {line.partner.id: line for line in counts(store, round_.id, person=person).partners}
    labels = sector_labels()

    def words(key: str) -> str:
        line = lines[key]
        entered = f", {many(line.responses, 'sheet')}" if line.responses else ""
        return f"{line.partner.name} ({labels[line.partner.sector]}{entered})"

    asked = st.query_params.get(PARAM)
    st.session_state[_PICK] = asked if asked in lines else None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Partner",
            list(lines),
            format_func=words,
            key=_PICK,
            on_change=_picked,
            placeholder="Whose answers are these?",
            width=520,
        )
        if st.button("New partner", icon=":material/add:"):
            _new_partner(store, person, initiative.initiative.id)
    return lines[chosen].partner if chosen else None


def show_partner(partner_id: str | None) -> None:
    """Make this partner the chosen one."""
    if partner_id is None:
        st.query_params.pop(PARAM, None)
    else:
        st.query_params[PARAM] = partner_id


def _picked() -> None:
    show_partner(st.session_state[_PICK])


@st.dialog("New partner")
def _new_partner(store: Store, person: Person, initiative_id: str) -> None:
    from collab.services.partners import add_partner

    labels = sector_labels()
    with st.form("new_partner", border=False):
        name = st.text_input("Name", max_chars=LONGEST_NAME, required=True)
        sector: Sector | None = st.selectbox(
            "Sector",
            list(labels),
            index=None,
            format_func=labels.__getitem__,
            placeholder="Choose one",
            required=True,
        )
        sent = st.form_submit_button("Add", type="primary")
    if sent and sector is None:
        st.warning("Choose the sector.")
    elif sent and sector is not None:
        with told():
            show_partner(add_partner(store, person, initiative_id, name=name or "", sector=sector).id)
            st.rerun()
