"""The shape of the house: who may import whom, and how long a thing may grow."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SOURCES = sorted([PROJECT / "app.py", *(PROJECT / "pages").glob("*.py"), *(PROJECT / "collab").rglob("*.py")])

# Lower rooms first; a room may import the rooms before its own row, and itself.
ROWS: tuple[frozenset[str], ...] = (
    frozenset({"model", "errors", "journey", "plans", "when", "search"}),
    frozenset({"framework", "content"}),
    frozenset({"scoring"}),
    frozenset({"store", "exchange", "charts", "reports"}),
    frozenset({"services"}),
    frozenset({"ui"}),
    frozenset({"pages", "app", "__main__", "commands"}),
)
HOMES = {
    "streamlit": {"ui", "pages", "app"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "psycopg": {"store"},
    "openpyxl": {"exchange"},
    "xlsxwriter": {"exchange"},
    "python_calamine": {"exchange"},
    "icalendar": {"exchange"},
    "pptx": {"reports"},
    "typst": {"reports"},
    "pyarrow": {"exchange"},
}
# Long for a reason that the name gives away: nothing may be added without one.
LONG_FUNCTIONS: frozenset[str] = frozenset()


def room_of(path: Path) -> str:
    """The room that a file stands in: its package below collab, or pages, or app."""
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return parts[1] if parts[0] == "collab" and len(parts) > 1 else parts[0]


def row_of(room: str) -> int:
    """The row of a room, counted from below."""
    return next(row for row, rooms in enumerate(ROWS) if room in rooms)


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports, by its dotted name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
            if node.module == "collab":
                found.update(f"collab.{alias.name}" for alias in node.names)
    return found


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(path)
    if name_of(path) == "collab/__init__.py":
        return
    for module in imports_of(path):
        parts = module.split(".")
        if parts[0] != "collab" or len(parts) < 2:
            continue
        other = parts[1]
        allowed = other == room or row_of(other) < row_of(room) or row_of(other) == row_of(room) != 3
        assert allowed, f"{name_of(path)} ({room}) may not import {module}"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_each_library_stays_in_its_room(path: Path) -> None:
    for module in imports_of(path):
        homes = HOMES.get(module.split(".")[0])
        assert homes is None or room_of(path) in homes, f"{module} does not belong in {name_of(path)}"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_modules_stay_small_enough_to_read(path: Path) -> None:
    limit = 60 if room_of(path) in {"pages", "app"} else 400
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= limit, f"{name_of(path)} has {lines} lines; split it at {limit}"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_functions_stay_short(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and f"{name_of(path)}:{node.name}" not in LONG_FUNCTIONS:
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= 50, f"{name_of(path)}:{node.name} has {lines} lines; the limit is 50"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_every_module_says_what_lives_in_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text)), f"{name_of(path)} opens with no sentence"
