"""The gap between district and charter, and how it reads."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from collab.model import Band, Instrument, Measure, Sector, Why
from collab.scoring.figures import FigureGrid, Target
from collab.scoring.rounding import TIE, band_of, round_half_away
from collab.scoring.sector import main_figure

SHARE_GAP = 0.10  # ten percentage points


class GapReading(StrEnum):
    """How a gap reads; the first that applies, in this order."""

    NOT_COMPARABLE = "not_comparable"
    DISTRICT_HIGHER = "district_higher"
    CHARTER_HIGHER = "charter_higher"
    BOTH_STRENGTH = "both_strength"
    BOTH_CONCERN = "both_concern"
    IN_BETWEEN = "in_between"


@dataclass(frozen=True)
class Gap:
    """district and charter: unrounded figures, None where missing. value: charter minus district, rounded.

    value has one decimal for means and three (a tenth of a percentage point) for shares; None where not comparable.
    why: the reason that the missing side has no figure.
    """

    target: Target
    district: float | None
    charter: float | None
    value: float | None
    reading: GapReading
    why: Why | None = None


def gaps(sectors: FigureGrid, instrument: Instrument) -> tuple[Gap, ...]:
    """One gap per target of a grid of sectors, in the order of targets.

    A gap counts from a sixth of the scale's range (0.5 on four points), or from ten percentage points of shares.
    """
    places = {unit.sector: index for index, unit in enumerate(sectors.units)}
    return tuple(_gap(sectors, places, column) for column in range(len(sectors.targets)))


def _gap(sectors: FigureGrid, places: dict[Sector | None, int], column: int) -> Gap:
    target = sectors.targets[column]
    district, why_district = _side(sectors, places.get(Sector.DISTRICT), column)
    charter, why_charter = _side(sectors, places.get(Sector.CHARTER), column)
    if district is None or charter is None:
        why = why_district or why_charter
        return Gap(target, district, charter, None, GapReading.NOT_COMPARABLE, why)
    shares = sectors.measure is Measure.SHARE
    value = round_half_away(charter - district, 3 if shares else 1)
    reading = _reading(value, district, charter, sectors.scores, shares=shares)
    return Gap(target, district, charter, value, reading)


def _side(sectors: FigureGrid, row: int | None, column: int) -> tuple[float | None, Why | None]:
    if row is None:
        return None, Why.TOO_FEW_ANSWERS
    value = float(main_figure(sectors)[row, column])
    return (None, sectors.why[row, column]) if math.isnan(value) else (value, None)


def _reading(value: float, district: float, charter: float, scores: tuple[int, ...], *, shares: bool) -> GapReading:
    if abs(value) >= least_difference(scores, shares=shares) - TIE:
        return GapReading.CHARTER_HIGHER if value > 0 else GapReading.DISTRICT_HIGHER
    if not shares:
        both = {band_of(district, scores), band_of(charter, scores)}
        if both == {Band.STRENGTH}:
            return GapReading.BOTH_STRENGTH
        if both == {Band.CONCERN}:
            return GapReading.BOTH_CONCERN
    return GapReading.IN_BETWEEN


def least_difference(scores: tuple[int, ...], *, shares: bool) -> float:
    """From where on a difference counts: a sixth of the scale's range (0.5 on four points), or .10 of shares."""
    return SHARE_GAP if shares else (scores[-1] - scores[0]) / 6
