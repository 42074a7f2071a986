"""Copies of an SQLite file that are sound even while others write to it."""

from __future__ import annotations

import glob
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from collab.errors import StoreError

PATIENCE_SECONDS = 60
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def copy_checked(source: Path, out: Path) -> None:
    """Copy with SQLite's backup() and check the copy; out is whole or absent.

    A file copied byte by byte under a live write-ahead log is often broken, so that is never done.
    """
    with _drafted(out) as draft:
        _copy_pages(source, draft)
        fault = integrity_fault(draft)
        if fault:
            raise StoreError(f"The copy of the database is not sound: {fault}. The copy was thrown away.")


def copy_as_it_is(source: Path, out: Path) -> None:
    """The same without the check: to keep a file that may have faults. It is on the disk when this returns."""
    with _drafted(out) as draft:
        _copy_pages(source, draft)
    settle(out.parent)


@contextmanager
def _drafted(out: Path) -> Iterator[Path]:
    """Where to write: the file becomes out at the end, readable by its owner only, or is thrown away."""
    draft = out.with_name(out.name + ".part")
    draft.unlink(missing_ok=True)
    try:
        yield draft
        os.chmod(draft, 0o600)
        os.replace(draft, out)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{out} could not be written: {error}. Nothing was changed.") from error
    finally:
        draft.unlink(missing_ok=True)


def _copy_pages(source: Path, draft: Path) -> None:
    """In one step: under a write-ahead log it holds nobody up, and no write makes it begin again."""
    with closing(sqlite3.connect(source, timeout=5)) as live, closing(sqlite3.connect(draft)) as copy:
        live.backup(copy, progress=Patience(), sleep=0.05)
        copy.execute("PRAGMA journal_mode = DELETE")


class Patience:
    """The progress of a backup(): ends one that waits too long for others to be done."""

    def __init__(self) -> None:
        self._until = time.monotonic() + PATIENCE_SECONDS

    def __call__(self, status: int, remaining: int, total: int) -> None:
        """StoreError once there was nothing but waiting for too long."""
        if status in _BUSY and time.monotonic() > self._until:
            raise StoreError(
                "Another program is writing to the database for longer than we can wait. "
                "Nothing was changed. Try again in a minute."
            )


def settle(folder: Path) -> None:
    """See that the names of new files in this folder survive a power cut; Windows does so by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(file: Path) -> None:
    """Remove what a restore or an upgrade that was ended half-way left beside a database. Only under its lock."""
    whole, stem = glob.escape(file.name), glob.escape(file.stem)
    for pattern in (f"{whole}.restoring*", f"{stem}.before-*{glob.escape(file.suffix)}.part*"):
        for leftover in file.parent.glob(pattern):
            leftover.unlink(missing_ok=True)


def integrity_fault(file: Path) -> str:
    """What SQLite finds wrong with a file; "" where it is sound."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=60)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok":
                return str(found)
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            return "" if broken is None else f"a row of “{broken[0]}” points to nothing"
    except sqlite3.Error as error:
        return str(error)


def version_of(file: Path) -> str | None:
    """The schema version that a file says it has; None where it is not one of ours."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=60)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return str(row[0]) if row else None
    except sqlite3.Error:
        return None
