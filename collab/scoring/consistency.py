"""Internal consistency of a dimension: Cronbach's alpha, from whole answer sheets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collab.model import Instrument
from collab.scoring.disclosure import NOT_ASKED, sheets_in_shown_groups
from collab.scoring.figures import Protection

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


def cronbach_alpha(
    ratings: np.ndarray,
    instrument: Instrument,
    dimension_key: str,
    *,
    partner: np.ndarray | None = None,
    protection: Protection | None = None,
) -> Alpha:
    """Cronbach's alpha of one dimension over complete cases, reversed factors turned.

    ratings: int8, respondents x factors of the instrument: index of the point, or a negative mark. Factors that nobody
    was asked (-4 throughout) are left out. partner: whose each answer sheet is, one integer per respondent; with
    protection, the sheets of partners with a hidden cell in this dimension stay out, for what is hidden enters no
    figure. Source: L. J. Cronbach, Psychometrika 16 (1951).
    """
    columns = [i for i, factor in enumerate(instrument.factors) if factor.dimension == dimension_key]
    flips = np.array([instrument.factors[i].reversed for i in columns], dtype=bool)
    part = ratings[:, columns]
    if partner is not None and protection is not None:
        part = part[sheets_in_shown_groups(part, partner, protection)]
    asked = (part != NOT_ASKED).any(axis=0)
    part = part[:, asked]
    complete = part[(part >= 0).all(axis=1)]
    count, factors = complete.shape
    indicative = count < INDICATIVE_BELOW
    if factors < FEWEST_FACTORS:
        return Alpha(None, factors, count, indicative, "fewer than 3 factors")
    if count < FEWEST_RESPONDENTS:
        return Alpha(None, factors, count, indicative, "fewer than 10 complete answer sheets")
    scores = _turned(complete, flips[asked], np.array(instrument.scores))
    total = scores.sum(axis=1).var(ddof=1)
    if total == 0:
        return Alpha(None, factors, count, indicative, "every answer sheet is the same")
    value = factors / (factors - 1) * (1 - scores.var(axis=0, ddof=1).sum() / total)
    return Alpha(float(value), factors, count, indicative)


def _turned(points: np.ndarray, flips: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Scores (float64) of point indices, the columns of reversed factors turned."""
    values = scores[points].astype(float)
    values[:, flips] = scores[0] + scores[-1] - values[:, flips]
    return values
