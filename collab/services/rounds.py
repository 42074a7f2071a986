"""Rounds: create, relabel, reveal, close, delete; and the instruments on offer."""

from __future__ import annotations

from datetime import date
from types import EllipsisType
from typing import Any

from collab.errors import NotAllowed, NotFound
from collab.framework import load_framework
from collab.model import YOU, Instrument, Mode, Person, Round, RoundState
from collab.services.names import clean_name, refuse_stale
from collab.services.permissions import Action, permit
from collab.store import Store, removal
from collab.store import initiatives as initiative_queries
from collab.store import instruments as instrument_queries
from collab.store import rounds as queries
from collab.store.keys import name_key
from collab.store.unit import Unit

SMALLEST_K = 3
LARGEST_K = 10


def instruments(store: Store, *, person: Person = YOU) -> tuple[Instrument, ...]:
    """Every instrument on offer: those of the content files first, then those made from spreadsheets."""
    permit(person, Action.SEE)
    return store.read(instruments_on_offer)


def instruments_on_offer(unit: Unit) -> tuple[Instrument, ...]:
    """One instrument per key: the content files' wording, else the latest one stored."""
    found: dict[str, Instrument] = {}
    for each in (*load_framework().instruments, *instrument_queries.stored_instruments(unit)):
        found.setdefault(each.key, each)
    return tuple(found.values())


def create_round(
    store: Store,
    person: Person,
    initiative_id: str,
    *,
    label: str,
    instrument_key: str,
    mode: Mode | None = None,
    held_on: date | None = None,
    k: int = 5,
    state: RoundState = RoundState.OPEN,
) -> Round:
    """A new round; NotAllowed where the label is empty or taken, or k is outside 3..10."""
    permit(person, Action.EDIT_ROUND, initiative_id)
    name = clean_name(label, "The label of the round")
    _refuse_k(k)

    def work(unit: Unit) -> Round:
        initiative_queries.initiative_by_id(unit, initiative_id)
        _refuse_taken(unit, initiative_id, name, None)
        made = queries.insert_round(
            unit,
            initiative_id=initiative_id,
            instrument_id=instrument_queries.save_instrument(unit, _offered(unit, instrument_key)),
            label=name,
            state=state,
            mode=mode,
            k=k,
            held_on=held_on,
        )
        after = {"label": name, "state": state, "mode": mode, "k": k, "instrument": instrument_key}
        unit.record("create_round", name, initiative_id=initiative_id, after=after)
        return queries.round_by_id(unit, made)

    return store.change(person, work)


def _offered(unit: Unit, key: str) -> Instrument:
    offered = {each.key: each for each in instruments_on_offer(unit)}
    if key not in offered:
        raise NotFound(f"There is no instrument “{key}”. Instruments here: {', '.join(offered)}.")
    return offered[key]


def _refuse_k(k: int) -> None:
    if not SMALLEST_K <= k <= LARGEST_K:
        raise NotAllowed(f"The smallest group shown is {k}; allowed are {SMALLEST_K} to {LARGEST_K}.")


def _refuse_taken(unit: Unit, initiative_id: str, label: str, own_id: str | None) -> None:
    taken = queries.round_labelled(unit, initiative_id, label)
    if taken is not None and taken.id != own_id:
        raise NotAllowed(f"This initiative already has a round “{taken.label}”. Choose another label.")


def change_round(
    store: Store,
    person: Person,
    round_id: str,
    *,
    version: int,
    label: str | None = None,
    state: RoundState | None = None,
    mode: Mode | None = None,
    k: int | None = None,
    held_on: date | EllipsisType | None = ...,
) -> Round:
    """Change what is given and leave the rest. held_on None: the round has no date any more; ... leaves it.

    k can change only before the round was ever revealed. A round of individual answers never becomes a
    team round once it holds answers. StaleVersion where somebody saved first.
    """

    def work(unit: Unit) -> Round:
        present = queries.round_by_id(unit, round_id)
        permit(person, Action.EDIT_ROUND, present.initiative_id)
        given = {"label": label, "state": state, "mode": mode, "k": k}
        wanted: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        if held_on is not ...:
            wanted["held_on"] = held_on
        if "label" in wanted:
            wanted["label"] = clean_name(str(label), "The label of the round")
        theirs = {name: getattr(present, name) for name in wanted}
        refuse_stale(version, present.version, mine=wanted, theirs=theirs, what="this round")
        changes = {name: value for name, value in wanted.items() if value != theirs[name]}
        if not changes:
            return present
        _refuse_change(unit, present, changes)
        queries.update_round(unit, present, changes)
        _record(unit, present, changes)
        return queries.round_by_id(unit, round_id)

    return store.change(person, work)


def _refuse_change(unit: Unit, present: Round, changes: dict[str, Any]) -> None:
    if "label" in changes:
        _refuse_taken(unit, present.initiative_id, changes["label"], present.id)
    if "k" in changes:
        _refuse_k(changes["k"])
        if queries.was_revealed(unit, present.id):
            raise NotAllowed(
                "The smallest group shown cannot change after the round was revealed: old and new figures "
                f"together could give people away. It stays at {present.k}."
            )
    if changes.get("mode") is not None and not queries.is_empty(unit, present.id):
        _refuse_mode(present, changes["mode"])


def _refuse_mode(present: Round, mode: Mode) -> None:
    if mode is Mode.TEAM:
        raise NotAllowed(
            "This round holds answers that were given with small groups protected, so it cannot become a team "
            "round. Undo its imports or make a new round."
        )


def _record(unit: Unit, present: Round, changes: dict[str, Any]) -> None:
    before = {name: _plain(getattr(present, name)) for name in changes}
    after = {name: _plain(value) for name, value in changes.items()}
    unit.record("change_round", present.label, initiative_id=present.initiative_id, before=before, after=after)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def get_round(store: Store, round_id: str, *, person: Person = YOU) -> Round:
    """The round of this id; NotFound where there is none."""
    permit(person, Action.SEE)
    return store.read(lambda unit: queries.round_by_id(unit, round_id))


def find_round(store: Store, initiative_id: str, label: str, *, person: Person = YOU) -> Round:
    """The round of this label, in any case and spacing; NotFound names those that exist."""
    permit(person, Action.SEE, initiative_id)

    def work(unit: Unit) -> Round:
        found = queries.round_labelled(unit, initiative_id, label)
        if found is None:
            labels = ", ".join(f"“{each.label}”" for each in queries.rounds_in(unit, initiative_id))
            raise NotFound(f"There is no round “{label}”. Rounds of this initiative: {labels or 'none yet'}.")
        return found

    return store.read(work)


def rounds_of(store: Store, initiative_id: str, *, person: Person = YOU) -> tuple[Round, ...]:
    """The rounds of an initiative, the newest first."""
    permit(person, Action.SEE, initiative_id)
    return store.read(lambda unit: queries.rounds_in(unit, initiative_id))


def instrument_of(store: Store, round_id: str, *, person: Person = YOU) -> Instrument:
    """The instrument that a round uses, as it was worded when the round began."""
    permit(person, Action.SEE)

    def work(unit: Unit) -> Instrument:
        return instrument_queries.instrument_by_id(unit, queries.round_by_id(unit, round_id).instrument_id)

    return store.read(work)


def delete_round(store: Store, person: Person, round_id: str, *, typed_label: str) -> None:
    """Delete a round for good, with its answers and imports; NotAllowed unless typed_label is its label."""

    def work(unit: Unit) -> None:
        present = queries.round_by_id(unit, round_id)
        permit(person, Action.EDIT_ROUND, present.initiative_id)
        if name_key(typed_label) != name_key(present.label):
            raise NotAllowed(
                f"You typed “{typed_label}”; the round is called “{present.label}”. "
                "Nothing was deleted. Type its label to delete it for good."
            )
        removal.delete_round(unit, round_id)
        unit.record("delete_round", present.label, initiative_id=present.initiative_id)

    store.change(person, work)
    store.shrink()
