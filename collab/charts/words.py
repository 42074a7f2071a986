"""Text in charts: safe for plotly, wrapped or shortened to the room there is, figures as they are read."""

from __future__ import annotations

import html
from functools import lru_cache
from textwrap import wrap

ELLIPSIS = "…"


def safe(text: str) -> str:
    """The text as literal plotly text: no tag, no entity, no line break of its own."""
    return html.escape(" ".join(text.split()), quote=False)


def shortened(text: str, room: int) -> str:
    """The text in at most `room` characters, cut at the end with an ellipsis."""
    text = " ".join(text.split())
    return text if len(text) <= room else text[: max(room - 1, 1)].rstrip(" ,.-") + ELLIPSIS


def wrapped(text: str, *, room: int, lines: int) -> str:
    """The text on at most `lines` lines of `room` characters each, safe for plotly, cut with an ellipsis."""
    rows = _rows(" ".join(text.split()), max(room, 2)) or [""]
    if len(rows) > lines:
        rows = [*rows[: lines - 1], shortened(" ".join(rows[lines - 1 :]), room)]
    return "<br>".join(safe(row) for row in rows)


def is_whole(text: str, *, room: int, lines: int) -> bool:
    """Whether `wrapped` shows the whole text on so many lines."""
    return lines_needed(text, room=room) <= lines


@lru_cache(maxsize=16_384)
def lines_needed(text: str, *, room: int) -> int:
    """On how many lines of `room` characters the whole text stands, a long word being broken."""
    return max(len(_rows(" ".join(text.split()), max(room, 2))), 1)


def with_its_end(text: str, room: int) -> str:
    """The text in at most `room` characters, cut in the middle: names of one family often differ at the end."""
    text = " ".join(text.split())
    if len(text) <= room:
        return text
    end = text[-max(room * 2 // 5, 1) :]
    end = end.partition(" ")[2] or end
    begin = text[: max(room - len(end) - 3, 1)]
    begin = begin.rpartition(" ")[0] or begin
    return f"{begin.rstrip(' ,.-')} {ELLIPSIS} {end}"


def fits(text: str, *, room: int, lines: int) -> bool:
    """Whether the whole text stands on so many lines of `room` characters without breaking a word."""
    rows = wrap(text, width=max(room, 1), break_long_words=False)
    return len(rows) <= lines and all(len(row) <= room for row in rows)


def _rows(text: str, room: int) -> list[str]:
    """Rows of at most `room` characters; a word that is longer is broken with a hyphen."""
    words = [part for word in text.split() for part in _broken(word, room)]
    return wrap(" ".join(words), width=room, break_on_hyphens=True)


def _broken(word: str, room: int) -> list[str]:
    parts = []
    while len(word) > room and room > 3 and "-" not in word[1:room]:
        parts.append(word[: room - 1] + "-")
        word = word[room - 1 :]
    return [*parts, word]


def lines_in(text: str) -> int:
    """How many lines a wrapped text takes."""
    return text.count("<br>") + 1
