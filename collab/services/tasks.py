"""What is to be done in an initiative, wherever it was written down: milestones, next steps, items, goals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from collab.framework import load_framework
from collab.journey import GoalOutcome, NextStep
from collab.services import phases
from collab.services.journey import JourneyView
from collab.services.phases import HeldReview
from collab.services.purpose import GoalView


class TaskKind(StrEnum):
    """Where something that is to be done was written down."""

    MILESTONE = "milestone"
    NEXT_STEP = "next_step"
    ITEM = "item"
    GOAL = "goal"
    STAGE = "stage"


@dataclass(frozen=True)
class Task:
    """Something that is to be done. where: the stage of a milestone or an end, the checklist of an item, else "".

    key: that of what it is about. Of stages only the present one counts, which was planned to end.

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
class Said:
    """Where else than in milestones something to do is written down. reviews: held ones, by date."""

    steps: tuple[NextStep, ...]
    reviews: tuple[HeldReview, ...]
    goals: tuple[GoalView, ...]


def tasks_of(view: JourneyView, said: Said) -> tuple[Task, ...]:
    """What is open, by date, those without one last; nothing where the initiative was completed or stopped."""
    if view.is_over:
        return ()
    names = {each.id: each.name for each in view.everyone}
    return tuple(sorted(_tasks(view, said, names), key=_by_date))


def _by_date(task: Task) -> tuple[date, int]:
    return task.due_on or date.max, list(TaskKind).index(task.kind)


def _tasks(view: JourneyView, said: Said, names: dict[str, str]) -> Iterable[Task]:
    yield from _milestones(view, names)
    present = view.current_stage
    if present is not None and present.plan.until_on is not None:
        key, words = present.stage.key, f"{present.stage.label} was planned to be done"
        yield Task(TaskKind.STAGE, key, key, words, due_on=present.plan.until_on)
    for step in said.steps:
        if step.done_on is None:
            partner = names.get(step.partner_id or "", "")
            yield Task(TaskKind.NEXT_STEP, step.id, "", step.text, step.owner, partner, step.due_on)
    yield from _items(said.reviews, names, {each.id for each in view.present})
    for each in said.goals:
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


def _items(held: Sequence[HeldReview], names: dict[str, str], present: Collection[str]) -> Iterable[Task]:
    """What the reviews that count now wrote down to do, or dated, of items that are not in place."""
    scores = {status.key: status.score for status in load_framework().statuses}
    for checklist in load_framework().checklists:
        for review in phases.latest(held, checklist.key, present):
            for phase in checklist.phases:
                for item in phase.items:
                    entry = review.entries.get(item.key)
                    if (
                        entry is None
                        or not (entry.next_steps or entry.due_on)
                        or (scores.get(entry.status) or 0.0) >= 1.0
                    ):
                        continue
                    if phase.key in review.review.phases_off or (entry.status and scores[entry.status] is None):
                        continue
                    partner = names.get(entry.partner_id or review.review.partner_id or "", "")
                    text = f"{item.label}: {entry.next_steps}" if entry.next_steps else item.label
                    yield Task(TaskKind.ITEM, item.key, checklist.key, text, entry.owner, partner, entry.due_on)
