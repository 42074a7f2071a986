"""A report as plain data: pages of one message each, with a coloured grid, a table, bars, or words alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SPARE_DAYS = 10


@dataclass(frozen=True)
class Cell:
    """One cell of a grid. fill, ink: "#RRGGBB", "" for none; bold: it stands out."""

    text: str
    fill: str = ""
    ink: str = ""
    bold: bool = False


@dataclass(frozen=True)
class Head:
    """What stands above a column of a grid, in the ink of its sector. share: how wide it is, against others.

    group: what stands above it and its neighbours alike; kept: it sums up others, and every slide of them shows it.
    """

    name: str
    ink: str = ""
    share: float = 1.0
    group: str = ""
    kept: bool = False


@dataclass(frozen=True)
class GridRow:
    """One row of a grid. bold: it sums up others."""

    label: str
    cells: tuple[Cell, ...]
    bold: bool = False
    ink: str = ""


@dataclass(frozen=True)
class Grid:
    """Figures by row and column, coloured on a scale. corner: what the rows are.

    repeated: how many of the first rows every slide shows; dense: so many rows that each gets one line of a slide.
    """

    corner: str
    heads: tuple[Head, ...]
    rows: Sequence[GridRow]
    repeated: int = 0
    dense: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table. share: how wide it is, against others; right: of figures."""

    title: str
    share: float = 1.0
    right: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of text. late: places of the rows that are overdue: they stand out, and say so in words too."""

    columns: tuple[Column, ...]
    rows: Sequence[tuple[str, ...]]
    late: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Series:
    """One series of a chart in its colour; ink: of figures within its bars; edge: the colour around them, "" for none.

    values: one for each name, None where there is no figure; texts: the same as they are read, "" where there is none.
    """

    name: str
    colour: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    ink: str = "#11161B"
    edge: str = ""


@dataclass(frozen=True)
class Bars:
    """Bars across, from the top. ends: of the axis; figures: a number format.

    stacked: one after the other, with their totals (as read); labelled: each says its figure.
    """

    names: tuple[str, ...]
    series: tuple[Series, ...]
    ends: tuple[float, float]
    figures: str = "0.0"
    stacked: bool = False
    labelled: bool = True
    totals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Span:
    """A bar along dates, from its first day to its last. kind: how it stands, which gives its colour."""

    name: str
    begins: date
    ends: date
    kind: str


@dataclass(frozen=True)
class Kind:
    """How a bar along dates can stand, with its colour and that of its edge."""

    name: str
    colour: str
    edge: str
    is_dotted: bool = False


@dataclass(frozen=True)
class Spans:
    """Bars along dates, from the top. kinds: how they can stand."""

    spans: tuple[Span, ...]
    kinds: tuple[Kind, ...]
    today: date

    @property
    def first(self) -> date:
        """Where the dates begin: with a month."""
        return min((self.today, *(each.begins for each in self.spans))).replace(day=1)

    @property
    def last(self) -> date:
        """Where the dates end."""
        latest = max((self.today, *(each.ends for each in self.spans)))
        return latest + min(timedelta(days=SPARE_DAYS), date.max - latest)

    @property
    def present(self) -> tuple[Kind, ...]:
        """The kinds of which there is a bar."""
        return tuple(kind for kind in self.kinds if any(each.kind == kind.name for each in self.spans))


Block = Grid | Table | Bars | Spans


@dataclass(frozen=True)
class Page:
    """One message with what it rests on.

    topic: the part of the report that it belongs to; headline: the message in a sentence; lines: what else is said;
    legend: what colours and marks mean; told: the block in words, for who cannot see it; notes: what else is known of
    it; sources: what it rests on and how it was worked out, much the same for all pages of a topic.
    """

    topic: str
    headline: str
    lines: tuple[str, ...] = ()
    block: Block | None = None
    legend: str = ""
    told: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """All pages, and what stands on each: context (initiative and round), and the date of the data.

    about: lines of the first page.
    """

    title: str
    subtitle: str
    about: tuple[str, ...]
    context: str
    data_of: str
    pages: tuple[Page, ...]
    language: str = "en-US"
