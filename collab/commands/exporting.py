"""python -m collab export"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path

from collab.commands.choices import name_of
from collab.commands.running import DONE
from collab.commands.writable import refuse_place
from collab.errors import CollabError
from collab.model import YOU
from collab.services.initiatives import find_initiative
from collab.store import Store

NOTHING_NAMED = "No file is named. Name OUT.xlsx for the workbook, --tables OUT.zip for tables, or both."


def run_export(options: Namespace) -> int:
    """Write the workbook of an initiative, its tables, or both; a file that is there stays unless it is forced."""
    book: Path | None = options.out
    archive: Path | None = options.tables
    if book is None and archive is None:
        raise CollabError(NOTHING_NAMED)
    if book is not None:
        _refuse(book, ".xlsx", "The workbook is an Excel file", force=options.force)
    if archive is not None:
        _refuse(archive, ".zip", "The tables are one ZIP archive", force=options.force)
    store = Store.open(options.database)
    initiative = find_initiative(store, name_of(options.initiative, "--initiative"), person=YOU)
    if book is not None:
        _write(book, _workbook, store, initiative.id)
        print(f"Workbook of “{initiative.name}” written to {book}")
    if archive is not None:
        _write(archive, _tables, store, initiative.id)
        print(f"Tables of “{initiative.name}” written to {archive}")
    return DONE


def _write(out: Path, made: Callable[[Store, str], bytes], store: Store, initiative_id: str) -> None:
    out.write_bytes(made(store, initiative_id))


def _workbook(store: Store, initiative_id: str) -> bytes:
    from collab.services.workbook import workbook

    return workbook(store, initiative_id, today=date.today(), person=YOU)


def _tables(store: Store, initiative_id: str) -> bytes:
    from collab.services.tables_out import tables

    return tables(store, initiative_id, today=date.today(), person=YOU)


def _refuse(out: Path, ending: str, what: str, *, force: bool) -> None:
    if out.suffix.lower() != ending:
        raise CollabError(f"“{out}” does not end in {ending}. {what}: name it so.")
    refuse_place(out, force=force)
