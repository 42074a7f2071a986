"""Whatever a table holds, recognition ends with content, questions or problems, and never with an exception."""

from __future__ import annotations

import random

import numpy as np
import pytest

from collab.exchange.findings import Findings, Known
from collab.exchange.recognise import recognise
from collab.model import Sector
from tests.exchange.exports import Cell, Rows, answer_sheets, book_of, every_export, instrument, qualtrics

KNOWN = Known(instruments=(instrument(),), partners=(("Riverbend Public Schools", Sector.DISTRICT),))
ODD: tuple[Cell, ...] = (
    None, "N/A", "Agree", "1", 5, 0, -99, 3.25, "85%", "S", "*", "Total", "(all)", "Yes", "No", "Charter",
    "x", "Response", "Question",
    '{"ImportId":"a"}', "Organization", "n<10", "a@example.org", "Mean", "N",
    "Other (please specify)", str(10**20), "E5", "1e999", "½", "٣",
    "Unnamed: 3", "4 - Agree", "-", "=1+1", "a" * 5000, "- " * 300,
)  # fmt: skip


def check(findings: Findings) -> None:
    """Findings hold together: something to say, sound choices, arrays that fit."""
    assert findings.content or findings.problems or findings.questions
    assert len({question.id for question in findings.questions}) == len(findings.questions)
    for question in findings.questions:
        keys = {choice.key for choice in question.choices}
        assert len(keys) == len(question.choices)
        proposed = question.proposal if isinstance(question.proposal, tuple) else (question.proposal,)
        assert not keys or question.proposal is None or keys.issuperset(proposed)
    if findings.content is not None and findings.content.answers is not None:
        answers, content = findings.content.answers, findings.content
        assert answers.ratings.shape == (len(answers.ids), len(content.instrument.factors))
        assert np.all((answers.partner >= 0) & (answers.partner < len(content.partners)))
        assert np.all((answers.ratings >= -4) & (answers.ratings < len(content.instrument.scale)))
    if findings.content is not None:
        assert all(partner.sector is not None for partner in findings.content.partners)


def damaged(rows: Rows, draw: random.Random) -> Rows:
    """The rows with some cells, rows and columns lost, doubled or overwritten."""
    rows = [list(row) for row in rows]
    for _ in range(draw.randint(0, 10)):
        at = draw.randrange(len(rows)) if rows else 0
        place = draw.randrange(max(1, len(rows[0]))) if rows else 0
        deed = draw.randrange(5)
        if deed == 0 and rows:
            rows.pop(at)
        elif deed == 1:
            rows.insert(at, [draw.choice(ODD) for _ in range(draw.randint(0, 8))])
        elif deed == 2:
            rows = [row[:place] + row[place + 1 :] for row in rows]
        elif deed == 3:
            rows = [
                [*row[:place], draw.choice(ODD), *row[place + 1 :]] if number else row
                for number, row in enumerate(rows)
            ]
        elif rows:
            rows.append(list(rows[at]))
    return rows


@pytest.mark.parametrize("seed", range(40))
def test_damaged_exports_never_end_in_an_exception(seed: int) -> None:
    draw = random.Random(seed)
    export = draw.choice(list(every_export().values()))
    book = book_of({name: damaged(rows, draw) for name, rows in export.sheets.items()})

    check(recognise(book, KNOWN, {}))
    check(recognise(book, KNOWN, {"direction": "rising", "partner": "Elm"}, accept=True))


@pytest.mark.parametrize("seed", range(20))
def test_odd_tables_never_end_in_an_exception(seed: int) -> None:
    draw = random.Random(seed)
    sheets: dict[str, Rows] = {}
    for name in ("A", "B"):
        sheets[name] = [[draw.choice(ODD) for _ in range(draw.randint(1, 9))] for _ in range(draw.randint(0, 25))]

    check(recognise(book_of(sheets), KNOWN, {}, accept=True))


def test_a_fuller_export_of_the_same_survey_has_the_same_shape() -> None:
    shapes = {recognise(book_of({"Data": qualtrics(answer_sheets(count))}), KNOWN, {}).shape for count in (6, 24, 60)}
    other = recognise(book_of({"Data": [row[:-1] for row in qualtrics(answer_sheets(6))]}), KNOWN, {}).shape

    assert len(shapes) == 1
    assert other not in shapes


def test_the_name_of_file_and_sheet_does_not_change_the_shape() -> None:
    rows = qualtrics(answer_sheets(6))

    one = recognise(book_of({"March": rows}, "march.csv"), KNOWN, {}).shape
    two = recognise(book_of({"April": rows}, "april.xlsx"), KNOWN, {}).shape

    assert one == two
