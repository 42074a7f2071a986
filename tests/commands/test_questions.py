"""python -m collab import: questions that only a person can settle, answered with --answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from collab.framework import load_framework
from tests.commands.conftest import Run, Told

STATEMENTS = [factor.statement for factor in load_framework().instruments[0].factors]
NETWORK = "Made-up charter network"
ANSWER = f"answer_of:{NETWORK}"
Imported = Callable[..., Told]


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """Two rows of one partner that differ in everything, and one of another."""
    lines = [["Organisation", "Sector", *STATEMENTS]]
    lines += [["Made-up district", "District", *["Agree"] * 17]]
    lines += [[NETWORK, "Charter", *[word] * 17] for word in ("Agree", "Disagree")]
    path = tmp_path / "team.csv"
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in line) for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def imported(run: Run, team: Path, tmp_path: Path) -> Imported:
    """Import the file with these answers; what was told as JSON."""

    def command(answers: dict[str, object], *more: str) -> Told:
        path = tmp_path / "answers.json"
        path.write_text(json.dumps(answers), encoding="utf-8")
        into = ("--initiative", "Made-up compact", "--round", "Baseline", "--answers", path, "--accept", "--json")
        return run("import", team, *into, *more)

    return command


def test_a_second_answer_in_a_team_round_needs_an_answer_and_changes_no_mode(imported: Imported) -> None:
    told = imported({}, "--mode", "team")
    assert told.status == 3
    assert (told.json["status"], told.json["import"]) == ("needs_answers", None)
    (question,) = told.json["questions"]
    assert (question["id"], question["choices"], question["proposal"]) == (ANSWER, ["3", "4"], None)
    assert "differ on 17 of 17 questions" in question["ask"]


def test_a_row_is_chosen_by_its_number_and_the_other_is_counted_as_left_out(imported: Imported, run: Run) -> None:
    told = imported({ANSWER: 4}, "--mode", "team")
    assert (told.status, told.json["status"], told.json["responses"]) == (0, "saved", 2)
    assert told.json["excluded"] == {"second_answer": 1}
    scores = run("scores", "--initiative", "Made-up compact", "--round", "Baseline", "--format", "json").json
    means = {row["partner"]: row["mean"] for row in scores if row["factor"] == "purpose.problem" and row.get("partner")}
    assert means[NETWORK] == 2
    assert imported({}, "--mode", "team").json["status"] == "unchanged"


def test_all_count_where_the_mode_is_free(imported: Imported) -> None:
    told = imported({"mode": "team", ANSWER: "individual"})
    assert (told.json["status"], told.json["responses"]) == ("saved", 3)


def test_a_mode_that_was_named_stays(imported: Imported) -> None:
    told = imported({ANSWER: "individual"}, "--mode", "team")
    assert (told.status, told.json["status"]) == (2, "refused")
    assert "Allowed: 3, 4." in told.json["problems"][0]["allowed"]
