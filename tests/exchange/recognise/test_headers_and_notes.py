"""Headers of several kinds, and notes around the data that explain them: none becomes an answer, none is lost."""

from __future__ import annotations

import pytest

from collab.exchange.findings import Findings
from collab.exchange.recognise import recognise
from tests.exchange.exports import SKIPPED, Rows, answer_sheets, book_of, codes, instrument, labels, survey_monkey, wide
from tests.exchange.made_up import PRINTED, statements
from tests.exchange.recognise.asking import KNOWN, ids, understood

SHEETS = answer_sheets()
NUMBERS = [f"Q{number}" for number in range(1, 18)]


def ratings(findings: Findings) -> list[tuple[int, ...]]:
    assert findings.problems == ()
    assert findings.content is not None
    assert findings.content.answers is not None
    return [tuple(row) for row in findings.content.answers.ratings.tolist()]


EXPECTED = [one.ratings for one in SHEETS]


def test_the_options_below_an_expanded_question_are_headers_even_where_they_repeat_the_answers() -> None:
    options = ["N/A", *(point.label for point in reversed(instrument().scale))]
    words = labels(not_applicable="N/A")
    rows: Rows = [["Name of your school", *(text for head in PRINTED for text in (head, "", "", "", ""))]]
    rows.append(["Open-Ended Response", *options * 17])
    rows += [
        [one.organisation, *(text if text == words(rating) else "" for rating in one.ratings for text in options)]
        for one in SHEETS
    ]

    findings = understood(rows, accept=True)

    assert {partner.name for partner in findings.partners} == {one.organisation for one in SHEETS}
    assert ratings(findings) == EXPECTED


@pytest.mark.parametrize("above", [True, False], ids=["above the statements", "below them"])
def test_a_row_that_numbers_the_columns_is_a_header(above: bool) -> None:
    rows = wide(SHEETS, heads=statements())
    rows.insert(0 if above else 1, [None, *range(1, 18)])
    rows.insert(0, [None, "Purpose", *[None] * 3, "Environment", *[None] * 3, "Partners", *[None] * 8])

    assert ratings(understood(rows, accept=True)) == EXPECTED


def test_a_key_below_the_answers_explains_the_numbered_headers_and_names_no_partner() -> None:
    key = [["KEY"], *([number, text] for number, text in zip(NUMBERS, statements(), strict=True))]
    rows = [*wide(SHEETS, heads=NUMBERS), [], *key]

    findings = understood(rows)

    assert not {"order", "organisation", "partner"} & set(ids(findings))
    assert len(findings.partners) == 4
    assert findings.excluded == {}


def test_a_code_book_says_which_question_a_number_asks_whatever_its_order() -> None:
    turned = list(reversed(statements()))
    book = book_of(
        {
            "Data": wide(SHEETS, heads=NUMBERS),
            "Codebook": [["Variable", "Question"], *map(list, zip(NUMBERS, turned, strict=True))],
        }
    )

    findings = recognise(book, KNOWN, {}, accept=True)

    assert findings.factors["purpose.problem"] == "Q17"
    assert ratings(findings) == [one[::-1] for one in EXPECTED]


def test_notes_below_a_narrow_table_stay_rows_that_can_be_counted() -> None:
    rows: Rows = [["Organization", "I trust our partners", "We meet often", "We plan together"]]
    rows += [[one.organisation, *(labels()(rating) for rating in one.ratings[:3])] for one in SHEETS]

    assert understood([*rows, [], ["Riverbend Public Schools"]], accept=True).excluded["blank"] >= 1


def test_letters_are_read_as_the_key_above_says_and_not_as_abbreviations() -> None:
    key = ["A = Strongly agree", "B = Agree", "C = Disagree", "D = Strongly disagree", "X = Not applicable"]
    rows = [key, [], *wide(SHEETS, labels(("D", "C", "B", "A"), "X"))]

    assert ratings(understood(rows, accept=True)) == EXPECTED


def test_letters_without_a_key_are_never_taken_for_agree_and_disagree() -> None:
    heads = [f"Our buses arrive on time on line {number}" for number in range(1, 18)]
    findings = understood(wide(SHEETS, labels(("A", "B", "C", "D"), "X"), heads=heads), accept=True)

    assert findings.content is None
    assert ids(findings) == ["scale_order"]


def test_the_code_of_not_applicable_is_not_asked_where_a_note_explains_it() -> None:
    note = "1 = Strongly disagree, 2 = Disagree, 3 = Agree, 4 = Strongly agree, 0 = Not applicable"
    findings = understood([[note], [], *wide(SHEETS, codes(not_applicable=0))])

    assert not {"direction", "not_applicable_code", "points"} & set(ids(findings))
    assert ratings(understood([[note], [], *wide(SHEETS, codes(not_applicable=0))], accept=True)) == EXPECTED


def test_a_key_of_several_cells_above_the_table_is_not_its_header() -> None:
    rows = [["SD = Strongly disagree", "D = Disagree", "A = Agree", "SA = Strongly agree"], [], *wide(SHEETS)]

    assert ratings(understood(rows, accept=True)) == EXPECTED


def test_a_second_header_half_way_down_does_not_turn_the_file_away() -> None:
    rows = wide(SHEETS, heads=statements())
    findings = understood([*rows[:9], rows[0], *rows[9:]], accept=True)

    assert findings.excluded == {"repeated_header": 1}
    assert ratings(findings) == EXPECTED


def test_notes_typed_into_many_rating_cells_do_not_turn_the_file_away() -> None:
    rows = wide(SHEETS, heads=statements())
    for number in range(20):
        rows[1 + number][1 + number % 17] = f"see my note {number}"

    findings = understood(rows, accept=True)

    assert sum(row.count(-3) for row in ratings(findings)) == 20


def test_statistics_below_the_answers_are_left_out_where_a_numbered_column_comes_first() -> None:
    rows = [
        ["#", *wide(SHEETS, codes())[0]],
        *([number, *row] for number, row in enumerate(wide(SHEETS, codes())[1:], 1)),
    ]
    rows += [[name, None, *[2.53] * 17] for name in ("N", "Mean", "Std. Dev.", "% Favorable")]

    findings = understood(rows, {"direction": "rising"}, accept=True)

    assert findings.excluded["totals"] == 4
    assert ratings(findings) == [tuple(SKIPPED if mark < 0 else mark for mark in one) for one in EXPECTED]


def test_surveymonkey_s_own_second_row_is_still_one() -> None:
    assert understood(survey_monkey(SHEETS), accept=True).problems == ()


@pytest.mark.parametrize(("asked", "words"), [(1, "1 of 17 questions was found"), (2, "2 of 17 questions were found")])
def test_a_file_that_asks_few_questions_says_how_many(asked: int, words: str) -> None:
    findings = understood([row[: asked + 1] for row in wide(answer_sheets())])

    assert f"{words}; the others count as not asked." in findings.facts
