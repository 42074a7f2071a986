"""Days in a workbook that comes back: how far away they may lie, which column is named, and what a save asks for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from collab.framework import load_framework
from collab.model import YOU
from collab.services import action_plans, initiatives, purpose
from collab.store import Store
from tests.services.workbooks import brought, looked, saved, taken_home, told
from tests.statements import asked_of

MILESTONE = next(each for each in load_framework().stages[0].milestones if each.phase is None).label
ITEM = load_framework().checklists[0].phases[0].items[0].label
STEP = "Agree on dates"
PLACES = [
    ("Milestones", MILESTONE, "Due date"),
    ("Milestones", MILESTONE, "Done on"),
    ("Implementation", ITEM, "Due date"),
    ("Action plan", STEP, "Begins"),
    ("Action plan", STEP, "Timeline"),
    ("Action plan", STEP, "Done on"),
]


@pytest.fixture
def here(store: Store) -> str:
    made = initiatives.create_initiative(store, YOU, name="Made-up compact").id
    goal = purpose.add_goal(store, YOU, made, statement="One calendar for all").id
    action_plans.add_step(store, YOU, goal, step=STEP, responsible="Ana")
    return made


@pytest.mark.parametrize(("sheet", "words", "title"), PLACES, ids=lambda text: text[:20])
@pytest.mark.parametrize(
    ("typed", "year"),
    [("0026-03-01", 26), (date(1926, 3, 1), 1926), ("3/31/1926", 1926), ("2101-01-01", 2101)],
    ids=["a year of two digits", "a day of another century", "the same as text", "a day too late"],
)
def test_a_day_too_far_away_is_told_with_its_year(
    store: Store, here: str, tmp_path: Path, sheet: str, words: str, title: str, typed: object, year: int
) -> None:
    home = taken_home(store, here)
    row = home.row(sheet, words)
    back = brought(store, home.put(sheet, words, title, typed), tmp_path)
    (sentence,) = told(looked(store, back))
    assert sentence.startswith(f"Sheet “{sheet}”, row {row}, column “{title}”: ")
    assert f"is a day of the year {year}. A day between 1990 and 2100 is allowed" in sentence
    assert looked(store, back).saved == 0


def test_a_milestone_done_on_a_day_to_come_is_told_at_its_day(store: Store, here: str, tmp_path: Path) -> None:
    soon = date(date.today().year + 1, 6, 1)
    home = taken_home(store, here).put("Milestones", MILESTONE, "Status", "Done")
    home.put("Milestones", MILESTONE, "Done on", soon)
    (sentence,) = told(looked(store, brought(store, home, tmp_path)))
    row = home.row("Milestones", MILESTONE)
    assert sentence.startswith(f"Sheet “Milestones”, row {row}, column “Done on”: ")
    assert "is still to come" in sentence
    assert "Clear the day, or correct it." in sentence


def test_a_milestone_with_a_day_that_is_not_done_is_told_at_its_status(store: Store, here: str, tmp_path: Path) -> None:
    home = taken_home(store, here).put("Milestones", MILESTONE, "Status", "Open")
    home.put("Milestones", MILESTONE, "Done on", date(2026, 3, 1))
    (sentence,) = told(looked(store, brought(store, home, tmp_path)))
    assert "column “Status”: It has a day on which it was done" in sentence


def test_what_new_steps_are_called_is_asked_once_for_all_of_them(store: Store, here: str, tmp_path: Path) -> None:
    asked_for = []
    for count in (2, 12):
        home = taken_home(store, here)
        for number in range(count):
            home.add("Action plan", Goal="One calendar for all", Action_step=f"{count} steps, number {number}")
        back = brought(store, home, tmp_path)
        with asked_of(store) as asked:
            assert saved(store, back).added == count
        asked_for.append(len([each for each in asked if each.startswith("SELECT")]))
    assert asked_for[0] == asked_for[1]
