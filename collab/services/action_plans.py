"""Action plans: one for each goal, with steps that wait for one another; how far each is, and what is late."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from collab.errors import NotAllowed, NotFound
from collab.journey import Goal, GoalOutcome
from collab.model import YOU, Partner, Person
from collab.plans import ActionPlan, Cause, PlanStep
from collab.services.editing import add_once, is_said_already, move_among, remove_record, save_changes
from collab.services.given import given
from collab.services.journey import OVER, asked_on
from collab.services.permissions import Action, permit
from collab.services.purpose import GoalView, purpose_in
from collab.services.root_causes import refuse_cause, trees_in
from collab.services.taking_part import present, refuse_partner
from collab.store import Store, initiatives, partners, records
from collab.store.keys import new_key
from collab.store.unit import Unit
from collab.when import When


class Progress(StrEnum):
    """How a step stands today: done; its day has passed; it has begun; it waits for another; its day is to come."""

    DONE = "done"
    OVERDUE = "overdue"
    UNDER_WAY = "under_way"
    WAITING = "waiting"
    AHEAD = "ahead"


@dataclass(frozen=True)
class StepView:
    """A step of a plan. waits_for: steps before it that are not done; clashes: those of them that are due after it
    begins, or after it is itself due. is_owed: False where its goal is settled or the initiative came to its end, so
    that nothing of it is due any more."""

    step: PlanStep
    progress: Progress
    partner: Partner | None
    cause: Cause | None
    before: tuple[PlanStep, ...]
    waits_for: tuple[PlanStep, ...]
    clashes: tuple[PlanStep, ...]
    is_owed: bool = True

    @property
    def is_overdue(self) -> bool:
        """Its day has passed, it is not done, and it is still owed."""
        return self.progress is Progress.OVERDUE


@dataclass(frozen=True)
class PlanView:
    """The plan of one goal. steps: overdue first, then by date, done ones last."""

    goal: GoalView
    plan: ActionPlan
    steps: tuple[StepView, ...]

    @property
    def share(self) -> float | None:
        """Steps that are done / steps, 0..1; None without steps: nothing planned is not nothing done."""
        done = sum(each.step.is_done for each in self.steps)
        return done / len(self.steps) if self.steps else None

    @property
    def overdue(self) -> tuple[StepView, ...]:
        """Steps whose day has passed."""
        return tuple(each for each in self.steps if each.is_overdue)


@dataclass(frozen=True)
class PlansView:
    """The plans of all goals, in their order. open_causes: chosen root causes that no step goes at.

    present: partners that can take a step today; everyone: those that ever could.
    """

    plans: tuple[PlanView, ...]
    causes: tuple[Cause, ...]
    open_causes: tuple[Cause, ...]
    present: tuple[Partner, ...]
    everyone: tuple[Partner, ...]


def action_plans(store: Store, initiative_id: str, *, today: date, person: Person = YOU) -> PlansView:
    """The action plans of an initiative as of a day."""
    permit(person, Action.SEE, initiative_id)
    return store.read(lambda unit: plans_in(unit, initiative_id, today))


def plans_in(unit: Unit, initiative_id: str, today: date) -> PlansView:
    """The same, inside a unit."""
    initiative = initiatives.initiative_by_id(unit, initiative_id)
    everyone = partners.partners_in(unit, initiative_id)
    steps = records.records(unit, PlanStep, initiative_id=initiative_id)
    causes = tuple(why.cause for tree in trees_in(unit, initiative_id) for why in tree.chosen)
    kept = {each.goal_id: each for each in records.records(unit, ActionPlan, initiative_id=initiative_id)}
    is_over = initiative.standing in OVER

    def plan_of(goal: GoalView) -> PlanView:
        key, is_owed = goal.goal.id, goal.goal.outcome is GoalOutcome.OPEN and not is_over
        own = [each for each in steps if each.goal_id == key]
        views = _views(own, everyone, causes, today, is_owed=is_owed)
        return PlanView(goal, kept.get(key) or ActionPlan(key, initiative_id), views)

    gone_at = {each.cause_id for each in steps}
    return PlansView(
        plans=tuple(plan_of(goal) for goal in purpose_in(unit, initiative_id).goals),
        causes=causes,
        open_causes=tuple(each for each in causes if each.id not in gone_at),
        present=present(everyone, asked_on(initiative, today)),
        everyone=tuple(everyone),
    )


def _views(
    steps: Sequence[PlanStep], everyone: Sequence[Partner], causes: Sequence[Cause], today: date, *, is_owed: bool
) -> tuple[StepView, ...]:
    by_id = {each.id: each for each in steps}
    named = {each.id: each for each in everyone}
    chosen = {each.id: each for each in causes}
    found = []
    for each in steps:
        before = tuple(by_id[key] for key in each.after if key in by_id)
        waits_for = tuple(other for other in before if not other.is_done)
        found.append(
            StepView(
                step=each,
                progress=_progress(each, waits_for, today, is_owed=is_owed),
                partner=named.get(each.partner_id or ""),
                cause=chosen.get(each.cause_id or ""),
                before=before,
                waits_for=waits_for,
                clashes=tuple(other for other in waits_for if _clash(each, other)),
                is_owed=is_owed,
            )
        )
    return tuple(sorted(found, key=_by_urgency))


def _progress(step: PlanStep, waits_for: Collection[PlanStep], today: date, *, is_owed: bool) -> Progress:
    """A day that has passed is told before anything else that keeps a step from being done."""
    if step.is_done:
        return Progress.DONE
    if is_owed and step.due_on is not None and step.due_on < today:
        return Progress.OVERDUE
    if waits_for:
        return Progress.WAITING
    return Progress.UNDER_WAY if step.begins_on is not None and step.begins_on <= today else Progress.AHEAD


def _clash(step: PlanStep, other: PlanStep) -> bool:
    starts = step.begins_on or step.due_on
    return other.due_on is not None and starts is not None and other.due_on > starts


def _by_urgency(view: StepView) -> tuple[int, date, date, int]:
    rank = 0 if view.is_overdue else 2 if view.step.is_done else 1
    due = view.step.due_on or date.max
    return rank, due, view.step.begins_on or due, view.step.position


def save_plan(store: Store, person: Person, goal_id: str, *, version: int, **values: object) -> ActionPlan:
    """What the plan of a goal says besides its steps. StaleVersion where somebody saved first."""
    wanted = given(ActionPlan, values)

    def work(unit: Unit) -> ActionPlan:
        goal = records.record_by_id(unit, Goal, goal_id)
        permit(person, Action.PLAN, goal.initiative_id)
        kept = records.record(unit, ActionPlan, goal_id=goal_id) or ActionPlan(goal_id, goal.initiative_id)
        return save_changes(
            unit,
            kept,
            wanted,
            version=version,
            what="save_action_plan",
            subject=goal.statement,
            initiative_id=goal.initiative_id,
        )

    return store.change(person, work)


def add_step(store: Store, person: Person, goal_id: str, *, step_id: str | None = None, **values: object) -> PlanStep:
    """One more step of the plan of a goal; values are fields of PlanStep. NotAllowed where it says nothing, its days or
    what it waits for cannot be, or the goal was met or given up.

    step_id: names it before it is kept; the same that was added under it already is returned, not added again.
    """
    wanted = given(PlanStep, {"step": "", **values}, required={"step": "The step"})
    made_id = step_id or new_key()

    def work(unit: Unit) -> PlanStep:
        goal = records.record_by_id(unit, Goal, goal_id)
        permit(person, Action.PLAN, goal.initiative_id)
        if goal.outcome is not GoalOutcome.OPEN:
            raise NotAllowed(f"This goal is settled ({goal.outcome}), so no step is added. Open the goal again first.")
        siblings = records.records(unit, PlanStep, goal_id=goal_id)
        after = max((each.position for each in siblings), default=-1) + 1
        made = PlanStep(made_id, goal.initiative_id, goal_id, **{"position": after, **wanted})
        _refuse(unit, made, siblings, kept=None)
        return add_once(unit, made, what="add_plan_step", subject=made.step)

    return store.change(person, work)


def save_step(store: Store, person: Person, step_id: str, *, version: int, **values: object) -> PlanStep:
    """Change what is given of a step. StaleVersion where somebody saved first; NotAllowed as for a new one."""
    wanted = given(PlanStep, values, required={"step": "The step"})

    def work(unit: Unit) -> PlanStep:
        kept = records.record_by_id(unit, PlanStep, step_id)
        permit(person, Action.PLAN, kept.initiative_id)
        return _save_step(unit, kept, wanted, version=version)

    return store.change(person, work)


def _save_step(unit: Unit, kept: PlanStep, wanted: Mapping[str, Any], *, version: int) -> PlanStep:
    siblings = records.records(unit, PlanStep, goal_id=kept.goal_id)
    saved = save_changes(
        unit,
        kept,
        wanted,
        version=version,
        what="save_plan_step",
        subject=kept.step,
        initiative_id=kept.initiative_id,
    )
    _refuse(unit, saved, [saved if each.id == saved.id else each for each in siblings], kept=kept)
    return saved


def say_step_done(
    store: Store, person: Person, step_id: str, *, done_on: date | None, seen: date | None = None
) -> PlanStep:
    """Say on which day a step was done; where somebody said so already, their day stays.

    done_on: None takes back what was said. seen: the day that the person takes back; StaleVersion where another one is
    kept by now. What others wrote in the step stays, so no version is asked.
    """

    def work(unit: Unit) -> PlanStep:
        kept = records.record_by_id(unit, PlanStep, step_id)
        permit(person, Action.PLAN, kept.initiative_id)
        if is_said_already(kept.step, kept.done_on, done_on, seen=seen):
            return kept
        return _save_step(unit, kept, {"done_on": done_on}, version=kept.version)

    return store.change(person, work)


def remove_step(store: Store, person: Person, step_id: str, *, version: int) -> None:
    """Take a step away; those that waited for it wait no more. StaleVersion where somebody saved since."""

    def work(unit: Unit) -> None:
        kept = records.record_by_id(unit, PlanStep, step_id)
        permit(person, Action.PLAN, kept.initiative_id)
        siblings = records.records(unit, PlanStep, goal_id=kept.goal_id)
        waited = [each for each in siblings if kept.id in each.after]
        for each in waited:
            records.change(unit, replace(each, after=tuple(key for key in each.after if key != kept.id)))
        remove_record(
            unit,
            kept,
            version=version,
            what="remove_plan_step",
            subject=kept.step,
            initiative_id=kept.initiative_id,
            also={"waited_for_by": [each.step for each in waited]} if waited else None,
        )

    store.change(person, work)


def move_step(store: Store, person: Person, step_id: str, *, by: int) -> None:
    """Let a step go one place up (by=-1) or down (by=1) in the order that partners gave their plan; at an end it
    stays."""

    def work(unit: Unit) -> None:
        kept = records.record_by_id(unit, PlanStep, step_id)
        permit(person, Action.PLAN, kept.initiative_id)
        ordered = in_own_order(records.records(unit, PlanStep, goal_id=kept.goal_id))
        move_among(unit, ordered, kept, by=by, what="move_plan_step", subject=kept.step)

    store.change(person, work)


def in_own_order(steps: Sequence[PlanStep]) -> list[PlanStep]:
    """Steps in the order that partners gave them."""
    return sorted(steps, key=lambda each: each.position)


def _refuse(unit: Unit, wanted: PlanStep, siblings: Sequence[PlanStep], *, kept: PlanStep | None) -> None:
    """What a step cannot say. kept: what it said before, None for a new one."""
    if wanted.begins_on and wanted.due_on and wanted.due_on < wanted.begins_on:
        due, begins = When.of(wanted.due_on), When.of(wanted.begins_on)
        raise NotAllowed(f"The step is due before it begins: {due} is earlier than {begins}. Correct one of the days.")
    if wanted.done_on is not None and wanted.done_on > date.today():
        raise NotAllowed(f"{When.of(wanted.done_on)} is still to come, so the step cannot be done on that day.")
    initiative = initiatives.initiative_by_id(unit, wanted.initiative_id)
    day = wanted.done_on or asked_on(initiative, date.today())
    refuse_partner(unit, wanted.initiative_id, wanted.partner_id, kept=kept.partner_id if kept else None, on=day)
    if kept is None or wanted.cause_id != kept.cause_id:
        refuse_cause(unit, wanted.initiative_id, wanted.cause_id)
    _refuse_circle(wanted, siblings)


def _refuse_circle(wanted: PlanStep, siblings: Sequence[PlanStep]) -> None:
    by_id = {each.id: each for each in siblings} | {wanted.id: wanted}
    if any(key not in by_id for key in wanted.after):
        raise NotFound("A step that this one was to wait for is not in this plan any more. Choose again.")
    ahead, seen = list(wanted.after), set[str]()
    while ahead:
        key = ahead.pop()
        if key == wanted.id:
            raise NotAllowed(f"“{wanted.step}” would wait for itself by way of other steps. Leave one of them out.")
        if key not in seen:
            seen.add(key)
            ahead += by_id[key].after if key in by_id else ()
