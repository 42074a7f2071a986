"""One initiative at a glance: overdue before what is ahead, with owners; above and below; the weakest dimension."""

from __future__ import annotations

from datetime import date

import pytest

from collab.journey import GoalOutcome, MilestoneStanding, ReviewState
from collab.model import YOU, Sector, Standing
from collab.services import action_plans, initiatives, milestones, purpose, reviews, stages
from collab.services.at_a_glance import Glance, at_a_glance
from collab.services.partners import add_partner
from collab.services.sample import load_sample
from collab.services.tasks import TaskKind
from collab.store import Store

TODAY = date(2026, 11, 20)


@pytest.fixture
def initiative_id(store: Store) -> str:
    """An initiative in planning, with one partner."""
    made = initiatives.create_initiative(store, YOU, name="Northside Compact")
    stages.begin(store, YOU, made.id, stage="plan", on=date(2026, 1, 10))
    return made.id


def seen(store: Store, initiative_id: str) -> Glance:
    return at_a_glance(store, initiative_id, today=TODAY)


def said(store: Store, initiative_id: str, key: str, **values: object) -> None:
    given = {"version": 0, "standing": MilestoneStanding.UNSAID, **values}
    milestones.save_milestone(store, YOU, initiative_id, key, **given)  # type: ignore[arg-type]


def test_tasks_come_by_date_and_those_without_one_last(store: Store, initiative_id: str) -> None:
    partner = add_partner(store, YOU, initiative_id, name="Harbor Light", sector=Sector.CHARTER)
    said(store, initiative_id, "plan.scope", due_on=date(2026, 12, 15), owner="R. Almeida", partner_id=partner.id)
    said(store, initiative_id, "plan.causes", due_on=date(2026, 11, 1))
    said(store, initiative_id, "plan.logic_model", standing=MilestoneStanding.DONE, due_on=date(2026, 11, 2))
    said(store, initiative_id, "commit.initiator", due_on=date(2026, 11, 3))
    glance = seen(store, initiative_id)
    assert [task.key for task in glance.overdue(TODAY)] == ["plan.causes", "commit.initiator"]
    ahead = glance.ahead(TODAY)
    assert [(task.key, task.owned_by) for task in ahead[:1]] == [("plan.scope", "R. Almeida, Harbor Light")]
    assert {task.due_on for task in ahead[1:]} == {None}
    assert {task.where for task in ahead[1:]} == {"plan"}


def test_open_goals_with_a_date_are_among_what_is_next(store: Store, initiative_id: str) -> None:
    purpose.add_goal(store, YOU, initiative_id, statement="One calendar", due_on=date(2027, 6, 1))
    purpose.add_goal(store, YOU, initiative_id, statement="Shared buses")
    kinds = [task.text for task in seen(store, initiative_id).tasks if task.kind is TaskKind.GOAL]
    assert kinds == ["One calendar"]


def test_the_planned_end_of_the_present_stage_is_among_what_is_due(store: Store, initiative_id: str) -> None:
    for stage, until in (("plan", date(2026, 2, 1)), ("assess", date(2025, 12, 1))):
        stages.save_plan(store, YOU, initiative_id, stage, version=0, from_on=None, until_on=until)
    glance = seen(store, initiative_id)
    assert [(task.where, task.due_on) for task in glance.tasks if task.kind is TaskKind.STAGE] == [
        ("plan", date(2026, 2, 1))
    ]
    assert TaskKind.STAGE in {task.kind for task in glance.overdue(TODAY)}


def test_items_that_three_reviews_left_where_they_were_are_stuck(store: Store, initiative_id: str) -> None:
    for month in (3, 6, 9):
        review = reviews.start_review(
            store, YOU, initiative_id, checklist="sustainability", held_on=date(2026, month, 1)
        )
        entry = reviews.review_view(store, review.id).entries["people.time"]
        reviews.save_entry(
            store, YOU, review.id, entry.item, version=entry.version, status="partial", next_steps="Name a person"
        )
        present = reviews.review_view(store, review.id).review
        reviews.save_review(store, YOU, review.id, version=present.version, state=ReviewState.HELD)
    glance = seen(store, initiative_id)
    assert [(each.checklist.key, each.stuck.reviews) for each in glance.stuck] == [("sustainability", 3)]
    assert [task.text.endswith("Name a person") for task in glance.tasks if task.kind is TaskKind.ITEM] == [True]


def test_a_compact_names_the_initiatives_under_it_with_their_stage(store: Store, initiative_id: str) -> None:
    above = initiatives.create_initiative(store, YOU, name="Bay Area Compact")
    stopped = initiatives.create_initiative(store, YOU, name="A shared transport office")
    for each in (initiative_id, stopped.id):
        present = initiatives.get_initiative(store, each)
        initiatives.set_parent(store, YOU, each, version=present.version, parent_id=above.id)
    present = initiatives.get_initiative(store, stopped.id)
    initiatives.set_standing(
        store, YOU, stopped.id, version=present.version, standing=Standing.STOPPED, on=TODAY, reason="No money"
    )
    below = seen(store, above.id).children
    assert [(each.initiative.name, each.stage, each.initiative.standing) for each in below] == [
        ("A shared transport office", "", Standing.STOPPED),
        ("Northside Compact", "Plan", Standing.ACTIVE),
    ]
    parent = seen(store, initiative_id).parent
    assert parent is not None
    assert parent.id == above.id


def test_the_weakest_dimension_comes_first(sqlite_store: Store) -> None:
    readiness = seen(sqlite_store, load_sample(sqlite_store, YOU).id).readiness
    assert readiness is not None
    values = [each.value for each in readiness.dimensions if each.value is not None]
    assert len(values) == 4
    assert values == sorted(values)


def test_without_a_round_there_is_no_readiness(store: Store, initiative_id: str) -> None:
    assert seen(store, initiative_id).readiness is None


def test_open_steps_of_plans_of_open_goals_are_tasks_with_their_owners(store: Store, initiative_id: str) -> None:
    partner = add_partner(store, YOU, initiative_id, name="Harbor Light", sector=Sector.CHARTER)
    goal = purpose.add_goal(store, YOU, initiative_id, statement="One form")
    late: dict[str, object] = {"due_on": date(2026, 1, 5), "responsible": "Ada", "partner_id": partner.id}
    action_plans.add_step(store, YOU, goal.id, step="Draft the form", **late)
    action_plans.add_step(store, YOU, goal.id, step="Collect forms", done_on=date(2026, 1, 1))
    (task,) = (each for each in seen(store, initiative_id).overdue(TODAY) if each.kind is TaskKind.PLAN_STEP)
    assert (task.text, task.owned_by, task.where) == ("Draft the form", "Ada, Harbor Light", goal.id)
    purpose.save_goal(store, YOU, goal.id, version=1, outcome=GoalOutcome.MET)
    assert not [each for each in seen(store, initiative_id).tasks if each.kind is TaskKind.PLAN_STEP]
