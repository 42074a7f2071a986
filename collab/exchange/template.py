"""Writes the template workbook that a facilitator sends to partners; reading it back happens elsewhere."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from collab.errors import CollabError
from collab.exchange.template_guide import (
    HEADER_TINTS,
    PARTNER_HEADER,
    SECTOR_HEADER,
    TemplateContent,
    text_format,
    write_guide,
)
from collab.framework import load_framework
from collab.model import Instrument, Mode, Partner

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

GUIDE_SHEET = "Guide"
ANSWERS_SHEET = "Answers"
MARK_SHEET = "_common_ground"
COMMENT_HEADER = "Comments"

ANSWER_WIDTH = 21


def write_template(
    instrument: Instrument,
    *,
    initiative: str,
    round_label: str,
    round_id: str,
    mode: Mode | None,
    partners: Sequence[Partner],
) -> bytes:
    """The template of one round as the bytes of an .xlsx file.

    One row per respondent, or in team mode one row per partner, with the partners filled in. A very
    hidden sheet holds the mark: kind, instrument, version, round and mode ("" where not settled), sheet, and
    the names of initiative and round ("" where there are none).
    Raises CollabError for an instrument without a rating scale.
    """
    import xlsxwriter

    if not instrument.scale:
        raise CollabError(
            f"“{instrument.title}” has no rating scale, because its source reported shares only. "
            "A template needs an instrument with a scale."
        )
    content = TemplateContent(instrument, initiative, round_label, round_id, mode, tuple(partners))
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _describe(book, content)
    guide, answers, mark = (book.add_worksheet(name) for name in (GUIDE_SHEET, ANSWERS_SHEET, MARK_SHEET))
    lists = _write_mark(book, mark, content)
    write_guide(book, guide, content)
    _write_answers(book, answers, content, lists)
    mark.very_hidden()
    book.close()
    return buffer.getvalue()


def _describe(book: Workbook, content: TemplateContent) -> None:
    book.set_properties(
        {
            "title": f"{content.initiative}: {content.round_label}" if content.initiative else content.round_label,
            "subject": content.instrument.title,
            "author": "Common Ground",
            "comments": "Fill in the sheet “Answers” and give this file back to your facilitator.",
            "created": datetime.now(UTC).replace(tzinfo=None),
        }
    )


def _write_mark(book: Workbook, sheet: Worksheet, content: TemplateContent) -> dict[str, str]:
    """Write the mark (columns A and B) and the lists; returns the range of each list that is not empty."""
    mark = {
        "kind": "template",
        "instrument": content.instrument.key,
        "version": str(content.instrument.version),
        "round": content.round_id,
        "mode": str(content.mode or ""),
        "sheet": ANSWERS_SHEET,
        "initiative": content.initiative,
        "label": content.round_label,
    }
    plain = book.add_format({"quote_prefix": True})
    for row, (key, value) in enumerate(mark.items()):
        sheet.write_string(row, 0, key, plain)
        sheet.write_string(row, 1, value, plain)
    lists = {
        PARTNER_HEADER: tuple(partner.name for partner in content.partners),
        SECTOR_HEADER: tuple(words.label for words in load_framework().sectors),
        ANSWERS_SHEET: content.answers,
    }
    return {
        name: _write_list(sheet, column, values, plain)
        for column, (name, values) in enumerate(lists.items(), start=3)
        if values
    }


def _write_list(sheet: Worksheet, column: int, values: Sequence[str], plain: Any) -> str:
    from xlsxwriter.utility import xl_range_abs

    for row, value in enumerate(values):
        sheet.write_string(row, column, value, plain)
    return f"='{MARK_SHEET}'!{xl_range_abs(0, column, len(values) - 1, column)}"


def _write_answers(book: Workbook, sheet: Worksheet, content: TemplateContent, lists: dict[str, str]) -> None:
    first = len(content.first_columns)
    factors = content.instrument.factors
    _write_headers(book, sheet, content)
    if content.mode is Mode.TEAM:
        _write_partners(book, sheet, content)
    for column, header in enumerate(content.first_columns):
        _offer(sheet, content, (column, column), lists.get(header, ""), header)
    _offer(sheet, content, (first, first + len(factors) - 1), lists[ANSWERS_SHEET], ANSWERS_SHEET)
    sheet.freeze_panes(1, first)
    sheet.autofilter(0, 0, content.last_row, first + len(factors))
    _prepare_print(sheet, content)
    sheet.activate()


def _write_headers(book: Workbook, sheet: Worksheet, content: TemplateContent) -> None:
    bold = {"bold": True, "border": 1, "border_color": "#B8C2CC"}
    plain = text_format(book, bg_color="#EEF1F4", **bold)
    entry = book.add_format({"text_wrap": True, "valign": "top"})
    for column, header in enumerate(content.first_columns):
        sheet.set_column(column, column, 34 if header == PARTNER_HEADER else 20, entry)
        sheet.write_string(0, column, header, plain)
    column = len(content.first_columns)
    sheet.set_column(column, column + len(content.instrument.factors) - 1, ANSWER_WIDTH, entry)
    for number, dimension in enumerate(content.instrument.dimensions):
        tinted = text_format(book, bg_color=HEADER_TINTS[number % len(HEADER_TINTS)], **bold)
        for factor in dimension.factors:
            sheet.write_string(0, column, factor.statement, tinted)
            column += 1
    sheet.set_column(column, column, 46, entry)
    sheet.write_string(0, column, COMMENT_HEADER, plain)
    longest = max(len(factor.statement) for factor in content.instrument.factors)
    sheet.set_row(0, 16 * min(12, math.ceil(longest / (ANSWER_WIDTH - 4)) + 1))


def _write_partners(book: Workbook, sheet: Worksheet, content: TemplateContent) -> None:
    words = load_framework()
    plain = text_format(book)
    for row, partner in enumerate(content.partners, start=1):
        sheet.write_string(row, 0, partner.name, plain)
        sheet.write_string(row, 1, words.sector(partner.sector).label, plain)


def _offer(sheet: Worksheet, content: TemplateContent, columns: tuple[int, int], source: str, of_what: str) -> None:
    """A drop-down; a partner that is not in the list may be typed after a warning, an answer may not."""
    if not source:
        return
    new_partner = of_what == PARTNER_HEADER
    sheet.data_validation(
        1,
        columns[0],
        content.last_row,
        columns[1],
        {
            "validate": "list",
            "source": source,
            "error_type": "warning" if new_partner else "stop",
            "error_title": "Not in the list",
            "error_message": "This partner is not in the list yet. Keep it only if it is a new partner."
            if new_partner
            else "Please choose from the list, or leave the cell empty.",
        },
    )


def _prepare_print(sheet: Worksheet, content: TemplateContent) -> None:
    sheet.set_landscape()
    sheet.set_paper(1)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    title = f"{content.initiative}: {content.round_label}".strip(": ").replace("&", "&&")
    if title:
        sheet.set_header(f"&L{title[:200]}")
    sheet.set_footer("&LCommon Ground&RPage &P of &N")
