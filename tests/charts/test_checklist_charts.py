"""The charts of checklists: valid figures, what is printed in them, colours that can be read and mean no readiness."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from plotly.graph_objects import Figure

from collab.charts.checklist import (
    NOT_LOOKED_AT,
    ItemLine,
    ItemLines,
    PhasePath,
    PhasePaths,
    StatusBar,
    looks,
    path_inks,
)
from collab.charts.checklist_bars import status_bars
from collab.charts.checklist_items import item_moves
from collab.charts.checklist_moves import phase_moves
from collab.charts.sizes import PHONE, SCREEN, Box
from collab.charts.slides import FULL, dots, meeting_size
from collab.charts.theme import DARK, LIGHT, Palette, contrast

STATUSES = (("no", "Not yet", 0.0), ("half", "Partly", 0.5), ("yes", "In place", 1.0), ("na", "Not applicable", None))
DATES = (date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1))


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_numbers_can_be_read_on_every_status_and_no_colour_is_one_of_readiness(colours: Palette) -> None:
    found = looks(STATUSES, colours)
    assert list(found) == ["yes", "half", "no", NOT_LOOKED_AT, "na"]
    assert all(contrast(look.ink, look.fill) >= 4.5 for look in found.values())
    assert not {look.fill for look in found.values()} & set(colours.scale)
    assert len({look.symbol for look in found.values()}) == len(found)
    assert all(contrast(ink, colours.background) >= 4.5 for ink in path_inks(colours))


def test_a_wide_part_prints_its_status_a_narrow_one_its_number_alone() -> None:
    bar = StatusBar("<b>Piloting</b>", {"yes": 0.95, "no": 0.05}, {"yes": "19", "no": "1"}, "95%")
    spec = status_bars([bar], looks(STATUSES, LIGHT), colours=LIGHT)
    Figure(spec)
    assert {trace["name"]: trace["text"] for trace in spec["data"]} == {"In place": ["19 in place"], "Not yet": ["1"]}
    assert "&lt;b&gt;" in spec["layout"]["yaxis"]["ticktext"][0]


def test_names_at_the_ends_of_lines_never_stand_on_one_another() -> None:
    paths = tuple(PhasePath(f"Phase {place}", (0.1, None, 0.5 + place / 100)) for place in range(4))
    spec = phase_moves(PhasePaths(DATES, paths, 0.8), colours=LIGHT)
    Figure(spec)
    places = sorted(note["y"] for note in spec["layout"]["annotations"] if "Phase" in note["text"])
    assert all(above - below > 0.04 for below, above in pairwise(places))


@pytest.mark.parametrize("size", [SCREEN, PHONE], ids=["screen", "phone"])
def test_each_item_has_a_mark_for_each_review_and_says_how_it_stands_now(size: object) -> None:
    lines = ItemLines(
        DATES, (ItemLine("Staff have time", ("no", NOT_LOOKED_AT, "half"), "Partly, stuck since May 26"),)
    )
    spec = item_moves(lines, looks(STATUSES, DARK), colours=DARK, size=size)  # type: ignore[arg-type]
    Figure(spec)
    assert {trace["name"]: trace["x"] for trace in spec["data"]} == {
        "Partly": [2],
        "Not yet": [0],
        "Not looked at": [1],
    }
    assert any(note["text"].startswith("Partly, stuck") for note in spec["layout"]["annotations"])


@pytest.mark.parametrize("box", [FULL, Box(1344, 720), Box(1184, 560), Box(640, 330)], ids=str)
def test_what_the_marks_mean_has_its_room_inside_the_slide(box: Box) -> None:
    """Below the last item and above the end of the slide, for as many statuses as there are."""
    given = ("no", NOT_LOOKED_AT, "half", "yes", "na")
    found = ItemLines(DATES * 2, tuple(ItemLine(f"Item {number}", (*given, "no"), "Not yet") for number in range(14)))
    size = meeting_size(box, [line.label for line in found.lines], dots(1))
    layout = item_moves(found, looks(STATUSES, LIGHT), colours=LIGHT, size=size, with_key=True)["layout"]
    (key,) = (note for note in layout["annotations"] if note.get("yref") == "paper")
    assert all(label in key["text"] for label in ("Not yet", "Not looked at", "Partly", "In place", "Not applicable"))
    lines = key["text"].count("<br>") + 1
    assert layout["height"] == size.height
    assert lines * key["font"]["size"] * 1.3 - key["yshift"] <= layout["margin"]["b"]
