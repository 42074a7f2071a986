"""Where each factor or dimension stood and where it stands, as two dots on a line per row; as a plotly figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from collab.charts.frame import base_layout, note_height, note_under
from collab.charts.lines import left_margin, name_axis, names_above, stand
from collab.charts.over_time import Move, colour_of
from collab.charts.scale import (
    RIGHT_MARGIN,
    Axis,
    Column,
    Scale,
    axis_of,
    column_heads,
    figure_at,
    head,
    head_height,
    in_ink,
)
from collab.charts.sizes import SCREEN, Size
from collab.charts.theme import Palette, faded
from collab.charts.words import safe, shortened, wrapped

Spec = dict[str, Any]
Placed = tuple[tuple[float, Move], ...]
CHANGE, PARTNERS = "change", "partners"


def columns_beside(*, shares: bool, partners: bool = True) -> tuple[Column, ...]:
    """The change, and how many partners are in both rounds."""
    change = Column(CHANGE, "Change", "in points" if shares else "")
    return (change, Column(PARTNERS, "Partners", "in both")) if partners else (change,)


def change_rows(
    moves: tuple[Move, ...],
    *,
    rounds: tuple[str, ...],
    scale: Scale,
    colours: Palette,
    columns: Sequence[Column] = (),
    size: Size = SCREEN,
    note: str = "",
) -> Spec:
    """Moves from the top in their order, their names whole: a ring where it stood, a dot where it stands.

    A line is teal where it rose and brown where it fell, pale where the change is less than the least that counts.
    note: safe for plotly. columns: figures at the right.
    """
    top = round(size.font * 3.4)
    bottom = note_height(note, size)
    lines = stand([move.label for move in moves], size, room=max(size.height - top - bottom, 0) if size.height else 0)
    letters = max((len(text) for move in moves for text in move.texts), default=3)
    axis = axis_of(scale, columns, size, letters=letters)
    placed = tuple(zip(lines.y, moves, strict=True))
    return {
        "data": [
            *(_dots(placed, rounds, end, colours, size) for end in (0, -1)),
            *(_figures(placed, end, lower, colours, size) for end in (0, -1) for lower in (True, False)),
        ],
        "layout": {
            "height": round(top + bottom + lines.height),
            "margin": {"l": left_margin(size), "r": RIGHT_MARGIN, "t": top, "b": bottom, "pad": 6},
            "xaxis": axis.drawn(colours, size),
            "yaxis": name_axis(lines, colours, size),
            "shapes": [_line(y, move, colours, size) for y, move in placed if move.direction],
            "annotations": [
                *names_above(lines, colours, size),
                _legend(rounds, columns, size),
                *column_heads(columns, axis, colours, size),
                *_beside(placed, axis, colours, size),
                *(_missing(y, move, axis, colours, size) for y, move in placed if not move.direction),
                *note_under(note, left=left_margin(size) - 4, down=6, colours=colours, size=size),
            ],
            **base_layout(colours, size),
        },
    }


def _dots(placed: Placed, rounds: tuple[str, ...], end: int, colours: Palette, size: Size) -> Spec:
    drawn = [(y, move) for y, move in placed if move.direction]
    inks = [colour_of(move.direction, colours) for _, move in drawn]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": safe(rounds[end]),
        "x": [move.values[end] for _, move in drawn],
        "y": [y for y, _ in drawn],
        "marker": {
            "symbol": "circle",
            "size": size.font,
            "color": inks if end else colours.background,
            "line": {"color": colours.background if end else inks, "width": 1 if end else size.font * 0.16},
        },
        "hovertext": [_hover(move, rounds, end) for _, move in drawn],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _hover(move: Move, rounds: tuple[str, ...], end: int) -> str:
    count = move.partners[end]
    partners = f"{count:,} partner" + ("" if count == 1 else "s")
    return f"<b>{safe(rounds[end])}</b> {move.texts[end]}<br>{wrapped(move.label, room=60, lines=6)}<br>{partners}"


def _figures(placed: Placed, end: int, lower: bool, colours: Palette, size: Size) -> Spec:
    """The numbers of one end, each on the outer side of its dot; where it stands now in bold."""
    chosen = [(y, move) for y, move in placed if move.direction and _is_lower(move, end) is lower]
    texts = [f"<b>{move.texts[end]}</b>" if end else move.texts[end] for _, move in chosen]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [move.values[end] for _, move in chosen],
        "y": [y for y, _ in chosen],
        "text": [f"{text}\u2002 " if lower else f" \u2002{text}" for text in texts],
        "textposition": "middle left" if lower else "middle right",
        "textfont": {"size": size.font, "color": colours.ink if end else colours.muted},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _is_lower(move: Move, end: int) -> bool:
    """The earlier number stands left where both are equal."""
    mine, other = move.values[end], move.values[-1 if end == 0 else 0]
    return mine < other or (mine == other and end == 0)


def _line(y: float, move: Move, colours: Palette, size: Size) -> Spec:
    fill = colour_of(move.direction, colours)
    return {
        "type": "line",
        "x0": move.values[0],
        "x1": move.values[-1],
        "y0": y,
        "y1": y,
        "layer": "below",
        "line": {
            "color": fill if move.clear else faded(fill, 0.45),
            "width": size.font * (0.45 if move.clear else 0.25),
        },
    }


def _legend(rounds: tuple[str, ...], columns: Sequence[Column], size: Size) -> Spec:
    """The two rounds with their marks, over names and scale."""
    room = int((size.width - sum(column.width(size) for column in columns)) / size.letter)
    earlier, later = _both_labels(rounds, room)
    legend = head(f"○ {earlier} \u2003<b>● {later}</b>", 0, head_height(size), size.font, "left")
    return {**legend, "xref": "paper", "xshift": 4 - left_margin(size)}


def _both_labels(rounds: tuple[str, ...], room: int) -> tuple[str, str]:
    """The labels of both ends in so many letters together; the shorter one leaves its room to the longer."""
    half = max((room - 7) // 2, 8)
    spare = [max(half - len(label), 0) for label in (rounds[0], rounds[-1])]
    return safe(shortened(rounds[0], half + spare[1])), safe(shortened(rounds[-1], half + spare[0]))


def _beside(placed: Placed, axis: Axis, colours: Palette, size: Size) -> list[Spec]:
    found = []
    for y, move in placed:
        count = f"{move.partners[0]:,}" if move.direction else "–"
        texts = {CHANGE: amount_text(move, colours), PARTNERS: count}
        found += [figure_at(x, y, texts[name], size.font) for name, x in axis.centres.items()]
    return found


def amount_text(move: Move, colours: Palette) -> str:
    """The change with its arrow, in its colour; bold where it counts; a dash where there is none."""
    if not move.direction:
        return in_ink("–", colours.muted)
    text = in_ink(f"{move.arrow} {move.amount}", colour_of(move.direction, colours))
    return f"<b>{text}</b>" if move.clear else text


def _missing(y: float, move: Move, axis: Axis, colours: Palette, size: Size) -> Spec:
    text = in_ink(f"<i>{safe(move.missing)}</i>", colours.muted)
    return {**figure_at(axis.scale.low, y, text, size.small), "xanchor": "left"}
