"""The meaning of one cell's XML. Each different piece of XML is read once, however many cells hold it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree.ElementTree import ParseError

import numpy as np
from defusedxml.ElementTree import fromstring

from collab.exchange.reading import limits
from collab.exchange.reading.refusals import refuse
from collab.exchange.reading.shared import SharedTexts, rich_text, unescaped
from collab.exchange.reading.styles import Meaning, value_under
from collab.exchange.reading.text import Clean, clean_text, workbook_cell
from collab.exchange.sheet import CellType

SIMPLE = re.compile(
    rb'((?: [a-zA-Z]+="[^"<&]*")*)>(?:<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?'
    rb'(?:<v>([^<&]*)</v>|<is><t(?: xml:space="preserve")?>([^<&]*)</t></is>)'
).fullmatch
TYPE = re.compile(rb' t="([^"]*)"')
STYLE = re.compile(rb' s="(\d{1,6})"')
INLINE, INLINE_END = b' t="inlineStr"><is><t>', b"</t></is>"


class Unusual(Exception):
    """A sheet is written in a way that is left to a full parser."""


@dataclass(frozen=True)
class Surrounding:
    """What the cells of a workbook refer to: shared texts, the meaning of each cell format, the calendar.

    clean: how their texts are taken over.
    """

    texts: SharedTexts = field(default_factory=SharedTexts)
    meanings: Sequence[Meaning] = ()
    from_1904: bool = False
    clean: Clean = clean_text


class Dictionary(dict[bytes, int]):
    """The code of each piece of a cell's XML, from after its reference to before its end.

    texts and types are in the order of the codes; 0 is the empty cell. A text occurs once with each type.
    """

    def __init__(self, around: Surrounding) -> None:
        self.around = around
        self.texts = [""]
        self.types = [CellType.EMPTY]
        self.codes: dict[tuple[str, CellType], int] = {("", CellType.EMPTY): 0}
        self.shared = np.full(len(around.texts), -1, dtype=np.int32)
        self.characters = 0
        self.attributes: dict[bytes, tuple[str, int]] = {}

    def __missing__(self, piece: bytes) -> int:
        code = self[piece] = self._code(*self._read(piece))
        return code

    def shared_codes(self, numbers: np.ndarray) -> np.ndarray:
        """The codes (int32) of shared texts by their numbers."""
        if len(numbers) and numbers.max() >= len(self.shared):
            raise Unusual("a shared text that does not exist")
        for number in np.unique(numbers[self.shared[numbers] < 0]).tolist():
            self.shared[number] = self._code(self.around.texts[number], CellType.TEXT)
        return self.shared[numbers]

    def _code(self, text: str, kind: CellType) -> int:
        key = (text, kind if text else CellType.EMPTY)
        code = self.codes.setdefault(key, len(self.texts))
        if code == len(self.texts):
            if len(text) > limits.CELL_CHARACTERS:
                raise refuse("long_cell")
            self.texts.append(text)
            self.types.append(kind)
            self.characters += len(text)
        return code

    def check(self) -> None:
        """Refuse more different texts than a survey can have."""
        if len(self.texts) > limits.DISTINCT_TEXTS or self.characters > limits.DISTINCT_CHARACTERS:
            raise refuse("too_many_texts")

    def _read(self, piece: bytes) -> tuple[str, CellType]:
        if piece.startswith(INLINE) and piece.endswith(INLINE_END):
            inside = piece[len(INLINE) : -len(INLINE_END)]
            if b"<" not in inside and b"&" not in inside:
                return self.around.clean(unescaped(inside.decode("utf-8", "replace"))), CellType.TEXT
        simple = SIMPLE(piece)
        if not simple:
            return self._meaning(*_parsed(piece))
        told = self.attributes.get(simple[1]) or self._told(simple[1])
        inline = simple[3] is not None
        return self._meaning(*told, (simple[3] if inline else simple[2]).decode("utf-8", "replace"), inline)

    def _told(self, attributes: bytes) -> tuple[str, int]:
        kind, style = TYPE.search(attributes), STYLE.search(attributes)
        told = (kind[1].decode("ascii", "replace") if kind else "n"), int(style[1]) if style else 0
        self.attributes[attributes] = told
        return told

    def _meaning(self, kind: str, style: int, text: str, inline: bool = False) -> tuple[str, CellType]:
        """What a cell of this type, format and content is."""
        if inline or kind == "inlineStr" or kind == "str":
            return self.around.clean(unescaped(text)), CellType.TEXT
        if not text.strip():
            return "", CellType.EMPTY
        if kind == "s":
            return self._shared(text), CellType.TEXT
        if kind == "n":
            return self._number(text, style)
        if kind == "b":
            return workbook_cell(("b", text.strip() in ("1", "true")))
        if kind == "e":
            return clean_text(text), CellType.ERROR
        if kind == "d":
            return _iso(text), CellType.DATE
        raise Unusual(kind)

    def _shared(self, text: str) -> str:
        try:
            return self.around.texts[int(text)]
        except (ValueError, IndexError) as fault:
            raise Unusual("a shared text that does not exist") from fault

    def _number(self, text: str, style: int) -> tuple[str, CellType]:
        try:
            number = float(text)
        except ValueError as fault:
            raise Unusual("a number that is none") from fault
        meanings = self.around.meanings
        meaning = meanings[style] if style < len(meanings) else Meaning.NUMBER
        return workbook_cell(value_under(meaning, number, from_1904=self.around.from_1904))


def _iso(text: str) -> str:
    try:
        return workbook_cell(datetime.fromisoformat(text.strip()))[0]
    except ValueError as fault:
        raise Unusual("a date that is none") from fault


def _parsed(piece: bytes) -> tuple[str, int, str, bool]:
    """Type, format, content of a cell that is more than a value: with a formula, rich text or entities."""
    try:
        cell = fromstring(b"<c" + piece + b"</c>")
    except (ParseError, ValueError) as fault:
        raise Unusual("a cell with parts of other vocabularies") from fault
    style = cell.get("s", "0")
    if not style.isdecimal():
        raise Unusual(style)
    inline = cell.find("is")
    if inline is not None:
        return "inlineStr", int(style), rich_text(inline), True
    value = cell.find("v")
    content = "" if value is None else "".join(value.itertext())
    return cell.get("t", "n"), int(style), content, False
