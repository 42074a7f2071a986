"""What recognition hands on: facts, questions, problems, and the content that is ready to be saved."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from collab.errors import Problem
from collab.model import Instrument, Kind, Level, Measure, Mode, Sector


@dataclass(frozen=True)
class Choice:
    """One answer that a question allows."""

    key: str
    label: str


@dataclass(frozen=True)
class Question:
    """Something that only a person can settle.

    choices is empty where any text is allowed. proposal is None where nothing may be guessed;
    it is a key of choices, a text, or (where several is true) a tuple of keys. ranked: all choices, in order.
    group is a heading under which a screen gathers questions of one kind.
    beside: a table that helps to choose, its first row the headers.
    """

    id: str
    ask: str
    choices: tuple[Choice, ...] = ()
    proposal: str | tuple[str, ...] | None = None
    several: bool = False
    group: str = ""
    why: str = ""
    ranked: bool = False
    beside: tuple[tuple[str, ...], ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The question as the command line prints it."""
        proposal = list(self.proposal) if isinstance(self.proposal, tuple) else self.proposal
        return {
            "id": self.id,
            "ask": self.ask,
            "choices": [choice.key for choice in self.choices] or None,
            "labels": {choice.key: choice.label for choice in self.choices},
            "proposal": proposal,
        }


@dataclass(frozen=True)
class FoundPartner:
    """An organisation as the file writes it. sector is None while only a question can settle it."""

    name: str
    sector: Sector | None
    sector_word: str = ""
    variants: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answers:
    """Answer sheets, ready to be saved: one entry of each array per accepted row.

    partner: int32, index into partners of the content.
    ratings: int8, rows x factors of the instrument: index of the point in Instrument.scale, or a mark as
    -1 not_applicable, -2 skipped, -3 unreadable, -4 not_asked.
    ids: the source's own response id per row, "" where it has none (never stored: only a keyed mark is).
    source_rows: int32, the row in the file, from 1.   sheet_of: int16, index into sheets.
    comments: (row index, factor key or None, text) of the columns that were accepted.
    told: per row what tells it from another of its partner, such as when it was sent; () where nobody may ask.
    """

    partner: np.ndarray
    ratings: np.ndarray
    ids: tuple[str, ...]
    source_rows: np.ndarray
    sheet_of: np.ndarray
    sheets: tuple[str, ...]
    comments: tuple[tuple[int, str | None, str], ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Averages:
    """Averages that the file reports: partners x targets, as collab.scoring.figures.Reported says."""

    measure: Measure
    targets: tuple[tuple[Level, str], ...]
    values: np.ndarray
    answers: np.ndarray
    suppressed: np.ndarray


@dataclass(frozen=True)
class Content:
    """What would be saved once every question is answered. answers or averages, never both."""

    kind: Kind
    instrument: Instrument
    partners: tuple[FoundPartner, ...]
    answers: Answers | None = None
    averages: Averages | None = None


@dataclass(frozen=True)
class Known:
    """What the store already knows that helps to understand a file.

    instruments: all, the round's own first.   round_instrument: the key that the round is bound to, or None.
    partners: name and sector of partners in this initiative, then elsewhere.
    remembered: answers given before for files of the same shape.
    partner, sector, mode: what the person (or the round) has already settled, None where not.
    """

    instruments: tuple[Instrument, ...]
    round_instrument: str | None = None
    partners: tuple[tuple[str, Sector], ...] = ()
    remembered: dict[str, dict[str, object]] = field(default_factory=dict)
    partner: str | None = None
    sector: Sector | None = None
    mode: Mode | None = None


@dataclass(frozen=True)
class Findings:
    """Everything that was understood of a file, with the answers given so far applied.

    content is None while a question is open or a problem forbids saving.
    tool: "Qualtrics", "Google Forms", "an own table" ... for the person.
    layout: "wide", "long", "averages", "form", "template".
    facts: sentences of what was found, for the person.
    problems: those that forbid saving, all at once; warnings do not forbid.
    excluded: reason -> rows (test_or_preview, unfinished, totals, duplicate, blank).
    factors: factor (or dimension, or "overall") key -> header of the column it came from.
    ignored_columns: headers that are not taken.
    comment_columns: text columns on offer (header -> factor key or None).
    personal_columns: headers recognised as personal: never shown, never stored.
    questions: those still open.   settled: those answered, each with its answer in answered.
    shape: a digest of sheet names' and headers' structure: files of the same survey share it.
    """

    tool: str
    layout: str
    kind: Kind | None
    instrument: Instrument | None
    shape: str
    content: Content | None
    mode: Mode | None = None
    facts: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    answered: dict[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    excluded: dict[str, int] = field(default_factory=dict)
    factors: dict[str, str] = field(default_factory=dict)
    partners: tuple[FoundPartner, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    comment_columns: dict[str, str | None] = field(default_factory=dict)
    personal_columns: tuple[str, ...] = ()
    settled: tuple[Question, ...] = ()
