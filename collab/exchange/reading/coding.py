"""Rows of raw cells to dictionary-coded columns, merged cells filled, empty margins cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, zip_longest

import numpy as np

from collab.exchange.reading import limits
from collab.exchange.reading.refusals import refuse
from collab.exchange.sheet import CellType, Column

ReadCell = Callable[[object], tuple[str, CellType]]
BATCH_ROWS = 2_000


class Coder(dict[object, int]):
    """The code of each raw cell of one column; texts and types are in the order of the codes."""

    def __init__(self, read_cell: ReadCell) -> None:
        self.read_cell = read_cell
        self.texts = [""]
        self.types = [CellType.EMPTY]
        self.by_text = {"": 0}
        self.characters = 0

    def __missing__(self, raw: object) -> int:
        text, kind = self.read_cell(raw)
        code = self[raw] = self.code_of(text, kind)
        return code

    def code_of(self, text: str, kind: CellType) -> int:
        """The code of a clean text, which is added where it is new."""
        code = self.by_text.setdefault(text, len(self.texts))
        if code == len(self.texts):
            if len(text) > limits.CELL_CHARACTERS:
                raise refuse("long_cell")
            self.texts.append(text)
            self.types.append(kind)
            self.characters += len(text)
        return code


class Grid:
    """Columns that grow by batches of rows.

    add takes rows of raw cells; rows of one batch may differ in length. Afterwards columns() gives Column
    objects of equal length; codes are int32, 0 where a cell is empty or missing.
    """

    def __init__(self, read_cell: ReadCell) -> None:
        self.read_cell = read_cell
        self.rows = 0
        self.coders: list[Coder] = []
        self.parts: list[list[np.ndarray]] = []

    def add(self, rows: Sequence[Sequence[object]]) -> None:
        """Append rows."""
        columns = list(zip_longest(*rows, fillvalue=""))
        for _ in range(len(columns) - len(self.coders)):
            self.coders.append(Coder(self.read_cell))
            self.parts.append([np.zeros(self.rows, dtype=np.int32)])
        for coder, parts, cells in zip(self.coders, self.parts, columns, strict=False):
            codes = map(coder.__getitem__, _hashable(cells))
            parts.append(np.fromiter(codes, dtype=np.int32, count=len(cells)))
        for parts in self.parts[len(columns) :]:
            parts.append(np.zeros(len(rows), dtype=np.int32))
        self.rows += len(rows)
        self._refuse_too_much()

    def _refuse_too_much(self) -> None:
        width = len(self.coders)
        if width > limits.GRID_COLUMNS:
            raise refuse("too_many_columns", columns=width)
        if self.rows * width > limits.CELLS or self.rows > limits.GRID_ROWS:
            raise refuse("too_many_cells", rows=self.rows, columns=width, cells=self.rows * width)
        distinct = sum(len(coder.texts) for coder in self.coders)
        characters = sum(coder.characters for coder in self.coders)
        if distinct > limits.DISTINCT_TEXTS or characters > limits.DISTINCT_CHARACTERS:
            raise refuse("too_many_texts")

    def columns(self) -> tuple[Column, ...]:
        """The columns so far; their codes can be written to."""
        return tuple(
            Column(tuple(coder.texts), tuple(coder.types), np.concatenate(parts))
            for coder, parts in zip(self.coders, self.parts, strict=True)
        )

    def put(self, cells: Iterable[tuple[int, int, str, CellType]]) -> None:
        """Write (row, column, text, type) over what was read; cells outside are left out."""
        for column in range(len(self.parts)):
            self.parts[column] = [np.concatenate(self.parts[column])]
        for row, column, text, kind in cells:
            if 0 <= column < len(self.coders) and 0 <= row < self.rows:
                code = self.parts[column][0][row] = self.coders[column].code_of(text, kind)
                self.coders[column].types[code] = kind


def _hashable(cells: tuple[object, ...]) -> Iterable[object]:
    """The cells, with booleans apart from numbers (True == 1 for a dictionary)."""
    if bool not in set(map(type, cells)):
        return cells
    return [("b", cell) if isinstance(cell, bool) else cell for cell in cells]


def batches(rows: Iterable[Sequence[object]], size: int = BATCH_ROWS) -> Iterator[list[Sequence[object]]]:
    """Rows in lists of at most this size."""
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch
