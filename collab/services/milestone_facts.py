"""What the data themselves say about milestones: a claim with its reason, for each kind of evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from collab.framework import DEFAULT_INSTRUMENT, load_framework
from collab.journey import Conclusion, GoalOutcome, NextStep
from collab.model import Initiative, Instrument, Partner, Round, RoundState, Sector
from collab.services.over_time import is_same_survey, series_of
from collab.services.planned import Planned, made_until, planned_in
from collab.services.purpose import Purpose, purpose_in
from collab.services.taking_part import asked_in, day_of, present
from collab.store import partners, records, rounds
from collab.store.instruments import instrument_by_id
from collab.store.journey_tables import conclusion
from collab.store.unit import Unit
from collab.when import When

NEEDS_WORK = "needs_work"
"""The conclusion that asks for next steps; every other one says that a dimension is ready."""


@dataclass(frozen=True)
class Claim:
    """What the data say: reached or not, and why, as one sentence. is_bare: nothing of it is kept here, so that persons
    who say otherwise (the plan is a document of their own) contradict nothing."""

    reached: bool
    sentence: str
    is_bare: bool = False


@dataclass(frozen=True)
class Facts:
    """All that milestones ask of one initiative. rounds: the newest first, with their instruments.

    partners: all that there are; present: those of them that take part on the day of which the facts speak.
    answered_in: round id -> ids of the partners with an answer. concluded: round id -> what was concluded jointly.
    steps: every next step. planned: root causes, logic model and action plans.
    """

    initiative: Initiative
    day: When
    partners: tuple[Partner, ...]
    present: tuple[Partner, ...]
    purpose: Purpose
    rounds: tuple[Round, ...]
    instruments: Mapping[str, Instrument]
    answered_in: Mapping[str, frozenset[str]]
    concluded: Mapping[str, tuple[Conclusion, ...]]
    steps: tuple[NextStep, ...]
    planned: Planned

    @cached_property
    def assessment(self) -> Round | None:
        """The round in which partners answer."""
        return assessment_among(self.rounds, self.instruments)

    @cached_property
    def revealed(self) -> Round | None:
        """The latest round with figures to show, which gates speak of."""
        return revealed_among(self.rounds, self.instruments)

    @cached_property
    def discussed(self) -> Round | None:
        """What partners talk about: the latest revealed round, so that opening another one unsays nothing."""
        return self.revealed or self.assessment

    @cached_property
    def answered(self) -> frozenset[str]:
        """The partners with an answer in the round in which they answer."""
        return self.answered_in.get(self.assessment.id, frozenset()) if self.assessment else frozenset()

    @cached_property
    def conclusions(self) -> dict[str, Conclusion]:
        """Dimension -> what was concluded jointly on what partners talk about."""
        joint = self.concluded.get(self.discussed.id, ()) if self.discussed else ()
        return {each.dimension: each for each in joint}

    @cached_property
    def next_steps(self) -> dict[str, tuple[NextStep, ...]]:
        """Dimension -> what follows from its conclusion."""
        return {
            key: tuple(step for step in self.steps if step.subject_id == each.id)
            for key, each in self.conclusions.items()
        }

    def until(self, end: When) -> Facts:
        """What is to be said of a stage that was left: what was held or made later changes nothing of it."""
        then = tuple(each for each in self.rounds if (day := day_of(each)) is None or day <= end.last)
        there = {each.id for each in made_until([each.goal for each in self.purpose.goals], end.last)}
        goals = tuple(each for each in self.purpose.goals if each.goal.id in there)
        return replace(
            self,
            rounds=then or self.rounds,
            purpose=replace(self.purpose, goals=goals),
            planned=self.planned.until(end.last),
        )


def facts_in(unit: Unit, initiative: Initiative, day: When) -> Facts:
    """The facts of an initiative as of a day."""
    taking_part = partners.partners_in(unit, initiative.id)
    every = rounds.rounds_in(unit, initiative.id)
    ids = [each.id for each in every]
    return Facts(
        initiative=initiative,
        day=day,
        partners=taking_part,
        present=present(taking_part, day),
        purpose=purpose_in(unit, initiative.id),
        rounds=every,
        instruments={each.instrument_id: instrument_by_id(unit, each.instrument_id) for each in every},
        answered_in=rounds.partners_with_content_of_each(unit, ids),
        concluded=concluded_in(unit, ids),
        steps=records.records(unit, NextStep, initiative_id=initiative.id),
        planned=planned_in(unit, [initiative.id])[initiative.id],
    )


def concluded_in(unit: Unit, round_ids: Sequence[str]) -> dict[str, tuple[Conclusion, ...]]:
    """Round id -> what was concluded jointly."""
    found: dict[str, list[Conclusion]] = {}
    joint = (conclusion.c.round_id.in_(round_ids), conclusion.c.partner_id.is_(None))
    for each in records.records(unit, Conclusion, *joint):
        found.setdefault(each.round_id, []).append(each)
    return {key: tuple(own) for key, own in found.items()}


def settled_in(unit: Unit, rounds_: Sequence[Round]) -> frozenset[str]:
    """The ids of the rounds in which partners concluded together on each dimension that is scored."""
    by_round = concluded_in(unit, [each.id for each in rounds_])
    concluded = {key: {each.dimension for each in own if each.reading} for key, own in by_round.items()}
    asked = {each.id: each.instrument_id for each in rounds_ if concluded.get(each.id)}
    scored = {
        key: {each.key for each in instrument_by_id(unit, key).dimensions if each.scored} for key in set(asked.values())
    }
    return frozenset(key for key, instrument_id in asked.items() if scored[instrument_id] <= concluded[key])


def assessment_among(every: Sequence[Round], instruments: Mapping[str, Instrument]) -> Round | None:
    """The latest round on the built-in instrument's survey, else the latest of any; one that holds something first.

    The same survey under another name belongs to it, as for the rounds that were revealed.
    """
    asked = [instruments[each.instrument_id] for each in every]
    built_in = next((each for each in asked if each.key == DEFAULT_INSTRUMENT), None)
    pairs = zip(every, asked, strict=True)
    own = [each for each, its in pairs if built_in is None or is_same_survey(its, built_in)]
    return next((each for each in own if each.kind is not None), own[0] if own else None)


def revealed_rounds(every: Sequence[Round], instruments: Mapping[str, Instrument]) -> tuple[Round, ...]:
    """The rounds with figures to show, the newest first: on the built-in instrument's survey, else on any.

    The same survey under another name belongs to it, as Over time puts rounds together.
    """
    shown = tuple(each for each in every if each.kind is not None and each.state is not RoundState.OPEN)
    own = next((each for each in shown if instruments[each.instrument_id].key == DEFAULT_INSTRUMENT), None)
    series = (each.rounds[::-1] for each in series_of(shown, instruments) if own in each.rounds)
    return next(series, shown)


def revealed_among(every: Sequence[Round], instruments: Mapping[str, Instrument]) -> Round | None:
    """The round whose figures speak for the initiative; a newer one that is still open changes nothing."""
    return next(iter(revealed_rounds(every, instruments)), None)


def claim(evidence: str, facts: Facts) -> Claim:
    """What the data say about one kind of evidence."""
    return _CLAIMS[evidence](facts)


def _purpose(facts: Facts) -> Claim:
    there = bool(facts.initiative.purpose)
    return Claim(there, "The purpose is written down." if there else "No purpose is written down yet.")


def _both_sectors(facts: Facts) -> Claim:
    counts = Counter(each.sector for each in facts.present)
    reached = counts[Sector.DISTRICT] > 0 and counts[Sector.CHARTER] > 0
    return Claim(reached, _who_takes_part(counts))


def _who_takes_part(counts: Counter[Sector]) -> str:
    """How many partners of which sectors, and which of the two that it asks for is not among them."""
    labels = {each.sector: each.label for each in load_framework().sectors}
    there = [f"{labels[sector]} {counts[sector]}" for sector in labels if counts[sector]]
    absent = [labels[sector].lower() for sector in (Sector.DISTRICT, Sector.CHARTER) if not counts[sector]]
    missing = f"No {' or '.join(absent)} partner is among them." if absent else ""
    if not there:
        return "No partner takes part yet."
    start = "1 partner takes part" if counts.total() == 1 else f"{counts.total()} partners take part"
    return f"{start}: {', '.join(there)}. {missing}".strip()


def _smart_goals(facts: Facts) -> Claim:
    """Every goal that is open; where none is open any more, every one that was met or missed."""
    still_open = [each for each in facts.purpose.goals if each.goal.outcome is GoalOutcome.OPEN]
    asked = still_open or facts.purpose.goals
    if not asked:
        return Claim(False, "No goal is written down yet.")
    smart, what = sum(each.is_smart for each in asked), "open goal" if still_open else "goal"
    if len(asked) == 1:
        verb = "passes" if smart else "does not yet pass"
        return Claim(smart == 1, f"The one {what} {verb} all five SMART checks.")
    return Claim(smart == len(asked), f"{smart} of {len(asked)} {what}s pass all five SMART checks.")


def _all_answered(facts: Facts) -> Claim:
    if facts.assessment is None:
        return Claim(False, "There is no round yet.")
    asked = asked_in(facts.partners, facts.assessment, on=facts.day, answered=facts.answered)
    there = sum(each.id in facts.answered for each in asked)
    sentence = f"{there} of {len(asked)} partners have answered in “{facts.assessment.label}”."
    return Claim(bool(asked) and there == len(asked), sentence)


def _discussed(facts: Facts) -> Claim:
    if facts.discussed is None:
        return Claim(False, "There is no round yet.")
    instrument = facts.instruments[facts.discussed.instrument_id]
    scored = [dimension for dimension in instrument.dimensions if dimension.scored]
    settled = sum(bool(facts.conclusions[each.key].reading) for each in scored if each.key in facts.conclusions)
    shown = facts.discussed.state is not RoundState.OPEN
    start = f"“{facts.discussed.label}” is {'revealed' if shown else 'still open'}"
    sentence = f"{start}, and partners have concluded together on {settled} of {len(scored)} dimensions."
    return Claim(shown and bool(scored) and settled == len(scored), sentence)


def _next_steps(facts: Facts) -> Claim:
    if facts.discussed is None or not facts.conclusions:
        return Claim(False, "Partners have not concluded on any dimension yet.")
    where = f"In “{facts.discussed.label}”,"
    weak = [key for key, each in facts.conclusions.items() if each.reading == NEEDS_WORK]
    planned = sum(bool(facts.next_steps.get(key)) for key in weak)
    if not weak:
        return Claim(_discussed(facts).reached, f"{where} no dimension was found to need work.")
    return Claim(planned == len(weak), f"{where} {planned} of {len(weak)} dimensions that need work have next steps.")


def _baseline(facts: Facts) -> Claim:
    kept = [each for each in facts.rounds if each.kind is not None and each.state is not RoundState.OPEN]
    if not kept:
        return Claim(False, "No round with answers has been revealed yet.")
    return Claim(True, f"“{kept[-1].label}” is kept as the first round.")


def _causes(facts: Facts) -> Claim:
    """A root cause without a source is a guess."""
    chosen = facts.planned.causes
    if not chosen:
        return Claim(False, "No root cause is chosen yet.", is_bare=True)
    founded = sum(bool(each.evidence or each.source) for each in chosen)
    what = "root cause is" if len(chosen) == 1 else "root causes are"
    return Claim(founded == len(chosen), f"{len(chosen)} {what} chosen, {founded} of them with evidence.")


def _logic_model(facts: Facts) -> Claim:
    planned = facts.planned
    if not planned.entries:
        return Claim(False, "The logic model has no entry yet.", is_bare=True)
    if planned.empty_columns:
        return Claim(False, f"Still without an entry: {', '.join(planned.empty_columns)}.")
    first, last = (load_framework().logic_model.columns[place].label for place in (0, -1))
    if planned.leads_through:
        return Claim(True, f"Links lead from “{first}” to “{last}”.")
    return Claim(False, f"Every column has an entry, but no links lead from “{first}” to “{last}” yet.")


def _action_plans(facts: Facts) -> Claim:
    goals = [each.goal for each in facts.purpose.goals if each.goal.outcome is GoalOutcome.OPEN]
    asked = goals or [each.goal for each in facts.purpose.goals]
    if not asked:
        return Claim(False, "No goal is written down yet.", is_bare=True)
    with_steps = {each.goal_id for each in facts.planned.steps}
    there = sum(each.id in with_steps for each in asked)
    what = "goal has" if len(asked) == 1 else "goals have"
    sentence = f"{there} of {len(asked)} {what} an action plan with steps."
    return Claim(there == len(asked), sentence, is_bare=not facts.planned.steps)


_CLAIMS: dict[str, Callable[[Facts], Claim]] = {
    "purpose": _purpose,
    "both_sectors": _both_sectors,
    "smart_goals": _smart_goals,
    "all_answered": _all_answered,
    "discussed": _discussed,
    "next_steps": _next_steps,
    "baseline": _baseline,
    "causes": _causes,
    "logic_model": _logic_model,
    "action_plans": _action_plans,
}
