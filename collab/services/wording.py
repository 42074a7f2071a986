"""Small pieces that screens and files share: counts, rows of words, figures, days, moments; not escaped."""

from __future__ import annotations

import math
from datetime import date, datetime

from collab.when import When

DECIMALS = 10
"""So that a half in the exact ratio is a half in a file too, and is rounded away from zero as on every screen."""


def many(count: int, one: str, several: str = "") -> str:
    """A count with its noun: "1 partner", "1,204 partners"."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def listed(words: tuple[str, ...], *, most: int = 8) -> str:
    """Words in a row: "a, b and c"; beyond most, how many more."""
    shown, rest = words[:most], len(words) - most
    if rest > 0:
        return f"{', '.join(shown)} and {rest} more"
    return " and ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


def responsible(owner: str, partner: str) -> str:
    """Who does something, in their own words and by the name of their partner; "" where nobody is named."""
    return ", ".join(dict.fromkeys(part for part in (owner, partner) if part))


def figure(value: float | None) -> float | None:
    """A figure as a cell or a chart of a file holds it; None where there is none, which is never zero."""
    return None if value is None or math.isnan(value) else round(float(value), DECIMALS)


def moment(at: datetime) -> str:
    """A point in time as people here read it: local, to the minute."""
    local = at.astimezone() if at.tzinfo else at
    return f"{local.day} {local:%b %Y, %H:%M}"


def day(on: date | When) -> str:
    """A day, or as much of it as is known, as people here read it: "5 Oct 2026", "Oct 2026", "2026"."""
    return str(on if isinstance(on, When) else When(on.year, on.month, on.day))
