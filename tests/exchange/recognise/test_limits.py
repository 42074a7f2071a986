"""Files that would keep everybody waiting are refused before anything is compared."""

from __future__ import annotations

from collab.exchange.findings import Known
from collab.exchange.recognise import recognise
from collab.exchange.recognise.partners import MOST_ORGANISATIONS
from collab.exchange.recognise.refusals import MOST_COLUMNS
from tests.exchange.exports import book_of, instrument, statements

KNOWN = Known(instruments=(instrument(),))


def test_a_sheet_of_more_columns_than_a_survey_has_is_refused_at_once() -> None:
    width = MOST_COLUMNS + 1
    rows = [[f"Question {column}" for column in range(width)], *[["Agree"] * width for _ in range(5)]]
    found = recognise(book_of({"Answers": rows}), KNOWN, {}, accept=True)
    assert [problem.sheet for problem in found.problems] == ["Answers"]
    assert f"{width:,} columns" in found.problems[0].found


def test_more_organisations_than_can_be_compared_are_refused() -> None:
    header = ["Organization", *statements()]
    rows = [[f"Made-up School {at}", *["Agree"] * 17] for at in range(MOST_ORGANISATIONS + 1)]
    found = recognise(book_of({"Answers": [header, *rows]}), KNOWN, {}, accept=True)
    assert found.content is None
    assert any("different organisations" in problem.found for problem in found.problems)
