"""Rounds over time as data: lines of one unit per factor or dimension, and a grid of slopes; no drawing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from collab.charts.board import MARK, Show, figure_text, percent
from collab.charts.scale import SHARES, Scale, of_scores
from collab.charts.theme import Palette
from collab.model import Level, Measure, Sector
from collab.scoring import shown
from collab.scoring.changes import Change, Direction, changes
from collab.scoring.figures import Target, Unit
from collab.scoring.over_time import Followed, Missing

ARROWS = {Direction.ROSE: "↗", Direction.FELL: "↘", Direction.SAME: "→"}
SIGNS = {Direction.ROSE: "+", Direction.FELL: "−", Direction.SAME: ""}
MISSING = {
    Missing.HIDDEN: "hidden in a round",
    Missing.HIDDEN_BY_SOURCE: "hidden by the source",
    Missing.NOT_IN_BOTH: "not in both rounds",
    Missing.NOT_ASKED: "not asked in both",
    Missing.TOO_FEW: "too few answers",
}


@dataclass(frozen=True)
class Move:
    """One unit and target through the rounds. values: like for like, NaN where there is none; texts: of the two ends.

    amount: the change as it is printed ("+0.3"), "" where there is none, which missing then tells.
    """

    target: Target
    label: str
    values: tuple[float, ...]
    partners: tuple[int, ...]
    texts: tuple[str, str]
    amount: str
    direction: Direction | None
    clear: bool
    missing: str = ""

    @property
    def arrow(self) -> str:
        """Which way it went, so that colour is never the only cue."""
        return ARROWS[self.direction] if self.direction else ""


@dataclass(frozen=True)
class Lane:
    """One column of a grid of slopes: a sector, or all partners (None)."""

    name: str
    sector: Sector | None


@dataclass(frozen=True)
class Slopes:
    """Rows (labels) x lanes of moves. rounds: the labels of all rounds, in order."""

    rounds: tuple[str, ...]
    scale: Scale
    lanes: tuple[Lane, ...]
    labels: tuple[str, ...]
    cells: tuple[tuple[Move, ...], ...]


def scale_of(followed: Followed) -> Scale:
    """The scale that is compared."""
    return SHARES if followed.measure is Measure.SHARE else of_scores(followed.scores)


def moves(
    followed: Followed, unit: Unit, labels: Mapping[Target, str], *, level: Level, dimension: str | None = None
) -> tuple[Move, ...]:
    """The moves of one unit on one level, in the order of targets."""
    return tuple(
        _move(followed, unit, change, labels)
        for change in changes(followed, unit)
        if change.target.level is level and dimension in (None, change.target.dimension)
    )


def by_change(lines: tuple[Move, ...]) -> tuple[Move, ...]:
    """What rose most first, what fell most last; behind them what cannot be compared."""
    return tuple(sorted(lines, key=lambda line: (line.direction is None, -_way(line))))


def _way(line: Move) -> float:
    return 0.0 if line.direction is None else line.values[-1] - line.values[0]


def slopes(
    followed: Followed,
    labels: Mapping[Target, str],
    sector_names: Mapping[Sector, str],
    *,
    rounds: tuple[str, ...],
    level: Level,
    dimension: str | None = None,
) -> Slopes:
    """Sectors and all partners across, dimensions or factors down. A lone sector is not repeated as all partners."""
    units = followed.units[:1] if len(followed.units) == 2 else followed.units
    lanes = [moves(followed, unit, labels, level=level, dimension=dimension) for unit in units]
    return Slopes(
        rounds=rounds,
        scale=scale_of(followed),
        lanes=tuple(Lane(sector_names[unit.sector] if unit.sector else "All partners", unit.sector) for unit in units),
        labels=tuple(line.label for line in lanes[0]),
        cells=tuple(zip(*lanes, strict=True)),
    )


def _move(followed: Followed, unit: Unit, change: Change, labels: Mapping[Target, str]) -> Move:
    row, column = followed.units.index(unit), followed.targets.index(change.target)
    return Move(
        target=change.target,
        label=labels[change.target],
        values=tuple(float(value) for value in followed.figures[:, row, column]),
        partners=tuple(int(count) for count in followed.partners[:, row, column]),
        texts=(_text(change.before, change, 0, followed), _text(change.after, change, 1, followed)),
        amount=amount_of(change, followed.measure),
        direction=change.direction,
        clear=change.clear,
        missing=MISSING[change.why] if change.why else "",
    )


def _text(value: float | None, change: Change, end: int, followed: Followed) -> str:
    """A figure as it is printed, with the mark of its band."""
    if value is None:
        return ""
    return f"{figure_of(value, followed.measure)}{MARK[change.bands[end]]}"


def figure_of(value: float | None, measure: Measure) -> str:
    """A figure as screens print it, "" where there is none."""
    if value is None or math.isnan(value):
        return ""
    return percent(value) if measure is Measure.SHARE else figure_text(value, Show.MEAN)


def amount_of(change: Change, measure: Measure) -> str:
    """A change with its sign: one decimal of a score, or a tenth of a percentage point."""
    if change.value is None or change.direction is None:
        return ""
    size = abs(change.value) * (100 if measure is Measure.SHARE else 1)
    return f"{SIGNS[change.direction]}{shown(size)}"


def colour_of(direction: Direction | None, colours: Palette) -> str:
    """Teal towards readiness, brown away from it, as on the readiness scale; each can be read as text."""
    if direction is Direction.ROSE:
        return colours.rose
    return colours.fell if direction is Direction.FELL else colours.muted
