"""Edited names of new questions become answers; what cannot be is told in sentences and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from collab.model import Dimension, Factor, Instrument
from collab.ui.new_names import HIGH_IS_BAD, HOME, LABEL, NO_DIMENSION, Names, names_of

WAY = Factor("safety.way", "The way to school", "I feel safe on the way to school", "safety")
HURT = Factor("safety.hurt", "Adults step in", "Adults step in when somebody is hurt", "safety", reversed=True)
ASKS = Factor("voice.asks", "Families are asked", "The school asks families", "voice")
ALONE = Factor("other_questions.bus", "The bus", "How do you come here?", "other_questions")
SAFETY, VOICE = Dimension("safety", "Safety", (WAY, HURT)), Dimension("voice", "Family voice", (ASKS,))
OTHER = Dimension("other_questions", "Other questions", (ALONE,), scored=False)


def names(*dimensions: Dimension, reported: tuple[str, ...] = ()) -> Names:
    return names_of(Instrument("made-up", 1, "Made up", (), dimensions or (SAFETY, VOICE, OTHER)), reported=reported)


def edited(of: Names, **changes: dict[int, object]) -> tuple[list[Any], dict[str, list[Any]]]:
    """Names of dimensions and the table of questions with some changed: names, labels, homes, high by row."""
    dimensions, questions = list(of.present), of.question_rows()
    columns = {"names": dimensions, "labels": questions[LABEL], "homes": questions[HOME]}
    columns["high"] = questions[HIGH_IS_BAD]
    for column, cells in changes.items():
        for row, value in cells.items():
            columns[column][row] = value
    return dimensions, questions


def answers(of: Names, **changes: dict[int, object]) -> dict[str, object]:
    found = of.changes(*edited(of, **changes))
    assert found.faults == ()
    return dict(found.answers)


def faults(of: Names, **changes: dict[int, object]) -> tuple[str, ...]:
    found = of.changes(*edited(of, **changes))
    assert found.answers == {}
    return found.faults


def test_tables_that_nobody_touched_change_nothing() -> None:
    assert answers(names()) == {}


def test_each_question_offers_every_dimension_new_ones_and_none() -> None:
    assert names().homes == (
        *("Safety", "Family voice"),
        *("New dimension 1", "New dimension 2", "New dimension 3"),
        NO_DIMENSION,
    )
    assert names().question_rows()[HOME] == ["Safety", "Safety", "Family voice", NO_DIMENSION]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"names": {0: "  School   safety "}}, {"dimension:safety": "School safety"}),
        ({"names": {0: ""}}, {}),
        ({"labels": {2: "A say", 3: None}}, {"label:voice.asks": "A say"}),
        ({"homes": {0: "Family voice"}}, {"belongs:safety.way": "voice"}),
        ({"homes": {0: NO_DIMENSION}}, {"belongs:safety.way": "none"}),
        ({"homes": {3: "Safety"}}, {"belongs:other_questions.bus": "safety"}),
        ({"names": {2: "Arriving"}, "homes": {3: "New dimension 1"}}, {"belongs:other_questions.bus": "Arriving"}),
        ({"names": {2: "Arriving"}}, {}),
        ({"high": {0: True, 1: False}}, {"reversed": ["safety.way"]}),
        ({"high": {1: False}}, {"reversed": []}),
        (
            {"names": {0: "Family voice", 1: "Safety"}},
            {"dimension:safety": "Family voice", "dimension:voice": "Safety"},
        ),
    ],
)
def test_what_was_changed_becomes_answers(changes: dict[str, dict[int, object]], expected: dict[str, object]) -> None:
    assert answers(names(), **changes) == expected


def test_a_dimension_that_a_person_made_goes_by_its_name() -> None:
    made = Dimension("arriving", "Arriving", (replace(WAY, dimension="arriving"), replace(ALONE, dimension="arriving")))
    of = names(replace(SAFETY, factors=(HURT,)), VOICE, made)
    assert answers(of, names={2: "On the way"}) == {
        "belongs:safety.way": "On the way",
        "belongs:other_questions.bus": "On the way",
    }
    assert answers(of, homes={0: "Arriving"}) == {"belongs:safety.hurt": "Arriving"}
    assert answers(of, homes={2: "Safety"}) == {"belongs:safety.way": "safety"}


def test_a_dimension_that_the_file_reports_keeps_its_key_with_other_questions_in_it() -> None:
    climate = Dimension("climate", "Climate", (replace(WAY, dimension="climate"),))
    of = names(replace(SAFETY, factors=(HURT,)), climate, reported=("climate",))
    assert answers(of, names={1: "Learning climate"}) == {"dimension:climate": "Learning climate"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"names": {0: "family VOICE"}}, "Two dimensions are called"),
        ({"names": {2: "Safety"}, "homes": {0: "New dimension 1"}}, "Two dimensions are called “Safety”"),
        ({"names": {0: "no dimension"}}, "cannot be called"),
        ({"labels": {0: "Adults step in"}}, "Two questions have the short name “Adults step in”"),
        ({"homes": {0: "Elsewhere"}}, "one of the dimensions on offer"),
        ({"homes": dict.fromkeys(range(4), NO_DIMENSION)}, "at least one of them"),
    ],
    ids=["renamed", "new", "reserved", "label", "unknown", "none"],
)
def test_what_cannot_be_is_told_and_nothing_changes(changes: dict[str, dict[int, object]], words: str) -> None:
    assert any(words in fault for fault in faults(names(), **changes))


def test_a_field_says_what_its_dimension_holds() -> None:
    fields = names(SAFETY, Dimension("climate", "Climate", ())).dimension_fields()
    assert [label for label, _ in fields[:3]] == [
        "2 questions, first\\: The way to school",
        "Figures of the file alone",
        "A new dimension",
    ]


def test_labels_that_were_alike_before_are_no_fault_of_the_person() -> None:
    of = names(replace(SAFETY, factors=(WAY, replace(HURT, label=WAY.label))), VOICE)
    assert answers(of, labels={2: "A say"}) == {"label:voice.asks": "A say"}


def test_two_dimensions_of_one_name_can_still_be_told_apart() -> None:
    of = names(SAFETY, replace(VOICE, label="Safety"))
    assert of.homes[:2] == ("Safety", "Safety (2)")
    assert answers(of, names={1: "Family voice"}) == {"dimension:voice": "Family voice"}


def test_a_name_taken_already_is_not_offered_as_new() -> None:
    made = Dimension("new_dimension_1", "New dimension 1", (replace(ASKS, dimension="new_dimension_1"),))
    assert names(SAFETY, made).spare == ("New dimension 2", "New dimension 3", "New dimension 4")
