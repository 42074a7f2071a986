"""What people typed in reviews and have not saved: counted, and kept for a new review where theirs is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from collab.journey import Review
from collab.model import Person
from collab.services.drafts import drafts_under, subject_of
from collab.services.permissions import Action, permit
from collab.store import Store, drafts, records
from collab.store.drafts import BETWEEN, Draft
from collab.store.unit import Unit

KIND, OF_DELETED = "entry", "deleted_entry"
MARK = "@"
HELD_ON, BY = "review_held_on", "review_partner_id"


@dataclass(frozen=True)
class LeftOver:
    """A review that was deleted, with what one person had typed in it, the latest last."""

    review: Review
    drafts: tuple[Draft, ...]


def item_of(draft: Draft) -> str:
    """The item that a draft of a review is about, its own or one beside it."""
    return _item(draft.subject)


def _item(subject: str) -> str:
    return subject.rpartition(BETWEEN)[2].partition(MARK)[0]


def place_of(review: Review) -> tuple[str, ...]:
    """How the subject of what is left of a deleted review begins: it belongs to the checklist then."""
    return (OF_DELETED, review.initiative_id, review.checklist, review.id)


def told_of(review: Review) -> dict[str, str]:
    """What a draft tells of its review, once that is deleted."""
    return {HELD_ON: review.held_on.isoformat(), BY: review.partner_id or ""}


def unsaved_items(store: Store, person: Person, review_id: str) -> int:
    """How many items of a review hold text, anybody's, that is not saved yet."""

    def work(unit: Unit) -> int:
        review = records.record_by_id(unit, Review, review_id)
        permit(person, Action.REVIEW, review.initiative_id)
        return len({_item(subject) for subject in drafts.subjects_under(unit, subject_of(KIND, review_id))})

    return store.read(work)


def keep_apart(unit: Unit, review: Review) -> None:
    """In the transaction that deletes a review: what anybody typed in it and had not saved becomes the checklist's."""
    drafts.move_under(unit, subject_of(KIND, review.id), subject_of(*place_of(review)), more=told_of(review))


def left_over(store: Store, person: Person, initiative_id: str, checklist: str) -> tuple[LeftOver, ...]:
    """What this person typed in reviews of a checklist that were deleted."""
    found: dict[str, list[Draft]] = {}
    for draft in drafts_under(store, person, OF_DELETED, initiative_id, checklist):
        found.setdefault(draft.subject.split(BETWEEN)[3], []).append(draft)
    return tuple(LeftOver(_review(key, initiative_id, checklist, each[-1]), tuple(each)) for key, each in found.items())


def _review(key: str, initiative_id: str, checklist: str, draft: Draft) -> Review:
    held_on = date.fromisoformat(draft.content[HELD_ON])
    return Review(key, initiative_id, checklist, held_on, partner_id=draft.content[BY] or None)
