"""Where an initiative stands on its way through the stages: one view of visits, milestones, gates and confirmations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from collab.content import Stage
from collab.framework import load_framework
from collab.journey import (
    Confirmation,
    Confirmed,
    MilestoneRecord,
    StagePlan,
    StageState,
    StageVisit,
    VisitEnd,
)
from collab.model import YOU, Initiative, Partner, Person, Round, Standing
from collab.scoring.progress import Gate, PhaseStanding, is_done, percent_done
from collab.services import concerns, milestone_facts, phases, taking_part
from collab.services.milestone_facts import Facts
from collab.services.milestone_views import MilestoneView, Told, milestones_of, progress_of
from collab.services.permissions import Action, permit
from collab.services.time_spent import Spent, Timed, added_up, timed
from collab.store import Store, initiatives, records
from collab.store.unit import Unit
from collab.when import When

ASSESSED_FROM = "assess"
"""The stage from which on a gate also asks that no dimension stands in concern."""
NOTHING_KNOWN = "Nothing is written down about its milestones yet; the gate asks for 80 percent."
OVER = frozenset({Standing.COMPLETED, Standing.STOPPED})
"""An initiative that stands so has come to its end: nothing in it is overdue, and it does not stall."""


@dataclass(frozen=True)
class StageView:
    """One stage of an initiative. visits: every stay, the first first. spent: how long all stays took until now.
    passed_over: nobody was ever here, and a later stage was entered. is_ahead: partners can still come to it for the
    first time on their way. is_history: partners left it or passed it over, which was written down afterwards.
    progress: None too where of some milestone nobody knows any more whether it was reached.

    unmet: what the gate misses, as sentences. deciding: the confirmations of partners that take part, or did when the
    stage was left. asked: whose word on the stage counts: these partners, and others that spoke of it.
    """

    stage: Stage
    state: StageState
    is_current: bool
    passed_over: bool
    is_ahead: bool
    is_history: bool
    plan: StagePlan
    visits: tuple[StageVisit, ...]
    spent: Spent
    milestones: tuple[MilestoneView, ...]
    progress: float | None
    gate: Gate
    unmet: tuple[str, ...]
    confirmations: tuple[Confirmation, ...]
    deciding: tuple[Confirmation, ...]
    asked: tuple[Partner, ...]

    @property
    def differ(self) -> bool:
        """Partners that take part say different things of this stage."""
        return len({each.answer for each in self.deciding}) > 1

    @property
    def counted(self) -> tuple[MilestoneView, ...]:
        """The milestones that apply, those too of which nobody knows any more whether they were reached."""
        return tuple(each for each in self.milestones if each.applies or each.is_unknown)

    @property
    def reached(self) -> int:
        """How many milestones are known to be reached."""
        return sum(each.done for each in self.milestones)

    @property
    def is_known_in_part(self) -> bool:
        """Of some milestone nobody knows any more whether it was reached."""
        return any(each.is_unknown for each in self.milestones)

    def confirmed(self) -> int:
        """How many partners confirm it."""
        return sum(each.answer is Confirmed.CONFIRMED for each in self.confirmations)


@dataclass(frozen=True)
class JourneyView:
    """The way of one initiative. visits: every stay in any stage, in order; current: the one that has not ended.

    assessment: the round that milestones speak of; revealed: the one whose figures gates speak of.
    everyone: all its partners; present: those that take part; partners: these, and the others that spoke of some stage.
    until: up to when days are counted; None where it came to its end on a day that nobody knows.
    times: the id of a stay -> from when to when it was, and how long.
    gates_then: the id of a stay -> what its gate said when partners left it all the same.
    """

    initiative: Initiative
    everyone: tuple[Partner, ...]
    present: tuple[Partner, ...]
    partners: tuple[Partner, ...]
    stages: tuple[StageView, ...]
    visits: tuple[StageVisit, ...]
    current: StageVisit | None
    assessment: Round | None
    revealed: Round | None
    until: When | None
    times: Mapping[str, Timed]
    gates_then: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """It was completed or stopped."""
        return self.initiative.standing in OVER

    def days_of(self, visit: StageVisit) -> int | None:
        """How long a stay took; None where nobody knows when it ended."""
        return self.times[visit.id].spent.days

    def stage(self, key: str) -> StageView:
        """The stage of this key; KeyError where there is none."""
        return {each.stage.key: each for each in self.stages}[key]

    @property
    def current_stage(self) -> StageView | None:
        """The stage where the initiative stands; None before it begins and after it is through."""
        return self.stage(self.current.stage) if self.current else None


@dataclass(frozen=True)
class Held:
    """What the store keeps of one journey, with what the data say."""

    facts: Facts
    visits: tuple[StageVisit, ...]
    plans: dict[str, StagePlan]
    milestones: dict[str, MilestoneRecord]
    confirmations: tuple[Confirmation, ...]
    phases: dict[str, PhaseStanding | None]


def journey(store: Store, initiative_id: str, *, today: date, person: Person = YOU) -> JourneyView:
    """The way of an initiative as of today; NotFound where there is none."""
    permit(person, Action.SEE, initiative_id)
    held = store.read(lambda unit: _held(unit, initiative_id, today))
    view = arranged(held, concerns.concerns(store, held.facts.revealed, person=person), today)
    despite = [visit for visit in held.visits if visit.end is VisitEnd.DESPITE]
    return replace(view, gates_then={visit.id: _said_then(store, visit, person) for visit in despite})


def _said_then(store: Store, visit: StageVisit, person: Person) -> tuple[str, ...]:
    progress = visit.gate.get("progress")
    if progress is None:
        return (NOTHING_KNOWN, *concerns.concerns_then(store, visit.gate, person=person))
    share = float(progress) if isinstance(progress, int | float) else None
    short = () if is_done(share) else (f"The stage was {percent_done(share or 0.0)} completed; the gate asks for 80%.",)
    return (*short, *concerns.concerns_then(store, visit.gate, person=person))


def arranged(held: Held, weak: Sequence[concerns.Concern], today: date) -> JourneyView:
    """The way of an initiative from what is kept of it. weak: the dimensions in concern, which gates speak of."""
    current = next((visit for visit in held.visits if visit.ended_on is None), None)
    until = counted_until(held.facts.initiative, today)
    times = timed(held.visits, until, today)
    return JourneyView(
        initiative=held.facts.initiative,
        everyone=held.facts.partners,
        present=held.facts.present,
        partners=_with_those_who_spoke(held.facts.partners, held.facts.present, held.confirmations),
        stages=tuple(_stage(stage, held, current, weak, times) for stage in load_framework().stages),
        visits=held.visits,
        current=current,
        assessment=held.facts.assessment,
        revealed=held.facts.revealed,
        until=until,
        times=times,
    )


def _with_those_who_spoke(
    every: Sequence[Partner], there: Sequence[Partner], said: Sequence[Confirmation]
) -> tuple[Partner, ...]:
    """The partners that take part, and the others that answered."""
    spoke = {each.id for each in there} | {each.partner_id for each in said}
    return tuple(each for each in every if each.id in spoke)


def _left_on(visits: Sequence[StageVisit]) -> When | None:
    """When a stage was left for the last time; None where nobody was in it, or somebody is."""
    return visits[-1].ended_on if visits else None


def asked_on(initiative: Initiative, today: date) -> When:
    """When it is that partners take part: today, or the time when an initiative came to its end."""
    return counted_until(initiative, today) or When.of(today)


def counted_until(initiative: Initiative, today: date) -> When | None:
    """Until when days are counted: one that was completed or stopped does not grow older in its stage.

    None where it came to its end on a day that nobody knows.
    """
    if initiative.standing not in OVER:
        return When.of(today)
    ended = initiative.standing_on
    return When.of(today) if ended is not None and ended.first > today else ended


def _held(unit: Unit, initiative_id: str, today: date) -> Held:
    initiative = initiatives.initiative_by_id(unit, initiative_id)
    facts = milestone_facts.facts_in(unit, initiative, asked_on(initiative, today))
    visits = records.records(unit, StageVisit, initiative_id=initiative_id)
    plans = records.records(unit, StagePlan, initiative_id=initiative_id)
    kept = records.records(unit, MilestoneRecord, initiative_id=initiative_id)
    present, members = ({each.id for each in some} for some in (facts.present, facts.partners))
    confirmations = records.records(unit, Confirmation, initiative_id=initiative_id)
    reviews = phases.reviews_in(unit, initiative_id)
    standing: dict[str, PhaseStanding | None] = {}
    for checklist in load_framework().checklists:
        standing |= phases.standings(reviews, checklist, present)
    return Held(
        facts=facts,
        visits=tuple(sorted(visits, key=lambda visit: visit.number)),
        plans={plan.stage: plan for plan in plans},
        milestones={each.key: each for each in kept},
        confirmations=tuple(each for each in confirmations if each.partner_id in members),
        phases=standing,
    )


def _stage(
    stage: Stage,
    held: Held,
    current: StageVisit | None,
    weak: Sequence[concerns.Concern],
    times: Mapping[str, Timed],
) -> StageView:
    visits = tuple(visit for visit in held.visits if visit.stage == stage.key)
    ended = _left_on(visits)
    facts = held.facts.until(ended) if ended is not None else held.facts
    told = _told(stage, visits, held.visits)
    milestones = milestones_of(stage, facts, held.milestones, held.phases, told)
    progress = progress_of(milestones)
    after = _place(stage.key) >= _place(ASSESSED_FROM)
    gate = Gate(progress, tuple((who, each.dimension) for each in weak for who in each.who) if after else ())
    said = tuple(each for each in held.confirmations if each.stage == stage.key)
    there = taking_part.present(held.facts.partners, ended) if ended is not None else held.facts.present
    deciding = {each.id for each in there}
    return StageView(
        stage=stage,
        state=state_of(visits),
        is_current=current is not None and current.stage == stage.key,
        passed_over=not visits and any(_place(visit.stage) > _place(stage.key) for visit in held.visits),
        is_ahead=not visits and not _passing_over(stage, held.visits),
        is_history=told.afterwards,
        plan=held.plans.get(stage.key, StagePlan(held.facts.initiative.id, stage.key)),
        visits=visits,
        spent=added_up(visits, times),
        milestones=milestones,
        progress=progress,
        gate=gate,
        unmet=_unmet(gate, milestones, weak if after else ()),
        confirmations=said,
        deciding=tuple(each for each in said if each.partner_id in deciding),
        asked=_with_those_who_spoke(held.facts.partners, there, said),
    )


def _told(stage: Stage, visits: Sequence[StageVisit], every: Sequence[StageVisit]) -> Told:
    """Afterwards: it was left, or passed over, and nobody asked a gate; every: the stays in any stage, in order."""
    if visits:
        afterwards = all(visit.ended_on is not None and not visit.gate for visit in visits)
        return Told(in_time=not afterwards, afterwards=afterwards)
    over = _passing_over(stage, every)
    return Told(in_time=False, afterwards=bool(over) and not any(before and before.gate for before in over))


def _passing_over(stage: Stage, every: Sequence[StageVisit]) -> tuple[StageVisit | None, ...]:
    """The stays from which partners went past a stage, None where they began beyond it; () where it lies ahead."""
    here = _place(stage.key)
    if not every or (every[-1].ended_on is None and _place(every[-1].stage) < here):
        return ()
    ways = zip((None, *every), every, strict=False)
    return tuple(
        before for before, after in ways if _place(after.stage) > here and (not before or _place(before.stage) < here)
    )


def _place(stage: str) -> int:
    keys = [each.key for each in load_framework().stages]
    return keys.index(stage) if stage in keys else 0


def state_of(visits: Sequence[StageVisit]) -> StageState:
    """How a stage stands from its stays, the first first.

    A stage that partners left to go back to an earlier one stays under way; being there again is revisiting.
    """
    if not visits:
        return StageState.NOT_STARTED
    last = visits[-1]
    if last.ended_on is None:
        return StageState.REVISITING if len(visits) > 1 else StageState.UNDER_WAY
    return StageState.UNDER_WAY if last.end is VisitEnd.WENT_BACK else StageState.DONE


def _unmet(gate: Gate, milestones: Sequence[MilestoneView], weak: Sequence[concerns.Concern]) -> tuple[str, ...]:
    """What the gate misses, as sentences."""
    found = []
    if gate.progress is None and milestones:
        found.append(NOTHING_KNOWN)
    elif not gate.far_enough:
        counted = [each for each in milestones if each.applies]
        reached = sum(each.done for each in counted)
        percent = percent_done(gate.progress or 0.0).replace("%", " percent")
        found.append(f"{reached} of {len(counted)} milestones are reached ({percent}; the gate asks for 80 percent).")
    found += [each.sentence for each in weak]
    return tuple(found)
