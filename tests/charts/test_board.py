"""The board behind heatmap and matrix: order, what is missing, what each mode prints."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from collab.charts import board as boards
from collab.charts.board import Show, State
from collab.charts.hover import hover_text
from collab.model import Dimension, Factor, Instrument, Level, Mark, Sector
from collab.scoring import Target, partner_figures
from tests.charts.boards import SECTORS, grids, random_tallies, sector_names, whole_board
from tests.factories import TEAM, instrument, readiness_instrument, tallies


def test_columns_stand_by_sector_each_led_by_its_mean_and_all_partners_last() -> None:
    names = [column.name for column in whole_board(random_tallies()).columns]
    assert names == ["District mean", "P0", "P1", "Charter mean", "P2", "P3", "P4", "All partners"]


def test_a_sector_of_one_partner_has_no_mean_of_its_own() -> None:
    columns = whole_board(random_tallies()).columns
    assert [column.is_partner for column in columns if column.sector is Sector.STATE] == [True]


def test_each_dimension_is_followed_by_its_factors_and_overall_is_not_a_row() -> None:
    rows = whole_board(random_tallies()).rows
    assert [row.target.level for row in rows[:5]] == [Level.DIMENSION, *[Level.FACTOR] * 4]
    assert len(rows) == 4 + 17
    assert all(row.target.level is not Level.OVERALL for row in rows)


def test_a_reversed_factor_goes_by_its_good_end() -> None:
    labels = [row.label for row in whole_board(random_tallies()).rows]
    assert "Free of damaging events" in labels
    assert "Events that could hurt success" not in labels


def with_other_questions() -> tuple[tuple[boards.Row, ...], Instrument]:
    asked = instrument(sizes=(2, 2), scored=(True, False))
    given = tallies([[[0, 0, 6, 0]] * 4] * 2)
    return boards.rows(partner_figures(given, asked, TEAM), asked), asked


def test_questions_of_no_dimension_stand_under_their_heading_and_no_row_sums_them_up() -> None:
    rows, _ = with_other_questions()
    assert [(row.target.key, row.heading) for row in rows] == [
        ("d0", ""),
        ("d0.f0", ""),
        ("d0.f1", ""),
        ("d1.f0", "Dimension 1"),
        ("d1.f1", ""),
    ]


def test_the_fewest_rows_that_speak_for_every_question_are_dimensions_and_questions_of_none() -> None:
    rows, _ = with_other_questions()
    assert [row.target.key for row in boards.summed_up(rows)] == ["d0", "d1.f0", "d1.f1"]
    assert [row.target.key for row in boards.dimensions_only(rows)] == ["d0"]


def test_questions_of_no_dimension_can_be_shown_alone_and_need_no_heading_then() -> None:
    given, asked = tallies([[[0, 0, 6, 0]] * 4] * 2), instrument(sizes=(2, 2), scored=(True, False))
    rows = boards.rows(partner_figures(given, asked, TEAM), asked, dimension="d1")
    assert [(row.target.key, row.heading) for row in rows] == [("d1.f0", ""), ("d1.f1", "")]


def test_a_label_that_is_a_cut_statement_gives_way_to_the_statement() -> None:
    whole = "When a student does something good at school, the parents are informed"
    factor = Factor("d.f", "When a student does something good at school…", whole, "d")
    asked = replace(
        instrument(), dimensions=(Dimension("d", "D", (factor, replace(factor, key="d.g", label="Praise"))),)
    )
    assert boards.label_of(Target(Level.FACTOR, "d.f", "d"), asked) == whole
    assert boards.label_of(Target(Level.FACTOR, "d.g", "d"), asked) == "Praise"


@pytest.mark.parametrize(("share", "text"), [(0.4655, "46.6%"), (0.525, "52.5%"), (1.0, "100.0%"), (0.00049, "0.0%")])
def test_a_share_is_said_with_one_decimal_wherever_it_is_said(share: float, text: str) -> None:
    assert boards.percent(share) == boards.figure_text(share, Show.SHARE) == text


def test_one_dimension_alone_keeps_its_summary_row_first() -> None:
    partners, _ = grids(random_tallies())
    rows = boards.rows(partners, readiness_instrument(), dimension="environment")
    assert [row.target.key for row in rows] == [
        "environment",
        "environment.history",
        "environment.setbacks",
        "environment.champions",
        "environment.opinion",
    ]


def test_a_small_group_is_hidden_and_says_how_small() -> None:
    board = whole_board(random_tallies(people=4))
    assert {cell.state for cell in board.cells[0]} == {State.HIDDEN}
    assert board.cells[0][1].text == "<5"
    assert math.isnan(board.cells[0][1].value)


def test_not_applicable_and_no_answer_are_told_apart_from_each_other_and_from_low() -> None:
    factors = len(readiness_instrument().factors)
    counts = [[[1, 0, 0, 0]] * factors for _ in range(2)]
    marks = [[[0] * len(Mark)] * factors for _ in range(2)]
    counts[0] = [[0, 0, 0, 0], [0, 0, 0, 0], *counts[0][2:]]
    marks[0] = [[1, 0, 0, 0], [0, 1, 0, 0], *marks[0][2:]]
    given = tallies(counts, sectors=(Sector.DISTRICT, Sector.CHARTER), marks=marks)
    board = whole_board(given, protection=TEAM)
    assert [board.cells[row][0].state for row in (1, 2, 3)] == [State.NOT_APPLICABLE, State.NO_ANSWER, State.FIGURE]
    assert [board.cells[row][0].text for row in (1, 2, 3)] == ["n/a", "–", "1.0"]


@pytest.mark.parametrize(
    ("show", "text", "position"),
    [
        pytest.param(Show.MEAN, "3.0", 2 / 3, id="mean"),
        pytest.param(Show.SHARE, "100.0%", 1.0, id="share"),
        pytest.param(Show.AGREEMENT, "1.00", 1.0, id="agreement"),
        pytest.param(Show.ANSWERS, "6", math.nan, id="answers"),
    ],
)
def test_each_mode_prints_its_figure_and_stands_on_a_fixed_scale(show: Show, text: str, position: float) -> None:
    given = tallies([[[0, 0, 6, 0]] * 17] * 2)
    cell = whole_board(given, show=show).cells[1][0]
    assert cell.text == text
    assert cell.position == pytest.approx(position, nan_ok=True)


def test_only_scores_carry_marks_of_strength_and_concern() -> None:
    given = tallies([[[0, 0, 0, 6]] * 17, [[6, 0, 0, 0]] * 17])
    marks = [cell.mark for cell in whole_board(given).cells[1]]
    assert marks == ["▲", "▼", ""]
    assert {cell.mark for cell in whole_board(given, show=Show.SHARE).cells[1]} == {""}


def test_sector_columns_leave_partners_out() -> None:
    _, sectors = grids(random_tallies(sectors=SECTORS))
    names = [column.name for column in boards.sector_columns(sectors, sector_names())]
    assert names == ["District mean", "Charter mean", "State mean", "All partners"]


def test_a_factor_that_many_call_not_applicable_is_doubtful_and_still_has_its_figure() -> None:
    factors = len(readiness_instrument().factors)
    counts = [[[0, 0, 6, 0]] * factors] * 2
    marks = [[[4 if factor == 0 else 0, 0, 0, 0] for factor in range(factors)]] * 2
    board = whole_board(tallies(counts, sectors=(Sector.DISTRICT, Sector.CHARTER), marks=marks))
    assert [cell.doubtful for cell in board.cells[1]] == [True] * len(board.columns)
    assert not any(cell.doubtful for cell in board.cells[2])
    assert board.cells[1][0].text == "3.0"
    assert "discuss" in hover_text(board, 1, 0)


def test_the_pointer_reads_how_many_answers_or_partners_a_figure_rests_on() -> None:
    board = whole_board(random_tallies())
    assert "From 12 rated answers" in hover_text(board, 1, 1)
    assert "2 of 2 partners" in hover_text(board, 1, 0)
