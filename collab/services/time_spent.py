"""How long stays in stages took, the one answer that every page gives; where a day is not known, from the middle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from collab.journey import StageVisit
from collab.when import When


class KnownTo(StrEnum):
    """How exactly a time is known, the least exact first."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True)
class Spent:
    """How long something took. days: None where nobody knows when it ended. known_to: as its least exact end is."""

    days: int | None
    known_to: KnownTo


@dataclass(frozen=True)
class Moment:
    """When a stay began or ended: on some day from first to last, counted as on day."""

    first: date
    last: date
    day: date


@dataclass(frozen=True)
class Timed:
    """One stay in time. ends: None where nobody knows when it ended; of one that goes on, up to when it is counted."""

    begins: Moment
    ends: Moment | None
    known_to: KnownTo

    @property
    def spent(self) -> Spent:
        """How long it took."""
        return Spent((self.ends.day - self.begins.day).days if self.ends else None, self.known_to)


def timed(visits: Sequence[StageVisit], until: When | None, today: date) -> dict[str, Timed]:
    """The id of a stay -> when it was. visits: of one initiative, in order; until: where one that goes on ends."""
    times: list[When] = []
    places: dict[str, tuple[int, int | None]] = {}
    for visit in visits:
        begins = _place(times, visit.began_on)
        end = visit.ended_on or until
        if end is not None:
            times.append(end)
        places[visit.id] = (begins, len(times) - 1 if end is not None else None)
    moments = moments_of(times, today)
    return {key: _timed(times, moments, *place) for key, place in places.items()}


def _place(times: list[When], began: When) -> int:
    """Where a stay begins among the times: with the end of the stay before, as one move, where both are alike."""
    if not times or times[-1] != began:
        times.append(began)
    return len(times) - 1


def _timed(times: Sequence[When], moments: Sequence[Moment], begins: int, ends: int | None) -> Timed:
    both = [times[begins], *([times[ends]] if ends is not None else [])]
    return Timed(moments[begins], moments[ends] if ends is not None else None, _known_to(both))


def _known_to(times: Iterable[When]) -> KnownTo:
    every = tuple(times)
    if any(each.month is None for each in every):
        return KnownTo.YEAR
    return KnownTo.DAY if all(each.is_exact for each in every) else KnownTo.MONTH


def moments_of(times: Sequence[When], today: date) -> tuple[Moment, ...]:
    """When each of several moves was, in their order: none before the one before it, none after today.

    Moves that can only be told to have been within the same time share it out between them.
    """
    spans = [_span(times, place, today) for place in range(len(times))]
    found: list[Moment] = []
    for place, (first, last) in enumerate(spans):
        since = max(first, found[-1].day) if found else first
        alike = sum(each == (first, last) for each in spans[place:])
        found.append(Moment(first, last, since + (last - since) / (alike + 1)))
    return tuple(found)


def _span(times: Sequence[When], place: int, today: date) -> tuple[date, date]:
    """From when to when a move can have been, by what is known of those before and after it."""
    first = max(each.first for each in times[: place + 1])
    return first, max(min([today, *(each.last for each in times[place:])]), first)


def added_up(stays: Sequence[StageVisit], times: Mapping[str, Timed]) -> Spent:
    """How long several stays took in all."""
    every = [times[each.id] for each in stays]
    days = [each.spent.days for each in every]
    known = sum(each for each in days if each is not None) if None not in days else None
    return Spent(known, min((each.known_to for each in every), key=list(KnownTo).index, default=KnownTo.DAY))
