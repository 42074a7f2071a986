"""How long stays took: one answer on every page, also where only a month or a year is known."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.model import YOU, Standing
from collab.services import stages
from collab.services.digests import Digest, all_digests
from collab.services.initiatives import create_initiative, get_initiative, set_standing
from collab.services.journey import JourneyView, journey
from collab.services.time_spent import KnownTo, Spent, moments_of
from collab.store import Store
from collab.ui import overview_words, stages_words
from collab.ui.stages_charts import _stay_bar, timeline_alt
from collab.ui.stages_table import stage_table, stay_table
from collab.when import When

WAY = ("commit", "assess", "plan", "implement", "sustain")


def gone(store: Store, *moves: date | When, today: date) -> str:
    """An initiative that went on to the next stage at each of these times."""
    made = create_initiative(store, YOU, name="Northside Compact")
    seen = stages.begin(store, YOU, made.id, stage=WAY[0], on=moves[0])
    for stage, on in zip(WAY[1:], moves[1:], strict=False):
        later = stages.go_on(store, YOU, made.id, seen=seen, to=stage, on=on, today=today, reason="So it was")
        assert later is not None
        seen = later
    return made.id


def days_of(view: JourneyView) -> list[int | None]:
    return [view.days_of(visit) for visit in view.visits]


def row_of(store: Store, today: date) -> Digest:
    (row,) = all_digests(store, today=today).digests
    return row


@pytest.mark.parametrize(
    ("moves", "today", "days", "told"),
    [
        ((date(2026, 10, 15), When(2026)), date(2026, 11, 22), [19, 19], ["less than a year", "less than a year"]),
        ((When(2025),), date(2026, 10, 1), [456], ["about 1 year"]),
        ((date(2025, 12, 20), When(2026)), date(2026, 1, 10), [16, 5], ["less than a year", "less than a year"]),
        ((date(2025, 12, 20), When(2026, 1)), date(2026, 1, 10), [16, 5], ["about 1 month", "less than a month"]),
        ((When(2013), When(2013)), date(2013, 12, 31), [121, 122], ["less than a year", "less than a year"]),
        ((date(2026, 1, 1), date(2026, 3, 1)), date(2026, 3, 11), [59, 10], ["59 days", "10 days"]),
    ],
    ids=["a day, then its year", "a year", "the year that has just begun", "its month", "twice in a year", "days"],
)
def test_days_and_words_are_of_the_same_time_and_never_longer_than_it_can_be(
    store: Store, moves: tuple[date | When, ...], today: date, days: list[int], told: list[str]
) -> None:
    view = journey(store, gone(store, *moves, today=today), today=today)
    assert days_of(view) == days
    assert [stages_words.spent(view, (visit,)) for visit in view.visits] == told
    row = row_of(store, today)
    assert (row.days, overview_words.stay(row)) == (days[-1], told[-1])
    assert [each.days for each in row.stays] == days
    assert list(stay_table(view)["Days"]) == days
    assert list(stay_table(view)["Time spent"]) == told
    stages_shown = stage_table(view).head(len(days))
    assert (list(stages_shown["Days"]), list(stages_shown["Time spent"])) == (days, told)
    assert all(f"{each} spent in 1 stay" in timeline_alt(view) for each in told)
    assert all(_stay_bar(view, visit, "").ends <= today for visit in view.visits)


def test_one_that_was_completed_in_some_year_is_counted_to_its_middle_and_not_past_today(store: Store) -> None:
    made = gone(store, date(2025, 12, 20), today=date(2026, 1, 10))
    version = get_initiative(store, made).version
    set_standing(store, YOU, made, version=version, standing=Standing.COMPLETED, on=When(2026))
    assert days_of(journey(store, made, today=date(2026, 1, 10))) == [16]
    assert days_of(journey(store, made, today=date(2030, 1, 1))) == [194]
    assert row_of(store, date(2030, 1, 1)).days == 194


def test_one_that_ended_when_nobody_knows_was_in_its_stage_for_an_unknown_time(store: Store) -> None:
    made, today = gone(store, When(2015), today=date(2026, 1, 1)), date(2026, 1, 1)
    version = get_initiative(store, made).version
    set_standing(store, YOU, made, version=version, standing=Standing.COMPLETED, on=None)
    view = journey(store, made, today=today)
    assert view.stage("commit").spent == Spent(None, KnownTo.YEAR)
    assert stages_words.spent(view, view.visits) == "unknown"
    assert overview_words.stay(row_of(store, today)) == ""


def test_stays_of_a_stage_are_added_up_as_exactly_as_the_least_exact_of_them(store: Store) -> None:
    made, today = gone(store, date(2026, 1, 1), date(2026, 2, 1), today=date(2026, 9, 1)), date(2026, 9, 1)
    seen = journey(store, made, today=today).current
    assert seen is not None
    stages.go_back(store, YOU, made, seen=seen, to="commit", on=When(2026, 5), today=today, reason="So it was")
    view = journey(store, made, today=today)
    assert view.stage("commit").spent == Spent(31 + 108, KnownTo.MONTH)
    assert stages_words.spent(view, view.stage("commit").visits) == "about 5 months"


@st.composite
def times(draw: st.DrawFn) -> When:
    """A day, a month or a year of few years."""
    year, month, day = draw(st.integers(2010, 2013)), draw(st.integers(1, 12)), draw(st.integers(1, 28))
    return draw(st.sampled_from([When(year), When(year, month), When(year, month, day)]))


@given(st.lists(times(), min_size=1, max_size=6), st.dates(date(2009, 1, 1), date(2014, 1, 1)))
def test_moves_stay_in_order_on_days_that_they_can_mean(moves: list[When], today: date) -> None:
    found = moments_of(moves, today)
    assert all(before.day <= after.day for before, after in pairwise(found))
    assert all(each.first <= each.day <= each.last for each in found)
    possible = all(before.first <= after.last for n, before in enumerate(moves) for after in moves[n:])
    if possible and all(each.first <= today for each in moves):
        assert all(move.first <= each.day <= move.last for move, each in zip(moves, found, strict=True))
        assert all(each.last <= today for each in found)


def test_moves_of_one_year_share_it_out_and_none_comes_after_a_later_one() -> None:
    first, second = moments_of([When(2013), When(2013)], date(2020, 1, 1))
    assert date(2013, 1, 1) < first.day < second.day < date(2013, 12, 31)
    rough, exact = moments_of([When(2013), When(2013, 3, 1)], date(2020, 1, 1))
    assert rough.day < exact.day == date(2013, 3, 1)
