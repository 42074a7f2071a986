"""Typing in answer sheets: whose they are, the grid, comments, and saving."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Kind, Mode, RoundState
from collab.ui import answers_sheets, keys, shell
from collab.ui.answers_comments import ask_comments
from collab.ui.answers_drafts import Draft, drafts, forget, keep
from collab.ui.answers_grid import answers_grid
from collab.ui.answers_partner import choose_partner, show_partner
from collab.ui.escape import plain
from collab.ui.told import told
from collab.ui.wording import MODE_MEANINGS, MODES

if TYPE_CHECKING:
    from collab.model import Instrument, Partner, Person, Round
    from collab.services.initiatives import InitiativeRounds
    from collab.store import Store


def draw(store: Store, person: Person, initiative: InitiativeRounds, round_: Round) -> None:
    """The whole screen."""
    from collab.services.rounds import instrument_of

    st.caption(f"{plain(initiative.initiative.name)}, round {plain(round_.label)}")
    if round_.kind is Kind.AVERAGES:
        st.info("This round holds averages that a source reported, so there are no answer sheets to type in.")
        return
    if round_.mode is None:
        _settle_mode(store, person, round_)
        return
    instrument = instrument_of(store, round_.id, person=person)
    partner = choose_partner(store, person, initiative, round_)
    _remind(round_, partner)
    if partner is None:
        return
    sheets = answers_sheets.of(store, person, round_, partner)
    mended = next((sheet for sheet in sheets if sheet.id == st.session_state.get(keys.MENDING)), None)
    if mended is not None:
        answers_sheets.mend(store, person, instrument, partner, mended)
        return
    if round_.state is RoundState.CLOSED:
        st.info("This round is closed. Change its state on the overview to add or mend answers.")
    elif round_.mode is Mode.TEAM and sheets:
        st.info(
            f"{plain(partner.name)} has handed in its answer, and this round takes one for each partner. "
            "Mend it below instead."
        )
    else:
        _enter(store, person, initiative, round_, instrument, partner)
    answers_sheets.draw(store, person, round_, partner, sheets)


def _settle_mode(store: Store, person: Person, round_: Round) -> None:
    from collab.services.rounds import change_round

    with st.form("settle_mode"):
        mode = st.radio(
            "Who answers in this round?",
            list(MODES),
            index=None,
            format_func=MODES.__getitem__,
            captions=list(MODE_MEANINGS.values()),
        )
        sent = st.form_submit_button("Go on", type="primary")
    if sent and mode is None:
        st.warning("Choose one of the two.")
    elif sent:
        with told():
            change_round(store, person, round_.id, version=round_.version, mode=mode)
            st.rerun()


def _remind(round_: Round, partner: Partner | None) -> None:
    """Say lightly which sheets of other partners were begun and not saved."""
    for draft in drafts(round_.id):
        if partner is None or draft.partner_id != partner.id:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.caption(f":material/edit_note: The sheet of {plain(draft.partner_name)} is begun, not saved.")
                st.button(
                    "Go on with it",
                    key=f"draft_{draft.partner_id}",
                    on_click=show_partner,
                    args=(draft.partner_id,),
                )


def _enter(
    store: Store,
    person: Person,
    initiative: InitiativeRounds,
    round_: Round,
    instrument: Instrument,
    partner: Partner,
) -> None:
    draft = Draft(round_.id, partner.id, partner.name)
    ratings = answers_grid(instrument, draft.ratings(), sheet=draft.sheet)
    keep(draft, ratings)
    comments = ask_comments(instrument, {}, sheet=draft.sheet)
    with st.container(horizontal=True, vertical_alignment="center"):
        saved = st.button("Save", type="primary", icon=":material/save:")
        onward = st.button("Save and enter the next sheet", icon=":material/arrow_forward:")
        if ratings:
            st.caption("Not saved yet.")
    if saved or onward:
        with told():
            _save(store, person, draft, ratings, comments)
            if onward and round_.mode is Mode.TEAM:
                show_partner(_next_partner(store, person, initiative, round_, partner))
            st.rerun()


def _save(store: Store, person: Person, draft: Draft, ratings: Mapping[str, str], comments: Mapping[str, str]) -> None:
    from collab.services.answers import enter_answers

    enter_answers(store, person, draft.round_id, draft.partner_id, ratings, comments)
    forget(draft)
    shell.flash(f"The answer sheet of {draft.partner_name} is saved.")


def _next_partner(
    store: Store, person: Person, initiative: InitiativeRounds, round_: Round, partner: Partner
) -> str | None:
    """The next partner, in the order of the list, that has not answered."""
    from collab.services.partners import partners_of
    from collab.services.readiness import counts

    order = [card.partner.id for card in partners_of(store, initiative.initiative.id, person=person)]
    answered = {line.partner.id for line in counts(store, round_.id, person=person).partners if line.responses}
    at = order.index(partner.id) + 1
    return next((key for key in order[at:] + order[:at] if key not in answered), None)
