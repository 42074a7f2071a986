"""The chart of stages: a dot for each initiative, and the names of those that stall."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from plotly.graph_objects import Figure

from collab.charts.overview_stages import Dot, Strip, axis_reach, stage_strips
from collab.charts.sizes import PHONE, SCREEN, Size
from collab.charts.slides import BARS, FULL, meeting_size
from collab.charts.theme import DARK, LIGHT

MEETING = replace(meeting_size(FULL, ["Implement"] * 10, BARS), mark=18)
YOUNG = tuple(Dot(f"Made-up {number}", number, f"{number} days", stalls=False) for number in range(120))
BOLD = Dot("Made-up <b>bold</b>", 700, "23 months", stalls=True)
STRIPS = (
    Strip("Commit", YOUNG, 90.0),
    Strip("Assess", (BOLD, Dot("Made-up other", 3, "3 days", stalls=False)), 200.0),
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
        "◆ Stalls: Made-up &lt;b&gt;bold&lt;/b&gt; (23 months)",
        "<b>Plan</b>  0",
    ]


def test_a_stage_without_a_long_stay_has_no_dotted_line() -> None:
    spec = stage_strips((*STRIPS[:2], Strip("Plan", (), None)), colours=LIGHT, size=SCREEN)
    dotted = [shape["x0"] for shape in spec["layout"]["shapes"] if shape["line"].get("dash") == "dot"]
    assert dotted == [90.0, 200.0]


def test_many_that_stall_are_named_in_part() -> None:
    dots = tuple(Dot(f"Made-up {number}", 500 - number, "16 months", stalls=True) for number in range(20))
    spec = stage_strips((Strip("Plan", dots, 100.0),), colours=LIGHT, size=SCREEN)
    text = spec["layout"]["annotations"][1]["text"]
    assert text.startswith("◆ 20 stall: Made-up 0 (16 months)")
    assert text.endswith("and 14 more")


@pytest.mark.parametrize("size", [SCREEN, PHONE, MEETING], ids=["screen", "phone", "meeting"])
@pytest.mark.parametrize("longest", [20, 366, 500, 700, 1300, 5000, 40_000])
def test_the_axis_says_a_time_at_its_start_and_beyond_its_last_dot(size: Size, longest: int) -> None:
    strip = Strip("Plan", (Dot("Made-up", longest, "long", stalls=False),), 90.0)
    axis = stage_strips((strip,), colours=LIGHT, size=size)["layout"]["xaxis"]
    days, room = axis["tickvals"], 9 * size.small_letter * axis["range"][1] / size.width
    assert days[0] == 0
    assert longest <= days[-1] <= axis["range"][1] or longest > 100 * 366
    assert all(later - earlier > room for earlier, later in pairwise(days))


OLD = Dot("Made-up old", 5479, "15 years", stalls=False)
OLDER = Dot("Made-up older", 7305, "20 years", stalls=True)


@pytest.mark.parametrize("size", [SCREEN, PHONE, MEETING], ids=["screen", "phone", "meeting"])
def test_one_old_initiative_leaves_the_others_their_room(size: Size) -> None:
    young = tuple(Dot(f"Made-up {days}", days, f"{days} days", stalls=False) for days in range(300, 20, -20))
    strips = (Strip("Plan", (OLDER, OLD, *young), 150.0), Strip("Sustain", (OLD, *young), 200.0))
    spec = stage_strips(strips, colours=LIGHT, size=size)
    right = spec["layout"]["xaxis"]["range"][1]
    assert right == axis_reach(strips) < 3 * 365
    quiet, stalls = spec["data"]
    assert [x for x in quiet["x"] if x == right] == [right] * 2
    assert list(stalls["x"]) == [right]
    told = {each["text"]: each for each in spec["layout"]["annotations"] if "▸" in each["text"]}
    assert list(told) == ["15 years to 20 years ▸", "15 years ▸"]
    assert told["15 years to 20 years ▸"]["y"] < min(
        y for x, y in zip(quiet["x"], quiet["y"], strict=True) if x == right
    )


def test_where_many_are_old_the_axis_reaches_to_them() -> None:
    strip = Strip("Plan", (OLDER, OLD, Dot("Made-up new", 20, "20 days", stalls=False)), 100.0)
    assert axis_reach((strip,)) > OLD.days
    assert axis_reach((Strip("Plan", (), 365.0),)) < 400


def test_in_a_meeting_all_strips_fill_the_slide_and_nothing_is_smaller_than_28_pixels() -> None:
    spec = stage_strips(STRIPS, colours=LIGHT, size=MEETING, note="A note")
    assert spec["layout"]["height"] == MEETING.height
    assert spec["layout"]["xaxis"]["tickfont"]["size"] >= 28
    assert all(each["font"]["size"] >= 28 for each in spec["layout"]["annotations"])
    tops = [each["y"] for each in spec["layout"]["annotations"][:3]]
    floors = [each["y0"] for each in spec["layout"]["shapes"][::2]]
    dots = [y for trace in spec["data"] for y in trace["y"]]
    assert all(top + MEETING.font < floor for top, floor in zip(tops, floors, strict=True))
    assert min(dots) > tops[0] + MEETING.font


def test_nothing_at_all_can_be_drawn() -> None:
    assert Figure(stage_strips((), colours=LIGHT, size=SCREEN)).data[0].x == ()
