"""The command export: a whole workbook, and no file written over unasked."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl

from collab.services import sample
from tests.commands.conftest import Run

NAMED = ("--initiative", sample.NAME)


def test_the_workbook_of_an_initiative_is_written(run: Run, tmp_path: Path) -> None:
    run("sample")
    out = tmp_path / "out.xlsx"
    told = run("export", *NAMED, out)
    assert (told.status, told.err) == (0, "")
    assert str(out) in told.out
    assert {"Overview", "Readiness", "Action plan", "History"} <= set(openpyxl.load_workbook(out).sheetnames)


def test_a_file_that_is_there_stays_unless_it_is_forced(run: Run, tmp_path: Path) -> None:
    run("sample")
    out = tmp_path / "out.xlsx"
    out.write_bytes(b"mine")
    told = run("export", *NAMED, out)
    assert (told.status, out.read_bytes()) == (2, b"mine")
    assert "already there" in told.err
    assert run("export", *NAMED, out, "--force").status == 0
    assert out.read_bytes()[:2] == b"PK"


def test_a_name_a_folder_or_an_initiative_that_will_not_do_is_told_in_a_sentence(run: Run, tmp_path: Path) -> None:
    assert "does not end in .xlsx" in run("export", *NAMED, tmp_path / "out.csv").err
    assert "There is no folder" in run("export", *NAMED, tmp_path / "none" / "out.xlsx").err
    told = run("export", "--initiative", "Nobody", tmp_path / "out.xlsx")
    assert (told.status, list(tmp_path.glob("*.xlsx"))) == (2, [])
    assert "Nobody" in told.err


def test_the_tables_of_an_initiative_are_written_alone_or_with_the_workbook(run: Run, tmp_path: Path) -> None:
    run("sample")
    out, book = tmp_path / "out.zip", tmp_path / "out.xlsx"
    told = run("export", *NAMED, "--tables", out)
    assert (told.status, told.err) == (0, "")
    assert str(out) in told.out
    names = zipfile.ZipFile(out).namelist()
    assert {"dictionary.csv", "datapackage.json", "csv/scores.csv", "parquet/scores.parquet"} <= set(names)
    told = run("export", *NAMED, book, "--tables", out, "--force")
    assert (told.status, told.out.count("written to")) == (0, 2)
    assert book.exists()


def test_where_one_of_two_files_will_not_do_neither_is_written(run: Run, tmp_path: Path) -> None:
    run("sample")
    book, out = tmp_path / "out.xlsx", tmp_path / "out.zip"
    assert "does not end in .zip" in run("export", *NAMED, book, "--tables", tmp_path / "out.csv").err
    out.write_bytes(b"mine")
    told = run("export", *NAMED, book, "--tables", out)
    assert (told.status, out.read_bytes(), book.exists()) == (2, b"mine", False)
    told = run("export", *NAMED)
    assert (told.status, "No file is named" in told.err) == (2, True)
