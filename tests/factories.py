"""Valid objects with overrides, so that a test names only what it is about."""

from __future__ import annotations

from datetime import date

import numpy as np

from collab.framework import BUILT_IN, DEFAULT_INSTRUMENT, load_framework
from collab.model import MARKS, Dimension, Factor, Instrument, Level, Mode, Partner, ScalePoint, Sector
from collab.scoring.figures import FigureGrid, Protection, Tallies

INDIVIDUAL = Protection(Mode.INDIVIDUAL, 5)
TEAM = Protection(Mode.TEAM, 5)


def readiness_instrument() -> Instrument:
    """The built-in instrument."""
    return load_framework([BUILT_IN]).instrument(DEFAULT_INSTRUMENT)


def instrument(
    *,
    sizes: tuple[int, ...] = (2, 2),
    points: int = 4,
    reversed_factors: tuple[str, ...] = (),
    scored: tuple[bool, ...] | None = None,
    scores: tuple[int, ...] | None = None,
) -> Instrument:
    """An instrument with dimensions d0, d1 ... of these sizes and factors d0.f0, d0.f1 ..."""
    kept = scored or (True,) * len(sizes)
    return Instrument(
        key="made-up",
        version=1,
        title="Made-up instrument",
        scale=tuple(ScalePoint(f"p{score}", f"Point {score}", score) for score in scores or range(1, points + 1)),
        dimensions=tuple(
            Dimension(f"d{d}", f"Dimension {d}", _factors(f"d{d}", size, reversed_factors), scored=kept[d])
            for d, size in enumerate(sizes)
        ),
        not_applicable="Not applicable",
    )


def _factors(dimension: str, size: int, reversed_factors: tuple[str, ...]) -> tuple[Factor, ...]:
    keys = [f"{dimension}.f{i}" for i in range(size)]
    return tuple(
        Factor(key, key.upper(), f"Statement {key}", dimension, key in reversed_factors, f"Good end of {key}")
        for key in keys
    )


def partner(name: str = "Harbor Light", sector: Sector = Sector.CHARTER, **changes: object) -> Partner:
    """A partner; its id is its name."""
    return Partner(**{"id": name, "name": name, "sector": sector, **changes})  # type: ignore[arg-type]


def partners(*sectors: Sector) -> tuple[Partner, ...]:
    """Partners P0, P1 ... of these sectors."""
    return tuple(partner(f"P{index}", sector) for index, sector in enumerate(sectors))


def tallies(counts: object, *, sectors: tuple[Sector, ...] | None = None, marks: object | None = None) -> Tallies:
    """Tallies of counts (partners x factors x points); by default the sectors alternate district and charter."""
    array = np.array(counts, dtype=np.int64)
    alternating = (Sector.DISTRICT, Sector.CHARTER)
    own = sectors or tuple(alternating[i % 2] for i in range(len(array)))
    empty = np.zeros((*array.shape[:2], len(MARKS)), dtype=np.int64)
    return Tallies(partners(*own), array, empty if marks is None else np.array(marks, dtype=np.int64))


def at(grid: FigureGrid, key: str, level: Level = Level.FACTOR) -> int:
    """Where a target stands in a grid."""
    return next(i for i, target in enumerate(grid.targets) if (target.level, target.key) == (level, key))


def smart_goal() -> dict[str, object]:
    """What a person types in for a goal that passes all five SMART checks."""
    return {
        "statement": "All forty schools use one enrollment calendar",
        "measure": "schools that use it",
        "target": "40",
        "attainable": "Thirty have agreed",
        "result": "Families apply once",
        "due_on": date(2027, 6, 1),
    }
