"""What the chart and the table of action plans are made of: rows in order, arrows by place, words for every step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from collab.charts.gantt_rows import Head, Look, Row
from collab.journey import Goal
from collab.model import YOU
from collab.services import initiatives, purpose
from collab.services.action_plans import PlanView, action_plans, add_step
from collab.store import Store
from collab.ui import plans_chart, plans_table

TODAY = date(2026, 11, 20)


@pytest.fixture
def goal(store: Store) -> Goal:
    made = initiatives.create_initiative(store, YOU, name="Northside Compact")
    return purpose.add_goal(store, YOU, made.id, statement="Nine of ten families apply")


@pytest.fixture
def plan(store: Store, goal: Goal) -> PlanView:
    """A late step, one that waits for it and begins too early, and one without a date."""
    begins, due = TODAY - timedelta(days=30), TODAY - timedelta(days=3)
    first = add_step(store, YOU, goal.id, step="Agree", responsible="Ada", begins_on=begins, due_on=due)
    add_step(store, YOU, goal.id, step="Sign", begins_on=due - timedelta(days=5), after=(first.id,), barriers="Boards")
    add_step(store, YOU, goal.id, step="Undated", after=(first.id,))
    return action_plans(store, goal.initiative_id, today=TODAY).plans[0]


def test_only_steps_with_a_date_are_drawn_with_arrows_between_their_rows(plan: PlanView) -> None:
    rows = plans_chart.rows_of(plan, plan.steps, TODAY)
    assert [(row.label, row.look, row.word, row.after, row.clashes) for row in rows] == [
        ("Agree", Look.OVERDUE, "Overdue by 3 days", (), ()),
        ("Sign", Look.WAITING, "Waits", (0,), (0,)),
    ]
    assert [row.who for row in rows] == ["Ada", "nobody named yet"]


def test_arrows_follow_their_steps_into_another_order_and_below_another_goal(plan: PlanView) -> None:
    sign = plans_chart.rows_of(plan, plan.steps[::-1], TODAY, first=5)[0]
    assert (sign.label, sign.after) == ("Sign", (6,))


def test_a_step_that_is_done_clashes_with_nothing(plan: PlanView) -> None:
    done = [replace(each, step=replace(each.step, done_on=TODAY)) for each in plan.steps]
    assert all(row.clashes == () for row in plans_chart.rows_of(plan, done, TODAY))


def test_the_chart_is_told_in_words_without_heads(plan: PlanView) -> None:
    rows: list[Row | Head] = [Head("A goal", "0 of 3 done"), *plans_chart.rows_of(plan, plan.steps, TODAY, first=1)]
    assert "Agree: overdue by 3 days; Sign: waits." in plans_chart.alt(rows)


def test_the_table_has_every_field_of_the_form(plan: PlanView) -> None:
    agree, sign = (plans_table.row(plan, each, TODAY, with_goal=True) for each in plan.steps[:2])
    assert agree["Goal"] == "Nine of ten families apply"
    assert (agree["Action step"], agree["Stands"], agree["Days overdue"]) == ("Agree", "Overdue", 3)
    assert (sign["Waits for"], sign["Possible barriers"], sign["Days overdue"]) == ("Agree", "Boards", None)


def test_paper_says_days_and_standing_in_one_column(plan: PlanView) -> None:
    said = plans_table.on_paper(plan, plan.steps[0], TODAY, with_goal=False)
    assert said["Timeline"] == "21 Oct 2026 to 17 Nov 2026. Overdue by 3 days"
    assert len(said) <= 12
