"""Internal consistency of a dimension: Cronbach's alpha, from whole answer sheets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collab.model import Instrument

FEWEST_FACTORS = 3
FEWEST_RESPONDENTS = 10
INDICATIVE_BELOW = 30


@dataclass(frozen=True)
class Alpha:
    """value: at most 1, None where why says so. respondents: complete cases. indicative: fewer than 30 of them."""

    value: float | None
    factors: int
    respondents: int
    indicative: bool
    why: str = ""


def cronbach_alpha(ratings: np.ndarray, instrument: Instrument, dimension_key: str) -> Alpha:
    """Cronbach's alpha of one dimension over complete cases, reversed factors turned.

    ratings: int8, respondents x factors of the instrument: index of the point, or a negative mark. Factors that nobody
    was asked (-4 throughout) are left out. Source: L. J. Cronbach, Psychometrika 16 (1951).
    """
    columns = [i for i, factor in enumerate(instrument.factors) if factor.dimension == dimension_key]
    asked = [i for i in columns if len(ratings) and (ratings[:, i] != -4).any()]
    part = ratings[:, asked]
    complete = part[(part >= 0).all(axis=1)]
    count, factors = len(complete), len(asked)
    indicative = count < INDICATIVE_BELOW
    if factors < FEWEST_FACTORS:
        return Alpha(None, factors, count, indicative, "fewer than 3 factors")
    if count < FEWEST_RESPONDENTS:
        return Alpha(None, factors, count, indicative, "fewer than 10 complete answer sheets")
    scores = _turned(complete, [instrument.factors[i].reversed for i in asked], np.array(instrument.scores))
    total = scores.sum(axis=1).var(ddof=1)
    if total == 0:
        return Alpha(None, factors, count, indicative, "every answer sheet is the same")
    value = factors / (factors - 1) * (1 - scores.var(axis=0, ddof=1).sum() / total)
    return Alpha(float(value), factors, count, indicative)


def _turned(points: np.ndarray, is_reversed: list[bool], scores: np.ndarray) -> np.ndarray:
    """Scores (float64) of point indices, reversed factors turned."""
    values = scores[points].astype(float)
    flip = np.array(is_reversed)
    values[:, flip] = scores[0] + scores[-1] - values[:, flip]
    return values
