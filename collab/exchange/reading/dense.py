"""Cells scattered over a sheet to columns of equal length, each with the texts it uses."""

from __future__ import annotations

import numpy as np

from collab.exchange.reading.cells import Dictionary
from collab.exchange.reading.sheetxml import SheetScan
from collab.exchange.sheet import CellType, Column


def dense_columns(scan: SheetScan, dictionary: Dictionary) -> tuple[Column, ...]:
    """The columns from the first to the last used, over the rows from the first to the last used.

    codes: int32, 0 where a row has no cell; where a reference occurs twice the later cell counts.
    """
    height, width = scan.spans()
    rows, columns, codes = (np.concatenate(parts) for parts in zip(*scan.cells, strict=True))
    order = np.argsort(columns, kind="stable")
    bounds = np.searchsorted(columns[order], np.arange(width + 1) + scan.first_column)
    found = []
    for at in range(width):
        chosen = order[bounds[at] : bounds[at + 1]]
        dense = np.zeros(height, dtype=np.int32)
        dense[rows[chosen] - scan.first_row] = codes[chosen]
        found.append(_column(dense, dictionary))
    return tuple(found)


def _column(codes: np.ndarray, dictionary: Dictionary) -> Column:
    """The column with codes of its own: 0, then its texts in the order of the dictionary."""
    used = np.unique(np.append(codes, 0)) if _is_sparse(codes, dictionary) else _used(codes, dictionary)
    values: dict[str, int] = {}
    types: list[CellType] = []
    own = np.zeros(len(used), dtype=np.int32)
    for at, code in enumerate(used.tolist()):
        text = dictionary.texts[code]
        own[at] = values.setdefault(text, len(values))
        if len(values) > len(types):
            types.append(dictionary.types[code])
    return Column(tuple(values), tuple(types), _translated(codes, used, own, dictionary))


def _is_sparse(codes: np.ndarray, dictionary: Dictionary) -> bool:
    """Whether an array over the whole dictionary would cost more than sorting these codes."""
    return len(dictionary.texts) > 8 * len(codes)


def _used(codes: np.ndarray, dictionary: Dictionary) -> np.ndarray:
    flags = np.zeros(len(dictionary.texts), dtype=bool)
    flags[codes] = True
    flags[0] = True
    return np.flatnonzero(flags)


def _translated(codes: np.ndarray, used: np.ndarray, own: np.ndarray, dictionary: Dictionary) -> np.ndarray:
    if _is_sparse(codes, dictionary):
        return own[np.searchsorted(used, codes)]
    table = np.zeros(len(dictionary.texts), dtype=np.int32)
    table[used] = own
    return table[codes]
