"""What restore tells the person at the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from collab.__main__ import main
from collab.services.initiatives import overview
from collab.services.sample import NAME
from collab.store import Store
from tests.commands.conftest import Run


def backup_of(run: Run, tmp_path: Path) -> Path:
    """A backup of a database with the sample."""
    run("sample")
    out = tmp_path / "backup.sqlite"
    assert run("backup", out).status == 0
    return out


def test_a_restore_names_the_file_that_keeps_what_was_there(run: Run, tmp_path: Path, small_csv: Path) -> None:
    backup = backup_of(run, tmp_path)
    run("import", small_csv, "--initiative", "Later", "--round", "One", "--accept")
    told = run("restore", backup)
    (kept,) = tmp_path.glob("commands.before-restore.*.sqlite")
    assert told.out == (
        f"Restored from {backup}. What was there before is kept in {kept}. "
        "Pages that are open show the restored content at the next click.\n"
    )
    before = Store.open(f"sqlite:///{kept}")
    assert {card.initiative.name for card in overview(before)} > {"Later"}
    before.close()


def test_a_restore_where_there_was_no_database_says_that_nothing_had_to_be_kept(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = backup_of(run, tmp_path)
    new = tmp_path / "new" / "a.sqlite"
    assert main(["restore", str(backup), "--database", f"sqlite:///{new}"]) == 0
    told = capsys.readouterr().out
    assert told == f"Restored from {backup}. There was no database before, so nothing had to be kept.\n"
    store = Store.open(f"sqlite:///{new}")
    names = [card.initiative.name for card in overview(store)]
    assert (names[0], len(names)) == (NAME, 3)
    store.close()
