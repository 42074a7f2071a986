"""Action plans: steps in order of urgency, what waits for what, progress, and what a step cannot say."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from collab.errors import NotAllowed, NotFound, StaleVersion
from collab.journey import Goal, GoalOutcome
from collab.model import YOU, Sector, Standing
from collab.services import initiatives, maintenance, partners, purpose, root_causes, workbook_plans
from collab.services.action_plans import (
    PlanView,
    Progress,
    action_plans,
    add_step,
    in_own_order,
    move_step,
    remove_step,
    save_plan,
    save_step,
    say_step_done,
)
from collab.services.owed import owed
from collab.services.plans_words import counted, every_step
from collab.services.workbook_material import gathered
from collab.store import Store
from tests.statements import asked_of

TODAY = date(2026, 11, 20)


@pytest.fixture
def goal(store: Store) -> Goal:
    made = initiatives.create_initiative(store, YOU, name="Northside Compact")
    return purpose.add_goal(store, YOU, made.id, statement="Nine of ten families apply")


def plan(store: Store, goal: Goal) -> PlanView:
    """The only plan, as of TODAY."""
    (found,) = action_plans(store, goal.initiative_id, today=TODAY).plans
    return found


def named(store: Store, goal: Goal) -> dict[str, Progress]:
    """Step -> how it stands, in the order of the plan."""
    return {each.step.step: each.progress for each in plan(store, goal).steps}


def test_overdue_steps_come_first_and_done_ones_last(store: Store, goal: Goal) -> None:
    add_step(store, YOU, goal.id, step="Ahead", due_on=TODAY + timedelta(days=1))
    add_step(store, YOU, goal.id, step="Undated")
    add_step(store, YOU, goal.id, step="Done", due_on=date(2026, 1, 1), done_on=date(2026, 1, 2))
    add_step(store, YOU, goal.id, step="Late", due_on=TODAY - timedelta(days=1))
    add_step(store, YOU, goal.id, step="Going on", begins_on=TODAY, due_on=TODAY)
    assert list(named(store, goal).items()) == [
        ("Late", Progress.OVERDUE),
        ("Going on", Progress.UNDER_WAY),
        ("Ahead", Progress.AHEAD),
        ("Undated", Progress.AHEAD),
        ("Done", Progress.DONE),
    ]
    assert plan(store, goal).share == 1 / 5
    assert [each.step.step for each in plan(store, goal).overdue] == ["Late"]


def test_a_step_waits_until_those_before_it_are_done(store: Store, goal: Goal) -> None:
    first = add_step(store, YOU, goal.id, step="Agree", due_on=TODAY + timedelta(days=9))
    add_step(store, YOU, goal.id, step="Sign", begins_on=TODAY + timedelta(days=3), after=(first.id,))
    assert named(store, goal)["Sign"] is Progress.WAITING
    assert {each.step.step: [other.step for other in each.clashes] for each in plan(store, goal).steps} == {
        "Agree": [],
        "Sign": ["Agree"],
    }
    say_step_done(store, YOU, first.id, done_on=date(2026, 11, 1))
    assert named(store, goal)["Sign"] is Progress.AHEAD
    assert all(not each.clashes for each in plan(store, goal).steps)


def test_a_plan_without_steps_has_no_share(store: Store, goal: Goal) -> None:
    assert plan(store, goal).share is None


def test_steps_cannot_wait_for_themselves_in_a_circle(store: Store, goal: Goal) -> None:
    one = add_step(store, YOU, goal.id, step="One")
    two = add_step(store, YOU, goal.id, step="Two", after=(one.id,))
    three = add_step(store, YOU, goal.id, step="Three", after=(two.id,))
    with pytest.raises(NotAllowed, match="wait for itself"):
        save_step(store, YOU, one.id, version=1, after=(three.id,))
    assert all(each.step.version == 1 for each in plan(store, goal).steps)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"step": " "}, "The step is empty"),
        ({"begins_on": date(2026, 12, 2), "due_on": date(2026, 12, 1)}, "due before it begins"),
        ({"done_on": date.today() + timedelta(days=1)}, "still to come"),
    ],
    ids=["no words", "due before it begins", "done on a day to come"],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    store: Store, goal: Goal, values: dict[str, object], said: str
) -> None:
    with pytest.raises(NotAllowed, match=said):
        add_step(store, YOU, goal.id, **{"step": "Write the letter", **values})
    assert plan(store, goal).steps == ()


def test_a_step_that_is_waited_for_goes_without_leaving_a_trace_in_others(store: Store, goal: Goal) -> None:
    first = add_step(store, YOU, goal.id, step="Agree")
    add_step(store, YOU, goal.id, step="Sign", after=(first.id,))
    remove_step(store, YOU, first.id, version=1)
    assert [each.step.after for each in plan(store, goal).steps] == [()]
    told = initiatives.changes_of(store, goal.initiative_id)[0]
    assert told.before == {"goal": "Nine of ten families apply", "step": "Agree", "waited_for_by": ["Sign"]}


def test_a_step_of_another_plan_cannot_be_waited_for(store: Store, goal: Goal) -> None:
    other = purpose.add_goal(store, YOU, goal.initiative_id, statement="One calendar")
    elsewhere = add_step(store, YOU, other.id, step="Count the days")
    with pytest.raises(NotFound, match="not in this plan"):
        add_step(store, YOU, goal.id, step="Sign", after=(elsewhere.id,))


def test_a_goal_is_taken_away_only_once_its_plan_says_nothing(store: Store, goal: Goal) -> None:
    save_plan(store, YOU, goal.id, version=0, outcomes="More families apply")
    step = add_step(store, YOU, goal.id, step="Sign")
    with pytest.raises(NotAllowed, match="plan with 1 step"):
        purpose.remove_goal(store, YOU, goal.id, version=1)
    remove_step(store, YOU, step.id, version=1)
    with pytest.raises(NotAllowed, match="Empty these texts first"):
        purpose.remove_goal(store, YOU, goal.id, version=1)
    save_plan(store, YOU, goal.id, version=1, outcomes="")
    purpose.remove_goal(store, YOU, goal.id, version=1)
    assert action_plans(store, goal.initiative_id, today=TODAY).plans == ()
    assert maintenance.check(store) == ()


def test_a_settled_goal_takes_no_new_step(store: Store, goal: Goal) -> None:
    purpose.save_goal(store, YOU, goal.id, version=1, outcome=GoalOutcome.MISSED)
    with pytest.raises(NotAllowed, match="missed"):
        add_step(store, YOU, goal.id, step="Sign")


def test_two_who_save_one_plan_are_told_of_one_another(store: Store, goal: Goal) -> None:
    save_plan(store, YOU, goal.id, version=0, outcomes="More families apply")
    with pytest.raises(StaleVersion):
        save_plan(store, YOU, goal.id, version=0, outcomes="All families apply")


def test_the_history_names_partner_cause_and_steps_and_no_id(store: Store, goal: Goal) -> None:
    partner = partners.add_partner(store, YOU, goal.initiative_id, name="Harbor Light", sector=Sector.CHARTER)
    problem = root_causes.add_problem(store, YOU, goal.initiative_id, statement="Few families apply")
    cause = root_causes.add_cause(store, YOU, problem.id, answer="They hear of it late")
    root_causes.save_cause(store, YOU, cause.id, version=1, is_chosen=True)
    first = add_step(store, YOU, goal.id, step="Agree")
    add_step(store, YOU, goal.id, step="Sign", partner_id=partner.id, cause_id=cause.id, after=(first.id,))
    told = initiatives.changes_of(store, goal.initiative_id)[0].after
    assert told == {
        "goal": "Nine of ten families apply",
        "step": "Sign",
        "partner": "Harbor Light",
        "cause": "They hear of it late",
        "waits_for": ["Agree"],
    }


def test_a_chosen_cause_is_open_until_a_step_goes_at_it(store: Store, goal: Goal) -> None:
    problem = root_causes.add_problem(store, YOU, goal.initiative_id, statement="Few families apply")
    cause = root_causes.add_cause(store, YOU, problem.id, answer="They hear of it late")
    root_causes.save_cause(store, YOU, cause.id, version=1, is_chosen=True)
    assert [each.id for each in action_plans(store, goal.initiative_id, today=TODAY).open_causes] == [cause.id]
    add_step(store, YOU, goal.id, step="Write in August", cause_id=cause.id)
    assert action_plans(store, goal.initiative_id, today=TODAY).open_causes == ()


def test_steps_change_places_and_stay_at_the_ends(store: Store, goal: Goal) -> None:
    made = [add_step(store, YOU, goal.id, step=words) for words in ("One", "Two", "Three")]

    def order() -> list[str]:
        return [each.step for each in in_own_order([view.step for view in plan(store, goal).steps])]

    move_step(store, YOU, made[2].id, by=-1)
    assert order() == ["One", "Three", "Two"]
    move_step(store, YOU, made[0].id, by=-1)
    move_step(store, YOU, made[1].id, by=1)
    assert order() == ["One", "Three", "Two"]
    move_step(store, YOU, made[0].id, by=1)
    assert order() == ["Three", "One", "Two"]


@pytest.mark.parametrize("by", [-1, 1], ids=["up", "down"])
def test_a_step_goes_one_place_where_all_stood_at_the_same(store: Store, goal: Goal, by: int) -> None:
    made = [add_step(store, YOU, goal.id, step=words, position=0) for words in ("One", "Two", "Three")]
    move_step(store, YOU, made[1].id, by=by)
    order = [each.step for each in in_own_order([view.step for view in plan(store, goal).steps])]
    assert order == (["Two", "One", "Three"] if by < 0 else ["One", "Three", "Two"])
    told = initiatives.changes_of(store, goal.initiative_id)[0]
    assert (told.what, told.before, told.after) == ("move_plan_step", {"position": 2}, {"position": 2 + by})


def test_moving_steps_disturbs_nobody_who_writes_in_one_of_them(store: Store, goal: Goal) -> None:
    made = [add_step(store, YOU, goal.id, step=words) for words in ("One", "Two")]
    move_step(store, YOU, made[1].id, by=-1)
    assert [save_step(store, YOU, each.id, version=1, responsible="Ada").position for each in made] == [1, 0]


def test_the_day_on_which_somebody_said_that_a_step_was_done_stays(store: Store, goal: Goal) -> None:
    step = add_step(store, YOU, goal.id, step="Sign")
    first = say_step_done(store, YOU, step.id, done_on=date(2026, 11, 1))
    assert say_step_done(store, YOU, step.id, done_on=TODAY) == first


def test_only_the_day_that_was_seen_is_taken_back(store: Store, goal: Goal) -> None:
    step = add_step(store, YOU, goal.id, step="Sign", done_on=date(2026, 11, 1))
    with pytest.raises(StaleVersion, match="“Sign” was done on 1 Nov 2026"):
        say_step_done(store, YOU, step.id, done_on=None, seen=date(2026, 10, 1))
    undone = say_step_done(store, YOU, step.id, done_on=None, seen=date(2026, 11, 1))
    assert undone.done_on is None
    assert say_step_done(store, YOU, step.id, done_on=None, seen=date(2026, 11, 1)) == undone


@pytest.mark.parametrize("is_over", [False, True], ids=["goal settled", "initiative stopped"])
def test_what_is_not_owed_any_more_is_overdue_nowhere(store: Store, goal: Goal, is_over: bool) -> None:
    """The page of plans, their sheet, the list of what is owed and the glance count the same."""
    here = goal.initiative_id
    other = purpose.add_goal(store, YOU, here, statement="One calendar")
    for each in (goal, other):
        add_step(store, YOU, each.id, step="Late", due_on=TODAY - timedelta(days=9))

    def late() -> set[int]:
        material = gathered(store, here, today=TODAY, person=YOU)
        view = workbook_plans.plans_of(material)
        told = re.search(r"(\d+) overdue", workbook_plans.plan(material, view).lines[0])
        said = re.search(r"(\d+) (?:is|are) overdue", counted(every_step(view)))
        return {
            int(told[1]) if told else -1,
            int(said[1]) if said else 0,
            sum(each.task.overdue(TODAY) for each in owed(store, today=TODAY, initiative_id=here)),
            len(material.glance.overdue(TODAY)),
        }

    assert late() == {2}
    if is_over:
        version = initiatives.get_initiative(store, here).version
        initiatives.set_standing(
            store, YOU, here, version=version, standing=Standing.STOPPED, on=TODAY, reason="No money"
        )
    else:
        purpose.save_goal(store, YOU, goal.id, version=1, outcome=GoalOutcome.MISSED)
    assert late() == {0 if is_over else 1}


def test_what_a_step_waits_for_is_named_by_one_question_to_the_store(sqlite_store: Store) -> None:
    store = sqlite_store
    here = initiatives.create_initiative(store, YOU, name="Northside Compact").id
    goal = purpose.add_goal(store, YOU, here, statement="Nine of ten families apply")
    before = [add_step(store, YOU, goal.id, step=str(number)).id for number in range(20)]
    with asked_of(store) as asked:
        add_step(store, YOU, goal.id, step="Sign", after=tuple(before))
    assert len([each for each in asked if each.startswith("SELECT")]) < 12
