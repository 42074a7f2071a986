"""Initiatives: list, create, edit, delete for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict, Unpack

from collab.errors import NotAllowed, NotFound
from collab.framework import load_framework
from collab.model import YOU, Change, Initiative, Outcome, Person, Round, Standing
from collab.services.editing import told
from collab.services.history_names import named
from collab.services.journey import OVER
from collab.services.milestone_facts import settled_in
from collab.services.names import clean_name, clean_text, refuse_stale
from collab.services.permissions import Action, permit
from collab.services.stays import refuse_end_before_stays
from collab.services.times import refuse_to_come, time_given
from collab.store import Store, changes, removal
from collab.store import initiatives as queries
from collab.store import rounds as round_queries
from collab.store.keys import name_key
from collab.store.unit import Unit
from collab.when import When

_TEXTS = {"place": "place", "purpose": "purpose", "governance": "governance", "area": "area"}


class CameOfIt(TypedDict, total=False):
    """What came of an initiative; what is left out stays as it is. successor_id: the one that its work goes on in."""

    outcome: Outcome
    lesson: str
    successor_id: str | None


@dataclass(frozen=True)
class RoundCard:
    """One round on the overview. responses counts answer sheets (0 for averages); partners those with content.

    settled: partners concluded together on each of its dimensions.
    """

    round: Round
    instrument_title: str
    responses: int
    partners: int
    settled: bool = False


@dataclass(frozen=True)
class InitiativeCard:
    """One initiative on the overview, with its rounds, the newest first."""

    initiative: Initiative
    rounds: tuple[RoundCard, ...]


@dataclass(frozen=True)
class InitiativeRounds:
    """What a page can be about: one initiative and its rounds, the newest first; nothing is counted."""

    initiative: Initiative
    rounds: tuple[Round, ...]


def choices(store: Store, *, person: Person = YOU) -> tuple[InitiativeRounds, ...]:
    """Every initiative with its rounds, by name: what every rerun of a page asks, so it reads two small tables."""
    permit(person, Action.SEE)

    def work(unit: Unit) -> tuple[InitiativeRounds, ...]:
        rounds = round_queries.rounds_in(unit)
        return tuple(
            InitiativeRounds(each, tuple(round_ for round_ in rounds if round_.initiative_id == each.id))
            for each in queries.all_initiatives(unit)
        )

    return store.read(work)


def overview(store: Store, *, person: Person = YOU) -> tuple[InitiativeCard, ...]:
    """Every initiative with its rounds: the one that was worked on last comes first."""
    permit(person, Action.SEE)
    return store.read(_cards)


def cards_of(store: Store, ids: Sequence[str], *, person: Person = YOU) -> tuple[InitiativeCard, ...]:
    """These initiatives with their rounds, in this order; one that is not there any more is left out."""
    permit(person, Action.SEE)

    def work(unit: Unit) -> tuple[InitiativeCard, ...]:
        found = {each.initiative.id: each for each in _cards_among(unit, queries.initiatives_of(unit, ids))}
        return tuple(found[key] for key in ids if key in found)

    return store.read(work)


def _cards(unit: Unit) -> tuple[InitiativeCard, ...]:
    return _cards_among(unit, queries.latest_first(unit))


def _cards_among(unit: Unit, initiatives: Sequence[Initiative]) -> tuple[InitiativeCard, ...]:
    rounds = round_queries.rounds_of_each(unit, [each.id for each in initiatives])
    titles = round_queries.instrument_titles(unit)
    every = [each for own in rounds.values() for each in own]
    contents = round_queries.contents_by_round(unit, [each.id for each in every])
    settled = settled_in(unit, every)

    def card(each: Round) -> RoundCard:
        title, counted = titles[each.instrument_id], contents.get(each.id, (0, 0))
        return RoundCard(each, title, *counted, settled=each.id in settled)

    cards = {key: tuple(card(each) for each in own) for key, own in rounds.items()}
    return tuple(InitiativeCard(each, cards.get(each.id, ())) for each in initiatives)


def get_initiative(store: Store, initiative_id: str, *, person: Person = YOU) -> Initiative:
    """The initiative of this id; NotFound where there is none."""
    permit(person, Action.SEE, initiative_id)
    return store.read(lambda unit: queries.initiative_by_id(unit, initiative_id))


def find_initiative(store: Store, name: str, *, person: Person = YOU) -> Initiative:
    """The initiative of this name, in any case and spacing; NotFound names those that exist."""
    permit(person, Action.SEE)

    def work(unit: Unit) -> Initiative:
        found = queries.initiative_named(unit, name)
        if found is None:
            names = ", ".join(f"“{each.name}”" for each in queries.all_initiatives(unit)) or "none yet"
            raise NotFound(f"There is no initiative “{name}”. Initiatives here: {names}.")
        return found

    return store.read(work)


def create_initiative(
    store: Store, person: Person, *, name: str, place: str = "", purpose: str = "", made_up: bool = False
) -> Initiative:
    """A new initiative; NotAllowed where the name is empty or taken."""
    permit(person, Action.EDIT_INITIATIVE)
    texts = _texts(name, place, purpose)

    def work(unit: Unit) -> Initiative:
        _refuse_taken(unit, texts["name"], None)
        made = queries.insert_initiative(unit, **texts, made_up=made_up)
        unit.record("create_initiative", made.name, initiative_id=made.id, after={**texts})
        return queries.initiative_by_id(unit, made.id)

    return store.change(person, work)


def _texts(name: str, place: str, purpose: str) -> dict[str, str]:
    return {
        "name": clean_name(name, "The name of the initiative"),
        "place": clean_text(place, "The place"),
        "purpose": clean_text(purpose, "The purpose"),
    }


def _refuse_taken(unit: Unit, name: str, own_id: str | None) -> None:
    taken = queries.initiative_named(unit, name)
    if taken is not None and taken.id != own_id:
        raise NotAllowed(f"There is already an initiative “{taken.name}”. Choose another name.")


def edit_initiative(
    store: Store, person: Person, initiative_id: str, *, version: int, name: str, **values: str
) -> Initiative:
    """Change name, place, area, purpose, governance; StaleVersion carries both texts where somebody saved first.

    area: the key of an area of the landscape, or "" for none; NotAllowed where there is no such area.
    """
    permit(person, Action.EDIT_INITIATIVE, initiative_id)
    texts = {"name": clean_name(name, "The name of the initiative")}
    texts |= {key: clean_text(value, f"The {_TEXTS[key]}") for key, value in values.items()}

    def work(unit: Unit) -> Initiative:
        present = queries.initiative_by_id(unit, initiative_id)
        theirs = {key: getattr(present, key) for key in texts}
        refuse_stale(version, present.version, mine={**texts}, theirs={**theirs}, what="this initiative")
        if texts == theirs:
            return present
        _refuse_taken(unit, texts["name"], initiative_id)
        _refuse_unknown_area(texts.get("area", present.area), present)
        queries.update_initiative(unit, present, **texts)
        unit.record("edit_initiative", texts["name"], initiative_id=initiative_id, before={**theirs}, after={**texts})
        return queries.initiative_by_id(unit, initiative_id)

    return store.change(person, work)


def _refuse_unknown_area(area: str, present: Initiative) -> None:
    """One that the content no longer offers may stay."""
    areas = {each.key: each.label for each in load_framework().areas}
    if area and area != present.area and area not in areas:
        raise NotAllowed(f"There is no area “{area}”. Choose one of these: {', '.join(areas.values())}.")


def set_standing(
    store: Store,
    person: Person,
    initiative_id: str,
    *,
    version: int,
    standing: Standing,
    on: date | When | None,
    reason: str = "",
    **came: Unpack[CameOfIt],
) -> Initiative:
    """Pause, complete, stop or take up again, and say what came of it, which one that goes on can have too.

    on: None where nobody knows the day any more. NotAllowed where it is stopped or paused without a reason, would be
    over before it was in the last of its stages, or would go on in itself; NotFound where what it should go on in is
    gone.
    """
    permit(person, Action.EDIT_INITIATIVE, initiative_id)
    why = clean_text(reason, "The reason")
    if standing in (Standing.PAUSED, Standing.STOPPED) and not why:
        raise NotAllowed("Say in a few words why, so that others can learn from it. Nothing was changed.")
    since = time_given(on) if on is not None else None
    if since is not None:
        refuse_to_come(since, date.today())
    wanted: dict[str, object] = {
        "standing": standing,
        "standing_on": since,
        "standing_reason": why,
        **came,
    }
    if "lesson" in came:
        wanted["lesson"] = clean_text(came["lesson"], "What others can learn")
    return _change(store, person, initiative_id, version=version, wanted=wanted, what="set_standing")


def set_parent(store: Store, person: Person, initiative_id: str, *, version: int, parent_id: str | None) -> Initiative:
    """Say under which compact an initiative runs, or (None) that it stands alone.

    NotAllowed where it would stand under itself.
    """
    permit(person, Action.EDIT_INITIATIVE, initiative_id)
    return _change(store, person, initiative_id, version=version, wanted={"parent_id": parent_id}, what="set_parent")


def _change(
    store: Store, person: Person, initiative_id: str, *, version: int, wanted: dict[str, object], what: str
) -> Initiative:
    def work(unit: Unit) -> Initiative:
        present = queries.initiative_by_id(unit, initiative_id)
        theirs = {key: getattr(present, key) for key in wanted}
        if wanted == theirs:
            return present
        refuse_stale(version, present.version, mine=wanted, theirs=theirs, what="this initiative")
        if wanted.get("parent_id"):
            _refuse_circle(unit, present, str(wanted["parent_id"]))
        if wanted.get("successor_id") and wanted["successor_id"] != present.successor_id:
            _refuse_successor(unit, present, str(wanted["successor_id"]))
        _refuse_too_early(unit, present, wanted)
        queries.update_initiative(unit, present, **wanted)
        before, after = ({key: told(value) for key, value in each.items()} for each in (theirs, wanted))
        unit.record(what, present.name, initiative_id=initiative_id, before=before, after=after)
        return queries.initiative_by_id(unit, initiative_id)

    return store.change(person, work)


def _refuse_too_early(unit: Unit, present: Initiative, wanted: Mapping[str, object]) -> None:
    """What is kept already may stay as it is."""
    standing, ended = wanted.get("standing"), wanted.get("standing_on")
    is_kept = (standing, ended) == (present.standing, present.standing_on)
    if standing in OVER and isinstance(ended, When) and not is_kept:
        refuse_end_before_stays(unit, present, ended)


def _refuse_circle(unit: Unit, present: Initiative, parent_id: str) -> None:
    above: str | None = parent_id
    while above is not None:
        if above == present.id:
            raise NotAllowed(
                f"“{present.name}” cannot stand under itself or under an initiative that runs under it. Choose another."
            )
        above = queries.initiative_by_id(unit, above).parent_id


def _refuse_successor(unit: Unit, present: Initiative, successor_id: str) -> None:
    if successor_id == present.id:
        raise NotAllowed(f"The work of “{present.name}” cannot go on in itself. Choose another initiative, or none.")
    if not queries.exists(unit, successor_id):
        raise NotFound(
            f"The initiative in which the work of “{present.name}” should go on is no longer there. "
            "Nothing was changed. Choose another, or none."
        )
    _refuse_circle_of_successors(unit, present, successor_id)


def _refuse_circle_of_successors(unit: Unit, present: Initiative, successor_id: str) -> None:
    """Work that goes on in another initiative does not come back; a circle of others, kept since before, is left."""
    names: dict[str, str] = {}
    at: str | None = successor_id
    while at is not None and at not in names:
        after = queries.initiative_by_id(unit, at)
        names[at], at = after.name, after.successor_id
    if present.id in names:
        first, *then = (f"“{name}”" for name in names.values())
        raise NotAllowed(
            f"The work of {first} goes on in {', then in '.join(then)}, so that of “{present.name}” cannot go on in "
            f"{first}. Choose another initiative, or none."
        )


def children_of(store: Store, initiative_id: str, *, person: Person = YOU) -> tuple[Initiative, ...]:
    """The initiatives that run under this one, by name."""
    permit(person, Action.SEE, initiative_id)
    return store.read(lambda unit: queries.children_of(unit, initiative_id))


def delete_initiative(store: Store, person: Person, initiative_id: str, *, typed_name: str) -> None:
    """Delete for good, with rounds, answers, history and partners that take part nowhere else.

    NotAllowed unless typed_name is the initiative's name. What is left in the history says only that an
    initiative was deleted, not which.
    """
    permit(person, Action.DELETE_INITIATIVE, initiative_id)

    def work(unit: Unit) -> None:
        present = queries.initiative_by_id(unit, initiative_id)
        if name_key(typed_name) != name_key(present.name):
            raise NotAllowed(
                f"You typed “{typed_name}”; the initiative is called “{present.name}”. "
                "Nothing was deleted. Type its name to delete it for good."
            )
        removal.delete_initiative(unit, initiative_id)
        unit.record("delete_initiative", "an initiative", initiative_id=None)

    store.change(person, work)
    store.shrink()


def changes_of(store: Store, initiative_id: str, *, limit: int = 100, person: Person = YOU) -> tuple[Change, ...]:
    """The history of an initiative, the latest first; other initiatives and areas by their names."""
    permit(person, Action.SEE, initiative_id)
    return store.read(lambda unit: named(unit, changes.history_of(unit, initiative_id, limit)))
