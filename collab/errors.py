"""The few exceptions of Common Ground, and Problem: a fault in somebody's data, told as data."""

from __future__ import annotations

import traceback
from dataclasses import dataclass


class CollabError(Exception):
    """An operation cannot go on; the message is a sentence for the person who asked for it."""


class ContentError(CollabError):
    """A content file under data/framework is not valid; names file, key and fault."""


class NotFound(CollabError):
    """What was asked for does not exist, or no longer does."""


class NotAllowed(CollabError):
    """The acting person, or the state of the record, does not permit this."""


class StaleVersion(CollabError):
    """Somebody else saved first; carries both texts so that the person can choose.

    mine and theirs map a field's name to its text.
    """

    def __init__(self, message: str, *, mine: dict[str, object], theirs: dict[str, object]) -> None:
        super().__init__(message)
        self.mine = mine
        self.theirs = theirs


class StoreError(CollabError):
    """The database cannot be opened, upgraded, backed up or restored."""


@dataclass(frozen=True)
class Problem:
    """One fault in a file: where it stands, what was found, what is allowed, what to do.

    sheet, row and column are None where the fault concerns more than one; row counts from 1
    as Excel does; column is the header or, where there is none, the letter.
    """

    found: str
    allowed: str
    remedy: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def as_dict(self) -> dict[str, object]:
        """The problem as the command line prints it."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "found": self.found,
            "allowed": self.allowed,
            "remedy": self.remedy,
        }

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                f"sheet “{self.sheet}”" if self.sheet else "",
                f"row {self.row}" if self.row else "",
                f"column “{self.column}”" if self.column else "",
            )
            if part
        )
        text = f"{self.found} {self.allowed} {self.remedy}".strip()
        return f"{place[0].upper()}{place[1:]}: {text}" if place else text


def whereabouts(fault: BaseException) -> str:
    """The kind of a fault and the lines it came through, for a log; never its text, which may quote an answer."""
    return f"{type(fault).__name__}\n{''.join(traceback.format_tb(fault.__traceback__, limit=-8))}"


class Refused(CollabError):
    """A file cannot be taken; problems says why, all of them at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
