"""District beside charter as data: one line per factor or dimension, sorted by gap; no drawing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from collab.charts.board import Show, figure_text, label_of
from collab.charts.gap_bars import GapBar
from collab.model import Instrument, Level, Measure, Sector
from collab.scoring.figures import FigureGrid, Target, Unit

PAIR = (Sector.DISTRICT, Sector.CHARTER)


@dataclass(frozen=True)
class Pair:
    """Two figures of one target. values: district, charter, NaN where there is none. agreement: likewise."""

    target: Target
    label: str
    values: tuple[float, float]
    texts: tuple[str, str]
    agreement: tuple[float, float]
    gap: GapBar | None


def pairs(
    sectors: FigureGrid,
    gaps: Mapping[Target, GapBar],
    instrument: Instrument,
    *,
    level: Level,
    dimension: str | None = None,
) -> tuple[Pair, ...]:
    """The lines of one level, the widest gap first, those that cannot be compared last."""
    wanted = [
        (place, target)
        for place, target in enumerate(sectors.targets)
        if target.level is level and dimension in (None, target.dimension)
    ]
    lines = [_pair(sectors, place, target, gaps, instrument) for place, target in wanted]
    return tuple(sorted(lines, key=lambda line: -(line.gap.size if line.gap else -1)))


def _pair(
    sectors: FigureGrid, place: int, target: Target, gaps: Mapping[Target, GapBar], instrument: Instrument
) -> Pair:
    shares = sectors.measure is Measure.SHARE
    values = sector_values(sectors, sectors.favourable_share if shares else sectors.mean, place)
    show = Show.SHARE if shares else Show.MEAN
    texts = tuple("" if math.isnan(value) else figure_text(value, show) for value in values)
    return Pair(
        target=target,
        label=label_of(target, instrument),
        values=values,
        texts=(texts[0], texts[1]),
        agreement=sector_values(sectors, sectors.agreement, place),
        gap=gaps.get(target),
    )


def sector_values(sectors: FigureGrid, figures: np.ndarray, place: int) -> tuple[float, float]:
    """The figures of district and charter for one target; NaN where the sector is not there."""
    units = {unit: row for row, unit in enumerate(sectors.units)}
    district, charter = (units.get(Unit(sector=sector)) for sector in PAIR)
    return (
        math.nan if district is None else float(figures[district, place]),
        math.nan if charter is None else float(figures[charter, place]),
    )
