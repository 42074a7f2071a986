"""How wide text is, estimated without a browser, and lines that hold to it: for drawings that no browser wraps."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from collab.charts.words import ELLIPSIS

# In heights of a letter, as Source Sans has them or a little more: the letters that come with Streamlit.
_NARROW, _SLIM, _WIDE = frozenset("ilj.,:;'|!I "), frozenset("tfr()[]{}-/`"), frozenset("mwMWQO@%&—…★")
_NARROW_EM, _SLIM_EM, _WIDE_EM, _CAPITAL_EM, _OTHER_EM, _FULL_EM = 0.28, 0.36, 0.86, 0.63, 0.535, 1.05
BOLD = 1.05
"""How much wider bold letters are."""


def width_of(text: str) -> float:
    """How wide the text is, in heights of its letters."""
    return sum(map(_em, text))


@lru_cache(maxsize=4096)
def _em(letter: str) -> float:
    if letter in _NARROW or unicodedata.combining(letter):
        return _NARROW_EM
    if letter in _SLIM:
        return _SLIM_EM
    if unicodedata.east_asian_width(letter) in "WF":
        return _FULL_EM
    if letter in _WIDE:
        return _WIDE_EM
    return _CAPITAL_EM if letter.isupper() else _OTHER_EM


def lines_within(text: str, room: float, *, most: int) -> tuple[str, ...]:
    """The text on at most so many lines of this width (heights of its letters), cut at the end with an ellipsis."""
    words = [part for word in text.split() for part in _broken(word, room)]
    lines: list[str] = []
    for word in words:
        if lines and width_of(f"{lines[-1]} {word}") <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _cut(lines[most - 1], room))


def _broken(word: str, room: float) -> list[str]:
    """A word that is wider than a line in parts that are not."""
    parts = [""]
    for letter in word:
        if parts[-1] and width_of(parts[-1] + letter) > room:
            parts.append("")
        parts[-1] += letter
    return parts


def _cut(line: str, room: float) -> str:
    while line and width_of(line + ELLIPSIS) > room:
        line = line[:-1]
    return line.rstrip(" ,.-") + ELLIPSIS
