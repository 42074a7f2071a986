"""Copies of an SQLite file that are sound even while others write to it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from collab.errors import StoreError


def copy_checked(source: Path, out: Path) -> None:
    """Copy with SQLite's backup() and check the copy; out is whole or absent.

    A file copied byte by byte under a live write-ahead log is often broken, so that is never done.
    """
    draft = out.with_name(out.name + ".part")
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(source, timeout=60)) as live, closing(sqlite3.connect(draft)) as copy:
            live.backup(copy, pages=4096, sleep=0.01)
            copy.execute("PRAGMA journal_mode = DELETE")
        fault = integrity_fault(draft)
        if fault:
            raise StoreError(f"The copy of the database is not sound: {fault}. The copy was thrown away.")
        os.chmod(draft, 0o600)
        os.replace(draft, out)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"The backup could not be written to {out}: {error}. Nothing was changed.") from error
    finally:
        draft.unlink(missing_ok=True)


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
