"""What every chart along dates draws: the axis with its months, bands behind rows, today's line, figures beside."""

from __future__ import annotations

from datetime import date
from typing import Any

from collab.charts.frame import BARE_AXIS
from collab.charts.sizes import Size
from collab.charts.theme import Palette, faded

Spec = dict[str, Any]
MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)


def date_axis(begin: date, end: date, width: int, colours: Palette, size: Size) -> Spec:
    """The axis of days, its ticks on first days of months, as many as fit so many pixels."""
    step = _months_apart(begin, end, max(int(width / (size.small * 5.5)), 2))
    ticks = _ticks(begin, end, step)
    middle = begin + (end - begin) / 2
    return {
        **BARE_AXIS,
        "type": "date",
        "range": [begin.isoformat(), end.isoformat()],
        "tickvals": [tick.isoformat() for tick in ticks or [middle]],
        "ticktext": [_tick_text(tick, step, first=place == 0) for place, tick in enumerate(ticks)]
        or [f"{middle.day} {middle:%b}<br>{middle.year}"],
        "tickfont": {"size": size.small, "color": colours.muted},
        "showgrid": True,
        "gridcolor": colours.line,
        "griddash": "dot",
        "tickangle": 0,
    }


def _months_apart(begin: date, end: date, most: int) -> int:
    months = max((end - begin).days / 30.44, 1)
    return next((step for step in MONTHS if months / step <= most), MONTHS[-1])


def _ticks(begin: date, end: date, step: int) -> list[date]:
    """First days of months, so many months apart, counted from January."""
    first = begin.year * 12 + begin.month - 1
    first += -first % step
    days = [date(month // 12, month % 12 + 1, 1) for month in range(first, end.year * 12 + end.month, step)]
    return [day for day in days if begin <= day <= end]


def _tick_text(day: date, step: int, *, first: bool) -> str:
    if step >= 12:
        return str(day.year)
    return f"{day:%b}<br>{day.year}" if first or day.month <= step else f"{day:%b}"


def band(row: int, colours: Palette) -> Spec:
    """The ground of every other row."""
    return {
        "type": "rect",
        "layer": "below",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": row,
        "y1": row + 1,
        "fillcolor": faded(colours.neutral, 0.6),
        "line": {"width": 0},
    }


def today_line(today: date, colours: Palette, size: Size) -> Spec:
    """A dotted line through all rows."""
    return {
        "type": "line",
        "x0": today.isoformat(),
        "x1": today.isoformat(),
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": colours.ink, "width": size.font * 0.1, "dash": "dot"},
    }


def today_word(today: date, colours: Palette, size: Size) -> Spec:
    """The word above it."""
    return {
        "text": "<b>today</b>",
        "x": today.isoformat(),
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": "center",
        "borderpad": 0,
        "showarrow": False,
        "font": {"size": size.small, "color": colours.ink},
    }


def beside(text: str, shift: int, at: Spec, letter: int, ink: str) -> Spec:
    """A text right of the drawing, so many pixels from it; at: its height."""
    return {
        "text": text,
        "x": 1,
        "xref": "paper",
        "xshift": shift,
        "xanchor": "center",
        "borderpad": 0,
        "showarrow": False,
        "font": {"size": letter, "color": ink},
        **at,
    }
