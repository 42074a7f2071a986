"""Rows of answers that name no organisation, or several: whose they are is asked, and none is lost without a word."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from collab.exchange.findings import Question
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.organisation import is_no_name, merge_key
from collab.exchange.recognise.table import Field
from collab.exchange.recognise.text import counted

NOBODY, ABOVE = "none", "above"
_SEPARATORS = re.compile(r"\s*[,;|\n]\s*|\s+[/&+]\s+")
_FEWEST_BLANK = 3
_SHARE_BLANK = 0.25


def one_name_each(draft: Draft, column: Field) -> Field:
    """The organisation's column with one name in place of several ("Whitmore, Lodestar"), as a person says.

    Several are told from one long name by their parts, each of which other rows or known partners are called.
    """
    keys = {merge_key(text) for text in column.sample} | {merge_key(name) for name, _ in draft.known.partners}
    values = list(column.values)
    for code in column.present:
        text = column.values[code]
        parts = list(dict.fromkeys(part for part in _SEPARATORS.split(text) if part))
        if len(parts) >= 2 and all(merge_key(part) in keys for part in parts):
            values[code] = _settled(draft, text, parts, int(column.counts[code]))
    return replace(column, values=tuple(values)) if tuple(values) != column.values else column


def _settled(draft: Draft, text: str, parts: list[str], rows: int) -> str:
    """The part that a person chooses; "" where the rows are nobody's, the text as it is while that is open."""
    question = Question(
        id=f"several:{text}",
        ask=f"{counted(rows, 'row')} {'names' if rows == 1 else 'name'} several organisations: “{text}”. Whose answers "
        f"are these?",
        choices=choices({part: part for part in parts} | {NOBODY: "Nobody’s: leave them out"}),
        group="Partners",
        why="An answer sheet belongs to one organisation.",
    )
    value = draft.enquiry.settle(question)
    return text if value is None else "" if value == NOBODY else str(value)


def carried_down(draft: Draft, answered: np.ndarray, *columns: Field | None) -> tuple[Field | None, ...]:
    """The organisation's column, first of these, and others with each name carried down over the blanks below it,
    where a person says so.

    Asked where a name stands only in the first row of its group. answered: bool per row, whether it holds answers.
    """
    first = columns[0]
    if first is None or not _names_groups(first, answered):
        return columns
    blank = int(np.count_nonzero(answered & (first.codes == 0)))
    question = Question(
        id="blank_organisation",
        ask=f"“{first.header}” is blank in {counted(blank, 'row')} with answers. Do they belong to the organisation "
        f"that is named above them?",
        choices=choices({ABOVE: "Yes, to the one named above", NOBODY: "No: leave them out"}),
        proposal=ABOVE,
        group="Partners",
    )
    if draft.enquiry.settle(question) != ABOVE:
        return columns
    return tuple(_filled(column, first) if column is not None else None for column in columns)


def _names_groups(column: Field, answered: np.ndarray) -> bool:
    """Whether many rows with answers are blank here, each below a name, and no name begins a second group."""
    rows = np.flatnonzero(answered)
    codes = column.codes[rows]
    blank = int(np.count_nonzero(codes == 0))
    if blank < _FEWEST_BLANK or blank < _SHARE_BLANK * len(codes) or codes[0] == 0:
        return False
    named = [int(code) for code in codes[codes != 0] if not is_no_name(column.values[int(code)])]
    runs = [code for place, code in enumerate(named) if place == 0 or named[place - 1] != code]
    return len(runs) == len(set(runs)) >= 2


def _filled(column: Field, named: Field) -> Field:
    """The column with its blanks filled from the last row above in which the organisation is named."""
    place = np.where(named.codes != 0, np.arange(len(named.codes)), 0)
    source = np.maximum.accumulate(place)
    return replace(column, codes=np.where(column.codes == 0, column.codes[source], column.codes).astype(np.int32))
