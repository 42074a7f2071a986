"""What the pages of a report are made from, and small pieces that several of them need."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from collab.charts.board import Board, Cell, Column, State
from collab.charts.gap_bars import GapBar
from collab.charts.theme import LIGHT, colour_at, ink_on
from collab.model import Initiative, Partner, Person, Round, Sector
from collab.reports import Bars, Grid, GridRow, Head, Series
from collab.reports import Cell as Shown
from collab.scoring.figures import Target
from collab.services.labels import sector_labels
from collab.services.wording import day, listed, many, moment
from collab.services.wording import figure as value_of
from collab.store import Store

__all__ = ["Chosen", "Scene", "cell_of", "grid_of", "of_sectors", "sector_labels", "told_of", "value_of"]

GAP, MANY_ROWS = "Gap", 24
_LETTERS = {Sector.DISTRICT: "D", Sector.CHARTER: "C"}


@dataclass(frozen=True)
class Chosen:
    """Which figures a report shows; None is all of them. pooled: every answer counts alike."""

    sectors: tuple[Sector, ...] | None = None
    partner_ids: tuple[str, ...] | None = None
    pooled: bool = False

    def said(self, choices: Sequence[Partner]) -> str:
        """What was chosen, in a sentence; "" where it is everything."""
        parts = []
        if self.sectors is not None:
            labels = sector_labels()
            parts.append(f"only the sectors {listed(tuple(labels[each] for each in self.sectors))}")
        if self.partner_ids is not None:
            names = tuple(each.name for each in choices if each.id in self.partner_ids)
            parts.append(f"only {many(len(names), 'partner')}: {listed(names)}")
        if self.pooled:
            parts.append("every answer counts alike, so large teams weigh more")
        said = "; ".join(parts)
        return f"{said[0].upper()}{said[1:]}." if said else ""


@dataclass(frozen=True)
class Scene:
    """One initiative, one of its rounds (None: no part asks for one) and a day, for one person."""

    store: Store
    person: Person
    today: date
    initiative: Initiative
    round: Round | None = None
    chosen: Chosen = field(default_factory=Chosen)

    @property
    def context(self) -> str:
        """Initiative and round, and that the data are made up where they are."""
        made_up = "made-up sample data" if self.initiative.made_up else ""
        parts = (self.initiative.name, self.round.label if self.round else "", made_up)
        return " · ".join(part for part in parts if part)

    @property
    def data_of(self) -> str:
        """Of which day the data are."""
        return f"Data as of {day(self.today)}"

    @property
    def changed(self) -> str:
        """When something was changed last; "" where nothing ever was."""
        at = self.initiative.active_at
        return f"The latest change in the data: {moment(at)}." if at else ""


def grid_of(
    board: Board, gaps: dict[Target, GapBar] | None = None, *, corner: str, repeated: int = 0, is_turned: bool = False
) -> Grid:
    """A board with the colours of the heatmap on paper; gaps: a last column with them. is_turned: partners down."""
    return _turned(board, corner) if is_turned else _upright(board, gaps or {}, corner, repeated)


def _upright(board: Board, gaps: dict[Target, GapBar], corner: str, repeated: int) -> Grid:
    heads = [Head(each.name, LIGHT.sector_text[each.sector]) for each in board.columns]
    return Grid(
        corner=corner,
        heads=(*heads, Head(GAP, share=1.0)) if gaps else tuple(heads),
        rows=[
            GridRow(
                row.label,
                (*map(cell_of, line), *([_gap(gaps.get(row.target))] if gaps else [])),
                bold=row.is_dimension,
            )
            for row, line in zip(board.rows, board.cells, strict=True)
        ],
        repeated=repeated,
    )


def _turned(board: Board, corner: str) -> Grid:
    led = {column.sector for column in board.columns if not column.is_partner}
    return Grid(
        corner=corner,
        heads=tuple(Head(row.label) for row in board.rows),
        rows=[
            GridRow(
                _name(column, led),
                tuple(cell_of(line[at]) for line in board.cells),
                bold=not column.is_partner,
                ink=LIGHT.sector_text[column.sector],
            )
            for at, column in enumerate(board.columns)
        ],
        dense=len(board.columns) > MANY_ROWS,
    )


def _name(column: Column, led: set[Sector | None]) -> str:
    """A partner names its sector where no mean of that sector stands above it. led: sectors with a mean."""
    if column.is_partner and column.sector is not None and column.sector not in led:
        return f"{column.name} ({sector_labels()[column.sector]})"
    return column.name


def cell_of(cell: Cell) -> Shown:
    """One cell: its number, its mark, and its colour on white."""
    if cell.state is not State.FIGURE or math.isnan(cell.position):
        return Shown(cell.text, ink=LIGHT.muted)
    fill = colour_at(LIGHT, cell.position)
    text = " ".join(part for part in (cell.text, cell.mark, "?" if cell.doubtful else "") if part)
    return Shown(text, fill, ink_on(fill))


def _gap(bar: GapBar | None) -> Shown:
    """How wide a gap is and who is higher, in letters too."""
    if bar is None:
        return Shown("–", ink=LIGHT.muted)
    if bar.higher is None:
        return Shown(bar.text)
    return Shown(f"{bar.text} {_LETTERS[bar.higher]}", ink=LIGHT.sector_text[bar.higher], bold=bar.notable)


def of_sectors(
    names: Sequence[str],
    figures: dict[Sector, Sequence[float | None]],
    texts: dict[Sector, Sequence[str]],
    *,
    ends: tuple[float, float],
    shares: bool,
) -> Bars:
    """Bars of sectors, each in its colour."""
    labels = sector_labels()
    return Bars(
        names=tuple(names),
        series=tuple(
            Series(
                labels[sector],
                LIGHT.sector_fill[sector],
                tuple(value_of(value) for value in values),
                tuple(texts[sector]),
            )
            for sector, values in figures.items()
        ),
        ends=ends,
        figures="0.0%" if shares else "0.0",
    )


def told_of(bars: Bars) -> str:
    """Every bar in words, for who cannot see them."""
    return "; ".join(f"{name}: {', '.join(_told_at(bars, at))}" for at, name in enumerate(bars.names))


def _told_at(bars: Bars, at: int) -> list[str]:
    return [f"{each.name} {each.texts[at] or 'not shown'}" for each in bars.series]
