"""What becomes of a journey where an initiative, a round, a partner or an import goes."""

from __future__ import annotations

from datetime import date

import pytest

from collab.framework import DEFAULT_INSTRUMENT
from collab.journey import Confirmed, MilestoneStanding, TenureKind
from collab.model import YOU, Mode, Partner, Round, RoundState, Sector
from collab.services import (
    action_plans,
    conclusions,
    importing,
    initiatives,
    logic_model,
    maintenance,
    merging,
    milestones,
    partners,
    purpose,
    removing,
    reviews,
    root_causes,
    rounds,
    stages,
)
from collab.services.journey import journey
from collab.store import Store, journey_tables, plan_tables
from collab.store import partners as partner_queries
from collab.store.integrity import dump
from tests.services.contents import HERE, a_content, bring

TODAY = date(2026, 11, 20)
ROWS = [("D one", "R_0000001", 1), ("C two", "R_0000002", 2)]
JOURNEY = {
    name for tables in (journey_tables, plan_tables) for name in vars(tables) if name in journey_tables.metadata.tables
}


@pytest.fixture
def begun(store: Store) -> tuple[str, Partner, Round]:
    """An initiative with a partner, a revealed round and something in every table of its journey."""
    made = initiatives.create_initiative(store, YOU, name="Northside Compact")
    partner = partners.add_partner(store, YOU, made.id, name="Northside Schools", sector=Sector.DISTRICT)
    opened = rounds.create_round(store, YOU, made.id, label="One", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    round_ = rounds.change_round(store, YOU, opened.id, version=1, state=RoundState.REVEALED)
    travel(store, made.id, partner.id)
    conclusions.save_conclusion(store, YOU, round_.id, "purpose", version=0, partner_id=partner.id, reading="ready")
    conclusions.add_step(store, YOU, round_.id, "purpose", text="Ask both boards", partner_id=partner.id)
    return made.id, partner, round_


def travel(store: Store, initiative_id: str, partner_id: str) -> None:
    """Everything of a journey that belongs to no round."""
    goal = purpose.add_goal(store, YOU, initiative_id, statement="One calendar")
    plan_together(store, initiative_id, goal.id, partner_id)
    purpose.add_tenure(store, YOU, initiative_id, kind=TenureKind.LEADER, name="A leader", partner_id=partner_id)
    stages.begin(store, YOU, initiative_id, stage="commit", on=date(2026, 8, 1))
    stages.save_plan(store, YOU, initiative_id, "plan", version=0, from_on=TODAY, until_on=None)
    stages.confirm(store, YOU, initiative_id, "commit", partner_id, answer=Confirmed.CONFIRMED)
    own(store, initiative_id, partner_id)
    review = reviews.start_review(
        store, YOU, initiative_id, "implementation", held_on=date(2026, 9, 1), partner_id=partner_id
    )
    reviews.save_entry(store, YOU, review.id, "pilot.defined", version=0, status="in_place", partner_id=partner_id)


def plan_together(store: Store, initiative_id: str, goal_id: str, partner_id: str) -> None:
    """Something in every table of planning."""
    problem = root_causes.add_problem(store, YOU, initiative_id, statement="Few families apply")
    above = root_causes.add_cause(store, YOU, problem.id, answer="They hear of it late")
    root_causes.add_cause(store, YOU, problem.id, parent_id=above.id, answer="Nobody tells them", is_chosen=True)
    logic_model.save_model(store, YOU, initiative_id, version=0, problem="Few families apply in time")
    entries = [
        logic_model.add_entry(store, YOU, initiative_id, place=place, text=place).id for place in ("inputs", "impact")
    ]
    logic_model.set_links(store, YOU, entries[0], to=entries[1:], seen=())
    action_plans.save_plan(store, YOU, goal_id, version=0, outcomes="More families apply")
    action_plans.add_step(store, YOU, goal_id, step="Write a letter", partner_id=partner_id)


def own(store: Store, initiative_id: str, partner_id: str) -> None:
    """A milestone that is this partner's to reach."""
    milestones.save_milestone(
        store,
        YOU,
        initiative_id,
        "commit.initiator",
        version=0,
        standing=MilestoneStanding.DONE,
        partner_id=partner_id,
    )


def held(store: Store) -> dict[str, int]:
    """Table -> rows, of the journeys; empty tables are left out."""
    return {name: len(rows) for name, rows in store.read(dump).items() if name in JOURNEY and rows}


def test_an_initiative_goes_with_its_whole_journey(store: Store, begun: tuple[str, Partner, Round]) -> None:
    assert held(store).keys() == JOURNEY
    initiatives.delete_initiative(store, YOU, begun[0], typed_name="Northside Compact")
    assert held(store) == {}
    assert store.read(dump)["partner"] == []
    assert maintenance.check(store) == ()


def test_a_round_goes_with_its_conclusions_and_their_steps_and_nothing_else(
    store: Store, begun: tuple[str, Partner, Round]
) -> None:
    before = held(store)
    rounds.delete_round(store, YOU, begun[2].id, typed_label="One")
    assert held(store) == {name: n for name, n in before.items() if name not in ("conclusion", "next_step")}
    assert maintenance.check(store) == ()


def test_what_ran_under_a_deleted_initiative_stands_alone(store: Store, begun: tuple[str, Partner, Round]) -> None:
    child = initiatives.create_initiative(store, YOU, name="Shared buses")
    initiatives.set_parent(store, YOU, child.id, version=1, parent_id=begun[0])
    initiatives.delete_initiative(store, YOU, begun[0], typed_name="Northside Compact")
    left = initiatives.get_initiative(store, child.id)
    assert (left.parent_id, left.version) == (None, 3)
    assert initiatives.changes_of(store, child.id)[0].what == "set_parent"


def test_a_partner_that_another_journey_names_outlives_its_initiative(
    store: Store, begun: tuple[str, Partner, Round]
) -> None:
    other = initiatives.create_initiative(store, YOU, name="Shared buses")
    joined = partners.add_partner(store, YOU, other.id, name="Northside Schools", sector=Sector.DISTRICT)
    assert joined.id == begun[1].id
    own(store, other.id, joined.id)
    removing.remove_partner(store, YOU, other.id, joined.id, seen=(), reason="withdrew")
    initiatives.delete_initiative(store, YOU, begun[0], typed_name="Northside Compact")
    assert store.read(lambda unit: partner_queries.partner_by_id(unit, begun[1].id)).name == "Northside Schools"
    assert maintenance.check(store) == ()


def test_a_partner_can_be_removed_and_comes_back_while_its_journey_stays(
    store: Store, begun: tuple[str, Partner, Round]
) -> None:
    before = held(store)
    change = removing.remove_partner(store, YOU, begun[0], begun[1].id, seen=(), reason="withdrew")
    assert held(store) == before
    assert journey(store, begun[0], today=TODAY).stages
    partners.undo_partner_change(store, YOU, change.id)
    assert held(store) == before
    assert maintenance.check(store) == ()


def test_a_partner_that_a_journey_names_can_be_merged_and_taken_apart(
    store: Store, begun: tuple[str, Partner, Round]
) -> None:
    here, merged, round_ = begun
    other = partners.add_partner(store, YOU, here, name="Northside Public Schools", sector=Sector.DISTRICT)
    conclusions.save_conclusion(store, YOU, round_.id, "purpose", version=0, partner_id=other.id, reading="needs_work")
    before = rows_naming(store, merged.id, other.id)
    change = merging.merge_partners(store, YOU, keep=other.id, merged=merged.id)
    view = journey(store, here, today=TODAY)
    assert [each.partner_id for stage in view.stages for each in stage.confirmations] == [other.id]
    assert {each.partner_id for each in purpose.purpose_of(store, here).tenures} == {other.id}
    concluded = conclusions.conclusions_of(store, round_.id).of("purpose")
    assert {each: said.reading for each, said in concluded.own.items()} == {other.id: "needs_work"}
    assert [step.partner_id for step in concluded.next_steps] == [other.id]
    (review,) = reviews.checklist_view(store, here, "implementation").under_way
    assert review.partner_id == other.id
    assert maintenance.check(store) == ()
    partners.undo_partner_change(store, YOU, change.id)
    assert rows_naming(store, merged.id, other.id) == before
    assert maintenance.check(store) == ()


def rows_naming(store: Store, *partner_ids: str) -> list[tuple[str, object]]:
    """Every row of the journeys that names one of these partners."""
    tables = store.read(dump)
    return [(name, row) for name in sorted(JOURNEY) for row in tables[name] if row.get("partner_id") in partner_ids]


def test_undoing_an_import_keeps_a_round_that_conclusions_were_drawn_from(store: Store) -> None:
    outcome = bring(store, a_content(ROWS))
    conclusions.save_conclusion(store, YOU, outcome.round_id or "", "purpose", version=0, reading="ready")
    undone = importing.undo_import(store, YOU, outcome.import_id or "")
    assert f"The round “{HERE.round_label}” stays, without answers: conclusions were drawn from it." in undone.sentence
    assert held(store) == {"conclusion": 1}
    assert maintenance.check(store) == ()


def test_undoing_an_import_keeps_an_initiative_whose_journey_has_begun_and_the_partners_it_names(
    store: Store,
) -> None:
    outcome = bring(store, a_content(ROWS))
    here = outcome.initiative_id or ""
    first = partners.partners_of(store, here)[0].partner
    travel(store, here, first.id)
    before = held(store)
    undone = importing.undo_import(store, YOU, outcome.import_id or "")
    assert f"The partner “{first.name}” stays, without these answers" in undone.sentence
    assert [card.partner.name for card in partners.partners_of(store, here)] == [first.name]
    assert held(store) == before
    assert maintenance.check(store) == ()


def test_undoing_an_import_says_that_an_initiative_stays_for_its_journey(store: Store) -> None:
    outcome = bring(store, a_content(ROWS))
    purpose.add_goal(store, YOU, outcome.initiative_id or "", statement="One calendar")
    undone = importing.undo_import(store, YOU, outcome.import_id or "")
    assert "The initiative “Northside Compact” stays: somebody has edited it since." in undone.sentence
    assert held(store) == {"goal": 1}
