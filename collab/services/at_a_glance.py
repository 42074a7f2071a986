"""One initiative at a glance: how ready, what is stuck, what is next and who owns it, above and below it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from collab.content import Checklist
from collab.framework import load_framework
from collab.journey import GoalOutcome, NextStep, StageVisit
from collab.model import YOU, Band, Initiative, Instrument, Level, Measure, Person, Round
from collab.scoring import Unit as Column
from collab.scoring import main_figure
from collab.services import concerns, phases, reviews, round_figures
from collab.services.journey import JourneyView, journey
from collab.services.phases import HeldReview
from collab.services.purpose import Purpose, purpose_in
from collab.services.reviews import StuckItem
from collab.store import Store, initiatives, records
from collab.store.journey_tables import stage_visit
from collab.store.unit import Unit


class TaskKind(StrEnum):
    """Where something that is to be done was written down."""

    MILESTONE = "milestone"
    NEXT_STEP = "next_step"
    ITEM = "item"
    GOAL = "goal"


@dataclass(frozen=True)
class Task:
    """Something that is to be done. where: the stage of a milestone, the checklist of an item, else ""; key: its own.

    partner: the one that owns it, beside or instead of a person.
    """

    kind: TaskKind
    key: str
    where: str
    text: str
    owner: str = ""
    partner: str = ""
    due_on: date | None = None

    @property
    def owned_by(self) -> str:
        """The person and the partner that own it; "" where nobody does."""
        return ", ".join(dict.fromkeys(part for part in (self.owner, self.partner) if part))

    def overdue(self, today: date) -> bool:
        """Its date has passed."""
        return self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class Ready:
    """How ready all partners are on one dimension. value is None where it is hidden or nobody answered."""

    key: str
    label: str
    value: float | None
    band: Band | None


@dataclass(frozen=True)
class Readiness:
    """The dimensions of the assessment, the weakest first, those without a figure last."""

    round: Round
    measure: Measure | None
    dimensions: tuple[Ready, ...]


@dataclass(frozen=True)
class StuckOn:
    """An item that has not moved for three reviews, and the checklist that it stands in."""

    checklist: Checklist
    stuck: StuckItem


@dataclass(frozen=True)
class Beneath:
    """An initiative that runs under this one; stage is the label of where it stands, "" where it stands in none."""

    initiative: Initiative
    stage: str


@dataclass(frozen=True)
class Glance:
    """All that the page of an initiative shows. tasks: what is open, by date, those without one last."""

    view: JourneyView
    purpose: Purpose
    readiness: Readiness | None
    tasks: tuple[Task, ...]
    stuck: tuple[StuckOn, ...]
    parent: Initiative | None
    children: tuple[Beneath, ...]

    def overdue(self, today: date) -> tuple[Task, ...]:
        """What should be done by now."""
        return tuple(task for task in self.tasks if task.overdue(today))

    def ahead(self, today: date) -> tuple[Task, ...]:
        """What is to be done from today on, by date."""
        return tuple(task for task in self.tasks if not task.overdue(today))


@dataclass(frozen=True)
class _Held:
    purpose: Purpose
    steps: tuple[NextStep, ...]
    reviews: tuple[HeldReview, ...]
    parent: Initiative | None
    children: tuple[Beneath, ...]


def at_a_glance(store: Store, initiative_id: str, *, today: date, person: Person = YOU) -> Glance:
    """One initiative as of today; NotFound where there is none."""
    view = journey(store, initiative_id, today=today, person=person)
    held = store.read(lambda unit: _held(unit, view.initiative))
    names = {each.id: each.name for each in view.partners}
    return Glance(
        view=view,
        purpose=held.purpose,
        readiness=_readiness(store, view.assessment, person),
        tasks=tuple(sorted(_tasks(view, held, names), key=_by_date)),
        stuck=tuple(_stuck(held.reviews)),
        parent=held.parent,
        children=held.children,
    )


def _held(unit: Unit, initiative: Initiative) -> _Held:
    parent = initiatives.initiative_by_id(unit, initiative.parent_id) if initiative.parent_id else None
    return _Held(
        purpose=purpose_in(unit, initiative.id),
        steps=records.records(unit, NextStep, initiative_id=initiative.id),
        reviews=phases.reviews_in(unit, initiative.id),
        parent=parent,
        children=_children(unit, initiative.id),
    )


def _children(unit: Unit, initiative_id: str) -> tuple[Beneath, ...]:
    below = initiatives.children_of(unit, initiative_id)
    which = stage_visit.c.initiative_id.in_([each.id for each in below])
    here = {visit.initiative_id: visit.stage for visit in records.records(unit, StageVisit, which, ended_on=None)}
    labels = {stage.key: stage.label for stage in load_framework().stages}
    return tuple(Beneath(each, labels.get(here.get(each.id, ""), "")) for each in below)


def _readiness(store: Store, assessment: Round | None, person: Person) -> Readiness | None:
    grid = concerns.sector_grid(store, assessment, person=person)
    if grid is None or assessment is None or Column() not in grid.units:
        return None
    instrument = round_figures.heading(store, person, assessment.id).instrument
    row = grid.units.index(Column())
    figures = main_figure(grid)[row]
    found = [
        Ready(target.key, _label(instrument, target.key), _known(float(figures[place])), grid.band[row, place])
        for place, target in enumerate(grid.targets)
        if target.level is Level.DIMENSION
    ]
    weakest_first = sorted(found, key=lambda each: math.inf if each.value is None else each.value)
    return Readiness(assessment, grid.measure, tuple(weakest_first))


def _label(instrument: Instrument, dimension: str) -> str:
    return instrument.dimension(dimension).label


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _by_date(task: Task) -> tuple[date, int]:
    return task.due_on or date.max, list(TaskKind).index(task.kind)


def _tasks(view: JourneyView, held: _Held, names: dict[str, str]) -> Iterable[Task]:
    yield from _milestones(view, names)
    for step in held.steps:
        if step.done_on is None:
            partner = names.get(step.partner_id or "", "")
            yield Task(TaskKind.NEXT_STEP, step.id, "", step.text, step.owner, partner, step.due_on)
    yield from _items(held.reviews, names)
    for each in held.purpose.goals:
        if each.goal.outcome is GoalOutcome.OPEN and each.goal.due_on is not None:
            yield Task(TaskKind.GOAL, each.goal.id, "", each.goal.statement, due_on=each.goal.due_on)


def _milestones(view: JourneyView, names: dict[str, str]) -> Iterable[Task]:
    """Those that have a date anywhere on the way, and every other one of the stage where the initiative stands."""
    for stage in view.stages:
        for each in stage.milestones:
            if each.applies and not each.done and (each.record.due_on or stage.is_current):
                partner = names.get(each.record.partner_id or "", "")
                owner, due_on = each.record.owner, each.record.due_on
                yield Task(TaskKind.MILESTONE, each.key, stage.stage.key, each.label, owner, partner, due_on)


def _items(held: Sequence[HeldReview], names: dict[str, str]) -> Iterable[Task]:
    """What the reviews that count now wrote down as next steps of items that are not in place."""
    scores = {status.key: status.score for status in load_framework().statuses}
    for checklist in load_framework().checklists:
        for review in phases.latest(held, checklist.key):
            for phase in checklist.phases:
                for item in phase.items:
                    entry = review.entries.get(item.key)
                    if entry is None or not entry.next_steps or (scores.get(entry.status) or 0.0) >= 1.0:
                        continue
                    if phase.key in review.review.phases_off or (entry.status and scores[entry.status] is None):
                        continue
                    partner = names.get(entry.partner_id or review.review.partner_id or "", "")
                    text = f"{item.label}: {entry.next_steps}"
                    yield Task(TaskKind.ITEM, item.key, checklist.key, text, entry.owner, partner, entry.due_on)


def _stuck(held: Sequence[HeldReview]) -> Iterable[StuckOn]:
    for checklist in load_framework().checklists:
        joint = [each for each in held if each.review.checklist == checklist.key and each.review.partner_id is None]
        for stuck in reviews.stuck_items(checklist, joint):
            yield StuckOn(checklist, stuck)
