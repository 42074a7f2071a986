"""Figures equal an independent calculation with exact fractions, on tallies of every shape."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from collab.model import Level, Mode, Sector
from collab.scoring import partner_figures, round_half_away, sector_figures
from collab.scoring.figures import Protection, Tallies
from tests.factories import instrument, partners
from tests.scoring import by_hand

INSTRUMENT = instrument(sizes=(3, 2), reversed_factors=("d0.f1",))
SECTORS = (Sector.DISTRICT, Sector.CHARTER, Sector.CHARTER, Sector.STATE)

counts = hnp.arrays(np.int64, (4, 5, 4), elements=st.integers(0, 6))
protections = st.sampled_from(
    [Protection(Mode.INDIVIDUAL, 3), Protection(Mode.INDIVIDUAL, 5), Protection(Mode.TEAM, 5)]
)


def built(array: np.ndarray) -> Tallies:
    return Tallies(partners(*SECTORS), array, np.zeros((4, 5, 4), dtype=np.int64))


def exact(tallies: Tallies, protection: Protection) -> list[list[object]]:
    """Every partner's figures in the order of the grid's targets."""
    rows = []
    for p in range(len(tallies.partners)):
        row: list[object] = []
        for dimension in INSTRUMENT.dimensions:
            row.append(by_hand.dimension_score(tallies, INSTRUMENT, protection, p, dimension.key))
            row.extend(
                by_hand.factor_score(tallies, INSTRUMENT, protection, p, f)
                for f, factor in enumerate(INSTRUMENT.factors)
                if factor.dimension == dimension.key
            )
        rows.append([*row, by_hand.overall(tallies, INSTRUMENT, protection, p)])
    return rows


def same(found: float, expected: object) -> bool:
    return np.isnan(found) if expected is None else abs(found - float(expected)) < 1e-12  # type: ignore[arg-type]


@settings(max_examples=120)
@given(counts, protections)
def test_a_partners_figures_and_their_rounding_are_exact(array: np.ndarray, protection: Protection) -> None:
    tallies = built(array)
    grid = partner_figures(tallies, INSTRUMENT, protection)
    for p, row in enumerate(exact(tallies, protection)):
        for t, expected in enumerate(row):
            assert same(grid.mean[p, t], expected), (p, grid.targets[t])
            if expected is not None:
                rounded = by_hand.half_away(expected, 1)  # type: ignore[arg-type]
                assert round_half_away(float(grid.mean[p, t]), 1) == float(rounded)


@settings(max_examples=120)
@given(counts, protections)
def test_a_sectors_figure_is_the_plain_mean_of_its_shown_partners(array: np.ndarray, protection: Protection) -> None:
    tallies = built(array)
    grid = sector_figures(tallies, INSTRUMENT, protection)
    rows = exact(tallies, protection)
    assert [unit.sector for unit in grid.units] == [Sector.DISTRICT, Sector.CHARTER, Sector.STATE, None]
    for t in range(len(grid.targets)):
        column = [row[t] for row in rows]
        for s, unit in enumerate(grid.units[:-1]):
            assert same(grid.mean[s, t], by_hand.sector_mean(column, tallies, unit.sector))  # type: ignore[arg-type]
        expected = None if "hidden" in grid.why[:-1, t] else by_hand.sector_mean(column, tallies, None)  # type: ignore[arg-type]
        assert same(grid.mean[-1, t], expected)


@settings(max_examples=80)
@given(counts, counts, st.integers(0, 3), st.integers(0, 4))
def test_what_is_hidden_changes_no_figure_that_is_shown(array: np.ndarray, other: np.ndarray, p: int, f: int) -> None:
    protection = Protection(Mode.INDIVIDUAL, 5)
    array[p, f], other_cell = [1, 0, 0, 0], other[p, f] % 2
    changed = array.copy()
    changed[p, f] = other_cell if 0 < other_cell.sum() < 5 else [0, 0, 2, 2]
    for figures in (partner_figures, sector_figures):
        before, after = (figures(built(a), INSTRUMENT, protection) for a in (array, changed))
        for name in ("mean", "favourable_share", "agreement", "rated", "counts", "marks"):
            np.testing.assert_array_equal(getattr(before, name), getattr(after, name), err_msg=name)


@settings(max_examples=60)
@given(counts, st.permutations(range(3)))
def test_the_order_of_factors_does_not_matter(array: np.ndarray, order: list[int]) -> None:
    plain = instrument(sizes=(3, 2))
    moved = array.copy()
    moved[:, :3] = array[:, order]
    protection = Protection(Mode.TEAM)
    first, second = (partner_figures(built(a), plain, protection) for a in (array, moved))
    summary = [i for i, target in enumerate(first.targets) if target.level is not Level.FACTOR]
    np.testing.assert_allclose(first.mean[:, summary], second.mean[:, summary], atol=1e-12)


@settings(max_examples=60)
@given(counts, st.integers(0, 3), st.integers(0, 4), st.integers(0, 2))
def test_scores_stay_on_the_scale_and_rise_when_an_answer_rises(array: np.ndarray, p: int, f: int, level: int) -> None:
    plain = instrument(sizes=(3, 2))
    array[p, f, level] += 1
    higher = array.copy()
    higher[p, f, level] -= 1
    higher[p, f, level + 1] += 1
    before, after = (partner_figures(built(a), plain, Protection(Mode.TEAM)) for a in (array, higher))
    for grid in (before, after):
        there = grid.mean[~np.isnan(grid.mean)]
        assert ((there >= 1) & (there <= 4)).all()
    column = next(i for i, t in enumerate(before.targets) if t.key == plain.factor_keys[f])
    assert after.mean[p, column] > before.mean[p, column]
