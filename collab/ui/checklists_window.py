"""What one window knows of a review that is done on it: what it saved, what it keeps as drafts, where texts differ.

The browser sends all that it does not know to be kept, again and again, each writing with a number that rises; here
each is taken once. A key that is pressed while a run of the page is under way starts another run in another thread, so
that taking has a lock.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from collab.errors import CollabError, NotAllowed, StaleVersion

if TYPE_CHECKING:
    from collab.journey import ReviewEntry
    from collab.model import Person
    from collab.services.reviews import ReviewView
    from collab.store import Store

TEXTS = ("successes", "challenges", "next_steps", "owner", "evidence")
FIELDS = ("status", *TEXTS, "partner_id", "due_on")
Values = dict[str, str]


@dataclass(frozen=True)
class Clash:
    """Somebody else's text about an item. version, draft: what a choice builds on; typing: it is not saved yet."""

    version: int
    draft: str | None
    values: Values
    typing: bool

    @property
    def id(self) -> str:
        """Names these two texts, so that a choice never means others."""
        return f"{self.version}/{self.draft or ''}"


@dataclass
class Window:
    """One review in one window. acks: item -> the writing that was taken last.

    held: what was typed about an item that cannot be kept, handed back whenever the sitting is drawn anew.
    """

    store: Store
    person: Person
    review_id: str
    acks: dict[str, int] = field(default_factory=dict)
    phase_acks: dict[str, int] = field(default_factory=dict)
    saved: dict[str, int] = field(default_factory=dict)
    follows: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    held: dict[str, dict[str, Any]] = field(default_factory=dict)
    sentence: str = ""
    is_open: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def take(self, told: Mapping[str, Any]) -> None:
        """Keep what the browser sent; what cannot be kept is told beside its item, and it is sent again."""
        with self.lock:
            for phase, sent in dict(told.get("phases") or {}).items():
                if int(sent["seq"]) > self.phase_acks.get(phase, 0):
                    self._leave_out(str(phase), sent)
            for item, sent in dict(told.get("entries") or {}).items():
                if int(sent["seq"]) > self.acks.get(item, 0):
                    self._take_item(str(item), sent)

    def _leave_out(self, phase: str, sent: Mapping[str, Any]) -> None:
        from collab.services.reviews import leave_out_phase

        try:
            leave_out_phase(self.store, self.person, self.review_id, phase, left_out=bool(sent["off"]))
            self.phase_acks[phase], self.sentence = int(sent["seq"]), ""
        except CollabError as failure:
            self.sentence = str(failure)

    def _take_item(self, item: str, sent: Mapping[str, Any]) -> None:
        """A choice between two texts builds on the other one; without a choice nothing of the item is kept."""
        clash, base = self.clashes.get(item), max(int(sent["base"]), self.saved.get(item, 0))
        values = {name: str(sent["values"].get(name) or "") for name in FIELDS}
        self.held[item] = {"values": values, "base": base}
        if clash is not None and sent.get("settles") != clash.id:
            return
        draft = clash.draft if clash is not None else self.follows.get(item)
        try:
            if sent.get("done"):
                kept = self._save(item, values, version=clash.version if clash else base, draft=draft)
                self.saved[item] = kept.version
                self.follows.pop(item, None)
            else:
                self.follows[item] = self._keep(item, values, base=base, draft=draft)
        except StaleVersion:
            self.clashes[item] = self._clash(item)
            return
        except CollabError as failure:
            self.failures[item] = f"What you typed here is not saved. {failure}"
            return
        self.acks[item], self.sentence = int(sent["seq"]), ""
        for told in (self.clashes, self.failures, self.held):
            told.pop(item, None)

    def _save(self, item: str, values: Values, *, version: int, draft: str | None) -> ReviewEntry:
        from collab.services.reviews import save_entry

        return save_entry(
            self.store,
            self.person,
            self.review_id,
            item,
            version=version,
            draft=draft,
            status=values["status"],
            partner_id=values["partner_id"] or None,
            due_on=_day(values["due_on"]),
            **{name: values[name] for name in TEXTS},
        )

    def _keep(self, item: str, values: Values, *, base: int, draft: str | None) -> str:
        from collab.services.drafts import keep_draft

        subject = self._subject(item)
        return keep_draft(self.store, self.person, subject, values, follows=draft, based_on_version=base).id

    def _subject(self, item: str) -> str:
        from collab.services.drafts import subject_of

        return subject_of("entry", self.review_id, item)

    def _clash(self, item: str) -> Clash:
        """What there is besides what this window holds: another window's draft where it has one, else what is saved."""
        from collab.services.drafts import draft_of
        from collab.services.reviews import review_view

        entry = review_view(self.store, self.review_id, person=self.person).entries[item]
        stored = draft_of(self.store, self.person, self._subject(item))
        if stored is not None and stored.id != self.follows.get(item):
            return Clash(entry.version, stored.id, {**_blank(), **stored.content}, typing=True)
        return Clash(entry.version, stored.id if stored else None, values_of(entry), typing=False)

    def finish(self) -> bool:
        """Hold the review; False where it cannot be, which the sentence then tells."""
        from collab.journey import ReviewState
        from collab.services.reviews import review_view, save_review

        with self.lock:
            try:
                view = review_view(self.store, self.review_id, person=self.person)
                if self._is_unsettled(view):
                    return False
                version = view.review.version
                save_review(self.store, self.person, self.review_id, version=version, state=ReviewState.HELD)
            except CollabError as failure:
                self.sentence = str(failure)
                return False
            self.sentence = ""
            return True

    def close(self) -> bool:
        """Whether nothing that was typed would be out of sight; where it would be, the sentence tells of which items.

        A review that is there no more hinders nobody from leaving.
        """
        from collab.services.reviews import review_view

        with self.lock:
            try:
                view = review_view(self.store, self.review_id, person=self.person)
            except CollabError:
                return True
            return not self._is_unsettled(view)

    def _is_unsettled(self, view: ReviewView) -> bool:
        """Whether an item waits for a choice or for a value that can be kept. Phases left out hinder nothing."""
        waiting = {item.key for _, item in view.items} & (self.clashes.keys() | self.failures.keys())
        every = enumerate((item for phase in view.checklist.phases for item in phase.items), start=1)
        named = [f"{number}. {item.label}" for number, item in every if item.key in waiting]
        if named:
            self.sentence = f"Not everything is saved yet. Look first at what has a red frame: {'; '.join(named)}."
        return bool(named)

    def notice(self, entries: Mapping[str, ReviewEntry], begun: Mapping[str, Mapping[str, Any]]) -> None:
        """Somebody saved an item that is being typed on here: both texts are shown at once, not only at the save."""
        with self.lock:
            for item, typed in begun.items():
                seen = max(int(typed["base"]), self.saved.get(item, 0))
                if item in entries and entries[item].version > seen and item not in self.clashes:
                    draft = self.follows.get(item)
                    self.clashes[item] = Clash(entries[item].version, draft, values_of(entries[item]), typing=False)

    def begun(self) -> dict[str, dict[str, Any]]:
        """Item -> what was typed and not saved. A window that was just opened goes on with what others left."""
        from collab.services.drafts import drafts_under

        with self.lock:
            stored = {
                each.subject.rpartition(":")[2]: each
                for each in drafts_under(self.store, self.person, "entry", self.review_id)
            }
            if not self.is_open:
                self.is_open = True
                self.follows = {item: draft.id for item, draft in stored.items()}
            followed = {
                item: {"values": {**_blank(), **draft.content}, "base": draft.based_on_version or 0}
                for item, draft in stored.items()
                if self.follows.get(item) == draft.id
            }
            return followed | self.held


def _blank() -> Values:
    return dict.fromkeys(FIELDS, "")


def values_of(entry: ReviewEntry) -> Values:
    """An entry as the browser holds it: texts only."""
    due = entry.due_on.isoformat() if entry.due_on else ""
    own = {name: str(getattr(entry, name)) for name in ("status", *TEXTS)}
    return own | {"partner_id": entry.partner_id or "", "due_on": due}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise NotAllowed(f"“{text}” is not a day. Write year, month and day, as in 2027-03-31.") from None
