"""Texts of a workbook in which people write words are read as they were typed, those of any other file in one form."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter

from collab.exchange.reading import read_book
from collab.exchange.reading.parts import MARKER_SHEET
from collab.exchange.reading.text import typed_text
from collab.exchange.sheet import Sheet

TEXT = "“One”\n  two   three\n\nfour"


def only_sheet(folder: Path, kind: str) -> Sheet:
    """A workbook with that text, marked as of that kind; "" without a mark."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Words")
    sheet.write_string(2, 1, TEXT)
    if kind:
        book.add_worksheet(MARKER_SHEET).write_row(0, 0, ["kind", kind])
    book.close()
    path = folder / "words.xlsx"
    path.write_bytes(target.getvalue())
    (found,) = read_book(path, file_name=path.name).sheets
    return found


@pytest.mark.parametrize("kind", ["initiative_workbook", "reviews", "milestones"])
def test_words_that_people_write_are_kept_as_typed(tmp_path: Path, kind: str) -> None:
    assert only_sheet(tmp_path, kind).text(0, 0) == TEXT


@pytest.mark.parametrize("kind", ["", "template"])
def test_answers_are_read_in_one_form(tmp_path: Path, kind: str) -> None:
    assert only_sheet(tmp_path, kind).text(0, 0) == '"One" two three four'


@pytest.mark.parametrize(
    ("raw", "typed"),
    [
        ("One\r\ntwo\rthree", "One\ntwo\nthree"),
        ("  One  \n  two \n", "One\n  two"),
        ("\u200b \u00a0", ""),
        ("e\u0301", "é"),
        ("plain", "plain"),
        ("One\ttwo", "One two"),
    ],
)
def test_of_what_was_typed_only_what_nobody_sees_is_dropped(raw: str, typed: str) -> None:
    assert typed_text(raw) == typed
    assert typed_text(typed) == typed
