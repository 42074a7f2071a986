"""Goals with their five soft checks; leaders, homes and funding over time."""

from __future__ import annotations

from datetime import date

import pytest

from collab.errors import NotAllowed, NotFound, StaleVersion
from collab.journey import GoalOutcome, MilestoneRecord, Tenure, TenureKind
from collab.model import YOU, Sector
from collab.scoring.smart import Smart
from collab.services import purpose
from collab.services.initiatives import changes_of, create_initiative
from collab.services.milestones import add_milestone
from collab.services.partners import add_partner
from collab.store import Store, records
from collab.store.keys import new_key
from collab.when import When
from tests.factories import smart_goal

TODAY = date(2026, 11, 20)
WHOLE = smart_goal()


@pytest.fixture
def initiative_id(store: Store) -> str:
    return create_initiative(store, YOU, name="Northside Compact").id


def missing(store: Store, initiative_id: str) -> list[Smart]:
    (view,) = purpose.purpose_of(store, initiative_id).goals
    return [check.part for check in view.checks if not check.there]


def money(ends_on: date | None, *, began_on: date | None = None, is_over: bool = False) -> Tenure:
    begins, ends = (When.of(each) if each else None for each in (began_on, ends_on))
    return Tenure("1", "1", TenureKind.FUNDING, "A fund", began_on=begins, ends_on=ends, is_over=is_over)


def test_a_goal_with_all_five_parts_is_smart(store: Store, initiative_id: str) -> None:
    purpose.add_goal(store, YOU, initiative_id, **WHOLE)
    assert missing(store, initiative_id) == []


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"statement": "Forty calendars"}, Smart.SPECIFIC),
        ({"measure": ""}, Smart.MEASURABLE),
        ({"statement": "The schools use the same enrollment calendar", "target": "many"}, Smart.MEASURABLE),
        ({"attainable": " "}, Smart.ATTAINABLE),
        ({"result": ""}, Smart.RESULTS),
        ({"due_on": None}, Smart.DATED),
    ],
)
def test_each_part_that_is_missing_is_told_and_forbids_nothing(
    store: Store, initiative_id: str, change: dict[str, object], part: Smart
) -> None:
    purpose.add_goal(store, YOU, initiative_id, **{**WHOLE, **change})
    assert missing(store, initiative_id) == [part]


def test_goals_stay_in_their_order_and_only_what_is_given_changes(store: Store, initiative_id: str) -> None:
    first = purpose.add_goal(store, YOU, initiative_id, **WHOLE)
    purpose.add_goal(store, YOU, initiative_id, statement="Shared buses")
    purpose.save_goal(store, YOU, first.id, version=1, outcome=GoalOutcome.MET)
    kept = [each.goal for each in purpose.purpose_of(store, initiative_id).goals]
    assert [(each.statement, each.outcome) for each in kept] == [
        (WHOLE["statement"], GoalOutcome.MET),
        ("Shared buses", GoalOutcome.OPEN),
    ]
    with pytest.raises(StaleVersion):
        purpose.save_goal(store, YOU, first.id, version=1, target="30")
    with pytest.raises(StaleVersion, match="Somebody else changed"):
        purpose.remove_goal(store, YOU, first.id, version=1)
    purpose.remove_goal(store, YOU, first.id, version=2)
    assert [each.goal.statement for each in purpose.purpose_of(store, initiative_id).goals] == ["Shared buses"]


def test_a_goal_needs_a_statement(store: Store, initiative_id: str) -> None:
    with pytest.raises(NotAllowed, match="goal is empty"):
        purpose.add_goal(store, YOU, initiative_id, statement=" ")


def test_what_is_added_and_removed_stays_whole_in_the_history(store: Store, initiative_id: str) -> None:
    partner = add_partner(store, YOU, initiative_id, name="Harbor Light", sector=Sector.CHARTER)
    said = {"name": "City fund", "partner": "Harbor Light", "amount": "40,000", "ends_on": "2027-06-30"}
    made = purpose.add_tenure(
        store,
        YOU,
        initiative_id,
        kind=TenureKind.FUNDING,
        name="City fund",
        partner_id=partner.id,
        amount="40,000",
        ends_on=date(2027, 6, 30),
    )
    with pytest.raises(StaleVersion, match="“City fund”"):
        purpose.remove_tenure(store, YOU, made.id, version=0)
    purpose.remove_tenure(store, YOU, made.id, version=1)
    removed, added = changes_of(store, initiative_id)[:2]
    assert (removed.before, added.after) == ({**said, "kind": "funding"}, {**said, "kind": "funding"})


def test_only_a_partner_that_takes_part_can_be_behind_an_entry(store: Store, initiative_id: str) -> None:
    with pytest.raises(NotFound, match="does not take part"):
        purpose.add_tenure(store, YOU, initiative_id, kind=TenureKind.HOME, name="City hall", partner_id="nobody")
    made = purpose.add_tenure(store, YOU, initiative_id, kind=TenureKind.HOME, name="City hall")
    with pytest.raises(NotFound, match="does not take part"):
        purpose.save_tenure(store, YOU, made.id, version=1, partner_id="nobody")


def test_a_leader_who_left_stays_in_sight(store: Store, initiative_id: str) -> None:
    left = purpose.add_tenure(
        store, YOU, initiative_id, kind=TenureKind.LEADER, name="O. Reyes", began_on=date(2025, 1, 1)
    )
    purpose.save_tenure(store, YOU, left.id, version=1, ends_on=date(2026, 6, 30))
    purpose.add_tenure(store, YOU, initiative_id, kind=TenureKind.LEADER, name="D. Whitfield")
    leaders = purpose.purpose_of(store, initiative_id).of(TenureKind.LEADER)
    assert [(each.name, purpose.is_present(each, TODAY)) for each in leaders] == [
        ("O. Reyes", False),
        ("D. Whitfield", True),
    ]


def test_a_tenure_that_would_end_before_it_begins_is_refused_and_not_kept(store: Store, initiative_id: str) -> None:
    made = purpose.add_tenure(
        store, YOU, initiative_id, kind=TenureKind.HOME, name="City hall", began_on=date(2026, 1, 1)
    )
    with pytest.raises(NotAllowed, match="before it begins"):
        purpose.save_tenure(store, YOU, made.id, version=1, ends_on=date(2025, 1, 1))
    assert purpose.purpose_of(store, initiative_id).tenures == (made,)


@pytest.mark.parametrize(
    ("tenures", "end"),
    [
        ((), None),
        ((money(date(2027, 1, 1)), money(date(2027, 6, 30))), date(2027, 6, 30)),
        ((money(date(2027, 1, 1)), money(None)), None),
        ((money(date(2027, 1, 1)), money(date(2026, 1, 1))), date(2027, 1, 1)),
        ((money(date(2026, 1, 1)),), None),
        ((money(date(2027, 1, 1)), money(None, is_over=True)), date(2027, 1, 1)),
        ((money(date(2028, 1, 1), began_on=date(2027, 1, 1)), money(date(2027, 1, 1))), date(2027, 1, 1)),
    ],
    ids=["none", "the later", "no end in sight", "past ones aside", "all past", "over without a day", "not begun"],
)
def test_funding_ends_with_the_last_of_the_money_that_flows_today(
    tenures: tuple[Tenure, ...], end: date | None
) -> None:
    assert purpose.funding_end(tenures, TODAY) == (end and When.of(end))


def test_the_same_press_twice_adds_one_goal_and_one_leader(store: Store, initiative_id: str) -> None:
    made = new_key()
    first = purpose.add_goal(store, YOU, initiative_id, goal_id=made, **WHOLE)
    assert purpose.add_goal(store, YOU, initiative_id, goal_id=made, **WHOLE) == first
    leader = {"kind": TenureKind.LEADER, "name": "O. Reyes", "tenure_id": new_key()}
    one, other = (purpose.add_tenure(store, YOU, initiative_id, **leader) for _ in range(2))  # type: ignore[arg-type]
    assert one == other
    held = purpose.purpose_of(store, initiative_id)
    assert (len(held.goals), len(held.tenures)) == (1, 1)
    assert [each.what for each in changes_of(store, initiative_id)].count("add_goal") == 1


def test_the_same_form_in_two_windows_loses_no_words(store: Store, initiative_id: str) -> None:
    made = new_key()
    for statement in ("Shared buses", "Shared training", "Shared training"):
        purpose.add_goal(store, YOU, initiative_id, goal_id=made, **WHOLE | {"statement": statement})
    goals = [each.goal.statement for each in purpose.purpose_of(store, initiative_id).goals]
    assert goals == ["Shared buses", "Shared training"]
    milestone = {"stage": "plan", "milestone_id": made}
    for label in ("Buses are counted", "Drivers are asked", "Drivers are asked"):
        add_milestone(store, YOU, initiative_id, label=label, **milestone)
    kept = store.read(lambda unit: records.records(unit, MilestoneRecord, initiative_id=initiative_id))
    assert sorted((each.label, each.key == each.id) for each in kept) == [
        ("Buses are counted", True),
        ("Drivers are asked", True),
    ]


def test_a_form_that_is_named_like_a_goal_of_another_initiative_changes_nothing_there(
    store: Store, initiative_id: str
) -> None:
    goal = purpose.add_goal(store, YOU, initiative_id, **WHOLE)
    other = create_initiative(store, YOU, name="Southside Compact")
    made = purpose.add_goal(store, YOU, other.id, goal_id=goal.id, **WHOLE)
    assert made.id != goal.id
    assert [len(purpose.purpose_of(store, each).goals) for each in (initiative_id, other.id)] == [1, 1]
