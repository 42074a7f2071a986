"""Where each factor or dimension stood and where it stands, as two dots on a line per row; as a plotly figure."""

from __future__ import annotations

from typing import Any

from collab.charts.over_time import Move, colour_of
from collab.charts.rows import SHARES, columns_beside, figure_at, head, rows_layout
from collab.charts.sizes import SCREEN, Size
from collab.charts.theme import Palette, faded
from collab.charts.words import safe, shortened

Spec = dict[str, Any]
CHANGE, PARTNERS = "change", "partners"


def change_rows(
    lines: tuple[Move, ...],
    *,
    rounds: tuple[str, ...],
    ends: tuple[float, float],
    colours: Palette,
    size: Size = SCREEN,
    note: str = "",
    beside: tuple[str, ...] = (CHANGE, PARTNERS),
) -> Spec:
    """Lines from the top in their order: a ring where it stood, a dot where it stands.

    A line is teal where it rose and brown where it fell, pale where the change is less than the least that counts.
    """
    columns = columns_beside(ends, size, beside)
    return {
        "data": [
            _dots(lines, rounds, 0, colours, size),
            _dots(lines, rounds, -1, colours, size),
            *(_figures(lines, end, lower, colours, size) for end in (0, -1) for lower in (True, False)),
        ],
        "layout": rows_layout(
            [line.label for line in lines],
            ends=ends,
            columns=columns,
            shapes=[_line(line, row, colours, size) for row, line in enumerate(lines) if line.direction],
            annotations=[
                *_heads(rounds, columns, size, shares=ends == SHARES),
                *_beside(lines, columns, colours, size),
                *(_missing(line, row, ends, colours, size) for row, line in enumerate(lines) if not line.direction),
            ],
            colours=colours,
            size=size,
            note=note,
        ),
    }


def _dots(lines: tuple[Move, ...], rounds: tuple[str, ...], end: int, colours: Palette, size: Size) -> Spec:
    drawn = [(row, line) for row, line in enumerate(lines) if line.direction]
    inks = [colour_of(line.direction, colours) for _, line in drawn]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": safe(rounds[end]),
        "x": [line.values[end] for _, line in drawn],
        "y": [row for row, _ in drawn],
        "marker": {
            "symbol": "circle",
            "size": size.font,
            "color": inks if end else colours.background,
            "line": {"color": colours.background if end else inks, "width": 1 if end else size.font * 0.16},
        },
        "hovertext": [_hover(line, rounds, end) for _, line in drawn],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _hover(line: Move, rounds: tuple[str, ...], end: int) -> str:
    count = line.partners[end]
    partners = f"{count:,} partner" + ("" if count == 1 else "s")
    return f"<b>{safe(rounds[end])}</b> {line.texts[end]}<br>{safe(line.label)}<br>{partners}"


def _figures(lines: tuple[Move, ...], end: int, lower: bool, colours: Palette, size: Size) -> Spec:
    """The numbers of one end, each on the outer side of its dot; where it stands now in bold."""
    chosen = [(row, line) for row, line in enumerate(lines) if line.direction and _is_lower(line, end) is lower]
    texts = [f"<b>{line.texts[end]}</b>" if end else line.texts[end] for _, line in chosen]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [line.values[end] for _, line in chosen],
        "y": [row for row, _ in chosen],
        "text": [f"{text}\u2002 " if lower else f" \u2002{text}" for text in texts],
        "textposition": "middle left" if lower else "middle right",
        "textfont": {"size": size.font, "color": colours.ink if end else colours.muted},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _is_lower(line: Move, end: int) -> bool:
    """The earlier number stands left where both are equal."""
    mine, other = line.values[end], line.values[-1 if end == 0 else 0]
    return mine < other or (mine == other and end == 0)


def _line(line: Move, row: int, colours: Palette, size: Size) -> Spec:
    fill = colour_of(line.direction, colours)
    return {
        "type": "line",
        "x0": line.values[0],
        "x1": line.values[-1],
        "y0": row,
        "y1": row,
        "layer": "below",
        "line": {
            "color": fill if line.clear else faded(fill, 0.45),
            "width": size.font * (0.45 if line.clear else 0.25),
        },
    }


def _heads(rounds: tuple[str, ...], columns: dict[str, float], size: Size, *, shares: bool) -> list[Spec]:
    """What stands above: the two rounds with their marks, the change, how many partners are in both."""
    up = round(size.small * 1.7)
    earlier, later = _legend(rounds, int((size.width - 95 * size.font / 13 * len(columns)) / size.letter))
    legend = f"○ {earlier} \u2003<b>● {later}</b>"
    found = [{**head(legend, 0, up, size.font, "left"), "xref": "paper", "xshift": -(size.label + 30)}]
    if CHANGE in columns:
        found.append(head("<b>Change</b>", columns[CHANGE], up, size.font))
        if shares:
            found.append(head("in points", columns[CHANGE], 4, size.small))
    if PARTNERS in columns:
        found.append(head("<b>Partners</b>", columns[PARTNERS], up, size.font))
        found.append(head("in both", columns[PARTNERS], 4, size.small))
    return found


def _legend(rounds: tuple[str, ...], room: int) -> tuple[str, str]:
    """The labels of both ends in so many letters together; the shorter one leaves its room to the longer."""
    half = max((room - 7) // 2, 8)
    spare = [max(half - len(label), 0) for label in (rounds[0], rounds[-1])]
    return safe(shortened(rounds[0], half + spare[1])), safe(shortened(rounds[-1], half + spare[0]))


def _beside(lines: tuple[Move, ...], columns: dict[str, float], colours: Palette, size: Size) -> list[Spec]:
    found = []
    for row, line in enumerate(lines):
        if CHANGE in columns:
            found.append(figure_at(columns[CHANGE], row, amount_text(line, colours), size.font))
        if PARTNERS in columns:
            count = f"{line.partners[0]:,}" if line.direction else "–"
            found.append(figure_at(columns[PARTNERS], row, count, size.font))
    return found


def amount_text(line: Move, colours: Palette) -> str:
    """The change with its arrow, in its colour; bold where it counts; a dash where there is none."""
    if not line.direction:
        return f'<span style="color:{colours.muted}">–</span>'
    text = f'<span style="color:{colour_of(line.direction, colours)}">{line.arrow} {line.amount}</span>'
    return f"<b>{text}</b>" if line.clear else text


def _missing(line: Move, row: int, ends: tuple[float, float], colours: Palette, size: Size) -> Spec:
    text = f'<span style="color:{colours.muted}"><i>{safe(line.missing)}</i></span>'
    return {**figure_at(ends[0], row, text, size.small), "xanchor": "left"}
