"""District and charter as two dots on one line per row, with gap and agreement beside; as a plotly figure."""

from __future__ import annotations

import math
from typing import Any

from collab.charts.frame import BARE_AXIS, base_layout, note_under
from collab.charts.pairs import PAIR, Pair
from collab.charts.sizes import SCREEN, Size
from collab.charts.theme import Palette, faded
from collab.charts.words import safe, wrapped
from collab.model import Sector
from collab.scoring import shown

Spec = dict[str, Any]
SYMBOLS = {Sector.DISTRICT: "circle", Sector.CHARTER: "diamond"}
SAYS = {Sector.DISTRICT: "District", Sector.CHARTER: "Charter"}


def dumbbells(
    lines: tuple[Pair, ...],
    *,
    ends: tuple[float, float],
    colours: Palette,
    size: Size = SCREEN,
    note: str = "",
    beside: tuple[str, ...] = ("gap", "district", "charter"),
) -> Spec:
    """Lines from the top in their order. ends: the scale's ends (0 and 1 for shares).

    The line is in the higher sector's colour, pale where the gap is not notable. beside: what stands at the right,
    the gap and the agreement within each sector.
    """
    columns = _columns(ends, size, beside)
    top = round(size.font * 3.4)
    bottom = round(size.small * 2.2) + 8
    return {
        "data": [
            *(_dots(lines, place, colours, size) for place in (0, 1)),
            *_figures(lines, colours, size),
        ],
        "layout": {
            "height": round(
                top + bottom + max(len(lines), 1) * size.row_in(len(lines), above=top, below=bottom + 6) + 6
            ),
            "margin": {"l": size.label + 34, "r": 8, "t": top, "b": bottom, "pad": 6},
            "xaxis": _x_axis(ends, columns, colours, size),
            "yaxis": _y_axis(lines, colours, size),
            "shapes": [shape for row, line in enumerate(lines) for shape in _line(line, row, colours, size)],
            "annotations": [
                *_heads(columns, ends, colours, size),
                *_beside(lines, columns, colours, size),
                *note_under(note, left=size.label + 30, down=6, colours=colours, size=size),
            ],
            **base_layout(colours, size),
        },
    }


def _columns(ends: tuple[float, float], size: Size, beside: tuple[str, ...]) -> dict[str, float]:
    """Where gap and agreement stand, right of the scale, in its units."""
    span = ends[1] - ends[0]
    step = size.font * 6.2 * _per_pixel(span, size, len(beside))
    return {name: ends[1] + span * 0.06 + step * (place + 0.7) for place, name in enumerate(beside)}


def _per_pixel(span: float, size: Size, columns: int) -> float:
    """How much of the scale one pixel is, at the narrowest width."""
    return span / (size.width - size.label - (80 + 90 * columns) * size.font / 13)


def _x_axis(ends: tuple[float, float], columns: dict[str, float], colours: Palette, size: Size) -> Spec:
    shares = ends == (0.0, 1.0)
    ticks = [0, 0.25, 0.5, 0.75, 1] if shares else list(range(int(ends[0]), int(ends[1]) + 1))
    span = ends[1] - ends[0]
    return {
        **BARE_AXIS,
        "range": [ends[0] - span * 0.06, _right_end(ends, columns, size)],
        "tickvals": ticks,
        "ticktext": [f"{tick:.0%}" if shares else str(tick) for tick in ticks],
        "tickfont": {"size": size.small, "color": colours.muted},
        "side": "top",
        "showgrid": True,
        "gridcolor": faded(colours.line, 0.5),
    }


def _right_end(ends: tuple[float, float], columns: dict[str, float], size: Size) -> float:
    """The right end of the drawing: half of the widest text beyond the last column."""
    per_pixel = _per_pixel(ends[1] - ends[0], size, len(columns))
    return max(columns.values(), default=ends[1]) + size.font * 3.4 * per_pixel


def _y_axis(lines: tuple[Pair, ...], colours: Palette, size: Size) -> Spec:
    room = int((size.label + 20) / size.letter)
    return {
        **BARE_AXIS,
        "range": [len(lines) - 0.45, -0.55],
        "tickvals": list(range(len(lines))),
        "ticktext": [wrapped(line.label, room=room, lines=size.label_lines) for line in lines],
        "tickfont": {"size": size.font, "color": colours.ink},
        "automargin": False,
    }


def _dots(lines: tuple[Pair, ...], side: int, colours: Palette, size: Size) -> Spec:
    sector = PAIR[side]
    drawn = [(row, line) for row, line in enumerate(lines) if not math.isnan(line.values[side])]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": SAYS[sector],
        "x": [line.values[side] for _, line in drawn],
        "y": [row for row, _ in drawn],
        "marker": {
            "symbol": SYMBOLS[sector],
            "size": size.font,
            "color": colours.sector_fill[sector],
            "line": {"color": colours.background, "width": 1},
        },
        "hovertext": [f"<b>{SAYS[sector]}</b> {line.texts[side]}<br>{safe(line.label)}" for _, line in drawn],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _figures(lines: tuple[Pair, ...], colours: Palette, size: Size) -> list[Spec]:
    """The numbers, each on the outer side of its dot."""
    return [_figure_trace(lines, side, lower, colours, size) for side in (0, 1) for lower in (True, False)]


def _figure_trace(lines: tuple[Pair, ...], side: int, lower: bool, colours: Palette, size: Size) -> Spec:
    chosen = [
        (row, line)
        for row, line in enumerate(lines)
        if not math.isnan(line.values[side]) and _is_lower(line, side) is lower
    ]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [line.values[side] for _, line in chosen],
        "y": [row for row, _ in chosen],
        "text": [f"{line.texts[side]}\u2002 " if lower else f" \u2002{line.texts[side]}" for _, line in chosen],
        "textposition": "middle left" if lower else "middle right",
        "textfont": {"size": size.font, "color": colours.sector_text[PAIR[side]]},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _is_lower(line: Pair, side: int) -> bool:
    """The district's number stands left where both are equal."""
    mine, other = line.values[side], line.values[1 - side]
    return mine < other or (mine == other and side == 0)


def _line(line: Pair, row: int, colours: Palette, size: Size) -> list[Spec]:
    if line.gap is None or any(math.isnan(value) for value in line.values):
        return []
    fill = line.gap.colour(colours)
    return [
        {
            "type": "line",
            "x0": line.values[0],
            "x1": line.values[1],
            "y0": row,
            "y1": row,
            "layer": "below",
            "line": {
                "color": fill if line.gap.notable else faded(fill, 0.4),
                "width": size.font * (0.45 if line.gap.notable else 0.25),
            },
        }
    ]


def _heads(columns: dict[str, float], ends: tuple[float, float], colours: Palette, size: Size) -> list[Spec]:
    """What stands above: the two sectors with their marks, the gap, agreement within each sector."""
    up = round(size.small * 1.7)
    legend = " \u2003 ".join(
        f'<span style="color:{colours.sector_text[sector]}"><b>{mark} {SAYS[sector]}</b></span>'
        for sector, mark in zip(PAIR, ("●", "◆"), strict=True)
    )
    heads = [_head(legend, ends[0], up, size.font, "left")]
    if "gap" in columns:
        heads.append(_head("<b>Gap</b>", columns["gap"], up, size.font))
    if "district" in columns:
        middle = (columns["district"] + columns["charter"]) / 2
        heads.append(_head("<b>Agreement within</b>", middle, up, size.font))
        heads += [
            _head(
                f'<span style="color:{colours.sector_text[sector]}">{SAYS[sector].lower()}</span>',
                columns[str(sector)],
                4,
                size.small,
            )
            for sector in PAIR
        ]
    return heads


def _head(text: str, x: float, up: float, font: int, anchor: str = "center") -> Spec:
    return {
        "text": text,
        "x": x,
        "xref": "x",
        "y": 1,
        "yref": "paper",
        "yshift": up,
        "xanchor": anchor,
        "yanchor": "bottom",
        "borderpad": 0,
        "showarrow": False,
        "font": {"size": font},
    }


def _beside(lines: tuple[Pair, ...], columns: dict[str, float], colours: Palette, size: Size) -> list[Spec]:
    found = []
    for row, line in enumerate(lines):
        if "gap" in columns:
            found.append(_figure_at(columns["gap"], row, _gap_text(line, colours), size.font))
        if "district" in columns:
            for sector, value in zip(PAIR, line.agreement, strict=True):
                found.append(_figure_at(columns[str(sector)], row, agreement_text(value), size.font))
    return found


def _gap_text(line: Pair, colours: Palette) -> str:
    if line.gap is None:
        return f'<span style="color:{colours.muted}">–</span>'
    if line.gap.higher is None:
        return line.gap.text
    colour = colours.sector_text[line.gap.higher]
    mark = "●" if line.gap.higher is Sector.DISTRICT else "◆"
    text = f'<span style="color:{colour}">{mark} {line.gap.text}</span>'
    return f"<b>{text}</b>" if line.gap.notable else text


def agreement_text(value: float) -> str:
    """Agreement -1..1 with two decimals; a split sector is marked, since colour is not used here."""
    if math.isnan(value):
        return "–"
    return f"<b>{shown(value, 2)} split</b>" if value < 0 else shown(value, 2)


def _figure_at(x: float, row: int, text: str, font: int) -> Spec:
    return {"text": text, "x": x, "y": row, "showarrow": False, "font": {"size": font}, "borderpad": 0}
