"""What partners have planned together, as milestones and lists of what is to be done ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from collab.framework import load_framework
from collab.plans import Cause, LogicEntry, LogicLink, PlanStep
from collab.store import records
from collab.store.keys import made_after
from collab.store.plan_tables import cause, logic_entry, logic_link, plan_step
from collab.store.unit import Unit


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Made = TypeVar("Made", bound=_Named)


@dataclass(frozen=True)
class Planned:
    """Of one initiative: the root causes that were chosen, its logic model, the steps of its action plans."""

    causes: tuple[Cause, ...] = ()
    entries: tuple[LogicEntry, ...] = ()
    links: tuple[LogicLink, ...] = ()
    steps: tuple[PlanStep, ...] = ()

    def until(self, day: date) -> Planned:
        """What of it was there on that day already; whatever was put down only afterwards is taken as it is."""
        entries = made_until(self.entries, day)
        there = {each.id for each in entries}
        links = tuple(each for each in self.links if {each.from_id, each.to_id} <= there)
        return Planned(made_until(self.causes, day), entries, links, made_until(self.steps, day))

    @property
    def empty_columns(self) -> tuple[str, ...]:
        """The labels of the columns of the logic model without an entry."""
        filled = {each.place for each in self.entries}
        return tuple(each.label for each in load_framework().logic_model.columns if each.key not in filled)

    @property
    def leads_through(self) -> bool:
        """Whether some entry of the first column leads, by way of links, to one of the last."""
        columns = [each.key for each in load_framework().logic_model.columns]
        place = {each.id: each.place for each in self.entries}
        ahead = [key for key, where in place.items() if where == columns[0]]
        seen = set(ahead)
        while ahead:
            here = ahead.pop()
            if place.get(here) == columns[-1]:
                return True
            after = {each.to_id for each in self.links if each.from_id == here} - seen
            seen |= after
            ahead += after
        return False


def made_until(held: Sequence[Made], day: date) -> tuple[Made, ...]:
    """Those that were made on that day or before; all of them where none was, for then it was put down afterwards."""
    if not held:
        return ()
    is_later = made_after(day)
    return tuple(each for each in held if not is_later(each.id)) or tuple(held)


def planned_in(unit: Unit, initiative_ids: Sequence[str]) -> dict[str, Planned]:
    """Initiative id -> what it has planned, for each of the ids."""
    ids = list(initiative_ids)
    causes = records.by_initiative(records.records(unit, Cause, cause.c.initiative_id.in_(ids), is_chosen=True))
    entries = records.by_initiative(records.records(unit, LogicEntry, logic_entry.c.initiative_id.in_(ids)))
    links = records.by_initiative(records.records(unit, LogicLink, logic_link.c.initiative_id.in_(ids)))
    steps = records.by_initiative(records.records(unit, PlanStep, plan_step.c.initiative_id.in_(ids)))
    return {
        key: Planned(causes.get(key, ()), entries.get(key, ()), links.get(key, ()), steps.get(key, ())) for key in ids
    }
