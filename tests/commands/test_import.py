"""python -m collab import, as an administrator or a script types it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from collab.model import YOU, Mode, Sector
from collab.services.initiatives import create_initiative
from collab.services.rounds import create_round
from collab.store import Store
from tests.benchmarks.files import write_csv
from tests.commands.conftest import SAMPLES, Run
from tests.templates import filled_template

KEYS = {
    *("status", "import", "kind", "instrument", "responses", "excluded", "partners", "factors"),
    *("ignored_columns", "problems", "questions"),
}
INTO = ("--initiative", "Compact", "--round", "Baseline")


def test_a_plain_file_is_saved_and_told_as_one_object(run: Run, small_csv: Path) -> None:
    told = run("import", small_csv, *INTO, "--mode", "individual", "--json")
    assert told.status == 0, told
    report = told.json
    assert report.keys() >= KEYS
    assert (report["status"], report["kind"], report["responses"]) == ("saved", "responses", 11)
    assert report["instrument"] == "cross-sector-readiness"
    assert {(each["name"], each["sector"], each["responses"]) for each in report["partners"]} == {
        ("Made-up District", "district", 6),
        ("Made-up Charter", "charter", 5),
    }
    assert set(report["factors"]) == {"purpose.problem", "purpose.vision"}
    assert (report["problems"], report["questions"]) == ([], [])
    assert report["import"]


def test_the_same_file_again_changes_nothing(run: Run, small_csv: Path) -> None:
    first = run("import", small_csv, *INTO, "--mode", "individual", "--accept", "--json")
    again = run("import", small_csv, *INTO, "--accept", "--json")
    assert (first.json["status"], again.json["status"], again.status) == ("saved", "unchanged", 0)


def test_a_dry_run_tells_what_would_happen_and_writes_nothing(run: Run, small_csv: Path) -> None:
    command = ("import", small_csv, *INTO, "--mode", "individual", "--json")
    dry = run(*command, "--dry-run")
    assert dry.status == 0
    assert (dry.json["status"], dry.json["dry_run"], dry.json["import"]) == ("saved", True, None)
    assert run("scores", *INTO).status == 2
    assert run(*command).json["status"] == "saved"
    assert run(*command, "--dry-run").json["status"] == "unchanged"


def test_without_a_mode_the_mode_is_a_question(run: Run, small_csv: Path) -> None:
    told = run("import", small_csv, *INTO, "--json")
    assert (told.status, told.json["status"]) == (3, "needs_answers")
    question = next(each for each in told.json["questions"] if "individual" in (each["choices"] or ()))
    assert question["proposal"] == "individual"
    assert question.keys() >= {"id", "ask", "choices", "proposal"}


def test_answers_come_from_a_file(run: Run, small_csv: Path, tmp_path: Path) -> None:
    questions = run("import", small_csv, *INTO, "--json").json["questions"]
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({each["id"]: each["proposal"] for each in questions}), encoding="utf-8")
    assert run("import", small_csv, *INTO, "--answers", answers, "--json").json["status"] == "saved"


def test_accept_takes_every_proposal(run: Run, small_csv: Path) -> None:
    assert run("import", small_csv, *INTO, "--accept", "--json").json["status"] == "saved"


def test_an_answer_to_a_question_that_was_not_asked_is_refused(run: Run, small_csv: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text('{"no such question": "x"}', encoding="utf-8")
    told = run("import", small_csv, *INTO, "--accept", "--answers", answers, "--json")
    assert (told.status, told.json["status"]) == (2, "refused")
    assert "no such question" in json.dumps(told.json["problems"])


@pytest.mark.parametrize(
    ("text", "words"),
    [("[1, 2]", "no JSON object"), ("{", "not valid JSON"), ("[" * 100_000, "not valid JSON")],
    ids=["a list", "half an object", "nested without end"],
)
def test_answers_that_are_no_object_are_refused(
    run: Run, small_csv: Path, tmp_path: Path, text: str, words: str
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(text, encoding="utf-8")
    told = run("import", small_csv, *INTO, "--answers", answers)
    assert told.status == 2
    assert words in told.err


def test_a_missing_file_is_named(run: Run, tmp_path: Path) -> None:
    told = run("import", tmp_path / "nothing.xlsx", *INTO)
    assert told.status == 2
    assert "There is no file" in told.err
    assert "nothing.xlsx" in told.err
    assert told.out == ""


def test_a_folder_is_no_spreadsheet(run: Run, tmp_path: Path) -> None:
    told = run("import", tmp_path, *INTO, "--json")
    assert told.status == 2
    assert told.json["status"] == "refused"
    assert told.json.keys() >= KEYS
    assert "is a folder" in told.json["problems"][0]["found"]


def test_a_file_that_is_no_spreadsheet_is_refused_with_a_sentence(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "picture.xlsx"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    told = run("import", file, *INTO, "--json")
    assert (told.status, told.json["status"]) == (2, "refused")
    assert told.json["problems"][0].keys() == {"sheet", "row", "column", "found", "allowed", "remedy"}


def test_an_unknown_sector_lists_the_sectors(run: Run, small_csv: Path) -> None:
    told = run("import", small_csv, *INTO, "--sector", "martian", "--json")
    assert told.status == 2
    assert all(sector in told.err for sector in Sector)
    assert told.json["status"] == "refused"


@pytest.mark.parametrize("option", ["--initiative", "--round"])
def test_an_empty_name_is_refused(run: Run, small_csv: Path, option: str) -> None:
    names = {"--initiative": "Compact", "--round": "Baseline", option: "  "}
    told = run("import", small_csv, *(word for pair in names.items() for word in pair))
    assert told.status == 2
    assert f"{option} is empty" in told.err


def test_undo_takes_an_import_back_and_the_same_file_can_come_again(run: Run, small_csv: Path) -> None:
    command = ("import", small_csv, *INTO, "--mode", "individual", "--json")
    first = run(*command).json["import"]
    undone = run("undo", first, "--json")
    assert (undone.status, undone.json["status"]) == (0, "undone")
    assert run(*command).json["status"] == "saved"
    assert run("check").status == 0


def test_undo_of_an_unknown_import_is_refused(run: Run) -> None:
    told = run("undo", "no-such-import", "--json")
    assert (told.status, told.json["status"]) == (2, "refused")


def test_people_read_sentences_and_how_to_undo(run: Run, small_csv: Path) -> None:
    told = run("import", small_csv, *INTO, "--mode", "individual")
    assert told.status == 0
    assert "python -m collab undo" in told.out


def test_people_read_which_questions_are_open(run: Run, small_csv: Path) -> None:
    told = run("import", small_csv, *INTO)
    assert told.status == 3
    assert "--accept" in told.err
    assert "proposal: individual" in told.err


def test_a_file_without_partner_and_sector_takes_them_from_the_options(run: Run, tmp_path: Path) -> None:
    from collab.framework import load_framework

    statements = [factor.statement for factor in load_framework().instruments[0].factors]
    file = tmp_path / "paper.csv"
    lines = [",".join(f'"{statement}"' for statement in statements), *[",".join(["Agree"] * 17)] * 6]
    file.write_text("\n".join(lines), encoding="utf-8")
    told = run(
        *("import", file, *INTO, "--partner", "Harbor School", "--sector", "charter"),
        *("--mode", "individual", "--accept", "--json"),
    )
    assert told.status == 0, told
    assert told.json["partners"] == [{"name": "Harbor School", "sector": "charter", "responses": 6}]


def test_the_school_survey_becomes_a_round_of_reported_averages(run: Run) -> None:
    told = run("import", SAMPLES / "made_up_school_survey.xlsx", *INTO, "--accept", "--json")
    assert told.status == 0, told
    report = told.json
    assert (report["status"], report["kind"], len(report["partners"])) == ("saved", "averages", 168)
    assert report["excluded"].get("totals") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="an interrupt cannot be sent to one process there")
@pytest.mark.parametrize("after_seconds", [0.5, 1.0, 1.6])
def test_an_interrupt_leaves_all_or_nothing(run: Run, database: str, tmp_path: Path, after_seconds: float) -> None:
    file = write_csv(tmp_path / "many.csv", 30_000, 20)
    command = [sys.executable, "-m", "collab", "import", str(file), *INTO, "--mode", "individual", "--accept"]
    process = subprocess.Popen(
        [*command, "--database", database], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(after_seconds)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert "Traceback" not in told
    assert run("check").out in {
        "All is well: 0 initiatives, 0 rounds, 0 answer sheets.\n",
        "All is well: 1 initiative, 1 round, 30,000 answer sheets.\n",
    }


@pytest.fixture
def filled(run: Run, database: str, tmp_path: Path) -> Path:
    """The template of the round “Baseline” of “Compact”, filled in."""
    store = Store.open(database)
    initiative = create_initiative(store, YOU, name="Compact")
    create_round(store, YOU, initiative.id, label="Baseline", instrument_key="cross-sector-readiness", mode=Mode.TEAM)
    path = filled_template(store, tmp_path / "filled.xlsx", ("Compact", "Baseline"), partners=["Made-up District"])
    store.close()
    return path


def test_a_filled_template_comes_back_into_its_round_without_a_word(run: Run, filled: Path) -> None:
    told = run("import", filled, *INTO, "--accept", "--json", "--sector", "district")
    assert (told.json["status"], told.json["warnings"]) == ("saved", [])


def test_a_filled_template_that_goes_elsewhere_is_told(run: Run, filled: Path) -> None:
    elsewhere = ("--initiative", "Compact", "--round", "Another", "--sector", "district", "--accept")
    told = run("import", filled, *elsewhere, "--dry-run", "--json")
    assert told.json["status"] == "saved"
    (warning,) = told.json["warnings"]
    assert warning["found"] == "This template was made for the round “Baseline” of “Compact”."
    said = run("import", filled, *elsewhere)
    assert said.status == 0
    assert "Please note: This template was made for the round “Baseline” of “Compact”." in said.err
