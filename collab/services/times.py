"""Times that people give, checked before they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from collab.errors import NotAllowed
from collab.when import When

LONG_AGO_DAYS = 60
"""Beyond how many days a step counts as one that is written down afterwards."""


def time_given(on: date | When) -> When:
    """A day, a month or a year as it is kept; NotAllowed where no time is kept that is so long ago or so far ahead."""
    try:
        return When.of(on)
    except ValueError as error:
        raise NotAllowed(f"{error} Correct the year.") from error


def is_long_ago(when: When, today: date) -> bool:
    """Whether a step is written down so late that what is known today says nothing of how a gate stood then."""
    return (today - when.last).days > LONG_AGO_DAYS


def refuse_later_than_today(said_on: date | None) -> None:
    """NotAllowed where a day on which somebody said something is still to come."""
    if said_on is not None and said_on > date.today():
        raise NotAllowed(
            f"{When(said_on.year, said_on.month, said_on.day)} is still to come. “Said on” takes today or a day "
            "before; leave it empty where the day is not known."
        )


def refuse_to_come(when: When, today: date) -> None:
    """NotAllowed where something that happened is dated to a time that has not begun."""
    if when.first > today:
        raise NotAllowed(
            f"{when} is still to come. Give today or a time before; what is meant to happen goes into a plan."
        )


def refuse_out_of_order(
    wanted: When,
    *,
    before: Sequence[When] = (),
    after: Sequence[When] = (),
    remedy: str = "Dates of stages follow one another; correct one.",
) -> None:
    """NotAllowed where a time cannot follow all of those before it, or be followed by all of those after it.

    Of times that are not known to the day, only those are refused that cannot follow one another.
    """
    latest, soonest = max(before, key=_first, default=wanted), min(after, key=_last, default=wanted)
    for first, then in ((latest, wanted), (wanted, soonest)):
        if then.last < first.first:
            raise NotAllowed(f"{then} lies before {first}. {remedy}")


def _first(when: When) -> date:
    return when.first


def _last(when: When) -> date:
    return when.last
