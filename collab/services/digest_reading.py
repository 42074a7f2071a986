"""What digests are made of, read for many initiatives at once: a few queries, however many initiatives there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from collab.framework import load_framework
from collab.journey import (
    Conclusion,
    Goal,
    MilestoneRecord,
    NextStep,
    Review,
    ReviewEntry,
    ReviewState,
    StagePlan,
    StageVisit,
    Tenure,
)
from collab.model import Initiative, Instrument, Partner, Round
from collab.scoring.progress import PhaseStanding
from collab.services import phases
from collab.services.digest_readiness import Ends, ReadinessDigest, ends_of, readiness_of_each
from collab.services.journey import Held, asked_on
from collab.services.milestone_facts import Facts, concluded_in
from collab.services.phases import HeldReview
from collab.services.planned import Planned, planned_in
from collab.services.purpose import GoalView, Purpose, checks_of
from collab.services.taking_part import present
from collab.store import records
from collab.store.bulk import pieces
from collab.store.initiatives import initiatives_of
from collab.store.instruments import instrument_by_id
from collab.store.journey_tables import (
    goal,
    milestone,
    next_step,
    review,
    review_entry,
    stage_plan,
    stage_visit,
    tenure,
)
from collab.store.partners import partners_of_each
from collab.store.rounds import partners_with_content_of_each, rounds_of_each
from collab.store.unit import Unit
from collab.when import When


@dataclass(frozen=True)
class Read:
    """Everything that one digest is made of. reviews: those that count now, by checklist."""

    held: Held
    rounds: tuple[Round, ...]
    readiness: ReadinessDigest | None
    next_steps: tuple[NextStep, ...]
    reviews: Mapping[str, tuple[HeldReview, ...]]


@dataclass(frozen=True)
class _Rounds:
    rounds: Mapping[str, tuple[Round, ...]]
    instruments: Mapping[str, Instrument]
    answered: Mapping[str, frozenset[str]]
    concluded: Mapping[str, tuple[Conclusion, ...]]
    readiness: Mapping[str, ReadinessDigest]


def read_many(unit: Unit, initiative_ids: Sequence[str], today: date) -> dict[str, Read]:
    """Initiative id -> what its digest is made of, as of today; one that is not there any more is left out."""
    found: dict[str, Read] = {}
    for ids in pieces(initiative_ids):
        found |= _read_piece(unit, ids, today)
    return found


def _read_piece(unit: Unit, ids: Sequence[str], today: date) -> dict[str, Read]:
    partners, initiatives = partners_of_each(unit, ids), initiatives_of(unit, ids)
    asked = {each.id: present(partners.get(each.id, ()), asked_on(each, today)) for each in initiatives}
    rounds = _rounds(unit, ids, partners)
    goals = records.by_initiative(records.records(unit, Goal, goal.c.initiative_id.in_(ids)))
    tenures = records.by_initiative(records.records(unit, Tenure, tenure.c.initiative_id.in_(ids)))
    visits = records.by_initiative(records.records(unit, StageVisit, stage_visit.c.initiative_id.in_(ids)))
    plans = records.by_initiative(records.records(unit, StagePlan, stage_plan.c.initiative_id.in_(ids)))
    kept = records.by_initiative(records.records(unit, MilestoneRecord, milestone.c.initiative_id.in_(ids)))
    planned = planned_in(unit, ids)
    steps = records.by_initiative(records.records(unit, NextStep, next_step.c.initiative_id.in_(ids)))
    reviews = _reviews(unit, ids, asked)
    found = {}
    for each in initiatives:
        key = each.id
        own_reviews = reviews.get(key, {})
        found[key] = Read(
            held=Held(
                facts=_facts(
                    each,
                    asked_on(each, today),
                    partners.get(key, ()),
                    asked[key],
                    rounds,
                    _purpose(goals.get(key, ()), tenures.get(key, ())),
                    steps.get(key, ()),
                    planned[key],
                ),
                visits=tuple(sorted(visits.get(key, ()), key=lambda visit: visit.number)),
                plans={plan.stage: plan for plan in plans.get(key, ())},
                milestones={record.key: record for record in kept.get(key, ())},
                confirmations=(),
                phases=_standings(own_reviews, asked[key]),
            ),
            rounds=rounds.rounds.get(key, ()),
            readiness=rounds.readiness.get(key),
            next_steps=steps.get(key, ()),
            reviews=own_reviews,
        )
    return found


def _rounds(unit: Unit, ids: Sequence[str], partners: Mapping[str, tuple[Partner, ...]]) -> _Rounds:
    rounds = rounds_of_each(unit, ids)
    used = {each.instrument_id for own in rounds.values() for each in own}
    instruments = {key: instrument_by_id(unit, key) for key in used}
    every = [each.id for own in rounds.values() for each in own]
    ends: dict[str, Ends] = {}
    for key, own in rounds.items():
        pair = ends_of(own, instruments)
        if pair is not None:
            ends[key] = pair
    return _Rounds(
        rounds=rounds,
        instruments=instruments,
        answered=partners_with_content_of_each(unit, every),
        concluded=concluded_in(unit, every),
        readiness=readiness_of_each(unit, ends, instruments, partners),
    )


def _facts(
    initiative: Initiative,
    day: When,
    partners: tuple[Partner, ...],
    asked: tuple[Partner, ...],
    found: _Rounds,
    purpose: Purpose,
    steps: Sequence[NextStep],
    planned: Planned,
) -> Facts:
    own = found.rounds.get(initiative.id, ())
    return Facts(
        initiative=initiative,
        day=day,
        partners=partners,
        present=asked,
        purpose=purpose,
        rounds=own,
        instruments=found.instruments,
        answered_in=found.answered,
        concluded=found.concluded,
        steps=tuple(steps),
        planned=planned,
    )


def _purpose(goals: Sequence[Goal], tenures: Sequence[Tenure]) -> Purpose:
    ordered = sorted(goals, key=lambda each: each.position)
    return Purpose(tuple(GoalView(each, checks_of(each)) for each in ordered), tuple(tenures))


def _reviews(
    unit: Unit, ids: Sequence[str], asked: Mapping[str, tuple[Partner, ...]]
) -> dict[str, dict[str, tuple[HeldReview, ...]]]:
    """Initiative id -> checklist -> the reviews that count now. Entries are read of these only."""
    held = records.records(unit, Review, review.c.initiative_id.in_(ids), state=ReviewState.HELD)
    counting: dict[str, dict[str, tuple[HeldReview, ...]]] = {}
    for key, own in records.by_initiative(held).items():
        ordered = [HeldReview(each, {}) for each in sorted(own, key=lambda each: (each.held_on, each.id))]
        deciding = {each.id for each in asked.get(key, ())}
        now = {content.key: phases.latest(ordered, content.key, deciding) for content in load_framework().checklists}
        counting[key] = {checklist: each for checklist, each in now.items() if each}
    return _with_entries(unit, counting)


def _with_entries(
    unit: Unit, counting: dict[str, dict[str, tuple[HeldReview, ...]]]
) -> dict[str, dict[str, tuple[HeldReview, ...]]]:
    wanted = [each.review.id for own in counting.values() for now in own.values() for each in now]
    entries: dict[str, dict[str, ReviewEntry]] = {each: {} for each in wanted}
    for ids in pieces(wanted):
        for entry in records.records(unit, ReviewEntry, review_entry.c.review_id.in_(ids)):
            entries[entry.review_id][entry.item] = entry
    return {
        key: {
            checklist: tuple(HeldReview(each.review, entries[each.review.id]) for each in now)
            for checklist, now in own.items()
        }
        for key, own in counting.items()
    }


def _standings(
    reviews: Mapping[str, tuple[HeldReview, ...]], asked: Sequence[Partner]
) -> dict[str, PhaseStanding | None]:
    deciding = {each.id for each in asked}
    found: dict[str, PhaseStanding | None] = {}
    for checklist in load_framework().checklists:
        found |= phases.standings(reviews.get(checklist.key, ()), checklist, deciding)
    return found
