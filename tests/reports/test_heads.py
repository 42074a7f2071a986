"""What stands above the columns of a grid: sectors in words, and the means beside each part of the partners."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from collab.reports.content import Grid, GridRow, Head
from collab.reports.heads import column_parts, folded, group_lines, groups
from tests.reports.pages import a_grid

MOST = 8
NARROW, WIDE, MARGINS = 3.0, 9.0, 0.7


def heads_of(*sizes: int) -> tuple[Head, ...]:
    """Each sector's mean and its partners, then all and the gap."""
    found: list[Head] = []
    for name, size in zip(("District", "Charter", "Community"), sizes, strict=False):
        found.append(Head(f"{name} mean", group=name, kept=True))
        found += [Head(f"{name[0]} {number}", group=name) for number in range(size)]
    return (*found, Head("All partners", kept=True), Head("Gap", kept=True))


def a_grid_of(*sizes: int) -> Grid:
    heads = heads_of(*sizes)
    (row,) = a_grid(rows=1, columns=len(heads)).rows
    cells = tuple(replace(cell, text=head.name) for cell, head in zip(row.cells, heads, strict=True))
    return Grid("Factor", heads, [GridRow("Clear benefits", cells)])


def partners_of(part: Grid) -> list[str]:
    return [head.name for head in part.heads if not head.kept]


@pytest.mark.parametrize(("sizes", "wanted"), [((4, 3), [4, 3]), ((7, 1), [4, 4]), ((9, 2), [3, 4, 4])])
def test_each_part_has_the_means_and_the_gap_with_as_many_partners_as_there_is_room_for(
    sizes: tuple[int, ...], wanted: list[int]
) -> None:
    grid = a_grid_of(*sizes)
    parts = column_parts(grid, MOST)
    assert [len(partners_of(part)) for part in parts] == wanted
    assert [name for part in parts for name in partners_of(part)] == partners_of(grid)
    for part in parts:
        assert [head.name for head in part.heads if head.kept] == [
            "District mean", "Charter mean", "All partners", "Gap"
        ]  # fmt: skip
        assert [cell.text for cell in part.rows[0].cells] == [head.name for head in part.heads]


def test_a_grid_that_has_room_is_one_part() -> None:
    assert column_parts(a_grid_of(2, 2), MOST) == [a_grid_of(2, 2)]


def test_a_sector_stands_once_above_its_columns() -> None:
    found = groups(heads_of(2, 1))
    assert [(name, len(places)) for name, places in found] == [("District", 3), ("Charter", 2), ("", 2)]
    assert all(one.stop == other.start for (_, one), (_, other) in pairwise(found))


def test_a_sector_without_room_above_its_columns_stands_with_the_name_of_each_partner() -> None:
    heads = (*heads_of(2), Head("Families Together", group="Community"))
    found = folded(heads, [NARROW] * len(heads), MARGINS)
    assert [head.group for head in found] == ["District"] * 3 + [""] * 3
    assert found[-1].name == "Community: Families Together"
    assert group_lines(found, [NARROW] * len(heads), MARGINS) == 1
    assert folded(heads, [WIDE] * len(heads), MARGINS) == heads


def test_a_mean_alone_has_its_sector_in_its_own_name() -> None:
    (mean,) = folded(heads_of(0)[:1], [NARROW], MARGINS)
    assert (mean.name, mean.group) == ("District mean", "")
