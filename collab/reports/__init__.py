"""What is taken to a meeting: the same pages as slides and as a tagged PDF, from plain data."""

from __future__ import annotations

from collab.reports.content import (
    Bars,
    Cell,
    Column,
    Grid,
    GridRow,
    Head,
    Kind,
    Page,
    Report,
    Series,
    Span,
    Spans,
    Table,
)
from collab.reports.paper import Typeset, paper, typeset
from collab.reports.slides import slides

__all__ = [
    "Bars",
    "Cell",
    "Column",
    "Grid",
    "GridRow",
    "Head",
    "Kind",
    "Page",
    "Report",
    "Series",
    "Span",
    "Spans",
    "Table",
    "Typeset",
    "paper",
    "slides",
    "typeset",
]
