"""Steps along dates as a native chart of a slide: bars that begin on their first day."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from collab.reports.content import Kind, Spans
from collab.reports.deck import INK, describe
from collab.reports.sizes import SMALL_POINTS, Box, letters, parts
from collab.reports.slide_charts import (
    LEGEND_AND_AXIS,
    MOST_NAME_LINES,
    NAME_ROOM,
    dressed,
    name_high,
    numbers_of,
    rgb,
)
from collab.reports.texts import cut, tidy

if TYPE_CHECKING:
    from pptx.slide import Slide

DAY_ZERO = date(1899, 12, 30)
"""From here spreadsheets count days."""
MOST_MARKS, MONTH = 7, 30.44
BAR_HIGH = 0.22
ABOVE, BELOW, BESIDE = 0.85, 0.12, 0.25
"""What is free around the bars, in inches; above them stand the legend and the dates."""
TODAY_POINTS = 1.5
BEGINS = "\u2060"
"""What is not drawn has no name in the legend."""


def span_parts(spans: Spans, box: Box) -> list[Spans]:
    """The chart on as many slides as its bars need, all with the same dates."""
    heights = [name_high(each.name, BAR_HIGH) for each in spans.spans]
    found = parts(heights, box.height - LEGEND_AND_AXIS)
    return [replace(spans, spans=spans.spans[part.start : part.stop]) for part in found]


def draw_spans(slide: Slide, spans: Spans, box: Box, told: str, dates: tuple[date, date]) -> tuple[str, ...]:
    """A native chart and today's line over it; returns the names that it cuts, in full. dates: the ends of its axis."""
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    names = [tidy(each.name) for each in spans.spans]
    short = [cut(name, letters(NAME_ROOM, SMALL_POINTS), MOST_NAME_LINES) for name in names]
    high = min(box.height, sum(name_high(name, BAR_HIGH) for name in names) * 1.35 + LEGEND_AND_AXIS)
    box = replace(box, height=high)
    where = (Inches(box.left), Inches(box.top), Inches(box.width), Inches(high))
    series = list(_series(spans))
    numbers = numbers_of(short, [(name, values) for name, values in series], "General")
    frame: Any = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *where, numbers)
    describe(frame, told, name="Chart")
    _look(frame.chart, spans.present, dates)
    plot = Box(box.left + NAME_ROOM, box.top + ABOVE, box.width - NAME_ROOM - BESIDE, high - ABOVE - BELOW)
    _place(frame.chart, plot, box)
    first, last = dates
    if first <= spans.today <= last:
        _today(slide, plot, (spans.today - first).days / max((last - first).days, 1))
    return tuple(full for full, cut_name in zip(names, short, strict=True) if full != cut_name)


def _series(spans: Spans) -> Iterator[tuple[str, list[float | None]]]:
    """When each bar begins, which is not drawn; then how many days it is long, by how it stands."""
    yield BEGINS, [float((each.begins - DAY_ZERO).days) for each in spans.spans]
    for kind in spans.present:
        yield kind.name, [_days(each.begins, each.ends) if each.kind == kind.name else None for each in spans.spans]


def _days(begins: date, ends: date) -> float:
    return float((ends - begins).days + 1)


def _look(chart: Any, kinds: Sequence[Kind], dates: tuple[date, date]) -> None:
    from pptx.enum.dml import MSO_LINE

    low, high = ((each - DAY_ZERO).days for each in dates)
    dressed(chart, (float(low), float(high)), has_legend=True)
    values = chart.value_axis
    values.major_unit = max(math.ceil((high - low) / MONTH / MOST_MARKS), 1) * MONTH
    values.tick_labels.number_format = "d mmm yy"
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    begins, *drawn = plot.series
    begins.format.fill.background()
    for kind, each in zip(kinds, drawn, strict=True):
        each.format.fill.solid()
        each.format.fill.fore_color.rgb = rgb(kind.colour)
        each.format.line.color.rgb = rgb(kind.edge)
        if kind.is_dotted:
            each.format.line.dash_style = MSO_LINE.SQUARE_DOT


def _place(chart: Any, plot: Box, box: Box) -> None:
    """Where the bars stand within the chart: without it each program finds a place of its own, and today another."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    sides = (
        ("x", (plot.left - box.left) / box.width),
        ("y", (plot.top - box.top) / box.height),
        ("w", plot.width / box.width),
        ("h", plot.height / box.height),
    )
    edges = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    places = "".join(f'<c:{side} val="{share:.5f}"/>' for side, share in sides)
    layout = f"<c:layout {nsdecls('c')}><c:manualLayout>{edges}{places}</c:manualLayout></c:layout>"
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, parse_xml(layout))


def _today(slide: Slide, plot: Box, share: float) -> None:
    """A line through all bars."""
    from pptx.enum.shapes import MSO_CONNECTOR
    from pptx.oxml.ns import qn
    from pptx.util import Inches, Pt

    along = plot.left + plot.width * share
    ends = [Inches(each) for each in (along, plot.top, along, plot.top + plot.height)]
    line: Any = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
    line.line.width, line.line.color.rgb = Pt(TODAY_POINTS), rgb(INK)
    line._element.remove(line._element.find(qn("p:style")))  # It asks for a shadow in some themes.
    describe(line, "Today", name="Today")
