"""Which rows of a sheet are headers, and what each column is called once they are read together."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass

import numpy as np

from collab.exchange.recognise.footnotes import last_row
from collab.exchange.recognise.scale import is_label, is_rating_like, is_suppressed
from collab.exchange.recognise.table import Table, field_of
from collab.exchange.recognise.text import fold, number, whole_number, without_markup
from collab.exchange.recognise.tools import is_known_header
from collab.exchange.sheet import CellType, Column, Sheet

_MOST_HEADER_ROWS = 6
_LONGEST_HEADER = 600
_FEWEST_ORDINALS, _MORE_THAN_POINTS = 4, 12
_SUB_HEADERS = frozenset(
    (
        "response",
        "open ended response",
        "other please specify",
        "respuesta",
        "respuesta abierta",
        "otro especifique",
    )
)
_IMPORT_ID = re.compile(r"^\s*\{\s*['\"]ImportId['\"]")
_UNNAMED = re.compile(r"^(unnamed \d+( level \d+)?|column ?\d+|columna ?\d+|field ?\d+|f\d+)$")
_DATE = re.compile(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]|$)")


# What stands below one of these is a figure: the row that says so is a header.
_STATISTIC = re.compile(
    r"^(n|no|count|responses|mean|means|average|avg|median|sd|se|std dev|stdev|standard deviation|share|percent|pct|"
    r"score|favorable|favourable|positive|media|promedio|porcentaje)( (\w+ )?\w+)?$"
)


def read_table(sheet: Sheet, *, top: int = 0) -> Table | None:
    """The table that begins at or below row top; None where the sheet holds no header with data below."""
    start = _first_row(sheet, top)
    if start is None:
        return None
    end, import_ids = _header_end(sheet, start)
    if end >= sheet.rows:
        return None
    begin = start - 1 if start > top and _is_parent_row(sheet, start - 1) else start
    return _table(sheet, _Rows(top, begin, end, last_row(sheet, end)), import_ids)


@dataclass(frozen=True)
class _Rows:
    """Where a table begins and ends in its sheet: notes from top, headers from begin, data from first to before last,
    notes below."""

    top: int
    begin: int
    first: int
    last: int


def _table(sheet: Sheet, at_rows: _Rows, import_ids: bool) -> Table:
    begin, end = at_rows.begin, at_rows.first
    rows = [row for row in range(begin, end) if not _is_import_row(sheet, row)]
    paths = _paths(sheet, rows)
    named = _unique(_name(path, import_ids) or _letter(sheet, at) for at, path in enumerate(paths))
    fields = tuple(
        field_of(column, at, slice(end, at_rows.last), path, header)
        for at, (column, path, header) in enumerate(zip(sheet.columns, paths, named, strict=True))
        if path or np.any(column.codes[end : at_rows.last])
    )
    beside = (*range(at_rows.top, begin), *range(at_rows.last, sheet.rows))
    preamble = tuple(sheet.row_texts(row) for row in beside if not sheet.blank_rows[row])
    numbers = np.arange(end, at_rows.last, dtype=np.int32) + sheet.first_row + 1
    return Table(sheet, fields, numbers, end - begin, preamble, import_ids)


def _first_row(sheet: Sheet, top: int) -> int | None:
    """The first row that could be a header: titles and short notes above the table are passed over."""
    width = _typical_width(sheet, top)
    for row in range(top, min(sheet.rows, top + 40)):
        cells = [text for text in sheet.row_texts(row) if text]
        stands_apart = row + 1 < sheet.rows and bool(sheet.blank_rows[row + 1]) and len(cells) * 2 < width
        few = len(cells) <= 3 and len(cells) * 3 < width
        if len(set(cells)) >= min(2, width) and not few and not stands_apart:
            return row
    return None


def _typical_width(sheet: Sheet, top: int) -> int:
    last = min(sheet.rows, top + 200)
    filled = np.zeros(last - top, dtype=np.int64)
    for column in sheet.columns:
        filled += column.codes[top:last] != 0
    wide = filled[filled > 1]
    return int(np.median(wide)) if len(wide) else int(filled.max(initial=0))


def _is_parent_row(sheet: Sheet, row: int) -> bool:
    """Whether a sparse row right above the header names groups of columns."""
    cells = [(at, text) for at, text in enumerate(sheet.row_texts(row)) if text]
    texts = {text for _, text in cells}
    return len(texts) >= 2 and cells[-1][0] >= 2 and not any(text.endswith(":") for text in texts)


def _header_end(sheet: Sheet, start: int) -> tuple[int, bool]:
    """The first row below the header rows, and whether a row of Qualtrics' import ids ended them."""
    last = min(sheet.rows, start + _MOST_HEADER_ROWS)
    imports = [row for row in range(start, last) if _is_import_row(sheet, row)]
    if imports:
        return imports[-1] + 1, True
    row = start + 1
    while row < last and _reads_as_header(sheet, row):
        row += 1
    return row, False


def _is_import_row(sheet: Sheet, row: int) -> bool:
    cells = [text for text in sheet.row_texts(row) if text]
    return bool(cells) and sum(bool(_IMPORT_ID.match(text)) for text in cells) * 2 >= len(cells)


def _reads_as_header(sheet: Sheet, row: int) -> bool:
    cells = [text for text in sheet.row_texts(row) if text]
    if not cells:
        return False
    if sum(fold(text) in _SUB_HEADERS for text in cells) * 2 >= len(cells):
        return True
    if _are_counted_labels(sheet, row) or _are_options(sheet, row) or _are_ordinals(sheet, row):
        return True
    votes = [_vote(column, row) for column in sheet.columns]
    return votes.count(1) > votes.count(-1)


def _are_counted_labels(sheet: Sheet, row: int) -> bool:
    """Whether a row holds three labels of a scale over columns of numbers: how many people gave each answer."""
    over = [column for column in sheet.columns if is_label(column.values[column.codes[row]])]
    labels = {fold(column.values[column.codes[row]]) for column in over}
    return len(labels) >= 3 and all(_share_of_numbers(column, row) == 1 for column in over)


def _are_options(sheet: Sheet, row: int) -> bool:
    """Whether a row names the options of expanded questions: below a cell that is blank above it stands nothing but
    that same option, column after column, and no such column is left out."""
    columns = [column for column in sheet.columns if not column.codes[row - 1] and np.any(column.codes[row:])]
    named = [column for column in columns if column.codes[row]]
    if len(named) < 2 or len(named) < len(columns) or len(named) * 4 < len(sheet.columns):
        return False
    return all(np.isin(column.codes[row + 1 :], (0, column.codes[row])).all() for column in named)


def _are_ordinals(sheet: Sheet, row: int) -> bool:
    """Whether a row numbers the columns 1, 2, 3 and so on, beyond the points of any scale or above another header."""
    cells = [(column, text) for column in sheet.columns if (text := column.values[column.codes[row]])]
    numbers = [whole_number(text) for _, text in cells]
    if len(cells) < _FEWEST_ORDINALS or numbers != list(range(1, len(cells) + 1)):
        return False
    if len(cells) >= _MORE_THAN_POINTS or row + 1 >= sheet.rows:
        return len(cells) >= _MORE_THAN_POINTS
    below = [column.values[column.codes[row + 1]] for column, _ in cells]
    return all(text and number(text) is None and not is_rating_like(text) for text in below)


def _vote(column: Column, row: int) -> int:
    """1 where the cell contradicts what stands below it in its column, -1 where it agrees, else 0."""
    text = column.values[column.codes[row]]
    if not text:
        return 0
    if _names_a_statistic(column, row, text):
        return 1
    if is_rating_like(text) or is_suppressed(text) or number(text) is not None or _looks_dated(column, row):
        return -1
    if is_known_header(text):
        return 1
    below = column.codes[row + 1 :]
    below = below[below != 0]
    if len(below) == 0:
        return 0
    if np.any(below[:5000] == column.codes[row]):
        return -1
    return _contradicts(column, below)


def _names_a_statistic(column: Column, row: int, text: str) -> bool:
    """Whether a cell says "Mean", "n" or "% Agree" and most of what stands below it are numbers."""
    if not text.lstrip().startswith("%") and not _STATISTIC.match(fold(text)):
        return False
    return _share_of_numbers(column, row) > 0.5


def _share_of_numbers(column: Column, row: int) -> float:
    """Share of the different values below a row that are numbers; 0 where nothing stands below."""
    below = [column.values[code] for code in np.unique(column.codes[row + 1 :][-2000:])[:60] if code]
    return sum(number(value) is not None for value in below) / max(1, len(below))


def _contradicts(column: Column, below: np.ndarray) -> int:
    found = np.unique(below[-2000:])[:60]
    texts = [column.values[code] for code in found]
    typed = sum(_is_typed(text, column.types[code]) for text, code in zip(texts, found, strict=True))
    if typed * 2 > len(texts):
        return 1
    return 1 if len(below) >= 8 and len(found) * 2 < min(len(below), 2000) and len(found) < 60 else 0


def _is_typed(text: str, kind: CellType) -> bool:
    dated = kind in (CellType.DATE, CellType.BOOLEAN) or bool(_DATE.match(text))
    return dated or number(text) is not None or is_rating_like(text) or is_suppressed(text)


def _looks_dated(column: Column, row: int) -> bool:
    code = column.codes[row]
    return column.types[code] == CellType.DATE or bool(_DATE.match(column.values[code]))


def _paths(sheet: Sheet, rows: list[int]) -> list[tuple[str, ...]]:
    """Each column's header texts from top to bottom; parents are filled over blanks that have a text below."""
    texts = [
        [" ".join(without_markup(text)[:_LONGEST_HEADER].split()) for text in sheet.row_texts(row)] for row in rows
    ]
    for above, below in itertools.pairwise(texts):
        _fill_forward(above, below)
    if not texts:
        return [() for _ in sheet.columns]
    return [
        tuple(dict.fromkeys(text for text in path if text and not _is_noise(text))) for path in zip(*texts, strict=True)
    ]


def _fill_forward(above: list[str], below: list[str]) -> None:
    parent = ""
    for at, text in enumerate(above):
        parent = text or parent
        if not text and below[at]:
            above[at] = parent


def _is_noise(text: str) -> bool:
    folded = fold(text)
    return folded in ("response", "respuesta") or bool(_UNNAMED.match(folded))


def _name(path: tuple[str, ...], import_ids: bool) -> str:
    """What a person calls the column: a code alone where the row of codes comes first, else all its texts."""
    if not path:
        return ""
    return path[0] if import_ids or _is_code(path) else " – ".join(path)


def _is_code(path: tuple[str, ...]) -> bool:
    if path and _STATISTIC.match(fold(path[0])):
        return False
    return len(path) == 2 and " " not in path[0].strip() and len(path[0]) <= 24 and len(path[1]) > len(path[0])


def _unique(names: object) -> list[str]:
    """The names, repeats told apart by a number."""
    seen: Counter[str] = Counter()
    result = []
    for name in names:  # type: ignore[attr-defined]
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result


def _letter(sheet: Sheet, at: int) -> str:
    """The column's letter in the spreadsheet, for a column without a header."""
    position, letters = at + sheet.first_column + 1, ""
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return f"column {letters}"
