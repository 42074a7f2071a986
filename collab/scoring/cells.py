"""Figures of cells before they become a grid: how factors make dimensions, partners make sectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collab.model import Instrument, Level, Sector, Why
from collab.scoring.figures import Target, Unit


@dataclass(frozen=True)
class Reasons:
    """Why cells have no figure, one bool array (units x targets) per reason that can hold."""

    hidden: np.ndarray
    by_source: np.ndarray
    not_asked: np.ndarray


def targets_of(instrument: Instrument) -> tuple[Target, ...]:
    """The rows of the heatmap: each scored dimension followed by its factors, then overall."""
    rows: list[Target] = []
    for dimension in instrument.dimensions:
        if dimension.scored:
            rows.append(Target(Level.DIMENSION, dimension.key, dimension.key))
        rows.extend(Target(Level.FACTOR, factor.key, dimension.key) for factor in dimension.factors)
    return (*rows, Target(Level.OVERALL, "", None))


def factor_rows(targets: tuple[Target, ...]) -> list[int]:
    """Where the factors stand among the targets, in the instrument's order."""
    return [row for row, target in enumerate(targets) if target.level is Level.FACTOR]


def groups_of(targets: tuple[Target, ...]) -> list[tuple[int, list[int]]]:
    """(row of a dimension, rows of its factors) of every scored dimension."""
    return [
        (row, [i for i, t in enumerate(targets) if t.level is Level.FACTOR and t.dimension == target.key])
        for row, target in enumerate(targets)
        if target.level is Level.DIMENSION
    ]


def mean_of(values: np.ndarray, axis: int) -> np.ndarray:
    """The mean of what is there (NaN is not); NaN where nothing is."""
    there = ~np.isnan(values)
    count = there.sum(axis=axis)
    total = np.where(there, values, 0.0).sum(axis=axis)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def roll_up(values: np.ndarray, targets: tuple[Target, ...], *, keep: np.ndarray | None = None) -> np.ndarray:
    """Fill dimension and overall columns of values (units x targets) from the factor columns, in place.

    A dimension is the mean of its factors' figures, at least half of the factors needed. Overall is the mean of
    all dimensions, all of them needed. keep: bool, cells that the source reported and that stay. Returns values.
    """
    groups = groups_of(targets)
    for row, factors in groups:
        part = values[:, factors]
        enough = 2 * (~np.isnan(part)).sum(axis=1) >= len(factors)
        _fill(values, row, np.where(enough, mean_of(part, 1), np.nan), keep)
    dimensions = values[:, [row for row, _ in groups]]
    complete = ~np.isnan(dimensions).any(axis=1) & (dimensions.shape[1] > 0)
    _fill(values, len(targets) - 1, np.where(complete, mean_of(dimensions, 1), np.nan), keep)
    return values


def _fill(values: np.ndarray, row: int, computed: np.ndarray, keep: np.ndarray | None) -> None:
    values[:, row] = computed if keep is None else np.where(keep[:, row], values[:, row], computed)


def add_up(counts: np.ndarray, targets: tuple[Target, ...]) -> np.ndarray:
    """Fill dimension and overall columns of counts (units x targets [x kinds]) with sums, in place.

    A hidden cell counts as -1 and enters no sum; a dimension of which every factor is hidden is -1. Factors of
    dimensions that are not scored enter no overall sum, as they enter no overall score.
    """
    groups = groups_of(targets)
    scored = [row for _, factors in groups for row in factors]
    for row, factors in [*groups, (len(targets) - 1, scored)]:
        part = counts[:, factors]
        there = part >= 0
        counts[:, row] = np.where(there.any(axis=1), np.where(there, part, 0).sum(axis=1), -1)
    return counts


def why_missing(values: np.ndarray, reasons: Reasons, targets: tuple[Target, ...]) -> np.ndarray:
    """Why each figure of a partner is null: object array of Why or None, of the shape of values."""
    why = np.full(values.shape, None, dtype=object)
    missing = np.isnan(values)
    why[missing] = Why.TOO_FEW_ANSWERS
    why[missing & reasons.not_asked] = Why.NOT_ASKED
    why[missing & reasons.by_source] = Why.HIDDEN_BY_SOURCE
    why[missing & reasons.hidden] = Why.HIDDEN
    groups = groups_of(targets)
    for row, factors in groups:
        own = missing[:, row] & ~reasons.hidden[:, row] & ~reasons.by_source[:, row]
        why[own, row] = _of_factors(why[np.ix_(own, factors)])
    last = len(targets) - 1
    own = missing[:, last] & ~reasons.hidden[:, last] & ~reasons.by_source[:, last]
    why[own, last] = _of_dimensions(why[np.ix_(own, [row for row, _ in groups])])
    return why


def because(why: np.ndarray, where: np.ndarray, reason: Why) -> np.ndarray:
    """A copy of why that gives this reason wherever where is true."""
    found = np.array(why)
    found[where] = reason
    return found


def _of_factors(why: np.ndarray) -> list[Why]:
    """Why a dimension has no score, from what its factors (units x factors) lack."""
    return [_of_one_dimension(list(row)) for row in why]


def _of_one_dimension(row: list[Why | None]) -> Why:
    for reason in (Why.NOT_ASKED, Why.HIDDEN_BY_SOURCE, Why.TOO_FEW_ANSWERS):
        if row and all(cell is reason for cell in row):
            return reason
    without_hiding = sum(cell is None or cell is Why.HIDDEN for cell in row)
    return Why.HIDDEN if Why.HIDDEN in row and 2 * without_hiding >= len(row) else Why.TOO_FEW_FACTORS


def _of_dimensions(why: np.ndarray) -> list[Why]:
    """Why there is no overall, from what the dimensions (units x dimensions) lack: the gravest reason."""
    order = (Why.HIDDEN, Why.HIDDEN_BY_SOURCE, Why.TOO_FEW_FACTORS, Why.NOT_ASKED, Why.TOO_FEW_ANSWERS)
    return [next((reason for reason in order if reason in row), Why.TOO_FEW_FACTORS) for row in why.tolist()]


def sector_units(sectors: tuple[Sector, ...]) -> tuple[tuple[Unit, ...], list[np.ndarray]]:
    """The sectors present in their fixed order, then all partners; with each the mask of its partners."""
    own = np.array([str(sector) for sector in sectors], dtype=object)
    present = [sector for sector in Sector if (own == str(sector)).any()]
    masks = [own == str(sector) for sector in present]
    return (*(Unit(sector=s) for s in present), Unit()), [*masks, np.ones(len(sectors), dtype=bool)]


def why_of_sector(missing: np.ndarray, why: np.ndarray) -> np.ndarray:
    """Why a sector (missing: targets) has no figure, from its partners' reasons (partners x targets)."""
    found = np.full(missing.shape, None, dtype=object)
    order = (
        Why.TOO_FEW_ANSWERS,
        Why.NOT_ASKED,
        Why.TOO_FEW_FACTORS,
        Why.HIDDEN_BY_SOURCE,
        Why.HIDDEN,
    )
    found[missing] = Why.TOO_FEW_ANSWERS
    for reason in order:
        found[missing & (why == reason).any(axis=0)] = reason
    return found
