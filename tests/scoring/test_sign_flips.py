"""Is a change more than chance? Sign flips against scipy and against plain enumeration."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from collab.model import Level, Mode, Sector
from collab.scoring import Tallies, partner_figures, sector_figures
from collab.scoring.changes import changes
from collab.scoring.figures import Protection, Unit
from collab.scoring.over_time import follow
from collab.scoring.permutation import DRAWS, TOO_FEW, holm
from collab.scoring.sign_flips import ChangeTest, change_tests, partners_needed, sign_flip_p, smallest_p
from tests.factories import instrument, partner

TENTHS = st.integers(-20, 20).map(lambda tenths: tenths / 10)


def by_trying_all(differences: list[float]) -> float:
    """The share of all signs that give a sum as far from zero, or further."""
    observed = abs(sum(differences)) - 1e-9
    sums = [
        sum(sign * d for sign, d in zip(signs, differences, strict=True))
        for signs in product((-1, 1), repeat=len(differences))
    ]
    return sum(abs(each) >= observed for each in sums) / len(sums)


@settings(max_examples=150)
@given(st.lists(TENTHS, min_size=1, max_size=10))
def test_p_is_the_share_of_all_signs_that_go_as_far(differences: list[float]) -> None:
    p, exact = sign_flip_p(np.array(differences))
    assert exact
    assert p == pytest.approx(by_trying_all(differences))


@pytest.mark.parametrize("seed", range(6))
def test_p_is_that_of_scipy(seed: int) -> None:
    differences = np.random.default_rng(seed).normal(0.3, 0.5, 9)
    theirs = stats.permutation_test((differences,), np.mean, permutation_type="samples", n_resamples=np.inf)
    p, exact = sign_flip_p(differences)
    assert exact
    assert p == pytest.approx(theirs.pvalue)


def test_p_of_whole_ranks_is_that_of_wilcoxon() -> None:
    differences = np.array([1.0, -2.0, 3.0, 4.0, 5.0, 6.0, -7.0, 8.0])
    assert sign_flip_p(differences)[0] == pytest.approx(stats.wilcoxon(differences, method="exact").pvalue)


def test_five_rises_have_a_p_of_one_in_sixteen() -> None:
    assert sign_flip_p(np.array([1.0, 2.0, 3.0, 4.0, 5.0])) == (2 / 32, True)


@pytest.mark.parametrize(
    "differences", [[], [0.0, 0.0], [0.5, -0.5]], ids=["nobody", "no change", "as much up as down"]
)
def test_where_nothing_moved_p_is_one(differences: list[float]) -> None:
    assert sign_flip_p(np.array(differences)) == (1.0, True)


def test_sixty_partners_are_drawn_and_p_is_near_that_of_scipy() -> None:
    differences = np.random.default_rng(3).normal(0.12, 0.5, 60)
    theirs = stats.permutation_test(
        (differences,), np.mean, permutation_type="samples", n_resamples=99_999, rng=np.random.default_rng(1)
    )
    p, exact = sign_flip_p(differences)
    assert not exact
    assert p == pytest.approx(theirs.pvalue, abs=0.015)


def test_many_tied_partners_are_counted_not_drawn() -> None:
    p, exact = sign_flip_p(np.array([0.1] * 40 + [-0.1] * 20))
    assert exact
    assert p == pytest.approx(stats.binomtest(40, 60).pvalue)


@settings(max_examples=40)
@given(st.lists(st.floats(-3, 3, allow_nan=False), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_neither_order_nor_direction_changes_p(differences: list[float], chance: object) -> None:
    mixed = list(differences)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    p = sign_flip_p(np.array(differences))
    assert sign_flip_p(np.array(mixed)) == p
    assert sign_flip_p(-np.array(differences)) == p
    assert 0 < p[0] <= 1


def test_the_order_of_sixty_partners_is_irrelevant_though_signs_are_drawn() -> None:
    differences = np.random.default_rng(4).normal(0.1, 0.5, 60)
    p, exact = sign_flip_p(differences)
    assert not exact
    assert {sign_flip_p(np.random.default_rng(seed).permutation(differences))[0] for seed in range(5)} == {p}
    assert sign_flip_p(-differences)[0] == p


def test_chance_alone_is_called_a_change_as_seldom_as_it_should_be() -> None:
    draws = np.random.default_rng(8)
    alarms = [sign_flip_p(np.round(draws.normal(0, 0.6, 12), 1))[0] <= 0.05 for _ in range(600)]
    assert np.mean(alarms) <= 0.07


def test_the_smallest_p_halves_with_each_partner_down_to_that_of_draws() -> None:
    assert [smallest_p(n) for n in (0, 1, 2, 5)] == [1.0, 1.0, 0.5, 2 / 32]
    assert smallest_p(100) == 1 / (DRAWS + 1)


@pytest.mark.parametrize(("tests", "needed"), [(1, 6), (4, 8), (17, 10), (1000, None)])
def test_how_many_partners_it_takes_is_known(tests: int, needed: int | None) -> None:
    assert partners_needed(tests) == needed


def flips_of(changes_of_partners: list[list[int]]) -> tuple[ChangeTest, ...]:
    """Team rounds in which each partner moves from level 2 by so many levels, factor by factor."""
    questions, team = instrument(sizes=(2, 2)), Protection(Mode.TEAM)
    own = tuple(partner(f"P{index}", Sector.DISTRICT) for index in range(len(changes_of_partners)))
    levels = (np.full((len(own), 4), 2), 2 + np.array(changes_of_partners))
    rounds = [
        Tallies(own, np.eye(4, dtype=np.int64)[each - 1], np.zeros((len(own), 4, 4), dtype=np.int64)) for each in levels
    ]
    partners, sectors = follow(
        [partner_figures(each, questions, team) for each in rounds],
        [sector_figures(each, questions, team) for each in rounds],
    )
    return change_tests(partners, changes(sectors, Unit()))


def test_a_change_that_all_partners_share_is_beyond_chance_and_adjusted_over_the_factors() -> None:
    found = flips_of([[1, 0, 1, -1], [1, 0, 1, 1]] * 5)
    factors = [test for test in found if test.target.level is Level.FACTOR]
    assert [test.adjusted for test in factors] == holm([test.p for test in factors])
    assert [test.beyond_chance for test in factors] == [True, False, True, False]
    assert [test.p for test in factors] == pytest.approx([2 / 1024, 1.0, 2 / 1024, 1.0])
    assert [test.partners for test in factors] == [10] * 4


def test_dimensions_are_a_family_of_their_own() -> None:
    found = flips_of([[1, 1, 0, 0]] * 10)
    dimensions = [test for test in found if test.target.level is Level.DIMENSION]
    assert [test.adjusted for test in dimensions] == pytest.approx([2 * 2 / 1024, 1.0])


def test_seven_partners_are_too_few_for_four_factors() -> None:
    found = flips_of([[1, 1, 1, 1]] * 7)
    factors = [test for test in found if test.target.level is Level.FACTOR]
    assert {(test.p, test.adjusted, test.why, test.beyond_chance) for test in factors} == {(None, None, TOO_FEW, False)}
    assert all(test.p is not None for test in found if test.target.level is Level.DIMENSION)
