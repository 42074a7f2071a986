"""The guard of the length of one text in XML."""

from __future__ import annotations

from html import unescape

import numpy as np

from collab.exchange.reading.limits import CELL_CHARACTERS
from collab.exchange.reading.refusals import refuse

LESS = ord("<")


def check_lengths(data: bytes, tags: np.ndarray | None = None, sheet: str | None = None) -> None:
    """Refuse a text between two tags that is longer than a cell may be; tags is where tags begin."""
    if tags is None:
        tags = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == LESS)
    gaps = np.diff(tags, append=len(data))
    for at in np.flatnonzero(gaps > CELL_CHARACTERS):
        text = data[tags[at] : tags[at] + gaps[at]].decode("utf-8", "replace")
        if len(unescape(text[text.find(">") + 1 :])) > CELL_CHARACTERS:
            raise refuse("long_cell", sheet=sheet)
