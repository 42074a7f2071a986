"""The template workbook's guide sheet, in plain words, and what the whole template is drawn from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collab.model import Dimension, Instrument, Mode, Partner

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

PARTNER_HEADER = "Partner"
SECTOR_HEADER = "Sector"
ROWS_FOR_PEOPLE = 1000
SPARE_ROWS_FOR_TEAMS = 20
HEADER_TINTS = ("#DCEEF2", "#E8E4F3", "#FBEBDD", "#E3F0DF", "#F3E3EA", "#EFEBD8")


@dataclass(frozen=True)
class TemplateContent:
    """What the template says: everything that its sheets are drawn from."""

    instrument: Instrument
    initiative: str
    round_label: str
    round_id: str
    mode: Mode | None
    partners: tuple[Partner, ...]

    @property
    def asks_sector(self) -> bool:
        """Whether a column for the sector is needed: a row per partner, or partners not known yet."""
        return self.mode is Mode.TEAM or not self.partners

    @property
    def first_columns(self) -> tuple[str, ...]:
        """The headers left of the questions."""
        return (PARTNER_HEADER, SECTOR_HEADER) if self.asks_sector else (PARTNER_HEADER,)

    @property
    def last_row(self) -> int:
        """The last row (from 0) with drop-downs."""
        return len(self.partners) + SPARE_ROWS_FOR_TEAMS if self.mode is Mode.TEAM else ROWS_FOR_PEOPLE

    @property
    def answers(self) -> tuple[str, ...]:
        """What may be answered, in the instrument's own words."""
        labels = tuple(point.label for point in self.instrument.scale)
        return (*labels, self.instrument.not_applicable) if self.instrument.not_applicable else labels


def text_format(book: Workbook, **looks: Any) -> Any:
    """A cell format for text: quote prefix, so that no program ever reads it as a formula."""
    return book.add_format({"quote_prefix": True, "text_wrap": True, "valign": "top", **looks})


def write_guide(book: Workbook, sheet: Worksheet, content: TemplateContent) -> None:
    """Draw the guide: what to do, then every question with what to look for."""
    bold, plain = text_format(book, bold=True), text_format(book)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 2, 62)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, content.instrument.title, text_format(book, bold=True, font_size=16, text_wrap=False))
    heading = f"{content.initiative}: {content.round_label}".strip(": ")
    sheet.write_string(1, 0, heading, text_format(book, font_size=12, text_wrap=False))
    row = 3
    for label, text in _steps(content):
        sheet.write_string(row, 0, label, bold)
        sheet.merge_range(row, 1, row, 2, "", plain)
        sheet.write_string(row, 1, text, plain)
        sheet.set_row(row, 16 * (math.ceil(len(text) / 118) + text.count("\n")))
        row += 1
    row += 1
    for column, header in enumerate(("Dimension", "What is asked", "What to look for")):
        sheet.write_string(row, column, header, text_format(book, bold=True, bottom=2))
    for number, dimension in enumerate(content.instrument.dimensions):
        row = _write_dimension(book, sheet, row + 1, dimension, HEADER_TINTS[number % len(HEADER_TINTS)])
    sheet.set_landscape()
    sheet.set_paper(1)
    sheet.fit_to_pages(1, 0)


def _steps(content: TemplateContent) -> list[tuple[str, str]]:
    who = {
        Mode.TEAM: "Each partner agrees on one answer per question and fills in its own row.",
        Mode.INDIVIDUAL: "Each person fills in one row, on his or her own.",
        None: "One row is one answer sheet: one person's, or one that a partner has agreed on.",
    }[content.mode]
    partner = (
        "Choose your organisation from the list."
        if content.partners
        else "Write the organisation's name the same way in every row, and choose its sector."
    )
    steps = [
        ("What this is", " ".join(content.instrument.instructions.split())),
        ("1. Open the sheet “Answers”", who),
        ("2. Say who answers", partner),
        (
            "3. Answer each question",
            f"Choose one answer from the list in each cell: {', '.join(content.answers)}. "
            "If you do not want to answer a question, leave the cell empty.",
        ),
        ("4. Add a comment", "If you like, say more in the last column. Leave out names of people."),
        ("5. Save and give it back", "Save the file as an Excel workbook and give it to your facilitator."),
        (
            "Please leave as they are",
            "The questions in the first row and the order of the sheets. No names or addresses are needed.",
        ),
    ]
    return [(label, text) for label, text in steps if text]


def _write_dimension(book: Workbook, sheet: Worksheet, row: int, dimension: Dimension, tint: str) -> int:
    """Write a dimension's questions from this row on; returns the last row written."""
    bold, plain = text_format(book, bold=True, bg_color=tint), text_format(book)
    for number, factor in enumerate(dimension.factors):
        look_for = "\n".join(f"\u2022 {hint}" for hint in factor.look_for)
        sheet.write_string(row + number, 0, dimension.label if number == 0 else "", bold)
        sheet.write_string(row + number, 1, factor.statement, plain)
        sheet.write_string(row + number, 2, look_for, plain)
        lines = sum(math.ceil(len(hint) / 56) for hint in factor.look_for)
        sheet.set_row(row + number, 16 * max(lines, math.ceil(len(factor.statement) / 56), 1))
    return row + len(dimension.factors) - 1
