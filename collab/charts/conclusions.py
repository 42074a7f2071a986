"""What one dimension's ratings say, for who concludes on it: a line for it and for its weakest factors, every partner a
dot, the sectors and all partners as marks, and the numbers beside; as a plotly figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from collab.charts import board as boards
from collab.charts.board import Cell, Show
from collab.charts.dumbbells import MARKS, SAYS, SYMBOLS
from collab.charts.frame import base_layout, note_height, note_under
from collab.charts.lines import Lines, left_margin, name_axis, names_above, stand
from collab.charts.pairs import PAIR
from collab.charts.scale import RIGHT_MARGIN, Axis, Column, Scale, axis_of, figure_at, head, head_height, in_ink
from collab.charts.sizes import Size
from collab.charts.theme import Palette, faded
from collab.charts.words import safe, wrapped
from collab.model import Instrument, Level, Measure, Partner, Sector
from collab.scoring import main_figure
from collab.scoring.figures import FigureGrid, Target, Unit

Spec = dict[str, Any]
WEAKEST = 3
EVERYONE, AGREEMENT = "all", "agreement"
NARROW = 420


@dataclass(frozen=True)
class Rated:
    """One line. sides: district and charter, None where no such partner answered; agreement: None where unknown.

    partners: those whose figure is shown, with it.
    """

    target: Target
    label: str
    everyone: Cell
    sides: tuple[Cell | None, Cell | None]
    agreement: Cell | None
    partners: tuple[tuple[Partner, float], ...]


def rated_lines(
    partners: FigureGrid, sectors: FigureGrid, instrument: Instrument, *, dimension: str, k: int, most: int = WEAKEST
) -> tuple[Rated, ...]:
    """The dimension, then its weakest factors: the lowest score of all partners first, at most so many."""
    own = [place for place, target in enumerate(sectors.targets) if target.dimension == dimension]
    summed = [place for place in own if sectors.targets[place].level is Level.DIMENSION]
    factors = [place for place in own if sectors.targets[place].level is Level.FACTOR]
    figures = main_figure(sectors)[sectors.units.index(Unit())] if sectors.units else []
    known = [place for place in factors if len(figures) and not math.isnan(figures[place])]
    weakest = sorted(known, key=lambda place: float(figures[place]))[:most]
    shown = [*summed, *(weakest or factors[:most])] if sectors.units else []
    return tuple(_rated(partners, sectors, instrument, place, k) for place in shown)


def _rated(partners: FigureGrid, sectors: FigureGrid, instrument: Instrument, place: int, k: int) -> Rated:
    show = Show.SHARE if sectors.measure is Measure.SHARE else Show.MEAN
    values = main_figure(partners)[:, partners.targets.index(sectors.targets[place])]

    def cell(unit: Unit, what: Show = show) -> Cell | None:
        if unit not in sectors.units:
            return None
        return boards.cell(sectors, sectors.units.index(unit), place, show=what, k=k)

    district, charter = (cell(Unit(sector=sector)) for sector in PAIR)
    return Rated(
        target=sectors.targets[place],
        label=boards.label_of(sectors.targets[place], instrument),
        everyone=boards.cell(sectors, sectors.units.index(Unit()), place, show=show, k=k),
        sides=(district, charter),
        agreement=cell(Unit(), Show.AGREEMENT) if sectors.measure is None else None,
        partners=tuple(
            (unit.partner, float(value))
            for unit, value in zip(partners.units, values, strict=True)
            if unit.partner is not None and not math.isnan(value)
        ),
    )


def columns_beside(lines: Sequence[Rated], size: Size) -> tuple[Column, ...]:
    """All partners, district, charter and agreement; on a phone all partners and agreement."""
    sides = [
        Column(str(sector), f"{MARKS[sector]} {SAYS[sector]}", least=5.2)
        for place, sector in enumerate(PAIR)
        if any(line.sides[place] for line in lines)
    ]
    agreed = [Column(AGREEMENT, "Agreement", least=5.4)] if any(line.agreement for line in lines) else []
    return (Column(EVERYONE, "┃ All", least=3.8), *(sides if size.width > NARROW else []), *agreed)


def rated_marks(lines: Sequence[Rated], *, scale: Scale, colours: Palette, size: Size, note: str = "") -> Spec:
    """Lines from the top in their order, the first one, the dimension, in bold. note: safe for plotly."""
    top, bottom = round(size.font * 3.4), note_height(note, size)
    placed = stand([line.label for line in lines], size, room=max(size.height - top - bottom, 0) if size.height else 0)
    columns = columns_beside(lines, size)
    axis = axis_of(scale, columns, size, letters=1)
    return {
        "data": [
            *_dots(lines, placed, colours, size),
            *(_sector(lines, placed, side, colours, size) for side in (0, 1)),
            _everyone(lines, placed, colours, size),
        ],
        "layout": {
            "height": round(top + bottom + placed.height),
            "margin": {"l": left_margin(size), "r": RIGHT_MARGIN, "t": top, "b": bottom, "pad": 6},
            "xaxis": axis.drawn(colours, size),
            "yaxis": name_axis(placed, colours, size),
            "shapes": [_ground(y, scale, colours) for y in placed.y],
            "annotations": [
                *_bold_first(names_above(placed, colours, size)),
                *_heads(columns, axis, colours, size),
                *_beside(lines, placed, axis, colours, size),
                *note_under(note, left=left_margin(size) - 4, down=6, colours=colours, size=size),
            ],
            **base_layout(colours, size),
        },
    }


def _bold_first(names: list[Spec]) -> list[Spec]:
    return [{**name, "text": f"<b>{name['text']}</b>"} if not place else name for place, name in enumerate(names)]


def _ground(y: float, scale: Scale, colours: Palette) -> Spec:
    """The thin line that the dots of one row stand on."""
    line = {"color": faded(colours.muted, 0.5), "width": 1}
    return {"type": "line", "x0": scale.low, "x1": scale.high, "y0": y, "y1": y, "layer": "below", "line": line}


def _dots(lines: Sequence[Rated], placed: Lines, colours: Palette, size: Size) -> list[Spec]:
    """Every partner whose figure is shown, in the colour of its sector."""
    found: dict[Sector, list[tuple[float, float, str]]] = {}
    for line, y in zip(lines, placed.y, strict=True):
        for partner, value in line.partners:
            said = f"{wrapped(partner.name, room=60, lines=3)}<br>{_figure(value, line)}"
            found.setdefault(partner.sector, []).append((value, y, said))
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [x for x, _, _ in dots],
            "y": [y for _, y, _ in dots],
            "marker": {"size": size.font * 0.55, "color": faded(colours.sector_fill[sector], 0.65)},
            "hovertext": [said for _, _, said in dots],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "cliponaxis": False,
        }
        for sector, dots in found.items()
    ]


def _figure(value: float, line: Rated) -> str:
    show = Show.SHARE if line.everyone.text.endswith("%") else Show.MEAN
    return boards.figure_text(value, show)


def _sector(lines: Sequence[Rated], placed: Lines, side: int, colours: Palette, size: Size) -> Spec:
    sector = PAIR[side]
    cells = [(line.sides[side], y) for line, y in zip(lines, placed.y, strict=True)]
    drawn = [(cell, y) for cell, y in cells if cell is not None and not math.isnan(cell.value)]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": SAYS[sector],
        "x": [cell.value for cell, _ in drawn],
        "y": [y for _, y in drawn],
        "marker": {
            "symbol": SYMBOLS[sector],
            "size": size.font,
            "color": colours.sector_fill[sector],
            "line": {"color": colours.background, "width": 1},
        },
        "hovertext": [f"<b>{SAYS[sector]}</b> {cell.text}" for cell, _ in drawn],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _everyone(lines: Sequence[Rated], placed: Lines, colours: Palette, size: Size) -> Spec:
    drawn = [(line, y) for line, y in zip(lines, placed.y, strict=True) if not math.isnan(line.everyone.value)]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "All partners",
        "x": [line.everyone.value for line, _ in drawn],
        "y": [y for _, y in drawn],
        "marker": {
            "symbol": "line-ns",
            "size": size.font * 0.8,
            "line": {"color": colours.ink, "width": max(round(size.font * 0.22), 2)},
        },
        "hovertext": [f"<b>All partners</b> {line.everyone.text}" for line, _ in drawn],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _heads(columns: Sequence[Column], axis: Axis, colours: Palette, size: Size) -> list[Spec]:
    inks = {str(sector): colours.sector_text[sector] for sector in PAIR}
    up = head_height(size)
    return [
        head(
            in_ink(f"<b>{column.head}</b>", inks.get(column.name, colours.ink)),
            axis.centres[column.name],
            up,
            size.font,
        )
        for column in columns
    ]


def _beside(lines: Sequence[Rated], placed: Lines, axis: Axis, colours: Palette, size: Size) -> list[Spec]:
    found = []
    for place, (line, y) in enumerate(zip(lines, placed.y, strict=True)):
        texts = {EVERYONE: _number(line.everyone), AGREEMENT: _number(line.agreement)}
        texts |= {str(sector): _number(cell) for sector, cell in zip(PAIR, line.sides, strict=True)}
        for name, x in axis.centres.items():
            text = f"<b>{texts[name]}</b>" if not place and name != AGREEMENT else texts[name]
            found.append(figure_at(x, y, text, size.font))
    return found


def _number(cell: Cell | None) -> str:
    if cell is None:
        return "–"
    return safe(f"{cell.text or '–'} {cell.mark}".strip())
