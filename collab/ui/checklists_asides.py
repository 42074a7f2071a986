"""Texts about an item of a review that wait: kept in the database though the item's own draft holds another text.

Such a draft is named after its item and the window that wrote it, so that no window writes over another one's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collab.errors import CollabError, StaleVersion

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.drafts import Draft
    from collab.store import Store

MARK = "@"
INSTEAD_OF = "instead_of"


def item_of(draft: Draft) -> str:
    """The item that a draft of a review is about, its own or one beside it."""
    return draft.subject.rpartition(":")[2].partition(MARK)[0]


def is_aside(draft: Draft) -> bool:
    """Whether it stands beside the item's own draft."""
    return MARK in draft.subject


def is_outdated(draft: Draft, every: Iterable[Draft]) -> bool:
    """Whether a later text of the same window stands beside it."""
    return any(each.content.get(INSTEAD_OF) == draft.id for each in every)


@dataclass
class Asides:
    """What one window put aside of one review. known: item -> subject and id of the draft as it was last seen."""

    store: Store
    person: Person
    review_id: str
    known: dict[str, tuple[str, str | None]] = field(default_factory=dict)

    def put(self, item: str, values: Mapping[str, str], *, base: int, instead_of: str | None = None) -> bool:
        """Keep this text; False where it cannot be kept, the review being deleted, say.

        instead_of: the item's own draft that this window wrote earlier, which this text takes the place of.
        """
        content = {**values, INSTEAD_OF: instead_of or ""}
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
        from collab.store.keys import new_key

        return subject_of("entry", self.review_id, f"{item}{MARK}{new_key()}")

    def take_over(self, draft: Draft) -> None:
        """Go on with what another window put aside."""
        self.known[item_of(draft)] = (draft.subject, draft.id)

    def let_go(self, item: str) -> None:
        """The text is kept elsewhere now; what another window wrote since stays."""
        from collab.services.drafts import drop_draft

        subject, follows = self.known.pop(item, ("", None))
        if subject:
            with suppress(CollabError):
                drop_draft(self.store, self.person, subject, follows=follows)
