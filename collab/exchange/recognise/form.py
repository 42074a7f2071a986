"""The printed form typed into a sheet: a row per question, a column per answer, a mark in one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from collab.exchange.recognise.across import made_field
from collab.exchange.recognise.scale import NOT_APPLICABLE_MARK, concepts, said
from collab.exchange.recognise.table import Field, Table
from collab.exchange.recognise.text import fold
from collab.exchange.sheet import Sheet
from collab.model import Instrument

_MARKS = re.compile(r"^([xX✓✔✗✘☒☑●•*√1yY]|[xX]{2,3}|yes|true|si|sí|checked|\(x\)|\[x\]|■|▪|o|O)$", re.IGNORECASE)
_NO_MARKS = frozenset(("", "0", "no", "false", "☐", "□", "-", "○", "[ ]", "( )", "n"))
_OWNER = re.compile(
    r"^(name of )?(the |your )?(organi[sz]ation|partner|school|district|charter( school| network)?|lea|agency|"
    r"institution|organizacion|escuela|distrito|socio)( name| s name)?( completing.*)?$"
)
_OWNER_INLINE = re.compile(
    r"^\s*(?:name of )?(?:the |your )?(?:organi[sz]ation|partner|school|district|charter(?: school| network)?|"
    r"lea|agency|institution|organización|escuela|distrito|socio)(?: name)?\s*[:=]\s*(?P<name>\S.*)$",
    re.IGNORECASE,
)
_SECTOR = re.compile(
    r"^(type|sector|type of (organi[sz]ation|school|partner)|(organi[sz]ation|school|partner) type|tipo)$"
)
_COMMENT = re.compile(r"^(comments?|notes?|evidence|examples?|comentarios?|notas|remarks?|observations?)$")
_MOST_ROWS, _MOST_COLUMNS = 600, 26
COMMENTS = "Comments"


@dataclass(frozen=True)
class _Block:
    """Answer columns (column -> label) of a header row, with the rows below that they hold for."""

    labels: dict[int, str]
    comments: tuple[int, ...]
    first: int
    last: int


@dataclass(frozen=True)
class Form:
    """One filled-in form: its owner and sector as far as the sheet says them, and its answers as a table of one row."""

    owner: str
    sector: str
    table: Table


def read_form(sheet: Sheet, instruments: tuple[Instrument, ...]) -> Form | None:
    """The form in a sheet; None where the sheet is something else."""
    if sheet.rows > _MOST_ROWS or len(sheet.columns) > _MOST_COLUMNS:
        return None
    rows = [sheet.row_texts(row) for row in range(sheet.rows)]
    blocks = _blocks(rows, instruments)
    if not blocks:
        return None
    fields: list[Field] = []
    marked = 0
    for block in blocks:
        heading = _heading(rows, block)
        for at in range(block.first, block.last):
            question = _question(rows[at], block)
            if question and _holds_marks(rows[at], block):
                answer, marks = _answer(rows[at], block)
                marked += marks
                fields.append(made_field(len(fields), (heading, question) if heading else (question,), [answer]))
                fields += [
                    made_field(len(fields), (COMMENTS, question), [rows[at][place]])
                    for place in block.comments
                    if rows[at][place]
                ]
    if marked == 0 or len(fields) < 2:
        return None
    numbers = np.array([sheet.first_row + blocks[0].first + 1], dtype=np.int32)
    head = rows[: blocks[0].first]
    return Form(_owner(head), _beside_label(head, _SECTOR), Table(sheet, tuple(fields), numbers, 1))


def is_asked(field: Field) -> bool:
    """Whether a column of a form's table is one of its questions, and not a comment, the owner or the sector."""
    return len(field.path) > 0 and field.path[0] != COMMENTS and field.path not in (("Organisation",), ("Sector",))


def _blocks(rows: list[tuple[str, ...]], instruments: tuple[Instrument, ...]) -> list[_Block]:
    heads = [(at, labels) for at, row in enumerate(rows) if (labels := _answer_columns(row, instruments))]
    ends = [*(at for at, _ in heads[1:]), len(rows)][: len(heads)]
    blocks = [
        _Block(labels, _comment_columns(rows[at]), at + 1, end) for (at, labels), end in zip(heads, ends, strict=True)
    ]
    return [block for block in blocks if _is_marked(rows, block)]


def _answer_columns(row: tuple[str, ...], instruments: tuple[Instrument, ...]) -> dict[int, str]:
    """Columns headed by different points of one scale, at least three; "not applicable" joins them."""
    found: dict[int, str] = {}
    for place, text in enumerate(row):
        what = said(text) if text else None
        if what is not None and (
            concepts(what.words) or what.mark == NOT_APPLICABLE_MARK or _is_point(what.words, instruments)
        ):
            found[place] = text
    labels = [fold(text) for text in found.values()]
    rated = [text for text in found.values() if said(text).mark is None]
    return found if len(rated) >= 3 and len(set(labels)) == len(labels) else {}


def _is_point(words: str, instruments: tuple[Instrument, ...]) -> bool:
    return bool(words) and any(words == fold(point.label) for instrument in instruments for point in instrument.scale)


def _comment_columns(row: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(place for place, text in enumerate(row) if _COMMENT.match(fold(text)))


def _is_marked(rows: list[tuple[str, ...]], block: _Block) -> bool:
    """Whether nearly all rows that say something below the labels hold marks and nothing else."""
    filled = [row for row in rows[block.first : block.last] if any(row[place] for place in block.labels)]
    return sum(_holds_marks(row, block) for row in filled) * 3 >= len(filled) * 2


def _holds_marks(row: tuple[str, ...], block: _Block) -> bool:
    """Whether a row has no text below the labels: "In good shape" stands in a line about the whole dimension."""
    return all(not row[place] or _is_mark(row[place], label) for place, label in block.labels.items())


def _is_mark(text: str, label: str) -> bool:
    return bool(_MARKS.match(text)) or text.casefold() in _NO_MARKS or fold(text) == fold(label)


def _question(row: tuple[str, ...], block: _Block) -> str:
    """The longest text of a row beside the answers and comments; "" where there is none."""
    texts = [
        text
        for place, text in enumerate(row)
        if place not in block.labels and place not in block.comments and len(text) >= 6
    ]
    return max(texts, key=len, default="")


def _answer(row: tuple[str, ...], block: _Block) -> tuple[str, int]:
    """The label that is marked (labels joined by " / " where several are) and the number of marks."""
    marked = [label for place, label in block.labels.items() if row[place] and row[place].casefold() not in _NO_MARKS]
    return " / ".join(marked), len(marked)


def _heading(rows: list[tuple[str, ...]], block: _Block) -> str:
    """The dimension above a block: the text beside its answer labels, else the nearest single text above."""
    header = rows[block.first - 1]
    beside = [
        text for place, text in enumerate(header) if text and place not in block.labels and place not in block.comments
    ]
    if beside and fold(beside[0]) not in (
        "factor",
        "factors",
        "statement",
        "question",
        "item",
        "pregunta",
        "factor statement",
    ):
        return beside[0]
    above = [
        next((text for text in rows[at] if text), "") for at in range(block.first - 2, max(-1, block.first - 4), -1)
    ]
    return next((text for text in above if text and len(text) < 80 and not text.endswith(":")), "")


def _owner(head: list[tuple[str, ...]]) -> str:
    """The organisation that a cell above the form names: "Organization: X", or X to the right of the label."""
    inline = (found["name"].strip() for row in head for text in row if (found := _OWNER_INLINE.match(text)))
    return next(inline, "") or _beside_label(head, _OWNER)


def _beside_label(head: list[tuple[str, ...]], label: re.Pattern[str]) -> str:
    """The cell to the right of a label such as "Type:"; "" where there is none."""
    for row in head:
        cells = [text for text in row if text]
        for place, text in enumerate(cells[:-1]):
            if label.match(fold(text)):
                return cells[place + 1]
    return ""
