"""The native charts of a workbook: drawn from cells of their own sheet, so that they follow what is edited there."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from collab.exchange.workbook.content import Chart, Series, Sheet

WIDTH, LEAST_HEIGHT, EACH, AROUND = 900, 300, 36, 120
ROW_HEIGHT = 20
MOST_MARKS = 10
_GRID = {"visible": True, "line": {"color": "#D9DDE1"}}


def add_charts(book: Workbook, sheet: Worksheet, content: Sheet, tops: tuple[int, ...], below: int) -> int:
    """Put each chart below what is there; returns the row below the last. tops: the row of titles of the table, then
    of each part."""
    for each in content.charts:
        height, top = _height(each), tops[0 if each.part is None else each.part + 1]
        sheet.insert_chart(below, 0, _made(book, content, each, top, height), {"description": each.told})
        below += height // ROW_HEIGHT + 2
    return below


def _height(chart: Chart) -> int:
    if chart.kind != "bar":
        return LEAST_HEIGHT
    count = chart.rows[1] - chart.rows[0] + 1
    return max(LEAST_HEIGHT, count * EACH * (1 if chart.stacked else len(chart.series)) + AROUND)


def _made(book: Workbook, content: Sheet, each: Chart, top: int, height: int) -> Any:
    kind = {"type": each.kind, "subtype": "stacked"} if each.stacked else {"type": each.kind}
    chart = book.add_chart(kind)
    first, last = (top + 1 + row for row in each.rows)
    for series in each.series:
        chart.add_series(
            {
                "name": [content.name, top, series.column],
                "categories": [content.name, first, each.names, last, each.names],
                "values": [content.name, first, series.column, last, series.column],
                **_drawn(each, series),
            }
        )
    chart.set_title({"name": each.title, "name_font": {"size": 12}})
    # Across, the names stand where Excel expects the y axis; the first of them is to stand on top, the scale below.
    names: dict[str, Any] = {"reverse": True, "crossing": "max"} if each.kind == "bar" else {}
    values = _values(content, each)
    chart.set_x_axis(values if each.kind == "bar" else names)
    chart.set_y_axis(names if each.kind == "bar" else values)
    chart.set_legend({"position": "bottom"} if len(each.series) > 1 else {"none": True})
    chart.set_size({"width": WIDTH, "height": height})
    chart.show_na_as_empty_cell()
    return chart


def _drawn(chart: Chart, series: Series) -> dict[str, Any]:
    from collab.exchange.workbook.looks import NUMBERS

    fill = {"color": series.colour}
    if chart.kind == "line":
        marker = {"type": "circle", "size": 7, "fill": fill, "border": fill}
        return {"line": {**fill, "width": 2.5}, "marker": marker}
    figures = {
        "value": True,
        "num_format": "0;;;" if chart.stacked else NUMBERS[chart.look],
        "font": {"color": series.ink},
        **({"position": "center"} if chart.stacked else {}),
    }
    return {"fill": fill, "border": {"color": "#8A93A0", "width": 0.5}, "gap": 60, "data_labels": figures}


def _values(content: Sheet, each: Chart) -> dict[str, Any]:
    """The axis of values, between its ends; of numbers of things in whole steps."""
    from collab.exchange.workbook.looks import NUMBERS

    values: dict[str, Any] = {"name": each.axis, "major_gridlines": _GRID, "num_format": NUMBERS[each.look]}
    if each.stacked:
        rows = content.rows[each.rows[0] : each.rows[1] + 1]
        most = max(sum(_number(row[series.column]) for series in each.series) for row in rows)
        return values | {"min": 0, "max": max(most, 1), "major_unit": max(math.ceil(most / MOST_MARKS), 1)}
    if each.ends is not None:
        values |= {"min": each.ends[0], "max": each.ends[1]}
    return values


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
