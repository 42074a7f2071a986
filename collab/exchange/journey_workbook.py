"""Writes reviews and milestones as a workbook to be edited and brought back; text is never a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from collab.exchange.journey_values import fingerprint, titles
from collab.exchange.template import MARK_SHEET
from collab.exchange.template_guide import text_format

WIDTHS = {"section": 20, "item": 44, "status": 18, "owner": 24, "partner": 26, "due_on": 13, "done_on": 13, "key": 26}
BETWEEN = "|"
CELLS = "cells"
"""What a mark calls the number of cells that it remembers."""


@dataclass(frozen=True)
class Line:
    """One row as texts by field; key and what it is about are among them."""

    cells: Mapping[str, str]


@dataclass(frozen=True)
class Filled:
    """A workbook to be written. noun: what a row is about; lists: field -> what may be chosen there; mark: what names
    its place."""

    title: str
    noun: str
    fields: tuple[str, ...]
    lines: tuple[Line, ...]
    lists: Mapping[str, Sequence[str]]
    mark: Mapping[str, str]
    spare_rows: int = 0


def was(key: str, field: str) -> str:
    """The name by which a mark remembers a cell of the row with this key."""
    return BETWEEN.join(("was", key, field))


def mark_of(line: Line, field: str) -> tuple[str, str]:
    """What the workbook remembers of one cell: the name it goes by, and its fingerprint."""
    return was(line.cells["key"], field), fingerprint(line.cells.get(field, ""))


def remembered(mark: Mapping[str, str]) -> list[tuple[str, str]]:
    """Key of a row and field of each cell that a mark remembers, in the order in which they were written."""
    held = (name.split(BETWEEN) for name in mark)
    return [(parts[1], parts[2]) for parts in held if len(parts) == 3 and parts[0] == "was"]


def write(filled: Filled) -> bytes:
    """The bytes of an .xlsx file with one sheet to fill in, and a hidden one that remembers what was in it."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {"title": filled.title, "author": "Common Ground", "created": datetime.now(UTC).replace(tzinfo=None)}
    )
    sheet, mark = book.add_worksheet(filled.title[:31]), book.add_worksheet(MARK_SHEET)
    plain = text_format(book)
    fixed = text_format(book, bg_color="#EEF1F4")
    bold = text_format(book, bold=True, bg_color="#DDE5EC", border=1, border_color="#B8C2CC")
    for column, field in enumerate(filled.fields):
        sheet.set_column(column, column, WIDTHS.get(field, 36), plain, {"hidden": field == "key"})
        sheet.write_string(0, column, titles(filled.noun)[field], bold)
        for row, line in enumerate(filled.lines, start=1):
            looks = fixed if field in ("section", "item", "key") else plain
            sheet.write_string(row, column, line.cells.get(field, ""), looks)
        if field in filled.lists:
            _offer(book, sheet, mark, column, filled, field)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    _write_mark(mark, filled, plain)
    mark.very_hidden()
    sheet.activate()
    book.close()
    return buffer.getvalue()


def _offer(book: object, sheet: object, mark: object, column: int, filled: Filled, field: str) -> None:
    from xlsxwriter.utility import xl_range_abs

    values = filled.lists[field]
    at = 4 + list(filled.lists).index(field)
    for row, value in enumerate(values):
        mark.write_string(row, at, value)  # type: ignore[attr-defined]
    last = len(filled.lines) + filled.spare_rows
    if not values or not last:
        return
    source = f"='{MARK_SHEET}'!{xl_range_abs(0, at, len(values) - 1, at)}"
    sheet.data_validation(1, column, last, column, one_of(source))  # type: ignore[attr-defined]


def one_of(source: str) -> dict[str, object]:
    """The rule of a cell in which only what stands in a range may be chosen."""
    return {
        "validate": "list",
        "source": source,
        "error_title": "Not in the list",
        "error_message": "Please choose from the list, or leave the cell empty.",
    }


def _write_mark(sheet: object, filled: Filled, plain: object) -> None:
    told = dict(filled.mark)
    for line in filled.lines:
        told |= dict(mark_of(line, field) for field in filled.fields if field not in ("section", "item", "key"))
    told[CELLS] = str(len(remembered(told)))
    for row, (name, value) in enumerate(told.items()):
        sheet.write_string(row, 0, name, plain)  # type: ignore[attr-defined]
        sheet.write_string(row, 1, value, plain)  # type: ignore[attr-defined]
