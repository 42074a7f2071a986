"""The logic model: its problem, entries where they belong, what leads to what, and what carries over from the whys."""

from __future__ import annotations

import pytest

from collab.errors import NotAllowed, NotFound
from collab.framework import load_framework
from collab.model import YOU
from collab.services import initiatives, maintenance, root_causes
from collab.services.logic_model import (
    add_entry,
    logic_model,
    move_entry,
    remove_entry,
    save_entry,
    save_model,
    set_links,
)
from collab.store import Store


@pytest.fixture
def initiative_id(store: Store) -> str:
    return initiatives.create_initiative(store, YOU, name="Northside Compact").id


def entry(store: Store, initiative_id: str, place: str, text: str) -> str:
    """A new entry's id."""
    return add_entry(store, YOU, initiative_id, place=place, text=text).id


def test_places_come_in_the_order_of_the_content_with_entries_in_the_order_of_adding(
    store: Store, initiative_id: str
) -> None:
    for text in ("Second day off", "A first letter"):
        entry(store, initiative_id, "activities", text)
    entry(store, initiative_id, "enabling", "Both boards meet in May")
    view, content = logic_model(store, initiative_id), load_framework().logic_model
    assert [each.prompt.key for each in view.columns] == [each.key for each in content.columns]
    assert [each.text for each in view.columns[1].entries] == ["Second day off", "A first letter"]
    assert [each.text for each in view.context[0].entries] == ["Both boards meet in May"]


def test_the_problem_is_that_of_the_five_whys_until_the_model_has_its_own(store: Store, initiative_id: str) -> None:
    root_causes.add_problem(store, YOU, initiative_id, statement="Few families use the one application")
    assert logic_model(store, initiative_id).problem == "Few families use the one application"
    save_model(store, YOU, initiative_id, version=0, problem="Half of the families apply late")
    assert logic_model(store, initiative_id).problem == "Half of the families apply late"


def test_links_go_to_later_columns_only(store: Store, initiative_id: str) -> None:
    act, out = (
        entry(store, initiative_id, "activities", "A letter"),
        entry(store, initiative_id, "outputs", "It is sent"),
    )
    set_links(store, YOU, act, to={out}, seen=())
    view = logic_model(store, initiative_id)
    assert [each.text for each in view.led_to_by(act)] == ["It is sent"]
    with pytest.raises(NotAllowed, match="later columns"):
        set_links(store, YOU, out, to={act}, seen=())


def test_two_persons_who_link_the_same_entry_lose_nothing(store: Store, initiative_id: str) -> None:
    act = entry(store, initiative_id, "activities", "A letter")
    one, two = (entry(store, initiative_id, "outputs", text) for text in ("It is sent", "It is read"))
    set_links(store, YOU, act, to={one}, seen=())
    assert set_links(store, YOU, act, to={two}, seen=()) == {one, two}
    assert set_links(store, YOU, act, to=(), seen={two}) == {one}


def test_an_entry_goes_with_its_links(store: Store, initiative_id: str) -> None:
    act, out = (
        entry(store, initiative_id, "activities", "A letter"),
        entry(store, initiative_id, "outputs", "It is sent"),
    )
    set_links(store, YOU, act, to={out}, seen=())
    remove_entry(store, YOU, out, version=1)
    view = logic_model(store, initiative_id)
    assert (set(view.entries), view.links) == ({act}, frozenset())
    assert maintenance.check(store) == ()


def test_a_chosen_cause_is_open_until_an_entry_answers_it(store: Store, initiative_id: str) -> None:
    problem = root_causes.add_problem(store, YOU, initiative_id, statement="Few families apply")
    cause = root_causes.add_cause(store, YOU, problem.id, answer="They hear of it late")
    root_causes.save_cause(store, YOU, cause.id, version=1, is_chosen=True)
    assert [each.answer for each in logic_model(store, initiative_id).open_causes] == ["They hear of it late"]
    made = entry(store, initiative_id, "activities", "A letter")
    save_entry(store, YOU, made, version=1, cause_id=cause.id)
    assert logic_model(store, initiative_id).open_causes == ()


def test_a_place_that_the_content_does_not_have_is_refused(store: Store, initiative_id: str) -> None:
    with pytest.raises(NotFound, match="no such column"):
        entry(store, initiative_id, "dreams", "Everything")


def test_an_entry_without_words_is_refused(store: Store, initiative_id: str) -> None:
    with pytest.raises(NotAllowed, match="The entry is empty"):
        entry(store, initiative_id, "inputs", " \n ")


def test_the_history_keeps_what_an_entry_that_goes_was_linked_with(store: Store, initiative_id: str) -> None:
    first = load_framework().logic_model.columns[0].key
    words = {first: "Two people", "activities": "A letter", "outputs": "It is sent"}
    people, letter, sent = (entry(store, initiative_id, place, text) for place, text in words.items())
    set_links(store, YOU, people, to={letter}, seen=())
    set_links(store, YOU, letter, to={sent}, seen=())
    remove_entry(store, YOU, letter, version=1)
    assert initiatives.changes_of(store, initiative_id)[0].before == {
        "place": "activities",
        "text": "A letter",
        "leads_to": ["It is sent"],
        "led_by": ["Two people"],
    }


def test_moving_an_entry_is_told_and_disturbs_nobody_who_writes_in_one(store: Store, initiative_id: str) -> None:
    made = [entry(store, initiative_id, "activities", text) for text in ("One", "Two", "Three")]
    move_entry(store, YOU, made[2], by=-2)
    assert [each.text for each in logic_model(store, initiative_id).columns[1].entries] == ["Three", "One", "Two"]
    told = initiatives.changes_of(store, initiative_id)[0]
    assert (told.what, told.before, told.after) == ("move_logic_entry", {"position": 3}, {"position": 1})
    saved = [save_entry(store, YOU, key, version=1, text=f"{number}") for number, key in enumerate(made)]
    assert [each.position for each in saved] == [1, 2, 0]
