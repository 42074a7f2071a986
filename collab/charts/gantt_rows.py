"""What a chart of steps along dates draws: its rows, and how large and in which colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate, pairwise

from collab.charts.sizes import SCREEN, Box, Size
from collab.charts.slides import FULL, HEIGHT_TO_SPARE, LEAST_LETTER, LETTER
from collab.charts.theme import Palette
from collab.charts.words import lines_needed

GANTT = replace(SCREEN, label=330)
# In lines of a name: how high a bar is, the smaller line of who does it, and what is free in a row.
BAR, WHO, FREE = 1.25, 0.95, 0.8
MOST_LINES = 3
WIDEST = 1.6  # lines grow so much at most where few rows share a slide
ROWS_SHARE = 0.83  # of a slide, beside the dates below and the days above


class Look(StrEnum):
    """How a step stands."""

    DONE = "done"
    OVERDUE = "overdue"
    UNDER_WAY = "under_way"
    WAITING = "waiting"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Row:
    """One step. begins, due: at least one of them. who: the line under its name; word: how it stands, at the right.

    after: the rows of the steps that it waits for; clashes: those of them that are due too late for it. key: what a
    click on it gives.
    """

    key: str
    label: str
    who: str
    word: str
    look: Look
    begins: date | None
    due: date | None
    hover: str
    after: tuple[int, ...] = ()
    clashes: tuple[int, ...] = ()

    @property
    def first(self) -> date:
        """Where its bar begins."""
        return _known(self.begins, self.due)

    @property
    def last(self) -> date:
        """Where its bar ends."""
        return _known(self.due, self.begins)


@dataclass(frozen=True)
class Head:
    """A row of its own above the steps of one goal. word: how far it is."""

    label: str
    word: str


def _known(one: date | None, other: date | None) -> date:
    found = one or other
    if found is None:
        raise ValueError("a row of this chart needs the day on which its step begins or is due")
    return found


@dataclass(frozen=True)
class Drawing:
    """What every part of one chart asks for. tops: where each row begins, and at last where the last one ends, in
    lines of its names; line: how many pixels such a line is high; day: how many days a pixel is wide.
    """

    rows: tuple[Row | Head, ...]
    colours: Palette
    size: Size
    today: date
    tops: tuple[float, ...]
    line: float
    day: timedelta

    def steps(self) -> Iterator[tuple[int, Row]]:
        """Each step with its place among the rows."""
        return ((place, row) for place, row in enumerate(self.rows) if isinstance(row, Row))

    def middle(self, place: int) -> float:
        """The middle of a row."""
        return (self.tops[place] + self.tops[place + 1]) / 2

    def bar(self, place: int) -> tuple[float, float]:
        """From where to where the bar of a row is high."""
        return self.middle(place) - BAR / 2, self.middle(place) + BAR / 2


def drawing_of(
    rows: tuple[Row | Head, ...], *, colours: Palette, size: Size, today: date, high: float, day: timedelta
) -> Drawing:
    """Rows as high as their names need. high: the pixels that they share; 0: as many as they ask for."""
    tops = (0.0, *accumulate(lines_of(row, size) for row in rows))
    line = line_high(size)
    return Drawing(rows, colours, size, today, tops, min(high / tops[-1], line * WIDEST) if high else line, day)


def line_high(size: Size) -> float:
    """How many pixels a line of a name is high."""
    return size.font * 1.3


def label_room(size: Size) -> int:
    """How many letters of a name stand on one line."""
    return int((size.label - size.font) / (size.letter * 0.94))


def lines_of(row: Row | Head, size: Size) -> float:
    """How high a row is, in lines: its name, who does it, and what is free around them."""
    who = WHO if isinstance(row, Row) and row.who else 0.0
    return min(lines_needed(row.label, room=label_room(size)), MOST_LINES) + who + FREE


def on_slides(rows: Sequence[Row], size: Size) -> list[range]:
    """The places of the rows on each slide: as few slides as show every name whole, evenly shared where they can be."""
    room = size.height * ROWS_SHARE / line_high(size)
    lines = [lines_of(row, size) for row in rows]
    filled = _filled(lines, room)
    ends = [len(rows) * part // len(filled) for part in range(len(filled) + 1)]
    even = [range(begin, end) for begin, end in pairwise(ends)]
    return even if all(sum(lines[place] for place in part) <= room for part in even) else filled


def _filled(lines: Sequence[float], room: float) -> list[range]:
    """One slide after another, each as full as it can be; one at least."""
    found, begin = [], 0
    for place in range(len(lines)):
        if place > begin and sum(lines[begin : place + 1]) > room:
            found.append(range(begin, place))
            begin = place
    return [*found, range(begin, len(lines))]


def slide_size(box: Box) -> Size:
    """The size that fills this box, which a whole room reads."""
    ratio = min(box.width / FULL.width, box.height / FULL.height * HEIGHT_TO_SPARE)
    font, small = max(round(LETTER * ratio), LEAST_LETTER), max(round(28 * ratio), LEAST_LETTER)
    label = round(box.width * 0.4)
    return replace(GANTT, width=box.width - 8, font=font, small=small, label=label, height=box.height)
