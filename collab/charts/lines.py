"""How the lines of a comparison stand: each as high as its whole name needs, the name beside its drawing or above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from collab.charts.frame import BARE_AXIS
from collab.charts.sizes import Size
from collab.charts.theme import Palette
from collab.charts.words import lines_in, wrapped

Spec = dict[str, Any]
ALL_LINES = 99
LINE = 1.3
EDGE = 12
# A name that stands above its drawing keeps away from the drawing before it.
BEFORE_NAME = 8


@dataclass(frozen=True)
class Lines:
    """Pixels below the top of the first line. names: whole, wrapped, safe for plotly.

    y: where each line is drawn; heights: of what is drawn, without a name that stands above; tops: where each begins.
    """

    names: list[str]
    y: list[float]
    heights: list[float]
    tops: list[float]
    height: float
    is_above: bool


def stand(names: Sequence[str], size: Size, *, drawn: Sequence[float] = (), room: float = 0) -> Lines:
    """Lines of these names. drawn: how high the drawing of each is at least, size.row where nothing is given.

    room: the height that they share, 0 where each takes what it needs. Names stand above where size.label is 0.
    """
    is_above = not size.label
    letters = int((size.width - EDGE) / size.letter) if is_above else size.label_room(size.label)
    texts = [wrapped(name, room=letters, lines=ALL_LINES) if name else "" for name in names]
    above = [lines_in(text) * size.font * LINE + BEFORE_NAME if is_above and text else 0.0 for text in texts]
    least = list(drawn) or [0.0 if room and not is_above else float(size.row) - BEFORE_NAME * is_above] * len(texts)
    needed = [
        over + pixels if is_above else max(pixels, size.lines_high(lines_in(text)))
        for text, over, pixels in zip(texts, above, least, strict=True)
    ]
    heights = shared(needed, room) if room else needed
    tops = list(accumulate(heights, initial=0.0))
    own = [height - over for height, over in zip(heights, above, strict=True)]
    y = [top + over + pixels / 2 for top, over, pixels in zip(tops[:-1], above, own, strict=True)]
    return Lines(texts, y, own, tops[:-1], max(tops[-1], 1.0), is_above)


def shared(needed: Sequence[float], room: float) -> list[float]:
    """Heights that fill the room: equal ones, more only where more is needed; all shrink alike where it is too low."""
    if sum(needed) >= room:
        return [pixels * room / max(sum(needed), 1) for pixels in needed]
    left, count = room, len(needed)
    for pixels in sorted(needed, reverse=True):
        if pixels <= left / count:
            break
        left, count = left - pixels, count - 1
    return [max(pixels, left / max(count, 1)) for pixels in needed]


def left_margin(size: Size) -> int:
    """What names beside the drawing take at its left."""
    return size.label or EDGE // 2


def name_axis(lines: Lines, colours: Palette, size: Size) -> Spec:
    """The axis that names the lines, which begin at its top."""
    return {
        **BARE_AXIS,
        "range": [lines.height, 0],
        "tickvals": lines.y,
        "ticktext": lines.names,
        "showticklabels": not lines.is_above,
        "tickfont": {"size": size.font, "color": colours.ink},
        "automargin": False,
    }


def names_above(lines: Lines, colours: Palette, size: Size) -> list[Spec]:
    """The names where they stand above what is drawn."""
    if not lines.is_above:
        return []
    return [
        {
            "text": text,
            "xref": "paper",
            "x": 0,
            "y": top,
            "yshift": -BEFORE_NAME,
            "xanchor": "left",
            "yanchor": "top",
            "align": "left",
            "showarrow": False,
            "borderpad": 0,
            "bgcolor": colours.background,
            "font": {"size": size.font},
        }
        for text, top in zip(lines.names, lines.tops, strict=True)
        if text
    ]
