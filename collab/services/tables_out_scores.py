"""The table of scores: every cell of the heatmap of every round that was revealed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from collab.exchange.tables_out import Table, Value
from collab.model import MARKS
from collab.scoring import round_half_away
from collab.scoring.figures import FigureGrid, Unit
from collab.services import round_figures
from collab.services.cell import number as figure
from collab.services.round_figures import Choice, Heading
from collab.services.tables_out_columns import SHARE, Column, code, number, partner, table, truth, whole
from collab.services.tables_out_rounds import About, about
from collab.services.workbook_material import Material

ON_SCALE = "points of the scale of the round"
AGREEMENT = "-1 to +1"
NOT_DEFINED = "not defined: see why; where a source reported shares, see favourable_share"
NO_SHARE = "not defined: see why"
MEAN_SOURCE = (
    "Partner and factor: mean of the rated answers, score = smallest + largest - answer where the factor is reversed. "
    "Dimension: mean of its shown factors, at least half of them. Overall: mean of all dimensions. Sector and all "
    "partners: unweighted mean of their shown partners."
)
BAND_SOURCE = "Adapted from the Wilder Collaboration Factors Inventory, which states its bands for 5 points"
AGREEMENT_SOURCE = (
    "C. van der Eijk, Measuring agreement in ordered rating scales, Quality and Quantity 35 (2001); of a sector over "
    "the mean of its partners' shares per point"
)


@dataclass(frozen=True)
class _Cell(About):
    """One cell of a grid."""

    grid: FigureGrid
    at: tuple[int, int]

    @property
    def unit(self) -> Unit:
        return self.grid.units[self.at[0]]

    @property
    def across(self) -> str:
        """What kind of column of the heatmap it stands in."""
        return "partner" if self.unit.partner else "sector" if self.unit.sector else "all"

    @property
    def mean(self) -> float | None:
        return figure(self.grid.mean[self.at])

    def count(self, place: int) -> int | None:
        """How many answers are of one kind that is no rating."""
        return _known(self.grid.marks[(*self.at, place)])


def _known(count: int) -> int | None:
    return int(count) if count >= 0 else None


def scores(material: Material, heads: Sequence[Heading]) -> Table:
    """A row for each column and row of the heatmap. heads: the rounds that were revealed."""
    cells = [
        _Cell(head.round, target, grid, (row, column))
        for head in heads
        for found in (round_figures.figures(material.store, head, Choice()),)
        for grid in (found.partners, found.sectors)
        for row in range(len(grid.units))
        for column, target in enumerate(grid.targets)
    ]
    return table(
        "scores",
        "Every cell of the heatmap of every round that was revealed. What is hidden there is missing here.",
        cells,
        ("round_id", "across", "partner_id", "sector", "level", "dimension", "factor"),
        *about(),
        code(
            "across", "Whether it is of one partner, of a sector or of all partners", "across", lambda each: each.across
        ),
        partner("The partner", lambda each: each.unit.partner and each.unit.partner.id, missing="a sector or all"),
        code("sector", "The sector", "sector", _sector, missing="all partners"),
        *_figures(),
        *_why(),
        *(
            whole(
                str(mark), f"Answers that are: {mark.replace('_', ' ')}", _kind(place), unit="answers", missing="hidden"
            )
            for place, mark in enumerate(MARKS)
        ),
        whole("shown_partners", "Partners that the figure rests on", _shown, unit="partners"),
        whole("all_partners", "Partners with answers or averages in the round", _all, unit="partners"),
    )


def _figures() -> tuple[Column, ...]:
    return (
        number(
            "mean",
            "Score after reversing",
            lambda each: each.mean,
            unit=ON_SCALE,
            missing=NOT_DEFINED,
            source=MEAN_SOURCE,
        ),
        number(
            "mean_shown",
            "The score as screens print it: one decimal, halves away from zero, worked out from the exact ratio",
            lambda each: None if each.mean is None else round_half_away(each.mean),
            unit=ON_SCALE,
            missing=NOT_DEFINED,
        ),
        code(
            "band",
            "How the printed score reads",
            "band",
            lambda each: each.grid.band[each.at],
            missing=NOT_DEFINED,
            source=BAND_SOURCE,
        ),
        number(
            "favourable_share",
            "Answers of agree or better after reversing, of the rated ones",
            lambda each: figure(each.grid.favourable_share[each.at]),
            unit=SHARE,
            missing=NO_SHARE,
        ),
        number(
            "agreement",
            "+1 all alike, 0 spread evenly, -1 split in two",
            lambda each: figure(each.grid.agreement[each.at]),
            unit=AGREEMENT,
            missing="not defined: see why_agreement, else why",
            source=AGREEMENT_SOURCE,
        ),
    )


def _why() -> tuple[Column, ...]:
    return (
        code("why", "Why there is no figure", "why", lambda each: each.grid.why[each.at], missing="there is a figure"),
        code(
            "why_agreement",
            "Why there is no agreement",
            "why",
            lambda each: each.grid.why_agreement[each.at],
            missing="there is one, or why says it",
        ),
        truth("is_reported", "Whether the source gave the figure", lambda each: bool(each.grid.reported[each.at])),
        whole(
            "rated",
            "Rated answers",
            lambda each: _known(each.grid.rated[each.at]),
            unit="answers",
            missing="hidden, or averages",
        ),
    )


def _sector(each: _Cell) -> Value:
    unit = each.unit
    return unit.partner.sector if unit.partner else unit.sector


def _kind(place: int) -> Callable[[_Cell], Value]:
    return lambda each: each.count(place)


def _shown(each: _Cell) -> Value:
    return int(each.grid.shown_partners[each.at])


def _all(each: _Cell) -> Value:
    return int(each.grid.all_partners[each.at])
