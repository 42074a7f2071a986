"""What stands above the columns of a grid: groups that share a name, and which columns one slide has room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from collab.reports.content import Grid, GridRow, Head
from collab.reports.texts import BOLD, lines_of, tidy, wide

MOST_GROUP_LINES = 2


def groups(heads: Sequence[Head]) -> list[tuple[str, range]]:
    """The names above the columns, each with the places of its columns; "" where nothing stands above them."""
    runs = (list(places) for _, places in groupby(range(len(heads)), key=lambda at: heads[at].group))
    return [(heads[run[0]].group, range(run[0], run[-1] + 1)) for run in runs]


def folded(heads: Sequence[Head], sides: Sequence[float], margins: float) -> tuple[Head, ...]:
    """The heads, where a group too narrow for its name gives it to its columns; a mean has it in its own name.

    sides: how wide the columns are, margins: of a cell, both in heights of a letter.
    """
    found = list(heads)
    for name, places in groups(heads):
        if not name or _fits(tidy(name), (sum(sides[at] for at in places) - margins) / BOLD):
            continue
        for at in places:
            said = heads[at].name if heads[at].kept else f"{name}: {heads[at].name}"
            found[at] = replace(heads[at], name=said, group="")
    return tuple(found)


def group_lines(heads: Sequence[Head], sides: Sequence[float], margins: float) -> int:
    """On how many lines the names of groups stand, 0 where there are none."""
    return max(
        (
            lines_of(tidy(name), (sum(sides[at] for at in places) - margins) / BOLD)
            for name, places in groups(heads)
            if name
        ),
        default=0,
    )


def _fits(name: str, room: float) -> bool:
    return lines_of(name, room) <= MOST_GROUP_LINES and all(wide(word) <= room for word in name.split())


def column_parts(grid: Grid, most: int) -> list[Grid]:
    """The grid in parts of at most so many columns; each has the columns that are kept, in their order."""
    kept = [at for at, head in enumerate(grid.heads) if head.kept]
    others = [at for at, head in enumerate(grid.heads) if not head.kept]
    room = most - len(kept)
    if len(grid.heads) <= most or room < 1:
        return [grid]
    sizes = [len(list(run)) for _, run in groupby(others, key=lambda at: grid.heads[at].group)]
    ends = _ends(sizes, room)
    return [_only(grid, sorted([*kept, *others[begin:end]])) for begin, end in pairwise(ends)]


def _ends(sizes: Sequence[int], room: int) -> list[int]:
    """Where parts end: with a group where that makes no more parts, else about equally full."""
    count, used, ends = sum(sizes), 0, [0]
    for size in sizes:
        if used + size - ends[-1] > room:
            ends.append(used)
        used += size
    least = -(-count // room)
    whole = [*ends, count]
    if len(whole) - 1 == least and all(end - begin <= room for begin, end in pairwise(whole)):
        return whole
    return [count * part // least for part in range(least + 1)]


def _only(grid: Grid, places: Sequence[int]) -> Grid:
    rows: list[GridRow] = [replace(row, cells=tuple(row.cells[at] for at in places)) for row in grid.rows]
    return replace(grid, heads=tuple(grid.heads[at] for at in places), rows=rows)
