"""Puts a backup in the place of the present SQLite file, while a dashboard may be running on it."""

from __future__ import annotations

import itertools
import os
import secrets
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from collab.errors import StoreError
from collab.store import copies
from collab.store.changes import RESTORED
from collab.store.schema import metadata
from collab.store.tables import initiative, instrument
from collab.store.unit import Unit
from collab.store.upgrade import MIGRATIONS, VERSIONS, upgrade_copy

NUMBERS = ("version", "data_version", "based_on_version", "activity")
"""The columns by which pages notice that somebody else was there first, and kept figures that they are out of date."""
_LEAST, _SPAN = 1 << 20, 1 << 24
_LOGS = ("-wal", "-shm")


def draft_beside(present: Path) -> Path:
    """Where a backup is made ready before it takes the place of the present file."""
    return present.with_name(present.name + ".restoring")


def prepare(source: Path, draft: Path, *, versions: tuple[str, ...] = VERSIONS, migrations: Path = MIGRATIONS) -> None:
    """A checked copy of the backup at the newest version. The backup itself is only read."""
    copies.copy_checked(source, draft)
    upgrade_copy(draft, name=source.name, versions=versions, migrations=migrations)
    with closing(sqlite3.connect(draft)) as connection:
        held = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    missing = sorted(metadata.tables.keys() - held)
    if missing:
        raise StoreError(
            f"{source.name} is not a backup of Common Ground: it lacks “{missing[0]}”. Nothing was changed."
        )


def tell(unit: Unit, name: str) -> None:
    """The history of what comes back says so, in every initiative and for the database as a whole."""
    for initiative_id in (None, *(row.id for row in unit.rows(sa.select(initiative.c.id)))):
        unit.record(RESTORED, name, initiative_id=initiative_id, is_work=False)


def renew(unit: Unit) -> None:
    """Shift every number of a version, so that none is one which an open page or a kept figure has seen.

    Without it the numbers would go back, come again, and pass work on what is gone for work on what is there.
    """
    shift = _LEAST + secrets.randbelow(_SPAN)
    for table in metadata.sorted_tables:
        values = {name: table.c[name] + shift for name in NUMBERS if name in table.c and table is not instrument}
        if values:
            unit.run(sa.update(table).values(values))


def put_in_place(draft: Path, present: Path) -> Path | None:
    """Make the present file hold what the draft holds; returns where the present content is kept, if there was any.

    The content goes through SQLite into the file that is there, as one transaction: whoever has it open goes on
    with the new content, and a process that dies leaves the old one or the new one.
    """
    if not present.exists():
        _move(draft, present)
        return None
    kept = _free_name(present)
    try:
        _overwrite(draft, present, kept)
    except (StoreError, sqlite3.Error) as error:
        if not _is_ruined(error):
            raise _told(error, present) from error
        _keep_the_ruin(present, kept)
        _move(draft, present)
    return kept


def _free_name(present: Path) -> Path:
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    endings = itertools.chain([""], (f"-{number}" for number in itertools.count(2)))
    names = (present.with_name(f"{present.stem}.before-restore.{stamp}{each}{present.suffix}") for each in endings)
    return next(name for name in names if not name.exists())


def _overwrite(draft: Path, present: Path, kept: Path) -> None:
    """Nobody can write between the keeping of the present content and its replacement.

    The first step of backup() takes the lock for writing and holds it to the end; with one page a step there is
    a moment, after the first one, in which the content that is about to go can be kept.
    """
    patience = copies.Patience()

    def after_a_page(status: int, remaining: int, total: int) -> None:
        patience(status, remaining, total)
        if status == sqlite3.SQLITE_OK and not kept.exists():
            copies.copy_as_it_is(present, kept)

    with closing(sqlite3.connect(present, timeout=1, isolation_level=None)) as live:
        live.execute("PRAGMA journal_mode = WAL")
        live.execute("PRAGMA synchronous = FULL")
        with closing(sqlite3.connect(draft, isolation_level=None)) as new:
            _match_pages(new, live)
            try:
                new.backup(live, pages=1, progress=after_a_page, sleep=0.05)
            except (StoreError, sqlite3.Error):
                kept.unlink(missing_ok=True)
                raise
        live.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _match_pages(new: sqlite3.Connection, live: sqlite3.Connection) -> None:
    """The size of a page cannot change in a file that others have open."""
    ours, theirs = (connection.execute("PRAGMA page_size").fetchone()[0] for connection in (new, live))
    new.execute("PRAGMA journal_mode = DELETE")
    if ours != theirs:
        new.execute(f"PRAGMA page_size = {theirs}")
        new.execute("VACUUM")


def _told(error: StoreError | sqlite3.Error, present: Path) -> StoreError:
    if isinstance(error, StoreError):
        return error
    return StoreError(
        f"{present} could not be restored: {error}. Nothing was changed. See that its disk has room and may be "
        "written to, then try again."
    )


def _is_ruined(error: BaseException) -> bool:
    """The present file is no database, or so damaged that SQLite cannot open it."""
    codes = (getattr(each, "sqlite_errorcode", 0) & 0xFF for each in (error, error.__cause__))
    return any(code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) for code in codes)


def _keep_the_ruin(present: Path, kept: Path) -> None:
    """Byte by byte with its log: SQLite cannot read it, but a specialist might."""
    for ending in ("", "-wal"):
        file = present.with_name(present.name + ending)
        if file.exists():
            copy = kept.with_name(kept.name + ending)
            shutil.copyfile(file, copy)
            os.chmod(copy, 0o600)


def _move(draft: Path, present: Path) -> None:
    """A log of a file that is gone must not be taken for one of the new file."""
    for ending in _LOGS:
        present.with_name(present.name + ending).unlink(missing_ok=True)
    os.replace(draft, present)
    copies.settle(present.parent)
