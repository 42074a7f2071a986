"""Saving one record that people edit: nothing to save, somebody was first, or saved with its line of history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

from collab.errors import StaleVersion
from collab.journey import Goal
from collab.plans import Cause, PlanStep, Problem, Verdict
from collab.services.names import refuse_stale
from collab.store import partners, records
from collab.store.unit import Unit
from collab.when import When

Record = TypeVar("Record")

_CALLED = {
    "partner_id": "partner",
    "cause_id": "cause",
    "goal_id": "goal",
    "problem_id": "problem",
    "parent_id": "says_why",
    "after": "waits_for",
}
"""Fields that name other records -> what the history calls them."""
_WORDS: dict[str, tuple[type[Any], str]] = {
    "cause_id": (Cause, "answer"),
    "goal_id": (Goal, "statement"),
    "problem_id": (Problem, "statement"),
    "parent_id": (Cause, "answer"),
    "after": (PlanStep, "step"),
}
"""Such a field -> the kind that it names, and which of its fields people know it by."""

_NO_TEXT = frozenset(
    {"id", "initiative_id", "round_id", "review_id", "subject_id", "started_from", "key", "gate"}
    | {"position", "number", "version", "at", "created_at"}
)


def save_changes(
    unit: Unit,
    present: Record,
    wanted: Mapping[str, object],
    *,
    version: int,
    what: str,
    subject: str,
    initiative_id: str,
) -> Record:
    """The record with these values. version: what the person had before their eyes; 0: nothing was kept yet.

    A record of version 0 is kept now. Raises StaleVersion, with both texts, where somebody saved since; saving what is
    kept already changes nothing. what names the action in the history ("save_milestone").
    """
    theirs = {name: getattr(present, name) for name in wanted}
    changed = {name: value for name, value in wanted.items() if value != theirs[name]}
    if not changed:
        return present
    seen: int = present.version  # type: ignore[attr-defined]
    refuse_stale(version, seen, mine=wanted, theirs=theirs, what=f"“{subject}”")
    later = replace(present, **changed)  # type: ignore[type-var]
    if seen:
        saved = records.change(unit, later)
    else:
        saved = replace(later, version=1)  # type: ignore[type-var]
        records.add(unit, saved)
    before = in_history(unit, {name: theirs[name] for name in changed})
    unit.record(what, subject, initiative_id=initiative_id, before=before, after=in_history(unit, changed))
    return saved


def add_once(unit: Unit, made: Record, *, what: str, subject: str) -> Record:
    """Keep something new, with its line of history, unless an earlier press of the same Add has kept the very same.

    Where something else is kept under its id (the same form stood open in two windows), it gets an id of its own.
    """
    named: Any = made
    kept = records.record(unit, type(made), id=named.id)
    if kept is not None:
        return (
            kept if _said(kept) == _said(made) else add_once(unit, _under_its_own_id(named), what=what, subject=subject)
        )
    records.add(unit, made)
    unit.record(what, subject, initiative_id=named.initiative_id, after=said_by(unit, made))
    return made


def _said(held: Any) -> list[object]:
    return [getattr(held, each.name) for each in fields(held) if each.name not in ("id", "key", "position", "version")]


def _under_its_own_id(made: Any) -> Any:
    """The same words get the same id, so that a second press of the second window adds nothing either."""
    own = sha256(repr((made.id, _said(made))).encode()).hexdigest()[:32]
    return replace(made, id=own, **({"key": own} if getattr(made, "key", "") == made.id else {}))


def remove_record(
    unit: Unit,
    present: Any,
    *,
    version: int,
    what: str,
    subject: str,
    initiative_id: str,
    also: Mapping[str, object] | None = None,
) -> None:
    """Take a record away; the history keeps its words, whatever it named by what that is called, but not its place
    among others.

    also: what others said of it, for the history. StaleVersion where somebody saved since.
    """
    refuse_changed(present.version, version, subject, theirs=_texts(present))
    records.remove(unit, present)
    before = {**said_by(unit, present), **(also or {})}
    unit.record(what, subject, initiative_id=initiative_id, before=before)


def move_among(unit: Unit, ordered: Sequence[Any], present: Any, *, by: int, what: str, subject: str) -> None:
    """Let a record go so many places up (by < 0) or down among others of its kind; at an end it stays.

    The versions stay, so that who writes in one of them meanwhile is not told that it changed.
    """
    ids = [each.id for each in ordered]
    here = ids.index(present.id)
    there = min(max(here + by, 0), len(ids) - 1)
    if there == here:
        return
    moved = [each for each in ordered if each.id != present.id]
    moved.insert(there, present)
    records.reposition(unit, moved)
    before, after = {"position": here + 1}, {"position": there + 1}
    unit.record(what, subject, initiative_id=present.initiative_id, before=before, after=after)


def is_said_already(subject: str, kept_on: date | None, wanted_on: date | None, *, seen: date | None) -> bool:
    """Whether nothing is left to say of the day on which something was done, since somebody said it already.

    seen: the day that stood there before the person's eyes; StaleVersion where it is to be taken back and another one
    stands there by now.
    """
    if kept_on is None or wanted_on is not None:
        return (kept_on is None) is (wanted_on is None)
    if kept_on != seen:
        raise StaleVersion(
            f"Somebody else said meanwhile that “{subject}” was done on {When.of(kept_on)}, so it is still done. "
            "Look at it now; where it is not done, take the tick away again.",
            mine={"done_on": None},
            theirs={"done_on": kept_on},
        )
    return False


def refuse_changed(present: int, seen: int, subject: str, *, theirs: Mapping[str, object] | None = None) -> None:
    """StaleVersion where somebody saved what a person is about to take away."""
    if present != seen:
        raise StaleVersion(
            f"Somebody else changed “{subject}” meanwhile, so it was not removed. Look at what it says now, then "
            "decide.",
            mine={},
            theirs=dict(theirs or {}),
        )


def said_by(unit: Unit, record: object) -> dict[str, Any]:
    """All that a record says, as the history keeps it; what is empty is left out."""
    return every_said_by(unit, [record])[0]


def every_said_by(unit: Unit, held: Iterable[object]) -> list[dict[str, Any]]:
    """The same of many records, in their order, for which the store is asked once."""
    texts = [_texts(each) for each in held]
    names = _names_in(unit, texts)
    return [_kept(each, names) for each in texts]


def _texts(record: Any) -> dict[str, object]:
    held = {each.name: getattr(record, each.name) for each in fields(record) if each.name not in _NO_TEXT}
    return {
        name: value
        for name, value in held.items()
        if value not in (None, "", (), False) and value is not Verdict.UNSAID
    }


def in_history(unit: Unit, values: Mapping[str, object]) -> dict[str, Any]:
    """Values as the history keeps them: partners, goals, causes and steps by what they are called, for ids tell nobody
    anything."""
    return _kept(values, _names_in(unit, [values]))


def _names_in(unit: Unit, every: Sequence[Mapping[str, object]]) -> dict[str, str]:
    """Id -> what it is called, of all that these values name; one that is not there any more is left out."""
    partner_ids = sorted({key for values in every for key in _ids(values.get("partner_id"))})
    found: dict[str, str] = dict(partners.names_of(unit, partner_ids)) if partner_ids else {}
    asked: dict[tuple[type[Any], str], set[str]] = {}
    for field, named in _WORDS.items():
        asked.setdefault(named, set()).update(key for values in every for key in _ids(values.get(field)))
    for (kind, words), ids in asked.items():
        there: dict[str, Any] = records.records_by_id(unit, kind, ids) if ids else {}
        found |= {key: getattr(each, words) for key, each in there.items()}
    return found


def _ids(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),) if value else ()


def _kept(values: Mapping[str, object], names: Mapping[str, str]) -> dict[str, Any]:
    kept = {name: told(value) for name, value in values.items() if name not in _CALLED}
    for name, called in _CALLED.items():
        if name in values:
            words = [names[key] for key in _ids(values[name]) if key in names]
            kept[called] = words if name == "after" else next(iter(words), None)
    return kept


def told(value: object) -> Any:
    """A value as the history keeps it."""
    if isinstance(value, date | When):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
