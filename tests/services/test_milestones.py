"""Milestones: what persons say is kept with its owner, date and evidence; two people never overwrite each other."""

from __future__ import annotations

from datetime import date

import pytest

from collab.errors import NotAllowed, NotFound, StaleVersion
from collab.journey import MilestoneRecord, MilestoneStanding
from collab.model import YOU, Sector
from collab.services import milestones, stages
from collab.services.initiatives import changes_of, create_initiative
from collab.services.journey import journey
from collab.services.milestone_views import MilestoneView
from collab.services.partners import add_partner, held_by, remove_partner
from collab.store import Store
from collab.store.keys import new_key
from collab.when import When

TODAY = date(2026, 11, 20)
CAUSES = "plan.causes"


@pytest.fixture
def initiative_id(store: Store) -> str:
    return create_initiative(store, YOU, name="Northside Compact").id


def of(store: Store, initiative_id: str, key: str) -> MilestoneView:
    view = journey(store, initiative_id, today=TODAY)
    return next(each for stage in view.stages for each in stage.milestones if each.key == key)


def save(store: Store, initiative_id: str, **values: object) -> MilestoneRecord:
    given = {"version": 0, "standing": MilestoneStanding.UNSAID, **values}
    return milestones.save_milestone(store, YOU, initiative_id, CAUSES, **given)  # type: ignore[arg-type]


def test_owner_partner_date_and_evidence_are_kept(store: Store, initiative_id: str) -> None:
    partner = add_partner(store, YOU, initiative_id, name="Harbor Light", sector=Sector.CHARTER)
    values = {"owner": "R. Almeida", "partner_id": partner.id, "due_on": date(2026, 10, 31), "evidence": "Five whys"}
    saved = save(store, initiative_id, **values)
    assert of(store, initiative_id, CAUSES).record == saved
    assert {name: getattr(saved, name) for name in values} == values
    assert (saved.version, changes_of(store, initiative_id)[0].what) == (1, "save_milestone")


def test_one_is_overdue_once_its_date_has_passed_until_it_is_done(store: Store, initiative_id: str) -> None:
    save(store, initiative_id, due_on=date(2026, 11, 19))
    assert of(store, initiative_id, CAUSES).overdue(TODAY)
    assert not of(store, initiative_id, CAUSES).overdue(date(2026, 11, 19))
    save(store, initiative_id, version=1, due_on=date(2026, 11, 19), standing=MilestoneStanding.DONE)
    assert not of(store, initiative_id, CAUSES).overdue(TODAY)


def test_the_day_on_which_it_was_done_goes_with_being_done(store: Store, initiative_id: str) -> None:
    save(store, initiative_id, standing=MilestoneStanding.DONE, done_on=date(2026, 9, 1))
    assert of(store, initiative_id, CAUSES).record.done_on == date(2026, 9, 1)
    save(store, initiative_id, version=1, standing=MilestoneStanding.OPEN, done_on=date(2026, 9, 1))
    assert of(store, initiative_id, CAUSES).record.done_on is None


@pytest.mark.parametrize("standing", [MilestoneStanding.UNSAID, MilestoneStanding.OPEN])
def test_a_day_on_which_it_was_done_is_not_thrown_away_where_it_is_not_said_to_be_done(
    store: Store, initiative_id: str, standing: MilestoneStanding
) -> None:
    with pytest.raises(NotAllowed, match="choose “Done”, or clear the day"):
        save(store, initiative_id, standing=standing, done_on=date(2025, 2, 20))
    assert of(store, initiative_id, CAUSES).record.version == 0


@pytest.mark.parametrize(
    "written", [{"owner": "R. Almeida"}, {"evidence": "Minutes of May"}, {"due_on": date(2026, 12, 1)}, {"partner": 1}]
)
def test_who_writes_of_a_milestone_of_long_ago_knows_of_it(
    store: Store, initiative_id: str, written: dict[str, object]
) -> None:
    first = stages.begin(store, YOU, initiative_id, stage="plan", on=When(2013))
    stages.go_on(store, YOU, initiative_id, seen=first, to="implement", on=When(2014), today=TODAY)
    assert of(store, initiative_id, CAUSES).is_unknown
    if "partner" in written:
        partner = add_partner(store, YOU, initiative_id, name="Harbor Light", sector=Sector.CHARTER)
        written = {"partner_id": partner.id}
    save(store, initiative_id, **written)
    found = of(store, initiative_id, CAUSES)
    assert (found.value, found.known, found.is_unknown) == (0.0, True, False)


def test_the_second_of_two_people_sees_both_texts(store: Store, initiative_id: str) -> None:
    save(store, initiative_id, evidence="Theirs")
    with pytest.raises(StaleVersion) as stale:
        save(store, initiative_id, evidence="Mine")
    assert (stale.value.mine["evidence"], stale.value.theirs["evidence"]) == ("Mine", "Theirs")
    assert of(store, initiative_id, CAUSES).record.evidence == "Theirs"


def test_saving_what_is_kept_already_changes_nothing(store: Store, initiative_id: str) -> None:
    save(store, initiative_id, owner="R. Almeida")
    before = len(changes_of(store, initiative_id))
    assert save(store, initiative_id, version=1, owner=" R. Almeida ").version == 1
    assert len(changes_of(store, initiative_id)) == before


def test_milestones_of_the_stage_stay_and_unknown_ones_are_told(store: Store, initiative_id: str) -> None:
    kept = save(store, initiative_id, owner="R. Almeida")
    with pytest.raises(NotAllowed, match="belongs to the stage"):
        milestones.remove_milestone(store, YOU, kept.id, version=1)
    with pytest.raises(NotFound):
        milestones.add_milestone(store, YOU, initiative_id, stage="nowhere", label="A thing")
    with pytest.raises(NotAllowed, match="milestone is empty"):
        milestones.add_milestone(store, YOU, initiative_id, stage="plan", label="  ")


def test_one_of_their_own_counts_and_can_be_left_out(store: Store, initiative_id: str) -> None:
    own = milestones.add_milestone(store, YOU, initiative_id, stage="plan", label="The board has voted")
    assert of(store, initiative_id, own.key).own
    milestones.save_milestone(store, YOU, initiative_id, own.key, version=1, standing=MilestoneStanding.NOT_APPLICABLE)
    assert not of(store, initiative_id, own.key).applies


def test_one_of_their_own_that_somebody_changed_meanwhile_is_not_removed(store: Store, initiative_id: str) -> None:
    own = milestones.add_milestone(store, YOU, initiative_id, stage="plan", label="The board has voted")
    said = {"standing": MilestoneStanding.OPEN, "owner": "R. Almeida", "evidence": "Minutes"}
    milestones.save_milestone(store, YOU, initiative_id, own.key, version=1, **said)  # type: ignore[arg-type]
    with pytest.raises(StaleVersion, match="not removed"):
        milestones.remove_milestone(store, YOU, own.id, version=1)
    milestones.remove_milestone(store, YOU, own.id, version=2)
    removed, _, added = changes_of(store, initiative_id)[:3]
    own_words = {"stage": "plan", "label": "The board has voted"}
    assert (removed.before, added.after) == (own_words | said, own_words | {"standing": "open"})


def test_a_partner_that_left_stays_where_it_was_named_but_is_not_named_anew(store: Store, initiative_id: str) -> None:
    partner = add_partner(store, YOU, initiative_id, name="Harbor Light", sector=Sector.CHARTER)
    save(store, initiative_id, partner_id=partner.id)
    assert changes_of(store, initiative_id)[0].after == {"partner": "Harbor Light"}
    held = held_by(store, YOU, initiative_id, partner.id)
    remove_partner(store, YOU, initiative_id, partner.id, seen=held, reason="It withdrew")
    saved = save(store, initiative_id, version=1, partner_id=partner.id, owner="R. Almeida")
    assert (saved.partner_id, saved.owner) == (partner.id, "R. Almeida")
    with pytest.raises(NotFound, match="does not take part"):
        milestones.save_milestone(
            store,
            YOU,
            initiative_id,
            "plan.scope",
            version=0,
            standing=MilestoneStanding.UNSAID,
            partner_id=partner.id,
        )


def test_the_same_press_twice_adds_one_milestone(store: Store, initiative_id: str) -> None:
    named = {"stage": "plan", "label": "The board has agreed", "milestone_id": new_key()}
    one, other = (milestones.add_milestone(store, YOU, initiative_id, **named) for _ in range(2))
    assert one == other
    assert of(store, initiative_id, one.key).label == "The board has agreed"
    assert [each.what for each in changes_of(store, initiative_id)].count("add_milestone") == 1
