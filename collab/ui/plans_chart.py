"""The chart of steps along dates: of one plan, or of all of them, goal by goal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.gantt import LEAST, gantt
from collab.charts.gantt_rows import GANTT, Head, Look, Row
from collab.charts.theme import palette
from collab.services import plans_words
from collab.services.action_plans import Progress
from collab.services.plans_words import short
from collab.ui import figures, keys, shell

if TYPE_CHECKING:
    from datetime import date

    from collab.charts.sizes import Size
    from collab.services.action_plans import PlanView, StepView

NOTES = {
    Progress.OVERDUE: "Brown: overdue, dashed up to today.",
    Progress.UNDER_WAY: "Strong: under way.",
    Progress.AHEAD: "Pale: to come.",
    Progress.WAITING: "Dotted: waits for another step.",
    Progress.DONE: "Grey: done.",
}
CLASH = "Dashed arrow: due only after the step that waits for it has begun."


def is_dated(view: StepView) -> bool:
    """Whether a chart can show it."""
    return bool(view.step.begins_on or view.step.due_on)


def rows_of(plan: PlanView, steps: Sequence[StepView], today: date, *, first: int = 0) -> tuple[Row, ...]:
    """A row for each step that has a date. first: the place of the first in the chart."""
    shown = [each for each in steps if is_dated(each)]
    places = {each.step.id: first + place for place, each in enumerate(shown)}
    return tuple(_row(plan, each, places, today) for each in shown)


def _row(plan: PlanView, view: StepView, places: dict[str, int], today: date) -> Row:
    step = view.step
    return Row(
        key=f"{plan.goal.goal.id}:{step.id}",
        label=step.step,
        who=plans_words.who(view) or ("" if step.is_done else "nobody named yet"),
        word=plans_words.standing(view, today),
        look=Look(str(view.progress)),
        begins=step.begins_on,
        due=step.due_on,
        hover=_hover(view, today),
        after=tuple(places[each.id] for each in view.before if each.id in places),
        clashes=tuple(places[each.id] for each in view.clashes if each.id in places and not step.is_done),
    )


def _hover(view: StepView, today: date) -> str:
    lines = (
        short(view.step.step, 70),
        plans_words.who(view),
        f"{plans_words.times(view.step)} · {plans_words.standing(view, today)}",
        plans_words.waits(view),
    )
    return "\n".join(line for line in lines if line)


def of_plan(
    plan: PlanView, steps: Sequence[StepView], today: date, *, key: str = "gantt", size: Size = GANTT, name: str
) -> None:
    """Those of its steps that have a date, in the order given; nothing where there are none."""
    rows = rows_of(plan, steps, today)
    if rows:
        every = rows_of(plan, plan.steps, today)
        also = (min(each.first for each in every), max(each.last for each in every))
        _draw(rows, today, key=key, size=size, name=name, goal_due=plan.goal.goal.due_on, also=also)


def of_all(plans: Sequence[tuple[PlanView, Sequence[StepView]]], today: date, *, name: str) -> None:
    """Every plan with a step that has a date, each under its goal, which says how far the steps given are."""
    rows: list[Row | Head] = []
    for plan, steps in plans:
        if any(is_dated(each) for each in steps):
            rows.append(Head(plan.goal.goal.statement, plans_words.share_of(steps)))
            rows += rows_of(plan, steps, today, first=len(rows))
    if rows:
        _draw(tuple(rows), today, key="gantt_all", size=GANTT, name=name)


def _draw(
    rows: tuple[Row | Head, ...],
    today: date,
    *,
    key: str,
    size: Size,
    name: str,
    goal_due: date | None = None,
    also: tuple[date, ...] = (),
) -> None:
    dark, is_meeting = figures.is_dark(), shell.in_meeting()
    note = " ".join(_notes(rows, in_short=is_meeting))
    figure = figures.kept(
        ("gantt", rows, goal_due, also, today, size, dark),
        lambda: gantt(
            rows, today=today, goal_due=goal_due, colours=palette(dark=dark), size=size, note=note, also=also
        ),
    )
    figures.draw(
        figure,
        key=key,
        alt=alt(rows),
        file_name=f"action plan {name}",
        least_width=None if size.height else LEAST,
        on_select=None if is_meeting else lambda: _open(key),
    )


def _notes(rows: Sequence[Row | Head], *, in_short: bool) -> list[str]:
    """What the colours mean. in_short: where a word beside each bar has to be enough."""
    looks = set() if in_short else {str(row.look) for row in rows if isinstance(row, Row)}
    found = [words for look, words in NOTES.items() if look in looks]
    return [*found, *([CLASH] if any(isinstance(row, Row) and row.clashes for row in rows) else [])]


def alt(rows: Sequence[Row | Head]) -> str:
    """The chart in words."""
    told = [f"{row.label}: {row.word.lower()}" for row in rows if isinstance(row, Row)]
    return f"Steps along dates. {'; '.join(told)}. All of it is in the list of steps and in the table."


def _open(key: str) -> None:
    """A bar was chosen: its step opens to be changed."""
    points = st.session_state[f"chart_{key}"]["selection"]["points"]
    chosen = next((point["customdata"] for point in points if point.get("customdata")), None)
    if chosen is None:
        return
    goal, _, step = str(chosen[0] if isinstance(chosen, list) else chosen).partition(":")
    st.query_params[keys.GOAL] = goal
    st.query_params[keys.EDIT] = f"plan_step:{step}"
