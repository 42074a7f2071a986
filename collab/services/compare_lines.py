"""The lines and bars of a comparison as data, with their message in words, for screens and files; no drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collab.charts.board import label_of
from collab.charts.gap_bars import gap_bars
from collab.charts.pairs import PAIR, Pair, pairs
from collab.charts.talk_first import Bar
from collab.model import Level
from collab.scoring.figures import Target, Unit
from collab.services.compare_words import is_of_shares

if TYPE_CHECKING:
    from collab.services.comparison import ComparisonView
    from collab.services.readiness import ReadinessView

MOST_SAID = 3


def lines_of(view: ComparisonView | ReadinessView, level: Level, dimension: str | None = None) -> tuple[Pair, ...]:
    """District beside charter on one level, the widest gap first."""
    return pairs(view.sectors, gap_bars(view.gaps, view.sectors), view.instrument, level=level, dimension=dimension)


def alt_of(view: ComparisonView | ReadinessView, lines: tuple[Pair, ...]) -> str:
    """The message of the dots: the widest gaps in words, and how many lines have no clear difference."""
    unit = " percentage points" if is_of_shares(view) else ""
    clear = [line for line in lines if line.gap and line.gap.notable]
    said = [
        f"{line.label}: {line.gap.higher} higher by {line.gap.text}{unit} "
        f"(district {line.texts[0]}, charter {line.texts[1]})."
        for line in (clear or list(lines[:1]))[:MOST_SAID]
        if line.gap and line.gap.higher
    ]
    count = f"{len(clear)} of {len(lines)} gaps count as a difference."
    return " ".join(["District and charter side by side, the widest gap first.", *said, count])


def bars_of(view: ComparisonView, most: int) -> tuple[Bar, ...]:
    """The factors to talk about first, at most so many; those of which nothing is known are left out."""
    targets = {target.key: target for target in view.sectors.targets if target.level is Level.FACTOR}
    return tuple(
        Bar(label_of(targets[item.key], view.instrument), item.total, (item.need, item.gap, item.split))
        for item in view.priorities[:most]
        if item.total is not None
    )


def has_both(view: ComparisonView | ReadinessView) -> bool:
    """Whether district and charter are both there to be compared."""
    return all(Unit(sector=sector) in view.sectors.units for sector in PAIR)


def sentence_of(view: ComparisonView, target: Target) -> str:
    """The reading of one target in one sentence (plain text)."""
    return view.sentences.get((str(target.level), target.key), "")
