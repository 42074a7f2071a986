"""Which dimensions of the assessment stand in concern: for all partners, for the districts, for the charter schools."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from collab.errors import NotFound
from collab.framework import load_framework
from collab.model import YOU, Band, Level, Person, Round, RoundState, Sector
from collab.scoring import FigureGrid, Unit, shown
from collab.services import round_figures
from collab.store import Store


@dataclass(frozen=True)
class Concern:
    """One dimension in concern. who: for whom, each "all_partners" or the key of a sector."""

    who: tuple[str, ...]
    dimension: str
    sentence: str


def sector_grid(store: Store, assessment: Round | None, *, person: Person = YOU) -> FigureGrid | None:
    """The figures of sectors and all partners of a round; None where there is none, it is empty or still open."""
    if assessment is None or assessment.kind is None or assessment.state is RoundState.OPEN:
        return None
    head = round_figures.revealed(store, person, assessment.id)
    return round_figures.figures(store, head, round_figures.Choice()).sectors


def concerns(store: Store, assessment: Round | None, *, person: Person = YOU) -> tuple[Concern, ...]:
    """Every dimension in concern for all partners, district or charter, each told once, all partners first."""
    grid = sector_grid(store, assessment, person=person)
    if grid is None or assessment is None:
        return ()
    return concerns_in(grid, _labels(store, assessment, person))


def concerns_in(grid: FigureGrid, labels: Mapping[str, str]) -> tuple[Concern, ...]:
    """The same from the figures of sectors and all partners. labels: key of a dimension -> its label."""
    asked = [(Unit(), "all partners"), *((Unit(sector=each), _plural(each)) for each in _JUDGED)]
    found: dict[str, list[tuple[str, str, float]]] = {}
    for unit, words in asked:
        if unit not in grid.units:
            continue
        row = grid.units.index(unit)
        for column, target in enumerate(grid.targets):
            if target.level is Level.DIMENSION and grid.band[row, column] is Band.CONCERN:
                found.setdefault(target.key, []).append((unit.name, words, float(grid.mean[row, column])))
    return tuple(_concern(labels[key], key, told) for key, told in found.items())


_JUDGED = (Sector.DISTRICT, Sector.CHARTER)


def concerns_then(store: Store, gate: Mapping[str, object], *, person: Person = YOU) -> tuple[str, ...]:
    """Which dimensions a gate found in concern when partners went on against it, without their figures.

    What may not be shown any more, or never again, is left out: its round is gone or open, or too few are left in it.
    """
    round_id, kept = gate.get("round"), gate.get("concerns")
    if not isinstance(round_id, str) or not isinstance(kept, list):
        return ()
    try:
        assessment = round_figures.heading(store, person, round_id).round
    except NotFound:
        return ()
    grid = sector_grid(store, assessment, person=person)
    labels = _labels(store, assessment, person)
    told: dict[str, list[str]] = {}
    for who, dimension in _still_shown(grid, kept):
        told.setdefault(dimension, []).append(_words(who))
    return tuple(f"{labels[key]} stood in concern ({', '.join(whos)})." for key, whos in told.items())


def _still_shown(grid: FigureGrid | None, kept: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    if grid is None:
        return
    rows = {unit.name: row for row, unit in enumerate(grid.units) if unit.partner is None}
    columns = {each.key: place for place, each in enumerate(grid.targets) if each.level is Level.DIMENSION}
    for who, dimension in kept:
        if who in rows and dimension in columns and not math.isnan(grid.mean[rows[who], columns[dimension]]):
            yield who, dimension


def _words(who: str) -> str:
    return "all partners" if who == Unit().name else _plural(Sector(who))


def _concern(label: str, dimension: str, told: list[tuple[str, str, float]]) -> Concern:
    figures = ", ".join(f"{words} {shown(mean)}" for _, words, mean in told)
    return Concern(tuple(who for who, _, _ in told), dimension, f"{label} stands in concern ({figures}).")


def _plural(sector: Sector) -> str:
    return load_framework().sector(sector).plural.lower()


def _labels(store: Store, assessment: Round, person: Person) -> dict[str, str]:
    instrument = round_figures.heading(store, person, assessment.id).instrument
    return {dimension.key: dimension.label for dimension in instrument.dimensions}
