"""The path and the timeline: every state drawn in words too, loops above, plans beside what happened."""

from __future__ import annotations

from datetime import date

import pytest
from plotly.graph_objects import Figure

from collab.charts.rough import layers
from collab.charts.sizes import PHONE, SCREEN, Size
from collab.charts.stage_path import Loop, Stop, stage_path
from collab.charts.theme import palette
from collab.charts.timeline import Bar, Hop, Lane, days_of, hops_between, timeline
from collab.journey import StageState

TODAY = date(2026, 11, 20)
LABELS = ("Commit", "Assess", "Plan", "Implement", "Sustain")
STATES = (
    StageState.DONE,
    StageState.DONE,
    StageState.REVISITING,
    StageState.UNDER_WAY,
    StageState.NOT_STARTED,
)
LOOP = Loop(3, 2, "Back to Plan on 1 Jun 2026", "The <b>pilot</b> failed")


def stops(**changes: object) -> tuple[Stop, ...]:
    """Five stages in every state; the third is where the initiative stands."""
    return tuple(
        Stop(
            letter="ABCDE"[place],
            label=label,
            state=state,
            words=str(state),
            share=place / 4,
            completed=f"{place * 25}%",
            is_here=place == 2,
            passed=place < 3,
            **changes,  # type: ignore[arg-type]
        )
        for place, (label, state) in enumerate(zip(LABELS, STATES, strict=True))
    )


def texts(spec: dict[str, object]) -> list[str]:
    layout = spec["layout"]
    assert isinstance(layout, dict)
    return [note["text"] for note in layout["annotations"]]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [SCREEN, PHONE], ids=["screen", "phone"])
def test_plotly_takes_the_path_and_every_stage_is_said_in_words(size: Size, dark: bool) -> None:
    spec = stage_path(stops(against="No time"), (LOOP,), colours=palette(dark=dark), size=size, note="A note")
    Figure(spec)
    said = " ".join(texts(spec)).replace("<br>", " ")
    for label, state in zip(LABELS, STATES, strict=True):
        assert f"<b>{label}</b>" in said
        assert str(state).split("_")[0] in said
    assert all(f"{share}%" in said for share in (0, 25, 50, 75, 100))


def test_a_missing_share_is_a_dash_and_no_bar() -> None:
    whole, without = stops(), tuple(Stop("A", each, StageState.NOT_STARTED, "Not started", None) for each in LABELS)
    bars = [len(stage_path(each, (), colours=palette(dark=False))["layout"]["shapes"]) for each in (whole, without)]
    assert bars == [4 + 10, 4]
    assert "–" in texts(stage_path(without, (), colours=palette(dark=False)))


def test_words_in_place_of_a_share_are_never_cut_short() -> None:
    told = "10 of 12 known to be reached"
    for size in (SCREEN, PHONE):
        without = tuple(Stop("A", each, StageState.DONE, "Done", None, told) for each in LABELS)
        path = texts(stage_path(without, (), colours=palette(dark=False), size=size))
        assert [each.replace("<br>", " ") for each in path].count(told) == len(LABELS)
        lane = Lane("Commit", None, (Bar(date(2011, 1, 1), TODAY, "Commit"),), ("–", "–", told))
        heads = ("Time spent", "Planned time", "Completed")
        spec = timeline((lane,), (), today=TODAY, heads=heads, colours=palette(dark=False), size=size)
        assert told in [each.replace("<br>", " ") for each in texts(spec)]


def ways(*reached: tuple[StageState, bool]) -> list[str]:
    """How the path is drawn between stages, each with its state and whether partners went on from it."""
    made = tuple(Stop("A", "Made-up", state, "", None, passed=passed) for state, passed in reached)
    return [each["line"]["dash"] for each in stage_path(made, (), colours=palette(dark=False))["layout"]["shapes"]]


def test_the_way_is_strong_only_as_far_as_the_next_stage_that_partners_entered() -> None:
    done, never, here = (StageState.DONE, True), (StageState.NOT_STARTED, False), (StageState.UNDER_WAY, False)
    assert ways(done, never, here, never) == ["solid", "solid", "dot"]
    assert ways(done, done, never, never) == ["solid", "dot", "dot"]
    assert ways(done, never, never, never) == ["dot"] * 3
    assert ways(never, here, done, never) == ["dot"] * 3


@pytest.mark.parametrize("size", [SCREEN, PHONE], ids=["screen", "phone"])
def test_the_gate_behind_the_last_stage_lies_within_the_drawing(size: Size) -> None:
    made = stops(against="No time")
    spec = stage_path(made, (), colours=palette(dark=False), size=size)
    begin, end = spec["layout"]["xaxis"]["range"]
    gates = spec["data"][1]
    half = (gates["marker"]["size"] * 1.3 / 2 + gates["marker"]["line"]["width"]) * (end - begin) / size.width
    assert gates["x"][-1] == len(made) - 0.5
    assert gates["x"][-1] + half <= end + 0.01


def test_a_loop_is_drawn_above_the_path_and_its_words_are_literal() -> None:
    plain = stage_path(stops(), (), colours=palette(dark=False))
    spec = stage_path(stops(), (LOOP, Loop(3, 0, "Back to Commit", "")), colours=palette(dark=False))
    curves = [shape for shape in spec["layout"]["shapes"] if shape["type"] == "path"]
    assert len(curves) == 2
    assert spec["layout"]["height"] > plain["layout"]["height"]
    arrows = spec["data"][-1]
    assert "The &lt;b&gt;pilot&lt;/b&gt; failed" in " ".join(arrows["hovertext"])


LANES = (
    Lane(
        "Plan",
        Bar(date(2026, 1, 1), date(2026, 3, 1), "Plan, planned"),
        (
            Bar(date(2026, 1, 10), date(2026, 3, 1), "Plan, first"),
            Bar(date(2026, 6, 1), TODAY, "Plan, again", goes_on=True),
        ),
        ("7 months", "59 days", "50%"),
    ),
    Lane(
        "Implement", None, (Bar(date(2026, 3, 1), date(2026, 6, 1), "Implement", went_back=True),), ("92 days", "–", "")
    ),
)


@pytest.mark.parametrize("size", [SCREEN, PHONE], ids=["screen", "phone"])
def test_plotly_takes_the_timeline_with_plans_stays_moves_and_today(size: Size) -> None:
    hops = (Hop(date(2026, 3, 1), 0, 1), Hop(date(2026, 6, 1), 1, 0))
    spec = timeline(
        LANES, hops, today=TODAY, heads=("Time spent", "Planned", "Done"), colours=palette(dark=False), size=size
    )
    Figure(spec)
    layout = spec["layout"]
    bars = [shape for shape in layout["shapes"] if shape["type"] == "rect" and shape.get("xref") != "paper"]
    assert [(bar["x0"], bar["x1"]) for bar in bars] == [
        ("2026-01-01", "2026-03-01"),
        ("2026-01-10", "2026-03-01"),
        ("2026-06-01", "2026-11-20"),
        ("2026-03-01", "2026-06-01"),
    ]
    assert {"7 months", "59 days", "50%", "<b>today</b>"} <= set(texts(spec))
    assert set(spec["data"][0]["hovertext"]) == {"Plan, planned", "Plan, first", "Plan, again", "Implement"}


def test_a_single_day_still_has_a_date_below_it() -> None:
    lanes = (Lane("Plan", None, (Bar(TODAY, TODAY, "Plan", goes_on=True),), ("0 days", "–", "0%")),)
    spec = timeline(lanes, (), today=TODAY, heads=(), colours=palette(dark=False))
    assert spec["layout"]["xaxis"]["ticktext"] == ["20 Nov<br>2026"]


def test_moves_lie_between_stays_and_every_day_is_counted() -> None:
    stays = ((0, date(2026, 1, 10)), (1, date(2026, 3, 1)))
    assert hops_between(stays) == (Hop(date(2026, 3, 1), 0, 1),)
    assert (min(days_of(LANES)), max(days_of(LANES))) == (date(2026, 1, 1), TODAY)


def test_a_bar_of_years_only_is_strong_where_it_surely_was_and_never_where_nothing_is_sure() -> None:
    first, last = date(2012, 1, 1), date(2015, 12, 31)
    parts = layers(first, date(2012, 12, 31), date(2015, 1, 1), last)
    assert (parts[0].begins, parts[0].ends) == (first, last)
    assert (parts[-1].begins, parts[-1].ends) == (date(2012, 12, 31), date(2015, 1, 1))
    assert parts[-1].opacity == 1
    within = layers(date(2013, 1, 1), date(2013, 12, 31), date(2013, 1, 1), date(2013, 12, 31))
    assert len(within) > 1
    assert all(each.opacity < 1 for each in within)


def test_a_stay_of_an_unknown_day_has_a_dotted_frame_and_is_never_without_width() -> None:
    year = (date(2013, 1, 1), date(2013, 12, 31))
    bar = Bar(*year, "Plan, 2013, less than a year", surely_from=year[1], surely_to=year[0])
    lanes = (Lane("Plan", None, (bar,), ("less than a year",)),)
    spec = timeline(lanes, (), today=TODAY, heads=("Time spent",), colours=palette(dark=False))
    frames = [each for each in spec["layout"]["shapes"] if each["line"].get("dash") == "dot" and each["type"] == "rect"]
    assert [(each["x0"], each["x1"]) for each in frames] == [("2013-01-01", "2013-12-31")]
