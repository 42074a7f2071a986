"""Every figure of a round as plain rows, for scripts and the command line."""

from __future__ import annotations

import numpy as np

from collab.errors import NotAllowed
from collab.model import MARKS, YOU, Level, Person
from collab.scoring import FigureGrid
from collab.services import round_figures
from collab.services.cell import number
from collab.services.initiatives import find_initiative
from collab.services.rounds import find_round
from collab.store import Store


def scores(
    store: Store, initiative_name: str, round_label: str, *, by: str = "partner", person: Person = YOU
) -> list[dict[str, object]]:
    """One row per partner or sector (by) and target, with unrounded figures; null is None.

    Keys: partner and partner_sector, or sector ("all_partners" for all); level, factor, dimension, rated,
    not_applicable, skipped, unreadable, not_asked, counts (score as text -> answers, as oriented), mean,
    favourable_share, agreement, band, why, reported. A hidden cell has None for every count too. NotAllowed
    while the round is open.
    """
    if by not in ("partner", "sector"):
        raise NotAllowed(f"Scores by “{by}” do not exist; allowed are partner and sector.")
    initiative = find_initiative(store, initiative_name, person=person)
    round_ = find_round(store, initiative.id, round_label, person=person)
    head = round_figures.revealed(store, person, round_.id)
    found = round_figures.figures(store, head, round_figures.Choice())
    grid = found.partners if by == "partner" else found.sectors
    return [_row(grid, unit, target) for unit in range(len(grid.units)) for target in range(len(grid.targets))]


def _row(grid: FigureGrid, unit: int, place: int) -> dict[str, object]:
    target = grid.targets[place]
    at = (unit, place)
    why = grid.why[at]
    return {
        **_whose(grid, unit),
        "level": str(target.level),
        "factor": target.key if target.level is Level.FACTOR else None,
        "dimension": target.dimension,
        "rated": _count(grid.rated[at]),
        **{str(mark): _count(count) for mark, count in zip(MARKS, grid.marks[at], strict=True)},
        "counts": _counts(grid, grid.counts[at]),
        "mean": number(grid.mean[at]),
        "favourable_share": number(grid.favourable_share[at]),
        "agreement": number(grid.agreement[at]),
        "band": str(grid.band[at]) if grid.band[at] is not None else None,
        "why": str(why) if why is not None else None,
        "reported": bool(grid.reported[at]),
    }


def _whose(grid: FigureGrid, unit: int) -> dict[str, object]:
    each = grid.units[unit]
    if each.partner is None:
        return {"sector": each.name}
    return {"partner": each.partner.name, "partner_sector": str(each.partner.sector)}


def _count(value: int) -> int | None:
    return int(value) if value >= 0 else None


def _counts(grid: FigureGrid, counts: np.ndarray) -> dict[str, int] | None:
    """Answers per score; None where hidden, for averages, and where counts do not exist."""
    if grid.measure is not None or not len(counts) or (counts < 0).any():
        return None
    return {str(score): int(count) for score, count in zip(grid.scores, counts, strict=True)}
