"""One initiative at a glance: how ready, what is stuck, what is next and who owns it, above and below it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from collab.charts.board import label_of
from collab.content import Checklist
from collab.framework import load_framework
from collab.journey import NextStep, StageVisit
from collab.model import YOU, Band, Initiative, Level, Measure, Person, Round
from collab.scoring import Unit as Column
from collab.scoring import main_figure
from collab.services import concerns, phases, reviews, round_figures
from collab.services.journey import JourneyView, journey
from collab.services.phases import HeldReview
from collab.services.planned import Planned, planned_in
from collab.services.purpose import Purpose, purpose_in
from collab.services.reviews import StuckItem
from collab.services.tasks import Said, Task, tasks_of
from collab.store import Store, initiatives, records
from collab.store.journey_tables import stage_visit
from collab.store.unit import Unit


@dataclass(frozen=True)
class Ready:
    """How ready all partners are on one dimension, or overall. value is None where it is hidden or nobody answered."""

    key: str
    label: str
    value: float | None
    band: Band | None


@dataclass(frozen=True)
class Readiness:
    """The latest round that was revealed: overall, and its dimensions, the weakest first, without a figure last."""

    round: Round
    measure: Measure | None
    overall: Ready
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
    """All that the page of an initiative shows. tasks: what is open, by date, those without one last.

    successor: the initiative that its work goes on in; predecessors: those whose work goes on in this one.
    """

    view: JourneyView
    purpose: Purpose
    readiness: Readiness | None
    tasks: tuple[Task, ...]
    stuck: tuple[StuckOn, ...]
    parent: Initiative | None
    children: tuple[Beneath, ...]
    successor: Initiative | None
    predecessors: tuple[Initiative, ...]

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
    successor: Initiative | None
    predecessors: tuple[Initiative, ...]
    planned: Planned


def at_a_glance(store: Store, initiative_id: str, *, today: date, person: Person = YOU) -> Glance:
    """One initiative as of today; NotFound where there is none."""
    view = journey(store, initiative_id, today=today, person=person)
    held = store.read(lambda unit: _held(unit, view.initiative))
    return Glance(
        view=view,
        purpose=held.purpose,
        readiness=_readiness(store, view.revealed, person),
        tasks=tasks_of(view, Said(held.steps, held.reviews, held.purpose.goals, held.planned.steps)),
        stuck=tuple(_stuck(held.reviews)),
        parent=held.parent,
        children=held.children,
        successor=held.successor,
        predecessors=held.predecessors,
    )


def _held(unit: Unit, initiative: Initiative) -> _Held:
    return _Held(
        purpose=purpose_in(unit, initiative.id),
        steps=records.records(unit, NextStep, initiative_id=initiative.id),
        reviews=phases.reviews_in(unit, initiative.id),
        parent=_other(unit, initiative.parent_id),
        children=_children(unit, initiative.id),
        successor=_other(unit, initiative.successor_id),
        predecessors=initiatives.predecessors_of(unit, initiative.id),
        planned=planned_in(unit, [initiative.id])[initiative.id],
    )


def _other(unit: Unit, initiative_id: str | None) -> Initiative | None:
    return next(iter(initiatives.initiatives_of(unit, [initiative_id] if initiative_id else [])), None)


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
    *found, overall = [
        Ready(target.key, label_of(target, instrument), _known(float(figures[place])), grid.band[row, place])
        for place, target in enumerate(grid.targets)
        if target.level is not Level.FACTOR
    ]
    weakest_first = sorted(found, key=lambda each: math.inf if each.value is None else each.value)
    return Readiness(assessment, grid.measure, overall, tuple(weakest_first))


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _stuck(held: Sequence[HeldReview]) -> Iterable[StuckOn]:
    for checklist in load_framework().checklists:
        joint = [each for each in held if each.review.checklist == checklist.key and each.review.partner_id is None]
        for stuck in reviews.stuck_items(checklist, joint):
            yield StuckOn(checklist, stuck)
