"""Where the columns and rows of a heatmap lie: sectors and dimensions stand apart, names get their room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from collab.charts.board import Board, Column
from collab.charts.sizes import Size
from collab.charts.words import fits, lines_in, wrapped
from collab.model import Sector

BETWEEN_SECTORS = 0.35
AFTER_MEAN = 0.1
BETWEEN_DIMENSIONS = 0.3
BEFORE_GAP = 0.4
TURNED = 17
UPRIGHT = 9
BETWEEN_SUMS = 0.1
FOLDED = 19


@dataclass(frozen=True)
class Geometry:
    """x and y: centres of columns and rows, one column or row being 1 wide; edges include the spaces between.

    x_slot, y_slot: where a column or row stands among the edges. Names: upright or turned, on how many pixels.
    folded: sectors that are not named above their bar: too narrow, or named over their only column.
    name_px: from the cells to the sectors' bars; answers_px: of it, what the number of answer sheets takes.
    """

    x: list[float]
    y: list[float]
    x_edges: list[float]
    y_edges: list[float]
    x_slot: list[int]
    y_slot: list[int]
    x_end: float
    gap_zero: float
    gap_half: float
    names: list[str]
    turned: bool
    name_px: int
    answers_px: int
    top_px: int
    bottom_px: int
    height: int
    width: int
    folded: frozenset[Sector]
    label_px: int
    pixels: float
    row_px: float

    def frame(self, row: int, column: int) -> str:
        """The outline of a cell as an SVG path, a little inside its edges."""
        left, right = self.x[column] - 0.46, self.x[column] + 0.46
        top, bottom = self.y[row] - 0.44, self.y[row] + 0.44
        return f"M {left:.3f},{top:.3f} L {right:.3f},{top:.3f} L {right:.3f},{bottom:.3f} L {left:.3f},{bottom:.3f} Z"


def lay_out(board: Board, size: Size, *, sector_names: Mapping[Sector, str], with_gap: bool) -> Geometry:
    """Lay a board out at this size. The width grows with the columns beyond what the size asks at least."""
    x, x_edges, x_slot = _line_up(_spaces_between_columns(board))
    y, y_edges, y_slot = _line_up(_spaces_between_rows(board))
    units = x_edges[-1] + (BEFORE_GAP if with_gap else 0)
    room = size.width - 8 - (size.gap if with_gap else 0)
    label = _label_width(board, size, room / units)
    pixels = min(max((room - label) / units, size.column), size.widest_column)
    names, turned = _names(board, sector_names, size, pixels)
    folded = _folded(board, sector_names, size, pixels, turned=turned)
    answers_px = round(size.small * 1.6) if counts_shown(board) else 0
    name_px = answers_px + _name_height(
        names + ["-" * FOLDED] * bool(folded and turned and has_partners(board)), turned, size
    )
    gap_units = size.gap / pixels if with_gap else 0.0
    above = _sector_lines(board, sector_names, size, pixels, folded)
    sectors = 0 if turned else max(above.values(), default=1) - 1
    top = name_px + round(size.font * ((2.6 if above else 1.1) + 1.3 * sectors))
    bottom = round(size.small * (0.85 + 1.35 * size.note_lines)) + 10
    row = size.row_in(y_edges[-1], above=top, below=bottom)
    return Geometry(
        x=x,
        y=y,
        x_edges=x_edges,
        y_edges=y_edges,
        x_slot=x_slot,
        y_slot=y_slot,
        x_end=units + gap_units,
        gap_zero=units + gap_units / 2,
        gap_half=gap_units / 2 - size.font * 2.3 / pixels,
        names=names,
        turned=turned,
        name_px=name_px,
        answers_px=answers_px,
        top_px=top,
        bottom_px=bottom,
        height=round(top + bottom + y_edges[-1] * row),
        label_px=label,
        pixels=pixels,
        width=round(label + 8 + (units + gap_units) * pixels),
        folded=folded,
        row_px=row,
    )


def _line_up(spaces: list[float]) -> tuple[list[float], list[float], list[int]]:
    """Centres, edges and slots of items 1 wide, each with the space that stands before it."""
    centres: list[float] = []
    edges: list[float] = [0.0]
    slots: list[int] = []
    for space in spaces:
        if space:
            edges.append(edges[-1] + space)
        slots.append(len(edges) - 1)
        centres.append(edges[-1] + 0.5)
        edges.append(edges[-1] + 1)
    return centres, edges, slots


def _label_width(board: Board, size: Size, pixels_at_most: float) -> int:
    """Room for the longest name of a row on one line where the columns can spare it, else on two."""
    longest = max(len(row.label) * (1.07 if row.is_dimension else 1) for row in board.rows)
    wanted = round(longest * size.letter + size.font)
    spare = size.label + (round(size.font * 3.2) if pixels_at_most > size.column * 1.7 else 0)
    return min(wanted, spare)


def _spaces_between_columns(board: Board) -> list[float]:
    between = BETWEEN_SECTORS if has_partners(board) else BETWEEN_SUMS
    return [0.0] + [
        between if before.sector is not after.sector else 0.0 if before.is_partner else AFTER_MEAN
        for before, after in pairwise(board.columns)
    ]


def _spaces_between_rows(board: Board) -> list[float]:
    several = len({row.target.level for row in board.rows}) > 1
    return [0.0] + [BETWEEN_DIMENSIONS if several and row.is_dimension else 0.0 for row in board.rows[1:]]


def _sector_lines(
    board: Board, sector_names: Mapping[Sector, str], size: Size, pixels: float, folded: frozenset[Sector]
) -> dict[Sector, int]:
    """On how many lines each sector's name stands above its bar."""
    return {
        sector: lines_in(wrapped(sector_names[sector], room=sector_room(len(own), size, pixels), lines=2))
        for sector, own in board.groups()
        if sector is not None and sector not in folded
    }


def sector_room(columns: int, size: Size, pixels: float) -> int:
    """How many letters of a sector's name fit above so many columns."""
    return max(int((columns + 0.1) * pixels / (size.font * 0.5)), 4)


def _folded(
    board: Board, sector_names: Mapping[Sector, str], size: Size, pixels: float, *, turned: bool
) -> frozenset[Sector]:
    """Sectors too narrow for their name above the bar: it joins the turned name of the column instead.

    Where there are no partners, every sector's name stands over its only column.
    """
    if not has_partners(board):
        return frozenset(sector for sector, _ in board.groups() if sector is not None)
    if not turned:
        return frozenset()
    return frozenset(
        sector
        for sector, own in board.groups()
        if sector is not None and len(sector_names[sector]) * size.font * 0.56 > (len(own) + BETWEEN_SECTORS) * pixels
    )


def counts_shown(board: Board) -> bool:
    """Whether the number of answer sheets is worth a row: not where each partner hands in one."""
    return any(column.is_partner and column.answers > 1 for column in board.columns)


def has_partners(board: Board) -> bool:
    """Whether any column is a partner, so that means need to be told from them."""
    return any(column.is_partner for column in board.columns)


def _names(board: Board, sector_names: Mapping[Sector, str], size: Size, pixels: float) -> tuple[list[str], bool]:
    """Names over their columns, upright where they fit, else turned on as many lines as a column is wide.

    A sector's name is short and always upright.
    """
    words = [name_over(column, sector_names, alone=not has_partners(board)) for column in board.columns]
    room = int((pixels - 2) / size.small_letter)
    if (
        not has_partners(board)
        or room >= UPRIGHT
        or all(fits(word, room=room, lines=size.name_lines) for word in words)
    ):
        return [wrapped(word, room=room, lines=size.name_lines) for word in words], False
    lines = max(1, min(size.name_lines, int(pixels / (size.small * 1.22))))
    return [wrapped(word, room=TURNED, lines=lines) for word in words], True


def name_over(column: Column, sector_names: Mapping[Sector, str], *, alone: bool) -> str:
    """What stands over a column: beside partners, whose sector is named above, its mean is only "Mean"."""
    if column.is_partner:
        return column.name
    if alone:
        return column.name if column.sector is None else sector_names[column.sector]
    return "Mean" if column.sector is not None else "Mean of all"


def _name_height(names: list[str], turned: bool, size: Size) -> int:
    if turned:
        longest = max(len(line) for name in names for line in name.split("<br>"))
        return round(longest * size.small * 0.45 + 6)
    return round(max(lines_in(name) for name in names) * size.small * 1.3 + 4)
