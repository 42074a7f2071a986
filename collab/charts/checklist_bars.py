"""How checklist items stand, as stacked bars of statuses with their numbers in them; as a plotly figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from collab.charts.checklist import Look, StatusBar
from collab.charts.frame import BARE_AXIS, base_layout, legend_lines, note_height, note_under
from collab.charts.lines import Lines, left_margin, name_axis, names_above, stand
from collab.charts.scale import in_ink
from collab.charts.sizes import SCREEN, Size
from collab.charts.theme import Palette
from collab.charts.words import safe, wrapped

Spec = dict[str, Any]
THICK = 0.68
FIGURE_LETTERS = 5.2
LEGEND_LINE = 1.55


def status_bars(
    bars: Sequence[StatusBar],
    found: Mapping[str, Look],
    *,
    colours: Palette,
    size: Size = SCREEN,
    head: str = "Stands at",
    note: str = "",
) -> Spec:
    """Bars from the top in their order, each as long as all its items, its parts in the order of the looks.

    head: what the figures at the right are. note: safe for plotly.
    """
    shown = [look for look in found.values() if any(bar.shares.get(look.key) for bar in bars)]
    legend = legend_lines([(look.label, _mark(look)) for look in shown], room=size.width - size.font, size=size)
    top = round(size.font * LEGEND_LINE * len(legend) + size.font * 1.7)
    bottom = note_height(note, size)
    lines = stand([bar.label for bar in bars], size, room=max(size.height - top - bottom, 0) if size.height else 0)
    right = round(size.font * FIGURE_LETTERS)
    room = size.width - left_margin(size) - right
    return {
        "data": [_parts(look, bars, lines, room, size) for look in shown],
        "layout": {
            "height": round(top + bottom + lines.height),
            "margin": {"l": left_margin(size), "r": right, "t": top, "b": bottom, "pad": 6},
            "barmode": "stack",
            "xaxis": {**BARE_AXIS, "range": [0, 1], "showticklabels": False},
            "yaxis": _names(bars, lines, colours, size),
            "annotations": [
                *names_above(lines, colours, size),
                *_legend(legend, top, size),
                _beside(head, 1, colours, size, shift=round(size.small * 0.4), yref="paper", small=True),
                *(
                    _beside(f"<b>{safe(bar.figure)}</b>", y, colours, size)
                    for y, bar in zip(lines.y, bars, strict=True)
                ),
                *note_under(note, left=left_margin(size) - 4, down=6, colours=colours, size=size),
            ],
            **base_layout(colours, size),
        },
    }


def _parts(look: Look, bars: Sequence[StatusBar], lines: Lines, room: float, size: Size) -> Spec:
    texts = [_text(look, bar, room, size) for bar in bars]
    return {
        "type": "bar",
        "orientation": "h",
        "name": safe(look.label),
        "x": [bar.shares.get(look.key, 0.0) for bar in bars],
        "y": lines.y,
        "width": [height * THICK for height in lines.heights],
        "text": texts,
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "textfont": {"size": size.font, "color": look.ink},
        "marker": {
            "color": look.fill,
            "line": {"color": look.line, "width": 1},
            "pattern": {"shape": look.pattern, "fgcolor": look.line, "size": 7, "solidity": 0.25},
        },
        "hovertext": [
            f"<b>{safe(bar.label)}</b><br>{safe(look.label)}: {safe(bar.counts.get(look.key, ''))}<br>{safe(bar.hover)}"
            for bar in bars
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _text(look: Look, bar: StatusBar, room: float, size: Size) -> str:
    """The number with its status, the number alone, or nothing: what fits into this part."""
    wide = bar.shares.get(look.key, 0.0) * room - size.font
    number = bar.counts.get(look.key, "")
    whole = f"{number} {look.label.lower()}"
    for text in (whole, number):
        if len(text) * size.letter * 1.08 <= wide:
            return safe(text)
    return ""


def _names(bars: Sequence[StatusBar], lines: Lines, colours: Palette, size: Size) -> Spec:
    axis = name_axis(lines, colours, size)
    axis["ticktext"] = [
        in_ink(name, colours.sector_text[bar.sector]) if bar.sector else name
        for name, bar in zip(lines.names, bars, strict=True)
    ]
    return axis


def _mark(look: Look) -> str:
    sign = "▨" if look.pattern else "□" if look.symbol.endswith("ns-open") else "■"
    return f"{in_ink(sign, look.line if sign != '■' else look.fill)} {safe(look.label)}"


def _legend(rows: Sequence[str], top: int, size: Size) -> list[Spec]:
    return [
        {
            "text": text,
            "xref": "paper",
            "x": 0,
            "xshift": 4 - left_margin(size),
            "y": 1,
            "yref": "paper",
            "yshift": top - round(size.font * LEGEND_LINE * place) - 2,
            "xanchor": "left",
            "yanchor": "top",
            "borderpad": 0,
            "showarrow": False,
            "font": {"size": size.font},
        }
        for place, text in enumerate(rows)
    ]


def _beside(
    text: str, y: float, colours: Palette, size: Size, *, shift: int = 0, yref: str = "y", small: bool = False
) -> Spec:
    return {
        "text": wrapped(text, room=40, lines=1) if small else text,
        "x": 1,
        "xref": "paper",
        "xshift": round(size.font * FIGURE_LETTERS) - 4,
        "xanchor": "right",
        "y": y,
        "yref": yref,
        "yshift": shift,
        "yanchor": "bottom" if yref == "paper" else "middle",
        "borderpad": 0,
        "showarrow": False,
        "font": {
            "size": size.small if small else size.font,
            "color": colours.muted if small else colours.ink,
        },
    }
