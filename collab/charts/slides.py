"""How large things are drawn in a room where twelve people look at one projector, and what fits on one slide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from collab.charts.sizes import Box, Size
from collab.charts.words import lines_needed

# What a chart may fill on a projector of 1920 x 1080: there nothing in a meeting view may be smaller than 28 pixels.
FULL = Box(1824, 880)
LETTER, MIDDLE_LETTER, LARGEST_LETTER, LEAST_LETTER = 30, 34, 40, 13
# A projector may be lower than its width asks for by so much before letters shrink.
HEIGHT_TO_SPARE = 1.15
FEW_LINES, MOST_LINES = 3, 12
MOST_ROWS = 12


@dataclass(frozen=True)
class Beside:
    """What stands beside the names of the rows: so many columns, at least so many letters' heights wide."""

    columns: int = 0
    width: float = 28.0

    @property
    def rows_share(self) -> float:
        """The part of a slide's height that names above the columns, turned where there are many, leave to rows."""
        return 0.55 if self.columns > 8 else 0.74


def cells(columns: int) -> Beside:
    """A heatmap of so many columns with its gaps."""
    return Beside(columns, columns * (5 if columns < 8 else 2.5) + 10.5)


BARS = Beside()


def dots(figures: int) -> Beside:
    """Dots on a scale with so many columns of figures: these leave letters no more room than eight columns would."""
    return Beside(8, 20 + 7 * figures)


def meeting_size(box: Box, labels: Sequence[str], beside: Beside) -> Size:
    """The size that fills this box: letters as large as rows of these names, read whole, and columns let them be.

    Letters shrink before a name takes more than three lines. On a smaller projector all shrinks alike, less so where
    only the height is missing, since rows have some to spare.
    """
    ratio = min(box.width / FULL.width, box.height / FULL.height * HEIGHT_TO_SPARE)
    room = box.height * beside.rows_share
    columns = beside.columns
    largest = (LARGEST_LETTER if columns < 5 else MIDDLE_LETTER if columns < 8 else LETTER) * ratio
    row = room / max(len(labels), 1)
    wanted = max(round(min(max(row / 2.6, LETTER * ratio), largest)), LEAST_LETTER)
    least = min(max(round(LETTER * ratio), LEAST_LETTER), wanted)
    sizes = [_at_a_distance(box, font, labels, beside) for font in range(wanted, least - 1, -1)]
    whole = [size for size in sizes if _holds(size, labels, room)]
    return next((size for size in whole if size.label_lines <= FEW_LINES), (whole or sizes)[-1])


def slides(labels: Sequence[str], beside: Beside) -> list[range]:
    """The places of the rows on each slide, evenly shared, so that every name can be read whole."""
    least = max(-(-len(labels) // MOST_ROWS), 1)
    for count in range(least, len(labels) + 1):
        parts = _shared(len(labels), count)
        if all(_fits_a_slide([labels[place] for place in part], beside) for part in parts):
            return parts
    return [range(row, row + 1) for row in range(len(labels))]


def first_slide(labels: Sequence[str], beside: Beside, *, most: int) -> int:
    """How many of the first rows one slide holds, at most so many and at least one."""
    counts = range(min(most, len(labels)), 1, -1)
    return next((count for count in counts if _fits_a_slide(labels[:count], beside)), 1)


def _shared(rows: int, parts: int) -> list[range]:
    ends = [rows * part // parts for part in range(parts + 1)]
    return [range(begin, end) for begin, end in pairwise(ends)]


def _fits_a_slide(labels: Sequence[str], beside: Beside) -> bool:
    """At the smallest letters, also where a projector is as low as may be for its width."""
    room = FULL.height * beside.rows_share / HEIGHT_TO_SPARE
    return _holds(_at_a_distance(FULL, LETTER, labels, beside), labels, room)


def _holds(size: Size, labels: Sequence[str], height: float) -> bool:
    """Whether rows of these names fit into this height, every name whole."""
    needed = _lines(size, size.label, labels)
    return sum(size.lines_high(lines) for lines in needed) <= height and max(needed, default=1) <= size.most_lines


def _lines(size: Size, label: int, names: Sequence[str]) -> list[int]:
    """On how many lines each name stands, where labels are so many pixels wide."""
    room = size.label_room(label)
    return [lines_needed(name, room=room) for name in names]


def _at_a_distance(box: Box, font: int, labels: Sequence[str], beside: Beside) -> Size:
    """The size with these letters: names get the width that they ask for, and then more lines."""
    columns = beside.columns
    row = box.height * beside.rows_share / max(len(labels), 1)
    small = max(round(font * 28 / LETTER), LEAST_LETTER)
    lines = 2 if row >= small * 2.6 else 1
    label = round(font * (15.7 if not 0 < columns < 8 or lines == 1 else 12 if columns < 5 else 9))
    size = Size(
        width=box.width - 8,
        font=font,
        small=small,
        row=round(row),
        label=label,
        widest_label=max(label, round(min(box.width / 2, box.width - font * beside.width))),
        gap=round(font * 9.7),
        column=round(font * 2.15),
        widest_column=round(box.width / 7),
        label_lines=lines,
        most_lines=MOST_LINES,
        name_lines=3 if columns < 9 else 2,
        turned_letters=20,
        mark=small,
        height=box.height,
    )
    return _with_room_for(size, labels)


def _with_room_for(size: Size, labels: Sequence[str]) -> Size:
    label = size.label_for(labels)
    lines = min(max(_lines(size, label, labels), default=1), MOST_LINES)
    return replace(size, label=label, widest_label=label, label_lines=max(size.label_lines, lines))
