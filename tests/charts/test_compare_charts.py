"""Dumbbells, diverging bars and what to talk about first: data, order, ends."""

from __future__ import annotations

import math

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.charts.distributions import Spread, begins, diverging_bars
from collab.charts.dumbbells import agreement_text, dumbbells
from collab.charts.gap_bars import gap_bars
from collab.charts.pairs import Pair, pairs
from collab.charts.talk_first import Bar, lengths, talk_first
from collab.charts.theme import DARK, LIGHT, SECTOR_FILL
from collab.model import Level, Sector
from collab.scoring import gaps
from tests.charts.boards import grids, random_tallies
from tests.factories import readiness_instrument, tallies


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
    figure = dumbbells(lines, ends=(1.0, 4.0), colours=LIGHT)
    assert figure["layout"]["shapes"] == []
    assert len(figure["data"][0]["x"]) == 0


@pytest.mark.parametrize("beside", [("gap", "district", "charter"), ("gap",), ()], ids=["all", "gap", "none"])
def test_plotly_takes_dumbbells_as_valid(beside: tuple[str, ...]) -> None:
    go.Figure(dumbbells(lines_of(random_tallies()), ends=(1.0, 4.0), colours=DARK, beside=beside, note="A note"))


def test_district_and_charter_differ_in_shape_and_not_only_in_colour() -> None:
    figure = dumbbells(lines_of(random_tallies()), ends=(1.0, 4.0), colours=LIGHT)
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


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param((0.6, 0.3, 0.3), id="all parts"),
        pytest.param((0.6, 0.2, None), id="no split"),
        pytest.param((None, 0.2, None), id="gap only"),
    ],
)
def test_the_parts_of_what_to_talk_about_add_up_to_the_total(parts: tuple[float | None, ...]) -> None:
    known = [part for part in parts if part is not None]
    bar = Bar("Neutral convener", sum(known) / len(known), parts)  # type: ignore[arg-type]
    assert sum(lengths(bar)) == pytest.approx(bar.total)
    go.Figure(talk_first((bar,), colours=LIGHT))
