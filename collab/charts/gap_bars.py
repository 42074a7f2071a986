"""Gaps between district and charter as charts show them: which side is higher, how clearly, in which colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from collab.charts.theme import Palette
from collab.model import Measure, Sector
from collab.scoring import Gap, GapReading, shown
from collab.scoring.figures import FigureGrid, Target

HIGHER = (GapReading.DISTRICT_HIGHER, GapReading.CHARTER_HIGHER)


@dataclass(frozen=True)
class GapBar:
    """One gap. size: 0..1 of the scale's range; higher: the higher sector, None where equal.

    district, charter: the unrounded figures.
    """

    target: Target
    size: float
    higher: Sector | None
    notable: bool
    text: str
    district: float
    charter: float

    def colour(self, colours: Palette) -> str:
        """The higher sector's colour."""
        return colours.sector_fill[self.higher]


def gap_bars(gaps: tuple[Gap, ...], grid: FigureGrid) -> Mapping[Target, GapBar]:
    """The gaps that can be compared, by target."""
    bars = (_bar(gap, grid) for gap in gaps)
    return {bar.target: bar for bar in bars if bar is not None}


def _bar(gap: Gap, grid: FigureGrid) -> GapBar | None:
    if gap.value is None or gap.district is None or gap.charter is None:
        return None
    shares = grid.measure is Measure.SHARE
    reach = 1.0 if shares else float(grid.scores[-1] - grid.scores[0])
    return GapBar(
        target=gap.target,
        size=abs(gap.value) / reach,
        higher=None if gap.value == 0 else Sector.CHARTER if gap.value > 0 else Sector.DISTRICT,
        notable=gap.reading in HIGHER,
        text=shown(abs(gap.value) * 100) if shares else shown(abs(gap.value)),
        district=gap.district,
        charter=gap.charter,
    )
