"""Conclusions: together and apart, with next steps, on what all have seen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from collab.errors import NotAllowed, NotFound, StaleVersion
from collab.framework import DEFAULT_INSTRUMENT
from collab.model import YOU, Mode, Person, RoundState, Sector, Standing
from collab.services import conclusions, next_steps
from collab.services.answers import enter_answers
from collab.services.initiatives import changes_of, create_initiative, get_initiative, overview, set_standing
from collab.services.journey import journey
from collab.services.partners import add_partner, partners_of
from collab.services.removing import remove_partner
from collab.services.rounds import change_round, create_round, get_round
from collab.store import Store
from tests.factories import readiness_instrument


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


def test_a_round_is_settled_once_partners_concluded_together_on_every_dimension(store: Store, round_id: str) -> None:
    (partner,) = conclusions.conclusions_of(store, round_id).partners
    *first, last = [each.dimension.key for each in conclusions.conclusions_of(store, round_id).dimensions]
    settled = []
    for dimension, whose in (*((each, None) for each in first), (last, partner.id), (last, None)):
        said = {"partner_id": whose, "reading": "ready"}
        conclusions.save_conclusion(store, YOU, round_id, dimension, version=0, **said)
        ((item,),) = [each.rounds for each in overview(store)]
        settled.append(item.settled)
    assert settled == [False] * len(first) + [False, True]


def test_only_the_instruments_own_readings_are_taken(store: Store, round_id: str) -> None:
    with pytest.raises(NotAllowed, match="Allowed: ready, needs_work"):
        conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, reading="perfect")


def test_two_people_at_one_conclusion_see_both_texts(store: Store, round_id: str) -> None:
    conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, reading="ready", text="Theirs")
    with pytest.raises(StaleVersion) as stale:
        conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, reading="ready", text="Mine")
    assert (stale.value.mine["text"], stale.value.theirs["text"]) == ("Mine", "Theirs")


def test_when_something_was_said_is_kept_and_told_in_the_history(
    store: Store, initiative_id: str, round_id: str
) -> None:
    said: dict[str, Any] = {"reading": "ready", "text": "We agree"}
    made = conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, **said, said_on=date(2026, 10, 5))
    assert conclusions.conclusions_of(store, round_id).of("purpose").joint.said_on == date(2026, 10, 5)
    assert changes_of(store, initiative_id)[0].after == said | {"said_on": "2026-10-05"}
    with pytest.raises(StaleVersion):
        conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, **said, said_on=date(2026, 10, 6))
    later = conclusions.save_conclusion(store, YOU, round_id, "purpose", version=made.version, **said)
    assert (later.said_on, later.version) == (None, 2)
    assert changes_of(store, initiative_id)[0].before == {"said_on": "2026-10-05"}


def test_nobody_can_have_concluded_on_a_day_to_come(store: Store, round_id: str) -> None:
    said: dict[str, Any] = {"reading": "ready", "text": "We agree"}
    tomorrow = date.today() + timedelta(days=1)
    with pytest.raises(NotAllowed, match="is still to come"):
        conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, **said, said_on=tomorrow)
    assert conclusions.conclusions_of(store, round_id).of("purpose").joint.version == 0
    today = conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, **said, said_on=date.today())
    assert today.said_on == date.today()


def test_where_nothing_is_said_there_is_no_day_on_which_it_was_said(store: Store, round_id: str) -> None:
    nothing = conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, said_on=date(2026, 10, 5))
    assert (nothing.said_on, nothing.version) == (None, 0)


def test_a_next_step_can_come_before_the_conclusion_itself(store: Store, round_id: str) -> None:
    step = conclusions.add_step(store, YOU, round_id, "capacity", text="Hire a coordinator", owner="R. Diaz")
    conclusions.save_step(store, YOU, step.id, version=1, text=step.text, owner="R. Diaz", done_on=date(2026, 5, 1))
    (kept,) = conclusions.conclusions_of(store, round_id).of("capacity").next_steps
    assert (kept.done_on, kept.version) == (date(2026, 5, 1), 2)
    with pytest.raises(StaleVersion, match="Somebody else changed"):
        conclusions.remove_step(store, YOU, step.id, version=1)
    conclusions.remove_step(store, YOU, step.id, version=2)
    assert conclusions.conclusions_of(store, round_id).of("capacity").next_steps == ()


def test_only_a_partner_that_takes_part_concludes_or_owns_a_step(store: Store, round_id: str) -> None:
    def refused() -> Any:
        return pytest.raises(NotFound, match="does not take part")

    with refused():
        conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, partner_id="nobody", reading="ready")
    with refused():
        conclusions.add_step(store, YOU, round_id, "purpose", text="Meet monthly", partner_id="nobody")
    step = conclusions.add_step(store, YOU, round_id, "purpose", text="Meet monthly")
    with refused():
        conclusions.save_step(store, YOU, step.id, version=1, text="Meet weekly", partner_id="nobody")


def test_a_removed_step_stays_whole_in_the_history(store: Store, round_id: str) -> None:
    (partner,) = conclusions.conclusions_of(store, round_id).partners
    step = conclusions.add_step(
        store, YOU, round_id, "purpose", text="Meet monthly", partner_id=partner.id, due_on=date(2026, 5, 1)
    )
    conclusions.remove_step(store, YOU, step.id, version=1)
    removed, added = changes_of(store, step.initiative_id)[:2]
    assert removed.before == added.after == {"text": "Meet monthly", "partner": partner.name, "due_on": "2026-05-01"}


def test_a_step_that_is_sent_twice_is_added_once(store: Store, round_id: str) -> None:
    one, again = (
        conclusions.add_step(store, YOU, round_id, "capacity", text="Hire a coordinator", step_id="0" * 32)
        for _ in range(2)
    )
    assert one == again
    assert conclusions.conclusions_of(store, round_id).of("capacity").next_steps == (one,)


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


TODAY = date(2026, 11, 20)


def test_the_weakest_and_most_divided_dimension_is_discussed_first(store: Store, initiative_id: str) -> None:
    add_partner(store, YOU, initiative_id, name="Harbor Charter", sector=Sector.CHARTER)
    made = create_round(store, YOU, initiative_id, label="Rated", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    with pytest.raises(NotAllowed, match="open"):
        conclusions.to_discuss(store, made.id)
    for card in partners_of(store, initiative_id):
        is_charter = card.partner.sector is Sector.CHARTER
        low = {"capacity": "disagree", "environment": "strongly_disagree" if is_charter else "strongly_agree"}
        ratings = {
            factor.key: low.get(factor.dimension, "strongly_agree")
            for factor in readiness_instrument().factors
            if not factor.reversed
        }
        enter_answers(store, YOU, made.id, card.partner.id, ratings, {})
    change_round(store, YOU, made.id, version=get_round(store, made.id).version, state=RoundState.REVEALED)
    found = conclusions.to_discuss(store, made.id)
    assert [each.key for each in found[:2]] == ["environment", "capacity"]
    assert (found[0].gap, found[0].split, found[1].gap) == (1.0, 1.0, 0.0)
    assert found[1].need == pytest.approx(2 / 3)


def test_open_steps_of_all_rounds_stand_overdue_first_and_undated_last(
    store: Store, initiative_id: str, round_id: str
) -> None:
    later = create_round(store, YOU, initiative_id, label="Later", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    change_round(store, YOU, later.id, version=1, state=RoundState.REVEALED)
    (partner,) = conclusions.conclusions_of(store, round_id).partners
    conclusions.add_step(store, YOU, round_id, "purpose", text="Some day")
    conclusions.add_step(store, YOU, later.id, "purpose", text="Today", due_on=TODAY)
    conclusions.add_step(
        store, YOU, round_id, "capacity", text="Late", due_on=date(2026, 11, 19), partner_id=partner.id
    )
    finished = conclusions.add_step(store, YOU, round_id, "capacity", text="Finished", due_on=date(2020, 1, 1))
    next_steps.say_done(store, YOU, finished.id, done_on=TODAY)
    found = next_steps.open_steps(store, initiative_id, today=TODAY)
    assert [(each.step.text, each.round.label, each.overdue) for each in found] == [
        ("Late", "Baseline", True),
        ("Today", "Later", False),
        ("Some day", "Baseline", False),
    ]
    assert (found[0].partner, found[0].dimension and found[0].dimension.key) == (partner, "capacity")


def test_ticking_a_step_keeps_what_another_person_wrote_in_it_meanwhile(store: Store, round_id: str) -> None:
    step = conclusions.add_step(store, YOU, round_id, "purpose", text="Ask the board")
    conclusions.save_step(store, YOU, step.id, version=1, text="Ask both boards", owner="R. Diaz")
    done = next_steps.say_done(store, YOU, step.id, done_on=TODAY)
    assert (done.text, done.owner, done.done_on, done.version) == ("Ask both boards", "R. Diaz", TODAY, 3)
    assert next_steps.say_done(store, YOU, step.id, done_on=date(2026, 11, 21)) == done
    with pytest.raises(StaleVersion, match="“Ask both boards” was done on 20 Nov 2026"):
        next_steps.say_done(store, YOU, step.id, done_on=None, seen=date(2026, 11, 19))
    assert next_steps.say_done(store, YOU, step.id, done_on=None, seen=TODAY).done_on is None


def test_who_may_not_conclude_may_neither_tick_nor_read_steps(store: Store, initiative_id: str, round_id: str) -> None:
    step = conclusions.add_step(store, YOU, round_id, "purpose", text="Ask the board")
    stranger = Person("stranger", "A stranger")
    with pytest.raises(NotAllowed):
        next_steps.say_done(store, stranger, step.id, done_on=TODAY)
    with pytest.raises(NotAllowed):
        next_steps.open_steps(store, initiative_id, today=TODAY, person=stranger)


def test_what_a_partner_that_was_removed_concluded_counts_no_more(
    store: Store, initiative_id: str, round_id: str
) -> None:
    gone = add_partner(store, YOU, initiative_id, name="Harbor Charter", sector=Sector.CHARTER)
    conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, reading="ready")
    conclusions.save_conclusion(store, YOU, round_id, "purpose", version=0, partner_id=gone.id, reading="needs_work")
    assert conclusions.conclusions_of(store, round_id).of("purpose").differ
    remove_partner(store, YOU, initiative_id, gone.id, seen=(), reason="withdrew")
    row = conclusions.conclusions_of(store, round_id).of("purpose")
    assert (row.own, row.differ) == ({}, False)


def test_reading_more_rounds_and_more_conclusions_takes_no_more_queries(sqlite_store: Store) -> None:
    asked: list[str] = []
    sa.event.listen(sqlite_store._engine, "before_cursor_execute", lambda *event: asked.append(event[2]))
    made = create_initiative(sqlite_store, YOU, name="Northside Compact")
    counts = []
    for label, dimensions in (("One", ["purpose"]), ("Two", ["purpose", "capacity"]), ("Three", ["environment"])):
        round_ = create_round(
            sqlite_store, YOU, made.id, label=label, instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM
        )
        change_round(sqlite_store, YOU, round_.id, version=1, state=RoundState.REVEALED)
        for dimension in dimensions:
            conclusions.add_step(sqlite_store, YOU, round_.id, dimension, text="Ask the board")
        asked.clear()
        conclusions.conclusions_of(sqlite_store, round_.id)
        here = len(asked)
        next_steps.open_steps(sqlite_store, made.id, today=TODAY)
        counts.append((here, len(asked) - here))
    assert counts == [counts[0]] * 3


def test_nothing_is_overdue_in_an_initiative_that_is_over(store: Store, initiative_id: str, round_id: str) -> None:
    step = conclusions.add_step(store, YOU, round_id, "purpose", text="Late", due_on=date(2026, 11, 19))
    version = get_initiative(store, initiative_id).version
    set_standing(store, YOU, initiative_id, version=version, standing=Standing.COMPLETED, on=None)
    found = next_steps.open_steps(store, initiative_id, today=TODAY)
    assert [(each.step, each.overdue) for each in found] == [(step, False)]
