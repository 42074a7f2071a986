""".xlsx and .xlsm: guarded and read in one pass; what is written unusually goes to calamine, then openpyxl."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from collab.exchange.reading import calamine, limits, office
from collab.exchange.reading.archive import Archive
from collab.exchange.reading.calamine import ParserFailed, Rows, ordinary_failures
from collab.exchange.reading.cells import Dictionary
from collab.exchange.reading.coding import Grid, batches
from collab.exchange.reading.dense import dense_columns
from collab.exchange.reading.parts import Contents, Tell, without_marker
from collab.exchange.reading.refusals import refuse
from collab.exchange.reading.shape import Surroundings, finished_sheet
from collab.exchange.reading.sheetxml import SheetScan, error_cells, scan_sheet
from collab.exchange.reading.text import Clean, clean_text, workbook_cell
from collab.exchange.sheet import CellType, Column, Sheet

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Parser = Callable[[str], Rows]


def read_workbook(path: Path, archive: Archive, tell: Tell, *, clean: Clean = clean_text) -> Contents:
    """The sheets of a workbook. Every part is looked at before the parser is given the file."""
    parts = office.worksheets(archive)
    around, seen = office.surrounding(archive, clean=clean)
    office.check_other_parts(archive, seen | {part.member for part in parts})
    dictionary = Dictionary(around)
    scans = _scans(archive, parts, dictionary, tell)
    parsers = (Calamine(path), partial(_openpyxl_rows, path))
    sheets = []
    for done, (part, scan) in enumerate(zip(parts, scans, strict=True)):
        tell(0.6 + 0.3 * done / len(parts), f"Putting together the sheet “{clean_text(part.name)}”.")
        if scan.unusual:
            sheets.append(_by_parsers(parsers, archive, part, scan, clean))
        elif scan.cells:
            sheets.append(_finished(part, scan, dense_columns(scan, dictionary), (scan.first_row, scan.first_column)))
    contents = without_marker("xlsx", tuple(sheet for sheet in sheets if sheet))
    if not contents.sheets:
        raise refuse("no_cells")
    return contents


def _scans(
    archive: Archive, parts: tuple[office.WorksheetPart, ...], dictionary: Dictionary, tell: Tell
) -> list[SheetScan]:
    scans: list[SheetScan] = []
    for done, part in enumerate(parts):
        name = clean_text(part.name)
        chunks = _told(archive, part, partial(_tell_share, tell, name, done, len(parts)))
        scans.append(scan_sheet(chunks, name, dictionary))
        spans = [scan.spans() for scan in scans]
        cells = sum(rows * columns for rows, columns in spans)
        if cells > limits.CELLS:
            rows, columns = sum(span[0] for span in spans), max(span[1] for span in spans)
            raise refuse("too_many_cells", rows=rows, columns=columns, cells=cells)
    return scans


def _tell_share(tell: Tell, name: str, done: int, sheets: int, share: float) -> None:
    tell(0.02 + 0.58 * (done + share) / sheets, f"Reading the sheet “{name}”.")


def _told(archive: Archive, part: office.WorksheetPart, tell_share: Callable[[float], None]) -> Iterator[bytes]:
    """The chunks of a sheet; tells before each how much of it has been read."""
    size, read = max(1, archive.members[part.member].file_size), 0
    for chunk in archive.chunks(part.member):
        tell_share(min(1.0, read / size))
        read += len(chunk)
        yield chunk


def _by_parsers(
    parsers: tuple[Parser, ...], archive: Archive, part: office.WorksheetPart, scan: SheetScan, clean: Clean
) -> Sheet | None:
    for parser in parsers:
        try:
            with ordinary_failures():
                at, rows = parser(part.name)
                grid = Grid(partial(workbook_cell, clean=clean))
                for batch in batches(rows):
                    grid.add(batch)
        except ParserFailed:
            continue
        errors = error_cells(archive.chunks(part.member), part.name)
        grid.put((row - at[0], column - at[1], clean_text(text), CellType.ERROR) for row, column, text in errors)
        return _finished(part, scan, grid.columns(), at)
    raise refuse("damaged", sheet=clean_text(part.name))


def _finished(
    part: office.WorksheetPart, scan: SheetScan, columns: tuple[Column, ...], at: tuple[int, int]
) -> Sheet | None:
    around = Surroundings(
        hidden=part.hidden,
        merged=tuple(scan.merged),
        tables=part.tables,
        hidden_rows=tuple(scan.hidden_rows),
        hidden_columns=tuple(scan.hidden_columns),
        uncalculated=scan.uncalculated,
        uncalculated_at=tuple(scan.uncalculated_at),
    )
    return finished_sheet(clean_text(part.name), columns, at=at, around=around)


class Calamine:
    """Sheets of one workbook by name; the shared texts are read once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book: CalamineWorkbook | None = None

    def __call__(self, name: str) -> Rows:
        self.book = self.book or calamine.opened(self.path)
        return calamine.rows_of(self.book.get_sheet_by_name(name))


def _openpyxl_rows(path: Path, name: str) -> Rows:
    from openpyxl import load_workbook

    sheet = load_workbook(path, read_only=True, data_only=True, keep_links=False)[name]
    sheet.reset_dimensions()
    return (0, 0), (["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True))
