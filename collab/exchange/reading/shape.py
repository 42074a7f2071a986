"""The finishing of a sheet: merged cells filled forward, empty margins cut off, positions made its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from collab.exchange.sheet import Column, Sheet

Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class Surroundings:
    """What a file says about a sheet beside its cells. All positions are the file's own, from 0."""

    hidden: bool = False
    merged: tuple[Area, ...] = ()
    tables: tuple[tuple[str, int, int, int, int], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    uncalculated: int = 0
    uncalculated_at: tuple[tuple[int, int], ...] = ()


def finished_sheet(
    name: str, columns: tuple[Column, ...], *, at: tuple[int, int] = (0, 0), around: Surroundings | None = None
) -> Sheet | None:
    """The sheet of these columns, whose first cell is at row and column `at` of the file (from 0); None if blank.

    columns: codes of equal length, which may be written to.
    """
    around = around or Surroundings()
    height = len(columns[0].codes) if columns else 0
    inside = (_moved(area, -at[0], -at[1], height, len(columns)) for area in around.merged)
    fill_merged(columns, (area for area in inside if area))
    box = used_box(columns, height)
    if box is None:
        return None
    top, left, bottom, right = box
    row, column = at[0] + top, at[1] + left
    rows, width = bottom - top + 1, right - left + 1

    def own(area: Area) -> Area | None:
        return _moved(area, -row, -column, rows, width)

    return Sheet(
        name=name,
        columns=tuple(
            replace(kept, codes=np.ascontiguousarray(kept.codes[top : bottom + 1]))
            for kept in columns[left : right + 1]
        ),
        rows=rows,
        first_row=row,
        first_column=column,
        hidden=around.hidden,
        merged=tuple(area for area in map(own, around.merged) if area),
        tables=tuple((table[0], *area) for table in around.tables if (area := own(table[1:]))),
        hidden_rows=tuple(hidden - row for hidden in around.hidden_rows if 0 <= hidden - row < rows),
        hidden_columns=tuple(hidden - column for hidden in around.hidden_columns if 0 <= hidden - column < width),
        uncalculated=around.uncalculated,
        uncalculated_at=around.uncalculated_at,
    )


def _moved(area: Area, down: int, across: int, rows: int, width: int) -> Area | None:
    """The area moved and cut to rows x width; None where nothing of it is inside."""
    top, left = max(area[0] + down, 0), max(area[1] + across, 0)
    bottom, right = min(area[2] + down, rows - 1), min(area[3] + across, width - 1)
    return (top, left, bottom, right) if top <= bottom and left <= right else None


def fill_merged(columns: tuple[Column, ...], areas: Iterable[Area]) -> None:
    """Write the first cell of each area into the empty cells of that area, in place.

    columns: codes int32 of equal length.   areas: (top, left, bottom, right) inside the columns, from 0.
    """
    known: dict[int, dict[str, int]] = {}
    added: dict[int, tuple[list[str], list]] = {}
    for area in areas:
        top, left, bottom, right = area
        text = columns[left].text(top)
        kind = columns[left].types[columns[left].codes[top]]
        if not text:
            continue
        for at in range(left, right + 1):
            codes = columns[at].codes[top : bottom + 1]
            index = known.setdefault(at, {value: code for code, value in enumerate(columns[at].values)})
            if text not in index:
                values, types = added.setdefault(at, ([], []))
                index[text] = len(index)
                values.append(text)
                types.append(kind)
            codes[codes == 0] = index[text]
    for at, (values, types) in added.items():
        _extend(columns[at], values, types)


def _extend(column: Column, values: list[str], types: list) -> None:
    object.__setattr__(column, "values", column.values + tuple(values))
    object.__setattr__(column, "types", column.types + tuple(types))


def used_box(columns: tuple[Column, ...], rows: int) -> Area | None:
    """(top, left, bottom, right) of the cells that hold something; None where none does."""
    filled = np.zeros(rows, dtype=bool)
    used = []
    for at, column in enumerate(columns):
        mask = column.codes != 0
        if mask.any():
            used.append(at)
            filled |= mask
    if not used:
        return None
    lines = np.flatnonzero(filled)
    return int(lines[0]), used[0], int(lines[-1]), used[-1]
