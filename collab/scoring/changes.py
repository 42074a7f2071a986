"""Changes between the first and the last of rounds that follow one another, and how they read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from collab.model import Band, Measure
from collab.scoring.figures import Target, Unit
from collab.scoring.gaps import least_difference
from collab.scoring.over_time import Followed, Missing
from collab.scoring.rounding import TIE, band_of, round_half_away


class Direction(StrEnum):
    """How a figure moved, judged on the change as it is displayed. Up is always towards readiness."""

    ROSE = "rose"
    FELL = "fell"
    SAME = "same"


@dataclass(frozen=True)
class Change:
    """before, after: unrounded figures like for like, None where why says. value: after minus before, rounded.

    value has one decimal for means and three (a tenth of a percentage point) for shares. clear: at least the least
    difference that counts, as for gaps. bands: of before and after; None for shares. partners: how many in both.
    """

    target: Target
    before: float | None
    after: float | None
    value: float | None
    direction: Direction | None
    clear: bool
    bands: tuple[Band | None, Band | None]
    partners: int
    why: Missing | None = None


def changes(followed: Followed, unit: Unit) -> tuple[Change, ...]:
    """The change of one unit per target, in the order of targets."""
    row = followed.units.index(unit)
    return tuple(_change(followed, row, column) for column in range(len(followed.targets)))


def _change(followed: Followed, row: int, column: int) -> Change:
    before, after = (float(followed.figures[end, row, column]) for end in (0, -1))
    target = followed.targets[column]
    if math.isnan(before) or math.isnan(after):
        return Change(target, None, None, None, None, False, (None, None), 0, followed.why[row, column])
    shares = followed.measure is Measure.SHARE
    value = round_half_away(after - before, 3 if shares else 1)
    return Change(
        target=target,
        before=before,
        after=after,
        value=value,
        direction=Direction.SAME if value == 0 else Direction.ROSE if value > 0 else Direction.FELL,
        clear=abs(value) >= least_difference(followed.scores, shares=shares) - TIE,
        bands=(None, None) if shares else (band_of(before, followed.scores), band_of(after, followed.scores)),
        partners=int(followed.partners[0, row, column]),
    )
