"""Rounding from exact ratios, and the bands that judge what is displayed."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from collab.model import Band

TIE = 1e-10  # nearer than this to a half counts as the half: float64 misses an exact ratio by some 1e-15


def round_half_away(value: float, decimals: int = 1) -> float:
    """value rounded, halves away from zero, as the exact ratio behind it would be; NaN stays NaN."""
    if math.isnan(value):
        return value
    scaled = abs(value) * 10**decimals
    whole = math.floor(scaled)
    up = scaled - whole >= 0.5 - TIE
    return math.copysign((whole + up) / 10**decimals, value) + 0.0


def rounded(values: np.ndarray, decimals: int = 1) -> np.ndarray:
    """round_half_away over an array of any shape; NaN stays NaN."""
    scaled = np.abs(values) * 10**decimals
    whole = np.floor(scaled)
    up = scaled - whole >= 0.5 - TIE
    return np.sign(values) * (whole + up) / 10**decimals + 0.0


def shown(value: float | None, decimals: int = 1) -> str:
    """value as screens print it, "" where there is none; never "-0.0"."""
    if value is None or math.isnan(value):
        return ""
    nearest = Decimal(repr(round_half_away(value, decimals)))
    text = str(nearest.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))
    return text.lstrip("-") if not float(text) else text


def band_of(mean: float | None, scores: tuple[int, ...]) -> Band | None:
    """The band of a mean on a scale, judged on its displayed decimal; None where there is no mean.

    Strength from min + .75 of the range, borderline from min + .50, rounded as displayed. Adapted from the
    bands that the Wilder Collaboration Factors Inventory states for five points.
    """
    if mean is None or math.isnan(mean) or not scores:
        return None
    low, high = scores[0], scores[-1]
    displayed = round_half_away(mean, 1)
    if displayed >= low + 0.75 * (high - low) - TIE:
        return Band.STRENGTH
    return Band.BORDERLINE if displayed >= low + 0.50 * (high - low) - TIE else Band.CONCERN


def bands(means: np.ndarray, scores: tuple[int, ...]) -> np.ndarray:
    """band_of over an array: object array of Band or None, of the same shape."""
    found = np.full(means.shape, None, dtype=object)
    if not scores:
        return found
    low, high = scores[0], scores[-1]
    displayed = rounded(means, 1)
    with np.errstate(invalid="ignore"):
        found[displayed < low + 0.50 * (high - low) - TIE] = Band.CONCERN
        found[displayed >= low + 0.50 * (high - low) - TIE] = Band.BORDERLINE
        found[displayed >= low + 0.75 * (high - low) - TIE] = Band.STRENGTH
    return found
