"""Initiatives: list, create, edit, delete for good."""

from __future__ import annotations

from dataclasses import dataclass

from collab.errors import NotAllowed, NotFound
from collab.model import YOU, Change, Initiative, Person, Round
from collab.services.names import clean_name, clean_text, refuse_stale
from collab.services.permissions import Action, permit
from collab.store import Store, changes, removal
from collab.store import initiatives as queries
from collab.store import rounds as round_queries
from collab.store.keys import name_key
from collab.store.unit import Unit


@dataclass(frozen=True)
class RoundCard:
    """One round on the overview. responses counts answer sheets (0 for averages); partners those with content."""

    round: Round
    instrument_title: str
    responses: int
    partners: int


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


def _cards(unit: Unit) -> tuple[InitiativeCard, ...]:
    titles, contents = round_queries.instrument_titles(unit), round_queries.contents_by_round(unit)
    cards: dict[str, list[RoundCard]] = {}
    for each in round_queries.rounds_in(unit):
        responses, partners = contents.get(each.id, (0, 0))
        card = RoundCard(each, titles[each.instrument_id], responses, partners)
        cards.setdefault(each.initiative_id, []).append(card)
    return tuple(InitiativeCard(each, tuple(cards.get(each.id, ()))) for each in queries.latest_first(unit))


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
        return made

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
    store: Store, person: Person, initiative_id: str, *, version: int, name: str, place: str, purpose: str
) -> Initiative:
    """Change the texts; StaleVersion carries both texts where somebody saved first."""
    permit(person, Action.EDIT_INITIATIVE, initiative_id)
    texts = _texts(name, place, purpose)

    def work(unit: Unit) -> Initiative:
        present = queries.initiative_by_id(unit, initiative_id)
        theirs = {"name": present.name, "place": present.place, "purpose": present.purpose}
        refuse_stale(version, present.version, mine={**texts}, theirs={**theirs}, what="this initiative")
        if texts == theirs:
            return present
        _refuse_taken(unit, texts["name"], initiative_id)
        queries.update_initiative(unit, present, **texts)
        unit.record("edit_initiative", texts["name"], initiative_id=initiative_id, before={**theirs}, after={**texts})
        return queries.initiative_by_id(unit, initiative_id)

    return store.change(person, work)


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
    """The history of an initiative, the latest first."""
    permit(person, Action.SEE, initiative_id)
    return store.read(lambda unit: changes.history_of(unit, initiative_id, limit))
