"""The nouns of the journey through the five stages, as frozen objects and enums; standard library only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from collab.when import When


class GoalOutcome(StrEnum):
    """What became of a goal."""

    OPEN = "open"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True)
class Goal:
    """A SMART goal. measure: how one will know; target: how much; attainable: why it can be reached; result: what
    changes for students or families; reached: what came of it so far, in words or numbers."""

    id: str
    initiative_id: str
    statement: str
    measure: str = ""
    target: str = ""
    attainable: str = ""
    result: str = ""
    due_on: date | None = None
    outcome: GoalOutcome = GoalOutcome.OPEN
    reached: str = ""
    position: int = 0
    version: int = 1


class TenureKind(StrEnum):
    """What a tenure is about: who leads, where the work is at home, who pays."""

    LEADER = "leader"
    HOME = "home"
    FUNDING = "funding"


@dataclass(frozen=True)
class Tenure:
    """Somebody or something that holds a place in an initiative for a time.

    name: the leader, the home or the source of money, "" where only the post is known; detail: the post, what kind of
    home, what the money is for; one of the two is there.
    amount is as written ("3.25 million dollars"). Without ends_on it goes on with no end in sight, unless is_over says
    that it has ended on a day that nobody knows any more.
    """

    id: str
    initiative_id: str
    kind: TenureKind
    name: str
    detail: str = ""
    partner_id: str | None = None
    amount: str = ""
    began_on: When | None = None
    ends_on: When | None = None
    is_over: bool = False
    note: str = ""
    version: int = 1

    @property
    def called(self) -> str:
        """The name, or the post of somebody whose name is not known."""
        return self.name or self.detail


@dataclass(frozen=True)
class StagePlan:
    """When partners mean to be in a stage. version 0: nothing was planned yet."""

    initiative_id: str
    stage: str
    from_on: date | None = None
    until_on: date | None = None
    version: int = 0


class VisitEnd(StrEnum):
    """How a visit to a stage ended: its gate was passed, passed despite its advice, or partners went back."""

    PASSED = "passed"
    DESPITE = "despite"
    WENT_BACK = "went_back"


@dataclass(frozen=True)
class StageVisit:
    """One stay of an initiative in a stage; a stage that partners go back to has several.

    reason: why partners came here by going back. end_reason: why they left against the gate's advice, or went back.
    gate: what the gate found when they left, never a figure of a round: {"progress": 0..1 or None, "round": its id,
    "concerns": [[who, dimension], ...]}, without the last two where no round was revealed; {} where nobody left, or
    where it was written down long afterwards.
    """

    id: str
    initiative_id: str
    stage: str
    number: int
    began_on: When
    ended_on: When | None = None
    end: VisitEnd | None = None
    reason: str = ""
    end_reason: str = ""
    gate: dict[str, object] = field(default_factory=dict)
    version: int = 1


class StageState(StrEnum):
    """How a stage of an initiative stands."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    REVISITING = "revisiting"


class MilestoneStanding(StrEnum):
    """What persons say of a milestone. UNSAID: nobody said anything, so what the data say holds."""

    UNSAID = "unsaid"
    OPEN = "open"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class MilestoneRecord:
    """What persons wrote about one milestone. key is the content's, or the record's own id for one that they added
    (label is then their own). version 0: nothing is kept yet."""

    id: str
    initiative_id: str
    stage: str
    key: str
    label: str = ""
    standing: MilestoneStanding = MilestoneStanding.UNSAID
    done_on: date | None = None
    owner: str = ""
    partner_id: str | None = None
    due_on: date | None = None
    evidence: str = ""
    version: int = 0


class Confirmed(StrEnum):
    """What one partner says of a stage."""

    CONFIRMED = "confirmed"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Confirmation:
    """What one partner says about whether a stage is done."""

    initiative_id: str
    stage: str
    partner_id: str
    answer: Confirmed
    note: str = ""
    said_on: date | None = None
    at: datetime | None = None
    version: int = 1


@dataclass(frozen=True)
class NextStep:
    """Something that was agreed, with an owner and a due date. subject_id: the conclusion that it came from."""

    id: str
    initiative_id: str
    subject_id: str
    text: str
    owner: str = ""
    partner_id: str | None = None
    due_on: date | None = None
    done_on: date | None = None
    position: int = 0
    version: int = 1


@dataclass(frozen=True)
class Conclusion:
    """What partners concluded about a dimension in a round. partner_id None: jointly. reading: the key of one of the
    instrument's conclusions, "" where not settled. said_on: when they said so; at: when it was kept. version 0: nothing
    is kept yet."""

    id: str
    round_id: str
    dimension: str
    partner_id: str | None = None
    reading: str = ""
    text: str = ""
    said_on: date | None = None
    version: int = 0
    at: datetime | None = None


class ReviewState(StrEnum):
    """Under way: entries are being written. Held: finished; it enters every figure."""

    UNDER_WAY = "under_way"
    HELD = "held"


@dataclass(frozen=True)
class Review:
    """A dated pass over a checklist. partner_id None: together. phases_off: phases that do not apply as a whole."""

    id: str
    initiative_id: str
    checklist: str
    held_on: date
    partner_id: str | None = None
    state: ReviewState = ReviewState.UNDER_WAY
    started_from: str | None = None
    phases_off: tuple[str, ...] = ()
    version: int = 1
    created_at: datetime | None = None


@dataclass(frozen=True)
class ReviewEntry:
    """What a review says of one item. status: a key of checklists.toml, "" where not looked at yet.

    carried: taken over from the review before and not yet looked at in this one. version 0: nothing is kept yet.
    """

    review_id: str
    item: str
    status: str = ""
    carried: bool = False
    successes: str = ""
    challenges: str = ""
    next_steps: str = ""
    owner: str = ""
    partner_id: str | None = None
    due_on: date | None = None
    evidence: str = ""
    version: int = 0
