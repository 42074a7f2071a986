"""Keeping the database sound: check, backup, restore."""

from __future__ import annotations

from pathlib import Path

from collab.errors import StoreError
from collab.model import YOU, Person
from collab.services.permissions import Action, permit
from collab.store import Store, copies, integrity, restoring
from collab.store.engine import make_engine, normal_url, sqlite_file
from collab.store.locks import only_one
from collab.store.unit import Unit
from collab.store.upgrade import VERSIONS, lock_beside, refuse_unknown


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
    if target.exists() and target.samefile(store.file):
        raise StoreError("The backup must not overwrite the database itself. Choose another name.")
    if target.is_dir():
        raise StoreError(f"{out} is a folder. Add the name of a file.")
    target.parent.mkdir(parents=True, exist_ok=True)
    copies.copy_checked(store.file, target)
    return target


def restore(file: Path, url: str | None = None, *, person: Person = YOU) -> Path | None:
    """Make the SQLite database hold what a backup holds; returns where the present content was kept, if any.

    A dashboard may be running: what it saved before is in the kept copy, what it saves afterwards is in the
    restored database. StoreError where the backup is damaged, not ours, or newer than the program.
    """
    permit(person, Action.MAINTAIN)
    present = sqlite_file(normal_url(url))
    if present is None:
        raise StoreError("This database is PostgreSQL, so its own tools restore it: pg_restore --clean.")
    source = file.expanduser().absolute()
    _refuse_backup(source, present)
    present.parent.mkdir(parents=True, exist_ok=True)
    with only_one(lock_beside(present)):
        copies.sweep(present)
        try:
            draft = restoring.draft_beside(present)
            restoring.prepare(source, draft)
            _tell(draft, source.name, person)
            return restoring.put_in_place(draft, present)
        finally:
            copies.sweep(present)


def _tell(draft: Path, name: str, person: Person) -> None:
    address = f"sqlite:///{draft}"
    store = Store(make_engine(address), address)

    def work(unit: Unit) -> None:
        restoring.renew(unit)
        restoring.tell(unit, name)

    try:
        store.change(person, work)
    finally:
        store.close()


def _refuse_backup(source: Path, present: Path) -> None:
    if not source.is_file():
        raise StoreError(f"There is no file {source}. Name the backup to restore.")
    if present.exists() and source.samefile(present):
        raise StoreError("This is the present database itself. Name a backup.")
    version = copies.version_of(source)
    if version is None:
        raise StoreError(f"{source.name} is not a backup of Common Ground, or it is damaged. Nothing was changed.")
    refuse_unknown(version, VERSIONS, source.name)
    fault = copies.integrity_fault(source)
    if fault:
        raise StoreError(f"{source.name} is damaged ({fault}). Nothing was changed. Try an older backup.")
