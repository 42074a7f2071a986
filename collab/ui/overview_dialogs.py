"""The small windows of the overview: initiatives and rounds are made, changed and deleted here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.framework import DEFAULT_INSTRUMENT
from collab.model import Kind, Mode, RoundState
from collab.ui import keys, shell
from collab.ui.escape import plain
from collab.ui.told import told
from collab.ui.wording import MODE_MEANINGS, MODES, STATE_MEANINGS, STATES, many, season

if TYPE_CHECKING:
    from collab.model import Initiative, Person
    from collab.services.initiatives import InitiativeCard, RoundCard
    from collab.store import Store

LONGEST_NAME = 120
LONGEST_TEXT = 500


@st.dialog("New initiative")
def new_initiative(store: Store, person: Person) -> None:
    """Name a new initiative; its first round can follow at once."""
    from collab.services.initiatives import create_initiative

    with st.form("new_initiative", border=False):
        name = st.text_input("Name", max_chars=LONGEST_NAME, required=True)
        place = st.text_input("Place", max_chars=LONGEST_NAME, help="A city, a county, a state")
        purpose = st.text_area("What it is for", max_chars=LONGEST_TEXT)
        sent = st.form_submit_button("Create", type="primary")
    if sent:
        with told():
            made = create_initiative(store, person, name=name or "", place=place or "", purpose=purpose or "")
            st.session_state[keys.CHOSEN_INITIATIVE] = made.id
            _done(f"“{made.name}” is here. Now drop a spreadsheet, or start a round.")


@st.dialog("Edit the initiative")
def edit_initiative(store: Store, person: Person, initiative: Initiative) -> None:
    """Change name, place and purpose; what somebody else saved meanwhile is shown, not overwritten."""
    from collab.services import initiatives

    with st.form("edit_initiative", border=False):
        name = st.text_input("Name", initiative.name, max_chars=LONGEST_NAME, required=True)
        place = st.text_input("Place", initiative.place, max_chars=LONGEST_NAME)
        purpose = st.text_area("What it is for", initiative.purpose, max_chars=LONGEST_TEXT)
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
    sheets = sum(item.responses for item in card.rounds)
    st.warning(
        f"This deletes **{plain(initiative.name)}** with {many(len(card.rounds), 'round')}, "
        f"{many(sheets, 'answer sheet')}, its imports and its history. It cannot be undone. "
        "Make a backup first if you are not sure."
    )
    with st.form("delete_initiative", border=False):
        typed = st.text_input("Type the name of the initiative", placeholder=initiative.name)
        sent = st.form_submit_button("Delete for good", type="primary", icon=":material/delete:")
    if sent:
        with told():
            initiatives.delete_initiative(store, person, initiative.id, typed_name=typed or "")
            _done(f"“{initiative.name}” is deleted.")


@st.dialog("New round")
def new_round(store: Store, person: Person, initiative: Initiative) -> None:
    """Start a round: one time that an instrument is used."""
    from collab.services import rounds

    instruments = {i.key: i for i in rounds.instruments(store, person=person)}
    order = list(instruments)
    with st.form("new_round", border=False):
        label = st.text_input("Label", season(date.today()), max_chars=LONGEST_NAME, required=True)
        key = st.selectbox(
            "Questions",
            order,
            index=order.index(DEFAULT_INSTRUMENT) if DEFAULT_INSTRUMENT in order else 0,
            format_func=lambda key: instruments[key].title,
        )
        mode = _ask_mode(Mode.INDIVIDUAL)
        k = _ask_k(5)
        held_on = st.date_input("Date", "today", help="When answers are given")
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
            _done(f"The round “{made.label}” is here. Drop a spreadsheet, or enter answers from paper.")


@st.dialog("Change the round")
def change_round(store: Store, person: Person, item: RoundCard) -> None:
    """Change label, state, mode, smallest group and date of a round, or delete it."""
    from collab.services import rounds

    round_ = item.round
    with st.form("change_round", border=False):
        label = st.text_input("Label", round_.label, max_chars=LONGEST_NAME, required=True)
        state = _ask_state(round_.state)
        averages = round_.kind is Kind.AVERAGES
        mode = round_.mode if averages else _ask_mode(round_.mode)
        k = _ask_k(round_.k, fixed=round_.state is not RoundState.OPEN)
        held_on = st.date_input("Date", round_.held_on)
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


def _delete_round(store: Store, person: Person, item: RoundCard) -> None:
    from collab.services import rounds

    with (
        st.expander("Delete this round for good", icon=":material/delete:"),
        st.form("delete_round", border=False),
    ):
        st.markdown(f"This deletes {many(item.responses, 'answer sheet')} and its imports. It cannot be undone.")
        typed = st.text_input("Type the label of the round", placeholder=item.round.label)
        if st.form_submit_button("Delete for good"):
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
