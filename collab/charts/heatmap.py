"""The readiness heatmap: a board of cells drawn as a plotly figure, with sectors above and gaps at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from collab.charts.board import Board, Cell, Row, Show, State, percent
from collab.charts.frame import BARE_AXIS, base_layout, note_under
from collab.charts.gap_bars import GapBar
from collab.charts.geometry import Geometry, lay_out
from collab.charts.header import header
from collab.charts.hover import hover_text
from collab.charts.sizes import SCREEN, Size
from collab.charts.theme import Palette, colour_at, colourscale, faded, ink_on
from collab.charts.words import safe, wrapped
from collab.model import Sector
from collab.scoring.figures import Target

Spec = dict[str, Any]
GAP_REACH = 1 / 3
DOUBTFUL = "?"
# How wide a bold figure is, in heights of its letters.
DIGIT = 0.54


def heatmap(
    board: Board,
    *,
    gaps: Mapping[Target, GapBar],
    sector_names: Mapping[Sector, str],
    colours: Palette,
    size: Size = SCREEN,
    note: str = "",
) -> Spec:
    """The board as a plotly figure (a dict with data and layout).

    gaps: by target, drawn at the right where there are any. note: one line under the chart, so that a saved
    picture says what it shows. Clicking a cell selects a point whose customdata is [column key, level, target key].
    """
    places = lay_out(board, size, sector_names=sector_names, with_gap=bool(gaps))
    return {
        "data": [
            _cells(board, places, colours),
            *_texts(board, places, colours, size),
            *(_gap_texts(board.rows, gaps, places, colours, size) if gaps else ()),
            _targets(board, places, colours, size),
        ],
        "layout": {
            **_axes(board, places, colours, size),
            "annotations": [
                *header(board, places, sector_names, colours, size, with_gap=bool(gaps)),
                *note_under(note, left=places.label_px - 4, down=8, colours=colours, size=size),
            ],
            "shapes": [
                *_outlines(board, places, colours),
                *_gap_shapes(board.rows, gaps, places, colours),
                *_sector_bars(board, places, colours, size),
            ],
        },
    }


def _cells(board: Board, places: Geometry, colours: Palette) -> Spec:
    plain = board.show is Show.ANSWERS
    z: list[list[float | None]] = [[None] * (len(places.x_edges) - 1) for _ in range(len(places.rows.edges) - 1)]
    for row, cells in enumerate(board.cells):
        for column, cell in enumerate(cells):
            if cell.state is State.FIGURE:
                z[places.rows.slots[row]][places.x_slot[column]] = 0.5 if plain else cell.position
    scale = [[0, colours.neutral], [1, colours.neutral]] if plain else colourscale(colours)
    return {
        "type": "heatmap",
        "x": places.x_edges,
        "y": places.rows.edges,
        "z": z,
        "zmin": 0,
        "zmax": 1,
        "colorscale": scale,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
    }


def _texts(board: Board, places: Geometry, colours: Palette, size: Size) -> list[Spec]:
    """The numbers, one trace per ink: a trace of one colour is not dimmed when a cell is selected."""
    by_ink: dict[str, list[tuple[float, float, str]]] = {}
    printed = _finest(board, places.pixels, size)
    for row, cells in enumerate(board.cells):
        for column, cell in enumerate(cells):
            if _said_above(board, row, column):
                continue
            ink = _ink(cell, board.show, colours)
            label = _label(cell, board.rows[row], size, printed)
            by_ink.setdefault(ink, []).append((places.x[column], places.rows.y[row], label))
    return [_text_trace(points, ink, size.font) for ink, points in by_ink.items()]


def _said_above(board: Board, row: int, column: int) -> bool:
    """Whether this hidden factor stands under a hidden dimension, whose row says so once."""
    own = board.rows[row]
    if own.is_dimension or board.cells[row][column].state is not State.HIDDEN:
        return False
    above = (place for place in range(row) if board.rows[place].target.key == own.target.dimension)
    return any(board.cells[place][column].state is State.HIDDEN for place in above)


def _ink(cell: Cell, show: Show, colours: Palette) -> str:
    if cell.state is not State.FIGURE:
        return colours.muted
    return colours.ink if show is Show.ANSWERS else ink_on(colour_at(colours, cell.position))


def _finest(board: Board, pixels: float, size: Size) -> Callable[[Cell], str]:
    """How every cell prints its figure: a share with its unit, without, or in whole percent, as columns have room."""
    ways: tuple[Callable[[Cell], str], ...] = (_with_unit, _without_unit, _whole_percent)
    if board.show is not Show.SHARE:
        return _with_unit
    figures = [cell for line in board.cells for cell in line if cell.state is State.FIGURE]
    room = (pixels - 4) / (size.font * DIGIT)
    return next((way for way in ways if all(len(way(cell)) <= room for cell in figures)), _whole_percent)


def _with_unit(cell: Cell) -> str:
    return cell.text


def _without_unit(cell: Cell) -> str:
    return cell.digits.removesuffix(".0") if cell.value >= 1 else cell.digits


def _whole_percent(cell: Cell) -> str:
    return percent(cell.value, 0).removesuffix("%") if cell.state is State.FIGURE else cell.text


def _label(cell: Cell, row: Row, size: Size, printed: Callable[[Cell], str]) -> str:
    doubt = DOUBTFUL if cell.doubtful and size.mark < size.small else ""
    mark = f'<span style="font-size:{size.mark}px">{cell.mark}{doubt}</span>' if cell.mark or doubt else ""
    text = f"{safe(printed(cell))}{mark}"
    if cell.state is not State.FIGURE:
        return f'<span style="font-size:{size.small}px">{text}</span>'
    return f"<b>{text}</b>" if row.is_dimension else text


def _text_trace(points: list[tuple[float, float, str]], ink: str, font: int, position: str = "middle center") -> Spec:
    x, y, text = zip(*points, strict=True)
    return {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": y,
        "text": text,
        "textposition": position,
        "textfont": {"color": ink, "size": font},
        "unselected": {"textfont": {"color": ink}},
        "hoverinfo": "skip",
        "cliponaxis": False,
        "showlegend": False,
    }


def _targets(board: Board, places: Geometry, colours: Palette, size: Size) -> Spec:
    """Squares that cannot be seen until chosen: a plotly heatmap itself returns no selection."""
    spots = [(row, column) for row in range(len(board.rows)) for column in range(len(board.columns))]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [places.x[column] for _, column in spots],
        "y": [places.rows.y[row] for row, _ in spots],
        "marker": {
            "symbol": "square-open",
            "size": round(places.rows.pixels) - 3,
            "opacity": 0,
            "color": colours.ink,
            "line": {"width": 3},
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 0}},
        "customdata": [
            [board.columns[column].key, str(board.rows[row].target.level), board.rows[row].target.key]
            for row, column in spots
        ],
        "hovertext": [hover_text(board, row, column) for row, column in spots],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "showlegend": False,
    }


def _outlines(board: Board, places: Geometry, colours: Palette) -> list[Spec]:
    """Dotted frames for what is hidden, thin ones for not applicable; each kind is one shape."""
    dotted, thin = [], []
    for row, cells in enumerate(board.cells):
        for column, cell in enumerate(cells):
            if cell.state in (State.HIDDEN, State.HIDDEN_BY_SOURCE):
                dotted.append(places.frame(row, column))
            elif cell.state is State.NOT_APPLICABLE:
                thin.append(places.frame(row, column))
    return [
        {"type": "path", "path": " ".join(paths), "line": {"color": colour, "width": 1, "dash": dash}}
        for paths, colour, dash in ((dotted, colours.muted, "1px,3px"), (thin, colours.line, "solid"))
        if paths
    ]


def _sector_bars(board: Board, places: Geometry, colours: Palette, size: Size) -> list[Spec]:
    thick = max(3, size.font // 5)
    return [
        {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "ysizemode": "pixel",
            "yanchor": 1,
            "x0": places.x[own[0]] - 0.47,
            "x1": places.x[own[-1]] + 0.47,
            "y0": places.name_px + 4,
            "y1": places.name_px + 4 + thick,
            "fillcolor": colours.sector_fill[sector],
            "line": {"width": 0},
        }
        for sector, own in board.groups()
        if sector is not None
    ]


def _gap_shapes(
    every: tuple[Row, ...], gaps: Mapping[Target, GapBar], places: Geometry, colours: Palette
) -> list[Spec]:
    if not gaps:
        return []
    zero = {
        "type": "line",
        "x0": places.gap_zero,
        "x1": places.gap_zero,
        "y0": places.rows.edges[0],
        "y1": places.rows.edges[-1],
        "line": {"color": colours.line, "width": 1},
    }
    return [
        zero,
        *(_gap_shape(row, gaps, place, places, colours) for place, row in enumerate(every) if row.target in gaps),
    ]


def _gap_shape(row: Row, gaps: Mapping[Target, GapBar], place: int, places: Geometry, colours: Palette) -> Spec:
    bar = gaps[row.target]
    fill = bar.colour(colours)
    return {
        "type": "rect",
        "x0": places.gap_zero,
        "x1": places.gap_zero + _signed(bar) * places.gap_half,
        "y0": places.rows.y[place] - 0.22,
        "y1": places.rows.y[place] + 0.22,
        "fillcolor": fill if bar.notable else faded(fill, 0.5),
        "line": {"width": 0},
    }


def _signed(bar: GapBar) -> float:
    """-1..1: district higher to the left, charter higher to the right; a third of the scale fills the room."""
    length = min(bar.size / GAP_REACH, 1.0)
    return -length if bar.higher is Sector.DISTRICT else length


def _gap_texts(
    every: tuple[Row, ...], gaps: Mapping[Target, GapBar], places: Geometry, colours: Palette, size: Size
) -> list[Spec]:
    by_kind: dict[tuple[str, str], list[tuple[float, float, str]]] = {}
    for place, row in enumerate(every):
        bar = gaps.get(row.target)
        ink = colours.ink if bar and bar.notable else colours.muted
        side = "middle left" if bar and bar.higher is Sector.DISTRICT else "middle right"
        x = places.gap_zero + (_signed(bar) * places.gap_half if bar else 0)
        text = (f"<b>{bar.text}</b>" if bar.notable else bar.text) if bar else "–"
        by_kind.setdefault((ink, side), []).append((x, places.rows.y[place], f" {text} "))
    return [_text_trace(points, ink, size.font, side) for (ink, side), points in by_kind.items()]


def _axes(board: Board, places: Geometry, colours: Palette, size: Size) -> Spec:
    rows = places.rows
    names = [f"<b>{text}</b>" if row.is_dimension else text for text, row in zip(rows.labels, board.rows, strict=True)]
    room = size.label_room(places.label_px)
    headings = [(y, f"<b>{wrapped(text, room=room, lines=1)}</b>") for y, text in rows.headings]
    return {
        "height": places.height,
        "margin": {"l": places.label_px, "r": 8, "t": places.top_px, "b": places.bottom_px, "pad": 6},
        "xaxis": {**BARE_AXIS, "range": [places.x_edges[0], places.x_end], "showticklabels": False},
        "yaxis": {
            **BARE_AXIS,
            "range": [rows.edges[-1], 0],
            "tickvals": [*rows.y, *(y for y, _ in headings)],
            "ticktext": [*names, *(text for _, text in headings)],
            "tickfont": {"size": size.font, "color": colours.ink},
            "automargin": False,
        },
        **base_layout(colours, size),
        "hoverdistance": 60,
    }
