"""Readiness of many initiatives in few words each: overall, the weakest dimension, the change since the baseline."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collab.model import Band, Instrument, Kind, Level, Measure, Partner, Round, RoundState, Why
from collab.scoring import FigureGrid, partner_figures, reported_partner_figures, reported_sector_figures
from collab.scoring.changes import changes
from collab.scoring.figures import Unit
from collab.scoring.over_time import Missing, common_measure, follow
from collab.scoring.sector import of_sectors
from collab.services.concerns import concerns_in
from collab.services.milestone_facts import revealed_rounds
from collab.services.over_time import series_of
from collab.services.round_figures import protection_of
from collab.store import averages, tallies
from collab.store.unit import Unit as StoreUnit


@dataclass(frozen=True)
class SaidConcern:
    """A dimension in concern by its label. who: for whom, each "all_partners" or the key of a sector."""

    dimension: str
    who: tuple[str, ...]


@dataclass(frozen=True)
class ReadinessDigest:
    """How ready all partners are in the newest round that was revealed, as Readiness shows it.

    figures are means on the scale, shares 0..1 where shares is true; ends: of that scale. overall None:
    why says what is missing.
    weakest: the label of the dimension with the lowest figure, None where no dimension has one.
    concerns: the dimensions that the gate counts as in concern: for all partners, districts or charter schools.
    baseline: the first round on the same survey, as Over time puts rounds together, None where there is no earlier one.
    change: of the overall figure since then, like for like, rounded as Over time shows it; None where missing says why.
    """

    round_id: str
    round_label: str
    shares: bool
    ends: tuple[float, float]
    overall: float | None
    band: Band | None
    why: Why | None
    weakest: str | None
    weakest_figure: float | None
    weakest_band: Band | None
    concerns: tuple[SaidConcern, ...] = ()
    baseline: str | None = None
    change: float | None = None
    missing: Missing | None = None


@dataclass(frozen=True)
class Ends:
    """The newest revealed round of an initiative, and the first on the same survey, None where there is no other."""

    latest: Round
    baseline: Round | None


@dataclass(frozen=True)
class _Grids:
    partners: FigureGrid
    sectors: FigureGrid


def ends_of(rounds: Sequence[Round], instruments: Mapping[str, Instrument]) -> Ends | None:
    """Which rounds a digest speaks of (rounds: the newest first): the built-in survey's go before any other's."""
    own = revealed_rounds(rounds, instruments)
    if not own:
        return None
    latest = own[0]
    ready = [each for each in rounds if each.kind is not None and each.state is not RoundState.OPEN]
    (series,) = (each for each in series_of(ready, instruments) if latest in each.rounds)
    return Ends(latest, series.rounds[0] if len(series.rounds) > 1 else None)


def readiness_of_each(
    unit: StoreUnit,
    ends: Mapping[str, Ends],
    instruments: Mapping[str, Instrument],
    partners: Mapping[str, tuple[Partner, ...]],
) -> dict[str, ReadinessDigest]:
    """Initiative id -> its readiness, for all initiatives that have a revealed round."""
    rounds = {each.id: each for own in ends.values() for each in (own.baseline, own.latest) if each is not None}
    grids = _grids(unit, tuple(rounds.values()), instruments, partners)
    return {key: _digest(pair, grids, instruments[pair.latest.instrument_id]) for key, pair in ends.items()}


def _grids(
    unit: StoreUnit,
    rounds: Sequence[Round],
    instruments: Mapping[str, Instrument],
    partners: Mapping[str, tuple[Partner, ...]],
) -> dict[str, _Grids]:
    answered = [(each, instruments[each.instrument_id]) for each in rounds if each.kind is not Kind.AVERAGES]
    counted = tallies.tallies_of_each(unit, answered, partners)
    found = {}
    for round_, instrument in answered:
        own = partner_figures(counted[round_.id], instrument, protection_of(round_))
        found[round_.id] = _Grids(own, of_sectors(own))
    for round_ in rounds:
        if round_.kind is Kind.AVERAGES:
            instrument, protection = instruments[round_.instrument_id], protection_of(round_)
            held = averages.reported_of(unit, round_, instrument)
            found[round_.id] = _Grids(
                reported_partner_figures(held, instrument, protection),
                reported_sector_figures(held, instrument, protection),
            )
    return found


def _digest(ends: Ends, grids: Mapping[str, _Grids], instrument: Instrument) -> ReadinessDigest:
    grid = grids[ends.latest.id].sectors
    shares = grid.measure is Measure.SHARE
    row = grid.units.index(Unit())
    figures = (grid.favourable_share if shares else grid.mean)[row]
    dimensions = [
        place
        for place, target in enumerate(grid.targets)
        if target.level is Level.DIMENSION and not math.isnan(figures[place])
    ]
    lowest = min(dimensions, key=lambda place: figures[place], default=None)
    baseline, change, missing = _change(ends, grids)
    labels = {each.key: each.label for each in instrument.dimensions}
    return ReadinessDigest(
        round_id=ends.latest.id,
        round_label=ends.latest.label,
        shares=shares,
        ends=(0.0, 1.0) if shares else (float(grid.scores[0]), float(grid.scores[-1])),
        overall=_known(figures[-1]),
        band=grid.band[row, -1],
        why=grid.why[row, -1] if math.isnan(figures[-1]) else None,
        weakest=labels[grid.targets[lowest].key] if lowest is not None else None,
        weakest_figure=_known(figures[lowest]) if lowest is not None else None,
        weakest_band=grid.band[row, lowest] if lowest is not None else None,
        concerns=tuple(SaidConcern(labels[each.dimension], each.who) for each in concerns_in(grid, labels)),
        baseline=baseline,
        change=change,
        missing=missing,
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _change(ends: Ends, grids: Mapping[str, _Grids]) -> tuple[str | None, float | None, Missing | None]:
    """(label of the baseline, change of the overall figure, why there is none); rounds in between do not change it."""
    if ends.baseline is None:
        return None, None, None
    both = (grids[ends.baseline.id], grids[ends.latest.id])
    if common_measure([each.partners for each in both]) is None:
        return ends.baseline.label, None, Missing.NOT_ASKED
    _, sectors = follow([each.partners for each in both], [each.sectors for each in both])
    overall = changes(sectors, Unit())[-1]
    return ends.baseline.label, overall.value, overall.why
