"""Figures for the tests of charts: real scoring on counts that a test names."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from collab.charts import board as boards
from collab.charts.board import Board, Cell, Row, Show, State
from collab.framework import BUILT_IN, load_framework
from collab.model import Instrument, Level, Sector
from collab.scoring import FigureGrid, Protection, Tallies, Target, Unit, partner_figures, sector_figures
from tests.factories import INDIVIDUAL, readiness_instrument, tallies

SECTORS = (Sector.DISTRICT, Sector.DISTRICT, Sector.CHARTER, Sector.CHARTER, Sector.STATE)


def sector_names() -> Mapping[Sector, str]:
    return {words.sector: words.label for words in load_framework([BUILT_IN]).sectors}


def random_tallies(*, sectors: tuple[Sector, ...] = SECTORS, seed: int = 1, people: int = 12) -> Tallies:
    draws = np.random.default_rng(seed)
    factors = len(readiness_instrument().factors)
    counts = draws.multinomial(people, (0.1, 0.2, 0.4, 0.3), size=(len(sectors), factors))
    return tallies(counts, sectors=sectors)


def grids(given: Tallies, protection: Protection = INDIVIDUAL) -> tuple[FigureGrid, FigureGrid]:
    instrument = readiness_instrument()
    return partner_figures(given, instrument, protection), sector_figures(given, instrument, protection)


def whole_board(
    given: Tallies, *, show: Show = Show.MEAN, protection: Protection = INDIVIDUAL, instrument: Instrument | None = None
) -> Board:
    partners, sectors = grids(given, protection)
    return boards.board(
        partners,
        sectors,
        show=show,
        columns=boards.columns(partners, sectors, labels=sector_names(), responses={}),
        rows=boards.rows(partners, instrument or readiness_instrument()),
        k=protection.k,
    )


def board_of(labels: list[str], *, sectors: int = 2, show: Show = Show.SHARE, value: float = 0.525) -> Board:
    """Factors of these names by the means of so many sectors and of all partners, every cell the same share."""
    units = [*(Unit(sector=sector) for sector in list(Sector)[:sectors]), Unit()]
    columns = tuple(
        boards.Column(str(unit.sector or "all"), "All partners", unit.sector, False, unit) for unit in units
    )
    rows = tuple(Row(Target(Level.FACTOR, f"d.f{place}", "d"), label) for place, label in enumerate(labels))
    cell = Cell(State.FIGURE, value, value, boards.figure_text(value, show))
    return Board(show, columns, rows, tuple(tuple(cell for _ in columns) for _ in rows))
