"""What all charts share: page colours, letters, no dragging, and the lines under a chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from collab.charts.sizes import Size
from collab.charts.theme import Palette

Spec = dict[str, Any]
BARE_AXIS: Spec = {"fixedrange": True, "showgrid": False, "zeroline": False, "ticks": ""}


def base_layout(colours: Palette, size: Size) -> Spec:
    """Layout that does not depend on the data. Nothing can be dragged, so that a finger scrolls the page."""
    return {
        "paper_bgcolor": colours.background,
        "plot_bgcolor": colours.background,
        "font": {"color": colours.ink, "size": size.font},
        "hovermode": "closest",
        "hoverlabel": {"align": "left", "font": {"size": size.font}},
        "dragmode": False,
        "showlegend": False,
    }


def legend_lines(entries: Sequence[tuple[str, str]], *, room: float, size: Size) -> list[str]:
    """Each entry (what it reads, what plotly draws) on as many lines of so many pixels as they take."""
    rows: list[list[str]] = [[]]
    used = 0.0
    for label, drawn in entries:
        wide = (len(label) + 5) * size.letter * 1.1
        if rows[-1] and used + wide > room:
            rows.append([])
            used = 0.0
        rows[-1].append(drawn)
        used += wide
    return ["\u2003".join(row) for row in rows if row]


def note_height(text: str, size: Size) -> int:
    """The pixels below the drawing that a note takes; a little room where there is none."""
    lines = text.count("<br>") + 1 if text else 0
    return 10 + round(lines * size.small * 1.4) + 8 * bool(lines)


def note_under(text: str, *, left: int, down: int, colours: Palette, size: Size) -> list[Spec]:
    """Lines under the chart, `left` pixels left of the drawing; text is safe for plotly. [] where there is none."""
    if not text:
        return []
    return [
        {
            "text": text,
            "xref": "paper",
            "yref": "paper",
            "x": 0,
            "y": 0,
            "xshift": -left,
            "yshift": -down,
            "xanchor": "left",
            "yanchor": "top",
            "align": "left",
            "showarrow": False,
            "font": {"size": size.small, "color": colours.muted},
        }
    ]
