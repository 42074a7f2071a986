"""The small windows of the overview: initiatives and rounds are made, changed and deleted here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.framework import DEFAULT_INSTRUMENT
from collab.model import Kind, Mode, RoundState
from collab.ui import keys, shell
from collab.ui.destructive import taking_away
from collab.ui.distinct import distinct
from collab.ui.escape import plain
from collab.ui.told import told
from collab.ui.wording import MODE_MEANINGS, MODES, STATE_MEANINGS, STATES, many, season

if TYPE_CHECKING:
    from collab.model import Initiative, Person
    from collab.services.initiatives import InitiativeCard, RoundCard
    from collab.store import Store


@st.dialog("New initiative")
def new_initiative(store: Store, person: Person) -> None:
    """Name a new initiative; its first round can follow at once."""
    from collab.services.initiatives import create_initiative

    with st.form("new_initiative", border=False):
        name = st.text_input("Name", required=True)
        place = st.text_input("Place", help="A city, a county, a state")
        purpose = st.text_area("What it is for")
        sent = st.form_submit_button("Create", type="primary")
    if sent:
        with told():
            made = create_initiative(store, person, name=name or "", place=place or "", purpose=purpose or "")
            st.session_state[keys.CHOSEN_INITIATIVE] = made.id
            shell.flash(
                f"“{made.name}” is here. Now drop a spreadsheet, or start a round.", ways=_ways_into(made.id, made.name)
            )
            st.rerun()


def _ways_into(initiative_id: str, name: str) -> tuple[shell.Way, ...]:
    there = {keys.INITIATIVE: initiative_id}
    return (
        shell.Way("initiative", f"Go to “{name}”", ":material/flag:", there),
        shell.Way("spreadsheets", "Drop a spreadsheet", ":material/table_view:", there),
        shell.Way("partners", "Partners", ":material/groups:", there),
    )


@st.dialog("Edit the initiative")
def edit_initiative(store: Store, person: Person, initiative: Initiative) -> None:
    """Change name, place and purpose; what somebody else saved meanwhile is shown, not overwritten."""
    from collab.services import initiatives

    with st.form("edit_initiative", border=False):
        name = st.text_input("Name", initiative.name, required=True)
        place = st.text_input("Place", initiative.place)
        purpose = st.text_area("What it is for", initiative.purpose)
        sent = st.form_submit_button("Save", type="primary")
    if sent:
        with told():
            saved = initiatives.edit_initiative(
                store,
                person,
                initiative.id,
                version=initiative.version,
                name=name or "",
                place=place or "",
                purpose=purpose or "",
            )
            _done(f"“{saved.name}” is saved.")


@st.dialog("Delete for good")
def delete_initiative(store: Store, person: Person, card: InitiativeCard) -> None:
    """Delete an initiative with all that belongs to it, once its name has been typed."""
    from collab.services import initiatives

    initiative = card.initiative
    st.warning(
        f"This deletes **{plain(initiative.name)}** with {many(len(card.rounds), 'round')}, "
        f"{_held(card.rounds)}, its imports and its history. It cannot be undone. "
        "Make a backup first if you are not sure."
    )
    with st.form("delete_initiative", border=False):
        typed = st.text_input("Type the name of the initiative", placeholder=initiative.name)
        sent = st.form_submit_button(taking_away("Delete for good"))
    if sent:
        with told():
            initiatives.delete_initiative(store, person, initiative.id, typed_name=typed or "")
            st.query_params.pop(keys.INITIATIVE, None)
            _done(f"“{initiative.name}” is deleted.")


def new_round(store: Store, person: Person, initiative: Initiative) -> None:
    """Start a round: one time that an instrument is used. The window says of which initiative."""
    st.dialog(f"New round of “{plain(initiative.name)}”")(_new_round)(store, person, initiative)


def _new_round(store: Store, person: Person, initiative: Initiative) -> None:
    from collab.services import rounds

    instruments = {i.key: i for i in rounds.instruments(store, person=person)}
    order = list(instruments)
    mode = _ask_mode(Mode.INDIVIDUAL)
    with st.form("new_round", border=False):
        label = st.text_input("Label", season(date.today()), required=True)
        key = st.selectbox(
            "Questions",
            order,
            index=order.index(DEFAULT_INSTRUMENT) if DEFAULT_INSTRUMENT in order else 0,
            format_func=distinct({key: each.title for key, each in instruments.items()}).__getitem__,
        )
        k = 5 if mode is Mode.TEAM else _ask_k(5)
        held_on = _ask_date(date.today(), key=f"held_on_new_{initiative.id}")
        state = _ask_state(RoundState.OPEN)
        sent = st.form_submit_button("Start the round", type="primary")
    if sent:
        with told():
            made = rounds.create_round(
                store,
                person,
                initiative.id,
                label=label or "",
                instrument_key=key,
                mode=mode,
                held_on=held_on,
                k=k,
                state=state,
            )
            st.session_state[keys.CHOSEN_INITIATIVE] = initiative.id
            st.session_state[keys.CHOSEN_ROUND] = made.id
            _done(f"The round “{made.label}” is here. Drop a spreadsheet, or enter answers from paper.")


@st.dialog("Change the round")
def change_round(store: Store, person: Person, item: RoundCard) -> None:
    """Change label, state, mode, smallest group and date of a round, or delete it."""
    from collab.services import rounds

    round_ = item.round
    averages = round_.kind is Kind.AVERAGES
    mode = round_.mode if averages else _ask_mode(round_.mode)
    with st.form("change_round", border=False):
        label = st.text_input("Label", round_.label, required=True)
        state = _ask_state(round_.state)
        is_team = mode is Mode.TEAM and not averages
        k = round_.k if is_team else _ask_k(round_.k, fixed=round_.state is not RoundState.OPEN)
        held_on = _ask_date(round_.held_on, key=f"held_on_{round_.id}_{round_.version}")
        sent = st.form_submit_button("Save", type="primary")
    if sent:
        with told():
            rounds.change_round(
                store,
                person,
                round_.id,
                version=round_.version,
                label=label,
                state=state if state is not round_.state else None,
                mode=mode if mode is not round_.mode else None,
                k=k if k != round_.k else None,
                held_on=held_on,
            )
            _done(f"The round “{label}” is saved.")
    _delete_round(store, person, item)


@st.dialog("Reveal the round")
def reveal(store: Store, person: Person, item: RoundCard) -> None:
    """Let partners look at all answers together."""
    from collab.services import rounds

    st.markdown(
        f"**{plain(item.round.label)}** has answers of {many(item.partners, 'partner')}. "
        "Once it is revealed, everyone sees all figures, and the smallest group that is shown stays as it is."
    )
    if st.button("Reveal the round", key="reveal_now", type="primary"):
        with told():
            rounds.change_round(store, person, item.round.id, version=item.round.version, state=RoundState.REVEALED)
            _done(f"The round “{item.round.label}” is revealed.")


def _held(items: Sequence[RoundCard]) -> str:
    """What rounds hold: "12 answer sheets", "the averages of 168 partners", or both."""
    averages = [item.partners for item in items if item.round.kind is Kind.AVERAGES]
    sheets = many(sum(item.responses for item in items), "answer sheet")
    if not averages:
        return sheets
    told_averages = f"the averages of {many(max(averages), 'partner')}"
    return told_averages if len(averages) == len(items) else f"{sheets}, {told_averages}"


def _delete_round(store: Store, person: Person, item: RoundCard) -> None:
    from collab.services import rounds

    with (
        st.expander("Delete this round for good", icon=":material/delete:"),
        st.form("delete_round", border=False),
    ):
        st.markdown(f"This deletes {_held([item])} and its imports. It cannot be undone.")
        typed = st.text_input("Type the label of the round", placeholder=item.round.label)
        if st.form_submit_button(taking_away("Delete for good")):
            with told():
                rounds.delete_round(store, person, item.round.id, typed_label=typed or "")
                _done(f"The round “{item.round.label}” is deleted.")


def _ask_mode(mode: Mode | None) -> Mode | None:
    return st.radio(
        "Who answers",
        list(MODES),
        index=list(MODES).index(mode) if mode else None,
        format_func=MODES.__getitem__,
        captions=list(MODE_MEANINGS.values()),
    )


def _ask_state(state: RoundState) -> RoundState:
    return st.radio(
        "State",
        list(STATES),
        index=list(STATES).index(state),
        format_func=STATES.__getitem__,
        captions=list(STATE_MEANINGS.values()),
    )


def _ask_date(present: date | None, *, key: str) -> date | None:
    """A date that can be cleared: Streamlit offers that only where the field itself begins empty."""
    st.session_state.setdefault(key, present)
    return st.date_input("Date", None, key=key, format="YYYY-MM-DD", help="When answers are given. It may stay empty.")


def _ask_k(k: int, *, fixed: bool = False) -> int:
    from collab.services.rounds import LARGEST_K, SMALLEST_K

    return st.number_input(
        "Smallest group that is shown",
        SMALLEST_K,
        LARGEST_K,
        k,
        disabled=fixed,
        help="Where several people answer, a figure that rests on fewer answers stays hidden. "
        "It cannot change once a round has been revealed.",
    )


def _done(sentence: str) -> None:
    shell.flash(sentence)
    st.rerun()
