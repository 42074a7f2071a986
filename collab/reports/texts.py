"""Text on slides and paper: without what no file can hold, and in as many lines as there is room for."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ELLIPSIS = "…"
_END = 0.4
"""How much of a cut name its end takes."""
_BY_WIDTH = {
    0.24: "ijl'‘’|",
    0.28: " !,./:;[]\\ftI·",
    0.345: 'r()-`"“”*{}',
    0.5: "ckvxyzsJ",
    0.556: "abdeghnopqu0123456789L#$_?–+<=>~−",
    0.611: "FTZ",
    0.667: "ABEKPSVXY&",
    0.722: "CDHNRUw",
    0.778: "GOQ",
    0.833: "mM",
    1.0: "W—…%▲▼@",
}
"""How wide the signs of Arial are, in heights of its letters."""
_WIDTHS = {sign: width for width, signs in _BY_WIDTH.items() for sign in signs}
_OTHER, _BLANK, _WIDE = 0.6, 0.28, 1.0
BOLD = 1.08
"""How much wider bold letters are."""
_DOUBLE = ("W", "F")
_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8", "•"))
"""What Word copies as a bullet: signs of its own, for which only its symbol font has a shape."""


def tidy(text: str) -> str:
    """The text without control characters, private signs and halves of characters.

    Tabs are blanks, line breaks stay, a bullet that comes from Word is one that every font has.
    """
    told = text.translate(_BULLETS)
    lines = ("".join(" " if sign == "\t" else sign for sign in line if _may_stand(sign)) for line in told.splitlines())
    return "\n".join(lines).strip()


def _may_stand(sign: str) -> bool:
    return sign == "\t" or (unicodedata.category(sign) not in ("Cc", "Cs", "Cn", "Co") and sign not in "\ufffe\uffff")


@lru_cache(maxsize=65_536)
def wide(text: str) -> float:
    """About how wide a text is, in heights of its letters."""
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in _DOUBLE:
        return _WIDE
    return _WIDTHS.get(sign, _OTHER)


def lines_of(text: str, room: float) -> int:
    """On how many lines a text stands, where a line has this much room, in heights of its letters."""
    return sum(_lines_of_one(line, max(room, 1.0)) for line in (text or " ").split("\n"))


def _lines_of_one(text: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in text.split():
        width = wide(word)
        if used and used + _BLANK + width > room:
            lines, used = lines + 1, 0.0
        over = int(width // room)
        lines += over
        used += width - over * room + (_BLANK if used else 0.0)
    return lines


def broken(text: str, room: float) -> str:
    """The text with a line break wherever a line is full."""
    rows: list[str] = []
    for word in text.split():
        if rows and wide(f"{rows[-1]} {word}") <= room:
            rows[-1] = f"{rows[-1]} {word}"
        else:
            rows.append(word)
    return "\n".join(rows)


def cut(text: str, room: float, lines: int) -> str:
    """The text on at most so many lines; what is cut ends with an ellipsis."""
    if lines_of(text, room) <= lines:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = lines_of(text[:middle].rstrip() + ELLIPSIS, room) <= lines
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip(" ,.-\n") + ELLIPSIS


def cut_in_middle(text: str, room: float, lines: int) -> str:
    """The same, with its end: names of one family often differ there."""
    if lines_of(text, room) <= lines:
        return text
    end = ""
    for word in reversed(text.split()):
        longer = f"{word} {end}".strip()
        if wide(longer) > room * lines * _END:
            break
        end = longer
    begin = cut(text, room * lines - wide(f" {ELLIPSIS} {end}"), 1).rstrip(ELLIPSIS).rstrip(" ,.-")
    while begin and lines_of(f"{begin} {ELLIPSIS} {end}", room) > lines:
        begin = begin[:-1].rstrip(" ,.-")
    return f"{begin} {ELLIPSIS} {end}".strip()
