"""Figures of two or more rounds like for like: over the partners, and their factors, that the first and last share.

Everything here is worked out from figures that each round shows anyway, so that no change can tell what is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from collab.model import Level, Measure, Sector, Why
from collab.scoring.cells import groups_of, mean_of, roll_up, sector_units
from collab.scoring.figures import FigureGrid, Target, Unit


class Missing(StrEnum):
    """Why there is no change, the gravest reason first: hidden in a round, not in both rounds, not asked in both."""

    HIDDEN = "hidden"
    HIDDEN_BY_SOURCE = "hidden_by_source"
    NOT_IN_BOTH = "not_in_both"
    NOT_ASKED = "not_asked"
    TOO_FEW = "too_few"


_REASONS = {
    Why.HIDDEN: Missing.HIDDEN,
    Why.HIDDEN_BY_SOURCE: Missing.HIDDEN_BY_SOURCE,
    Why.NOT_ASKED: Missing.NOT_ASKED,
    Why.TOO_FEW_FACTORS: Missing.TOO_FEW,
    Why.TOO_FEW_ANSWERS: Missing.TOO_FEW,
}


@dataclass(frozen=True)
class Followed:
    """Figures of units x targets in rounds that follow one another; changes run from the first round to the last.

    measure: what is compared, a mean on the scale or a share 0..1.
    figures: float64, rounds x units x targets: like for like. NaN where either end has none; a round in between is
        NaN where it shows none.
    partners: int64, rounds x units x targets: how many partners stand behind figures; the two ends are equal.
    shown: float64, rounds x units x targets: the figure as each round shows it, whoever is in it.
    shown_partners: int64, rounds x units x targets: how many partners stand behind shown.
    why: object (Missing or None), units x targets.
    """

    units: tuple[Unit, ...]
    targets: tuple[Target, ...]
    scores: tuple[int, ...]
    measure: Measure
    figures: np.ndarray
    partners: np.ndarray
    shown: np.ndarray
    shown_partners: np.ndarray
    why: np.ndarray


def common_measure(grids: Sequence[FigureGrid]) -> Measure | None:
    """What all these rounds can be compared by: means on one scale, else favourable shares, else nothing."""
    measures = {grid.measure for grid in grids}
    if Measure.SHARE not in measures and len({grid.scores for grid in grids}) == 1:
        return Measure.MEAN
    return None if Measure.MEAN in measures else Measure.SHARE


def follow(partners: Sequence[FigureGrid], sectors: Sequence[FigureGrid]) -> tuple[Followed, Followed]:
    """The partners, and the sectors with all partners last, of rounds that follow one another.

    partners, sectors: one grid per round, of the same choice of partners. A partner's factor counts where the first
    and the last round show it. Its dimension is the mean of those factors, at least half of all needed; what a source
    reported as a dimension stays as reported. A sector is the unweighted mean of its partners, and exists only where
    both rounds show the sector: a round that hides it, or hides all partners, has no change either.
    Raises ValueError where the rounds have no measure in common.
    """
    measure = common_measure(partners)
    if measure is None:
        raise ValueError("these rounds have no measure in common")
    targets = _all_targets(partners[0], partners[-1])
    own = _Layout(_all_partners(partners), targets, measure)
    kept = own.place(partners)
    alike = _like_for_like(kept.values, own.lay(partners, lambda grid: grid.reported, False), targets)
    members = tuple(unit.partner.sector for unit in own.units if unit.partner)
    return _partners(own, kept, alike, partners[-1].scores), _sectors(sectors, kept, alike, members, own)


@dataclass(frozen=True)
class _Placed:
    """values: rounds x units x targets as shown, why: why not (Missing or None), counts: partners behind them."""

    values: np.ndarray
    why: np.ndarray
    counts: np.ndarray


@dataclass(frozen=True)
class _Layout:
    """Units and targets that several grids are laid out on."""

    units: tuple[Unit, ...]
    targets: tuple[Target, ...]
    measure: Measure

    def place(self, grids: Sequence[FigureGrid]) -> _Placed:
        """The figures of all grids, with the reason where one has none."""
        values = self.lay(grids, lambda grid: _main(grid, self.measure), np.nan)
        why = self.lay(grids, lambda grid: _reasons(grid, self.measure), Missing.NOT_ASKED)
        there = [{_key(unit) for unit in grid.units} for grid in grids]
        for round_, present in enumerate(there):
            why[round_, [_key(unit) not in present for unit in self.units]] = Missing.NOT_IN_BOTH
        return _Placed(values, why, self.lay(grids, lambda grid: grid.shown_partners, 0))

    def lay(
        self, grids: Sequence[FigureGrid], array_of: Callable[[FigureGrid], np.ndarray], nothing: Any
    ) -> np.ndarray:
        """An array of each grid on these units and targets: rounds x units x targets."""
        return np.array([self._one(grid, array_of(grid), nothing) for grid in grids])

    def _one(self, grid: FigureGrid, values: np.ndarray, nothing: Any) -> np.ndarray:
        wide = np.full((len(self.units), len(self.targets)), nothing, dtype=values.dtype)
        rows, from_rows = _matches([_key(unit) for unit in self.units], [_key(unit) for unit in grid.units])
        columns, from_columns = _matches([_name(each) for each in self.targets], [_name(each) for each in grid.targets])
        wide[np.ix_(rows, columns)] = values[np.ix_(from_rows, from_columns)]
        return wide


def _matches(wanted: Sequence[Hashable], given: Sequence[Hashable]) -> tuple[list[int], list[int]]:
    """Where the wanted things stand among themselves and among the given ones, for those that both have."""
    places = {each: place for place, each in enumerate(given)}
    pairs = [(place, places[each]) for place, each in enumerate(wanted) if each in places]
    return [here for here, _ in pairs], [there for _, there in pairs]


def _key(unit: Unit) -> tuple[str | None, Sector | None]:
    return unit.partner.id if unit.partner else None, unit.sector


def _name(target: Target) -> tuple[Level, str]:
    return target.level, target.key


def _main(grid: FigureGrid, measure: Measure) -> np.ndarray:
    return grid.favourable_share if measure is Measure.SHARE else grid.mean


def _reasons(grid: FigureGrid, measure: Measure) -> np.ndarray:
    """Why a grid has no figure, as Missing; None where it has one."""
    found = np.full(grid.why.shape, None, dtype=object)
    found[np.isnan(_main(grid, measure))] = Missing.TOO_FEW
    for why, missing in _REASONS.items():
        found[grid.why == why] = missing
    return found


def _all_targets(first: FigureGrid, last: FigureGrid) -> tuple[Target, ...]:
    """The targets of the last round, then those that only the first had; overall stays last.

    What only a round in between asked has no change, and must not count among what half of a dimension is half of.
    """
    known = {_name(target) for target in last.targets}
    return (*last.targets[:-1], *(each for each in first.targets if _name(each) not in known), last.targets[-1])


def _all_partners(grids: Sequence[FigureGrid]) -> tuple[Unit, ...]:
    """Every partner of any round, by sector and name."""
    found = {unit.partner.id: unit.partner for grid in grids for unit in grid.units if unit.partner}
    order = list(Sector)
    ordered = sorted(found.values(), key=lambda each: (order.index(each.sector), each.name.casefold(), each.id))
    return tuple(Unit(partner=partner) for partner in ordered)


def _like_for_like(values: np.ndarray, reported: np.ndarray, targets: tuple[Target, ...]) -> np.ndarray:
    """Figures of partners over the factors that both ends show; values, reported: rounds x partners x targets."""
    both = ~np.isnan(values[0]) & ~np.isnan(values[-1])
    keep = (reported[0] | reported[-1]) & both
    alike = np.where(both, values, np.nan)
    sums = [place for place, target in enumerate(targets) if target.level is not Level.FACTOR]
    for figures in alike:
        figures[:, sums] = roll_up(_without_gaps(figures, both, targets), targets, keep=keep)[:, sums]
    return np.where(both & ~np.isnan(values), alike, np.nan)


def _without_gaps(figures: np.ndarray, both: np.ndarray, targets: tuple[Target, ...]) -> np.ndarray:
    """A copy without the factors of each dimension of which a round in between lacks one that both ends have."""
    whole = np.array(figures)
    for _, factors in groups_of(targets):
        lacking = (both[:, factors] & np.isnan(figures[:, factors])).any(axis=1)
        whole[np.ix_(lacking, factors)] = np.nan
    return whole


def _partners(own: _Layout, kept: _Placed, alike: np.ndarray, scores: tuple[int, ...]) -> Followed:
    why = _gravest(kept.why)
    why[np.isnan(alike[0]) & ~why.astype(bool)] = Missing.TOO_FEW
    there = (~np.isnan(alike)).astype(np.int64)
    return Followed(own.units, own.targets, scores, own.measure, alike, there, kept.values, kept.counts, why)


def _sectors(
    grids: Sequence[FigureGrid], partners: _Placed, alike: np.ndarray, members: tuple[Sector, ...], own: _Layout
) -> Followed:
    units, masks = sector_units(members)
    layout = _Layout(units, own.targets, own.measure)
    kept = layout.place(grids)
    both = ~np.isnan(kept.values[0]) & ~np.isnan(kept.values[-1])
    figures = np.array([[mean_of(figures[mask], 0) for mask in masks] for figures in alike])
    figures = np.where(both & ~np.isnan(kept.values), figures, np.nan)
    counts = np.array([[(~np.isnan(figures[mask])).sum(axis=0) for mask in masks] for figures in alike])
    why = _gravest(kept.why)
    unpaired = np.isnan(figures[0]) & ~why.astype(bool)
    why[unpaired] = Missing.NOT_IN_BOTH
    lacking = np.isnan(alike[0]) & ~np.isnan(partners.values[0]) & ~np.isnan(partners.values[-1])
    why[unpaired & np.array([lacking[mask].any(axis=0) for mask in masks])] = Missing.TOO_FEW
    return Followed(
        units=units,
        targets=own.targets,
        scores=grids[-1].scores,
        measure=own.measure,
        figures=figures,
        partners=np.where(np.isnan(figures), 0, counts),
        shown=kept.values,
        shown_partners=kept.counts,
        why=why,
    )


def _gravest(why: np.ndarray) -> np.ndarray:
    """The gravest reason of the two ends, object (Missing or None), from rounds x units x targets."""
    found = np.full(why.shape[1:], None, dtype=object)
    for reason in reversed(Missing):
        found[(why[0] == reason) | (why[-1] == reason)] = reason
    return found
