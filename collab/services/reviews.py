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
from collab.services.drafts import subject_of, use_up
from collab.services.editing import said_by, save_changes
from collab.services.journey import asked_on
from collab.services.names import clean_text
from collab.services.permissions import Action, permit
from collab.services.phases import HeldReview
from collab.services.stuck import StuckItem, stuck_items
from collab.services.taking_part import present, present_or, refuse_partner
from collab.store import Store, initiatives, partners, records
from collab.store.keys import new_key
from collab.store.unit import Unit, now


@dataclass(frozen=True)
class ChecklistView:
    """One checklist of an initiative.

    partners: all that there are; present: those that have not left.
    held: every review that was held, by date. under_way: reviews being written. now: phase key -> how it stands,
    None where nobody has reviewed it. stuck: by how long, the longest first.
    """

    initiative: Initiative
    checklist: Checklist
    partners: tuple[Partner, ...]
    present: tuple[Partner, ...]
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
    """One review, held or under way, with an entry for every item that applies (version 0 where none is kept).

    partners: those that can be in charge of something: they took part on its day, or are in charge already.
    """

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
        return phases.looked(self.checklist, self.review.phases_off, self.entries).looked_at

    @property
    def version_of_all(self) -> int:
        """It rises whenever anybody saves anything of the review."""
        return version_of_all(self.review, self.entries.values())


def checklist_view(
    store: Store, initiative_id: str, checklist: str, *, today: date | None = None, person: Person = YOU
) -> ChecklistView:
    """Everything that reviews say about one checklist, as of today; NotFound where there is no such checklist."""
    permit(person, Action.SEE, initiative_id)
    content = content_of(checklist)

    def work(unit: Unit) -> ChecklistView:
        every = phases.reviews_in(unit, initiative_id)
        held = tuple(each for each in every if each.review.checklist == checklist)
        initiative = initiatives.initiative_by_id(unit, initiative_id)
        everyone = partners.partners_in(unit, initiative_id)
        asked = present(everyone, asked_on(initiative, today or date.today()))
        begun = records.records(
            unit, Review, initiative_id=initiative_id, checklist=checklist, state=ReviewState.UNDER_WAY
        )
        return ChecklistView(
            initiative=initiative,
            checklist=content,
            partners=everyone,
            present=asked,
            held=held,
            under_way=begun,
            now=phases.standings(held, content, [each.id for each in asked]),
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


def item_keys(checklist: str) -> frozenset[str]:
    """The keys of all items of a checklist."""
    return frozenset(item.key for phase in content_of(checklist).phases for item in phase.items)


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
            partners=present_or(taking_part, review.held_on, (each.partner_id for each in kept.values())),
            entries={key: kept.get(key, ReviewEntry(review_id, key)) for key in every},
            before=phases.held_review(unit, review.started_from),
        )

    return store.read(work)


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
    return store.change(
        person, lambda unit: begin(unit, initiative_id, checklist, held_on=held_on, partner_id=partner_id)
    )


def begin(unit: Unit, initiative_id: str, checklist: str, *, held_on: date, partner_id: str | None) -> Review:
    """start_review, inside a unit."""
    title = content_of(checklist).title
    initiatives.initiative_by_id(unit, initiative_id)
    same = {"initiative_id": initiative_id, "checklist": checklist, "partner_id": partner_id}
    begun = records.record(unit, Review, **same, state=ReviewState.UNDER_WAY)
    if begun is not None:
        return begun
    refuse_partner(unit, initiative_id, partner_id, on=held_on)
    last = last_of(phases.reviews_in(unit, initiative_id), checklist, partner_id)
    made = _begun_from(last, Review(new_key(), held_on=held_on, **same, created_at=now()))  # type: ignore[arg-type]
    records.add(unit, made, *carried_from(last, made.id))
    unit.record("start_review", title, initiative_id=initiative_id, after=said_by(unit, made))
    return made


def last_of(held: Iterable[HeldReview], checklist: str, partner_id: str | None) -> HeldReview | None:
    """The latest review of a checklist by the same: together (None) or one partner."""
    own = [each for each in held if (each.review.checklist, each.review.partner_id) == (checklist, partner_id)]
    return own[-1] if own else None


def _begun_from(last: HeldReview | None, made: Review) -> Review:
    if last is None:
        return made
    return replace(made, started_from=last.review.id, phases_off=last.review.phases_off)


def carried_from(last: HeldReview | None, review_id: str) -> list[ReviewEntry]:
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
    draft: str | None = None,
    looked_at: bool = True,
) -> ReviewEntry:
    """What a review says of one item; saving it means that somebody has looked at it. version 0: none is kept yet.

    looked_at: False takes that back: the status is then what the last review said, marked as taken over, or none.
    draft: the id of the draft that it was typed as, which goes in the same transaction.
    NotAllowed where the status is unknown, or the review was held (open it again first). StaleVersion where somebody
    saved first, or another window went on with that draft.
    """
    said = {"successes": successes, "challenges": challenges, "next_steps": next_steps}
    said |= {"owner": owner, "evidence": evidence}
    texts = {name: clean_text(text, f"The {name.replace('_', ' ')}") for name, text in said.items()}
    wanted = {"status": status, "carried": False, "partner_id": partner_id, "due_on": due_on, **texts}

    def work(unit: Unit) -> ReviewEntry:
        review = _open(unit, person, review_id)
        label = _item(review.checklist, item).label
        _refuse_status(status)
        before = records.record(unit, ReviewEntry, review_id=review_id, item=item) or ReviewEntry(review_id, item)
        taken_back = {} if looked_at else _taken_over(unit, review, item)
        refuse_partner(unit, review.initiative_id, partner_id, kept=before.partner_id, on=review.held_on)
        if draft is not None:
            use_up(unit, person, subject_of("entry", review_id, item), follows=draft)
        return save_changes(
            unit,
            before,
            wanted | taken_back,
            version=version,
            what="save_entry",
            subject=label,
            initiative_id=review.initiative_id,
        )

    return store.change(person, work)


def _taken_over(unit: Unit, review: Review, item: str) -> dict[str, object]:
    """The status of an item that nobody has looked at in this review: of the one that it began from, else the last."""
    last = phases.held_review(unit, review.started_from)
    if last is None and review.started_from is not None:
        last = last_of(phases.reviews_in(unit, review.initiative_id), review.checklist, review.partner_id)
    said = last.entries.get(item) if last is not None else None
    return {"status": said.status if said else "", "carried": said is not None}


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


def leave_out_phase(store: Store, person: Person, review_id: str, phase: str, *, left_out: bool) -> Review:
    """Mark one optional phase as not applicable as a whole, or take that back; what its items say is kept.

    Of two people who do so, both are heard: only this phase changes. NotAllowed where the phase always applies.
    """

    def work(unit: Unit) -> Review:
        present = _open(unit, person, review_id)
        content = content_of(present.checklist)
        _refuse_phases(content, (phase,))
        off = {*present.phases_off, phase} if left_out else {*present.phases_off} - {phase}
        return save_changes(
            unit,
            present,
            {"phases_off": tuple(each.key for each in content.phases if each.key in off)},
            version=present.version,
            what="save_review",
            subject=content.title,
            initiative_id=present.initiative_id,
        )

    return store.change(person, work)


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
        _refuse_phases(content_of(present.checklist), phases_off or ())
        return change(unit, present, wanted, version=version)

    return store.change(person, work)


def change(unit: Unit, present: Review, wanted: Mapping[str, object], *, version: int) -> Review:
    """The review with these values, inside a unit; NotAllowed where one without any status is finished."""
    if wanted.get("state") is ReviewState.HELD:
        _refuse_empty(unit, present.id)
    return save_changes(
        unit,
        present,
        wanted,
        version=version,
        what="save_review",
        subject=content_of(present.checklist).title,
        initiative_id=present.initiative_id,
    )


def _refuse_phases(content: Checklist, phases_off: tuple[str, ...]) -> None:
    optional = {phase.key: phase.label for phase in content.phases if phase.optional}
    for key in phases_off:
        if key not in optional:
            raise NotAllowed(f"Only optional phases can be left out: {', '.join(optional.values()) or 'none here'}.")


def _refuse_empty(unit: Unit, review_id: str) -> None:
    entries = records.records(unit, ReviewEntry, review_id=review_id)
    if not any(each.status for each in entries):
        raise NotAllowed("No item has a status yet. Give at least one before you finish the review.")


def version_of_all(review: Review, entries: Iterable[ReviewEntry]) -> int:
    """It rises whenever anybody saves anything of the review."""
    return review.version + sum(each.version for each in entries)
