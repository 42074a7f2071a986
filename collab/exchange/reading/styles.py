"""Which cell formats of a workbook mean a date or a length of time, and what a number means under them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import Enum

BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
BUILT_IN_LENGTH = 46
NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
DATE_LETTER = re.compile(r"[dmyhs]", re.IGNORECASE)
EPOCH = datetime(1899, 12, 30)
DAYS_TO_1904 = 1462
FALSE_LEAP_DAY = 60
LATEST = 2_958_466


class Meaning(Enum):
    """What a number in a cell of some format is."""

    NUMBER = "number"
    MOMENT = "moment"
    LENGTH = "length of time"


def meaning_of(identity: int, code: str | None) -> Meaning:
    """The meaning of a number format by its id, and its code where the workbook defines one."""
    if code is None:
        if identity == BUILT_IN_LENGTH:
            return Meaning.LENGTH
        return Meaning.MOMENT if identity in BUILT_IN_DATES else Meaning.NUMBER
    bare = NOT_FORMAT.sub("", code).split(";")[0]
    if ELAPSED.search(bare):
        return Meaning.LENGTH
    is_date = bare.strip().lower() != "general" and DATE_LETTER.search(bare)
    return Meaning.MOMENT if is_date else Meaning.NUMBER


def meanings_of(formats: Sequence[int], codes: Mapping[int, str]) -> tuple[Meaning, ...]:
    """The meaning of each cell format; formats holds the number format's id of each."""
    return tuple(meaning_of(identity, codes.get(identity)) for identity in formats)


def value_under(meaning: Meaning, number: float, *, from_1904: bool = False) -> object:
    """A number as a date, time, moment or length, as Excel would show it; itself where it can be none."""
    if meaning is Meaning.LENGTH and abs(number) < LATEST:
        return timedelta(days=number)
    if meaning is Meaning.NUMBER or not 0 <= number < LATEST:
        return number
    return _moment(number + (DAYS_TO_1904 if from_1904 and number >= 1 else 0))


def _moment(serial: float) -> date | time | datetime:
    moment = EPOCH + timedelta(days=serial + (1 if serial < FALSE_LEAP_DAY else 0))
    if serial < 1:
        return moment.time()
    return moment.date() if serial == int(serial) else moment
