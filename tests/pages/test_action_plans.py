"""The Action plans screen: no goal, no step, adding, ticking, changing, moving, what is late, and the meeting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from collab.journey import Goal, GoalOutcome
from collab.model import YOU, Initiative, Person, Sector
from collab.services import purpose, root_causes
from collab.services.action_plans import action_plans, add_step, remove_step, save_plan
from collab.services.initiatives import create_initiative
from collab.services.partners import add_partner
from collab.store import Store
from collab.store.changes import history_of
from collab.ui import shell
from tests.pages.conftest import Visit
from tests.pages.rows import Row

WEIRD = "$x$ :red[a] <b>b</b>"
TODAY = date.today()


@pytest.fixture
def initiative(store: Store) -> Initiative:
    made = create_initiative(store, YOU, name=f"Northside {WEIRD}", made_up=True)
    add_partner(store, YOU, made.id, name="Northside Schools", sector=Sector.DISTRICT)
    add_partner(store, YOU, made.id, name="Harbor Light", sector=Sector.CHARTER)
    return made


@pytest.fixture
def goal(store: Store, initiative: Initiative) -> Goal:
    return purpose.add_goal(store, YOU, initiative.id, statement=f"Nine of ten families apply {WEIRD}")


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def steps(store: Store, goal: Goal) -> list[str]:
    """The steps of its plan, in partners' own order."""
    (plan,) = (
        each for each in action_plans(store, goal.initiative_id, today=TODAY).plans if each.goal.goal.id == goal.id
    )
    return [each.step.step for each in sorted(plan.steps, key=lambda each: each.step.position)]


def said(screen: AppTest) -> str:
    kinds = ("markdown", "caption", "info", "success", "error", "warning", "subheader", "header")
    return "\n".join(each.value for kind in kinds for each in screen.get(kind)).replace("\\", "")


def pressed(screen: AppTest, label: str) -> AppTest:
    return next(each for each in screen.button if each.label.replace("\\", "").startswith(label)).click().run()


def test_without_a_goal_it_says_what_a_plan_belongs_to(visit: Visit, initiative: Initiative) -> None:
    screen = visit("action_plans", initiative=initiative.id)
    assert not screen.exception
    assert "Each goal has an action plan, and no goal is written down yet." in said(screen)


def test_without_a_step_it_asks_for_the_first(visit: Visit, goal: Goal) -> None:
    screen = visit("action_plans", initiative=goal.initiative_id)
    assert not screen.exception
    assert "No step yet. Type the first one below" in said(screen)
    assert "What will be done?" in said(screen)
    assert "Specific" in said(screen)


def test_a_step_is_typed_and_added_with_who_and_when(store: Store, visit: Visit, goal: Goal) -> None:
    screen = visit("action_plans", initiative=goal.initiative_id)
    row = Row(screen, "Add a step")
    row.type(step=f"Agree {WEIRD}", responsible="Ada", due=days(9).isoformat())
    row.enter()
    assert not screen.exception
    (view,) = action_plans(store, goal.initiative_id, today=TODAY).plans[0].steps
    assert (view.step.step, view.step.responsible, view.step.due_on) == (f"Agree {WEIRD}", "Ada", days(9))
    assert set(row.values.values()) == {""}


def test_what_is_late_and_what_cannot_be_in_time_is_said(store: Store, visit: Visit, goal: Goal) -> None:
    first = add_step(store, YOU, goal.id, step="Agree", begins_on=days(-20), due_on=days(-3), responsible="Ada")
    other = add_step(store, YOU, goal.id, step="Count", due_on=days(40))
    add_step(store, YOU, goal.id, step="Sign", begins_on=days(20), after=(first.id, other.id))
    add_step(store, YOU, goal.id, step="Undated", responsible="Ben")
    screen = visit("action_plans", initiative=goal.initiative_id)
    text = said(screen)
    assert "0 of 4 steps are done, 1 is overdue." in text
    assert "Overdue by 3 days" in text
    assert "“Sign” begins on" in text
    assert "but “Count”, which it waits for, is due on" in text
    assert "Waits for “Agree” and “Count”" in text
    assert "Without a date, so not in the chart: “Undated”." in text
    assert "Nobody is responsible yet for “Count” and “Sign”." in text
    assert len(screen.get("plotly_chart")) == 1


def test_ticking_a_step_says_that_it_is_done_today_and_ticking_again_takes_it_back(
    store: Store, visit: Visit, goal: Goal
) -> None:
    add_step(store, YOU, goal.id, step="Agree")
    screen = visit("action_plans", initiative=goal.initiative_id)
    screen = screen.checkbox[0].check().run()
    assert action_plans(store, goal.initiative_id, today=TODAY).plans[0].steps[0].step.done_on == TODAY
    assert "1 of 1 step is done." in said(screen)
    screen.checkbox[0].uncheck().run()
    assert action_plans(store, goal.initiative_id, today=TODAY).plans[0].steps[0].step.done_on is None


def test_all_of_a_step_is_changed_in_place(store: Store, visit: Visit, goal: Goal) -> None:
    first = add_step(store, YOU, goal.id, step="Agree")
    step = add_step(store, YOU, goal.id, step="Sign")
    screen = visit("action_plans", initiative=goal.initiative_id, goal=goal.id, edit=f"plan_step:{step.id}")
    labels = [each.label for each in (*screen.text_area, *screen.text_input)]
    assert {"Action step", "Resources needed", "Possible barriers", "Communications"} <= set(labels)
    next(each for each in screen.text_area if each.label == "Possible barriers").set_value(WEIRD)
    next(each for each in screen.multiselect if each.label == "Waits for").set_value([first.id])
    screen = pressed(screen.run(), "Save")
    assert not screen.exception
    kept = {each.step.step: each.step for each in action_plans(store, goal.initiative_id, today=TODAY).plans[0].steps}
    assert kept["Sign"].barriers == WEIRD
    assert kept["Sign"].after == (first.id,)
    assert "edit" not in screen.query_params


def test_a_step_that_waits_for_itself_is_refused_in_a_sentence(store: Store, visit: Visit, goal: Goal) -> None:
    first = add_step(store, YOU, goal.id, step="Agree")
    then = add_step(store, YOU, goal.id, step="Sign", after=(first.id,))
    screen = visit("action_plans", initiative=goal.initiative_id, goal=goal.id, edit=f"plan_step:{first.id}")
    next(each for each in screen.multiselect if each.label == "Waits for").set_value([then.id])
    screen = pressed(screen.run(), "Save")
    assert "would wait for itself" in said(screen)


def test_steps_are_moved_in_their_own_order(store: Store, visit: Visit, goal: Goal) -> None:
    for words in ("Agree", "Sign", "Count"):
        add_step(store, YOU, goal.id, step=words)
    screen = visit("action_plans", initiative=goal.initiative_id, order="own")
    ups = [each for each in screen.button if "arrow_upward" in each.label]
    assert [each.disabled for each in ups] == [True, False, False]
    ups[2].click().run()
    assert steps(store, goal) == ["Agree", "Count", "Sign"]


def test_removing_says_how_many_steps_waited_for_it(store: Store, visit: Visit, goal: Goal) -> None:
    first = add_step(store, YOU, goal.id, step="Agree")
    add_step(store, YOU, goal.id, step="Sign", after=(first.id,))
    screen = visit("action_plans", initiative=goal.initiative_id, goal=goal.id, edit=f"plan_step:{first.id}")
    screen = pressed(screen, ":red[:material/delete: Remove this step")
    assert "Agree (1 step will not wait for it any more)" in said(screen)
    screen = pressed(screen, ":red[:material/delete: Remove it")
    assert steps(store, goal) == ["Sign"]
    assert not screen.exception


def test_a_step_that_somebody_changed_meanwhile_is_not_overwritten(store: Store, visit: Visit, goal: Goal) -> None:
    from collab.services.action_plans import save_step

    step = add_step(store, YOU, goal.id, step="Agree")
    screen = visit("action_plans", initiative=goal.initiative_id, goal=goal.id, edit=f"plan_step:{step.id}")
    next(each for each in screen.text_input if each.label == "Responsible").set_value("Mine").run()
    save_step(store, YOU, step.id, version=step.version, responsible="Theirs")
    screen = pressed(screen, "Save")
    assert action_plans(store, goal.initiative_id, today=TODAY).plans[0].steps[0].step.responsible == "Theirs"
    assert "Somebody else" in said(screen.run())


def test_a_settled_goal_takes_no_more_steps(store: Store, visit: Visit, goal: Goal) -> None:
    purpose.save_goal(store, YOU, goal.id, version=goal.version, outcome=GoalOutcome.MET)
    screen = visit("action_plans", initiative=goal.initiative_id)
    assert "This goal is settled, so no step is added." in said(screen)
    with pytest.raises(LookupError):
        Row(screen, "Add a step")


def test_a_root_cause_that_no_step_goes_at_is_named_and_gets_one(store: Store, visit: Visit, goal: Goal) -> None:
    problem = root_causes.add_problem(store, YOU, goal.initiative_id, statement="Late buses")
    cause = root_causes.add_cause(store, YOU, problem.id, answer=f"Nobody has hours {WEIRD}", is_chosen=True)
    screen = visit("action_plans", initiative=goal.initiative_id)
    assert f"Nobody has hours {WEIRD}" in said(screen)
    screen = pressed(screen, "Plan a step for it")
    row = Row(screen, "Add a step")
    row.type(step="Name one person")
    row.enter()
    assert action_plans(store, goal.initiative_id, today=TODAY).plans[0].steps[0].step.cause_id == cause.id
    assert "Root causes that no step goes at" not in said(screen.run())


def test_what_the_plan_is_for_is_asked_for_and_shown(store: Store, visit: Visit, goal: Goal) -> None:
    screen = visit("action_plans", initiative=goal.initiative_id)
    assert "How will we know that we are making progress?" in said(screen)
    save_plan(store, YOU, goal.id, version=0, evidence=f"Counts {WEIRD}")
    assert f"Counts {WEIRD}" in said(screen.run())


def test_all_goals_stand_together_and_one_partner_s_steps_can_be_seen(
    store: Store, visit: Visit, goal: Goal, initiative: Initiative
) -> None:
    other = purpose.add_goal(store, YOU, initiative.id, statement="Buses for all")
    owner = action_plans(store, initiative.id, today=TODAY).present[0]
    add_step(store, YOU, goal.id, step="Agree", due_on=days(-1), partner_id=owner.id)
    add_step(store, YOU, other.id, step="Draw routes", due_on=days(10))
    screen = visit("action_plans", initiative=initiative.id)
    assert "2 of 2 goals have a plan with steps. 0 of 2 steps are done, 1 is overdue." in said(screen)
    assert not screen.checkbox
    screen = visit("action_plans", initiative=initiative.id, partner=owner.id)
    assert [each.label for each in screen.checkbox] == ["Agree"]
    screen = pressed(screen, "Open")
    assert screen.query_params["goal"] == goal.id


def test_a_step_in_the_address_opens_the_plan_of_its_goal(store: Store, visit: Visit, goal: Goal) -> None:
    purpose.add_goal(store, YOU, goal.initiative_id, statement="Buses for all")
    step = add_step(store, YOU, goal.id, step="Agree")
    screen = visit("action_plans", initiative=goal.initiative_id, edit=f"plan_step:{step.id}")
    assert screen.query_params["goal"] == goal.id
    assert next(each for each in screen.text_area if each.label == "Action step").value == "Agree"


def test_the_meeting_shows_every_plan_and_then_what_is_overdue(store: Store, visit: Visit, goal: Goal) -> None:
    add_step(store, YOU, goal.id, step=f"Agree {WEIRD}", due_on=days(-2), responsible="Ada")
    titles = []
    for place in "123":
        screen = visit("action_plans", initiative=goal.initiative_id, meeting=place)
        assert not screen.exception
        titles.append(screen.header[0].value.replace("\\", ""))
    assert titles == ["How far is each goal?", goal.statement, "What is overdue"]


def test_a_meeting_with_no_step_to_show_is_the_page_itself(visit: Visit, goal: Goal) -> None:
    screen = visit("action_plans", initiative=goal.initiative_id, meeting="1")
    assert "No step yet." in said(screen)
    assert "meeting" not in screen.query_params


def test_a_late_step_on_the_page_of_the_initiative_leads_to_its_plan(store: Store, visit: Visit, goal: Goal) -> None:
    step = add_step(store, YOU, goal.id, step="Agree", due_on=days(-2))
    screen = visit("initiative", initiative=goal.initiative_id)
    links = [each.proto for each in screen.get("page_link")]
    (found,) = (each for each in links if "Agree" in each.label)
    assert found.page.endswith("action_plans")
    assert f"plan_step%3A{step.id}" in found.query_string or f"plan_step:{step.id}" in found.query_string


def test_steps_and_causes_of_the_same_words_are_told_apart(store: Store, visit: Visit, goal: Goal) -> None:
    problem = root_causes.add_problem(store, YOU, goal.initiative_id, statement="Late buses")
    made = [
        root_causes.add_cause(store, YOU, problem.id, answer=answer, is_chosen=True)
        for answer in ("No hours", "No hours", "No plan", "No map", "No bus")
    ]
    first, second, third = (add_step(store, YOU, goal.id, step=words) for words in ("Meet", "Meet", "Sign"))
    screen = visit("action_plans", initiative=goal.initiative_id, goal=goal.id, edit=f"plan_step:{third.id}")
    waits = next(each for each in screen.multiselect if each.label == "Waits for")
    assert waits.options == ["Meet", "Meet (2)"]
    waits.set_value([second.id])
    next(each for each in screen.selectbox if each.label == "Root cause that it goes at").set_value(made[1].id)
    pressed(screen.run(), "Save")
    (plan,) = action_plans(store, goal.initiative_id, today=TODAY).plans
    kept = next(each.step for each in plan.steps if each.step.id == third.id)
    assert (kept.after, kept.cause_id) == ((second.id,), made[1].id)
    assert first.id not in kept.after


def test_goals_of_the_same_words_have_a_plan_each(store: Store, visit: Visit, goal: Goal) -> None:
    purpose.add_goal(store, YOU, goal.initiative_id, statement=goal.statement)
    screen = visit("action_plans", initiative=goal.initiative_id)
    screen = next(each for each in screen.selectbox if each.label == "Goal").set_value(goal.id).run()
    assert screen.query_params["goal"] == goal.id


def test_what_was_typed_of_a_step_that_somebody_took_away_is_shown_until_it_is_thrown_away(
    store: Store, visit: Visit, goal: Goal
) -> None:
    step = add_step(store, YOU, goal.id, step="Agree")
    screen = visit("action_plans", initiative=goal.initiative_id, goal=goal.id, edit=f"plan_step:{step.id}")
    next(each for each in screen.text_area if each.label == "Possible barriers").set_value(f"Ten {WEIRD}").run()
    remove_step(store, YOU, step.id, version=step.version)
    screen = pressed(screen, "Save").run()
    assert not screen.exception
    assert "This step is not there any more" in said(screen)
    assert f"Ten {WEIRD}" in said(screen)
    assert "Agree" not in said(screen)
    screen = pressed(screen, "Throw it away")
    assert f"Ten {WEIRD}" not in said(screen)
    assert "edit" not in screen.query_params


@pytest.mark.parametrize("query", [{"edit": f"plan_step:{'f' * 32}"}, {"goal": "f" * 32}])
def test_an_address_of_what_is_gone_says_so_once(visit: Visit, goal: Goal, query: dict[str, str]) -> None:
    screen = visit("action_plans", initiative=goal.initiative_id, **query)
    assert not screen.exception
    assert "is not there any more" in said(screen)
    assert not set(query) & set(screen.query_params)
    assert "is not there any more" not in said(screen.run())


def test_all_that_is_added_goes_at_the_root_cause_until_somebody_says_otherwise(
    store: Store, visit: Visit, goal: Goal
) -> None:
    problem = root_causes.add_problem(store, YOU, goal.initiative_id, statement="Late buses")
    cause = root_causes.add_cause(store, YOU, problem.id, answer="No hours", is_chosen=True)
    screen = pressed(visit("action_plans", initiative=goal.initiative_id), "Plan a step for it")
    assert "it goes at this root cause" in said(screen)
    row = Row(screen, "Add a step")
    for words in ("Name one person", "Pay for it"):
        row.type(step=words)
        row.enter()
    assert "What is added goes at] No hours" in said(screen)
    screen = pressed(screen, "Not at this one")
    row = Row(screen, "Add a step")
    row.type(step="Meet")
    row.enter()
    (plan,) = action_plans(store, goal.initiative_id, today=TODAY).plans
    found = {each.step.step: each.step.cause_id for each in plan.steps}
    assert found == {"Name one person": cause.id, "Pay for it": cause.id, "Meet": None}


def test_a_choice_that_was_taken_back_is_still_told_of_its_step(store: Store, visit: Visit, goal: Goal) -> None:
    problem = root_causes.add_problem(store, YOU, goal.initiative_id, statement="Late buses")
    cause = root_causes.add_cause(store, YOU, problem.id, answer="No hours", is_chosen=True)
    add_step(store, YOU, goal.id, step="Name one person", cause_id=cause.id)
    root_causes.save_cause(store, YOU, cause.id, version=1, is_chosen=False)
    assert "not chosen as a root cause any more" in said(visit("action_plans", initiative=goal.initiative_id))


def test_the_chart_counts_the_steps_that_it_shows(store: Store, visit: Visit, goal: Goal) -> None:
    purpose.add_goal(store, YOU, goal.initiative_id, statement="Buses for all")
    owner = action_plans(store, goal.initiative_id, today=TODAY).present[0]
    add_step(store, YOU, goal.id, step="Agree", due_on=days(1), partner_id=owner.id)
    add_step(store, YOU, goal.id, step="Sign", due_on=days(2), done_on=TODAY)
    screen = visit("action_plans", initiative=goal.initiative_id, partner=owner.id)
    assert "0 of 1 step is done." in said(screen)
    (chart,) = screen.get("plotly_chart")
    assert "0 of 1 done" in chart.proto.spec
    assert "1 of 2 done" not in chart.proto.spec


def test_what_is_done_on_the_page_is_done_by_who_was_admitted(
    store: Store, visit: Visit, goal: Goal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "admit", lambda: Person(YOU.key, "Ada"))
    add_step(store, YOU, goal.id, step="Agree")
    screen = visit("action_plans", initiative=goal.initiative_id, order="own")
    row = Row(screen, "Add a step")
    row.type(step="Sign")
    row.enter()
    next(each for each in screen.button if "arrow_upward" in each.label and not each.disabled).click().run()
    screen.checkbox[0].check().run()
    who = [each.actor for each in store.read(lambda unit: history_of(unit, goal.initiative_id, 3))]
    assert who == ["Ada"] * 3
