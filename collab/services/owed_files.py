"""What is owed to take away: as entries of a calendar, and as a sheet for Excel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from collab.exchange.calendar import Entry, calendar_file
from collab.exchange.owed_sheet import OwedRow, owed_workbook
from collab.framework import load_framework
from collab.services.owed import KINDS, Owed
from collab.when import When

MADE_UP = "Made-up sample data"
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""When something was changed in an initiative that nobody has worked on: a calendar asks for a time all the same."""


def calendar(lines: Iterable[Owed], *, name: str, written_at: datetime | None = None) -> bytes:
    """An .ics file of what has a day and is not done; each entry is the same thing in every file.

    written_at: the moment of the file, with its time zone; None is now.
    """
    entries = [_entry(each, each.task.due_on) for each in lines if each.task.due_on and not each.is_done]
    return calendar_file(name, entries, written_at=written_at or datetime.now(UTC))


def _entry(each: Owed, day: date) -> Entry:
    task, initiative = each.task, each.initiative
    made_up = "Made-up sample: " if initiative.made_up else ""
    told = (
        ("", task.text),
        ("Owner: ", task.owner),
        ("Partner: ", task.partner),
        ("Initiative: ", initiative.name),
        (f"{KINDS[task.kind]}: " if task.about else "", task.about or KINDS[task.kind]),
        ("", f"{MADE_UP}: no real organisation owes this." if initiative.made_up else ""),
    )
    at = initiative.active_at or _BEGINNING
    return Entry(
        uid=each.id,
        day=day,
        summary=f"{made_up}{task.text}" + (f" ({task.owned_by})" if task.owned_by else ""),
        description="\n".join(f"{label}{words}" for label, words in told if words),
        category=KINDS[task.kind],
        changed_at=at if at.tzinfo else at.replace(tzinfo=UTC),
        sequence=initiative.activity,
    )


def sheet(lines: Sequence[Owed], *, heading: str, about: str, today: date, with_initiative: bool) -> bytes:
    """An .xlsx file of all that is listed, as of a day. about: what was looked for, "" where it is everything."""
    made_up = sum(each.initiative.made_up for each in lines)
    told = (
        f"As of {When.of(today)}. Overdue is what has a date before that day and is not done.",
        about,
        f"{MADE_UP}: {'all' if made_up == len(lines) else made_up} of these rows." if made_up else "",
    )
    rows = [_row(each, today) for each in lines]
    return owed_workbook(heading, tuple(filter(None, told)), rows, with_initiative=with_initiative)


def _row(each: Owed, today: date) -> OwedRow:
    task = each.task
    late = each.task.overdue(today)
    return OwedRow(
        what=task.text,
        owner=task.owner,
        partner=task.partner,
        sector=load_framework().sector(task.sector).label if task.sector else "",
        due_on=task.due_on,
        standing="Done" if each.is_done else "Overdue" if late else "To do" if task.due_on else "No date",
        days=(today - task.due_on).days if late and task.due_on else None,
        kind=KINDS[task.kind],
        about=task.about,
        initiative=each.initiative.name,
    )
