"""What the tests of recognition ask of it: rows in, findings out, and the questions among them."""

from __future__ import annotations

from collab.exchange.findings import Findings, Known, Question
from collab.exchange.recognise import recognise
from tests.exchange.exports import Rows, file_of, instrument

KNOWN = Known(instruments=(instrument(),))


def understood(
    rows: Rows,
    answers: dict[str, object] | None = None,
    *,
    accept: bool = False,
    known: Known = KNOWN,
    name: str = "survey.xlsx",
) -> Findings:
    return recognise(file_of(rows, name).book(), known, answers or {}, accept=accept)


def ids(findings: Findings) -> list[str]:
    return [question.id for question in findings.questions]


def question(findings: Findings, key: str) -> Question:
    return next(item for item in findings.questions if item.id == key)
