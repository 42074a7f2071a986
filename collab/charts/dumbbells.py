"""District and charter as two dots on one line per row, with gap and agreement beside; as a plotly figure."""

from __future__ import annotations

import math
from typing import Any

from collab.charts.pairs import PAIR, Pair
from collab.charts.rows import columns_beside, figure_at, head, rows_layout
from collab.charts.sizes import SCREEN, Size
from collab.charts.theme import Palette, faded
from collab.charts.words import safe
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
    columns = columns_beside(ends, size, beside)
    return {
        "data": [
            *(_dots(lines, place, colours, size) for place in (0, 1)),
            *_figures(lines, colours, size),
        ],
        "layout": rows_layout(
            [line.label for line in lines],
            ends=ends,
            columns=columns,
            shapes=[shape for row, line in enumerate(lines) for shape in _line(line, row, colours, size)],
            annotations=[*_heads(columns, ends, colours, size), *_beside(lines, columns, colours, size)],
            colours=colours,
            size=size,
            note=note,
        ),
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
    heads = [head(legend, ends[0], up, size.font, "left")]
    if "gap" in columns:
        heads.append(head("<b>Gap</b>", columns["gap"], up, size.font))
    if "district" in columns:
        middle = (columns["district"] + columns["charter"]) / 2
        heads.append(head("<b>Agreement within</b>", middle, up, size.font))
        heads += [
            head(
                f'<span style="color:{colours.sector_text[sector]}">{SAYS[sector].lower()}</span>',
                columns[str(sector)],
                4,
                size.small,
            )
            for sector in PAIR
        ]
    return heads


def _beside(lines: tuple[Pair, ...], columns: dict[str, float], colours: Palette, size: Size) -> list[Spec]:
    found = []
    for row, line in enumerate(lines):
        if "gap" in columns:
            found.append(figure_at(columns["gap"], row, _gap_text(line, colours), size.font))
        if "district" in columns:
            for sector, value in zip(PAIR, line.agreement, strict=True):
                found.append(figure_at(columns[str(sector)], row, agreement_text(value), size.font))
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
