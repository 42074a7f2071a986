"""What a person chooses on Compare: which district and charter partners, and how answers count."""

from __future__ import annotations

import streamlit as st

from collab.charts.pairs import PAIR
from collab.model import Kind, Partner, Round
from collab.ui import readiness_controls
from collab.ui.readiness_controls import Filters


def choose_filters(choices: tuple[Partner, ...], round_: Round) -> Filters:
    """Partners of the two sectors that are compared, and whether answers are pooled."""
    compared = tuple(partner for partner in choices if partner.sector in PAIR)
    with st.popover("Filters", icon=":material/tune:"):
        partner_ids = readiness_controls.choose_partners(compared, placeholder="All district and charter partners")
        pooled = round_.kind is not Kind.AVERAGES and readiness_controls.choose_pooled()
    return Filters(partner_ids=partner_ids, pooled=pooled)
