"""The matrix of many partners: order, search, means on top, literal names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from collab.charts.matrix import BY_NAME, matrix, ordered
from collab.charts.theme import LIGHT
from collab.model import Sector
from tests.charts.boards import board_of, random_tallies, sector_names, whole_board

MANY = tuple([Sector.DISTRICT] * 20 + [Sector.CHARTER] * 20)


def test_partners_stand_by_name_and_means_are_not_among_them() -> None:
    board = whole_board(random_tallies(sectors=MANY))
    names = [board.columns[place].name for place in ordered(board, by=BY_NAME)]
    assert names == sorted(names)
    assert len(names) == 40


@pytest.mark.parametrize("highest_first", [False, True], ids=["lowest first", "highest first"])
def test_partners_without_a_figure_come_last_in_either_direction(highest_first: bool) -> None:
    given = random_tallies(sectors=MANY)
    given.counts[7] = 0
    board = whole_board(given)
    places = ordered(board, by="purpose", highest_first=highest_first)
    values = [board.cells[0][place].value for place in places[:-1]]
    assert values == sorted(values, reverse=highest_first)
    assert board.columns[places[-1]].name == "P7"


def test_shares_are_printed_with_one_decimal_under_a_head_that_says_percent() -> None:
    board = board_of(["Grit", "Safety"])
    table = matrix(board, [], sector_names=sector_names(), colours=LIGHT, caption="All")
    assert table.count("<small>%</small></th>") == 2
    assert ">52.5</td>" in table
    assert "52.5%" not in table


def test_long_names_stand_whole_and_other_questions_under_their_heading() -> None:
    question = "If you visited the central office within the last year, how satisfied were you with the service?"
    board = board_of(["Grit", question, "I read with my child"])
    first, second, third = board.rows
    headed = replace(board, rows=(first, replace(second, heading="Other questions"), third))
    table = matrix(headed, [], sector_names=sector_names(), colours=LIGHT, caption="All")
    head = table.split("</tr>")[0]
    assert question in head
    assert head.count("<small>Other questions</small>") == 2
    assert "<small>Other questions</small>Grit" not in head


def test_a_search_finds_part_of_a_name_in_any_case() -> None:
    board = whole_board(random_tallies(sectors=MANY))
    assert [board.columns[place].name for place in ordered(board, by=BY_NAME, search="p39")] == ["P39"]


def test_a_search_finds_a_name_whatever_its_accents() -> None:
    board = whole_board(random_tallies(sectors=MANY))
    named = replace(
        board, columns=tuple(replace(each, name=each.name.replace("P39", "San José")) for each in board.columns)
    )
    assert [named.columns[place].name for place in ordered(named, by=BY_NAME, search="san jose")] == ["San José"]


def test_means_stand_in_the_head_and_names_are_literal() -> None:
    board = whole_board(random_tallies(sectors=MANY))
    named = replace(board, columns=tuple(replace(column, name=f"<i>{column.name}</i>") for column in board.columns))
    table = matrix(
        named, ordered(named, by=BY_NAME), sector_names=sector_names(), colours=LIGHT, caption="Readiness & more"
    )
    head, body = table.split("</thead>")
    assert head.count("<tr>") == 1 + 3
    assert body.count("<tr>") == 40
    assert "<i>P" not in table
    assert "Readiness &amp; more" in table
