"""How answers spread over the scale, as diverging bars: disagreement to the left, agreement to the right."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from collab.charts.board import percent
from collab.charts.frame import BARE_AXIS, base_layout, note_height, note_under
from collab.charts.lines import Lines, name_axis, names_above, stand
from collab.charts.sizes import SCREEN, Size
from collab.charts.theme import Palette, colour_at, contrast, ink_on
from collab.charts.words import safe, shortened, wrapped
from collab.model import Sector

Spec = dict[str, Any]
BAR = 0.86
THICK = 0.8
NAME_LETTERS = 14
BETWEEN = "\u2003"
FAINT = 1.4


@dataclass(frozen=True)
class Spread:
    """One bar. counts: answers per level by rising score; () where hidden, and then why says so."""

    label: str
    name: str
    sector: Sector | None
    counts: tuple[int, ...]
    why: str = ""


@dataclass(frozen=True)
class _Bars:
    """Bars in pixels below the top. pixel: how much of the axis, which runs from begin to end, one pixel is."""

    spreads: tuple[Spread, ...]
    y: list[float]
    begin: float
    end: float
    pixel: float

    def drawn(self) -> list[tuple[float, Spread, tuple[float, ...]]]:
        """Place, bar and its shares 0..1; without those of which no counts are shown."""
        pairs = zip(self.y, self.spreads, strict=True)
        return [(y, spread, _shares(spread.counts)) for y, spread in pairs if sum(spread.counts)]


def diverging_bars(
    spreads: tuple[Spread, ...],
    levels: tuple[str, ...],
    *,
    colours: Palette,
    size: Size = SCREEN,
    note: str = "",
) -> Spec:
    """Bars from the top in their order; bars of one label stand together. levels: names by rising score."""
    groups = [list(group) for _, group in groupby(spreads, key=lambda spread: spread.label)]
    step = size.row * BAR
    lines = stand([group[0].label for group in groups], size, drawn=[(len(group) + 0.5) * step for group in groups])
    left, right = _left(spreads, size), 24 if size.label else 8
    bars = _laid_out(spreads, groups, lines, step, room=size.width - left - right)
    legend = _legend(levels, size.width - left - right, colours, size)
    top, bottom = round(size.small * (1.4 * (legend.count("<br>") + 1) + 1)), note_height(note, size)
    return {
        "data": [_level(bars, place, levels, colours, size) for place in range(len(levels))],
        "layout": {
            "barmode": "overlay",
            "height": round(top + bottom + lines.height),
            "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 6},
            "xaxis": {
                **BARE_AXIS,
                "range": [bars.begin, bars.end],
                "showticklabels": False,
                "zeroline": True,
                "zerolinecolor": colours.muted,
            },
            "yaxis": {
                **name_axis(lines, colours, size),
                "tickvals": bars.y,
                "ticktext": [_name(spread, colours) for spread in spreads],
                "showticklabels": True,
                "tickfont": {"size": size.small, "color": colours.ink},
            },
            "annotations": [
                *(_shifted(names_above(lines, colours, size), left) if lines.is_above else _names_beside(lines, size)),
                *_reasons(bars, colours, size),
                _above(legend, size),
                *note_under(note, left=left - 4, down=6, colours=colours, size=size),
            ],
            **base_layout(colours, size),
        },
    }


def _left(spreads: tuple[Spread, ...], size: Size) -> int:
    """Room for the names of the factors and of the bars."""
    named = any(spread.name for spread in spreads)
    return size.label + round(NAME_LETTERS * size.small_letter + 8) * named if named or size.label else 8


def _laid_out(
    spreads: tuple[Spread, ...], groups: list[list[Spread]], lines: Lines, step: float, *, room: float
) -> _Bars:
    """Bars in the middle of their lines; the axis is as long as the longest bars on either side ask for."""
    y = [
        middle + (place - (len(group) - 1) / 2) * step
        for middle, group in zip(lines.y, groups, strict=True)
        for place in range(len(group))
    ]
    shares = [_shares(spread.counts) for spread in spreads if sum(spread.counts)]
    begin = min((begins(each)[0] for each in shares), default=-1.0) - 0.02
    end = max((begins(each)[0] + 1 for each in shares), default=1.0) + 0.02
    return _Bars(spreads, y, begin, end, (end - begin) / max(room, 1))


def begins(shares: tuple[float, ...]) -> list[float]:
    """Where each level's bar begins, so that the middle of the scale stands at 0.

    shares: 0..1 per level, their sum 1. With an odd number of levels half of the middle one is on each side.
    """
    half = len(shares) // 2
    left = sum(shares[:half]) + (shares[half] / 2 if len(shares) % 2 else 0.0)
    return [sum(shares[:place]) - left for place in range(len(shares))]


def _level(bars: _Bars, level: int, levels: tuple[str, ...], colours: Palette, size: Size) -> Spec:
    fill = level_colour(level, len(levels), colours)
    drawn = bars.drawn()
    return {
        "type": "bar",
        "orientation": "h",
        "y": [y for y, _, _ in drawn],
        "base": [begins(shares)[level] for _, _, shares in drawn],
        "x": [shares[level] for _, _, shares in drawn],
        "width": size.row * BAR * THICK,
        "marker": {"color": fill, "line": {"color": _edge(fill, colours), "width": 1}},
        "text": [_printed(shares[level], bars.pixel, size) for _, _, shares in drawn],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": ink_on(fill), "size": size.small},
        "hovertext": [
            f"<b>{safe(spread.name)}</b><br>{wrapped(spread.label, room=60, lines=6)}<br>"
            f"{safe(levels[level])}: {spread.counts[level]:,} of {sum(spread.counts):,} ({percent(shares[level])})"
            for _, spread, shares in drawn
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _printed(share: float, pixel: float, size: Size) -> str:
    """The share in percent where its bar has room for it."""
    text = percent(share)
    return text if share / pixel > (len(text) + 0.5) * size.small * 0.56 else ""


def level_colour(level: int, levels: int, colours: Palette) -> str:
    """The colour of a level on the readiness scale."""
    return colour_at(colours, level / max(levels - 1, 1) * 0.9 + 0.05)


def _is_faint(fill: str, colours: Palette) -> bool:
    """Whether a fill can hardly be told from the page, as that of a neutral answer."""
    return contrast(fill, colours.background) < FAINT


def _edge(fill: str, colours: Palette) -> str:
    return colours.line if _is_faint(fill, colours) else colours.background


def _square(fill: str, colours: Palette) -> str:
    """A mark of this colour in a legend, hollow where it would not be seen."""
    ink, mark = (colours.muted, "□") if _is_faint(fill, colours) else (fill, "■")
    return f'<span style="color:{ink}">{mark}</span>'


def _shares(counts: tuple[int, ...]) -> tuple[float, ...]:
    return tuple(count / sum(counts) for count in counts)


def _name(spread: Spread, colours: Palette) -> str:
    text = safe(shortened(spread.name, NAME_LETTERS))
    return f'<span style="color:{colours.sector_text[spread.sector]}">{text}</span>'


def _names_beside(lines: Lines, size: Size) -> list[Spec]:
    """Each label once, at the middle of its bars, left of their names."""
    return [
        {
            "text": text,
            "xref": "paper",
            "x": 0,
            "xshift": -round(NAME_LETTERS * size.small_letter + 12),
            "y": y,
            "xanchor": "right",
            "align": "right",
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": size.font},
        }
        for text, y in zip(lines.names, lines.y, strict=True)
        if text
    ]


def _shifted(names: list[Spec], left: int) -> list[Spec]:
    """Names that stand above begin at the edge of the chart."""
    return [{**name, "xshift": 4 - left} for name in names]


def _reasons(bars: _Bars, colours: Palette, size: Size) -> list[Spec]:
    return [
        {
            "text": safe(spread.why),
            "x": 0,
            "y": y,
            "showarrow": False,
            "font": {"size": size.small, "color": colours.muted},
            "bgcolor": colours.background,
        }
        for y, spread in zip(bars.y, bars.spreads, strict=True)
        if not sum(spread.counts)
    ]


def _legend(levels: tuple[str, ...], room: float, colours: Palette, size: Size) -> str:
    """The levels with their colours, on as many lines as they need."""
    rows: list[list[int]] = [[]]
    for place in range(len(levels)):
        letters = sum(len(levels[each]) + 5 for each in (*rows[-1], place))
        if rows[-1] and letters * size.small_letter > room:
            rows.append([])
        rows[-1].append(place)
    entry = [
        f"{_square(level_colour(place, len(levels), colours), colours)} {safe(level)}"
        for place, level in enumerate(levels)
    ]
    return "<br>".join(f" {BETWEEN}".join(entry[place] for place in row) for row in rows)


def _above(legend: str, size: Size) -> Spec:
    return {
        "text": legend,
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 1,
        "yshift": 4,
        "xanchor": "center",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": size.small},
    }
