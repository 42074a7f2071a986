"""A small table in a meeting view, in letters that are as large as the screen has room for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from collab.charts.letters import lines_within, width_of
from collab.ui import viewport

OF_WIDTH, OF_HEIGHT = 1.4584, 2.9
"""The letters of a table that fills the screen, in hundredths of its width and of its height."""
LARGEST, SIZES = 1.45, 15
"""How many times as large letters may be, so as to be no larger than the title above; how many sizes are tried."""
WIDTH, HEIGHT = 64.0, 27.0
"""What a table may fill where letters are not enlarged, in heights of a letter, as everything below."""
AROUND, BESIDE, LEADING = 0.6, 0.8, 1.35
"""What is above and below the lines of a cell, what is beside its text, and from line to line."""
NARROW = 14.0
"""How wide a column is at most that never breaks its text."""
MOST_LINES = 99


def draw(columns: Mapping[str, Sequence[str]], *, alt: str) -> None:
    """The table. columns: name to cells, which are Markdown."""
    times = enlarged(columns)
    letters = f"max(14px, min({OF_WIDTH * times:.4f}vw, {OF_HEIGHT * times:.4f}vh))"
    st.html(
        "<style>"
        '.stTable [data-testid="stMarkdownContainer"], .stTable td > * { max-width: none !important; } '
        ".stTable :is(td, th), .stTable :is(td, th) :is(p, span) "
        f"{{ font-size: {letters} !important; line-height: {LEADING} !important; }} "
        f"@media (min-width: {viewport.NARROW}px) {{ {_unbroken(columns)} }}"
        "</style>"
    )
    st.table(columns, border="horizontal", hide_index=True, alt=alt)


def _unbroken(columns: Mapping[str, Sequence[str]]) -> str:
    """Rules for the columns that never break their text; counted from the last, since an index stands first."""
    narrow = (place for place, each in enumerate(reversed(_texts(columns)), 1) if _widest(each) <= NARROW)
    cells = (f".stTable :is(td, th):nth-last-child({place})" for place in narrow)
    return " ".join(f"{cell}, {cell} * {{ white-space: nowrap !important; }}" for cell in cells)


def enlarged(columns: Mapping[str, Sequence[str]]) -> float:
    """How many times as large as those of a full table its letters may be, 1 to LARGEST."""
    sizes = (LARGEST - (LARGEST - 1) * step / (SIZES - 1) for step in range(SIZES))
    return next((each for each in sizes if _height(columns, WIDTH / each) * each <= HEIGHT), 1.0)


def _height(columns: Mapping[str, Sequence[str]], width: float) -> float:
    """How high a table of this width is; infinite where its columns have no room beside each other."""
    texts = _texts(columns)
    rooms = _rooms([_widest(each) for each in texts], width)
    if min(rooms) <= 0:
        return float("inf")
    rows = zip(*texts, strict=True)
    return sum(max(map(_lines, row, rooms)) * LEADING + AROUND for row in rows)


def _texts(columns: Mapping[str, Sequence[str]]) -> list[list[str]]:
    return [[name, *cells] for name, cells in columns.items()]


def _widest(texts: Sequence[str]) -> float:
    return max(map(width_of, texts))


def _rooms(widest: Sequence[float], width: float) -> list[float]:
    """What each column has for its text: narrow ones all that they ask for, the others a share of what is left."""
    left = width - sum(each + BESIDE for each in widest if each <= NARROW)
    asked = sum(each + BESIDE for each in widest if each > NARROW)
    share = min(left / asked, 1.0) if asked else min(left, 1.0)
    return [each if each <= NARROW and left > 0 else (each + BESIDE) * share - BESIDE for each in widest]


def _lines(text: str, room: float) -> int:
    return len(lines_within(text, room, most=MOST_LINES))
