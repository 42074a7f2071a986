"""Figures of a round, from tallies or reported averages; kept for as long as nothing in the round changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from collab.errors import NotAllowed, NotFound
from collab.model import Initiative, Instrument, Kind, Mode, Partner, Person, Round, RoundState, Sector
from collab.scoring import (
    FigureGrid,
    Protection,
    Reported,
    Tallies,
    partner_figures,
    reported_partner_figures,
    reported_sector_figures,
    sector_figures,
)
from collab.services.permissions import Action, permit
from collab.store import Store, averages, tallies
from collab.store.initiatives import initiative_by_id
from collab.store.instruments import instrument_by_id
from collab.store.rounds import round_by_id
from collab.store.unit import Unit

_T = TypeVar("_T")


class _Shelf:
    """The results used last, shared by all sessions of the process."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def fetch(self, key: Hashable, make: Callable[[], _T]) -> _T:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return made


_shelf = _Shelf(64)


@dataclass(frozen=True)
class Heading:
    """A round with what it belongs to."""

    initiative: Initiative
    round: Round
    instrument: Instrument


@dataclass(frozen=True)
class Choice:
    """Which partners a person wants to see; None: all. pooled: a sector counts respondents, not partners."""

    sectors: frozenset[Sector] | None = None
    partner_ids: frozenset[str] | None = None
    pooled: bool = False

    @classmethod
    def of(cls, sectors: Iterable[Sector] | None, partner_ids: Iterable[str] | None, *, pooled: bool) -> Choice:
        """From what a page passes."""
        return cls(
            frozenset(sectors) if sectors is not None else None,
            frozenset(partner_ids) if partner_ids is not None else None,
            pooled,
        )

    def takes(self, partner: Partner) -> bool:
        """Whether a partner is wanted."""
        in_sectors = self.sectors is None or partner.sector in self.sectors
        return in_sectors and (self.partner_ids is None or partner.id in self.partner_ids)


@dataclass(frozen=True)
class Figures:
    """Everything scored for one choice. partners_present: every partner with content, before the choice."""

    partners: FigureGrid
    sectors: FigureGrid
    partners_present: tuple[Partner, ...]
    responses: dict[str, int]


def heading(store: Store, person: Person, round_id: str) -> Heading:
    """The round with its initiative and instrument, as they are now."""

    def work(unit: Unit) -> Heading:
        round_ = round_by_id(unit, round_id)
        permit(person, Action.SEE, round_.initiative_id)
        instrument = instrument_by_id(unit, round_.instrument_id)
        return Heading(initiative_by_id(unit, round_.initiative_id), round_, instrument)

    return store.read(work)


def revealed(store: Store, person: Person, round_id: str) -> Heading:
    """The same; NotAllowed while the round is open."""
    head = heading(store, person, round_id)
    if head.round.state is RoundState.OPEN:
        raise NotAllowed(
            f"The round “{head.round.label}” is open: each partner rates on its own first. Figures are shown once "
            "it is revealed; until then only who has answered."
        )
    return head


def protection_of(round_: Round) -> Protection:
    """Small groups are protected unless the round is one of agreed, attributed answers."""
    return Protection(mode=round_.mode or Mode.INDIVIDUAL, k=round_.k)


def kept(store: Store, round_: Round, what: Hashable, make: Callable[[], _T]) -> _T:
    """A result that stays true until the round's data_version, mode or k changes; no data_version comes twice."""
    key = (store.identity, round_.id, round_.data_version, round_.mode, round_.k, what)
    return _shelf.fetch(key, make)


def figures(store: Store, head: Heading, choice: Choice) -> Figures:
    """Figures of a revealed round."""
    return kept(store, head.round, ("figures", choice), lambda: _scored(store, head, choice))


def _scored(store: Store, head: Heading, choice: Choice) -> Figures:
    if head.round.kind is Kind.AVERAGES:
        return _scored_averages(head, reported(store, head), choice)
    return _scored_responses(head, counted(store, head), choice)


def counted(store: Store, head: Heading) -> Tallies:
    """The tallies of a round."""

    def read(unit: Unit) -> Tallies:
        return tallies.tallies_of(unit, head.round, head.instrument)

    return kept(store, head.round, "tallies", lambda: store.read(read))


def reported(store: Store, head: Heading) -> Reported:
    """The reported averages of a round."""

    def read(unit: Unit) -> Reported:
        return averages.reported_of(unit, head.round, head.instrument)

    return kept(store, head.round, "reported", lambda: store.read(read))


def _scored_responses(head: Heading, every: Tallies, choice: Choice) -> Figures:
    rows = [index for index, partner in enumerate(every.partners) if choice.takes(partner)]
    part = Tallies(tuple(every.partners[row] for row in rows), every.counts[rows], every.marks[rows])
    protection = protection_of(head.round)
    return Figures(
        partners=partner_figures(part, head.instrument, protection),
        sectors=sector_figures(part, head.instrument, protection, pooled=choice.pooled),
        partners_present=every.partners,
        responses=tallies.sheets_by_partner(every),
    )


def _scored_averages(head: Heading, every: Reported, choice: Choice) -> Figures:
    rows = [index for index, partner in enumerate(every.partners) if choice.takes(partner)]
    part = replace(
        every,
        partners=tuple(every.partners[row] for row in rows),
        values=every.values[rows],
        answers=every.answers[rows],
        suppressed=every.suppressed[rows],
    )
    protection = protection_of(head.round)
    return Figures(
        partners=reported_partner_figures(part, head.instrument, protection),
        sectors=reported_sector_figures(part, head.instrument, protection),
        partners_present=every.partners,
        responses=dict.fromkeys((partner.id for partner in every.partners), 0),
    )


def place_of(grid: FigureGrid, *, partner_id: str | None, sector: Sector | None) -> int:
    """The row of a partner, a sector or (both None) all partners; NotFound where the round has none."""
    for place, unit in enumerate(grid.units):
        own = unit.partner.id if unit.partner else None
        if own == partner_id and unit.sector == sector:
            return place
    raise NotFound("This round holds no answers of that partner or sector.")
