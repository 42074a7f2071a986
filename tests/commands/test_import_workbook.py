"""python -m collab import of a workbook that came back: the same preview in words, then saved."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from collab.framework import load_framework
from collab.journey import MilestoneRecord, MilestoneStanding
from collab.model import YOU
from collab.services import initiatives, milestones, reviews
from collab.store import Store, records
from tests.commands.conftest import Run
from tests.services.workbooks import AtHome

FREE = next(each for each in load_framework().stages[0].milestones if each.phase is None)
ITEM = load_framework().checklists[0].phases[0].items[0]
NAME = "Made-up compact"


@pytest.fixture
def here(database: str) -> str:
    store = Store.open(database)
    made = initiatives.create_initiative(store, YOU, name=NAME).id
    store.close()
    return made


@pytest.fixture
def out(run: Run, here: str, tmp_path: Path) -> Path:
    path = tmp_path / "out.xlsx"
    assert run("export", "--initiative", NAME, path).status == 0
    return path


def edited(out: Path, owner: str) -> Path:
    out.write_bytes(AtHome(out.read_bytes()).put("Milestones", FREE.label, "Owner", owner).bytes())
    return out


def kept(database: str, here: str) -> str:
    store = Store.open(database)
    found = store.read(lambda unit: records.record(unit, MilestoneRecord, initiative_id=here, key=FREE.key))
    store.close()
    return found.owner if found else ""


def somebody_writes(database: str, here: str, owner: str) -> None:
    store = Store.open(database)
    standing = MilestoneStanding.UNSAID
    milestones.save_milestone(store, YOU, here, FREE.key, version=0, standing=standing, owner=owner)
    store.close()


def test_export_then_import_changes_nothing(run: Run, out: Path) -> None:
    told = run("import", out)
    assert (told.status, told.err) == (0, "")
    assert "Nothing to save." in told.out


def test_each_change_is_told_and_saved(run: Run, out: Path, database: str, here: str) -> None:
    dry = run("import", edited(out, "Ben"), "--dry-run")
    assert (dry.status, kept(database, here)) == (0, "")
    assert "Saving would change or add 1 row." in dry.out
    told = run("import", out)
    assert (told.status, kept(database, here)) == (0, "Ben")
    assert f"“{FREE.label}”, Owner: “” → “Ben”" in told.out
    assert "Saved: 1 changed, 0 added." in told.out
    assert run("import", out, "--json").json["status"] == "unchanged"


def test_a_workbook_that_was_written_just_now_is_not_called_old(run: Run, out: Path) -> None:
    assert run("import", out, "--json").json["saved_since_download"] == 0


def test_what_somebody_else_changed_is_a_question(
    run: Run, out: Path, database: str, here: str, tmp_path: Path
) -> None:
    somebody_writes(database, here, "Zoe")
    told = run("import", edited(out, "Ben"), "--json")
    assert (told.status, told.json["status"], kept(database, here)) == (3, "needs_answers", "Zoe")
    (question,) = told.json["questions"]
    assert (question["proposal"], "“Ben”" in question["ask"]) == ("kept", True)
    assert run("import", out, "--accept").status == 0
    assert kept(database, here) == "Zoe"
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({question["id"]: "sheet"}), encoding="utf-8")
    assert run("import", out, "--answers", answers).status == 0
    assert kept(database, here) == "Ben"


def test_the_question_names_sheet_and_row_and_both_texts_and_both_answers(
    run: Run, out: Path, database: str, here: str
) -> None:
    somebody_writes(database, here, "Zoe")
    row = AtHome(out.read_bytes()).row("Milestones", FREE.label)
    told = run("import", edited(out, "Ben")).err
    assert (
        f"Sheet “Milestones”, row {row}: “{FREE.label}” was also changed by somebody else "
        "(Owner: saved “Zoe”, in the workbook “Ben”)." in told
    )
    assert f'{{"Milestones row {row}": "kept"}} (what is saved stays)' in told
    assert f'{{"Milestones row {row}": "sheet"}} (the text of the workbook is taken)' in told


def test_a_faulty_row_is_told_and_the_exit_status_says_so(run: Run, out: Path) -> None:
    out.write_bytes(AtHome(out.read_bytes()).put("Milestones", FREE.label, "Status", "Dome").bytes())
    told = run("import", out)
    assert told.status == 3
    assert "Did you mean “Done”?" in told.err


def test_a_workbook_does_not_go_into_another_initiative(run: Run, out: Path, database: str) -> None:
    store = Store.open(database)
    initiatives.create_initiative(store, YOU, name="Other")
    store.close()
    told = run("import", out, "--initiative", "Other")
    assert (told.status, "another initiative" in told.err) == (2, True)


def test_answers_to_a_survey_still_need_a_place(run: Run, small_csv: Path) -> None:
    told = run("import", small_csv)
    assert (told.status, "--initiative NAME and --round LABEL" in told.err) == (2, True)


def answered(run: Run, out: Path, tmp_path: Path, answers: object) -> Any:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(answers), encoding="utf-8")
    return run("import", out, "--answers", path)


def test_a_decision_that_is_none_is_refused_and_names_what_is_allowed(
    run: Run, out: Path, database: str, here: str, tmp_path: Path
) -> None:
    somebody_writes(database, here, "Zoe")
    question = run("import", edited(out, "Ben"), "--json").json["questions"][0]["id"]
    told = answered(run, out, tmp_path, {question: "the sheet"})
    assert (told.status, "“the sheet” is no answer" in told.err, "“sheet”" in told.err) == (2, True, True)
    told = answered(run, out, tmp_path, {"Milestones row 1": "sheet"})
    assert (told.status, f"Open questions: “{question}”" in told.err) == (2, True)
    assert kept(database, here) == "Zoe"
    assert answered(run, out, tmp_path, {question.upper(): " Sheet "}).status == 0
    assert kept(database, here) == "Ben"


def test_a_checklist_goes_into_a_review_of_the_day_that_is_named(run: Run, out: Path, database: str, here: str) -> None:
    out.write_bytes(AtHome(out.read_bytes()).put("Implementation", ITEM.label, "Status", "In place").bytes())
    for day, words in (
        ("soon", "is not a day"),
        ("2090-01-01", "still to come"),
        ("0026-01-31", "is a day of the year 26. Name a day from 1990 on."),
    ):
        told = run("import", out, "--held-on", day)
        assert (told.status, words in told.err) == (2, True)
    assert run("import", out, "--held-on", "2026-01-31").status == 0
    store = Store.open(database)
    (review,) = reviews.checklist_view(store, here, "implementation").under_way
    store.close()
    assert review.held_on == date(2026, 1, 31)


def test_a_workbook_without_its_hidden_sheet_is_refused(run: Run, out: Path) -> None:
    home = AtHome(out.read_bytes())
    home.book.remove(home.book["_common_ground"])
    out.write_bytes(home.bytes())
    told = run("import", out)
    assert (told.status, "hidden sheet is gone" in told.err) == (2, True)
