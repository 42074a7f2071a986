"""The nouns of planning together: why a problem is there, the logic model, and action plans; standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Verdict(StrEnum):
    """How partners answer one of the two tests of a root cause. UNSAID: nobody has answered yet."""

    UNSAID = "unsaid"
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Problem:
    """What partners want to be rid of, in one sentence; evidence: how they know; source: in which data."""

    id: str
    initiative_id: str
    statement: str
    evidence: str = ""
    source: str = ""
    position: int = 0
    version: int = 1


@dataclass(frozen=True)
class Cause:
    """One answer to a why: of the problem (parent_id None), or of the answer above it.

    prevents: would the problem be prevented if this were removed; fits: is joint action the right way; is_chosen: it
    carries over into logic model and action plan.
    """

    id: str
    initiative_id: str
    problem_id: str
    answer: str
    parent_id: str | None = None
    evidence: str = ""
    source: str = ""
    prevents: Verdict = Verdict.UNSAID
    fits: Verdict = Verdict.UNSAID
    is_chosen: bool = False
    position: int = 0
    version: int = 1


@dataclass(frozen=True)
class LogicModel:
    """The problem that a logic model starts from, in its own words. version 0: nothing is kept yet."""

    initiative_id: str
    problem: str = ""
    version: int = 0


@dataclass(frozen=True)
class LogicEntry:
    """One entry of a logic model. place: the key of its column or of its row of context; cause_id: what it answers."""

    id: str
    initiative_id: str
    place: str
    text: str
    cause_id: str | None = None
    position: int = 0
    version: int = 1


@dataclass(frozen=True)
class LogicLink:
    """One entry leads to another."""

    from_id: str
    to_id: str
    initiative_id: str


@dataclass(frozen=True)
class ActionPlan:
    """What the plan of one goal says besides its steps. version 0: nothing is kept yet.

    outcomes: the changes that the work will bring; evidence: the signs of progress; evaluation: how one will decide
    that the goal is reached.
    """

    goal_id: str
    initiative_id: str
    outcomes: str = ""
    evidence: str = ""
    evaluation: str = ""
    version: int = 0


@dataclass(frozen=True)
class PlanStep:
    """One step of the action plan of a goal. begins_on, due_on: its place in time; after: ids of the steps that must be
    done before it; cause_id: the root cause that it goes at."""

    id: str
    initiative_id: str
    goal_id: str
    step: str
    responsible: str = ""
    partner_id: str | None = None
    begins_on: date | None = None
    due_on: date | None = None
    resources_available: str = ""
    resources_needed: str = ""
    barriers: str = ""
    communications: str = ""
    done_on: date | None = None
    after: tuple[str, ...] = ()
    cause_id: str | None = None
    position: int = 0
    version: int = 1

    @property
    def is_done(self) -> bool:
        """Somebody said so."""
        return self.done_on is not None
