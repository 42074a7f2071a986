"""Slides: everything of a report on them, in tables and charts that can be edited, readable at a distance."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_LINE
from pptx.util import Emu, Inches, Pt

from collab.reports import slides
from collab.reports.content import Cell, Grid, GridRow, Head, Kind, Report, Span, Spans
from collab.reports.sizes import BOTTOM, ROOM, letters, lines_high
from collab.reports.texts import BOLD, lines_of
from tests.reports.pages import a_grid, a_page, a_report, a_table, some_bars

LONG = "The Consolidated Independent Unified School Organisation of Upper and Lower Riverside, Number"


def made(report: Report) -> Any:
    return Presentation(io.BytesIO(slides(report)))


def shapes(deck: Any) -> list[Any]:
    return [shape for slide in deck.slides for shape in slide.shapes]


def tables(deck: Any) -> list[Any]:
    return [shape.table for shape in shapes(deck) if shape.has_table]


def column(table: Any, place: int = 0) -> list[str]:
    return [row.cells[place].text for row in list(table.rows)[1:]]


def texts(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_each_page_is_a_slide_with_its_message_as_title_and_its_source_in_the_notes() -> None:
    deck = made(a_report(a_page(headline="Charter is higher", block=a_grid(), sources=("Source: Baseline",))))
    first, second = deck.slides
    assert first.shapes.title.text == "Made-up compact"
    assert second.shapes.title.text == "Charter is higher"
    notes = second.notes_slide.notes_text_frame.text
    assert "Source: Baseline" in notes
    assert "Data as of 22 Nov 2026" in notes


def test_every_slide_says_of_what_and_of_when_the_data_are_however_long_the_name() -> None:
    deck = made(a_report(a_page(block=a_table(40)), context=f"{LONG} 中文 {LONG}"))
    assert len(deck.slides) > 3
    assert all("Data as of 22 Nov 2026" in texts(slide) for slide in deck.slides)


def test_a_chart_holds_its_numbers_and_nothing_where_there_is_no_figure() -> None:
    deck = made(a_report(a_page(block=some_bars())))
    (chart,) = (shape.chart for shape in shapes(deck) if shape.has_chart)
    assert [(each.name, tuple(each.values)) for each in chart.plots[0].series] == [
        ("District", (3.25, None)),
        ("Charter", (2.0, 1.5)),
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [None, "District", "Charter"],
        ["Clear benefits", 3.25, 2],
        ["=1+1", None, 1.5],
    ]
    assert sheet["A3"].data_type == "s"
    assert all(sheet[place].quotePrefix for place in ("A2", "A3", "B1", "C1"))


@pytest.mark.parametrize("block", [a_grid(), a_table(), some_bars()], ids=["grid", "table", "bars"])
def test_who_cannot_see_a_table_or_a_chart_is_told_what_it_shows(block: Any) -> None:
    deck = made(a_report(a_page(block=block, told="Charter is higher on both.")))
    (frame,) = (shape for shape in shapes(deck) if shape.has_table or shape.has_chart)
    assert frame._element.xpath(".//p:cNvPr")[0].get("descr") == "Charter is higher on both."


def test_sixty_partners_with_long_names_stand_on_several_slides_each_within_its_edges() -> None:
    rows = [GridRow(f"{LONG} {number}", a_grid().rows[0].cells) for number in range(60)]
    grid = Grid("Partner", tuple(Head(name) for name in ("One", "Two", "Three")), rows, dense=True)
    deck = made(a_report(a_page(block=grid)))
    found = [name for table in tables(deck) for name in column(table)]
    assert len(found) == 60
    assert found[7].endswith("Number 7")
    assert all(name in deck_notes(deck) for name in (rows[0].label, rows[59].label))
    for shape in shapes(deck):
        assert shape.left >= 0
        assert shape.left + shape.width <= deck.slide_width
        assert shape.top + shape.height <= deck.slide_height


def deck_notes(deck: Any) -> str:
    return "\n".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides)


def test_a_row_that_sums_up_others_stands_on_each_slide_of_them() -> None:
    deck = made(a_report(a_page(block=a_grid(rows=40, repeated=1))))
    assert len(tables(deck)) > 1
    assert {column(table)[0] for table in tables(deck)} == {"Factor 0"}
    assert sorted(name for table in tables(deck) for name in column(table)[1:]) == sorted(
        f"Factor {number}" for number in range(1, 40)
    )


def test_sectors_stand_in_words_above_their_partners() -> None:
    heads = (*(Head(f"Partner {at}", "#0072B2", group="District") for at in range(2)), Head("All partners", kept=True))
    (table,) = tables(made(a_report(a_page(block=replace(a_grid(), heads=heads)))))
    sector, under = table.cell(0, 1), table.cell(1, 1)
    assert (sector.text, sector.span_width, under.text) == ("District", 2, "Partner 0")
    assert [cell.text for cell in table.rows[1].cells] == ["Factor", "Partner 0", "Partner 1", "All partners"]
    assert (table.cell(0, 3).text, table.cell(2, 1).text) == ("", "2.5")


def test_partners_without_room_stand_on_a_further_slide_beside_the_same_means() -> None:
    kept = tuple(Head(name, kept=True) for name in ("District mean", "Charter mean", "Gap"))
    grid = a_grid(columns=18)
    found = tables(made(a_report(a_page(block=replace(grid, heads=(*kept, *grid.heads[3:]))))))
    assert len(found) == 2
    for table in found:
        assert [cell.text for cell in table.rows[0].cells][1:4] == ["District mean", "Charter mean", "Gap"]


def test_wider_figures_stand_in_fewer_columns() -> None:
    heads = (Head("Gap", kept=True), *a_grid(columns=12).heads)
    rows = [GridRow("Clear benefits", tuple(Cell(text) for _ in heads)) for text in ("2.5 ▲", "100.0%")]
    narrow, wide = (Grid("Factor", heads, [row]) for row in rows)
    assert len(tables(made(a_report(a_page(block=narrow))))) == 1
    assert len(tables(made(a_report(a_page(block=wide))))) == 2


def test_a_row_that_sums_up_others_is_never_the_last_of_a_slide() -> None:
    for before in range(8, 30):
        plain = list(a_grid(rows=40).rows)
        plain[before] = replace(plain[before], bold=True)
        deck = made(a_report(a_page(block=Grid("Partner", a_grid().heads, plain, dense=True))))
        assert f"Factor {before}" not in {column(table)[-1] for table in tables(deck)}


@pytest.mark.parametrize("title", ["N" * 200, "W" * 200, f"{LONG} {LONG}"[:200], "Short"])
def test_what_follows_a_title_stands_below_it_however_long_it_is(title: str) -> None:
    first = made(a_report(title=title)).slides[0]
    above, below = first.shapes.title, first.placeholders[1]
    (run,) = above.text_frame.paragraphs[0].runs
    needed = lines_of(run.text, letters(ROOM, run.font.size.pt) / BOLD)
    assert above.height >= Inches(lines_high(needed, run.font.size.pt))
    assert above.top + above.height <= below.top
    assert below.top + below.height <= Inches(BOTTOM)
    assert title in first.notes_slide.notes_text_frame.text


def test_a_text_too_long_for_a_slide_is_cut_and_stands_in_its_notes_in_full() -> None:
    text = "word " * 600
    deck = made(a_report(a_page(block=a_table(1, text=text))))
    (table,) = tables(deck)
    assert column(table)[0].endswith("…")
    assert text.strip() in deck_notes(deck)


LONG_TEXT = "word " * 400


@pytest.mark.parametrize(
    ("count", "block"), [(4, None), (30, None), (12, a_table())], ids=["few", "many", "beside a table"]
)
def test_lines_share_a_slide_and_what_has_no_room_stands_in_the_notes(count: int, block: Any) -> None:
    lines = tuple(f"{number}: {LONG_TEXT}".strip() for number in range(count))
    deck = made(a_report(a_page(headline=LONG, lines=lines, block=block)))
    assert all(line in deck_notes(deck) for line in lines)
    (box,) = (shape for shape in deck.slides[1].shapes if shape.has_text_frame and shape.text_frame.text[:2] == "0:")
    assert box.top + box.height <= Inches(BOTTOM)
    shown = [each.text.split(":")[0] for each in box.text_frame.paragraphs]
    assert shown == [str(number) for number in range(len(shown))]


def test_a_short_line_leaves_its_room_to_a_long_one() -> None:
    deck = made(a_report(a_page(lines=("Short", "word " * 130, "Short"))))
    (box,) = (s for s in deck.slides[1].shapes if s.has_text_frame and s.text_frame.text[:5] == "Short")
    assert box.text_frame.text.split() == ["Short", *["word"] * 130, "Short"]


def test_names_as_long_as_they_may_be_do_not_stop_the_file() -> None:
    report = a_report(title="N" * 200, subtitle="S" * 120, context=f"{'N' * 200} · {'R' * 200}")
    properties = made(report).core_properties
    assert (len(properties.title), len(properties.subject)) == (255, 255)
    assert properties.title.endswith("…")


def test_a_line_break_within_a_line_begins_a_paragraph() -> None:
    deck = made(a_report(a_page(lines=("Said on 1 Oct:\nCount the buses",))))
    frames = [s.text_frame for s in deck.slides[1].shapes if s.has_text_frame]
    assert ["Said on 1 Oct:", "Count the buses"] in [[each.text for each in frame.paragraphs] for frame in frames]
    assert not [each for frame in frames for each in frame._txBody.xpath(".//a:t") if "\n" in (each.text or "")]


@pytest.mark.parametrize("block", [some_bars(names=(), series=()), Spans((), (), date(2026, 11, 22))])
def test_a_chart_of_nothing_is_a_slide_of_its_message_alone(block: Any) -> None:
    _, slide = made(a_report(a_page(block=block))).slides
    assert slide.shapes.title.text == "All partners 2.5"
    assert not [shape for shape in slide.shapes if shape.has_chart]


def test_no_letter_is_smaller_than_in_a_meeting_view() -> None:
    deck = made(a_report(a_page(block=a_grid(columns=13), legend="Score"), a_page(block=a_table(), lines=("Said",))))
    frames = [shape.text_frame for shape in shapes(deck) if shape.has_text_frame]
    frames += [cell.text_frame for table in tables(deck) for row in table.rows for cell in row.cells]
    sizes = [run.font.size for frame in frames for each in frame.paragraphs for run in each.runs]
    assert sizes
    assert min(sizes) >= Pt(14)
    assert deck.slide_width == Emu(12191695)


def test_control_characters_do_not_break_the_file() -> None:
    bars = some_bars(names=("a\x0bb\x00c", "d\ud800e"))
    deck = made(a_report(a_page(headline="x\x07y\x1b", block=bars), a_page(block=a_table(1, text="a\x0cb\tc"))))
    assert deck.slides[1].shapes.title.text == "xy"
    assert column(tables(deck)[0])[0].replace("\n", " ").split() == ["0.", "a", "b", "c"]


def test_steps_that_last_for_thousands_of_years_are_drawn_too() -> None:
    spans = Spans((Span("Agree", date.min, date.max, "Done"),), (Kind("Done", "#CED0D4", "#ACB2B6"),), date.max)
    (chart,) = (shape.chart for shape in shapes(made(a_report(a_page(block=spans)))) if shape.has_chart)
    assert tuple(chart.plots[0].series[1].values) == ((date.max - date.min).days + 1,)


def today_share(deck: Any, frame: Any) -> float:
    """How far today's line is from the first day to the last, where the chart says that its bars stand."""
    (line,) = (shape for shape in shapes(deck) if shape.name == "Today")
    x, y, wide, high = (
        float(frame.chart._chartSpace.xpath(f"c:chart/c:plotArea/c:layout/c:manualLayout/c:{side}/@val")[0])
        for side in "xywh"
    )
    assert line.width == 0
    assert line.top == pytest.approx(frame.top + y * frame.height, abs=1000)
    assert line.height == pytest.approx(high * frame.height, abs=1000)
    return float((line.left - frame.left) / frame.width - x) / wide


def test_steps_along_dates_are_bars_that_begin_on_their_first_day() -> None:
    spans = Spans(
        (
            Span("Agree", date(2026, 9, 1), date(2026, 9, 30), "Done"),
            Span("=Sign", date(2026, 10, 1), date(2026, 10, 1), "Overdue"),
        ),
        (
            Kind("Done", "#CED0D4", "#ACB2B6"),
            Kind("Overdue", "#8C510A", "#8C510A", is_dotted=True),
            Kind("To come", "#D6E7E5", "#01665E"),
        ),
        date(2026, 11, 22),
    )
    deck = made(a_report(a_page(block=spans)))
    (frame,) = (shape for shape in shapes(deck) if shape.has_chart)
    chart = frame.chart
    _, done, overdue = chart.plots[0].series
    assert [str(each.format.line.color.rgb) for each in (done, overdue)] == ["ACB2B6", "8C510A"]
    assert [each.format.line.dash_style for each in (done, overdue)] == [None, MSO_LINE.SQUARE_DOT]
    assert today_share(deck, frame) == pytest.approx(82 / 92, abs=0.001)
    begins, *others = ((each.name, tuple(each.values)) for each in chart.plots[0].series)
    assert [date(1899, 12, 30) + timedelta(days=days) for days in begins[1]] == [date(2026, 9, 1), date(2026, 10, 1)]
    assert others == [("Done", (30, None)), ("Overdue", (None, 1))]
    assert chart.value_axis.minimum_scale == (date(2026, 9, 1) - date(1899, 12, 30)).days
    assert chart.value_axis.maximum_scale > (date(2026, 11, 22) - date(1899, 12, 30)).days
