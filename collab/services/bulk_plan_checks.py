"""Whether the plans would hold together with the rows of a sheet in them: goals, days, and what waits for what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from collab.errors import Problem
from collab.journey import Goal, GoalOutcome
from collab.plans import PlanStep
from collab.services.bulk import Row, Standing
from collab.services.bulk_cells import Terms, cut
from collab.when import When

Fault = tuple[str, str, str]
"""The field, what was found, what to do."""


@dataclass(frozen=True)
class Plans:
    """The goals of an initiative, each with a plan of its own."""

    goals: Mapping[str, Goal]

    @property
    def statements(self) -> dict[str, str]:
        """Goal id -> how it is stated."""
        return {key: goal.statement for key, goal in self.goals.items()}

    @property
    def only_open(self) -> str:
        """The statement of the only goal that is open, "" where there are several or none."""
        found = [goal.statement for goal in self.goals.values() if goal.outcome is GoalOutcome.OPEN]
        return found[0] if len(found) == 1 else ""


def checked(
    rows: tuple[Row, ...], kept: Mapping[str, PlanStep], plans: Plans, terms: Terms
) -> tuple[tuple[Row, ...], tuple[Problem, ...]]:
    """The rows that can be saved together, and a problem for each other one. What rests on a row that is left out may
    have to be left out too, so it is looked at again until nothing more is."""
    problems: list[Problem] = []
    left = {row.key: row for row in rows}
    while True:
        after = {**kept, **{key: _wanted(row) for key, row in left.items() if row.is_saved}}
        wrong = {key: fault for key, row in left.items() if row.is_saved and (fault := _fault(row, after, plans))}
        if not wrong:
            return tuple(left.values()), tuple(problems)
        for key, (name, found, remedy) in wrong.items():
            sheet, place = left.pop(key).place
            problems.append(Problem(found, "", remedy, sheet=sheet, row=place, column=terms.title(name)))


def _wanted(row: Row) -> PlanStep:
    step: PlanStep = row.record
    return replace(step, **row.wanted)  # type: ignore[arg-type]


def _fault(row: Row, after: Mapping[str, PlanStep], plans: Plans) -> Fault | None:
    step = after[row.key]
    return _of_words(row, step) or _of_goal(row, step, plans) or _of_days(step) or _of_waiting(row, step, after)


def _of_words(row: Row, step: PlanStep) -> Fault | None:
    if step.step:
        return None
    if row.standing is Standing.NEW:
        return "step", "The row does not say what will be done.", "Write the step, or clear the row."
    return "step", "The step is empty now.", "Write it again. A sheet removes no step: do that on the page."


def _of_goal(row: Row, step: PlanStep, plans: Plans) -> Fault | None:
    goal = plans.goals.get(step.goal_id)
    if goal is None:
        return "goal", "The row names no goal.", "Choose one from the list; each goal has a plan of its own."
    if goal.outcome is not GoalOutcome.OPEN and step.goal_id != row.record.goal_id:
        return "goal", f"“{cut(goal.statement)}” is settled ({goal.outcome}).", "Open the goal again first."
    return None


def _of_days(step: PlanStep) -> Fault | None:
    if step.begins_on and step.due_on and step.due_on < step.begins_on:
        due, begins = When.of(step.due_on), When.of(step.begins_on)
        return "due_on", f"{due} is earlier than {begins}, when the step begins.", "Correct one of the days."
    if step.done_on is not None and step.done_on > date.today():
        return "done_on", f"{When.of(step.done_on)} is still to come.", "Clear the day, or correct it."
    return None


def _of_waiting(row: Row, step: PlanStep, after: Mapping[str, PlanStep]) -> Fault | None:
    for key in step.after if "after" in row.wanted or "goal_id" in row.wanted else ():
        if key == step.id:
            return "after", "The step would wait for itself.", "Take its own number out."
        if key not in after:
            return "after", "It would wait for a row that is left out.", "Correct that row, or take its number out."
        if after[key].goal_id != step.goal_id:
            return (
                "after",
                f"“{cut(after[key].step)}” belongs to another goal.",
                "A step waits for steps of its own goal only: take the number out.",
            )
    return _of_being_waited_for(row, step, after) or _of_circles(row, step, after)


def _of_being_waited_for(row: Row, step: PlanStep, after: Mapping[str, PlanStep]) -> Fault | None:
    if row.is_added or step.goal_id == row.record.goal_id:
        return None
    others = [each for each in after.values() if step.id in each.after and each.goal_id != step.goal_id]
    if not others:
        return None
    found = f"“{cut(others[0].step)}” waits for this step, and belongs to another goal."
    return "goal", found, "Let that step not wait for it any more, or leave this one with its goal."


def _of_circles(row: Row, step: PlanStep, after: Mapping[str, PlanStep]) -> Fault | None:
    if "after" not in row.wanted:
        return None
    ahead, seen = list(step.after), set[str]()
    while ahead:
        key = ahead.pop()
        if key == step.id:
            return "after", "The step would wait for itself by way of other steps.", "Take one of the numbers out."
        if key not in seen:
            seen.add(key)
            ahead += after[key].after if key in after else ()
    return None
