"""The stages of an initiative as a path: how each stands, where it is now, and the loops where partners went back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from collab.charts.frame import BARE_AXIS, base_layout, note_height, note_under
from collab.charts.sizes import SCREEN, Size
from collab.charts.theme import Palette, ink_on
from collab.charts.words import lines_in, safe, shortened, wrapped
from collab.journey import StageState

Spec = dict[str, Any]
CIRCLE, LEVEL, BAR = 3.3, 2.9, 0.5  # in sizes of a letter
GATE = 1  # half of a gate with its edge, in sizes of a letter
BAR_WIDE = 0.32  # half of a bar, of a stage's width
ASIDE = 0.09  # how far from the middle of a circle a loop leaves and arrives
CONTROL = 4 / 3  # a cubic curve whose handles lie so far up reaches a height of one


@dataclass(frozen=True)
class Stop:
    """One stage on the path. share 0..1, None where there is none to draw; completed: the same in words, "" where
    nothing is known. lines: what stands below.

    against: why partners went on against the advice of its gate, "" where they did not.
    """

    letter: str
    label: str
    state: StageState
    words: str
    share: float | None
    completed: str = ""
    is_here: bool = False
    passed: bool = False
    against: str = ""
    lines: tuple[str, ...] = ()
    hover: str = ""


@dataclass(frozen=True)
class Loop:
    """Partners went back from one place on the path to another. words stand at its top, why shows on a hover."""

    start: int
    end: int
    words: str
    why: str


def stage_path(
    stops: tuple[Stop, ...],
    loops: tuple[Loop, ...],
    *,
    colours: Palette,
    size: Size = SCREEN,
    note: str = "",
) -> Spec:
    """Stages from left to right; loops above them, the wider ones higher. note: safe for plotly."""
    ordered = sorted(loops, key=lambda loop: (abs(loop.start - loop.end), loop.start))
    rows = _Rows(stops, len(ordered), size, note)
    return {
        "data": [
            _circles(stops, rows, colours, size),
            *_gates(stops, rows, colours, size),
            *([_arrows(ordered, rows, colours, size)] if ordered else []),
        ],
        "layout": {
            "height": rows.height,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
            "xaxis": {**BARE_AXIS, "range": [-0.5, _right(stops, size)], "showticklabels": False},
            "yaxis": {**BARE_AXIS, "range": [rows.height, 0], "showticklabels": False},
            "shapes": [
                *_ways(stops, rows, colours, size),
                *_bars(stops, rows, colours, size),
                *(_curve(loop, level, rows, colours, size) for level, loop in enumerate(ordered)),
            ],
            "annotations": [
                *(text for place, stop in enumerate(stops) for text in _words(stop, place, rows, colours, size)),
                *(_loop_words(loop, level, rows, colours, size) for level, loop in enumerate(ordered)),
                *note_under(note, left=-6, down=-note_height(note, size) + 6, colours=colours, size=size),
            ],
            **base_layout(colours, size),
        },
    }


class _Rows:
    """At which height, in pixels from the top, everything stands; letters of a column."""

    def __init__(self, stops: Sequence[Stop], loops: int, size: Size, note: str) -> None:
        font = size.font
        self.room = max(int(size.width / max(len(stops), 1) / size.letter) - 2, 8)
        self.small_room = max(int(size.width / max(len(stops), 1) / size.small_letter) - 2, 9)
        self.above = 8 + loops * LEVEL * font
        self.middle = self.above + font * CIRCLE / 2 + 4
        self.label = self.middle + font * CIRCLE / 2 + 5
        label_lines = max((lines_in(self.name(stop)) for stop in stops), default=1)
        self.state = self.label + label_lines * font * 1.3 + 2
        state_lines = max((lines_in(self.small(stop.words)) for stop in stops), default=1)
        self.bar = self.state + state_lines * size.small * 1.35 + 6
        self.share = self.bar + font * BAR + 3
        below = [sum(lines_in(self.small(line)) for line in stop.lines) for stop in stops]
        share_lines = max((lines_in(self.completed(stop)) for stop in stops), default=1)
        self.lines = self.share + share_lines * size.small * 1.35 + 1
        self.height = round(self.lines + max(below, default=0) * size.small * 1.35 + 6 + note_height(note, size))

    def name(self, stop: Stop) -> str:
        """The name of a stage within its column."""
        return wrapped(stop.label, room=self.room, lines=2)

    def completed(self, stop: Stop) -> str:
        """How far a stage has come within its column, whole on a phone, too."""
        return wrapped(stop.completed or "–", room=self.small_room, lines=4)

    def small(self, text: str) -> str:
        """A line of small letters within a column."""
        return wrapped(text, room=self.small_room, lines=2)


def _circles(stops: Sequence[Stop], rows: _Rows, colours: Palette, size: Size) -> Spec:
    fills = [_fill(stop, colours) for stop in stops]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": list(range(len(stops))),
        "y": [rows.middle] * len(stops),
        "text": [f"<b>{safe(stop.letter)}</b>" for stop in stops],
        "textposition": "middle center",
        "textfont": {"size": round(size.font * 1.25), "color": [ink_on(fill) for fill in fills]},
        "marker": {
            "symbol": "circle",
            "size": size.font * CIRCLE,
            "color": fills,
            "opacity": 1,
            "line": {
                "color": [colours.ink if stop.is_here else _edge(stop, colours) for stop in stops],
                "width": [size.font * (0.3 if stop.is_here else 0.12) for stop in stops],
            },
        },
        "hovertext": [stop.hover for stop in stops],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _fill(stop: Stop, colours: Palette) -> str:
    if stop.state is StageState.NOT_STARTED:
        return colours.background
    return colours.rose if stop.state is StageState.DONE else colours.scale[3]


def _edge(stop: Stop, colours: Palette) -> str:
    return colours.muted if stop.state is StageState.NOT_STARTED else colours.rose


def _right(stops: Sequence[Stop], size: Size) -> float:
    """Where the drawing ends: behind the last stage, with room for its gate where one is drawn there."""
    end = len(stops) - 0.5
    return end + GATE * size.font * len(stops) / size.width if stops and stops[-1].against else end


def _went(stops: Sequence[Stop]) -> frozenset[int]:
    """After which places partners went on: from a stage as far as the next one that they entered."""
    entered = [place for place, stop in enumerate(stops) if stop.state is not StageState.NOT_STARTED]
    ways = ((begin, end) for begin, end in pairwise(entered) if stops[begin].passed)
    return frozenset(place for begin, end in ways for place in range(begin, end))


def _ways(stops: Sequence[Stop], rows: _Rows, colours: Palette, size: Size) -> list[Spec]:
    """From stage to stage: strong where partners went, dotted where they did not."""
    went = _went(stops)
    return [
        {
            "type": "line",
            "layer": "below",
            "x0": place,
            "x1": place + 1,
            "y0": rows.middle,
            "y1": rows.middle,
            "line": {
                "color": colours.rose if place in went else colours.line,
                "width": size.font * (0.28 if place in went else 0.16),
                "dash": "solid" if place in went else "dot",
            },
        }
        for place in range(len(stops) - 1)
    ]


def _gates(stops: Sequence[Stop], rows: _Rows, colours: Palette, size: Size) -> list[Spec]:
    """A diamond where partners went on against the advice of a gate."""
    found = [(place, stop) for place, stop in enumerate(stops) if stop.against]
    if not found:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [place + 0.5 for place, _ in found],
            "y": [rows.middle] * len(found),
            "marker": {
                "symbol": "diamond",
                "size": size.font * 1.1,
                "color": colours.background,
                "opacity": 1,
                "line": {"color": colours.fell, "width": size.font * 0.2},
            },
            "hovertext": [
                f"Went on from {safe(stop.label)} against its gate's advice<br>"
                f"{wrapped(stop.against, room=56, lines=6)}"
                for _, stop in found
            ],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "cliponaxis": False,
        }
    ]


def _bars(stops: Sequence[Stop], rows: _Rows, colours: Palette, size: Size) -> list[Spec]:
    """The share completed, as a bar under the name of the stage."""
    found = []
    for place, stop in enumerate(stops):
        if stop.share is None:
            continue
        ends = (place - BAR_WIDE, place - BAR_WIDE + 2 * BAR_WIDE * min(max(stop.share, 0), 1), place + BAR_WIDE)
        for begin, end, fill in ((ends[0], ends[2], colours.neutral), (ends[0], ends[1], colours.rose)):
            found.append(
                {
                    "type": "rect",
                    "x0": begin,
                    "x1": end,
                    "y0": rows.bar,
                    "y1": rows.bar + size.font * BAR,
                    "fillcolor": fill,
                    "line": {"width": 0},
                }
            )
    return found


def _words(stop: Stop, place: int, rows: _Rows, colours: Palette, size: Size) -> list[Spec]:
    ink = colours.ink if stop.is_here else colours.muted
    words = f"<b>{rows.small(stop.words)}</b>" if stop.is_here else rows.small(stop.words)
    found = [
        _text(f"<b>{rows.name(stop)}</b>", place, rows.label, size.font, colours.ink),
        _text(words, place, rows.state, size.small, ink),
        _text(rows.completed(stop), place, rows.share, size.small, ink),
    ]
    down = rows.lines
    for line in stop.lines:
        text = rows.small(line)
        found.append(_text(text, place, down, size.small, colours.muted))
        down += lines_in(text) * size.small * 1.35
    return found


def _text(text: str, x: float, y: float, letter: int, ink: str) -> Spec:
    return {
        "text": text,
        "x": x,
        "y": y,
        "yanchor": "top",
        "xanchor": "center",
        "borderpad": 0,
        "showarrow": False,
        "font": {"size": letter, "color": ink},
    }


def _ends(loop: Loop) -> tuple[float, float]:
    return loop.start - ASIDE, loop.end + (ASIDE if loop.start != loop.end else -3 * ASIDE)


def _foot(rows: _Rows, size: Size) -> float:
    return rows.middle - size.font * CIRCLE / 2 - 3


def _height_of(level: int, rows: _Rows, size: Size) -> float:
    """Where the top of a loop is; the first level is the lowest."""
    return rows.above - (level * LEVEL + 1.3) * size.font


def _curve(loop: Loop, level: int, rows: _Rows, colours: Palette, size: Size) -> Spec:
    begin, end = _ends(loop)
    foot = _foot(rows, size)
    handle = foot - CONTROL * (foot - _height_of(level, rows, size))
    return {
        "type": "path",
        "path": f"M {begin:.3f},{foot:.1f} C {begin:.3f},{handle:.1f} {end:.3f},{handle:.1f} {end:.3f},{foot:.1f}",
        "line": {"color": colours.fell, "width": size.font * 0.15},
    }


def _arrows(loops: Sequence[Loop], rows: _Rows, colours: Palette, size: Size) -> Spec:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_ends(loop)[1] for loop in loops],
        "y": [_foot(rows, size) - size.font * 0.2] * len(loops),
        "marker": {"symbol": "triangle-down", "size": size.font * 0.8, "color": colours.fell, "opacity": 1},
        "hovertext": [f"{safe(loop.words)}<br>{wrapped(loop.why, room=56, lines=6)}" for loop in loops],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _loop_words(loop: Loop, level: int, rows: _Rows, colours: Palette, size: Size) -> Spec:
    span = abs(loop.start - loop.end) + 1.4
    text = shortened(loop.words, max(int(rows.small_room * span), 12))
    place = sum(_ends(loop)) / 2
    found = _text(safe(text), place, _height_of(level, rows, size), size.small, colours.fell)
    return {**found, "yanchor": "bottom", "yshift": 2}
