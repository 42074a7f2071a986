"""What is owed: all that is to be done, of one initiative or of all, and whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from collab.errors import NotFound
from collab.model import YOU, Initiative, Partner, Person
from collab.services.digest_reading import read_many
from collab.services.digests import all_digests, tasks_read
from collab.services.journey import arranged
from collab.services.permissions import Action, permit
from collab.services.tasks import Task, TaskKind
from collab.store import Store, partners
from collab.store.keys import name_key

NOBODY = "?"
SOON_DAYS, WEEK_DAYS = 30, 7
KINDS = {
    TaskKind.NEXT_STEP: "Next step",
    TaskKind.PLAN_STEP: "Step of a plan",
    TaskKind.MILESTONE: "Milestone",
    TaskKind.ITEM: "Item of a checklist",
    TaskKind.GOAL: "Goal",
    TaskKind.STAGE: "End of a stage",
}
_BY_PLACE = frozenset({TaskKind.MILESTONE, TaskKind.ITEM})
TICKED = frozenset({TaskKind.NEXT_STEP, TaskKind.PLAN_STEP})
"""What is done once somebody says so; everything else is done by what is written where it stands."""


class Due(StrEnum):
    """When something is due, as the list is narrowed by it and grouped."""

    OVERDUE = "overdue"
    WEEK = "week"
    SOON = "soon"
    LATER = "later"
    NO_DATE = "no_date"


@dataclass(frozen=True)
class Owed:
    """One thing that is owed, and the initiative that it is owed in."""

    task: Task
    initiative: Initiative

    @property
    def id(self) -> str:
        """What it is called for good, so that a calendar knows it again: by what it is about, not by its words."""
        task = self.task
        parts = (task.kind, self.initiative.id, task.where if task.kind in _BY_PLACE else "", task.key, task.said_by)
        return "-".join(part for part in parts if part)

    @property
    def owner_key(self) -> str:
        """Whose it is: a person, else a partner, however the name is spelled; NOBODY where none is named."""
        return name_key(self.task.owner or self.task.partner) or NOBODY

    @property
    def is_done(self) -> bool:
        """It is listed so that saying that it is done can be taken back."""
        return self.task.done_on is not None

    def due(self, today: date) -> Due:
        """When it is due, seen from today."""
        day = self.task.due_on
        if day is None:
            return Due.NO_DATE
        if day < today:
            return Due.OVERDUE
        return (
            Due.WEEK if (day - today).days <= WEEK_DAYS else Due.SOON if (day - today).days <= SOON_DAYS else Due.LATER
        )


def owed(
    store: Store,
    *,
    today: date,
    initiative_id: str | None = None,
    also: Mapping[str, str] | None = None,
    person: Person = YOU,
) -> tuple[Owed, ...]:
    """All that is open in an initiative (None: in every one), overdue first, then by date; as Overview counts it.

    also: ids of next steps and steps of plans that are listed although they are done -> the initiative of each.
    NotFound where there is no such initiative.
    """
    done = also or {}
    for each in (initiative_id, *sorted(set(done.values()))):
        permit(person, Action.SEE, each)
    if initiative_id is not None:
        return _in_order(_read(store, [initiative_id], today, done))
    anew = sorted(set(done.values()))
    kept = [each for each in all_digests(store, today=today, person=person).digests if each.initiative.id not in anew]
    lines = [Owed(task, each.initiative) for each in kept for task in each.tasks]
    return _in_order([*lines, *(_read(store, anew, today, done) if anew else ())])


def _read(store: Store, ids: Sequence[str], today: date, done: Mapping[str, str]) -> list[Owed]:
    """What is open in these, read anew; NotFound where none of them is there."""
    read = store.read(lambda unit: read_many(unit, ids, today))
    if not read:
        raise NotFound("This initiative is not here any more.")
    return [
        Owed(task, each.held.facts.initiative)
        for each in read.values()
        for task in tasks_read(each, arranged(each.held, (), today), also=done)
    ]


def _in_order(lines: Iterable[Owed]) -> tuple[Owed, ...]:
    kinds = list(TaskKind)
    return tuple(
        sorted(
            lines,
            key=lambda each: (
                each.task.due_on or date.max,
                kinds.index(each.task.kind),
                each.initiative.name.casefold(),
                each.id,
            ),
        )
    )


def partner_named(store: Store, partner_id: str, *, person: Person = YOU) -> Partner | None:
    """The partner of this id, whatever it owes; None where there is none."""
    permit(person, Action.SEE)
    try:
        return store.read(lambda unit: partners.partner_by_id(unit, partner_id))
    except NotFound:
        return None
