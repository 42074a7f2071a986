"""Texts around the data (titles, notes, dictionaries) that explain codes and group questions into dimensions."""

from __future__ import annotations

from collab.exchange.recognise.table import Table
from collab.exchange.sheet import Book, Sheet

_MOST_ROWS = 200
_MOST_COLUMNS = 12


def notes_of(book: Book, table: Table) -> list[str]:
    """Texts above the table and in the sheets that hold no answers; the cells of one row also joined by "=" (a
    dictionary)."""
    data = {table.sheet.name, *table.sheets}
    found = [text for row in table.preamble for text in (*row, _as_entry(row)) if text]
    for sheet in book.sheets:
        if sheet.name not in data:
            found += _sheet_texts(sheet)
    return found


def _sheet_texts(sheet: Sheet) -> list[str]:
    if len(sheet.columns) > _MOST_COLUMNS or sheet.rows > 5000:
        return []
    found: list[str] = []
    for row in range(min(sheet.rows, _MOST_ROWS)):
        cells = [text for text in sheet.row_texts(row) if text]
        found += cells
        if 2 <= len(cells) <= 3:
            found.append(_as_entry(tuple(cells)))
    return found


def _as_entry(cells: tuple[str, ...]) -> str:
    filled = [text for text in cells if text]
    return " = ".join(filled[:2]) if len(filled) >= 2 else ""
