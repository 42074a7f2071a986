"""Writes tables of plain values as text for other programs; what a person typed never becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_text(value: object) -> object:
    """A value for a CSV cell: text that a spreadsheet would run gets a leading apostrophe, numbers do not."""
    if isinstance(value, str) and value.lstrip(" \u00a0").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Rows as CSV with a header line; missing values are empty cells, never zero."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([safe_text(column) for column in columns])
    writer.writerows([[safe_text(row.get(column)) for column in columns] for row in rows])
    return buffer.getvalue()
