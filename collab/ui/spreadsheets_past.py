"""Below the drop: what files work, the template of each round, files to take away, past imports with their undo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.errors import CollabError
from collab.model import Kind
from collab.ui import keys, shell, take_away
from collab.ui.escape import plain
from collab.ui.spreadsheets_undo import undo_button
from collab.ui.templates import blank_template_button, round_template_button
from collab.ui.wording import many, moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collab.model import ImportRecord, Person
    from collab.services.initiatives import InitiativeCard
    from collab.store import Store

WHAT_WORKS = """
- **From survey tools, as exported:** Google Forms, Microsoft Forms, Qualtrics, SurveyMonkey, LimeSurvey,
  KoboToolbox, REDCap, Typeform, Alchemer. Choose the export with one row for each respondent.
- **Made by hand:** a row for each respondent, a row for each answer, averages for each organisation,
  or the printed form typed in, with an x for each answer.
- **The template** from below, filled in, and sheets of reviews and milestones.
- **The workbook of an initiative**, changed at home: what would change is shown cell by cell before it is saved.
- **File types:** .xlsx, .xlsm, .xls, .ods, .csv and .tsv. Macros are ignored; remove a password first.

Names, e-mail addresses and other personal columns are recognised and never stored.
"""
_NO_ROUND = "Start a round on the overview, and its template comes with your partners filled in."
_NO_ROUND_OF_ANSWERS = (
    "What is here are averages that a source reported; they need no template. "
    "To collect answers as well, start a new round on the overview. Here is the template without a round:"
)


def what_works() -> None:
    """The kinds of file that can be dropped."""
    st.markdown(WHAT_WORKS)


def draw(store: Store, person: Person, cards: Sequence[InitiativeCard]) -> None:
    """Template and past imports of the chosen initiative; a plain template where there is none."""
    st.subheader("Template", anchor=False)
    st.caption("Send this workbook to partners. They choose answers from lists; you drop it here when it is back.")
    card = _chosen(cards)
    if card is None:
        blank_template_button(store, person, key="plain_template")
        return
    shell.made_up_banner(card.initiative)
    _template(store, person, card)
    take_away.section(store, person, card.initiative)
    st.subheader("Past imports", anchor=False)
    _imports(store, person, card)


def _chosen(cards: Sequence[InitiativeCard]) -> InitiativeCard | None:
    """The initiative whose templates and imports are shown; asked only where there are several."""
    if not cards:
        return None
    wanted = st.query_params.get(keys.INITIATIVE) or st.session_state.get(keys.CHOSEN_INITIATIVE)
    if len(cards) == 1:
        return cards[0]
    by_id = {card.initiative.id: card for card in cards}
    chosen = st.selectbox(
        "Templates, files and imports of",
        list(by_id),
        index=list(by_id).index(wanted) if wanted in by_id else 0,
        format_func=lambda key: by_id[key].initiative.name,
        key="past_of",
    )
    return by_id[chosen]


def _template(store: Store, person: Person, card: InitiativeCard) -> None:
    from collab.services.rounds import instrument_of

    rounds = {item.round.id: item.round for item in card.rounds if item.round.kind is not Kind.AVERAGES}
    if not rounds:
        st.caption(_NO_ROUND_OF_ANSWERS if card.rounds else _NO_ROUND)
        blank_template_button(store, person, key="plain_template")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Round",
            list(rounds),
            format_func=lambda key: rounds[key].label,
            key=f"template_of_{card.initiative.id}",
            width=320,
        )
        if instrument_of(store, chosen, person=person).scale:
            round_template_button(store, person, card.initiative, rounds[chosen])


def _imports(store: Store, person: Person, card: InitiativeCard) -> None:
    from collab.services.importing import past_imports

    records = past_imports(store, card.initiative.id, person=person)
    if not records:
        st.caption("Nothing was imported yet.")
    for record in records:
        _record(store, person, record)


def _record(store: Store, person: Person, record: ImportRecord) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"import_{record.id}"):
        with st.container(gap="xxsmall"):
            label = record.summary.get("round_label", "")
            undone = "" if record.undone_at is None else " :gray-badge[Undone]"
            st.markdown(f"**{plain(record.file_name)}** into {plain(label)}{undone}")
            st.caption(f"{moment(record.at)}, {plain(record.actor)}. {plain(brought(record))}")
        if record.undone_at is None:
            undo = partial(_undo, store, person, record)
            undo_button(store, person, record.id, key=f"undo_import_{record.id}", undo=undo)


def brought(record: ImportRecord) -> str:
    """What an import brought, in one sentence."""
    thing = "reported figure" if record.kind is Kind.AVERAGES else "answer sheet"
    counted = {word: _number(record.summary.get(word)) for word in ("added", "changed", "removed")}
    told_counts = [f"{many(count, thing)} {word}" for word, count in counted.items() if count]
    return (", ".join(told_counts) or "Nothing changed") + "."


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _undo(store: Store, person: Person, record: ImportRecord) -> None:
    from collab.services.importing import undo_import

    try:
        shell.flash(undo_import(store, person, record.id).sentence)
    except CollabError as failure:
        shell.flash(f"“{record.file_name}”: {failure}", kind="error")
