"""The list of partners as a table to edit: names, sectors, and what part each takes; only Save saves."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.errors import CollabError, NotAllowed, StaleVersion
from collab.model import Kind, Partner, Role, Sector
from collab.ui import keys, shell
from collab.ui.editing import WHEN_HELP, when_of
from collab.ui.escape import plain
from collab.ui.told import tell_stale
from collab.ui.wording import many, sector_labels
from collab.when import When

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.initiatives import InitiativeRounds
    from collab.services.partners import PartnerCard
    from collab.store import Store

NAME, SECTOR, ROLE, JOINED, LEFT, ROUNDS, SHEETS, FIGURES = (
    "Partner",
    "Sector",
    "Role",
    "Joined",
    "Left",
    "Rounds",
    "Answer sheets",
    "Figures",
)
EDITED = (NAME, SECTOR, ROLE, JOINED, LEFT)
TALLEST = 620
ROW = 36
DATES = {"joined_on": JOINED, "left_on": LEFT}
LONGEST_TIME = 20


@dataclass(frozen=True)
class Edit:
    """What a person wants of one partner; version is the one that she saw."""

    partner: Partner
    version: int
    name: str
    sector: Sector
    role: Role
    joined_on: When | None
    left_on: When | None

    @classmethod
    def of(cls, partner: Partner, **changes: Any) -> Edit:
        """A partner as it is, but for the changes."""
        present = {name: getattr(partner, name) for name in ("version", "name", "sector", "role", *DATES)}
        return cls(partner, **(present | changes))


def draw(store: Store, person: Person, initiative: InitiativeRounds, cards: Sequence[PartnerCard]) -> None:
    """The table in a form. Its key changes with what is listed, so an edit never lands on another row."""
    key = _key(initiative, cards)
    seen: dict[str, int] = st.session_state.setdefault(keys.PARTNERS_SEEN, {}).setdefault(
        key, {card.partner.id: card.partner.version for card in cards}
    )
    rows = _rows(cards, _rounds_answered(store, person, initiative))
    with st.form(f"form_{key}", border=False):
        edited = st.data_editor(
            rows,
            key=key,
            num_rows="fixed",
            hide_index=True,
            disabled=[ROUNDS, SHEETS, FIGURES],
            column_config=_columns(),
            height=min(TALLEST, ROW * (len(cards) + 1) + 2),
            alt="Partners with sector, role and when they joined and left; all of these can be changed",
        )
        sent = st.form_submit_button("Save changes", type="primary", icon=":material/save:")
    if not sent:
        return
    try:
        edits = wanted(cards, seen, edited)
    except NotAllowed as refusal:
        st.error(plain(refusal))
        return
    if edits:
        save(store, person, initiative.initiative.id, edits)
    else:
        st.info("Nothing was changed.")


def start_afresh(sentence: str) -> None:
    """Forget edits and versions of the table, and say a sentence after the rerun."""
    _next_turn()
    shell.flash(sentence)
    st.rerun()


def wanted(cards: Sequence[PartnerCard], seen: dict[str, int], edited: dict[str, Any]) -> tuple[Edit, ...]:
    """The edits in what the table sent back, all of it checked again: a browser can send anything."""
    sectors = {label: sector for sector, label in sector_labels().items()}
    edits = []
    for at, card in enumerate(cards):
        name, sector, role = (" ".join(str(edited[column][at] or "").split()) for column in (NAME, SECTOR, ROLE))
        if not name:
            raise NotAllowed(f"“{card.partner.name}” cannot be without a name. Type one, or leave it as it was.")
        if sector not in sectors or role.lower() not in list(Role):
            raise NotAllowed(f"“{name}”: choose sector and role from the list.")
        partner = card.partner
        dates = {each: when_of(f"{column} ({name})", edited[column][at]) for each, column in DATES.items()}
        seen_version = seen.get(partner.id, partner.version)
        edit = Edit(partner, seen_version, name, sectors[sector], Role(role.lower()), **dates)
        if edit != Edit.of(partner, version=seen_version):
            edits.append(edit)
    return tuple(edits)


def save(store: Store, person: Person, initiative_id: str, edits: Sequence[Edit]) -> None:
    """Save one partner after the other; those that fail are told, with both texts if somebody was faster."""
    failures: list[tuple[str, CollabError]] = []
    for edit in edits:
        try:
            _save_one(store, person, initiative_id, edit)
        except CollabError as failure:
            failures.append((edit.partner.name, failure))
    saved = len(edits) - len(failures)
    if not failures:
        start_afresh(f"{many(saved, 'partner')} saved.")
    _next_turn()
    if saved:
        st.success(f"{many(saved, 'partner')} saved.")
    for name, fault in failures:
        st.markdown(f"**{plain(name)}** was not saved.")
        tell_stale(fault) if isinstance(fault, StaleVersion) else st.error(plain(fault))


def _save_one(store: Store, person: Person, initiative_id: str, edit: Edit) -> None:
    from collab.services import partners

    partner, version = edit.partner, edit.version
    if edit.name != partner.name:
        version = partners.rename_partner(store, person, partner.id, version=version, name=edit.name).version
    if edit.sector is not partner.sector:
        version = partners.set_sector(store, person, partner.id, version=version, sector=edit.sector).version
    part = {"role": edit.role, "joined_on": edit.joined_on, "left_on": edit.left_on}
    if any(value != getattr(partner, name) for name, value in part.items()):
        partners.set_part(store, person, initiative_id, partner.id, version=version, **part)  # type: ignore[arg-type]


def _next_turn() -> None:
    st.session_state[keys.PARTNERS_TURN] = st.session_state.get(keys.PARTNERS_TURN, 0) + 1
    st.session_state.pop(keys.PARTNERS_SEEN, None)


def _key(initiative: InitiativeRounds, cards: Sequence[PartnerCard]) -> str:
    listed = hashlib.blake2b("".join(card.partner.id for card in cards).encode(), digest_size=6).hexdigest()
    return f"partners_{initiative.initiative.id}_{st.session_state.get(keys.PARTNERS_TURN, 0)}_{listed}"


def _rounds_answered(store: Store, person: Person, initiative: InitiativeRounds) -> dict[str, list[str]]:
    """Partner id to the labels of the rounds that hold answer sheets of it."""
    from collab.services.readiness import counts

    answered: dict[str, list[str]] = {}
    for round_ in initiative.rounds:
        for line in counts(store, round_.id, person=person).partners if round_.kind is Kind.RESPONSES else ():
            if line.responses:
                answered.setdefault(line.partner.id, []).append(round_.label)
    return answered


def _rows(cards: Sequence[PartnerCard], answered: dict[str, list[str]]) -> dict[str, list[Any]]:
    labels = sector_labels()
    rows: dict[str, list[Any]] = {
        NAME: [card.partner.name for card in cards],
        SECTOR: [labels[card.partner.sector] for card in cards],
        ROLE: [card.partner.role.value.capitalize() for card in cards],
        **{column: [str(getattr(card.partner, name) or "") for card in cards] for name, column in DATES.items()},
        ROUNDS: [", ".join(answered.get(card.partner.id, ())) for card in cards],
        SHEETS: [card.responses for card in cards],
        FIGURES: [card.averages for card in cards],
    }
    return {name: values for name, values in rows.items() if name in EDITED or any(values)}


def _columns() -> dict[str, Any]:
    config = st.column_config
    return {
        NAME: config.TextColumn(width="medium", required=True, max_chars=200),
        SECTOR: config.SelectboxColumn(options=list(sector_labels().values()), required=True),
        ROLE: config.SelectboxColumn(options=[role.value.capitalize() for role in Role], required=True),
        JOINED: config.TextColumn(width="small", help=f"Since when it takes part. {WHEN_HELP}", max_chars=LONGEST_TIME),
        LEFT: config.TextColumn(
            width="small",
            help=f"It is asked for nothing from then on; what it said before stays. {WHEN_HELP}",
            max_chars=LONGEST_TIME,
        ),
        ROUNDS: config.TextColumn(help="Rounds in which this partner handed in answers"),
        SHEETS: config.NumberColumn(help="In all rounds of this initiative"),
        FIGURES: config.NumberColumn(help="Averages as the source reported them"),
    }
