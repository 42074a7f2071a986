"""Adding a partner: the one small window for it, wherever a partner is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Role
from collab.ui.fields import WHEN_HELP, when_of
from collab.ui.told import told
from collab.ui.wording import sector_labels

if TYPE_CHECKING:
    from collab.model import Partner, Person
    from collab.store import Store

LONGEST_NAME = 200
LONGEST_TIME = 20


@st.dialog("Add a partner")
def add_partner(store: Store, person: Person, initiative_id: str, then: Callable[[Partner], None]) -> None:
    """Ask name, sector, role and since when of an organisation and add it; then is called with the new partner."""
    from collab.services import partners

    labels = sector_labels()
    with st.form("add_partner", border=False):
        name = st.text_input("Name", max_chars=LONGEST_NAME, required=True)
        sector = st.selectbox(
            "Sector",
            list(labels),
            index=None,
            format_func=labels.__getitem__,
            placeholder="Choose one",
            required=True,
        )
        role = st.selectbox("Role", list(Role), index=list(Role).index(Role.PARTNER), format_func=str.capitalize)
        joined = st.text_input(
            "Joined", max_chars=LONGEST_TIME, help=f"Since when it takes part. It may stay empty. {WHEN_HELP}"
        )
        sent = st.form_submit_button("Add", type="primary")
    if sent and sector is None:
        st.warning("Choose the sector.")
    elif sent and sector is not None:
        with told():
            then(
                partners.add_partner(
                    store,
                    person,
                    initiative_id,
                    name=name or "",
                    sector=sector,
                    role=role or Role.PARTNER,
                    joined_on=when_of("Joined", joined),
                )
            )
