"""Dumbbells, diverging bars and what to talk about first: data, order, ends."""

from __future__ import annotations

import math
from dataclasses import replace

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.charts.distributions import Spread, begins, diverging_bars
from collab.charts.dumbbells import agreement_text, columns_beside, dumbbells
from collab.charts.gap_bars import gap_bars
from collab.charts.pairs import Pair, pairs
from collab.charts.scale import AGREEMENT, SHARES, Column, Scale, axis_of, of_scores
from collab.charts.sizes import BESIDE, Size
from collab.charts.talk_first import Bar, lengths, talk_first
from collab.charts.theme import DARK, LIGHT, SECTOR_FILL
from collab.model import Level, Sector
from collab.scoring import gaps
from tests.charts.boards import grids, random_tallies
from tests.factories import readiness_instrument, tallies

FOUR: Scale = of_scores((1, 2, 3, 4))
PHONE = replace(BESIDE, width=358, label=0)
LONG = "The people who decide first ask families like mine what we think and explain afterwards what came of it"


def lines_of(given_tallies: object, level: Level = Level.FACTOR) -> tuple[Pair, ...]:
    instrument = readiness_instrument()
    _, sectors = grids(given_tallies)  # type: ignore[arg-type]
    return pairs(sectors, gap_bars(gaps(sectors, instrument), sectors), instrument, level=level)


def test_the_widest_gap_comes_first() -> None:
    sizes = [line.gap.size for line in lines_of(random_tallies()) if line.gap]
    assert sizes == sorted(sizes, reverse=True)


def test_a_gap_is_in_the_colour_of_the_higher_sector_and_notable_from_a_sixth() -> None:
    low, high = [[0, 6, 0, 0]] * 17, [[0, 0, 6, 0]] * 17
    bar = lines_of(tallies([low, high]))[0].gap
    assert bar is not None
    assert (bar.higher, bar.notable, bar.text) == (Sector.CHARTER, True, "1.0")
    assert bar.colour(LIGHT) == SECTOR_FILL[Sector.CHARTER]


def test_a_hidden_side_cannot_be_compared_and_comes_without_a_line() -> None:
    lines = lines_of(tallies([[[0, 2, 0, 0]] * 17, [[0, 0, 6, 0]] * 17]))
    assert all(line.gap is None for line in lines)
    assert all(math.isnan(line.values[0]) for line in lines)
    figure = dumbbells(lines, scale=FOUR, colours=LIGHT)
    assert figure["layout"]["shapes"] == []
    assert len(figure["data"][0]["x"]) == 0


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param(columns_beside(agreement=True, of_gap="from unrounded scores"), id="all"),
        pytest.param(columns_beside(agreement=False), id="gap"),
        pytest.param((), id="none"),
    ],
)
@pytest.mark.parametrize("size", [pytest.param(BESIDE, id="page"), pytest.param(PHONE, id="phone")])
def test_plotly_takes_dumbbells_as_valid(columns: tuple[Column, ...], size: Size) -> None:
    lines = lines_of(random_tallies())
    go.Figure(dumbbells(lines, scale=FOUR, colours=DARK, columns=columns, size=size, note="A note<br>of two lines"))


def test_what_gaps_are_worked_out_from_stands_under_their_head() -> None:
    columns = columns_beside(agreement=True, of_gap="from unrounded scores")
    figure = dumbbells(lines_of(random_tallies()), scale=FOUR, colours=LIGHT, columns=columns)
    heads = {note["x"] for note in figure["layout"]["annotations"] if note["text"] == "<b>Gap</b>"}
    below = {note["x"] for note in figure["layout"]["annotations"] if "from unrounded scores" in note["text"]}
    assert heads == below
    assert len(heads) == 1


def test_a_question_of_many_words_is_printed_whole_and_makes_its_line_higher() -> None:
    short, long = lines_of(random_tallies())[0], replace(lines_of(random_tallies())[1], label=LONG)
    axis = dumbbells((short, long), scale=FOUR, colours=LIGHT, size=BESIDE)["layout"]["yaxis"]
    assert axis["ticktext"][1].replace("<br>", " ") == LONG
    assert "…" not in "".join(axis["ticktext"])
    assert axis["range"][0] >= BESIDE.row + (axis["ticktext"][1].count("<br>") + 1) * BESIDE.font * 1.2


def test_columns_stand_right_of_the_scale_without_touching_and_inside_the_chart() -> None:
    columns = columns_beside(agreement=True, of_gap="points, from unrounded shares")
    axis = axis_of(SHARES, columns, BESIDE, letters=5)
    pixel = (axis.end - axis.begin) / (BESIDE.width - BESIDE.label - 8)
    at = 1.0
    for column in columns:
        half = column.width(BESIDE) / 2 * pixel
        assert axis.centres[column.name] - half >= at - 1e-9
        at = axis.centres[column.name] + half
    assert at <= axis.end + 1e-9


@pytest.mark.parametrize(("scores", "most"), [((1, 2, 3, 4), 4), (tuple(range(11)), 11), (tuple(range(101)), 11)])
def test_a_scale_of_many_scores_keeps_its_ticks_apart(scores: tuple[int, ...], most: int) -> None:
    scale = of_scores(scores)
    assert (scale.low, scale.high) == (scores[0], scores[-1])
    assert len(scale.ticks) == most


def test_the_ends_of_agreement_are_said_in_words() -> None:
    assert [text for _, text in AGREEMENT.ticks] == ["-1 split in two", "0 spread evenly", "+1 all alike"]


def test_district_and_charter_differ_in_shape_and_not_only_in_colour() -> None:
    figure = dumbbells(lines_of(random_tallies()), scale=FOUR, colours=LIGHT)
    assert [trace["marker"]["symbol"] for trace in figure["data"][:2]] == ["circle", "diamond"]


def test_a_split_sector_says_so_in_a_word() -> None:
    assert agreement_text(-0.4) == "<b>-0.40 split</b>"
    assert agreement_text(0.4) == "0.40"
    assert agreement_text(math.nan) == "–"


@given(st.lists(st.integers(0, 50), min_size=2, max_size=7).filter(sum))
def test_diverging_bars_join_without_a_hole_and_stay_inside(counts: list[int]) -> None:
    shares = tuple(count / sum(counts) for count in counts)
    starts = begins(shares)
    ends = [start + share for start, share in zip(starts, shares, strict=True)]
    assert ends[:-1] == pytest.approx(starts[1:])
    assert starts[0] >= -1 - 1e-9
    assert ends[-1] <= 1 + 1e-9


def test_with_an_even_number_of_levels_zero_stands_between_disagreement_and_agreement() -> None:
    assert begins((0.1, 0.2, 0.3, 0.4))[2] == pytest.approx(0)


def test_a_hidden_spread_has_no_bar_and_says_why() -> None:
    spreads = (Spread("Clear benefits", "Charter", Sector.CHARTER, (), "not shown"),)
    figure = diverging_bars(spreads, ("Disagree", "Agree"), colours=LIGHT)
    assert [len(trace["x"]) for trace in figure["data"]] == [0, 0]
    assert any(note["text"] == "not shown" for note in figure["layout"]["annotations"])
    go.Figure(figure)


def test_shares_are_printed_in_percent_with_one_decimal_where_a_bar_has_room() -> None:
    spreads = (Spread("Clear benefits", "District", Sector.DISTRICT, (1, 19, 20)),)
    figure = diverging_bars(spreads, ("Disagree", "Neither", "Agree"), colours=LIGHT, size=BESIDE)
    assert [trace["text"] for trace in figure["data"]] == [[""], ["47.5%"], ["50.0%"]]


def test_the_names_of_many_levels_take_more_lines_and_their_marks_can_be_told_from_the_page() -> None:
    levels = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
    spreads = (Spread(LONG, "District", Sector.DISTRICT, (1, 2, 3, 4, 5)),)
    notes = diverging_bars(spreads, levels, colours=LIGHT, size=PHONE)["layout"]["annotations"]
    legend = next(note["text"] for note in notes if "Strongly agree" in note["text"])
    assert legend.count("<br>") == 2
    assert "□</span> Neither" in legend
    assert any(note["text"].replace("<br>", " ") == LONG for note in notes)


PARTS = [
    pytest.param((0.6, 0.3, 0.3), id="all parts"),
    pytest.param((0.6, 0.2, None), id="no split"),
    pytest.param((None, 0.2, None), id="gap only"),
]


def bar_of(parts: tuple[float | None, ...]) -> Bar:
    known = [part for part in parts if part is not None]
    return Bar("Neutral convener", sum(known) / len(known), parts)  # type: ignore[arg-type]


@pytest.mark.parametrize("parts", PARTS)
@pytest.mark.parametrize("size", [pytest.param(BESIDE, id="page"), pytest.param(PHONE, id="phone")])
def test_a_bar_is_as_long_as_the_number_beside_it(parts: tuple[float | None, ...], size: Size) -> None:
    bar = bar_of(parts)
    figure = talk_first((bar,), colours=LIGHT, size=size)
    assert sum(lengths(bar)) == pytest.approx(bar.total)
    assert sum(trace["x"][0] for trace in figure["data"]) == pytest.approx(bar.total)
    assert any(note["text"] == f"<b>{bar.total:.2f}</b>" for note in figure["layout"]["annotations"])
    go.Figure(figure)


@pytest.mark.parametrize("size", [pytest.param(BESIDE, id="page"), pytest.param(PHONE, id="phone")])
def test_a_part_that_nobody_has_stands_in_no_legend(size: Size) -> None:
    bars = (bar_of((0.6, 0.2, None)), bar_of((0.5, None, None)))
    figure = talk_first(bars, colours=LIGHT, size=size)
    assert [trace["name"] for trace in figure["data"]] == ["Need (low score)", "Gap between the sectors"]
    assert not any("plit" in note["text"] for note in figure["layout"]["annotations"])


def test_the_parts_stand_in_columns_as_they_are_so_that_their_mean_can_be_checked() -> None:
    notes = talk_first((bar_of((0.6, None, 0.3)), bar_of((0.5, 0.1, 0.2))), colours=LIGHT)["layout"]["annotations"]
    texts = [note["text"] for note in notes]
    assert [text for text in texts if text[0].isdigit() or text == "–"] == ["0.60", "–", "0.30", "0.50", "0.10", "0.20"]
    assert "Bar: mean of need, gap and split" in texts
