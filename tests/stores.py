"""Empty databases for tests. Their tables are made once in a process, and copied or emptied from then on."""

from __future__ import annotations

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import psycopg

from collab.store import Store
from collab.store.schema import metadata
from tests.postgres import Server

# Whoever else is still connected to this database is sent away.
_ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# Every table and index with its columns, and the version of the whole.
_SHAPE = """
SELECT string_agg(concat_ws(' ', relname, attname, atttypid, attnotnull), ',' ORDER BY relname, attnum),
       (SELECT max(version_num) FROM alembic_version)
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
"""


def new_file(file: Path) -> str:
    """An empty SQLite database at this path; its address."""
    shutil.copyfile(_file(), file)
    return f"sqlite:///{file}"


def empty(address: str) -> None:
    """Make an SQLite database an empty one, also while a server has it open."""
    file = address.removeprefix("sqlite:///")
    with closing(sqlite3.connect(_file())) as blank, closing(sqlite3.connect(file, timeout=30)) as there:
        # A backup waits for a writer without end; this says so after half a minute.
        there.execute("BEGIN IMMEDIATE")
        there.rollback()
        blank.backup(there)


@contextmanager
def lent_database(server: Server) -> Iterator[str]:
    """The address of a PostgreSQL database with empty tables, for one test at a time.

    One that still has all of its tables afterwards is emptied and lent again: to make one takes half a second.
    """
    free = _free(server)
    name = free.pop() if free else server.create_database(like=_database(server))
    try:
        yield server.url(name)
    finally:
        if _is_empty_again(server, name):
            free.append(name)
        else:
            server.drop_database(name)


def _is_empty_again(server: Server, name: str) -> bool:
    rows = "; ".join(f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables))
    try:
        with psycopg.connect(server.url(name), autocommit=True) as connection:
            connection.execute(_ALONE)
            connection.execute(f"SET lock_timeout = '5s'; SET session_replication_role = replica; {rows}")
            return connection.execute(_SHAPE).fetchone() == _shape(server)
    except psycopg.Error:
        return False


@cache
def _free(server: Server) -> list[str]:
    del server
    return []


@cache
def _shape(server: Server) -> tuple[object, ...] | None:
    with psycopg.connect(server.url(_database(server))) as connection:
        return connection.execute(_SHAPE).fetchone()


@cache
def _file() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="common_ground_tables_"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "common_ground.sqlite"
    Store.open(f"sqlite:///{file}").close()
    return file


@cache
def _database(server: Server) -> str:
    name = server.create_database()
    Store.open(server.url(name)).close()
    return name
