"""How the phases of a checklist stand: from the latest joint review, else from each partner's latest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from collab.content import Checklist, Phase
from collab.framework import load_framework
from collab.journey import Review, ReviewEntry, ReviewState
from collab.scoring.progress import PhaseStanding, mean_of_partners, phase_standing
from collab.store import records
from collab.store.journey_tables import review, review_entry
from collab.store.unit import Unit


@dataclass(frozen=True)
class HeldReview:
    """A review that was held, with what it says of each item it says anything of."""

    review: Review
    entries: Mapping[str, ReviewEntry]


@dataclass(frozen=True)
class Looked:
    """How much of a review was looked at. items: that apply; taken_over: their status is that of the review before."""

    looked_at: int
    taken_over: int
    items: int

    @property
    def blank(self) -> int:
        """How many have no status."""
        return self.items - self.looked_at - self.taken_over


def looked(checklist: Checklist, phases_off: Collection[str], entries: Mapping[str, ReviewEntry]) -> Looked:
    """How much these entries of one review looked at; items of a phase that does not apply do not count."""
    items = [item.key for phase in checklist.phases if phase.key not in phases_off for item in phase.items]
    given = [entries[item].carried for item in items if item in entries and entries[item].status]
    return Looked(given.count(False), given.count(True), len(items))


def reviews_in(unit: Unit, *initiative_ids: str) -> tuple[HeldReview, ...]:
    """Every review that was held in these initiatives, by date and by when it was begun."""
    which = review.c.initiative_id.in_(initiative_ids)
    held = records.records(unit, Review, which, state=ReviewState.HELD)
    entries: dict[str, dict[str, ReviewEntry]] = {each.id: {} for each in held}
    for entry in records.records(unit, ReviewEntry, review_entry.c.review_id.in_(list(entries))):
        entries[entry.review_id][entry.item] = entry
    ordered = sorted(held, key=lambda each: (each.held_on, each.id))
    return tuple(HeldReview(each, entries[each.id]) for each in ordered)


def held_review(unit: Unit, review_id: str | None) -> HeldReview | None:
    """This review, where it is held."""
    held = records.record(unit, Review, id=review_id, state=ReviewState.HELD) if review_id else None
    if held is None:
        return None
    return HeldReview(held, {each.item: each for each in records.records(unit, ReviewEntry, review_id=held.id)})


def standing_of(checklist: Checklist, held: HeldReview) -> dict[str, PhaseStanding]:
    """Phase key -> how it stands in one review."""
    return {phase.key: replace(_phase(phase, held), held_on=(held.review.held_on,)) for phase in checklist.phases}


def _phase(phase: Phase, held: HeldReview) -> PhaseStanding:
    if phase.key in held.review.phases_off:
        return phase_standing((), not_applicable=len(phase.items))
    said = [held.entries[item.key].status if item.key in held.entries else "" for item in phase.items]
    return standing_by(said, taken_over=taken_over([phase], held))


def taken_over(phases: Iterable[Phase], held: HeldReview) -> int:
    """How many items that apply have the status that the review before gave them."""
    scores = {status.key: status.score for status in load_framework().statuses}
    items = [item.key for phase in phases if phase.key not in held.review.phases_off for item in phase.items]
    kept = [held.entries[item] for item in items if item in held.entries]
    return sum(each.carried and bool(each.status) and scores[each.status] is not None for each in kept)


def standing_by(said: Sequence[str], *, taken_over: int = 0) -> PhaseStanding:
    """How items of these statuses stand together; "" where a review says nothing of one."""
    scores = {status.key: status.score for status in load_framework().statuses}
    applying = [status for status in said if not status or scores[status] is not None]
    return phase_standing(
        [scores[status] if status else None for status in applying], not_applicable=len(said), taken_over=taken_over
    )


def latest(reviews: Iterable[HeldReview], checklist: str, present: Collection[str]) -> tuple[HeldReview, ...]:
    """The reviews that count now: the latest joint one alone, else the latest of each partner.

    present: the ids of the partners that take part; what one that left or was removed said decides nothing any more.
    """
    own = [each for each in reviews if each.review.checklist == checklist]
    joint = [each for each in own if each.review.partner_id is None]
    if joint:
        return (joint[-1],)
    return tuple({each.review.partner_id: each for each in own if each.review.partner_id in present}.values())


def standings(
    reviews: Sequence[HeldReview], checklist: Checklist, present: Collection[str]
) -> dict[str, PhaseStanding | None]:
    """Phase key -> how it stands now; None where nobody has reviewed it."""
    found = [standing_of(checklist, each) for each in latest(reviews, checklist.key, present)]
    return {phase.key: mean_of_partners(each[phase.key] for each in found) for phase in checklist.phases}
