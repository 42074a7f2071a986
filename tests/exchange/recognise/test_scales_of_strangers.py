"""Scales in other words: every frequent label is a point or a question, never silently unreadable."""

from __future__ import annotations

import random

import pytest

from collab.exchange.findings import Findings
from collab.exchange.recognise.across import made_field
from collab.exchange.recognise.figures import speaks_of_percent
from collab.exchange.recognise.measurecolumns import is_measure_column
from collab.exchange.recognise.reading import explained_codes, hinted_marks
from collab.exchange.recognise.table import Field
from tests.exchange.exports import Rows, answer_sheets, form_sheet, instrument, labels, wide
from tests.exchange.made_up import PRINTED, statements
from tests.exchange.recognise.asking import ids, question, understood

SHEETS = answer_sheets()
QUESTIONS = [f"We trust each other in matter {number}" for number in range(1, 9)]


def drawn(points: list[object], *, seed: int = 5) -> tuple[Rows, list[list[int]]]:
    """A table of unknown questions, and the place of every answer among the points."""
    draw = random.Random(seed)
    places = [[draw.randrange(len(points)) for _ in QUESTIONS] for _ in range(30)]
    rows: Rows = [["School", *QUESTIONS]]
    rows += [
        [f"{'North' if at % 2 else 'South'} School", *(points[place] for place in row)] for at, row in enumerate(places)
    ]  # type: ignore[misc]
    return rows, places


def ratings(findings: Findings) -> list[list[int]]:
    assert findings.problems == ()
    assert findings.content is not None
    assert findings.content.answers is not None
    return findings.content.answers.ratings.tolist()


@pytest.mark.parametrize(
    "points",
    [
        [
            "Entirely disagree",
            "Mostly disagree",
            "Somewhat disagree",
            "Neither agree nor disagree",
            "Somewhat agree",
            "Mostly agree",
            "Entirely agree",
        ],
        [
            "Strongly disagree",
            "Moderately disagree",
            "Slightly disagree",
            "Slightly agree",
            "Moderately agree",
            "Strongly agree",
        ],
        ["Not important", "Somewhat important", "Very important"],
        ["0 - Not at all", 1, 2, 3, 4, 5, 6, 7, 8, 9, "10 - Completely"],
        ["1 (Not at all likely)", 2, 3, 4, "5 (Extremely likely)"],
    ],
    ids=["entirely", "moderately", "not important", "0 to 10", "1 to 5"],
)
def test_points_whose_words_tell_their_order_are_not_asked_about(points: list[object]) -> None:
    rows, places = drawn(points)
    findings = understood(rows)

    assert not {"scale_order", "direction", "points", "not_applicable_code", "scale"} & set(ids(findings))
    assert len(findings.factors) == len(QUESTIONS)
    assert ratings(understood(rows, accept=True)) == places


def test_a_frequent_label_that_no_family_knows_is_asked_about() -> None:
    rows, _ = drawn(["Strongly disagree", "Disagree", "Mixed feelings", "Agree", "Strongly agree"])

    assert "scale_order" in ids(understood(rows, accept=True))


def test_a_label_known_to_no_family_drops_no_column() -> None:
    rows, _ = drawn(["Never", "Now and again", "Sometimes", "Often", "Always"])

    assert len(understood(rows).factors) == len(QUESTIONS)


def test_words_for_the_points_of_the_known_scale_are_offered_one_for_one() -> None:
    words = labels(("Strongly disagree", "Somewhat disagree", "Somewhat agree", "Strongly agree"))
    asked = question(understood(wide(SHEETS, words)), "instrument")

    assert asked.proposal == instrument().key
    assert "“Somewhat agree” as “Agree”" in asked.choices[0].label
    assert ratings(understood(wide(SHEETS, words), accept=True)) == [list(one.ratings) for one in SHEETS]


def test_a_scale_that_would_move_a_known_label_makes_a_version_of_its_own() -> None:
    words = labels(("Disagree", "Tend to disagree", "Tend to agree", "Agree"))

    assert question(understood(wide(SHEETS, words)), "instrument").proposal == "new"


def test_statements_of_the_instrument_are_known_whatever_the_answers_are_called() -> None:
    words = labels(("Off the mark", "Getting there", "Nearly", "Spot on"))
    findings = understood(wide(SHEETS, words, heads=statements()))

    assert len(findings.factors) == 17
    assert question(findings, "instrument").choices[0].key == instrument().key


def test_columns_in_the_instrument_s_own_order_confirm_one_another() -> None:
    heads = [*PRINTED[:12], "We are prepared to commit staff (human resources) to the work", *PRINTED[13:]]
    asked = [key for key in ids(understood(wide(SHEETS, heads=heads))) if key.startswith("factor:")]

    assert asked == []


def test_a_row_of_a_form_with_two_marks_is_unreadable_and_not_left_out() -> None:
    rows = form_sheet(SHEETS[0], owner="Lodestar")
    rows[5] = [rows[5][0], None, "x", "x", None, None]

    findings = understood(rows, accept=True)

    assert len(findings.factors) == 17
    assert ratings(findings)[0][1] == -3


def test_a_line_about_the_whole_dimension_does_not_spoil_a_form() -> None:
    rows = form_sheet(SHEETS[0], owner="Lodestar")
    blocks = [at for at, row in enumerate(rows) if row[0] is None and at > 3]
    for at in blocks:
        rows[at] = ["Looking over your ratings:", "In good shape", None, "Needs work", "x", None]

    assert ratings(understood(rows, accept=True)) == [list(SHEETS[0].ratings)]


def field(header: str, values: list[str]) -> Field:
    return made_field(0, (header,), values)


@pytest.mark.parametrize("header", ["Enrollment information is easy to find", "We can change our plans"])
def test_a_statement_with_the_word_of_a_quantity_is_a_question(header: str) -> None:
    assert is_measure_column(field(header, ["0.62", "0.71", "0.55"]))


@pytest.mark.parametrize("header", ["Enrollment rate", "Response rate", "Change from 2024 to 2025", "Std. dev."])
def test_a_quantity_is_no_question(header: str) -> None:
    assert not is_measure_column(field(header, ["0.62", "0.71", "0.55"]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Buses are on time every day in our part of town (% agree)", True),
        ("% agree: buses are on time every day in our part of town", True),
        ("Percent favorable", True),
        ("Everybody here gives one hundred percent to this work every day", False),
    ],
)
def test_percentages_are_told_from_statements_that_mention_them(text: str, found: bool) -> None:
    assert speaks_of_percent(text) is found


def test_stars_are_numbers_with_their_unit() -> None:
    rows, places = drawn(["1 star", "2 stars", "3 stars", "4 stars", "5 stars"])

    assert ratings(understood(rows, {"direction": "rising"}, accept=True)) == places


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("where 1 = Strongly disagree and 7 = Strongly agree", {1: 0.0, 7: 1.0}),
        ("from 1 = Never to 5 = Always", {1: 0.0, 5: 1.0}),
    ],
)
def test_a_note_that_joins_both_ends_explains_them(note: str, found: dict[int, float]) -> None:
    assert explained_codes([note]) == found


def test_the_number_of_a_variable_does_not_contradict_the_code_of_not_applicable() -> None:
    assert hinted_marks(["v09 = We know whom to call", "1 = Agree; 9 = Not applicable"]) == {9: -1}
