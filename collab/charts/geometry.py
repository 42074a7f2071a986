"""Where the columns and rows of a heatmap lie: sectors and dimensions stand apart, names get their room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from collab.charts.board import Board
from collab.charts.column_names import BETWEEN_SECTORS, counts_shown, has_partners, name_columns, sector_lines
from collab.charts.rows import Rows, label_width, line_up, stand_rows
from collab.charts.sizes import Size
from collab.model import Sector

AFTER_MEAN = 0.1
BEFORE_GAP = 0.4
BETWEEN_SUMS = 0.1


@dataclass(frozen=True)
class Geometry:
    """x: centres of columns, a column being 1 wide; x_edges include the spaces between; x_slot: its place in them.

    names: over columns, upright or turned, on how many pixels. cut: the names that are not printed whole.
    folded: sectors that are not named above their bar: too narrow, or named over their only column.
    name_px: from the cells to the sectors' bars; answers_px: of it, what the number of answer sheets takes.
    """

    x: list[float]
    x_edges: list[float]
    x_slot: list[int]
    rows: Rows
    cut: tuple[str, ...]
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

    def frame(self, row: int, column: int) -> str:
        """The outline of a cell as an SVG path, a little inside its edges."""
        left, right = self.x[column] - 0.46, self.x[column] + 0.46
        half = self.rows.heights[row] / 2 - 0.06
        top, bottom = self.rows.y[row] - half, self.rows.y[row] + half
        return f"M {left:.3f},{top:.3f} L {right:.3f},{top:.3f} L {right:.3f},{bottom:.3f} L {left:.3f},{bottom:.3f} Z"


def lay_out(board: Board, size: Size, *, sector_names: Mapping[Sector, str], with_gap: bool) -> Geometry:
    """Lay a board out at this size. The width grows with the columns beyond what the size asks at least."""
    x, x_edges, x_slot = line_up(_spaces_between_columns(board), [1.0] * len(board.columns))
    units = x_edges[-1] + (BEFORE_GAP if with_gap else 0)
    room = size.width - 8 - (size.gap if with_gap else 0)
    label = label_width(board, size, room, units)
    pixels = min(max((room - label) / units, size.column), size.widest_column)
    names = name_columns(board, sector_names, size, pixels)
    answers_px = round(size.small * 1.6) if counts_shown(board) else 0
    name_px = answers_px + names.pixels
    gap_units = size.gap / pixels if with_gap else 0.0
    above = sector_lines(board, sector_names, size, pixels, names.folded)
    sectors = 0 if names.turned else max(above.values(), default=1) - 1
    top = name_px + round(size.font * ((2.6 if above else 1.1) + 1.3 * sectors))
    bottom = round(size.small * (0.85 + 1.35 * size.note_lines)) + 10
    rows = stand_rows(board, size, label_px=label, above=top + bottom)
    return Geometry(
        x=x,
        x_edges=x_edges,
        x_slot=x_slot,
        rows=rows,
        cut=(*names.cut, *rows.cut),
        x_end=units + gap_units,
        gap_zero=units + gap_units / 2,
        gap_half=gap_units / 2 - size.font * 2.3 / pixels,
        names=names.printed,
        turned=names.turned,
        name_px=name_px,
        answers_px=answers_px,
        top_px=top,
        bottom_px=bottom,
        height=round(top + bottom + rows.edges[-1] * rows.pixels),
        label_px=label,
        pixels=pixels,
        width=round(label + 8 + (units + gap_units) * pixels),
        folded=names.folded,
    )


def _spaces_between_columns(board: Board) -> list[float]:
    between = BETWEEN_SECTORS if has_partners(board) else BETWEEN_SUMS
    return [0.0] + [
        between if before.sector is not after.sector else 0.0 if before.is_partner else AFTER_MEAN
        for before, after in pairwise(board.columns)
    ]
