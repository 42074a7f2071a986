"""Reviews of a checklist: begun from the last one, filled item by item, held, and read back over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from collab.content import Checklist, Item
from collab.errors import NotAllowed, NotFound
from collab.framework import load_framework
from collab.journey import Review, ReviewEntry, ReviewState
from collab.model import YOU, Initiative, Partner, Person
from collab.scoring.progress import PhaseStanding
from collab.services import phases
from collab.services.editing import save_changes
from collab.services.names import clean_text
from collab.services.permissions import Action, permit
from collab.services.phases import HeldReview
from collab.store import Store, initiatives, partners, records
from collab.store.keys import new_key
from collab.store.unit import Unit, now

STUCK_AFTER = 3
"""An item is stuck when this many reviews in a row left it below "in place" without any movement."""


@dataclass(frozen=True)
class StuckItem:
    """An item that has not moved for at least three reviews; since: the date of the first of them."""

    item: Item
    phase: str
    status: str
    reviews: int
    since: date


@dataclass(frozen=True)
class ChecklistView:
    """One checklist of an initiative.

    held: every review that was held, by date. under_way: reviews being written. now: phase key -> how it stands,
    None where nobody has reviewed it. stuck: by how long, the longest first.
    """

    initiative: Initiative
    checklist: Checklist
    partners: tuple[Partner, ...]
    held: tuple[HeldReview, ...]
    under_way: tuple[Review, ...]
    now: Mapping[str, PhaseStanding | None]
    stuck: tuple[StuckItem, ...]

    @property
    def joint(self) -> tuple[HeldReview, ...]:
        """The reviews that partners held together."""
        return tuple(each for each in self.held if each.review.partner_id is None)

    @property
    def latest_by_partner(self) -> dict[str, HeldReview]:
        """Partner id -> its latest review of its own."""
        own = (each for each in self.held if each.review.partner_id is not None)
        return {str(each.review.partner_id): each for each in own}


@dataclass(frozen=True)
class ReviewView:
    """One review, held or under way, with an entry for every item that applies (version 0 where none is kept)."""

    initiative: Initiative
    checklist: Checklist
    review: Review
    partner: Partner | None
    partners: tuple[Partner, ...]
    entries: Mapping[str, ReviewEntry]
    before: HeldReview | None

    @property
    def items(self) -> tuple[tuple[str, Item], ...]:
        """(phase key, item) of every item of a phase that applies, in order."""
        return tuple(
            (phase.key, item)
            for phase in self.checklist.phases
            if phase.key not in self.review.phases_off
            for item in phase.items
        )

    @property
    def looked_at(self) -> int:
        """How many items have a status that was given in this review."""
        return sum(bool(self.entries[item.key].status) and not self.entries[item.key].carried for _, item in self.items)


def checklist_view(store: Store, initiative_id: str, checklist: str, *, person: Person = YOU) -> ChecklistView:
    """Everything that reviews say about one checklist; NotFound where there is no such checklist."""
    permit(person, Action.SEE, initiative_id)
    content = content_of(checklist)

    def work(unit: Unit) -> ChecklistView:
        every = phases.reviews_in(unit, initiative_id)
        held = tuple(each for each in every if each.review.checklist == checklist)
        begun = records.records(
            unit, Review, initiative_id=initiative_id, checklist=checklist, state=ReviewState.UNDER_WAY
        )
        return ChecklistView(
            initiative=initiatives.initiative_by_id(unit, initiative_id),
            checklist=content,
            partners=partners.partners_in(unit, initiative_id),
            held=held,
            under_way=begun,
            now=phases.standings(held, content),
            stuck=stuck_items(content, [each for each in held if each.review.partner_id is None]),
        )

    return store.read(work)


def content_of(checklist: str) -> Checklist:
    """The content of a checklist; NotFound names those that exist."""
    every = load_framework().checklists
    found = next((each for each in every if each.key == checklist), None)
    if found is None:
        raise NotFound(f"There is no checklist “{checklist}”. Checklists: {', '.join(each.key for each in every)}.")
    return found


def stuck_items(checklist: Checklist, reviews: Iterable[HeldReview]) -> tuple[StuckItem, ...]:
    """Items that at least three reviews in a row, up to the latest, left where they were, short of "in place"."""
    scores = {status.key: status.score for status in load_framework().statuses}
    latest_first = list(reviews)[::-1]
    found = []
    for phase in checklist.phases:
        for item in phase.items:
            run = _run(item.key, latest_first)
            if len(run) >= STUCK_AFTER and (scores[run[0][1]] or 0.0) < 1.0 and scores[run[0][1]] is not None:
                found.append(StuckItem(item, phase.key, run[0][1], len(run), run[-1][0]))
    return tuple(sorted(found, key=lambda each: (-each.reviews, each.since)))


def _run(item: str, latest_first: list[HeldReview]) -> list[tuple[date, str]]:
    """(date, status) of the latest reviews that all say the same of an item; empty where the latest says nothing."""
    run: list[tuple[date, str]] = []
    for each in latest_first:
        status = each.entries[item].status if item in each.entries else ""
        if not status or (run and status != run[0][1]):
            break
        run.append((each.review.held_on, status))
    return run


def review_view(store: Store, review_id: str, *, person: Person = YOU) -> ReviewView:
    """One review with its entries; NotFound where there is none."""

    def work(unit: Unit) -> ReviewView:
        review = records.record_by_id(unit, Review, review_id)
        permit(person, Action.SEE, review.initiative_id)
        content = content_of(review.checklist)
        kept = {each.item: each for each in records.records(unit, ReviewEntry, review_id=review_id)}
        every = [item.key for phase in content.phases for item in phase.items]
        taking_part = partners.partners_in(unit, review.initiative_id)
        return ReviewView(
            initiative=initiatives.initiative_by_id(unit, review.initiative_id),
            checklist=content,
            review=review,
            partner=next((each for each in taking_part if each.id == review.partner_id), None),
            partners=taking_part,
            entries={key: kept.get(key, ReviewEntry(review_id, key)) for key in every},
            before=_before(phases.reviews_in(unit, review.initiative_id), review),
        )

    return store.read(work)


def _before(held: Iterable[HeldReview], review: Review) -> HeldReview | None:
    return next((each for each in held if each.review.id == review.started_from), None)


def start_review(
    store: Store,
    person: Person,
    initiative_id: str,
    checklist: str,
    *,
    held_on: date,
    partner_id: str | None = None,
) -> Review:
    """Begin a review, together (None) or by one partner, from the last one by the same.

    What the last one said is carried over, and marked so until somebody looks at it again. One that is under way
    already by the same is returned instead of a second one.
    """
    permit(person, Action.REVIEW, initiative_id)
    title = content_of(checklist).title

    def work(unit: Unit) -> Review:
        initiatives.initiative_by_id(unit, initiative_id)
        same = {"initiative_id": initiative_id, "checklist": checklist, "partner_id": partner_id}
        begun = records.record(unit, Review, **same, state=ReviewState.UNDER_WAY)
        if begun is not None:
            return begun
        last = _last(phases.reviews_in(unit, initiative_id), checklist, partner_id)
        made = _begun_from(last, Review(new_key(), held_on=held_on, **same, created_at=now()))  # type: ignore[arg-type]
        records.add(unit, made, *_carried(last, made.id))
        after = {"held_on": held_on.isoformat(), "partner": partner_id}
        unit.record("start_review", title, initiative_id=initiative_id, after=after)
        return made

    return store.change(person, work)


def _last(held: Iterable[HeldReview], checklist: str, partner_id: str | None) -> HeldReview | None:
    own = [each for each in held if (each.review.checklist, each.review.partner_id) == (checklist, partner_id)]
    return own[-1] if own else None


def _begun_from(last: HeldReview | None, made: Review) -> Review:
    if last is None:
        return made
    return replace(made, started_from=last.review.id, phases_off=last.review.phases_off)


def _carried(last: HeldReview | None, review_id: str) -> list[ReviewEntry]:
    """What the last review said, for the next one. Successes belong to their own review; open matters go on."""
    if last is None:
        return []
    return [
        replace(entry, review_id=review_id, carried=True, successes="", version=1) for entry in last.entries.values()
    ]


def save_entry(
    store: Store,
    person: Person,
    review_id: str,
    item: str,
    *,
    version: int,
    status: str,
    successes: str = "",
    challenges: str = "",
    next_steps: str = "",
    owner: str = "",
    partner_id: str | None = None,
    due_on: date | None = None,
    evidence: str = "",
) -> ReviewEntry:
    """What a review says of one item; saving it means that somebody has looked at it. version 0: none is kept yet.

    NotAllowed where the status is unknown, or the review was held (open it again first). StaleVersion where somebody
    saved first.
    """
    wanted: dict[str, object] = {
        "status": status,
        "carried": False,
        "successes": clean_text(successes, "The successes"),
        "challenges": clean_text(challenges, "The challenges"),
        "next_steps": clean_text(next_steps, "The next steps"),
        "owner": clean_text(owner, "The owner"),
        "partner_id": partner_id,
        "due_on": due_on,
        "evidence": clean_text(evidence, "The evidence"),
    }

    def work(unit: Unit) -> ReviewEntry:
        review = _open(unit, person, review_id)
        label = _item(review.checklist, item).label
        _refuse_status(status)
        present = records.record(unit, ReviewEntry, review_id=review_id, item=item)
        return save_changes(
            unit,
            present or ReviewEntry(review_id, item),
            wanted,
            version=version,
            what="save_entry",
            subject=label,
            initiative_id=review.initiative_id,
        )

    return store.change(person, work)


def _open(unit: Unit, person: Person, review_id: str) -> Review:
    review = records.record_by_id(unit, Review, review_id)
    permit(person, Action.REVIEW, review.initiative_id)
    if review.state is ReviewState.HELD:
        raise NotAllowed("This review was finished. Open it again to change what it says.")
    return review


def _item(checklist: str, key: str) -> Item:
    for phase in content_of(checklist).phases:
        for item in phase.items:
            if item.key == key:
                return item
    raise NotFound(f"The checklist has no item “{key}”.")


def _refuse_status(status: str) -> None:
    allowed = [each.key for each in load_framework().statuses]
    if status and status not in allowed:
        raise NotAllowed(f"“{status}” is not a status. Allowed: {', '.join(allowed)}.")


def save_review(
    store: Store,
    person: Person,
    review_id: str,
    *,
    version: int,
    held_on: date | None = None,
    phases_off: tuple[str, ...] | None = None,
    state: ReviewState | None = None,
) -> Review:
    """Change what is given: the date, the optional phases that do not apply, or finish it and open it again.

    NotAllowed where a phase that always applies is left out, or a review without any status is finished.
    """
    given = {"held_on": held_on, "phases_off": phases_off, "state": state}
    wanted = {name: value for name, value in given.items() if value is not None}

    def work(unit: Unit) -> Review:
        present = records.record_by_id(unit, Review, review_id)
        permit(person, Action.REVIEW, present.initiative_id)
        content = content_of(present.checklist)
        _refuse_phases(content, phases_off or ())
        if state is ReviewState.HELD:
            _refuse_empty(unit, review_id)
        return save_changes(
            unit,
            present,
            wanted,
            version=version,
            what="save_review",
            subject=content.title,
            initiative_id=present.initiative_id,
        )

    return store.change(person, work)


def _refuse_phases(content: Checklist, phases_off: tuple[str, ...]) -> None:
    optional = {phase.key: phase.label for phase in content.phases if phase.optional}
    for key in phases_off:
        if key not in optional:
            raise NotAllowed(f"Only optional phases can be left out: {', '.join(optional.values()) or 'none here'}.")


def _refuse_empty(unit: Unit, review_id: str) -> None:
    entries = records.records(unit, ReviewEntry, review_id=review_id)
    if not any(each.status for each in entries):
        raise NotAllowed("No item has a status yet. Give at least one before you finish the review.")


def remove_review(store: Store, person: Person, review_id: str) -> None:
    """Delete a review with its entries; a later one that was begun from it stays as it is."""

    def work(unit: Unit) -> None:
        present = records.record_by_id(unit, Review, review_id)
        permit(person, Action.REVIEW, present.initiative_id)
        records.remove(unit, *records.records(unit, ReviewEntry, review_id=review_id), present)
        unit.record("remove_review", content_of(present.checklist).title, initiative_id=present.initiative_id)

    store.change(person, work)
