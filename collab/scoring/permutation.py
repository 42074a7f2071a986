"""Could the difference between the sectors be chance? A permutation test whose unit is a partner's score."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from math import comb

import numpy as np

from collab.model import Sector
from collab.scoring.cells import factor_rows
from collab.scoring.figures import FigureGrid
from collab.scoring.sector import main_figure

EXACT_UP_TO = 20_000  # states of the exact count; beyond them draws are taken
DRAWS = 9_999
SEED = 20260901
NEAR = 1e-9  # differences of means closer than this are tied

TOO_FEW = "too few partners to test"


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
    figures = main_figure(partners)
    found = [_sides(partners, figures[:, row]) for row in rows]
    testable = [len(a) > 0 and len(b) > 0 for a, b in found]
    smallest = [_smallest_p(len(a), len(b)) if ok else 1.0 for (a, b), ok in zip(found, testable, strict=True)]
    count = sum(testable)
    raw = [
        permutation_p(a, b) if ok and least * count <= 0.05 else None
        for (a, b), ok, least in zip(found, testable, smallest, strict=True)
    ]
    adjusted = holm([p[0] if p else None for p in raw])
    return tuple(
        SectorTest(
            factor=partners.targets[row].key,
            p=p[0] if p else None,
            adjusted=corrected,
            district_partners=len(a),
            charter_partners=len(b),
            exact=p[1] if p else False,
            why="" if p else TOO_FEW,
        )
        for row, (a, b), p, corrected in zip(rows, found, raw, adjusted, strict=True)
    )


def _sides(partners: FigureGrid, column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    sectors = [unit.partner.sector if unit.partner else None for unit in partners.units]
    there = ~np.isnan(column)
    return (
        column[there & np.array([sector is Sector.DISTRICT for sector in sectors])],
        column[there & np.array([sector is Sector.CHARTER for sector in sectors])],
    )


def _smallest_p(first: int, second: int) -> float:
    """The smallest two-sided p that any scores of so many partners can give."""
    ways = comb(first + second, first)
    extremes = 2 if first == second else 1
    return max(extremes / ways, 1 / (DRAWS + 1) if ways > EXACT_UP_TO else 0.0)


def permutation_p(first: np.ndarray, second: np.ndarray) -> tuple[float, bool]:
    """Two-sided p of the difference of means, and whether it is exact.

    first, second: 1-d scores without NaN. Exact by counting over tied levels where that is small enough, else
    9,999 draws with a fixed seed and p = (b + 1) / (m + 1). Source: Phipson and Smyth (2010) for the +1.
    """
    exact = _exact_p(first, second)
    return (exact, True) if exact is not None else (_drawn_p(first, second), False)


def _exact_p(first: np.ndarray, second: np.ndarray) -> float | None:
    """Count all ways to choose the first group, level by level: (chosen so far, their sum) -> ways."""
    everyone = np.concatenate([first, second])
    levels, counts = np.unique(np.round(everyone / NEAR) * NEAR, return_counts=True)
    size, total = len(first), float(everyone.sum())
    ways: dict[tuple[int, float], int] = {(0, 0.0): 1}
    for level, count in zip(levels.tolist(), counts.tolist(), strict=True):
        grown: Counter[tuple[int, float]] = Counter()
        for (chosen, amount), number in ways.items():
            for take in range(min(count, size - chosen) + 1):
                grown[chosen + take, round(amount + take * level, 9)] += number * comb(count, take)
        if len(grown) > EXACT_UP_TO:
            return None
        ways = grown
    observed = abs(_difference(float(first.sum()), total, size, len(second)))
    ends = {amount: number for (chosen, amount), number in ways.items() if chosen == size}
    extreme = sum(
        number
        for amount, number in ends.items()
        if abs(_difference(amount, total, size, len(second))) >= observed - 1e-7
    )
    return extreme / comb(len(everyone), size)


def _difference(first_sum: float, total: float, first: int, second: int) -> float:
    return first_sum / first - (total - first_sum) / second


def _drawn_p(first: np.ndarray, second: np.ndarray) -> float:
    everyone = np.concatenate([first, second])
    sums = _draws(len(first), len(second)) @ everyone
    differences = sums / len(first) - (everyone.sum() - sums) / len(second)
    beyond = int((np.abs(differences) >= abs(first.mean() - second.mean()) - 1e-7).sum())
    return (beyond + 1) / (DRAWS + 1)


@lru_cache(maxsize=2)
def _draws(first: int, second: int) -> np.ndarray:
    """Which partners each draw puts into the first group: float64, draws x partners, ones and zeros."""
    chosen = np.zeros((DRAWS, first + second))
    chosen[:, :first] = 1.0
    return np.random.default_rng(SEED).permuted(chosen, axis=1)


def holm(ps: list[float | None]) -> list[float | None]:
    """Holm's step-down adjustment; None stays None. Source: S. Holm, Scandinavian Journal of Statistics 6 (1979)."""
    order = sorted((p, index) for index, p in enumerate(ps) if p is not None)
    adjusted: list[float | None] = [None] * len(ps)
    highest = 0.0
    for rank, (p, index) in enumerate(order):
        highest = max(highest, min(1.0, (len(order) - rank) * p))
        adjusted[index] = highest
    return adjusted
