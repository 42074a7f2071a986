"""Two real compacts entered as a user would, from what the public record tells: the model holds what happened.

Where the record gives a year and no day, the first of January stands for it; where it gives nothing, nothing is
entered.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from collab.content import Case
from collab.errors import NotAllowed
from collab.framework import BUILT_IN, load_framework
from collab.journey import GoalOutcome, MilestoneStanding, ReviewState, StageState, Tenure, TenureKind, VisitEnd
from collab.model import YOU, Initiative, Role, Sector, Standing
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
DISTRICT_OF_COLUMBIA = (
    ("Public Charter School Board", Sector.CHARTER, Role.LEAD),
    ("District of Columbia Public Schools", Sector.DISTRICT, Role.PARTNER),
    ("State agency", Sector.STATE, Role.CONVENER),
)
STANDS = {
    "lasting": Standing.COMPLETED,
    "under_way": Standing.ACTIVE,
    "mixed": Standing.STOPPED,
    "ended": Standing.STOPPED,
    "failed": Standing.STOPPED,
}


def new_year(year: int) -> date:
    """The day that stands for a year of which no more is known."""
    return date(year, 1, 1)


def enter(
    store: Store, case: Case, people: Iterable[tuple[str, Sector, Role]], *, governance: str = "", under: str = ""
) -> Initiative:
    """What a person types in about a case before anything moves."""
    made = initiatives.create_initiative(store, YOU, name=case.title, place=case.place, purpose=case.what)
    texts = {"name": case.title, "governance": governance}
    made = initiatives.edit_initiative(store, YOU, made.id, version=made.version, **texts)
    for name, sector, role in people:
        partners.add_partner(store, YOU, made.id, name=name, sector=sector, role=role)
    if under:
        made = initiatives.set_parent(store, YOU, made.id, version=made.version, parent_id=under)
    return made


def settle(store: Store, made: Initiative, case: Case) -> Initiative:
    """How it stands, on the day that the record tells, or on none."""
    standing = STANDS[case.outcome]
    on = new_year(case.ended) if case.ended else None
    return initiatives.set_standing(
        store, YOU, made.id, version=made.version, standing=standing, on=on, reason=case.lesson
    )


def money(store: Store, made: Initiative, name: str, **values: object) -> Tenure:
    return purpose.add_tenure(store, YOU, made.id, kind=TenureKind.FUNDING, name=name, **values)


def leader(store: Store, made: Initiative, name: str, detail: str, **values: object) -> Tenure:
    return purpose.add_tenure(store, YOU, made.id, kind=TenureKind.LEADER, name=name, detail=detail, **values)


def home(store: Store, made: Initiative, name: str, **values: object) -> Tenure:
    return purpose.add_tenure(store, YOU, made.id, kind=TenureKind.HOME, name=name, **values)


@pytest.fixture
def compact(store: Store) -> Initiative:
    """The Boston Compact with everything under it; leaders are told by their posts, as the record tells them."""
    table = "A steering committee of 15 members and an executive committee of four, with a chief collaboration officer."
    made = enter(store, COMPACT, BOSTON, governance=table)
    purpose.add_goal(store, YOU, made.id, statement=COMPACT.lesson)
    leader(store, made, "Chief collaboration officer", "of the compact")
    ids = {card.partner.name: card.partner.id for card in partners.partners_of(store, made.id)}
    for name in ("Boston Public Schools", "Catholic schools of Boston"):
        for number in range(1, 5):
            leader(store, made, f"Superintendent {number}", "superintendent", partner_id=ids[name], is_over=True)
        leader(store, made, "Superintendent 5", "superintendent", partner_id=ids[name])
    money(store, made, "Planning grant", amount="100,000 dollars", is_over=True)
    money(store, made, "Three-year grant", amount="3.25 million dollars", is_over=True)
    for case in UNDER_THE_COMPACT:
        child = enter(store, case, BOSTON[:3], under=made.id)
        if case.began:
            stages.begin(store, YOU, child.id, stage="commit", on=When(case.began))
        settle(store, child, case)
    return made


def test_one_compact_holds_all_that_runs_under_it_with_what_became_of_each(store: Store, compact: Initiative) -> None:
    held = {each.name: each for each in initiatives.children_of(store, compact.id)}
    assert set(held) == {case.title for case in UNDER_THE_COMPACT}
    assert len(held) == 6
    for case in UNDER_THE_COMPACT:
        assert held[case.title].standing is STANDS[case.outcome], case.key
        assert held[case.title].standing_reason == case.lesson
    assert maintenance.check(store) == ()


def test_its_partners_are_the_same_organisations_in_everything_under_it(store: Store, compact: Initiative) -> None:
    cards = partners.partners_of(store, compact.id)
    elsewhere = {card.partner.name: card.other_initiatives for card in cards}
    assert elsewhere.pop("Mayor of Boston") == 0
    assert set(elsewhere.values()) == {len(UNDER_THE_COMPACT)}


def test_a_failed_attempt_says_why_and_may_be_tried_again(store: Store, compact: Initiative) -> None:
    case = CASES["boston.enrollment"]
    failed = initiatives.find_initiative(store, case.title)
    assert (failed.standing, failed.standing_on, failed.standing_reason) == (Standing.STOPPED, None, case.lesson)
    (visit,) = journey(store, failed.id, today=TODAY).visits
    assert visit.began_on == When(2015)
    why = "It is tried again, and the community is asked first."
    again = initiatives.set_standing(
        store, YOU, failed.id, version=failed.version, standing=Standing.ACTIVE, on=TODAY, reason=why
    )
    assert again.standing is Standing.ACTIVE
    told = [change for change in initiatives.changes_of(store, failed.id) if change.what == "set_standing"]
    assert told[0].before is not None
    assert told[0].before["standing_reason"] == case.lesson


def test_nothing_is_stopped_without_its_reason(store: Store, compact: Initiative) -> None:
    with pytest.raises(NotAllowed, match="why"):
        initiatives.set_standing(
            store, YOU, compact.id, version=compact.version, standing=Standing.STOPPED, on=None, reason=" "
        )


def test_the_compact_outlives_its_grant_and_four_changes_in_each_of_two_sectors(
    store: Store, compact: Initiative
) -> None:
    found = purpose.purpose_of(store, compact.id)
    superintendents = [each for each in found.of(TenureKind.LEADER) if each.detail == "superintendent"]
    by_partner: dict[str | None, list[bool]] = {}
    for each in superintendents:
        by_partner.setdefault(each.partner_id, []).append(purpose.is_present(each, TODAY))
    assert [sorted(present) for present in by_partner.values()] == [[False] * 4 + [True]] * 2
    assert not any(purpose.is_present(each, TODAY) for each in found.of(TenureKind.FUNDING))
    assert purpose.funding_end(found.tenures, TODAY) is None


def test_the_turnaround_reached_its_goal_and_was_not_kept_up(store: Store, compact: Initiative) -> None:
    burke = initiatives.find_initiative(store, CASES["boston.burke"].title)
    goal = purpose.add_goal(store, YOU, burke.id, statement="The high school leaves the state's low-performing list")
    left = "It left the list. Then its lead teachers changed and the work was not kept up."
    saved = purpose.save_goal(store, YOU, goal.id, version=goal.version, outcome=GoalOutcome.MET, reached=left)
    assert (saved.outcome, saved.reached) == (GoalOutcome.MET, left)
    assert burke.standing is Standing.STOPPED


@pytest.fixture
def my_school(store: Store) -> Initiative:
    """My School DC from its purpose on: begun by the charter board, at home with a state agency for good."""
    board = "A board with seats for both sectors decides."
    made = enter(store, MY_SCHOOL, DISTRICT_OF_COLUMBIA, governance=board)
    ids = {card.partner.name: card.partner.id for card in partners.partners_of(store, made.id)}
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
        due_on=date(2018, 9, 1),
    )
    travel(store, made.id)
    return made


def travel(store: Store, initiative_id: str) -> None:
    """From commit to the end of the way; the record tells of no assessment, so that stage is passed over."""
    here = (store, YOU, initiative_id)
    stages.begin(*here, stage="commit", on=new_year(2013))
    done = {"version": 0, "standing": MilestoneStanding.DONE}
    milestones.save_milestone(*here, "commit.initiator", evidence="The charter board started it.", **done)
    milestones.save_milestone(*here, "commit.spanner", version=0, standing=MilestoneStanding.NOT_APPLICABLE)
    for to, year in (("plan", 2013), ("implement", 2013), ("sustain", 2018)):
        seen = journey(store, initiative_id, today=TODAY).current
        assert seen is not None
        stages.go_on(*here, seen=seen, to=to, on=new_year(year), today=TODAY, reason="As the record tells it.")
    hold(store, initiative_id)
    seen = journey(store, initiative_id, today=TODAY).current
    assert seen is not None
    stages.go_on(*here, seen=seen, to=None, on=date(2019, 6, 30), today=TODAY)


def hold(store: Store, initiative_id: str) -> None:
    """One review of the sustainability checklist, together: everything that the record speaks of is in place."""
    begun = reviews.start_review(store, YOU, initiative_id, "sustainability", held_on=date(2019, 6, 1))
    for _, item in reviews.review_view(store, begun.id).items:
        reviews.save_entry(store, YOU, begun.id, item.key, version=0, status="in_place")
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
    assert (view.stage("sustain").progress, view.visits[-1].end) == (1.0, VisitEnd.PASSED)
    assert settle(store, my_school, MY_SCHOOL).standing is Standing.COMPLETED
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


def test_what_a_goal_reached_is_kept_in_numbers(store: Store, my_school: Initiative) -> None:
    (view,) = purpose.purpose_of(store, my_school.id).goals
    assert view.is_smart
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
