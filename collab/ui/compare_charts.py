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
from collab.ui import figures, viewport, wording

if TYPE_CHECKING:
    from collab.services.comparison import ComparisonView
    from collab.services.readiness import ReadinessView

NARROW_WIDTH = 358
LEAST_IN_MEETING = 600
WIDEST_LABEL = 330
MOST_SAID = 3


def beside(labels: list[str]) -> Size:
    """The size of a chart on the page: names get the width they need for two lines, and rows their height."""
    longest = max((len(label) for label in labels), default=0) * BESIDE.letter
    narrow = viewport.is_narrow()
    label = 92 if narrow else round(min(max(longest / 2 + 10, BESIDE.label), WIDEST_LABEL))
    lines = min(math.ceil(longest * 1.1 / (label + 20)), 4 if narrow else 2)
    return replace(
        BESIDE,
        label=label,
        label_lines=max(lines, 1),
        row=max(BESIDE.row, round(lines * BESIDE.font * 1.35 + 8)),
        width=NARROW_WIDTH if narrow else BESIDE.width + label - BESIDE.label,
    )


def least_width(size: Size) -> int:
    """Below this a chart scrolls sideways."""
    return LEAST_IN_MEETING if size.height else size.width


def lines_of(view: ComparisonView | ReadinessView, level: Level, dimension: str | None = None) -> tuple[Pair, ...]:
    """District beside charter on one level, the widest gap first."""
    return pairs(view.sectors, gap_bars(view.gaps, view.sectors), view.instrument, level=level, dimension=dimension)


def draw_pairs(
    view: ComparisonView | ReadinessView,
    stamp: tuple[object, ...],
    lines: tuple[Pair, ...],
    *,
    key: str,
    size: Size | None = None,
    note: str = "",
) -> None:
    """Two dots a line. Agreement stands beside where it is known. size: that of the page where none is given."""
    dark = figures.is_dark()
    size = size or beside([line.label for line in lines])
    ends = (0.0, 1.0) if view.sectors.measure is Measure.SHARE else _ends(view.sectors.scores)
    known = any(not math.isnan(value) for line in lines for value in line.agreement)
    note = note if size.width > NARROW_WIDTH else ""
    columns = ("gap", "district", "charter") if known and size.width > NARROW_WIDTH else ("gap",)
    figure = figures.kept(
        ("pairs", key, *stamp, size, dark, note, len(lines)),
        lambda: dumbbells(lines, ends=ends, colours=palette(dark=dark), size=size, note=safe(note), beside=columns),
    )
    figures.draw(
        figure,
        key=key,
        alt=_alt_of(view, lines),
        file_name=f"compare {key} {view.initiative.name} {view.round.label}",
        least_width=least_width(size),
    )


def _alt_of(view: ComparisonView | ReadinessView, lines: tuple[Pair, ...]) -> str:
    """The message of the dots: the widest gaps in words, and how many lines have no clear difference."""
    unit = " percentage points" if view.sectors.measure is Measure.SHARE else ""
    clear = [line for line in lines if line.gap and line.gap.notable]
    said = [
        f"{line.label}: {line.gap.higher} higher by {line.gap.text}{unit} "
        f"(district {line.texts[0]}, charter {line.texts[1]})."
        for line in (clear or list(lines[:1]))[:MOST_SAID]
        if line.gap and line.gap.higher
    ]
    count = f"{len(clear)} of {len(lines)} gaps count as a difference."
    return " ".join(["District and charter side by side, the widest gap first.", *said, count])


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
        alt="Agreement within each sector, the least agreed first: "
        + "; ".join(_agreement_said(line) for line in turned[:3]),
        file_name=f"agreement {view.initiative.name} {view.round.label}",
    )


def _or_one(value: float) -> float:
    return 1.0 if math.isnan(value) else value


def _agreement_said(line: Pair) -> str:
    return f"{line.label}, district {line.texts[0] or 'not known'}, charter {line.texts[1] or 'not known'}"


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
    size = replace(BESIDE, label=92, width=480) if viewport.is_narrow() else BESIDE
    dark = figures.is_dark()
    figure = figures.kept(
        ("spreads", dimension, *stamp, size, dark),
        lambda: diverging_bars(found, levels, colours=palette(dark=dark), size=size),
    )
    figures.draw(
        figure,
        key="spreads",
        alt="How the answers of each sector spread over the scale. The table below holds the counts.",
        file_name=f"answers {dimension} {view.initiative.name} {view.round.label}",
        least_width=size.width,
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
    view: ComparisonView, stamp: tuple[object, ...], *, most: int, size: Size | None = None, key: str = "talk_first"
) -> None:
    """What to talk about first, with its parts."""
    found = bars_of(view, most)
    size = size or beside([bar.label for bar in found])
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
        alt="What to talk about first, as the mean of need, gap and split: "
        + "; ".join(f"{bar.label} {shown(bar.total, 2)}" for bar in found),
        file_name=f"talk first {view.initiative.name} {view.round.label}",
        least_width=least_width(size),
    )


def has_both(view: ComparisonView | ReadinessView) -> bool:
    """Whether district and charter are both there to be compared."""
    return all(Unit(sector=sector) in view.sectors.units for sector in PAIR)


def sentence_of(view: ComparisonView, target: Target) -> str:
    """The reading of one target in one sentence (plain text)."""
    return view.sentences.get((str(target.level), target.key), "")
