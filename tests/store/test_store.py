"""Opening, refusing, retrying: the database as a whole."""

from __future__ import annotations

import hmac
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError

from collab.errors import CollabError, StoreError
from collab.model import YOU
from collab.services import initiatives, rounds
from collab.store import Store
from collab.store.bulk import insert_many
from collab.store.integrity import dump, faults
from collab.store.keys import load_secret, made_after, marks, name_key, new_keys
from collab.store.tables import history, participation
from collab.store.unit import Unit
from tests.postgres import Server

PROJECT = Path(__file__).resolve().parents[2]


def test_a_new_store_is_empty_and_sound(store: Store) -> None:
    assert store.read(lambda unit: list(faults(unit))) == []
    assert initiatives.overview(store) == ()


def test_what_was_saved_is_there_after_opening_again(database_url: str) -> None:
    first = Store.open(database_url)
    made = initiatives.create_initiative(first, YOU, name="Northside Compact")
    first.close()
    again = Store.open(database_url)
    assert initiatives.get_initiative(again, made.id) == made
    again.close()


def test_opening_a_database_that_is_up_to_date_does_not_import_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    code = (
        "import sys; from collab.store import Store; Store.open(sys.argv[1]).close(); "
        "print([name for name in ('alembic', 'pandas', 'plotly', 'openpyxl') if name in sys.modules])"
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code, url], cwd=PROJECT, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "[]"


def test_processes_that_open_a_new_file_at_once_all_succeed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'a.sqlite'}"
    code = "import sys; from collab.store import Store; Store.open(sys.argv[1]).close()"
    running = [
        subprocess.Popen([sys.executable, "-c", code, url], cwd=PROJECT, stderr=subprocess.PIPE) for _ in range(4)
    ]
    assert [process.communicate()[1] for process in running] == [b""] * 4
    assert all(process.returncode == 0 for process in running)


def test_no_update_is_lost_between_threads(store: Store) -> None:
    made = initiatives.create_initiative(store, YOU, name="Northside Compact", purpose="0")

    def add_one(_: int) -> None:
        while True:
            present = initiatives.get_initiative(store, made.id)
            try:
                initiatives.edit_initiative(
                    store,
                    YOU,
                    made.id,
                    version=present.version,
                    name=present.name,
                    place="",
                    purpose=str(int(present.purpose) + 1),
                )
                return
            except CollabError:
                continue

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(40)))
    assert initiatives.get_initiative(store, made.id).purpose == "40"


def test_an_exception_leaves_nothing_behind(store: Store) -> None:
    def work(unit: Unit) -> None:
        unit.record("a change", "something", initiative_id=None)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.change(YOU, work)
    assert store.read(lambda unit: dump(unit)["history"]) == []


@pytest.mark.parametrize("address", ["mysql://here/there", "nonsense", "oracle:thing"])
def test_an_address_that_cannot_be_used_is_refused_in_a_sentence(address: str) -> None:
    with pytest.raises(StoreError, match="Allowed are sqlite:///FILE and postgresql://"):
        Store.open(address)


def test_a_file_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    with pytest.raises(StoreError, match="database of another program"):
        Store.open(f"sqlite:///{file}")


def test_a_file_that_is_no_database_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "letter.sqlite"
    file.write_text("Dear colleague, " * 100)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(f"sqlite:///{file}")
    assert file.read_text().startswith("Dear colleague")


def test_a_newer_database_is_refused_with_what_to_do(sqlite_store: Store) -> None:
    assert sqlite_store.file is not None
    sqlite_store.close()
    with sqlite3.connect(sqlite_store.file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match=r"newer Common Ground .* Nothing was changed"):
        Store.open(sqlite_store.url)


def test_a_database_that_cannot_be_reached_is_a_sentence_not_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match="does not answer"):
        Store.open("postgresql://nobody@127.0.0.1:1/nothing")


def test_a_locked_database_is_a_sentence(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collab.store.engine.BUSY_MILLISECONDS", 50)
    impatient = Store.open(sqlite_store.url)
    with sqlite_store.writing(YOU), pytest.raises(StoreError, match="Another program is writing"):
        initiatives.create_initiative(impatient, YOU, name="Northside Compact")
    impatient.close()
    assert initiatives.overview(sqlite_store) == ()


def test_a_full_disk_is_a_sentence_and_loses_nothing(sqlite_store: Store) -> None:
    made = initiatives.create_initiative(sqlite_store, YOU, name="Northside Compact")
    with sqlite_store.reading() as unit:
        pages = unit.connection.exec_driver_sql("PRAGMA page_count").scalar()
        unit.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        for number in range(200):
            initiatives.create_initiative(sqlite_store, YOU, name=f"Initiative {number}", purpose="long " * 900)

    with pytest.raises(StoreError, match="The disk is full"):
        fill()
    sqlite_store.close()
    again = Store.open(sqlite_store.url)
    assert initiatives.get_initiative(again, made.id) == made
    assert again.read(lambda unit: list(faults(unit))) == []
    again.close()


def test_a_restarted_postgresql_loses_nothing_and_shows_no_error(
    postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLLAB_SECRET", "a secret for tests only")
    name = postgres.create_database()
    store = Store.open(postgres.url(name))
    saved: list[str] = []
    finished = threading.Event()

    def work() -> None:
        number = 0
        while not finished.is_set() or number < 5:
            saved.append(initiatives.create_initiative(store, YOU, name=f"Initiative {number}").name)
            number += 1

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(work)
        while len(saved) < 20:
            finished.wait(0.01)
        postgres.end(signal.SIGINT)
        postgres.start_again()
        before = len(saved)
        while len(saved) < before + 20 and not running.done():
            finished.wait(0.01)
        finished.set()
        running.result()
    names = [card.initiative.name for card in initiatives.overview(store)]
    assert sorted(names) == sorted(saved)
    store.close()
    postgres.drop_database(name)


def test_a_retried_write_that_had_landed_is_not_done_twice(store: Store) -> None:
    """The answer of the commit is lost: the second try sees its own history and stops."""
    from sqlalchemy.exc import OperationalError

    calls = []
    real = store._attempt

    def attempt_with_lost_answer(once):
        def twice():
            once()
            raise OperationalError("COMMIT", {}, Exception("connection lost"), connection_invalidated=True)

        with pytest.raises(OperationalError):
            twice()
        calls.append("again")
        return real(once)

    store._attempt = attempt_with_lost_answer  # type: ignore[method-assign]
    initiatives.create_initiative(store, YOU, name="Northside Compact")
    store._attempt = real  # type: ignore[method-assign]
    assert calls == ["again"]
    assert len(initiatives.overview(store)) == 1


def test_keys_of_one_call_rise_and_differ() -> None:
    keys = new_keys(50_000)
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 32 and key[12] == "7" and key[16] in "89ab" for key in keys)


def test_a_key_tells_after_which_days_it_was_made() -> None:
    (key,), today = new_keys(1), date.today()
    assert [made_after(today + timedelta(days=days))(key) for days in (-2, -1, 0, 1)] == [True, True, False, False]
    assert not made_after(today - timedelta(days=9))("f" * 12 + key[12:])
    assert not made_after(today - timedelta(days=9))(f"{key[:12]}4{key[13:]}")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Denver  Public Schools ", "denver public schools"), ("St. Mary’s", "St. Mary's"), ("A–B", "A-B")],
)
def test_spellings_that_are_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such file modes")
def test_the_secret_lies_beside_the_database_readable_by_its_owner_only(sqlite_store: Store) -> None:
    assert sqlite_store.file is not None
    secret = sqlite_store.secret
    file = sqlite_store.file.with_name(sqlite_store.file.name + ".key")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_secret(file) == secret
    assert secret not in sqlite_store.file.read_bytes()


def test_the_secret_can_come_from_the_environment(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLLAB_SECRET", "from the agency's vault")
    assert sqlite_store.secret == b"from the agency's vault"
    assert not list(sqlite_store.file.parent.glob("*.key"))  # type: ignore[union-attr]


def test_a_mark_depends_on_secret_and_scope_and_is_no_plain_digest() -> None:
    found = {tuple(marks(secret, scope, ["R_1"])) for secret in (b"a", b"b") for scope in ("one", "two")}
    assert len(found) == 4


def test_a_mark_is_the_hmac_of_the_id() -> None:
    ids = ["R_1", "é" * 200, ""]
    key = hmac.digest(b"secret", b"round", "sha256")
    assert marks(b"secret", "round", ids) == [hmac.digest(key, each.encode(), "sha256").hex()[:32] for each in ids]


def test_choices_are_the_initiatives_and_rounds_of_the_overview(store: Store) -> None:
    first = initiatives.create_initiative(store, YOU, name="Northside Compact")
    initiatives.create_initiative(store, YOU, name="Another")
    for label in ("Autumn", "Spring"):
        rounds.create_round(store, YOU, first.id, label=label, instrument_key="cross-sector-readiness")
    cards = [(card.initiative, tuple(item.round for item in card.rounds)) for card in initiatives.overview(store)]
    by_name = sorted(cards, key=lambda card: card[0].name)
    assert [(each.initiative, each.rounds) for each in initiatives.choices(store)] == by_name


def test_a_copied_key_and_file_open_elsewhere(sqlite_store: Store, tmp_path: Path) -> None:
    initiatives.create_initiative(sqlite_store, YOU, name="Northside Compact")
    secret = sqlite_store.secret
    sqlite_store.close()
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(sqlite_store.file.parent, elsewhere, ignore=lambda *_: ["elsewhere"])  # type: ignore[union-attr]
    moved = Store.open(f"sqlite:///{elsewhere / sqlite_store.file.name}")  # type: ignore[union-attr]
    assert moved.secret == secret
    assert len(initiatives.overview(moved)) == 1
    moved.close()


@pytest.mark.parametrize("fault", ["two writers cross", "the server goes away"])
def test_rows_that_are_copied_into_postgresql_are_tried_again(
    postgres: Server, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setenv("COLLAB_SECRET", "a secret for tests only")
    name = postgres.create_database()
    store = Store.open(postgres.url(name))
    tries: list[str] = []
    columns = ("id", "unit_id", "at", "actor_key", "actor_name", "what", "subject")

    def work(unit: Unit) -> str:
        tries.append(fault)
        keys = new_keys(3)
        if tries == ["two writers cross"]:
            keys[1] = keys[0]
        if tries == ["the server goes away"]:
            end_backend(postgres, unit)
        line = (unit.id, "2026-09-01T08:00:00+00:00", "k", "n", "w", "s")
        insert_many(unit, history, columns, [(key, *line) for key in keys])
        return "done"

    assert store.change(YOU, work) == "done"
    assert (len(tries), len(store.read(lambda unit: dump(unit)["history"]))) == (2, 3)
    store.close()
    postgres.drop_database(name)


def end_backend(postgres: Server, unit: Unit) -> None:
    """End the connection of a unit from the server's side, and wait until it is gone."""
    backend = unit.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (backend,))


def test_an_error_of_the_database_never_quotes_what_was_to_be_saved(store: Store) -> None:
    row = {"initiative_id": "nowhere", "partner_id": "nobody", "role": "lead", "import_id": "a secret answer"}
    with pytest.raises(IntegrityError) as caught, store.writing(YOU) as unit:
        unit.insert(participation, [row])
    assert "a secret answer" not in str(caught.value)
