"""The sheet of what is owed: a row for each thing with its owner and its day, to be filtered, printed and sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from collab.exchange.returned_sheets import KIND_OF_LIST
from collab.exchange.workbook.content import Book, Column, Look, Sheet
from collab.exchange.workbook.writing import write

NAME = "What is owed"
COLUMNS = (
    Column("what", "What", 50),
    Column("owner", "Owner", 17),
    Column("partner", "Partner", 20),
    Column("sector", "Sector", 11),
    Column("due_on", "Due", 11, Look.DAY),
    Column("standing", "Stands", 9),
    Column("days", "Days overdue", 9, Look.WHOLE),
    Column("kind", "Kind", 15),
    Column("about", "Where it was written", 26),
)
INITIATIVE = Column("initiative", "Initiative", 22)


@dataclass(frozen=True)
class OwedRow:
    """One thing that is owed, in words. days: how many days it is overdue, None where it is not."""

    what: str
    owner: str
    partner: str
    sector: str
    due_on: date | None
    standing: str
    days: int | None
    kind: str
    about: str
    initiative: str


def owed_sheet(heading: str, lines: tuple[str, ...], rows: Sequence[OwedRow], *, with_initiative: bool) -> Sheet:
    """The sheet: overdue rows stand out. lines: what it holds and as of when, above the table."""
    columns = (*COLUMNS, INITIATIVE) if with_initiative else COLUMNS
    return Sheet(
        name=NAME,
        heading=heading,
        columns=columns,
        rows=[[getattr(row, column.key) for column in columns] for row in rows],
        lines=lines,
        bold=frozenset(place for place, row in enumerate(rows) if row.days is not None),
    )


def owed_workbook(heading: str, lines: tuple[str, ...], rows: Sequence[OwedRow], *, with_initiative: bool) -> bytes:
    """The bytes of an .xlsx file with this sheet alone."""
    sheet = owed_sheet(heading, lines, rows, with_initiative=with_initiative)
    return write(Book(title=heading, subject=NAME, sheets=(sheet,), mark={"kind": KIND_OF_LIST}, lists={}))
