"""The Store: one per process. Opens and upgrades the database and runs units of work, again where that is safe."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from collab.errors import StoreError
from collab.model import YOU, Person
from collab.store import engine as engines
from collab.store.keys import load_secret, new_key
from collab.store.restoring import renew
from collab.store.unit import Unit
from collab.store.upgrade import bring_up_to_date

_T = TypeVar("_T")

PAUSES = (0.05, 0.1, 0.3, 0.6, 1.0, 2.0, 3.0, 4.0, 5.0)
"""Seconds between tries: a PostgreSQL that restarts is back well before they are used up."""


class Store:
    """A database that is open and up to date. Safe to share between threads."""

    def __init__(self, engine: Engine, url: str) -> None:
        self._engine = engine
        self.url = url
        self.file = engines.sqlite_file(url)
        """The SQLite file, where there is one."""
        self.identity = new_key()
        self._mark = self._mark_now()
        self._following = threading.Lock()
        self._one_at_a_time = threading.RLock() if self._in_memory else nullcontext()

    @classmethod
    def open(cls, url: str | None = None) -> Store:
        """Open the database of this address (None: COLLAB_DATABASE_URL, else the SQLite file under data/local).

        A file that does not exist is made. An older database is upgraded; a newer one is refused.
        """
        address = engines.normal_url(url)
        engine = engines.make_engine(address)
        _make_ready(engine, engines.sqlite_file(address))
        return cls(engine, address)

    @property
    def _in_memory(self) -> bool:
        return self.is_sqlite and self.file is None

    @property
    def is_sqlite(self) -> bool:
        """SQLite, or else PostgreSQL."""
        return make_url(self.url).get_backend_name() == "sqlite"

    @cached_property
    def secret(self) -> bytes:
        """The secret that keyed marks are made with; lies outside the database and its backups."""
        return load_secret(engines.secret_file(self.url))

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def shrink(self) -> None:
        """Rewrite an SQLite file so that what was deleted is gone from the disk too; skipped while others use it."""
        if not self.is_sqlite:
            return
        with self._one_at_a_time, self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            with contextlib.suppress(sqlite3.OperationalError):
                raw.execute("VACUUM")  # type: ignore[union-attr]
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]

    def read(self, work: Callable[[Unit], _T]) -> _T:
        """Run work on one consistent picture of the database; run it again where the connection was lost."""
        return self._attempt(lambda: self._read_once(work))

    def change(self, person: Person, work: Callable[[Unit], _T]) -> _T:
        """Run work as one transaction: whole or absent.

        After a lost connection or a crossing of two writers the whole work runs again; where the lost try
        had in fact been committed (its history is there), its own result is returned instead.
        """
        unit_id = new_key()
        last: list[_T] = []

        def once() -> _T:
            with self.writing(person, unit_id) as unit:
                if last and unit.has_landed():
                    return last[0]
                last[:] = [work(unit)]
            return last[0]

        return self._attempt(once)

    def _read_once(self, work: Callable[[Unit], _T]) -> _T:
        with self.reading() as unit:
            return work(unit)

    def _attempt(self, once: Callable[[], _T]) -> _T:
        for pause in (*PAUSES, None):
            try:
                return once()
            except DBAPIError as error:
                if pause is None or not engines.can_retry(error):
                    raise engines.in_plain_words(error) from error
                time.sleep(pause)
        raise AssertionError("the last try returns or raises")

    @contextmanager
    def reading(self, person: Person = YOU) -> Iterator[Unit]:
        """A unit that reads; errors of the database come through as they are."""
        with self._unit(person, new_key(), writes=False) as unit:
            yield unit

    @contextmanager
    def writing(self, person: Person, unit_id: str | None = None) -> Iterator[Unit]:
        """A unit that writes: committed at the end, rolled back by any exception."""
        with self._unit(person, unit_id or new_key(), writes=True) as unit:
            yield unit

    @contextmanager
    def _unit(self, person: Person, unit_id: str, *, writes: bool) -> Iterator[Unit]:
        mark = self._follow()
        with self._begun(person, unit_id, writes=writes) as unit:
            yield unit
            if writes and self._mark_now() != mark:
                raise StoreError(
                    "The database file was exchanged while this was being saved. Nothing of it was saved. "
                    "Look at the page again, then save again."
                )

    @contextmanager
    def _begun(self, person: Person, unit_id: str, *, writes: bool) -> Iterator[Unit]:
        options = engines.options_for(self._engine, writes=writes)
        with self._one_at_a_time, self._engine.connect() as plain:
            connection = plain.execution_options(**options)
            with connection.begin():
                yield Unit(connection, unit_id, person, self)

    def _mark_now(self) -> engines.Mark | None:
        return engines.mark_of(self.file) if self.file is not None else None

    def _follow(self) -> engines.Mark | None:
        """The mark of the file that connections lead to; where another file took its place, they lead there now.

        Else SQLite would go on writing into a file that nobody can find any more.
        """
        if self._mark_now() != self._mark:
            with self._following:
                self._turn_to_the_file()
        return self._mark

    def _turn_to_the_file(self) -> None:
        present = self._mark_now()
        if present == self._mark:
            return
        if present is None:
            raise StoreError(
                f"The database {self.file} is no longer there, so nothing was saved. Put it back where it was, or "
                "restore a backup: python -m collab restore FILE."
            )
        self._engine.dispose()
        _make_ready(self._engine, self.file)
        with self._begun(YOU, new_key(), writes=True) as unit:
            renew(unit)
        self._mark = present
        self.identity = new_key()


def _make_ready(engine: Engine, file: Path | None) -> None:
    """Bring the database to the present version. Where that fails no connection is left, and a sentence says why."""
    try:
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        bring_up_to_date(engine, file)
    except SQLAlchemyError as error:
        engine.dispose()
        raise engines.in_plain_words(error) from error
    except OSError as error:
        engine.dispose()
        raise StoreError(f"The database cannot be opened: {error.strerror} ({error.filename}).") from error
