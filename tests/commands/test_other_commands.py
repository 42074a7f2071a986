"""The commands besides import: sample, scores, template, check, backup, restore."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine, event

from collab.framework import load_framework
from collab.model import Level
from collab.services import sample
from collab.services.initiatives import overview
from collab.services.readiness import cell, readiness
from collab.store import Store
from tests.commands.conftest import Run

FIRST = "Baseline, autumn 2025"
SAMPLE = ("--initiative", sample.NAME, "--round", FIRST)
SCORE_KEYS = {
    *("level", "factor", "dimension", "rated", "not_applicable", "skipped", "unreadable", "counts", "mean"),
    *("favourable_share", "agreement", "band", "why", "reported"),
}


def test_the_sample_is_loaded_once_and_says_that_it_is_made_up(run: Run) -> None:
    first, again = run("sample"), run("sample")
    assert (first.status, again.status) == (0, 0)
    assert "Made-up sample" in first.out
    assert "already there" in again.out
    assert "197 answer sheets of 11 partners" in first.out


def test_the_sample_takes_no_more_statements_than_a_start_can_bear(run: Run) -> None:
    statements: list[str] = []

    def count(*told: object) -> None:
        statements.append(str(told[2]))

    event.listen(Engine, "after_cursor_execute", count)
    try:
        run("sample")
    finally:
        event.remove(Engine, "after_cursor_execute", count)
    assert 1_000 < len(statements) < 5_000


def test_the_comments_of_the_sample_are_taken_along(run: Run, database: str) -> None:
    run("sample")
    store = Store.open(database)
    view = readiness(store, overview(store)[0].rounds[-1].round.id)
    everyone = next(unit for unit in view.sectors.units if unit.sector is None)
    overall = next(target for target in view.sectors.targets if target.level is Level.OVERALL)
    detail = cell(store, view.round.id, everyone, overall)
    assert len(detail.comments) >= 30
    assert {comment.factor for comment in detail.comments} == {None}


def test_scores_by_partner_hold_every_level_for_every_partner(run: Run) -> None:
    run("sample")
    rows = run("scores", *SAMPLE, "--format", "json").json
    assert len(rows) == 11 * (17 + 4 + 1)
    assert all(row.keys() >= SCORE_KEYS | {"partner"} for row in rows)
    assert {row["level"] for row in rows} == {"factor", "dimension", "overall"}


def test_scores_by_sector_show_where_the_sample_differs_and_where_it_is_split(run: Run) -> None:
    run("sample")
    rows = run("scores", *SAMPLE, "--by", "sector", "--format", "json").json
    figures = {(row["sector"], row["factor"]): row for row in rows if row["level"] == "factor"}
    opinion = "environment.opinion"
    assert figures["charter", opinion]["mean"] - figures["district", opinion]["mean"] >= 0.8
    assert figures["charter", "capacity.governance"]["agreement"] < -0.2


def test_the_smallest_group_of_the_sample_is_hidden_in_every_figure(run: Run) -> None:
    run("sample")
    rows = run("scores", *SAMPLE, "--format", "json").json
    kestrel = [row for row in rows if row["partner"].startswith("Kestrel") and row["level"] == "factor"]
    assert {row["why"] for row in kestrel} == {"hidden"}
    assert {row["mean"] for row in kestrel} == {row["rated"] for row in kestrel} == {None}


def test_scores_as_csv_hold_the_same_numbers_as_json(run: Run) -> None:
    run("sample")
    rows = run("scores", *SAMPLE, "--format", "json").json
    lines = list(csv.DictReader(io.StringIO(run("scores", *SAMPLE, "--format", "csv").out)))
    assert [line["mean"] for line in lines] == ["" if row["mean"] is None else str(row["mean"]) for row in rows]


def test_scores_as_a_table_has_a_line_for_each_figure(run: Run) -> None:
    run("sample")
    lines = run("scores", *SAMPLE, "--by", "sector").out.splitlines()
    assert lines[0].split() == [
        *("sector", "level", "factor", "rated", "mean", "favourable", "agreement", "band", "why")
    ]
    assert len(lines) == 1 + 6 * 22


@pytest.mark.parametrize(
    ("names", "listed"),
    [(("--initiative", "Nowhere", "--round", FIRST), sample.NAME), ((*SAMPLE[:3], "Nowhere"), FIRST)],
    ids=["initiative", "round"],
)
def test_unknown_names_list_what_exists(run: Run, names: tuple[str, ...], listed: str) -> None:
    run("sample")
    told = run("scores", *names)
    assert (told.status, told.out) == (2, "")
    assert listed in told.err


def test_a_filled_template_comes_back_without_a_question(run: Run, tmp_path: Path) -> None:
    run("sample")
    out = tmp_path / "template.xlsx"
    names = ("--initiative", sample.NAME, "--round", "Third round")
    assert run("template", *names, "--mode", "individual", out).status == 0
    book = openpyxl.load_workbook(out)
    for row in range(2, 8):
        book["Answers"].cell(row, 1, "Eastport City Schools")
        for column in range(2, 19):
            book["Answers"].cell(row, column, "Not applicable" if column == row else "Agree")
    book.save(out)
    told = run("import", out, *names, "--json")
    assert told.status == 0, told
    assert told.json["partners"] == [{"name": "Eastport City Schools", "sector": "district", "responses": 6}]
    assert set(told.json["factors"]) == {factor.key for factor in load_framework().instruments[0].factors}


def test_a_blank_template_asks_for_partner_and_sector_and_comes_back(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "blank.xlsx"
    assert run("template", "--mode", "team", out).status == 0
    book = openpyxl.load_workbook(out)
    for row, (partner, sector) in enumerate((("Alder Schools", "District"), ("Birch Charter", "Charter")), start=2):
        book["Answers"].cell(row, 1, partner)
        book["Answers"].cell(row, 2, sector)
        for column in range(3, 20):
            book["Answers"].cell(row, column, "Agree")
    book.save(out)
    told = run("import", out, "--initiative", "New", "--round", "First", "--json")
    assert told.status == 0, told
    assert [each["sector"] for each in told.json["partners"]] == ["district", "charter"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("out.csv",), "does not end in .xlsx"),
        (("no/such/folder/out.xlsx",), "There is no folder"),
        (("--initiative", "Alone", "out.xlsx"), "belong together"),
    ],
    ids=["another ending", "no folder", "half a destination"],
)
def test_a_template_that_cannot_be_written_says_why(
    run: Run, arguments: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = run("template", *arguments)
    assert told.status == 2
    assert words in told.err


def test_a_workbook_that_is_there_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "filled.xlsx"
    out.write_bytes(b"somebody's work")
    assert run("template", out).status == 2
    assert out.read_bytes() == b"somebody's work"


def test_check_finds_nothing_and_counts(run: Run) -> None:
    run("sample")
    told = run("check")
    assert told.status == 0
    assert told.out == "All is well: 3 initiatives, 3 rounds, 406 answer sheets.\n"


def test_a_backup_brings_back_what_was_deleted(run: Run, tmp_path: Path, small_csv: Path) -> None:
    run("sample")
    backup = tmp_path / "backup.sqlite"
    assert run("backup", backup).status == 0
    run("import", small_csv, "--initiative", "Later", "--round", "One", "--accept")
    assert run("restore", backup).status == 0
    assert run("check").out.startswith("All is well: 3 initiatives,")


def test_restoring_something_else_is_refused(run: Run, small_csv: Path) -> None:
    run("sample")
    assert run("restore", small_csv).status == 2
    assert run("check").status == 0


def test_the_program_starts_without_what_a_command_does_not_need(tmp_path: Path) -> None:
    code = (
        "import sys; from collab.__main__ import main\n"
        "try: main(['import', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'plotly', 'streamlit', 'sqlalchemy', 'openpyxl', 'xlsxwriter', 'alembic'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "[]"


def test_the_module_runs_as_a_program(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "collab", "check", "--database", f"sqlite:///{tmp_path / 'new.sqlite'}"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("All is well: 0 initiatives")


def test_an_unknown_database_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    from collab.__main__ import main

    assert main(["check", "--database", "nonsense"]) == 2
    assert "Traceback" not in capsys.readouterr().err
