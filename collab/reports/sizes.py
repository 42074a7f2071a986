"""Where things stand on a slide, in inches and points, and how much of a block one slide holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.6
ROOM = WIDTH - 2 * MARGIN
TOPIC_TOP, TITLE_TOP = 0.3, 0.62
BOTTOM, FOOT_TOP = 6.88, 7.0
TITLE_POINTS, SMALL_TITLE_POINTS = 28, 24
TEXT_POINTS, SMALL_POINTS = 16, 14
"""The smallest letters are as large on a projector as those of a meeting view: 28 of 1080 pixels."""
LEAST_LABEL, LEAST_COLUMN = 3.2, 0.68
"""How wide the names of rows and a figure with its mark at least are."""
LEADING, CELL_MARGIN, CELL_SPACE = 1.2, 0.07, 0.09
GAP = 0.12
SPARE = 0.98
"""How much of a slide tables and charts may fill: programs break lines a little differently."""


@dataclass(frozen=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float


def letters(width: float, points: float) -> float:
    """How many heights of a letter are so many inches."""
    return width * 72 / points


def lines_high(lines: int, points: float) -> float:
    """How high so many lines of text are, in inches."""
    return lines * points * LEADING / 72


def row_high(lines: int, points: float) -> float:
    """How high a row of a table with so many lines is, in inches."""
    return lines_high(lines, points) + CELL_SPACE


def widths(shares: Sequence[float], room: float) -> list[float]:
    """The width of each column, by its share of the room."""
    return [room * share / sum(shares) for share in shares]


def parts(heights: Sequence[float], room: float) -> list[range]:
    """The places of rows on each slide: as many slides as these heights need, about equally full."""
    room *= SPARE
    least = len(_filled(heights, room))
    ends = [len(heights) * part // least for part in range(least + 1)]
    alike = [range(begin, end) for begin, end in pairwise(ends)]
    if all(sum(heights[part.start : part.stop]) <= room for part in alike):
        return alike
    low, high = sum(heights) / max(least, 1), room
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (low, middle) if len(_filled(heights, middle)) <= least else (middle, high)
    return _filled(heights, high)


def _filled(heights: Sequence[float], room: float) -> list[range]:
    found: list[range] = []
    begin, used = 0, 0.0
    for place, height in enumerate(heights):
        if place > begin and used + height > room:
            found.append(range(begin, place))
            begin, used = place, 0.0
        used += height
    return [*found, range(begin, len(heights))]
