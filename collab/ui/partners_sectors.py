"""Giving one sector to several partners at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import partners_edit
from collab.ui.partners_unsaved import list_of
from collab.ui.wording import sector_labels

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.partners import PartnerCard
    from collab.store import Store


@st.dialog("Set the sector of several", width="medium")
def set_sectors(store: Store, person: Person, initiative_id: str, cards: Sequence[PartnerCard]) -> None:
    """Choose partners and a sector. cards: those that the list shows, so that a search narrows the choice."""
    labels = sector_labels()
    by_id = {card.partner.id: card.partner for card in cards}
    with st.form("set_sectors", border=False):
        chosen = st.multiselect(
            "Partners",
            list(by_id),
            format_func=lambda key: f"{by_id[key].name} ({labels[by_id[key].sector]})",
            placeholder="Choose partners",
            filter_mode="contains",
        )
        sector = st.selectbox(
            "Sector", list(labels), index=None, format_func=labels.__getitem__, placeholder="Choose one"
        )
        sent = st.form_submit_button("Set the sector", type="primary")
    if sent and (not chosen or sector is None):
        st.warning("Choose at least one partner, and a sector.")
    elif sent and sector is not None:
        changing = [by_id[key] for key in chosen if by_id[key].sector is not sector]
        edits = [partners_edit.Edit.of(each, sector=sector) for each in changing]
        present = list_of(initiative_id)
        failures = partners_edit.save_each(store, person, initiative_id, edits)
        present.failed(failures)
        partners_edit.start_afresh(partners_edit.saved_words(len(edits), failures))
