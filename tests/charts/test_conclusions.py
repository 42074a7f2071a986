"""The marks beside a conclusion: which lines there are, in what order, and what is not shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import pytest

from collab.charts.conclusions import Rated, columns_beside, rated_lines, rated_marks
from collab.charts.scale import of_scores
from collab.charts.sizes import BESIDE, PHONE, Size
from collab.charts.theme import DARK, LIGHT, Palette
from collab.model import Level, Sector
from collab.scoring import Protection
from tests.charts.boards import grids, random_tallies
from tests.factories import INDIVIDUAL, readiness_instrument, tallies

POINTS = of_scores((1, 2, 3, 4))


def lines_of(
    dimension: str = "capacity", *, protection: Protection = INDIVIDUAL, people: int = 12
) -> tuple[Rated, ...]:
    partners, sectors = grids(random_tallies(people=people), protection)
    return rated_lines(partners, sectors, readiness_instrument(), dimension=dimension, k=protection.k)


def texts(spec: dict[str, Any]) -> list[str]:
    return [each["text"] for each in spec["layout"]["annotations"]]


def drawn(lines: Sequence[Rated], size: Size = BESIDE) -> dict[str, Any]:
    return rated_marks(lines, scale=POINTS, colours=LIGHT, size=size, note="Small dots: partners.")


def test_the_dimension_comes_first_and_then_its_weakest_factors_from_the_lowest() -> None:
    lines = lines_of()
    assert [line.target.level for line in lines] == [Level.DIMENSION, *[Level.FACTOR] * 3]
    figures = [line.everyone.value for line in lines[1:]]
    assert figures == sorted(figures)
    partners, sectors = grids(random_tallies())
    every = rated_lines(partners, sectors, readiness_instrument(), dimension="capacity", k=5, most=99)
    assert max(figures) <= min(line.everyone.value for line in every[4:])


def test_each_partner_that_is_shown_is_a_dot_and_each_number_stands_beside() -> None:
    lines = lines_of()
    spec = drawn(lines)
    go.Figure(spec)
    names = [trace.get("name") for trace in spec["data"]]
    assert names[-3:] == ["District", "Charter", "All partners"]
    dots = sum(len(trace["x"]) for trace in spec["data"][:-3])
    assert dots == 5 * len(lines)
    said = texts(spec)
    assert sum(text.startswith(f"<b>{lines[0].everyone.text}") for text in said) >= 1
    assert any(text.startswith(lines[1].everyone.text) for text in said)


def test_a_hidden_group_has_no_dot_and_no_number() -> None:
    given = tallies([[[6, 0, 0, 0]] * 17, [[0, 0, 0, 2]] * 17], sectors=(Sector.DISTRICT, Sector.CHARTER))
    partners, sectors = grids(given)
    lines = rated_lines(partners, sectors, readiness_instrument(), dimension="capacity", k=5)
    assert [len(line.partners) for line in lines] == [1] * len(lines)
    for line in lines:
        _, charter = line.sides
        assert charter is not None
        assert charter.text == "<5"
        assert math.isnan(charter.value)
    spec = drawn(lines)
    assert all(4 not in trace["x"] for trace in spec["data"])
    assert "&lt;5" in "".join(texts(spec))


def test_a_phone_has_room_for_all_partners_and_the_agreement_only() -> None:
    lines = lines_of()
    assert [column.name for column in columns_beside(lines, BESIDE)] == ["all", "district", "charter", "agreement"]
    assert [column.name for column in columns_beside(lines, PHONE)] == ["all", "agreement"]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("dimension", [each.key for each in readiness_instrument().dimensions])
def test_every_dimension_is_a_valid_figure(dimension: str, colours: Palette) -> None:
    go.Figure(rated_marks(lines_of(dimension), scale=POINTS, colours=colours, size=PHONE))
