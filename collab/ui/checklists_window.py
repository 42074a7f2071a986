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
from typing import TYPE_CHECKING, Any, Literal

from collab.errors import CollabError, NotAllowed, NotFound, StaleVersion
from collab.ui.checklists_asides import Asides, drop_all, is_aside, is_outdated, put_into_new

if TYPE_CHECKING:
    from collab.journey import Review, ReviewEntry
    from collab.model import Person
    from collab.services.drafts import Draft
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

    held: what was typed about an item that cannot be taken, handed back whenever the sitting is drawn anew.
    kept: item -> the writing that the database holds nevertheless.  typed: what the browser sent last.
    view: the review as it was last there.  end: what became of it in another window.
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
    kept: dict[str, int] = field(default_factory=dict)
    typed: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    view: ReviewView | None = field(default=None, repr=False)
    end: Literal["", "finished", "deleted"] = ""
    sentence: str = ""
    is_open: bool = False
    is_warned: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def __post_init__(self) -> None:
        self.asides = Asides(self.store, self.person, ("entry", self.review_id))

    def look(self) -> ReviewView:
        """The review as it is; where it was deleted, as this window saw it last. NotFound where it never saw it."""
        from collab.journey import ReviewState
        from collab.services.reviews import review_view

        with self.lock:
            try:
                self.view = review_view(self.store, self.review_id, person=self.person)
                self.end = "finished" if self.view.review.state is ReviewState.HELD else ""
            except NotFound:
                if self.view is None:
                    raise
                if self.end != "deleted":
                    self._notice_deletion(self.view.review)
            return self.view

    def _notice_deletion(self, review: Review) -> None:
        """What was typed here and is not saved belongs to the checklist now, and is kept at once."""
        self.end, self.asides = "deleted", self.asides.after_deletion(review)
        self.failures.clear()
        self.clashes.clear()
        for item, values in self.unsaved().items():
            sent = self.typed.get(item)
            if self.asides.put(item, values, base=0, instead_of=self.follows.get(item)):
                self.kept[item] = int(sent["seq"]) if sent else 0

    def take(self, told: Mapping[str, Any]) -> None:
        """Keep what the browser sent; what cannot be kept is told beside its item, and it is sent again."""
        with self.lock:
            for phase, sent in dict(told.get("phases") or {}).items():
                if int(sent["seq"]) > self.phase_acks.get(phase, 0):
                    self._leave_out(str(phase), sent)
            self.typed = {str(item): sent for item, sent in dict(told.get("entries") or {}).items()}
            for item, sent in self.typed.items():
                if int(sent["seq"]) > self.acks.get(item, 0):
                    self._take_item(item, sent)

    def _leave_out(self, phase: str, sent: Mapping[str, Any]) -> None:
        from collab.services.reviews import leave_out_phase

        try:
            leave_out_phase(self.store, self.person, self.review_id, phase, left_out=bool(sent["off"]))
            self.phase_acks[phase], self.sentence = int(sent["seq"]), ""
        except CollabError as failure:
            self.sentence = str(failure)

    def _take_item(self, item: str, sent: Mapping[str, Any]) -> None:
        """Without a choice between two texts nothing of the item is taken; what cannot be taken is put aside."""
        clash, base = self.clashes.get(item), max(int(sent["base"]), self.saved.get(item, 0))
        values = _values(sent)
        self.held[item] = {"values": values, "base": base}
        self.failures.pop(item, None)
        is_chosen = self.end != "deleted" and (clash is None or sent.get("settles") == clash.id)
        if is_chosen and self._is_taken(item, values, sent, base=base):
            self.acks[item], self.sentence = int(sent["seq"]), ""
            for told in (self.clashes, self.failures, self.held, self.kept):
                told.pop(item, None)
            self.asides.let_go(item)
        elif self._is_put_aside(item, values, base=base):
            self.kept[item] = int(sent["seq"])
        else:
            self.kept.pop(item, None)

    def _is_taken(self, item: str, values: Values, sent: Mapping[str, Any], *, base: int) -> bool:
        """Saved where it is done, else kept as the draft of its item. A choice builds on the text beside it."""
        clash = self.clashes.get(item)
        draft = clash.draft if clash is not None else self.follows.get(item)
        try:
            try:
                if sent.get("done"):
                    version, looked_at = clash.version if clash else base, not sent.get("cleared")
                    saved = self._save(item, values, version=version, draft=draft, looked_at=looked_at)
                    self.saved[item] = saved.version
                    self.follows.pop(item, None)
                else:
                    self.follows[item] = self._keep(item, values, base=base, draft=draft)
                return True
            except StaleVersion:
                self.clashes[item] = self._clash(item)
        except CollabError as failure:
            self.failures[item] = f"What you typed here is not saved. {failure}"
        return False

    def _is_put_aside(self, item: str, values: Values, *, base: int) -> bool:
        """Whether the database holds it for a later window, as the draft of its item or beside another window's."""
        if item not in self.clashes and self.end != "deleted":
            try:
                self.follows[item] = self._keep(item, values, base=base, draft=self.follows.get(item))
                return True
            except CollabError:
                pass
        return self.asides.put(item, values, base=base, instead_of=self.follows.get(item))

    def _save(self, item: str, values: Values, *, version: int, draft: str | None, looked_at: bool) -> ReviewEntry:
        from collab.services.reviews import save_entry

        return save_entry(
            self.store,
            self.person,
            self.review_id,
            item,
            version=version,
            draft=draft,
            looked_at=looked_at,
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
        """Hold the review; False where it cannot be, which the sentence or what is beside an item then tells."""
        from collab.journey import ReviewState
        from collab.services.reviews import save_review

        with self.lock:
            try:
                view = self.look()
                if self._is_unsettled(view) or (self.end and self.unsaved()):
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

        Of a review that was finished or deleted, what was typed stands on the checklist; what could not be kept either
        is told of once, since it goes.
        """
        with self.lock:
            try:
                view = self.look()
            except CollabError:
                return True
            if self.end != "deleted":
                return not self._is_unsettled(view)
            is_warned, self.is_warned = self.is_warned or self.unsaved().keys() <= self.kept.keys(), True
            self.sentence = "" if is_warned else "Close once more to throw away what you typed."
            return is_warned

    def unsaved(self) -> dict[str, Values]:
        """Item -> what was typed here and is not part of the review."""
        held = {item: dict(each["values"]) for item, each in self.held.items()}
        return held | {
            item: _values(sent)
            for item, sent in self.typed.items()
            if not sent.get("done") or int(sent["seq"]) > self.acks.get(item, 0)
        }

    def go_on(self) -> str | None:
        """Open the review again, or put what was typed into a new one: its id; None where the sentence says why not."""
        with self.lock:
            try:
                return self._renewed() if self.end == "deleted" else self._opened_again()
            except CollabError as failure:
                self.sentence = str(failure)
                return None

    def _opened_again(self) -> str:
        from collab.journey import ReviewState
        from collab.services.reviews import save_review

        review = self.look().review
        if self.end:
            version = review.version
            save_review(self.store, self.person, review.id, version=version, state=ReviewState.UNDER_WAY)
        self.failures.clear()
        self.sentence = ""
        return review.id

    def _renewed(self) -> str:
        """What is kept of this window goes there; what another one typed stays on the checklist."""
        from collab.services.unsaved_entries import left_over

        old = self.look().review
        texts = self.unsaved()
        new = put_into_new(self.store, self.person, old, texts.items())
        own: set[str | None] = {key for item, key in self.follows.items() if item in texts}
        own |= {key for item, (_, key) in self.asides.known.items() if item in texts}
        for each in left_over(self.store, self.person, old.initiative_id, old.checklist):
            if each.review.id == old.id:
                drop_all(self.store, self.person, [draft for draft in each.drafts if draft.id in own])
        return new

    def _is_unsettled(self, view: ReviewView) -> bool:
        """Whether an item waits for a choice or for a value that can be saved. Phases left out hinder nothing.

        In a review that was finished nothing can be saved: there only what could not be kept either waits.
        """
        waiting = {item.key for _, item in view.items} & (self.clashes.keys() | self.failures.keys())
        if self.end:
            waiting -= self.kept.keys()
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
        from collab.services.unsaved_entries import item_of

        with self.lock:
            every = drafts_under(self.store, self.person, "entry", self.review_id)
            stored = {item_of(each): each for each in every if not is_aside(each)}
            if not self.is_open:
                self.is_open = True
                self.follows = {item: draft.id for item, draft in stored.items()}
                for each in filter(is_aside, every):
                    self._take_over(each, stored.get(item_of(each)))
            followed = {
                item: {"values": {**_blank(), **draft.content}, "base": draft.based_on_version or 0}
                for item, draft in stored.items()
                if self.follows.get(item) == draft.id
            }
            return followed | self.held

    def _take_over(self, aside: Draft, own: Draft | None) -> None:
        """Go on with a text that waited for a choice; it is asked again where two texts still differ."""
        from collab.services.unsaved_entries import item_of

        item, values, base = item_of(aside), _values({"values": aside.content}), aside.based_on_version or 0
        entry = self.look().entries.get(item)
        if entry is None:
            return
        self.asides.take_over(aside)
        self.held[item], self.kept[item] = {"values": values, "base": base}, 0
        if own is not None and not is_outdated(own, [aside]) and {**_blank(), **own.content} != values:
            self.clashes[item] = Clash(entry.version, own.id, {**_blank(), **own.content}, typing=True)
        elif entry.version > base and values_of(entry) != values:
            self.clashes[item] = Clash(entry.version, own.id if own else None, values_of(entry), typing=False)


def _blank() -> Values:
    return dict.fromkeys(FIELDS, "")


def _values(sent: Mapping[str, Any]) -> Values:
    return {name: str(sent["values"].get(name) or "") for name in FIELDS}


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
