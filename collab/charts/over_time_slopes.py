"""Sectors across, dimensions or factors down, a line through the rounds in each cell; as a plotly figure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from collab.charts.frame import BARE_AXIS, base_layout, note_under
from collab.charts.over_time import Lane, Move, Slopes
from collab.charts.over_time_rows import amount_text
from collab.charts.scale import Scale, in_ink
from collab.charts.sizes import SCREEN, Size
from collab.charts.theme import Palette
from collab.charts.words import lines_in, safe, wrapped
from collab.model import Sector

Spec = dict[str, Any]
# Of a cell, which is 1 x 1: the box whose height is the scale, the line in it, and the change below.
BOX = (0.03, 0.97)
LINE = (0.36, 0.64)
INNER = (0.03, 0.76)
AMOUNT = 0.875
SYMBOLS: Mapping[Sector | None, str] = {Sector.CHARTER: "diamond"}
ROWS_HIGH = 3.8
LANE_LETTERS = 8.6  # how wide a cell is at least, in sizes of a letter


def slope_grid(found: Slopes, *, colours: Palette, size: Size = SCREEN, note: str = "") -> Spec:
    """A grid of slopes: the earliest round left, the latest right, high is ready. Each cell prints both ends."""
    top = _top(found, size)
    bottom = round(size.small * (0.85 + 1.35 * size.note_lines)) + 10
    rows = max(len(found.labels), 1)
    high = (size.height - top - bottom) / rows if size.height else size.row * ROWS_HIGH
    return {
        "data": [trace for place in range(len(found.lanes)) for trace in _lane(found, place, colours, size)],
        "layout": {
            "height": round(top + bottom + rows * high),
            "margin": {"l": size.label + 10, "r": 8, "t": top, "b": bottom, "pad": 0},
            "xaxis": {**BARE_AXIS, "range": [0, len(found.lanes)], "showticklabels": False},
            "yaxis": _y_axis(found, colours, size),
            "shapes": [box for row in range(len(found.labels)) for box in _boxes(found, row, colours)],
            "annotations": [
                *(_head(lane, place, found, colours, size) for place, lane in enumerate(found.lanes)),
                *(note for row, cells in enumerate(found.cells) for note in _below(cells, row, colours, size)),
                *note_under(note, left=size.label + 6, down=6, colours=colours, size=size),
            ],
            **base_layout(colours, size),
        },
    }


def least_width_of(found: Slopes, size: Size) -> int:
    """The narrowest at which both numbers and a line fit into each cell."""
    return round(size.label + 18 + len(found.lanes) * size.font * LANE_LETTERS)


def _room(found: Slopes, size: Size) -> int:
    """How many letters fit over a lane."""
    wide = max(size.width, least_width_of(found, size)) - size.label - 18
    return max(int(wide / len(found.lanes) / size.letter) - 1, 4)


def _top(found: Slopes, size: Size) -> int:
    room = _room(found, size)
    lines = max(lines_in(wrapped(lane.name, room=room, lines=2)) for lane in found.lanes)
    return round(lines * size.font * 1.35 + 8)


def _y_axis(found: Slopes, colours: Palette, size: Size) -> Spec:
    room = int(size.label / size.letter)
    return {
        **BARE_AXIS,
        "range": [len(found.labels), 0],
        "tickvals": [row + sum(INNER) / 2 for row in range(len(found.labels))],
        "ticktext": [wrapped(label, room=room, lines=max(size.label_lines, 3)) for label in found.labels],
        "tickfont": {"size": size.font, "color": colours.ink},
        "automargin": False,
    }


def _head(lane: Lane, place: int, found: Slopes, colours: Palette, size: Size) -> Spec:
    return {
        "text": f"<b>{wrapped(lane.name, room=_room(found, size), lines=2)}</b>",
        "x": place + 0.5,
        "xref": "x",
        "y": 1,
        "yref": "paper",
        "yshift": 4,
        "yanchor": "bottom",
        "borderpad": 0,
        "showarrow": False,
        "font": {"size": size.font, "color": colours.sector_text[lane.sector]},
    }


def _boxes(found: Slopes, row: int, colours: Palette) -> list[Spec]:
    """The ground of each cell; its height is the scale."""
    return [
        {
            "type": "rect",
            "layer": "below",
            "x0": place + BOX[0],
            "x1": place + BOX[1],
            "y0": row + INNER[0],
            "y1": row + INNER[1],
            "fillcolor": colours.neutral,
            "line": {"width": 0},
        }
        for place in range(len(found.lanes))
    ]


def _lane(found: Slopes, place: int, colours: Palette, size: Size) -> list[Spec]:
    """The lines of one column, hollow dots where it stood, a full one where it stands, and the numbers of both ends."""
    sector = found.lanes[place].sector
    fill, ink = colours.sector_fill[sector], colours.sector_text[sector]
    moves = [(row, cells[place]) for row, cells in enumerate(found.cells) if cells[place].direction]
    return [
        _lines(found, place, moves, fill, colours, size),
        _numbers(found, place, moves, 0, colours.muted, size),
        _numbers(found, place, moves, -1, ink, size),
    ]


def _lines(found: Slopes, place: int, moves: list[tuple[int, Move]], fill: str, colours: Palette, size: Size) -> Spec:
    """One trace for all cells of a column; a gap ends each cell's line, and a missing round leaves no hole in it."""
    count = len(found.rounds)
    x: list[float | None] = []
    y: list[float | None] = []
    inner: list[str] = []
    hover: list[str] = []
    for row, move in moves:
        for at, value in enumerate(move.values):
            if math.isnan(value):
                continue
            x.append(place + _across(at, count))
            y.append(row + _down(value, found.scale))
            inner.append(fill if at == count - 1 else colours.background)
            hover.append(_hover(found, place, move, at))
        x.append(None)
        y.append(None)
        inner.append(fill)
        hover.append("")
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": safe(found.lanes[place].name),
        "x": x,
        "y": y,
        "line": {"color": fill, "width": max(size.font * 0.17, 2)},
        "marker": {
            "symbol": SYMBOLS.get(found.lanes[place].sector, "circle"),
            "size": size.font * 0.62,
            "color": inner,
            "line": {"color": fill, "width": max(size.font * 0.12, 1.5)},
        },
        "connectgaps": False,
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _across(at: int, count: int) -> float:
    return LINE[0] + (LINE[1] - LINE[0]) * at / max(count - 1, 1)


def _down(value: float, scale: Scale) -> float:
    return INNER[1] - (INNER[1] - INNER[0]) * (value - scale.low) / scale.span


def _hover(found: Slopes, place: int, move: Move, at: int) -> str:
    count = move.partners[at]
    partners = f"{count:,} partner" + ("" if count == 1 else "s")
    ends = {0: move.texts[0], len(move.values) - 1: move.texts[1]}
    figure = ends.get(at, f"{move.values[at]:.2f}")
    name = safe(found.lanes[place].name)
    return f"<b>{name}</b> {figure}<br>{safe(found.rounds[at])}<br>{safe(move.label)}<br>{partners}"


def _numbers(found: Slopes, place: int, moves: list[tuple[int, Move]], end: int, colour: str, size: Size) -> Spec:
    at = _across(0 if end == 0 else len(found.rounds) - 1, len(found.rounds))
    return {
        "type": "scatter",
        "mode": "text",
        "x": [place + at for _ in moves],
        "y": [row + _down(move.values[end], found.scale) for row, move in moves],
        "text": [f"<b> \u2002{move.texts[1]}</b>" if end else f"{move.texts[0]}\u2002 " for _, move in moves],
        "textposition": "middle right" if end else "middle left",
        "textfont": {"size": size.font, "color": colour},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _below(cells: tuple[Move, ...], row: int, colours: Palette, size: Size) -> list[Spec]:
    """The change under each line, or why there is none."""
    return [
        {
            "text": amount_text(move, colours)
            if move.direction
            else in_ink(f"<i>{wrapped(move.missing, room=12, lines=2)}</i>", colours.muted),
            "x": place + 0.5,
            "y": row + (AMOUNT if move.direction else sum(INNER) / 2),
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": size.font if move.direction else size.small},
        }
        for place, move in enumerate(cells)
    ]
