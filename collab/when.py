"""A day, a month or a year, as well as people know it; standard library only."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name, monthrange
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

EARLIEST, LATEST = 1900, 2199
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{4})")
_MONTH_NAMED = re.compile(r"(?:(\d{1,2})\.?\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{4})")
_DAY_AFTER_MONTH = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})")
_SHORTEST_MONTH = 3


@total_ordering
@dataclass(frozen=True)
class When:
    """A time known to the day, to the month (day None) or only to the year (month None too).

    Two compare by their first days, the less exact one first.
    """

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, on: date | When) -> When:
        """A day that is known exactly, or what is a When already; ValueError where it could not be read again."""
        _refuse_year(on.year)
        return on if isinstance(on, When) else cls(on.year, on.month, on.day)

    @classmethod
    def read(cls, text: str) -> When:
        """What somebody wrote: 2015, 2015-09, 9/2015, Sep 2015, 2015-09-04, 4 Sep 2015, Sep 4, 2015.

        ValueError where it is none of these or no such day exists. 4/9/2015 is refused: it has two meanings.
        """
        year, month, day = _parts(" ".join(text.split()))
        found = cls(year, month, day)
        _refuse_year(year)
        date(year, 1 if month is None else month, 1 if day is None else day)
        return found

    @property
    def first(self) -> date:
        """The first day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def is_exact(self) -> bool:
        """Whether the day is known."""
        return self.day is not None

    @property
    def on_it(self) -> str:
        """As a sentence says it: "in 2015", "in Sep 2015", "on 4 Sep 2015"."""
        return f"{'on' if self.is_exact else 'in'} {self}"

    def isoformat(self) -> str:
        """As it is kept: "2015", "2015-09" or "2015-09-04"."""
        parts = (f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None))
        return "-".join(parts)

    def __str__(self) -> str:
        """As people read it: "2015", "Sep 2015" or "4 Sep 2015"."""
        parts = (self.day, month_abbr[self.month] if self.month else None, self.year)
        return " ".join(str(part) for part in parts if part is not None)

    def __lt__(self, other: When) -> bool:
        """By the first day, the less exact first."""
        return (self.first, self.is_exact, self.month is not None) < (
            other.first,
            other.is_exact,
            other.month is not None,
        )


def _refuse_year(year: int) -> None:
    if not EARLIEST <= year <= LATEST:
        raise ValueError(f"The year {year} is not between {EARLIEST} and {LATEST}.")


def _parts(text: str) -> tuple[int, int | None, int | None]:
    if found := _WRITTEN.fullmatch(text):
        year, month, day = found.groups()
        return int(year), int(month) if month else None, int(day) if day else None
    if found := _MONTH_FIRST.fullmatch(text):
        return int(found[2]), int(found[1]), None
    if found := _MONTH_NAMED.fullmatch(text):
        return int(found[3]), _month(found[2]), int(found[1]) if found[1] else None
    if found := _DAY_AFTER_MONTH.fullmatch(text):
        return int(found[3]), _month(found[1]), int(found[2])
    raise ValueError(f"“{text}” is not a year, a month or a day.")


def _month(word: str) -> int:
    wanted = word.casefold()
    found = [place for place in range(1, 13) if month_name[place].casefold().startswith(wanted)]
    if wanted == "sept":
        return 9
    if len(wanted) < _SHORTEST_MONTH or len(found) != 1:
        raise ValueError(f"“{word}” is not a month.")
    return found[0]
