"""What the readiness figures say, in sentences of plain text that screens and files share; no drawing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from collab.charts.board import MARK, Board, Show, State, figure_text, label_of
from collab.charts.gap_bars import gap_bars
from collab.model import Kind, Level, Measure, Mode, RoundState, Sector, Why
from collab.scoring import main_figure, often_not_applicable
from collab.scoring.figures import FigureGrid, Unit

if TYPE_CHECKING:
    from collab.services.comparison import ComparisonView
    from collab.services.readiness import ReadinessView

_BOTH_HIDDEN = {Why.HIDDEN, Why.HIDDEN_BY_SOURCE}
_SIDES = {Sector.DISTRICT: "district", Sector.CHARTER: "charter"}
_BANDS = {"▲": " ▲ strength", "▼": " ▼ concern", "": ""}


def reading(view: ReadinessView) -> list[str]:
    """The strongest and the weakest dimension, overall beside the weakest, the widest gap, what is left out."""
    found = (_ends(view), _widest_gap(view), hidden_line(view), _not_applicable(view))
    return [sentence for sentence in found if sentence]


def main_show(grid: FigureGrid) -> Show:
    """The figure that a reading speaks of: the mean, or the share where only shares were reported."""
    return Show.SHARE if grid.measure is Measure.SHARE else Show.MEAN


def _ends(view: ReadinessView) -> str:
    """Of all partners; where their figures are hidden, of the two sectors that are compared."""
    if _figures_of(view.sectors, Unit(), Level.DIMENSION):
        return _ends_of(view, Unit(), "All partners")
    sides = (_ends_of(view, Unit(sector=sector), name.capitalize()) for sector, name in _SIDES.items())
    said = " ".join(side for side in sides if side)
    return f"{said} All partners together are not shown, since a sector is hidden." if said else ""


def _ends_of(view: ReadinessView, unit: Unit, name: str) -> str:
    """The strongest and the weakest dimension of a unit; overall only beside the weakest."""
    places = _figures_of(view.sectors, unit, Level.DIMENSION)
    if not places:
        return ""
    strongest, weakest = max(places, key=lambda item: item[1]), min(places, key=lambda item: item[1])
    overall = _figures_of(view.sectors, unit, Level.OVERALL)
    beside = f", against {_said(view, unit, *overall[0])} overall" if overall else ""
    if len(places) == 1:
        return f"{name}: {_named(view, unit, *weakest)}."
    return f"{name}: strongest {_named(view, unit, *strongest)}, weakest {_named(view, unit, *weakest)}{beside}."


def _figures_of(grid: FigureGrid, unit: Unit, level: Level) -> list[tuple[int, float]]:
    """Places and figures of a unit on one level, without those that have none."""
    if unit not in grid.units:
        return []
    figures = main_figure(grid)[grid.units.index(unit)]
    return [
        (place, float(figures[place]))
        for place, target in enumerate(grid.targets)
        if target.level is level and not math.isnan(figures[place])
    ]


def _named(view: ReadinessView, unit: Unit, place: int, value: float) -> str:
    label = label_of(view.sectors.targets[place], view.instrument)
    return f"{label} {_said(view, unit, place, value)}"


def _said(view: ReadinessView, unit: Unit, place: int, value: float) -> str:
    band = view.sectors.band[view.sectors.units.index(unit), place]
    return figure_text(value, main_show(view.sectors)) + _BANDS[MARK[band]]


def _widest_gap(view: ReadinessView) -> str:
    bars = [bar for target, bar in gap_bars(view.gaps, view.sectors).items() if target.level is Level.FACTOR]
    if not bars:
        return "District and charter cannot be compared here: a side is missing or hidden."
    widest = max(bars, key=lambda bar: bar.size)
    if widest.higher is None:
        return "District and charter have the same figure on every factor that can be compared."
    unit = " percentage points" if view.sectors.measure is Measure.SHARE else ""
    said = (
        f"“{label_of(widest.target, view.instrument)}”: {_SIDES[widest.higher]} higher by {widest.text}{unit} "
        f"(district {_exact(view, widest.district)}, charter {_exact(view, widest.charter)})"
    )
    if widest.notable:
        return f"The sectors differ most on {said}."
    return f"No clear difference between the sectors. Furthest apart: {said}, under the {_least(view)}."


def _exact(view: ReadinessView, value: float) -> str:
    return figure_text(value, main_show(view.sectors))


def _least(view: ReadinessView) -> str:
    from collab.services.comparison import least_gap

    return f"{least_gap(view.sectors)} that {'count' if view.sectors.measure is Measure.SHARE else 'counts'}"


def hidden_line(view: ReadinessView | ComparisonView) -> str:
    """How many partners show nothing at all, and whose rule that is."""
    factors = [place for place, target in enumerate(view.partners.targets) if target.level is Level.FACTOR]
    reasons = [set(row[factors]) for row in view.partners.why]
    if len(reasons) == 1 and reasons[0] and reasons[0] <= _BOTH_HIDDEN:
        return f"The only partner is hidden{_by(view, reasons[0])}."
    count = f"of {len(view.partners.units):,} partners"
    here = sum(reason == {Why.HIDDEN} for reason in reasons)
    source = sum(Why.HIDDEN_BY_SOURCE in reason and reason <= _BOTH_HIDDEN for reason in reasons)
    parts = []
    if here:
        parts.append(f"{here:,} {count} {_is(here)} hidden: fewer than {view.round.k} answers.")
    if source:
        parts.append(f"{source:,} {count} {_is(source)} hidden by the source.")
    return " ".join([*parts, "What is hidden enters no figure."]) if parts else ""


def _by(view: ReadinessView | ComparisonView, reason: set[Why | None]) -> str:
    return " by the source" if Why.HIDDEN_BY_SOURCE in reason else f": fewer than {view.round.k} answers"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _not_applicable(view: ReadinessView) -> str:
    flagged = often_not_applicable(view.sectors)[-1]
    names = [
        label_of(target, view.instrument)
        for target, often in zip(view.sectors.targets, flagged, strict=True)
        if often and target.level is Level.FACTOR
    ]
    if not names:
        return ""
    return f"Not applicable or not known for over 30 percent, so discuss what is meant: {', '.join(names)}."


def context_of(view: ComparisonView) -> str:
    """What a comparison shows, in one line of plain text: how many partners stand behind each side."""
    sides = " and ".join(_behind(view.sectors, sector) for sector in _SIDES)
    parts = [view.initiative.name, view.round.label, f"{sides} partners with figures"]
    if view.initiative.made_up:
        parts.append("made-up sample data")
    return " · ".join(parts)


def _behind(grid: FigureGrid, sector: Sector) -> str:
    """ "29 of 34 charter": the most partners that any figure of this sector rests on."""
    unit = Unit(sector=sector)
    if unit not in grid.units:
        return f"no {_SIDES[sector]}"
    row = grid.units.index(unit)
    return f"{grid.shown_partners[row].max():,} of {grid.all_partners[row].max():,} {_SIDES[sector]}"


def short_context(view: ReadinessView | ComparisonView) -> str:
    """Initiative and round, in one line of plain text."""
    made_up = " · made-up sample data" if view.initiative.made_up else ""
    return f"{view.initiative.name} · {view.round.label}{made_up}"


def short_scale_line(view: ReadinessView, board: Board) -> str:
    """What the numbers mean, short enough for a meeting."""
    if view.sectors.measure is Measure.SHARE:
        line = "Favourable answers in percent"
    else:
        line = f"Score {view.sectors.scores[0]} to {view.sectors.scores[-1]} · ▲ strength · ▼ concern"
    states = _states(board)
    few = [f"<{view.round.k} too few answers"] if State.HIDDEN in states else []
    source = ["S hidden by the source"] if State.HIDDEN_BY_SOURCE in states else []
    return " · ".join([line, *few, *source, *_doubt(board)])


def missing_line(board: Board, k: int) -> str:
    """What the marks of cells without a figure mean, in one line of plain text; only those that are on the board."""
    states = _states(board)
    says = {
        State.HIDDEN: f"<{k} hidden: fewer than {k} answers",
        State.HIDDEN_BY_SOURCE: "S hidden by the source",
        State.NOT_APPLICABLE: "n/a not applicable",
        State.NO_ANSWER: "– no figure",
        State.NOT_ASKED: "empty: not asked",
    }
    return " · ".join([*(words for state, words in says.items() if state in states), *_doubt(board)])


def _states(board: Board) -> set[State]:
    return {cell.state for line in board.cells for cell in line}


def _doubt(board: Board) -> list[str]:
    doubtful = any(cell.doubtful for line in board.cells for cell in line)
    return ["? over 30 percent not applicable or not known: discuss"] if doubtful else []


def alt_of(view: ReadinessView, board: Board) -> str:
    """The message of a heatmap for who cannot see it."""
    partners = sum(column.is_partner for column in board.columns)
    columns = f"{partners} partners and their sectors" if partners else "sectors"
    return " ".join([f"Heatmap, {len(board.rows)} rows by {columns}.", *reading(view)])


def context_line(view: ReadinessView) -> str:
    """What is on the screen, in one line of plain text: initiative, round, kind of answers."""
    parts = [view.initiative.name, view.round.label, kind(view)]
    if view.initiative.made_up:
        parts.append("made-up sample data")
    return " · ".join(parts)


def kind(view: ReadinessView) -> str:
    """How many answers of how many partners, or that the source reported averages."""
    count = len(view.partners.units)
    partners = f"{count:,} partner" + ("" if count == 1 else "s")
    if view.round.kind is Kind.AVERAGES:
        return f"averages of {partners}, as the source reported them"
    sheets = sum(view.responses.get(unit.partner.id, 0) for unit in view.partners.units if unit.partner)
    return f"{sheets:,} answer sheets of {partners}"


def scale_line(view: ReadinessView, show: Show) -> str:
    """What the numbers in the cells mean, in one line of plain text."""
    if show is Show.MEAN:
        return _mean_line(view.sectors.scores)
    return {
        Show.SHARE: "Share of favourable answers in percent",
        Show.AGREEMENT: "Agreement: +1 all alike, 0 spread evenly, -1 split in two",
        Show.ANSWERS: "Number of rated answers; for a dimension the smallest of its factors",
    }[show]


def _mean_line(scores: tuple[int, ...]) -> str:
    """The bands of a scale: from three quarters of its range on strength, below one half concern."""
    low, reach = scores[0], scores[-1] - scores[0]
    strength = math.ceil(round((low + 0.75 * reach) * 10, 6)) / 10
    concern = math.ceil(round((low + 0.5 * reach) * 10, 6)) / 10
    return (
        f"Score {low} to {scores[-1]} · ▲ strength, {strength:.1f} and above · ▼ concern, below {concern:.1f} "
        "(adapted from the Wilder bands)"
    )


def state_line(state: RoundState, mode: Mode | None, k: int) -> str:
    """How answers are protected in this round."""
    if mode is Mode.TEAM:
        return "Team round: each partner handed in one agreed answer, shown with its name."
    return f"Individual answers: groups of fewer than {k} are hidden, here and in every file."
