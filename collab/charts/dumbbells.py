"""District and charter as two dots on one line per row, with gap and agreement beside; as a plotly figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from collab.charts.frame import base_layout, note_height, note_under
from collab.charts.lines import Lines, left_margin, name_axis, names_above, stand
from collab.charts.pairs import PAIR, Pair
from collab.charts.scale import (
    RIGHT_MARGIN,
    Axis,
    Column,
    Scale,
    axis_of,
    column_heads,
    figure_at,
    head,
    head_height,
    in_ink,
)
from collab.charts.sizes import SCREEN, Size
from collab.charts.theme import Palette, faded
from collab.charts.words import safe, wrapped
from collab.model import Sector
from collab.scoring import shown

Spec = dict[str, Any]
SYMBOLS = {Sector.DISTRICT: "circle", Sector.CHARTER: "diamond"}
MARKS = {Sector.DISTRICT: "●", Sector.CHARTER: "◆"}
SAYS = {Sector.DISTRICT: "District", Sector.CHARTER: "Charter"}
GAP = "gap"


def columns_beside(*, agreement: bool, of_gap: str = "") -> tuple[Column, ...]:
    """The gap, and the agreement within each sector where it is known. of_gap: what stands below "Gap"."""
    within = tuple(Column(str(sector), "Agreement within", SAYS[sector].lower()) for sector in PAIR)
    return (Column(GAP, "Gap", of_gap), *(within if agreement else ()))


def dumbbells(
    pairs: tuple[Pair, ...],
    *,
    scale: Scale,
    colours: Palette,
    columns: Sequence[Column] = (),
    size: Size = SCREEN,
    note: str = "",
) -> Spec:
    """Pairs from the top in their order, their names whole. note: safe for plotly, its lines parted by <br>.

    The line between is in the higher sector's colour, pale where the gap is not notable. columns: figures at the right.
    """
    top = round(size.font * 3.4)
    bottom = note_height(note, size)
    lines = stand([pair.label for pair in pairs], size, room=max(size.height - top - bottom, 0) if size.height else 0)
    letters = max((len(text) for pair in pairs for text in pair.texts), default=3)
    axis = axis_of(scale, columns, size, letters=letters)
    return {
        "data": [
            *(_dots(pairs, lines, side, colours, size) for side in (0, 1)),
            *_figures(pairs, lines, colours, size),
        ],
        "layout": {
            "height": round(top + bottom + lines.height),
            "margin": {"l": left_margin(size), "r": RIGHT_MARGIN, "t": top, "b": bottom, "pad": 6},
            "xaxis": axis.drawn(colours, size),
            "yaxis": name_axis(lines, colours, size),
            "shapes": [
                shape for pair, y in zip(pairs, lines.y, strict=True) for shape in _line(pair, y, colours, size)
            ],
            "annotations": [
                *names_above(lines, colours, size),
                *_heads(columns, axis, colours, size),
                *_beside(pairs, lines, axis, colours, size),
                *note_under(note, left=left_margin(size) - 4, down=6, colours=colours, size=size),
            ],
            **base_layout(colours, size),
        },
    }


def _dots(pairs: tuple[Pair, ...], lines: Lines, side: int, colours: Palette, size: Size) -> Spec:
    sector = PAIR[side]
    drawn = [(y, pair) for y, pair in zip(lines.y, pairs, strict=True) if not math.isnan(pair.values[side])]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": SAYS[sector],
        "x": [pair.values[side] for _, pair in drawn],
        "y": [y for y, _ in drawn],
        "marker": {
            "symbol": SYMBOLS[sector],
            "size": size.font,
            "color": colours.sector_fill[sector],
            "line": {"color": colours.background, "width": 1},
        },
        "hovertext": [
            f"<b>{SAYS[sector]}</b> {pair.texts[side]}<br>{wrapped(pair.label, room=60, lines=6)}" for _, pair in drawn
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _figures(pairs: tuple[Pair, ...], lines: Lines, colours: Palette, size: Size) -> list[Spec]:
    """The numbers, each on the outer side of its dot."""
    return [_figure_trace(pairs, lines, side, lower, colours, size) for side in (0, 1) for lower in (True, False)]


def _figure_trace(pairs: tuple[Pair, ...], lines: Lines, side: int, lower: bool, colours: Palette, size: Size) -> Spec:
    chosen = [
        (y, pair)
        for y, pair in zip(lines.y, pairs, strict=True)
        if not math.isnan(pair.values[side]) and _is_lower(pair, side) is lower
    ]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [pair.values[side] for _, pair in chosen],
        "y": [y for y, _ in chosen],
        "text": [f"{pair.texts[side]}\u2002 " if lower else f" \u2002{pair.texts[side]}" for _, pair in chosen],
        "textposition": "middle left" if lower else "middle right",
        "textfont": {"size": size.font, "color": colours.sector_text[PAIR[side]]},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _is_lower(pair: Pair, side: int) -> bool:
    """The district's number stands left where both are equal."""
    mine, other = pair.values[side], pair.values[1 - side]
    return mine < other or (mine == other and side == 0)


def _line(pair: Pair, y: float, colours: Palette, size: Size) -> list[Spec]:
    if pair.gap is None or any(math.isnan(value) for value in pair.values):
        return []
    fill = pair.gap.colour(colours)
    return [
        {
            "type": "line",
            "x0": pair.values[0],
            "x1": pair.values[1],
            "y0": y,
            "y1": y,
            "layer": "below",
            "line": {
                "color": fill if pair.gap.notable else faded(fill, 0.4),
                "width": size.font * (0.45 if pair.gap.notable else 0.25),
            },
        }
    ]


def _heads(columns: Sequence[Column], axis: Axis, colours: Palette, size: Size) -> list[Spec]:
    """What stands above: the two sectors with their marks, the gap, agreement within each sector."""
    inks = {str(sector): colours.sector_text[sector] for sector in PAIR}
    legend = " \u2003 ".join(in_ink(f"<b>{MARKS[sector]} {SAYS[sector]}</b>", inks[str(sector)]) for sector in PAIR)
    return [
        head(legend, axis.scale.low, head_height(size), size.font, "left"),
        *column_heads(columns, axis, colours, size, inks=inks),
    ]


def _beside(pairs: tuple[Pair, ...], lines: Lines, axis: Axis, colours: Palette, size: Size) -> list[Spec]:
    found = []
    for pair, y in zip(pairs, lines.y, strict=True):
        texts = {GAP: _gap_text(pair, colours)}
        texts |= {str(sector): agreement_text(value) for sector, value in zip(PAIR, pair.agreement, strict=True)}
        found += [figure_at(x, y, texts[name], size.font) for name, x in axis.centres.items()]
    return found


def _gap_text(pair: Pair, colours: Palette) -> str:
    if pair.gap is None:
        return in_ink("–", colours.muted)
    if pair.gap.higher is None:
        return pair.gap.text
    text = in_ink(f"{MARKS[pair.gap.higher]} {safe(pair.gap.text)}", colours.sector_text[pair.gap.higher])
    return f"<b>{text}</b>" if pair.gap.notable else text


def agreement_text(value: float) -> str:
    """Agreement -1..1 with two decimals; a split sector is marked, since colour is not used here."""
    if math.isnan(value):
        return "–"
    return f"<b>{shown(value, 2)} split</b>" if value < 0 else shown(value, 2)
