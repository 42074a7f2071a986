"""The nouns of Common Ground as frozen objects and enums; standard library only, no input or output."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from collab.when import When


class Sector(StrEnum):
    """What kind of organisation a partner is."""

    DISTRICT = "district"
    CHARTER = "charter"
    CATHOLIC_PRIVATE = "catholic_private"
    STATE = "state"
    COMMUNITY = "community"
    OTHER = "other"


class Role(StrEnum):
    """In what role a partner takes part in an initiative."""

    LEAD = "lead"
    PARTNER = "partner"
    CONVENER = "convener"


class RoundState(StrEnum):
    """Open: answers come in, nobody sees another's. Revealed: partners discuss. Closed: finished."""

    OPEN = "open"
    REVEALED = "revealed"
    CLOSED = "closed"


class Mode(StrEnum):
    """Team: one agreed, attributed answer per partner. Individual: many, small groups protected."""

    TEAM = "team"
    INDIVIDUAL = "individual"


class Kind(StrEnum):
    """What a round holds: answer sheets, or averages that the source reported."""

    RESPONSES = "responses"
    AVERAGES = "averages"


class Measure(StrEnum):
    """What a reported average is: a mean on the instrument's scale, or a share of positive answers 0..1."""

    MEAN = "mean"
    SHARE = "share"


class Mark(StrEnum):
    """Why an answer is not a rating. The order of members is the order of every array of marks."""

    NOT_APPLICABLE = "not_applicable"
    SKIPPED = "skipped"
    UNREADABLE = "unreadable"
    NOT_ASKED = "not_asked"


MARKS: tuple[Mark, ...] = tuple(Mark)


class Standing(StrEnum):
    """How an initiative stands as a whole. Completed reached its goal or became permanent; stopped was given up."""

    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    STOPPED = "stopped"


class Outcome(StrEnum):
    """What came of an initiative. UNSAID: nobody has judged it."""

    UNSAID = "unsaid"
    TOO_EARLY = "too_early"
    LASTING = "lasting"
    MIXED = "mixed"
    ENDED = "ended"
    FAILED = "failed"


class Level(StrEnum):
    """What a figure is about."""

    FACTOR = "factor"
    DIMENSION = "dimension"
    OVERALL = "overall"


class Why(StrEnum):
    """Why a figure is not defined."""

    HIDDEN = "hidden"
    HIDDEN_BY_SOURCE = "hidden_by_source"
    TOO_FEW_FACTORS = "too_few_factors"
    TOO_FEW_ANSWERS = "too_few_answers"
    NOT_ASKED = "not_asked"
    AVERAGES = "averages"


class Band(StrEnum):
    """The reading of a displayed mean (adapted from the Wilder inventory's bands)."""

    STRENGTH = "strength"
    BORDERLINE = "borderline"
    CONCERN = "concern"


@dataclass(frozen=True)
class ScalePoint:
    """One point of a rating scale."""

    key: str
    label: str
    score: int


@dataclass(frozen=True)
class Factor:
    """One question: its statement is what respondents read, its label what charts show."""

    key: str
    label: str
    statement: str
    dimension: str
    reversed: bool = False
    readiness_label: str = ""
    look_for: tuple[str, ...] = ()
    fingerprint: tuple[str, ...] = ()

    @property
    def readiness_name(self) -> str:
        """The label on screens that show readiness (a reversed factor is named by its good end)."""
        return self.readiness_label or self.label


@dataclass(frozen=True)
class Dimension:
    """A group of factors. A group that is not scored only lists questions that belong to none."""

    key: str
    label: str
    factors: tuple[Factor, ...]
    question: str = ""
    scored: bool = True


@dataclass(frozen=True)
class ConclusionOption:
    """One of the things that partners can conclude about a dimension."""

    key: str
    label: str


@dataclass(frozen=True)
class Instrument:
    """A set of questions with one rating scale.

    scale holds the rated points by rising score; it is empty where the source reports shares
    only and no rating is known. not_applicable is the label of that answer, "" where not offered.
    """

    key: str
    version: int
    title: str
    scale: tuple[ScalePoint, ...]
    dimensions: tuple[Dimension, ...]
    not_applicable: str = ""
    instructions: str = ""
    conclusions: tuple[ConclusionOption, ...] = ()

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """Every factor in order: the order of a response's ratings."""
        return tuple(factor for dimension in self.dimensions for factor in dimension.factors)

    @cached_property
    def factor_keys(self) -> tuple[str, ...]:
        """The keys of factors, in order."""
        return tuple(factor.key for factor in self.factors)

    @cached_property
    def scores(self) -> tuple[int, ...]:
        """The scores of the scale, rising; empty where no scale is known."""
        return tuple(point.score for point in self.scale)

    def factor(self, key: str) -> Factor:
        """The factor of this key; KeyError where there is none."""
        return self._factors_by_key[key]

    @cached_property
    def _factors_by_key(self) -> dict[str, Factor]:
        return {factor.key: factor for factor in self.factors}

    def dimension(self, key: str) -> Dimension:
        """The dimension of this key; KeyError where there is none."""
        return {dimension.key: dimension for dimension in self.dimensions}[key]


@dataclass(frozen=True)
class Person:
    """Who acts. Without sign-in this is always YOU."""

    key: str
    name: str


YOU = Person(key="local", name="you, on this computer")


@dataclass(frozen=True)
class Partner:
    """An organisation; role, joined_on and left_on tell of its part in the initiative that it was asked for."""

    id: str
    name: str
    sector: Sector
    version: int = 1
    role: Role = Role.PARTNER
    joined_on: When | None = None
    left_on: When | None = None

    def takes_part(self, on: date | When) -> bool:
        """Whether it has joined by then and has not left; a month or year counts from its first day to its last."""
        last = on.last if isinstance(on, When) else on
        return (self.joined_on is None or self.joined_on.first <= last) and not self.has_left(on)

    def has_left(self, by: date | When) -> bool:
        """Whether it left before then; one that leaves in a month or year takes part until that is over."""
        return self.left_on is not None and self.left_on.last < (by.first if isinstance(by, When) else by)


@dataclass(frozen=True)
class Initiative:
    """One collaborative effort. made_up marks the sample: every screen that shows it says so.

    parent_id: the compact or umbrella initiative that this one belongs to; successor_id: the one that took its work
    over. area: the field that it works in, a key of an area of the landscape, or "". standing_on and standing_reason
    say since when and why it stands as it does. activity grows with every change of anything in it: the key of every
    cache.
    """

    id: str
    name: str
    place: str = ""
    purpose: str = ""
    made_up: bool = False
    version: int = 1
    governance: str = ""
    parent_id: str | None = None
    standing: Standing = Standing.ACTIVE
    standing_on: When | None = None
    standing_reason: str = ""
    outcome: Outcome = Outcome.UNSAID
    lesson: str = ""
    area: str = ""
    successor_id: str | None = None
    activity: int = 1
    active_at: datetime | None = None


@dataclass(frozen=True)
class Round:
    """One time that an instrument is used in an initiative.

    data_version grows with every change of its answers, partners' names or sectors: the key of every cache.
    kind and measure are None until the first answers or averages arrive; k is the smallest group shown.
    """

    id: str
    initiative_id: str
    instrument_id: str
    label: str
    state: RoundState
    mode: Mode | None
    kind: Kind | None
    measure: Measure | None
    k: int = 5
    held_on: date | None = None
    version: int = 1
    data_version: int = 1
    created_at: datetime | None = None


@dataclass(frozen=True)
class ImportRecord:
    """One past import of one file, as the list of imports shows it."""

    id: str
    round_id: str
    file_name: str
    at: datetime
    actor: str
    kind: Kind
    summary: dict[str, object] = field(default_factory=dict)
    undone_at: datetime | None = None


@dataclass(frozen=True)
class Change:
    """One line of the history: who, when, what, before, after. Never holds ratings."""

    at: datetime
    actor: str
    what: str
    subject: str
    before: dict[str, object] | None = None
    after: dict[str, object] | None = None
    import_id: str | None = None
