"""Where a file goes, on its card: the initiative and the round with what they are, and how to change it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import RoundState
from collab.store.keys import name_key
from collab.ui import spreadsheets_work
from collab.ui.escape import plain
from collab.ui.spreadsheets_proposals import Chosen, destination_for
from collab.ui.wording import STATE_COLOURS, STATES

if TYPE_CHECKING:
    from collab.errors import Problem
    from collab.model import Person
    from collab.services.importing import Destination, Preview
    from collab.services.initiatives import InitiativeCard
    from collab.store import Store
    from collab.ui.pending import Upload

NEW = ":blue-badge[new]"
MADE_UP = ":orange-badge[made-up sample data]"


def draw(store: Store, person: Person, upload: Upload, preview: Preview, cards: Sequence[InitiativeCard]) -> None:
    """Where the file goes, what is there, and where its own mark says that it belongs."""
    from collab.services.destinations import other_place

    goes, mark = upload.destination, preview.mark
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(sentence(goes, cards), width="content")
        with st.popover("Change", type="tertiary", icon=":material/edit:"):
            _change(store, person, upload, cards)
    if mark is None or mark.here is None:
        return
    elsewhere = other_place(mark, goes)
    if elsewhere is None:
        st.caption("That is the round this template was made for.")
    else:
        _offer(store, person, upload, elsewhere, mark.here)


def sentence(goes: Destination, cards: Sequence[InitiativeCard], *, verb: str = "Goes") -> str:
    """Where a file goes, as Markdown, with what initiative and round are at this moment."""
    card = _card_named(goes.initiative, cards)
    state = _state_of(card, goes.round_label)
    of_initiative = NEW if card is None else MADE_UP if card.initiative.made_up else ""
    of_round = f":{STATE_COLOURS[state]}-badge[{STATES[state].lower()}]" if state else NEW
    of_place = f"the round **{plain(goes.round_label)}** {of_round} of **{plain(goes.initiative)}** {of_initiative}"
    return f"{verb} into {of_place}".rstrip()


def _card_named(name: str, cards: Sequence[InitiativeCard]) -> InitiativeCard | None:
    return next((card for card in cards if name_key(card.initiative.name) == name_key(name)), None)


def _state_of(card: InitiativeCard | None, label: str) -> RoundState | None:
    """The state of a round, None where it is new."""
    rounds = [item.round for item in card.rounds] if card else []
    return next((round_.state for round_ in rounds if name_key(round_.label) == name_key(label)), None)


def _offer(store: Store, person: Person, upload: Upload, elsewhere: Problem, marked: Destination) -> None:
    """The template goes elsewhere than it was made for: said where that is decided, with one click to follow it."""
    with st.container(border=True):
        st.markdown(f":material/warning: {plain(elsewhere.found)} {plain(elsewhere.allowed)}")
        st.button(
            "Put it into the round it was made for",
            key=f"marked_{upload.key}",
            on_click=spreadsheets_work.put_into,
            args=(store, person, upload, marked),
        )


def _change(store: Store, person: Person, upload: Upload, cards: Sequence[InitiativeCard]) -> None:
    """Two lists to choose from or to type in.

    What is chosen at first is their default and not a value of the session: a list in a popover that nobody has
    opened yet never takes such a value up, shows the first of its options, and a person believes what it shows.
    """
    goes, part = upload.destination, f"{upload.key}_{upload.revision}"
    names = _with([card.initiative.name for card in cards], goes.initiative)
    at = names.index(goes.initiative)
    initiative_key = f"goes_initiative_{part}"
    initiative = _tidy(st.selectbox("Initiative", names, at, key=initiative_key, accept_new_options=True))
    card = _card_named(initiative, cards)
    proposed = goes if initiative == goes.initiative else _proposed(upload, initiative, cards)
    labels = _with([item.round.label for item in card.rounds] if card else [], proposed.round_label)
    at = labels.index(proposed.round_label)
    label_key = f"goes_round_{part}_{card.initiative.id if card else ''}"
    label = _tidy(st.selectbox("Round", labels, at, key=label_key, accept_new_options=True))
    is_whole, wanted = bool(initiative and label), _place(initiative, label)
    if is_whole and wanted != goes:
        st.markdown(sentence(wanted, cards))
    st.button(
        "Put it there",
        key=f"goes_{upload.key}",
        type="primary",
        disabled=not is_whole or wanted == goes,
        on_click=_put,
        args=(store, person, upload, initiative, (initiative_key, label_key)),
    )


def _put(store: Store, person: Person, upload: Upload, shown: str, places: tuple[str, str]) -> None:
    """Put the file where the two lists say now, which may be newer than what stood there when they were drawn.

    shown: the initiative whose rounds were on offer; where another one was chosen since, its round is not known yet.
    """
    initiative, label = (_tidy(st.session_state.get(place)) for place in places)
    if initiative == shown and label:
        spreadsheets_work.put_into(store, person, upload, _place(initiative, label))
    else:
        upload.note = "You chose another initiative just now. Choose its round too, then put the file there."


def _proposed(upload: Upload, initiative: str, cards: Sequence[InitiativeCard]) -> Destination:
    return destination_for(upload.file_name, Chosen(initiative), cards, date.today())


def _place(initiative: str, label: str) -> Destination:
    from collab.services.importing import Destination

    return Destination(initiative, label)


def _tidy(text: str | None) -> str:
    return " ".join((text or "").split())


def _with(options: list[str], value: str) -> list[str]:
    return options if value in options else [value, *options]
