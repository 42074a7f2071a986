"""The workbook of an initiative: what its sheets hold, and how they are written; what they say is no matter here."""

from __future__ import annotations

from collab.exchange.workbook.content import Book, Chart, Choices, Column, Look, Part, Scale, Series, Sheet
from collab.exchange.workbook.writing import write

__all__ = ["Book", "Chart", "Choices", "Column", "Look", "Part", "Scale", "Series", "Sheet", "write"]
