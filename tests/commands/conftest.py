"""A command line to try: runs a command on a database of its own and keeps what it printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from collab.__main__ import main

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"


@dataclass(frozen=True)
class Told:
    """What one command returned and printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Told]


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'commands.sqlite'}"


@pytest.fixture
def run(database: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with --database after it; returns what it told."""

    def command(*arguments: object) -> Told:
        capsys.readouterr()
        status = main([*map(str, arguments), "--database", database])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return Told(status, told.out, told.err)

    return command


@pytest.fixture
def small_csv(tmp_path: Path) -> Path:
    """Six people of one district and five of one charter school, two questions of the built-in instrument."""
    from collab.framework import load_framework

    first, second, *_ = load_framework().instruments[0].factors
    lines = [f"Organisation,Sector,{_quoted(first.statement)},{_quoted(second.statement)}"]
    lines += [f"Made-up District,District,Agree,{answer}" for answer in ("Agree", "Disagree", "Agree") * 2]
    lines += ["Made-up Charter,Charter,Strongly agree,Not applicable"] * 5
    path = tmp_path / "survey.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _quoted(text: str) -> str:
    return f'"{text}"'


def written_survey(path: Path, *, people: int, school: str = "Made-up District") -> Path:
    """Write an honest file: people of one school who answered two questions of the built-in instrument."""
    from collab.framework import load_framework

    first, second, *_ = load_framework().instruments[0].factors
    lines = [f"Organisation,Sector,{_quoted(first.statement)},{_quoted(second.statement)}"]
    lines += [f"{school},District,Agree,{('Agree', 'Disagree')[number % 2]}" for number in range(people)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
