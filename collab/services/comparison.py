"""District beside charter in one round: gaps, effects, tests, what to talk about first, in words too."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from collab.model import YOU, Initiative, Instrument, Measure, Person, Round, Sector, Why
from collab.scoring import (
    Effect,
    FigureGrid,
    Gap,
    GapReading,
    Priority,
    SectorTest,
    effects_of,
    gaps,
    priorities,
    shown,
    tests,
)
from collab.scoring.gaps import least_difference
from collab.services import round_figures
from collab.store import Store


@dataclass(frozen=True)
class ComparisonView:
    """All that the compare screen draws.

    gaps: one per target of sectors.targets, in their order. effects and tests are per factor: effects are ()
    for averages, both are () where a choice leaves no partner.
    sentences: target (level, key) -> the reading in one sentence.
    """

    initiative: Initiative
    round: Round
    instrument: Instrument
    partners: FigureGrid
    sectors: FigureGrid
    gaps: tuple[Gap, ...]
    effects: tuple[Effect, ...]
    tests: tuple[SectorTest, ...]
    priorities: tuple[Priority, ...]
    sentences: dict[tuple[str, str], str]
    pooled: bool = False


def comparison(
    store: Store,
    round_id: str,
    *,
    sectors: Iterable[Sector] | None = None,
    partner_ids: Iterable[str] | None = None,
    pooled: bool = False,
    person: Person = YOU,
) -> ComparisonView:
    """The two sectors of a round side by side; filters as in readiness(). NotAllowed while it is open."""
    head = round_figures.revealed(store, person, round_id)
    choice = round_figures.Choice.of(sectors, partner_ids, pooled=pooled)
    found = round_figures.figures(store, head, choice)
    between = gaps(found.sectors, head.instrument)
    effects, tested = round_figures.kept(store, head.round, ("effects", choice), lambda: _tested(found.partners))
    return ComparisonView(
        initiative=head.initiative,
        round=head.round,
        instrument=head.instrument,
        partners=found.partners,
        sectors=found.sectors,
        gaps=between,
        effects=effects,
        tests=tested,
        priorities=priorities(found.sectors, between),
        sentences={(str(gap.target.level), gap.target.key): sentence_of(gap, found.sectors) for gap in between},
        pooled=pooled,
    )


def _tested(partners: FigureGrid) -> tuple[tuple[Effect, ...], tuple[SectorTest, ...]]:
    """Effects (averages have none) and tests; nothing where a choice leaves no partner."""
    if not partners.units:
        return (), ()
    return (() if partners.measure is not None else effects_of(partners)), tests(partners)


_READINGS = {
    GapReading.DISTRICT_HIGHER: "The district sector sees this more favourably: {district} against {charter}.",
    GapReading.CHARTER_HIGHER: "The charter sector sees this more favourably: {charter} against {district}.",
    GapReading.BOTH_STRENGTH: "Both sectors see a strength: district {district}, charter {charter}.",
    GapReading.BOTH_CONCERN: "Both sectors see a concern: district {district}, charter {charter}.",
    GapReading.IN_BETWEEN: "No clear difference: district {district}, charter {charter}. "
    "The gap of {gap} is below the {counts} from which a gap counts.",
}
_REASONS = {
    Why.HIDDEN: "The two cannot be compared: a group here is too small to be shown.",
    Why.HIDDEN_BY_SOURCE: "The two cannot be compared: the source hides one side.",
    Why.NOT_ASKED: "The two cannot be compared: one side was not asked.",
    Why.TOO_FEW_FACTORS: "The two cannot be compared: one side has too few factors with a figure.",
    Why.TOO_FEW_ANSWERS: "The two cannot be compared: one side has no answers.",
}


def sentence_of(gap: Gap, sectors: FigureGrid) -> str:
    """The reading of one gap in one sentence."""
    if gap.district is None or gap.charter is None or gap.value is None:
        return _REASONS.get(gap.why or Why.TOO_FEW_ANSWERS, "The two cannot be compared.")
    return _READINGS[gap.reading].format(
        district=_figure(gap.district, sectors),
        charter=_figure(gap.charter, sectors),
        gap=gap_words(gap.value, sectors),
        counts=least_gap(sectors),
    )


def _figure(value: float, sectors: FigureGrid) -> str:
    return f"{shown(value * 100)}%" if sectors.measure is Measure.SHARE else shown(value)


def gap_words(value: float, sectors: FigureGrid) -> str:
    """How wide a gap is, with its unit: "7.5 percentage points", or "0.4" on the scale."""
    if sectors.measure is Measure.SHARE:
        return f"{shown(abs(value) * 100)} percentage points"
    return shown(abs(value))


def least_gap(sectors: FigureGrid) -> str:
    """From where on a gap as it is displayed counts as a difference, as sentences say it."""
    return told_least(sectors.scores, shares=sectors.measure is Measure.SHARE)


def told_least(scores: tuple[int, ...], *, shares: bool) -> str:
    """From where on a displayed difference counts: 10 percentage points, or a sixth of the scale.

    A sixth that has more decimals than a displayed difference is the next that can be displayed: 0.5 on four points,
    0.7 on five.
    """
    least = least_difference(scores, shares=shares)
    return f"{least * 100:.0f}" if shares else f"{math.ceil(round(least * 10, 6)) / 10:.1f}"
