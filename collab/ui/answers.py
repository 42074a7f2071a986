"""Typing in answer sheets: whose they are, the grid, comments, and saving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Kind, Mode, RoundState
from collab.ui import answers_sheets, drafting, keys
from collab.ui.answers_comments import ask_comments, whole_key
from collab.ui.answers_drafts import new_sheet, remind, tell_leftover, typed, waiting
from collab.ui.answers_grid import answers_grid
from collab.ui.answers_mend import mend
from collab.ui.answers_partner import choose_partner, show_partner
from collab.ui.escape import plain
from collab.ui.small_groups import warn_of_one_sheet
from collab.ui.told import told
from collab.ui.wording import MODE_MEANINGS, MODES, many

if TYPE_CHECKING:
    from collab.model import Partner, Person, Round
    from collab.services.drafts import Draft
    from collab.services.initiatives import InitiativeRounds
    from collab.services.readiness import RoundCounts
    from collab.store import Store
    from collab.ui.drafting import Content, Form

NEXT = "Save and enter the next sheet"


@dataclass(frozen=True)
class _Saved:
    """The sheet that was saved last in a round.

    following: whose sheet is next, None where every partner has answered.  leaving: whose was saved, until the run
    after the save has gone on from it.
    """

    sentence: str
    following: str | None
    leaving: str | None


def draw(store: Store, person: Person, initiative: InitiativeRounds, round_: Round) -> None:
    """The whole screen."""
    from collab.services.readiness import counts

    st.caption(f"{plain(initiative.initiative.name)}, round {plain(round_.label)}")
    if round_.kind is Kind.AVERAGES:
        st.info("This round holds averages that a source reported, so there are no answer sheets to type in.")
        return
    if round_.mode is None:
        _settle_mode(store, person, round_)
        return
    _go_on(round_)
    held = counts(store, round_.id, person=person)
    begun = waiting(store, person, round_)
    partner = choose_partner(store, person, initiative, {line.partner.id: line for line in held.partners}, begun)
    _tell_saved(round_, partner)
    _remind(store, person, held, partner, begun)
    if partner is not None:
        _sheets(store, person, held, partner)


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


def _remind(
    store: Store, person: Person, held: RoundCounts, partner: Partner | None, begun: Mapping[str, Draft]
) -> None:
    others = {key: draft for key, draft in begun.items() if partner is None or key != partner.id}
    members = {line.partner.id: line.partner for line in held.partners}
    form_of = partial(new_sheet, store, person, held.instrument, held.round)
    remind(others, members, form_of, is_typing=partner is not None)


def _last_saved() -> dict[str, _Saved]:
    """Round id to what was saved last, which is one at most.

    Asked for before a sheet is saved and only written into afterwards: whatever touches the session's state or the
    address is where Streamlit ends a run when another key was pressed meanwhile, and the person would not be told.
    """
    last: dict[str, _Saved] = st.session_state.setdefault(keys.SAVED_SHEET, {})
    return last


def _go_on(round_: Round) -> None:
    """In the run after a save: to the partner whose sheet is next, unless another one was chosen meanwhile."""
    last = _last_saved()
    saved = last.get(round_.id)
    if saved is None or saved.leaving is None:
        return
    if saved.leaving != saved.following and st.query_params.get(keys.PARTNER) == saved.leaving:
        show_partner(saved.following)
    last[round_.id] = replace(saved, leaving=None)


def _tell_saved(round_: Round, partner: Partner | None) -> None:
    """What was saved last stays to be read while the next sheet is typed, so that nothing moves under the eyes."""
    last = _last_saved()
    saved = last.get(round_.id)
    if saved is not None and saved.following == (partner.id if partner else None):
        st.success(plain(saved.sentence))
    else:
        last.clear()


def _sheets(store: Store, person: Person, held: RoundCounts, partner: Partner) -> None:
    """A new sheet of this partner, or one to mend, and those that it has handed in."""
    round_ = held.round
    sheets = answers_sheets.of(store, person, round_, partner)
    mended = next((sheet for sheet in sheets if sheet.id == st.session_state.get(keys.MENDING)), None)
    if mended is not None:
        mend(store, person, held.instrument, partner, mended)
        return
    form = new_sheet(store, person, held.instrument, round_, partner.id)
    if round_.state is RoundState.CLOSED:
        st.info("This round is closed. Change its state on the overview to add or mend answers.")
        tell_leftover(form, "the round was closed meanwhile.")
    elif round_.mode is Mode.TEAM and sheets:
        st.info(
            f"{plain(partner.name)} has handed in its answer, and this round takes one for each partner. "
            "Mend it below instead."
        )
        tell_leftover(form, "another answer was handed in meanwhile. Compare the two, and mend that one if need be.")
    else:
        _enter(form, held, partner)
    answers_sheets.draw(store, person, round_, partner, sheets)


def _enter(form: Form, held: RoundCounts, partner: Partner) -> None:
    typing, stored = drafting.opened(form, is_on_screen=whole_key(drafting.name_of(form)) in st.session_state)
    name, instrument = drafting.name_of(form), held.instrument
    now = partial(typed, instrument, typing.start, sheet=name)
    keep = drafting.keeper(form, now)
    drafting.tell(form, stored)
    if typing.clash:
        drafting.ask_which(form, stored, now())
    finished = answers_grid(
        instrument,
        typing.start["ratings"],
        sheet=name,
        kept=(stored.content if stored else form.blank)["ratings"],
        on_change=keep,
        finish="" if typing.clash else "saves this sheet and opens the next one",
    )
    ask_comments(instrument, typing.start["comments"], sheet=name, on_change=keep)
    if typing.clash:
        st.warning(drafting.CHOOSE_FIRST)
        return
    warn_of_one_sheet(form.store, form.person, held.round.id, partner.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        # Named for the sheet, so that the second click of a double click does not meet the next one.
        saved = st.button("Save", key=f"save_{name}", type="primary", icon=":material/save:")
        onward = st.button(NEXT, key=f"next_{name}", icon=":material/arrow_forward:")
        if stored:
            drafting.throw_away_button(form, "end")
            st.caption("Not saved yet. What you typed is kept here until then.")
    if saved or onward or finished:
        with told():
            _save(form, held, partner, now(), onward=onward or finished)


def _save(form: Form, held: RoundCounts, partner: Partner, content: Content, *, onward: bool) -> None:
    from collab.services.answers import enter_answers

    last, saved = _last_saved(), _what_follows(held, partner, onward=onward)
    with drafting.saving(form) as draft:
        enter_answers(
            form.store,
            form.person,
            held.round.id,
            partner.id,
            content["ratings"],
            content["comments"],
            draft=draft,
        )
    last[held.round.id] = saved
    st.rerun()


def _what_follows(held: RoundCounts, partner: Partner, *, onward: bool) -> _Saved:
    sentence = f"The answer sheet of {partner.name} is saved."
    following: Partner | None = partner
    if onward and held.round.mode is Mode.TEAM:
        following = _next_partner(held, partner)
        sentence += f" Next: {following.name}." if following else " Every partner has answered now."
    elif onward:
        entered = next(line.responses for line in held.partners if line.partner.id == partner.id) + 1
        sentence += f" It has {many(entered, 'sheet')} now; here is the next."
    return _Saved(sentence, following.id if following else None, leaving=partner.id)


def _next_partner(held: RoundCounts, partner: Partner) -> Partner | None:
    """The next partner, in the order of the list, that has not answered."""
    at = [line.partner.id for line in held.partners].index(partner.id) + 1
    following = (*held.partners[at:], *held.partners[:at])
    return next((line.partner for line in following if not line.responses and line.partner.id != partner.id), None)
