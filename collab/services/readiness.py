"""Readiness of one round: figures by partner and sector, one cell in detail, who answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from collab.model import (
    YOU,
    Initiative,
    Instrument,
    Kind,
    Partner,
    Person,
    Round,
    Sector,
)
from collab.scoring import Alpha, FigureGrid, Gap, cronbach_alpha, gaps
from collab.services import round_figures
from collab.services.cell import CellDetail, Comment, cell
from collab.services.journey import asked_on
from collab.services.taking_part import asked_in, day_of
from collab.store import Store, partners, responses, rounds
from collab.store import unit as units
from collab.store.codes import ratings_codes

__all__ = [
    "CellDetail",
    "Comment",
    "PartnerCount",
    "ReadinessView",
    "RoundCounts",
    "alphas",
    "cell",
    "counts",
    "readiness",
]


@dataclass(frozen=True)
class ReadinessView:
    """All that the readiness screen draws. choices: every partner with content, before filters.

    responses: partner id -> answer sheets in this round (0 for averages).
    """

    initiative: Initiative
    round: Round
    instrument: Instrument
    partners: FigureGrid
    sectors: FigureGrid
    gaps: tuple[Gap, ...]
    responses: dict[str, int]
    choices: tuple[Partner, ...]
    pooled: bool = False


@dataclass(frozen=True)
class PartnerCount:
    """How many answer sheets of a partner are in, and when the last came; figures stay out of it."""

    partner: Partner
    responses: int
    latest: datetime | None


@dataclass(frozen=True)
class RoundCounts:
    """Who has answered in a round: all that an open round shows.

    partners: those that answered, took part on the day of the round, or take part today; answered: ids of those of
    which it holds answers or averages.
    """

    initiative: Initiative
    round: Round
    instrument: Instrument
    partners: tuple[PartnerCount, ...]
    answered: frozenset[str]

    def asked(self, today: date) -> tuple[PartnerCount, ...]:
        """Whom the round asks, as its milestone counts them."""
        everyone = [line.partner for line in self.partners]
        day = asked_on(self.initiative, today)
        asked = {each.id for each in asked_in(everyone, self.round, on=day, answered=self.answered)}
        return tuple(line for line in self.partners if line.partner.id in asked)

    @property
    def responses(self) -> int:
        """All answer sheets of the round."""
        return sum(line.responses for line in self.partners)


def readiness(
    store: Store,
    round_id: str,
    *,
    sectors: Iterable[Sector] | None = None,
    partner_ids: Iterable[str] | None = None,
    pooled: bool = False,
    person: Person = YOU,
) -> ReadinessView:
    """Figures of a round for the chosen sectors and partners (None: all).

    NotAllowed while the round is open; counts says who has answered then.
    """
    head = round_figures.revealed(store, person, round_id)
    choice = round_figures.Choice.of(sectors, partner_ids, pooled=pooled)
    found = round_figures.figures(store, head, choice)
    return ReadinessView(
        initiative=head.initiative,
        round=head.round,
        instrument=head.instrument,
        partners=found.partners,
        sectors=found.sectors,
        gaps=gaps(found.sectors, head.instrument),
        responses=found.responses,
        choices=found.partners_present,
        pooled=pooled,
    )


def counts(store: Store, round_id: str, *, person: Person = YOU) -> RoundCounts:
    """Who has answered in a round, in any state of it; one that had left before it is not listed."""
    head = round_figures.heading(store, person, round_id)
    today = date.today()
    days = (day_of(head.round) or today, today)

    def work(unit: units.Unit) -> RoundCounts:
        latest, answered = responses.latest_by_partner(unit, round_id), rounds.partners_with_content(unit, round_id)
        lines = tuple(
            PartnerCount(each, *latest.get(each.id, (0, None)))
            for each in partners.partners_in(unit, head.initiative.id)
            if each.id in answered or any(each.takes_part(day) for day in days)
        )
        return RoundCounts(head.initiative, head.round, head.instrument, lines, answered)

    return store.read(work)


def alphas(store: Store, round_id: str, *, person: Person = YOU) -> dict[str, Alpha]:
    """Internal consistency per key of a scored dimension, over all partners; {} for averages.

    Reads every answer sheet, once for each state of the round.
    """
    head = round_figures.revealed(store, person, round_id)
    if head.round.kind is not Kind.RESPONSES:
        return {}
    return round_figures.kept(store, head.round, "alphas", lambda: _alphas(store, head))


def _alphas(store: Store, head: round_figures.Heading) -> dict[str, Alpha]:
    sheets = store.read(lambda unit: responses.ratings_in(unit, head.round.id))
    ratings = ratings_codes(head.instrument, [text for _, text in sheets])
    _, partner = np.unique([partner_id for partner_id, _ in sheets], return_inverse=True)
    protection = round_figures.protection_of(head.round)
    scored = (dimension.key for dimension in head.instrument.dimensions if dimension.scored)
    return {
        key: cronbach_alpha(ratings, head.instrument, key, partner=partner, protection=protection) for key in scored
    }
