"""What to talk about first: need, gap and split of each factor, each 0..1, averaged."""

from __future__ import annotations

import math
from dataclasses import dataclass

from collab.model import Measure
from collab.scoring.cells import groups_of
from collab.scoring.figures import FigureGrid
from collab.scoring.gaps import Gap
from collab.scoring.sector import main_figure


@dataclass(frozen=True)
class Priority:
    """total: mean of the parts that exist, 0..1; None where none does. missing: names of the parts left out.

    key: the key of what is to be talked about, a factor or a dimension.

    need: (max - score) / (max - min) of all partners. gap: |gap| / (max - min), the gap as it is displayed.
    split: (1 - A) / 2.
    """

    key: str
    total: float | None
    need: float | None
    gap: float | None
    split: float | None
    missing: tuple[str, ...]


def priorities(sectors: FigureGrid, gaps: tuple[Gap, ...]) -> tuple[Priority, ...]:
    """Every factor of a dimension, the most pressing first (equal ones in the instrument's order).

    sectors' last unit is all partners. Questions that belong to no dimension say nothing of readiness and are left
    out, as they enter no dimension and no overall score. The gap is the rounded difference that a Gap holds. Shares
    run from 0 to 1.
    """
    return _ranked(sectors, gaps, [row for _, factors in groups_of(sectors.targets) for row in factors])


def dimension_priorities(sectors: FigureGrid, gaps: tuple[Gap, ...]) -> tuple[Priority, ...]:
    """The same for every scored dimension, from its own figures."""
    return _ranked(sectors, gaps, [row for row, _ in groups_of(sectors.targets)])


def _ranked(sectors: FigureGrid, gaps: tuple[Gap, ...], rows: list[int]) -> tuple[Priority, ...]:
    found = [_priority(sectors, gaps[row], row) for row in rows]
    return tuple(sorted(found, key=lambda priority: -(priority.total if priority.total is not None else -1)))


def _priority(sectors: FigureGrid, gap: Gap, row: int) -> Priority:
    low, high = (
        (0.0, 1.0)
        if sectors.measure is Measure.SHARE or not sectors.scores
        else (float(sectors.scores[0]), float(sectors.scores[-1]))
    )
    score = float(main_figure(sectors)[-1, row])
    agreed = float(sectors.agreement[-1, row])
    parts = {
        "need": None if math.isnan(score) else (high - score) / (high - low),
        "gap": None if gap.value is None else abs(gap.value) / (high - low),
        "split": None if math.isnan(agreed) else (1 - agreed) / 2,
    }
    there = [part for part in parts.values() if part is not None]
    return Priority(
        key=sectors.targets[row].key,
        total=sum(there) / len(there) if there else None,
        **parts,
        missing=tuple(name for name, part in parts.items() if part is None),
    )
