"""Two real compacts entered as a user would, from what the public record tells: the model holds what happened.

Where the record gives a year and no day, the year is entered; where it gives nothing, nothing is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from collab.content import Case
from collab.errors import NotAllowed
from collab.framework import BUILT_IN, load_framework
from collab.journey import GoalOutcome, MilestoneStanding, ReviewState, StageState, Tenure, TenureKind, VisitEnd
from collab.model import YOU, Initiative, Outcome, Role, Sector, Standing
from collab.scoring.smart import Smart
from collab.services import (
    conclusions,
    initiatives,
    maintenance,
    milestones,
    partners,
    purpose,
    reviews,
    rounds,
    stages,
)
from collab.services.at_a_glance import at_a_glance
from collab.services.journey import JourneyView, journey
from collab.store import Store
from collab.when import When

TODAY = date(2026, 11, 22)
CASES = {case.key: case for case in load_framework([BUILT_IN]).cases}
COMPACT, MY_SCHOOL = CASES["boston.compact"], CASES["dc.my_school"]
UNDER_THE_COMPACT = [case for key, case in CASES.items() if key.startswith("boston.") and case is not COMPACT]
BOSTON = (
    ("Boston Public Schools", Sector.DISTRICT, Role.LEAD),
    ("Charter schools of Boston", Sector.CHARTER, Role.LEAD),
    ("Catholic schools of Boston", Sector.CATHOLIC_PRIVATE, Role.LEAD),
    ("Mayor of Boston", Sector.OTHER, Role.CONVENER),
)
ON_RECORD = ("identity.name", "identity.home", "structure.governance")
DISTRICT_OF_COLUMBIA = (
    ("Public Charter School Board", Sector.CHARTER, Role.LEAD),
    ("District of Columbia Public Schools", Sector.DISTRICT, Role.PARTNER),
    ("State agency", Sector.STATE, Role.CONVENER),
)
CAME_OF_IT = {
    "lasting": Outcome.LASTING,
    "under_way": Outcome.TOO_EARLY,
    "mixed": Outcome.MIXED,
    "ended": Outcome.ENDED,
    "failed": Outcome.FAILED,
}
STANDS = {
    Outcome.LASTING: Standing.COMPLETED,
    Outcome.TOO_EARLY: Standing.ACTIVE,
    Outcome.MIXED: Standing.STOPPED,
    Outcome.ENDED: Standing.STOPPED,
    Outcome.FAILED: Standing.STOPPED,
}
WHY = {
    "boston.enrollment": "It met fierce opposition.",
    "boston.burke": "Its lead teachers changed and the work was not kept up.",
    "boston.triads": "The compact moved on to open courses that reach more teachers.",
}


def enter(
    store: Store, case: Case, people: Iterable[tuple[str, Sector, Role]], *, governance: str = "", under: str = ""
) -> Initiative:
    """What a person types in about a case before anything moves."""
    made = initiatives.create_initiative(store, YOU, name=case.title, place=case.place, purpose=case.what)
    texts = {"name": case.title, "governance": governance, "area": case.area}
    made = initiatives.edit_initiative(store, YOU, made.id, version=made.version, **texts)
    for name, sector, role in people:
        partners.add_partner(store, YOU, made.id, name=name, sector=sector, role=role)
    if under:
        made = initiatives.set_parent(store, YOU, made.id, version=made.version, parent_id=under)
    return made


def settle(
    store: Store, made: Initiative, case: Case, *, standing: Standing | None = None, successor_id: str | None = None
) -> Initiative:
    """How it stands, in the year that the record tells or in none, and what came of it.

    standing: by default the one that usually goes with what came of it.
    """
    outcome = CAME_OF_IT[case.outcome]
    return initiatives.set_standing(
        store,
        YOU,
        made.id,
        version=made.version,
        standing=standing or STANDS[outcome],
        on=When(case.ended) if case.ended else None,
        reason=WHY.get(case.key, ""),
        outcome=outcome,
        lesson=case.lesson,
        successor_id=successor_id,
    )


def money(store: Store, made: Initiative, name: str, **values: object) -> Tenure:
    return purpose.add_tenure(store, YOU, made.id, kind=TenureKind.FUNDING, name=name, **values)


def leader(store: Store, made: Initiative, post: str, **values: object) -> Tenure:
    """Somebody of whom only the post is known."""
    return purpose.add_tenure(store, YOU, made.id, kind=TenureKind.LEADER, name="", detail=post, **values)


def home(store: Store, made: Initiative, name: str, **values: object) -> Tenure:
    return purpose.add_tenure(store, YOU, made.id, kind=TenureKind.HOME, name=name, **values)


@pytest.fixture
def compact(store: Store) -> Initiative:
    """The Boston Compact with everything under it; leaders are told by their posts, for the record names nobody."""
    table = "A steering committee of 15 members and an executive committee of four, with a chief collaboration officer."
    made = enter(store, COMPACT, BOSTON, governance=table)
    stages.begin(store, YOU, made.id, stage="commit", on=year(COMPACT))
    leader(store, made, "Chief collaboration officer")
    ids = {card.partner.name: card.partner.id for card in partners.partners_of(store, made.id)}
    for name in ("Boston Public Schools", "Catholic schools of Boston"):
        for _ in range(4):
            leader(store, made, "Superintendent", partner_id=ids[name], is_over=True)
        leader(store, made, "Superintendent", partner_id=ids[name])
    money(store, made, "Planning grant", amount="100,000 dollars", is_over=True)
    money(store, made, "Three-year grant", amount="3.25 million dollars", is_over=True)
    for case in UNDER_THE_COMPACT:
        child = enter(store, case, BOSTON[:3], under=made.id)
        if case.began:
            stages.begin(store, YOU, child.id, stage="commit", on=year(case))
        settle(store, child, case)
    return settle(store, made, COMPACT, standing=Standing.ACTIVE)


def year(case: Case) -> When:
    """When it began, as well as the record knows it."""
    assert case.began is not None
    return When(case.began)


def called(store: Store, key: str) -> Initiative:
    """The initiative that this case was entered as."""
    return initiatives.find_initiative(store, CASES[key].title)


def test_one_compact_holds_all_that_runs_under_it_with_what_became_of_each(store: Store, compact: Initiative) -> None:
    held = {each.name: each for each in initiatives.children_of(store, compact.id)}
    assert set(held) == {case.title for case in UNDER_THE_COMPACT}
    assert len(held) == 6
    for case in UNDER_THE_COMPACT:
        found, outcome = held[case.title], CAME_OF_IT[case.outcome]
        assert (found.outcome, found.lesson, found.area) == (outcome, case.lesson, case.area), case.key
        assert (found.standing, found.standing_reason) == (STANDS[outcome], WHY.get(case.key, "")), case.key
    assert maintenance.check(store) == ()


def test_a_compact_that_goes_on_can_have_an_outcome_already(store: Store, compact: Initiative) -> None:
    assert (compact.standing, compact.outcome, compact.area) == (Standing.ACTIVE, Outcome.LASTING, "governance")
    assert compact.lesson == COMPACT.lesson


def test_its_partners_are_the_same_organisations_in_everything_under_it(store: Store, compact: Initiative) -> None:
    cards = partners.partners_of(store, compact.id)
    elsewhere = {card.partner.name: card.other_initiatives for card in cards}
    assert elsewhere.pop("Mayor of Boston") == 0
    assert set(elsewhere.values()) == {len(UNDER_THE_COMPACT)}


def test_a_failed_attempt_says_why_and_may_be_tried_again(store: Store, compact: Initiative) -> None:
    case = CASES["boston.enrollment"]
    failed = called(store, case.key)
    assert (failed.standing, failed.standing_on) == (Standing.STOPPED, None)
    assert (failed.standing_reason, failed.outcome, failed.lesson) == (WHY[case.key], Outcome.FAILED, case.lesson)
    (visit,) = journey(store, failed.id, today=TODAY).visits
    assert visit.began_on == When(2015)
    why = "It is tried again, and the community is asked first."
    again = initiatives.set_standing(
        store, YOU, failed.id, version=failed.version, standing=Standing.ACTIVE, on=TODAY, reason=why
    )
    assert (again.standing, again.outcome, again.lesson) == (Standing.ACTIVE, Outcome.FAILED, case.lesson)
    told = [change for change in initiatives.changes_of(store, failed.id) if change.what == "set_standing"]
    assert told[0].before is not None
    assert told[0].before["standing_reason"] == WHY[case.key]


def test_a_second_attempt_of_its_own_and_the_failed_one_lead_to_each_other(store: Store, compact: Initiative) -> None:
    """The record says only that it may be tried again; the second attempt is made up."""
    case = CASES["boston.enrollment"]
    second = initiatives.create_initiative(store, YOU, name="Made-up second attempt at unified enrollment")
    failed = settle(store, called(store, case.key), case, successor_id=second.id)
    assert (failed.outcome, failed.lesson, failed.successor_id) == (Outcome.FAILED, case.lesson, second.id)
    assert [each.id for each in at_a_glance(store, second.id, today=TODAY).predecessors] == [failed.id]


def test_the_triads_of_which_the_compact_moved_on_to_open_courses_name_what_they_led_to(
    store: Store, compact: Initiative
) -> None:
    """The Educators Collaborative holds the only courses under the compact that the record tells of."""
    case = CASES["boston.triads"]
    courses = called(store, "boston.bec")
    triads = settle(store, called(store, case.key), case, successor_id=courses.id)
    assert (triads.standing, triads.outcome) == (Standing.STOPPED, Outcome.MIXED)
    assert courses.outcome is Outcome.TOO_EARLY
    assert [each.id for each in at_a_glance(store, courses.id, today=TODAY).predecessors] == [triads.id]


def test_nothing_is_stopped_without_its_reason(store: Store, compact: Initiative) -> None:
    with pytest.raises(NotAllowed, match="why"):
        initiatives.set_standing(
            store, YOU, compact.id, version=compact.version, standing=Standing.STOPPED, on=None, reason=" "
        )


def test_the_compact_outlives_its_grant_and_four_changes_in_each_of_two_sectors(
    store: Store, compact: Initiative
) -> None:
    found = purpose.purpose_of(store, compact.id)
    superintendents = [each for each in found.of(TenureKind.LEADER) if each.called == "Superintendent"]
    assert {each.name for each in superintendents} == {""}
    by_partner: dict[str | None, list[bool]] = {}
    for each in superintendents:
        by_partner.setdefault(each.partner_id, []).append(purpose.is_present(each, TODAY))
    assert [sorted(present) for present in by_partner.values()] == [[False] * 4 + [True]] * 2
    assert not any(purpose.is_present(each, TODAY) for each in found.of(TenureKind.FUNDING))
    assert purpose.funding_end(found.tenures, TODAY) is None


def test_the_turnaround_reached_its_goal_and_was_not_kept_up(store: Store, compact: Initiative) -> None:
    burke = called(store, "boston.burke")
    goal = purpose.add_goal(store, YOU, burke.id, statement="The high school leaves the state's low-performing list")
    left = "It left the list."
    saved = purpose.save_goal(store, YOU, goal.id, version=goal.version, outcome=GoalOutcome.MET, reached=left)
    assert (saved.outcome, saved.reached) == (GoalOutcome.MET, left)
    assert (burke.standing, burke.outcome) == (Standing.STOPPED, Outcome.ENDED)
    assert burke.standing_reason == "Its lead teachers changed and the work was not kept up."


@pytest.fixture
def my_school(store: Store) -> Initiative:
    """My School DC from its purpose on: begun by the charter board, at home with a state agency for good."""
    board = "A board with seats for both sectors decides."
    made = enter(store, MY_SCHOOL, DISTRICT_OF_COLUMBIA, governance=board)
    ids = {card.partner.name: card.partner.id for card in partners.partners_of(store, made.id)}
    district = {"role": Role.PARTNER, "joined_on": year(MY_SCHOOL), "left_on": None}
    partners.set_part(store, YOU, made.id, ids["District of Columbia Public Schools"], version=1, **district)
    home(store, made, "Public Charter School Board", partner_id=ids["Public Charter School Board"], is_over=True)
    home(store, made, "State agency", detail="Hosts and pays for it", partner_id=ids["State agency"])
    money(store, made, "State agency", detail="A line of its budget", partner_id=ids["State agency"])
    purpose.add_goal(
        store,
        YOU,
        made.id,
        statement="Every eligible school system takes part of its own choice.",
        measure="Share of the eligible school systems that take part",
        target="all",
        attainable="A need that families feel, and a seat for each sector",
        result="A family fills in one application and is in one lottery.",
    )
    travel(store, made.id)
    return made


def travel(store: Store, initiative_id: str) -> None:
    """From commit to the end of the way, in 2018-19, the last year that the record tells of.

    It tells of no assessment, so that stage is passed over.
    """
    here = (store, YOU, initiative_id)
    stages.begin(*here, stage="commit", on=year(MY_SCHOOL))
    done = {"version": 0, "standing": MilestoneStanding.DONE}
    milestones.save_milestone(*here, "commit.initiator", evidence="The charter board started it.", **done)
    milestones.save_milestone(*here, "commit.spanner", version=0, standing=MilestoneStanding.NOT_APPLICABLE)
    for to, since in (("plan", 2013), ("implement", 2013), ("sustain", 2018)):
        seen = journey(store, initiative_id, today=TODAY).current
        assert seen is not None
        stages.go_on(*here, seen=seen, to=to, on=When(since), today=TODAY)
    hold(store, initiative_id)
    seen = journey(store, initiative_id, today=TODAY).current
    assert seen is not None
    stages.go_on(*here, seen=seen, to=None, on=When(2019), today=TODAY)


def hold(store: Store, initiative_id: str) -> None:
    """One review of the sustainability checklist from the record: what it speaks of is in place, no more is said."""
    begun = reviews.start_review(store, YOU, initiative_id, "sustainability", held_on=TODAY)
    for item in ON_RECORD:
        reviews.save_entry(store, YOU, begun.id, item, version=0, status="in_place")
    reviews.save_review(store, YOU, begun.id, version=begun.version, state=ReviewState.HELD)


def test_a_program_goes_from_purpose_to_sustainability_and_stays_as_completed(
    store: Store, my_school: Initiative
) -> None:
    view = journey(store, my_school.id, today=TODAY)
    assert [visit.stage for visit in view.visits] == ["commit", "plan", "implement", "sustain"]
    assert view.current is None
    assert states(view) == {
        "commit": StageState.DONE,
        "assess": StageState.NOT_STARTED,
        "plan": StageState.DONE,
        "implement": StageState.DONE,
        "sustain": StageState.DONE,
    }
    assert [str(visit.began_on) for visit in view.visits] == ["2013", "2013", "2013", "2018"]
    last = view.visits[-1]
    assert (last.ended_on, last.end, last.gate) == (When(2019), VisitEnd.PASSED, {})
    settled = settle(store, my_school, MY_SCHOOL)
    assert (settled.standing, settled.outcome, settled.area) == (Standing.COMPLETED, Outcome.LASTING, "enrollment")
    assert (settled.standing_on, settled.lesson) == (None, MY_SCHOOL.lesson)
    assert maintenance.check(store) == ()


def states(view: JourneyView) -> dict[str, StageState]:
    return {each.stage.key: each.state for each in view.stages}


def test_the_program_moved_to_a_permanent_home_that_pays_for_it_without_an_end(
    store: Store, my_school: Initiative
) -> None:
    found = purpose.purpose_of(store, my_school.id)
    present = [each.name for each in found.of(TenureKind.HOME) if purpose.is_present(each, TODAY)]
    assert present == ["State agency"]
    assert purpose.funding_end(found.tenures, TODAY) is None


def test_the_district_joined_in_the_first_year(store: Store, my_school: Initiative) -> None:
    cards = partners.partners_of(store, my_school.id)
    joined = {card.partner.name: card.partner.joined_on for card in cards if card.partner.joined_on}
    assert joined == {"District of Columbia Public Schools": When(2013)}


def test_what_a_goal_reached_is_kept_in_numbers(store: Store, my_school: Initiative) -> None:
    (view,) = purpose.purpose_of(store, my_school.id).goals
    assert [check.part for check in view.checks if not check.there] == [Smart.DATED]
    reached = "99 percent of the eligible school systems in 2018-19"
    saved = purpose.save_goal(
        store, YOU, view.goal.id, version=view.goal.version, outcome=GoalOutcome.MET, reached=reached
    )
    assert saved.reached == reached
    assert purpose.purpose_of(store, my_school.id).goals[0].goal == saved


def test_partners_who_came_back_to_talk_conclude_years_later(store: Store, my_school: Initiative) -> None:
    """A lasting program can be assessed afterwards: a round, its conclusion, and the stage taken up again."""
    with pytest.raises(NotAllowed):
        stages.begin(store, YOU, my_school.id, stage="assess", on=TODAY)
    stages.come_back(store, YOU, my_school.id, stage="assess", on=TODAY, reason="Look at readiness again")
    made = rounds.create_round(store, YOU, my_school.id, label="Again", instrument_key="cross-sector-readiness")
    with pytest.raises(NotAllowed, match="still open"):
        conclusions.save_conclusion(store, YOU, made.id, "purpose", version=0, reading="ready")
    view = journey(store, my_school.id, today=TODAY)
    assert view.current is not None
    assert (view.current.stage, view.current.number) == ("assess", 5)
