"""The Logic model screen: nothing yet, adding, editing, linking, answering a root cause, removing, the meeting."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from collab.model import YOU, Initiative
from collab.services import root_causes
from collab.services.drafts import draft_of, subject_of
from collab.services.initiatives import create_initiative
from collab.services.logic_model import LogicView, add_entry, logic_model, remove_entry, save_model, set_links
from collab.store import Store
from collab.ui.logic_add import TEXT
from tests.pages.conftest import Visit
from tests.pages.rows import Row

WEIRD = "$x$ :red[a] <b>b</b>"


@pytest.fixture
def initiative(store: Store) -> Initiative:
    return create_initiative(store, YOU, name=f"Northside {WEIRD}", made_up=True)


def entry(store: Store, initiative: Initiative, place: str, text: str) -> str:
    """A new entry's id."""
    return add_entry(store, YOU, initiative.id, place=place, text=text).id


def seen(store: Store, initiative: Initiative) -> LogicView:
    return logic_model(store, initiative.id)


def texts(store: Store, initiative: Initiative) -> list[str]:
    return [each.text for each in seen(store, initiative).entries.values()]


def said(screen: AppTest) -> str:
    elements = [*screen.markdown, *screen.caption, *screen.info, *screen.success, *screen.error, *screen.warning]
    return "\n".join(element.value for element in elements).replace("\\", "")


def pressed(screen: AppTest, label: str) -> AppTest:
    return next(button for button in screen.button if button.label.startswith(label)).click().run()


def test_a_model_with_nothing_in_it_says_how_to_begin_and_begins(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    screen = visit("logic_model", initiative=initiative.id)
    assert not screen.exception
    assert [each.value for each in screen.title] == ["What leads to what?"]
    assert "Begin with the problem" in said(screen)
    screen = pressed(screen, "State the problem")
    screen.text_area[0].input(f"Few families apply {WEIRD}").run()
    screen = pressed(screen, "Save")
    assert seen(store, initiative).problem == f"Few families apply {WEIRD}"
    assert "The problem is saved." in said(screen)
    assert not screen.text_area


def test_the_problem_of_the_five_whys_is_proposed_and_kept_only_by_save(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    root_causes.add_problem(store, YOU, initiative.id, statement="Few families apply")
    screen = visit("logic_model", initiative=initiative.id, edit="problem")
    assert screen.text_area[0].value == "Few families apply"
    assert seen(store, initiative).model.version == 0
    pressed(screen, "Save")
    assert seen(store, initiative).model.problem == "Few families apply"


def test_entries_are_added_one_after_the_other(store: Store, visit: Visit, initiative: Initiative) -> None:
    screen = visit("logic_model", initiative=initiative.id, edit="add:activities")
    row = Row(screen, TEXT)
    for text in ("A letter", WEIRD):
        row.type(text=text)
        assert "Not added yet; kept as a draft." in said(screen)
        row.enter()
        assert row.values == {TEXT: ""}
    assert [each.text for each in seen(store, initiative).columns[1].entries] == ["A letter", WEIRD]
    assert draft_of(store, YOU, subject_of("logic_entry", initiative.id, "add", "activities")) is None
    row.enter()
    assert len(texts(store, initiative)) == 2


def test_what_was_begun_is_there_when_the_row_is_opened_again(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    screen = visit("logic_model", initiative=initiative.id, edit="add:outputs")
    Row(screen, TEXT).type(text="A list")
    again = visit("logic_model", initiative=initiative.id, edit="add:outputs")
    assert Row(again, TEXT).values == {TEXT: "A list"}
    assert "You had begun this entry" in said(again)


def test_another_column_is_chosen_in_the_row_and_stands_in_the_address(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    screen = visit("logic_model", initiative=initiative.id, edit="add:inputs")
    where = next(each for each in screen.selectbox if each.label == "Where")
    where.select("assumptions").run()
    assert screen.query_params["edit"] == "add:assumptions"
    row = Row(screen, TEXT)
    row.type(text="Families agree")
    row.enter()
    assert [each.text for each in seen(store, initiative).context[2].entries] == ["Families agree"]


def test_an_entry_is_edited_and_linked_both_ways(store: Store, visit: Visit, initiative: Initiative) -> None:
    grant, letter, list_ = (
        entry(store, initiative, place, text)
        for place, text in (("inputs", "A grant"), ("activities", "A letter"), ("outputs", "A list"))
    )
    screen = visit("logic_model", initiative=initiative.id, edit=f"entry:{letter}")
    assert not screen.exception
    screen.multiselect[0].select(list_).run()
    screen.multiselect[1].select(grant).run()
    assert seen(store, initiative).links == {(letter, list_), (grant, letter)}
    screen.multiselect[0].unselect(list_).run()
    assert seen(store, initiative).links == {(grant, letter)}
    screen.text_area[0].input(f"A letter in June {WEIRD}").run()
    screen = pressed(screen, "Save")
    assert f"A letter in June {WEIRD}" in texts(store, initiative)
    assert "edit" not in screen.query_params


def test_links_of_somebody_else_stay_when_this_window_adds_one(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    letter, one, two = (
        entry(store, initiative, place, text)
        for place, text in (("activities", "A letter"), ("outputs", "A list"), ("outputs", "A call"))
    )
    screen = visit("logic_model", initiative=initiative.id, edit=f"entry:{letter}")
    set_links(store, YOU, letter, to={one}, seen=())
    screen.multiselect[0].select(two).run()
    assert seen(store, initiative).links == {(letter, one), (letter, two)}


def test_a_root_cause_without_an_answer_becomes_an_entry_with_one_click(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    problem = root_causes.add_problem(store, YOU, initiative.id, statement="Few families apply")
    cause = root_causes.add_cause(store, YOU, problem.id, answer=f"They hear late {WEIRD}", is_chosen=True)
    screen = visit("logic_model", initiative=initiative.id)
    assert f"They hear late {WEIRD}" in said(screen)
    screen = pressed(screen, "Make an entry of it")
    assert [each.cause_id for each in seen(store, initiative).columns[1].entries] == [cause.id]
    assert "not answered yet" not in said(screen)
    assert f"They hear late {WEIRD}" in str(screen.text_area[0].value)


def test_an_entry_that_somebody_took_away_is_said_to_be_gone(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    gone = entry(store, initiative, "inputs", "A grant")
    remove_entry(store, YOU, gone, version=1)
    screen = visit("logic_model", initiative=initiative.id, edit=f"entry:{gone}")
    assert not screen.exception
    assert "is not there any more" in said(screen)
    assert "edit" not in screen.query_params


def test_an_entry_is_removed_after_one_more_question(store: Store, visit: Visit, initiative: Initiative) -> None:
    made = entry(store, initiative, "inputs", "A grant")
    screen = visit("logic_model", initiative=initiative.id, edit=f"entry:{made}")
    screen = pressed(screen, ":red[:material/delete: Remove]")
    assert texts(store, initiative) == ["A grant"]
    screen = pressed(screen, ":red[:material/delete: Remove it]")
    assert texts(store, initiative) == []


def test_entries_move_within_their_column(store: Store, visit: Visit, initiative: Initiative) -> None:
    entry(store, initiative, "inputs", "A grant")
    time = entry(store, initiative, "inputs", "Time")
    screen = visit("logic_model", initiative=initiative.id, edit=f"entry:{time}")
    pressed(screen, "Move up")
    assert texts(store, initiative) == ["Time", "A grant"]


def test_the_model_stands_below_as_text_with_its_links(store: Store, visit: Visit, initiative: Initiative) -> None:
    save_model(store, YOU, initiative.id, version=0, problem=f"Few apply {WEIRD}")
    letter = entry(store, initiative, "activities", f"A letter {WEIRD}")
    set_links(store, YOU, letter, to={entry(store, initiative, "outputs", "A list")}, seen=())
    screen = visit("logic_model", initiative=initiative.id)
    assert f"- A letter {WEIRD} (Leads to: A list)" in said(screen)
    assert f"- Few apply {WEIRD}" in said(screen)
    assert screen.dataframe[0].value["Entry it leads to"].tolist() == ["A list"]


def test_the_meeting_goes_from_the_whole_through_the_setting_to_one_way(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    letter = entry(store, initiative, "activities", f"A letter {WEIRD}")
    set_links(store, YOU, letter, to={entry(store, initiative, "outputs", "A list")}, seen=())
    entry(store, initiative, "enabling", "Both boards want it")
    titles = []
    for place in ("1", "2", "3"):
        screen = visit("logic_model", initiative=initiative.id, meeting=place)
        assert not screen.exception
        titles.append(screen.header[0].value.replace("\\", ""))
    assert titles[0] == "What leads to what"
    assert titles[2] == f"One way: A letter {WEIRD}"
    assert "3 of 3" in said(screen)
    assert "3 entries, 1 link" in said(screen)


def test_entries_that_read_the_same_once_they_are_cut_stay_two_choices(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    letter = entry(store, initiative, "activities", "A letter")
    same = "A joint calendar of deadlines that both boards adopt in May and "
    one, two = (entry(store, initiative, "outputs", f"{same}{end}") for end in ("print", "send"))
    other = entry(store, initiative, "outputs", "A call")
    set_links(store, YOU, letter, to={two}, seen=())
    screen = visit("logic_model", initiative=initiative.id, edit=f"entry:{letter}")
    leads = screen.multiselect[0]
    assert len(set(leads.options)) == 3
    assert leads.value == [two]
    leads.set_value([two, other]).run()
    assert seen(store, initiative).links == {(letter, two), (letter, other)}
    screen.multiselect[0].set_value([two, other, one]).run()
    assert seen(store, initiative).links == {(letter, one), (letter, two), (letter, other)}


def test_what_was_typed_of_an_entry_that_somebody_took_away_is_shown_until_it_is_thrown_away(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    grant = entry(store, initiative, "inputs", "A grant")
    screen = visit("logic_model", initiative=initiative.id, edit=f"entry:{grant}")
    screen.text_area[0].set_value(f"A grant of ten years {WEIRD}").run()
    remove_entry(store, YOU, grant, version=1)
    screen = pressed(screen, "Save")
    assert not screen.exception
    assert f"A grant of ten years {WEIRD}" in said(screen)
    again = visit("logic_model", initiative=initiative.id, edit=f"entry:{grant}")
    assert f"A grant of ten years {WEIRD}" in said(again)
    again = pressed(again, "Throw it away")
    assert "ten years" not in said(again)
    assert "edit" not in again.query_params
    assert draft_of(store, YOU, subject_of("logic_entry", initiative.id, grant)) is None
