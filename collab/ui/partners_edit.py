"""The list of partners as a table to edit: names, sectors, and what part each takes; only Save saves."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.errors import CollabError, NotAllowed, StaleVersion
from collab.model import Kind, Partner, Role, Sector
from collab.ui import keys, shell, viewport
from collab.ui.escape import plain
from collab.ui.fields import WHEN_HELP, when_of
from collab.ui.partners_unsaved import Failure, every_list, list_of, tell, tell_failures
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
ON_A_PHONE = {
    "Sector and role": (SECTOR, ROLE),
    "Joined and left": (JOINED, LEFT),
    "Answers": (ROUNDS, SHEETS, FIGURES),
}
TALLEST = 620
ROW = 36
DATES = {"joined_on": JOINED, "left_on": LEFT}
LONGEST_TIME = 20
NAME_WIDTH = 300


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

    @property
    def texts(self) -> dict[str, str]:
        """Column to what the table shows."""
        texts = (self.name, sector_labels()[self.sector], self.role.value.capitalize())
        return dict(zip(EDITED, (*texts, str(self.joined_on or ""), str(self.left_on or "")), strict=True))

    @property
    def typed(self) -> dict[str, str]:
        """Column to text, of what is other than the partner has it."""
        present = Edit.of(self.partner).texts
        return {column: text for column, text in self.texts.items() if text != present[column]}


def draw(
    store: Store,
    person: Person,
    initiative: InitiativeRounds,
    cards: Sequence[PartnerCard],
    everyone: Sequence[PartnerCard],
) -> None:
    """The table. What is typed into it is told at once, so that another search or another list does not lose it.

    cards: those that are listed; everyone: all that take part.
    """
    answered = _rounds_answered(store, person, initiative)
    _draw(store, person, initiative.initiative.id, cards, everyone, answered)


@st.fragment
def _draw(
    store: Store,
    person: Person,
    here: str,
    cards: Sequence[PartnerCard],
    everyone: Sequence[PartnerCard],
    answered: Mapping[str, list[str]],
) -> None:
    """Its key changes with what is listed, so an edit never lands on another row."""
    present = list_of(here)
    is_answered = any(each.responses or each.averages for each in everyone)
    rows = _rows(cards, answered, _shown_columns(is_answered=is_answered))
    present.draws(_key(here, present.turn, cards, rows), cards)
    for at, card in enumerate(cards):
        for column, text in present.unsaved.get(card.partner.id, {}).items():
            if column in rows:
                rows[column][at] = text
    edited = st.data_editor(
        rows,
        key=present.key,
        num_rows="fixed",
        hide_index=True,
        disabled=[ROUNDS, SHEETS, FIGURES],
        column_config=_columns(),
        height=min(TALLEST, ROW * (len(cards) + 1) + 2),
        alt="Partners with sector, role and when they joined and left; all of these can be changed",
    )
    if st.button("Save changes", type="primary", icon=":material/save:", key="save_partners"):
        _save_table(store, person, here, everyone, _laid_over(everyone, present.unsaved, cards, edited))
    else:
        tell(present, everyone)


def _shown_columns(*, is_answered: bool) -> tuple[str, ...]:
    """The columns beside the name: all of them, or on a phone those that were chosen, so that none is off the edge."""
    if not viewport.is_narrow():
        return (*EDITED[1:], ROUNDS, SHEETS, FIGURES)
    offered = [words for words, columns in ON_A_PHONE.items() if is_answered or columns[0] in EDITED]
    chosen = st.segmented_control(
        "Columns", offered, default=offered[0], key=keys.PARTNERS_COLUMNS, required=True, wrap=True
    )
    st.caption("Tap a cell twice to change it.")
    return ON_A_PHONE[str(chosen)]


def _laid_over(
    everyone: Sequence[PartnerCard],
    unsaved: Mapping[str, Mapping[str, str]],
    cards: Sequence[PartnerCard],
    edited: Mapping[str, Sequence[Any]],
) -> dict[str, list[Any]]:
    """Column to what everybody has: as it is saved, as it was typed before, as the table on the screen says now."""
    texts = [{**Edit.of(each.partner).texts, **unsaved.get(each.partner.id, {})} for each in everyone]
    rows: dict[str, list[Any]] = {column: [each[column] for each in texts] for column in EDITED}
    places = {each.partner.id: at for at, each in enumerate(everyone)}
    for column in (each for each in EDITED if each in edited):
        for card, text in zip(cards, edited[column], strict=True):
            rows[column][places[card.partner.id]] = text
    return rows


def _save_table(
    store: Store, person: Person, initiative_id: str, cards: Sequence[PartnerCard], edited: dict[str, Any]
) -> None:
    present = list_of(initiative_id)
    try:
        edits = wanted(cards, present.seen, edited)
    except NotAllowed as refusal:
        st.error(plain(refusal))
        return
    if not edits and not present.unsaved:
        st.info("Nothing was changed.")
        return
    failures = save_each(store, person, initiative_id, edits)
    if len(failures) == len(edits) > 0 and not any(each.is_news for each in failures):
        tell_failures(failures)
        return
    present.saved(failures, tried={card.partner.id for card in cards})
    shell.flash(saved_words(len(edits), failures))
    st.rerun()


def saved_words(tried: int, failures: Sequence[Failure]) -> str:
    """How many were saved; nothing where each one failed."""
    saved = tried - len(failures)
    return f"{many(saved, 'partner')} saved." if saved else "" if failures else "Nothing was changed."


def start_afresh(sentence: str) -> None:
    """The list is other than it was: draw it anew, and say a sentence after the rerun."""
    for each in every_list().values():
        each.turn += 1
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


def save_each(store: Store, person: Person, initiative_id: str, edits: Sequence[Edit]) -> tuple[Failure, ...]:
    """Save one partner after the other; those that could not be saved."""
    tried = [_save_one(store, person, initiative_id, edit) for edit in edits]
    return tuple(each for each in tried if each is not None)


def _save_one(store: Store, person: Person, initiative_id: str, edit: Edit) -> Failure | None:
    from collab.services import partners

    partner, version = edit.partner, edit.version
    part = {"role": edit.role, "joined_on": edit.joined_on, "left_on": edit.left_on}
    try:
        if any(value != getattr(partner, name) for name, value in part.items()):
            version = partners.set_part(
                store,
                person,
                initiative_id,
                partner.id,
                version=version,
                **part,  # type: ignore[arg-type]
            ).version
        if edit.name != partner.name:
            version = partners.rename_partner(store, person, partner.id, version=version, name=edit.name).version
        if edit.sector is not partner.sector:
            version = partners.set_sector(store, person, partner.id, version=version, sector=edit.sector).version
    except StaleVersion as stale:
        return _overtaken(store, person, initiative_id, edit, stale, is_begun=version != edit.version)
    except CollabError as fault:
        return Failure(partner, fault, edit.typed, is_begun=version != edit.version)
    return None


def _overtaken(
    store: Store, person: Person, initiative_id: str, edit: Edit, stale: StaleVersion, *, is_begun: bool
) -> Failure | None:
    """Somebody was faster: both texts in full, as saving again saves all that was typed. None where it is the same."""
    from collab.services.partners import partners_of

    cards = partners_of(store, initiative_id, person=person)
    theirs = next((card.partner for card in cards if card.partner.id == edit.partner.id), edit.partner)
    both = StaleVersion(str(stale), mine={**edit.texts}, theirs={**Edit.of(theirs).texts})
    return Failure(edit.partner, both, edit.typed, is_begun) if both.mine != both.theirs else None


def _rounds_answered(store: Store, person: Person, initiative: InitiativeRounds) -> dict[str, list[str]]:
    """Partner id to the labels of the rounds that hold answer sheets of it."""
    from collab.services.readiness import counts

    answered: dict[str, list[str]] = {}
    for round_ in initiative.rounds:
        for line in counts(store, round_.id, person=person).partners if round_.kind is Kind.RESPONSES else ():
            if line.responses:
                answered.setdefault(line.partner.id, []).append(round_.label)
    return answered


def _rows(
    cards: Sequence[PartnerCard], answered: Mapping[str, list[str]], shown: Collection[str]
) -> dict[str, list[Any]]:
    """Column to cells, of the name and of what is shown; a column of what nobody handed in is left out."""
    texts = [Edit.of(card.partner).texts for card in cards]
    rows: dict[str, list[Any]] = {
        **{column: [each[column] for each in texts] for column in EDITED},
        ROUNDS: [", ".join(answered.get(card.partner.id, ())) for card in cards],
        SHEETS: [card.responses for card in cards],
        FIGURES: [card.averages for card in cards],
    }
    wide = {name: values for name, values in rows.items() if name in EDITED or any(values)}
    return {name: values for name, values in wide.items() if name == NAME or name in shown}


def _key(initiative_id: str, turn: int, cards: Sequence[PartnerCard], columns: Collection[str]) -> str:
    """Of other columns, too, Streamlit makes another table, and forgets what was typed into this one."""
    listed = "".join((*(card.partner.id for card in cards), *columns))
    return f"partners_{initiative_id}_{turn}_{hashlib.blake2b(listed.encode(), digest_size=6).hexdigest()}"


def _columns() -> dict[str, Any]:
    config = st.column_config
    return {
        NAME: config.TextColumn(width=NAME_WIDTH, required=True, max_chars=200),
        SECTOR: config.SelectboxColumn(options=list(sector_labels().values()), required=True),
        ROLE: config.SelectboxColumn(options=[role.value.capitalize() for role in Role], required=True),
        JOINED: config.TextColumn(width="small", help=f"Since when it takes part. {WHEN_HELP}", max_chars=LONGEST_TIME),
        LEFT: config.TextColumn(
            width="small",
            help=f"It is asked for nothing from then on; what it said before stays. {WHEN_HELP}",
            max_chars=LONGEST_TIME,
        ),
        ROUNDS: config.TextColumn(width="small", help="Rounds in which this partner handed in answers"),
        SHEETS: config.NumberColumn(help="In all rounds of this initiative"),
        FIGURES: config.NumberColumn(help="Averages as the source reported them"),
    }
