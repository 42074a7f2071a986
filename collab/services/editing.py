"""Saving one record that people edit: nothing to save, somebody was first, or saved with its line of history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

from collab.errors import StaleVersion
from collab.services.names import refuse_stale
from collab.store import partners, records
from collab.store.unit import Unit
from collab.when import When

Record = TypeVar("Record")

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


def remove_record(unit: Unit, present: Any, *, version: int, what: str, subject: str, initiative_id: str) -> None:
    """Take a record away; the history keeps all that it said. StaleVersion where somebody saved since."""
    refuse_changed(present.version, version, subject, theirs=_texts(present))
    records.remove(unit, present)
    unit.record(what, subject, initiative_id=initiative_id, before=said_by(unit, present))


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
    return in_history(unit, _texts(record))


def _texts(record: Any) -> dict[str, object]:
    held = {each.name: getattr(record, each.name) for each in fields(record) if each.name not in _NO_TEXT}
    return {name: value for name, value in held.items() if value not in (None, "", (), False)}


def in_history(unit: Unit, values: Mapping[str, object]) -> dict[str, Any]:
    """Values as the history keeps them: a partner by its name, for ids tell nobody anything."""
    kept = {name: told(value) for name, value in values.items()}
    if "partner_id" in kept:
        partner_id = kept.pop("partner_id")
        kept["partner"] = partners.names_of(unit, [partner_id]).get(partner_id) if partner_id else None
    return kept


def told(value: object) -> Any:
    """A value as the history keeps it."""
    if isinstance(value, date | When):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
