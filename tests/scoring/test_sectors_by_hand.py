"""Every figure of sectors, pooled ones and effects included, equals plain loops over exact fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from collab.model import Instrument, Level, Mode, Sector, Why
from collab.scoring import (
    FigureGrid,
    Protection,
    Tallies,
    agreement,
    effects,
    gaps,
    partner_figures,
    priorities,
    sector_figures,
)
from collab.scoring import tests as sector_tests
from collab.scoring.permutation import permutation_p
from tests.factories import TEAM, instrument, partners
from tests.scoring import by_hand

INSTRUMENT = instrument(sizes=(3, 2), reversed_factors=("d0.f1",))
SECTORS = (Sector.DISTRICT, Sector.CHARTER, Sector.CHARTER, Sector.DISTRICT, Sector.STATE)
PEOPLE = partners(*SECTORS)

counts = hnp.arrays(np.int64, (5, 5, 4), elements=st.integers(0, 4))
protections = st.sampled_from([Protection(Mode.INDIVIDUAL, 3), Protection(Mode.INDIVIDUAL, 8), Protection(Mode.TEAM)])


def built(array: np.ndarray) -> Tallies:
    return Tallies(PEOPLE, array, np.zeros((*array.shape[:2], 4), dtype=np.int64))


def column(grid: FigureGrid, factor: int) -> int:
    keys = [(target.level, target.key) for target in grid.targets]
    return keys.index((Level.FACTOR, INSTRUMENT.factor_keys[factor]))


def seen(array: np.ndarray, protection: Protection, p: int, f: int, made: Instrument = INSTRUMENT) -> list[int] | None:
    """The shown, oriented counts of a cell; None where hidden or where nobody rated."""
    raw = [int(n) for n in array[p, f]]
    if not sum(raw) or (protection.mode is Mode.INDIVIDUAL and sum(raw) < protection.k):
        return None
    return raw[::-1] if made.factors[f].reversed else raw


def is_hidden(array: np.ndarray, protection: Protection, who: list[int], f: int) -> bool:
    """A sector of which somebody answered, and nothing is shown."""
    nothing = all(seen(array, protection, p, f) is None for p in who)
    return nothing and any(array[p, f].sum() for p in who) and protection.mode is Mode.INDIVIDUAL


def members(sector: Sector | None) -> list[int]:
    return [p for p, own in enumerate(SECTORS) if sector in (None, own)]


def eijk(pile: list[Fraction]) -> Fraction:
    """van der Eijk's A as he states it: take off layer after layer, judge each layer's triples."""
    total, found, points = sum(pile, Fraction(0)), Fraction(0), len(pile)
    while any(pile):
        height = min(value for value in pile if value)
        layer = [int(value > 0) for value in pile]
        triples = list(combinations(layer, 3))
        together = sum(t in ((1, 1, 0), (0, 1, 1)) for t in triples)
        apart = sum(t == (1, 0, 1) for t in triples)
        used = sum(layer)
        peaked = Fraction((points - 2) * together - (points - 1) * apart, (points - 2) * max(together + apart, 1))
        of_layer = Fraction(1) if used == 1 else peaked * (1 - Fraction(used - 1, points - 1))
        found += of_layer * height * used / total
        pile = [value - height if value else value for value in pile]
    return found


def same(found: float, expected: Fraction | None) -> bool:
    return bool(np.isnan(found)) if expected is None else abs(found - float(expected)) < 1e-12


@settings(max_examples=100)
@given(hnp.arrays(np.int64, st.tuples(st.just(3), st.integers(3, 11)), elements=st.integers(0, 9)))
def test_agreement_equals_its_definition_layer_by_layer(piles: np.ndarray) -> None:
    for found, pile in zip(agreement(piles), piles.tolist(), strict=True):
        assert same(found, eijk([Fraction(n) for n in pile]) if any(pile) else None)
        assert np.isnan(found) or -1 - 1e-12 <= found <= 1 + 1e-12


@settings(max_examples=80)
@given(counts, protections)
def test_a_sectors_share_agreement_and_counts_equal_plain_loops(array: np.ndarray, protection: Protection) -> None:
    grid = sector_figures(built(array), INSTRUMENT, protection)
    for s, unit in enumerate(grid.units):
        for f in range(5):
            who = members(unit.sector)
            t = column(grid, f)
            sides = [members(sector) for sector in ({unit.sector} if unit.sector else set(SECTORS))]
            if any(is_hidden(array, protection, side, f) for side in sides):
                assert (grid.why[s, t], grid.rated[s, t], set(grid.counts[s, t])) == (Why.HIDDEN, -1, {-1})
                assert np.isnan([grid.mean[s, t], grid.favourable_share[s, t], grid.agreement[s, t]]).all()
                continue
            cells = [cell for p in who if (cell := seen(array, protection, p, f))]
            shares = [Fraction(cell[2] + cell[3], sum(cell)) for cell in cells]
            assert same(grid.favourable_share[s, t], by_hand.mean(shares))  # type: ignore[arg-type]
            levels = [by_hand.mean([Fraction(cell[i], sum(cell)) for cell in cells]) or Fraction(0) for i in range(4)]
            enough = sum(map(sum, cells)) >= 2
            assert same(grid.agreement[s, t], eijk(levels) if enough else None)
            assert grid.counts[s, t].tolist() == [sum(cell[i] for cell in cells) for i in range(4)]
            assert (grid.shown_partners[s, t], grid.all_partners[s, t]) == (len(cells), len(who))


@settings(max_examples=80)
@given(counts, protections)
def test_pooled_figures_count_every_shown_respondent_once(array: np.ndarray, protection: Protection) -> None:
    grid = sector_figures(built(array), INSTRUMENT, protection, pooled=True)
    for s, unit in enumerate(grid.units[:-1]):
        scores: list[Fraction | None] = []
        for f in range(5):
            cells = [cell for p in members(unit.sector) if (cell := seen(array, protection, p, f))]
            pooled = [sum(cell[i] for cell in cells) for i in range(4)]
            rated = sum(pooled)
            scores.append(Fraction(sum((i + 1) * n for i, n in enumerate(pooled)), rated) if rated else None)
            assert same(grid.mean[s, column(grid, f)], scores[f])
            assert same(grid.agreement[s, column(grid, f)], eijk([Fraction(n) for n in pooled]) if rated > 1 else None)
        for row, factors in ((0, scores[:3]), (4, scores[3:])):
            if grid.why[s, row] is None:
                assert same(grid.mean[s, row], by_hand.mean(factors))
                assert grid.shown_partners[s, row] > 0


@settings(max_examples=80)
@given(counts, protections)
def test_an_effect_is_that_of_a_random_partner_and_then_a_random_answer(
    array: np.ndarray, protection: Protection
) -> None:
    for f, found in enumerate(effects(built(array), INSTRUMENT, protection)):
        sides = [
            [cell for p in members(sector) if (cell := seen(array, protection, p, f))]
            for sector in (Sector.DISTRICT, Sector.CHARTER)
        ]
        if not all(sides):
            assert found.delta is None
            assert found.why in (Why.HIDDEN, Why.TOO_FEW_ANSWERS)
            continue
        chances = dict.fromkeys((-1, 0, 1), Fraction(0))
        for one, other in product(*sides):
            for i, j in product(range(4), repeat=2):
                chance = Fraction(one[i], sum(one)) * Fraction(other[j], sum(other)) / (len(sides[0]) * len(sides[1]))
                chances[(i > j) - (i < j)] += chance
        shown = (found.charter_higher, found.equal, found.district_higher)
        assert shown == pytest.approx([float(chances[sign]) for sign in (-1, 0, 1)])
        assert found.delta == pytest.approx(float(chances[1] - chances[-1]))


@settings(max_examples=60)
@given(counts, st.integers(0, 4), st.integers(0, 4))
def test_what_is_hidden_enters_no_gap_effect_test_or_priority(array: np.ndarray, p: int, f: int) -> None:
    protection = Protection(Mode.INDIVIDUAL, 5)
    answers: list[object] = []
    for cell in ([1, 0, 0, 0], [0, 0, 2, 2]):
        array[p, f] = cell
        tallies = built(array)
        for pooled in (False, True):
            sectors = sector_figures(tallies, INSTRUMENT, protection, pooled=pooled)
            between = gaps(sectors, INSTRUMENT)
            answers.append((between, priorities(sectors, between)))
        answers.append((effects(tallies, INSTRUMENT, protection),))
        answers.append((sector_tests(partner_figures(tallies, INSTRUMENT, protection)),))
    assert answers[:4] == answers[4:]


def test_a_dimension_of_all_partners_rests_on_no_factor_that_is_hidden_for_all_partners() -> None:
    made = instrument(sizes=(2,))
    array = np.array([[[5, 0, 0, 5], [0, 0, 0, 9]], [[1, 0, 0, 0], [0, 0, 0, 9]]])
    given = Tallies(partners(Sector.DISTRICT, Sector.CHARTER), array, np.zeros((2, 2, 4), dtype=np.int64))
    plain, pooled = (sector_figures(given, made, Protection(Mode.INDIVIDUAL), pooled=p) for p in (False, True))
    assert plain.why[-1, 1] is Why.HIDDEN
    assert (plain.agreement[-1, 0], pooled.mean[-1, 0]) == (1.0, 4.0)


def test_an_uneven_scale_is_reversed_by_score_and_not_by_place() -> None:
    made = instrument(sizes=(1,), reversed_factors=("d0.f0",), scores=(1, 2, 4, 7))
    grid = partner_figures(Tallies(PEOPLE[:1], np.array([[[0, 9, 0, 0]]]), np.zeros((1, 1, 4), np.int64)), made, TEAM)
    assert (grid.mean[0, 1], grid.favourable_share[0, 1]) == (6.0, 1.0)


@settings(max_examples=40)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=6), st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_the_exact_p_equals_trying_every_way_to_split_the_partners(first: list[int], second: list[int]) -> None:
    everyone = first + second
    total, size = sum(everyone), len(first)

    def distance(group: int) -> Fraction:
        return abs(Fraction(group, size) - Fraction(total - group, len(second)))

    splits = [distance(sum(group)) for group in combinations(everyone, size)]
    expected = sum(split >= distance(sum(first)) for split in splits) / len(splits)
    assert permutation_p(np.array(first, float), np.array(second, float)) == (pytest.approx(expected), True)


def test_many_tied_partners_are_still_counted_exactly() -> None:
    rng = np.random.default_rng(11)
    first, second = rng.integers(1, 5, 30).astype(float), rng.integers(1, 5, 25).astype(float)
    p, exact = permutation_p(first, second)
    ranks = stats.permutation_test(
        (first, second), lambda a, b: abs(a.mean() - b.mean()), n_resamples=20_000, alternative="greater", rng=1
    )
    assert exact
    assert p == pytest.approx(ranks.pvalue, abs=0.02)


def test_thousands_of_partners_that_agree_are_counted_too() -> None:
    p, exact = permutation_p(np.full(1500, 3.0), np.full(1500, 3.0))
    assert (p, exact) == (pytest.approx(1.0), True)


def test_drawn_ps_come_near_the_exact_ones_and_do_not_change() -> None:
    rng = np.random.default_rng(12)
    first, second = rng.normal(3.0, 0.5, 29), rng.normal(2.8, 0.5, 103)
    p, exact = permutation_p(first, second)
    t = stats.ttest_ind(first, second).pvalue
    assert not exact
    assert p == permutation_p(first, second)[0]
    assert p == pytest.approx(t, abs=0.02)
    assert permutation_p(second, first)[0] == pytest.approx(p, abs=0.02)
