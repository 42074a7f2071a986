"""The one-pass reader of cells agrees with the well-known parsers, or leaves the sheet to them."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles.numbers import is_date_format
from python_calamine import CalamineWorkbook

from collab.errors import Refused
from collab.exchange.reading import limits
from collab.exchange.reading.archive import Archive
from collab.exchange.reading.parts import Contents
from collab.exchange.reading.styles import Meaning, meaning_of, value_under
from collab.exchange.reading.text import workbook_cell
from collab.exchange.reading.workbook import read_workbook
from collab.exchange.sheet import CellType
from tests.exchange.reading.builders import (
    HEAD,
    MAIN,
    cell,
    row,
    sheet_xml,
    with_shared_texts,
    workbook,
    workbook_parts,
    zipped,
)

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
MOMENTS = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2199, 1, 1)).map(lambda at: at.replace(microsecond=0))
VALUES = st.one_of(
    st.none(),
    TEXT.filter(lambda text: not text.startswith("=")),
    st.integers(-(10**12), 10**12),
    st.floats(-1e9, 1e9).map(lambda number: round(number, 6)),
    st.booleans(),
    MOMENTS,
    MOMENTS.map(dt.datetime.date),
)
TABLES = st.lists(st.lists(VALUES, min_size=1, max_size=5), min_size=1, max_size=6)


def contents(path: Path) -> Contents:
    """The workbook at path, read in this process."""
    return read_workbook(path, Archive(path), lambda share, sentence: None)


def read(folder: Path, content: bytes) -> Contents:
    """These bytes as a workbook."""
    path = folder / "survey.xlsx"
    path.write_bytes(content)
    return contents(path)


def with_openpyxl(table: list[list[object]]) -> bytes:
    """The table with inline texts, as openpyxl writes it."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    for cells in table:
        book.active.append(cells)
    book.save(target)
    return target.getvalue()


def with_xlsxwriter(table: list[list[object]]) -> bytes:
    """The table with shared texts, as xlsxwriter writes it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for at, cells in enumerate(table):
        for column, value in enumerate(cells):
            if isinstance(value, dt.date):
                sheet.write_datetime(at, column, value, moment if isinstance(value, dt.datetime) else day)
            elif isinstance(value, str):
                sheet.write_string(at, column, value)
            elif value is not None:
                sheet.write(at, column, value)
    book.close()
    return target.getvalue()


def by_calamine(path: Path) -> list[tuple[tuple[str, CellType], ...]]:
    """What calamine reads, each cell as text and type."""

    def told(value: object) -> tuple[str, CellType]:
        text, kind = workbook_cell(("b", value) if isinstance(value, bool) else value)
        return text, kind if text else CellType.EMPTY

    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [tuple(told(value) for value in cells) for cells in rows]


@settings(max_examples=80)
@given(TABLES, st.sampled_from([with_openpyxl, with_xlsxwriter]))
def test_any_table_reads_as_calamine_reads_it(tmp_path_factory: pytest.TempPathFactory, table, write) -> None:
    """Texts, numbers, booleans, moments and days; inline and shared texts."""
    path = tmp_path_factory.mktemp("table") / "survey.xlsx"
    path.write_bytes(write(table))
    expected = by_calamine(path)
    expected_texts = [tuple(text for text, _ in cells) for cells in expected]
    if not any(any(cells) for cells in expected_texts):
        with pytest.raises(Refused, match="no cells"):
            contents(path)
        return
    sheet = contents(path).sheets[0]
    width = len(sheet.columns)
    top = sheet.first_row - (CalamineWorkbook.from_path(path).get_sheet_by_index(0).start or (0, 0))[0]
    left = sheet.first_column - (CalamineWorkbook.from_path(path).get_sheet_by_index(0).start or (0, 0))[1]
    assert [sheet.row_texts(at) for at in range(sheet.rows)] == [
        cells[left : left + width] for cells in expected_texts[top : top + sheet.rows]
    ]


FORMATS = [
    "General",
    "0",
    "0.00",
    "0%",
    "m/d/yyyy",
    "d-mmm-yy",
    "h:mm AM/PM",
    '"Day "0',
    "[Red]0;[Blue]-0",
    "@",
    "#,##0",
]
FORMATS += [
    "0.00E+00",
    "yyyy\\-mm\\-dd",
    "[$-409]d/m/yy h:mm",
    '0" students"',
    "mm:ss.0",
    "# ?/?",
    "_($* #,##0_)",
    "mmm",
]


@pytest.mark.parametrize("code", FORMATS)
def test_formats_mean_dates_where_openpyxl_says_so(code: str) -> None:
    """Letters in quotation marks, colours and escapes are no dates."""
    assert (meaning_of(200, code) is Meaning.MOMENT) == bool(is_date_format(code))


@pytest.mark.parametrize("code", ["[h]:mm", "[mm]:ss", "[HH]:MM:SS"])
def test_elapsed_hours_are_a_length_of_time(code: str) -> None:
    """Thirty hours stay thirty hours."""
    assert meaning_of(200, code) is Meaning.LENGTH
    assert workbook_cell(value_under(Meaning.LENGTH, 1.25))[0] == "30:00:00"


def test_the_calendar_from_1904_is_heeded(tmp_path: Path) -> None:
    """Old Macs counted days from another start."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"date_1904": True})
    book.add_worksheet().write_datetime(0, 0, dt.datetime(2026, 3, 1), book.add_format({"num_format": "d/m/yy"}))
    book.close()
    assert read(tmp_path, target.getvalue()).sheets[0].text(0, 0) == "2026-03-01"


TEXTS = {
    "plain": ("<si><t>Agree</t></si>", "Agree"),
    "kept spaces": ('<si><t xml:space="preserve"> Agree </t></si>', "Agree"),
    "entities": ("<si><t>Trust &amp; respect &lt;3 &#233;</t></si>", "Trust & respect <3 é"),
    "runs": ("<si><r><rPr><b/></rPr><t>Strongly </t></r><r><t>agree</t></r></si>", "Strongly agree"),
    "readings": ("<si><t>東京</t><rPh sb='0' eb='2'><t>とうきょう</t></rPh></si>", "東京"),
    "escapes": ("<si><t>a_x000D__x000A_b_x005F_x0041_</t></si>", "a b_x0041_"),
    "a comment": ("<!-- no --><si><t>Agree</t></si>", "Agree"),
    "a section": ("<si><t><![CDATA[Agree]]></t></si>", "Agree"),
}


@pytest.mark.parametrize(("entry", "text"), TEXTS.values(), ids=TEXTS)
def test_shared_texts_are_read_in_every_way_of_writing_them(tmp_path: Path, entry: str, text: str) -> None:
    """Whoever wrote the file."""
    cells = '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>'
    parts = with_shared_texts(
        workbook_parts([sheet_xml(cells)]), f'{HEAD}<sst xmlns="{MAIN}"><si><t>first</t></si>{entry}</sst>'
    )
    assert read(tmp_path, zipped(parts)).sheets[0].row_texts(0) == (text, "first")


SAME = '<row r="1"><c r="A1" t="inlineStr"><is><t>Agree</t></is></c><c r="C1"><v>4</v></c></row>'
WAYS = {
    "usual": sheet_xml(SAME),
    "other quotes": sheet_xml(SAME.replace('"', "'")),
    "other order of attributes": sheet_xml(SAME.replace('r="A1" t="inlineStr"', 't="inlineStr" r="A1"')),
    "spread over lines": sheet_xml(SAME.replace("><", ">\n  <")),
    "a comment": sheet_xml(SAME.replace("<row", "<!-- <c r='XFD9'><v>1</v></c> --><row")),
    "a section": sheet_xml(SAME.replace("Agree", "<![CDATA[Agree]]>")),
    "rich text": sheet_xml(SAME.replace("<t>Agree</t>", "<r><t>Ag</t></r><r><t>ree</t></r>")),
    "a prefix": sheet_xml(SAME)
    .replace("<", "<x:")
    .replace("<x:/", "</x:")
    .replace("<x:?", "<?")
    .replace("xmlns=", "xmlns:x="),
    "formulas": sheet_xml(SAME.replace("<v>4</v>", "<f>2+2</f><v>4</v>")),
    "a shared formula": sheet_xml(SAME.replace("<v>4</v>", '<f t="shared" ref="C1" si="0">2&amp;2</f><v>4.0</v>')),
    "a date type": sheet_xml(SAME.replace("<row", "<row spans='1:3' x='1'")),
    "a false dimension": sheet_xml(SAME, before='<dimension ref="A1"/>'),
}


@pytest.mark.parametrize("xml", WAYS.values(), ids=WAYS)
def test_a_sheet_reads_the_same_however_its_xml_is_written(tmp_path: Path, xml: str) -> None:
    """What the one pass does not know goes to a full parser."""
    assert read(tmp_path, workbook(xml)).sheets[0].row_texts(0) == ("Agree", "", "4")


def test_rows_beyond_one_piece_of_xml_keep_their_places(tmp_path: Path) -> None:
    """A sheet of several megabytes is read in pieces."""
    count = 120_000
    rows = "".join(row(at, cell(f"A{at}", f"R{at}"), f'<c r="C{at}"><v>{at}</v></c>') for at in range(1, count + 1))
    sheet = read(tmp_path, workbook(sheet_xml(rows))).sheets[0]
    assert sheet.rows == count
    for at in (0, 41_234, 77_777, count - 1):
        assert sheet.row_texts(at) == (f"R{at + 1}", "", str(at + 1))


def test_a_row_without_cells_keeps_its_place(tmp_path: Path) -> None:
    """Blank rows inside a sheet stay."""
    sheet = read(tmp_path, workbook(sheet_xml(row(2, cell("B2")) + "<row r='3'/>" + row(4, cell("B4", "y"))))).sheets[0]
    assert [sheet.row_texts(at) for at in range(3)] == [("x",), ("",), ("y",)]
    assert limits.GRID_ROWS == 1_048_576
