"""Keeping the database sound: check, backup, restore."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from collab.errors import StoreError
from collab.model import YOU, Person
from collab.services.permissions import Action, permit
from collab.store import Store, copies, integrity
from collab.store.engine import normal_url, sqlite_file
from collab.store.locks import only_one
from collab.store.upgrade import VERSIONS, refuse_unknown


def check(store: Store, *, person: Person = YOU) -> tuple[str, ...]:
    """Every fault of the database as a sentence: tallies, orphans, history, versions; () where it is sound."""
    permit(person, Action.MAINTAIN)
    return store.read(lambda unit: tuple(integrity.faults(unit)))


def backup(store: Store, out: Path, *, person: Person = YOU) -> Path:
    """A checked copy of the SQLite file, safe under writes; StoreError for PostgreSQL says what to use.

    The secret that keyed marks are made with is not in it: it stays beside the database.
    """
    permit(person, Action.MAINTAIN)
    if store.file is None:
        raise StoreError(
            "This database is PostgreSQL, so its own tools make the backup: pg_dump --format=custom --file=OUT ADDRESS."
        )
    target = out.expanduser().absolute()
    if target == store.file:
        raise StoreError("The backup must not overwrite the database itself. Choose another name.")
    if target.is_dir():
        raise StoreError(f"{out} is a folder. Add the name of a file.")
    target.parent.mkdir(parents=True, exist_ok=True)
    copies.copy_checked(store.file, target)
    return target


def restore(file: Path, url: str | None = None, *, person: Person = YOU) -> Path | None:
    """Put a backup in the place of the present SQLite file; returns where the present one was kept, if any.

    StoreError where the backup is damaged, not ours, or newer than the program. Close the Store before, and
    the dashboard too: it would go on with the old file.
    """
    permit(person, Action.MAINTAIN)
    present = sqlite_file(normal_url(url))
    if present is None:
        raise StoreError("This database is PostgreSQL, so its own tools restore it: pg_restore --clean.")
    source = file.expanduser().absolute()
    _refuse_backup(source, present)
    present.parent.mkdir(parents=True, exist_ok=True)
    with only_one(present.with_name(present.name + ".lock")):
        fresh = present.with_name(present.name + ".restoring")
        copies.copy_checked(source, fresh)
        kept = _keep_present(present)
        for ending in ("-wal", "-shm"):
            present.with_name(present.name + ending).unlink(missing_ok=True)
        os.replace(fresh, present)
    return kept


def _refuse_backup(source: Path, present: Path) -> None:
    if not source.is_file():
        raise StoreError(f"There is no file {source}. Name the backup to restore.")
    if source == present:
        raise StoreError("This is the present database itself. Name a backup.")
    version = copies.version_of(source)
    if version is None:
        raise StoreError(f"{source.name} is not a backup of Common Ground, or it is damaged. Nothing was changed.")
    refuse_unknown(version, VERSIONS, source.name)
    fault = copies.integrity_fault(source)
    if fault:
        raise StoreError(f"{source.name} is damaged ({fault}). Nothing was changed. Try an older backup.")


def _keep_present(present: Path) -> Path | None:
    """A sound copy of the present database beside it; where it is not sound, the file as it is."""
    if not present.exists():
        return None
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    kept = present.with_name(f"{present.stem}.before-restore.{stamp}{present.suffix}")
    try:
        copies.copy_checked(present, kept)
    except StoreError:
        os.replace(present, kept)
    return kept
