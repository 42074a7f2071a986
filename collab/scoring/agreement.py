"""Agreement over a distribution of ratings: van der Eijk's A."""

from __future__ import annotations

import numpy as np


def agreement(distributions: np.ndarray) -> np.ndarray:
    """van der Eijk's A of each distribution: +1 unanimous, 0 uniform, -1 split between the two ends.

    distributions: (..., points), counts or shares, at least 3 points. Returns (...) in -1..1; NaN where a
    distribution is empty, holds NaN, or has fewer than 3 points. A distribution is a pile of layers, each of one
    height over the points that reach it; A is the mean of the layers' A, weighted by what they hold.
    Source: C. van der Eijk, "Measuring agreement in ordered rating scales", Quality & Quantity 35 (2001).
    """
    piles = np.ascontiguousarray(np.moveaxis(np.asarray(distributions, dtype=float), -1, 0))
    points = len(piles)
    if points < 3:
        return np.full(piles.shape[1:], np.nan)
    found, floor = np.zeros(piles.shape[1:]), np.zeros(piles.shape[1:])
    for used, top in zip(range(points, 0, -1), np.sort(piles, axis=0), strict=True):
        # Equal tops leave a layer of no height, so that its pattern does not matter.
        found += (top - floor) * used * _agreement_of_patterns(piles >= top)
        floor = top
    totals = piles.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(totals > 0, found / totals, np.nan)


def _agreement_of_patterns(present: np.ndarray) -> np.ndarray:
    """A of layers (...), from which points (points, ...) they cover; 1 for one point, 0 for all of them.

    It counts the triples of points of which the layer covers two: the third outside them (together) speaks for
    one peak, the third between them (apart) against it.
    """
    points = len(present)
    left = np.cumsum(present, axis=0, dtype=float)
    used = left[-1]
    right = used - left
    together = (~present * (left * (left - 1) + right * (right - 1))).sum(axis=0) / 2
    apart = (~present * left * right).sum(axis=0)
    peaked = ((points - 2) * together - (points - 1) * apart) / ((points - 2) * np.maximum(together + apart, 1))
    return np.where(used <= 1, 1.0, peaked * (points - used) / (points - 1))
