"""A sheet of reviews or milestones beside what is kept: what would change, what stands in the way, what two wrote.

A workbook that was downloaded here remembers what its cells held, so that only what a person changed in it counts, and
a cell that somebody else changed since is told with both texts. In any other sheet an empty cell says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from collab.errors import NotAllowed, Problem
from collab.exchange.journey_refusals import WORDING
from collab.exchange.journey_sheets import Found, FoundRow, Sought, Target, find, is_alike
from collab.exchange.journey_values import fingerprint, is_same
from collab.exchange.reading import read_book
from collab.exchange.recognise.text import listed
from collab.journey import Review, ReviewState
from collab.model import Person
from collab.services.bulk_cells import Terms, Unclear, cut, read, written
from collab.services.bulk_memory import Memory
from collab.services.permissions import Action, permit
from collab.services.phases import Looked
from collab.services.taking_part import told_of
from collab.store import initiatives
from collab.store.unit import Unit


class Standing(StrEnum):
    """What a row would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    BOTH = "both"


@dataclass(frozen=True)
class Change:
    """One part of a row. before: what is kept; after: what the sheet says; both: somebody changed it meanwhile."""

    field: str
    before: str
    after: str
    both: bool = False


@dataclass(frozen=True)
class Row:
    """What one row of the sheet would do. place: the sheet and the row as Excel counts.

    record: the kept object, of version 0 where there is none.  wanted: what it would hold.  is_added: it is about
    something that was not there at all.
    """

    key: str
    label: str
    section: str
    place: tuple[str, int]
    standing: Standing
    changes: tuple[Change, ...]
    is_close: str
    record: Any = field(repr=False)
    wanted: Mapping[str, object] = field(repr=False, default_factory=dict)
    is_added: bool = False

    @property
    def is_saved(self) -> bool:
        """A save would write it."""
        return self.standing in (Standing.NEW, Standing.CHANGED)


@dataclass(frozen=True)
class OfReview:
    """The review that a sheet belongs to. kept: None where it is begun with it; after: what it would be once saved.

    off: phases that do not apply there as a whole, of whose items the sheet says something.
    """

    held_on: date
    kept: Review | None
    after: Looked
    off: tuple[str, ...] = ()

    @property
    def is_finished(self) -> bool:
        """Nothing can be saved in it before it is opened again."""
        return self.kept is not None and self.kept.state is ReviewState.HELD


@dataclass(frozen=True)
class Preview:
    """What a sheet would do, as it stands now. review: in which one; refused: why nothing can be saved.

    is_foreign: it was downloaded for something else, so that nothing is said of its rows.
    rows: those that were understood; problems: the others, which are left out. notes: what else was found, and does
    nothing.  seen: names this state.
    """

    file_name: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    review: OfReview | None = None
    refused: str = ""
    is_foreign: bool = False
    notes: tuple[str, ...] = ()
    seen: str = ""

    @property
    def saved(self) -> tuple[Row, ...]:
        """The rows that a save would write."""
        return tuple(row for row in self.rows if row.is_saved)

    @property
    def both(self) -> tuple[Row, ...]:
        """The rows that somebody else changed since the workbook was downloaded, and the sheet too."""
        return tuple(row for row in self.rows if row.standing is Standing.BOTH)

    @property
    def left_out(self) -> int:
        """How many rows of the sheet a save would leave out."""
        return len({(each.sheet, each.row) for each in self.problems} | {row.place for row in self.both})


def read_sheet(path: Path, *, file_name: str, sought: Sought) -> Found:
    """A file, read with the guard that all spreadsheets go through; raises Refused where it cannot be read."""
    return find(read_book(path, file_name=file_name, wording=WORDING), sought)


@dataclass(frozen=True)
class Ways:
    """What else a comparison needs. names: field -> how a record says what its row is about.

    then: field -> how the workbook, when it was downloaded, wrote a value that it writes otherwise by now.
    follows: (what is kept, values) -> field and value of all that changes along with these.
    asked: keys of rows of which nothing is saved before a person has chosen.
    """

    names: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    then: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    follows: Callable[[Any, Mapping[str, object]], Mapping[str, object]] = lambda _kept, _values: {}
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Against:
    """What a row is compared with, by the same rules for each."""

    memory: Memory
    terms: Terms
    sought: Sought
    ways: Ways
    take: frozenset[str]


def compare(
    found: Found,
    terms: Terms,
    sought: Sought,
    kept: Mapping[str, Any],
    *,
    take: frozenset[str],
    ways: Ways | None = None,
) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """Every row beside what is kept (by key of the target). take: keys whose text of the sheet wins over another's."""
    against = _Against(Memory(found.marker), terms, sought, ways or Ways(), take)
    rows: dict[str, Row] = {}
    first: dict[str, FoundRow] = {}
    problems: list[Problem] = []
    twice: set[str] = set()
    for each in found.rows:
        if each.target is None or each.target.key not in kept:
            problems.append(_unknown(each, sought))
            continue
        key = each.target.key
        if key in first:
            if dict(first[key].cells) != dict(each.cells):
                twice.add(key)
                problems.append(_second(first[key], each))
            continue
        first[key] = each
        row, wrong = _row(each, each.target, kept[key], against)
        problems += wrong
        if not wrong:
            rows[key] = row
    return tuple(row for key, row in rows.items() if key not in twice), tuple(problems)


def in_order(*problems: Problem) -> tuple[Problem, ...]:
    """By the name of the sheet and by row; what concerns the whole file comes first."""
    return tuple(sorted(problems, key=lambda each: (each.sheet or "", each.row or 0)))


def elsewhere(unit: Unit, person: Person, marker: Mapping[str, str], initiative_id: str) -> str:
    """The sentence about a workbook that was downloaded from another initiative, "" where it was not."""
    source = marker.get("initiative", "")
    if source in ("", initiative_id):
        return ""
    other = next(iter(initiatives.initiatives_of(unit, [source])), None)
    try:
        permit(person, Action.SEE, source)
        named = f"“{other.name}”" if other is not None else "another initiative"
    except NotAllowed:
        named = "another initiative"
    return f"This workbook was downloaded from {named}. Nothing of it is taken here; bring it back there."


def _row(each: FoundRow, target: Target, record: Any, against: _Against) -> tuple[Row, list[Problem]]:
    terms = against.terms
    changes, values, problems = _read_cells(each, target, record, against)
    refusal = terms.refused(target, record, values) if values else ""
    if refusal:
        problems.append(_problem(each, terms, "status", Unclear(refusal, "", "Clear the cell, or correct it.")))
    problems += _gone(each, terms, record, values)
    if changes and _is_about_something_else(each, target):
        problems = [_belongs(each, target, against.sought)]
    for name, value in against.ways.follows(record, values).items():
        if terms.attributes[name] not in values:
            changes.append(_change(name, value, target.key, record, against))
            values[terms.attributes[name]] = value
    changes = [*_reworded(each, target, record, against), *changes] if changes else []
    if target.key in against.ways.asked - against.take:
        changes = [replace(change, both=True) for change in changes]
    was_downloaded = against.memory.was(target.key, "owner") is not None
    standing = _standing(changes, each, record, was_downloaded=was_downloaded)
    place = (each.sheet, each.row)
    near = each.named if each.is_close else ""
    return Row(
        target.key, target.label, target.section, place, standing, tuple(changes), near, record, values
    ), problems


def _read_cells(
    each: FoundRow, target: Target, record: Any, against: _Against
) -> tuple[list[Change], dict[str, object], list[Problem]]:
    """Each cell that says something else than what is kept, the value that it says, and the cells that say nothing."""
    memory, terms = against.memory, against.terms
    changes, problems = [], []
    values: dict[str, object] = {}
    for name, raw in each.cells.items():
        if name not in terms.attributes or memory.is_untouched(target.key, name, raw):
            continue
        held = getattr(record, terms.attributes[name])
        try:
            value = read(name, raw, terms, against.sought, kept=None if memory.mark else held or "")
        except Unclear as unclear:
            problems.append(_problem(each, terms, name, unclear))
            continue
        change = _change(name, value, target.key, record, against)
        if not is_same(change.after, change.before, typed=bool(memory.mark)):
            changes.append(change)
            values[terms.attributes[name]] = value
    return changes, values, problems


def _change(name: str, value: object, key: str, record: Any, against: _Against) -> Change:
    terms, held = against.terms, getattr(record, against.terms.attributes[name])
    present = written(terms, name, held)
    then = against.ways.then[name](held) if name in against.ways.then else present
    both = key not in against.take and against.memory.is_stale(key, name, then, record.version)
    return Change(name, present, written(terms, name, value), both)


def _reworded(each: FoundRow, target: Target, record: Any, against: _Against) -> list[Change]:
    """What the row is about, where somebody calls it otherwise since the workbook was downloaded, so that what is
    written in the row may have been meant for something else. It is shown, and never saved."""
    found = []
    for name, name_of in against.ways.names.items() if target.key not in against.take else ():
        was, present, said = against.memory.was(target.key, name), name_of(record), each.cells.get(name, each.named)
        is_told = name in against.terms.attributes and not against.memory.is_untouched(target.key, name, said)
        if was is not None and not is_told and fingerprint(present) != was:
            found.append(Change(name, present, said, both=True))
    return found


def _is_about_something_else(each: FoundRow, target: Target) -> bool:
    """Whether other words were typed over those of the row, so that its hidden key does not say any more what it is."""
    return bool(target.names) and each.key == target.key and not is_alike(each)


def _belongs(each: FoundRow, target: Target, sought: Sought) -> Problem:
    remedy = f"Write “{cut(target.label)}” there again, or clear the row."
    if sought.noun != "item":
        remedy = (
            f"Write “{cut(target.label)}” there again; or clear the row, and add “{cut(each.named)}” in an empty row."
        )
    found = f"The row of “{cut(target.label)}” is called “{cut(each.named)}” now."
    return Problem(found, "", remedy, sheet=each.sheet, row=each.row)


def _gone(each: FoundRow, terms: Terms, record: Any, values: Mapping[str, object]) -> list[Problem]:
    """A partner that the row names for the first time though it had left."""
    on = terms.as_of(record, values)
    named = next((one for one in terms.partners if one.id == values.get("partner_id")), None)
    if named is None or not named.has_left(on):
        return []
    allowed = listed([one.name for one in terms.partners if not one.has_left(on)]) or "none"
    unclear = Unclear(
        f"“{named.name}” {told_of(named, on)}.",
        f"Partners that take part: {allowed}.",
        "Choose one of them, or clear the cell.",
    )
    return [_problem(each, terms, "partner", unclear)]


def _standing(changes: Sequence[Change], each: FoundRow, record: Any, *, was_downloaded: bool) -> Standing:
    if any(change.both for change in changes):
        return Standing.BOTH
    is_looked_at = getattr(record, "carried", False) and bool(each.cells.get("status")) and not was_downloaded
    if not changes and not is_looked_at:
        return Standing.SAME
    return Standing.CHANGED if record.version else Standing.NEW


def _problem(each: FoundRow, terms: Terms, name: str, unclear: Unclear) -> Problem:
    return Problem(*unclear.told, sheet=each.sheet, row=each.row, column=terms.title(name))


def _unknown(each: FoundRow, sought: Sought) -> Problem:
    what = "an item of this checklist" if sought.noun == "item" else "a milestone of this initiative"
    remedy = "Correct the words, or delete the row; it is left out."
    found = f"“{cut(each.named)}” is not {what}." if each.named else f"This row does not name {what}."
    return Problem(found, "", remedy, sheet=each.sheet, row=each.row)


def _second(first: FoundRow, each: FoundRow) -> Problem:
    return Problem(
        f"“{cut(each.named)}” stands in row {first.row} already, with something else in it.",
        "Each may stand in one row only.",
        "Delete one of the two; both are left out.",
        sheet=each.sheet,
        row=each.row,
    )
