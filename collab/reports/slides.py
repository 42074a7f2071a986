"""Slides: a title, one message a slide, native tables and charts that can be edited, sources in the notes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from collab.reports.content import Bars, Grid, Page, Report, Spans, Table
from collab.reports.deck import Deck
from collab.reports.sizes import (
    BOTTOM,
    GAP,
    MARGIN,
    ROOM,
    SMALL_POINTS,
    SMALL_TITLE_POINTS,
    TEXT_POINTS,
    TITLE_POINTS,
    TITLE_TOP,
    Box,
    letters,
    lines_high,
)
from collab.reports.slide_charts import chart_parts, draw_chart
from collab.reports.slide_dates import draw_spans, span_parts
from collab.reports.slide_tables import draw_grid, draw_table, grid_parts, table_parts
from collab.reports.texts import BOLD, cut, lines_of, tidy

if TYPE_CHECKING:
    from collections.abc import Callable

    from pptx.slide import Slide

    Drawn = Callable[..., tuple[str, ...]]
    """Draws a part of a block on a slide and returns what it had no room for, in full."""

MOST_TITLE_LINES, MOST_LINES, MOST_LINES_ALONE = 2, 3, 9
LINES_SHARE = 0.45
"""Of what the headline leaves of a slide: so much the lines may take where a block stands below them."""


def slides(report: Report) -> bytes:
    """A .pptx file: each page on as many slides as it needs to be read from the back of a room."""
    deck = Deck(report)
    deck.first(report)
    for page in report.pages:
        _page(deck, page)
    out = io.BytesIO()
    deck.file.save(out)
    return out.getvalue()


def _page(deck: Deck, page: Page) -> None:
    head = _head(page)
    said = _said(page, head)
    box = _box(page, head, [each for each in said if each])
    drawn = list(_parts(page, box)) or [_nothing]
    for place, draw in enumerate(drawn, start=1):
        of_several = f" ({place} of {len(drawn)})" if len(drawn) > 1 else ""
        _slide(deck, page, head, said, draw, box, of_several)


@dataclass(frozen=True)
class _Head:
    """A headline as it stands on its slides. said: what there is room for; end: where what follows it begins."""

    said: str
    points: int
    end: float


def _head(page: Page) -> _Head:
    headline = tidy(page.headline)
    room = letters(ROOM, TITLE_POINTS) / BOLD
    points = TITLE_POINTS if lines_of(headline, room) <= MOST_TITLE_LINES else SMALL_TITLE_POINTS
    room = letters(ROOM, points) / BOLD
    said = cut(headline, room, MOST_TITLE_LINES)
    return _Head(said, points, TITLE_TOP + lines_high(lines_of(said, room), points) + GAP)


def _box(page: Page, head: _Head, said: Sequence[str]) -> Box:
    """What the lines above and the legend below leave of a slide."""
    top = head.end + (_high(said) + GAP if said else 0)
    return Box(MARGIN, top, ROOM, BOTTOM - top - _legend_high(page))


def _legend_high(page: Page) -> float:
    legend = lines_of(tidy(page.legend), letters(ROOM, SMALL_POINTS)) if page.legend else 0
    return lines_high(legend, SMALL_POINTS) + (GAP if legend else 0)


def _high(said: Sequence[str]) -> float:
    return sum(lines_high(lines_of(each, letters(ROOM, TEXT_POINTS)), TEXT_POINTS) for each in said)


def _said(page: Page, head: _Head) -> list[str]:
    """The lines of a page as there is room for them, "" for those for which there is none: the notes hold them all."""
    room, lines = letters(ROOM, TEXT_POINTS), [tidy(each) for each in page.lines]
    is_alone = page.block is None
    left = (BOTTOM - head.end - _legend_high(page)) * (1 if is_alone else LINES_SHARE)
    most = MOST_LINES_ALONE if is_alone else MOST_LINES
    shares = _shared([min(lines_of(line, room), most) for line in lines], int(left / lines_high(1, TEXT_POINTS)))
    return [cut(line, room, share) if share else "" for line, share in zip(lines, shares, strict=True)]


def _shared(needed: Sequence[int], room: int) -> list[int]:
    """How much each gets of so much room: the least that all can have alike, the rest to those that need more."""
    found = [0] * len(needed)
    while room and found != list(needed):
        for place, need in enumerate(needed):
            if room and found[place] < need:
                found[place], room = found[place] + 1, room - 1
    return found


def _parts(page: Page, box: Box) -> Iterator[Drawn]:
    """Ways to draw what each slide of this page holds."""
    match page.block:
        case Grid() as grid:
            yield from (partial(draw_grid, grid=part, box=box) for part in grid_parts(grid, box))
        case Table() as table:
            yield from (partial(draw_table, table=part, box=box) for part in table_parts(table, box))
        case Bars() as bars if bars.names and bars.series:
            yield from (partial(draw_chart, bars=part, box=box) for part in chart_parts(bars, box))
        case Spans() as spans if spans.spans:
            dates = (spans.first, spans.last)
            yield from (partial(draw_spans, spans=part, box=box, dates=dates) for part in span_parts(spans, box))


def _nothing(slide: Slide, *, told: str) -> tuple[str, ...]:
    return ()


def _slide(deck: Deck, page: Page, head: _Head, said: Sequence[str], draw: Drawn, box: Box, of_several: str) -> None:
    slide = deck.slide(page.topic + of_several, head.said, points=head.points, end=head.end)
    shown = [each for each in said if each]
    if shown:
        deck.words(slide, shown, Box(MARGIN, head.end, ROOM, _high(shown)), points=TEXT_POINTS)
    in_full = draw(slide, told=tidy(page.told))
    if page.legend:
        below = Box(MARGIN, box.top + box.height + GAP, ROOM, BOTTOM - box.top - box.height - GAP)
        deck.words(slide, [tidy(page.legend)], below, points=SMALL_POINTS, is_muted=True)
    shortened = [full for full, short in zip(page.lines, said, strict=True) if tidy(full) != short]
    full = [page.headline] if head.said != tidy(page.headline) else []
    deck.notes(slide, [*full, page.told, *shortened, *in_full, *page.notes, *page.sources])
