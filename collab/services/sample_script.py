"""The made-up journeys as their content files tell them: what happened, in order. Nothing here is saved."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from threading import Lock

import msgspec

from collab.errors import ContentError
from collab.framework import PROJECT
from collab.journey import GoalOutcome, MilestoneStanding, TenureKind
from collab.model import Outcome, Role, Sector, Standing
from collab.plans import Verdict

FOLDER = PROJECT / "data" / "samples" / "journeys"
Day = date | int
"""A date, or how many days after the day of loading (below zero: before it)."""

# msgspec prepares a type at its first use, and two threads that do so at once crash the process.
_LOADING = Lock()


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A piece of a content file; a key that nobody knows is a fault."""


class PartnerIn(Part, frozen=True):
    """An organisation that takes part."""

    name: str
    sector: Sector
    role: Role = Role.PARTNER


class Event(Part, frozen=True, tag_field="do"):
    """Something that a person did."""


class LoadRound(Event, frozen=True, tag="load_round"):
    """A round whose answers are in a file beside the journeys."""

    label: str
    file: str
    held_on: date


class EnterRound(Event, frozen=True, tag="enter_round"):
    """A round in which each partner handed in one answer.

    ratings: partner -> its scores, a digit per factor in the instrument's order, "-" for not applicable.
    """

    label: str
    held_on: date
    ratings: dict[str, str]


class SetPart(Event, frozen=True, tag="set_part"):
    """What part a partner takes, and since when or until when it did: a year, a month or a day, as text."""

    partner: str
    role: Role = Role.PARTNER
    joined: str = ""
    left: str = ""


class AddGoal(Event, frozen=True, tag="goal"):
    """A goal and what became of it."""

    statement: str
    measure: str = ""
    target: str = ""
    attainable: str = ""
    result: str = ""
    due_on: Day | None = None
    outcome: GoalOutcome = GoalOutcome.OPEN


class AddTenure(Event, frozen=True, tag="tenure"):
    """Who leads, where the work is at home, who pays."""

    kind: TenureKind
    name: str
    detail: str = ""
    partner: str | None = None
    amount: str = ""
    began_on: Day | None = None
    ends_on: Day | None = None
    note: str = ""


class PlanStage(Event, frozen=True, tag="plan_stage"):
    """When partners meant to be in a stage."""

    stage: str
    from_on: date
    until_on: date | None = None


class Begin(Event, frozen=True, tag="begin"):
    """The first stay in a stage."""

    stage: str
    on: date


class GoOn(Event, frozen=True, tag="go_on"):
    """On to a later stage; a reason where the gate advised against it. Without to the way is ended."""

    on: date
    to: str | None = None
    reason: str = ""


class GoBack(Event, frozen=True, tag="go_back"):
    """Back to an earlier stage."""

    to: str
    on: date
    reason: str


class Milestone(Event, frozen=True, tag="milestone"):
    """What persons say of a milestone; with a label it is one of their own, of this stage."""

    key: str = ""
    stage: str = ""
    label: str = ""
    standing: MilestoneStanding = MilestoneStanding.UNSAID
    owner: str = ""
    partner: str | None = None
    due_on: Day | None = None
    done_on: Day | None = None
    evidence: str = ""


class Confirm(Event, frozen=True, tag="confirm"):
    """What partners say of a stage, and when. not_yet: partner -> why."""

    stage: str
    on: date | None = None
    confirmed: tuple[str, ...] = ()
    not_yet: dict[str, str] = {}


class Reading(Part, frozen=True):
    """What one partner concluded on its own."""

    partner: str
    reading: str
    text: str = ""


class Step(Part, frozen=True):
    """A next step of a conclusion."""

    text: str
    owner: str = ""
    partner: str | None = None
    due_on: Day | None = None
    done_on: Day | None = None


class Conclude(Event, frozen=True, tag="conclude"):
    """What partners concluded about a dimension of a round, and when: together, each on its own, what to do next."""

    round: str
    dimension: str
    reading: str
    on: date | None = None
    text: str = ""
    own: tuple[Reading, ...] = ()
    steps: tuple[Step, ...] = msgspec.field(name="step", default=())


class Note(Part, frozen=True):
    """What a review writes about an item besides its status."""

    item: str
    successes: str = ""
    challenges: str = ""
    next_steps: str = ""
    owner: str = ""
    partner: str | None = None
    due_on: Day | None = None
    evidence: str = ""


class HoldReview(Event, frozen=True, tag="review"):
    """A review of a checklist, together or (partner) by one.

    said: phase -> a letter per item in the checklist's order: i in place, p partly, n not yet, x not applicable,
    "." not looked at; blanks are for the eye. off: optional phases that do not apply. held false: still under way.
    """

    checklist: str
    on: Day
    said: dict[str, str]
    partner: str | None = None
    off: tuple[str, ...] = ()
    notes: tuple[Note, ...] = msgspec.field(name="note", default=())
    held: bool = True


class CauseIn(Part, frozen=True):
    """One answer to a why. under: the answer that it stands below, "" for one to why the problem is there."""

    answer: str
    under: str = ""
    evidence: str = ""
    source: str = ""
    prevents: Verdict = Verdict.UNSAID
    fits: Verdict = Verdict.UNSAID
    chosen: bool = False


class AskWhy(Event, frozen=True, tag="ask_why"):
    """A problem with the answers to why it is there."""

    problem: str
    evidence: str = ""
    source: str = ""
    causes: tuple[CauseIn, ...] = msgspec.field(name="cause", default=())


class EntryIn(Part, frozen=True):
    """An entry of the logic model. cause: the answer that it goes at; leads_to: the texts of later entries."""

    place: str
    text: str
    cause: str = ""
    leads_to: tuple[str, ...] = ()


class DrawModel(Event, frozen=True, tag="logic_model"):
    """The logic model."""

    problem: str = ""
    entries: tuple[EntryIn, ...] = msgspec.field(name="entry", default=())


class PlanStepIn(Part, frozen=True):
    """A step of an action plan. after: the words of the steps before it; cause: the answer that it goes at."""

    step: str
    responsible: str = ""
    partner: str | None = None
    begins_on: Day | None = None
    due_on: Day | None = None
    done_on: Day | None = None
    resources_available: str = ""
    resources_needed: str = ""
    barriers: str = ""
    communications: str = ""
    after: tuple[str, ...] = ()
    cause: str = ""


class PlanAction(Event, frozen=True, tag="action_plan"):
    """The action plan of a goal."""

    goal: str
    outcomes: str = ""
    evidence: str = ""
    evaluation: str = ""
    steps: tuple[PlanStepIn, ...] = msgspec.field(name="step", default=())


class Stand(Event, frozen=True, tag="stand"):
    """How the initiative stands as a whole, and why; what came of it and what others can learn."""

    standing: Standing
    on: date
    reason: str = ""
    outcome: Outcome = Outcome.UNSAID
    lesson: str = ""


AnyEvent = (
    LoadRound
    | EnterRound
    | SetPart
    | AddGoal
    | AddTenure
    | PlanStage
    | Begin
    | GoOn
    | GoBack
    | Milestone
    | Confirm
    | Conclude
    | HoldReview
    | AskWhy
    | DrawModel
    | PlanAction
    | Stand
)


class Script(Part, frozen=True):
    """One made-up initiative. area: a key of the landscape. under: the name of the one that it runs under."""

    name: str
    place: str
    purpose: str
    area: str = ""
    governance: str = ""
    under: str = ""
    partners: tuple[PartnerIn, ...] = msgspec.field(name="partner", default=())
    events: tuple[AnyEvent, ...] = msgspec.field(name="event", default=())

    @property
    def rounds(self) -> tuple[LoadRound, ...]:
        """The rounds that come from files, in order."""
        return tuple(event for event in self.events if isinstance(event, LoadRound))

    def after(self, round_: LoadRound) -> tuple[AnyEvent, ...]:
        """What happened from this round on until the next one is loaded."""
        later = self.events[self.events.index(round_) + 1 :]
        until = next((place for place, event in enumerate(later) if isinstance(event, LoadRound)), len(later))
        return later[:until]


@lru_cache
def read_script(name: str) -> Script:
    """The journey in this file; ContentError says what is wrong with it."""
    with _LOADING:
        try:
            return msgspec.convert(tomllib.loads((FOLDER / name).read_text(encoding="utf-8")), Script)
        except (msgspec.ValidationError, tomllib.TOMLDecodeError) as fault:
            raise ContentError(f"{name}: {fault}.") from fault
