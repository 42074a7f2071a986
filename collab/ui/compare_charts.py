"""The charts of Compare, kept per version of the round: pairs of dots, agreement, what to talk about first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from collab.charts.dumbbells import columns_beside, dumbbells
from collab.charts.lines import stand
from collab.charts.pairs import Pair
from collab.charts.scale import AGREEMENT, SHARES, of_scores
from collab.charts.sizes import BESIDE, Size
from collab.charts.talk_first import talk_first
from collab.charts.theme import palette
from collab.charts.words import safe
from collab.scoring import shown
from collab.services import compare_lines, compare_words
from collab.ui import figures, viewport

if TYPE_CHECKING:
    from collab.services.comparison import ComparisonView
    from collab.services.readiness import ReadinessView

NARROW = replace(BESIDE, width=358, label=0)
LEAST_IN_MEETING = 600
ORDINARY_LABEL, WIDEST_LABEL = 206, 330
# Lines of one chart are not higher than this: two charts fit on a sheet, and their heads stay in sight.
HIGHEST = 320
MOST_SAID = 3


def beside(labels: Sequence[str]) -> Size:
    """The size of a chart on the page: names get the width they need for two lines; on a phone they stand above."""
    if viewport.is_narrow():
        return NARROW
    size = replace(BESIDE, label=ORDINARY_LABEL, widest_label=WIDEST_LABEL)
    label = size.label_for(labels)
    return replace(size, label=label, width=BESIDE.width + label - BESIDE.label)


def parts_of(lines: tuple[Pair, ...], size: Size) -> list[tuple[Pair, ...]]:
    """Lines in charts of about the same number of lines, none higher than a page has room for."""
    high = stand([line.label for line in lines], size).height
    count = max(math.ceil(high / HIGHEST), 1)
    ends = [len(lines) * part // count for part in range(count + 1)]
    return [lines[begin:end] for begin, end in pairwise(ends)]


def least_width(size: Size) -> int:
    """Below this a chart scrolls sideways."""
    return LEAST_IN_MEETING if size.height else size.width


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
    size = size or beside([line.label for line in lines])
    dark, slide = figures.is_dark(), bool(size.height)
    narrow = size.width <= NARROW.width
    notes = compare_words.on_slide(view, lines) if slide else (note,) if note and not narrow else ()
    said = "<br>".join(safe(line) for line in notes)
    known = any(not math.isnan(value) for line in lines for value in line.agreement)
    columns = columns_beside(
        agreement=known and not narrow, of_gap="" if slide else compare_words.under_gap(view, narrow=narrow)
    )
    scale = SHARES if compare_words.is_of_shares(view) else of_scores(view.sectors.scores)
    figure = figures.kept(
        ("pairs", key, *stamp, size, dark, said, _targets(lines)),
        lambda: dumbbells(lines, scale=scale, columns=columns, colours=palette(dark=dark), size=size, note=said),
    )
    figures.draw(
        figure,
        key=key,
        alt=compare_lines.alt_of(view, lines),
        file_name=f"compare {key} {view.initiative.name} {view.round.label}",
        least_width=least_width(size),
    )


def _targets(lines: tuple[Pair, ...]) -> tuple[str, ...]:
    return tuple(line.target.key for line in lines)


def draw_agreement(view: ComparisonView, stamp: tuple[object, ...], lines: tuple[Pair, ...], *, size: Size) -> None:
    """Agreement within each sector as two dots a line, from -1 (split) to +1 (all alike); the least agreed first."""
    known = [line for line in lines if not all(math.isnan(value) for value in line.agreement)]
    turned = tuple(
        replace(line, values=line.agreement, texts=(_agreed(line.agreement[0]), _agreed(line.agreement[1])), gap=None)
        for line in sorted(known, key=lambda line: min(_or_one(value) for value in line.agreement))
    )
    dark, note = figures.is_dark(), safe(compare_words.OF_AGREEMENT)
    figure = figures.kept(
        ("agreement", *stamp, size, dark, _targets(turned)),
        lambda: dumbbells(turned, scale=AGREEMENT, colours=palette(dark=dark), size=size, note=note),
    )
    figures.draw(
        figure,
        key="agreement",
        alt="Agreement within each sector, the least agreed first: "
        + "; ".join(_agreement_said(line) for line in turned[:MOST_SAID]),
        file_name=f"agreement {view.initiative.name} {view.round.label}",
    )


def _or_one(value: float) -> float:
    return 1.0 if math.isnan(value) else value


def _agreement_said(line: Pair) -> str:
    return f"{line.label}, district {line.texts[0] or 'not known'}, charter {line.texts[1] or 'not known'}"


def _agreed(value: float) -> str:
    return "" if math.isnan(value) else shown(value, 2)


def draw_talk_first(
    view: ComparisonView, stamp: tuple[object, ...], *, most: int, size: Size | None = None, key: str = "talk_first"
) -> None:
    """What to talk about first, with its parts. size: that of a slide; else that of the page."""
    found = compare_lines.bars_of(view, most)
    missing = compare_words.what_is_missing(view, found)
    said = (missing,) if size is None else (compare_words.on_slide_of_parts(view), missing)
    note = "<br>".join(safe(line) for line in said if line)
    size = size or beside([bar.label for bar in found])
    dark = figures.is_dark()
    figure = figures.kept(
        ("talk", *stamp, most, size, dark, note),
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
