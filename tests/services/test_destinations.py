"""A filled template belongs to the round it was made for: it goes there, or the person is told that it does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from collab.model import YOU, Mode, Round, RoundState
from collab.services.importing import Destination, Preview, consider, examine, reconsider, save
from collab.services.initiatives import create_initiative, edit_initiative
from collab.services.rounds import change_round, create_round, get_round
from collab.store import Store
from tests.commands.conftest import written_survey
from tests.templates import filled_template

ELSEWHERE = Destination("Southside Compact", "Autumn 2026")
HERE = Destination("Northside Compact", "Baseline")
PARTNERS = ("Made-up District", "Made-up Charter")


@pytest.fixture
def team_round(store: Store) -> Round:
    """An open round of agreed answers."""
    initiative = create_initiative(store, YOU, name=HERE.initiative)
    return create_round(
        store, YOU, initiative.id, label=HERE.round_label, instrument_key="cross-sector-readiness", mode=Mode.TEAM
    )


@pytest.fixture
def filled(store: Store, team_round: Round, tmp_path: Path) -> Path:
    """The template of that round, filled in."""
    return filled_template(store, tmp_path / "answers.xlsx", (HERE.initiative, HERE.round_label), partners=PARTNERS)


def looked_at(store: Store, path: Path, *, follow_mark: bool, mode: Mode | None = None) -> Preview:
    return examine(
        store,
        YOU,
        path,
        file_name=path.name,
        destination=ELSEWHERE,
        follow_mark=follow_mark,
        mode=mode,
        answers={"sector": "district"},
        accept=True,
    )


def told(preview: Preview) -> str:
    return " ".join(str(warning) for warning in preview.warnings)


def test_a_filled_template_goes_into_the_round_it_was_made_for(store: Store, filled: Path, team_round: Round) -> None:
    seen = looked_at(store, filled, follow_mark=True)
    assert (seen.destination, seen.status, seen.findings.mode) == (HERE, "ready", Mode.TEAM)
    assert "template" not in told(seen)
    outcome = save(store, YOU, seen)
    assert outcome.round_id == team_round.id
    assert get_round(store, team_round.id).state is RoundState.OPEN


def test_a_round_that_has_another_name_by_now_is_still_found(store: Store, filled: Path, team_round: Round) -> None:
    edit_initiative(store, YOU, team_round.initiative_id, version=1, name="Renamed Compact", place="", purpose="")
    change_round(store, YOU, team_round.id, version=team_round.version, label="First round")
    assert looked_at(store, filled, follow_mark=True).destination == Destination("Renamed Compact", "First round")


def test_another_place_that_a_person_chose_stands_and_is_told(store: Store, filled: Path) -> None:
    seen = looked_at(store, filled, follow_mark=False)
    assert seen.destination == ELSEWHERE
    assert "made for the round “Baseline” of “Northside Compact”" in told(seen)
    assert "into the round “Autumn 2026” of “Southside Compact” instead" in told(seen)
    back = reconsider(store, YOU, seen, answers={}, destination=HERE)
    assert "made for the round" not in told(back)


def test_another_spelling_of_the_same_place_is_no_other_place(store: Store, filled: Path) -> None:
    seen = examine(store, YOU, filled, file_name=filled.name, destination=Destination("northside  compact", "BASELINE"))
    assert "made for the round" not in told(seen)


def test_a_template_of_another_database_says_so_and_proposes_its_names(
    store: Store, tmp_path_factory: pytest.TempPathFactory, filled: Path
) -> None:
    other = Store.open(f"sqlite:///{tmp_path_factory.mktemp('other') / 'other.sqlite'}")
    try:
        seen = looked_at(other, filled, follow_mark=True)
    finally:
        other.close()
    assert seen.destination == HERE
    assert "is not here: it belongs to another database, or was deleted" in told(seen)


def test_a_template_made_before_its_round_proposes_the_names_it_was_made_with(store: Store, tmp_path: Path) -> None:
    path = filled_template(
        store, tmp_path / "early.xlsx", ("New Compact", "Spring 2027"), partners=PARTNERS, mode=Mode.INDIVIDUAL
    )
    seen = looked_at(store, path, follow_mark=True)
    assert seen.destination == Destination("New Compact", "Spring 2027")
    assert "not here" not in told(seen)


def test_a_file_without_a_mark_goes_where_it_is_sent(store: Store, tmp_path: Path) -> None:
    seen = looked_at(store, written_survey(tmp_path / "survey.csv", people=3), follow_mark=True)
    assert (seen.destination, seen.mark) == (ELSEWHERE, None)


@pytest.mark.parametrize("mark", ["x" * 32, "0" * 32, "'; drop table round; --", "\x00"])
def test_a_mark_that_names_no_round_is_taken_for_none(store: Store, filled: Path, mark: str) -> None:
    seen = looked_at(store, filled, follow_mark=True)
    book = replace(seen.book, marker={"kind": "template", "round": mark, "mode": "neither"})
    again = consider(store, YOU, book, destination=ELSEWHERE, follow_mark=True)
    assert again.destination == ELSEWHERE
    assert "is not here" in told(again)


def test_a_template_of_one_mode_taken_in_another_is_told(store: Store, filled: Path) -> None:
    seen = looked_at(store, filled, follow_mark=False, mode=Mode.INDIVIDUAL)
    assert "made for one agreed answer of each partner (team)" in told(seen)
    assert "taken as answers of several people of each partner (individual)" in told(seen)
