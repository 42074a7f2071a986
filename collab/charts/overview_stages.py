"""How many initiatives stand in each stage and for how long: a dot each, along the days, those that stall marked."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from collab.charts.frame import BARE_AXIS, base_layout, note_height, note_under
from collab.charts.sizes import Size
from collab.charts.theme import Palette
from collab.charts.words import lines_in, safe, wrapped

Spec = dict[str, Any]
MONTHS = ((0, "0"), (91, "3 months"), (182, "6 months"), (365, "1 year"), (548, "18 months"))
YEARS = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100)
TICKS = (*MONTHS, *((round(365.25 * years), f"{years} years") for years in YEARS))
LEAST_DAYS = 365
BEYOND = 1.03
TIMES_LONG, SLACK = 3, 1.5
EDGE, AXIS = 14, 26
MOST_HIGH = 8
LAST_ROOM = 12
FEW_NAMES = 6


@dataclass(frozen=True)
class Dot:
    """One initiative. days: how long it has been in its stage; told: the same in words."""

    name: str
    days: int
    told: str
    stalls: bool


@dataclass(frozen=True)
class Strip:
    """One stage with all that stand in it, the longest first. long: from how many days on a stay is a long one, if any.

    None where nobody stands in the stage and nothing is known of stays in it.
    """

    label: str
    dots: tuple[Dot, ...]
    long: float | None


@dataclass(frozen=True)
class _Band:
    """Where a strip is drawn, in pixels from the top. names: of those that stall, wrapped, safe for plotly."""

    strip: Strip
    top: float
    floor: float
    bottom: float
    names: str
    step: float


def stage_strips(strips: Sequence[Strip], *, colours: Palette, size: Size, note: str = "") -> Spec:
    """The figure. Dots of nearly the same length stand on one another; note is safe for plotly.

    What has lasted beyond the axis stands at its right edge, with its time. Where the size has a height the strips
    share it, and those that stall are marked but not named.
    """
    reach = axis_reach(strips)
    axis = max(AXIS, round(size.small * 1.7))
    below = axis + note_height(note, size)
    bands = _stand(strips, reach, size, share=(size.height - below - 8) / max(len(strips), 1) if size.height else 0)
    height = bands[-1].bottom if bands else 1.0
    ticks = [(day, text) for day, text in TICKS if day <= reach]
    return {
        "data": [_dots(bands, reach, colours, size, stalls=stalls) for stalls in (False, True)],
        "layout": {
            **base_layout(colours, size),
            "height": round(height + 8 + below),
            "margin": {"l": EDGE, "r": EDGE, "t": 8, "b": below},
            "xaxis": {
                **BARE_AXIS,
                "range": [-reach * 0.012, reach],
                "tickvals": [day for day, _ in _apart(ticks, reach, size)],
                "ticktext": [text for _, text in _apart(ticks, reach, size)],
                "tickfont": {"size": size.small, "color": colours.muted},
            },
            "yaxis": {**BARE_AXIS, "range": [height, 0], "showticklabels": False},
            "shapes": [shape for band in bands for shape in _lines(band, colours, size)],
            "annotations": [
                *(text for band in bands for text in _words(band, colours, size)),
                *(_late_times(band, reach, colours, size) for band in bands if _late(band.strip, reach)),
                *note_under(note, left=0, down=axis + 8, colours=colours, size=size),
            ],
        },
    }


def axis_reach(strips: Sequence[Strip]) -> float:
    """How many days the axis is long: what has lasted longer stands at its edge."""
    return _end(strips) * BEYOND


def _late(strip: Strip, reach: float) -> list[Dot]:
    return [dot for dot in strip.dots if dot.days > reach]


def _end(strips: Sequence[Strip]) -> float:
    """Where the axis ends: at the first tick that no stay reaches beyond, or near some times what counts as long.

    One stay of many years would press all others into a corner; three quarters of the dots stand in their place.
    """
    days = sorted(dot.days for strip in strips for dot in strip.dots)
    longs = [strip.long for strip in strips if strip.long is not None]
    longest = max([LEAST_DAYS, *days, *longs])
    if days and longs:
        most = max(LEAST_DAYS, TIMES_LONG * max(longs), days[math.ceil(len(days) * 0.75) - 1])
        longest = most if longest > most * SLACK else longest
    return next((float(day) for day, _ in TICKS if day >= longest), longest)


def _apart(ticks: Sequence[tuple[int, str]], reach: float, size: Size) -> list[tuple[int, str]]:
    """The ticks of which the words do not touch: the first, and from the last back those that stand apart."""
    apart = 9 * size.small_letter * reach / size.width
    kept: list[tuple[int, str]] = []
    for day, text in reversed(ticks[1:]):
        if day > apart and (not kept or kept[-1][0] - day > apart):
            kept.append((day, text))
    return [*ticks[:1], *reversed(kept)]


def _stand(strips: Sequence[Strip], reach: float, size: Size, *, share: float) -> list[_Band]:
    """The strips below one another. share: how high each of them is; 0: as high as its dots and names ask for."""
    top, bands = 0.0, []
    title = size.font * 1.7
    room = share - title - LAST_ROOM if share else MOST_HIGH * (size.mark + 1)
    for strip in strips:
        high = max(_columns(strip, reach, size).values(), default=1)
        step = min(float(size.mark + 1), room / high)
        names = "" if share else _names(strip, size)
        floor = top + share - LAST_ROOM if share else top + title + max(high * step, size.mark * 1.6) + 3
        bottom = top + share if share else floor + (lines_in(names) * size.small * 1.35 + 5 if names else 3) + 9
        bands.append(_Band(strip, top, floor, bottom, names, step))
        top = bottom
    return bands


def _column(days: float, reach: float, size: Size) -> int:
    """The place of a dot among columns as wide as a dot."""
    return int(min(days, reach) / reach * (size.width - 2 * EDGE) / (size.mark + 1))


def _columns(strip: Strip, reach: float, size: Size) -> Counter[int]:
    """How many dots stand on one another in each column."""
    return Counter(_column(dot.days, reach, size) for dot in strip.dots)


def _names(strip: Strip, size: Size) -> str:
    stalled = [dot for dot in strip.dots if dot.stalls]
    if not stalled:
        return ""
    told = ", ".join(f"{dot.name} ({dot.told})" for dot in stalled[:FEW_NAMES])
    more = f" and {len(stalled) - FEW_NAMES} more" if len(stalled) > FEW_NAMES else ""
    text = f"◆ {'Stalls' if len(stalled) == 1 else f'{len(stalled)} stall'}: {told}{more}"
    return wrapped(text, room=int((size.width - 2 * EDGE) / size.small_letter), lines=99)


def _dots(bands: Sequence[_Band], reach: float, colours: Palette, size: Size, *, stalls: bool) -> Spec:
    x, y, told = [], [], []
    for band in bands:
        counts: Counter[int] = Counter()
        for dot in band.strip.dots:
            column = _column(dot.days, reach, size)
            counts[column] += 1
            if dot.stalls is stalls:
                x.append(min(dot.days, reach))
                y.append(round(band.floor - (counts[column] - 0.5) * band.step, 1))
                told.append(f"{safe(dot.name)}<br>{safe(band.strip.label)}: {safe(dot.told)}")
    mark = {"symbol": "diamond", "size": size.mark + 3, "color": colours.fell}
    quiet = {"symbol": "circle", "size": size.mark, "color": colours.rose}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "text": told,
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {**(mark if stalls else quiet), "line": {"width": 1, "color": colours.background}},
        "cliponaxis": False,
    }


def _lines(band: _Band, colours: Palette, size: Size) -> list[Spec]:
    """The floor of a strip, and from where on a stay is long."""
    ground: Spec = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": band.floor, "y1": band.floor}
    above = band.top + size.font * 1.55
    floor = {**ground, "layer": "below", "line": {"color": colours.line, "width": 1}}
    if band.strip.long is None:
        return [floor]
    long = {"type": "line", "x0": band.strip.long, "x1": band.strip.long, "y0": above, "y1": band.floor}
    return [floor, {**long, "layer": "below", "line": {"color": colours.muted, "width": 1.5, "dash": "dot"}}]


def _words(band: _Band, colours: Palette, size: Size) -> list[Spec]:
    count = len(band.strip.dots)
    title = f"<b>{safe(band.strip.label)}</b>  {count:,}"
    place = {"xref": "paper", "x": 0, "xanchor": "left", "yanchor": "top", "align": "left", "showarrow": False}
    found = [{**place, "text": title, "y": band.top, "borderpad": 0, "font": {"size": size.font + 1}}]
    if band.names:
        words = {"size": size.small, "color": colours.fell}
        found.append({**place, "text": band.names, "y": band.floor + 4, "borderpad": 0, "font": words})
    return found


def _late_times(band: _Band, reach: float, colours: Palette, size: Size) -> Spec:
    """How long those at the edge have lasted, above every dot that the words could touch."""
    late = _late(band.strip, reach)
    longest, shortest = late[0].told, late[-1].told
    text = f"{longest} ▸" if longest == shortest else f"{shortest} to {longest} ▸"
    from_column = _column(reach * (1 - len(text) * size.small_letter / (size.width - 2 * EDGE)), reach, size)
    counts = _columns(band.strip, reach, size)
    high = max(count for column, count in counts.items() if column >= from_column)
    return {
        "text": safe(text),
        "x": reach,
        "xanchor": "right",
        "y": round(band.floor - high * band.step, 1),
        "yanchor": "bottom",
        "borderpad": 0,
        "showarrow": False,
        "font": {"size": size.small, "color": colours.ink},
    }
