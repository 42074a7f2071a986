"""Bars as native charts of a slide: their numbers can be edited, and nothing stands in them that is not shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from collab.reports.content import Bars, Series
from collab.reports.deck import FONT, INK, LINE_INK, MUTED, describe
from collab.reports.sizes import SMALL_POINTS, Box, letters, parts
from collab.reports.texts import cut, lines_of, tidy

if TYPE_CHECKING:
    from pptx.slide import Slide

NAME_ROOM, MOST_NAME_LINES = 3.4, 3
LEGEND_AND_AXIS = 0.85
BAR_HIGH, STACK_HIGH, BETWEEN, NAME_LINE = 0.27, 0.36, 0.18, 0.24
MOST_TICKS = 10


def chart_parts(bars: Bars, box: Box) -> list[Bars]:
    """The chart on as many slides as its bars need."""
    heights = [_high(bars, name) for name in _named(bars)]
    return [_some(bars, part) for part in parts(heights, box.height - LEGEND_AND_AXIS)]


def _high(bars: Bars, name: str) -> float:
    return name_high(name, STACK_HIGH if bars.stacked else BAR_HIGH * len(bars.series))


def name_high(name: str, high: float) -> float:
    """How much of a slide the bars of one name take. high: what they need themselves."""
    lines = min(lines_of(tidy(name), letters(NAME_ROOM, SMALL_POINTS)), MOST_NAME_LINES)
    return max(high, lines * NAME_LINE) + BETWEEN


def _some(bars: Bars, part: range) -> Bars:
    where = slice(part.start, part.stop)
    series = tuple(replace(each, values=each.values[where], texts=each.texts[where]) for each in bars.series)
    return replace(bars, names=bars.names[where], series=series, totals=bars.totals[where])


def draw_chart(slide: Slide, bars: Bars, box: Box, told: str) -> tuple[str, ...]:
    """A native chart; returns the names that it cuts, in full."""
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    names = _named(bars)
    cut_names = [cut(name, letters(NAME_ROOM, SMALL_POINTS), MOST_NAME_LINES) for name in names]
    kind = XL_CHART_TYPE.BAR_STACKED if bars.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    high = min(box.height, sum(_high(bars, name) for name in names) * 1.35 + LEGEND_AND_AXIS)
    where = (Inches(box.left), Inches(box.top), Inches(box.width), Inches(high))
    numbers = numbers_of(cut_names, [(each.name, each.values) for each in bars.series], bars.figures)
    frame: Any = slide.shapes.add_chart(kind, *where, numbers)
    describe(frame, told, name="Chart")
    _look(frame.chart, bars)
    return tuple(full for full, short in zip(names, cut_names, strict=True) if full != short)


def _named(bars: Bars) -> list[str]:
    """What stands beside the bars: a chart of bars that add up has no place of its own for their totals."""
    if not bars.totals:
        return [tidy(name) for name in bars.names]
    return [f"{tidy(name)} ({total})" for name, total in zip(bars.names, bars.totals, strict=True)]


def numbers_of(names: list[str], series: Sequence[tuple[str, Sequence[float | None]]], figures: str) -> Any:
    """The table behind a chart, in which text is text whatever it begins with, also once a person has edited it."""
    from pptx.chart.data import CategoryChartData
    from pptx.chart.xlsx import CategoryWorkbookWriter

    class Writer(CategoryWorkbookWriter):
        def _populate_worksheet(self, workbook: Any, worksheet: Any) -> None:
            quoted = workbook.add_format({"quote_prefix": True})
            number = workbook.add_format({"num_format": figures})
            worksheet.set_column(0, 0, 40)
            for row, name in enumerate(names, start=1):
                worksheet.write_string(row, 0, name, quoted)
            for column, (name, values) in enumerate(series, start=1):
                worksheet.write_string(0, column, tidy(name), quoted)
                worksheet.write_column(1, column, values, number)

    class Numbers(CategoryChartData):
        @property
        def _workbook_writer(self) -> Any:
            return Writer(self)

    found = Numbers(number_format=figures)
    found.categories = names
    for name, values in series:
        found.add_series(tidy(name), values)
    return found


def _look(chart: Any, bars: Bars) -> None:
    dressed(chart, bars.ends, has_legend=len(bars.series) > 1)
    values = chart.value_axis
    values.tick_labels.number_format = _axis_format(bars)
    if bars.ends[1] - bars.ends[0] > 1:
        values.major_unit = max(math.ceil((bars.ends[1] - bars.ends[0]) / MOST_TICKS), 1)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100 if bars.stacked else -5
    for each, drawn in zip(bars.series, plot.series, strict=True):
        _series(drawn, each, bars)


def dressed(chart: Any, ends: tuple[float, float], *, has_legend: bool) -> None:
    """Letters, legend and axes of a chart of bars across, the first on top."""
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK

    _letters(chart.font, INK)
    chart.has_title, chart.has_legend = False, has_legend
    if has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        _letters(chart.legend.font, INK)
    names, values = chart.category_axis, chart.value_axis
    names.reverse_order = True
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = rgb(MUTED)
    _letters(names.tick_labels.font, INK)
    values.minimum_scale, values.maximum_scale = ends
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = rgb(LINE_INK)
    values.format.line.fill.background()
    values.tick_labels.number_format_is_linked = False
    values.tick_labels.font.size = names.tick_labels.font.size
    _letters(values.tick_labels.font, MUTED)


def _axis_format(bars: Bars) -> str:
    return "0%" if "%" in bars.figures else "0.0" if bars.ends[1] <= 1 else "0"


def _series(drawn: Any, series: Series, bars: Bars) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION

    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = rgb(series.colour)
    drawn.invert_if_negative = False
    if series.edge:
        drawn.format.line.color.rgb = rgb(series.edge)
    if not bars.labelled:
        return
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = bars.figures, False
    _letters(labels.font, series.ink if bars.stacked else INK)
    labels.position = XL_LABEL_POSITION.CENTER if bars.stacked else XL_LABEL_POSITION.OUTSIDE_END


def _letters(font: Any, ink: str) -> None:
    from pptx.util import Pt

    font.size, font.name, font.color.rgb = Pt(SMALL_POINTS), FONT, rgb(ink)


def rgb(colour: str) -> Any:
    """A colour as slides take it."""
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour[1:])
