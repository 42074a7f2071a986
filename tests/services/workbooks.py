"""A workbook as partners work on it at home: cells by the words people see, rows added, copied, sorted, deleted."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from collab.exchange.reading import read_book
from collab.model import YOU
from collab.services import workbook_back
from collab.services.bulk import Preview
from collab.services.workbook import workbook
from collab.services.workbook_back import Saved, Workbook, WorkbookPreview
from collab.store import Store

TODAY = date(2026, 11, 22)
NAMES = {"Milestones": "Milestone", "Action plan": "Action step"}
"""The column by whose words a row is found; "Item" in checklists."""


class AtHome:
    """A downloaded workbook, open in another program."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))

    def top(self, sheet: str) -> int:
        """The row of the titles."""
        return next(row[0].row for row in self.book[sheet].iter_rows() if "Key" in [cell.value for cell in row])

    def column(self, sheet: str, title: str) -> int:
        """The place of a column."""
        return next(cell.column for cell in self.book[sheet][self.top(sheet)] if cell.value == title)

    def row(self, sheet: str, words: str) -> int:
        """The row that these words name."""
        column = self.column(sheet, NAMES.get(sheet, "Item"))
        rows = range(self.top(sheet) + 1, self.book[sheet].max_row + 1)
        return next(row for row in rows if self.book[sheet].cell(row, column).value == words)

    def put(self, sheet: str, words: str, title: str, value: object) -> AtHome:
        """Write into one cell."""
        self.book[sheet].cell(self.row(sheet, words), self.column(sheet, title)).value = value
        return self

    def add(self, sheet: str, **cells: object) -> AtHome:
        """Write into the first empty row; a title with blanks has _ for them."""
        return self.fill(sheet, self.first_empty(sheet), **cells)

    def fill(self, sheet: str, row: int, **cells: object) -> AtHome:
        """Write into cells of a row."""
        for title, value in cells.items():
            self.book[sheet].cell(row, self.column(sheet, TITLES.get(title, title.replace("_", " ")))).value = value
        return self

    def first_empty(self, sheet: str) -> int:
        """The first row below the titles with nothing in it."""
        row = self.top(sheet) + 1
        while any(cell.value is not None for cell in self.book[sheet][row]):
            row += 1
        return row

    def copy(self, sheet: str, words: str) -> int:
        """Copy a whole row, its hidden key too, into the first empty one; returns where that is."""
        target, source = self.first_empty(sheet), self.row(sheet, words)
        for cell in self.book[sheet][source]:
            self.book[sheet].cell(target, cell.column).value = cell.value
        return target

    def delete(self, sheet: str, words: str) -> AtHome:
        """Delete a row."""
        self.book[sheet].delete_rows(self.row(sheet, words))
        return self

    def sort(self, sheet: str, *, columns: int | None = None, by: Callable[[Sequence[object]], str]) -> AtHome:
        """Sort the rows. columns: how many move; None for all of them, the hidden key too."""
        table: Worksheet = self.book[sheet]
        first, last = self.top(sheet) + 1, self.first_empty(sheet) - 1
        rows = sorted(table.iter_rows(first, last, 1, columns or table.max_column, values_only=True), key=by)
        for number, row in enumerate(rows, start=first):
            for column, value in enumerate(row, start=1):
                table.cell(number, column).value = value
        return self

    def bytes(self) -> bytes:
        """What is sent back."""
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()


TITLES = {"No": "No."}


def taken_home(store: Store, initiative_id: str) -> AtHome:
    """The workbook of an initiative, open in another program."""
    return AtHome(workbook(store, initiative_id, today=TODAY))


def brought(store: Store, content: bytes | AtHome, folder: Path, name: str = "out.xlsx") -> Workbook:
    """A workbook that came back, read."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.bytes())
    return workbook_back.workbook_of(store, YOU, read_book(path, file_name=name))


def looked(store: Store, back: Workbook, *, take: frozenset[str] = frozenset()) -> WorkbookPreview:
    """What it would do."""
    return workbook_back.preview(store, YOU, back, held_on=TODAY, take=take)


def saved(store: Store, back: Workbook, *, take: frozenset[str] = frozenset()) -> Saved:
    """Save what it would do now."""
    seen = looked(store, back, take=take).seen
    return workbook_back.save(store, YOU, back, held_on=TODAY, seen=seen, take=take)


def of_sheet(shown: WorkbookPreview, name: str) -> Preview:
    """What one sheet would do."""
    found = next(each.preview for each in shown.sheets if each.part.name == name)
    assert found is not None
    return found


def changes(shown: WorkbookPreview) -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    """(sheet, row as the person calls it) -> field, before and after of each cell that would change."""
    return {
        (each.part.name, row.label): [(change.field, change.before, change.after) for change in row.changes]
        for each in shown.sheets
        if each.preview
        for row in each.preview.rows
        if row.changes
    }


def told(shown: WorkbookPreview) -> list[str]:
    """Every problem as a sentence."""
    return [str(problem) for each in shown.sheets if each.preview for problem in each.preview.problems]


def notes(shown: WorkbookPreview) -> list[str]:
    """Every note."""
    return [note for each in shown.sheets if each.preview for note in each.preview.notes]
