"""What action plans say in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from collab.journey import Goal
from collab.plans import ActionPlan, PlanStep
from collab.services import plans_words
from collab.services.action_plans import PlanView, Progress, StepView
from collab.services.purpose import GoalView

TODAY = date(2026, 11, 20)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def step(progress: Progress = Progress.AHEAD, *, is_owed: bool = True, **changes: object) -> StepView:
    held = PlanStep("id", "initiative", "goal", "Agree", **changes)  # type: ignore[arg-type]
    return StepView(held, progress, partner=None, cause=None, before=(), waits_for=(), clashes=(), is_owed=is_owed)


def plan(*steps: StepView) -> PlanView:
    goal = GoalView(Goal("goal", "initiative", "A goal"), checks=())
    return PlanView(goal, ActionPlan("goal", "initiative"), steps)


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (step(Progress.OVERDUE, due_on=YESTERDAY), "Overdue by 1 day"),
        (step(Progress.DONE, done_on=YESTERDAY), "Done 19 Nov 2026"),
        (step(Progress.WAITING), "Waits"),
        (step(due_on=TOMORROW), "To come"),
        (step(), "Open"),
        (step(is_owed=False, due_on=YESTERDAY), "Not done"),
        (step(Progress.DONE, is_owed=False, done_on=YESTERDAY), "Done 19 Nov 2026"),
    ],
)
def test_a_step_says_how_it_stands(view: StepView, said: str) -> None:
    assert plans_words.standing(view, TODAY) == said


@pytest.mark.parametrize(
    ("begins", "due", "said"),
    [
        (YESTERDAY, TOMORROW, "19 Nov 2026 to 21 Nov 2026"),
        (TODAY, TODAY, "by 20 Nov 2026"),
        (None, TODAY, "by 20 Nov 2026"),
        (TODAY, None, "from 20 Nov 2026"),
        (None, None, "no date"),
    ],
)
def test_a_step_says_its_days_as_far_as_they_are_known(begins: date | None, due: date | None, said: str) -> None:
    assert plans_words.times(step(begins_on=begins, due_on=due).step) == said


def test_the_next_step_is_the_first_that_is_neither_late_nor_done() -> None:
    steps = (step(Progress.OVERDUE, due_on=YESTERDAY), step(due_on=TOMORROW, responsible="Ada"))
    assert plans_words.reading(plan(*steps)) == [
        "0 of 2 steps are done, 1 is overdue.",
        "Next, by 21 Nov 2026: “Agree” (Ada).",
    ]
    assert plans_words.reading(plan()) == []


def test_of_a_plan_that_is_over_nothing_is_next_and_nobody_is_missed() -> None:
    over = plan(step(is_owed=False, due_on=YESTERDAY))
    assert plans_words.reading(over) == ["0 of 1 step is done."]
    assert plans_words.without_owner(over.steps) == ""
