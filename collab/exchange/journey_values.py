"""What a cell of a sheet of reviews or milestones says: headers, days, and one way to compare texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from collab.exchange.reading.text import clean_text, typed_text
from collab.exchange.recognise.text import fold, number

HEADERS: dict[str, tuple[str, ...]] = {
    "item": ("item", "checklist item", "milestone", "what", "statement", "question", "practice", "indicator", "task"),
    "section": ("phase", "stage", "section", "area", "part"),
    "status": ("status", "standing", "state", "progress", "where it stands", "rating", "done", "done?"),
    "successes": ("successes", "success", "what went well", "went well", "wins", "strengths", "accomplishments"),
    "challenges": ("challenges", "challenge", "barriers", "obstacles", "problems", "issues", "concerns"),
    "next_steps": ("next steps", "next step", "actions", "action", "action items", "to do", "follow up"),
    "owner": ("owner", "owners", "responsible", "person responsible", "who", "lead", "assigned to", "accountable"),
    "partner": ("partner", "organisation", "organization", "agency", "owner's organisation", "sector partner"),
    "due_on": ("due", "due date", "due on", "by when", "deadline", "target date", "when", "timeline"),
    "done_on": (
        "done on",
        "completed on",
        "date completed",
        "completion date",
        "completed",
        "date done",
        "finished on",
    ),
    "evidence": ("evidence", "source", "sources", "proof", "documentation", "link"),
    "key": ("key",),
}
"""Words that sheets put above a column; the first of each is what our own workbook says in small letters."""
TITLES = {
    "section": "Phase",
    "item": "Item",
    "status": "Status",
    "successes": "Successes",
    "challenges": "Challenges",
    "next_steps": "Next steps",
    "owner": "Owner",
    "partner": "Partner",
    "due_on": "Due date",
    "done_on": "Done on",
    "evidence": "Evidence",
    "key": "Key",
}
OF_MILESTONES = {"section": "Stage", "item": "Milestone"}
DAYS = frozenset({"begins_on", "due_on", "done_on"})
EARLIEST, LATEST = 1990, 2100
_FIELDS = {fold(word): name for name, words in HEADERS.items() for word in words}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?")
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?: .*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]+([a-z]{3,9})\.?,?[ -]+(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?[ -]+(\d{1,2})(?:st|nd|rd|th)?,?[ -]+(\d{4}|\d{2})")
DAY_ALLOWED = f"A day between {EARLIEST} and {LATEST} is allowed, as 2027-03-31."


@dataclass(frozen=True)
class NoDay:
    """A cell that is no day, or may be one of two."""

    found: str


def field_of(header: str) -> str | None:
    """What a column is about, by the words above it."""
    return _FIELDS.get(fold(header))


def titles(noun: str) -> dict[str, str]:
    """What stands above the columns of a sheet about such things: "item" or "milestone"."""
    return TITLES | (OF_MILESTONES if noun == "milestone" else {})


def comparable(text: str) -> str:
    """The text as it comes back from a spreadsheet that was not downloaded here: without its lines and quotes."""
    return clean_text(text)


def is_same(one: str, other: str, *, typed: bool) -> bool:
    """Whether two texts say the same. typed: they are as they were typed, so that lines and quotes count."""
    return typed_text(one) == typed_text(other) if typed else comparable(one) == comparable(other)


def fingerprint(text: str) -> str:
    """What a workbook remembers of a text, to tell later whether it was changed."""
    return sha256(typed_text(text).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def day(text: str) -> date | NoDay | None:
    """The day that a cell says in a usual way; None for an empty one. "3/4/2027" is two days, so it is refused."""
    bare = text.strip().lower()
    if not bare:
        return None
    if found := _ISO.fullmatch(bare):
        return _made(text, *map(int, found.groups()))
    if found := _DAY_FIRST.fullmatch(bare):
        return _named(text, found[3], found[2], found[1])
    if found := _MONTH_FIRST.fullmatch(bare):
        return _named(text, found[3], found[1], found[2])
    if found := _NUMBERS.fullmatch(bare):
        return _numbers(text, int(found[1]), int(found[2]), _year(found[3]))
    if number(text) is not None:
        return NoDay(f"“{text}” is a number, not a day.")
    return NoDay(f"“{text}” is not a day.")


def _numbers(text: str, first: int, second: int, year: int) -> date | NoDay:
    if first == second or second > 12:
        return _made(text, year, first, second)
    if first > 12:
        return _made(text, year, second, first)
    return NoDay(f"“{text}” can be read as two days, with the month first or second.")


def _named(text: str, year: str, month: str, day_: str) -> date | NoDay:
    if month[:3] not in _MONTHS:
        return NoDay(f"“{text}” is not a day.")
    return _made(text, _year(year), _MONTHS.index(month[:3]) + 1, int(day_))


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _made(text: str, year: int, month: int, day_: int) -> date | NoDay:
    try:
        made = date(year, month, day_)
    except ValueError:
        return NoDay(f"“{text}” is not a day of the calendar.")
    return made if EARLIEST <= year <= LATEST else NoDay(f"“{text}” is a day of the year {year}.")
