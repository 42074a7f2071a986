"""Every accepted format is read to the same dictionary-coded text."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from collab.errors import Refused
from collab.exchange.reading import read_book
from collab.exchange.sheet import Book, CellType, Sheet
from tests.exchange.reading.builders import ods_cell, ods_row, ods_table, open_document, sheet_xml, workbook

Read = Callable[..., Book]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read bytes as a file."""

    def _read(content: bytes, name: str = "survey.xlsx", **options: object) -> Book:
        path = tmp_path / name
        path.write_bytes(content)
        return read_book(path, file_name=name, **options)  # type: ignore[arg-type]

    return _read


def written(write: Callable[[xlsxwriter.Workbook], object], **options: object) -> bytes:
    """The bytes of a workbook that the function writes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, **options})
    write(book)
    book.close()
    return target.getvalue()


def texts(sheet: Sheet) -> list[tuple[str, ...]]:
    """All rows of a sheet."""
    return [sheet.row_texts(row) for row in range(sheet.rows)]


def kind(sheet: Sheet, row: int, column: int) -> CellType:
    """The type of one cell."""
    found = sheet.columns[column]
    return found.types[found.codes[row]]


TABLE = [("School", "Q1"), ("North", "Agree"), ("South", "N/A"), ("East", "None"), ("West", "NA")]


def xlsx() -> bytes:
    """The table as .xlsx."""
    return written(
        lambda book: (
            [book.add_worksheet() if not book.worksheets() else None]
            and [book.worksheets()[0].write_row(at, 0, row) for at, row in enumerate(TABLE)]
        )
    )


def xls() -> bytes:
    """The table as .xls."""
    import xlwt

    book, target = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Sheet1")
    for row, cells in enumerate(TABLE):
        for column, text in enumerate(cells):
            sheet.write(row, column, text)
    book.save(target)
    return target.getvalue()


def ods() -> bytes:
    """The table as .ods."""
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in row
        )
        + "</table:table-row>"
        for row in TABLE
    )
    return open_document(f'<table:table table:name="Sheet1">{rows}</table:table>')


def delimited(divider: str, encoding: str) -> Callable[[], bytes]:
    """The table as divided text."""
    return lambda: "".join(divider.join(row) + "\r\n" for row in TABLE).encode(encoding)


def html() -> bytes:
    """The table as a web page."""
    rows = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in TABLE)
    return f"<html><body><p>Export</p><table>{rows}</table></body></html>".encode()


FORMATS = {
    "xlsx": (xlsx, "xlsx"),
    "xls": (xls, "xls"),
    "ods": (ods, "ods"),
    "comma": (delimited(",", "utf-8"), "csv"),
    "semicolon": (delimited(";", "utf-8-sig"), "csv"),
    "tab in UTF-16": (delimited("\t", "utf-16"), "csv"),
    "bar in UTF-16 without mark": (delimited("|", "utf-16-le"), "csv"),
    "UTF-32": (delimited(",", "utf-32"), "csv"),
    "web page": (html, "html"),
}


@pytest.mark.parametrize(("build", "name"), FORMATS.values(), ids=FORMATS)
def test_a_table_reads_the_same_from_every_format(read: Read, build: Callable[[], bytes], name: str) -> None:
    """N/A, NA and None stay words, whatever the format."""
    book = read(build(), "survey.bin")
    assert (book.format, texts(book.sheets[0])) == (name, TABLE)
    for column in book.sheets[0].columns:
        assert (column.values[0], column.types[0]) == ("", CellType.EMPTY)
        assert len(set(column.values)) == len(column.values) == len(column.types)
        assert column.codes.dtype == np.int32


def test_numbers_dates_booleans_and_errors_are_written_shortly(read: Read) -> None:
    """4 not 4.0; 0.00001 not 1e-05; dates in ISO; #N/A as text of type ERROR."""

    def write(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "m/d/yyyy"})
        moment = book.add_format({"num_format": "m/d/yyyy h:mm"})
        sheet.write_row(0, 0, [4.0, 0.25, 1e-5, 1e15, -0.0, True, False, 1, "4"])
        sheet.write_datetime(1, 0, dt.datetime(2026, 3, 1), day)
        sheet.write_datetime(1, 1, dt.datetime(2026, 3, 1, 13, 5, 9), moment)
        for column, error in enumerate(("#N/A", "#DIV/0!", "#REF!", "#NAME?"), start=2):
            sheet.write_formula(1, column, "=1", None, error)

    sheet = read(written(write)).sheets[0]
    assert texts(sheet) == [
        ("4", "0.25", "0.00001", "1000000000000000", "0", "TRUE", "FALSE", "1", "4"),
        ("2026-03-01", "2026-03-01T13:05:09", "#N/A", "#DIV/0!", "#REF!", "#NAME?", "", "", ""),
    ]
    assert [kind(sheet, 0, at) for at in (0, 5, 7, 8)] == [
        CellType.NUMBER,
        CellType.BOOLEAN,
        CellType.NUMBER,
        CellType.TEXT,
    ]
    assert [kind(sheet, 1, at) for at in (0, 1, 2, 5)] == [CellType.DATE, CellType.DATE, CellType.ERROR, CellType.ERROR]


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#N/A", "#GETTING_DATA"])
def test_an_error_cell_keeps_its_text_even_where_the_fast_parser_gives_up(read: Read, error: str) -> None:
    """#SPILL! makes calamine fail the sheet; the slower parser reads it then."""
    cells = f'<row r="1"><c r="A1" t="e"><v>{error}</v></c><c r="B1"><v>2.5</v></c><c r="D1" t="b"><v>1</v></c></row>'
    sheet = read(workbook(sheet_xml(cells))).sheets[0]
    assert texts(sheet) == [(error, "2.5", "", "TRUE")]
    assert kind(sheet, 0, 0) is CellType.ERROR


def test_true_and_one_in_one_column_stay_two_values(read: Read) -> None:
    """A dictionary would take True and 1 for the same key."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" t="b"><v>1</v></c></row>'
    assert texts(read(workbook(sheet_xml(cells))).sheets[0]) == [("1",), ("TRUE",)]


def test_a_sheet_begins_at_its_first_used_cell_and_its_surroundings_move_with_it(read: Read) -> None:
    """Merged areas, tables, hidden rows and columns count from that cell."""

    def write(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Answers")
        sheet.merge_range(2, 1, 2, 3, "Trust")
        sheet.write_row(3, 1, ["a", "b", "c"])
        sheet.write_row(4, 1, [1, 2, 3])
        sheet.add_table(3, 1, 4, 3, {"name": "Survey", "columns": [{"header": h} for h in "abc"]})
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column(2, 3, None, None, {"hidden": True})
        sheet.write_blank(9, 9, None, book.add_format({"bold": True}))

    sheet = read(written(write)).sheets[0]
    assert texts(sheet) == [("Trust", "Trust", "Trust"), ("a", "b", "c"), ("1", "2", "3")]
    assert (sheet.first_row, sheet.first_column, sheet.rows) == (2, 1, 3)
    assert (sheet.merged, sheet.tables) == (((0, 0, 0, 2),), (("Survey", 1, 0, 2, 2),))
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((2,), (1, 2))


def test_only_merged_cells_are_filled_forward(read: Read) -> None:
    """An empty cell that is not merged stays empty; an occupied one is not overwritten."""
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>9</v></c></row><row r="3"><c r="C3"><v>2</v></c></row>'
    merge = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'
    assert texts(read(workbook(sheet_xml(cells, after=merge))).sheets[0]) == [
        ("1", "9", ""),
        ("1", "1", ""),
        ("", "", "2"),
    ]


def test_formulas_without_a_stored_result_are_counted(read: Read) -> None:
    """An empty text result is a result."""
    cells = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>2+2</f><v></v></c>'
        '<c r="D1"><f>3</f><v/></c><c r="E1" t="str"><f>IF(1,"")</f><v></v></c><c r="F1"><f>4</f><v>4</v></c></row>'
    )
    assert read(workbook(sheet_xml(cells))).sheets[0].uncalculated == 3


def test_hidden_sheets_are_marked_and_our_own_mark_is_taken_out(read: Read) -> None:
    """The very hidden sheet of the template becomes the book's marker."""

    def write(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Answers").write(0, 0, "a")
        notes = book.add_worksheet("Notes")
        notes.write(0, 0, "b")
        notes.hide()
        mark = book.add_worksheet("_common_ground")
        mark.write_column(0, 0, ["kind", "round"])
        mark.write_column(0, 1, ["template", "r-1"])
        mark.very_hidden()

    book = read(written(write))
    assert book.marker == {"kind": "template", "round": "r-1"}
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [("Answers", False), ("Notes", True)]


UNTIDY = {
    "no-break and zero-width spaces": ("\u00a0Agree\u200b \u2009 fully\ufeff ", "Agree fully"),
    "curly quotes": ("don’t “know”", 'don\'t "know"'),
    "line breaks": ("one\r\ntwo\n\n three", "one two three"),
    "a NUL": ("Ag_x0000_ree", "Agree"),
    "decomposed accents": ("e\u0301cole", "école"),
    "an emoji of several": ("👩\u200d🏫", "👩\u200d🏫"),
    "words for nothing": (" n/a ", "n/a"),
}


@pytest.mark.parametrize(("raw", "clean"), UNTIDY.values(), ids=UNTIDY)
def test_text_is_tidied_but_keeps_its_words(read: Read, raw: str, clean: str) -> None:
    """What is shown back is what was written, less what nobody can see."""
    content = workbook(
        sheet_xml(f'<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve">{raw}</t></is></c></row>')
    )
    assert read(content).sheets[0].text(0, 0) == clean


def test_texts_that_differ_only_by_spaces_become_one_value(read: Read) -> None:
    """ "Traditional " with a trailing space is "Traditional"."""
    sheet = read(b"type\nTraditional \nTraditional\n Traditional\n", "x.csv").sheets[0]
    assert sheet.columns[0].values == ("", "type", "Traditional")


def test_old_excel_gives_errors_dates_merged_and_hidden(read: Read) -> None:
    """All that .xlsx gives, from .xls."""
    import xlwt

    book, target = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Answers")
    sheet.write_merge(0, 0, 0, 2, "Trust")
    for column, value in enumerate((4.0, True, dt.datetime(2026, 3, 1, 13, 5))):
        style = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm") if column == 2 else xlwt.Style.default_style
        sheet.write(1, column, value, style)
    sheet.row(2).set_cell_error(0, 0x2A)
    sheet.row(1).hidden = True
    book.add_sheet("Notes").write(0, 0, "x")
    book.get_sheet(1).visibility = 1
    book.save(target)
    answers, notes = read(target.getvalue(), "old.xls").sheets
    assert texts(answers) == [("Trust",) * 3, ("4", "TRUE", "2026-03-01T13:05:00"), ("#N/A", "", "")]
    assert kind(answers, 2, 0) is CellType.ERROR
    assert (answers.merged, answers.hidden_rows, notes.hidden) == (((0, 0, 0, 2),), (1,), True)


def test_open_document_gives_types_spans_repeats_and_errors(read: Read) -> None:
    """Repeated cells are repeated, spanned ones filled."""
    content = open_document(
        ods_table(
            ods_row(ods_cell("Trust", number_columns_spanned=2), "<table:covered-table-cell/>"),
            ods_row(
                '<table:table-cell office:value-type="float" office:value="4" table:number-columns-repeated="2">'
                "<text:p>4</text:p></table:table-cell>",
                '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
                "<text:p>#N/A</text:p></table:table-cell>",
                visibility="collapse",
            ),
        )
    )
    sheet = read(content, "a.ods").sheets[0]
    assert texts(sheet) == [("Trust", "Trust", ""), ("4", "4", "#N/A")]
    assert (kind(sheet, 1, 2), sheet.hidden_rows, sheet.merged) == (CellType.ERROR, (1,), ((0, 0, 0, 1),))


def test_progress_rises_to_one_with_sentences(read: Read) -> None:
    """A long file shows how far it is."""
    told: list[tuple[float, str]] = []
    read(xlsx(), progress=lambda share, sentence: told.append((share, sentence)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert all(sentence.endswith(".") for _, sentence in told)


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    """Not a crash, but a sentence."""
    with pytest.raises(Refused, match="cannot be opened"):
        read_book(tmp_path / "gone.xlsx", file_name="gone.xlsx")


def test_the_digest_is_the_sha256_of_the_bytes(read: Read) -> None:
    """As everyone can compute it."""
    assert read(b"a,b\n1,2\n", "x.csv").digest == hashlib.sha256(b"a,b\n1,2\n").hexdigest()
