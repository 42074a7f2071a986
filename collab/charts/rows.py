"""What charts of rows share: names at the left, a scale across, columns of figures at the right, heads above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from collab.charts.frame import BARE_AXIS, base_layout, note_under
from collab.charts.sizes import Size
from collab.charts.theme import Palette, faded
from collab.charts.words import wrapped

Spec = dict[str, Any]
SHARES = (0.0, 1.0)


def columns_beside(ends: tuple[float, float], size: Size, names: Sequence[str]) -> dict[str, float]:
    """Where columns of figures stand, right of the scale, in its units."""
    span = ends[1] - ends[0]
    step = size.font * 6.2 * _per_pixel(span, size, len(names))
    return {name: ends[1] + span * 0.06 + step * (place + 0.7) for place, name in enumerate(names)}


def _per_pixel(span: float, size: Size, columns: int) -> float:
    """How much of the scale one pixel is, at the narrowest width."""
    return span / (size.width - size.label - (80 + 90 * columns) * size.font / 13)


def rows_layout(
    labels: Sequence[str],
    *,
    ends: tuple[float, float],
    columns: Mapping[str, float],
    shapes: list[Spec],
    annotations: list[Spec],
    colours: Palette,
    size: Size,
    note: str = "",
) -> Spec:
    """The layout of a chart with these rows from the top. ends: the scale's ends; columns: as columns_beside says."""
    top = round(size.font * 3.4)
    bottom = round(size.small * 2.2) + 8
    return {
        "height": round(top + bottom + max(len(labels), 1) * size.row_in(len(labels), above=top, below=bottom + 6) + 6),
        "margin": {"l": size.label + 34, "r": 8, "t": top, "b": bottom, "pad": 6},
        "xaxis": _x_axis(ends, columns, colours, size),
        "yaxis": _y_axis(labels, colours, size),
        "shapes": shapes,
        "annotations": [*annotations, *note_under(note, left=size.label + 30, down=6, colours=colours, size=size)],
        **base_layout(colours, size),
    }


def _x_axis(ends: tuple[float, float], columns: Mapping[str, float], colours: Palette, size: Size) -> Spec:
    shares = ends == SHARES
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


def _right_end(ends: tuple[float, float], columns: Mapping[str, float], size: Size) -> float:
    """The right end of the drawing: half of the widest text beyond the last column."""
    per_pixel = _per_pixel(ends[1] - ends[0], size, len(columns))
    return max(columns.values(), default=ends[1]) + size.font * 3.4 * per_pixel


def _y_axis(labels: Sequence[str], colours: Palette, size: Size) -> Spec:
    room = int((size.label + 20) / size.letter)
    return {
        **BARE_AXIS,
        "range": [len(labels) - 0.45, -0.55],
        "tickvals": list(range(len(labels))),
        "ticktext": [wrapped(label, room=room, lines=size.label_lines) for label in labels],
        "tickfont": {"size": size.font, "color": colours.ink},
        "automargin": False,
    }


def head(text: str, x: float, up: float, font: int, anchor: str = "center") -> Spec:
    """A word above the drawing; text is safe for plotly."""
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


def figure_at(x: float, row: int, text: str, font: int) -> Spec:
    """A figure in a column beside its row; text is safe for plotly."""
    return {"text": text, "x": x, "y": row, "showarrow": False, "font": {"size": font}, "borderpad": 0}
