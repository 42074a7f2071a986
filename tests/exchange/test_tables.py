"""Tables as text: nothing that a person typed becomes a formula, and nothing missing becomes zero."""

from __future__ import annotations

import csv
import io

import pytest

from collab.exchange.tables import csv_text, safe_text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "=cmd|' /C calc'!A0"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("value", [-1, -0.25, 0, None, True, "a=b", "", "Eastport", "3-4"])
def test_numbers_and_plain_text_stay_as_they_are(value: object) -> None:
    assert safe_text(value) is value


def test_missing_values_are_empty_cells() -> None:
    text = csv_text(("partner", "mean"), [{"partner": "-A, B", "mean": None}, {"partner": "C", "mean": -0.5}])
    assert list(csv.reader(io.StringIO(text))) == [["partner", "mean"], ["'-A, B", ""], ["C", "-0.5"]]
