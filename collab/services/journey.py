"""Where an initiative stands on its way through the stages: one view of visits, milestones, gates and confirmations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from collab.content import Milestone, Stage
from collab.framework import load_framework
from collab.journey import (
    Confirmation,
    Confirmed,
    MilestoneRecord,
    MilestoneStanding,
    StagePlan,
    StageState,
    StageVisit,
    VisitEnd,
)
from collab.model import YOU, Initiative, Partner, Person, Round, Standing
from collab.scoring.progress import Gate, PhaseStanding, is_done, percent_done, stage_progress
from collab.services import concerns, milestone_facts, phases, taking_part
from collab.services.milestone_facts import Claim, Facts
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
class MilestoneView:
    """One milestone. value: 1 done, 0 not, a phase at its mean 0..1, None where it does not apply.

    claim: what the data say, None where only persons can. phase: how its phase stands, None where it has none or
    nobody reviewed it. disputed: persons say otherwise than the data. own: added by the people of this initiative.
    known: persons, the data or a review say something of it; what is not known in a stage that was written down long
    afterwards has no value.
    """

    key: str
    label: str
    optional: bool
    own: bool
    record: MilestoneRecord
    value: float | None
    claim: Claim | None = None
    phase_key: str | None = None
    phase: PhaseStanding | None = None
    disputed: bool = False
    known: bool = True

    @property
    def done(self) -> bool:
        """It is reached; a phase from 80 percent on."""
        return is_done(self.value)

    @property
    def applies(self) -> bool:
        """It counts."""
        return self.value is not None

    def overdue(self, today: date) -> bool:
        """It applies, is not done, and its date has passed."""
        due = self.record.due_on
        return self.applies and not self.done and due is not None and due < today


@dataclass(frozen=True)
class StageView:
    """One stage of an initiative. visits: every stay, the first first. spent: how long all stays took until now.
    passed_over: nobody was ever here, and a later stage was entered.

    unmet: what the gate misses, as sentences. deciding: the confirmations of partners that take part, or did when the
    stage was left. asked: whose word on the stage counts: these partners, and others that spoke of it.
    """

    stage: Stage
    state: StageState
    is_current: bool
    passed_over: bool
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
    afterwards = _is_written_afterwards(visits)
    told = bool(visits) and not afterwards
    every = (*(_milestone(each, stage, held, facts, told=told) for each in stage.milestones), *_own(stage, held))
    milestones = tuple(map(_unless_unknown, every)) if afterwards else every
    is_known = any(each.known for each in milestones if each.applies)
    progress = stage_progress(each.value for each in milestones) if is_known else None
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


def _is_written_afterwards(visits: Sequence[StageVisit]) -> bool:
    """It was left, and nobody asked its gate."""
    return bool(visits) and all(visit.ended_on is not None and not visit.gate for visit in visits)


def _unless_unknown(milestone: MilestoneView) -> MilestoneView:
    return milestone if milestone.known else replace(milestone, value=None)


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


def _milestone(content: Milestone, stage: Stage, held: Held, facts: Facts, *, told: bool) -> MilestoneView:
    """told: partners kept this stage while they were in it, so that what the data lack was not there."""
    empty = MilestoneRecord("", held.facts.initiative.id, stage.key, content.key)
    record = held.milestones.get(content.key, empty)
    claim = milestone_facts.claim(content.answered_by, facts) if content.answered_by else None
    phase = held.phases.get(content.phase) if content.phase else None
    value = _phase_value(phase, record) if content.phase else _value(record, claim)
    return MilestoneView(
        key=content.key,
        label=content.label,
        optional=content.optional,
        own=False,
        record=record,
        value=value,
        claim=claim,
        phase_key=content.phase,
        phase=phase,
        known=_said(record)
        or (claim is not None and (claim.reached or told))
        or (phase is not None and (phase.mean is not None or not phase.applies)),
        disputed=claim is not None and value is not None and _said(record) and bool(value) != claim.reached,
    )


def _phase_value(phase: PhaseStanding | None, record: MilestoneRecord) -> float | None:
    if record.standing is MilestoneStanding.NOT_APPLICABLE or (phase is not None and not phase.applies):
        return None
    return phase.mean or 0.0 if phase is not None else 0.0


def _value(record: MilestoneRecord, claim: Claim | None) -> float | None:
    if record.standing is MilestoneStanding.NOT_APPLICABLE:
        return None
    reached = claim is not None and claim.reached if not _said(record) else record.standing is MilestoneStanding.DONE
    return 1.0 if reached else 0.0


def _said(record: MilestoneRecord) -> bool:
    return record.standing is not MilestoneStanding.UNSAID


def _own(stage: Stage, held: Held) -> tuple[MilestoneView, ...]:
    """The milestones that the people of this initiative added to a stage."""
    known = {each.key for each in stage.milestones}
    return tuple(
        MilestoneView(each.key, each.label, optional=True, own=True, record=each, value=_value(each, None))
        for each in held.milestones.values()
        if each.stage == stage.key and each.key not in known
    )


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
