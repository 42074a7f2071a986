"""Where the data of a sheet end and notes below them begin: sources, explanations, a key to the questions."""

from __future__ import annotations

import numpy as np

from collab.exchange.sheet import Sheet

# A narrower table cannot be told from its notes.
_NARROWEST = 6
_WIDEST_NOTE = 3


def last_row(sheet: Sheet, first: int) -> int:
    """The row (from 0) before which the data end that begin at row first; sheet.rows where no notes follow them.

    Notes are narrow, begin in the first columns, and a blank row parts them from the last row of the data.
    """
    filled = np.zeros(sheet.rows, dtype=np.int64)
    for column in sheet.columns:
        filled += column.codes != 0
    wide = np.flatnonzero(filled[first:] > _WIDEST_NOTE)
    if len(wide) == 0 or int(np.median(filled[first:][wide])) < _NARROWEST:
        return sheet.rows
    after = first + int(wide[-1]) + 1
    gaps = np.flatnonzero(filled[after:] == 0)
    if len(gaps) == 0 or not filled[after:][gaps[0] :].any():
        return sheet.rows
    end = after + int(gaps[0])
    beyond = any(np.any(column.codes[end:]) for column in sheet.columns[_WIDEST_NOTE:])
    return sheet.rows if beyond else end
