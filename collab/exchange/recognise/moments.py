"""Dates and times of survey files as sortable numbers, whatever order of day and month the tool writes."""

from __future__ import annotations

import re
from datetime import datetime

import numpy as np

from collab.exchange.recognise.table import Field

_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_PARTS = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{2,4})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp]\.?[Mm])?")


def moments(field: Field | None, rows: int) -> np.ndarray:
    """float64 per data row: seconds since year 1, NaN where blank or unreadable. Day before month only where a
    value shows it."""
    if field is None:
        return np.full(rows, np.nan)
    day_first = _is_day_first(field.values)
    table = np.full(len(field.values), np.nan)
    for code in np.flatnonzero(field.counts):
        table[code] = _moment(field.values[code], day_first)
    return table[field.codes]


def has_time(field: Field) -> bool:
    """Whether the values tell the time of day, not the day alone."""
    return any(":" in text for text in field.sample[:20])


def _is_day_first(values: tuple[str, ...]) -> bool:
    firsts = [int(found[1]) for text in values[:5000] if (found := _PARTS.match(text))]
    return any(first > 12 for first in firsts)


def _moment(text: str, day_first: bool) -> float:
    found = _ISO.match(text)
    parts = (int(found[1]), int(found[2]), int(found[3])) if found else _by_parts(text, day_first)
    if parts is None:
        return float("nan")
    try:
        day = datetime(*parts).toordinal()
    except ValueError:
        return float("nan")
    return day * 86400.0 + _seconds(text)


def _by_parts(text: str, day_first: bool) -> tuple[int, int, int] | None:
    found = _PARTS.match(text)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    year += 2000 if year < 100 else 0
    return (year, second, first) if day_first else (year, first, second)


def _seconds(text: str) -> float:
    found = _TIME.search(text)
    if not found:
        return 0.0
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    half = (found[4] or "").lower()[:1]
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return hour * 3600.0 + minute * 60 + second
