"""How answers spread over the scale, as diverging bars: disagreement to the left, agreement to the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from collab.charts.board import percent
from collab.charts.frame import BARE_AXIS, base_layout, note_under
from collab.charts.sizes import SCREEN, Size
from collab.charts.theme import Palette, colour_at, ink_on
from collab.charts.words import safe, shortened, wrapped
from collab.model import Sector

Spec = dict[str, Any]
LEAST_LABELLED = 0.07


@dataclass(frozen=True)
class Spread:
    """One bar. counts: answers per level by rising score; () where hidden, and then why says so."""

    label: str
    name: str
    sector: Sector | None
    counts: tuple[int, ...]
    why: str = ""


def diverging_bars(
    spreads: tuple[Spread, ...],
    levels: tuple[str, ...],
    *,
    colours: Palette,
    size: Size = SCREEN,
    note: str = "",
) -> Spec:
    """Bars from the top in their order; bars of one label stand together. levels: names by rising score."""
    y = _places(spreads)
    top, bottom = round(size.font * 2.6), round(size.small * 2.2) + 8
    return {
        "data": [_level(spreads, y, place, levels, colours, size) for place in range(len(levels))],
        "layout": {
            "barmode": "overlay",
            "height": round(top + bottom + (y[-1] + 1) * size.row * 0.86),
            "margin": {
                "l": size.label + 84 if size.label else 8,
                "r": 24 if size.label else 8,
                "t": top,
                "b": bottom,
                "pad": 6,
            },
            "xaxis": {
                **BARE_AXIS,
                "range": [-1.02, 1.02],
                "showticklabels": False,
                "zeroline": True,
                "zerolinecolor": colours.muted,
            },
            "yaxis": {
                **BARE_AXIS,
                "range": [y[-1] + 0.6, -0.6],
                "tickvals": y,
                "ticktext": [_name(spread, colours) for spread in spreads],
                "tickfont": {"size": size.small, "color": colours.ink},
                "automargin": False,
            },
            "annotations": [
                *_labels(spreads, y, size),
                *_reasons(spreads, y, colours, size),
                *_legend(levels, colours, size),
                *note_under(note, left=size.label + 78, down=6, colours=colours, size=size),
            ],
            **base_layout(colours, size),
        },
    }


def _places(spreads: tuple[Spread, ...]) -> list[float]:
    places: list[float] = []
    for place, spread in enumerate(spreads):
        step = 0.0 if not place else (1.0 if spread.label == spreads[place - 1].label else 1.5)
        places.append((places[-1] if places else 0.0) + step)
    return places


def begins(shares: tuple[float, ...]) -> list[float]:
    """Where each level's bar begins, so that the middle of the scale stands at 0.

    shares: 0..1 per level, their sum 1. With an odd number of levels half of the middle one is on each side.
    """
    half = len(shares) // 2
    left = sum(shares[:half]) + (shares[half] / 2 if len(shares) % 2 else 0.0)
    return [sum(shares[:place]) - left for place in range(len(shares))]


def _level(
    spreads: tuple[Spread, ...], y: list[float], level: int, levels: tuple[str, ...], colours: Palette, size: Size
) -> Spec:
    fill = level_colour(level, len(levels), colours)
    drawn = [(place, spread, _shares(spread.counts)) for place, spread in enumerate(spreads) if sum(spread.counts)]
    return {
        "type": "bar",
        "orientation": "h",
        "y": [y[place] for place, _, _ in drawn],
        "base": [begins(shares)[level] for _, _, shares in drawn],
        "x": [shares[level] for _, _, shares in drawn],
        "width": 0.8,
        "marker": {"color": fill, "line": {"color": colours.background, "width": 1}},
        "text": [percent(shares[level]) if shares[level] >= LEAST_LABELLED else "" for _, _, shares in drawn],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": ink_on(fill), "size": size.small},
        "hovertext": [
            f"<b>{safe(spread.name)}</b><br>{wrapped(spread.label, room=60, lines=2)}<br>"
            f"{safe(levels[level])}: {spread.counts[level]:,} of {sum(spread.counts):,} ({percent(shares[level])})"
            for _, spread, shares in drawn
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def level_colour(level: int, levels: int, colours: Palette) -> str:
    """The colour of a level on the readiness scale."""
    return colour_at(colours, level / max(levels - 1, 1) * 0.9 + 0.05)


def _shares(counts: tuple[int, ...]) -> tuple[float, ...]:
    return tuple(count / sum(counts) for count in counts)


def _name(spread: Spread, colours: Palette) -> str:
    return f'<span style="color:{colours.sector_text[spread.sector]}">{safe(shortened(spread.name, 14))}</span>'


def _labels(spreads: tuple[Spread, ...], y: list[float], size: Size) -> list[Spec]:
    """Each label once, at the middle of its bars."""
    by_label: dict[str, list[float]] = {}
    for place, spread in zip(y, spreads, strict=True):
        by_label.setdefault(spread.label, []).append(place)
    return [
        {
            "text": wrapped(label, room=int(size.label / size.letter), lines=2),
            "xref": "paper",
            "x": 0,
            "xshift": -88 * size.small / 11,
            "y": sum(places) / len(places),
            "xanchor": "right",
            "align": "right",
            "showarrow": False,
            "font": {"size": size.font},
        }
        for label, places in by_label.items()
        if label
    ]


def _reasons(spreads: tuple[Spread, ...], y: list[float], colours: Palette, size: Size) -> list[Spec]:
    return [
        {
            "text": safe(spread.why),
            "x": 0,
            "y": place,
            "showarrow": False,
            "font": {"size": size.small, "color": colours.muted},
            "bgcolor": colours.background,
        }
        for place, spread in zip(y, spreads, strict=True)
        if not sum(spread.counts)
    ]


def _legend(levels: tuple[str, ...], colours: Palette, size: Size) -> list[Spec]:
    parts = [
        f'<span style="color:{level_colour(place, len(levels), colours)}">■</span> {safe(level)}'
        for place, level in enumerate(levels)
    ]
    return [
        {
            "text": " \u2003".join(parts),
            "xref": "paper",
            "yref": "paper",
            "x": 0.5,
            "xshift": -(size.label + 60) / 2 if size.label else 0,
            "y": 1,
            "yshift": 4,
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": size.small},
        }
    ]
