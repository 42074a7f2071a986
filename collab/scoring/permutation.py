"""Could the difference between the sectors be chance? A permutation test whose unit is a partner's score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb, log, prod

import numpy as np

from collab.model import Sector
from collab.scoring.cells import factor_rows
from collab.scoring.figures import FigureGrid
from collab.scoring.sector import main_figure

LEVEL = 0.05  # at most so often may chance alone give what is told apart from chance
EXACT_UP_TO = 20_000  # ways to count; beyond them draws are taken
DRAWS = 9_999
SEED = 20260901
NEAR = 1e-9  # scores, and sums of them, closer than this are tied

TOO_FEW = "too few partners to test"


@dataclass(frozen=True)
class Chance:
    """p: two-sided, 0..1. adjusted: after Holm across the family. Both None where the numbers are too small to test."""

    p: float | None
    adjusted: float | None
    exact: bool


@dataclass(frozen=True)
class SectorTest:
    """p: two-sided, 0..1. adjusted: after Holm across the factors. Both None where why says so."""

    factor: str
    p: float | None
    adjusted: float | None
    district_partners: int
    charter_partners: int
    exact: bool
    why: str = ""


def tests(partners: FigureGrid) -> tuple[SectorTest, ...]:
    """One test per factor of a grid of partners, in the instrument's order, over the scores that are shown.

    p is shown only where the smallest adjusted p that these numbers of partners can reach is at most .05.
    """
    rows = factor_rows(partners.targets)
    found = _sides(partners, main_figure(partners)[:, rows])
    smallest = [_smallest_p(len(a), len(b)) if len(a) and len(b) else None for a, b in found]
    chances = family(smallest, lambda index: permutation_p(*found[index]))
    return tuple(
        SectorTest(
            factor=partners.targets[row].key,
            p=chance.p,
            adjusted=chance.adjusted,
            district_partners=len(a),
            charter_partners=len(b),
            exact=chance.exact,
            why="" if chance.p is not None else TOO_FEW,
        )
        for row, (a, b), chance in zip(rows, found, chances, strict=True)
    )


def family(smallest: Sequence[float | None], p_of: Callable[[int], tuple[float, bool]]) -> list[Chance]:
    """The tests of one family, adjusted together.

    smallest: the smallest p that each member's numbers of partners can give, None where there is nothing to test.
    A member is tested only where that p, multiplied by the members there are, is at most .05. p_of: its p by its
    place, and whether that is exact.
    """
    count = sum(least is not None for least in smallest)
    raw = [
        p_of(place) if least is not None and least * count <= LEVEL else None for place, least in enumerate(smallest)
    ]
    adjusted = holm([each[0] if each else None for each in raw])
    return [
        Chance(each[0] if each else None, corrected, each[1] if each else False)
        for each, corrected in zip(raw, adjusted, strict=True)
    ]


def _sides(partners: FigureGrid, figures: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """The shown scores of district and of charter partners, for each column of figures (partners x factors)."""
    sectors = [unit.partner.sector if unit.partner else None for unit in partners.units]
    sides = (Sector.DISTRICT, Sector.CHARTER)
    district, charter = (np.array([own is side for own in sectors], dtype=bool) for side in sides)
    there = ~np.isnan(figures)
    columns = zip(figures.T, there.T, strict=True)
    return [(column[shown & district], column[shown & charter]) for column, shown in columns]


def _smallest_p(first: int, second: int) -> float:
    """The smallest two-sided p that any scores of so many partners can give."""
    ways = comb(first + second, first)
    extremes = 2 if first == second else 1
    return max(extremes / ways, 1 / (DRAWS + 1) if ways > EXACT_UP_TO else 0.0)


def permutation_p(first: np.ndarray, second: np.ndarray) -> tuple[float, bool]:
    """Two-sided p of the difference of means, and whether it is exact.

    first, second: 1-d scores without NaN, one per partner. Exact by counting over tied levels where that is small
    enough, else 9,999 draws with a fixed seed and p = (b + 1) / (m + 1), after Phipson and Smyth (2010). With
    group sizes fixed, the difference of means rises with the sum of one group, so that sums are compared.
    """
    everyone = np.concatenate([first, second])
    expected = len(first) * everyone.mean()
    beyond = abs(first.sum() - expected) - NEAR
    levels, counts = tied_levels(everyone)
    if _paths(counts, len(first)) <= EXACT_UP_TO:
        sums, shares = _all_sums(levels, counts, len(first))
        return min(1.0, float(shares[np.abs(sums - expected) >= beyond].sum())), True
    sums = _drawn_sums(everyone, len(first))
    return (int((np.abs(sums - expected) >= beyond).sum()) + 1) / (DRAWS + 1), False


def tied_levels(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different scores, rising, and how many partners have each; nearly equal ones are tied."""
    _, places, counts = np.unique(np.round(scores / NEAR), return_index=True, return_counts=True)
    return scores[places], counts


def _paths(counts: np.ndarray, size: int) -> int:
    """At most how many ways there are to fill a group of this size from levels, tied partners being alike."""
    options = [int(count) + 1 for count in counts]
    return min(comb(int(counts.sum()), size), prod(options) // max(options))


def _all_sums(levels: np.ndarray, counts: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Every sum that a group of this size can have, and the share of all groups behind it (adds up to 1).

    Level by level; what can no longer become a whole group is dropped, so that no step is longer than the last.
    Shares are kept as logarithms: the number of groups exceeds float64 from some thousand partners on.
    """
    chosen, sums = np.zeros(1, dtype=np.int64), np.zeros(1)
    logs = np.full(1, -log(comb(int(counts.sum()), size)))
    left = int(counts.sum())
    for level, count in zip(levels.tolist(), counts.tolist(), strict=True):
        left -= count
        take = np.arange(count + 1)
        grown = chosen[:, None] + take
        kept = (grown <= size) & (grown + left >= size)
        chosen = grown[kept]
        sums = (sums[:, None] + take * level)[kept]
        logs = (logs[:, None] + np.array([log(comb(count, int(n))) for n in take]))[kept]
    return sums, np.exp(logs)


def _drawn_sums(scores: np.ndarray, size: int) -> np.ndarray:
    """The sums of DRAWS groups of this size, drawn from scores without replacement."""
    smaller = min(size, len(scores) - size)
    sums = scores[_draws(len(scores), smaller)].sum(axis=0)
    return sums if smaller == size else scores.sum() - sums


@lru_cache(maxsize=8)
def _draws(everyone: int, size: int) -> np.ndarray:
    """Which partners each draw takes: int32, size x DRAWS, by the first steps of a Fisher-Yates shuffle."""
    rng = np.random.default_rng(SEED)
    places = np.repeat(np.arange(everyone, dtype=np.int32)[:, None], DRAWS, axis=1)
    draw = np.arange(DRAWS)
    for step in range(size):
        other = rng.integers(step, everyone, DRAWS)
        places[step], places[other, draw] = places[other, draw], places[step].copy()
    return places[:size].copy()


def holm(ps: list[float | None]) -> list[float | None]:
    """Holm's step-down adjustment; None stays None. Source: S. Holm, Scandinavian Journal of Statistics 6 (1979)."""
    order = sorted((p, index) for index, p in enumerate(ps) if p is not None)
    adjusted: list[float | None] = [None] * len(ps)
    highest = 0.0
    for rank, (p, index) in enumerate(order):
        highest = max(highest, min(1.0, (len(order) - rank) * p))
        adjusted[index] = highest
    return adjusted
