"""The logic model in words and as what the browser draws: counts, gaps, ways, links as a table, slides."""

from __future__ import annotations

import pytest

from collab.model import YOU
from collab.services import initiatives, root_causes
from collab.services.logic_model import LogicView, add_entry, logic_model, move_entry, set_links
from collab.store import Store
from collab.ui import logic_meeting, logic_words
from collab.ui.logic_board import data_of

NOT_HTML = "<b>A letter</b> $x$ :red[a]"


@pytest.fixture
def initiative_id(store: Store) -> str:
    return initiatives.create_initiative(store, YOU, name="Northside Compact").id


def chain(store: Store, initiative_id: str) -> dict[str, str]:
    """Place -> id of its one entry: a letter leads to a list, and the list to the impact; the input is not linked."""
    texts = {
        "inputs": "A grant",
        "activities": NOT_HTML,
        "outputs": "A list",
        "impact": "All apply",
        "enabling": "Will",
    }
    made = {place: add_entry(store, YOU, initiative_id, place=place, text=text).id for place, text in texts.items()}
    set_links(store, YOU, made["activities"], to={made["outputs"]}, seen=())
    set_links(store, YOU, made["outputs"], to={made["impact"]}, seen=())
    return made


def seen(store: Store, initiative_id: str) -> LogicView:
    return logic_model(store, initiative_id)


def test_gaps_name_empty_columns_and_count_what_is_not_linked(store: Store, initiative_id: str) -> None:
    assert logic_words.gaps(seen(store, initiative_id)) == ""
    chain(store, initiative_id)
    view = seen(store, initiative_id)
    assert logic_words.counted(view) == "5 entries, 2 links"
    assert logic_words.gaps(view) == (
        "Nothing stands yet in: Outcomes, one year and Outcomes, three years. 1 entry is not linked yet."
    )


def test_a_gap_is_marked_where_an_entry_leads_nowhere_or_nothing_leads_to_the_end(
    store: Store, initiative_id: str
) -> None:
    made = chain(store, initiative_id)
    alone = add_entry(store, YOU, initiative_id, place="impact", text="More money").id
    view = seen(store, initiative_id)
    gaps = {each.id: logic_words.gap(view, each) for each in view.entries.values()}
    assert gaps == {
        made["inputs"]: logic_words.LEADS_NOWHERE,
        made["activities"]: "",
        made["outputs"]: "",
        made["impact"]: "",
        alone: logic_words.LED_BY_NOTHING,
        made["enabling"]: "",
    }


def test_the_way_of_an_entry_goes_back_and_forth_but_not_aside(store: Store, initiative_id: str) -> None:
    made = chain(store, initiative_id)
    other = add_entry(store, YOU, initiative_id, place="activities", text="A call").id
    set_links(store, YOU, other, to={made["outputs"]}, seen=())
    view = seen(store, initiative_id)
    assert view.way_of(other) == {other, made["outputs"], made["impact"]}
    assert view.way_of(made["impact"]) == {other, made["activities"], made["outputs"], made["impact"]}


def test_links_are_rows_in_the_order_of_the_model(store: Store, initiative_id: str) -> None:
    chain(store, initiative_id)
    assert logic_words.link_rows(seen(store, initiative_id)) == {
        "From": ["Activities", "Outputs"],
        "Entry": [NOT_HTML, "A list"],
        "Leads to": ["Outputs", "Impact"],
        "Entry it leads to": ["A list", "All apply"],
    }


def test_the_model_as_text_says_of_each_entry_what_it_leads_to(store: Store, initiative_id: str) -> None:
    chain(store, initiative_id)
    told = dict(logic_words.as_text(seen(store, initiative_id)))
    assert told["Problem"] == ["Not stated yet."]
    assert told["Inputs and resources"] == ["A grant (Leads to nothing yet)"]
    assert told["Activities"] == [f"{NOT_HTML} (Leads to: A list)"]
    assert told["Outcomes, one year"] == ["Nothing yet."]
    assert told["Enabling factors"] == ["Will"]


def test_the_browser_gets_texts_as_they_are_and_only_links_between_what_is_drawn(
    store: Store, initiative_id: str
) -> None:
    made = chain(store, initiative_id)
    view = seen(store, initiative_id)
    whole = data_of(view)
    assert whole["columns"][1]["entries"][0]["text"] == NOT_HTML
    assert len(whole["links"]) == 2
    half = data_of(view, places=("activities", "outputs"))
    assert half["links"] == [[made["activities"], made["outputs"]]]
    assert half["context"] == []


def test_an_entry_that_goes_at_a_root_cause_says_which(store: Store, initiative_id: str) -> None:
    problem = root_causes.add_problem(store, YOU, initiative_id, statement="Few families apply")
    cause = root_causes.add_cause(store, YOU, problem.id, answer="They hear of it late", is_chosen=True)
    add_entry(store, YOU, initiative_id, place="activities", text="A letter", cause_id=cause.id)
    view = seen(store, initiative_id)
    assert data_of(view)["columns"][1]["entries"][0]["cause"] == "They hear of it late"
    assert data_of(view)["proposed"] == "as the five whys say"
    assert "Goes at the root cause: They hear of it late" in dict(logic_words.as_text(view))["Activities"][0]


def test_a_meeting_shows_a_way_for_each_activity_that_is_linked(store: Store, initiative_id: str) -> None:
    made = chain(store, initiative_id)
    assert logic_meeting.starts(seen(store, initiative_id)) == [made["activities"]]
    set_links(store, YOU, made["activities"], to=(), seen={made["outputs"]})
    assert logic_meeting.starts(seen(store, initiative_id)) == [made["outputs"]]


def test_a_column_of_many_long_entries_is_too_much_for_one_slide(store: Store, initiative_id: str) -> None:
    chain(store, initiative_id)
    (whole,) = logic_meeting.parts(seen(store, initiative_id))
    assert len(whole.places) == 6
    for number in range(4):
        text = f"A calendar of deadlines that both boards adopt, number {number}"
        add_entry(store, YOU, initiative_id, place="outputs", text=text)
    view = seen(store, initiative_id)
    left, right = logic_meeting.parts(view)
    assert left.places[-1] == right.places[0]
    assert (*left.places, *right.places[1:]) == view.columns


def test_columns_that_are_too_high_side_by_side_in_any_number_are_shared_among_slides_by_their_entries(
    store: Store, initiative_id: str
) -> None:
    made = chain(store, initiative_id)
    for number in range(14):
        text = f"A calendar of deadlines that both boards adopt in May, number {number}"
        add_entry(store, YOU, initiative_id, place="outputs", text=text)
    view = seen(store, initiative_id)
    found = logic_meeting.parts(view)
    shown = [entry for part in found for entry in part.entries]
    assert set(shown) == {each.id for place in view.columns for each in place.entries}
    outputs = {each.id for each in view.columns[2].entries}
    assert all(len(part.entries & outputs) <= 8 for part in found)
    assert shown.count(made["activities"]) == len([part for part in found if view.columns[1] in part.places])


def test_a_way_shows_no_entry_beside_it_and_is_shared_among_slides_as_well(store: Store, initiative_id: str) -> None:
    made = chain(store, initiative_id)
    for number in range(20):
        other = add_entry(
            store, YOU, initiative_id, place="outputs", text=f"One more list for a board, number {number}"
        )
        set_links(store, YOU, made["activities"], to={other.id}, seen=())
    view = seen(store, initiative_id)
    found = logic_meeting.parts(view, view.way_of(made["activities"]))
    assert len(found) > 1
    assert {entry for part in found for entry in part.entries} == view.way_of(made["activities"])


def test_rows_of_context_go_on_the_next_slide_with_their_row(store: Store, initiative_id: str) -> None:
    assert logic_meeting.setting(seen(store, initiative_id)) == []
    for place in ("enabling", "assumptions"):
        for number in range(11):
            add_entry(store, YOU, initiative_id, place=place, text=f"Number {number}")
    view = seen(store, initiative_id)
    first, second = logic_meeting.setting(view)
    assert [each.prompt.key for each in first.places] == ["enabling"]
    assert [each.prompt.key for each in second.places] == ["assumptions"]
    assert len(first.entries) == len(second.entries) == 11


def test_moving_an_entry_changes_its_place_and_stops_at_the_end(store: Store, initiative_id: str) -> None:
    one, two, three = (add_entry(store, YOU, initiative_id, place="outputs", text=text).id for text in "abc")
    move_entry(store, YOU, three, by=-1)
    assert [each.id for each in seen(store, initiative_id).columns[2].entries] == [one, three, two]
    move_entry(store, YOU, two, by=1)
    assert [each.id for each in seen(store, initiative_id).columns[2].entries] == [one, three, two]
