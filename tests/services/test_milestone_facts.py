"""What the data say of milestones: goals, conclusions and next steps; a newer open round unsays nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise

import pytest

from collab.framework import DEFAULT_INSTRUMENT, load_framework
from collab.journey import GoalOutcome
from collab.model import YOU, Mode, RoundState, Sector
from collab.services import action_plans, logic_model, purpose, root_causes, stages
from collab.services.answers import enter_answers
from collab.services.conclusions import add_step, save_conclusion
from collab.services.digest_reading import read_many
from collab.services.digests import all_digests
from collab.services.importing import Destination
from collab.services.initiatives import create_initiative
from collab.services.journey import journey
from collab.services.milestone_facts import NEEDS_WORK, Claim, facts_in
from collab.services.partners import add_partner
from collab.services.planned import Planned
from collab.services.rounds import change_round, create_round, get_round
from collab.store import Store
from collab.store.initiatives import initiative_by_id
from collab.when import When
from tests.factories import readiness_instrument, smart_goal
from tests.services.contents import a_content, bring

TODAY = date(2026, 11, 20)
WHOLE = smart_goal()


@pytest.fixture
def initiative_id(store: Store) -> str:
    made = create_initiative(store, YOU, name="Northside Compact")
    add_partner(store, YOU, made.id, name="Northside Schools", sector=Sector.DISTRICT)
    return made.id


def claimed(store: Store, initiative_id: str, key: str) -> Claim:
    view = journey(store, initiative_id, today=TODAY)
    found = next(each.claim for stage in view.stages for each in stage.milestones if each.key == key)
    assert found is not None
    return found


def assess(store: Store, initiative_id: str, label: str, *, reveal: bool) -> str:
    made = create_round(store, YOU, initiative_id, label=label, instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    partner = journey(store, initiative_id, today=TODAY).everyone[0]
    enter_answers(store, YOU, made.id, partner.id, {each.key: "agree" for each in readiness_instrument().factors}, {})
    if reveal:
        change_round(store, YOU, made.id, version=get_round(store, made.id).version, state=RoundState.REVEALED)
    return made.id


def held(store: Store, round_id: str, on: date) -> None:
    change_round(store, YOU, round_id, version=get_round(store, round_id).version, held_on=on)


def conclude(store: Store, round_id: str, **readings: str) -> None:
    """Every scored dimension as ready, but those that are named."""
    for each in readiness_instrument().dimensions:
        if each.scored:
            reading = readings.get(each.key, "ready")
            save_conclusion(store, YOU, round_id, each.key, version=0, reading=reading, text="")


@pytest.mark.parametrize("reveal", [True, False])
def test_partners_answer_in_the_newest_round_of_the_survey_whatever_it_is_called(
    store: Store, initiative_id: str, *, reveal: bool
) -> None:
    assess(store, initiative_id, "Baseline", reveal=True)
    other = replace(load_framework().instrument(DEFAULT_INSTRUMENT), key="own-survey-2")
    outcome = bring(
        store,
        a_content([("D one", f"a{number}", 3) for number in range(8)], instrument=other),
        destination=Destination("Northside Compact", "Follow-up"),
    )
    held = get_round(store, outcome.round_id or "")
    if not reveal:
        change_round(store, YOU, held.id, version=held.version, state=RoundState.OPEN)
    view = journey(store, initiative_id, today=TODAY)
    assert [each and each.label for each in (view.assessment, view.revealed)] == [
        "Follow-up",
        "Follow-up" if reveal else "Baseline",
    ]


def test_partners_of_other_sectors_are_counted_beside_the_two_that_are_asked_for(store: Store) -> None:
    made = create_initiative(store, YOU, name="Made-up compact")
    assert claimed(store, made.id, "commit.partners") == Claim(False, "No partner takes part yet.")
    add_partner(store, YOU, made.id, name="Made-up parish schools", sector=Sector.CATHOLIC_PRIVATE)
    one = "1 partner takes part: Catholic & private 1. No district or charter partner is among them."
    assert claimed(store, made.id, "commit.partners") == Claim(False, one)
    for number in (1, 2):
        add_partner(store, YOU, made.id, name=f"Made-up charter {number}", sector=Sector.CHARTER)
    three = "3 partners take part: Charter 2, Catholic & private 1. No district partner is among them."
    assert claimed(store, made.id, "commit.partners") == Claim(False, three)
    add_partner(store, YOU, made.id, name="Made-up district", sector=Sector.DISTRICT)
    four = "4 partners take part: District 1, Charter 2, Catholic & private 1."
    assert claimed(store, made.id, "commit.partners") == Claim(True, four)


def test_one_smart_goal_of_two_is_not_yet_a_set_of_smart_goals(store: Store, initiative_id: str) -> None:
    assert claimed(store, initiative_id, "commit.goals") == Claim(False, "No goal is written down yet.")
    purpose.add_goal(store, YOU, initiative_id, **WHOLE)
    assert claimed(store, initiative_id, "commit.goals") == Claim(
        True, "The one open goal passes all five SMART checks."
    )
    other = purpose.add_goal(store, YOU, initiative_id, statement="Schools work together")
    half = Claim(False, "1 of 2 open goals pass all five SMART checks.")
    assert claimed(store, initiative_id, "commit.goals") == half
    purpose.save_goal(store, YOU, other.id, version=1, outcome=GoalOutcome.MISSED)
    assert claimed(store, initiative_id, "commit.goals").reached


def test_goals_that_were_all_met_stay_smart(store: Store, initiative_id: str) -> None:
    goal = purpose.add_goal(store, YOU, initiative_id, **WHOLE)
    purpose.save_goal(store, YOU, goal.id, version=1, outcome=GoalOutcome.MET)
    assert claimed(store, initiative_id, "commit.goals") == Claim(True, "The one goal passes all five SMART checks.")


def test_a_newer_open_round_unsays_neither_the_talk_nor_the_next_steps(store: Store, initiative_id: str) -> None:
    baseline = assess(store, initiative_id, "Baseline", reveal=True)
    weak = next(each.key for each in readiness_instrument().dimensions if each.scored)
    conclude(store, baseline, **{weak: NEEDS_WORK})
    add_step(store, YOU, baseline, weak, text="Train the principals")
    said = [claimed(store, initiative_id, f"assess.{key}") for key in ("share", "gaps")]
    assert [each.reached for each in said] == [True, True]
    assert "“Baseline” is revealed" in said[0].sentence
    assert said[1].sentence == "In “Baseline”, 1 of 1 dimensions that need work have next steps."
    assess(store, initiative_id, "Follow-up", reveal=False)
    assert [claimed(store, initiative_id, f"assess.{key}") for key in ("share", "gaps")] == said
    assert claimed(store, initiative_id, "assess.self").sentence.endswith("“Follow-up”.")
    kept, digested = store.read(
        lambda unit: (
            facts_in(unit, initiative_by_id(unit, initiative_id), TODAY),
            read_many(unit, [initiative_id], TODAY)[initiative_id].held.facts,
        )
    )
    assert (digested.discussed, digested.conclusions, digested.next_steps, digested.answered) == (
        kept.discussed,
        kept.conclusions,
        kept.next_steps,
        kept.answered,
    )


def test_a_round_of_later_changes_nothing_of_a_stage_that_was_left(store: Store, initiative_id: str) -> None:
    first = assess(store, initiative_id, "Baseline", reveal=True)
    held(store, first, date(2025, 10, 6))
    conclude(store, first)
    begun = stages.begin(store, YOU, initiative_id, stage="assess", on=date(2025, 9, 1))
    left = {"today": date(2025, 12, 8), "on": date(2025, 12, 8), "reason": "Enough"}
    seen = stages.go_on(store, YOU, initiative_id, seen=begun, to="plan", **left)  # type: ignore[arg-type]
    said = [claimed(store, initiative_id, f"assess.{key}") for key in ("self", "share", "gaps")]
    assert [each.reached for each in said] == [True, True, True]
    add_partner(store, YOU, initiative_id, name="Harbor Light", sector=Sector.CHARTER, joined_on=When(2026))
    later = assess(store, initiative_id, "One year later", reveal=True)
    held(store, later, date(2026, 10, 5))
    assert [claimed(store, initiative_id, f"assess.{key}") for key in ("self", "share", "gaps")] == said
    progress = journey(store, initiative_id, today=TODAY).stage("assess").progress
    (digest,) = all_digests(store, today=TODAY).digests
    assert digest.stage == "plan"
    assert seen is not None
    stages.take_back(store, YOU, initiative_id, seen=seen)
    assert "One year later" in claimed(store, initiative_id, "assess.self").sentence
    assert journey(store, initiative_id, today=TODAY).stage("assess").progress != progress


def key_made(day: date, number: int) -> str:
    """A key as if it had been made at noon of that day."""
    return f"{int(datetime.combine(day, time(12)).timestamp() * 1000):012x}7000800000000000{number:04x}"


def test_what_is_planned_later_changes_nothing_of_a_stage_that_was_left(store: Store, initiative_id: str) -> None:
    then, later = date(2026, 3, 2), date(2026, 9, 1)
    goal = purpose.add_goal(store, YOU, initiative_id, goal_id=key_made(then, 1), statement="One form")
    action_plans.add_step(store, YOU, goal.id, step_id=key_made(then, 2), step="Draft the form")
    problem = root_causes.add_problem(store, YOU, initiative_id, statement="Few families apply")
    found = {"source": "Survey", "is_chosen": True}
    root_causes.add_cause(store, YOU, problem.id, cause_id=key_made(then, 3), answer="They hear of it late", **found)
    columns = [each.key for each in load_framework().logic_model.columns]
    made = [
        logic_model.add_entry(store, YOU, initiative_id, place=key, entry_id=key_made(then, 10 + place), text=key).id
        for place, key in enumerate(columns)
    ]
    for one, two in pairwise(made):
        logic_model.set_links(store, YOU, one, to={two}, seen=())
    begun = stages.begin(store, YOU, initiative_id, stage="plan", on=date(2026, 1, 5))
    left = {"today": date(2026, 6, 1), "on": date(2026, 6, 1), "reason": "Enough"}
    stages.go_on(store, YOU, initiative_id, seen=begun, to="implement", **left)  # type: ignore[arg-type]
    asked = ("plan.action_plan", "plan.causes", "plan.logic_model")
    said = [claimed(store, initiative_id, key) for key in asked]
    assert [each.reached for each in said] == [True, True, True]
    purpose.add_goal(store, YOU, initiative_id, goal_id=key_made(later, 4), statement="One date")
    root_causes.add_cause(
        store, YOU, problem.id, cause_id=key_made(later, 5), answer="It is in English only", is_chosen=True
    )
    entry = logic_model.add_entry(
        store, YOU, initiative_id, place=columns[0], entry_id=key_made(later, 6), text="Another bus"
    )
    logic_model.set_links(store, YOU, entry.id, to={made[1]}, seen=())
    assert [claimed(store, initiative_id, key) for key in asked] == said


def test_what_was_planned_before_it_was_put_down_here_speaks_for_a_stage_that_was_left(
    store: Store, initiative_id: str
) -> None:
    begun = stages.begin(store, YOU, initiative_id, stage="plan", on=date(2025, 1, 5))
    left = {"today": date(2025, 6, 1), "on": date(2025, 6, 1), "reason": "Enough"}
    stages.go_on(store, YOU, initiative_id, seen=begun, to="implement", **left)  # type: ignore[arg-type]
    goal = purpose.add_goal(store, YOU, initiative_id, statement="One form")
    action_plans.add_step(store, YOU, goal.id, step="Draft the form")
    assert claimed(store, initiative_id, "plan.action_plan").reached


def test_root_causes_are_reached_with_evidence_for_every_chosen_one(store: Store, initiative_id: str) -> None:
    problem = root_causes.add_problem(store, YOU, initiative_id, statement="Few families apply")
    assert claimed(store, initiative_id, "plan.causes") == Claim(False, "No root cause is chosen yet.", is_bare=True)
    cause = root_causes.add_cause(store, YOU, problem.id, answer="They hear of it late", is_chosen=True)
    assert claimed(store, initiative_id, "plan.causes") == Claim(
        False, "1 root cause is chosen, 0 of them with evidence."
    )
    root_causes.save_cause(store, YOU, cause.id, version=1, source="Survey of May")
    assert claimed(store, initiative_id, "plan.causes").reached


def test_a_logic_model_is_reached_once_links_lead_from_resources_to_impact(store: Store, initiative_id: str) -> None:
    content = load_framework().logic_model
    made = [
        logic_model.add_entry(store, YOU, initiative_id, place=each.key, text=each.label).id for each in content.columns
    ]
    unlinked = claimed(store, initiative_id, "plan.logic_model")
    assert unlinked.sentence.startswith("Every column has an entry, but no links lead from")
    for one, then in pairwise(made):
        logic_model.set_links(store, YOU, one, to={then}, seen=())
    assert claimed(store, initiative_id, "plan.logic_model").reached


def test_each_open_goal_needs_a_plan_with_steps(store: Store, initiative_id: str) -> None:
    one, two = (purpose.add_goal(store, YOU, initiative_id, statement=text) for text in ("One form", "One date"))
    action_plans.add_step(store, YOU, one.id, step="Draft the form")
    assert claimed(store, initiative_id, "plan.action_plan") == Claim(
        False, "1 of 2 goals have an action plan with steps."
    )
    purpose.save_goal(store, YOU, two.id, version=1, outcome=GoalOutcome.MISSED)
    assert claimed(store, initiative_id, "plan.action_plan").reached


def test_many_initiatives_read_at_once_say_the_same_of_their_plans(store: Store, initiative_id: str) -> None:
    goal = purpose.add_goal(store, YOU, initiative_id, statement="One form")
    action_plans.add_step(store, YOU, goal.id, step="Draft the form", due_on=date(2026, 1, 1))
    many = store.read(lambda unit: read_many(unit, [initiative_id], TODAY))[initiative_id].held.facts
    one = store.read(lambda unit: facts_in(unit, initiative_by_id(unit, initiative_id), When.of(TODAY)))
    assert many.planned == one.planned != Planned()
