"""The heatmap: cells, what can be chosen, names that never collide, and text that can be read."""

from __future__ import annotations

import re
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from collab.charts.board import Board, State
from collab.charts.gap_bars import gap_bars
from collab.charts.geometry import lay_out
from collab.charts.heatmap import heatmap
from collab.charts.matrix import BY_NAME, matrix, ordered
from collab.charts.sizes import PHONE, SCREEN, Box, Size
from collab.charts.slides import FULL, cells, meeting_size
from collab.charts.theme import DARK, LIGHT, Palette, colour_at, contrast, ink_on
from collab.model import Sector
from collab.scoring import gaps
from tests.charts.boards import board_of, grids, random_tallies, sector_names, whole_board
from tests.factories import readiness_instrument

EVIL = "<b>Bold</b> $x$ %{x} :red[a] & Sons"


def drawn(board: Board, *, colours: Palette = LIGHT, size: Size = SCREEN) -> dict:
    _, sectors = grids(random_tallies())
    bars = gap_bars(gaps(sectors, readiness_instrument()), sectors)
    return heatmap(board, gaps=bars, sector_names=sector_names(), colours=colours, size=size, note="A note")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    "size", [SCREEN, PHONE, meeting_size(FULL, ["Row"] * 5, cells(8))], ids=["screen", "phone", "meeting"]
)
def test_plotly_takes_the_figure_as_valid(colours: Palette, size: Size) -> None:
    go.Figure(drawn(whole_board(random_tallies()), colours=colours, size=size))


def test_every_cell_can_be_chosen_and_says_which_it_is() -> None:
    board = whole_board(random_tallies())
    chosen = drawn(board)["data"][-1]["customdata"]
    assert len(chosen) == len(board.rows) * len(board.columns)
    assert chosen[1] == ["P0", "dimension", "purpose"]
    assert chosen[-1] == ["all", "factor", "capacity.communication"]


def test_hidden_cells_have_no_colour_and_a_dotted_frame() -> None:
    board = whole_board(random_tallies(people=4))
    figure = drawn(board)
    assert all(value is None for line in figure["data"][0]["z"] for value in line)
    frames = [shape for shape in figure["layout"]["shapes"] if shape["type"] == "path"]
    assert len(frames) == 1
    assert frames[0]["path"].count("M ") == len(board.rows) * len(board.columns)


def test_names_of_users_are_literal_text() -> None:
    board = whole_board(random_tallies())
    named = replace(board, columns=tuple(replace(column, name=EVIL) for column in board.columns))
    figure = drawn(named)
    texts = [note["text"] + note.get("hovertext", "") for note in figure["layout"]["annotations"]]
    texts += list(figure["data"][-1]["hovertext"])
    assert not any("<b>Bold" in text for text in texts)
    assert figure["data"][-1]["hovertemplate"] == "%{hovertext}<extra></extra>"


@pytest.mark.parametrize("count", [2, 9, 12, 20, 24])
def test_names_over_columns_never_collide_on_a_screen_of_1440_pixels(count: int) -> None:
    sectors = tuple(Sector.DISTRICT if place % 3 else Sector.CHARTER for place in range(count))
    board = whole_board(random_tallies(sectors=tuple(sorted(sectors, reverse=True))))
    long = tuple(replace(column, name="Old Mill Community School of the Arts and Sciences") for column in board.columns)
    places = lay_out(replace(board, columns=long), SCREEN, sector_names=sector_names(), with_gap=True)
    for name in places.names:
        lines = name.split("<br>")
        needed = len(lines) * SCREEN.small * 1.2 if places.turned else max(map(len, lines)) * SCREEN.small_letter
        assert needed <= places.pixels
    assert places.width <= 1200


def test_a_sector_is_named_once() -> None:
    notes = drawn(whole_board(random_tallies()))["layout"]["annotations"]
    assert sum("Charter" in note["text"] for note in notes) == 1


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_ink_on_every_colour_of_the_scale_can_be_read(colours: Palette) -> None:
    fills = [colour_at(colours, step / 200) for step in range(201)]
    assert min(contrast(ink_on(fill), fill) for fill in fills) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_one_ink_is_read_on_the_whole_scale_so_that_no_column_mixes_black_and_white(colours: Palette) -> None:
    assert len({ink_on(colour_at(colours, step / 200)) for step in range(201)}) == 1


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_in_sector_colours_can_be_read_on_the_page(colours: Palette) -> None:
    words = [*colours.sector_text.values(), colours.ink, colours.muted]
    assert min(contrast(colour, colours.background) for colour in words) >= 4.5


def test_the_same_figure_has_the_same_colour_whatever_else_is_on_the_board() -> None:
    one, other = whole_board(random_tallies(seed=1)), whole_board(random_tallies(seed=2))
    both = [
        {cell.value: cell.position for line in board.cells for cell in line if cell.state is State.FIGURE}
        for board in (one, other)
    ]
    shared = both[0].keys() & both[1].keys()
    assert shared
    assert all(both[0][value] == both[1][value] for value in shared)


@pytest.mark.parametrize("rows", [4, 5, 9, 12])
@pytest.mark.parametrize("columns", [0, 4, 6, 12])
def test_nothing_in_a_meeting_at_1920_by_1080_is_smaller_than_28_pixels(rows: int, columns: int) -> None:
    size = meeting_size(FULL, ["Clear benefits"] * rows, cells(columns))
    assert min(size.font, size.small, size.mark) >= 28


@pytest.mark.parametrize("box", [FULL, Box(1344, 720), Box(1270, 600), Box(1184, 560)], ids=str)
@pytest.mark.parametrize("dimension", ["purpose", "capacity", None])
def test_a_meeting_chart_fills_the_projector_exactly(box: Box, dimension: str | None) -> None:
    board = whole_board(random_tallies())
    rows = [place for place, row in enumerate(board.rows) if dimension in (row.target.dimension, row.target.key)]
    if dimension is None:
        rows = [place for place, row in enumerate(board.rows) if row.is_dimension]
    part = replace(board, rows=tuple(board.rows[row] for row in rows), cells=tuple(board.cells[row] for row in rows))
    size = meeting_size(box, [row.label for row in part.rows], cells(len(board.columns)))
    places = lay_out(part, size, sector_names=sector_names(), with_gap=True)
    assert places.height == pytest.approx(box.height, abs=1)
    assert places.rows.pixels >= size.font * 1.15
    assert places.width <= box.width


def test_sector_means_alone_are_named_by_their_sectors_and_never_mean() -> None:
    board = whole_board(random_tallies())
    kept = [place for place, column in enumerate(board.columns) if not column.is_partner]
    means = replace(
        board,
        columns=tuple(board.columns[place] for place in kept),
        cells=tuple(tuple(line[place] for place in kept) for line in board.cells),
    )
    notes = [
        note["text"].replace("<br>", " ")
        for note in drawn(means, size=meeting_size(FULL, [row.label for row in means.rows], cells(len(kept))))[
            "layout"
        ]["annotations"]
    ]
    assert notes[: len(kept)] == ["<b>District</b>", "<b>Charter</b>", "<b>All partners</b>"]
    assert not any("Mean" in note for note in notes)


def test_on_a_phone_at_least_three_columns_stand_beside_the_names() -> None:
    places = lay_out(whole_board(random_tallies()), PHONE, sector_names=sector_names(), with_gap=True)
    assert places.label_px + 3.5 * places.pixels <= PHONE.width


def test_up_to_eight_partners_are_named_upright_on_a_screen() -> None:
    sectors = (Sector.DISTRICT,) * 4 + (Sector.CHARTER,) * 4
    board = whole_board(random_tallies(sectors=sectors))
    names = ("Eastport City Schools", "Harbor Charter", "Northlight Academies", "Tidewheel Community School")
    named = replace(
        board, columns=tuple(replace(column, name=names[place % 4]) for place, column in enumerate(board.columns))
    )
    assert not lay_out(named, SCREEN, sector_names=sector_names(), with_gap=True).turned


@pytest.mark.parametrize(
    ("sectors", "size", "printed"),
    [
        pytest.param(2, SCREEN, "52.5%", id="room for the unit"),
        pytest.param(2, replace(PHONE, widest_column=34), "52.5", id="room for a decimal"),
        pytest.param(2, replace(SCREEN, widest_column=24), "53", id="room for whole percent"),
    ],
)
def test_a_share_is_printed_as_fine_as_the_columns_have_room_for(sectors: int, size: Size, printed: str) -> None:
    figure = heatmap(board_of(["A"], sectors=sectors), gaps={}, sector_names=sector_names(), colours=LIGHT, size=size)
    assert figure["data"][1]["text"] == (printed,) * (sectors + 1)


@pytest.mark.parametrize("size", [SCREEN, PHONE], ids=["screen", "phone"])
def test_a_long_question_is_printed_whole_on_a_row_that_is_high_enough(size: Size) -> None:
    question = "If you visited the central office within the last year, how satisfied were you with the service?"
    board = board_of(["Grit", question])
    places = lay_out(board, size, sector_names=sector_names(), with_gap=True)
    assert places.rows.labels[1].replace("<br>", " ") == question
    assert places.cut == ()
    lines = places.rows.labels[1].count("<br>") + 1
    assert places.rows.heights[1] * places.rows.pixels >= lines * size.font * 1.3
    assert places.rows.heights[0] == 1.0


def test_names_without_room_are_told_apart_and_named_as_cut() -> None:
    count = 20
    names = [f"Old Mill Community Academy of the Arts and Sciences at Harbor Street Number {n}" for n in range(count)]
    board = whole_board(random_tallies(sectors=(Sector.DISTRICT,) * count))
    partners = iter(names)
    named = replace(
        board,
        columns=tuple(replace(each, name=next(partners)) if each.is_partner else each for each in board.columns),
    )
    places = lay_out(named, SCREEN, sector_names=sector_names(), with_gap=True)
    assert set(places.cut) == set(names)
    assert len(set(places.names)) == len(board.columns)


def test_a_partner_whose_sector_is_folded_into_its_name_is_never_cut_in_silence() -> None:
    sectors = (Sector.DISTRICT,) * 9 + (Sector.CHARTER,) * 8 + (Sector.CATHOLIC_PRIVATE,)
    board = whole_board(random_tallies(sectors=sectors))
    long = "Saint Orrin Catholic School of the Holy Cross at Eastport"
    named = replace(
        board, columns=tuple(replace(each, name=long) if each.name == "P17" else each for each in board.columns)
    )
    places = lay_out(named, SCREEN, sector_names=sector_names(), with_gap=True)
    assert Sector.CATHOLIC_PRIVATE in places.folded
    note = next(note for note in drawn(named)["layout"]["annotations"] if note.get("hovertext") == long)
    assert long in note["text"].replace("<br>", " ") or long in places.cut


def test_the_heading_of_other_questions_stands_between_the_rows() -> None:
    board = board_of(["Grit", "I read with my child"])
    headed = replace(board, rows=(board.rows[0], replace(board.rows[1], heading="Other questions")))
    axis = heatmap(headed, gaps={}, sector_names=sector_names(), colours=LIGHT)["layout"]["yaxis"]
    at = dict(zip(axis["ticktext"], axis["tickvals"], strict=True))
    assert at["Grit"] < at["<b>Other questions</b>"] < at["I read with my child"]


def test_answer_sheets_are_counted_above_the_cells_unless_each_partner_hands_in_one() -> None:
    def notes(answers: int) -> list[str]:
        board = whole_board(random_tallies())
        counted = replace(board, columns=tuple(replace(column, answers=answers) for column in board.columns))
        return [note["text"] for note in drawn(counted)["layout"]["annotations"]]

    assert notes(12).count("12") == len(whole_board(random_tallies()).columns)
    assert "Answer sheets" not in notes(1)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_cell_of_the_matrix_can_be_read(colours: Palette) -> None:
    board = whole_board(random_tallies(sectors=tuple([Sector.DISTRICT] * 30 + [Sector.CHARTER] * 30)))
    table = matrix(board, ordered(board, by=BY_NAME), sector_names=sector_names(), colours=colours, caption="All")
    looks = re.findall(r"background:(#\w{6});color:(#\w{6})", table)
    assert looks
    assert min(contrast(ink, fill) for fill, ink in looks) >= 4.5
