"""Steps along dates: bars, diamonds, arrows and their corners, today and the goal, names whole on every slide."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from plotly.graph_objects import Figure

from collab.charts.gantt import LEAST, gantt
from collab.charts.gantt_rows import GANTT, Head, Look, Row, label_room, line_high, lines_of, on_slides, slide_size
from collab.charts.sizes import Box
from collab.charts.theme import palette
from collab.charts.words import is_whole, safe

TODAY = date(2026, 11, 20)
WEIRD = "<b>Name</b> one person & $x$"
SLIDE = slide_size(Box(1824, 830))
Spec = dict[str, Any]


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def row(label: str = "Agree", look: Look = Look.AHEAD, **changes: Any) -> Row:
    held: Spec = {"key": f"goal:{label}", "who": "Ada", "word": str(look), "begins": days(5), "due": days(30)}
    return Row(label=label, look=look, hover=label, **{**held, **changes})


def drawn(*rows: Row | Head, **changes: Any) -> Spec:
    return gantt(rows, today=TODAY, colours=palette(dark=False), **changes)


def bars(spec: Spec) -> list[Spec]:
    return [shape for shape in spec["layout"]["shapes"] if shape["type"] == "rect" and shape.get("layer") != "below"]


def texts(spec: Spec) -> list[str]:
    return [note["text"] for note in spec["layout"]["annotations"]]


def arrows(spec: Spec) -> list[Spec]:
    """The lines of arrows; those of lateness are one day's height long and have two ends only."""
    return [trace for trace in spec["data"] if trace["mode"] == "lines" and len(trace["x"]) > 2]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [GANTT, SLIDE], ids=["screen", "slide"])
@pytest.mark.parametrize("look", list(Look))
def test_plotly_takes_it_and_every_step_is_told_by_name_who_and_word(look: Look, size: Any, dark: bool) -> None:
    step = row(WEIRD, look, begins=days(-30), due=days(-2))
    spec = gantt((step,), today=TODAY, colours=palette(dark=dark), size=size, note="A <note>", goal_due=days(90))
    Figure(spec)
    said = " ".join(texts(spec))
    assert safe(WEIRD) in said
    assert WEIRD not in said
    assert "Ada" in said
    assert str(look) in said
    assert "A &lt;note&gt;" in said
    assert "today" in said
    assert "goal" in said


def test_a_bar_runs_from_the_first_day_to_the_day_on_which_it_is_due() -> None:
    (bar,) = bars(drawn(row()))
    assert (bar["x0"], bar["x1"]) == (days(5).isoformat(), days(30).isoformat())


@pytest.mark.parametrize("known", ["begins", "due"])
def test_a_step_of_which_one_day_is_known_is_a_diamond(known: str) -> None:
    other = {"begins": "due", "due": "begins"}[known]
    spec = drawn(row(**{other: None}))
    assert not bars(spec)
    (diamonds,) = (trace for trace in spec["data"] if trace.get("marker", {}).get("symbol") == "diamond")
    assert diamonds["x"] == [days(5 if known == "begins" else 30).isoformat()]


def test_a_row_without_any_day_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="needs the day"):
        drawn(row(begins=None, due=None))


def test_lateness_is_drawn_up_to_today_and_its_word_is_bold() -> None:
    spec = drawn(row(look=Look.OVERDUE, begins=days(-30), due=days(-6), word="Overdue by 6 days"))
    late = next(trace for trace in spec["data"] if trace["mode"] == "lines")
    assert late["x"] == [days(-6).isoformat(), TODAY.isoformat()]
    assert late["line"]["dash"] == "dash"
    assert "<b>Overdue by 6 days</b>" in texts(spec)


def test_an_arrow_goes_from_the_end_of_a_step_to_the_one_that_waits_for_it() -> None:
    first, then = row("Agree", due=days(10)), row("Sign", Look.WAITING, begins=days(20), after=(0,))
    spec = drawn(first, then)
    (arrow,) = arrows(spec)
    assert arrow["x"][0].startswith(days(10).isoformat())
    assert arrow["x"][-1] >= days(20).isoformat()
    assert arrow["line"]["dash"] == "solid"
    assert arrow["y"][0] == pytest.approx(sum(bars(spec)[0][end] for end in ("y0", "y1")) / 2)
    assert arrow["y"][-1] == pytest.approx(bars(spec)[1]["y0"])
    heads = [note for note in spec["layout"]["annotations"] if note["showarrow"]]
    assert [(note["x"], note["y"]) for note in heads] == [(arrow["x"][-1], arrow["y"][-1])]


def test_an_arrow_that_comes_from_below_ends_under_the_bar() -> None:
    spec = drawn(row("Sign", begins=days(20), after=(1,)), row("Agree", Look.DONE, begins=days(-9), due=days(-2)))
    (arrow,) = arrows(spec)
    assert arrow["y"][-1] == pytest.approx(bars(spec)[0]["y1"])


def test_days_that_cannot_be_kept_are_dashed_and_the_arrow_turns_back() -> None:
    first, then = row("Agree", due=days(25)), row("Sign", Look.WAITING, after=(0,), clashes=(0,))
    (arrow,) = arrows(drawn(first, then))
    assert arrow["line"] == {"color": palette(dark=False).fell, "width": pytest.approx(1.95), "dash": "dash"}
    assert len(arrow["x"]) == 5
    assert max(arrow["x"]) > arrow["x"][-1]


def test_the_first_and_the_last_of_all_days_are_drawn_too() -> None:
    axis = drawn(row(begins=date.min, due=date.max))["layout"]["xaxis"]
    assert axis["range"] == [date.min.isoformat(), date.max.isoformat()]


def test_today_is_on_the_axis_unless_all_is_done() -> None:
    past = {"begins": date(2024, 1, 1), "due": date(2024, 6, 1)}
    assert "<b>today</b>" not in texts(drawn(row(look=Look.DONE, **past)))
    assert "<b>today</b>" in texts(drawn(row(look=Look.OVERDUE, **past)))


def test_today_and_the_goal_stand_side_by_side_where_they_are_close() -> None:
    def anchors(goal_due: date) -> list[str]:
        notes = drawn(row(due=days(200)), goal_due=goal_due)["layout"]["annotations"]
        return [note["xanchor"] for note in notes if note["text"] in ("<b>today</b>", "<b>goal</b>")]

    assert anchors(days(190)) == ["center", "center"]
    assert anchors(days(2)) == ["right", "left"]
    assert anchors(days(-2)) == ["left", "right"]


def test_a_few_weeks_are_counted_in_weeks() -> None:
    axis = drawn(row(begins=days(0), due=days(20)))["layout"]["xaxis"]
    assert all(date.fromisoformat(tick).weekday() == 0 for tick in axis["tickvals"])
    assert len(axis["tickvals"]) >= 3


def test_two_slides_of_a_plan_have_the_same_axis() -> None:
    also = (days(-50), days(150))
    ranges = [drawn(each, also=also)["layout"]["xaxis"]["range"] for each in (row(), row(due=days(120)))]
    assert ranges[0] == ranges[1]


def test_a_goal_has_a_row_of_its_own_above_its_steps() -> None:
    spec = drawn(Head("The goal", "1 of 2 done"), row("Agree"), row("Sign", after=(1,)))
    assert "<b>The goal</b>" in texts(spec)
    assert "1 of 2 done" in texts(spec)
    bands = [shape for shape in spec["layout"]["shapes"] if shape.get("layer") == "below"]
    assert len(bands) == 1


def test_a_long_name_makes_its_row_higher_and_a_very_long_one_is_cut() -> None:
    assert lines_of(row("Agree " * 12), GANTT) > lines_of(row("Agree"), GANTT)
    assert lines_of(row("Agree " * 90), GANTT) == lines_of(row("Agree " * 40), GANTT)


@pytest.mark.parametrize("box", [Box(1824, 830), Box(1184, 600), Box(928, 520)])
def test_no_slide_is_too_full_and_every_step_is_on_one(box: Box) -> None:
    rows = [
        row(f"{place} " + "Draw three variants of bell times with their routes" * (place % 2 + 1))
        for place in range(14)
    ]
    size = slide_size(box)
    parts = on_slides(rows, size)
    assert [place for part in parts for place in part] == list(range(14))
    for part in parts:
        shown = tuple(rows[place] for place in part)
        layout = drawn(*shown, size=size)["layout"]
        assert layout["height"] <= box.height
        room = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
        assert room >= layout["yaxis"]["range"][0] * line_high(size) - 1
        assert all(is_whole(each.label, room=label_room(size), lines=3) for each in shown)
    assert max(len(part) for part in parts) - min(len(part) for part in parts) <= 1


def test_a_click_on_a_bar_names_its_step() -> None:
    hovers = drawn(row("Agree"))["data"][-1]
    assert set(hovers["customdata"]) == {"goal:Agree"}


def test_the_legend_fits_the_narrowest_screen_that_has_the_chart() -> None:
    note = next(each for each in texts(drawn(row(), note="many words " * 30)) if each.startswith("many"))
    assert all(len(line) * GANTT.small_letter <= LEAST for line in note.split("<br>"))


def months_again(spec: Spec) -> list[Spec]:
    """The words of the axis that stand in the drawing."""
    days_of_axis = spec["layout"]["xaxis"]["tickvals"]
    return [each for each in spec["layout"]["annotations"] if each["x"] in days_of_axis]


@pytest.mark.parametrize("heads", [0, 1, 3])
def test_a_long_chart_says_its_dates_above_or_at_each_goal_once_more(heads: int) -> None:
    steps = [row(f"Step {place}", begins=days(place), due=days(100)) for place in range(30)]
    long = drawn(*(Head(f"Goal {place}", "0 of 9 done") for place in range(heads)), *steps)
    spoken = [words.replace("<br>", " ") for words in long["layout"]["xaxis"]["ticktext"]]
    assert [each["text"] for each in months_again(long)] == spoken * max(heads, 1)
    assert not months_again(drawn(*steps[:2]))
    assert not months_again(drawn(*steps, size=SLIDE))
