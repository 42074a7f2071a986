"""The matrix for many partners: partners down, readiness across, sector means fixed on top; as an HTML table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

from collab.charts.board import Board, Cell, Show, State
from collab.charts.column_names import counts_shown
from collab.charts.hover import DOUBT, MISSING
from collab.charts.theme import Palette, colour_at, ink_on
from collab.model import Sector
from collab.search import holds

BY_NAME = "name"
_BANDS = {"▲": ", strength", "▼": ", concern", "": ""}


def ordered(board: Board, *, by: str, highest_first: bool = False, search: str = "") -> list[int]:
    """Places of the partners' columns whose name holds `search`, sorted by name or by the row of this key.

    Partners without a figure come last, in either direction.
    """
    wanted = [place for place, column in enumerate(board.columns) if column.is_partner and holds(column.name, search)]
    wanted.sort(key=lambda place: board.columns[place].name.casefold())
    row = next((place for place, row in enumerate(board.rows) if row.target.key == by), None)
    if row is None:
        return wanted
    sign = -1 if highest_first else 1
    values = {place: board.cells[row][place].value for place in wanted}
    return sorted(wanted, key=lambda place: (math.isnan(values[place]), sign * _number(values[place])))


def _number(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def matrix(
    board: Board, places: list[int], *, sector_names: Mapping[Sector, str], colours: Palette, caption: str
) -> str:
    """The table; places: the partners' columns in order. A cell's data-at is "column key|level|target key"."""
    means = [place for place, column in enumerate(board.columns) if not column.is_partner]
    counted = counts_shown(board)
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f'<thead><tr><th scope="col" class="name">Partner</th>{_head(board, counted=counted)}</tr>'
        + "".join(_line(board, place, sector_names, colours, counted=counted) for place in means)
        + "</thead><tbody>"
        + "".join(_line(board, place, sector_names, colours, counted=counted) for place in places)
        + "</tbody></table>"
    )


def _head(board: Board, *, counted: bool) -> str:
    """The names of the columns whole, under the heading of their group where they belong to no dimension."""
    heading, heads = "", []
    for row in board.rows:
        heading = "" if row.is_dimension else row.heading or heading
        above = f"<small>{escape(heading)}</small>" if heading else ""
        unit = "<small>%</small>" if board.show is Show.SHARE else ""
        kind = "sum" if row.is_dimension else ""
        heads.append(f'<th scope="col" class="{kind}">{above}{escape(row.label)}{unit}</th>')
    return '<th scope="col">Answer sheets</th>' * counted + "".join(heads)


def _line(board: Board, place: int, sector_names: Mapping[Sector, str], colours: Palette, *, counted: bool) -> str:
    column = board.columns[place]
    fill = colours.sector_fill[column.sector]
    sector = "" if column.sector is None or not column.is_partner else sector_names[column.sector]
    name = (
        f'<th scope="row" class="name" style="border-left-color:{fill}">'
        f"<div><span>{escape(column.name)}</span><small>{escape(sector)}</small></div></th>"
    )
    cells = "".join(_cell(board, row, place, colours) for row in range(len(board.rows)))
    answers = f'<td class="count">{column.answers:,}</td>' * counted
    return f"<tr>{name}{answers}{cells}</tr>"


def _cell(board: Board, row: int, place: int, colours: Palette) -> str:
    cell, target = board.cells[row][place], board.rows[row].target
    at = escape(f"{board.columns[place].key}|{target.level}|{target.key}")
    if cell.state is State.FIGURE:
        title = f' title="{escape(cell.basis)}"' if cell.basis else ""
        return f'<td data-at="{at}"{title}{_look(cell, board.show, colours)}>{escape(cell.digits)}{_mark(cell)}</td>'
    return f'<td data-at="{at}" class="{cell.state}" title="{escape(MISSING[cell.state])}">{escape(cell.text)}</td>'


def _look(cell: Cell, show: Show, colours: Palette) -> str:
    if show is Show.ANSWERS:
        return ""
    fill = colour_at(colours, cell.position)
    return f' style="background:{fill};color:{ink_on(fill)}"'


def _mark(cell: Cell) -> str:
    doubt = f'<i role="img" aria-label=", {escape(DOUBT)}">?</i>' if cell.doubtful else ""
    return (f'<i role="img" aria-label="{_BANDS[cell.mark]}">{cell.mark}</i>' if cell.mark else "") + doubt
