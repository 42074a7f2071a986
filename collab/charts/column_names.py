"""What stands over the columns of a heatmap: names upright or turned, and which sectors are named above their bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collab.charts.board import Board, Column
from collab.charts.sizes import Size
from collab.charts.words import fits, is_whole, lines_in, lines_needed, with_its_end, wrapped
from collab.model import Sector

BETWEEN_SECTORS = 0.35
TURNED = 17
UPRIGHT = 9
MORE_LINES = 2
FOLDED = 19


@dataclass(frozen=True)
class Names:
    """Names over columns as printed, safe for plotly, on so many pixels; cut: those that are not printed whole.

    folded: sectors that are not named above their bar: too narrow, or named over their only column.
    """

    printed: list[str]
    turned: bool
    cut: list[str]
    folded: frozenset[Sector]
    pixels: int


def name_columns(board: Board, sector_names: Mapping[Sector, str], size: Size, pixels: float) -> Names:
    """Upright where they fit, else turned on as many lines as a column of so many pixels is wide.

    A sector's name is always upright, except where it is folded into the turned name of its column.
    """
    alone = not has_partners(board)
    words = [name_over(column, sector_names, alone=alone) for column in board.columns]
    room = int((pixels - 2) / size.small_letter)
    if not alone and not _fit_upright(words, room, size):
        return _turned(board, words, sector_names, size, pixels)
    every = [size.name_lines + MORE_LINES] * len(words)
    printed = _printed(words, room, every)
    folded = _folded(board, sector_names, size, pixels, turned=False)
    high = round(max(lines_in(name) for name in printed) * size.small * 1.3 + 4)
    return Names(printed, False, _cut(words, room, every), folded, high)


def _turned(board: Board, words: list[str], sector_names: Mapping[Sector, str], size: Size, pixels: float) -> Names:
    """A line holds as many letters as the names need, and no more than a size allows."""
    folded = _folded(board, sector_names, size, pixels, turned=True)
    most = max(1, min(size.name_lines, int(pixels / (size.small * 1.22))))
    lines = [max(most - 1, 1) if column.sector in folded else most for column in board.columns]
    letters = range(TURNED, size.turned_letters + 1)
    room = next((room for room in letters if not _cut(words, room, lines)), size.turned_letters)
    printed = _printed(words, room, lines)
    if len(set(printed)) < len(set(words)):
        ends = [with_its_end(word, room * own - 3 * own) for word, own in zip(words, lines, strict=True)]
        printed = _printed(ends, room, lines)
    longest = max(len(line) for name in [*printed, "-" * FOLDED * bool(folded)] for line in name.split("<br>"))
    return Names(printed, True, _cut(words, room, lines), folded, round(longest * size.small_letter + 6))


def _printed(words: Sequence[str], room: int, lines: Sequence[int]) -> list[str]:
    return [wrapped(word, room=room, lines=most) for word, most in zip(words, lines, strict=True)]


def _fit_upright(words: list[str], room: int, size: Size) -> bool:
    if all(fits(word, room=room, lines=size.name_lines) for word in words):
        return True
    return room >= UPRIGHT and max(lines_needed(word, room=room) for word in words) <= size.name_lines + MORE_LINES


def _cut(words: list[str], room: int, lines: Sequence[int]) -> list[str]:
    return [word for word, most in zip(words, lines, strict=True) if not is_whole(word, room=room, lines=most)]


def name_over(column: Column, sector_names: Mapping[Sector, str], *, alone: bool) -> str:
    """What stands over a column: beside partners, whose sector is named above, its mean is only "Mean"."""
    if column.is_partner:
        return column.name
    if alone:
        return column.name if column.sector is None else sector_names[column.sector]
    return "Mean" if column.sector is not None else "Mean of all"


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
        if sector is not None and len(sector_names[sector]) > sector_room(len(own), size, pixels)
    )


def sector_lines(
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


def counts_shown(board: Board) -> bool:
    """Whether the number of answer sheets is worth a row: not where each partner hands in one."""
    return any(column.is_partner and column.answers > 1 for column in board.columns)


def has_partners(board: Board) -> bool:
    """Whether any column is a partner, so that means need to be told from them."""
    return any(column.is_partner for column in board.columns)
