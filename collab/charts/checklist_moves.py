"""How the phases of a checklist moved from review to review, by date, each named at its end; as a plotly figure."""

from __future__ import annotations

from typing import Any

from collab.charts.checklist import PhasePath, PhasePaths, path_inks
from collab.charts.frame import BARE_AXIS, base_layout, note_height, note_under
from collab.charts.sizes import SCREEN, Size
from collab.charts.theme import Palette, faded
from collab.charts.words import lines_in, safe, wrapped
from collab.scoring.progress import percent_done

Spec = dict[str, Any]
DASHES = ("solid", "dash", "dot", "dashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up")
HIGH = 300
LINE = 1.32


def phase_moves(found: PhasePaths, *, colours: Palette, size: Size = SCREEN, note: str = "") -> Spec:
    """A line for each phase, its name and latest figure at the right. note: safe for plotly."""
    top, bottom = round(size.font * 1.2), note_height(note, size) + round(size.font * 2.2)
    left, right = round(size.small * 3.6), _right(size)
    high = (size.height or HIGH + top + bottom) - top - bottom
    days = [each.isoformat() for each in found.dates]
    return {
        "data": [_line(found, place, colours, size) for place in range(len(found.paths))],
        "layout": {
            "height": round(high + top + bottom),
            "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 6},
            "xaxis": _dates(days, colours, size),
            "yaxis": _shares(colours, size),
            "shapes": [_done(found.done_at, colours)],
            "annotations": [
                _done_label(found.done_at, colours, size),
                *_ends(found, high, right, colours, size),
                *note_under(note, left=left - 4, down=round(size.font * 2.2) + 6, colours=colours, size=size),
            ],
            **base_layout(colours, size),
        },
    }


def _right(size: Size) -> int:
    """What the names at the ends of the lines take."""
    return round(min(size.font * 13, size.width * 0.34))


def _dates(days: list[str], colours: Palette, size: Size) -> Spec:
    return {
        **BARE_AXIS,
        "type": "date",
        "tickformat": "%b %Y",
        "nticks": max(int(size.width / size.font / 12), 3),
        "tickfont": {"size": size.small, "color": colours.muted},
        "showline": True,
        "linecolor": colours.line,
    }


def _shares(colours: Palette, size: Size) -> Spec:
    return {
        **BARE_AXIS,
        "range": [-0.04, 1.06],
        "tickvals": [0, 0.25, 0.5, 0.75, 1],
        "ticktext": ["0%", "25%", "50%", "75%", "100%"],
        "tickfont": {"size": size.small, "color": colours.muted},
        "showgrid": True,
        "gridcolor": faded(colours.line, 0.45),
    }


def _line(found: PhasePaths, place: int, colours: Palette, size: Size) -> Spec:
    path, ink = found.paths[place], path_inks(colours)[place % len(DASHES)]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": safe(path.label),
        "x": [each.isoformat() for each in found.dates],
        "y": list(path.values),
        "connectgaps": True,
        "line": {"color": ink, "width": size.font * 0.16, "dash": DASHES[place % len(DASHES)]},
        "marker": {"color": ink, "size": size.font * 0.62, "symbol": SYMBOLS[place % len(SYMBOLS)]},
        "hovertext": [
            f"<b>{safe(path.label)}</b> {percent(value)}<br>{day.day} {day:%b %Y}"
            for day, value in zip(found.dates, path.values, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def percent(value: float | None) -> str:
    """A share as it is printed; a dash where there is none."""
    return "–" if value is None else percent_done(value)


def _done(done_at: float, colours: Palette) -> Spec:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": done_at,
        "y1": done_at,
        "layer": "below",
        "line": {"color": colours.muted, "width": 1, "dash": "4px,4px"},
    }


def _done_label(done_at: float, colours: Palette, size: Size) -> Spec:
    return {
        "text": f"done from {percent(done_at)}",
        "xref": "paper",
        "x": 0,
        "y": done_at,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": size.small, "color": colours.muted},
    }


def _ends(found: PhasePaths, high: float, right: int, colours: Palette, size: Size) -> list[Spec]:
    """The names at the right, pushed apart where lines end close to one another."""
    inks = path_inks(colours)
    ends = [(place, path, _latest(path)) for place, path in enumerate(found.paths)]
    known = sorted(((value, place, path) for place, path, value in ends if value is not None), key=lambda e: -e[0])
    room = max(int((right - size.font) / size.letter) - 1, 6)
    texts = [wrapped(f"{path.label} {percent(value)}", room=room, lines=3) for value, _, path in known]
    least = [lines_in(text) * size.font * LINE / high * 1.1 for text in texts]
    return [
        {
            "text": f"<b>{text}</b>",
            "xref": "paper",
            "x": 1,
            "xshift": round(size.font * 0.7),
            "y": y,
            "xanchor": "left",
            "yanchor": "middle",
            "align": "left",
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": size.font, "color": inks[place % len(inks)]},
        }
        for y, text, (_, place, _path) in zip(_apart([e[0] for e in known], least), texts, known, strict=True)
    ]


def _latest(path: PhasePath) -> float | None:
    return next((value for value in reversed(path.values) if value is not None), None)


def _apart(wanted: list[float], least: list[float]) -> list[float]:
    """Places from the top down, each at least as far below the one above as both names are high."""
    placed: list[float] = []
    for value, need in zip(wanted, least, strict=True):
        above = placed[-1] - (need + least[len(placed) - 1]) / 2 if placed else value
        placed.append(min(value, above))
    spare = placed[-1] - least[-1] / 2 + 0.04 if placed else 0.0
    return [each - min(spare, 0.0) for each in placed]
