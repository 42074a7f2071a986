"""Conclusions: together and apart, with next steps, on what all have seen."""

from __future__ import annotations

from datetime import date

import pytest

from collab.errors import NotAllowed, StaleVersion
from collab.framework import DEFAULT_INSTRUMENT
from collab.model import YOU, Mode, RoundState, Sector
from collab.services import conclusions
from collab.services.initiatives import create_initiative
from collab.services.journey import journey
from collab.services.partners import add_partner
from collab.services.rounds import change_round, create_round
from collab.store import Store


@pytest.fixture
def initiative_id(store: Store) -> str:
    """An initiative with one partner."""
    made = create_initiative(store, YOU, name="Northside Compact")
    add_partner(store, YOU, made.id, name="Northside Schools", sector=Sector.DISTRICT)
    return made.id


@pytest.fixture
def round_id(store: Store, initiative_id: str) -> str:
    """A revealed round."""
    made = create_round(store, YOU, initiative_id, label="Baseline", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    return change_round(store, YOU, made.id, version=1, state=RoundState.REVEALED).id


def claims(store: Store, initiative_id: str) -> dict[str, bool]:
    assess = journey(store, initiative_id, today=date(2026, 11, 20)).stage("assess")
    return {each.key: each.claim.reached for each in assess.milestones if each.claim is not None}


def test_nothing_is_concluded_while_the_round_is_open(store: Store, initiative_id: str) -> None:
    made = create_round(store, YOU, initiative_id, label="Open", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    with pytest.raises(NotAllowed, match="still open"):
        conclusions.save_conclusion(store, YOU, made.id, "purpose", version=0, reading="ready")


def test_partners_conclude_apart_and_together_and_a_difference_shows(store: Store, round_id: str) -> None:
    (partner,) = conclusions.conclusions_of(store, round_id).partners
    conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, reading="ready", text="We agree")
    assert not conclusions.conclusions_of(store, round_id).of("purpose").differ
    conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, partner_id=partner.id, reading="needs_work")
    view = conclusions.conclusions_of(store, round_id)
    assert (view.settled, view.of("purpose").differ, view.of("capacity").joint.version) == (1, True, 0)


def test_only_the_instruments_own_readings_are_taken(store: Store, round_id: str) -> None:
    with pytest.raises(NotAllowed, match="Allowed: ready, needs_work"):
        conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, reading="perfect")


def test_two_people_at_one_conclusion_see_both_texts(store: Store, round_id: str) -> None:
    conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, reading="ready", text="Theirs")
    with pytest.raises(StaleVersion) as stale:
        conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, reading="ready", text="Mine")
    assert (stale.value.mine["text"], stale.value.theirs["text"]) == ("Mine", "Theirs")


def test_a_next_step_can_come_before_the_conclusion_itself(store: Store, round_id: str) -> None:
    step = conclusions.add_step(store, YOU, round_id, "capacity", text="Hire a coordinator", owner="R. Diaz")
    conclusions.save_step(store, YOU, step.id, version=1, text=step.text, owner="R. Diaz", done_on=date(2026, 5, 1))
    (kept,) = conclusions.conclusions_of(store, round_id).of("capacity").next_steps
    assert (kept.done_on, kept.version) == (date(2026, 5, 1), 2)
    conclusions.remove_step(store, YOU, step.id)
    assert conclusions.conclusions_of(store, round_id).of("capacity").next_steps == ()


def test_milestones_of_assessing_are_answered_by_the_conclusions(
    store: Store, initiative_id: str, round_id: str
) -> None:
    assert not claims(store, initiative_id)["assess.share"]
    for row in conclusions.conclusions_of(store, round_id).dimensions:
        conclusions.save_conclusion(store, YOU, round_id, row.dimension.key, version=0, reading="needs_work")
    assert (claims(store, initiative_id)["assess.share"], claims(store, initiative_id)["assess.gaps"]) == (True, False)
    for row in conclusions.conclusions_of(store, round_id).dimensions:
        conclusions.add_step(store, YOU, round_id, row.dimension.key, text="Do something about it")
    assert claims(store, initiative_id)["assess.gaps"]
