"""Texts about an item of a review that wait: kept in the database though the item's own draft holds another text.

Such a draft is named after its item and the window that wrote it, so that no window writes over another one's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collab.errors import CollabError, NotAllowed, StaleVersion

if TYPE_CHECKING:
    from collab.journey import Review
    from collab.model import Person
    from collab.services.drafts import Draft
    from collab.store import Store

INSTEAD_OF = "instead_of"


def is_aside(draft: Draft) -> bool:
    """Whether it stands beside the item's own draft."""
    from collab.services.unsaved_entries import MARK

    return MARK in draft.subject


def is_outdated(draft: Draft, every: Iterable[Draft]) -> bool:
    """Whether a later text of the same window stands beside it."""
    return any(each.content.get(INSTEAD_OF) == draft.id for each in every)


@dataclass
class Asides:
    """What one window put aside of one review. known: item -> subject and id of the draft as it was last seen.

    place: how the subjects begin, the review or, where that was deleted, its checklist. told: what each text tells
    besides.
    """

    store: Store
    person: Person
    place: tuple[str, ...]
    told: Mapping[str, str] = field(default_factory=dict)
    known: dict[str, tuple[str, str | None]] = field(default_factory=dict)

    def after_deletion(self, review: Review) -> Asides:
        """The same texts, which belong to the checklist since somebody deleted the review."""
        from collab.services.drafts import subject_of
        from collab.services.unsaved_entries import place_of, told_of

        place = place_of(review)
        begun, now = subject_of(*self.place), subject_of(*place)
        known = {item: (now + subject.removeprefix(begun), key) for item, (subject, key) in self.known.items()}
        return Asides(self.store, self.person, place, told_of(review), known)

    def put(self, item: str, values: Mapping[str, str], *, base: int, instead_of: str | None = None) -> bool:
        """Keep this text; False where it cannot be kept, the review being deleted, say.

        instead_of: the item's own draft that this window wrote earlier, which this text takes the place of.
        """
        content = {**values, **self.told, INSTEAD_OF: instead_of or ""}
        for subject, follows in (self.known.get(item, (self._fresh(item), None)), (self._fresh(item), None)):
            try:
                kept = self._keep(subject, content, follows=follows, base=base)
            except StaleVersion:
                continue
            except CollabError:
                return False
            self.known[item] = (subject, kept.id)
            return True
        return False

    def _keep(self, subject: str, values: Mapping[str, str], *, follows: str | None, base: int) -> Draft:
        from collab.services.drafts import keep_draft

        return keep_draft(self.store, self.person, subject, values, follows=follows, based_on_version=base)

    def _fresh(self, item: str) -> str:
        from collab.services.drafts import subject_of
        from collab.services.unsaved_entries import MARK
        from collab.store.keys import new_key

        return subject_of(*self.place, f"{item}{MARK}{new_key()}")

    def take_over(self, draft: Draft) -> None:
        """Go on with what another window put aside."""
        from collab.services.unsaved_entries import item_of

        self.known[item_of(draft)] = (draft.subject, draft.id)

    def let_go(self, item: str) -> None:
        """The text is kept elsewhere now; what another window wrote since stays."""
        from collab.services.drafts import drop_draft

        subject, follows = self.known.pop(item, ("", None))
        if subject:
            with suppress(CollabError):
                drop_draft(self.store, self.person, subject, follows=follows)


def put_into_new(store: Store, person: Person, old: Review, texts: Iterable[tuple[str, Mapping[str, str]]]) -> str:
    """Put what was typed about items into a new review by whom this one was, or into the one under way: its id.

    What was carried over gives way to what was typed; what somebody says in that review already does not. Items that
    the checklist no longer has are left out.
    """
    from collab.services.reviews import item_keys, review_view, start_review

    known = [(item, values) for item, values in texts if item in item_keys(old.checklist)]
    if not known:
        raise NotAllowed("The checklist no longer has the items that you wrote about. Copy what you need from here.")
    place = (old.initiative_id, old.checklist)
    new = start_review(store, person, *place, held_on=old.held_on, partner_id=old.partner_id)
    entries = review_view(store, new.id, person=person).entries
    for item, values in known:
        base = entries[item].version if entries[item].carried else 0
        if not Asides(store, person, ("entry", new.id)).put(item, values, base=base):
            raise NotAllowed("What you typed could not be put into a new review. It is still here; try again.")
    return new.id


def drop_all(store: Store, person: Person, drafts: Iterable[Draft]) -> None:
    """Forget these texts as they were seen: where a window went on typing meanwhile, that stays."""
    from collab.services.drafts import drop_draft

    for draft in drafts:
        with suppress(CollabError):
            drop_draft(store, person, draft.subject, follows=draft.id)
