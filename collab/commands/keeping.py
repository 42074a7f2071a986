"""python -m collab check, backup and restore"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from collab.commands.choices import file_of
from collab.commands.running import DONE, REFUSED, say
from collab.services.initiatives import overview
from collab.services.maintenance import backup, check, restore
from collab.store import Store


def run_check(options: Namespace) -> int:
    """Look for faults; every fault is a line."""
    store = Store.open(options.database)
    faults = check(store)
    for fault in faults:
        print(fault)
    if faults:
        say(f"Found {_counted(len(faults), 'fault')}. Keep a copy of the database before anything else.")
        return REFUSED
    cards = overview(store)
    rounds = [line for card in cards for line in card.rounds]
    sheets = sum(line.responses for line in rounds)
    counts = ((len(cards), "initiative"), (len(rounds), "round"), (sheets, "answer sheet"))
    print(f"All is well: {', '.join(_counted(*each) for each in counts)}.")
    return DONE


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def run_backup(options: Namespace) -> int:
    """Write a checked copy of the database file."""
    print(f"Backup written to {backup(Store.open(options.database), options.out)}")
    return DONE


def run_restore(options: Namespace) -> int:
    """Put a backup in the place of the database file."""
    kept = restore(file_of(options.file), options.database)
    print(f"Restored from {options.file}. {_kept(kept)}")
    return DONE


def _kept(kept: Path | None) -> str:
    if kept is None:
        return "There was no database before, so nothing had to be kept."
    return f"What was there before is kept in {kept}. Pages that are open show the restored content at the next click."
