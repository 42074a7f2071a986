"""How far two sectors' answers lie apart: Cliff's delta, each partner of a sector weighing the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from collab.model import Instrument, Level, Sector, Why
from collab.scoring.cells import factor_rows, mean_of, why_of_sector
from collab.scoring.figures import FigureGrid, Protection, Tallies
from collab.scoring.partner import partner_figures, shares_of
from collab.scoring.rounding import TIE


class EffectSize(StrEnum):
    """How large a delta is called. Source: Romano et al. (2006), thresholds .147, .33, .474."""

    NEGLIGIBLE = "negligible"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True)
class Effect:
    """delta: district_higher minus charter_higher, -1..1; the three shares add up to 1. None where why says."""

    factor: str
    delta: float | None
    district_higher: float | None
    equal: float | None
    charter_higher: float | None
    size: EffectSize | None
    why: Why | None = None


def effects(tallies: Tallies, instrument: Instrument, protection: Protection) -> tuple[Effect, ...]:
    """Cliff's delta per factor, in the instrument's order, over shown cells, oriented.

    A random partner of each sector, then a random answer of it. Source: N. Cliff, "Dominance statistics",
    Psychological Bulletin 114 (1993). A side without a shown cell: everything None, why as in the sector's figure.
    """
    return effects_of(partner_figures(tallies, instrument, protection))


def effects_of(partners: FigureGrid) -> tuple[Effect, ...]:
    """effects() from a grid of partners; averages have none."""
    rows = factor_rows(partners.targets)
    district, charter = (_levels(partners, rows, s) for s in (Sector.DISTRICT, Sector.CHARTER))
    return tuple(_effect(partners, row, district[index], charter[index]) for index, row in enumerate(rows))


def _levels(partners: FigureGrid, rows: list[int], sector: Sector) -> np.ndarray:
    """Mean of the partners' shares per level: factors x points; NaN where nothing is shown."""
    mask = _of_sector(partners, sector)
    if not mask.any():
        return np.full((len(rows), len(partners.scores)), np.nan)
    return mean_of(shares_of(np.maximum(partners.counts[mask][:, rows], 0)), 0)


def _effect(partners: FigureGrid, row: int, district: np.ndarray, charter: np.ndarray) -> Effect:
    target = partners.targets[row]
    assert target.level is Level.FACTOR
    if partners.measure is not None:
        return Effect(target.key, None, None, None, None, None, Why.AVERAGES)
    for sector, levels in ((Sector.DISTRICT, district), (Sector.CHARTER, charter)):
        if not levels.size or np.isnan(levels).any():
            return Effect(target.key, None, None, None, None, None, _why_nothing(partners, row, sector))
    joint = np.outer(district, charter)
    higher, equal = float(np.tril(joint, -1).sum()), float(np.trace(joint))
    lower = float(np.triu(joint, 1).sum())
    delta = higher - lower
    return Effect(target.key, delta, higher, equal, lower, size_of(delta))


def _why_nothing(partners: FigureGrid, row: int, sector: Sector) -> Why:
    """Why nothing is shown of a sector: its partners' gravest reason, as in the sector's figure."""
    own = partners.why[_of_sector(partners, sector), row : row + 1]
    return why_of_sector(np.ones(1, dtype=bool), own)[0]


def _of_sector(partners: FigureGrid, sector: Sector) -> np.ndarray:
    """Which units are partners of this sector: bool, one per unit."""
    own = [unit.partner is not None and unit.partner.sector is sector for unit in partners.units]
    return np.array(own, dtype=bool)


def size_of(delta: float) -> EffectSize:
    """What a delta is called."""
    for limit, size in ((0.147, EffectSize.NEGLIGIBLE), (0.33, EffectSize.SMALL), (0.474, EffectSize.MEDIUM)):
        if abs(delta) < limit - TIE:
            return size
    return EffectSize.LARGE
