"""Grids and tables as native tables of a slide, on as many slides as their rows need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from collab.reports.content import Cell, Grid, GridRow, Head, Table
from collab.reports.deck import INK, describe, write
from collab.reports.heads import column_parts, folded, group_lines, groups
from collab.reports.sizes import (
    CELL_MARGIN,
    LEAST_COLUMN,
    LEAST_LABEL,
    SMALL_POINTS,
    SPARE,
    TEXT_POINTS,
    Box,
    letters,
    parts,
    row_high,
    widths,
)
from collab.reports.texts import BOLD, broken, cut, cut_in_middle, lines_of, tidy, wide

if TYPE_CHECKING:
    from pptx.slide import Slide

MOST_ROW_LINES, MOST_CELL_LINES, MOST_HEAD_LINES = 3, 7, 3
UPRIGHT_FROM = 8
"""With so many columns their names are turned, if they do not fit otherwise."""
LEAST_UPRIGHT, MOST_UPRIGHT = 1.65, 2.3
WIDEST_COLUMN, MOST_LABEL = 1.75, 6.2
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
LINE, WHITE, LATE = "#C9C5BD", "#FFFFFF", "#8C510A"


@dataclass(frozen=True)
class _Layout:
    """How a grid stands: its heads, widths of its columns (the label first), letters, height of heads and groups."""

    heads: tuple[Head, ...]
    widths: tuple[float, ...]
    points: float
    head: float
    is_upright: bool
    row_lines: int
    groups: float = 0.0

    @property
    def above(self) -> list[float]:
        """The heights of the rows above the figures."""
        return [self.groups, self.head] if self.groups else [self.head]

    def room(self, column: int = 0) -> float:
        return letters(self.widths[column] - 2 * CELL_MARGIN, self.points)


def _layout(grid: Grid, box: Box) -> _Layout:
    count = len(grid.heads)
    label = min(max(box.width - WIDEST_COLUMN * count, LEAST_LABEL), MOST_LABEL)
    sides = widths([head.share for head in grid.heads], min(box.width - label, WIDEST_COLUMN * count))
    in_letters, margins = [letters(side, SMALL_POINTS) for side in sides], letters(2 * CELL_MARGIN, SMALL_POINTS)
    heads = folded(grid.heads, in_letters, margins)
    is_upright = count >= UPRIGHT_FROM and not _heads_fit(heads, sides)
    points = SMALL_POINTS if count >= UPRIGHT_FROM or grid.dense else TEXT_POINTS
    head = LEAST_UPRIGHT if is_upright else row_high(_head_lines(heads, sides), SMALL_POINTS)
    lines = group_lines(heads, in_letters, margins)
    above = row_high(lines, SMALL_POINTS) if lines else 0.0
    found = _Layout(heads, (label, *sides), points, head, is_upright, 1 if grid.dense else MOST_ROW_LINES, above)
    if not is_upright:
        return found
    left = box.height * SPARE - above - sum(_row_high(row, found) for row in grid.rows)
    return replace(found, head=min(max(left, LEAST_UPRIGHT), MOST_UPRIGHT))


def _heads_fit(heads: Sequence[Head], sides: Sequence[float]) -> bool:
    """Whether all names stand over their columns without breaking a word."""
    rooms = [letters(side - 2 * CELL_MARGIN, SMALL_POINTS) / BOLD for side in sides]
    names = [tidy(head.name) for head in heads]
    return all(
        lines_of(name, room) <= MOST_HEAD_LINES and all(wide(word) <= room for word in name.split())
        for name, room in zip(names, rooms, strict=True)
    )


def _head_lines(heads: Sequence[Head], sides: Sequence[float]) -> int:
    needed = (
        lines_of(tidy(head.name), letters(side - 2 * CELL_MARGIN, SMALL_POINTS) / BOLD)
        for head, side in zip(heads, sides, strict=True)
    )
    return min(max(needed, default=1), MOST_HEAD_LINES)


def grid_parts(grid: Grid, box: Box) -> list[Grid]:
    """The grid on as many slides as its columns and rows need; each has what sums them up."""
    widest = max((wide(tidy(cell.text)) for row in grid.rows for cell in row.cells), default=0.0)
    side = max(widest * SMALL_POINTS / 72 + 2 * CELL_MARGIN, LEAST_COLUMN)
    most = int((box.width - LEAST_LABEL) / side)
    return [part for columns in column_parts(grid, most) for part in _row_parts(columns, box)]


def _row_parts(grid: Grid, box: Box) -> list[Grid]:
    layout = _layout(grid, box)
    heights = [_row_high(row, layout) for row in grid.rows]
    above, below = grid.rows[: grid.repeated], grid.rows[grid.repeated :]
    if not below:
        return [grid]
    room = box.height - sum(layout.above) - sum(heights[: grid.repeated])
    together = _together(below)
    tall = [sum(heights[grid.repeated + at] for at in places) for places in together]
    return [
        replace(grid, rows=(*above, *(below[at] for unit in part for at in together[unit])))
        for part in parts(tall, room)
    ]


def _together(rows: Sequence[GridRow]) -> list[range]:
    """The places of rows that one slide holds: a row that sums up others with the first of them."""
    begins = [at for at in range(len(rows)) if at == 0 or rows[at].bold or not rows[at - 1].bold]
    return [range(begin, end) for begin, end in pairwise([*begins, len(rows)])]


def _row_high(row: GridRow, layout: _Layout) -> float:
    return row_high(min(lines_of(tidy(row.label), _label_room(row, layout)), layout.row_lines), layout.points)


def _label_room(row: GridRow, layout: _Layout) -> float:
    return layout.room() / (BOLD if row.bold else 1)


def draw_grid(slide: Slide, grid: Grid, box: Box, told: str) -> tuple[str, ...]:
    """A native table with the colours of the heatmap; returns the names that it cuts, in full."""
    layout = _layout(grid, box)
    heights = [*layout.above, *(_row_high(row, layout) for row in grid.rows)]
    table = _made(slide, box, layout.widths, heights, told, "Figures")
    full = _grid_heads(table, grid, layout)
    for at, row in enumerate(grid.rows, start=len(layout.above)):
        label = tidy(row.label)
        short = cut_in_middle(label, _label_room(row, layout) * SPARE, layout.row_lines)
        full += [label] if short != label else []
        _fill(table.cell(at, 0), short, points=layout.points, is_bold=row.bold, ink=row.ink or INK)
        for place, cell in enumerate(row.cells, start=1):
            _figure(table.cell(at, place), cell, layout.points, is_bold=row.bold or cell.bold)
    return tuple(full)


def _grid_heads(table: Any, grid: Grid, layout: _Layout) -> list[str]:
    full, last = [], len(layout.above) - 1
    if layout.groups:
        _group_heads(table, layout)
    _fill(table.cell(last, 0), tidy(grid.corner), points=SMALL_POINTS, is_bold=True, is_low=True)
    for place, head in enumerate(layout.heads, start=1):
        name = tidy(head.name)
        side = layout.head if layout.is_upright else layout.widths[place]
        room = letters(side - 2 * CELL_MARGIN, SMALL_POINTS) / BOLD
        lines = _upright_lines(layout.widths[place]) if layout.is_upright else MOST_HEAD_LINES
        short = cut_in_middle(name, room, lines)
        full += [name] if short != name else []
        short = broken(short, room) if layout.is_upright else short
        cell = table.cell(last, place)
        _fill(cell, short, points=SMALL_POINTS, is_bold=True, ink=head.ink or INK, is_low=True, on_center=True)
        if layout.is_upright:
            cell._tc.get_or_add_tcPr().set("vert", "vert270")
    return full


def _group_heads(table: Any, layout: _Layout) -> None:
    """A row of names that each stand above several columns, with a line as long as they are."""
    _blank(table.cell(0, 0))
    for name, places in groups(layout.heads):
        cells = [table.cell(0, at + 1) for at in places]
        for cell in cells:
            _blank(cell)
        if not name:
            continue
        ink = layout.heads[places.start].ink or INK
        if len(cells) > 1:
            cells[0].merge(cells[-1])
        _fill(cells[0], tidy(name), points=SMALL_POINTS, is_bold=True, ink=ink, is_low=True, on_center=True)
        for cell in cells:
            _edge(cell, ink, ("a:lnB",), width=19050)


def _blank(cell: Any) -> None:
    _fill(cell, "", points=SMALL_POINTS)
    _edge(cell, WHITE, (), width=0)


def _upright_lines(width: float) -> int:
    return max(int((width - 0.04) * 72 / (SMALL_POINTS * 1.2)), 1)


def _figure(place: Any, cell: Cell, points: float, *, is_bold: bool) -> None:
    from pptx.dml.color import RGBColor

    _fill(place, tidy(cell.text), points=points, is_bold=is_bold, ink=cell.ink or INK, on_center=True)
    if cell.fill:
        place.fill.solid()
        place.fill.fore_color.rgb = RGBColor.from_string(cell.fill[1:])
        _edge(place, WHITE, ("a:lnL", "a:lnR", "a:lnT", "a:lnB"), width=19050)


def table_parts(table: Table, box: Box) -> list[Table]:
    """The table on as many slides as its rows need."""
    sides = widths([each.share for each in table.columns], box.width)
    heights = [_line_high(row, sides) for row in table.rows]
    found = parts(heights, box.height - row_high(_titles_lines(table, sides), SMALL_POINTS))
    return [
        replace(
            table,
            rows=[table.rows[at] for at in part],
            late=frozenset(at - part.start for at in part if at in table.late),
        )
        for part in found
    ]


def _titles_lines(table: Table, sides: Sequence[float]) -> int:
    return max(
        lines_of(tidy(each.title), letters(side - 2 * CELL_MARGIN, SMALL_POINTS) / BOLD)
        for each, side in zip(table.columns, sides, strict=True)
    )


def _lines_in(text: str, side: float) -> int:
    return lines_of(tidy(text), letters(side - 2 * CELL_MARGIN, SMALL_POINTS))


def _line_high(row: Sequence[str], sides: Sequence[float]) -> float:
    needed = max(_lines_in(text, side) for text, side in zip(row, sides, strict=True))
    return row_high(min(needed, MOST_CELL_LINES), SMALL_POINTS)


def draw_table(slide: Slide, table: Table, box: Box, told: str) -> tuple[str, ...]:
    """A native table of words; returns the texts that it cuts, in full."""
    sides = widths([each.share for each in table.columns], box.width)
    heads = row_high(_titles_lines(table, sides), SMALL_POINTS)
    heights = [heads, *(_line_high(row, sides) for row in table.rows)]
    made, full = _made(slide, box, sides, heights, told, "Table"), []
    for place, column in enumerate(table.columns):
        _fill(made.cell(0, place), tidy(column.title), points=SMALL_POINTS, is_bold=True, on_right=column.right)
    for at, row in enumerate(table.rows):
        is_late = at in table.late
        for place, text in enumerate(map(tidy, row)):
            short = cut(text, letters(sides[place] - 2 * CELL_MARGIN, SMALL_POINTS), MOST_CELL_LINES)
            full += [text] if short != text else []
            _fill(
                made.cell(at + 1, place),
                short,
                points=SMALL_POINTS,
                ink=LATE if is_late and place == len(row) - 1 else INK,
                is_bold=is_late and place == len(row) - 1,
                on_right=table.columns[place].right,
            )
    return tuple(full)


def _made(slide: Slide, box: Box, sides: Sequence[float], heights: Sequence[float], told: str, name: str) -> Any:
    """An empty native table with a row of heads."""
    from pptx.oxml.ns import qn
    from pptx.util import Inches

    where = (Inches(box.left), Inches(box.top), Inches(sum(sides)), Inches(sum(heights)))
    frame = slide.shapes.add_table(len(heights), len(sides), *where)
    describe(frame, told, name=name)
    table: Any = frame.table
    table.first_row, table.horz_banding = True, False
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
    for place, side in enumerate(sides):
        table.columns[place].width = Inches(side)
    for place, height in enumerate(heights):
        table.rows[place].height = Inches(height)
    return table


def _fill(
    cell: Any,
    text: str,
    *,
    points: float,
    ink: str = INK,
    is_bold: bool = False,
    is_low: bool = False,
    on_right: bool = False,
    on_center: bool = False,
) -> None:
    """Write into a cell. is_low: at its bottom."""
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Inches

    frame = cell.text_frame
    write(
        frame,
        text.split("\n"),
        points=points,
        ink=ink,
        is_bold=is_bold,
        on_right=on_right,
        on_center=on_center,
    )
    cell.margin_left = cell.margin_right = Inches(CELL_MARGIN)
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if is_low else MSO_ANCHOR.MIDDLE if on_center else MSO_ANCHOR.TOP
    cell.fill.background()
    _edge(cell, LINE, ("a:lnB",), width=9525)


def _edge(cell: Any, colour: str, sides: Sequence[str], *, width: int) -> None:
    """Lines at the sides of a cell; they stand before its fill, in the order that the format asks for."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    properties = cell._tc.get_or_add_tcPr()
    for side in ("a:lnL", "a:lnR", "a:lnT", "a:lnB"):
        for old in properties.findall(qn(side)):
            properties.remove(old)
    for place, side in enumerate(sides):
        solid = f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>'
        line = f'<{side} {nsdecls("a")} w="{width}" cap="flat" cmpd="sng">{solid}</{side}>'
        properties.insert(place, parse_xml(line))
