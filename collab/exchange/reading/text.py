"""The text of a cell as it is shown: clean spaces and quotes, shortest numbers, ISO dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from collab.exchange.sheet import CellType

PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*").fullmatch
INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
    "|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
    "|[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
SURROGATE = re.compile("[\ud800-\udfff]")
QUOTES = str.maketrans("‘’‚‛“”„‟", "''''\"\"\"\"")
NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?").fullmatch
DECIMAL_COMMA = re.compile(r"-?(?:0|[1-9]\d{0,14}),\d{1,15}").fullmatch
DATE = re.compile(
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))"
    r"(?:[ T,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
    r"(?: ?(?:Z|[A-Z]{2,4}|[+-]\d{2}:?\d{2}|[A-Z]{3}[+-]\d{1,2}))?)?"
).fullmatch
HALF_A_SECOND = timedelta(microseconds=500_000)
Clean = Callable[[str], str]
"""How the text of a cell is taken over."""


def clean_text(raw: str) -> str:
    """The text without invisible characters, with straight quotes and single spaces; its words are kept."""
    if PLAIN(raw):
        return raw
    text = INVISIBLE.sub("", raw).translate(QUOTES)
    text = SURROGATE.sub("\ufffd", text)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def typed_text(raw: str) -> str:
    """The text as it was typed: its lines, its quotes and the spaces within them; of blanks only those at the end of a
    line are dropped, and what cannot be seen. A tab is a space."""
    if PLAIN(raw):
        return raw
    text = SURROGATE.sub("\ufffd", INVISIBLE.sub("", raw.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")))
    return unicodedata.normalize("NFC", "\n".join(line.rstrip() for line in text.split("\n")).strip())


def shortest_number(value: float) -> str:
    """The shortest plain decimal that reads back as this number: "4", "0.25", "0.00001"."""
    if value == int(value):
        return str(int(value))
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text


def _moment(value: datetime) -> str:
    rounded = value + HALF_A_SECOND if value < datetime.max - HALF_A_SECOND else value
    return rounded.replace(microsecond=0).isoformat()


def _length_of_time(value: timedelta) -> str:
    seconds = round(abs(value.total_seconds()))
    sign = "-" if value < timedelta() else ""
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def workbook_cell(raw: object, *, clean: Clean = clean_text) -> tuple[str, CellType]:
    """Text and type of a cell as the parser of a workbook gives it; a bool comes as ("b", value)."""
    if isinstance(raw, str):
        return clean(raw), CellType.TEXT
    if isinstance(raw, float | int):
        return (shortest_number(raw), CellType.NUMBER) if abs(raw) < 1e300 else ("", CellType.EMPTY)
    if isinstance(raw, tuple):
        return ("TRUE" if raw[1] else "FALSE"), CellType.BOOLEAN
    if isinstance(raw, datetime):
        return _moment(raw), CellType.DATE
    if isinstance(raw, date):
        return raw.isoformat(), CellType.DATE
    if isinstance(raw, time):
        return raw.replace(microsecond=0).isoformat(), CellType.DATE
    if isinstance(raw, timedelta):
        return _length_of_time(raw), CellType.DATE
    return "", CellType.EMPTY


def written_cell(raw: object) -> tuple[str, CellType]:
    """Text and type of a cell of a text file, where only the writing tells what it is."""
    text = clean_text(str(raw))
    if NUMBER(text):
        return _shorter(text), CellType.NUMBER
    if text in BOOLEANS:
        return text.upper(), CellType.BOOLEAN
    return text, CellType.DATE if DATE(text) else CellType.TEXT


def written_cell_with_decimal_comma(raw: object) -> tuple[str, CellType]:
    """As written_cell, for files whose columns are divided by semicolons: "3,5" is a number there."""
    text = clean_text(str(raw))
    return written_cell(text.replace(",", ".") if DECIMAL_COMMA(text) else text)


BOOLEANS = frozenset({"TRUE", "FALSE", "True", "False", "true", "false"})


def _shorter(number: str) -> str:
    short = number.rstrip("0").rstrip(".") if "." in number else number
    return "0" if short == "-0" else short
