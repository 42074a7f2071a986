"""What to talk about first: for each factor a bar as long as the mean of need, gap and split; as a plotly figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from collab.charts.frame import BARE_AXIS, base_layout, note_height, note_under
from collab.charts.lines import Lines, left_margin, name_axis, names_above, stand
from collab.charts.sizes import SCREEN, Size
from collab.charts.theme import Palette, faded, ink_on
from collab.charts.words import wrapped
from collab.scoring import shown

Spec = dict[str, Any]
PARTS = ("need", "gap", "split")
SAYS = {"need": "Need (low score)", "gap": "Gap between the sectors", "split": "Split (little agreement)"}
NARROW = 560
RIGHT_MARGIN = 8
THICK = 0.62
_ON_LIGHT = {"need": "#A6611A", "gap": "#5B4B8A", "split": "#9AA3AD"}
_ON_DARK = {"need": "#D69A52", "gap": "#A596DB", "split": "#6D7680"}


@dataclass(frozen=True)
class Bar:
    """One factor. parts: need, gap, split in 0..1, None where missing; total: mean of those there are."""

    label: str
    total: float
    parts: tuple[float | None, float | None, float | None]


def known_parts(bars: tuple[Bar, ...]) -> tuple[str, ...]:
    """The parts that at least one bar has."""
    return tuple(part for place, part in enumerate(PARTS) if any(bar.parts[place] is not None for bar in bars))


def lengths(bar: Bar) -> tuple[float, float, float]:
    """How long each part is drawn, so that they add up to the total: its value over the number of parts there are."""
    known = sum(part is not None for part in bar.parts) or 1
    need, gap, split = ((part or 0.0) / known for part in bar.parts)
    return need, gap, split


def talk_first(bars: tuple[Bar, ...], *, colours: Palette, size: Size = SCREEN, note: str = "") -> Spec:
    """Bars from the top in their order, names whole; a bar is as long as its number, and its parts stand at the right.

    note: safe for plotly, its lines parted by <br>.
    """
    top, bottom = round(size.font * 3.2), note_height(note, size)
    lines = stand([bar.label for bar in bars], size, room=max(size.height - top - bottom, 0) if size.height else 0)
    parts = known_parts(bars)
    columns = _columns(bars, parts, size)
    return {
        "data": [_part(bars, lines, part, colours, size) for part in parts],
        "layout": {
            "barmode": "overlay",
            "height": round(top + bottom + lines.height),
            "margin": {"l": left_margin(size), "r": RIGHT_MARGIN, "t": top, "b": bottom, "pad": 6},
            "xaxis": _axis(bars, columns, size),
            "yaxis": name_axis(lines, colours, size),
            "shapes": [_bottom_line(lines, colours)],
            "annotations": [
                *names_above(lines, colours, size),
                *_totals(bars, lines, size),
                *_beside(bars, lines, columns, colours, size),
                _legend(parts, columns, colours, size),
                *_heads(columns, colours, size),
                *note_under(note, left=left_margin(size) - 4, down=6, colours=colours, size=size),
            ],
            **base_layout(colours, size),
        },
    }


def _longest(bars: tuple[Bar, ...]) -> float:
    return max(max((bar.total for bar in bars), default=1.0), 0.05)


def _column_px(size: Size) -> float:
    return size.font * 4.0


def _unit(bars: tuple[Bar, ...], columns: int, size: Size) -> float:
    """How much of the scale one pixel is, where the total stands beside the longest bar."""
    room = size.width - left_margin(size) - RIGHT_MARGIN - size.font * 3.6 - columns * _column_px(size)
    return _longest(bars) / max(room, size.font)


def _columns(bars: tuple[Bar, ...], parts: tuple[str, ...], size: Size) -> dict[str, float]:
    """Where the parts stand as figures, right of the bars; nowhere on a phone, and where the number is the part."""
    if size.width < NARROW or len(parts) < 2:
        return {}
    unit = _unit(bars, len(parts), size)
    first = _longest(bars) + size.font * 3.6 * unit
    return {part: first + (place + 0.5) * _column_px(size) * unit for place, part in enumerate(parts)}


def _axis(bars: tuple[Bar, ...], columns: dict[str, float], size: Size) -> Spec:
    unit = _unit(bars, len(columns), size)
    beside = (size.font * 3.6 + len(columns) * _column_px(size)) * unit
    return {**BARE_AXIS, "range": [0, _longest(bars) + beside], "showticklabels": False}


def _bottom_line(lines: Lines, colours: Palette) -> Spec:
    """Where the bars begin: at 0."""
    line = {"color": faded(colours.muted, 0.6), "width": 1}
    return {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": lines.height, "layer": "above", "line": line}


def _part(bars: tuple[Bar, ...], lines: Lines, part: str, colours: Palette, size: Size) -> Spec:
    place = PARTS.index(part)
    drawn = [lengths(bar) for bar in bars]
    return {
        "type": "bar",
        "orientation": "h",
        "name": SAYS[part],
        "y": lines.y,
        "base": [sum(parts[:place]) for parts in drawn],
        "x": [parts[place] for parts in drawn],
        "width": [min(height, size.font * 3.2) * THICK for height in lines.heights],
        "marker": {"color": fills(colours)[part], "line": {"color": colours.background, "width": 1}},
        "hovertext": [
            f"<b>{wrapped(bar.label, room=60, lines=6)}</b><br>{SAYS[part]}: {_said(bar.parts[place])}" for bar in bars
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def fills(colours: Palette) -> dict[str, str]:
    """The colour of each part on this background."""
    return _ON_LIGHT if ink_on(colours.background) != "#FFFFFF" else _ON_DARK


def _said(part: float | None) -> str:
    return "not known, left out" if part is None else shown(part, 2)


def _totals(bars: tuple[Bar, ...], lines: Lines, size: Size) -> list[Spec]:
    return [
        _text(f"<b>{shown(bar.total, 2)}</b>", bar.total, y, size.font, xanchor="left", xshift=6)
        for bar, y in zip(bars, lines.y, strict=True)
    ]


def _beside(bars: tuple[Bar, ...], lines: Lines, columns: dict[str, float], colours: Palette, size: Size) -> list[Spec]:
    return [
        _text(_figure(bar.parts[PARTS.index(part)]), x, y, size.font, font={"size": size.font, "color": colours.ink})
        for bar, y in zip(bars, lines.y, strict=True)
        for part, x in columns.items()
    ]


def _figure(part: float | None) -> str:
    return "–" if part is None else shown(part, 2)


def _legend(parts: tuple[str, ...], columns: dict[str, float], colours: Palette, size: Size) -> Spec:
    """What the colours mean; where the heads of the columns say that, what the bars are."""
    entries = [f"{_square(part, colours)} {_name(part, size)}" for part in parts]
    text = f"Bar: mean of {joined(parts)}" if columns else " \u2003".join(entries)
    return _above(text, 0, size.small, xref="x", xanchor="left")


def joined(parts: tuple[str, ...]) -> str:
    """Parts in a row: "need, gap and split"."""
    return " and ".join(each for each in (", ".join(parts[:-1]), *parts[-1:]) if each)


def _name(part: str, size: Size) -> str:
    return SAYS[part] if size.width >= NARROW else part.capitalize()


def _heads(columns: dict[str, float], colours: Palette, size: Size) -> list[Spec]:
    return [
        _above(f"{_square(part, colours)} {part.capitalize()}", x, size.small, xref="x", xanchor="center")
        for part, x in columns.items()
    ]


def _square(part: str, colours: Palette) -> str:
    return f'<span style="color:{fills(colours)[part]}">■</span>'


def _above(text: str, x: float, font: int, **where: object) -> Spec:
    return {
        "text": text,
        "x": x,
        "y": 1,
        "yref": "paper",
        "yshift": 4,
        "yanchor": "bottom",
        "borderpad": 0,
        "showarrow": False,
        "font": {"size": font},
        **where,
    }


def _text(text: str, x: float, y: float, size: int, **more: object) -> Spec:
    return {"text": text, "x": x, "y": y, "showarrow": False, "borderpad": 0, "font": {"size": size}, **more}
