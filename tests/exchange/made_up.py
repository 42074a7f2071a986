"""Made-up answer sheets whose ratings are known, and files in the making: what every export is built from."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from collab.exchange.sheet import Book, CellType, Column, Sheet
from collab.framework import load_framework
from collab.model import Instrument

Cell = str | int | float | bool | datetime | None
Rows = list[list[Cell]]

NOT_APPLICABLE, SKIPPED = -1, -2
ORGANISATIONS = (
    "Riverbend Public Schools",
    "Hillcrest ISD",
    "Lantern Charter Network",
    "Willow Creek Charter School",
)
SPANISH = ("Totalmente en desacuerdo", "En desacuerdo", "De acuerdo", "Totalmente de acuerdo")
# The toolkit's statements retold with the phrases by which its printed wording is known; not its text.
PRINTED = (
    "There is a mutual problem or concern that could be addressed by working together.",
    "There is a vision of what collaboration might look like.",
    "Benefits would accrue to us from working together.",
    "There is a specific purpose with objectives.",
    "A history of collaboration or cooperation exists with potential partners.",
    "We experienced events that might negatively impact success.",
    "Key champions exist within the community.",
    "Public opinion favors options.",
    "The team represents a cross-section of individuals needed.",
    "Relationships with potential collaborators are open and honest.",
    "There is an understanding of skills and competencies for the desired goal.",
    "We know strengths and weaknesses as to the desired goal.",
    "Human resources can staff the collaboration.",
    "Financial resources can support collaborative activities.",
    "There is agreement on governance, and a decision-making structure.",
    "A neutral convener could facilitate the collaboration.",
    "There is well-established, regular communication with potential partners.",
)


@dataclass(frozen=True)
class AnswerSheet:
    """One made-up respondent: index of the organisation, ratings as points 0..3 or marks."""

    number: int
    organisation: str
    ratings: tuple[int, ...]
    at: datetime


@dataclass(frozen=True)
class Export:
    """A file in the making: sheets by name, and how it is written."""

    file_name: str
    sheets: dict[str, Rows]
    encoding: str = "utf-8"
    delimiter: str = ","
    marker: dict[str, str] = field(default_factory=dict)

    def book(self) -> Book:
        """The file as the reader would hand it on."""
        sheets = tuple(sheet_of(name, rows) for name, rows in self.sheets.items())
        return Book(self.file_name, self.file_name.rsplit(".", 1)[-1], "0" * 64, sheets, self.marker)

    def write(self, folder: Path) -> Path:
        """Write the file as .xlsx, .csv or .tsv by its name; returns its path."""
        path = folder / self.file_name
        path.write_bytes(self._workbook() if path.suffix == ".xlsx" else self._text())
        return path

    def _text(self) -> bytes:
        buffer = io.StringIO(newline="")
        csv.writer(buffer, delimiter=self.delimiter).writerows(
            [[_as_text(cell) for cell in row] for row in next(iter(self.sheets.values()))]
        )
        return buffer.getvalue().encode(self.encoding)

    def _workbook(self) -> bytes:
        import xlsxwriter

        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(
            buffer,
            {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss", "strings_to_formulas": False},
        )
        for name, rows in self.sheets.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell is not None and cell != "":
                        page.write(at, place, cell)
        book.close()
        return buffer.getvalue()


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.strftime("%Y-%m-%d %H:%M:%S") if isinstance(cell, datetime) else str(cell)


def sheet_of(name: str, rows: Sequence[Sequence[Cell]], **more: object) -> Sheet:
    """A sheet as the reader would hand it on: dictionary-coded columns of normalised text."""
    width = max((len(row) for row in rows), default=0)
    columns = tuple(_column([row[place] if place < len(row) else None for row in rows]) for place in range(width))
    return Sheet(name, columns, len(rows), **more)  # type: ignore[arg-type]


def book_of(sheets: dict[str, Rows], file_name: str = "survey.xlsx") -> Book:
    """A book of these sheets."""
    return Export(file_name, sheets).book()


def _column(cells: Sequence[Cell]) -> Column:
    lookup: dict[tuple[str, CellType], int] = {("", CellType.EMPTY): 0}
    codes = [lookup.setdefault(_typed(cell), len(lookup)) for cell in cells]
    return Column(tuple(text for text, _ in lookup), tuple(kind for _, kind in lookup), np.array(codes, dtype=np.int32))


def _typed(cell: Cell) -> tuple[str, CellType]:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return "", CellType.EMPTY
    if isinstance(cell, bool):
        return str(cell), CellType.BOOLEAN
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" "), CellType.DATE
    if isinstance(cell, (int, float)):
        return (str(int(cell)) if float(cell).is_integer() else repr(float(cell))), CellType.NUMBER
    return cell.strip(), CellType.TEXT


def instrument() -> Instrument:
    """The built-in instrument."""
    return load_framework().instruments[0]


def answer_sheets(
    count: int = 24, *, seed: int = 7, organisations: Sequence[str] = ORGANISATIONS
) -> tuple[AnswerSheet, ...]:
    """Made-up respondents, spread over the organisations; about one answer in twelve is "not applicable",
    one in fifteen is blank."""
    draw = random.Random(seed)
    start = datetime(2026, 3, 2, 9, 0, 5)
    return tuple(
        AnswerSheet(
            number,
            organisations[(number - 1) % len(organisations)],
            _ratings(draw),
            start + timedelta(hours=5 * number, seconds=number),
        )
        for number in range(1, count + 1)
    )


def _ratings(draw: random.Random) -> tuple[int, ...]:
    points = [0, 1, 2, 2, 3, 3]
    return tuple(
        NOT_APPLICABLE if (roll := draw.random()) < 0.08 else SKIPPED if roll < 0.15 else draw.choice(points)
        for _ in range(17)
    )


Words = Callable[[int], Cell]


def labels(points: Sequence[str] | None = None, not_applicable: str = "Not applicable") -> Words:
    """How a rating is written: as a label, blank where skipped."""
    texts = points or tuple(point.label for point in instrument().scale)
    return lambda rating: not_applicable if rating == NOT_APPLICABLE else None if rating == SKIPPED else texts[rating]


def codes(first: int = 1, not_applicable: Cell = None, *, falling: bool = False) -> Words:
    """How a rating is written: as a number, the lowest point being first (or the highest, where falling)."""
    return lambda rating: (
        not_applicable
        if rating == NOT_APPLICABLE
        else None
        if rating == SKIPPED
        else first + (3 - rating if falling else rating)
    )


def statements() -> list[str]:
    """The statements of the built-in instrument, in order."""
    return [factor.statement for factor in instrument().factors]


def file_of(rows: Rows | dict[str, Rows], file_name: str = "survey.csv", **more: object) -> Export:
    """An export from rows; several sheets where they come as a dictionary."""
    return Export(file_name, rows if isinstance(rows, dict) else {Path(file_name).stem[:31]: rows}, **more)  # type: ignore[arg-type]
