"""Writes a workbook: titles, widths, frozen panes, print areas, drop-downs, colour scales, native charts, the mark."""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from collab.exchange.journey_values import fingerprint
from collab.exchange.journey_workbook import BETWEEN, CELLS, one_of, remembered
from collab.exchange.template import MARK_SHEET
from collab.exchange.unread_cells import mark_of
from collab.exchange.workbook.content import Book, Column, Look, Part, Sheet, Value
from collab.exchange.workbook.heights import HEADING, set_height, set_heights, title_lines
from collab.exchange.workbook.looks import NUMBERS, Pen
from collab.exchange.workbook.native_charts import add_charts

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

AUTHOR = "Common Ground"
LISTS_FROM = 4
NAMING = frozenset({"number", "section", "item", "key"})
"""Columns that are not edited, and by which a row is known."""
MOST_FROZEN = 12
"""How many rows can stand still at the top of a screen."""
FIRST_YEAR = 1901
"""Before it, a spreadsheet knows no days, or counts them otherwise than its neighbour: they are written as text."""
LONGEST_HEADING_WIDTH = 100
ON_A_PAGE = 25
LINE_WIDTHS = (70, 150)
"""Between how many characters a line of text above a table is as wide as the table."""
PAGE_WIDTHS = {False: 240, True: 150}
"""How many characters of columns fit on a page, across and upright, before it takes a second one."""
SHRUNK = 0.5
"""What is wider by at most this part of a page is made smaller and takes no second one."""


def write(book: Book) -> bytes:
    """The bytes of an .xlsx file: every sheet of the book, and a hidden one that remembers what may be edited."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    made = xlsxwriter.Workbook(buffer, options)
    made.set_properties(
        {
            "title": book.title,
            "subject": book.subject,
            "author": AUTHOR,
            "created": datetime.now(UTC).replace(tzinfo=None),
        }
    )
    pen = Pen(made)
    sheets = [(each, made.add_worksheet(each.name)) for each in book.sheets]
    mark = made.add_worksheet(MARK_SHEET)
    lists = _write_mark(mark, pen, book)
    for content, sheet in sheets:
        _write_sheet(made, sheet, pen, content, lists)
    mark.very_hidden()
    sheets[0][1].activate()
    made.close()
    return buffer.getvalue()


def first_row(sheet: Sheet) -> int:
    """The row (from 0) of the titles of a sheet's table: below its heading, its lines and an empty one."""
    return len(_lines(sheet)) + 2


def _lines(sheet: Sheet) -> list[str]:
    """The lines of text above a table, each as long as the table is wide."""
    return [piece for line in sheet.lines for piece in _pieces(sheet, line)]


def _pieces(sheet: Sheet, text: str) -> list[str]:
    """A text on as many lines as it takes in the width of a table."""
    return textwrap.wrap(text, int(min(max(_width(sheet), LINE_WIDTHS[0]), LINE_WIDTHS[1]))) or [""]


def _width(sheet: Sheet) -> float:
    return sum(each.width for each in sheet.columns if not each.hidden)


def _write_mark(sheet: Worksheet, pen: Pen, book: Book) -> dict[str, str]:
    """Write the mark (columns A and B) and the lists beside it; returns the range of each list that is not empty."""
    from xlsxwriter.utility import xl_range_abs

    plain, ranges = pen.of(Look.TEXT), {}
    for row, (name, value) in enumerate(_remembered(book)):
        sheet.write_string(row, 0, name, plain)
        sheet.write_string(row, 1, value, plain)
    for column, (name, values) in enumerate(book.lists.items(), start=LISTS_FROM):
        for row, value in enumerate(values):
            sheet.write_string(row, column, value, plain)
        if values:
            ranges[name] = f"='{MARK_SHEET}'!{xl_range_abs(0, column, len(values) - 1, column)}"
    return ranges


def _remembered(book: Book) -> Iterator[tuple[str, str]]:
    """All that reading the workbook back needs to know: its place, and what each cell held that may be edited."""
    yield from book.mark.items()
    for sheet in book.sheets:
        if not sheet.is_read_back:
            continue
        yield from ((f"{sheet.name}{BETWEEN}{name}", value) for name, value in sheet.mark.items())
        cells = sum(each.editable for each in sheet.columns) * len(sheet.keys) + len(remembered(sheet.mark))
        yield f"{sheet.name}{BETWEEN}{CELLS}", str(cells)
        for key, row in zip(sheet.keys, sheet.rows, strict=True):
            for column, value in zip(sheet.columns, row, strict=True):
                if column.editable:
                    yield BETWEEN.join((sheet.name, "was", key, column.key)), fingerprint(as_text(value))
                elif column.key not in NAMING:
                    name, print_ = mark_of(key, column.title, as_text(value))
                    yield f"{sheet.name}{BETWEEN}{name}", print_


def as_text(value: Value) -> str:
    """A value as a reader of the workbook finds it."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _write_sheet(book: Workbook, sheet: Worksheet, pen: Pen, content: Sheet, lists: dict[str, str]) -> None:
    sheet.set_row(0, HEADING)
    sheet.write_string(0, 0, content.heading, pen.heading)
    for row, text in enumerate(_lines(content), start=1):
        sheet.write_string(row, 0, text, pen.line)
    top = first_row(content)
    _write_table(sheet, pen, content, top)
    _offer(sheet, content, lists, top)
    for scale in content.scales:
        (first, last), (left, right) = scale.rows, scale.columns
        sheet.conditional_format(
            top + 1 + first, left, top + 1 + last, right, _three_colours(scale.ends, scale.colours)
        )
    tops, below = _write_parts(sheet, pen, content, top + 2 + len(content.rows) + content.spare_rows)
    below = add_charts(book, sheet, content, (top, *tops), below)
    _prepare_print(sheet, content, top, below)


def _three_colours(ends: tuple[float, float, float], colours: tuple[str, str, str]) -> dict[str, Any]:
    names = ("min", "mid", "max")
    rule: dict[str, Any] = {"type": "3_color_scale"}
    for name, value, colour in zip(names, ends, colours, strict=True):
        rule |= {f"{name}_type": "num", f"{name}_value": value, f"{name}_color": colour}
    return rule


def _write_table(sheet: Worksheet, pen: Pen, content: Sheet, top: int) -> None:
    for place, column in enumerate(content.columns):
        looks = {"hidden": True} if column.hidden else {}
        sheet.set_column(place, place, column.width, pen.of(column.look), looks)
        if column.title:
            sheet.write_string(top, place, column.title, _head(pen, column.look))
    _write_rows(sheet, pen, content, top + 1)
    widths = _widths(content)
    set_height(sheet, top, title_lines((column.title, widths[at]) for at, column in enumerate(content.columns)))
    texts = {at: widths[at] for at, column in enumerate(content.columns) if column.look is Look.TEXT}
    set_heights(sheet, top + 1, content.rows, {at: width for at, width in texts.items() if at in _shown(content)})


def _write_rows(sheet: Worksheet, pen: Pen, content: Sheet, first: int) -> None:
    """The rows of a table; an empty cell is written only where it has a colour of its own."""
    special, writes_empty = content.looks, content.is_read_back
    pens = {bold: [_pens(pen, content, each, bold=bold) for each in content.columns] for bold in (False, True)}
    marked = {(look, bold): pen.of(look, bold=bold) for look in set(special.values()) for bold in (False, True)}
    for row, line in enumerate(content.rows):
        bold = row in content.bold
        own = pens[bold]
        if special:
            looks = (special.get((row, place)) for place in range(len(own)))
            own = [(marked[look, bold], each[1]) if look else each for look, each in zip(looks, own, strict=True)]
        _put(sheet, first + row, line, own, writes_empty=writes_empty)


def _pens(pen: Pen, content: Sheet, column: Column, *, bold: bool) -> tuple[Any, Any]:
    """The formats of a column's figures and of its words."""
    is_fixed = content.is_read_back and not column.editable
    words = pen.of(Look.TEXT, fixed=is_fixed, bold=bold, centred=column.look is not Look.TEXT)
    return pen.of(column.look, fixed=is_fixed, bold=bold), words


def _widths(content: Sheet) -> dict[int, float]:
    return {at: each.width for at, each in enumerate(content.columns)}


def _shown(content: Sheet) -> list[int]:
    return [at for at, each in enumerate(content.columns) if not each.hidden]


def _head(pen: Pen, look: Look) -> Any:
    return pen.head_of_figures if look in NUMBERS else pen.head


def _put(
    sheet: Worksheet, row: int, line: Sequence[Value], pens: Sequence[tuple[Any, Any]], *, writes_empty: bool
) -> None:
    """Write a row. pens: of a column's figures, and of its words, which are text though they stand among figures."""
    write_text, write_figure = sheet.write_string, sheet.write_number
    for place, value in enumerate(line):
        if value is None:
            if writes_empty:
                sheet.write_blank(row, place, None, pens[place][0])
        elif type(value) is str:
            write_text(row, place, value, pens[place][1])
        elif isinstance(value, date) and value.year < FIRST_YEAR:
            write_text(row, place, value.isoformat(), pens[place][1])
        elif isinstance(value, date):
            sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), pens[place][0])
        else:
            write_figure(row, place, value, pens[place][0])


def _write_parts(sheet: Worksheet, pen: Pen, content: Sheet, below: int) -> tuple[tuple[int, ...], int]:
    """The tables below the first; returns the rows of their titles, and the row below the last."""
    tops, widths = [], _widths(content)
    for part in content.parts:
        tops.append(below + 1)
        sheet.write_string(below, 0, part.heading, pen.part)
        if part.titles:
            _write_part(sheet, pen, part, below + 1)
            set_height(sheet, below + 1, title_lines((title, widths[at]) for at, title in enumerate(part.titles)))
            looks = part.looks or (Look.TEXT,) * len(part.titles)
            texts = {at: widths[at] for at, look in enumerate(looks) if look is Look.TEXT}
            set_heights(sheet, below + 2, part.rows, texts)
            below += 3 + len(part.rows)
            continue
        told = [piece for line in part.rows for piece in _pieces(content, as_text(line[0]))]
        for row, text in enumerate(told, start=below + 1):
            sheet.write_string(row, 0, text, pen.line)
        below += 2 + len(told)
    return tuple(tops), below


def _write_part(sheet: Worksheet, pen: Pen, part: Part, top: int) -> None:
    looks = part.looks or (Look.TEXT,) * len(part.titles)
    pens = [(pen.of(look), pen.of(Look.TEXT, centred=look is not Look.TEXT)) for look in looks]
    for place, title in enumerate(part.titles):
        sheet.write_string(top, place, title, _head(pen, looks[place]))
    for row, line in enumerate(part.rows, start=top + 1):
        _put(sheet, row, line, pens, writes_empty=False)


def _offer(sheet: Worksheet, content: Sheet, lists: dict[str, str], top: int) -> None:
    """Drop-downs, and days where a day is asked for; what is wrong is told when it is typed, and again when read."""
    last = top + len(content.rows) + content.spare_rows
    for place, column in enumerate(content.columns):
        rule = _rule(column, lists)
        first = top + 1 + (0 if column.editable else len(content.rows))
        if rule and content.is_read_back and first <= last:
            sheet.data_validation(first, place, last, place, rule)


def _rule(column: Column, lists: dict[str, str]) -> dict[str, Any]:
    """What may be typed in a column; {} for any text."""
    if column.choices in lists:
        return one_of(lists[column.choices])
    if column.look is Look.DAY:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": date(1990, 1, 1),
            "maximum": date(2100, 12, 31),
            "error_title": "Not a day",
            "error_message": "Please type a day, as 2027-03-31, or leave the cell empty.",
        }
    return {}


def _prepare_print(sheet: Worksheet, content: Sheet, top: int, below: int) -> None:
    shown = _shown(content) or [0]
    sheet.freeze_panes(top + 1 if top < MOST_FROZEN else 0, content.frozen_columns)
    if content.filters and content.rows:
        # What is read back is known by its hidden key: that must be sorted along, which only this range is.
        last = len(content.columns) - 1 if content.is_read_back else shown[-1]
        sheet.autofilter(top, 0, top + len(content.rows), last)
    if not content.upright:
        sheet.set_landscape()
    sheet.set_paper(1)
    sheet.fit_to_pages(max(math.ceil(_width(content) / PAGE_WIDTHS[content.upright] - SHRUNK), 1), 0)
    if len(content.rows) > ON_A_PAGE or not content.parts:
        sheet.repeat_rows(top)
    if content.frozen_columns:
        sheet.repeat_columns(0, content.frozen_columns - 1)
    widest = max([shown[-1], *(len(part.titles) - 1 for part in content.parts)])
    sheet.print_area(0, 0, max(below, top + len(content.rows)), widest)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    heading = content.heading[:LONGEST_HEADING_WIDTH].replace("&", "&&")
    sheet.set_header(f"&L{heading}&R{content.name.replace('&', '&&')}")
    sheet.set_footer(f"&L{AUTHOR}&RPage &P of &N")
