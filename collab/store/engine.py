"""Engines for SQLite and PostgreSQL: addresses, pragmas, how a transaction begins, and errors in plain words."""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from collab.errors import CollabError, StoreError

PROJECT = Path(__file__).resolve().parents[2]
LOCAL = PROJECT / "data" / "local"
DEFAULT_FILE = LOCAL / "common_ground.sqlite"
BUSY_MILLISECONDS = 20_000
FILE_ENDINGS = (".sqlite", ".sqlite3", ".db")
WRITES = "common_ground_writes"
RETRY_STATES = {"40001", "40P01", "23505"}
DOWN_STATES = {"57P01", "57P02", "57P03"}
Mark = tuple[int, int]


def normal_url(url: str | None) -> str:
    """The address to open: what was given, else COLLAB_DATABASE_URL, else the SQLite file under data/local.

    postgresql:// and postgres:// mean psycopg 3; a bare path that ends like an SQLite file means that file.
    """
    text = (url or os.environ.get("COLLAB_DATABASE_URL") or f"sqlite:///{DEFAULT_FILE}").strip()
    for prefix in ("postgresql://", "postgres://"):
        if text.startswith(prefix):
            return "postgresql+psycopg://" + text.removeprefix(prefix)
    if "://" not in text and text.endswith(FILE_ENDINGS):
        text = f"sqlite:///{text}"
    if not text.startswith(("sqlite:", "postgresql+psycopg:")):
        raise StoreError(
            f"The database address “{text.split('://')[0]}” cannot be used. Allowed are sqlite:///FILE and "
            "postgresql://…. "
            "Correct COLLAB_DATABASE_URL or --database."
        )
    return text


def sqlite_file(url: str) -> Path | None:
    """The file behind an SQLite address; None for PostgreSQL and for a database in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database)).expanduser().absolute()


def mark_of(file: Path) -> Mark | None:
    """What tells a file from another of the same name that took its place; None where there is none."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def secret_file(url: str) -> Path:
    """Where the secret of this database lies: beside the SQLite file, else in data/local."""
    file = sqlite_file(url)
    return file.with_name(file.name + ".key") if file is not None else LOCAL / "common_ground.key"


def make_engine(url: str) -> Engine:
    """An engine that has not yet connected. Its errors never quote what people answered."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    return sa.create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True)


def _sqlite_engine(url: str) -> Engine:
    file = sqlite_file(url)
    arguments = {"check_same_thread": False, "timeout": BUSY_MILLISECONDS / 1000}
    if file is None:
        engine = sa.create_engine(url, connect_args=arguments, poolclass=StaticPool, hide_parameters=True)
    else:
        address = make_url(url).set(database=str(file))
        engine = sa.create_engine(address, connect_args=arguments, pool_size=10, max_overflow=40, hide_parameters=True)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    """The driver never begins a transaction by itself; the pragmas hold for this connection.

    What is deleted or undone is overwritten with zeros: not every SQLite is built to do so by itself.
    """
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    """A writer takes the lock at once, so that what it read cannot change before it writes."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def options_for(engine: Engine, *, writes: bool) -> dict[str, object]:
    """Execution options of a connection: one consistent picture for readers, serialised writers."""
    if engine.dialect.name == "sqlite":
        return {WRITES: writes}
    return {
        "isolation_level": "SERIALIZABLE" if writes else "REPEATABLE READ",
        "postgresql_readonly": not writes,
    }


def can_retry(error: DBAPIError) -> bool:
    """Whether the whole unit may run again: a lost or refused connection, or two writers that crossed."""
    if type(error.orig).__module__.startswith("sqlite3"):
        return False
    state = getattr(error.orig, "sqlstate", None)
    lost = error.connection_invalidated or state in DOWN_STATES
    refused = isinstance(error, OperationalError) and state is None
    return lost or refused or state in RETRY_STATES


_SENTENCES = {
    "disk is full": "The disk is full. Nothing of this change was saved and nothing older is lost. "
    "Make room and try again.",
    "database or disk is full": "The disk is full. Nothing of this change was saved and nothing older is lost. "
    "Make room and try again.",
    "database is locked": "Another program is writing to the database for longer than we can wait. "
    "Nothing was changed. Try again in a minute.",
    "readonly database": "The database file is write-protected. Nothing was changed. "
    "Ask whoever looks after this computer to allow writing to it.",
    "unable to open": "The database file cannot be opened. See that its folder exists and that you may write there.",
    "not a database": "The file is not a database. Restore a backup, or name another file.",
    "malformed": "The database file is damaged. Restore the latest backup: python -m collab restore FILE.",
    "disk I/O error": "The disk reported an error. Nothing of this change was saved. "
    "See that the disk is connected and has room, then try again.",
}


def in_plain_words(error: SQLAlchemyError) -> CollabError:
    """The same error as a sentence for a person."""
    text = str(getattr(error, "orig", None) or error)
    for found, sentence in _SENTENCES.items():
        if found in text:
            return StoreError(sentence)
    if isinstance(error, OperationalError):
        return StoreError(
            f"The database does not answer ({text.strip().splitlines()[0]}). Nothing of this change was saved. "
            "See that it is running and reachable, then try again."
        )
    raise error
