"""Who takes part in an initiative on a day: one that has left is asked for nothing, and what it said before stays."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from collab.errors import NotAllowed, NotFound
from collab.model import Partner, Round, RoundState
from collab.store import partners
from collab.store.unit import Unit
from collab.when import When


def present(every: Iterable[Partner], day: date | When) -> tuple[Partner, ...]:
    """Those that take part on a day: who is asked on it, and whose word decides."""
    return tuple(each for each in every if each.takes_part(day))


def present_or(every: Iterable[Partner], day: date | When, spoke: Iterable[str | None]) -> tuple[Partner, ...]:
    """Those that take part on a day, and those that do not but spoke (ids)."""
    said = set(spoke)
    return tuple(each for each in every if each.takes_part(day) or each.id in said)


def asked_in(
    every: Iterable[Partner], round_: Round, *, on: date | When, answered: Collection[str]
) -> tuple[Partner, ...]:
    """Those that a round asks, as of a day: they took part on its own day, or answered (ids) whatever their dates say.

    While it is open it waits for none that has left since.
    """
    day, is_open = day_of(round_) or on, round_.state is RoundState.OPEN
    return tuple(
        each for each in every if each.id in answered or (each.takes_part(day) and not (is_open and each.has_left(on)))
    )


def day_of(round_: Round) -> date | None:
    """The day on which a round was held, else on which it was made."""
    return round_.held_on or (round_.created_at.date() if round_.created_at is not None else None)


def refuse_partner(
    unit: Unit, initiative_id: str, partner_id: object, *, kept: str | None = None, on: date | When | None = None
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
    if on is not None and found.has_left(on):
        raise NotAllowed(f"“{found.name}” {told_of(found, on)}. Choose a partner that takes part.")


def told_of(partner: Partner, on: date | When) -> str:
    """Since when it takes no part, or until when it does: "left in 2017", "leaves in 2026", "joins in 2028", or ""."""
    if partner.joined_on is not None and not (partner.takes_part(on) or partner.has_left(on)):
        return f"joins {partner.joined_on.on_it}"
    if partner.left_on is None:
        return ""
    return f"{'left' if partner.has_left(on) else 'leaves'} {partner.left_on.on_it}"
