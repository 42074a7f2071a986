"""What workbook and tables are made from: every round with conclusions, and each set of questions read once."""

from __future__ import annotations

from datetime import date

import pytest

from collab.model import YOU, Initiative, Mode, RoundState
from collab.services import conclusions, initiatives, rounds
from collab.services.sample import load_sample
from collab.services.tables_out import package
from collab.services.wording import figure, responsible
from collab.services.workbook import book
from collab.services.workbook_material import gathered
from collab.store import Store
from tests.services.contents import INSTRUMENT
from tests.services.test_tables_out import faults, rows
from tests.services.test_workbook import names, sheet

TODAY = date(2026, 11, 22)
DIMENSION = INSTRUMENT.dimensions[0]


@pytest.fixture
def talked(store: Store) -> Initiative:
    """An initiative whose partners discussed the questions of a round and handed in no answers."""
    made = initiatives.create_initiative(store, YOU, name="Made-up compact")
    round_ = rounds.create_round(store, YOU, made.id, label="Talk", instrument_key=INSTRUMENT.key, mode=Mode.TEAM)
    rounds.change_round(store, YOU, round_.id, version=round_.version, state=RoundState.REVEALED)
    conclusions.add_step(store, YOU, round_.id, DIMENSION.key, text="Call the boards", owner="Ann", due_on=TODAY)
    seen = conclusions.conclusions_of(store, round_.id).of(DIMENSION.key).joint
    conclusions.save_conclusion(
        store, YOU, round_.id, DIMENSION.key, version=seen.version, reading="needs_work", text="We begin here."
    )
    return made


def test_conclusions_of_a_round_without_answers_are_in_the_tables(store: Store, talked: Initiative) -> None:
    found = package(store, talked.id, today=TODAY)
    assert [row["text"] for row in rows(found, "conclusions")] == ["We begin here."]
    assert [(row["step"], row["owner"]) for row in rows(found, "next_steps")] == [("Call the boards", "Ann")]
    assert rows(found, "scores") == []
    assert faults(found) == []


def test_conclusions_of_a_round_without_answers_are_in_the_workbook(store: Store, talked: Initiative) -> None:
    made = book(store, talked.id, today=TODAY)
    table = sheet(made, "Conclusions")
    assert [row[4] for row in table.rows if row[4]] == ["We begin here."]
    assert [(row[2], row[4]) for row in table.parts[0].rows] == [("Ann", "Call the boards")]
    assert "Answers" not in names(made)


def test_an_open_round_has_no_conclusions_in_files(store: Store, talked: Initiative) -> None:
    (round_,) = rounds.rounds_of(store, talked.id)
    other = rounds.create_round(store, YOU, talked.id, label="Next", instrument_key=INSTRUMENT.key, mode=Mode.TEAM)
    material = gathered(store, talked.id, today=TODAY, person=YOU)
    assert {each.id for each in material.rounds} == {round_.id, other.id}
    assert material.discussed_rounds == (round_,)
    assert material.shown_rounds == material.heads == ()


def test_rounds_on_one_set_of_questions_share_it(sqlite_store: Store) -> None:
    material = gathered(sqlite_store, load_sample(sqlite_store, YOU, today=TODAY).id, today=TODAY, person=YOU)
    assert len(material.rounds) > 1
    assert {each.instrument_id for each in material.rounds} == {material.rounds[0].instrument_id}
    assert len({id(each) for each in material.instruments.values()}) == 1
    assert [head.round for head in material.heads] == list(material.shown_rounds)
    assert {id(head.instrument) for head in material.heads} == {id(material.instruments[material.rounds[0].id])}


@pytest.mark.parametrize(
    ("value", "held"), [(None, None), (float("nan"), None), (0.0, 0.0), (2.4499999999999997, 2.45), (-0.0, 0.0)]
)
def test_a_figure_in_a_file_is_rounded_like_the_exact_ratio_and_nothing_is_never_zero(
    value: float | None, held: float | None
) -> None:
    assert figure(value) == held


@pytest.mark.parametrize(
    ("owner", "partner", "said"),
    [("Ann", "Dale County", "Ann, Dale County"), ("Dale County", "Dale County", "Dale County"), ("", "", "")],
)
def test_who_does_something_is_said_once(owner: str, partner: str, said: str) -> None:
    assert responsible(owner, partner) == said
