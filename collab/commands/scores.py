"""python -m collab scores"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable

from collab.commands.choices import name_of
from collab.commands.running import DONE, print_json
from collab.exchange.tables import csv_text
from collab.services.scores import scores
from collab.store import Store

Rows = list[dict[str, object]]


def run_scores(options: Namespace) -> int:
    """Print every figure of a round."""
    store = Store.open(options.database)
    names = name_of(options.initiative, "--initiative"), name_of(options.round, "--round")
    FORMATS[options.format](scores(store, *names, by=options.by))
    return DONE


def _print_csv(rows: Rows) -> None:
    """The same as JSON, with a column for each level of the counts."""
    levels = sorted({level for row in rows for level in _counts(row)}, key=_number)
    flat = [
        {key: value for key, value in row.items() if key != "counts"}
        | {f"count_{level}": _counts(row).get(level) for level in levels}
        for row in rows
    ]
    columns = [key for key in (rows[0] if rows else {}) if key != "counts"]
    sys.stdout.write(csv_text([*columns, *(f"count_{level}" for level in levels)], flat))


def _counts(row: dict[str, object]) -> dict[str, int]:
    counts = row.get("counts")
    return counts if isinstance(counts, dict) else {}


def _number(level: str) -> float:
    return float(level) if level.lstrip("-").replace(".", "", 1).isdigit() else 0.0


def _print_table(rows: Rows) -> None:
    unit = "sector" if rows and "partner" not in rows[0] else "partner"
    headers = (unit, "level", "factor", "rated", "mean", "favourable", "agreement", "band", "why")
    lines = [headers, *(_line(row, unit) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headers))]
    for line in lines:
        cells = (_aligned(cell, width, column) for column, (cell, width) in enumerate(zip(line, widths, strict=True)))
        print("  ".join(cells).rstrip())


def _line(row: dict[str, object], unit: str) -> tuple[str, ...]:
    about = row.get("factor") or row.get("dimension") or "overall"
    figures = (
        _text(row.get("mean"), 3),
        _text(row.get("favourable_share"), 3),
        _text(row.get("agreement"), 3),
    )
    plain = (_text(row.get(unit)), _text(row.get("level")), str(about), _text(row.get("rated")))
    return (*plain, *figures, _text(row.get("band")), _text(row.get("why")))


def _text(value: object, decimals: int = 0) -> str:
    if value is None:
        return ""
    return f"{value:.{decimals}f}" if isinstance(value, float) else " ".join(str(value).split())


def _aligned(cell: str, width: int, column: int) -> str:
    return cell.rjust(width) if 3 <= column <= 6 else cell.ljust(width)


FORMATS: dict[str, Callable[[Rows], None]] = {"json": print_json, "csv": _print_csv, "table": _print_table}
