"""Text files of any encoding and divider."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collab.errors import Refused
from collab.exchange.reading.delimited import read_delimited
from collab.exchange.reading.encoding import encoding_of
from collab.exchange.reading.parts import Contents
from collab.exchange.sheet import CellType


def contents(folder: Path, content: bytes) -> Contents:
    """The contents of divided text, read in this process."""
    path = folder / "survey.csv"
    path.write_bytes(content)
    return read_delimited(path, lambda share, sentence: None)


def rows(found: Contents) -> list[tuple[str, ...]]:
    """All rows of the one sheet."""
    sheet = found.sheets[0]
    return [sheet.row_texts(row) for row in range(sheet.rows)]


ENCODED = {
    "Windows": ("cp1252", "Año,“Sí”,l’école,Größe – groß\n"),
    "Mac": ("mac_roman", "Año,“Sí”,l’école,Größe – groß\n"),
    "UTF-8": ("utf-8", "Año,“Sí”,l’école,Größe – groß\n"),
    "UTF-8 with mark": ("utf-8-sig", "Año,“Sí”,l’école,Größe – groß\n"),
    "UTF-16": ("utf-16", "Año,“Sí”,l’école,Größe – groß\n"),
}


@pytest.mark.parametrize(("encoding", "text"), ENCODED.values(), ids=ENCODED)
def test_letters_survive_every_common_encoding(tmp_path: Path, encoding: str, text: str) -> None:
    """Also without a mark at the start of the file."""
    assert rows(contents(tmp_path, text.encode(encoding) * 3))[0] == ("Año", '"Sí"', "l'école", "Größe – groß")


def test_other_alphabets_are_recognised(tmp_path: Path) -> None:
    """Where Western readings make no sense, the statistics of letters decide."""
    path = tmp_path / "x.csv"
    path.write_bytes(("Школа,Ответ\n" + "Северная школа,полностью согласен\n" * 40).encode("cp1251"))
    assert path.read_text(encoding=encoding_of(path).name).startswith("Школа,Ответ")


DIVIDED = {
    "semicolons in answers": ("a,b\nx;y,1\nz;w;v,2\nq,3\n", [("a", "b"), ("x;y", "1"), ("z;w;v", "2"), ("q", "3")]),
    "commas in answers": ('a;b\n"x, y";1\nz, w, v;2\n', [("a", "b"), ("x, y", "1"), ("z, w, v", "2")]),
    "decimal commas": ("a;b\n3,5;x\n-0,25;y\n", [("a", "b"), ("3.5", "x"), ("-0.25", "y")]),
    "line breaks in quotes": ('a,b\n"one\ntwo",1\n', [("a", "b"), ("one two", "1")]),
    "a line that names the divider": ("sep=|\na|b\n1|2\n", [("a", "b"), ("1", "2")]),
    "one column": ("a\nb\nc\n", [("a",), ("b",), ("c",)]),
    "old Mac line ends": ("a,b\r1,2\r", [("a", "b"), ("1", "2")]),
    "doubled line ends": ("a,b\r\r\n1,2\r\r\n3,4\r\r\n", [("a", "b"), ("1", "2"), ("3", "4")]),
    "short rows": ("a,b,c\n1\n2,3\n4,5,6\n", [("a", "b", "c"), ("1", "", ""), ("2", "3", ""), ("4", "5", "6")]),
    "a blank row inside": ("a,b\n\n1,2\n", [("a", "b"), ("", ""), ("1", "2")]),
}


@pytest.mark.parametrize(("text", "expected"), DIVIDED.values(), ids=DIVIDED)
def test_columns_are_divided_where_a_person_would(tmp_path: Path, text: str, expected: list[tuple[str, ...]]) -> None:
    """The divider is the one under which the rows have the same width."""
    assert rows(contents(tmp_path, text.encode())) == expected


def test_each_different_text_gets_its_type(tmp_path: Path) -> None:
    """Leading zeros, exponents and percentages are no numbers; 4.0 is 4."""
    column = (
        contents(tmp_path, b"v\n4\n4.0\n007\n1e5\n35%\n2026-03-01\n3/1/2026 1:05 PM\nTrue\nN/A\n").sheets[0].columns[0]
    )
    assert dict(zip(column.values[2:], column.types[2:], strict=True)) == {
        "4": CellType.NUMBER,
        "007": CellType.TEXT,
        "1e5": CellType.TEXT,
        "35%": CellType.TEXT,
        "2026-03-01": CellType.DATE,
        "3/1/2026 1:05 PM": CellType.DATE,
        "TRUE": CellType.BOOLEAN,
        "N/A": CellType.TEXT,
    }


def test_a_last_line_that_was_cut_off_is_told(tmp_path: Path) -> None:
    """It is kept, with a note."""
    found = contents(tmp_path, b"a,b,c\n1,2,3\n4,5,6\n7,8")
    assert len(rows(found)) == 4
    assert "cut off" in found.notes[0]


def test_a_quotation_mark_left_open_names_its_row(tmp_path: Path) -> None:
    """Otherwise the rest of the file would vanish in one cell."""
    with pytest.raises(Refused) as refused:
        contents(tmp_path, b'a,b\n1,2\n3,"open\n' + b"4,5\n" * 30)
    assert refused.value.problems[0].row == 3


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp")), min_size=1)


@settings(max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=2, max_size=8), st.sampled_from(",;\t|"))
def test_quoted_text_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, table: list[tuple[str, str, str]], divider: str
) -> None:
    """Any text in any cell, as far as cleaning leaves it alone."""
    from collab.exchange.reading.text import written_cell_with_decimal_comma as cell

    quoted = [divider.join('"' + text.replace('"', '""') + '"' for text in row) for row in table]
    found = contents(tmp_path_factory.mktemp("csv"), ("\n".join(quoted) + "\n").encode())
    reading = cell if divider == ";" else __import__("collab.exchange.reading.text", fromlist=["x"]).written_cell
    expected = [tuple(reading(text)[0] for text in row) for row in table]
    assert rows(found) == expected
