"""Deleting a review: the history keeps what it said, and whoever typed in it keeps what was not saved."""

from __future__ import annotations

from collections.abc import Iterable

from collab.content import Checklist
from collab.journey import Review, ReviewEntry
from collab.model import Person
from collab.services.editing import refuse_changed, said_by
from collab.services.permissions import Action, permit
from collab.services.reviews import content_of, version_of_all
from collab.services.unsaved_entries import keep_apart
from collab.store import Store, records
from collab.store.unit import Unit


def remove_review(store: Store, person: Person, review_id: str, *, version: int) -> None:
    """Delete a review with its entries; a later one that was begun from it stays as it is.

    What anybody typed in it and had not saved is kept for that person.

    version: version_of_all of what the person saw; StaleVersion where somebody saved anything of it since.
    """

    def work(unit: Unit) -> None:
        present = records.record_by_id(unit, Review, review_id)
        permit(person, Action.REVIEW, present.initiative_id)
        entries = records.records(unit, ReviewEntry, review_id=review_id)
        content = content_of(present.checklist)
        refuse_changed(version_of_all(present, entries), version, content.title)
        before = {**said_by(unit, present), **_said_of_items(unit, content, entries)}
        records.remove(unit, *entries, present)
        keep_apart(unit, present)
        unit.record("remove_review", content.title, initiative_id=present.initiative_id, before=before)

    store.change(person, work)


def _said_of_items(unit: Unit, content: Checklist, entries: Iterable[ReviewEntry]) -> dict[str, str]:
    """Label of an item -> all that a review says of it, for the history."""
    labels = {item.key: item.label for phase in content.phases for item in phase.items}
    found = {}
    for each in entries:
        said = {name: value for name, value in said_by(unit, each).items() if name not in ("item", "carried")}
        if said:
            found[labels.get(each.item, each.item)] = "; ".join(f"{name}: {value}" for name, value in said.items())
    return found
