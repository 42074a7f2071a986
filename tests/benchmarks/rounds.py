"""Databases with one round each, made through the command line, for pages to show."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.benchmarks.files import write_csv
from tests.benchmarks.importing import import_command
from tests.benchmarks.processes import PROJECT, python, seconds_of, tell

SURVEY = PROJECT / "data" / "samples" / "made_up_school_survey.xlsx"
ROWS_PER_FILE = 250_000


@cache
def round_with(folder: Path, respondents: int, partners: int = 20) -> Path:
    """A database whose only round has so many respondents."""
    tell(f"  importing a round of {respondents:,} respondents of {partners} partners")
    database = folder / f"round_{respondents}_{partners}.sqlite"
    for number, first in enumerate(range(0, respondents, ROWS_PER_FILE)):
        rows = min(ROWS_PER_FILE, respondents - first)
        file = write_csv(folder / f"respondents_{number}.csv", rows, partners, first=first)
        seconds_of(import_command(file, database))
        file.unlink()
    return database


@cache
def survey_of_168_schools(folder: Path) -> Path:
    """A database whose only round holds the reported averages of 168 partners."""
    database = folder / "survey.sqlite"
    seconds_of(import_command(SURVEY, database))
    return database


@cache
def sample(folder: Path) -> Path:
    """A database with the made-up sample."""
    database = folder / "sample.sqlite"
    seconds_of(python("-m", "collab", "sample", "--database", url_of(database)))
    return database


def url_of(database: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite:///{database}"


def renaming(database: Path) -> Callable[[], None]:
    """A function that renames a partner, so that every figure of the round must be worked out again."""
    from collab.model import YOU
    from collab.services.initiatives import overview
    from collab.services.partners import partners_of, rename_partner
    from collab.store import Store

    store = Store.open(url_of(database))
    initiative = overview(store)[0].initiative

    def rename() -> None:
        partner = partners_of(store, initiative.id)[0].partner
        name = partner.name.removesuffix(" (renamed)")
        other = f"{name} (renamed)" if name == partner.name else name
        rename_partner(store, YOU, partner.id, version=partner.version, name=other)

    return rename
