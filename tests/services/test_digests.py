"""Every initiative in one row: the same figures as its own pages, worked out once, nothing hidden given away."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from collab.framework import DEFAULT_INSTRUMENT
from collab.journey import MilestoneStanding, ReviewState, StageState, TenureKind
from collab.model import YOU, Band, Instrument, Level, Mode, Round, RoundState, Sector, Standing
from collab.scoring.changes import changes
from collab.scoring.figures import Unit
from collab.services import milestones, purpose, reviews, stages
from collab.services.answers import enter_answers
from collab.services.at_a_glance import at_a_glance
from collab.services.concerns import concerns
from collab.services.digests import Digest, all_digests
from collab.services.importing import Destination
from collab.services.initiatives import (
    create_initiative,
    delete_initiative,
    edit_initiative,
    get_initiative,
    set_standing,
)
from collab.services.journey import journey
from collab.services.over_time import offered, over_time
from collab.services.partners import add_partner, rename_partner
from collab.services.readiness import readiness
from collab.services.rounds import change_round, create_round, get_round
from collab.services.tasks import TaskKind
from collab.store import Store
from collab.store.tables import initiative as initiative_table
from collab.when import When
from tests.many_initiatives import make_initiatives
from tests.services.contents import HERE, INSTRUMENT, a_content, bring

TODAY = date(2026, 11, 20)


def of(store: Store, initiative_id: str, today: date = TODAY) -> Digest:
    """The row of one initiative."""
    return next(each for each in all_digests(store, today=today).digests if each.initiative.id == initiative_id)


def test_a_row_says_what_the_page_of_its_initiative_says(store: Store) -> None:
    make_initiatives(store, 25, today=TODAY)
    for row in all_digests(store, today=TODAY).digests:
        way = journey(store, row.initiative.id, today=TODAY)
        assert [mark.state for mark in row.marks] == [stage.state for stage in way.stages]
        assert row.stage == (way.current.stage if way.current else None)
        if row.initiative.standing in (Standing.ACTIVE, Standing.PAUSED):
            late = [each for stage in way.stages for each in stage.milestones if each.overdue(TODAY)]
            assert dict(row.overdue_by).get(TaskKind.MILESTONE, 0) == len(late)
            assert row.overdue == len(at_a_glance(store, row.initiative.id, today=TODAY).overdue(TODAY))


def test_a_row_says_what_readiness_and_over_time_say(store: Store) -> None:
    make_initiatives(store, 60, today=TODAY)
    found = [(each.initiative.id, each.readiness) for each in all_digests(store, today=TODAY).digests if each.readiness]
    assert any(each.change is not None for _, each in found)
    assert any(each.overall is None for _, each in found)
    for initiative_id, row in found:
        grid = readiness(store, row.round_id).sectors
        means = [None if math.isnan(mean) else mean for mean in grid.mean[grid.units.index(Unit())]]
        targets = zip(means, grid.targets, strict=True)
        shown = [mean for mean, each in targets if each.level is Level.DIMENSION and mean is not None]
        assert (row.overall, row.weakest_figure) == (means[-1], min(shown, default=None))
        series = offered(store, initiative_id).series_with(row.round_id)
        if series and len(series.rounds) > 1:
            view = over_time(store, series.rounds[0].id, series.rounds[-1].id)
            overall = changes(view.sectors, Unit())[-1]
            assert (row.baseline, row.change) == (series.rounds[0].label, overall.value)


def test_a_row_counts_as_in_concern_what_the_gate_counts(store: Store) -> None:
    make_initiatives(store, 60, today=TODAY)
    found = [each for each in all_digests(store, today=TODAY).digests if each.readiness]
    alone = over = 0
    for row in found:
        told = concerns(store, journey(store, row.initiative.id, today=TODAY).revealed)
        labels = {each.key: each.label for each in INSTRUMENT.dimensions}
        assert row.readiness is not None
        assert [(each.dimension, each.who) for each in row.readiness.concerns] == [
            (labels[each.dimension], each.who) for each in told
        ]
        assert row.in_concern is (bool(told) and not row.is_over)
        over += row.is_over and bool(told)
        alone += row.in_concern and row.readiness.weakest_band is not Band.CONCERN
    assert alone
    assert over


def hold(store: Store, label: str, code: int, year: int, instrument: Instrument = INSTRUMENT) -> Round:
    """A revealed round in which eight people of a district and of a charter partner all answered the same."""
    rows = [(name, f"{name}{number}", code) for name in ("D one", "C two") for number in range(8)]
    destination = Destination(HERE.initiative, label)
    outcome = bring(store, a_content(rows, instrument=instrument), destination=destination, file_name=label)
    made = get_round(store, outcome.round_id or "")
    return change_round(store, YOU, made.id, version=made.version, held_on=date(year, 10, 1))


SHORT = replace(
    INSTRUMENT,
    key="own-short-form",
    dimensions=tuple(replace(each, factors=each.factors[:1]) for each in INSTRUMENT.dimensions),
)


@pytest.mark.parametrize(
    "asked",
    [
        (INSTRUMENT, replace(INSTRUMENT, key="own-survey-2")),
        (replace(INSTRUMENT, key="own-survey-1"), INSTRUMENT),
        (SHORT, INSTRUMENT, SHORT),
    ],
    ids=["the newest under another name", "the first under another name", "a longer form in between"],
)
def test_the_change_is_that_of_over_time_whatever_the_survey_is_called(
    store: Store, asked: tuple[Instrument, ...]
) -> None:
    made = [hold(store, f"Year {code}", code, 2023 + code, each) for code, each in enumerate(asked)]
    initiative_id = made[0].initiative_id
    series = offered(store, initiative_id).series_with(made[-1].id)
    assert series is not None
    view = over_time(store, series.rounds[0].id, series.rounds[-1].id)
    found = of(store, initiative_id).readiness
    assert found is not None
    assert found.change is not None
    assert (found.round_id, found.baseline) == (made[-1].id, "Year 0")
    assert (found.change, found.missing) == (view.changes[-1].value, view.changes[-1].why)
    revealed = journey(store, initiative_id, today=TODAY).revealed
    assert revealed is not None
    assert revealed.id == found.round_id


def test_reading_many_takes_no_more_queries_than_reading_few(sqlite_store: Store) -> None:
    asked: list[str] = []
    sa.event.listen(sqlite_store._engine, "before_cursor_execute", lambda *event: asked.append(event[2]))
    counts = []
    for first, more in ((1, 10), (11, 30)):
        make_initiatives(sqlite_store, more, today=TODAY, first=first)
        all_digests(sqlite_store, today=TODAY - timedelta(days=1))
        asked.clear()
        assert len(all_digests(sqlite_store, today=TODAY).digests) == first + more - 1
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_only_what_has_changed_is_worked_out_again(store: Store) -> None:
    one, other = (create_initiative(store, YOU, name=f"Made-up {name}") for name in ("one", "two"))
    first = all_digests(store, today=TODAY)
    assert all_digests(store, today=TODAY) is first
    edit_initiative(store, YOU, one.id, version=1, name="Made-up one", place="Nowhere")
    later = all_digests(store, today=TODAY)
    places = {each.initiative.id: each for each in later.digests}
    assert places[one.id].initiative.place == "Nowhere"
    assert places[other.id] is {each.initiative.id: each for each in first.digests}[other.id]


def test_a_partner_that_is_renamed_and_an_initiative_that_is_deleted_are_noticed(store: Store) -> None:
    made = create_initiative(store, YOU, name="Made-up one")
    partner = add_partner(store, YOU, made.id, name="Made-up schools", sector=Sector.DISTRICT)
    before = of(store, made.id)
    rename_partner(store, YOU, partner.id, version=partner.version, name="Made-up public schools")
    assert of(store, made.id) is not before
    delete_initiative(store, YOU, made.id, typed_name="Made-up one")
    assert all_digests(store, today=TODAY).digests == ()


def test_another_day_counts_anew(store: Store) -> None:
    made = create_initiative(store, YOU, name="Made-up one")
    stages.begin(store, YOU, made.id, stage="commit", on=TODAY - timedelta(days=10))
    assert of(store, made.id).days == 10
    assert of(store, made.id, TODAY + timedelta(days=1)).days == 11


def a_round(store: Store, initiative_id: str, *, sheets: int, mode: Mode) -> str:
    """A revealed round with so many answer sheets of a district and of a charter partner."""
    made = create_round(store, YOU, initiative_id, label="Made-up", instrument_key=DEFAULT_INSTRUMENT, mode=mode)
    for name, sector in (("Made-up schools", Sector.DISTRICT), ("Made-up network", Sector.CHARTER)):
        partner = add_partner(store, YOU, initiative_id, name=name, sector=sector)
        for _ in range(sheets):
            ratings = dict.fromkeys(INSTRUMENT.factor_keys, "agree")
            enter_answers(store, YOU, made.id, partner.id, ratings=ratings)
    return made.id


def test_an_open_round_shows_nothing_but_that_it_is_open(store: Store) -> None:
    made = create_initiative(store, YOU, name="Made-up one")
    round_id = a_round(store, made.id, sheets=1, mode=Mode.TEAM)
    assert (of(store, made.id).readiness, of(store, made.id).open_round) == (None, "Made-up")
    change_round(store, YOU, round_id, version=1, state=RoundState.REVEALED)
    found = of(store, made.id)
    assert found.open_round is None
    assert found.readiness is not None
    assert found.readiness.overall is not None


def test_what_small_groups_hide_on_readiness_is_hidden_here(store: Store) -> None:
    made = create_initiative(store, YOU, name="Made-up one")
    round_id = a_round(store, made.id, sheets=4, mode=Mode.INDIVIDUAL)
    change_round(store, YOU, round_id, version=1, state=RoundState.REVEALED)
    found = of(store, made.id).readiness
    assert found is not None
    assert (found.overall, found.weakest, found.weakest_figure, found.band) == (None, None, None, None)
    assert found.why == "hidden"


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ((TODAY + timedelta(days=365),), (TODAY + timedelta(days=365), True)),
        ((TODAY + timedelta(days=366),), (TODAY + timedelta(days=366), False)),
        ((TODAY - timedelta(days=9), TODAY - timedelta(days=2)), (TODAY - timedelta(days=2), True)),
        ((TODAY + timedelta(days=30), None), (None, False)),
        ((), (None, False)),
    ],
    ids=["within a year", "a day later", "all has ended", "some without an end", "none"],
)
def test_funding_that_ends_within_a_year_is_told(
    store: Store, ends: tuple[date | None, ...], told: tuple[date | None, bool]
) -> None:
    made = create_initiative(store, YOU, name="Made-up one")
    for number, end in enumerate(ends):
        values = {"kind": TenureKind.FUNDING, "name": f"Made-up money {number}", "ends_on": end}
        purpose.add_tenure(store, YOU, made.id, **values)
    found = of(store, made.id)
    assert (found.funding_ends, found.funding_soon) == (told[0] and When.of(told[0]), told[1])


def test_nothing_is_overdue_in_an_initiative_that_was_stopped(store: Store) -> None:
    made = create_initiative(store, YOU, name="Made-up one")
    stages.begin(store, YOU, made.id, stage="commit", on=TODAY - timedelta(days=100))
    said = {"standing": MilestoneStanding.OPEN, "due_on": TODAY - timedelta(days=1)}
    milestones.save_milestone(store, YOU, made.id, "commit.initiator", version=0, **said)
    assert (of(store, made.id).overdue, of(store, made.id).days) == (1, 100)
    stopped = TODAY - timedelta(days=40)
    version = get_initiative(store, made.id).version
    set_standing(
        store, YOU, made.id, version=version, standing=Standing.STOPPED, on=stopped, reason="Made up: no money"
    )
    assert (of(store, made.id).overdue, of(store, made.id).days) == (0, 60)


def test_one_that_ended_on_a_day_that_nobody_knows_has_no_days_and_stretches_no_spread(store: Store) -> None:
    made = create_initiative(store, YOU, name="Made-up one")
    stages.begin(store, YOU, made.id, stage="commit", on=date(2015, 1, 1))
    version = get_initiative(store, made.id).version
    set_standing(store, YOU, made.id, version=version, standing=Standing.STOPPED, on=None, reason="Made up")
    found = all_digests(store, today=TODAY)
    (row,) = found.digests
    assert (row.stage, row.days, row.stays) == ("commit", None, ())
    assert found.spreads["commit"].stays == 0


def test_what_is_overdue_is_counted_as_on_the_page_of_the_initiative(store: Store) -> None:
    made = create_initiative(store, YOU, name="Made-up one")
    purpose.add_goal(store, YOU, made.id, statement="One calendar", due_on=TODAY - timedelta(days=1))
    review = reviews.start_review(store, YOU, made.id, "sustainability", held_on=TODAY - timedelta(days=60))
    late = {"version": 0, "status": "partial", "due_on": TODAY - timedelta(days=3)}
    reviews.save_entry(store, YOU, review.id, "people.time", **late)
    reviews.save_review(store, YOU, review.id, version=review.version, state=ReviewState.HELD)
    assert of(store, made.id).overdue_by == ((TaskKind.GOAL, 1), (TaskKind.ITEM, 1))
    assert len(at_a_glance(store, made.id, today=TODAY).overdue(TODAY)) == 2


def test_money_that_is_over_without_dates_is_told_too(store: Store) -> None:
    made = create_initiative(store, YOU, name="Made-up one")
    purpose.add_tenure(store, YOU, made.id, kind=TenureKind.FUNDING, name="Made-up money", is_over=True)
    assert (of(store, made.id).funding_ends, of(store, made.id).funding_soon) == (None, True)


def test_an_initiative_that_has_not_begun_stands_nowhere(store: Store) -> None:
    found = of(store, create_initiative(store, YOU, name="Made-up one").id)
    assert (found.stage, found.days, found.began, found.checklists) == (None, None, False, ())
    assert {mark.state for mark in found.marks} == {StageState.NOT_STARTED}


def test_those_that_stall_are_long_in_their_stage_and_quiet(store: Store) -> None:
    """Ten stays of 10 to 100 days: the upper quartile is 77.5, so those of 80 days and more are long."""
    quiet = {70: 200, 80: 91, 90: 90, 100: 200}
    made = {days: in_commit(store, days, quiet.get(days, 0)) for days in range(10, 101, 10)}
    present = get_initiative(store, made[100])
    paused = {"version": present.version, "standing": Standing.PAUSED, "on": TODAY, "reason": "Elections"}
    set_standing(store, YOU, present.id, **paused)  # type: ignore[arg-type]
    last_worked_on(store, made[100], 200)
    found = all_digests(store, today=TODAY)
    assert found.spreads["commit"].long == 77.5
    assert found.stalled == {made[80]}


def in_commit(store: Store, days: int, quiet: int) -> str:
    made = create_initiative(store, YOU, name=f"Compact {days:03}")
    stages.begin(store, YOU, made.id, stage="commit", on=TODAY - timedelta(days=days))
    last_worked_on(store, made.id, quiet)
    return made.id


def last_worked_on(store: Store, initiative_id: str, days_ago: int) -> None:
    at = datetime.combine(TODAY - timedelta(days=days_ago), time(12), UTC)
    query = sa.update(initiative_table).where(initiative_table.c.id == initiative_id)
    store.change(YOU, lambda unit: unit.run(query.values(active_at=at)))
