"""A spreadsheet as the recogniser sees it: dictionary-coded columns of text. No file is opened here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np


class CellType(StrEnum):
    """What the file said a cell is."""

    TEXT = "t"
    NUMBER = "n"
    DATE = "d"
    BOOLEAN = "b"
    ERROR = "e"
    EMPTY = "z"


@dataclass(frozen=True)
class Column:
    """One column: values[codes[row]] is the cell's text; values are unique and normalised.

    values[0] is always "" with type EMPTY. Texts are clean; in a workbook in which people write words, as
    they were typed. codes: int32, one per row of the sheet. Numbers are written
    the shortest way that reads back ("4", "0.25"), dates as ISO 8601.
    """

    values: tuple[str, ...]
    types: tuple[CellType, ...]
    codes: np.ndarray

    def text(self, row: int) -> str:
        """The text of a row (from 0)."""
        return self.values[self.codes[row]]


@dataclass(frozen=True)
class Sheet:
    """One sheet, from its first used cell. first_row and first_column tell where that is (from 0).

    merged: (top, left, bottom, right) inside this sheet, inclusive, from 0; already filled forward.
    tables: named Excel tables as (name, top, left, bottom, right).
    hidden_rows, hidden_columns: from 0.   uncalculated: formulas without a stored result;
    uncalculated_at: rows and columns of the first of them, as the file counts them from 0.
    """

    name: str
    columns: tuple[Column, ...]
    rows: int
    first_row: int = 0
    first_column: int = 0
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    tables: tuple[tuple[str, int, int, int, int], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    uncalculated: int = 0
    uncalculated_at: tuple[tuple[int, int], ...] = ()

    def text(self, row: int, column: int) -> str:
        """The text of a cell (both from 0)."""
        return self.columns[column].text(row)

    def row_texts(self, row: int) -> tuple[str, ...]:
        """The texts of one row."""
        return tuple(column.text(row) for column in self.columns)

    @cached_property
    def blank_rows(self) -> np.ndarray:
        """bool per row: nothing in it."""
        blank = np.ones(self.rows, dtype=bool)
        for column in self.columns:
            blank &= column.codes == 0
        return blank


@dataclass(frozen=True)
class Book:
    """One file, read. digest is the SHA-256 of its bytes; marker is our own template's hidden mark, if any."""

    file_name: str
    format: str
    digest: str
    sheets: tuple[Sheet, ...]
    marker: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
