"""Writes a calendar file (iCalendar, RFC 5545): all-day entries that Outlook, Google and others take in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

MAKER = "-//Common Ground//What is owed//EN"
AT_HOME = "common-ground"
LONGEST_SUMMARY = 200
"""Outlook cuts the title of an entry at 255 characters; the whole text stands in the description."""


@dataclass(frozen=True)
class Entry:
    """One day in a calendar. uid: the same for the same thing in every file, so that it is not entered twice.

    changed_at: when it, or something beside it, was last changed; sequence: grows with every change.
    """

    uid: str
    day: date
    summary: str
    description: str
    category: str
    changed_at: datetime
    sequence: int


def calendar_file(name: str, entries: Iterable[Entry], *, written_at: datetime) -> bytes:
    """The bytes of an .ics file. The same entries at the same moment give the same bytes."""
    from icalendar import Calendar, vText

    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    # Outlook takes several entries in at once only where they are published. An organizer would stand beside it (RFC
    # 5546, 3.2.1), but nobody invites to what is owed, and an invented address would be written to.
    made.add("method", "PUBLISH")
    # A name of its own kind is not escaped by itself.
    made.add("x-wr-calname", vText(" ".join(_printable(name).split())))
    for each in entries:
        made.add_component(_event(each, written_at.astimezone(UTC)))
    return made.to_ical()


def _event(entry: Entry, written_at: datetime) -> Event:
    """An entry of the whole day that keeps nobody's time. An end that is not part of it is the next day.

    Of what is published, the stamp is the time of the file (RFC 5545, 3.8.7.2).
    """
    from icalendar import Event

    made = Event()
    made.add("uid", f"{entry.uid}@{AT_HOME}")
    made.add("dtstamp", written_at)
    made.add("last-modified", entry.changed_at.astimezone(UTC))
    made.add("sequence", entry.sequence)
    made.add("dtstart", entry.day)
    if entry.day < date.max:  # After the last day there is none; without an end an entry is a day long.
        made.add("dtend", entry.day + timedelta(days=1))
    made.add("summary", _short(_printable(entry.summary)))
    made.add("description", _printable(entry.description))
    made.add("categories", [_printable(entry.category)])
    made.add("class", "PUBLIC")
    made.add("transp", "TRANSPARENT")
    made.add("x-microsoft-cdo-busystatus", "FREE")
    return made


def _short(text: str) -> str:
    """A title is one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SUMMARY else f"{line[: LONGEST_SUMMARY - 1].rstrip()}…"


def _printable(text: str) -> str:
    """Blanks for control characters but line breaks, which the format has no way to write; no halves of characters."""
    signs = (" " if sign != "\n" and unicodedata.category(sign) == "Cc" else sign for sign in text)
    return "".join(sign for sign in signs if unicodedata.category(sign) != "Cs")
