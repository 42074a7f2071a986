"""A workbook as plain data: sheets with columns and rows, colour scales, native charts, and what is to be edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Value = str | int | float | date | None
"""What a cell holds: None is an empty one. Text is written as text, whatever it begins with."""
Choices = Mapping[str, Sequence[str]]
"""Name of a list -> what may be chosen."""


class Look(StrEnum):
    """How a column shows what it holds."""

    TEXT = "text"
    SCORE = "score"
    STRENGTH = "strength"
    CONCERN = "concern"
    EXACT = "exact"
    WHOLE = "whole"
    PERCENT = "percent"
    SHARE = "share"
    AGREEMENT = "agreement"
    CHANGE = "change"
    DAY = "day"


@dataclass(frozen=True)
class Column:
    """One column. key: what it is called in the mark; choices: the list that may be chosen from, "" for any text.

    editable: what people write in it is read back.
    """

    key: str
    title: str
    width: float = 16
    look: Look = Look.TEXT
    editable: bool = False
    hidden: bool = False
    choices: str = ""


@dataclass(frozen=True)
class Scale:
    """Cells coloured between fixed ends, whatever they hold. columns, rows: first and last, from 0, in the rows."""

    columns: tuple[int, int]
    rows: tuple[int, int]
    ends: tuple[float, float, float]
    colours: tuple[str, str, str]


@dataclass(frozen=True)
class Series:
    """One series of a chart: a column of the sheet in its colour ("#RRGGBB"); ink: of the figures within its bars."""

    column: int
    colour: str
    ink: str = "#11161B"


@dataclass(frozen=True)
class Chart:
    """A native chart of rows (first and last, from 0) of its sheet. kind: "bar" (across), "column" or "line".

    names: the column of the categories; ends: of the axis of values; told: what it shows, for who cannot see it.
    part: the place of the part whose rows and columns these are, None for the table of the sheet; look: of figures.
    """

    title: str
    kind: str
    names: int
    series: tuple[Series, ...]
    rows: tuple[int, int]
    told: str
    axis: str = ""
    ends: tuple[float, float] | None = None
    stacked: bool = False
    part: int | None = None
    look: Look = Look.SCORE


@dataclass(frozen=True)
class Part:
    """A further table below the first one of a sheet, with a heading of its own; nothing in it is read back.

    Without titles its rows are lines of text.
    """

    heading: str
    titles: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet: its heading, lines of text, a table, what follows it, and charts beside or below.

    bold: rows (from 0) that stand out; looks: (row, column) of cells that look otherwise than their column; keys: of
    each row, where something is read back; spare_rows: empty rows with drop-downs; upright: printed so.
    """

    name: str
    heading: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    lines: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    scales: tuple[Scale, ...] = ()
    charts: tuple[Chart, ...] = ()
    bold: frozenset[int] = frozenset()
    looks: Mapping[tuple[int, int], Look] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    spare_rows: int = 0
    frozen_columns: int = 1
    upright: bool = False
    filters: bool = True
    mark: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_read_back(self) -> bool:
        """Whether anything in it may be edited."""
        return any(each.editable for each in self.columns)


@dataclass(frozen=True)
class Book:
    """A whole workbook. mark: what names its place; lists: what cells may be chosen from."""

    title: str
    subject: str
    sheets: tuple[Sheet, ...]
    mark: Mapping[str, str]
    lists: Choices
