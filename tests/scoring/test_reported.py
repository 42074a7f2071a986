"""Averages that a source reported: what it says wins, small groups stay hidden, nothing is invented."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collab.model import Band, Level, Measure, Sector, Why
from collab.scoring import GapReading, Reported, gaps, reported_partner_figures, reported_sector_figures
from tests.factories import INDIVIDUAL, at, instrument, partners

D, C = Sector.DISTRICT, Sector.CHARTER


def reported(values: object, measure: Measure, **changes: object) -> Reported:
    array = np.array(values, dtype=float)
    fields: dict[str, object] = {
        "partners": partners(D, C, C)[: len(array)],
        "targets": ((Level.FACTOR, "d0.f0"), (Level.FACTOR, "d0.f1"), (Level.DIMENSION, "d0")),
        "measure": measure,
        "values": array,
        "answers": np.full(array.shape, 40),
        "suppressed": np.zeros(array.shape, dtype=bool),
    }
    return Reported(**{**fields, **changes})  # type: ignore[arg-type]


def test_what_a_source_reports_wins_over_what_could_be_computed() -> None:
    made = instrument(sizes=(2, 1))
    grid = reported_partner_figures(reported([[0.5, 0.7, 0.9]], Measure.SHARE), made, INDIVIDUAL)
    row = at(grid, "d0", Level.DIMENSION)
    assert (grid.favourable_share[0, row], grid.reported[0, row]) == (0.9, True)
    assert np.isnan(grid.mean).all()
    assert grid.why_agreement[0, row] is Why.AVERAGES
    assert grid.why[0, at(grid, "d1.f0")] is Why.NOT_ASKED


def test_a_dimension_that_the_source_leaves_out_is_computed_and_not_marked() -> None:
    made = instrument(sizes=(2,))
    grid = reported_partner_figures(reported([[0.5, 0.7, np.nan]], Measure.SHARE), made, INDIVIDUAL)
    row = at(grid, "d0", Level.DIMENSION)
    assert (grid.favourable_share[0, row], grid.reported[0, row]) == (pytest.approx(0.6), False)


def test_reported_means_of_reversed_factors_are_turned() -> None:
    made = instrument(sizes=(2,), reversed_factors=("d0.f1",))
    grid = reported_partner_figures(reported([[3.5, 3.5, np.nan]], Measure.MEAN), made, INDIVIDUAL)
    assert grid.mean[0].tolist() == [2.5, 3.5, 1.5, 2.5]
    assert grid.band[0, 1] is Band.STRENGTH


def test_reported_small_groups_and_what_the_source_suppressed_look_different() -> None:
    made = instrument(sizes=(2,))
    given = reported(
        [[0.5, np.nan, np.nan]],
        Measure.SHARE,
        answers=np.array([[4, -1, -1]]),
        suppressed=np.array([[False, True, True]]),
    )
    grid = reported_partner_figures(given, made, INDIVIDUAL)
    assert grid.why[0, :3].tolist() == [Why.HIDDEN_BY_SOURCE, Why.HIDDEN, Why.HIDDEN_BY_SOURCE]


def test_a_reported_dimension_does_not_give_away_a_factor_that_is_hidden_here() -> None:
    made = instrument(sizes=(2,))
    answers = np.array([[40, 4, 40]])
    found = [
        reported_partner_figures(
            reported([[0.5, secret, (0.5 + secret) / 2]], Measure.SHARE, answers=answers), made, INDIVIDUAL
        )
        for secret in (0.1, 0.9)
    ]
    assert found[0].why[0, 2] is Why.HIDDEN
    np.testing.assert_array_equal(found[0].favourable_share, found[1].favourable_share)
    assert (found[0].favourable_share[0, 0], found[0].reported[0, 0]) == (0.5, False)


LEVELS = (
    *((Level.FACTOR, "d0.f0"), (Level.FACTOR, "d0.f1"), (Level.DIMENSION, "d0")),
    *((Level.DIMENSION, "d1"), (Level.OVERALL, "")),
)


def with_sums(first: float, second: float, other: float) -> list[float]:
    """What a source reports of one partner: two factors, their dimension, another dimension and overall."""
    whole = (first + second) / 2
    return [first, second, whole, other, (whole + other) / 2]


def shown_of(values: object, answers: object) -> list[object]:
    """All figures of partners, sectors and all partners, with the reasons of those that are missing."""
    given = reported(values, Measure.MEAN, targets=LEVELS, answers=np.array(answers))
    made = instrument(sizes=(2, 1))
    grids = (f(given, made, INDIVIDUAL) for f in (reported_partner_figures, reported_sector_figures))
    return [
        getattr(grid, name).tolist()
        for grid in grids
        for name in ("mean", "band", "rated", "why", "reported", "shown_partners")
    ]


def test_a_reported_overall_does_not_give_away_a_dimension_that_is_hidden_here() -> None:
    found = [
        repr(shown_of([with_sums(3.0, 3.0, secret), with_sums(2.0, 2.0, 2.0)], [[40, 40, 40, 3, 40], [40] * 5]))
        for secret in (1.0, 4.0)
    ]
    assert found[0] == found[1]


@settings(max_examples=150)
@given(
    counts=st.lists(st.lists(st.sampled_from((-1, 3, 40)), min_size=5, max_size=5), min_size=3, max_size=3),
    place=st.sampled_from((0, 1, 2)),
    secrets=st.lists(st.sampled_from((1.0, 2.5, 4.0)), min_size=2, max_size=2, unique=True),
)
def test_nothing_that_is_shown_depends_on_a_figure_that_is_hidden(
    counts: list[list[int]], place: int, secrets: list[float]
) -> None:
    """place: which of the three figures that the others are made of is of few people."""
    counts[0][(0, 1, 3)[place]] = 3
    found = []
    for secret in secrets:
        own = [3.0, 2.0, 2.0]
        own[place] = secret
        found.append(repr(shown_of([with_sums(*own), with_sums(3.0, 2.0, 1.0), with_sums(1.0, 1.0, 2.0)], counts)))
    assert found[0] == found[1]


@pytest.mark.parametrize("stated", [2, 4], ids=["the dimension states its count", "overall states its count"])
def test_a_figure_without_a_count_is_judged_by_the_count_above_it(stated: int) -> None:
    """Else a hidden dimension would be the mean of its factors, and a hidden overall that of its dimensions."""
    answers = np.full((1, 5), -1)
    answers[0, stated] = 4
    values = [with_sums(3.0, 2.0, 2.0)]
    given = reported(values, Measure.MEAN, targets=LEVELS, answers=answers)
    grid = reported_partner_figures(given, instrument(sizes=(2, 1)), INDIVIDUAL)
    below = [at(grid, "d0.f0"), at(grid, "d0.f1"), at(grid, "d0", Level.DIMENSION)]
    assert grid.why[0, below].tolist() == [Why.HIDDEN] * 3
    other = at(grid, "d1", Level.DIMENSION)
    assert (grid.why[0, other] is Why.HIDDEN) == (stated == 4)


def test_a_reported_figure_that_is_withheld_and_cannot_be_computed_is_hidden() -> None:
    answers = np.array([[4, 40, 40]])
    given = reported([[2.0, np.nan, 3.0]], Measure.MEAN, answers=answers)
    grid = reported_partner_figures(given, instrument(sizes=(3,)), INDIVIDUAL)
    assert grid.why[0, at(grid, "d0", Level.DIMENSION)] is Why.HIDDEN


def test_a_gap_of_shares_counts_from_ten_percentage_points() -> None:
    made = instrument(sizes=(2,))
    grid = reported_sector_figures(
        reported([[0.80, 0.50, 0.6], [0.90, 0.58, 0.7], [0.90, 0.60, 0.7]], Measure.SHARE), made, INDIVIDUAL
    )
    found = {gap.target.key: (gap.value, gap.reading) for gap in gaps(grid, made)}
    assert found["d0.f0"] == (0.1, GapReading.CHARTER_HIGHER)
    assert found["d0.f1"] == (0.09, GapReading.IN_BETWEEN)


def test_hidden_and_suppressed_groups_enter_no_reported_sector_figure() -> None:
    made = instrument(sizes=(2,))
    answers, suppressed = np.full((3, 3), 40), np.zeros((3, 3), dtype=bool)
    answers[1], suppressed[1, 1] = 4, True
    found = []
    for secret in (0.1, 0.9):
        values = [[0.8, 0.5, 0.6], [secret, np.nan, secret], [0.9, 0.7, 0.8]]
        given = reported(values, Measure.SHARE, answers=answers, suppressed=suppressed)
        found.append(reported_sector_figures(given, made, INDIVIDUAL))
    charter = found[0].favourable_share[1, :3].tolist()
    assert charter == pytest.approx([0.8, 0.9, 0.7])
    np.testing.assert_array_equal(found[0].favourable_share, found[1].favourable_share)
    assert (found[0].shown_partners[1, 0], found[0].all_partners[1, 0]) == (1, 2)


def test_a_sector_that_the_source_suppresses_leaves_all_partners_and_one_that_is_small_does_not() -> None:
    made = instrument(sizes=(2,))
    values = [[0.8, 0.5, 0.6], [0.9, np.nan, 0.7]]
    suppressed = np.array([[False] * 3, [False, True, False]])
    answers = np.array([[40] * 3, [4, -1, 40]])
    given = reported(values, Measure.SHARE, answers=answers, suppressed=suppressed)
    grid = reported_sector_figures(given, made, INDIVIDUAL)
    assert grid.why[:, 1].tolist() == [None, Why.HIDDEN, Why.HIDDEN]
    assert grid.why[:, 2].tolist() == [None, Why.HIDDEN_BY_SOURCE, None]
    assert grid.favourable_share[-1, 2] == 0.5


def test_a_reported_figure_of_a_dimension_that_is_not_scored_is_left_out() -> None:
    made = instrument(sizes=(2,), scored=(False,))
    grid = reported_partner_figures(reported([[0.5, 0.7, 0.9]], Measure.SHARE), made, INDIVIDUAL)
    assert grid.favourable_share[0, :2].tolist() == [0.5, 0.7]
    assert np.isnan(grid.favourable_share[0, -1])
