"""Planned against actual time of each stage on one axis of dates, with the time spent and the share completed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from collab.charts.frame import BARE_AXIS, base_layout, note_height, note_under
from collab.charts.rough import layers
from collab.charts.sizes import SCREEN, Size
from collab.charts.theme import Palette, faded
from collab.charts.time_axis import band, beside, date_axis, today_line, today_word
from collab.charts.words import wrapped

Spec = dict[str, Any]
PLANNED, ACTUAL = (0.16, 0.42), (0.48, 0.84)  # of a row, which is 1 high
ROW_HIGH = 3.4  # in sizes of a letter
PAD = 0.03  # of the whole time, free at both ends


@dataclass(frozen=True)
class Bar:
    """A time in a stage. words tell it on a hover; went_back: it ended with partners going back.

    surely_from, surely_to: given where the days are not known. It then began on some day from begins to surely_from,
    and ended on some day from surely_to to ends.
    """

    begins: date
    ends: date
    words: str
    goes_on: bool = False
    went_back: bool = False
    surely_from: date | None = None
    surely_to: date | None = None


@dataclass(frozen=True)
class Lane:
    """One stage. columns: the figures at the right, one for each head."""

    label: str
    planned: Bar | None
    actual: tuple[Bar, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Hop:
    """Partners moved from one lane to another on a day, forward or back."""

    on: date
    start: int
    end: int


def days_of(lanes: Iterable[Lane]) -> tuple[date, ...]:
    """Every day on which something begins or ends."""
    bars = [bar for lane in lanes for bar in (*([lane.planned] if lane.planned else []), *lane.actual)]
    return tuple(day for bar in bars for day in (bar.begins, bar.ends))


def timeline(
    lanes: tuple[Lane, ...],
    hops: tuple[Hop, ...],
    *,
    today: date,
    heads: tuple[str, ...],
    colours: Palette,
    size: Size = SCREEN,
    note: str = "",
) -> Spec:
    """Stages from the top; above in each what was planned (pale), below what happened (strong). note: plotly-safe.

    lanes hold at least one bar between them. heads: over the figures at the right, [] on a phone.
    """
    begin, end = _span(lanes, today)
    top, bottom = round(size.font * 3.2), round(size.font * 2.5) + note_height(note, size)
    right = _right(heads, size)
    rows = max(len(lanes), 1)
    high = (size.height - top - bottom) / rows if size.height else size.font * ROW_HIGH
    return {
        "data": [_hovers(lanes, size)],
        "layout": {
            "height": round(top + bottom + rows * high),
            "margin": {"l": _left(size), "r": right, "t": top, "b": bottom, "pad": 0},
            "xaxis": date_axis(begin, end, _plot_width(size, right), colours, size),
            "yaxis": _names(lanes, colours, size),
            "shapes": [
                *(band(row, colours) for row in range(0, len(lanes), 2)),
                *(bar for row, lane in enumerate(lanes) for bar in _bars(lane, row, colours, size)),
                *(_hop(hop, colours, size) for hop in hops),
                *([today_line(today, colours, size)] if begin <= today <= end else []),
            ],
            "annotations": [
                *([today_word(today, colours, size)] if begin <= today <= end else []),
                *_columns(lanes, heads, colours, size),
                *note_under(note, left=_left(size) - 6, down=round(size.font * 2.5), colours=colours, size=size),
            ],
            **base_layout(colours, size),
        },
    }


def _span(lanes: Sequence[Lane], today: date) -> tuple[date, date]:
    every = days_of(lanes)
    running = any(bar.goes_on for lane in lanes for bar in lane.actual)
    first, last = min(every), max([*every, *([today] if running else [])])
    pad = timedelta(days=max(round((last - first).days * PAD), 7))
    return first - pad, last + pad


def _left(size: Size) -> int:
    return round(size.font * 6.6)


def _column_wide(size: Size) -> float:
    return size.small * 7.8


def _right(heads: Sequence[str], size: Size) -> int:
    return round(len(heads) * _column_wide(size)) + 12


def _plot_width(size: Size, right: int) -> int:
    return max(size.width - _left(size) - right, 120)


def _names(lanes: Sequence[Lane], colours: Palette, size: Size) -> Spec:
    room = max(int(_left(size) / size.letter) - 1, 8)
    return {
        **BARE_AXIS,
        "range": [len(lanes), 0],
        "tickvals": [row + 0.5 for row in range(len(lanes))],
        "ticktext": [wrapped(lane.label, room=room, lines=2) for lane in lanes],
        "tickfont": {"size": size.font, "color": colours.ink},
        "automargin": False,
        "ticklabelstandoff": 6,
    }


def _bars(lane: Lane, row: int, colours: Palette, size: Size) -> list[Spec]:
    found = [_bar(lane.planned, row, PLANNED, faded(colours.muted, 0.22), colours.muted, 1)] if lane.planned else []
    for bar in lane.actual:
        fill = colours.scale[3] if bar.goes_on else colours.rose
        edge, width = colours.fell if bar.went_back else colours.rose, size.font * 0.14
        if bar.surely_from and bar.surely_to:
            found += _rough(bar, bar.surely_from, bar.surely_to, row, fill=fill, edge=edge, width=width)
        else:
            found.append(_bar(bar, row, ACTUAL, fill, edge, width))
    return found


def _rough(bar: Bar, surely_from: date, surely_to: date, row: int, *, fill: str, edge: str, width: float) -> list[Spec]:
    """Paler towards an end that is not known to the day, in a dotted frame."""
    parts = layers(bar.begins, surely_from, surely_to, bar.ends)
    shades = [_bar(Bar(each.begins, each.ends, ""), row, ACTUAL, faded(fill, each.opacity), edge, 0) for each in parts]
    frame = _bar(bar, row, ACTUAL, faded(fill, 0), edge, width / 2)
    return [*shades, {**frame, "line": {**frame["line"], "dash": "dot"}}]


def _bar(bar: Bar, row: int, at: tuple[float, float], fill: str, edge: str, width: float) -> Spec:
    return {
        "type": "rect",
        "x0": bar.begins.isoformat(),
        "x1": bar.ends.isoformat(),
        "y0": row + at[0],
        "y1": row + at[1],
        "fillcolor": fill,
        "line": {"color": edge, "width": width},
    }


def _hop(hop: Hop, colours: Palette, size: Size) -> Spec:
    """A line on the day of the move, from lane to lane; brown and dashed where partners went back."""
    back = hop.end <= hop.start
    return {
        "type": "line",
        "layer": "below",
        "x0": hop.on.isoformat(),
        "x1": hop.on.isoformat(),
        "y0": hop.start + sum(ACTUAL) / 2,
        "y1": hop.end + sum(ACTUAL) / 2,
        "line": {
            "color": colours.fell if back else colours.muted,
            "width": size.font * (0.16 if back else 0.1),
            "dash": "dash" if back else "solid",
        },
    }


def _hovers(lanes: Sequence[Lane], size: Size) -> Spec:
    """Points along each bar that tell it when the mouse comes near."""
    points = [
        (day, row + sum(at) / 2, bar.words)
        for row, lane in enumerate(lanes)
        for bar, at in (*([(lane.planned, PLANNED)] if lane.planned else []), *((bar, ACTUAL) for bar in lane.actual))
        for day in _along(bar)
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [day.isoformat() for day, _, _ in points],
        "y": [y for _, y, _ in points],
        "marker": {"size": size.font, "opacity": 0},
        "hovertext": [wrapped(words, room=60, lines=5) for _, _, words in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _along(bar: Bar) -> list[date]:
    days = (bar.ends - bar.begins).days
    return [bar.begins + timedelta(days=round(days * part / 8)) for part in range(9)] if days else [bar.begins]


def _columns(lanes: Sequence[Lane], heads: Sequence[str], colours: Palette, size: Size) -> list[Spec]:
    wide = _column_wide(size)
    found = []
    for place, head in enumerate(heads):
        shift = round((place + 0.5) * wide) + 8
        text = wrapped(head, room=max(int(wide / size.small_letter) - 1, 6), lines=2)
        found.append(beside(text, shift, {"y": 1, "yref": "paper", "yanchor": "bottom"}, size.small, colours.muted))
        for row, lane in enumerate(lanes):
            cell = {"y": row + 0.5, "yanchor": "middle"}
            words = wrapped(lane.columns[place], room=max(int(wide / size.letter) + 2, 6), lines=2)
            found.append(beside(words, shift, cell, size.font, colours.ink))
    return found


def hops_between(stays: Sequence[tuple[int, date]]) -> tuple[Hop, ...]:
    """The moves between stays (lane, first day), in order."""
    return tuple(Hop(after[1], before[0], after[0]) for before, after in pairwise(stays))
