"""Text that is laid out: lines counted, cut where there is no room, tidied of what no file can hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from collab.reports.texts import ELLIPSIS, broken, cut, cut_in_middle, lines_of, tidy

ROOMS = st.floats(min_value=3, max_value=40)
LINES = st.integers(min_value=1, max_value=5)


@given(st.text(max_size=300), ROOMS, LINES)
def test_a_text_that_is_cut_has_no_more_lines_than_there_is_room_for(text: str, room: float, lines: int) -> None:
    said = cut(tidy(text), room, lines)
    assert lines_of(said, room) <= lines
    assert said == tidy(text) or said.endswith(ELLIPSIS)


@given(st.text(alphabet="abc MW-", max_size=120), ROOMS, LINES)
def test_a_name_cut_in_the_middle_has_no_more_lines_either(text: str, room: float, lines: int) -> None:
    name = " ".join(text.split())
    assert lines_of(cut_in_middle(name, room, lines), room) <= lines


def test_names_that_differ_at_their_end_still_differ_where_they_are_cut() -> None:
    names = [f"The Consolidated School District of Riverside, Number {number}" for number in (3, 4)]
    assert len({cut_in_middle(name, 16, 1) for name in names}) == 2


@given(st.text(max_size=200))
def test_a_tidied_text_holds_nothing_that_a_file_cannot_hold(text: str) -> None:
    said = tidy(text)
    assert tidy(said) == said
    assert not [sign for sign in said if sign != "\n" and (ord(sign) < 32 or 0xD800 <= ord(sign) <= 0xDFFF)]


def test_bullets_of_word_are_bullets_and_other_private_signs_are_left_out() -> None:
    assert tidy("\uf0b7 One\n\uf0a7 Two\n\uf0d8 Three\ue123\U000f0001") == "• One\n• Two\n• Three"


def test_line_breaks_stand_where_a_line_is_full() -> None:
    assert broken("one two three", 4.5) == "one two\nthree"
