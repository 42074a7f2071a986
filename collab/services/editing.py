"""Saving one record that people edit: nothing to save, somebody was first, or saved with its line of history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from collab.services.names import refuse_stale
from collab.store import records
from collab.store.unit import Unit

Record = TypeVar("Record")


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
    before = {name: told(theirs[name]) for name in changed}
    after = {name: told(value) for name, value in changed.items()}
    unit.record(what, subject, initiative_id=initiative_id, before=before, after=after)
    return saved


def told(value: object) -> Any:
    """A value as the history keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
