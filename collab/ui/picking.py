"""Which initiative and which round a page is about: chosen in the side bar, kept in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Kind, RoundState
from collab.ui import keys, shell

if TYPE_CHECKING:
    from collab.model import Round
    from collab.services.initiatives import InitiativeRounds


def choose_initiative(*, before_stop: Callable[[], object] | None = None) -> InitiativeRounds:
    """The chosen initiative; where there is none yet, says what to do first and stops the page.

    before_stop: what the page still has to write then, since nothing can be written after.
    """
    from collab.services.initiatives import choices

    offered = {each.initiative.id: each for each in choices(shell.store())}
    if not offered:
        _nothing_yet("There is no initiative yet. Load the made-up sample, or drop a spreadsheet.", before_stop)
    _take_initiative_of_round(offered)
    names = {key: each.initiative.name for key, each in offered.items()}
    chosen = _choose(
        "Initiative", names, param=keys.INITIATIVE, memory=keys.CHOSEN_INITIATIVE, widget=keys.PICK_INITIATIVE
    )
    if not shell.in_meeting():
        shell.made_up_banner(offered[chosen].initiative)
    return offered[chosen]


def _take_initiative_of_round(offered: Mapping[str, InitiativeRounds]) -> None:
    """An address that names a round and no initiative means the one that the round belongs to."""
    asked = st.query_params.get(keys.ROUND)
    if asked is None or keys.INITIATIVE in st.query_params:
        return
    owner = next((key for key, each in offered.items() if any(round_.id == asked for round_ in each.rounds)), None)
    if owner is not None:
        st.query_params[keys.INITIATIVE] = owner


def choose_round(
    initiative: InitiativeRounds, *, open_first: bool = False, before_stop: Callable[[], object] | None = None
) -> Round:
    """The chosen round of this initiative; where there is none yet, says what to do first and stops the page.

    open_first: one that takes answers goes before what this session chose, unless the address names a round.
    """
    rounds = {round_.id: round_ for round_ in initiative.rounds}
    if not rounds:
        _nothing_yet("This initiative has no round yet. Drop a spreadsheet, or start a round.", before_stop)
    if open_first:
        _remember_open(rounds)
    chosen = _choose(
        "Round",
        {key: round_.label for key, round_ in rounds.items()},
        param=keys.ROUND,
        memory=keys.CHOSEN_ROUND,
        widget=keys.PICK_ROUND,
        default=_latest(rounds),
    )
    return rounds[chosen]


def _remember_open(rounds: Mapping[str, Round]) -> None:
    """Where the round that this session chose takes no answers, the newest that does is chosen instead."""
    takes = [key for key, each in rounds.items() if each.state is RoundState.OPEN and each.kind is not Kind.AVERAGES]
    if takes and st.session_state.get(keys.CHOSEN_ROUND) not in takes:
        st.session_state[keys.CHOSEN_ROUND] = takes[0]


def _latest(rounds: Mapping[str, Round]) -> str:
    """The round to show unasked: the newest that holds anything, else the newest (they come newest first)."""
    with_content = [key for key, round_ in rounds.items() if round_.kind is not None]
    return (with_content or list(rounds))[0]


def _choose(
    label: str, names: Mapping[str, str], *, param: str, memory: str, widget: str, default: str | None = None
) -> str:
    """One choice in the side bar, kept in the address."""
    current = chosen(label, names, param=param, memory=memory, default=default)
    st.session_state[widget] = current
    st.sidebar.selectbox(
        label, list(names), format_func=names.__getitem__, key=widget, on_change=_changed, args=(param, widget)
    )
    return current


def chosen(label: str, names: Mapping[str, str], *, param: str, memory: str, default: str | None = None) -> str:
    """What is chosen: the address wins, then what this session chose before, then the default; the address says it."""
    asked = st.query_params.get(param)
    candidates = (asked, st.session_state.get(memory), default)
    current = next((key for key in candidates if key is not None and key in names), next(iter(names)))
    if asked and asked != current:
        st.info(f"The {label.lower()} that the address names is not here. Shown is another one.")
    st.session_state[memory] = current
    if asked != current:
        st.query_params[param] = current
    return current


def _changed(param: str, widget: str) -> None:
    """A choice in the side bar becomes the address; what belongs to one initiative does not go on to another."""
    if st.session_state[widget] == st.query_params.get(param):
        return
    st.query_params[param] = st.session_state[widget]
    if param == keys.INITIATIVE:
        for own in keys.OF_ONE_INITIATIVE:
            st.query_params.pop(own, None)


def _nothing_yet(sentence: str, before_stop: Callable[[], object] | None) -> None:
    if before_stop is not None:
        before_stop()
    st.info(sentence)
    with st.container(horizontal=True):
        st.page_link("pages/overview.py", label="Overview", icon=":material/dashboard:")
        st.page_link("pages/spreadsheets.py", label="Spreadsheets", icon=":material/table_view:")
    st.stop()
