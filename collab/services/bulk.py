"""A sheet of reviews or milestones beside what is kept: what would change, what stands in the way, what two wrote.

A workbook that was downloaded here remembers what its cells held, so that only what a person changed in it counts, and
a cell that somebody else changed since is told with both texts. In any other sheet an empty cell says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from collab.errors import CollabError, NotAllowed, Problem
from collab.exchange.journey_refusals import WORDING
from collab.exchange.journey_sheets import Found, FoundRow, Sought, Target, closest, find
from collab.exchange.journey_values import DAY_ALLOWED, DAYS, TITLES, NoDay, comparable, day, fingerprint
from collab.exchange.journey_workbook import BETWEEN
from collab.exchange.reading import read_book
from collab.exchange.recognise.text import fold, listed, shortened
from collab.journey import Review, ReviewState
from collab.model import Partner, Person
from collab.services.names import clean_text
from collab.services.organisations import differs_by_a_slip
from collab.services.permissions import Action, permit
from collab.services.phases import Looked
from collab.services.taking_part import told_of
from collab.store import initiatives
from collab.store.keys import name_key
from collab.store.unit import Unit
from collab.when import When

NOT_APPLICABLE_WORDS = ("not applicable", "n a", "na", "does not apply")
DONE_WORDS = ("done", "yes", "complete", "completed", "finished", "x", "✓", "✔", "true", "100")
NOT_YET_WORDS = ("not yet", "no", "not started", "none", "to do", "open", "pending", "false", "0")
PARTLY_WORDS = ("partly", "partly in place", "partial", "partially", "in progress", "under way", "underway", "ongoing")
SHOWN_LENGTH = 200


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
    rows: those that were understood; problems: the others, which are left out. seen: names this state.
    """

    file_name: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    review: OfReview | None = None
    refused: str = ""
    is_foreign: bool = False
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


@dataclass(frozen=True)
class Terms:
    """How cells are read. attributes: field -> attribute of the record; labels: status value -> how it is called.

    refused: (target, what is kept, values) -> a sentence where persons may not say so, else "".
    as_of: (what is kept, values) -> the day on which a partner that a row newly names must take part.
    """

    attributes: Mapping[str, str]
    labels: Mapping[str, str]
    partners: Sequence[Partner]
    as_of: Callable[[Any, Mapping[str, object]], date | When]
    refused: Callable[[Target, Any, Mapping[str, object]], str] = lambda _target, _kept, _values: ""


def read_sheet(path: Path, *, file_name: str, sought: Sought) -> Found:
    """A file, read with the guard that all spreadsheets go through; raises Refused where it cannot be read."""
    return find(read_book(path, file_name=file_name, wording=WORDING), sought)


def status_words(*known: tuple[Sequence[str], str]) -> dict[str, str]:
    """Folded word -> the status it means."""
    return {fold(word) or word: value for words, value in known for word in words}


def written(terms: Terms, name: str, value: object) -> str:
    """A value as a sheet holds it."""
    if name == "status":
        return terms.labels.get(str(value), "")
    if name == "partner":
        return next((each.name for each in terms.partners if each.id == value), "")
    return value.isoformat() if isinstance(value, date) else str(value or "")


def compare(
    found: Found,
    terms: Terms,
    sought: Sought,
    kept: Mapping[str, Any],
    *,
    take: frozenset[str],
) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """Every row beside what is kept (by key of the target). take: keys whose text of the sheet wins over another's."""
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
        row, wrong = _row(each, each.target, found.marker, terms, sought, kept[key], key in take)
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


def _row(
    each: FoundRow,
    target: Target,
    marker: Mapping[str, str],
    terms: Terms,
    sought: Sought,
    record: Any,
    take: bool,
) -> tuple[Row, list[Problem]]:
    changes, problems = [], []
    values: dict[str, object] = {}
    for name, raw in each.cells.items():
        if name not in terms.attributes:
            continue
        was = marker.get(f"was{BETWEEN}{target.key}{BETWEEN}{name}")
        present = written(terms, name, getattr(record, terms.attributes[name]))
        if (was is None and not raw) or (was is not None and fingerprint(raw) == was):
            continue
        try:
            value = _value(name, raw, terms, sought)
        except _Unclear as unclear:
            problems.append(_problem(each, name, unclear))
            continue
        after = written(terms, name, value)
        if comparable(after) == comparable(present):
            continue
        both = was is not None and fingerprint(present) != was and not take
        changes.append(Change(name, present, after, both))
        values[terms.attributes[name]] = value
    refusal = terms.refused(target, record, values) if values else ""
    if refusal:
        problems.append(_problem(each, "status", _Unclear(refusal, "", "Clear the cell, or correct it.")))
    problems += _gone(each, terms, record, values)
    standing = _standing(changes, each, record, was_downloaded=f"was{BETWEEN}{target.key}{BETWEEN}owner" in marker)
    place = (each.sheet, each.row)
    near = each.named if each.is_close else ""
    return Row(
        target.key, target.label, target.section, place, standing, tuple(changes), near, record, values
    ), problems


def _gone(each: FoundRow, terms: Terms, record: Any, values: Mapping[str, object]) -> list[Problem]:
    """A partner that the row names for the first time though it had left."""
    on = terms.as_of(record, values)
    named = next((one for one in terms.partners if one.id == values.get("partner_id")), None)
    if named is None or not named.has_left(on):
        return []
    allowed = listed([one.name for one in terms.partners if not one.has_left(on)]) or "none"
    unclear = _Unclear(
        f"“{named.name}” {told_of(named, on)}.",
        f"Partners that take part: {allowed}.",
        "Choose one of them, or clear the cell.",
    )
    return [_problem(each, "partner", unclear)]


def _standing(changes: Sequence[Change], each: FoundRow, record: Any, *, was_downloaded: bool) -> Standing:
    if any(change.both for change in changes):
        return Standing.BOTH
    is_looked_at = getattr(record, "carried", False) and bool(each.cells.get("status")) and not was_downloaded
    if not changes and not is_looked_at:
        return Standing.SAME
    return Standing.CHANGED if record.version else Standing.NEW


class _Unclear(CollabError):
    """A cell that cannot be taken: what was found, what is allowed, what to do."""

    def __init__(self, found: str, allowed: str, remedy: str) -> None:
        super().__init__(found)
        self.told = (found, allowed, remedy)


def _value(name: str, raw: str, terms: Terms, sought: Sought) -> object:
    if name == "status":
        return _status(raw, terms, sought)
    if name == "partner":
        return _partner(raw, terms.partners)
    if name in DAYS:
        made = day(raw)
        if isinstance(made, NoDay):
            raise _Unclear(made.found, DAY_ALLOWED, "Write it so.")
        return made
    try:
        return clean_text(raw, f"The text in “{TITLES[name]}”")
    except CollabError as failure:
        raise _Unclear(str(failure), "", "") from failure


def _status(raw: str, terms: Terms, sought: Sought) -> str:
    word = fold(raw) or raw.strip()
    if not word:
        return ""
    if word not in sought.statuses:
        labels = [label for label in terms.labels.values() if label]
        allowed, near = listed([f"“{label}”" for label in labels]), closest(raw, labels)
        remedy = f"Did you mean “{near}”?" if near else "Choose one of them."
        raise _Unclear(f"“{cut(raw)}” is not a status.", f"Allowed: {allowed}.", remedy)
    return sought.statuses[word]


def _partner(raw: str, partners: Sequence[Partner]) -> str | None:
    key = name_key(raw)
    if not raw.strip():
        return None
    same = next((each.id for each in partners if name_key(each.name) == key), None)
    if same is not None:
        return same
    near = [each.name for each in partners if differs_by_a_slip(name_key(each.name), key)]
    allowed = f"Partners here: {listed([each.name for each in partners])}."
    remedy = f"Did you mean “{near[0]}”?" if near else "Correct the name, or add the partner first."
    raise _Unclear(f"“{cut(raw)}” takes no part in this initiative.", allowed, remedy)


def _problem(each: FoundRow, name: str, unclear: _Unclear) -> Problem:
    return Problem(*unclear.told, sheet=each.sheet, row=each.row, column=TITLES[name])


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


def cut(text: str) -> str:
    """A text of the sheet as sentences quote it."""
    return shortened(text, SHOWN_LENGTH)
