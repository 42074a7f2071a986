"""What the import of a spreadsheet says to a person before and after: preview, effect, outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collab.errors import Problem
from collab.exchange.findings import Findings, Question
from collab.exchange.sheet import Book
from collab.model import Kind, Mode, Sector

if TYPE_CHECKING:
    from collab.services.destinations import Mark


@dataclass(frozen=True)
class Destination:
    """Where the content goes; an initiative or a round of a new name is made on saving."""

    initiative: str
    round_label: str


@dataclass(frozen=True)
class PartnerEffect:
    """One partner in the file. responses counts its answer sheets in the file.

    For averages it is the number of answers that the source reports, None where it states none.
    """

    name: str
    sector: Sector
    responses: int | None
    is_new: bool

    def as_dict(self) -> dict[str, object]:
        """The partner as the command line prints it."""
        return {"name": self.name, "sector": str(self.sector), "responses": self.responses}


@dataclass(frozen=True)
class Effect:
    """What saving would change: answer sheets, or reported figures where the kind is averages.

    vanished: held from earlier files of this survey and no longer in this one; they are kept.
    overwrites: a digest of what is there now and would be changed or removed, "" for nothing: two effects of
    the same counts differ where somebody else has changed just that in between.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    vanished: int = 0
    partners: tuple[PartnerEffect, ...] = ()
    initiative_is_new: bool = False
    round_is_new: bool = False
    instrument_is_new: bool = False
    overwrites: str = ""

    @property
    def new_partners(self) -> tuple[str, ...]:
        """The names of partners that saving would add to the initiative."""
        return tuple(partner.name for partner in self.partners if partner.is_new)

    @property
    def is_nothing(self) -> bool:
        """Saving would change no answer and no figure."""
        return self.added == self.changed == self.removed == 0

    def as_dict(self) -> dict[str, int]:
        """The counts as the command line prints them."""
        return {
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "unchanged": self.unchanged,
            "vanished": self.vanished,
        }


@dataclass(frozen=True)
class Preview:
    """A file as understood so far. status: "needs_answers", "refused", "ready" or "unchanged".

    questions: those still open first, then those answered (their answers are in answers), so that a screen
    can show and change both. open_questions: ids without an answer. effect is None until status is ready or unchanged.
    mark: what the hidden mark of a filled template says, None where the file has none.
    answered_as: the name of the earlier file of this shape whose answers are taken up, None where there is none.
    """

    book: Book
    findings: Findings
    destination: Destination
    status: str
    questions: tuple[Question, ...]
    open_questions: tuple[str, ...]
    answers: dict[str, object]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    effect: Effect | None = None
    partner: str | None = None
    sector: Sector | None = None
    mode: Mode | None = None
    made_up: bool = False
    accepted: bool = False
    mark: Mark | None = None
    answered_as: str | None = None

    def report(self, outcome: Outcome | None = None) -> dict[str, object]:
        """The object that `import --json` prints: of a saved file with its outcome, else of the preview."""
        findings, effect = self.findings, self.effect or Effect()
        sheets = findings.kind is Kind.RESPONSES
        asked = {question.id: question for question in self.questions}
        return {
            "status": outcome.status if outcome else self.status,
            "import": outcome.import_id if outcome else None,
            "kind": findings.kind,
            "instrument": findings.instrument.key if findings.instrument else None,
            "responses": sum(partner.responses or 0 for partner in effect.partners) if sheets else 0,
            "excluded": dict(findings.excluded),
            "partners": [partner.as_dict() for partner in effect.partners],
            "factors": dict(findings.factors),
            "ignored_columns": list(findings.ignored_columns),
            "problems": [problem.as_dict() for problem in self.problems],
            "questions": [asked[each].as_dict() for each in self.open_questions],
            "warnings": [warning.as_dict() for warning in self.warnings],
            "effect": effect.as_dict(),
        }


@dataclass(frozen=True)
class Outcome:
    """What saving or undoing did. status: "saved", "unchanged" or "undone"; sentence tells it to the person."""

    status: str
    sentence: str
    import_id: str | None
    initiative_id: str | None
    round_id: str | None
    effect: Effect = field(default_factory=Effect)
