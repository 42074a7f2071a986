"""The pages of readiness: dimensions by sector, each dimension with its factors, every partner where they are many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from collab.charts import board as boards
from collab.charts.board import Board, Column, Row, Show, State
from collab.charts.gap_bars import gap_bars
from collab.charts.words import shortened
from collab.model import Dimension
from collab.reports import Grid, Page
from collab.services import conclusions_words, readiness_words
from collab.services.compare_lines import has_both
from collab.services.comparison import least_gap
from collab.services.readiness import ReadinessView
from collab.services.report_material import Scene, grid_of, sector_labels
from collab.services.report_topics import TITLES, Topic
from collab.services.wording import day

TOPIC = TITLES[Topic.READINESS]
MOST_PARTNERS, MOST_SAID, LONGEST = 11, 2, 70
_TOLD = {State.FIGURE, State.HIDDEN, State.HIDDEN_BY_SOURCE}
"""Of which there is something to say: where nobody was asked there is not."""


def pages(scene: Scene, view: ReadinessView) -> Iterator[Page]:
    """The pages of a revealed round."""
    every = boards.rows(view.sectors, view.instrument)
    dimensions = boards.dimensions_only(every)
    by_sector = boards.sector_columns(view.sectors, sector_labels())
    if dimensions:
        headline, *lines = readiness_words.reading(view)
        yield _page(scene, view, headline, tuple(lines), by_sector, dimensions, corner="Dimension")
    for group in view.instrument.dimensions:
        yield from _of_group(scene, view, group)
    if dimensions and len(view.partners.units) > MOST_PARTNERS:
        yield _every_partner(scene, view, dimensions)


def _columns(view: ReadinessView) -> tuple[Column, ...]:
    """Partners with the means of their sectors; sectors only where partners are many."""
    labels = sector_labels()
    if len(view.partners.units) > MOST_PARTNERS:
        return boards.sector_columns(view.sectors, labels)
    return boards.columns(view.partners, view.sectors, labels=labels, responses={})


def _of_group(scene: Scene, view: ReadinessView, group: Dimension) -> Iterator[Page]:
    """A dimension with its factors, or the questions that belong to none."""
    rows = boards.rows(view.partners, view.instrument, dimension=group.key)
    if not rows:
        return
    columns = _columns(view)
    found = _board(view, columns, rows)
    if not {cell.state for line in found.cells for cell in line} & _TOLD:
        return
    everyone = next((at for at, column in enumerate(columns) if column.key == boards.ALL), None)
    said = conclusions_words.of_ratings(view, group.key)[1:]
    yield _page(
        scene,
        view,
        _message(group, found, everyone),
        tuple(said[:MOST_SAID]),
        columns,
        rows,
        corner="Factor" if group.scored else "Question",
        notes=tuple(said[MOST_SAID:]),
    )


def _message(group: Dimension, found: Board, everyone: int | None) -> str:
    """The dimension's figure of all partners, and its weakest factor."""
    if everyone is None:
        return group.label
    figures = [
        (row, line[everyone])
        for row, line in zip(found.rows, found.cells, strict=True)
        if line[everyone].state is State.FIGURE
    ]
    own = [_said(cell) for row, cell in figures if row.is_dimension]
    factors = [(cell.value, row.label, _said(cell)) for row, cell in figures if not row.is_dimension]
    if not factors:
        return f"{group.label}: all partners together are not shown"
    _, label, said = min(factors)
    if own and {said for _, _, said in factors} == set(own):
        return f"{group.label}: all partners {own[0]}, on every factor alike"
    return f"{group.label}: {f'all partners {own[0]}, ' if own else ''}lowest in “{shortened(label, LONGEST)}”, {said}"


def _said(cell: boards.Cell) -> str:
    return f"{cell.text} {cell.mark}".strip()


def _board(view: ReadinessView, columns: tuple[Column, ...], rows: tuple[Row, ...]) -> Board:
    show = readiness_words.main_show(view.sectors)
    return boards.board(view.partners, view.sectors, show=show, columns=columns, rows=rows, k=view.round.k)


def _page(
    scene: Scene,
    view: ReadinessView,
    headline: str,
    lines: tuple[str, ...],
    columns: tuple[Column, ...],
    rows: tuple[Row, ...],
    *,
    corner: str,
    notes: tuple[str, ...] = (),
) -> Page:
    found = _board(view, columns, rows)
    gaps = dict(gap_bars(view.gaps, view.sectors)) if has_both(view) else {}
    summed_up = rows[0].is_dimension and not any(row.is_dimension for row in rows[1:])
    return Page(
        topic=TOPIC,
        headline=headline,
        lines=lines,
        block=_by_sector(grid_of(found, gaps, corner=corner, repeated=1 if summed_up else 0), found),
        legend=_legend(view, found, with_gaps=bool(gaps)),
        told=readiness_words.alt_of(view, found),
        notes=notes,
        sources=_sources(scene, view),
    )


def _by_sector(grid: Grid, found: Board) -> Grid:
    """The grid with the sectors above its partners; what sums them up stands beside each part of them."""
    labels = sector_labels()
    if not any(column.is_partner for column in found.columns):
        return grid
    own = [
        replace(head, group=labels[column.sector] if column.sector else "", kept=not column.is_partner)
        for head, column in zip(grid.heads, found.columns, strict=False)
    ]
    gap = [replace(head, kept=True) for head in grid.heads[len(own) :]]
    return replace(grid, heads=(*own, *gap))


def _legend(view: ReadinessView, found: Board, *, with_gaps: bool) -> str:
    said = readiness_words.short_scale_line(view, found)
    if not with_gaps:
        return said
    unit = " in percentage points" if found.show is Show.SHARE else ""
    return f"{said} · Gap{unit}: D district higher, C charter higher, bold from {least_gap(view.sectors)}"


def _sources(scene: Scene, view: ReadinessView) -> tuple[str, ...]:
    """Where the figures are from, and how they come about."""
    show = readiness_words.main_show(view.sectors)
    held = f" Held on {day(view.round.held_on)}." if view.round.held_on else ""
    found = (
        f"Source: {readiness_words.context_line(view)}.{held}",
        readiness_words.state_line(view.round.state, view.round.mode, view.round.k),
        f"{readiness_words.scale_line(view, show)}.",
        scene.chosen.said(view.choices),
    )
    return tuple(each for each in found if each)


def _every_partner(scene: Scene, view: ReadinessView, dimensions: tuple[Row, ...]) -> Page:
    """Partners down, dimensions across: where there are too many for columns."""
    columns = boards.columns(view.partners, view.sectors, labels=sector_labels(), responses={})
    found = _board(view, columns, dimensions)
    return Page(
        topic=TOPIC,
        headline=f"How each of {len(view.partners.units):,} partners sees the dimensions",
        lines=tuple(filter(None, (readiness_words.hidden_line(view),))),
        block=grid_of(found, corner="Partner", is_turned=True),
        legend=readiness_words.short_scale_line(view, found),
        told=readiness_words.alt_of(view, found),
        sources=_sources(scene, view),
    )
