"""The sheets of a workbook that came back: each with its own part of the hidden mark, and the rows of a planned one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from collab.errors import Problem, Refused
from collab.exchange.journey_sheets import MOST_ROWS, Found, FoundRow, too_many
from collab.exchange.journey_values import OF_MILESTONES, TITLES
from collab.exchange.journey_workbook import BETWEEN, remembered
from collab.exchange.recognise.text import fold, listed
from collab.exchange.sheet import Book, CellType, Column, Sheet

KIND, KIND_OF_LIST = "initiative_workbook", "owed"
CHOICE = f"choice{BETWEEN}"
CONCERNS_ALL = ("exported_at", CHOICE)
"""How begins what the mark says of the whole workbook and a sheet must know too."""
NO_RESULT = "#NO RESULT!"
"""What stands in a cell whose formula has no result."""
LEAST_TITLES, LEAST_SHEETS, MOST_KEY_TITLES = 2, 2, 20


@dataclass(frozen=True)
class Returned:
    """One sheet that may be edited. book: it alone, with its own mark; None where it is not in the file any more."""

    name: str
    book: Book | None
    mark: Mapping[str, str]

    @property
    def sheet(self) -> Sheet | None:
        """The sheet itself."""
        return self.book.sheets[0] if self.book else None

    @property
    def is_unplaced(self) -> bool:
        """Whether some formula without a result stands nobody knows where."""
        return self.sheet is not None and self.sheet.uncalculated > len(self.sheet.uncalculated_at)


def is_workbook(book: Book) -> bool:
    """Whether a file is the workbook of an initiative, by its hidden mark; Refused where it lost that, and where the
    file is the list of what is owed, which is not read back.

    It is known without by its sheets, of which several have keys.
    """
    if not book.marker and sum(_has_keys(sheet) for sheet in book.sheets) >= LEAST_SHEETS:
        raise Refused((_without_mark(),))
    if book.marker.get("kind") == KIND_OF_LIST:
        raise Refused((_of_a_list(),))
    return book.marker.get("kind") == KIND


def _of_a_list() -> Problem:
    return Problem(
        "This is the list of what is owed. It is made to be read: nothing of it is taken back.",
        "",
        "Change what is owed where it was written, or download the workbook of the initiative, edit and bring that.",
    )


def _without_mark() -> Problem:
    return Problem(
        "This looks like the workbook of an initiative, but its hidden sheet is gone: it tells what was changed in it.",
        "",
        "Download the workbook again, copy your changes into that one, and bring it.",
    )


def _has_keys(sheet: Sheet) -> bool:
    """Whether a row of titles names the column of keys beside others that such a sheet has."""
    titles = {*TITLES.values(), *OF_MILESTONES.values()} - {TITLES["key"]}
    keyed = (column for column in sheet.columns if TITLES["key"] in column.values)
    places = (np.flatnonzero(each.codes == each.values.index(TITLES["key"])) for each in keyed)
    rows = (int(row) for found in places for row in found[:MOST_KEY_TITLES])
    return any(len(titles.intersection(sheet.row_texts(row))) > LEAST_TITLES for row in rows)


def _rows_with(column: Column, words: set[str]) -> list[int]:
    codes = [code for code, value in enumerate(column.values) if value and fold(value) in words]
    return [int(row) for row in np.flatnonzero(np.isin(column.codes, codes))] if codes else []


def returned_sheet(book: Book, name: str, titles: Collection[str]) -> Returned:
    """The sheet that holds the keys of the one of this name, whatever it is called now; the one that bears the name
    where none does; where no row was written in it yet, the one with most of its titles."""
    start = f"{name}{BETWEEN}"
    mark = {key.removeprefix(start): value for key, value in book.marker.items() if key.startswith(start)}
    keys = frozenset(key for key, _ in remembered(mark))
    mark |= {key: value for key, value in book.marker.items() if key.startswith(CONCERNS_ALL)}
    sheet = _most(book, name, lambda each: _count(each, keys))
    sheet = sheet or next((each for each in book.sheets if each.name == name), None)
    if sheet is None and not keys:
        sheet = _most(book, name, lambda each: len(header_of(each, titles)[1]))
    alone = replace(book, sheets=(_with_failed(sheet),), marker=mark) if sheet is not None else None
    return Returned(name, alone, mark)


def _most(book: Book, name: str, count: Callable[[Sheet], int]) -> Sheet | None:
    """The sheet of which most is so, of several the one of that name; None where it is so of none."""
    counts = {at: (count(sheet), sheet.name == name) for at, sheet in enumerate(book.sheets)}
    best = max(counts, key=lambda at: counts[at], default=None)
    return book.sheets[best] if best is not None and counts[best][0] else None


def _count(sheet: Sheet, keys: frozenset[str]) -> int:
    return max((len(keys.intersection(column.values)) for column in sheet.columns), default=0)


def copies(book: Book, read: Iterable[Returned]) -> tuple[str, ...]:
    """Names of visible sheets that hold keys of an editable one, and are not read."""
    every = tuple(read)
    used = {each.sheet.name for each in every if each.sheet}
    keys = frozenset(key for each in every for key, _ in remembered(each.mark))
    others = (each for each in book.sheets if each.name not in used and not each.hidden and _has_keys(each))
    return tuple(each.name for each in others if _count(each, keys))


def _with_failed(sheet: Sheet) -> Sheet:
    """The sheet, shown, with a word in each cell whose formula has no result: it is not empty."""
    columns = list(sheet.columns)
    for row, at in sheet.uncalculated_at:
        down, across = row - sheet.first_row, at - sheet.first_column
        if 0 <= down < sheet.rows and 0 <= across < len(columns):
            columns[across] = _written(columns[across], down, NO_RESULT)
    return replace(sheet, columns=tuple(columns), hidden=False)


def _written(column: Column, row: int, text: str) -> Column:
    codes = column.codes.copy()
    codes[row] = len(column.values)
    return Column((*column.values, text), (*column.types, CellType.ERROR), codes)


def find_keyed(returned: Returned, titles: Mapping[str, str], *, named: str) -> Found:
    """Every row below the titles. titles: field -> what stands above its column; named: the field that names a row."""
    assert returned.book is not None
    sheet = returned.book.sheets[0]
    top, columns = _header(sheet, {fold(title): name for name, title in titles.items()})
    known = set(columns.values())
    texts = sheet.row_texts(top) if top >= 0 else ()
    unused = tuple(text for at, text in enumerate(texts) if text and at not in known)
    filled = [int(row) for row in np.flatnonzero(~sheet.blank_rows) if row > top] if top >= 0 else []
    rows = [_row(sheet, row, columns, named) for row in filled[:MOST_ROWS]]
    problems = (_untitled(returned.name, titles),) if top < 0 else ()
    if len(filled) > MOST_ROWS:
        rows, problems = [], (too_many(len(filled)),)
    return Found(
        file_name=returned.book.file_name,
        rows=tuple(row for row in rows if any(row.cells.values())),
        columns={name: texts[at] for name, at in columns.items()},
        unused=unused,
        problems=problems,
        marker=returned.mark,
    )


def _untitled(name: str, titles: Mapping[str, str]) -> Problem:
    some = listed([f"“{title}”" for title in titles.values()], most=4)
    return Problem("No row holds the titles of the columns.", f"They are {some}.", "Put them back.", sheet=name)


def _header(sheet: Sheet, fields: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """The first row in which most of the titles stand, and their columns; -1 where no row has two of them."""
    counts: Counter[int] = Counter()
    for column in sheet.columns:
        counts.update(_rows_with(column, set(fields)))
    top = max(counts, key=lambda row: (counts[row], -row), default=-1)
    found = _titled(sheet.row_texts(top), fields) if top >= 0 else {}
    return (top, found) if len(found) >= LEAST_TITLES else (-1, {})


def header_of(sheet: Sheet, titles: Iterable[str]) -> tuple[int, dict[str, int]]:
    """The row of the titles (-1 where there is none), and the column below each."""
    return _header(sheet, {fold(title): title for title in titles})


def _titled(texts: Sequence[str], fields: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, text in enumerate(texts):
        name = fields.get(fold(text)) if text else None
        if name is not None:
            found.setdefault(name, column)
    return found


def _row(sheet: Sheet, row: int, columns: Mapping[str, int], named: str) -> FoundRow:
    cells = {name: sheet.text(row, at) for name, at in columns.items()}
    key = cells.pop("key", "")
    return FoundRow(sheet.name, row + sheet.first_row + 1, cells.get(named, ""), None, None, cells, key=key)
