"""What the data themselves say about milestones: a claim with its reason, for each kind of evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from collab.framework import DEFAULT_INSTRUMENT
from collab.journey import Conclusion, NextStep
from collab.model import Initiative, Instrument, Partner, Round, RoundState, Sector
from collab.services.purpose import Purpose, purpose_in
from collab.store import initiatives, partners, records, rounds
from collab.store.instruments import instrument_by_id
from collab.store.journey_tables import conclusion, next_step
from collab.store.unit import Unit

NEEDS_WORK = "needs_work"
"""The conclusion that asks for next steps; every other one says that a dimension is ready."""


@dataclass(frozen=True)
class Claim:
    """What the data say: reached or not, and why, as one sentence."""

    reached: bool
    sentence: str


@dataclass(frozen=True)
class Facts:
    """All that milestones ask of one initiative. rounds: the newest first. answered: partner ids with an answer.

    assessment: the round that milestones speak of, with its instrument, joint conclusions by dimension and the
    next steps of each; None where there is no round. revealed: the round whose figures gates speak of.
    """

    initiative: Initiative
    partners: tuple[Partner, ...]
    purpose: Purpose
    rounds: tuple[Round, ...]
    assessment: Round | None
    revealed: Round | None
    instrument: Instrument | None
    answered: frozenset[str]
    conclusions: dict[str, Conclusion]
    next_steps: dict[str, tuple[NextStep, ...]]


def facts_in(unit: Unit, initiative_id: str) -> Facts:
    """The facts of an initiative."""
    every = rounds.rounds_in(unit, initiative_id)
    instruments = {each.instrument_id: instrument_by_id(unit, each.instrument_id) for each in every}
    assessment = assessment_among(every, instruments)
    joint, steps = _concluded(unit, assessment)
    return Facts(
        initiative=initiatives.initiative_by_id(unit, initiative_id),
        partners=partners.partners_in(unit, initiative_id),
        purpose=purpose_in(unit, initiative_id),
        rounds=every,
        assessment=assessment,
        revealed=revealed_among(every, instruments),
        instrument=instruments[assessment.instrument_id] if assessment else None,
        answered=rounds.partners_with_content(unit, assessment.id) if assessment else frozenset(),
        conclusions=joint,
        next_steps=steps,
    )


def assessment_among(every: Sequence[Round], instruments: Mapping[str, Instrument]) -> Round | None:
    """The latest round of the built-in instrument, else the latest of any; one that holds something goes first."""
    own = [each for each in every if instruments[each.instrument_id].key == DEFAULT_INSTRUMENT] or list(every)
    return next((each for each in own if each.kind is not None), own[0] if own else None)


def revealed_rounds(every: Sequence[Round], instruments: Mapping[str, Instrument]) -> tuple[Round, ...]:
    """The rounds with figures to show, the newest first: of the built-in instrument, else of any."""
    shown = tuple(each for each in every if each.kind is not None and each.state is not RoundState.OPEN)
    return tuple(each for each in shown if instruments[each.instrument_id].key == DEFAULT_INSTRUMENT) or shown


def revealed_among(every: Sequence[Round], instruments: Mapping[str, Instrument]) -> Round | None:
    """The round whose figures speak for the initiative; a newer one that is still open changes nothing."""
    return next(iter(revealed_rounds(every, instruments)), None)


def _concluded(unit: Unit, assessment: Round | None) -> tuple[dict[str, Conclusion], dict[str, tuple[NextStep, ...]]]:
    if assessment is None:
        return {}, {}
    found = records.records(unit, Conclusion, conclusion.c.round_id == assessment.id, conclusion.c.partner_id.is_(None))
    steps: dict[str, list[NextStep]] = {each.id: [] for each in found}
    for step in records.records(unit, NextStep, next_step.c.subject_id.in_(list(steps))):
        steps[step.subject_id].append(step)
    return {each.dimension: each for each in found}, {each.dimension: tuple(steps[each.id]) for each in found}


def claim(evidence: str, facts: Facts) -> Claim:
    """What the data say about one kind of evidence."""
    return _CLAIMS[evidence](facts)


def _purpose(facts: Facts) -> Claim:
    there = bool(facts.initiative.purpose)
    return Claim(there, "The purpose is written down." if there else "No purpose is written down yet.")


def _both_sectors(facts: Facts) -> Claim:
    district = sum(each.sector is Sector.DISTRICT for each in facts.partners)
    charter = sum(each.sector is Sector.CHARTER for each in facts.partners)
    return Claim(district > 0 and charter > 0, f"{district} district and {charter} charter partners take part.")


def _smart_goals(facts: Facts) -> Claim:
    smart = sum(goal.is_smart for goal in facts.purpose.goals)
    return Claim(smart > 0, f"{smart} of {len(facts.purpose.goals)} goals pass all five SMART checks.")


def _all_answered(facts: Facts) -> Claim:
    if facts.assessment is None:
        return Claim(False, "There is no round yet.")
    there = sum(each.id in facts.answered for each in facts.partners)
    sentence = f"{there} of {len(facts.partners)} partners have answered in “{facts.assessment.label}”."
    return Claim(bool(facts.partners) and there == len(facts.partners), sentence)


def _discussed(facts: Facts) -> Claim:
    if facts.assessment is None or facts.instrument is None:
        return Claim(False, "There is no round yet.")
    scored = [dimension for dimension in facts.instrument.dimensions if dimension.scored]
    settled = sum(bool(facts.conclusions[each.key].reading) for each in scored if each.key in facts.conclusions)
    shown = facts.assessment.state is not RoundState.OPEN
    start = f"“{facts.assessment.label}” is {'revealed' if shown else 'still open'}"
    sentence = f"{start}, and partners have concluded together on {settled} of {len(scored)} dimensions."
    return Claim(shown and bool(scored) and settled == len(scored), sentence)


def _next_steps(facts: Facts) -> Claim:
    if not facts.conclusions:
        return Claim(False, "Partners have not concluded on any dimension yet.")
    weak = [key for key, each in facts.conclusions.items() if each.reading == NEEDS_WORK]
    planned = sum(bool(facts.next_steps.get(key)) for key in weak)
    if not weak:
        return Claim(_discussed(facts).reached, "No dimension was found to need work.")
    return Claim(planned == len(weak), f"{planned} of {len(weak)} dimensions that need work have next steps.")


def _baseline(facts: Facts) -> Claim:
    kept = [each for each in facts.rounds if each.kind is not None and each.state is not RoundState.OPEN]
    if not kept:
        return Claim(False, "No round with answers has been revealed yet.")
    return Claim(True, f"“{kept[-1].label}” is kept as the first round.")


_CLAIMS: dict[str, Callable[[Facts], Claim]] = {
    "purpose": _purpose,
    "both_sectors": _both_sectors,
    "smart_goals": _smart_goals,
    "all_answered": _all_answered,
    "discussed": _discussed,
    "next_steps": _next_steps,
    "baseline": _baseline,
}
