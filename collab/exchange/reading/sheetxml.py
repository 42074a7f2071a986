"""One pass over a sheet's XML: the guard of its size, its cells as codes, and what stands around them.

The XML is looked at in pieces as arrays of bytes and never turned into a tree. A piece ends before the tag
of a row or cell, so that the cells in it are whole. What a cell means is settled in cells.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape

import numpy as np

from collab.exchange.reading import limits
from collab.exchange.reading.archive import check_prolog
from collab.exchange.reading.cells import Dictionary, Unusual
from collab.exchange.reading.lengths import check_lengths
from collab.exchange.reading.refusals import refuse
from collab.exchange.reading.shape import Area

PREFIX = re.compile(rb"<([A-Za-z_][\w.-]*):worksheet[\s>]")
ROOT = re.compile(rb"<worksheet[\s>][^>]*>?")
MAIN_VOCABULARY = re.compile(rb"=\s*[\"'][^\"']*/spreadsheetml/(?:2006/)?main[\"']")
REFERENCE = re.compile(rb"<(?:c|row)\b[^>]*?\sr\s*=\s*[\"']([A-Za-z]*)(\d+)[\"']")
ERROR_CELL = re.compile(
    rb"<c\b(?=[^>]*\st=[\"']e[\"'])[^>]*?\sr=[\"']([A-Z]+)(\d+)[\"'][^>]*>"
    rb"\s*(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?\s*<v[^>]*>([^<]*)</v>"
)
FORMULA_WITHOUT_RESULT = re.compile(
    rb"<c\b(?![^>]*\st=[\"']str[\"'])[^>]*>\s*<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>\s*|<v>\s*</v>\s*)?</c>"
)
HIDDEN_ROW = re.compile(rb"<row\b(?=[^>]*\shidden=[\"'](?:1|true)[\"'])[^>]*?\sr=[\"'](\d+)[\"']")
HIDDEN_COLUMNS = re.compile(rb"<col\b(?=[^>]*\shidden=[\"'](?:1|true)[\"'])[^>]*>")
MERGED = re.compile(rb"<mergeCell\b[^>]*\sref=[\"']([^\"']*)[\"']")
AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?")

LESS, SLASH, SPACE, GREATER, QUOTE = (ord(sign) for sign in '</ >"')
CELL, FORMULA, INLINE, MERGE, R, VALUE = (ord(letter) for letter in "cfimrv")

Cells = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass
class SheetScan:
    """What one pass over a sheet's XML found. Positions count from 0; first/last are of cells with content.

    cells: for each piece, row (int32), column (int16) and code (int32) of its cells with content.
    unusual: the cells are written in a way that a full parser has to read.
    """

    first_row: int = limits.GRID_ROWS
    last_row: int = -1
    first_column: int = limits.GRID_COLUMNS
    last_column: int = -1
    filled: int = 0
    elements: int = 0
    cells: list[Cells] = field(default_factory=list)
    unusual: bool = False
    merged: list[Area] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    uncalculated: int = 0
    uncalculated_at: list[tuple[int, int]] = field(default_factory=list)

    def spans(self) -> tuple[int, int]:
        """Rows and columns that the cells with content span."""
        return max(0, self.last_row - self.first_row + 1), max(0, self.last_column - self.first_column + 1)

    def check(self, sheet: str) -> None:
        """Refuse what is beyond the limits."""
        rows, columns = self.spans()
        if rows and (self.last_row >= limits.GRID_ROWS or self.last_column >= limits.GRID_COLUMNS):
            raise refuse("outside_grid", sheet=sheet, line=self.last_row + 1, column=self.last_column + 1)
        if rows * columns > limits.CELLS or self.filled > limits.CELLS:
            raise refuse(
                "too_many_cells", sheet=sheet, rows=rows, columns=columns, cells=max(self.filled, rows * columns)
            )
        if self.elements > limits.ELEMENTS:
            raise refuse("too_many_elements", sheet=sheet)
        area = sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in self.merged)
        if area > limits.CELLS or len(self.merged) > limits.MERGED_RANGES:
            raise refuse("merged_area", sheet=sheet, cells=area, ranges=len(self.merged))


def scan_sheet(chunks: Iterable[bytes], sheet: str, dictionary: Dictionary) -> SheetScan:
    """Pass over a sheet's XML; raises Refused as soon as a limit is broken."""
    scan = SheetScan()
    last = b""
    for piece in _whole_tags(chunks, sheet):
        if not last:
            root = ROOT.search(piece)
            scan.unusual = root is None or len(MAIN_VOCABULARY.findall(root[0])) > 1
        _scan_piece(piece, scan, sheet, dictionary)
        scan.check(sheet)
        dictionary.check()
        last = piece or last
    scan.unusual |= not last.rstrip().endswith(b"</worksheet>")
    return scan


def error_cells(chunks: Iterable[bytes], sheet: str) -> list[tuple[int, int, str]]:
    """Row, column (from 0) and text of the cells that hold an error, for parsers that leave them empty."""
    return [
        (int(row) - 1, column_number(letters) - 1, unescape(text.decode("utf-8", "replace")))
        for piece in _whole_tags(chunks, sheet)
        for letters, row, text in ERROR_CELL.findall(piece)
    ]


def _whole_tags(chunks: Iterable[bytes], sheet: str) -> Iterator[bytes]:
    rest, prefix, started = b"", b"", False
    for chunk in chunks:
        if not started:
            check_prolog(chunk)
            found = PREFIX.search(chunk[:65_536])
            prefix, started = (found[1] + b":" if found else b""), True
        data = rest + chunk
        cut = max(data.rfind(b"<" + prefix + b"row"), data.rfind(b"<" + prefix + b"c "))
        cut = cut if cut > 0 else data.rfind(b"<")
        if cut <= 0 and len(data) > limits.CHUNK_LEFT_BYTES:
            raise refuse("long_cell", sheet=sheet)
        rest = data[max(cut, 0) :]
        yield _bare(data[: max(cut, 0)], prefix)
    yield _bare(rest, prefix)


def _bare(data: bytes, prefix: bytes) -> bytes:
    return data.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</") if prefix else data


@dataclass(frozen=True)
class Piece:
    """A piece of XML: its bytes, where its tags begin, and where its cells end."""

    data: bytes
    array: np.ndarray
    tags: np.ndarray
    closing: np.ndarray


def _scan_piece(data: bytes, scan: SheetScan, sheet: str, dictionary: Dictionary) -> None:
    array = np.frombuffer(data + b"\0" * 16, dtype=np.uint8)
    tags = np.flatnonzero(array == LESS)
    if not len(tags):
        return
    scan.elements += len(tags)
    check_lengths(data, tags, sheet)
    letter, after = array[tags + 1], array[tags + 2]
    ends = (after == SPACE) | (after == GREATER) | (after == SLASH)
    following = np.append(letter[1:], 0)
    content = (following == VALUE) | (following == INLINE) | (following == FORMULA)
    closing = tags[(letter == SLASH) & (after == CELL) & (array[tags + 3] == GREATER)]
    scan.unusual |= bool((letter == ord("!")).any())
    cells = np.flatnonzero((letter == CELL) & ends & content)
    _take_cells(Piece(data, array, tags, closing), cells, scan, dictionary)
    _check_last_row(data, tags[(letter == R) & (after == ord("o"))])
    if ((letter == FORMULA) & ends).any():
        _take_uncalculated(data, scan)
    if (letter == MERGE).any():
        found = (area_of(reference.decode("ascii", "replace")) for reference in MERGED.findall(data))
        scan.merged += [area for area in found if area]
    if b"hidden=" in data:
        _take_hidden(data, scan)


def _take_cells(piece: Piece, cells: np.ndarray, scan: SheetScan, dictionary: Dictionary) -> None:
    """Add cells; cells says which of the piece's tags begin one with content."""
    if not len(cells):
        return
    scan.filled += len(cells)
    array, starts = piece.array, piece.tags[cells]
    usual = (array[starts + 2] == SPACE) & (array[starts + 3] == R) & (array[starts + 5] == QUOTE)
    rows, columns, begins, fits = references(array, starts[usual] + 6)
    if not usual.all() or not fits.all():
        scan.unusual = True
        odd = [REFERENCE.match(piece.data, int(at)) for at in np.append(starts[~usual], starts[usual][~fits])]
        rows = np.append(rows, [int(found[2][:12]) for found in odd if found])
        columns = np.append(columns, [column_number(found[1]) for found in odd if found])
    if len(rows):
        _widen(scan, rows.astype(np.int64) - 1, columns.astype(np.int64) - 1)
    if not scan.unusual and scan.last_row < limits.GRID_ROWS:
        try:
            codes = _codes(piece, begins, piece.tags[cells + 1], dictionary)
        except Unusual:
            scan.unusual = True
            return
        scan.cells.append(((rows - 1).astype(np.int32), (columns - 1).astype(np.int16), codes))


def _widen(scan: SheetScan, rows: np.ndarray, columns: np.ndarray) -> None:
    scan.first_row = min(scan.first_row, max(int(rows.min()), 0))
    scan.last_row = max(scan.last_row, int(rows.max()))
    scan.first_column = min(scan.first_column, max(int(columns.min()), 0))
    scan.last_column = max(scan.last_column, int(columns.max()))


def _codes(piece: Piece, begins: np.ndarray, inner: np.ndarray, dictionary: Dictionary) -> np.ndarray:
    """The code (int32) of each cell; begins is where its reference has ended, inner its first tag inside."""
    codes = np.empty(len(begins), dtype=np.int32)
    numbers, is_shared = shared_numbers(piece.array, inner)
    codes[is_shared] = dictionary.shared_codes(numbers[is_shared])
    others = begins[~is_shared]
    if len(others):
        at = np.searchsorted(piece.closing, others)
        if at[-1] == len(piece.closing):
            raise Unusual("a cell without an end")
        parts = map(piece.data.__getitem__, map(slice, others.tolist(), piece.closing[at].tolist()))
        codes[~is_shared] = np.fromiter(map(dictionary.__getitem__, parts), dtype=np.int32, count=len(others))
    return codes


def shared_numbers(array: np.ndarray, inner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The number (int64) in each cell of the form … t="s"><v>number</v>, and which cells have that form."""
    fits = np.ones(len(inner), dtype=bool)
    for offset, letter in enumerate(b' t="s"><v>', start=-7):
        fits &= array[inner + offset] == letter
    numbers = np.zeros(len(inner), dtype=np.int64)
    at = inner + 3
    for _ in range(8):
        byte = array[at]
        digit = fits & (byte >= 48) & (byte <= 57)
        if not digit.any():
            break
        numbers = np.where(digit, numbers * 10 + byte - 48, numbers)
        at += digit
    return numbers, fits & (at > inner + 3) & (array[at] == LESS) & (array[at + 1] == SLASH)


def references(array: np.ndarray, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Rows and columns (int64, from 1) of references such as B12 that begin at starts.

    Also where the text after the reference and its quotation mark begins, and which references fit: one to
    three letters, one to seven digits, a quotation mark. The others are left out of the first three.
    """
    columns = np.zeros(len(starts), dtype=np.int64)
    rows = np.zeros(len(starts), dtype=np.int64)
    at = starts.copy()
    for _ in range(3):
        byte = array[at]
        letter = (byte >= 65) & (byte <= 90)
        columns = np.where(letter, columns * 26 + byte - 64, columns)
        at += letter
    for _ in range(7):
        byte = array[at]
        digit = (byte >= 48) & (byte <= 57)
        if not digit.any():
            break
        rows = np.where(digit, rows * 10 + byte - 48, rows)
        at += digit
    fits = (array[at] == QUOTE) & (columns > 0) & (rows > 0)
    return rows[fits], columns[fits], at[fits] + 1, fits


def _check_last_row(data: bytes, rows: np.ndarray) -> None:
    """Refuse by the last row's own number, which a parser may trust."""
    found = REFERENCE.match(data, int(rows[-1])) if len(rows) else None
    if found and int(found[2][:12]) > limits.GRID_ROWS:
        raise refuse("outside_grid", line=int(found[2][:12]), column=1)


def _take_uncalculated(data: bytes, scan: SheetScan) -> None:
    for cell in FORMULA_WITHOUT_RESULT.findall(data):
        scan.uncalculated += 1
        place = REFERENCE.match(cell) if scan.uncalculated <= limits.PLACES_KEPT else None
        if place:
            scan.uncalculated_at.append((int(place[2][:12]) - 1, column_number(place[1]) - 1))


def _take_hidden(data: bytes, scan: SheetScan) -> None:
    scan.hidden_rows += [int(row) - 1 for row in HIDDEN_ROW.findall(data)]
    for tag in HIDDEN_COLUMNS.findall(data):
        first, last = (re.search(rb'\s%s=["\'](\d{1,5})["\']' % key, tag) for key in (b"min", b"max"))
        if first and last:
            scan.hidden_columns += range(int(first[1]) - 1, min(int(last[1]), limits.GRID_COLUMNS))


def column_number(letters: bytes | str) -> int:
    """A is 1, Z is 26, AA is 27; no letters is 0."""
    number = 0
    for letter in (letters.decode("ascii") if isinstance(letters, bytes) else letters).upper()[:6]:
        number = number * 26 + ord(letter) - 64
    return number


def area_of(reference: str) -> Area | None:
    """(top, left, bottom, right) from 0 of a reference such as A1:C4; None where it is not one."""
    found = AREA.fullmatch(reference)
    if not found:
        return None
    top, left = int(found[2]) - 1, column_number(found[1]) - 1
    bottom, right = (int(found[4]) - 1, column_number(found[3]) - 1) if found[3] else (top, left)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)
