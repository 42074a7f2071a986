"""The logic model of an initiative: its problem, entries in six columns and rows of context, what leads to what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from collab.content import Prompt
from collab.errors import NotAllowed, NotFound
from collab.framework import load_framework
from collab.model import YOU, Person
from collab.plans import Cause, LogicEntry, LogicLink, LogicModel
from collab.services.editing import add_once, move_among, refuse_changed, said_by, save_changes
from collab.services.given import given
from collab.services.permissions import Action, permit
from collab.services.root_causes import refuse_cause, trees_in
from collab.store import Store, initiatives, records
from collab.store.keys import new_key
from collab.store.unit import Unit

CAUSES_GO_TO = "activities"
"""The column where what partners do about a root cause is written."""


@dataclass(frozen=True)
class Place:
    """One column, or one row of context, with its entries in their order."""

    prompt: Prompt
    entries: tuple[LogicEntry, ...]


@dataclass(frozen=True)
class LogicView:
    """The whole model. proposed: the problem of the five whys, where the model has no words of its own yet.

    causes: the root causes that were chosen; links: (from, to) of entries.
    """

    model: LogicModel
    proposed: str
    columns: tuple[Place, ...]
    context: tuple[Place, ...]
    links: frozenset[tuple[str, str]]
    causes: tuple[Cause, ...]

    @property
    def problem(self) -> str:
        """What the model starts from."""
        return self.model.problem or self.proposed

    @property
    def entries(self) -> dict[str, LogicEntry]:
        """Every entry by its id."""
        return {each.id: each for place in (*self.columns, *self.context) for each in place.entries}

    @property
    def open_causes(self) -> tuple[Cause, ...]:
        """Chosen root causes that no entry answers yet."""
        answered = {each.cause_id for each in self.entries.values()}
        return tuple(each for each in self.causes if each.id not in answered)

    def led_to_by(self, entry_id: str) -> tuple[LogicEntry, ...]:
        """What an entry leads to, in the order of the columns."""
        return tuple(each for each in self.entries.values() if (entry_id, each.id) in self.links)

    def led_by(self, entry_id: str) -> tuple[LogicEntry, ...]:
        """What leads to an entry, in the order of the columns."""
        return tuple(each for each in self.entries.values() if (each.id, entry_id) in self.links)

    def can_lead_to(self, entry: LogicEntry) -> tuple[LogicEntry, ...]:
        """The entries of every later column; none for a row of context."""
        return self._of_columns(entry, slice(self._column(entry) + 1, None))

    def can_be_led_by(self, entry: LogicEntry) -> tuple[LogicEntry, ...]:
        """The entries of every earlier column; none for a row of context."""
        return self._of_columns(entry, slice(0, max(self._column(entry), 0)))

    def is_loose(self, entry: LogicEntry) -> bool:
        """Whether it leads to nothing though there is something later, or, at the end, nothing leads to it."""
        later, earlier = self.can_lead_to(entry), self.can_be_led_by(entry)
        if self._column(entry) == len(self.columns) - 1:
            return bool(earlier) and not self.led_by(entry.id)
        return bool(later) and not self.led_to_by(entry.id)

    def way_of(self, entry_id: str) -> frozenset[str]:
        """Ids of an entry, of all that it leads to in the end, and of all that leads to it."""
        forth = _reached(entry_id, self.links)
        return forth | _reached(entry_id, {(to, start) for start, to in self.links})

    def _column(self, entry: LogicEntry) -> int:
        """The place of its column; -1 for a row of context."""
        return next((place for place, each in enumerate(self.columns) if each.prompt.key == entry.place), -1)

    def _of_columns(self, entry: LogicEntry, which: slice) -> tuple[LogicEntry, ...]:
        if self._column(entry) < 0:
            return ()
        return tuple(each for place in self.columns[which] for each in place.entries)


def _reached(start: str, links: Collection[tuple[str, str]]) -> frozenset[str]:
    found, ahead = {start}, [start]
    while ahead:
        here = ahead.pop()
        after = {to for begin, to in links if begin == here} - found
        found |= after
        ahead += after
    return frozenset(found)


def logic_model(store: Store, initiative_id: str, *, person: Person = YOU) -> LogicView:
    """The logic model of an initiative as it is kept."""
    permit(person, Action.SEE, initiative_id)
    return store.read(lambda unit: logic_model_in(unit, initiative_id))


def logic_model_in(unit: Unit, initiative_id: str) -> LogicView:
    """The same, inside a unit."""
    trees = trees_in(unit, initiative_id)
    entries = sorted(records.records(unit, LogicEntry, initiative_id=initiative_id), key=lambda each: each.position)
    content = load_framework().logic_model
    columns, context = (
        tuple(Place(prompt, tuple(each for each in entries if each.place == prompt.key)) for prompt in prompts)
        for prompts in (content.columns, content.context)
    )
    links = records.records(unit, LogicLink, initiative_id=initiative_id)
    return LogicView(
        model=records.record(unit, LogicModel, initiative_id=initiative_id) or LogicModel(initiative_id),
        proposed=trees[0].problem.statement if trees else "",
        columns=columns,
        context=context,
        links=frozenset((each.from_id, each.to_id) for each in links),
        causes=tuple(why.cause for tree in trees for why in tree.chosen),
    )


def save_model(store: Store, person: Person, initiative_id: str, *, version: int, problem: str) -> LogicModel:
    """The problem that the model starts from, in its own words ("": as the five whys say). StaleVersion where somebody
    saved first."""
    permit(person, Action.PLAN, initiative_id)
    wanted = given(LogicModel, {"problem": problem})

    def work(unit: Unit) -> LogicModel:
        initiatives.initiative_by_id(unit, initiative_id)
        present = records.record(unit, LogicModel, initiative_id=initiative_id) or LogicModel(initiative_id)
        subject = load_framework().logic_model.title
        return save_changes(
            unit,
            present,
            wanted,
            version=version,
            what="save_logic_model",
            subject=subject,
            initiative_id=initiative_id,
        )

    return store.change(person, work)


def add_entry(
    store: Store, person: Person, initiative_id: str, *, place: str, entry_id: str | None = None, **values: object
) -> LogicEntry:
    """One more entry of a column or row; NotAllowed where its text is empty, NotFound for a place that is not there.

    entry_id: names it before it is kept; the same that was added under it already is returned, not added again.
    """
    permit(person, Action.PLAN, initiative_id)
    _refuse_place(place)
    wanted = given(LogicEntry, {"text": "", **values}, required={"text": "The entry"})
    made_id = entry_id or new_key()

    def work(unit: Unit) -> LogicEntry:
        initiatives.initiative_by_id(unit, initiative_id)
        refuse_cause(unit, initiative_id, wanted.get("cause_id"))
        present = records.records(unit, LogicEntry, initiative_id=initiative_id, place=place)
        after = max((each.position for each in present), default=-1) + 1
        made = LogicEntry(made_id, initiative_id, place, **{"position": after, **wanted})
        return add_once(unit, made, what="add_logic_entry", subject=made.text)

    return store.change(person, work)


def save_entry(store: Store, person: Person, entry_id: str, *, version: int, **values: object) -> LogicEntry:
    """Change what is given of an entry. StaleVersion where somebody saved first."""
    wanted = given(LogicEntry, values, required={"text": "The entry"})

    def work(unit: Unit) -> LogicEntry:
        present = records.record_by_id(unit, LogicEntry, entry_id)
        permit(person, Action.PLAN, present.initiative_id)
        if wanted.get("cause_id") != present.cause_id:
            refuse_cause(unit, present.initiative_id, wanted.get("cause_id"))
        if wanted.get("place", present.place) != present.place:
            raise NotAllowed("An entry stays in its column. Take it away and add it where it belongs.")
        return save_changes(
            unit,
            present,
            wanted,
            version=version,
            what="save_logic_entry",
            subject=present.text,
            initiative_id=present.initiative_id,
        )

    return store.change(person, work)


def move_entry(store: Store, person: Person, entry_id: str, *, by: int) -> None:
    """One place up (by=-1) or down (by=1) within its column or row; at the end nothing changes."""

    def work(unit: Unit) -> None:
        present = records.record_by_id(unit, LogicEntry, entry_id)
        permit(person, Action.PLAN, present.initiative_id)
        view = logic_model_in(unit, present.initiative_id)
        place = next(each for each in (*view.columns, *view.context) if each.prompt.key == present.place)
        move_among(unit, place.entries, present, by=by, what="move_logic_entry", subject=present.text)

    store.change(person, work)


def remove_entry(store: Store, person: Person, entry_id: str, *, version: int) -> None:
    """Take an entry away with the links from and to it. StaleVersion where somebody saved since."""

    def work(unit: Unit) -> None:
        present = records.record_by_id(unit, LogicEntry, entry_id)
        permit(person, Action.PLAN, present.initiative_id)
        refuse_changed(present.version, version, present.text)
        view = logic_model_in(unit, present.initiative_id)
        linked = {"leads_to": view.led_to_by(entry_id), "led_by": view.led_by(entry_id)}
        every = records.records(unit, LogicLink, initiative_id=present.initiative_id)
        records.remove(unit, *(each for each in every if entry_id in (each.from_id, each.to_id)))
        records.remove(unit, present)
        before = said_by(unit, present) | {name: [each.text for each in own] for name, own in linked.items() if own}
        unit.record("remove_logic_entry", present.text, initiative_id=present.initiative_id, before=before)

    store.change(person, work)


def set_links(
    store: Store, person: Person, entry_id: str, *, to: Collection[str], seen: Collection[str]
) -> frozenset[str]:
    """What an entry leads to; to, seen: ids of entries, wanted and as the person had them before their eyes.

    Only what differs between the two is changed, so that two persons who link the same entry lose nothing. NotAllowed
    where an entry would lead back, or to its own column. Returns all that it leads to then.
    """

    def work(unit: Unit) -> frozenset[str]:
        present = records.record_by_id(unit, LogicEntry, entry_id)
        permit(person, Action.PLAN, present.initiative_id)
        view = logic_model_in(unit, present.initiative_id)
        now = frozenset(each.id for each in view.led_to_by(entry_id))
        added, gone = set(to) - set(seen) - now, (set(seen) - set(to)) & now
        allowed = {each.id for each in view.can_lead_to(present)}
        _refuse_links(view, added, allowed)
        records.add(unit, *(LogicLink(entry_id, each, present.initiative_id) for each in sorted(added)))
        records.remove(unit, *(LogicLink(entry_id, each, present.initiative_id) for each in gone))
        _tell_links(unit, view, present, added, gone)
        return (now | added) - gone

    return store.change(person, work)


def _refuse_links(view: LogicView, added: Collection[str], allowed: Collection[str]) -> None:
    lost = [each for each in added if each not in view.entries]
    if lost:
        raise NotFound("An entry that was to be linked is not there any more. Look at the model again.")
    back = [view.entries[each].text for each in sorted(added) if each not in allowed]
    if back:
        raise NotAllowed(f"An entry can lead only to later columns, so it cannot lead to “{back[0]}”.")


def _tell_links(unit: Unit, view: LogicView, entry: LogicEntry, added: Collection[str], gone: Collection[str]) -> None:
    told = {
        name: [view.entries[each].text for each in sorted(ids)]
        for name, ids in (("leads_to", added), ("no_more", gone))
        if ids
    }
    if told:
        unit.record("link_logic_entry", entry.text, initiative_id=entry.initiative_id, after=told)


def _refuse_place(place: str) -> None:
    content = load_framework().logic_model
    if place not in {each.key for each in (*content.columns, *content.context)}:
        raise NotFound("The logic model has no such column. Look at the page again.")
