"""Brings a database to the present schema: makes a new one, upgrades an older one, refuses a newer one."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import StaticPool

from collab.errors import StoreError
from collab.store.copies import copy_checked, sweep, version_of
from collab.store.engine import WRITES
from collab.store.locks import only_one
from collab.store.schema import metadata

VERSIONS = ("0001", "0002", "0003", "0004", "0005")
"""Every schema version that this program knows, the oldest first; a test holds them to the migrations."""
MIGRATIONS = Path(__file__).resolve().parent / "migrations"
COPIES_THAT_MUST_FIT = 3
_ADVISORY_LOCK = 0x636F6D6D6F6E


def bring_up_to_date(
    engine: Engine, file: Path | None, *, versions: tuple[str, ...] = VERSIONS, migrations: Path = MIGRATIONS
) -> None:
    """See that the database has the newest of versions. Alembic is only imported where there is work for it."""
    if file is None:
        _bring_shared(engine, versions, migrations)
        return
    with only_one(lock_beside(file)):
        sweep(file)
        version = _version_in(engine)
        refuse_unknown(version, versions, file.name)
        if version is None:
            _refuse_foreign(engine, file)
            with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
                _make(connection, versions[-1])
        elif version != versions[-1]:
            engine.dispose()
            _upgrade_file(file, version, versions[-1], migrations)


def lock_beside(file: Path) -> Path:
    """What opening, upgrading and restoring an SQLite file take turns on."""
    return file.with_name(file.name + ".lock")


def upgrade_copy(file: Path, *, name: str, versions: tuple[str, ...] = VERSIONS, migrations: Path = MIGRATIONS) -> None:
    """Bring a copy that nobody else uses to the newest version; name is the file that it was copied from."""
    version = version_of(file)
    if version is None or version == versions[-1]:
        return
    try:
        _migrate(file, versions[-1], migrations)
    except Exception as error:
        raise StoreError(
            f"{name} could not be upgraded from version {version} to {versions[-1]}: {error} Nothing was changed."
        ) from error


def refuse_unknown(version: str | None, versions: tuple[str, ...], name: str) -> None:
    """StoreError where the database is newer than the program."""
    if version is not None and version not in versions:
        raise StoreError(
            f"The database {name} was made by a newer Common Ground (its version is {version}; this program knows "
            f"versions up to {versions[-1]}). Nothing was changed. Install the newer program, or restore the "
            "backup that was made before the upgrade."
        )


def _version_in(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return _version(connection)


def _version(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _refuse_foreign(engine: Engine, file: Path) -> None:
    with engine.connect() as connection:
        other = connection.exec_driver_sql("SELECT name FROM sqlite_master LIMIT 1").scalar()
    if other is not None:
        raise StoreError(
            f"{file.name} is a database of another program (it holds “{other}”). Nothing was changed. "
            "Name a file of Common Ground, or one that does not exist yet."
        )


def _make(connection: Connection, version: str) -> None:
    """A new database at once at the newest version; a test holds this schema to the migrations'."""
    metadata.create_all(connection, checkfirst=False)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql(f"INSERT INTO alembic_version (version_num) VALUES ('{version}')")


def _bring_shared(engine: Engine, versions: tuple[str, ...], migrations: Path) -> None:
    """PostgreSQL (or a database in memory): one transaction, others wait for it."""
    version = _version_in(engine)
    refuse_unknown(version, versions, "of this address")
    if version == versions[-1]:
        return
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
        version = _version(connection)
        refuse_unknown(version, versions, "of this address")
        if version is None:
            _make(connection, versions[-1])
        elif version != versions[-1]:
            run_migrations(connection, migrations, versions[-1])


def _upgrade_file(file: Path, version: str, target: str, migrations: Path) -> None:
    """Room for three copies, a checked backup, then every step in one transaction with foreign keys off."""
    _refuse_without_room(file)
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    kept = file.with_name(f"{file.stem}.before-{target}.{stamp}{file.suffix}")
    copy_checked(file, kept)
    try:
        _migrate(file, target, migrations)
    except Exception as error:
        raise StoreError(
            f"The database {file.name} could not be upgraded from version {version} to {target}: {error} "
            f"It is unchanged; a backup lies in {kept.name}."
        ) from error


def _migrate(file: Path, target: str, migrations: Path) -> None:
    with _without_foreign_keys(file) as connection:
        before = row_counts(connection)
        run_migrations(connection, migrations, target)
        _refuse_loss(connection, before)


def _refuse_without_room(file: Path) -> None:
    log = file.with_name(file.name + "-wal")
    size = file.stat().st_size + (log.stat().st_size if log.exists() else 0)
    needed = COPIES_THAT_MUST_FIT * size
    free = shutil.disk_usage(file.parent).free
    if free < needed:
        raise StoreError(
            f"The database must be upgraded, and that needs {needed // 1_000_000 + 1} MB of free room on its disk; "
            f"there are {free // 1_000_000} MB. Nothing was changed. Make room and start again."
        )


@contextmanager
def _without_foreign_keys(file: Path) -> Iterator[Connection]:
    """A writing transaction on a connection of its own. With foreign keys on, rebuilding a parent table would
    empty its children without an error; the pragma is ignored inside a transaction, so it comes first."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=60, check_same_thread=False)) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        engine = sa.create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        with engine.connect() as connection, connection.begin():
            yield connection


def row_counts(connection: Connection) -> dict[str, int]:
    """How many rows each table holds."""
    names = sorted(set(sa.inspect(connection).get_table_names()) - {"alembic_version"})
    return {name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar() or 0 for name in names}


def _refuse_loss(connection: Connection, before: dict[str, int]) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise StoreError(f"a row of “{broken[0]}” would point to nothing.")
    after = row_counts(connection)
    lost = [name for name, count in before.items() if after.get(name, count) < count]
    if lost:
        raise StoreError(f"rows of “{lost[0]}” would be lost.")


def run_migrations(connection: Connection, migrations: Path, target: str) -> None:
    """Every step up to target on this connection, inside its transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
