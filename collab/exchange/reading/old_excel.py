""".xls: read by xlrd, which knows error cells and hidden rows, and by calamine where xlrd gives up."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from collab.errors import Refused
from collab.exchange.reading import calamine, limits
from collab.exchange.reading.calamine import ParserFailed, ordinary_failures
from collab.exchange.reading.coding import Grid, batches
from collab.exchange.reading.parts import Contents, Tell, without_marker
from collab.exchange.reading.refusals import refuse
from collab.exchange.reading.shape import Area, Surroundings, finished_sheet
from collab.exchange.reading.text import Clean, clean_text, workbook_cell
from collab.exchange.sheet import CellType, Sheet

if TYPE_CHECKING:
    import xlrd
    from python_calamine import CalamineSheet

EMPTY, TEXT, NUMBER, DATE, BOOLEAN, ERROR, BLANK = range(7)


def read_old_excel(path: Path, tell: Tell, *, clean: Clean = clean_text) -> Contents:
    """The sheets of an old Excel file."""
    tell(0.05, "Reading an old Excel file.")
    try:
        sheets = _by_xlrd(path, tell, clean)
    except (Refused, MemoryError):
        raise
    except Exception as fault:  # xlrd fails with whatever its tables run into
        if "encrypted" in str(fault).lower():
            raise refuse("password") from fault
        sheets = _by_calamine(path, clean)
    contents = without_marker("xls", tuple(sheet for sheet in sheets if sheet))
    if not contents.sheets:
        raise refuse("no_cells")
    return contents


def _by_xlrd(path: Path, tell: Tell, clean: Clean) -> list[Sheet | None]:
    import xlrd

    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        book = xlrd.open_workbook(str(path), logfile=nowhere, formatting_info=True, on_demand=True, ragged_rows=True)
        if not book.nsheets:
            raise refuse("no_sheets")
        sheets = []
        for at in range(book.nsheets):
            tell(0.1 + 0.8 * at / book.nsheets, f"Reading the sheet “{clean_text(book.sheet_names()[at])}”.")
            sheet = book.sheet_by_index(at)
            _check_size(sheet.name, sheet.nrows, sheet.ncols)
            sheets.append(_xlrd_sheet(sheet, book.datemode, clean))
            book.unload_sheet(at)
        return sheets


def _check_size(name: str, rows: int, columns: int) -> None:
    if rows * columns > limits.CELLS:
        raise refuse("too_many_cells", sheet=clean_text(name), rows=rows, columns=columns, cells=rows * columns)


def _xlrd_sheet(sheet: xlrd.sheet.Sheet, datemode: int, clean: Clean) -> Sheet | None:
    errors: list[tuple[int, int, str, CellType]] = []
    grid = Grid(partial(workbook_cell, clean=clean))
    for batch in batches(_xlrd_rows(sheet, datemode, errors)):
        grid.add(batch)
    if errors:
        grid.put(errors)
    merged = tuple((top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells)
    _check_merged(sheet.name, merged)
    around = Surroundings(
        hidden=bool(sheet.visibility),
        merged=merged,
        hidden_rows=tuple(row for row, info in sorted(sheet.rowinfo_map.items()) if info.hidden),
        hidden_columns=tuple(column for column, info in sorted(sheet.colinfo_map.items()) if info.hidden),
    )
    return finished_sheet(clean_text(sheet.name), grid.columns(), around=around)


def _check_merged(name: str, merged: tuple[Area, ...]) -> None:
    area = sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in merged)
    if area > limits.CELLS or len(merged) > limits.MERGED_RANGES:
        raise refuse("merged_area", sheet=clean_text(name), cells=area, ranges=len(merged))


def _xlrd_rows(
    sheet: xlrd.sheet.Sheet, datemode: int, errors: list[tuple[int, int, str, CellType]]
) -> Iterator[Sequence[object]]:
    from xlrd import error_text_from_code

    for row in range(sheet.nrows):
        types, values = sheet.row_types(row), sheet.row_values(row)
        cells = list(values)
        for column, kind in enumerate(types):
            if kind == DATE:
                cells[column] = _moment(values[column], datemode)
            elif kind == BOOLEAN:
                cells[column] = bool(values[column])
            elif kind == ERROR:
                cells[column] = ""
                errors.append((row, column, error_text_from_code.get(values[column], "#ERROR!"), CellType.ERROR))
        yield cells


def _moment(value: float, datemode: int) -> object:
    from xlrd.xldate import xldate_as_datetime

    try:
        if 0 <= value < 1:
            return (xldate_as_datetime(0, 0) + timedelta(days=value)).time()
        moment = xldate_as_datetime(value, datemode)
        return moment.date() if value == int(value) else moment
    except (ValueError, OverflowError):
        return value


def _by_calamine(path: Path, clean: Clean) -> list[Sheet | None]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    try:
        with ordinary_failures():
            book = calamine.opened(path)
            sheets = [
                _calamine_sheet(book.get_sheet_by_name(about.name), about.visible != SheetVisibleEnum.Visible, clean)
                for about in book.sheets_metadata
                if about.typ == SheetTypeEnum.WorkSheet
            ]
            if not sheets:
                raise ParserFailed("no worksheets")
            return sheets
    except ParserFailed as fault:
        raise refuse("password" if "password" in str(fault).lower() else "damaged") from fault


def _calamine_sheet(sheet: CalamineSheet, hidden: bool, clean: Clean) -> Sheet | None:
    _check_size(sheet.name, sheet.height, sheet.width)
    at, rows = calamine.rows_of(sheet)
    grid = Grid(partial(workbook_cell, clean=clean))
    for batch in batches(rows):
        grid.add(batch)
    merged = tuple((*start, *end) for start, end in sheet.merged_cell_ranges or ())
    _check_merged(sheet.name, merged)
    return finished_sheet(
        clean_text(sheet.name), grid.columns(), at=at, around=Surroundings(hidden=hidden, merged=merged)
    )
