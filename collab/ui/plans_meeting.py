"""The meeting view of the action plans: how far each goal is, one plan a slide, then what is overdue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.gantt_rows import on_slides, slide_size
from collab.charts.sizes import Box
from collab.journey import GoalOutcome
from collab.services import plans_words
from collab.ui import meeting_table, plans_chart, plans_steps, viewport
from collab.ui.escape import plain
from collab.ui.initiative_words import OUTCOMES
from collab.ui.meeting import Step, numbered
from collab.ui.meeting import run as run_steps
from collab.ui.wording import day

if TYPE_CHECKING:
    from collab.model import Initiative
    from collab.services.action_plans import PlansView, PlanView, StepView

MOST_LATE, MOST_GOALS = 7, 7


def has_something(view: PlansView) -> bool:
    """Whether there is a step to show."""
    return bool(plans_words.every_step(view))


def run(view: PlansView, initiative: Initiative, today: date) -> None:
    """How far we are, every plan with steps, and what is overdue in any of them."""
    planned = [plan for plan in view.plans if plan.steps]
    steps = numbered("How far is each goal?", [_progress(part) for part in _parts(view.plans, MOST_GOALS)])
    for plan in planned:
        steps += _plan(plan, initiative, today)
    steps += _late(planned, today)
    run_steps(steps, f"{initiative.name} · {day(today)}")


def _parts(rows: Sequence[PlanView], most: int) -> list[Sequence[PlanView]]:
    return [rows[begin : begin + most] for begin in range(0, len(rows), most)]


def _progress(plans: Sequence[PlanView]) -> Callable[[], None]:
    def draw() -> None:
        lines = [
            {
                "Goal": plain(plan.goal.goal.statement),
                "By": plain(day(plan.goal.goal.due_on)) if plan.goal.goal.due_on else "–",
                "Done": _done(plan),
                "Overdue": f":orange[**{len(plan.overdue)}**]" if plan.overdue else "–",
            }
            for plan in plans
        ]
        columns = {name: [line[name] for line in lines] for name in lines[0]}
        meeting_table.draw(columns, alt="Each goal with its steps that are done and overdue")

    return draw


def _done(plan: PlanView) -> str:
    """How far a goal is, in a word or two."""
    outcome = plan.goal.goal.outcome
    if outcome is not GoalOutcome.OPEN:
        return OUTCOMES[outcome]
    return plain(plans_words.share(plan)) if plan.steps else "no step yet"


def _plan(plan: PlanView, initiative: Initiative, today: date) -> list[Step]:
    """The chart of one plan on as many slides as its steps can be read on; words for what no chart shows."""
    dated = [each for each in plan.steps if plans_chart.is_dated(each)]
    parts = on_slides(plans_chart.rows_of(plan, dated, today), slide_size(_box())) if dated else [range(0)]

    def drawn(part: range, *, is_last: bool) -> Callable[[], None]:
        return lambda: _slide(plan, [dated[place] for place in part], initiative, today, is_last=is_last)

    title = plan.goal.goal.statement
    return numbered(title, [drawn(part, is_last=part is parts[-1]) for part in parts], about=plan.goal.goal.id)


def _slide(plan: PlanView, steps: Sequence[StepView], initiative: Initiative, today: date, *, is_last: bool) -> None:
    below = plans_words.undated(plan.steps) if is_last else ""
    st.markdown(" ".join(plain(sentence) for sentence in plans_words.reading(plan)[:1]))
    if viewport.is_narrow_meeting():
        st.markdown("\n".join(f"- {_in_words(each, today)}" for each in steps))
    elif steps:
        size = slide_size(_box(below=bool(below)))
        plans_chart.of_plan(plan, steps, today, key="meeting_gantt", size=size, name=initiative.name)
    if below:
        st.markdown(plain(below))


def _in_words(view: StepView, today: date) -> str:
    """A step on a phone, where no chart can be read."""
    said = (plans_words.who(view), plans_words.times(view.step))
    return (
        f"{plain(view.step.step)}: {plain(', '.join(part for part in said if part))} {plans_steps.badge(view, today)}"
    )


def _box(*, below: bool = False) -> Box:
    """What the sentence above the chart, and one below it, leave."""
    room = viewport.meeting_room()
    return Box(room.width, round(room.height * (0.87 if below else 0.94)))


def _late(plans: Sequence[PlanView], today: date) -> list[Step]:
    late = plans_words.overdue(each for plan in plans for each in plan.steps)
    if not late:
        return [Step("What is overdue", _nothing_late)]
    parts = [late[begin : begin + MOST_LATE] for begin in range(0, len(late), MOST_LATE)]
    return numbered("What is overdue", [_late_table(part, today) for part in parts])


def _nothing_late() -> None:
    st.markdown(":green[:material/check_circle:] Nothing is overdue.")


def _late_table(late: Sequence[StepView], today: date) -> Callable[[], None]:
    def draw() -> None:
        columns = {
            "Step": [plain(each.step.step) for each in late],
            "Who": [plain(plans_words.who(each)) or "nobody named yet" for each in late],
            "Was due": [plain(day(each.step.due_on)) if each.step.due_on else "" for each in late],
            "Overdue by": [plain(plans_words.lateness(each, today)) for each in late],
        }
        meeting_table.draw(columns, alt="The steps whose day has passed")

    return draw
