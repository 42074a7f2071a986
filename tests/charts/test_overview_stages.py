"""The chart of stages: a dot for each initiative, and the names of those that stall."""

from __future__ import annotations

import pytest
from plotly.graph_objects import Figure

from collab.charts.overview_stages import Dot, Strip, stage_strips
from collab.charts.sizes import PHONE, SCREEN, Size
from collab.charts.theme import DARK, LIGHT

STRIPS = (
    Strip("Commit", tuple(Dot(f"Made-up {number}", number, stalls=False) for number in range(120)), 90.0),
    Strip("Assess", (Dot("Made-up <b>bold</b>", 700, stalls=True), Dot("Made-up other", 3, stalls=False)), 200.0),
    Strip("Plan", (), 365.0),
)


@pytest.mark.parametrize("size", [SCREEN, PHONE], ids=["screen", "phone"])
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_initiative_is_one_dot_inside_the_drawing(size: Size, colours: object) -> None:
    spec = stage_strips(STRIPS, colours=colours, size=size)  # type: ignore[arg-type]
    figure = Figure(spec)
    quiet, stalled = figure.data
    assert (len(quiet.x), len(stalled.x)) == (121, 1)
    bottom = spec["layout"]["yaxis"]["range"][0]
    assert all(0 < y < bottom for trace in figure.data for y in trace.y)


def test_those_that_stall_are_named_as_text() -> None:
    spec = stage_strips(STRIPS, colours=LIGHT, size=SCREEN)
    texts = [each["text"] for each in spec["layout"]["annotations"]]
    assert texts == [
        "<b>Commit</b>  120",
        "<b>Assess</b>  2",
        "◆ Stalls: Made-up &lt;b&gt;bold&lt;/b&gt; (700 days)",
        "<b>Plan</b>  0",
    ]


def test_many_that_stall_are_named_in_part() -> None:
    dots = tuple(Dot(f"Made-up {number}", 500 - number, stalls=True) for number in range(20))
    spec = stage_strips((Strip("Plan", dots, 100.0),), colours=LIGHT, size=SCREEN)
    text = spec["layout"]["annotations"][1]["text"]
    assert text.startswith("◆ 20 stall: Made-up 0 (500 days)")
    assert text.endswith("and 14 more")


def test_nothing_at_all_can_be_drawn() -> None:
    assert Figure(stage_strips((), colours=LIGHT, size=SCREEN)).data[0].x == ()
