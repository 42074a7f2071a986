"""Tables in a meeting view: how much larger their letters are where there is room."""

from __future__ import annotations

from collab.ui.meeting_table import LARGEST, enlarged

SENTENCE = "Shared buses bring 400 more students of both sectors to school on time by June 2027."


def table(rows: int, text: str = SENTENCE) -> dict[str, list[str]]:
    return {"Goal": [text] * rows, "By": ["27 Feb 2026"] * rows, "Done": ["1 of 8 done"] * rows}


def test_few_rows_stand_in_the_largest_letters_and_more_rows_in_smaller_ones() -> None:
    sizes = [enlarged(table(rows)) for rows in (1, 7, 9, 30)]
    assert sizes[0] == LARGEST
    assert sizes[-1] == 1.0
    assert sizes == sorted(sizes, reverse=True)
    assert 1.0 < sizes[2] < LARGEST


def test_long_texts_leave_less_room_than_short_ones() -> None:
    assert enlarged(table(7, SENTENCE * 2)) < enlarged(table(7, "Train teachers"))


def test_columns_without_room_beside_each_other_are_not_enlarged() -> None:
    assert enlarged({f"Column {number}": ["27 February"] for number in range(12)}) == 1.0


def test_a_word_wider_than_its_column_is_counted_in_lines() -> None:
    assert enlarged(table(7, "W" * 400)) == 1.0
