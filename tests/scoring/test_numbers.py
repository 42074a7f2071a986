"""Golden values and rules of the numbers, one sentence each."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pingouin
import pytest
from scipy import stats

from collab.model import Band, Level, Mode, Sector, Why
from collab.scoring import (
    GapReading,
    agreement,
    band_of,
    cronbach_alpha,
    effects,
    effects_of,
    gaps,
    often_not_applicable,
    partner_figures,
    priorities,
    round_half_away,
    sector_figures,
    shown,
)
from collab.scoring import tests as sector_tests
from collab.scoring.figures import Protection
from collab.scoring.permutation import TOO_FEW, holm, permutation_p
from tests.factories import INDIVIDUAL, TEAM, at, instrument, readiness_instrument, tallies
from tests.scoring import by_hand

D, C, S = Sector.DISTRICT, Sector.CHARTER, Sector.STATE


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([30, 40, 210, 130, 530, 50, 10], 0.6113333),
        ([2, 0, 0, 0, 2], -1.0),
        ([0, 2, 0, 2, 0], 0.1666667),
        ([0, 0, 3, 2, 0], 0.80),
        ([5, 5, 5, 5], 0.0),
        ([0, 7, 0, 0], 1.0),
    ],
)
def test_agreement_has_its_golden_values(counts: list[int], expected: float) -> None:
    assert agreement(np.array(counts)) == pytest.approx(expected, abs=1e-6)


def test_agreement_of_two_points_or_of_nothing_does_not_exist() -> None:
    assert np.isnan(agreement(np.array([3, 3])))
    assert np.isnan(agreement(np.array([0, 0, 0])))


@pytest.mark.parametrize(
    ("value", "printed"),
    [(2.45, "2.5"), (0.25, "0.3"), (-0.25, "-0.3"), (3.25, "3.3"), (2.449, "2.4"), (-0.04, "0.0"), (1.15, "1.2")],
)
def test_halves_go_away_from_zero(value: float, printed: str) -> None:
    assert shown(value) == printed


@pytest.mark.parametrize(
    ("mean", "scores", "band"),
    [
        (3.25, (1, 2, 3, 4), Band.STRENGTH),
        (3.249, (1, 2, 3, 4), Band.BORDERLINE),
        (2.45, (1, 2, 3, 4), Band.BORDERLINE),
        (2.449, (1, 2, 3, 4), Band.CONCERN),
        (4.0, (1, 2, 3, 4, 5), Band.STRENGTH),
        (2.9, (1, 2, 3, 4, 5), Band.CONCERN),
    ],
)
def test_bands_judge_the_number_that_is_displayed(mean: float, scores: tuple[int, ...], band: Band) -> None:
    assert band_of(mean, scores) is band


def test_a_reversed_factor_is_turned_once() -> None:
    made = instrument(sizes=(2,), reversed_factors=("d0.f1",))
    grid = partner_figures(tallies([[[0, 0, 0, 9], [0, 0, 0, 9]]]), made, INDIVIDUAL)
    assert grid.mean[0, 1:3].tolist() == [4.0, 1.0]
    assert grid.counts[0, 2].tolist() == [9, 0, 0, 0]


def test_a_small_group_hides_all_its_counts() -> None:
    grid = partner_figures(
        tallies([[[1, 1, 1, 1], [2, 1, 1, 1]]], marks=[[[3, 2, 1, 0]] * 2]), instrument(sizes=(2,)), INDIVIDUAL
    )
    first, second = at(grid, "d0.f0"), at(grid, "d0.f1")
    assert grid.why[0, first] is Why.HIDDEN
    assert (grid.rated[0, first], grid.marks[0, first].tolist(), grid.counts[0, first].tolist()) == (
        -1,
        [-1] * 4,
        [-1] * 4,
    )
    assert grid.why[0, second] is None
    assert grid.rated[0, second] == 5


def test_a_group_that_only_declined_to_rate_is_hidden_too() -> None:
    grid = partner_figures(
        tallies([[[0, 0, 0, 0], [9, 0, 0, 0]]], marks=[[[9, 0, 0, 0], [0] * 4]]), instrument(sizes=(2,)), INDIVIDUAL
    )
    assert grid.why[0, at(grid, "d0.f0")] is Why.HIDDEN


def test_a_team_answer_is_attributed_and_shown() -> None:
    grid = partner_figures(tallies([[[0, 0, 0, 1], [0, 0, 1, 0]]]), instrument(sizes=(2,)), TEAM)
    assert grid.mean[0].tolist() == [3.5, 4.0, 3.0, 3.5]
    assert grid.why_agreement[0, 1] is Why.TOO_FEW_ANSWERS


def test_a_question_that_was_not_asked_is_not_a_hidden_one() -> None:
    grid = partner_figures(
        tallies([[[9, 0, 0, 0], [0] * 4]], marks=[[[0] * 4, [0, 0, 0, 9]]]), instrument(sizes=(2,)), INDIVIDUAL
    )
    assert grid.why[0, at(grid, "d0.f1")] is Why.NOT_ASKED
    assert grid.mean[0, at(grid, "d0", Level.DIMENSION)] == 1.0


def test_a_dimension_needs_half_of_its_factors_and_overall_every_dimension() -> None:
    cells = [[[9, 0, 0, 0], [0] * 4, [0] * 4], [[9, 0, 0, 0], [0, 9, 0, 0], [0] * 4]]
    grid = partner_figures(tallies([[*cells[0], *cells[1]]]), instrument(sizes=(3, 3)), TEAM)
    assert grid.why[0, at(grid, "d0", Level.DIMENSION)] is Why.TOO_FEW_FACTORS
    assert grid.mean[0, at(grid, "d1", Level.DIMENSION)] == 1.5
    assert grid.why[0, -1] is Why.TOO_FEW_FACTORS


def test_missing_never_becomes_zero() -> None:
    grid = partner_figures(tallies([[[0] * 4, [0] * 4]]), instrument(sizes=(2,)), TEAM)
    assert np.isnan(grid.mean).all()
    assert np.isnan(grid.favourable_share).all()


def test_questions_without_a_dimension_have_figures_but_no_dimension() -> None:
    made = instrument(sizes=(1, 1), scored=(True, False))
    grid = partner_figures(tallies([[[0, 0, 0, 9], [9, 0, 0, 0]]]), made, INDIVIDUAL)
    assert [target.key for target in grid.targets] == ["d0", "d0.f0", "d1.f0", ""]
    assert grid.mean[0].tolist() == [4.0, 4.0, 1.0, 4.0]


def test_a_large_team_does_not_outvote_a_small_one_unless_answers_are_pooled() -> None:
    cells = [[[0, 0, 0, 90]], [[10, 0, 0, 0]]]
    given = tallies(cells, sectors=(C, C))
    made = instrument(sizes=(1,))
    assert sector_figures(given, made, INDIVIDUAL).mean[0, 1] == 2.5
    assert sector_figures(given, made, INDIVIDUAL, pooled=True).mean[0, 1] == pytest.approx(3.7)


def test_a_sectors_agreement_is_that_of_its_partners_mean_shares() -> None:
    given = tallies([[[0, 0, 0, 90]], [[10, 0, 0, 0]]], sectors=(C, C))
    grid = sector_figures(given, instrument(sizes=(1,)), INDIVIDUAL)
    assert grid.agreement[0, 1] == -1.0
    assert grid.counts[0, 1].tolist() == [10, 0, 0, 90]


def test_a_hidden_sector_hides_the_gap_and_all_partners() -> None:
    given = tallies([[[9, 0, 0, 0]], [[1, 1, 0, 0]], [[0, 0, 9, 0]]], sectors=(D, C, S))
    grid = sector_figures(given, instrument(sizes=(1,)), INDIVIDUAL)
    assert grid.why[:, 1].tolist() == [None, Why.HIDDEN, None, Why.HIDDEN]
    assert (grid.counts[-1, 1] == -1).all()
    assert gaps(grid, instrument(sizes=(1,)))[1].reading is GapReading.NOT_COMPARABLE


def test_one_hidden_partner_leaves_its_sector_and_says_how_many_are_shown() -> None:
    given = tallies([[[9, 0, 0, 0]], [[1, 1, 0, 0]], [[0, 0, 9, 0]]], sectors=(D, C, C))
    grid = sector_figures(given, instrument(sizes=(1,)), INDIVIDUAL)
    assert grid.mean[:, 1].tolist() == [1.0, 3.0, 2.0]
    assert (grid.shown_partners[1, 1], grid.all_partners[1, 1]) == (1, 2)


@pytest.mark.parametrize(
    ("district", "charter", "value", "reading"),
    [
        ([0, 5, 5, 0], [0, 0, 10, 0], 0.5, GapReading.CHARTER_HIGHER),
        ([0, 0, 10, 0], [0, 5, 5, 0], -0.5, GapReading.DISTRICT_HIGHER),
        ([0, 0, 2, 8], [0, 0, 4, 6], -0.2, GapReading.BOTH_STRENGTH),
        ([5, 5, 0, 0], [4, 6, 0, 0], 0.1, GapReading.BOTH_CONCERN),
        ([0, 0, 10, 0], [0, 1, 9, 0], -0.1, GapReading.IN_BETWEEN),
        ([0, 0, 10, 0], [0, 0, 15, 5], 0.3, GapReading.IN_BETWEEN),
    ],
)
def test_a_gap_reads_in_this_order(district: list[int], charter: list[int], value: float, reading: GapReading) -> None:
    made = instrument(sizes=(1,))
    gap = gaps(sector_figures(tallies([[district], [charter]]), made, INDIVIDUAL), made)[1]
    assert (gap.value, gap.reading) == (value, reading)


def test_cliffs_delta_equals_its_definition_by_mann_whitney() -> None:
    rng = np.random.default_rng(7)
    district, charter = rng.integers(1, 5, 40), rng.integers(1, 5, 25)
    cells = [[np.bincount(answers, minlength=5)[1:].tolist()] for answers in (district, charter)]
    found = effects(tallies(cells), instrument(sizes=(1,)), INDIVIDUAL)[0]
    u = stats.mannwhitneyu(district, charter).statistic
    assert found.delta == pytest.approx(2 * u / (40 * 25) - 1)
    assert found.district_higher + found.equal + found.charter_higher == pytest.approx(1)  # type: ignore[operator]


def test_each_partner_weighs_the_same_in_the_effect() -> None:
    cells = [[[0, 0, 0, 90]], [[5, 0, 0, 0]], [[0, 0, 5, 0]]]
    found = effects(tallies(cells, sectors=(D, D, C)), instrument(sizes=(1,)), INDIVIDUAL)[0]
    assert (found.district_higher, found.charter_higher) == (0.5, 0.5)


def test_an_effect_over_a_hidden_side_is_hidden() -> None:
    found = effects(tallies([[[9, 0, 0, 0]], [[1, 0, 0, 0]]]), instrument(sizes=(1,)), INDIVIDUAL)[0]
    assert (found.delta, found.why) == (None, Why.HIDDEN)


def test_the_permutation_test_has_its_golden_value() -> None:
    p, exact = permutation_p(np.array([4.0, 4, 5, 3]), np.array([2.0, 3, 3, 4]))
    assert (round(p, 3), exact) == (0.286, True)


def test_the_permutation_test_equals_scipys() -> None:
    rng = np.random.default_rng(3)
    first, second = rng.normal(3, 0.5, 6), rng.normal(2.6, 0.5, 7)
    expected = stats.permutation_test(
        (first, second), lambda a, b: abs(a.mean() - b.mean()), n_resamples=np.inf, alternative="greater"
    ).pvalue
    assert permutation_p(first, second)[0] == pytest.approx(expected)


def test_many_partners_are_drawn_and_never_reach_zero() -> None:
    rng = np.random.default_rng(4)
    p, exact = permutation_p(rng.normal(5, 0.1, 60), rng.normal(1, 0.1, 60))
    assert (p, exact) == (1 / 10_000, False)


def test_holm_adjusts_step_by_step() -> None:
    assert holm([0.01, None, 0.04, 0.03]) == pytest.approx([0.03, None, 0.06, 0.06], nan_ok=True)


def test_too_few_partners_are_not_tested() -> None:
    given = tallies([[[9, 0, 0, 0]], [[0, 0, 0, 9]]] * 3)
    found = sector_tests(partner_figures(given, instrument(sizes=(1,)), INDIVIDUAL))
    assert (found[0].p, found[0].why) == (None, "too few partners to test")


def test_enough_partners_are_tested() -> None:
    given = tallies([[[9, 0, 0, 0]], [[0, 0, 0, 9]]] * 4)
    found = sector_tests(partner_figures(given, instrument(sizes=(1,)), INDIVIDUAL))
    assert found[0].p == pytest.approx(2 / 70)


def test_alpha_equals_pingouins() -> None:
    rng = np.random.default_rng(5)
    base = rng.integers(0, 3, (60, 1))
    ratings = np.clip(base + rng.integers(0, 2, (60, 17)), 0, 3).astype(np.int8)
    made = readiness_instrument()
    scores = ratings[:, :4].astype(float)
    expected, _ = pingouin.cronbach_alpha(pd.DataFrame(scores))
    assert cronbach_alpha(ratings, made, "purpose").value == pytest.approx(expected)


def test_alpha_turns_reversed_factors_and_leaves_incomplete_sheets_out() -> None:
    rng = np.random.default_rng(6)
    base = rng.integers(0, 4, (30, 1))
    ratings = np.repeat(base, 17, axis=1).astype(np.int8)
    ratings[:, 5] = 3 - ratings[:, 5]
    ratings[0, 4] = -2
    found = cronbach_alpha(ratings, readiness_instrument(), "environment")
    assert (found.value, found.respondents, found.indicative) == (pytest.approx(1.0), 29, True)


def test_alpha_needs_three_factors_and_ten_sheets() -> None:
    made = instrument(sizes=(2, 3))
    assert cronbach_alpha(np.ones((40, 5), np.int8), made, "d0").why == "fewer than 3 factors"
    assert cronbach_alpha(np.ones((9, 5), np.int8), made, "d1").why == "fewer than 10 complete answer sheets"


def test_priorities_average_the_parts_that_exist() -> None:
    made = instrument(sizes=(1, 1))
    cells = [[[0, 9, 0, 0], [0, 0, 0, 9]], [[0, 0, 0, 9], [0, 0, 0, 9]]]
    grid = sector_figures(tallies(cells), made, INDIVIDUAL)
    first, second = priorities(grid, gaps(grid, made))
    assert first.key == "d0.f0"
    assert (first.need, first.gap) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert first.total == pytest.approx((first.need + first.gap + first.split) / 3)  # type: ignore[operator]
    assert second.total == 0.0


def test_questions_of_no_dimension_are_not_among_what_to_talk_about_first() -> None:
    made = instrument(sizes=(1, 1), scored=(True, False))
    cells = [[[0, 0, 0, 9], [9, 0, 0, 0]], [[0, 0, 0, 9], [0, 9, 0, 0]]]
    grid = sector_figures(tallies(cells), made, INDIVIDUAL)
    assert [priority.key for priority in priorities(grid, gaps(grid, made))] == ["d0.f0"]


def test_the_gap_part_of_a_priority_is_the_gap_as_it_is_displayed() -> None:
    made = instrument(sizes=(1,))
    cells = [[[0, 0, 8, 0]], [[0, 0, 3, 5]]]
    grid = sector_figures(tallies(cells), made, INDIVIDUAL)
    (gap,) = (each for each in gaps(grid, made) if each.target.key == "d0.f0")
    assert (gap.charter, gap.value) == (3.625, 0.6)
    assert priorities(grid, (gap, gap, gap))[0].gap == pytest.approx(0.6 / 3)


def test_a_grid_without_partners_has_nothing_to_test_and_no_effect() -> None:
    made = instrument(sizes=(2,))
    grid = partner_figures(tallies(np.empty((0, 2, 4)), sectors=()), made, INDIVIDUAL)
    assert [(each.p, each.district_partners, each.why) for each in sector_tests(grid)] == [(None, 0, TOO_FEW)] * 2
    assert [(each.delta, each.why) for each in effects_of(grid)] == [(None, Why.TOO_FEW_ANSWERS)] * 2


def test_a_part_that_is_missing_is_left_out_and_named() -> None:
    made = instrument(sizes=(1,))
    grid = sector_figures(tallies([[[0, 9, 0, 0]]], sectors=(D,)), made, INDIVIDUAL)
    found = priorities(grid, gaps(grid, made))[0]
    assert found.missing == ("gap",)
    assert found.total == pytest.approx((2 / 3 + 0) / 2)


def test_over_thirty_percent_not_applicable_is_flagged() -> None:
    made = instrument(sizes=(2,))
    given = tallies([[[0, 7, 0, 0], [0, 6, 0, 0]]], marks=[[[3, 0, 0, 0], [4, 0, 0, 0]]])
    grid = partner_figures(given, made, INDIVIDUAL)
    assert often_not_applicable(grid)[0].tolist()[1:3] == [False, True]


def test_figures_do_not_depend_on_the_size_of_k_in_team_mode() -> None:
    given = tallies([[[0, 0, 0, 1]], [[1, 0, 0, 0]]])
    made = instrument(sizes=(1,))
    low, high = (sector_figures(given, made, Protection(Mode.TEAM, k)) for k in (3, 10))
    np.testing.assert_array_equal(low.mean, high.mean)


def test_rounding_keeps_what_is_missing() -> None:
    assert np.isnan(round_half_away(float("nan")))


def test_a_whole_number_of_ties_rounds_as_its_fraction_does() -> None:
    for rated in (4, 20, 40, 200):
        for total in range(rated, 4 * rated + 1):
            exact = by_hand.half_away(Fraction(total, rated), 1)
            assert round_half_away(total / rated) == float(exact), (total, rated)
