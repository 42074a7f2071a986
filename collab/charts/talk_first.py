"""What to talk about first: for each factor how need, gap and split add up, as bars; as a plotly figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from collab.charts.frame import BARE_AXIS, base_layout, note_under
from collab.charts.sizes import SCREEN, Size
from collab.charts.theme import Palette, ink_on
from collab.charts.words import safe, wrapped
from collab.scoring import shown

Spec = dict[str, Any]
PARTS = ("need", "gap", "split")
SAYS = {"need": "Need (low score)", "gap": "Gap between the sectors", "split": "Split (little agreement)"}
NARROW = 560
_ON_LIGHT = {"need": "#A6611A", "gap": "#5B4B8A", "split": "#9AA3AD"}
_ON_DARK = {"need": "#D69A52", "gap": "#A596DB", "split": "#6D7680"}


@dataclass(frozen=True)
class Bar:
    """One factor. parts: need, gap, split in 0..1, None where missing; total: mean of those there are."""

    label: str
    total: float
    parts: tuple[float | None, float | None, float | None]


def talk_first(bars: tuple[Bar, ...], *, colours: Palette, size: Size = SCREEN, note: str = "") -> Spec:
    """Bars from the top in their order; the parts of a bar add up to its total."""
    top, bottom = round(size.font * 2.6), round(size.small * 2.2) + 8
    longest = max((bar.total for bar in bars), default=1.0)
    return {
        "data": [_part(bars, place, colours, size) for place in range(len(PARTS))],
        "layout": {
            "barmode": "overlay",
            "height": round(top + bottom + max(len(bars), 1) * size.row_in(len(bars), above=top, below=bottom + 6) + 6),
            "margin": {"l": size.label + 34, "r": 8, "t": top, "b": bottom, "pad": 6},
            "xaxis": {
                **BARE_AXIS,
                "range": [0, max(longest * _room_for_totals(size), 0.2)],
                "showticklabels": False,
            },
            "yaxis": {
                **BARE_AXIS,
                "range": [len(bars) - 0.45, -0.55],
                "tickvals": list(range(len(bars))),
                "ticktext": [
                    wrapped(bar.label, room=int((size.label + 20) / size.letter), lines=size.label_lines)
                    for bar in bars
                ],
                "tickfont": {"size": size.font, "color": colours.ink},
                "automargin": False,
            },
            "annotations": [
                *_totals(bars, size),
                _legend(colours, size),
                *note_under(note, left=size.label + 30, down=6, colours=colours, size=size),
            ],
            **base_layout(colours, size),
        },
    }


def _room_for_totals(size: Size) -> float:
    """By how much the axis is longer than the longest bar, so that its total stands beside it."""
    drawn = size.width - size.label - 42
    return drawn / max(drawn - size.font * 4, 1)


def lengths(bar: Bar) -> tuple[float, float, float]:
    """How long each part is drawn, so that they add up to the total: its value over the number of parts there are."""
    known = sum(part is not None for part in bar.parts) or 1
    need, gap, split = ((part or 0.0) / known for part in bar.parts)
    return need, gap, split


def _part(bars: tuple[Bar, ...], place: int, colours: Palette, size: Size) -> Spec:
    fill = _fills(colours)[PARTS[place]]
    drawn = [lengths(bar) for bar in bars]
    return {
        "type": "bar",
        "orientation": "h",
        "name": SAYS[PARTS[place]],
        "y": list(range(len(bars))),
        "base": [sum(parts[:place]) for parts in drawn],
        "x": [parts[place] for parts in drawn],
        "width": 0.62,
        "marker": {"color": fill, "line": {"color": colours.background, "width": 1}},
        "text": [
            shown(bar.parts[place], 2) if bar.parts[place] and parts[place] > 0.035 * size.font / 13 else ""
            for bar, parts in zip(bars, drawn, strict=True)
        ],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": ink_on(fill), "size": size.small},
        "hovertext": [f"<b>{safe(bar.label)}</b><br>{SAYS[PARTS[place]]}: {_said(bar.parts[place])}" for bar in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _fills(colours: Palette) -> dict[str, str]:
    return _ON_LIGHT if ink_on(colours.background) != "#FFFFFF" else _ON_DARK


def _said(part: float | None) -> str:
    return "not known, left out" if part is None else shown(part, 2)


def _totals(bars: tuple[Bar, ...], size: Size) -> list[Spec]:
    return [
        {
            "text": f"<b>{shown(bar.total, 2)}</b>" + (" *" if None in bar.parts else ""),
            "x": bar.total,
            "y": place,
            "xanchor": "left",
            "xshift": 6,
            "showarrow": False,
            "font": {"size": size.font},
        }
        for place, bar in enumerate(bars)
    ]


def _legend(colours: Palette, size: Size) -> Spec:
    fills = _fills(colours)
    says = SAYS if size.width >= NARROW else {part: part.capitalize() for part in PARTS}
    text = " \u2003".join(f'<span style="color:{fills[part]}">■</span> {says[part]}' for part in PARTS)
    return {
        "text": text,
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "yshift": 4,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": size.small},
    }
