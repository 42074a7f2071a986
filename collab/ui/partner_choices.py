"""Partners as choices of a field: those that take part, and by name the others that may stay or belong there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collab.model import Partner

NOBODY = "No partner"


def choices(present: Iterable[Partner], others: Iterable[Partner] = ()) -> tuple[tuple[object, str], ...]:
    """Nobody, those that take part, then the others with since when they do not: "Beacon Prep (left in 2017)"."""
    from collab.services.taking_part import told_of

    offered, today = {each.id: each.name for each in present}, date.today()
    for each in others:
        told = told_of(each, today)
        offered.setdefault(each.id, f"{each.name} ({told})" if told else each.name)
    return ((None, NOBODY), *offered.items())
