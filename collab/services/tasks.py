"""What is to be done in an initiative, wherever it was written down: milestones, next steps, items, goals, plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from collab.content import Checklist, Item
from collab.framework import load_framework
from collab.journey import Conclusion, Goal, GoalOutcome, NextStep, Review, ReviewEntry
from collab.model import Instrument, Partner, Round, Sector
from collab.plans import PlanStep
from collab.services import phases
from collab.services.journey import JourneyView
from collab.services.phases import HeldReview
from collab.services.purpose import GoalView
from collab.store.keys import name_key


class TaskKind(StrEnum):
    """Where something that is to be done was written down."""

    MILESTONE = "milestone"
    NEXT_STEP = "next_step"
    ITEM = "item"
    GOAL = "goal"
    STAGE = "stage"
    PLAN_STEP = "plan_step"


@dataclass(frozen=True)
class Task:
    """Something that is to be done. where: the stage of a milestone or an end, the checklist of an item, the goal of
    a step of a plan, the dimension of a next step, else ""; about: the same in words; round_id: of a next step.

    key: that of what it is about. Of stages only the present one counts, which was planned to end.
    partner, partner_id, sector: the one that owns it, beside or instead of a person. said_by: the partner whose own
    review an item stands in, "" for a joint one. done_on: of a step that is listed although it is done.
    """

    kind: TaskKind
    key: str
    where: str
    text: str
    owner: str = ""
    partner: str = ""
    due_on: date | None = None
    partner_id: str | None = None
    sector: Sector | None = None
    about: str = ""
    round_id: str = ""
    said_by: str = ""
    done_on: date | None = None

    @property
    def owned_by(self) -> str:
        """The person and the partner that own it; "" where nobody does."""
        if self.partner and name_key(self.owner) == name_key(self.partner):
            return self.partner
        return ", ".join(dict.fromkeys(part for part in (self.owner, self.partner) if part))

    def overdue(self, today: date) -> bool:
        """Its date has passed and it is not done."""
        return self.due_on is not None and self.due_on < today and self.done_on is None


@dataclass(frozen=True)
class StepPlace:
    """Where a next step was agreed: on which dimension of which round, and that in words."""

    round_id: str
    dimension: str
    words: str


@dataclass(frozen=True)
class Said:
    """Where else than in milestones something to do is written down. reviews: held ones, by date; plan_steps: of the
    action plans; places: conclusion id -> where its next steps were agreed, as far as somebody wants to know it."""

    steps: tuple[NextStep, ...]
    reviews: tuple[HeldReview, ...]
    goals: tuple[GoalView, ...]
    plan_steps: tuple[PlanStep, ...]
    places: Mapping[str, StepPlace] = field(default_factory=dict)


def step_places(
    rounds: Iterable[Round], instruments: Mapping[str, Instrument], concluded: Mapping[str, Sequence[Conclusion]]
) -> dict[str, StepPlace]:
    """Conclusion id -> where its next steps were agreed. instruments, concluded: by instrument and by round."""
    found = {}
    for each in rounds:
        labels = {dimension.key: dimension.label for dimension in instruments[each.instrument_id].dimensions}
        for own in concluded.get(each.id, ()):
            words = ", ".join(part for part in (labels.get(own.dimension, ""), each.label) if part)
            found[own.id] = StepPlace(each.id, own.dimension, words)
    return found


def tasks_of(view: JourneyView, said: Said, *, also: Collection[str] = ()) -> tuple[Task, ...]:
    """What is open, by date, those without one last; nothing where the initiative was completed or stopped.

    also: ids of next steps and steps of plans that are listed although they are done.
    """
    if view.is_over:
        return ()
    return tuple(sorted(_tasks(view, said, _Owners(view.everyone), also), key=_by_date))


class _Owners:
    """The partners of one initiative, as a task names them: by choice, or by its name where a person was asked for."""

    def __init__(self, partners: Iterable[Partner]) -> None:
        self._by_id = {each.id: each for each in partners}
        counted = Counter(name_key(each.name) for each in self._by_id.values())
        self._by_name = {
            name_key(each.name): each for each in self._by_id.values() if counted[name_key(each.name)] == 1
        }

    def task(
        self, kind: TaskKind, key: str, where: str, text: str, *, partner_id: str | None, owner: str, **more: Any
    ) -> Task:
        """A task with all that is said of the partner that owns it; one that is not there any more owns nothing."""
        found = self._by_id.get(partner_id) if partner_id else self._by_name.get(name_key(owner))
        if found is None:
            return Task(kind, key, where, text, owner, **more)
        return Task(kind, key, where, text, owner, found.name, partner_id=found.id, sector=found.sector, **more)


def _by_date(task: Task) -> tuple[date, int]:
    return task.due_on or date.max, list(TaskKind).index(task.kind)


def _tasks(view: JourneyView, said: Said, owners: _Owners, also: Collection[str]) -> Iterable[Task]:
    yield from _milestones(view, owners)
    present = view.current_stage
    if present is not None and present.plan.until_on is not None:
        stage, words = present.stage, f"{present.stage.label} was planned to be done"
        yield Task(TaskKind.STAGE, stage.key, stage.key, words, due_on=present.plan.until_on, about=stage.label)
    yield from _next_steps(said, owners, also)
    yield from _items(said.reviews, owners, {each.id for each in view.present})
    still_open = {each.goal.id: each.goal for each in said.goals if each.goal.outcome is GoalOutcome.OPEN}
    for goal in still_open.values():
        if goal.due_on is not None:
            yield Task(TaskKind.GOAL, goal.id, "", goal.statement, due_on=goal.due_on)
    yield from _plan_steps(said, owners, still_open, also)


def _next_steps(said: Said, owners: _Owners, also: Collection[str]) -> Iterable[Task]:
    for step in said.steps:
        if step.done_on is not None and step.id not in also:
            continue
        place = said.places.get(step.subject_id) or StepPlace("", "", "")
        yield owners.task(
            TaskKind.NEXT_STEP,
            step.id,
            place.dimension,
            step.text,
            partner_id=step.partner_id,
            owner=step.owner,
            due_on=step.due_on,
            about=place.words,
            round_id=place.round_id,
            done_on=step.done_on,
        )


def _plan_steps(said: Said, owners: _Owners, still_open: Mapping[str, Goal], also: Collection[str]) -> Iterable[Task]:
    """Of goals that are open: what was planned for one that was met or given up is not owed."""
    for step in said.plan_steps:
        goal = still_open.get(step.goal_id)
        if goal is None or (step.is_done and step.id not in also):
            continue
        yield owners.task(
            TaskKind.PLAN_STEP,
            step.id,
            step.goal_id,
            step.step,
            partner_id=step.partner_id,
            owner=step.responsible,
            due_on=step.due_on,
            about=goal.statement,
            done_on=step.done_on,
        )


def _milestones(view: JourneyView, owners: _Owners) -> Iterable[Task]:
    """Those that have a date anywhere on the way, and every other one of the stage where the initiative stands."""
    for stage in view.stages:
        for each in stage.milestones:
            if each.applies and not each.done and (each.record.due_on or stage.is_current):
                yield owners.task(
                    TaskKind.MILESTONE,
                    each.key,
                    stage.stage.key,
                    each.label,
                    partner_id=each.record.partner_id,
                    owner=each.record.owner,
                    due_on=each.record.due_on,
                    about=stage.stage.label,
                )


def _items(held: Sequence[HeldReview], owners: _Owners, present: Collection[str]) -> Iterable[Task]:
    """What the reviews that count now wrote down to do, or dated, of items that are not in place."""
    for checklist in load_framework().checklists:
        for review in phases.latest(held, checklist.key, present):
            for phase in checklist.phases:
                if phase.key in review.review.phases_off:
                    continue
                for item in phase.items:
                    entry = review.entries.get(item.key)
                    if entry is not None and _is_to_do(entry):
                        yield _item(item, entry, review.review, checklist, owners)


def _is_to_do(entry: ReviewEntry) -> bool:
    """Something is written down to do, or dated, and the item applies and is not in place."""
    scores = {status.key: status.score for status in load_framework().statuses}
    score = scores[entry.status] if entry.status else 0.0
    return bool(entry.next_steps or entry.due_on) and score is not None and score < 1.0


def _item(item: Item, entry: ReviewEntry, review: Review, checklist: Checklist, owners: _Owners) -> Task:
    return owners.task(
        TaskKind.ITEM,
        item.key,
        checklist.key,
        f"{item.label}: {entry.next_steps}" if entry.next_steps else item.label,
        partner_id=entry.partner_id or review.partner_id,
        owner=entry.owner,
        due_on=entry.due_on,
        about=checklist.title,
        said_by=review.partner_id or "",
    )
