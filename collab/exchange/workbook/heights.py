"""How high rows must be for their texts: written down, since not every program works it out when it opens a file."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from collab.exchange.workbook.content import Value

LINE, HEADING = 15, 26
"""Points."""
LETTERS, LOST = 1.15, 2
"""A column is as wide as so many digits; letters are narrower, and a line breaks before the word that does not fit."""
HIGHEST = 400
"""A row can be 409 points high at most."""


def set_height(sheet: Worksheet, row: int, lines: int) -> None:
    """Make a row high enough for so many lines of text; one line is what every row has."""
    if lines > 1:
        sheet.set_row(row, min(LINE * lines + 1, HIGHEST))


def set_heights(sheet: Worksheet, first: int, rows: Sequence[Sequence[Value]], widths: Mapping[int, float]) -> None:
    """The same for the rows of a table. widths: of the columns that hold text, by their place."""
    rooms = [(at, width * LETTERS - LOST) for at, width in widths.items()]
    for number, row in enumerate(rows, start=first):
        lines = 1
        for at, room in rooms:
            text = row[at]
            if type(text) is str and (len(text) > room or "\n" in text):
                lines = max(lines, _lines(text, room))
        set_height(sheet, number, lines)


def title_lines(titles: Iterable[tuple[str, float]]) -> int:
    """How many lines the longest title takes; titles are bold, and their columns narrow."""
    return max((_title_lines(title, width) for title, width in titles), default=1)


@lru_cache(maxsize=4096)
def _title_lines(title: str, width: float) -> int:
    return 1 if len(title) < width else len(textwrap.wrap(title, max(int(width) - 1, 1)))


def _lines(text: str, room: float) -> int:
    return sum(max(math.ceil(len(part) / room), 1) for part in text.split("\n"))
