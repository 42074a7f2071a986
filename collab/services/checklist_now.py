"""What reviews of a checklist say now: shares of each status by phase, sector and partner, and what weak factors touch.

A review that left a phase out says that its items do not apply. Several partners' reviews count alike, whatever the
number of items that each looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collab.content import Checklist, Item, Phase
from collab.framework import load_framework
from collab.model import YOU, Band, Level, Partner, Person, Round, Sector
from collab.scoring import FigureGrid, Unit
from collab.scoring.progress import PhaseStanding, mean_of_partners
from collab.services import concerns, milestone_facts, phases
from collab.services.permissions import Action, permit
from collab.services.phases import HeldReview
from collab.services.reviews import ChecklistView
from collab.store import Store, rounds
from collab.store.instruments import instrument_by_id
from collab.store.unit import Unit as Work

NOT_LOOKED_AT = ""
"""Stands for a status where a review says nothing of an item."""


@dataclass(frozen=True)
class StatusRow:
    """How some items stand. shares: status key, or NOT_LOOKED_AT -> 0..1 of the items, the mean over reviews.

    counts: the same as a number of items, summed over reviews. reviews: how many; where 0, nothing else is known.
    """

    shares: Mapping[str, float]
    counts: Mapping[str, int]
    reviews: int
    standing: PhaseStanding | None


@dataclass(frozen=True)
class WeakFactor:
    """A factor in concern in the latest round that was revealed, and the items of a checklist that lean on it.

    who: "all partners", or the sector in small letters. score: on the scale of the instrument, unrounded.
    """

    label: str
    who: str
    score: float
    items: tuple[tuple[Phase, Item], ...]


@dataclass(frozen=True)
class WeakPlaces:
    """round_label: the round that was asked, None where there is none with figures to show."""

    round_label: str | None
    factors: tuple[WeakFactor, ...]


def status_of(held: HeldReview, phase: Phase, item: Item) -> str:
    """The status that a review gives to an item, NOT_LOOKED_AT where it says nothing."""
    if phase.key in held.review.phases_off:
        return _not_applicable()
    return held.entries[item.key].status if item.key in held.entries else NOT_LOOKED_AT


def _not_applicable() -> str:
    return next(status.key for status in load_framework().statuses if status.score is None)


def status_row(phases_: Sequence[Phase], held: Sequence[HeldReview]) -> StatusRow:
    """The items of these phases in these reviews."""
    said = [[status_of(each, phase, item) for phase in phases_ for item in phase.items] for each in held]
    counts = [Counter(statuses) for statuses in said]
    every = [*(status.key for status in load_framework().statuses), NOT_LOOKED_AT]
    return StatusRow(
        shares={key: sum(each[key] / each.total() for each in counts) / max(len(counts), 1) for key in every},
        counts={key: sum(each[key] for each in counts) for key in every},
        reviews=len(said),
        standing=mean_of_partners(
            phases.standing_by(statuses, taken_over=phases.taken_over(phases_, each))
            for statuses, each in zip(said, held, strict=True)
        ),
    )


def counting(view: ChecklistView) -> tuple[HeldReview, ...]:
    """The reviews that say how things stand now: the latest joint one, else each partner's latest."""
    return phases.latest(view.held, view.checklist.key, [each.id for each in view.present])


def by_partner(view: ChecklistView) -> dict[Partner, HeldReview]:
    """Each partner that takes part and reviewed on its own, in the order of partners, with its latest review."""
    own = view.latest_by_partner
    return {partner: own[partner.id] for partner in view.present if partner.id in own}


def by_sector(view: ChecklistView) -> dict[Sector, tuple[HeldReview, ...]]:
    """The latest reviews of the partners of each sector that has any."""
    found: dict[Sector, tuple[HeldReview, ...]] = {}
    for partner, held in by_partner(view).items():
        found[partner.sector] = (*found.get(partner.sector, ()), held)
    return found


def weak_places(store: Store, initiative_id: str, checklist: Checklist, *, person: Person = YOU) -> WeakPlaces:
    """The factors in concern for all partners, district or charter, the lowest first, with the items they touch."""
    permit(person, Action.SEE, initiative_id)

    def work(unit: Work) -> Round | None:
        every = rounds.rounds_in(unit, initiative_id)
        instruments = {each.instrument_id: instrument_by_id(unit, each.instrument_id) for each in every}
        return milestone_facts.revealed_among(every, instruments)

    assessment = store.read(work)
    grid = concerns.sector_grid(store, assessment, person=person)
    if grid is None or assessment is None:
        return WeakPlaces(None, ())
    labels = _factor_labels(store, assessment.instrument_id)
    found = [_weak(checklist, label, key, grid) for key, label in labels.items()]
    return WeakPlaces(assessment.label, tuple(sorted((each for each in found if each), key=lambda each: each.score)))


def _factor_labels(store: Store, instrument_id: str) -> dict[str, str]:
    instrument = store.read(lambda unit: instrument_by_id(unit, instrument_id))
    return {factor.key: factor.readiness_name for factor in instrument.factors}


def _weak(checklist: Checklist, label: str, key: str, grid: FigureGrid) -> WeakFactor | None:
    """The first of all partners, district and charter for which the factor is a concern."""
    words = {sector.sector: sector.plural.lower() for sector in load_framework().sectors}
    columns = [place for place, each in enumerate(grid.targets) if each.level is Level.FACTOR and each.key == key]
    items = tuple((phase, item) for phase in checklist.phases for item in phase.items if key in item.factors)
    for unit in (Unit(), Unit(sector=Sector.DISTRICT), Unit(sector=Sector.CHARTER)):
        if unit not in grid.units or not columns or not items:
            continue
        row = grid.units.index(unit)
        if grid.band[row, columns[0]] is Band.CONCERN:
            who = words[unit.sector] if unit.sector else "all partners"
            return WeakFactor(label, who, float(grid.mean[row, columns[0]]), items)
    return None
