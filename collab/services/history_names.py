"""The history as people read it: other initiatives and areas by the names that they have now.

The database keeps their ids, so that what was deleted for good is named in nobody else's history.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from collab.framework import load_framework
from collab.model import Change
from collab.store import initiatives
from collab.store.unit import Unit

DELETED = "an initiative that was deleted"
_OTHERS = {"parent_id": "part_of", "successor_id": "its_work_goes_on_in"}

Values = dict[str, Any]


def named(unit: Unit, past: Sequence[Change]) -> tuple[Change, ...]:
    """The same lines; where they hold the id of an initiative or the key of an area, its name stands instead."""
    areas = {each.key: each.label for each in load_framework().areas}
    others = {each.id: each.name for each in initiatives.initiatives_of(unit, sorted(_others_in(past)))}
    return tuple(
        replace(each, before=_named(each.before, others, areas), after=_named(each.after, others, areas))
        for each in past
    )


def _others_in(past: Sequence[Change]) -> set[str]:
    every = (values for each in past for values in (each.before, each.after) if values)
    return {str(values[key]) for values in every for key in _OTHERS if values.get(key)}


def _named(values: Values | None, others: Mapping[str, str], areas: Mapping[str, str]) -> Values | None:
    if not values:
        return values
    return {_OTHERS.get(key, key): _name(key, value, others, areas) for key, value in values.items()}


def _name(key: str, value: Any, others: Mapping[str, str], areas: Mapping[str, str]) -> Any:
    if key in _OTHERS:
        return others.get(value, DELETED) if value else None
    return areas.get(value, value) if key == "area" else value
