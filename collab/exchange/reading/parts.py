"""What every reader of one format gives back, and how it tells how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from collab.exchange.sheet import Sheet

Tell = Callable[[float, str], None]

MARKER_SHEET = "_common_ground"
OF_ANSWERS = "template"
"""The kind of a marked workbook that holds answers to a survey; people write words into those of every other kind."""


@dataclass(frozen=True)
class Contents:
    """The readable contents of one file."""

    format: str
    sheets: tuple[Sheet, ...]
    marker: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def is_written_in(self) -> bool:
        """Whether it was downloaded here for people to write words into."""
        return self.marker.get("kind", OF_ANSWERS) != OF_ANSWERS


def without_marker(format_name: str, sheets: tuple[Sheet, ...], notes: tuple[str, ...] = ()) -> Contents:
    """Contents with the template's hidden mark taken out of the sheets."""
    marks = [sheet for sheet in sheets if sheet.name == MARKER_SHEET and len(sheet.columns) >= 2]
    marker = {mark.text(row, 0): mark.text(row, 1) for mark in marks for row in range(mark.rows)}
    kept = tuple(sheet for sheet in sheets if sheet.name != MARKER_SHEET)
    return Contents(format_name, kept, marker, notes)
