"""The charts of Compare, kept per version of the round: pairs of dots, spread of answers, what to talk about first."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from collab.charts.board import label_of
from collab.charts.distributions import Spread, diverging_bars
from collab.charts.dumbbells import dumbbells
from collab.charts.gap_bars import gap_bars
from collab.charts.pairs import PAIR, Pair, pairs
from collab.charts.sizes import BESIDE, Size
from collab.charts.talk_first import Bar, talk_first
from collab.charts.theme import palette
from collab.charts.words import safe
from collab.model import Level, Measure
from collab.scoring import shown
from collab.scoring.figures import Target, Unit
from collab.ui import figures, wording

if TYPE_CHECKING:
    from collab.services.comparison import ComparisonView
    from collab.services.readiness import ReadinessView

CHART_WIDTH = 620
MEETING_WIDTH = 1380


def least_width(size: Size) -> int:
    """Below this a chart scrolls sideways; in a meeting its letters are more than twice as large."""
    return CHART_WIDTH if size.font == BESIDE.font else MEETING_WIDTH


def lines_of(view: ComparisonView | ReadinessView, level: Level, dimension: str | None = None) -> tuple[Pair, ...]:
    """District beside charter on one level, the widest gap first."""
    return pairs(view.sectors, gap_bars(view.gaps, view.sectors), view.instrument, level=level, dimension=dimension)


def draw_pairs(
    view: ComparisonView | ReadinessView,
    stamp: tuple[object, ...],
    lines: tuple[Pair, ...],
    *,
    key: str,
    size: Size = BESIDE,
    note: str = "",
) -> None:
    """Two dots a line. Agreement stands beside where it is known."""
    dark = figures.is_dark()
    size = _roomy(size, lines)
    ends = (0.0, 1.0) if view.sectors.measure is Measure.SHARE else _ends(view.sectors.scores)
    known = any(not math.isnan(value) for line in lines for value in line.agreement)
    beside = ("gap", "district", "charter") if known else ("gap",)
    figure = figures.kept(
        ("pairs", key, *stamp, size, dark, note, len(lines)),
        lambda: dumbbells(lines, ends=ends, colours=palette(dark=dark), size=size, note=safe(note), beside=beside),
    )
    figures.draw(
        figure,
        key=key,
        alt="District and charter side by side, the widest gap first. The table below holds every figure.",
        file_name=f"compare {key} {view.initiative.name} {view.round.label}",
        least_width=least_width(size),
    )


def _roomy(size: Size, lines: tuple[Pair, ...]) -> Size:
    """Taller rows on a screen where names need two lines."""
    long = any(len(line.label) * size.letter > size.label + 20 for line in lines)
    return replace(size, row=40) if size is BESIDE and long else size


def _ends(scores: tuple[int, ...]) -> tuple[float, float]:
    return float(scores[0]), float(scores[-1])


def draw_agreement(view: ComparisonView, stamp: tuple[object, ...], lines: tuple[Pair, ...], *, size: Size) -> None:
    """Agreement within each sector as two dots a line, from -1 (split) to +1 (all alike); the least agreed first."""
    turned = tuple(
        replace(line, values=line.agreement, texts=(_agreed(line.agreement[0]), _agreed(line.agreement[1])), gap=None)
        for line in sorted(lines, key=lambda line: min(_or_one(value) for value in line.agreement))
    )
    dark = figures.is_dark()
    figure = figures.kept(
        ("agreement", *stamp, size, dark, len(lines)),
        lambda: dumbbells(turned, ends=(-1.0, 1.0), colours=palette(dark=dark), size=size, beside=()),
    )
    figures.draw(
        figure,
        key="agreement",
        alt="Agreement within each sector, the least agreed first.",
        file_name=f"agreement {view.initiative.name} {view.round.label}",
    )


def _or_one(value: float) -> float:
    return 1.0 if math.isnan(value) else value


def _agreed(value: float) -> str:
    return "" if math.isnan(value) else shown(value, 2)


def spreads(view: ComparisonView, dimension: str) -> tuple[Spread, ...]:
    """The answers of district and charter to each factor of a dimension, as oriented for readiness."""
    labels = wording.sector_labels()
    rows = {unit.sector: place for place, unit in enumerate(view.sectors.units)}
    found = []
    for place, target in enumerate(view.sectors.targets):
        if target.level is not Level.FACTOR or target.dimension != dimension:
            continue
        for sector in PAIR:
            row = rows.get(sector)
            counts = () if row is None else tuple(int(count) for count in view.sectors.counts[row, place])
            known = counts if counts and min(counts) >= 0 and sum(counts) else ()
            name = label_of(target, view.instrument)
            found.append(Spread(name, labels[sector], sector, known, "" if known else "not shown"))
    return tuple(found)


def draw_spreads(view: ComparisonView, stamp: tuple[object, ...], dimension: str) -> None:
    """How answers spread, sector by sector."""
    found = spreads(view, dimension)
    levels = tuple(point.label for point in view.instrument.scale)
    dark = figures.is_dark()
    figure = figures.kept(
        ("spreads", dimension, *stamp, dark),
        lambda: diverging_bars(found, levels, colours=palette(dark=dark), size=BESIDE),
    )
    figures.draw(
        figure,
        key="spreads",
        alt="How the answers of each sector spread over the scale. The table below holds the counts.",
        file_name=f"answers {dimension} {view.initiative.name} {view.round.label}",
        least_width=CHART_WIDTH,
    )


def bars_of(view: ComparisonView, most: int) -> tuple[Bar, ...]:
    """The factors to talk about first, at most so many; those of which nothing is known are left out."""
    return tuple(
        Bar(
            view.instrument.factor(item.factor).readiness_name,
            item.total,
            (item.need, item.gap, item.split),
        )
        for item in view.priorities[:most]
        if item.total is not None
    )


def draw_talk_first(
    view: ComparisonView, stamp: tuple[object, ...], *, most: int, size: Size = BESIDE, key: str = "talk_first"
) -> None:
    """What to talk about first, with its parts."""
    found = bars_of(view, most)
    dark = figures.is_dark()
    missing = any(None in bar.parts for bar in found)
    note = "* A part that is not known is left out of the mean." if missing else ""
    figure = figures.kept(
        ("talk", *stamp, most, size, dark),
        lambda: talk_first(found, colours=palette(dark=dark), size=size, note=note),
    )
    figures.draw(
        figure,
        key=key,
        alt="What to talk about first: need, gap and split of each factor. The table below holds every figure.",
        file_name=f"talk first {view.initiative.name} {view.round.label}",
        least_width=least_width(size),
    )


def has_both(view: ComparisonView | ReadinessView) -> bool:
    """Whether district and charter are both there to be compared."""
    return all(Unit(sector=sector) in view.sectors.units for sector in PAIR)


def sentence_of(view: ComparisonView, target: Target) -> str:
    """The reading of one target in one sentence (plain text)."""
    return view.sentences.get((str(target.level), target.key), "")
