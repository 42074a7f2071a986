"""The workbook that comes back: cell by cell what would change, what two wrote, new rows, and nothing ever deleted."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from collab.errors import NotAllowed, Refused
from collab.exchange.reading import read_book
from collab.framework import load_framework
from collab.journey import GoalOutcome, MilestoneRecord, MilestoneStanding
from collab.model import YOU, Person, Sector
from collab.plans import PlanStep
from collab.services import action_plans, initiatives, milestones, partners, purpose, reviews, workbook_back
from collab.services.sample import load_sample
from collab.services.workbook import workbook
from collab.store import Store, records
from collab.store.integrity import dump
from collab.ui.workbook_back_words import since, summary
from tests.services.workbooks import (
    TODAY,
    AtHome,
    brought,
    changes,
    looked,
    notes,
    of_sheet,
    saved,
    taken_home,
    told,
)

STAGES = load_framework().stages
FREE = next(each for each in STAGES[0].milestones if each.phase is None)
OTHER = next(each for each in STAGES[1].milestones if each.phase is None)
ITEM = load_framework().checklists[0].phases[0].items[0]
GOAL = "All forty schools use one enrollment calendar"


@dataclass(frozen=True)
class Scene:
    """An initiative with two partners and a goal whose plan has two steps, the second waiting for the first."""

    id: str
    goal: str
    first: PlanStep
    second: PlanStep


@pytest.fixture
def scene(store: Store) -> Scene:
    here = initiatives.create_initiative(store, YOU, name="Made-up compact").id
    partners.add_partner(store, YOU, here, name="Northside Schools", sector=Sector.DISTRICT)
    partners.add_partner(store, YOU, here, name="Harbor Light", sector=Sector.CHARTER)
    goal = purpose.add_goal(store, YOU, here, statement=GOAL).id
    first = action_plans.add_step(
        store, YOU, goal, step="Agree on dates", responsible="Ana", due_on=date(2027, 1, 31), barriers="Time\nMoney"
    )
    second = action_plans.add_step(store, YOU, goal, step="Print the calendar", after=(first.id,))
    return Scene(here, goal, first, second)


def steps(store: Store, scene: Scene) -> dict[str, PlanStep]:
    found = store.read(lambda unit: records.records(unit, PlanStep, initiative_id=scene.id))
    return {each.step: each for each in found}


def milestone(store: Store, scene: Scene, key: str) -> MilestoneRecord | None:
    return store.read(lambda unit: records.record(unit, MilestoneRecord, initiative_id=scene.id, key=key))


def with_an_owner(store: Store, scene: Scene, owner: str) -> None:
    """Somebody writes an owner to a milestone on the screen."""
    kept = milestone(store, scene, FREE.key)
    version = kept.version if kept else 0
    standing = MilestoneStanding.UNSAID
    milestones.save_milestone(store, YOU, scene.id, FREE.key, version=version, standing=standing, owner=owner)


def is_untouched(store: Store, content: bytes, folder: Path) -> None:
    shown = looked(store, brought(store, content, folder))
    assert (changes(shown), told(shown), notes(shown), shown.saved) == ({}, [], [], 0)
    assert all(each.preview and each.preview.rows for each in shown.sheets)


def test_a_workbook_that_nobody_touched_changes_nothing(store: Store, tmp_path: Path) -> None:
    is_untouched(store, workbook(store, load_sample(store, YOU, today=TODAY).id, today=TODAY), tmp_path)


def through_libreoffice(content: bytes, folder: Path, kind: str = "xlsx") -> bytes:
    """The same, opened and saved by LibreOffice."""
    (folder / "sent.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder / "back"]
    subprocess.run([*command, folder / "sent.xlsx"], check=True, capture_output=True, timeout=180)
    return (folder / "back" / f"sent.{kind}").read_bytes()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_a_workbook_that_libreoffice_opened_and_saved_changes_nothing(sqlite_store: Store, tmp_path: Path) -> None:
    here = load_sample(sqlite_store, YOU, today=TODAY).id
    odd = {"owner": '=HYPERLINK("x")', "evidence": "-1\n+2\t“Zitat” 👍🏽", "due_on": date(2027, 3, 31)}
    standing = MilestoneStanding.UNSAID
    milestones.save_milestone(sqlite_store, YOU, here, OTHER.key, version=0, standing=standing, **odd)  # type: ignore[arg-type]
    is_untouched(sqlite_store, through_libreoffice(workbook(sqlite_store, here, today=TODAY), tmp_path), tmp_path)


def test_an_untouched_workbook_tells_how_much_was_saved_here_since(store: Store, scene: Scene, tmp_path: Path) -> None:
    back = brought(store, taken_home(store, scene.id), tmp_path)
    assert looked(store, back).since == 0
    assert back.exported_at is not None
    back = replace(back, exported_at=back.exported_at - timedelta(hours=1))
    before = looked(store, back).since
    with_an_owner(store, scene, "Zoe")
    action_plans.save_step(store, YOU, scene.second.id, version=scene.second.version, responsible="Yan", barriers="Ink")
    shown = looked(store, back)
    assert (shown.saved, changes(shown), shown.since) == (0, {}, before + 2)
    assert summary(shown) == "There is nothing to save: it holds no change that is not kept here already."
    assert since(replace(shown, since=2)).startswith("2 changes were saved here since it was downloaded")


def test_what_is_saved_meanwhile_elsewhere_stops_no_save(store: Store, scene: Scene, tmp_path: Path) -> None:
    back = brought(store, taken_home(store, scene.id).put("Milestones", FREE.label, "Owner", "Ben"), tmp_path)
    seen = looked(store, back).seen
    action_plans.save_step(store, YOU, scene.second.id, version=scene.second.version, responsible="Yan")
    assert workbook_back.save(store, YOU, back, held_on=TODAY, seen=seen) == workbook_back.Saved(changed=1, added=0)


def test_each_changed_cell_is_shown_before_anything_is_saved(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id)
    home.put("Milestones", FREE.label, "Owner", "Ben").put("Milestones", FREE.label, "Due date", date(2027, 3, 1))
    home.put("Implementation", ITEM.label, "Status", "In place").put("Action plan", "Agree on dates", "Responsible", "")
    home.put("Action plan", "Print the calendar", "Partner", "harbor light")
    before = store.read(dump)
    back = brought(store, home, tmp_path)
    shown = looked(store, back)
    assert store.read(dump) == before
    assert changes(shown) == {
        ("Milestones", FREE.label): [("owner", "", "Ben"), ("due_on", "", "2027-03-01")],
        ("Implementation", ITEM.label): [("status", "", "In place")],
        ("Action plan", "Agree on dates"): [("responsible", "Ana", "")],
        ("Action plan", "Print the calendar"): [("partner", "", "Harbor Light")],
    }
    assert (told(shown), shown.saved, shown.asks_day) == ([], 4, True)
    assert saved(store, back) == workbook_back.Saved(changed=4, added=0)
    assert milestone(store, scene, FREE.key).owner == "Ben"  # type: ignore[union-attr]
    kept = steps(store, scene)
    assert (kept["Agree on dates"].responsible, kept["Print the calendar"].partner_id is None) == ("", False)
    (review,) = reviews.checklist_view(store, scene.id, "implementation").under_way
    assert review.held_on == TODAY


def test_of_two_presses_the_second_saves_nothing_and_says_so(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id).add("Action plan", Action_step="Tell the families", Goal=GOAL)
    back = brought(store, home.put("Milestones", FREE.label, "Owner", "Ben"), tmp_path)
    seen = looked(store, back).seen
    workbook_back.save(store, YOU, back, held_on=TODAY, seen=seen)
    before = store.read(dump)
    with pytest.raises(NotAllowed, match="changed this meanwhile"):
        workbook_back.save(store, YOU, back, held_on=TODAY, seen=seen)
    assert store.read(dump) == before


def test_the_same_file_brought_twice_is_saved_once(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id).add("Action plan", Action_step="Tell the families", Responsible="Cy")
    home.add("Milestones", Stage=STAGES[0].label, Milestone="A pact of our own", Owner="Di")
    home.put("Implementation", ITEM.label, "Status", "In place")
    assert saved(store, brought(store, home, tmp_path)) == workbook_back.Saved(changed=1, added=2)
    again = brought(store, home, tmp_path)
    assert (looked(store, again).saved, changes(looked(store, again))) == (0, {})
    assert sorted(steps(store, scene)) == ["Agree on dates", "Print the calendar", "Tell the families"]


def test_a_row_that_somebody_else_changed_waits_with_both_texts_and_holds_up_nothing(
    store: Store, scene: Scene, tmp_path: Path
) -> None:
    with_an_owner(store, scene, "Ana")
    home = taken_home(store, scene.id).put("Milestones", FREE.label, "Owner", "Ben")
    home.put("Milestones", OTHER.label, "Owner", "Cy").put("Action plan", "Agree on dates", "Responsible", "Di")
    with_an_owner(store, scene, "Zoe")
    step = steps(store, scene)["Agree on dates"]
    action_plans.save_step(store, YOU, step.id, version=step.version, responsible="Yan")
    back = brought(store, home, tmp_path)
    shown = looked(store, back)
    (both,) = of_sheet(shown, "Milestones").both
    assert [(each.before, each.after, each.both) for each in both.changes] == [("Zoe", "Ben", True)]
    assert saved(store, back) == workbook_back.Saved(changed=1, added=0)
    assert milestone(store, scene, FREE.key).owner == "Zoe"  # type: ignore[union-attr]
    taken = frozenset({f"Milestones|{FREE.key}"})
    assert saved(store, back, take=taken) == workbook_back.Saved(changed=1, added=0)
    assert milestone(store, scene, FREE.key).owner == "Ben"  # type: ignore[union-attr]
    assert steps(store, scene)["Agree on dates"].responsible == "Yan"


def test_another_cell_of_the_same_row_that_somebody_changed_stays(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id).put("Milestones", FREE.label, "Evidence", "Minutes")
    with_an_owner(store, scene, "Zoe")
    saved(store, brought(store, home, tmp_path))
    kept = milestone(store, scene, FREE.key)
    assert kept is not None
    assert (kept.owner, kept.evidence) == ("Zoe", "Minutes")


def test_new_steps_wait_for_one_another_by_their_numbers(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id)
    home.add("Action plan", No=3, Goal=GOAL, Action_step="Tell the families", Begins=date(2027, 2, 1), Waits_for="2")
    home.add("Action plan", Action_step="Ask them", Waits_for="3, 1", Timeline=date(2027, 4, 1))
    home.put("Action plan", "Print the calendar", "Waits for", None)
    assert saved(store, brought(store, home, tmp_path)) == workbook_back.Saved(changed=1, added=2)
    kept = steps(store, scene)
    assert kept["Tell the families"].after == (scene.second.id,)
    assert kept["Ask them"].after == (kept["Tell the families"].id, scene.first.id)
    assert (kept["Print the calendar"].after, kept["Ask them"].due_on) == ((), date(2027, 4, 1))
    assert [kept[name].position for name in ("Tell the families", "Ask them")] == [2, 3]
    assert changes(looked(store, brought(store, workbook(store, scene.id, today=TODAY), tmp_path))) == {}


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"Waits_for": "9"}, "No row has the number 9"),
        ({"Waits_for": "the first"}, "does not say which steps"),
        ({"Goal": "Al forty schools use one enrolment calendar"}, "Did you mean “All forty schools"),
        ({"Goal": "Other", "Action_step": "Lost"}, "is not a goal of this initiative"),
        ({"Root cause": "Nobody asked"}, "not one of the chosen root causes"),
        ({"Partner": "Harbour Light"}, "Did you mean “Harbor Light”?"),
        ({"Timeline": "soon"}, "“soon” is not a day"),
        ({"Begins": "3/4/2027"}, "can be read as two days"),
        ({"Begins": date(2027, 6, 1), "Timeline": date(2027, 5, 1)}, "is earlier than"),
        ({"Done on": date(2090, 1, 1)}, "is still to come"),
        ({"Action_step": None, "Responsible": "Ana"}, "does not say what will be done"),
        ({"Barriers": "#REF!"}, "a formula that failed"),
    ],
)
def test_a_faulty_row_is_told_with_its_place_and_the_others_are_saved(
    store: Store, scene: Scene, tmp_path: Path, cells: dict[str, object], words: str
) -> None:
    home = taken_home(store, scene.id)
    words_of = {"Barriers": "Possible barriers"}
    row = home.first_empty("Action plan")
    home.add(
        "Action plan", **{words_of.get(name, name): value for name, value in {"Action_step": "New", **cells}.items()}
    )
    home.put("Action plan", "Agree on dates", "Responsible", "Ben")
    back = brought(store, home, tmp_path)
    shown = looked(store, back)
    (sentence,) = told(shown)
    assert re.match(f"Sheet “Action plan”, row {row}, column “[^”]+”: ", sentence)
    assert words in sentence
    assert saved(store, back) == workbook_back.Saved(changed=1, added=0)


def test_a_misspelt_status_names_what_was_meant(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id).put("Implementation", ITEM.label, "Status", "In plaice")
    (sentence,) = told(looked(store, brought(store, home, tmp_path)))
    assert "Did you mean “In place”?" in sentence


def test_no_step_waits_for_itself_by_way_of_others(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id).put("Action plan", "Agree on dates", "Waits for", "2")
    (sentence,) = told(looked(store, brought(store, home, tmp_path)))
    assert "wait for itself by way of other steps" in sentence
    home.put("Action plan", "Print the calendar", "Waits for", "")
    assert saved(store, brought(store, home, tmp_path)).changed == 2


def test_a_row_that_rests_on_one_left_out_is_left_out_too(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id).add("Action plan", No=3, Goal="Other", Action_step="Lost")
    home.put("Action plan", "Print the calendar", "Waits for", "3")
    shown = looked(store, brought(store, home, tmp_path))
    assert shown.saved == 0
    assert any("wait for a row that is left out" in each for each in told(shown))


def test_a_step_can_change_its_goal_but_not_away_from_steps_that_wait_for_it(
    store: Store, scene: Scene, tmp_path: Path
) -> None:
    other = purpose.add_goal(store, YOU, scene.id, statement="Buses for all").id
    home = taken_home(store, scene.id).put("Action plan", "Agree on dates", "Goal", "Buses for all")
    (sentence,) = told(looked(store, brought(store, home, tmp_path)))
    assert "“Print the calendar” waits for this step" in sentence
    home.put("Action plan", "Print the calendar", "Waits for", None)
    saved(store, brought(store, home, tmp_path))
    moved = steps(store, scene)["Agree on dates"]
    assert (moved.goal_id, moved.position) == (other, 0)
    (change,) = (each for each in initiatives.changes_of(store, scene.id) if (each.before or {}).get("goal"))
    assert (change.before["goal"], change.after["goal"]) == (GOAL, "Buses for all")  # type: ignore[index]


def test_a_settled_goal_takes_no_new_step(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id).add("Action plan", Goal=GOAL, Action_step="One more")
    goal = purpose.purpose_of(store, scene.id).goals[0].goal
    purpose.save_goal(store, YOU, goal.id, version=goal.version, outcome=GoalOutcome.MET)
    (sentence,) = told(looked(store, brought(store, home, tmp_path)))
    assert "is settled" in sentence


def test_rows_that_are_gone_from_a_sheet_are_named_and_nothing_is_deleted(
    store: Store, scene: Scene, tmp_path: Path
) -> None:
    home = taken_home(store, scene.id).delete("Action plan", "Agree on dates").delete("Milestones", FREE.label)
    back = brought(store, home, tmp_path)
    shown = looked(store, back)
    assert (shown.saved, told(shown)) == (0, [])
    assert [each for each in notes(shown) if "Agree on dates" in each or FREE.label in each] == notes(shown)
    assert len(notes(shown)) == 2
    saved(store, back)
    assert set(steps(store, scene)) == {"Agree on dates", "Print the calendar"}


@pytest.mark.parametrize("columns", [None, 10])
def test_sorted_rows_are_known_again_even_where_their_keys_stayed_behind(
    store: Store, scene: Scene, tmp_path: Path, columns: int | None
) -> None:
    home = taken_home(store, scene.id)
    home.sort("Milestones", columns=columns and home.column("Milestones", "Key") - 1, by=lambda row: str(row[1])[::-1])
    home.sort("Action plan", columns=columns and home.column("Action plan", "Key") - 1, by=lambda row: -int(row[0]))  # type: ignore[arg-type, return-value, call-overload]
    shown = looked(store, brought(store, home, tmp_path))
    assert (changes(shown), told(shown), notes(shown)) == ({}, [], [])


def test_the_filter_of_an_editable_sheet_sorts_its_hidden_key_along(store: Store, scene: Scene) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(store, scene.id, today=TODAY)))
    for name in ("Milestones", "Implementation", "Sustainability", "Action plan"):
        sheet = book[name]
        last = sheet.auto_filter.ref.split(":")[1]
        assert sheet.cell(sheet[last].row, sheet[last].column + 1).value is None
        assert "Key" in [cell.value for cell in sheet[sheet.auto_filter.ref][0]]


def test_a_copied_row_with_other_words_is_a_new_one(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id)
    home.fill("Action plan", home.copy("Action plan", "Agree on dates"), Action_step="Agree on holidays")
    home.fill("Milestones", home.copy("Milestones", FREE.label), Milestone="A pact of our own")
    back = brought(store, home, tmp_path)
    shown = looked(store, back)
    assert told(shown) == []
    assert saved(store, back) == workbook_back.Saved(changed=0, added=2)
    kept = steps(store, scene)
    assert (kept["Agree on holidays"].responsible, kept["Agree on dates"]) == ("Ana", scene.first)


def test_a_row_that_stands_there_twice_with_different_cells_is_left_out(
    store: Store, scene: Scene, tmp_path: Path
) -> None:
    home = taken_home(store, scene.id)
    home.fill("Action plan", home.copy("Action plan", "Agree on dates"), Responsible="Ben")
    shown = looked(store, brought(store, home, tmp_path))
    (sentence,) = told(shown)
    assert (shown.saved, "stands in row" in sentence) == (0, True)


def test_a_renamed_column_is_told_and_the_others_are_read(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id).put("Action plan", "Agree on dates", "Partner", "Harbor Light")
    home.put("Action plan", "Agree on dates", "Responsible", "Ben")
    home.book["Action plan"].cell(home.top("Action plan"), home.column("Action plan", "Responsible")).value = "Boss"
    shown = looked(store, brought(store, home, tmp_path))
    assert changes(shown) == {("Action plan", "Agree on dates"): [("partner", "", "Harbor Light")]}
    (note,) = (each for each in notes(shown) if "has this title any more" in each)
    assert "“Responsible”" in note


def test_a_renamed_milestone_keeps_its_name_and_that_is_told(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id)
    home.put("Milestones", FREE.label, "Owner", "Ben").put("Milestones", FREE.label, "Milestone", f"Now {FREE.label}")
    shown = looked(store, brought(store, home, tmp_path))
    assert changes(shown) == {("Milestones", FREE.label): [("owner", "", "Ben")]}
    assert any("does not rename it" in each for each in notes(shown))


def test_a_sheet_that_is_gone_or_has_another_name_stops_nothing(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id).put("Milestones", FREE.label, "Owner", "Ben")
    home.book["Milestones"].title = "Our milestones"
    del home.book["Sustainability"]
    shown = looked(store, brought(store, home, tmp_path))
    assert [each.part.name for each in shown.sheets if each.preview is None] == ["Sustainability"]
    assert changes(shown) == {("Milestones", FREE.label): [("owner", "", "Ben")]}


def test_what_somebody_removed_meanwhile_does_not_come_back_by_itself(
    store: Store, scene: Scene, tmp_path: Path
) -> None:
    own = milestones.add_milestone(store, YOU, scene.id, stage=STAGES[0].key, label="A pact of our own")
    home = taken_home(store, scene.id).put("Action plan", "Print the calendar", "Responsible", "Ben")
    milestones.remove_milestone(store, YOU, own.id, version=own.version)
    action_plans.remove_step(store, YOU, scene.second.id, version=scene.second.version)
    back = brought(store, home, tmp_path)
    shown = looked(store, back)
    assert shown.saved == 0
    (sentence,) = told(shown)
    assert "“Print the calendar” was removed" in sentence
    (note,) = notes(shown)
    assert "“A pact of our own” was removed" in note


def test_the_workbook_of_no_initiative_here_is_refused(store: Store, scene: Scene, tmp_path: Path) -> None:
    content = workbook(store, scene.id, today=TODAY)
    elsewhere = Store.open(f"sqlite:///{tmp_path / 'other.sqlite'}")
    with pytest.raises(Refused, match="not here"):
        brought(elsewhere, content, tmp_path)
    elsewhere.close()


def test_the_workbook_of_another_version_is_refused(store: Store, scene: Scene, tmp_path: Path) -> None:
    (tmp_path / "out.xlsx").write_bytes(workbook(store, scene.id, today=TODAY))
    book = read_book(tmp_path / "out.xlsx", file_name="out.xlsx")
    later = replace(book, marker={**book.marker, "format": "2"})
    with pytest.raises(Refused, match="another version"):
        workbook_back.workbook_of(store, YOU, later)


def test_formulas_without_a_result_are_not_taken_for_empty_cells(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id).put("Action plan", "Agree on dates", "Responsible", '="A"&"B"')
    shown = looked(store, brought(store, home.put("Milestones", FREE.label, "Owner", "Ben"), tmp_path))
    assert set(changes(shown)) == {("Milestones", FREE.label)}
    assert any("formula without a result" in each for each in told(shown))


def test_line_breaks_of_a_long_text_stay_where_one_word_was_changed(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id).put("Action plan", "Agree on dates", "Possible barriers", "Time\nMuch money")
    saved(store, brought(store, home, tmp_path))
    assert steps(store, scene)["Agree on dates"].barriers == "Time\nMuch money"


def test_words_that_look_like_formulas_come_back_as_words(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id)
    row, column = home.row("Action plan", "Agree on dates"), home.column("Action plan", "Responsible")
    cell = home.book["Action plan"].cell(row, column)
    cell.value, cell.data_type = "=1+1", "s"
    saved(store, brought(store, home, tmp_path))
    assert steps(store, scene)["Agree on dates"].responsible == "=1+1"


def test_the_history_says_that_it_came_from_a_workbook(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id).put("Milestones", FREE.label, "Owner", "Ben")
    saved(store, brought(store, home.add("Action plan", Action_step="Tell the families"), tmp_path, "From Ana.xlsx"))
    found = [each for each in initiatives.changes_of(store, scene.id) if each.what == "bring_workbook"]
    told_of = {"added": 1, "changed": 1, "detail": "Milestones; Action plan"}
    assert [(each.subject, each.after) for each in found] == [("From Ana.xlsx", told_of)]


def test_a_save_is_whole_or_absent(store: Store, scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = taken_home(store, scene.id).put("Milestones", FREE.label, "Owner", "Ben")
    back = brought(store, home.put("Action plan", "Agree on dates", "Responsible", "Cy"), tmp_path)
    before = store.read(dump)

    def fails(*_: object) -> None:
        raise RuntimeError("made up")

    monkeypatch.setattr(workbook_back.bulk_plans, "save_in", fails)
    with pytest.raises(RuntimeError):
        saved(store, back)
    assert store.read(dump) == before


def test_who_may_not_see_an_initiative_brings_nothing_into_it(store: Store, scene: Scene, tmp_path: Path) -> None:
    back = brought(store, taken_home(store, scene.id).put("Milestones", FREE.label, "Owner", "Ben"), tmp_path)
    other = Person("other", "Somebody")
    with pytest.raises(NotAllowed):
        workbook_back.preview(store, other, back, held_on=TODAY)
    shown, before = looked(store, back), store.read(dump)
    with pytest.raises(NotAllowed, match="may not do this"):
        workbook_back.save(store, other, back, held_on=TODAY, seen=shown.seen)
    assert (shown.saved, store.read(dump)) == (1, before)


def test_what_is_changed_in_other_sheets_is_not_read(store: Store, scene: Scene, tmp_path: Path) -> None:
    home: AtHome = taken_home(store, scene.id)
    for name in ("Overview", "Stages", "Partners", "History"):
        home.book[name]["A1"] = "Something else"
    assert changes(looked(store, brought(store, home, tmp_path))) == {}


def test_a_sheet_without_its_titles_says_so_and_the_others_are_read(store: Store, scene: Scene, tmp_path: Path) -> None:
    home = taken_home(store, scene.id).put("Milestones", FREE.label, "Owner", "Ben")
    home.book["Action plan"].delete_rows(home.top("Action plan"))
    shown = looked(store, brought(store, home, tmp_path))
    assert changes(shown) == {("Milestones", FREE.label): [("owner", "", "Ben")]}
    assert any("titles of the columns" in each for each in told(shown))
