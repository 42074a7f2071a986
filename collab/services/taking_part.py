"""Who takes part in an initiative on a day: one that has left is asked for nothing, and what it said before stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from collab.errors import NotAllowed, NotFound
from collab.model import Partner, Round
from collab.store import partners
from collab.store.unit import Unit


def present(every: Iterable[Partner], day: date) -> tuple[Partner, ...]:
    """Those that have not left by a day: who is asked on it, and whose word decides."""
    return tuple(each for each in every if each.takes_part(day))


def present_or(every: Iterable[Partner], day: date, spoke: Iterable[str | None]) -> tuple[Partner, ...]:
    """Those that have not left by a day, and those that have but spoke (ids) before."""
    said = set(spoke)
    return tuple(each for each in every if each.takes_part(day) or each.id in said)


def asked_in(every: Iterable[Partner], round_: Round) -> tuple[Partner, ...]:
    """Those that a round asks: they had joined by its day, and had not left."""
    day = day_of(round_)
    if day is None:
        return tuple(every)
    return tuple(each for each in present(every, day) if each.joined_on is None or each.joined_on.first <= day)


def day_of(round_: Round) -> date | None:
    """The day on which a round was held, else on which it was made."""
    return round_.held_on or (round_.created_at.date() if round_.created_at is not None else None)


def refuse_partner(
    unit: Unit, initiative_id: str, partner_id: object, *, kept: str | None = None, on: date | None = None
) -> None:
    """NotFound where the partner is none of the initiative's; NotAllowed where it had left by a day (None: any).

    partner_id None means no partner. kept: the one that is saved already, which may stay though it has left since.
    """
    if partner_id is None or partner_id == kept:
        return
    every = partners.partners_in(unit, initiative_id)
    found = next((each for each in every if each.id == partner_id), None)
    if found is None:
        raise NotFound("This partner does not take part in this initiative any more. Choose another one, or none.")
    if on is not None and found.left_on is not None and not found.takes_part(on):
        raise NotAllowed(f"“{found.name}” left {found.left_on.on_it}. Choose a partner that takes part.")
