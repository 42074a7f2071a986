"""The axis of a comparison and the columns of figures right of it, in the units of the axis, with their heads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from collab.charts.frame import BARE_AXIS
from collab.charts.lines import left_margin
from collab.charts.sizes import Size
from collab.charts.theme import Palette, faded

Spec = dict[str, Any]
RIGHT_MARGIN = 8
MOST_TICKS = 11


@dataclass(frozen=True)
class Scale:
    """An axis from low to high, with what stands at which place."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    @property
    def span(self) -> float:
        """How long the axis is."""
        return self.high - self.low


SHARES = Scale(0.0, 1.0, tuple((place / 4, f"{place * 25}%") for place in range(5)))
AGREEMENT = Scale(-1.0, 1.0, ((-1.0, "-1 split in two"), (0.0, "0 spread evenly"), (1.0, "+1 all alike")))


def of_scores(scores: Sequence[int]) -> Scale:
    """The scale of an instrument: a tick at each score, or at the ends and some between where there are many."""
    low, high = scores[0], scores[-1]
    step = max(-(-(high - low) // (MOST_TICKS - 1)), 1)
    return Scale(float(low), float(high), tuple((float(tick), str(tick)) for tick in range(low, high + 1, step)))


@dataclass(frozen=True)
class Column:
    """Figures beside the axis. under: what stands below its head, in small letters. least: its width, in font sizes."""

    name: str
    head: str
    under: str = ""
    least: float = 6.2

    def width(self, size: Size) -> float:
        """Pixels, so that neither its figures nor its head touch those beside."""
        return max(size.font * self.least, len(self.under) * size.small_letter + size.font)


@dataclass(frozen=True)
class Axis:
    """Where the scale ends and the columns stand, all in the scale's units. centres: by the name of the column."""

    scale: Scale
    begin: float
    end: float
    centres: dict[str, float]

    def drawn(self, colours: Palette, size: Size) -> Spec:
        """The axis as plotly takes it, its ticks above."""
        return {
            **BARE_AXIS,
            "range": [self.begin, self.end],
            "tickvals": [place for place, _ in self.scale.ticks],
            "ticktext": [text for _, text in self.scale.ticks],
            "tickfont": {"size": size.small, "color": colours.muted},
            "side": "top",
            "showgrid": True,
            "gridcolor": faded(colours.line, 0.5),
        }


def axis_of(scale: Scale, columns: Sequence[Column], size: Size, *, letters: int) -> Axis:
    """Lay out a scale and its columns. letters: of the longest figure, which may stand outside a dot at either end."""
    outside = size.font * (0.95 + 0.55 * letters)
    widths = [column.width(size) for column in columns]
    room = size.width - left_margin(size) - RIGHT_MARGIN - 2 * outside - sum(widths)
    unit = scale.span / max(room, size.font)
    places = [outside + sum(widths[:place]) + width / 2 for place, width in enumerate(widths)]
    return Axis(
        scale=scale,
        begin=scale.low - outside * unit,
        end=scale.high + (outside + sum(widths)) * unit,
        centres={column.name: scale.high + place * unit for column, place in zip(columns, places, strict=True)},
    )


def column_heads(
    columns: Sequence[Column], axis: Axis, colours: Palette, size: Size, *, inks: Mapping[str, str] | None = None
) -> list[Spec]:
    """What stands above the columns; columns of one head share it. inks: the colour of what stands below a head."""
    inks, up, heads = inks or {}, head_height(size), []
    for text in dict.fromkeys(column.head for column in columns):
        places = [axis.centres[column.name] for column in columns if column.head == text]
        heads.append(head(f"<b>{text}</b>", sum(places) / len(places), up, size.font))
    for column in columns:
        if column.under:
            under = in_ink(column.under, inks.get(column.name, colours.muted))
            heads.append(head(under, axis.centres[column.name], 4, size.small))
    return heads


def head_height(size: Size) -> int:
    """How many pixels above the drawing the heads stand; between are the ticks and what stands below a head."""
    return round(size.small * 1.7)


def head(text: str, x: float, up: float, font: int, anchor: str = "center") -> Spec:
    """A word above the drawing; text is safe for plotly."""
    return {
        "text": text,
        "x": x,
        "xref": "x",
        "y": 1,
        "yref": "paper",
        "yshift": up,
        "xanchor": anchor,
        "yanchor": "bottom",
        "borderpad": 0,
        "showarrow": False,
        "font": {"size": font},
    }


def figure_at(x: float, y: float, text: str, font: int) -> Spec:
    """A figure in a column beside its line; text is safe for plotly."""
    return {"text": text, "x": x, "y": y, "showarrow": False, "font": {"size": font}, "borderpad": 0}


def in_ink(text: str, ink: str) -> str:
    """Text in a colour; text is safe for plotly."""
    return f'<span style="color:{ink}">{text}</span>'
