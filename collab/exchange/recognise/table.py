"""A table inside a sheet: header rows above, data rows below, one Field per column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from collab.exchange.recognise.text import fold, number
from collab.exchange.sheet import CellType, Column, Sheet

SAMPLE = 400
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Field:
    """One column of a table. Two fields are the same only if they are one object.

    path: its header texts from top to bottom, parents filled forward, blanks left out.
    header: what a person would call the column; unique within its table.   codes: int32 per data row.
    """

    index: int
    path: tuple[str, ...]
    header: str
    values: tuple[str, ...]
    types: tuple[CellType, ...]
    codes: np.ndarray

    @cached_property
    def counts(self) -> np.ndarray:
        """How many data rows hold each value; int64, one per value."""
        return np.bincount(self.codes, minlength=len(self.values))

    @cached_property
    def filled(self) -> int:
        """Rows that are not blank."""
        return int(len(self.codes) - self.counts[0]) if len(self.values) else 0

    @cached_property
    def present(self) -> np.ndarray:
        """Codes of the values that occur in data rows, blank left out."""
        found = np.flatnonzero(self.counts)
        return found[found != 0]

    @property
    def distinct(self) -> int:
        """How many different values occur."""
        return len(self.present)

    @cached_property
    def sample(self) -> tuple[str, ...]:
        """Different values that occur, at most SAMPLE of them."""
        return tuple(self.values[code] for code in self.present[:SAMPLE])

    @cached_property
    def number_share(self) -> float:
        """Share of the different values (of a sample) that are numbers."""
        return sum(number(text) is not None for text in self.sample) / max(1, len(self.sample))

    @cached_property
    def date_share(self) -> float:
        """Share of the different values (of a sample) that the file itself calls dates."""
        kinds = [self.types[code] for code in self.present[:SAMPLE]]
        return sum(kind == CellType.DATE for kind in kinds) / max(1, len(kinds))

    @cached_property
    def mean_length(self) -> float:
        """Mean length of the different values (of a sample)."""
        return sum(map(len, self.sample)) / max(1, len(self.sample))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Everything that the header could be recognised by, folded."""
        return tuple(dict.fromkeys(fold(text) for text in (*self.path, self.header) if fold(text)))

    def text(self, row: int) -> str:
        """The text of a data row (from 0)."""
        return self.values[self.codes[row]]

    def taken(self, rows: np.ndarray) -> Field:
        """The field with these data rows only."""
        return replace(self, codes=self.codes[rows])


def once_per_field(compute: Callable[[Field], T]) -> Callable[[Field], T]:
    """The function, its result kept for as long as the field lives."""
    kept: WeakKeyDictionary[Field, T] = WeakKeyDictionary()

    @wraps(compute)
    def kept_or_computed(field: Field) -> T:
        if field not in kept:
            kept[field] = compute(field)
        return kept[field]

    return kept_or_computed


@dataclass(frozen=True)
class Table:
    """One table: fields over the same data rows.

    source_rows: each data row's number in the file, from 1.   preamble: notes above the headers and below the data.
    sheets, sheet_of: the sheets that the rows come from where the table joins several; int16 per row.
    """

    sheet: Sheet
    fields: tuple[Field, ...]
    source_rows: np.ndarray
    header_rows: int
    preamble: tuple[tuple[str, ...], ...] = ()
    has_import_ids: bool = False
    sheets: tuple[str, ...] = ()
    sheet_of: np.ndarray | None = None

    @property
    def rows(self) -> int:
        """How many data rows there are."""
        return len(self.source_rows)

    @cached_property
    def signature(self) -> tuple[str, ...]:
        """The folded headers in order: tables of the same survey share it."""
        return tuple(fold(" ".join(field.path)) for field in self.fields)

    def sheet_name(self, row: int) -> str:
        """The sheet that a data row stands in."""
        return self.sheet.name if self.sheet_of is None else self.sheets[self.sheet_of[row]]

    def named(self, *names: str) -> Field | None:
        """The first field whose header is one of these folded names."""
        return next((field for name in names for field in self.fields if name in field.names), None)

    def taken(self, rows: np.ndarray) -> Table:
        """The table with these data rows only (bool per row)."""
        if rows.all():
            return self
        sheet_of = self.sheet_of[rows] if self.sheet_of is not None else None
        fields = tuple(field.taken(rows) for field in self.fields)
        return replace(self, fields=fields, source_rows=self.source_rows[rows], sheet_of=sheet_of)

    def with_fields(self, fields: tuple[Field, ...]) -> Table:
        """The table with other fields over the same rows."""
        return replace(self, fields=fields)


def field_of(column: Column, index: int, rows: slice, path: tuple[str, ...], header: str) -> Field:
    """The field of a sheet's column whose data stand in these rows (from 0)."""
    return Field(index, path, header, column.values, column.types, column.codes[rows])


def coalesced(fields: list[Field], *, path: tuple[str, ...], header: str) -> Field:
    """One field that holds, row by row, the first value that is not blank."""
    values, types, lookup = [""], [CellType.EMPTY], {"": 0}
    codes = np.zeros(len(fields[0].codes), dtype=np.int32)
    for field in fields:
        table = np.zeros(len(field.values), dtype=np.int32)
        for code in field.present:
            text = field.values[code]
            if text not in lookup:
                lookup[text] = len(values)
                values.append(text)
                types.append(field.types[code])
            table[code] = lookup[text]
        codes = np.where(codes == 0, table[field.codes], codes)
    return Field(fields[0].index, path, header, tuple(values), tuple(types), codes.astype(np.int32))


def column_of(texts: list[str], types: list[CellType]) -> Column:
    """A dictionary-coded column from its texts, row by row."""
    lookup: dict[tuple[str, CellType], int] = {("", CellType.EMPTY): 0}
    codes = np.array(
        [
            lookup.setdefault((text, kind) if text else ("", CellType.EMPTY), len(lookup))
            for text, kind in zip(texts, types, strict=True)
        ],
        dtype=np.int32,
    )
    return Column(tuple(text for text, _ in lookup), tuple(kind for _, kind in lookup), codes)


def joined(tables: list[Table]) -> Table:
    """Tables of one signature as one table, rows below one another; tells which sheet each row comes from."""
    if len(tables) == 1:
        return tables[0]
    fields = tuple(_stacked([table.fields[at] for table in tables]) for at in range(len(tables[0].fields)))
    sheet_of = np.repeat(np.arange(len(tables), dtype=np.int16), [table.rows for table in tables])
    numbers = np.concatenate([table.source_rows for table in tables])
    first = tables[0].with_fields(fields)
    return replace(first, source_rows=numbers, sheets=tuple(table.sheet.name for table in tables), sheet_of=sheet_of)


def _stacked(parts: list[Field]) -> Field:
    lookup: dict[str, int] = {"": 0}
    types = [CellType.EMPTY]
    codes = []
    for part in parts:
        table = np.zeros(len(part.values), dtype=np.int32)
        for code in part.present:
            if part.values[code] not in lookup:
                lookup[part.values[code]] = len(lookup)
                types.append(part.types[code])
            table[code] = lookup[part.values[code]]
        codes.append(table[part.codes])
    return replace(parts[0], values=tuple(lookup), types=tuple(types), codes=np.concatenate(codes))
