"""A restore while others are at work: nothing that was saved is lost, and a restore is whole or has not happened."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from collab.errors import NotFound, StaleVersion, StoreError
from collab.model import YOU, RoundState
from collab.services import initiatives, maintenance, readiness, rounds, scores
from collab.store import Store, copies, locks, restoring
from collab.store.integrity import dump
from collab.store.schema import metadata
from collab.store.tables import initiative
from collab.store.upgrade import VERSIONS, lock_beside
from tests.services.contents import a_content, bring
from tests.store.test_upgrade import ONE_MORE, an_older_database, migrations_with_one_more

PROJECT = Path(__file__).resolve().parents[2]
ROWS = [("D one", f"R_00000{n}", n % 4) for n in range(6)]
HERE = ("Northside Compact", "Baseline")
MOVES = set(restoring.NUMBERS)


@pytest.fixture
def backup(sqlite_store: Store, tmp_path: Path) -> Path:
    """A backup of a store that held one initiative, "Before", when it was made."""
    initiatives.create_initiative(sqlite_store, YOU, name="Before")
    return maintenance.backup(sqlite_store, tmp_path / "copies" / "backup.sqlite")


def names_in(file: Path | str) -> list[str]:
    """The initiatives of a database, read past the program."""
    with closing(sqlite3.connect(file)) as connection:
        return sorted(row[0] for row in connection.execute("SELECT name FROM initiative"))


def kept_beside(store: Store) -> list[Path]:
    """Every copy that a restore kept, the earliest first."""
    assert store.file is not None
    kept = store.file.parent.glob(f"{store.file.stem}.before-restore.*{store.file.suffix}")
    return sorted(kept, key=lambda file: file.stat().st_mtime_ns)


def left_over(store: Store) -> list[str]:
    """Half-made files beside the database."""
    assert store.file is not None
    return [each.name for each in store.file.parent.iterdir() if ".restoring" in each.name or ".part" in each.name]


def content_of(store: Store) -> dict[str, list[dict[str, object]]]:
    """What a database holds, without the numbers that a restore shifts and the lines that tell of it."""
    found = store.read(dump)
    found["history"] = [row for row in found["history"] if row["what"] != "restored_from_a_backup"]
    return {
        name: [{key: value for key, value in row.items() if name == "instrument" or key not in MOVES} for row in rows]
        for name, rows in found.items()
    }


def restored_in_another_process(backup: Path, store: Store) -> subprocess.CompletedProcess[str]:
    """As a person would do it while the dashboard runs."""
    command = [sys.executable, "-m", "collab", "restore", str(backup), "--database", store.url]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, encoding="utf-8", timeout=120)


def test_an_open_store_goes_on_with_the_restored_content(sqlite_store: Store, backup: Path) -> None:
    initiatives.create_initiative(sqlite_store, YOU, name="Later")
    assert restored_in_another_process(backup, sqlite_store).returncode == 0
    assert [card.initiative.name for card in initiatives.overview(sqlite_store)] == ["Before"]
    initiatives.create_initiative(sqlite_store, YOU, name="Afterwards")
    assert sqlite_store.file is not None
    assert names_in(sqlite_store.file) == ["Afterwards", "Before"]
    (kept,) = kept_beside(sqlite_store)
    assert names_in(kept) == ["Before", "Later"]
    assert copies.integrity_fault(kept) == ""
    assert left_over(sqlite_store) == []
    assert maintenance.check(sqlite_store) == ()


def test_what_comes_back_is_what_the_backup_holds(sqlite_store: Store, tmp_path: Path) -> None:
    bring(sqlite_store, a_content(ROWS))
    before = content_of(sqlite_store)
    out = maintenance.backup(sqlite_store, tmp_path / "backup.sqlite")
    bring(sqlite_store, a_content([*ROWS, ("C two", "R_9", 1)]))
    maintenance.restore(out, sqlite_store.url)
    assert content_of(sqlite_store) == before


@dataclass
class Saved:
    """What writers were told is saved: the name, when it was begun and when it was told."""

    names: list[tuple[str, float, float]] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    def begun_after(self, moment: float) -> set[str]:
        return {name for name, begun, _ in self.names if begun > moment}

    def told_before(self, moment: float) -> set[str]:
        return {name for name, _, told in self.names if told < moment}


def write_on(store: Store, who: str, saved: Saved, stop: threading.Event) -> None:
    """Make one initiative after the other and note each one that was told to be saved."""
    number = 0
    while not stop.is_set():
        name = f"{who} {number}"
        begun = time.monotonic()
        try:
            initiatives.create_initiative(store, YOU, name=name, purpose="long " * 200)
        except Exception as fault:
            saved.faults.append(fault)
            return
        saved.names.append((name, begun, time.monotonic()))
        number += 1


def test_every_write_that_was_told_to_be_saved_is_in_the_kept_copy_or_in_the_database(
    sqlite_store: Store, backup: Path
) -> None:
    saved, stop = Saved(), threading.Event()
    writers = [
        threading.Thread(target=write_on, args=(sqlite_store, f"Writer {number}", saved, stop)) for number in range(3)
    ]
    for writer in writers:
        writer.start()
    moments = []
    for _ in range(4):
        time.sleep(0.3)
        begun = time.monotonic()
        told = restored_in_another_process(backup, sqlite_store)
        assert told.returncode == 0, told.stderr
        moments.append((begun, time.monotonic()))
    time.sleep(0.3)
    stop.set()
    for writer in writers:
        writer.join()
    assert saved.faults == []
    assert sqlite_store.file is not None
    present, kept = set(names_in(sqlite_store.file)), [set(names_in(each)) for each in kept_beside(sqlite_store)]
    assert len(kept) == len(moments)
    for (begun, _), copy, earlier in zip(moments, kept, [None, *moments], strict=False):
        since = saved.begun_after(earlier[1]) if earlier else saved.told_before(begun)
        assert since & saved.told_before(begun) <= copy
    assert saved.begun_after(moments[-1][1]) <= present
    assert saved.begun_after(moments[-1][1])
    assert {name for name, _, _ in saved.names} <= present.union(*kept)
    assert maintenance.check(sqlite_store) == ()


def test_a_person_who_reads_meanwhile_sees_one_picture(sqlite_store: Store, backup: Path) -> None:
    initiatives.create_initiative(sqlite_store, YOU, name="Later")
    query = sa.select(initiative.c.name).order_by(initiative.c.name)
    with sqlite_store.reading() as unit:
        first = unit.rows(query)
        assert restored_in_another_process(backup, sqlite_store).returncode == 0
        assert unit.rows(query) == first
    assert [card.initiative.name for card in initiatives.overview(sqlite_store)] == ["Before"]


def test_a_restore_waits_for_a_write_and_keeps_it(sqlite_store: Store, backup: Path) -> None:
    with sqlite_store.writing(YOU) as unit:
        command = [sys.executable, "-m", "collab", "restore", str(backup), "--database", sqlite_store.url]
        running = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL)
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(2)
        unit.run(sa.update(initiative).values(name="Changed meanwhile"))
    assert running.wait(60) == 0
    (kept,) = kept_beside(sqlite_store)
    assert names_in(kept) == ["Changed meanwhile"]
    assert sqlite_store.file is not None
    assert names_in(sqlite_store.file) == ["Before"]


def test_a_restore_that_waits_too_long_says_so_and_changes_nothing(
    sqlite_store: Store, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "PATIENCE_SECONDS", 0)
    with sqlite_store.writing(YOU), pytest.raises(StoreError, match="Another program is writing"):
        maintenance.restore(backup, sqlite_store.url)
    assert kept_beside(sqlite_store) == []
    assert left_over(sqlite_store) == []


def test_two_that_restore_or_open_at_once_take_turns_and_say_so(
    sqlite_store: Store, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "PATIENCE_SECONDS", 0)
    assert sqlite_store.file is not None
    turn = locks.only_one(lock_beside(sqlite_store.file))
    with turn, pytest.raises(StoreError, match=r"opening, upgrading or restoring .* Nothing was changed"):
        maintenance.restore(backup, sqlite_store.url)


def test_figures_that_were_kept_before_a_restore_are_not_shown_after_it(sqlite_store: Store, tmp_path: Path) -> None:
    outcome = bring(sqlite_store, a_content(ROWS))
    assert outcome.round_id is not None
    out = maintenance.backup(sqlite_store, tmp_path / "backup.sqlite")
    bring(sqlite_store, a_content([*ROWS, *((f"C {n}", f"R_1{n}", 0) for n in range(6))]), file_name="b")
    seen = rounds.get_round(sqlite_store, outcome.round_id).data_version
    gone = readiness.readiness(sqlite_store, outcome.round_id)
    maintenance.restore(out, sqlite_store.url)
    bring(sqlite_store, a_content([*ROWS, *((f"O {n}", f"R_2{n}", 3) for n in range(6))]), file_name="c")
    assert rounds.get_round(sqlite_store, outcome.round_id).data_version != seen
    shown = readiness.readiness(sqlite_store, outcome.round_id)
    assert [unit.partner for unit in shown.partners.units] != [unit.partner for unit in gone.partners.units]
    fresh = Store.open(sqlite_store.url)
    assert scores.scores(sqlite_store, *HERE) == scores.scores(fresh, *HERE)
    fresh.close()


def test_a_page_that_was_open_before_a_restore_cannot_overwrite_what_came_after(
    sqlite_store: Store, tmp_path: Path
) -> None:
    made = initiatives.create_initiative(sqlite_store, YOU, name="Before")
    round_ = rounds.create_round(sqlite_store, YOU, made.id, label="One", instrument_key="cross-sector-readiness")
    out = maintenance.backup(sqlite_store, tmp_path / "backup.sqlite")
    on_screen = rounds.change_round(sqlite_store, YOU, round_.id, version=round_.version, label="Two")
    gone = initiatives.create_initiative(sqlite_store, YOU, name="Made later")
    maintenance.restore(out, sqlite_store.url)
    again = rounds.get_round(sqlite_store, round_.id)
    theirs = rounds.change_round(sqlite_store, YOU, round_.id, version=again.version, label="Three")
    with pytest.raises(StaleVersion):
        rounds.change_round(sqlite_store, YOU, round_.id, version=on_screen.version, state=RoundState.REVEALED)
    assert rounds.get_round(sqlite_store, round_.id) == theirs
    with pytest.raises(NotFound):
        rounds.create_round(sqlite_store, YOU, gone.id, label="One", instrument_key="cross-sector-readiness")


def test_every_number_of_a_version_is_known_to_a_restore() -> None:
    found = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if (column.name.endswith("version") or column.name == "activity") and isinstance(column.type, sa.Integer)
    }
    known = {(name, column) for name, column in found if column in restoring.NUMBERS}
    assert found == known
    assert {("round", "data_version"), ("initiative", "activity"), ("review_entry", "version")} <= known


def test_the_history_of_each_initiative_says_that_it_was_restored(sqlite_store: Store, backup: Path) -> None:
    maintenance.restore(backup, sqlite_store.url)
    (card,) = initiatives.overview(sqlite_store)
    latest, *_ = initiatives.changes_of(sqlite_store, card.initiative.id)
    assert (latest.what, latest.subject, latest.actor) == ("restored_from_a_backup", "backup.sqlite", YOU.name)


def test_restores_within_one_second_keep_a_copy_each(sqlite_store: Store, backup: Path) -> None:
    initiatives.create_initiative(sqlite_store, YOU, name="Later")
    kept = [maintenance.restore(backup, sqlite_store.url) for _ in range(3)]
    assert len(set(kept)) == 3
    assert names_in(str(kept[0])) == ["Before", "Later"]
    assert names_in(str(kept[2])) == ["Before"]


def test_restoring_where_there_is_no_database_makes_one(backup: Path, tmp_path: Path) -> None:
    file = tmp_path / "new" / "a.sqlite"
    assert maintenance.restore(backup, f"sqlite:///{file}") is None
    assert names_in(file) == ["Before"]


def test_a_backup_of_an_older_version_is_upgraded_on_its_way(tmp_path: Path, sqlite_store: Store) -> None:
    folder = tmp_path / "older"
    folder.mkdir()
    older, draft = an_older_database(folder), tmp_path / "draft.sqlite"
    assert older.file is not None
    bytes_before = older.file.read_bytes()
    steps = (*VERSIONS, ONE_MORE)
    restoring.prepare(older.file, draft, versions=steps, migrations=migrations_with_one_more(tmp_path))
    restoring.put_in_place(draft, sqlite_store.file)  # type: ignore[arg-type]
    with sqlite_store.reading() as unit:
        rows = unit.connection.exec_driver_sql("SELECT name, motto FROM initiative").all()
        version = unit.connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    assert ([tuple(row) for row in rows], version) == ([("Northside Compact", "")], ONE_MORE)
    assert older.file.read_bytes() == bytes_before


def test_a_backup_that_cannot_be_upgraded_changes_nothing(tmp_path: Path, sqlite_store: Store) -> None:
    folder = tmp_path / "older"
    folder.mkdir()
    older = an_older_database(folder)
    faulty = migrations_with_one_more(tmp_path, 'raise RuntimeError("the migration has a fault")')
    with pytest.raises(StoreError, match=r"a\.sqlite could not be upgraded .* Nothing was changed"):
        restoring.prepare(
            older.file,  # type: ignore[arg-type]
            tmp_path / "draft.sqlite",
            versions=(*VERSIONS, ONE_MORE),
            migrations=faulty,
        )


def test_a_backup_takes_the_place_of_a_database_of_a_newer_program(sqlite_store: Store, backup: Path) -> None:
    with closing(sqlite3.connect(sqlite_store.file)) as connection, connection:  # type: ignore[arg-type]
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute("CREATE TABLE what_only_the_newer_one_knows (id TEXT)")
    maintenance.restore(backup, sqlite_store.url)
    again = Store.open(sqlite_store.url)
    assert maintenance.check(again) == ()
    again.close()
    with closing(sqlite3.connect(sqlite_store.file)) as connection:  # type: ignore[arg-type]
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables - {"alembic_version"} == set(metadata.tables)


def test_a_backup_with_pages_of_another_size_restores(sqlite_store: Store, backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute("PRAGMA page_size = 16384")
        connection.execute("VACUUM")
    maintenance.restore(backup, sqlite_store.url)
    assert [card.initiative.name for card in initiatives.overview(sqlite_store)] == ["Before"]


def test_a_file_that_only_claims_to_be_ours_is_refused(sqlite_store: Store, tmp_path: Path) -> None:
    false = tmp_path / "false.sqlite"
    with closing(sqlite3.connect(false)) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", (VERSIONS[-1],))
    with pytest.raises(StoreError, match="is not a backup of Common Ground: it lacks"):
        maintenance.restore(false, sqlite_store.url)
    assert left_over(sqlite_store) == kept_beside(sqlite_store) == []


def test_the_database_itself_under_another_name_is_no_backup(sqlite_store: Store, tmp_path: Path) -> None:
    other = tmp_path / "link.sqlite"
    other.symlink_to(sqlite_store.file)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="present database itself"):
        maintenance.restore(other, sqlite_store.url)
    with pytest.raises(StoreError, match="must not overwrite the database itself"):
        maintenance.backup(sqlite_store, other)


@pytest.mark.parametrize("ruin", ["a letter", "cut short"])
def test_a_ruined_database_is_kept_as_it_is_and_an_open_store_goes_on_with_the_restored_one(
    sqlite_store: Store, backup: Path, ruin: str
) -> None:
    file = sqlite_store.file
    assert file is not None
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = file.read_bytes()
    ruined = b"Dear colleague " * 1000 if ruin == "a letter" else content[: len(content) // 2]
    file.write_bytes(ruined)
    kept = maintenance.restore(backup, sqlite_store.url)
    assert kept is not None
    assert kept.read_bytes() == ruined
    initiatives.create_initiative(sqlite_store, YOU, name="Afterwards")
    assert names_in(file) == ["Afterwards", "Before"]
    assert maintenance.check(sqlite_store) == ()


def test_a_damaged_database_that_still_opens_is_kept_and_replaced(sqlite_store: Store, backup: Path) -> None:
    for number in range(60):
        initiatives.create_initiative(sqlite_store, YOU, name=f"Initiative {number}", purpose="long " * 900)
    file = sqlite_store.file
    assert file is not None
    sqlite_store.close()
    content = bytearray(file.read_bytes())
    half = len(content) // 2
    content[half : half + 40_000] = b"\1" * 40_000
    file.write_bytes(content)
    assert copies.integrity_fault(file) != ""
    kept = maintenance.restore(backup, sqlite_store.url)
    assert kept is not None
    assert copies.integrity_fault(kept) != ""
    assert [card.initiative.name for card in initiatives.overview(sqlite_store)] == ["Before"]
    assert maintenance.check(sqlite_store) == ()


ON_A_SMALL_DISK = """
import resource, sys
from collab.__main__ import main
room = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file")
@pytest.mark.parametrize("full_at", ["the draft", "the kept copy", "the last write"])
def test_a_disk_that_is_full_at_any_moment_of_a_restore_changes_nothing(
    sqlite_store: Store, tmp_path: Path, full_at: str
) -> None:
    file = sqlite_store.file
    assert file is not None
    for number in range(40):
        initiatives.create_initiative(sqlite_store, YOU, name=f"Initiative {number}", purpose="long " * 900)
    out = maintenance.backup(sqlite_store, tmp_path / "copies" / "backup.sqlite")
    more = 60 if full_at == "the kept copy" else 1
    for number in range(more):
        initiatives.create_initiative(sqlite_store, YOU, name=f"Later {number}", purpose="long " * 900)
    before = names_in(file)
    room = out.stat().st_size + {"the draft": -4096, "the kept copy": 200_000, "the last write": 16_384}[full_at]
    command = ["restore", str(out), "--database", sqlite_store.url]
    refused = subprocess.run(
        [sys.executable, "-c", ON_A_SMALL_DISK, str(room), *command],
        capture_output=True,
        cwd=PROJECT,
        encoding="utf-8",
        timeout=120,
    )
    assert refused.returncode == 2, refused.stderr
    assert "disk" in refused.stderr
    assert "Nothing was changed" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert names_in(file) == before
    assert left_over(sqlite_store) == kept_beside(sqlite_store) == []
    assert restored_in_another_process(out, sqlite_store).returncode == 0
    assert names_in(file) == before[:40]


KILLED = """
import sys
from pathlib import Path
from collab.services import maintenance
print("ready", flush=True)
maintenance.restore(Path(sys.argv[1]), sys.argv[2])
print("restored", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_restore_leaves_the_old_or_the_new_database_whole(sqlite_store: Store, tmp_path: Path) -> None:
    bring(sqlite_store, a_content([("D one", f"R_{n:09d}", n % 4) for n in range(20_000)]))
    out = maintenance.backup(sqlite_store, tmp_path / "copies" / "backup.sqlite")
    file = sqlite_store.file
    assert file is not None
    began = time.monotonic()
    maintenance.restore(out, sqlite_store.url)
    wait, jitter, old = time.monotonic() - began, random.Random(11), 0
    for number in range(12):
        kept_copies = len(kept_beside(sqlite_store))
        initiatives.create_initiative(sqlite_store, YOU, name=f"Later {number}")
        before = names_in(file)
        command = [sys.executable, "-c", KILLED, str(out), sqlite_store.url]
        running = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        time.sleep(wait * jitter.uniform(0.9, 1.1))
        running.send_signal(signal.SIGKILL)
        was_told = "restored" in running.stdout.read()
        running.wait()
        found = names_in(file)
        assert found in (before, ["Northside Compact"])
        assert found != before or not was_told
        assert maintenance.check(sqlite_store) == ()
        if found != before:
            assert len(kept_beside(sqlite_store)) == kept_copies + 1
            assert names_in(kept_beside(sqlite_store)[-1]) == before
        old += found == before
        wait *= 1.3 if found == before else 0.75  # closes in on the moment of the change
        Store.open(sqlite_store.url).close()
        assert left_over(sqlite_store) == []
    assert 0 < old < 12, "some died before the change and some after it"


def test_a_store_follows_a_file_that_was_put_there_by_hand(sqlite_store: Store, backup: Path) -> None:
    outcome = bring(sqlite_store, a_content(ROWS))
    assert outcome.round_id is not None
    seen = readiness.readiness(sqlite_store, outcome.round_id).round.data_version
    file = sqlite_store.file
    assert file is not None
    newer = maintenance.backup(sqlite_store, backup.with_name("newer.sqlite"))
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    newer.replace(file)
    initiatives.create_initiative(sqlite_store, YOU, name="Afterwards")
    assert "Afterwards" in names_in(file)
    assert readiness.readiness(sqlite_store, outcome.round_id).round.data_version != seen


def test_a_store_whose_file_is_gone_says_so_and_makes_no_empty_one(sqlite_store: Store, backup: Path) -> None:
    file = sqlite_store.file
    assert file is not None
    away = file.rename(file.with_name("away.sqlite"))
    for attempt in (
        lambda: initiatives.create_initiative(sqlite_store, YOU, name="Lost"),
        lambda: initiatives.overview(sqlite_store),
    ):
        with pytest.raises(StoreError, match="is no longer there, so nothing was saved"):
            attempt()
    assert not file.exists()
    away.rename(file)
    assert [card.initiative.name for card in initiatives.overview(sqlite_store)] == ["Before"]


def test_a_file_that_is_exchanged_during_a_write_refuses_that_write(sqlite_store: Store, backup: Path) -> None:
    file = sqlite_store.file
    assert file is not None

    def exchange(unit: object) -> None:
        file.unlink()
        shutil.copy(backup, file)

    with pytest.raises(StoreError, match="was exchanged while this was being saved"):
        sqlite_store.change(YOU, exchange)
    initiatives.create_initiative(sqlite_store, YOU, name="Afterwards")
    assert names_in(file) == ["Afterwards", "Before"]
