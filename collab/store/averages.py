"""Averages as sources reported them, one row per round, partner and target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa

from collab.model import Instrument, Level, Measure, Round
from collab.scoring.figures import Reported
from collab.store.bulk import insert_many
from collab.store.partners import partners_in
from collab.store.tables import reported, superseded_reported
from collab.store.unit import Unit

COLUMNS = ("round_id", "partner_id", "level", "target", "value", "answers", "suppressed", "import_id")
Place = tuple[str, str, str]
"""Partner id, level, target key."""


@dataclass(frozen=True)
class Figure:
    """One reported figure. value None: none was given; answers -1: the source does not say how many."""

    value: float | None
    answers: int
    suppressed: bool


def figures_of(unit: Unit, round_id: str) -> dict[Place, Figure]:
    """Every reported figure of a round."""
    rows = unit.rows(sa.select(reported).where(reported.c.round_id == round_id))
    return {
        (row.partner_id, row.level, row.target): Figure(row.value, row.answers, bool(row.suppressed)) for row in rows
    }


def insert_figures(unit: Unit, round_id: str, import_id: str, figures: dict[Place, Figure]) -> None:
    """New figures; their places are free."""
    rows = [
        (round_id, *place, figure.value, figure.answers, figure.suppressed, import_id)
        for place, figure in figures.items()
    ]
    insert_many(unit, reported, COLUMNS, rows)


def supersede_figures(unit: Unit, round_id: str, import_id: str, places: Sequence[Place]) -> None:
    """Keep a copy of figures that an import changes, and take them away."""
    for place in places:
        here = _at(reported, round_id, place)
        copy = sa.select(sa.literal(import_id), *(reported.c[name] for name in COLUMNS)).where(*here)
        unit.run(sa.insert(superseded_reported).from_select(("by_import", *COLUMNS), copy))
        unit.run(sa.delete(reported).where(*here))


def sources_of(unit: Unit, round_id: str, places: Sequence[Place]) -> list[str]:
    """The imports that these figures came with."""
    wanted = set(places)
    columns = (reported.c.partner_id, reported.c.level, reported.c.target, reported.c.import_id)
    rows = unit.rows(sa.select(*columns).where(reported.c.round_id == round_id))
    return sorted({row[3] for row in rows if (row[0], row[1], row[2]) in wanted})


def _at(table: sa.Table, round_id: str, place: Place) -> tuple[sa.ColumnElement[bool], ...]:
    columns = (table.c.round_id, table.c.partner_id, table.c.level, table.c.target)
    return tuple(column == value for column, value in zip(columns, (round_id, *place), strict=True))


def reported_of(unit: Unit, round_: Round, instrument: Instrument) -> Reported:
    """The reported figures of a round as arrays; targets in the order dimension, its factors, ..., overall."""
    figures = figures_of(unit, round_.id)
    present = {place[0] for place in figures}
    partners = tuple(each for each in partners_in(unit, round_.initiative_id) if each.id in present)
    targets = _targets(instrument, {place[1:] for place in figures})
    shape = (len(partners), len(targets))
    arrays = (np.full(shape, np.nan), np.full(shape, -1, dtype=np.int64), np.zeros(shape, dtype=bool))
    rows = {partner.id: index for index, partner in enumerate(partners)}
    columns = {(str(level), key): index for index, (level, key) in enumerate(targets)}
    for (partner_id, level, key), figure in figures.items():
        where = rows[partner_id], columns[level, key]
        _put(arrays, where, figure)
    measure = round_.measure or Measure.MEAN
    return Reported(partners, targets, measure, values=arrays[0], answers=arrays[1], suppressed=arrays[2])


def _put(arrays: tuple[Any, Any, Any], where: tuple[int, int], figure: Figure) -> None:
    values, answers, suppressed = arrays
    values[where] = np.nan if figure.value is None else figure.value
    answers[where] = figure.answers
    suppressed[where] = figure.suppressed


def _targets(instrument: Instrument, found: set[tuple[str, ...]]) -> tuple[tuple[Level, str], ...]:
    every: list[tuple[Level, str]] = []
    for dimension in instrument.dimensions:
        every.append((Level.DIMENSION, dimension.key))
        every += [(Level.FACTOR, factor.key) for factor in dimension.factors]
    every.append((Level.OVERALL, ""))
    return tuple(target for target in every if (str(target[0]), target[1]) in found)
