"""Numbers in a column of averages: their values, what the source suppressed, whether they read as percentages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from collab.exchange.recognise.scale import is_suppressed, said
from collab.exchange.recognise.table import Field, once_per_field
from collab.exchange.recognise.text import number

_MOST_VALUES = 20000


@dataclass(frozen=True)
class Figures:
    """One column of numbers, per different value (not per row).

    values: float64, NaN where the cell is no number.   suppressed: bool, hidden by the source.
    numbers, others: how many rows hold a number, or neither a number nor a mark nor nothing.
    """

    values: np.ndarray
    suppressed: np.ndarray
    numbers: int
    others: int
    is_whole: bool
    low: float
    high: float
    says_percent: bool

    def divided(self, by: float) -> Figures:
        """The same column in other units."""
        return replace(self, values=self.values / by, low=self.low / by, high=self.high / by)

    def turned(self, ends: float) -> Figures:
        """The same column with its scale upside down; ends is the sum of the lowest and the highest point."""
        return replace(self, values=ends - self.values, low=ends - self.high, high=ends - self.low)


@once_per_field
def figures(field: Field) -> Figures:
    """The numbers of a column; a value that is neither number nor suppression mark is NaN."""
    size = len(field.values)
    values, suppressed = np.full(size, np.nan), np.zeros(size, dtype=bool)
    if field.distinct > _MOST_VALUES:
        return Figures(values, suppressed, 0, field.filled, False, np.nan, np.nan, False)
    others = 0
    percent = False
    for code in field.present:
        text = field.values[code]
        value = number(text)
        if value is not None:
            values[code] = value
            percent = percent or text.rstrip().endswith("%")
        elif is_suppressed(text) or said(text).mark is not None:
            suppressed[code] = True
        else:
            others += int(field.counts[code])
    present = values[~np.isnan(values)]
    low, high = (float(present.min()), float(present.max())) if len(present) else (np.nan, np.nan)
    counted = int(field.counts[~np.isnan(values)].sum())
    return Figures(values, suppressed, counted, others, bool(np.all(present == np.round(present))), low, high, percent)


_PERCENT = re.compile(
    r"%|\b(percent|percentage|pct|porcentaje|favorable|favourable|positive|top box|top two box)\b",
    re.IGNORECASE,
)


_BRACKETED = re.compile(r"[(\[]([^()\[\]]{1,80})[)\]]")
_SHORT = 8


def says_percent(field: Field) -> bool:
    """Whether a header speaks of percentages or of positive answers."""
    return any(speaks_of_percent(text) for text in field.path)


def speaks_of_percent(text: str) -> bool:
    """Whether a short text does, or the beginning or the brackets of a long one: "Buses are on time (% agree)"."""
    if len(text.split()) <= _SHORT:
        return bool(_PERCENT.search(text))
    return bool(_PERCENT.match(text.strip())) or any(_PERCENT.search(part) for part in _BRACKETED.findall(text))


def is_measure(found: Figures) -> bool:
    """Whether numbers could be averages or shares: nearly all are numbers, none below 0 or above 100, not all whole."""
    if found.numbers == 0 or found.others * 5 > found.numbers or found.low < 0 or found.high > 100:
        return False
    return not found.is_whole or found.says_percent
