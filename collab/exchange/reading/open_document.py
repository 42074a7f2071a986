""".ods: guarded by a pass over content.xml that adds up repeated cells, then read by calamine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from collab.exchange.reading import calamine, limits
from collab.exchange.reading.archive import Archive, check_prolog
from collab.exchange.reading.calamine import ParserFailed, ordinary_failures
from collab.exchange.reading.coding import Grid, batches
from collab.exchange.reading.parts import Contents, Tell, without_marker
from collab.exchange.reading.refusals import refuse
from collab.exchange.reading.shape import Area, Surroundings, finished_sheet
from collab.exchange.reading.sheetxml import check_lengths
from collab.exchange.reading.text import Clean, clean_text, workbook_cell
from collab.exchange.sheet import CellType, Sheet

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

TAG = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell|table-column)(?=[\s/>])([^>]*)>|</table:table>"
)
ATTRIBUTE = re.compile(rb"([\w-]+:[\w-]+)\s*=\s*\"([^\"]*)\"|([\w-]+:[\w-]+)\s*=\s*'([^']*)'")
PARAGRAPH = re.compile(rb"\s*<text:p[^>]*>([^<]*)<")
HIDDEN = (b"collapse", b"filter")
HIDDEN_AT_MOST = 100_000


@dataclass
class TableScan:
    """What one table of the document says about itself; positions from 0."""

    first_row: int = limits.GRID_ROWS
    last_row: int = -1
    last_column: int = -1
    filled: int = 0
    next_row: int = 0
    next_column: int = 0
    row_repeats: int = 1
    around_column: int = 0
    merged: list[Area] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    uncalculated: int = 0
    uncalculated_at: list[tuple[int, int]] = field(default_factory=list)

    def check(self) -> None:
        """Refuse what is beyond the limits."""
        rows, columns = self.last_row - self.first_row + 1, self.last_column + 1
        if self.filled > limits.CELLS or rows * columns > limits.CELLS:
            raise refuse("too_many_cells", rows=rows, columns=columns, cells=max(self.filled, rows * columns))
        if self.last_row >= limits.GRID_ROWS or self.last_column >= limits.GRID_COLUMNS:
            raise refuse("outside_grid", line=self.last_row + 1, column=self.last_column + 1)
        area = sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in self.merged)
        if area > limits.CELLS or len(self.merged) > limits.MERGED_RANGES:
            raise refuse("merged_area", cells=area, ranges=len(self.merged))


def read_open_document(path: Path, archive: Archive, tell: Tell, *, clean: Clean = clean_text) -> Contents:
    """The sheets of an OpenDocument spreadsheet."""
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.part("META-INF/manifest.xml"):
        raise refuse("password_zip")
    if "content.xml" not in archive:
        raise refuse("damaged")
    tell(0.05, "Checking the spreadsheet.")
    scans = scan_tables(archive.chunks("content.xml"))
    for name in archive.names():
        if name.endswith((".xml", ".rdf")) and name != "content.xml":
            archive.drain(name)
    tell(0.4, "Reading the spreadsheet.")
    contents = without_marker("ods", tuple(sheet for sheet in _sheets(path, scans, clean) if sheet))
    if not contents.sheets:
        raise refuse("no_cells")
    return contents


def _sheets(path: Path, scans: list[TableScan], clean: Clean) -> list[Sheet | None]:
    from python_calamine import SheetVisibleEnum

    try:
        with ordinary_failures():
            book = calamine.opened(path)
            return [
                _sheet(book.get_sheet_by_name(about.name), about.visible != SheetVisibleEnum.Visible, scan, clean)
                for about, scan in zip(book.sheets_metadata, scans, strict=False)
            ]
    except ParserFailed as fault:
        raise refuse("damaged") from fault


def _sheet(sheet: CalamineSheet, hidden: bool, scan: TableScan, clean: Clean) -> Sheet | None:
    at, rows = calamine.rows_of(sheet)
    grid = Grid(partial(workbook_cell, clean=clean))
    for batch in batches(rows):
        grid.add(batch)
    if scan.errors:
        grid.put((row - at[0], column - at[1], text, CellType.ERROR) for row, column, text in scan.errors)
    around = Surroundings(
        hidden=hidden,
        merged=tuple(scan.merged),
        hidden_rows=tuple(scan.hidden_rows),
        hidden_columns=tuple(scan.hidden_columns),
        uncalculated=scan.uncalculated,
        uncalculated_at=tuple(scan.uncalculated_at),
    )
    return finished_sheet(clean_text(sheet.name), grid.columns(), at=at, around=around)


def scan_tables(chunks: Iterable[bytes]) -> list[TableScan]:
    """One pass over content.xml; raises Refused as soon as repeated cells break a limit."""
    scans: list[TableScan] = []
    rest = b""
    for at, chunk in enumerate(chunks):
        if at == 0:
            check_prolog(chunk)
        data = rest + chunk
        cut = max(data.rfind(b"<table:"), 0) or max(data.rfind(b"<"), 0)
        if len(data) - cut > limits.CHUNK_LEFT_BYTES:
            raise refuse("long_cell")
        _scan_piece(data[:cut], scans)
        rest = data[cut:]
    _scan_piece(rest, scans)
    return scans


def _scan_piece(data: bytes, scans: list[TableScan]) -> None:
    check_lengths(data)
    for found in TAG.finditer(data):
        kind, told = found[1], found[2] or b""
        if kind == b"table":
            scans.append(TableScan())
        elif kind and scans:
            _take(kind, told, data, found.end(), scans[-1])
    for scan in scans[-1:]:
        scan.check()
    if len(scans) > limits.SHEETS:
        raise refuse("too_many_sheets", sheets=len(scans))


def _take(kind: bytes, told: bytes, data: bytes, end: int, scan: TableScan) -> None:
    attributes = {(a or c): (b or d) for a, b, c, d in ATTRIBUTE.findall(told)} if told else {}
    if kind == b"table-row":
        _take_row(attributes, scan)
    elif kind == b"table-column":
        repeats = _number(attributes, b"table:number-columns-repeated")
        if attributes.get(b"table:visibility") in HIDDEN:
            scan.hidden_columns += range(scan.around_column, scan.around_column + min(repeats, HIDDEN_AT_MOST))
        scan.around_column += repeats
    else:
        is_closed = told.endswith(b"/")
        _take_cell(attributes, PARAGRAPH.match(data, end) if not is_closed else None, is_closed, scan)


def _take_row(attributes: dict[bytes, bytes], scan: TableScan) -> None:
    repeats = _number(attributes, b"table:number-rows-repeated")
    if attributes.get(b"table:visibility") in HIDDEN:
        scan.hidden_rows += range(scan.next_row, scan.next_row + min(repeats, HIDDEN_AT_MOST))
    scan.row_repeats = repeats
    scan.next_row += repeats
    scan.next_column = 0


def _take_cell(attributes: dict[bytes, bytes], text: re.Match[bytes] | None, is_closed: bool, scan: TableScan) -> None:
    repeats = _number(attributes, b"table:number-columns-repeated")
    row, column = scan.next_row - scan.row_repeats, scan.next_column
    scan.next_column += repeats
    kind = attributes.get(b"office:value-type") or attributes.get(b"calcext:value-type")
    if kind is None and is_closed:
        if b"table:formula" in attributes:
            scan.uncalculated += 1
            scan.uncalculated_at += [(row, column)] if scan.uncalculated <= limits.PLACES_KEPT else []
        return
    scan.filled += repeats * scan.row_repeats
    scan.first_row = min(scan.first_row, row)
    scan.last_row = max(scan.last_row, scan.next_row - 1)
    scan.last_column = max(scan.last_column, scan.next_column - 1)
    if scan.filled > limits.CELLS:
        scan.check()
    if attributes.get(b"calcext:value-type") == b"error" and text:
        shown = clean_text(unescape(text[1].decode("utf-8", "replace")))
        scan.errors += [
            (row + down, column + over, shown) for down in range(scan.row_repeats) for over in range(repeats)
        ]
    across = _number(attributes, b"table:number-columns-spanned")
    down = _number(attributes, b"table:number-rows-spanned")
    if across > 1 or down > 1:
        scan.merged.append((row, column, row + down - 1, column + across - 1))


def _number(attributes: dict[bytes, bytes], name: bytes) -> int:
    told = attributes.get(name, b"1")
    return max(1, int(told[:12])) if told.isdigit() else 1
