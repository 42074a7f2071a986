"""Empty databases for tests. Their tables are made once in a process and copied from then on, which costs far less."""

from __future__ import annotations

import atexit
import shutil
import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from collab.store import Store
from tests.postgres import Server


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


def new_database(server: Server) -> str:
    """The name of an empty PostgreSQL database."""
    return server.create_database(like=_database(server))


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
