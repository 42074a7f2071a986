"""Tables on paper: every column and row, escaped, written as the screen writes them; too large ones say so."""

from __future__ import annotations

import re

import pandas as pd

from collab.ui.printed import MOST_CELLS, on_paper


def cells(html: str) -> list[list[str]]:
    """The texts of each row, the head first."""
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", html)]


def test_every_column_is_printed_with_numbers_rounded_as_everywhere() -> None:
    table = pd.DataFrame(
        {
            "Partner": ["Made-up one", "Made-up two"],
            "Change": [0.25, -0.25],
            "Score": [33 / 16, None],
            "Sheets": [1204, 3],
            "Left": [None, "2026"],
        }
    )
    assert cells(on_paper(table, {"Change": "%+.1f", "Score": "%.3f"})) == [
        ["Partner", "Change", "Score", "Sheets", "Left"],
        ["Made-up one", "+0.3", "2.063", "1204", ""],
        ["Made-up two", "-0.3", "", "3", "2026"],
    ]


def test_names_and_texts_are_printed_as_they_were_typed_and_never_as_markup() -> None:
    printed = on_paper({"<b>Partner": ["<img src=x onerror=alert(1)> & sons"]}, {})
    assert cells(printed) == [["&lt;b&gt;Partner"], ["&lt;img src=x onerror=alert(1)&gt; &amp; sons"]]


def test_a_word_longer_than_a_column_may_be_broken_and_other_words_not() -> None:
    printed = on_paper({"Name": ["x" * 60, "Community"]}, {})
    assert re.findall(r'<td class="(.*?)">', printed) == ["long", ""]


def test_a_table_too_large_for_paper_says_so_and_where_all_of_it_is() -> None:
    printed = on_paper({"Row": list(range(MOST_CELLS + 1))}, {})
    assert "<table" not in printed
    assert "3,001 rows and 1 column" in printed
    assert "CSV file" in printed
