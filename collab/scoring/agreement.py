"""Agreement over a distribution of ratings: van der Eijk's A."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

import numpy as np

NOTHING = 1e-12  # what subtracting shares leaves behind


def agreement(distributions: np.ndarray) -> np.ndarray:
    """van der Eijk's A of each distribution: +1 unanimous, 0 uniform, -1 split between the two ends.

    distributions: (..., points), counts or shares, at least 3 points. Returns (...) in -1..1; NaN where a
    distribution is empty, holds NaN, or has fewer than 3 points.
    Source: C. van der Eijk, "Measuring agreement in ordered rating scales", Quality & Quantity 35 (2001).
    """
    points = distributions.shape[-1]
    rest = np.array(distributions, dtype=float).reshape(-1, points)
    if points < 3:
        return np.full(distributions.shape[:-1], np.nan)
    totals = rest.sum(axis=1)
    rest = np.where(np.isfinite(rest), rest, 0.0)
    weights = 2 ** np.arange(points)
    found = np.zeros(len(rest))
    table = _pattern_agreements(points)
    for _ in range(points):
        present = rest > NOTHING
        layer = np.where(present, rest, np.inf).min(axis=1)
        layer = np.where(np.isfinite(layer), layer, 0.0)
        found += layer * present.sum(axis=1) * table[(present * weights).sum(axis=1)]
        rest = np.where(present, rest - layer[:, None], 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        result = np.where(totals > 0, found / totals, np.nan)
    return result.reshape(distributions.shape[:-1])


@lru_cache(maxsize=16)
def _pattern_agreements(points: int) -> np.ndarray:
    """A of every pattern of used points, indexed by its bits."""
    table = np.array([_pattern_agreement([bits >> i & 1 for i in range(points)]) for bits in range(2**points)])
    table.setflags(write=False)
    return table


def _pattern_agreement(pattern: list[int]) -> float:
    points, used = len(pattern), sum(pattern)
    if used <= 1:
        return float(used)
    triples = list(combinations(pattern, 3))
    together = sum(triple in ((1, 1, 0), (0, 1, 1)) for triple in triples)
    apart = sum(triple == (1, 0, 1) for triple in triples)
    if together + apart == 0:
        return 0.0
    unimodality = ((points - 2) * together - (points - 1) * apart) / ((points - 2) * (together + apart))
    return unimodality * (1 - (used - 1) / (points - 1))
