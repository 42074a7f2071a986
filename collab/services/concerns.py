"""Which dimensions of the assessment stand in concern: for all partners, for the districts, for the charter schools."""

from __future__ import annotations

from dataclasses import dataclass

from collab.framework import load_framework
from collab.model import YOU, Band, Level, Person, Round, RoundState, Sector
from collab.scoring import FigureGrid, Unit, shown
from collab.services import round_figures
from collab.store import Store


@dataclass(frozen=True)
class Concern:
    """One dimension in concern. who: "all_partners", or the sector's key."""

    who: str
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
    labels = _labels(store, assessment, person)
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


def _concern(label: str, dimension: str, told: list[tuple[str, str, float]]) -> Concern:
    figures = ", ".join(f"{words} {shown(mean)}" for _, words, mean in told)
    return Concern(told[0][0], dimension, f"{label} stands in concern ({figures}).")


def _plural(sector: Sector) -> str:
    return load_framework().sector(sector).plural.lower()


def _labels(store: Store, assessment: Round, person: Person) -> dict[str, str]:
    instrument = round_figures.heading(store, person, assessment.id).instrument
    return {dimension.key: dimension.label for dimension in instrument.dimensions}
