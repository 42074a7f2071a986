"""The guide for analysts does what it says: its programs are run on the made-up sample and print what it prints."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from collab.model import YOU
from collab.services.sample import load_sample
from collab.services.tables_out import package, tables
from collab.store import Store

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "analysts.md"
NEEDS = "library(readr); library(dplyr)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where an analyst has just exported the sample."""
    here = tmp_path_factory.mktemp("analyst")
    store = Store.open(f"sqlite:///{here / 'sample.sqlite'}")
    initiative = load_sample(store, YOU, today=date.today())
    (here / "eastport.zip").write_bytes(tables(store, initiative.id, today=date.today()))
    store.close()
    return here


def program(language: str) -> tuple[str, str]:
    """The program in a language, and what the guide says that it prints."""
    found = re.search(rf"```{language}\n(.*?)```\n\n```text\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1], found[2]


def printed(*command: str, folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return "\n".join(line.rstrip() for line in done.stdout.splitlines())


def test_the_program_for_pandas_prints_what_the_guide_says(folder: Path) -> None:
    words, said = program("python")
    assert printed(sys.executable, "-c", words, folder=folder) == said.rstrip()


def test_the_program_for_r_prints_what_the_guide_says(folder: Path) -> None:
    rscript = shutil.which("Rscript")
    if rscript is None or subprocess.run([rscript, "-e", NEEDS], capture_output=True, check=False).returncode:
        pytest.skip("there is no R with readr and dplyr here")
    words, said = program("r")
    (folder / "guide.R").write_text(words, encoding="utf-8")
    assert printed(rscript, "guide.R", folder=folder) == said.rstrip()


def test_every_table_is_named_in_the_guide(folder: Path) -> None:
    store = Store.open(f"sqlite:///{folder / 'sample.sqlite'}")
    initiative = load_sample(store, YOU, today=date.today())
    named = set(re.findall(r"`(\w+)`", GUIDE.read_text(encoding="utf-8")))
    assert {each.name for each in package(store, initiative.id, today=date.today()).tables} <= named
    store.close()
