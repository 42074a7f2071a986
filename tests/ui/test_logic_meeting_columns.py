"""The slide of one way through the logic model: no room for columns that stay empty on it."""

from __future__ import annotations

from collab.model import YOU
from collab.services.initiatives import create_initiative
from collab.services.logic_model import LogicView, add_entry, logic_model, save_model, set_links
from collab.store import Store
from collab.ui import logic_meeting
from collab.ui.logic_board import data_of

FAR = ("activities", "impact")


def a_way(store: Store, *, words: str = "") -> tuple[LogicView, str]:
    """A letter that leads to the impact at once, in a model with an entry in each of its columns."""
    made = create_initiative(store, YOU, name="Northside Compact")
    model = logic_model(store, made.id).model
    save_model(store, YOU, made.id, version=model.version, problem="Few families apply")
    columns = [each.prompt.key for each in logic_model(store, made.id).columns]
    ids = {place: add_entry(store, YOU, made.id, place=place, text=f"{place} {words}").id for place in columns}
    set_links(store, YOU, ids["activities"], to={ids["impact"]}, seen=())
    return logic_model(store, made.id), ids["activities"]


def test_columns_that_one_way_does_not_touch_are_left_out(store: Store) -> None:
    view, start = a_way(store)
    (part,) = logic_meeting.parts(view, view.way_of(start))
    assert tuple(each.prompt.key for each in part.places) == FAR


def test_the_problem_stands_above_one_way_whatever_columns_it_has(store: Store) -> None:
    view, start = a_way(store)
    (part,) = logic_meeting.parts(view, view.way_of(start))
    assert part.has_problem
    drawn = data_of(view, only=part.entries, places=FAR, has_problem=part.has_problem)
    assert (drawn["problem"], len(drawn["columns"]), len(drawn["links"])) == ("Few families apply", 2, 1)


def test_two_columns_that_are_too_high_are_shared_among_slides(store: Store) -> None:
    view, start = a_way(store, words="A calendar of deadlines that both boards adopt in May " * 9)
    found = logic_meeting.parts(view, view.way_of(start))
    assert {entry for part in found for entry in part.entries} == view.way_of(start)


def test_the_whole_model_keeps_columns_that_nobody_filled(store: Store) -> None:
    made = create_initiative(store, YOU, name="Northside Compact")
    add_entry(store, YOU, made.id, place="inputs", text="A grant")
    (part,) = logic_meeting.parts(logic_model(store, made.id))
    assert len(part.places) == 6
