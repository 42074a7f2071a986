"""The fast parser, opened once for a file, with its ways of failing made ordinary."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from collab.errors import Refused

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Rows = tuple[tuple[int, int], Iterator[Sequence[object]]]


class ParserFailed(Exception):
    """A parser cannot read this file or sheet; another may."""


@contextlib.contextmanager
def ordinary_failures() -> Iterator[None]:
    """Turn whatever a parser raises into ParserFailed; calamine's panics are no subclass of Exception."""
    try:
        yield
    except (Refused, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:
        raise ParserFailed(str(fault)) from fault


def opened(path: Path) -> CalamineWorkbook:
    """The workbook at path."""
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(path)


def rows_of(sheet: CalamineSheet) -> Rows:
    """Position of the first used cell, and the rows from there (calamine itself begins with row 0)."""
    start = sheet.start or (0, 0)
    return start, islice(sheet.iter_rows(), start[0], None)
