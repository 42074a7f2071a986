"""How long initiatives stay in a stage, and which of them stall by the stage's own spread. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

LEAST_STAYS = 5
"""From so many stays on, a stage has a spread of its own."""
LONG_WITHOUT_SPREAD_DAYS = 365
"""What counts as long in a stage with fewer stays."""
QUIET_DAYS = 90
"""Without any work recorded for longer than this, an initiative is quiet."""


@dataclass(frozen=True)
class Spread:
    """The stays in one stage, in days. long: a stay of more days is a long one; median: None without any stay.

    own: long is the upper quartile of the stage's own stays, else LONG_WITHOUT_SPREAD_DAYS.
    """

    stays: int
    median: float | None
    long: float
    own: bool


def spread_of(days: Sequence[int]) -> Spread:
    """The spread of stays, those that go on included. Quartiles by linear interpolation (Hyndman and Fan's type 7)."""
    middle = float(median(days)) if days else None
    if len(days) < LEAST_STAYS:
        return Spread(len(days), middle, float(LONG_WITHOUT_SPREAD_DAYS), own=False)
    return Spread(len(days), middle, quantiles(days, n=4, method="inclusive")[2], own=True)


def is_stalled(days: int, quiet_days: int, spread: Spread) -> bool:
    """Longer in its stage than the stage's long stay, and nothing done in it for more than QUIET_DAYS."""
    return days > spread.long and quiet_days > QUIET_DAYS
