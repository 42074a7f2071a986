"""Slides of a meeting: letters that the back of the room reads, names that are never cut, more slides where needed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.charts.geometry import lay_out
from collab.charts.slides import BARS, FULL, Beside, cells, dots, first_slide, meeting_size, slides
from collab.charts.words import lines_needed
from tests.charts.boards import board_of, sector_names

STATEMENT = "If you visited the central office within the last year, how satisfied were you overall with the service?"
KINDS = [cells(4), cells(12), dots(1), dots(3), BARS]


@pytest.mark.parametrize("beside", KINDS, ids=str)
@given(names=st.lists(st.text("abc def ", min_size=1, max_size=300), min_size=1, max_size=20))
def test_every_row_stands_on_one_slide_in_its_order_and_its_name_is_whole(beside: Beside, names: list[str]) -> None:
    parts = slides(names, beside)
    assert [row for part in parts for row in part] == list(range(len(names)))
    for part in parts:
        own = [names[row] for row in part]
        size = meeting_size(FULL, own, beside)
        needed = [lines_needed(name, room=size.label_room(size.label)) for name in own]
        assert max(needed) <= size.most_lines
        assert min(size.font, size.small) >= 28


def test_short_names_stand_on_one_slide_and_long_ones_on_as_few_as_hold_them() -> None:
    assert [len(part) for part in slides(["Grit"] * 11, cells(4))] == [11]
    assert [len(part) for part in slides([STATEMENT] * 10, cells(4))] == [5, 5]
    assert slides([], cells(4)) == []


def test_the_first_slide_holds_fewer_rows_where_names_are_long() -> None:
    assert first_slide(["Grit"] * 20, dots(3), most=9) == 9
    assert 1 < first_slide([STATEMENT] * 20, dots(3), most=9) < 9
    assert first_slide([STATEMENT * 20] * 3, dots(3), most=9) == 1


@pytest.mark.parametrize("columns", [4, 7])
def test_columns_of_a_slide_are_wide_enough_for_the_names_of_sectors(columns: int) -> None:
    board = board_of([STATEMENT] * 3, sectors=columns - 1)
    size = meeting_size(FULL, [row.label for row in board.rows], cells(len(board.columns)))
    places = lay_out(board, size, sector_names=sector_names(), with_gap=True)
    assert not any("-<br>" in name for name in places.names)
    assert places.cut == ()
