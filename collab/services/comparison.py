"""District beside charter in one round: gaps, effects, tests, what to talk about first, in words too."""

from __future__ import annotations

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
    GapReading.DISTRICT_HIGHER: "Districts see this more favourably: {district} against {charter}.",
    GapReading.CHARTER_HIGHER: "Charters see this more favourably: {charter} against {district}.",
    GapReading.BOTH_STRENGTH: "Both see a strength: districts {district}, charters {charter}.",
    GapReading.BOTH_CONCERN: "Both see a concern: districts {district}, charters {charter}.",
    GapReading.IN_BETWEEN: "No clear difference: districts {district}, charters {charter}, a gap of {gap}, "
    "under the {counts} that count.",
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
    shares = sectors.measure is Measure.SHARE
    return _READINGS[gap.reading].format(
        district=f"{shown(gap.district * 100)} percent" if shares else shown(gap.district),
        charter=f"{shown(gap.charter * 100)} percent" if shares else shown(gap.charter),
        gap=f"{shown(abs(gap.value) * 100)} percentage points" if shares else shown(abs(gap.value)),
        counts=least_gap(sectors),
    )


def least_gap(sectors: FigureGrid) -> str:
    """From where on a gap counts as a difference: 10 percentage points, or a sixth of the scale ("0.5")."""
    return told_least(sectors.scores, shares=sectors.measure is Measure.SHARE)


def told_least(scores: tuple[int, ...], *, shares: bool) -> str:
    """The least difference that counts, as sentences say it."""
    least = least_difference(scores, shares=shares)
    return f"{least * 100:.0f}" if shares else f"{least:.2g}"
