"""Text in charts: safe for plotly, wrapped or shortened to the room there is, figures as they are read."""

from __future__ import annotations

import html
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
    rows = wrap(" ".join(text.split()), width=max(room, 2), break_long_words=True) or [""]
    if len(rows) > lines:
        rows = [*rows[: lines - 1], shortened(" ".join(rows[lines - 1 :]), room)]
    return "<br>".join(safe(row) for row in rows)


def lines_in(text: str) -> int:
    """How many lines a wrapped text takes."""
    return text.count("<br>") + 1
