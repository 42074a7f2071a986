"""Check finds what is wrong; a backup made under writes restores."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from collab.errors import StoreError
from collab.model import YOU
from collab.services import initiatives, maintenance
from collab.store import Store
from tests.services.contents import a_content, bring

ROWS = [("D one", f"R_00000{n}", n % 4) for n in range(6)]


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ("UPDATE tally SET n = n + 1", "tallies differ from the answer sheets"),
        ("DELETE FROM tally", "tallies differ from the answer sheets"),
        ("DELETE FROM partner", "point to a partner that does not exist"),
        ("DELETE FROM history", "missing from the history"),
        ("UPDATE round SET kind = 'averages'", "says that it holds averages, but it holds responses"),
        ("UPDATE response SET ratings = '[9]'", "which is not on the instrument's scale"),
        ("UPDATE response SET version = 0", "have no valid version"),
        ("UPDATE history SET actor_name = ''", "have no name"),
    ],
)
def test_check_names_each_fault(sqlite_store: Store, damage: str, sentence: str) -> None:
    bring(sqlite_store, a_content(ROWS))
    connection = sqlite3.connect(sqlite_store.file)  # type: ignore[arg-type]
    connection.execute(damage)
    connection.commit()
    connection.close()
    assert any(sentence in fault for fault in maintenance.check(sqlite_store))


def test_a_backup_made_under_writes_restores(sqlite_store: Store, tmp_path: Path) -> None:
    initiatives.create_initiative(sqlite_store, YOU, name="First")
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            initiatives.create_initiative(sqlite_store, YOU, name=f"Initiative {number}", purpose="long " * 900)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    out = maintenance.backup(sqlite_store, tmp_path / "copies" / "backup.sqlite")
    stop.set()
    writer.join()
    here = len(initiatives.overview(sqlite_store))
    sqlite_store.close()
    kept = maintenance.restore(out, sqlite_store.url)
    restored = Store.open(sqlite_store.url)
    names = [card.initiative.name for card in initiatives.overview(restored)]
    assert "First" in names
    assert maintenance.check(restored) == ()
    restored.close()
    assert kept is not None
    before = Store.open(f"sqlite:///{kept}")
    assert len(initiatives.overview(before)) == here
    before.close()


def test_the_secret_is_in_no_backup(sqlite_store: Store, tmp_path: Path) -> None:
    bring(sqlite_store, a_content(ROWS))
    out = maintenance.backup(sqlite_store, tmp_path / "backup.sqlite")
    assert sqlite_store.secret not in out.read_bytes()


def test_restoring_what_is_damaged_or_foreign_or_missing_changes_nothing(sqlite_store: Store, tmp_path: Path) -> None:
    initiatives.create_initiative(sqlite_store, YOU, name="First")
    good = maintenance.backup(sqlite_store, tmp_path / "good.sqlite")
    foreign, damaged, newer = (tmp_path / name for name in ("letter.txt", "damaged.sqlite", "newer.sqlite"))
    foreign.write_text("Dear colleague")
    content = bytearray(good.read_bytes())
    content[len(content) // 2 :] = b"\0" * (len(content) - len(content) // 2)
    damaged.write_bytes(content)
    newer.write_bytes(good.read_bytes())
    connection = sqlite3.connect(newer)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    for bad in (foreign, damaged, newer, tmp_path / "nothing.sqlite"):
        with pytest.raises(StoreError):
            maintenance.restore(bad, sqlite_store.url)
    assert [card.initiative.name for card in initiatives.overview(sqlite_store)] == ["First"]


def test_a_backup_does_not_overwrite_the_database(sqlite_store: Store) -> None:
    with pytest.raises(StoreError, match="must not overwrite the database itself"):
        maintenance.backup(sqlite_store, sqlite_store.file)  # type: ignore[arg-type]


def test_postgresql_is_told_to_use_its_own_tools(store: Store, tmp_path: Path) -> None:
    if store.is_sqlite:
        maintenance.backup(store, tmp_path / "b.sqlite")
        return
    with pytest.raises(StoreError, match="pg_dump"):
        maintenance.backup(store, tmp_path / "b")
    with pytest.raises(StoreError, match="pg_restore"):
        maintenance.restore(tmp_path / "b", store.url)
