"""The arrows of a chart of steps: from the end of one to the beginning of another that waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from collab.charts.gantt_rows import Drawing, Look, Row
from collab.charts.theme import Palette, faded

Spec = dict[str, Any]
LANE = 0.2  # lines from the edge of a row, where an arrow runs to a bar that begins earlier
STUB = 7  # pixels that an arrow goes on before it turns


@dataclass(frozen=True)
class _Arrow:
    """From the end of one step to the beginning of another that waits for it: its corners, the last at the bar."""

    points: tuple[tuple[str, float], ...]
    from_above: bool
    clashes: bool
    is_past: bool


def _arrows(drawing: Drawing) -> list[_Arrow]:
    found = []
    for place, row in drawing.steps():
        for other in row.after:
            before = drawing.rows[other]
            if isinstance(before, Row):
                found.append(_arrow(other, before, place, row, drawing))
    return found


def _arrow(start: int, before: Row, place: int, row: Row, drawing: Drawing) -> _Arrow:
    """Along the row of the first, then down (or up) to the bar that waits; round it where that begins earlier."""
    above = start < place
    leaves = datetime.combine(before.last, time())
    inset = min(drawing.day * STUB, (row.last - row.first) / 2)
    arrives = datetime.combine(row.first, time()) + inset
    edge = drawing.bar(place)[0 if above else 1]
    middle = drawing.middle(start)
    corners: list[tuple[datetime, float]] = [(leaves, middle)]
    if arrives >= leaves:
        corners.append((arrives, middle))
    else:
        turn, lane = (
            leaves + drawing.day * STUB,
            drawing.tops[place] + LANE if above else drawing.tops[place + 1] - LANE,
        )
        corners += [(turn, middle), (turn, lane), (arrives, lane)]
    corners.append((arrives, edge))
    return _Arrow(
        points=tuple((iso(x), y) for x, y in corners),
        from_above=above,
        clashes=start in row.clashes,
        is_past=before.look is Look.DONE,
    )


def _ink(arrow: _Arrow, colours: Palette) -> str:
    return colours.fell if arrow.clashes else faded(colours.muted, 0.55) if arrow.is_past else colours.muted


def arrow_lines(drawing: Drawing) -> list[Spec]:
    """Traces, below the bars; dashed where the days cannot be kept."""
    return [
        line_along(
            arrow.points,
            {
                "color": _ink(arrow, drawing.colours),
                "width": drawing.size.font * (0.15 if arrow.clashes else 0.1),
                "dash": "dash" if arrow.clashes else "solid",
            },
        )
        for arrow in _arrows(drawing)
    ]


def arrow_heads(drawing: Drawing) -> list[Spec]:
    """Annotations without words."""
    long = round(max(drawing.size.font * 0.5, 6))
    return [
        {
            "text": "",
            "x": arrow.points[-1][0],
            "y": arrow.points[-1][1],
            "ax": 0,
            "ay": -long if arrow.from_above else long,
            "showarrow": True,
            "arrowhead": 2,
            "arrowsize": 1.1,
            "arrowwidth": max(drawing.size.font * 0.11, 1),
            "arrowcolor": _ink(arrow, drawing.colours),
            "standoff": 1,
        }
        for arrow in _arrows(drawing)
    ]


def line_along(points: Sequence[tuple[str, float]], line: Spec) -> Spec:
    """A line from corner to corner that the pointer does not notice."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "line": line,
        "hoverinfo": "skip",
    }


def iso(day: date | datetime) -> str:
    """As plotly reads a day."""
    return day.isoformat()
