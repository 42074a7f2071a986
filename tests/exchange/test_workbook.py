"""A workbook as it is written: text that stays text, fixed colours, charts of shown cells, a mark that remembers."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from collab.exchange.journey_values import fingerprint
from collab.exchange.reading import read_book
from collab.exchange.workbook import Book, Chart, Column, Look, Part, Scale, Series, Sheet, write
from collab.exchange.workbook.heights import LINE

DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "{=1}")


def a_sheet(**changes: object) -> Sheet:
    plain: dict[str, object] = {
        "name": "Figures",
        "heading": "Figures: Made-up & Co",
        "columns": (Column("name", "Name", 20), Column("score", "Score", 10, Look.SCORE)),
        "rows": [("one", 2.25), ("two", "hidden"), ("three", None)],
    }
    return Sheet(**(plain | changes))  # type: ignore[arg-type]


def a_book(*sheets: Sheet) -> Book:
    return Book("Made-up", "Test", sheets, {"kind": "test"}, {"partner": ("Harbor Light", "=1+1")})


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def parts_of(content: bytes, begin: str) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.startswith(begin)}


def test_text_is_never_a_formula_wherever_it_stands() -> None:
    sheet = a_sheet(
        heading="=1+1",
        columns=(Column("name", "=1+1", 20, editable=True, choices="partner"), Column("score", "@x", 10, Look.SCORE)),
        rows=[(text, text) for text in DANGEROUS],
        lines=DANGEROUS,
        parts=(Part("=1+1", ("=1", "+1"), [(text, text) for text in DANGEROUS]),),
        keys=DANGEROUS,
    )
    content = write(a_book(sheet))
    assert not [name for name, text in parts_of(content, "xl/worksheets/").items() if re.search(r"<f[ >]", text)]
    cells = [cell for row in opened(content)["Figures"].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_a_cell_without_a_figure_is_empty_or_says_why_and_is_never_zero() -> None:
    sheet = opened(write(a_book(a_sheet())))["Figures"]
    assert [cell.value for cell in sheet["B"]][2:] == ["Score", 2.25, "hidden", None]


def test_colours_run_between_the_ends_of_the_scale_whatever_the_cells_hold() -> None:
    scale = Scale((1, 1), (0, 2), (1.0, 2.5, 4.0), ("#B97A27", "#F4F3F0", "#2F9288"))
    (text,) = parts_of(write(a_book(a_sheet(scales=(scale,)))), "xl/worksheets/sheet1.xml").values()
    assert re.findall(r'<cfvo type="num" val="([\d.]+)"/>', text) == ["1.0", "2.5", "4.0"]
    assert 'sqref="B4:B6"' in text


@pytest.mark.parametrize(("kind", "stacked"), [("bar", False), ("bar", True), ("line", False), ("column", False)])
def test_a_chart_shows_the_cells_of_its_rows_and_nothing_else(kind: str, stacked: bool) -> None:
    chart = Chart("Scores", kind, 0, (Series(1, "#0072B2"),), (0, 0), "A bar", stacked=stacked)
    content = write(a_book(a_sheet(rows=[("one", 2.25), ("two", 3.875)], charts=(chart,))))
    (drawn,) = parts_of(content, "xl/charts/").values()
    assert "Figures!$B$4" in drawn
    assert "2.25" in drawn
    assert "3.875" not in drawn


def test_a_chart_of_a_part_points_at_the_rows_of_that_part() -> None:
    parts = (Part("First", ("a",), [("x",)]), Part("Second", ("Day", "Share"), [("May", 0.25), ("June", 0.5)]))
    chart = Chart("Moves", "line", 0, (Series(1, "#0072B2"),), (0, 1), "A line", part=1)
    content = write(a_book(a_sheet(parts=parts, charts=(chart,))))
    (drawn,) = parts_of(content, "xl/charts/").values()
    (place,) = set(re.findall(r"Figures!\$B\$(\d+):\$B\$\d+", drawn))
    assert opened(content)["Figures"].cell(int(place), 2).value == 0.25


def test_the_mark_remembers_every_cell_that_may_be_edited_as_it_is_read_back(tmp_path: Path) -> None:
    columns = (
        Column("step", "Step", 20, editable=True),
        Column("due_on", "Due date", 12, Look.DAY, editable=True),
        Column("seen", "Only seen", 12),
        Column("key", "Key", 10, hidden=True),
    )
    rows = [("=1+1", date(2027, 3, 31), "x", "a"), (" two\nlines ", None, "y", "b")]
    sheet = a_sheet(name="Plan", columns=columns, rows=rows, keys=("a", "b"), mark={"review": "r1"})
    path = tmp_path / "plan.xlsx"
    path.write_bytes(write(a_book(sheet)))
    found = read_book(path, file_name=path.name)
    (plan,) = found.sheets
    top = next(row for row in range(plan.rows) if plan.text(row, 0) == "Step")
    for row, key in enumerate(("a", "b"), start=top + 1):
        for column, name in enumerate(("step", "due_on")):
            assert found.marker[f"Plan|was|{key}|{name}"] == fingerprint(plan.text(row, column))
    assert found.marker["Plan|review"] == "r1"
    assert found.marker["kind"] == "test"
    assert not [name for name in found.marker if "|was|" in name and "seen" in name]
    assert found.marker["Plan|saw|a|Only seen"] == fingerprint("x")


def test_a_row_is_as_high_as_its_longest_text_needs() -> None:
    sheet = opened(write(a_book(a_sheet(rows=[("a word " * 20, 1.0), ("short", 2.0)]))))["Figures"]
    assert sheet.row_dimensions[4].height > 4 * LINE
    assert sheet.row_dimensions[5].height in (None, LINE)


def test_a_figure_can_carry_a_mark_and_stay_a_number() -> None:
    sheet = opened(write(a_book(a_sheet(looks={(0, 1): Look.STRENGTH}))))["Figures"]
    assert (sheet["B4"].value, sheet["B4"].number_format) == (2.25, '0.0" ▲"')


def test_rows_added_by_hand_find_their_lists_and_days() -> None:
    columns = (
        Column("stage", "Stage", 10, choices="partner"),
        Column("who", "Who", 10, editable=True, choices="partner"),
        Column("due_on", "Due", 10, Look.DAY, editable=True),
    )
    sheet = a_sheet(columns=columns, rows=[("a", "b", None)], keys=("a",), spare_rows=3)
    rules = opened(write(a_book(sheet)))["Figures"].data_validations.dataValidation
    assert {str(each.sqref): each.type for each in rules} == {"A5:A7": "list", "B4:B7": "list", "C4:C7": "date"}


def test_a_workbook_says_what_it_is_and_prints_with_its_heading() -> None:
    made = opened(write(a_book(a_sheet())))
    assert (made.properties.title, made.properties.creator) == ("Made-up", "Common Ground")
    assert made["Figures"].oddHeader.left.text == "Figures: Made-up && Co"
    assert made["Figures"].print_area
    assert made["Figures"].freeze_panes == "B4"
    assert made["_common_ground"].sheet_state == "veryHidden"
