"""The made-up sample shows the whole journey from the first start, comes whole or not at all, and goes again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from collab.errors import NotFound
from collab.framework import load_framework
from collab.journey import Confirmed, TenureKind, VisitEnd
from collab.model import YOU, Initiative, Sector, Standing
from collab.services import (
    conclusions,
    importing,
    initiatives,
    maintenance,
    purpose,
    reviews,
    rounds,
    sample,
    sample_play,
)
from collab.services.journey import JourneyView, journey
from collab.services.sample import load_sample, loaded_sample
from collab.services.sample_script import FOLDER, HoldReview, Script, read_script
from collab.store import Store
from collab.store.integrity import dump

TODAY = date(2026, 11, 22)
SCRIPTS = sorted(path.name for path in FOLDER.glob("*.toml"))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Initiative]]:
    """The sample as it was loaded on this day; tests only look at it."""
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('sample') / 'sample.sqlite'}")
    yield store, load_sample(store, YOU, today=TODAY)
    store.close()


@pytest.fixture(scope="module")
def way(loaded: tuple[Store, Initiative]) -> JourneyView:
    """The journey of the compact."""
    return journey(loaded[0], loaded[1].id, today=TODAY)


def test_the_compact_goes_back_from_its_pilot_to_planning_and_says_why(way: JourneyView) -> None:
    assert [visit.stage for visit in way.visits] == ["commit", "assess", "plan", "implement", "plan", "implement"]
    back = way.visits[3]
    assert (back.end, back.end_reason) == (VisitEnd.WENT_BACK, way.visits[4].reason)
    assert "bell times" in back.end_reason
    assert way.current is not None
    assert way.current.ended_on is None


def test_a_gate_was_passed_against_its_advice_and_another_as_it_advised(way: JourneyView) -> None:
    despite = [visit for visit in way.visits if visit.end is VisitEnd.DESPITE]
    assert [visit.stage for visit in despite] == ["assess", "plan"]
    assert all(visit.end_reason and way.gates_then[visit.id] for visit in despite)
    assert [visit.stage for visit in way.visits if visit.end is VisitEnd.PASSED] == ["commit", "plan"]


def test_milestones_have_owners_some_are_overdue_two_are_disputed_and_some_are_their_own(way: JourneyView) -> None:
    every = [milestone for stage in way.stages for milestone in stage.milestones]
    assert sum(milestone.overdue(TODAY) for milestone in every) == 2
    assert [milestone.key for milestone in every if milestone.disputed] == ["commit.goals", "plan.action_plan"]
    assert sum(milestone.own for milestone in every) == 5
    assert sum(bool(milestone.record.owner) for milestone in every) >= 15


def test_partners_differ_on_whether_stages_are_done(way: JourneyView) -> None:
    assert [stage.stage.key for stage in way.stages if stage.differ] == ["commit", "assess", "plan", "implement"]
    unsure = [each for stage in way.stages for each in stage.confirmations if each.answer is Confirmed.NOT_YET]
    assert all(each.note for each in unsure)


def test_some_goals_are_smart_and_some_are_weak(loaded: tuple[Store, Initiative]) -> None:
    goals = purpose.purpose_of(loaded[0], loaded[1].id).goals
    assert {goal.is_smart for goal in goals} == {True, False}
    assert {str(goal.goal.outcome) for goal in goals} == {"open", "met", "missed"}


def test_leaders_and_home_changed_and_the_money_ends_within_a_year_of_loading(
    loaded: tuple[Store, Initiative],
) -> None:
    found = purpose.purpose_of(loaded[0], loaded[1].id)
    for kind in (TenureKind.LEADER, TenureKind.HOME):
        present = [purpose.is_present(each, TODAY) for each in found.of(kind)]
        assert set(present) == {True, False}, kind
    ends = purpose.funding_end(found.tenures, TODAY)
    assert ends is not None
    assert TODAY < ends.last < TODAY + timedelta(days=365)


def test_both_rounds_have_conclusions_on_every_dimension_and_partners_differ(
    loaded: tuple[Store, Initiative],
) -> None:
    steps = []
    for round_ in rounds.rounds_of(loaded[0], loaded[1].id):
        view = conclusions.conclusions_of(loaded[0], round_.id)
        assert view.settled == len(view.dimensions) == 4
        assert any(row.differ for row in view.dimensions)
        steps += [step for row in view.dimensions for step in row.next_steps]
    late = [step for step in steps if step.done_on is None and step.due_on is not None and step.due_on < TODAY]
    assert any(step.done_on for step in steps)
    assert len(late) >= 3


def test_the_checklist_moves_over_joint_reviews_stands_still_in_places_and_partners_reviewed_alone(
    loaded: tuple[Store, Initiative],
) -> None:
    view = reviews.checklist_view(loaded[0], loaded[1].id, "implementation")
    assert len(view.joint) == 7
    assert {item.item.key for item in view.stuck} >= {"full.time", "pilot.resourced"}
    sectors = {partner.id: partner.sector for partner in view.partners}
    alone = [sectors[partner_id] for partner_id in view.latest_by_partner]
    assert sorted(alone) == [Sector.CHARTER] * 2 + [Sector.DISTRICT] * 2


def test_the_sustainability_review_is_begun_and_nothing_else_is_under_way(loaded: tuple[Store, Initiative]) -> None:
    view = reviews.checklist_view(loaded[0], loaded[1].id, "sustainability")
    (begun,) = view.under_way
    assert begun.held_on == TODAY - timedelta(days=2)
    assert 0 < reviews.review_view(loaded[0], begun.id).looked_at < 11
    assert reviews.checklist_view(loaded[0], loaded[1].id, "implementation").under_way == ()


def test_one_runs_under_the_compact_without_a_pilot_and_one_was_stopped_with_its_reason(
    loaded: tuple[Store, Initiative],
) -> None:
    store, compact = loaded
    (child,) = initiatives.children_of(store, compact.id)
    pilot = journey(store, child.id, today=TODAY).stage("implement").milestones[0]
    assert (pilot.key, pilot.applies) == ("implement.pilot", False)
    stopped = initiatives.find_initiative(store, "Made-up sample: Harrow Common Application")
    assert stopped.standing is Standing.STOPPED
    assert stopped.standing_reason
    planned = journey(store, stopped.id, today=TODAY).stage("plan")
    assert planned.spent.days == (date(2026, 1, 20) - date(2025, 5, 5)).days


def test_everything_says_that_it_is_made_up_and_the_compact_comes_first(loaded: tuple[Store, Initiative]) -> None:
    cards = initiatives.overview(loaded[0])
    assert all(card.initiative.made_up and card.initiative.name.startswith("Made-up sample: ") for card in cards)
    assert cards[0].initiative == loaded[1]


def test_loading_twice_changes_nothing(sqlite_store: Store) -> None:
    first = load_sample(sqlite_store, YOU)
    before = sqlite_store.read(dump)
    assert load_sample(sqlite_store, YOU) == first == loaded_sample(sqlite_store)
    assert sqlite_store.read(dump) == before


def test_a_load_that_broke_off_is_taken_up_where_it_stood(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setitem(sample_play._PLAYED, HoldReview, breaks)
        with pytest.raises(KeyboardInterrupt):
            load_sample(store, YOU, today=TODAY)
    begun = initiatives.find_initiative(store, sample.NAME)
    assert loaded_sample(store) is None
    assert journey(store, begun.id, today=TODAY).visits == ()
    assert len(journey(store, load_sample(store, YOU, today=TODAY).id, today=TODAY).visits) == 6
    assert maintenance.check(store) == ()


def test_what_was_deleted_of_it_comes_back_and_nothing_else_is_touched(sqlite_store: Store) -> None:
    compact = load_sample(sqlite_store, YOU, today=TODAY)
    (child,) = initiatives.children_of(sqlite_store, compact.id)
    past = len(initiatives.changes_of(sqlite_store, compact.id, limit=1000))
    initiatives.delete_initiative(sqlite_store, YOU, child.id, typed_name=child.name)
    load_sample(sqlite_store, YOU, today=TODAY)
    (again,) = initiatives.children_of(sqlite_store, compact.id)
    assert again.name == child.name
    assert len(initiatives.changes_of(sqlite_store, compact.id, limit=1000)) == past


def test_all_of_it_can_be_deleted(sqlite_store: Store) -> None:
    load_sample(sqlite_store, YOU, today=TODAY)
    for card in initiatives.overview(sqlite_store):
        initiatives.delete_initiative(sqlite_store, YOU, card.initiative.id, typed_name=card.initiative.name)
    left = {name for name, rows in sqlite_store.read(dump).items() if rows}
    assert "partner" not in left
    assert "review" not in left
    with pytest.raises(NotFound):
        initiatives.find_initiative(sqlite_store, sample.NAME)


def test_its_imports_can_be_undone_and_loaded_again(sqlite_store: Store) -> None:
    compact = load_sample(sqlite_store, YOU, today=TODAY)
    whole = initiatives.overview(sqlite_store)[0].rounds
    for past in importing.past_imports(sqlite_store, compact.id):
        importing.undo_import(sqlite_store, YOU, past.id)
    assert {card.responses for card in initiatives.overview(sqlite_store)[0].rounds} == {0}
    assert maintenance.check(sqlite_store) == ()
    load_sample(sqlite_store, YOU, today=TODAY)
    again = initiatives.overview(sqlite_store)[0].rounds
    assert [card.responses for card in again] == [card.responses for card in whole]
    assert len(journey(sqlite_store, compact.id, today=TODAY).visits) == 6


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_journey_names_only_items_and_partners_that_are_there(name: str) -> None:
    script = read_script(name)
    content = {checklist.key: checklist for checklist in load_framework().checklists}
    for event in _reviews(script):
        sizes = {phase.key: len(phase.items) for phase in content[event.checklist].phases}
        assert {phase: len(letters.replace(" ", "")) for phase, letters in event.said.items()}.items() <= sizes.items()
        items = {item.key for phase in content[event.checklist].phases for item in phase.items}
        assert {note.item for note in event.notes} <= items


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_journey_says_that_it_is_made_up(name: str) -> None:
    script = read_script(name)
    assert script.name.startswith("Made-up sample: ")
    assert "made up" in script.purpose.lower()
    assert "Everything is made up" in (FOLDER / name).read_text(encoding="utf-8").split("[[event]]")[0]


def _reviews(script: Script) -> list[HoldReview]:
    return [event for event in script.events if isinstance(event, HoldReview)]
