"""Every initiative in one row: worked out once for each state of it, kept in memory, put together in one look."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from collab.content import Checklist
from collab.framework import Framework, load_framework
from collab.journey import StageState, TenureKind
from collab.model import YOU, Initiative, Person, RoundState, Sector, Standing
from collab.scoring.progress import stage_progress
from collab.scoring.stays import Spread, is_stalled, spread_of
from collab.services.digest_readiness import ReadinessDigest
from collab.services.digest_reading import Read, read_many
from collab.services.journey import OVER, JourneyView, arranged
from collab.services.permissions import Action, permit
from collab.services.purpose import FUNDING_ENDS_SOON_DAYS, Purpose, funding_end, goes_on_without_end, last_end
from collab.services.tasks import Said, Task, TaskKind, step_places, tasks_of
from collab.services.time_spent import Spent
from collab.store import Store
from collab.store.initiatives import activities
from collab.when import When


@dataclass(frozen=True)
class StageMark:
    """One stage of the path in miniature."""

    stage: str
    state: StageState
    is_current: bool
    passed_over: bool


@dataclass(frozen=True)
class ChecklistDigest:
    """How far a checklist has come. share: 0..1, the mean over its phases that apply; held_on: of the last review."""

    checklist: str
    share: float | None
    held_on: date


@dataclass(frozen=True)
class Stay:
    """One stay in a stage, in days; one that goes on lasts until today, or until the initiative came to its end."""

    stage: str
    days: int


@dataclass(frozen=True)
class Digest:
    """One initiative in one row.

    stage, spent: where it stands and for how long; None before it begins and after it is through.
    began: it has been in some stage.
    open_round: the label of a round in which answers come in. tasks: what is open, by date. quiet_days: since somebody
    last worked on it.
    funding_ends: when the last of the money ends or has ended, as far as that is known. funding_soon: that is within a
    year, or past. funding_goes_on: some of the money has no end in sight.
    """

    initiative: Initiative
    partners: int
    sectors: frozenset[Sector]
    marks: tuple[StageMark, ...]
    stage: str | None
    spent: Spent | None
    began: bool
    stays: tuple[Stay, ...]
    readiness: ReadinessDigest | None
    open_round: str | None
    checklists: tuple[ChecklistDigest, ...]
    tasks: tuple[Task, ...]
    overdue_by: tuple[tuple[TaskKind, int], ...]
    active_at: datetime | None
    quiet_days: int
    funding_ends: When | None
    funding_soon: bool
    funding_goes_on: bool

    @property
    def days(self) -> int | None:
        """How long it has been in its stage; None where it is in none, or nobody knows when it came to its end."""
        return self.spent.days if self.spent else None

    @property
    def is_over(self) -> bool:
        """It was completed or stopped."""
        return self.initiative.standing in OVER

    @property
    def overdue(self) -> int:
        """All whose date has passed, as the page of the initiative counts them."""
        return sum(count for _, count in self.overdue_by)

    @property
    def in_concern(self) -> bool:
        """Some dimension stands in concern, for all partners, the districts or the charter schools, as gates see it.

        Nothing of one that was completed or stopped needs a look any more.
        """
        return not self.is_over and self.readiness is not None and bool(self.readiness.concerns)


@dataclass(frozen=True)
class Overview:
    """Every initiative, by name. spreads: of each stage; stalled: the ids of those that stall.

    names: id -> name. stamp: changes with everything in here; the key of what is kept of it.
    """

    digests: tuple[Digest, ...]
    spreads: Mapping[str, Spread]
    stalled: frozenset[str]
    names: Mapping[str, str]
    stamp: tuple[object, ...]
    today: date


class _Shelf:
    """The digests of this process: one for each initiative, and the overview that was put together last."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._store = ""
        self._framework: Framework | None = None
        self._today = date.min
        self.digests: dict[str, tuple[int, Digest]] = {}
        self.overview: Overview | None = None

    def clear_unless(self, store: str, framework: Framework, today: date) -> None:
        """Another database, other content or another day: nothing that is kept holds any more."""
        if (self._store, self._today) != (store, today) or self._framework is not framework:
            self._store, self._framework, self._today = store, framework, today
            self.digests, self.overview = {}, None


_shelf = _Shelf()


def all_digests(store: Store, *, today: date, person: Person = YOU) -> Overview:
    """Every initiative in one row, as of today; what has not changed since the last time is not worked out again.

    One query tells what has changed. Those that have are read together, in a number of queries that does not grow
    with them, but for rounds of reported averages.
    """
    permit(person, Action.SEE)
    present = store.read(activities)
    stamp = (store.identity, today, *present.items())
    with _shelf.lock:
        _shelf.clear_unless(store.identity, load_framework(), today)
        if _shelf.overview is not None and _shelf.overview.stamp == stamp:
            return _shelf.overview
        _renew(store, present, today)
        digests = tuple(_shelf.digests[key][1] for key in present if key in _shelf.digests)
        _shelf.overview = _overview(digests, stamp, today)
        return _shelf.overview


def _renew(store: Store, present: Mapping[str, int], today: date) -> None:
    kept = {key: each for key, each in _shelf.digests.items() if present.get(key) == each[0]}
    stale = [key for key in present if key not in kept]
    if stale:
        read = store.read(lambda unit: read_many(unit, stale, today))
        kept |= {key: (each.held.facts.initiative.activity, _digest(each, today)) for key, each in read.items()}
    _shelf.digests = kept


def _overview(digests: tuple[Digest, ...], stamp: tuple[object, ...], today: date) -> Overview:
    stays: dict[str, list[int]] = {stage.key: [] for stage in load_framework().stages}
    for digest in digests:
        for stay in digest.stays:
            stays.setdefault(stay.stage, []).append(stay.days)
    spreads = {stage: spread_of(days) for stage, days in stays.items()}
    stalled = frozenset(each.initiative.id for each in digests if _stalls(each, spreads))
    names = {each.initiative.id: each.initiative.name for each in digests}
    return Overview(digests, spreads, stalled, names, stamp, today)


def _stalls(digest: Digest, spreads: Mapping[str, Spread]) -> bool:
    """Only what is meant to move can stall: not what is paused, completed or stopped, and not in the last stage."""
    if (
        digest.stage in (None, load_framework().stages[-1].key)
        or digest.days is None
        or digest.initiative.standing is not Standing.ACTIVE
    ):
        return False
    return is_stalled(digest.days, digest.quiet_days, spreads[digest.stage])


def _digest(read: Read, today: date) -> Digest:
    facts = read.held.facts
    way = arranged(read.held, (), today)
    over = facts.initiative.standing in OVER
    ends, soon = _funding(facts.purpose, today)
    tasks = tasks_read(read, way)
    return Digest(
        initiative=facts.initiative,
        partners=len(facts.present),
        sectors=frozenset(each.sector for each in facts.present),
        marks=tuple(StageMark(each.stage.key, each.state, each.is_current, each.passed_over) for each in way.stages),
        stage=way.current.stage if way.current else None,
        spent=way.times[way.current.id].spent if way.current else None,
        began=bool(way.visits),
        stays=_stays(way),
        readiness=read.readiness,
        open_round=next((each.label for each in read.rounds if each.state is RoundState.OPEN), None),
        checklists=_checklists(read),
        tasks=tasks,
        overdue_by=tuple(sorted(Counter(each.kind for each in tasks if each.overdue(today)).items())),
        active_at=facts.initiative.active_at,
        quiet_days=_quiet_days(facts.initiative.active_at, today),
        funding_ends=ends,
        funding_soon=soon and not over,
        funding_goes_on=goes_on_without_end(facts.purpose.tenures, today),
    )


def tasks_read(read: Read, way: JourneyView, *, also: Collection[str] = ()) -> tuple[Task, ...]:
    """What is open in an initiative of which this was read. also: steps that are listed although they are done."""
    facts = read.held.facts
    reviews = tuple(each for own in read.reviews.values() for each in own)
    places = step_places(facts.rounds, facts.instruments, facts.concluded)
    return tasks_of(way, Said(read.next_steps, reviews, facts.purpose.goals, facts.planned.steps, places), also=also)


def _stays(way: JourneyView) -> tuple[Stay, ...]:
    """All whose days are known."""
    lasted = ((each.stage, way.days_of(each)) for each in way.visits)
    return tuple(Stay(stage, days) for stage, days in lasted if days is not None)


def _quiet_days(active_at: datetime | None, today: date) -> int:
    return max((today - active_at.date()).days, 0) if active_at is not None else 0


def _funding(purpose: Purpose, today: date) -> tuple[When | None, bool]:
    """(when the last of the money ends or has ended, whether that is within a year or past)."""
    money = purpose.of(TenureKind.FUNDING)
    past = [each for each in money if each.is_over or (each.ends_on is not None and each.ends_on.last < today)]
    if money and len(past) == len(money):
        return last_end(past), True
    ends = funding_end(purpose.tenures, today)
    return ends, ends is not None and ends.last <= today + timedelta(days=FUNDING_ENDS_SOON_DAYS)


def _checklists(read: Read) -> tuple[ChecklistDigest, ...]:
    """Those that were reviewed, in the order of the content."""
    return tuple(
        ChecklistDigest(
            content.key, _share(content, read), max(each.review.held_on for each in read.reviews[content.key])
        )
        for content in load_framework().checklists
        if content.key in read.reviews
    )


def _share(content: Checklist, read: Read) -> float | None:
    standing = [read.held.phases[phase.key] for phase in content.phases]
    return stage_progress((each.mean or 0.0) if each.applies else None for each in standing if each is not None)
