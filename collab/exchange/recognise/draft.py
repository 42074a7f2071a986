"""What has been understood so far of one file: gathered while it is read, handed on as Findings at the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from collab.errors import Problem
from collab.exchange.findings import Content, Findings, FoundPartner, Known
from collab.exchange.recognise.enquiry import Enquiry
from collab.exchange.recognise.table import Field, Table
from collab.exchange.sheet import Book
from collab.model import Instrument, Kind, Mode

MOST_LISTED = 20


@dataclass
class Draft:
    """The findings in the making: one per call of recognise."""

    book: Book
    known: Known
    enquiry: Enquiry
    tool: str = "an own table"
    layout: str = ""
    kind: Kind | None = None
    instrument: Instrument | None = None
    shape: str = ""
    mode: Mode | None = None
    content: Content | None = None
    facts: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    excluded: Counter[str] = field(default_factory=Counter)
    factors: dict[str, str] = field(default_factory=dict)
    partners: tuple[FoundPartner, ...] = ()
    used: set[int] = field(default_factory=set)
    comments: dict[str, str | None] = field(default_factory=dict)
    personal: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    marks: dict[int, int] = field(default_factory=dict)

    def problem(
        self,
        found: str,
        allowed: str = "",
        remedy: str = "",
        *,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        """Note something that forbids saving."""
        self.problems.append(Problem(found, allowed, remedy, sheet, row, column))

    def warn(
        self,
        found: str,
        allowed: str = "",
        remedy: str = "",
        *,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        """Note something that the person should know, and that does not forbid saving."""
        self.warnings.append(Problem(found, allowed, remedy, sheet, row, column))

    def use(self, *fields: Field) -> None:
        """Mark columns as taken: they are not listed as ignored."""
        self.used.update(field.index for field in fields)

    def list_ignored(self, table: Table) -> None:
        """List every column that was not taken."""
        self.ignored = [
            item.header for item in table.fields if item.index not in self.used and item.header not in self.comments
        ]

    def place(self, table: Table, row: int) -> dict[str, object]:
        """Sheet and row (as Excel counts) of a data row, for a problem."""
        return {"sheet": table.sheet_name(row), "row": int(table.source_rows[row])}

    def findings(self) -> Findings:
        """Everything as Findings; content only where nothing is open and nothing forbids saving."""
        problems = (*self.problems, *self.enquiry.problems, *self.enquiry.check_unknown())
        ready = not problems and not self.enquiry.open
        return Findings(
            tool=self.tool,
            layout=self.layout,
            kind=self.kind,
            instrument=self.instrument,
            shape=self.shape,
            content=self.content if ready else None,
            mode=self.mode,
            facts=tuple(self.facts),
            questions=tuple(self.enquiry.open),
            answered=self.enquiry.answered,
            problems=tuple(problems),
            warnings=tuple(self.warnings),
            excluded={reason: int(count) for reason, count in self.excluded.items() if count},
            factors=self.factors,
            partners=self.partners,
            ignored_columns=tuple(self.ignored),
            comment_columns=self.comments,
            personal_columns=tuple(self.personal),
            settled=tuple(self.enquiry.settled.values()),
        )


def rows_where(column: Field, said: object) -> np.ndarray:
    """bool per data row: said(text) of the cell is true; asked once per different value."""
    table = np.zeros(len(column.values), dtype=bool)
    for code in np.flatnonzero(column.counts):
        table[code] = bool(said(column.values[code]))  # type: ignore[operator]
    return table[column.codes]
