"""A bar whose ends are known to a month or a year only: strong where it surely was, paler the less sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

STEPS = 12
PALEST = 0.14


@dataclass(frozen=True)
class Layer:
    """A part of a bar, drawn over the wider one before it. opacity: 0..1, of this layer alone."""

    begins: date
    ends: date
    opacity: float


def layers(begins: date, surely_from: date, surely_to: date, ends: date) -> tuple[Layer, ...]:
    """A bar that began between begins and surely_from and ended between surely_to and ends, the widest layer first.

    What all layers up to one make together grows from PALEST to 1. Where the bar may have ended before it surely
    began, the strongest are left out.
    """
    found, before = [], 0.0
    for step in range(STEPS + 1):
        sure = step / STEPS
        first, last = begins + (surely_from - begins) * sure, ends - (ends - surely_to) * sure
        if first > last:
            break
        wanted = PALEST + (1 - PALEST) * sure
        found.append(Layer(first, last, 1 - (1 - wanted) / (1 - before)))
        before = wanted
    return tuple(found)
