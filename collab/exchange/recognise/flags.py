"""Columns that answer "Is it a charter?" with yes or no, read as columns of sectors."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from collab.exchange.recognise.sectors import DENIED, sector_choices, sector_meant
from collab.exchange.recognise.table import Field
from collab.exchange.recognise.text import fold
from collab.exchange.sheet import CellType

_YES = frozenset(("y", "yes", "true", "t", "1", "x", "si", "oui", "✓", "✔", "checked", "selected"))
_NO = frozenset(("n", "no", "false", "f", "0", "non", "unchecked", "not selected"))
_ASKS = re.compile(r"^(is|es|est|are) ")
_TRIMMINGS = re.compile(r"\b(is|es|a|an|flag|indicator|status|ind|y n|yes no|yn|school|schools|escuela|una)\b")
_MOST_WORDS = 12


def read_as_sectors(field: Field) -> Field:
    """The column with a sector's word in place of yes, and "Not ..." in place of no; any other column as it is.

    A blank is a no where people only ever mark a yes.
    """
    said = {_plain(text) for text in field.sample}
    sector = next((word for name in field.names if (word := _asked_about(name))), "")
    if not sector or not said or not said <= _YES | _NO or not said & _YES:
        return field
    answers = ["", *(sector if _plain(text) in _YES else f"{DENIED}{sector}" for text in field.values[1:])]
    if said & _NO:
        return replace(field, values=tuple(answers))
    codes = np.where(field.codes == 0, len(answers), field.codes).astype(np.int32)
    return replace(field, values=(*answers, f"{DENIED}{sector}"), types=(*field.types, CellType.TEXT), codes=codes)


def is_flag(field: Field) -> bool:
    """Whether a column says with yes and no of each organisation whether it is of one sector."""
    return read_as_sectors(field) is not field


def _plain(text: str) -> str:
    return fold(text) or text.strip()


def _asked_about(name: str) -> str:
    """The label of the one sector that a folded header asks about: "charter school flag"; "" for any other header."""
    bare = " ".join(_TRIMMINGS.sub(" ", name).split())
    if len(name.split()) > _MOST_WORDS or not (_ASKS.match(name) or len(bare.split()) <= 1):
        return ""
    meant = sector_meant(bare)
    return next((choice.label for choice in sector_choices() if choice.key == meant), "")
