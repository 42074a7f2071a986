"""How the rows of a heatmap stand: each as high as its name needs, dimensions apart, groups under their heading."""

from __future__ import annotations

from dataclasses import dataclass, replace

from collab.charts.board import Board, Row
from collab.charts.sizes import Size
from collab.charts.words import is_whole, lines_in, wrapped

BETWEEN_DIMENSIONS = 0.3
# Bold letters are wider.
BOLD = 1.07
HEADING = 1.15


@dataclass(frozen=True)
class Rows:
    """Where rows stand, an ordinary one being 1 high and `pixels` pixels.

    y: their centres; edges include the spaces between; slots: where each stands among the edges.
    labels: their names as printed, safe for plotly; cut: those that are not printed whole.
    headings: what stands between rows, with its place.
    """

    y: list[float]
    edges: list[float]
    slots: list[int]
    heights: list[float]
    labels: list[str]
    cut: tuple[str, ...]
    headings: list[tuple[float, str]]
    pixels: float


def stand_rows(board: Board, size: Size, *, label_px: int, above: float) -> Rows:
    """Rows whose names have label_px pixels; above: the pixels that a given height leaves to other things."""
    named = list(zip(_names(board), (_letters(row, size, label_px) for row in board.rows), strict=True))
    labels = [wrapped(name, room=room, lines=size.most_lines) for name, room in named]
    spaces = _spaces(board)
    pixels, heights = _heights([size.lines_high(lines_in(text)) for text in labels], spaces, size, above=above)
    y, edges, slots = line_up(spaces, heights)
    cut = (name for name, room in named if not is_whole(name, room=room, lines=size.most_lines))
    return Rows(y, edges, slots, heights, labels, tuple(cut), _headings(board, y, heights), pixels)


def label_width(board: Board, size: Size, room: float, units: float) -> int:
    """Room for the longest name of a row on one line where the columns can spare it, else on its lines."""
    names = _names(board)
    longest = max(len(name) * (BOLD if row.is_dimension else 1) for name, row in zip(names, board.rows, strict=True))
    wanted = round((longest + 1) * size.letter + size.font)
    is_fixed = size.widest_label <= size.label
    spare = size.label + (0 if is_fixed or room / units <= size.column * 1.7 else round(size.font * 3.2))
    if wanted <= spare:
        return wanted
    widest = min(size.widest_label, round(room - units * size.column))
    return replace(size, label=spare, widest_label=widest).label_for(names)


def _names(board: Board) -> list[str]:
    """The names of the rows; a question mark where all partners together are in doubt."""
    return [
        row.label + " ?" * cells[-1].doubtful if cells else row.label
        for row, cells in zip(board.rows, board.cells, strict=True)
    ]


def _letters(row: Row, size: Size, label_px: int) -> int:
    """How many letters of a row's name fit on a line; bold ones are wider."""
    return int(size.label_room(label_px) / (BOLD if row.is_dimension else 1))


def _spaces(board: Board) -> list[float]:
    several = len({row.target.level for row in board.rows}) > 1
    return [HEADING * bool(board.rows[0].heading)] + [
        BETWEEN_DIMENSIONS * (several and row.is_dimension) + HEADING * bool(row.heading) for row in board.rows[1:]
    ]


def _heights(needed: list[float], spaces: list[float], size: Size, *, above: float) -> tuple[float, list[float]]:
    """The pixels of an ordinary row, and how high each is in such rows: more where its name needs more.

    Where the chart's height is given, ordinary rows share what the others leave.
    """
    row: float = size.row
    if size.height:
        row = _shared(size.height - above, needed, sum(spaces), least=size.font * 1.15)
    return row, [max(pixels / row, 1.0) for pixels in needed]


def _shared(room: float, needed: list[float], spaces: float, *, least: float) -> float:
    left, rows = room, len(needed)
    for pixels in sorted(needed, reverse=True):
        if pixels <= left / (rows + spaces):
            break
        left, rows = left - pixels, rows - 1
    return max(left / (rows + spaces), least) if rows else max(room / (len(needed) + spaces), least)


def _headings(board: Board, y: list[float], heights: list[float]) -> list[tuple[float, str]]:
    return [
        (place - height / 2 - HEADING / 2, row.heading)
        for row, place, height in zip(board.rows, y, heights, strict=True)
        if row.heading
    ]


def line_up(spaces: list[float], sizes: list[float]) -> tuple[list[float], list[float], list[int]]:
    """Centres, edges and slots of items of these sizes, each with the space that stands before it."""
    centres: list[float] = []
    edges: list[float] = [0.0]
    slots: list[int] = []
    for space, size in zip(spaces, sizes, strict=True):
        if space:
            edges.append(edges[-1] + space)
        slots.append(len(edges) - 1)
        centres.append(edges[-1] + size / 2)
        edges.append(edges[-1] + size)
    return centres, edges, slots
