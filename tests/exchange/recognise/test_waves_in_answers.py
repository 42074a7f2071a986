"""Answer sheets of several waves in one table: one wave belongs into a round, and which one is asked."""

from __future__ import annotations

import pytest

from collab.exchange.findings import Findings
from tests.exchange.exports import Rows, answer_sheets, wide
from tests.exchange.recognise.asking import ids, question, understood

SHEETS = answer_sheets()


def two(header: str, first: str, second: str) -> Rows:
    rows = wide(SHEETS)
    return [[header, *rows[0]], *([second if at % 3 else first, *row] for at, row in enumerate(rows[1:]))]


def kept(findings: Findings) -> int:
    assert findings.content is not None
    assert findings.content.answers is not None
    return len(findings.content.answers.partner)


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        ("Wave", "Fall 2025", "Fall 2026"),
        ("redcap_event_name", "baseline_arm_1", "followup_arm_1"),
        ("Administration", "1", "2"),
        ("Survey", "Pre", "Post"),
        ("School Year", "2024-25", "2025-26"),
        ("Which time is this?", "Wave 1", "Wave 2"),
    ],
)
def test_which_wave_belongs_into_the_round_is_asked_without_a_guess(header: str, first: str, second: str) -> None:
    findings = understood(two(header, first, second), accept=True)

    assert question(findings, "year").proposal is None
    assert kept(understood(two(header, first, second), {"year": second}, accept=True)) == 16


def test_a_column_that_turns_out_to_be_no_time_leaves_every_sheet_in() -> None:
    assert kept(understood(two("Period", "1", "2"), {"year": "all"}, accept=True)) == len(SHEETS)


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        ("Wave", "Fall 2026", "Fall 2026"),
        ("Year hired", "2019", "2021"),
        ("Planning time", "Before", "After"),
        ("Grade", "1", "2"),
    ],
)
def test_other_columns_are_not_taken_for_waves(header: str, first: str, second: str) -> None:
    assert "year" not in ids(understood(two(header, first, second)))
