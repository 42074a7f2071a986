"""How long the import of 100,000 respondents takes against the parser alone, and how much memory it needs."""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path

from tests.benchmarks.files import write_workbook
from tests.benchmarks.processes import peak_megabytes_of, python, ratio, seconds_of, tell

RESPONDENTS, PARTNERS, REPEATS = 100_000, 40, 5
PARSER_ALONE = (
    "import sys, python_calamine; "
    "python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()"
)


@cache
def workbook(folder: Path) -> Path:
    """The file with 100,000 respondents, built once."""
    tell("  building the workbook of 100,000 respondents")
    return write_workbook(folder / "respondents.xlsx", RESPONDENTS, PARTNERS)


def import_command(file: Path, database: Path, *, initiative: str = "Benchmark", label: str = "Round") -> list[str]:
    """The command line that imports a file into a SQLite database."""
    return python(
        *("-m", "collab", "import", file, "--initiative", initiative, "--round", label),
        *("--mode", "individual", "--accept", "--json"),
        *("--database", f"sqlite:///{database}"),
    )


def import_100k(folder: Path) -> float:
    """Wall time of the import into a new database over wall time of calamine's rows in a fresh process."""
    file, numbers = workbook(folder), itertools.count()
    return ratio(
        lambda: seconds_of(import_command(file, folder / f"import_{next(numbers)}.sqlite")),
        lambda: seconds_of(python("-c", PARSER_ALONE, file)),
        REPEATS,
    )


def import_memory(folder: Path) -> float:
    """Peak memory of that import in MB, all processes together."""
    return peak_megabytes_of(import_command(workbook(folder), folder / "memory.sqlite"))
