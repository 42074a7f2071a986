"""The cards of the overview: an initiative with its rounds, what to do next with each, and all that can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Kind, Mode, RoundState
from collab.ui import keys, overview_dialogs, overview_history, shell
from collab.ui.escape import plain
from collab.ui.wording import STATE_COLOURS, STATES, many

if TYPE_CHECKING:
    from collab.model import Initiative, Person, Round
    from collab.services.initiatives import InitiativeCard, RoundCard
    from collab.store import Store


def next_step(item: RoundCard) -> str:
    """What to do next with a round, in words."""
    round_, partners = item.round, item.partners
    if round_.state is RoundState.OPEN and not partners:
        return "Send out the template, drop a spreadsheet, or enter answers from paper."
    if round_.state is RoundState.OPEN:
        return "Reveal the round once everyone has answered."
    if not partners:
        return "Drop a spreadsheet."
    if item.settled:
        return "Follow up on the next steps, or start the next round."
    if round_.state is RoundState.REVEALED:
        return "Look at readiness together, then compare the sectors."
    return "Look back, or start the next round."


def draw(store: Store, person: Person, card: InitiativeCard) -> None:
    """One initiative."""
    initiative = card.initiative
    with st.container(border=True, key=f"initiative_{initiative.id}"):
        st.subheader(plain(initiative.name), anchor=False)
        if initiative.made_up:
            shell.made_up_banner(initiative)
        told = " · ".join(plain(text) for text in (initiative.place, initiative.purpose) if text)
        if told:
            st.caption(told)
        for item in card.rounds:
            _round(store, person, initiative, item)
        if not card.rounds and _goes_on(initiative):
            st.markdown("**Next:** drop a spreadsheet, or start a round and enter answers from paper.")
        _actions(store, person, card)
        overview_history.draw(store, person, initiative)


def _round(store: Store, person: Person, initiative: Initiative, item: RoundCard) -> None:
    round_ = item.round
    with st.container(border=True):
        told, links = st.columns([6, 5], vertical_alignment="center")
        with told.container(gap="xxsmall"):
            state = f":{STATE_COLOURS[round_.state]}-badge[{STATES[round_.state]}]"
            st.markdown(f"**{plain(round_.label)}** {state}")
            st.caption(f"{_counted(item)} · {_how(round_)} · {plain(item.instrument_title)}")
            if _goes_on(initiative):
                st.markdown(f"**Next:** {next_step(item)}")
        with links.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
            _links(store, person, initiative, item)


def _goes_on(initiative: Initiative) -> bool:
    """Whether anything comes next: not where it was completed or stopped."""
    from collab.services.journey import OVER

    return initiative.standing not in OVER


def _counted(item: RoundCard) -> str:
    if not item.partners:
        return "No answers yet"
    partners = many(item.partners, "partner")
    sheets = many(item.responses, "answer sheet")
    return partners if item.round.kind is Kind.AVERAGES else f"{partners}, {sheets}"


def _how(round_: Round) -> str:
    if round_.kind is Kind.AVERAGES:
        return "averages as reported by the source"
    if round_.mode is Mode.TEAM:
        return "one agreed answer for each partner"
    if round_.mode is Mode.INDIVIDUAL:
        return f"several people answer, groups below {round_.k} stay hidden"
    return "not settled yet who answers"


def _links(store: Store, person: Person, initiative: Initiative, item: RoundCard) -> None:
    there = {keys.INITIATIVE: initiative.id, keys.ROUND: item.round.id}
    if item.round.state is RoundState.OPEN:
        if item.partners and st.button("Reveal the round", key=f"reveal_{item.round.id}", type="primary"):
            overview_dialogs.reveal(store, person, item)
        st.page_link("pages/enter_answers.py", label="Enter answers", icon=":material/edit_note:", query_params=there)
    if item.partners:
        st.page_link("pages/readiness.py", label="Readiness", icon=":material/grid_on:", query_params=there)
    if item.partners and item.round.state is not RoundState.OPEN:
        st.page_link("pages/compare.py", label="Compare", icon=":material/compare_arrows:", query_params=there)
    if not item.partners:
        st.page_link("pages/spreadsheets.py", label="Spreadsheets", icon=":material/table_view:", query_params=there)
    if st.button("Change", key=f"change_{item.round.id}", type="tertiary", icon=":material/tune:"):
        overview_dialogs.change_round(store, person, item)


def _actions(store: Store, person: Person, card: InitiativeCard) -> None:
    initiative = card.initiative
    there = {keys.INITIATIVE: initiative.id}
    key = f"controls_{initiative.id}"
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key=key):
        if st.button("New round", key=f"round_{initiative.id}", icon=":material/add:"):
            overview_dialogs.new_round(store, person, initiative)
        st.page_link(
            "pages/spreadsheets.py",
            label="Drop a spreadsheet",
            icon=":material/table_view:",
            query_params=there,
        )
        st.page_link("pages/partners.py", label="Partners", icon=":material/groups:", query_params=there)
        if st.button("Edit", key=f"edit_{initiative.id}", type="tertiary", icon=":material/edit:"):
            overview_dialogs.edit_initiative(store, person, initiative)
        if st.button("Delete", key=f"delete_{initiative.id}", type="tertiary", icon=":material/delete:"):
            overview_dialogs.delete_initiative(store, person, card)
