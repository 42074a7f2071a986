"""A round that is still open: who has answered, and nothing of what they said; revealing it."""

from __future__ import annotations

import streamlit as st

from collab.model import YOU, Round, RoundState
from collab.ui import shell, wording
from collab.ui.told import told


def show(round_: Round) -> None:
    """Who has answered, and the button that reveals the round."""
    from collab.services.readiness import counts

    found = counts(shell.store(), round_.id)
    answered = [line for line in found.partners if line.responses]
    st.info(
        f"This round is open: {len(answered)} of {wording.many(len(found.partners), 'partner')} answered so far. "
        "Figures appear when the round is revealed, so that each partner first rates on its own."
    )
    if found.partners:
        st.dataframe(
            {
                "Partner": [line.partner.name for line in found.partners],
                "Sector": [wording.sector_labels()[line.partner.sector] for line in found.partners],
                "Answer sheets": [line.responses for line in found.partners],
                "Latest": [wording.moment(line.latest) if line.latest else "" for line in found.partners],
            },
            hide_index=True,
            height="content",
            alt="Who has answered in this round",
        )
    _reveal(round_, answered=len(answered))


def _reveal(round_: Round, *, answered: int) -> None:
    with st.popover("Reveal this round", icon=":material/visibility:", disabled=not answered):
        st.markdown("From then on every partner’s figures are shown here.")
        if st.button("Reveal now", type="primary"):
            _reveal_now(round_)


def _reveal_now(round_: Round) -> None:
    from collab.services.rounds import change_round

    with told():
        change_round(shell.store(), YOU, round_.id, version=round_.version, state=RoundState.REVEALED)
        shell.flash("The round is revealed.")
        st.rerun()
