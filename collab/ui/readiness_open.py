"""A round that is still open: who has answered, and nothing of what they said; revealing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import YOU, Kind, Round, RoundState
from collab.ui import keys, printed, shell, wording
from collab.ui.told import told

if TYPE_CHECKING:
    from collab.services.readiness import PartnerCount


def show(round_: Round) -> None:
    """Who has answered, and the button that reveals the round."""
    from collab.services.readiness import counts

    if round_.kind is Kind.AVERAGES:
        st.info("This round is open. It holds averages that a source reported; they appear when it is revealed.")
        _reveal(round_)
        return
    found = counts(shell.store(), round_.id)
    asked = found.asked(date.today())
    answered = [line for line in asked if line.responses]
    if not answered:
        nobody_yet(round_, "This round is open, and nobody has answered yet.")
    else:
        st.info(
            f"This round is open: {len(answered)} of {wording.many(len(asked), 'partner')} answered so far. "
            "Figures appear when the round is revealed, so that each partner first rates on its own."
        )
    if asked:
        _who(asked)
    if answered:
        _reveal(round_)


def nobody_yet(round_: Round, what: str) -> None:
    """Say so (plain text), and how answers come in."""
    st.info(f"{what} Send partners the template, drop a spreadsheet, or enter answers from paper.")
    there = {keys.INITIATIVE: round_.initiative_id, keys.ROUND: round_.id}
    with st.container(horizontal=True):
        st.page_link(
            "pages/spreadsheets.py", label="Template and spreadsheets", icon=":material/table_view:", query_params=there
        )
        st.page_link("pages/enter_answers.py", label="Enter answers", icon=":material/edit_note:", query_params=there)


def _who(asked: Sequence[PartnerCount]) -> None:
    printed.show(
        {
            "Partner": [line.partner.name for line in asked],
            "Sector": [wording.sector_labels()[line.partner.sector] for line in asked],
            "Answer sheets": [line.responses for line in asked],
            "Latest": [wording.moment(line.latest) if line.latest else "" for line in asked],
        },
        key="answered",
        height="content",
        alt="Who has answered in this round",
    )


def _reveal(round_: Round) -> None:
    with st.popover("Reveal this round", icon=":material/visibility:"):
        st.markdown("From then on every partner’s figures are shown here.")
        if st.button("Reveal now", type="primary"):
            _reveal_now(round_)


def _reveal_now(round_: Round) -> None:
    from collab.services.rounds import change_round

    with told():
        change_round(shell.store(), YOU, round_.id, version=round_.version, state=RoundState.REVEALED)
        shell.flash("The round is revealed.")
        st.rerun()
