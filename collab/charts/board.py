"""The heatmap as data: its columns, rows and cells in order, each cell with its state; no drawing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

import numpy as np

from collab.charts.words import ELLIPSIS
from collab.model import Band, Instrument, Level, Measure, Sector, Why
from collab.scoring import often_not_applicable, round_half_away, shown
from collab.scoring.figures import FigureGrid, Target, Unit


class Show(StrEnum):
    """What the cells of the heatmap print."""

    MEAN = "mean"
    SHARE = "share"
    AGREEMENT = "agreement"
    ANSWERS = "answers"


class State(StrEnum):
    """What a cell is. Each looks different from the others, and from a low figure."""

    FIGURE = "figure"
    HIDDEN = "hidden"
    HIDDEN_BY_SOURCE = "hidden_by_source"
    NOT_APPLICABLE = "not_applicable"
    NO_ANSWER = "no_answer"
    NOT_ASKED = "not_asked"


ALL = "all"
MARK = {Band.STRENGTH: "▲", Band.CONCERN: "▼", Band.BORDERLINE: "", None: ""}
_STATES = {
    Why.HIDDEN: State.HIDDEN,
    Why.HIDDEN_BY_SOURCE: State.HIDDEN_BY_SOURCE,
    Why.NOT_ASKED: State.NOT_ASKED,
}
_FIGURES = {Show.MEAN: "mean", Show.SHARE: "favourable_share", Show.AGREEMENT: "agreement", Show.ANSWERS: "rated"}


@dataclass(frozen=True)
class Column:
    """One column: a partner, the mean of a sector, or all partners. key: partner id, sector, or "all".

    answers: answer sheets behind it, 0 where the source reported averages.
    """

    key: str
    name: str
    sector: Sector | None
    is_partner: bool
    unit: Unit
    answers: int = 0


@dataclass(frozen=True)
class Row:
    """One row: a dimension or a factor. heading: what stands above it, for the first question of no dimension."""

    target: Target
    label: str
    heading: str = ""

    @property
    def is_dimension(self) -> bool:
        """Whether this row sums up a dimension."""
        return self.target.level is Level.DIMENSION


@dataclass(frozen=True)
class Cell:
    """One cell. value: on the scale, a share 0..1, an agreement -1..1, or a count; NaN unless it is a figure.

    position: 0..1 on the colour scale, NaN where there is no colour. basis: what a figure rests on, in words.
    doubtful: over 30 percent of the answers say not applicable.
    """

    state: State
    value: float
    position: float
    text: str
    mark: str = ""
    basis: str = ""
    doubtful: bool = False

    @property
    def digits(self) -> str:
        """The text without its unit, where a head or a note names the unit."""
        return self.text.removesuffix("%")


@dataclass(frozen=True)
class Board:
    """Rows x columns of cells, ready to be drawn as a heatmap or a table."""

    show: Show
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    cells: tuple[tuple[Cell, ...], ...]

    def groups(self) -> list[tuple[Sector | None, list[int]]]:
        """The sectors in order, each with the places of its columns; None is all partners."""
        keyed = groupby(range(len(self.columns)), key=lambda place: self.columns[place].sector)
        return [(sector, list(places)) for sector, places in keyed]


def shows(grid: FigureGrid) -> tuple[Show, ...]:
    """What the cells of these figures can print: reported averages have no agreement, shares no mean."""
    if grid.measure is Measure.SHARE:
        return (Show.SHARE,) + ((Show.ANSWERS,) if (grid.rated > 0).any() else ())
    if grid.measure is Measure.MEAN:
        return (Show.MEAN,) + ((Show.ANSWERS,) if (grid.rated > 0).any() else ())
    return tuple(Show)


def columns(
    partners: FigureGrid, sectors: FigureGrid, *, labels: Mapping[Sector, str], responses: Mapping[str, int]
) -> tuple[Column, ...]:
    """Partners by sector, each sector of two or more led by its mean, then all partners."""
    ordered: list[Column] = []
    for unit in sectors.units:
        members = [one for one in partners.units if one.partner and one.partner.sector is unit.sector]
        mean = _sector_column(unit, labels, _sheets(unit, partners, responses))
        ordered += ([mean] if len(members) != 1 else []) + [_partner_column(one, responses) for one in members]
    return tuple(ordered)


def _sheets(sector: Unit, partners: FigureGrid, responses: Mapping[str, int]) -> int:
    """The answer sheets of a sector's partners; of all partners where it is no sector."""
    members = (one.partner for one in partners.units if one.partner is not None)
    return sum(responses.get(one.id, 0) for one in members if sector.sector in (None, one.sector))


def sector_columns(sectors: FigureGrid, labels: Mapping[Sector, str]) -> tuple[Column, ...]:
    """Every sector's mean, then all partners: for a room, where partners would be too many."""
    return tuple(_sector_column(unit, labels) for unit in sectors.units)


def rows(grid: FigureGrid, instrument: Instrument, *, dimension: str | None = None) -> tuple[Row, ...]:
    """Each dimension followed by its factors, by the names that readiness goes by; or one dimension only.

    Questions of no dimension stand under the heading of their group, since nothing sums them up.
    """
    wanted = [t for t in grid.targets if t.level is not Level.OVERALL and dimension in (None, t.dimension, t.key)]
    headings = {} if dimension else headings_of(instrument)
    return tuple(Row(target, label_of(target, instrument), headings.get(target.key, "")) for target in wanted)


def headings_of(instrument: Instrument) -> dict[str, str]:
    """Key of the first factor of each group that is not scored, to the name of the group."""
    return {group.factors[0].key: group.label for group in instrument.dimensions if not group.scored and group.factors}


def dimensions_only(every: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows that sum up a dimension."""
    return tuple(row for row in every if row.is_dimension)


def summed_up(every: tuple[Row, ...]) -> tuple[Row, ...]:
    """The fewest rows that speak for every question: the dimensions, and the questions that belong to none."""
    dimensions = {row.target.dimension for row in every if row.is_dimension}
    return tuple(row for row in every if row.is_dimension or row.target.dimension not in dimensions)


def label_of(target: Target, instrument: Instrument) -> str:
    """The name of a target where readiness is shown; a label that is a cut statement gives way to the statement."""
    if target.level is Level.OVERALL:
        return "Overall"
    if target.level is Level.DIMENSION:
        return instrument.dimension(target.key).label
    factor = instrument.factor(target.key)
    is_cut = factor.readiness_name.endswith(ELLIPSIS)
    return factor.statement if is_cut and _begins(factor.statement, factor.readiness_name) else factor.readiness_name


def _begins(statement: str, label: str) -> bool:
    return statement.startswith(label.removesuffix(ELLIPSIS))


def board(
    partners: FigureGrid, sectors: FigureGrid, *, show: Show, columns: tuple[Column, ...], rows: tuple[Row, ...], k: int
) -> Board:
    """The cells of these columns and rows."""
    places = {unit: place for place, unit in enumerate(partners.units)}
    sector_places = {unit: place for place, unit in enumerate(sectors.units)}
    targets = {target: place for place, target in enumerate(partners.targets)}
    doubts, sector_doubts = often_not_applicable(partners), often_not_applicable(sectors)

    def one(column: Column, target: int) -> Cell:
        grid, units, doubtful = (
            (partners, places, doubts) if column.is_partner else (sectors, sector_places, sector_doubts)
        )
        unit = units[column.unit]
        return replace(cell(grid, unit, target, show=show, k=k), doubtful=bool(doubtful[unit, target]))

    found = tuple(tuple(one(column, targets[row.target]) for column in columns) for row in rows)
    return Board(show, columns, rows, found)


def cell(grid: FigureGrid, unit: int, target: int, *, show: Show, k: int) -> Cell:
    """One cell of a grid in one mode."""
    value = float(getattr(grid, _FIGURES[show])[unit, target])
    if show is Show.ANSWERS and value < 0 and grid.targets[target].level is Level.DIMENSION:
        value = _least_answers(grid, unit, target)
    if not (math.isnan(value) or (show is Show.ANSWERS and value < 0)):
        mark = MARK[grid.band[unit, target]] if show is Show.MEAN else ""
        text, basis = figure_text(value, show), _basis(grid, unit, target)
        return Cell(State.FIGURE, value, _position(value, show, grid.scores), text, mark, basis)
    state = _missing_state(grid, unit, target, show)
    return Cell(state, math.nan, math.nan, _missing_text(state, k))


def _basis(grid: FigureGrid, unit: int, target: int) -> str:
    """How many rated answers or partners a figure rests on, where that is known."""
    rated, every = int(grid.rated[unit, target]), int(grid.all_partners[unit, target])
    parts = [f"{rated:,} rated answer" + ("" if rated == 1 else "s")] if rated >= 0 else []
    if grid.units[unit].partner is None:
        parts.append(f"{int(grid.shown_partners[unit, target]):,} of {every:,} partner" + ("" if every == 1 else "s"))
    return ", ".join(parts)


def figure_text(value: float, show: Show) -> str:
    """A figure as screens print it: one decimal, also of percent; two decimals of agreement; or a count."""
    if show is Show.SHARE:
        return percent(value)
    if show is Show.ANSWERS:
        return f"{value:,.0f}"
    return shown(value) if show is Show.MEAN else shown(value, 2)


def percent(share: float, decimals: int = 1) -> str:
    """A share 0..1 in percent, as every screen prints it."""
    return f"{round_half_away(share * 100, decimals):.{decimals}f}%"


def _sector_column(unit: Unit, labels: Mapping[Sector, str], answers: int = 0) -> Column:
    if unit.sector is None:
        return Column(ALL, "All partners", None, False, unit, answers)
    return Column(str(unit.sector), f"{labels[unit.sector]} mean", unit.sector, False, unit, answers)


def _partner_column(unit: Unit, responses: Mapping[str, int]) -> Column:
    partner = unit.partner
    if partner is None:
        raise ValueError("a partner's column needs a unit with a partner")
    return Column(partner.id, partner.name, partner.sector, True, unit, responses.get(partner.id, 0))


def _position(value: float, show: Show, scores: tuple[int, ...]) -> float:
    """Where a figure stands between the ends of its scale, so that a number always has the same colour."""
    if show is Show.ANSWERS:
        return math.nan
    if show is Show.SHARE:
        return value
    if show is Show.AGREEMENT:
        return (value + 1) / 2
    return (value - scores[0]) / (scores[-1] - scores[0])


def _least_answers(grid: FigureGrid, unit: int, target: int) -> float:
    """The smallest number of answers to a factor of this dimension; -1 where none is shown."""
    key = grid.targets[target].key
    own = [i for i, t in enumerate(grid.targets) if t.level is Level.FACTOR and t.dimension == key]
    known = [int(count) for count in grid.rated[unit, own] if count >= 0]
    return float(min(known)) if known else -1.0


def _missing_state(grid: FigureGrid, unit: int, target: int, show: Show) -> State:
    why = (grid.why_agreement if show is Show.AGREEMENT else grid.why)[unit, target]
    if why in _STATES:
        return _STATES[why]
    marks = np.asarray(grid.marks[unit, target])
    return State.NOT_APPLICABLE if marks[0] > 0 and grid.rated[unit, target] <= 0 else State.NO_ANSWER


def _missing_text(state: State, k: int) -> str:
    return {
        State.HIDDEN: f"<{k}",
        State.HIDDEN_BY_SOURCE: "S",
        State.NOT_APPLICABLE: "n/a",
        State.NO_ANSWER: "–",
        State.NOT_ASKED: "",
    }[state]
