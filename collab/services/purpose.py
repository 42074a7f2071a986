"""What an initiative is for and who carries it: SMART goals; who leads, houses and pays for it, and for how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from collab.errors import NotAllowed
from collab.journey import Goal, Tenure, TenureKind
from collab.model import YOU, Person
from collab.plans import ActionPlan, PlanStep
from collab.scoring.smart import SmartCheck, smart_checks
from collab.services.editing import add_once, remove_record, save_changes
from collab.services.given import given
from collab.services.names import clean_name
from collab.services.permissions import Action, permit
from collab.services.taking_part import refuse_partner
from collab.services.times import time_given
from collab.store import Store, initiatives, records
from collab.store.keys import new_key
from collab.store.unit import Unit
from collab.when import When

FUNDING_ENDS_SOON_DAYS = 365


@dataclass(frozen=True)
class GoalView:
    """A goal with its five soft checks, in the order of the word SMART."""

    goal: Goal
    checks: tuple[SmartCheck, ...]

    @property
    def is_smart(self) -> bool:
        """All five parts are there."""
        return all(check.there for check in self.checks)


@dataclass(frozen=True)
class Purpose:
    """Goals in their order; tenures by beginning (those without a date last), of all three kinds."""

    goals: tuple[GoalView, ...]
    tenures: tuple[Tenure, ...]

    def of(self, kind: TenureKind) -> tuple[Tenure, ...]:
        """The tenures of one kind."""
        return tuple(each for each in self.tenures if each.kind is kind)


def purpose_of(store: Store, initiative_id: str, *, person: Person = YOU) -> Purpose:
    """Goals and tenures of an initiative."""
    permit(person, Action.SEE, initiative_id)
    return store.read(lambda unit: purpose_in(unit, initiative_id))


def purpose_in(unit: Unit, initiative_id: str) -> Purpose:
    """The same, inside a unit."""
    goals = sorted(records.records(unit, Goal, initiative_id=initiative_id), key=lambda goal: goal.position)
    tenures = records.records(unit, Tenure, initiative_id=initiative_id)
    by_time = sorted(tenures, key=lambda each: (each.kind, each.began_on.first if each.began_on else date.max))
    return Purpose(tuple(GoalView(goal, checks_of(goal)) for goal in goals), tuple(by_time))


def checks_of(goal: Goal) -> tuple[SmartCheck, ...]:
    """The soft checks of a goal."""
    return smart_checks(
        statement=goal.statement,
        measure=goal.measure,
        target=goal.target,
        attainable=goal.attainable,
        result=goal.result,
        due_on=goal.due_on,
    )


def funding_end(tenures: tuple[Tenure, ...], today: date) -> When | None:
    """When the last of the money ends; None where some has no end in sight, all has ended, or there is none."""
    present = [each for each in tenures if each.kind is TenureKind.FUNDING and is_present(each, today)]
    return last_end(present)


def goes_on_without_end(tenures: Sequence[Tenure], today: date) -> bool:
    """Whether some of the money of today has no end in sight."""
    return any(each.kind is TenureKind.FUNDING and each.ends_on is None and is_present(each, today) for each in tenures)


def last_end(tenures: Sequence[Tenure]) -> When | None:
    """When the last of them ends, by the last day that it can mean; None where one has no end, or there is none."""
    ends = [each.ends_on for each in tenures if each.ends_on is not None]
    return max(ends, key=lambda each: each.last) if ends and len(ends) == len(tenures) else None


def is_present(tenure: Tenure, today: date) -> bool:
    """Whether it holds today."""
    begun = tenure.began_on is None or tenure.began_on.first <= today
    return begun and not tenure.is_over and (tenure.ends_on is None or tenure.ends_on.last >= today)


def add_goal(store: Store, person: Person, initiative_id: str, *, goal_id: str | None = None, **values: object) -> Goal:
    """A new goal after the others; values are fields of Goal. NotAllowed where the statement is empty.

    goal_id: names the goal before it is kept; the same that was added under it already is returned, not added again.
    """
    permit(person, Action.EDIT_INITIATIVE, initiative_id)
    wanted = _clean_goal(values)
    made_id = goal_id or new_key()

    def work(unit: Unit) -> Goal:
        initiatives.initiative_by_id(unit, initiative_id)
        position = len(records.records(unit, Goal, initiative_id=initiative_id))
        made = Goal(made_id, initiative_id, position=position, **wanted)
        return add_once(unit, made, what="add_goal", subject=made.statement)

    return store.change(person, work)


def save_goal(store: Store, person: Person, goal_id: str, *, version: int, **values: object) -> Goal:
    """Change what is given of a goal. StaleVersion where somebody saved first."""

    def work(unit: Unit) -> Goal:
        present = records.record_by_id(unit, Goal, goal_id)
        permit(person, Action.EDIT_INITIATIVE, present.initiative_id)
        wanted = _clean_goal({"statement": present.statement, **values})
        return save_changes(
            unit,
            present,
            wanted,
            version=version,
            what="save_goal",
            subject=present.statement,
            initiative_id=present.initiative_id,
        )

    return store.change(person, work)


def remove_goal(store: Store, person: Person, goal_id: str, *, version: int) -> None:
    """Take a goal away. StaleVersion where somebody saved since; NotAllowed where its action plan has steps or says
    anything, so that nobody's words go unseen."""

    def work(unit: Unit) -> None:
        present = records.record_by_id(unit, Goal, goal_id)
        permit(person, Action.EDIT_INITIATIVE, present.initiative_id)
        _refuse_planned(unit, goal_id)
        records.remove(unit, *records.records(unit, ActionPlan, goal_id=goal_id))
        remove_record(
            unit,
            present,
            version=version,
            what="remove_goal",
            subject=present.statement,
            initiative_id=present.initiative_id,
        )

    store.change(person, work)


def _refuse_planned(unit: Unit, goal_id: str) -> None:
    steps = records.records(unit, PlanStep, goal_id=goal_id)
    if steps:
        raise NotAllowed(
            f"This goal has an action plan with {len(steps)} {'step' if len(steps) == 1 else 'steps'}. Take them "
            "away first, or say that the goal was missed; then the plan stays to be read."
        )
    plan = records.record(unit, ActionPlan, goal_id=goal_id)
    if plan is not None and (plan.outcomes or plan.evidence or plan.evaluation):
        raise NotAllowed(
            "The action plan of this goal says something of its outcomes, its signs of progress or its evaluation. "
            "Empty these texts first, or say that the goal was missed; then the plan stays to be read."
        )


def _clean_goal(values: Mapping[str, object]) -> dict[str, Any]:
    return given(Goal, {"statement": "", **values}, required={"statement": "The goal"})


def add_tenure(
    store: Store,
    person: Person,
    initiative_id: str,
    *,
    kind: TenureKind,
    tenure_id: str | None = None,
    **values: object,
) -> Tenure:
    """Somebody who leads, a home, or money; NotAllowed where it has no name and no post or ends before it begins.

    tenure_id: names it before it is kept; the same that was added under it already is returned, not added again.
    """
    permit(person, Action.EDIT_INITIATIVE, initiative_id)
    wanted = _clean_tenure(values)
    made_id = tenure_id or new_key()

    def work(unit: Unit) -> Tenure:
        initiatives.initiative_by_id(unit, initiative_id)
        made = Tenure(made_id, initiative_id, kind, **wanted)
        _refuse_odd(made)
        refuse_partner(unit, initiative_id, made.partner_id)
        return add_once(unit, made, what="add_tenure", subject=made.called)

    return store.change(person, work)


def save_tenure(store: Store, person: Person, tenure_id: str, *, version: int, **values: object) -> Tenure:
    """Change what is given. StaleVersion where somebody saved first."""

    def work(unit: Unit) -> Tenure:
        present = records.record_by_id(unit, Tenure, tenure_id)
        permit(person, Action.EDIT_INITIATIVE, present.initiative_id)
        refuse_partner(unit, present.initiative_id, values.get("partner_id"), kept=present.partner_id)
        saved = save_changes(
            unit,
            present,
            _clean_tenure(values),
            version=version,
            what="save_tenure",
            subject=present.called,
            initiative_id=present.initiative_id,
        )
        _refuse_odd(saved)
        return saved

    return store.change(person, work)


def remove_tenure(store: Store, person: Person, tenure_id: str, *, version: int) -> None:
    """Take an entry away that was made by mistake; one that is over gets a date of end instead.

    StaleVersion where somebody saved since.
    """

    def work(unit: Unit) -> None:
        present = records.record_by_id(unit, Tenure, tenure_id)
        permit(person, Action.EDIT_INITIATIVE, present.initiative_id)
        remove_record(
            unit,
            present,
            version=version,
            what="remove_tenure",
            subject=present.called,
            initiative_id=present.initiative_id,
        )

    store.change(person, work)


def _clean_tenure(values: Mapping[str, object]) -> dict[str, Any]:
    name = str(values.get("name", ""))
    named = {"name": clean_name(name, "The name") if name.strip() else ""} if "name" in values else {}
    times = {key: values.get(key) for key in ("began_on", "ends_on")}
    when = {key: time_given(each) for key, each in times.items() if isinstance(each, date | When)}
    return {**given(Tenure, values), **named, **when}


def _refuse_odd(tenure: Tenure) -> None:
    if not tenure.called:
        instead = "the post" if tenure.kind is TenureKind.LEADER else "what it is"
        raise NotAllowed(f"The name is empty. Type it, or {instead} where no name is known.")
    if tenure.began_on and tenure.ends_on and tenure.ends_on.last < tenure.began_on.first:
        raise NotAllowed(
            f"“{tenure.called}” ends before it begins: {tenure.ends_on} is earlier than {tenure.began_on}. "
            "Correct one of the dates."
        )
