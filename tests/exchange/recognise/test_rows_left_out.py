"""Rows that are no answer sheets are left out with a count and a reason."""

from __future__ import annotations

import time
from datetime import datetime

import numpy as np
import pytest

from collab.exchange.findings import Findings, Known
from collab.exchange.recognise import recognise
from collab.exchange.sheet import Book, CellType, Column, Sheet
from tests.exchange.exports import (
    Rows,
    answer_sheets,
    codes,
    file_of,
    google_forms,
    instrument,
    qualtrics,
    survey_monkey,
    survey_monkey_summary,
    wide,
)

SHEETS = answer_sheets()
KNOWN = Known(instruments=(instrument(),))


def understood(rows: Rows, answers: dict[str, object] | None = None) -> Findings:
    return recognise(file_of(rows, "survey.xlsx").book(), KNOWN, answers or {}, accept=True)


def kept(findings: Findings) -> int:
    assert findings.problems == ()
    assert findings.content is not None
    assert findings.content.answers is not None
    return len(findings.content.answers.partner)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("Status", "Survey Preview", "test_or_preview"),
        ("Status", "Survey Test", "test_or_preview"),
        ("DistributionChannel", "preview", "test_or_preview"),
        ("DistributionChannel", "test", "test_or_preview"),
        ("Status", "Spam", "spam"),
        ("Finished", "False", "unfinished"),
        ("Finished", "0", "unfinished"),
        ("organization", "TEST", "test_or_preview"),
    ],
)
def test_qualtrics_rows_that_do_not_count(column: str, value: str, reason: str) -> None:
    rows = qualtrics(SHEETS)
    rows[5][rows[0].index(column)] = value

    findings = understood(rows)

    assert findings.excluded == {reason: 1}
    assert kept(findings) == 23


@pytest.mark.parametrize(
    ("status", "reason"), [(1, "test_or_preview"), (2, "test_or_preview"), (8, "spam"), (0, None), (16, None)]
)
def test_qualtrics_status_codes(status: int, reason: str | None) -> None:
    rows = qualtrics(SHEETS, codes(1), coded=True)
    rows[5][rows[0].index("Status")] = status

    assert understood(rows, {"direction": "rising"}).excluded == ({reason: 1} if reason else {})


def test_the_latest_of_two_submissions_of_one_person_counts() -> None:
    rows = google_forms(SHEETS)
    rows[0].insert(1, "Email Address")
    for at, row in enumerate(rows[1:]):
        row.insert(1, f"pat{at}@example.org")
    rows.append(["01/05/2026 08:00:00", "PAT3@example.org", rows[4][2], *["Agree"] * 17])
    rows.append(["12/05/2026 08:00:00", "pat5@example.org", rows[6][2], *["Disagree"] * 17])

    findings = understood(rows)

    assert findings.excluded == {"duplicate": 2}
    assert findings.content is not None
    assert findings.content.answers is not None
    numbers = findings.content.answers.source_rows.tolist()
    assert 27 in numbers
    assert 7 not in numbers
    assert 5 in numbers
    assert 26 not in numbers


def test_anonymous_addresses_are_nobody_twice() -> None:
    rows = google_forms(SHEETS)
    rows[0].insert(1, "Email")
    for row in rows[1:]:
        row.insert(1, "anonymous")

    assert understood(rows).excluded == {}


def test_the_same_response_id_twice_counts_once() -> None:
    rows = survey_monkey(SHEETS)
    rows.append([*rows[3]])

    assert understood(rows).excluded == {"duplicate": 1}


def test_equal_answers_of_two_people_are_no_duplicate() -> None:
    rows = wide(SHEETS)
    rows.append([*rows[3]])

    assert kept(understood(rows)) == 25


def test_blank_rows_totals_and_repeated_headers_are_counted() -> None:
    rows = wide(SHEETS)
    rows[10:10] = [[None], ["Organization only"], [*rows[0]]]
    rows += [["Average", *[3.2] * 17], ["Total", *[24] * 17]]

    findings = understood(rows)

    assert findings.excluded == {"repeated_header": 1, "totals": 2, "blank": 2}
    assert kept(findings) == 24


def test_a_row_for_which_several_reasons_hold_is_counted_once() -> None:
    rows = qualtrics(SHEETS)
    rows[5][rows[0].index("Status")] = "Survey Preview"
    rows[5][rows[0].index("Finished")] = "False"

    assert understood(rows).excluded == {"test_or_preview": 1}


def test_excel_dates_order_submissions_too() -> None:
    rows = wide(SHEETS)
    for at, row in enumerate(rows):
        row[0:0] = (
            ["Completion time", "Email"]
            if at == 0
            else [datetime(2026, 5, 1 + at % 20, 9, 0, at), "pat@example.org" if at in (1, 5) else f"p{at}@example.org"]
        )

    findings = understood(rows)

    assert findings.excluded == {"duplicate": 1}
    assert findings.content is not None
    assert findings.content.answers is not None
    assert 2 not in findings.content.answers.source_rows


def test_a_summary_is_refused_with_the_export_to_choose() -> None:
    findings = recognise(file_of(survey_monkey_summary(), "summary.xlsx").book(), KNOWN, {}, accept=True)

    assert findings.content is None
    assert len(findings.problems) == 1
    assert "summary" in findings.problems[0].found
    assert "All Individual Responses" in findings.problems[0].remedy


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "This file is empty."),
        ([["hello"]], "This file holds no ratings"),
        ([["Name", "Phone"], ["Pat Doe", "555-0100"], ["Kim Roe", "555-0101"]], "This file holds no ratings"),
        ([["School", "Open?"], ["Elm", "Yes"], ["Fir", "No"], ["Oak", "Yes"]], "This file holds no ratings"),
        ([wide(SHEETS)[0]], "This file has questions but no answers yet."),
        ([["School", "How safe is it?", "How clean is it?"]], "This file has questions but no answers yet."),
        (
            [["Q1", "Q2", "Q3"], ["Safe?", "Clean?", "Fair?"], [f'{{"ImportId":"QID{n}"}}' for n in range(3)]],
            "This file has questions but no answers yet.",
        ),
        (
            [["School", "Strongly disagree", "Disagree", "Agree"], ["Elm", 12, 30, 44], ["Fir", 22, 10, 54]],
            "This file counts how many people gave each answer.",
        ),
    ],
    ids=[
        "empty",
        "one cell",
        "contacts",
        "yes and no",
        "headers only",
        "unknown headers only",
        "an export before anybody answered",
        "a distribution",
    ],
)
def test_what_holds_no_ratings_is_refused_with_a_sentence(rows: Rows, sentence: str) -> None:
    findings = understood(rows)

    assert findings.content is None
    assert [problem.found.startswith(sentence) for problem in findings.problems] == [True]
    assert findings.problems[0].remedy


def test_formulas_that_were_never_calculated_are_a_problem_with_a_remedy() -> None:
    book = file_of(wide(SHEETS)).book()
    sheet = book.sheets[0]
    book = Book(
        book.file_name, book.format, book.digest, (Sheet(sheet.name, sheet.columns, sheet.rows, uncalculated=3),)
    )

    findings = recognise(book, KNOWN, {}, accept=True)

    assert findings.content is None
    assert findings.problems[0].found == "3 cells hold formulas that were never calculated."
    assert "save it" in findings.problems[0].remedy


def test_a_hundred_thousand_rows_are_understood_in_a_fraction_of_a_second() -> None:
    rows = 100_000
    draw = np.random.default_rng(1)
    words = ("", "head", *(point.label for point in instrument().scale), "Not applicable")

    def column(head: str, values: tuple[str, ...], picked: np.ndarray) -> Column:
        texts = ("", head, *values)
        kinds = (CellType.EMPTY, *[CellType.TEXT] * (len(texts) - 1))
        return Column(texts, kinds, np.concatenate([[1], picked + 2]).astype(np.int32))

    columns = [
        column("Response ID", tuple(f"R_{at}" for at in range(rows)), np.arange(rows)),
        column("Organization", tuple(f"Elm {at} Charter School" for at in range(20)), draw.integers(0, 20, rows)),
        *(column(factor.statement, words[2:], draw.integers(0, 5, rows)) for factor in instrument().factors),
    ]
    book = Book("large.xlsx", "xlsx", "0" * 64, (Sheet("Data", tuple(columns), rows + 1),))
    recognise(book, KNOWN, {}, accept=True)

    began = time.process_time()
    findings = recognise(book, KNOWN, {}, accept=True)

    assert time.process_time() - began < 0.5
    assert kept(findings) == rows
