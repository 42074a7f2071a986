"""Rows of a workbook that comes back: which record each is about, and what anybody saved since it was downloaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from collab.framework import load_framework
from collab.journey import MilestoneRecord, MilestoneStanding
from collab.model import YOU, Sector
from collab.plans import PlanStep
from collab.services import action_plans, initiatives, milestones, partners, purpose, root_causes, workbook_back
from collab.services.bulk import Standing
from collab.services.workbook import workbook
from collab.store import Store, records
from collab.store.integrity import dump
from tests.services.workbooks import TODAY, AtHome, brought, changes, looked, notes, of_sheet, saved, taken_home, told

STAGES = load_framework().stages
FREE = next(each for each in STAGES[0].milestones if each.phase is None)
GOAL, OTHER_GOAL = "One calendar for all", "Buses for all"
PACT = {"Stage": STAGES[0].label, "Milestone": "A pact", "Owner": "Di", "Status": "Open"}
NEW = {"Goal": GOAL, "Action_step": "Train the principals", "Responsible": "Ana"}


@dataclass(frozen=True)
class Scene:
    """An initiative with two goals; the plan of the first has three steps, the second waiting for the first."""

    id: str
    goal: str
    other: str
    first: PlanStep
    second: PlanStep
    third: PlanStep


@pytest.fixture
def scene(store: Store) -> Scene:
    here = initiatives.create_initiative(store, YOU, name="Made-up compact").id
    partners.add_partner(store, YOU, here, name="Harbor Light", sector=Sector.CHARTER)
    goal, other = (purpose.add_goal(store, YOU, here, statement=each).id for each in (GOAL, OTHER_GOAL))
    first = action_plans.add_step(store, YOU, goal, step="First", responsible="Ana")
    second = action_plans.add_step(store, YOU, goal, step="Second", after=(first.id,))
    return Scene(here, goal, other, first, second, action_plans.add_step(store, YOU, goal, step="Third"))


def steps(store: Store, scene: Scene) -> dict[str, PlanStep]:
    found = store.read(lambda unit: records.records(unit, PlanStep, initiative_id=scene.id))
    return {each.step: each for each in found}


def said_of(store: Store, scene: Scene, words: str, **values: object) -> None:
    """Somebody saves a step on its page."""
    step = steps(store, scene)[words]
    action_plans.save_step(store, YOU, step.id, version=step.version, **values)


def own(store: Store, scene: Scene) -> list[MilestoneRecord]:
    found = store.read(lambda unit: records.records(unit, MilestoneRecord, initiative_id=scene.id))
    return [each for each in found if each.label]


def kept_of(store: Store, scene: Scene, key: str) -> MilestoneRecord:
    found = store.read(lambda unit: records.record(unit, MilestoneRecord, initiative_id=scene.id, key=key))
    return found or MilestoneRecord("", scene.id, STAGES[0].key, key)


def said_of_milestone(store: Store, scene: Scene, key: str, **values: object) -> None:
    """Somebody saves a milestone on its page."""
    version = kept_of(store, scene, key).version
    wanted = {"standing": MilestoneStanding.UNSAID, **values}
    milestones.save_milestone(store, YOU, scene.id, key, version=version, **wanted)  # type: ignore[arg-type]


def both(store: Store, home: AtHome, folder: Path, sheet: str) -> list[list[tuple[str, str, str]]]:
    """The rows of a sheet that wait for a choice; nothing of the sheet would be saved before."""
    shown = of_sheet(looked(store, brought(store, home, folder)), sheet)
    assert [row for row in shown.saved if row.standing is Standing.BOTH] == []
    return [[(each.field, each.before, each.after) for each in row.changes if each.both] for row in shown.both]


def test_a_milestone_that_came_with_the_workbook_keeps_what_was_saved_since(
    store: Store, scene: Scene, tmp_path: Path
) -> None:
    home = taken_home(store, scene.id).add("Milestones", **PACT)
    saved(store, brought(store, home, tmp_path))
    assert [(each.owner, each.version) for each in own(store, scene)] == [("Di", 1)]
    assert looked(store, brought(store, home, tmp_path)).saved == 0
    done = {"standing": MilestoneStanding.DONE, "owner": "Eve", "done_on": date(2026, 5, 1)}
    said_of_milestone(store, scene, own(store, scene)[0].key, **done)
    (row,) = both(store, home, tmp_path, "Milestones")
    assert row == [("status", "Done", "Open"), ("owner", "Eve", "Di"), ("done_on", "2026-05-01", "")]
    saved(store, brought(store, home, tmp_path))
    (kept,) = own(store, scene)
    assert (kept.owner, kept.standing, kept.done_on) == ("Eve", "done", date(2026, 5, 1))


@pytest.mark.parametrize(("sheet", "cells"), [("Milestones", PACT), ("Action plan", NEW)])
def test_of_two_partners_who_add_the_same_neither_overwrites_the_other(
    store: Store, scene: Scene, tmp_path: Path, sheet: str, cells: dict[str, object]
) -> None:
    field = "Owner" if sheet == "Milestones" else "Responsible"
    content = workbook(store, scene.id, today=TODAY)
    saved(store, brought(store, AtHome(content).add(sheet, **cells), tmp_path))
    home = AtHome(content).add(sheet, **{**cells, field: "Ben"})
    (row,) = both(store, home, tmp_path, sheet)
    assert row == [(field.lower(), str(cells[field]), "Ben")]
    before = store.read(dump)
    saved(store, brought(store, home, tmp_path))
    assert store.read(dump) == before
    back = brought(store, home, tmp_path)
    (waits,) = of_sheet(looked(store, back), sheet).both
    take = frozenset({f"{sheet}|{waits.key}"})
    assert saved(store, back, take=take) == workbook_back.Saved(changed=1, added=0)


def test_the_day_goes_with_done_and_that_is_shown(store: Store, scene: Scene, tmp_path: Path) -> None:
    done = {"standing": MilestoneStanding.DONE, "evidence": "Minutes"}
    said_of_milestone(store, scene, FREE.key, **done, done_on=date(2026, 3, 1))
    home = taken_home(store, scene.id).put("Milestones", FREE.label, "Status", "Open")
    expected = [("status", "Done", "Open"), ("done_on", "2026-03-01", "")]
    assert changes(looked(store, brought(store, home, tmp_path))) == {("Milestones", FREE.label): expected}
    said_of_milestone(store, scene, FREE.key, **done, done_on=date(2026, 9, 9))
    assert both(store, home, tmp_path, "Milestones") == [[("done_on", "2026-09-09", "")]]
    saved(store, brought(store, home, tmp_path))
    assert kept_of(store, scene, FREE.key).done_on == date(2026, 9, 9)
    saved(store, brought(store, home, tmp_path), take=frozenset({f"Milestones|{FREE.key}"}))
    kept = kept_of(store, scene, FREE.key)
    assert (kept.done_on, kept.standing) == (None, "open")


def test_a_milestone_called_nearly_like_another_is_one_of_its_own(store: Store, scene: Scene, tmp_path: Path) -> None:
    label = "Hold the spring meeting 2027"
    made = milestones.add_milestone(store, YOU, scene.id, stage=STAGES[0].key, label=label)
    said_of_milestone(store, scene, made.key, standing=MilestoneStanding.OPEN, owner="Ana")
    home = taken_home(store, scene.id).add("Milestones", **PACT | {"Milestone": "Hold the spring meeting 2028"})
    back = brought(store, home, tmp_path)
    (note,) = notes(looked(store, back))
    assert "nearly like “Hold the spring meeting 2027”" in note
    assert saved(store, back) == workbook_back.Saved(changed=0, added=1)
    assert sorted((each.label[-4:], each.owner) for each in own(store, scene)) == [("2027", "Ana"), ("2028", "Di")]


def test_what_was_written_for_a_step_is_not_saved_onto_another_one(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id).put("Action plan", "First", "Done on", date(2026, 11, 1))
    said_of(store, scene, "First", step="Something quite different")
    assert both(store, home, tmp_path, "Action plan") == [[("step", "Something quite different", "First")]]
    assert saved(store, brought(store, home, tmp_path)).changed == 0
    saved(store, brought(store, home, tmp_path), take=frozenset({f"Action plan|{scene.first.id}"}))
    kept = steps(store, scene)["Something quite different"]
    assert kept.done_on == date(2026, 11, 1)


def test_what_was_written_for_a_step_waits_where_it_went_to_another_goal(
    store: Store, scene: Scene, tmp_path: Path
) -> None:
    home = taken_home(store, scene.id).put("Action plan", "Third", "Responsible", "Ben")
    saved(store, brought(store, taken_home(store, scene.id).put("Action plan", "Third", "Goal", OTHER_GOAL), tmp_path))
    assert both(store, home, tmp_path, "Action plan") == [[("goal", OTHER_GOAL, GOAL)]]


def test_a_row_copied_from_a_later_download_overwrites_nothing(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id)
    fourth = action_plans.add_step(store, YOU, scene.goal, step="Fourth", responsible="Zoe")
    later = taken_home(store, scene.id)
    row = home.first_empty("Action plan")
    for cell in later.book["Action plan"][later.row("Action plan", "Fourth")]:
        home.book["Action plan"].cell(row, cell.column).value = cell.value
    home.fill("Action plan", row, Responsible="Ben")
    said_of(store, scene, "Fourth", responsible="Yan")
    assert both(store, home, tmp_path, "Action plan") == [[("responsible", "Yan", "Ben")]]
    assert fourth.id in {each.id for each in steps(store, scene).values()}


@pytest.mark.parametrize("sheet", ["Action plan", "Milestones", "Implementation"])
def test_a_sheet_of_which_the_workbook_forgot_cells_is_refused(
    store: Store, scene: Scene, tmp_path: Path, sheet: str
) -> None:
    home = taken_home(store, scene.id).put("Action plan", "First", "Responsible", "Ben")
    said_of(store, scene, "First", responsible="Yan")
    mark = next(each for each in home.book if each.sheet_state == "veryHidden")
    lines = [row for row in mark.iter_rows() if str(row[0].value).startswith(f"{sheet}|was|")]
    for cells in lines[:1]:
        cells[0].value = cells[1].value = None
    shown = looked(store, brought(store, home, tmp_path))
    (sentence,) = told(shown)
    assert "lost part of what it remembers" in sentence
    assert (of_sheet(shown, sheet).rows, notes(shown)) == ((), [])


def test_a_slip_that_is_corrected_in_a_new_row_makes_no_second_step(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id).add("Action plan", **NEW | {"Action_step": "Train principls"})
    saved(store, brought(store, home, tmp_path))
    home.put("Action plan", "Train principls", "Action step", "Train principals")
    back = brought(store, home, tmp_path)
    shown = looked(store, back)
    (row,) = of_sheet(shown, "Action plan").both
    assert [(each.before, each.after) for each in row.changes] == [("Train principls", "Train principals")]
    assert any("which this workbook brought before" in each for each in notes(shown))
    assert saved(store, back) == workbook_back.Saved(changed=0, added=0)
    assert saved(store, back, take=frozenset({f"Action plan|{row.key}"})) == workbook_back.Saved(changed=1, added=0)
    assert sorted(steps(store, scene)) == ["First", "Second", "Third", "Train principals"]


def test_a_step_like_one_that_somebody_added_since_is_told(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id).add("Action plan", **NEW)
    action_plans.add_step(store, YOU, scene.goal, step="Train all the principals")
    (note,) = notes(looked(store, brought(store, home, tmp_path)))
    assert "is written like “Train all the principals”" in note


@pytest.mark.parametrize(("sheet", "cells"), [("Milestones", PACT), ("Action plan", NEW)])
def test_what_came_with_the_workbook_and_was_removed_since_comes_back_only_where_somebody_says_so(
    store: Store, scene: Scene, tmp_path: Path, sheet: str, cells: dict[str, object]
) -> None:
    home = taken_home(store, scene.id).add(sheet, **cells)
    saved(store, brought(store, home, tmp_path))
    if sheet == "Milestones":
        (made,) = own(store, scene)
        milestones.remove_milestone(store, YOU, made.id, version=made.version)
    else:
        step = steps(store, scene)[NEW["Action_step"]]
        action_plans.remove_step(store, YOU, step.id, version=step.version)
    back = brought(store, home, tmp_path)
    shown = looked(store, back)
    assert (shown.saved, saved(store, back)) == (0, workbook_back.Saved(changed=0, added=0))
    (note,) = notes(shown)
    assert "was removed after the workbook was downloaded" in note
    (row,) = of_sheet(shown, sheet).both
    take = frozenset({f"{sheet}|{row.key}"})
    assert saved(store, back, take=take) == workbook_back.Saved(changed=0, added=1)


def inserted(store: Store, scene: Scene, above: str, number: int) -> AtHome:
    """The workbook with a new row above one."""
    home = taken_home(store, scene.id)
    row = home.row("Action plan", above)
    home.book["Action plan"].insert_rows(row)
    return home.fill("Action plan", row, No=number, Goal=GOAL, Action_step="Inserted")


def test_a_number_that_two_rows_bear_names_no_step(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = inserted(store, scene, "Second", 2).put("Action plan", "Third", "Waits for", "2")
    (sentence,) = told(looked(store, brought(store, home, tmp_path)))
    assert "2 rows have the number 2" in sentence


def renumbered(store: Store, scene: Scene) -> AtHome:
    home = inserted(store, scene, "First", 1)
    for number, words in enumerate(("First", "Second", "Third"), start=2):
        home.put("Action plan", words, "No.", number)
    return home


def test_a_cell_that_still_says_a_number_which_moved_keeps_its_meaning_and_that_is_told(
    store: Store, scene: Scene, tmp_path: Path
) -> None:
    back = brought(store, renumbered(store, scene), tmp_path)
    (note,) = notes(looked(store, back))
    assert "still says “1”" in note
    assert "it waits for “First”" in note
    saved(store, back)
    assert steps(store, scene)["Second"].after == (scene.first.id,)


def test_a_wait_that_is_changed_among_new_numbers_is_told_by_words_and_is_no_conflict(
    store: Store, scene: Scene, tmp_path: Path
) -> None:
    back = brought(store, renumbered(store, scene).put("Action plan", "Second", "Waits for", "1; 2"), tmp_path)
    shown = looked(store, back)
    assert changes(shown)["Action plan", "Second"] == [("after", "2 “First”", "1 “Inserted”; 2 “First”")]
    assert of_sheet(shown, "Action plan").both == ()
    saved(store, back)
    kept = steps(store, scene)
    assert set(kept["Second"].after) == {kept["Inserted"].id, scene.first.id}


def test_of_two_root_causes_with_the_same_words_none_is_taken_unseen(
    store: Store, scene: Scene, tmp_path: Path
) -> None:
    for each in ("One problem", "Another problem"):
        problem = root_causes.add_problem(store, YOU, scene.id, statement=each)
        root_causes.add_cause(store, YOU, problem.id, answer="Lack of trust", is_chosen=True)
    home = taken_home(store, scene.id).put("Action plan", "First", "Root cause", "Lack of trust")
    (sentence,) = told(looked(store, brought(store, home, tmp_path)))
    assert "2 chosen root causes say “Lack of trust”" in sentence


def without_keys(home: AtHome) -> AtHome:
    """Sorted the other way round by somebody who marked the columns that are seen."""
    last = home.column("Action plan", "Key") - 1
    return home.sort("Action plan", columns=last, by=lambda row: -int(str(row[0])))  # type: ignore[arg-type, return-value]


def test_rows_that_were_sorted_without_their_keys_and_reworded_change_no_other_step(
    store: Store, scene: Scene, tmp_path: Path
) -> None:
    home = without_keys(taken_home(store, scene.id)).put("Action plan", "First", "Action step", "First of all")
    home.put("Action plan", "Third", "Action step", "Third of all").put("Action plan", "Second", "Responsible", "Ben")
    shown = looked(store, brought(store, home, tmp_path))
    assert changes(shown) == {("Action plan", "Second"): [("responsible", "", "Ben")]}
    assert [each for each in told(shown) if "name two different steps" not in each] == []
    assert len(told(shown)) == 2


def test_steps_with_the_same_words_are_told_apart_by_their_numbers(store: Store, scene: Scene, tmp_path: Path) -> None:
    for each in ("A", "B"):
        action_plans.add_step(store, YOU, scene.goal, step="Meet", responsible=each)
    home = taken_home(store, scene.id)
    order = {4: 5, 5: 4}
    last = home.column("Action plan", "Key") - 1
    home.sort("Action plan", columns=last, by=lambda row: order.get(int(str(row[0])), int(str(row[0]))))  # type: ignore[arg-type, return-value]
    shown = looked(store, brought(store, home, tmp_path))
    assert (changes(shown), told(shown), notes(shown)) == ({}, [], [])


@pytest.mark.parametrize("words", [None, "Quite another thing"])
def test_a_milestone_whose_row_was_emptied_or_typed_over_loses_nothing(
    store: Store, scene: Scene, tmp_path: Path, words: str | None
) -> None:
    said_of_milestone(store, scene, FREE.key, owner="Zoe", evidence="A long text")
    home = taken_home(store, scene.id)
    row, last = home.row("Milestones", FREE.label), home.column("Milestones", "Key")
    for column in range(1, last):
        home.book["Milestones"].cell(row, column).value = None
    home.fill("Milestones", row, Milestone=words)
    shown = looked(store, brought(store, home, tmp_path))
    assert (changes(shown), shown.saved) == ({}, 0)
    (sentence,) = told(shown) if words else notes(shown)
    assert ("is called “Quite another thing” now" if words else "Not in the sheet any more") in sentence


def test_a_step_copied_for_another_goal_is_a_new_one_and_the_first_keeps_its_edits(
    store: Store, scene: Scene, tmp_path: Path
) -> None:
    home = taken_home(store, scene.id).put("Action plan", "First", "Responsible", "Ben")
    home.fill("Action plan", home.copy("Action plan", "First"), Goal=OTHER_GOAL)
    back = brought(store, home, tmp_path)
    assert (told(looked(store, back)), saved(store, back)) == ([], workbook_back.Saved(changed=1, added=1))
    found = store.read(lambda unit: records.records(unit, PlanStep, initiative_id=scene.id))
    kept = {each.goal_id: each for each in found if each.step == "First"}
    assert {key: each.responsible for key, each in kept.items()} == {scene.goal: "Ben", scene.other: "Ben"}
    assert kept[scene.goal].id == scene.first.id
