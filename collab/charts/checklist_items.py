"""Each item of a phase from review to review, a mark for its status; as a plotly figure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from collab.charts.checklist import ItemLines, Look
from collab.charts.frame import BARE_AXIS, base_layout, legend_lines, note_height, note_under
from collab.charts.lines import Lines, left_margin, name_axis, names_above, stand
from collab.charts.scale import in_ink
from collab.charts.sizes import SCREEN, Size
from collab.charts.theme import Palette, faded
from collab.charts.words import safe, shortened

Spec = dict[str, Any]
RIGHT = 8
MOST_BESIDE = 0.45
WIDEST_STEP = 7.5  # how far apart two reviews stand at most, in sizes of a letter
DATE_LETTERS = 11
SIGNS = {"circle": "●", "circle-dot": "◉", "circle-open": "○", "line-ns-open": "|", "line-ew-open": "–"}
"""The letters that come nearest to plotly's symbols, for a key in words."""


def item_moves(
    found: ItemLines, known: Mapping[str, Look], *, colours: Palette, size: Size = SCREEN, with_key: bool = False
) -> Spec:
    """Items from the top, reviews from the left by date; how each stands now at the right.

    with_key: what the marks mean stands below, inside the height that there is.
    """
    note = _key(found, known, size) if with_key else ""
    top, bottom = round(size.small * 2), note_height(note, size)
    high = max(size.height - top - bottom, 0) if size.height else 0
    lines = stand([line.label for line in found.lines], size, room=high)
    across = size.width - left_margin(size) - RIGHT
    count = len(found.dates)
    beside = min(max(len(line.beside) for line in found.lines) + 2, across * MOST_BESIDE / size.small_letter)
    step = min((across - beside * size.small_letter) / count, size.font * WIDEST_STEP)
    end = across / step - 0.5
    room = int((across - step * count) / size.small_letter)
    return {
        "data": [trace for look in known.values() if (trace := _marks(look, found, lines, step, size))],
        "layout": {
            "height": round(top + bottom + lines.height),
            "margin": {"l": left_margin(size), "r": RIGHT, "t": top, "b": bottom, "pad": 6},
            "xaxis": _axis(found.dates, step, end, colours, size),
            "yaxis": name_axis(lines, colours, size),
            "shapes": [_thread(y, count, colours) for y in lines.y] if count > 1 else [],
            "annotations": [
                *names_above(lines, colours, size),
                *(_beside(line.beside, y, count, room, size) for line, y in zip(found.lines, lines.y, strict=True)),
                *note_under(note, left=left_margin(size) - 4, down=6, colours=colours, size=size),
            ],
            **base_layout(colours, size),
        },
    }


def _key(found: ItemLines, known: Mapping[str, Look], size: Size) -> str:
    """What each mark on this chart means."""
    given = {status for line in found.lines for status in line.statuses}
    entries = [
        (look.label, f"{in_ink(SIGNS[look.symbol], look.line)} {safe(look.label)}")
        for look in known.values()
        if look.key in given
    ]
    return "<br>".join(legend_lines(entries, room=size.width - size.font, size=size))


def _marks(look: Look, found: ItemLines, lines: Lines, step: float, size: Size) -> Spec | None:
    places = [
        (column, y, line.label)
        for line, y in zip(found.lines, lines.y, strict=True)
        for column, status in enumerate(line.statuses)
        if status == look.key
    ]
    if not places:
        return None
    mark = min(size.font * 1.05, step * 0.6)
    is_line = look.symbol.startswith("line")
    return {
        "type": "scatter",
        "mode": "markers",
        "name": safe(look.label),
        "x": [column for column, _, _ in places],
        "y": [y for _, y, _ in places],
        "marker": {
            "symbol": look.symbol,
            "size": mark * (0.7 if is_line else 1),
            "color": look.line if is_line or look.symbol.endswith("open") else look.fill,
            "line": {"width": max(mark * 0.16, 1.2), "color": look.line},
        },
        "hovertext": [
            f"<b>{safe(label)}</b><br>{safe(look.label)}, {day_text(found.dates[column])}"
            for column, _, label in places
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def day_text(day: date) -> str:
    """A day as charts print it."""
    return f"{day.day} {day:%b %y}"


def _axis(dates: tuple[date, ...], step: float, end: float, colours: Palette, size: Size) -> Spec:
    """The dates above, the latest first where not all have room."""
    every = max(-(-round(size.small_letter * DATE_LETTERS) // max(int(step), 1)), 1)
    named = list(range(len(dates) - 1, -1, -every))[::-1]
    return {
        **BARE_AXIS,
        "range": [-0.5, end],
        "side": "top",
        "tickvals": named,
        "ticktext": [day_text(dates[place]) for place in named],
        "tickangle": 0,
        "tickfont": {"size": size.small, "color": colours.muted},
    }


def _thread(y: float, count: int, colours: Palette) -> Spec:
    return {
        "type": "line",
        "x0": 0,
        "x1": count - 1,
        "y0": y,
        "y1": y,
        "layer": "below",
        "line": {"color": faded(colours.line, 0.6), "width": 1},
    }


def _beside(text: str, y: float, count: int, room: int, size: Size) -> Spec:
    """How an item stands now, right of the last review."""
    return {
        "text": safe(shortened(text, room)),
        "x": count - 0.5,
        "xanchor": "left",
        "y": y,
        "yanchor": "middle",
        "align": "left",
        "borderpad": 0,
        "showarrow": False,
        "font": {"size": size.small},
    }
