"""Changes as rows and slopes as a grid: data, order, ends, and what is said where there is no change."""

from __future__ import annotations

import math

import numpy as np
import plotly.graph_objects as go
import pytest

from collab.charts.over_time import Slopes, by_change, colour_of, moves, scale_of, slopes
from collab.charts.over_time_rows import amount_text, change_rows, columns_beside
from collab.charts.over_time_slopes import least_width_of, slope_grid
from collab.charts.scale import of_scores
from collab.charts.sizes import PHONE, SCREEN
from collab.charts.slides import FULL, cells, meeting_size
from collab.charts.theme import DARK, LIGHT, contrast
from collab.model import Level, Sector
from collab.scoring import Tallies
from collab.scoring.changes import Direction
from collab.scoring.figures import Target, Unit
from collab.scoring.over_time import Followed, follow
from tests.charts.boards import grids, random_tallies, sector_names
from tests.factories import readiness_instrument, tallies

MEETING = meeting_size(FULL, ["A name"] * 4, cells(9))
POINTS = of_scores((1, 2, 3, 4))
ROUNDS = ("Baseline", "One year later", "Two years later")


def followed(*rounds: Tallies) -> Followed:
    """The sectors of these rounds."""
    both = [grids(each) for each in rounds]
    return follow([partners for partners, _ in both], [sectors for _, sectors in both])[1]


def labels() -> dict[Target, str]:
    found = followed(random_tallies(), random_tallies())
    questions = readiness_instrument()
    names = {factor.key: factor.readiness_name for factor in questions.factors}
    names |= {dimension.key: dimension.label for dimension in questions.dimensions}
    return {target: names.get(target.key, "Overall") for target in found.targets}


def three() -> Followed:
    return followed(*(random_tallies(seed=seed) for seed in (1, 2, 3)))


def grid_of(found: Followed, level: Level = Level.DIMENSION) -> Slopes:
    return slopes(found, labels(), sector_names(), rounds=ROUNDS, level=level)


def one_level(*levels: int) -> Followed:
    """Rounds in which every partner gives one level (1..4) to every factor."""
    return followed(*(tallies([[[6 * (point == level) for point in (1, 2, 3, 4)]] * 17] * 2) for level in levels))


def test_what_rose_most_comes_first_and_what_fell_most_last() -> None:
    lines = by_change(moves(three(), Unit(), labels(), level=Level.FACTOR))
    differences = [line.values[-1] - line.values[0] for line in lines]
    assert differences == sorted(differences, reverse=True)
    assert len(lines) == 17


def test_what_cannot_be_compared_comes_last_and_says_why() -> None:
    first = random_tallies()
    few = np.array(first.counts)
    few[:, 3] = (0, 0, 2, 0)
    found = followed(first, Tallies(first.partners, few, first.marks))
    lines = by_change(moves(found, Unit(), labels(), level=Level.FACTOR))
    assert (lines[-1].missing, lines[-1].amount, lines[-1].direction) == ("hidden in a round", "", None)
    assert all(math.isnan(value) for value in lines[-1].values)
    figure = change_rows(lines, rounds=ROUNDS[:2], scale=POINTS, colours=LIGHT)
    assert len(figure["data"][0]["x"]) == 16
    assert len(figure["layout"]["shapes"]) == 16
    assert any("hidden in a round" in note["text"] for note in figure["layout"]["annotations"])


@pytest.mark.parametrize(
    ("levels", "amount", "arrow", "colour"),
    [
        pytest.param((2, 3), "+1.0", "↗", LIGHT.rose, id="rose"),
        pytest.param((3, 2), "−1.0", "↘", LIGHT.fell, id="fell"),
        pytest.param((2, 2), "0.0", "→", LIGHT.muted, id="stayed"),
    ],
)
def test_a_change_has_a_sign_an_arrow_and_a_colour(
    levels: tuple[int, int], amount: str, arrow: str, colour: str
) -> None:
    line = moves(one_level(*levels), Unit(), labels(), level=Level.FACTOR)[0]
    assert (line.amount, line.arrow, colour_of(line.direction, LIGHT)) == (amount, arrow, colour)
    text = amount_text(line, LIGHT)
    assert f"{arrow} {amount}" in text
    assert text.startswith("<b>") is line.clear


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("direction", Direction)
def test_the_colour_of_a_change_can_be_read_as_text(colours: object, direction: Direction) -> None:
    palette = LIGHT if colours is LIGHT else DARK
    assert contrast(colour_of(direction, palette), palette.background) >= 4.5


def test_both_ends_print_their_band_and_the_later_one_is_bold() -> None:
    lines = moves(one_level(2, 4), Unit(), labels(), level=Level.DIMENSION)
    assert {line.texts for line in lines if line.target.key != "environment"} == {("2.0▼", "4.0▲")}
    figure = change_rows(lines, rounds=ROUNDS[:2], scale=POINTS, colours=LIGHT)
    printed = [text for trace in figure["data"][2:] for text in trace["text"]]
    assert any("<b>4.0▲</b>" in text for text in printed)
    assert not any("<b>2.0▼</b>" in text for text in printed)


def test_the_line_runs_between_the_two_ends_and_is_pale_where_the_change_is_small() -> None:
    lines = by_change(moves(three(), Unit(), labels(), level=Level.FACTOR))
    figure = change_rows(lines, rounds=ROUNDS, scale=POINTS, colours=LIGHT)
    for shape, line in zip(figure["layout"]["shapes"], lines, strict=True):
        assert (shape["x0"], shape["x1"]) == (line.values[0], line.values[-1])
        assert shape["line"]["color"].startswith("#") is line.clear


def test_sectors_stand_across_and_all_partners_last_unless_there_is_one_sector_only() -> None:
    found = grid_of(three())
    assert [lane.name for lane in found.lanes] == ["District", "Charter", "State", "All partners"]
    assert len(found.cells) == len(found.labels) == 4
    alone = followed(*(random_tallies(sectors=(Sector.DISTRICT,) * 2, seed=seed) for seed in (1, 2)))
    assert [lane.name for lane in grid_of(alone).lanes] == ["District"]


def test_a_line_of_the_grid_goes_through_all_rounds_from_left_to_right_inside_its_box() -> None:
    found = grid_of(three())
    traces = slope_grid(found, colours=LIGHT)["data"]
    drawn = traces[0]
    assert [value is None for value in drawn["x"]] == [False, False, False, True] * 4
    first = drawn["x"][:3]
    assert first == sorted(first)
    boxes = slope_grid(found, colours=LIGHT)["layout"]["shapes"]
    for row in range(4):
        inside = drawn["y"][row * 4 : row * 4 + 3]
        box = boxes[row * len(found.lanes)]
        assert all(box["y0"] <= value <= box["y1"] for value in inside)


def test_high_in_a_box_is_ready_and_its_ends_are_those_of_the_scale() -> None:
    figure = slope_grid(grid_of(one_level(1, 4)), colours=LIGHT)
    box, down = figure["layout"]["shapes"][0], figure["data"][0]["y"]
    assert down[0] == pytest.approx(box["y1"])
    assert down[1] == pytest.approx(box["y0"])


def test_a_missing_round_in_between_leaves_its_dot_out_and_no_hole_in_the_line() -> None:
    middle = random_tallies(seed=2)
    nobody = Tallies(middle.partners, np.zeros_like(middle.counts), middle.marks)
    found = followed(random_tallies(seed=1), nobody, random_tallies(seed=3))
    drawn = slope_grid(grid_of(found), colours=LIGHT)["data"][0]
    assert [value is None for value in drawn["x"]] == [False, False, True] * 4


def test_a_cell_without_a_change_says_why_and_draws_nothing() -> None:
    first = random_tallies()
    few = np.array(first.counts)
    few[4] = (0, 0, 1, 0)
    found = grid_of(followed(first, Tallies(first.partners, few, first.marks)))
    figure = slope_grid(found, colours=LIGHT)
    assert found.cells[0][2].missing == "hidden in a round"
    assert figure["data"][3 * 2]["x"] == []
    assert sum("hidden" in note["text"] for note in figure["layout"]["annotations"]) == 2 * 4


@pytest.mark.parametrize(
    "size", [SCREEN, PHONE, meeting_size(FULL, ["A name"] * 4, cells(9))], ids=["screen", "phone", "meeting"]
)
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_plotly_takes_both_charts_as_valid(size: object, colours: object) -> None:
    found = three()
    how = {"colours": colours, "size": size, "note": "A note"}
    lines = moves(found, Unit(), labels(), level=Level.FACTOR)
    go.Figure(change_rows(lines, rounds=ROUNDS, scale=scale_of(found), columns=columns_beside(shares=False), **how))  # type: ignore[arg-type]
    go.Figure(slope_grid(grid_of(found), **how))  # type: ignore[arg-type]
    assert least_width_of(grid_of(found), PHONE) > PHONE.width


def test_names_of_rounds_and_rows_are_never_formatting() -> None:
    weird = dict.fromkeys(labels(), "<b>x</b>")
    found = three()
    lines = moves(found, Unit(), weird, level=Level.FACTOR)
    rows = change_rows(lines, rounds=("<i>a</i>",) * 3, scale=POINTS, colours=LIGHT)
    cells = slopes(found, weird, sector_names(), rounds=("<i>a</i>",) * 3, level=Level.DIMENSION)
    for text in (repr(rows), repr(slope_grid(cells, colours=LIGHT))):
        assert "<b>x</b>" not in text
        assert "<i>a</i>" not in text
