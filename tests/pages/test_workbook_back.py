"""A workbook that came back, dropped on the Spreadsheets page: shown cell by cell, saved once, and told what waits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from collab.framework import load_framework
from collab.journey import MilestoneRecord, MilestoneStanding, ReviewState
from collab.model import YOU
from collab.services import initiatives, milestones, purpose, reviews
from collab.store import Store, records
from tests.pages.conftest import Visit
from tests.pages.test_spreadsheets import drop, labels, press
from tests.services.workbooks import TODAY, AtHome, taken_home

FREE, OTHER, *_ = (each for each in load_framework().stages[0].milestones if each.phase is None)
ITEM, NEXT, *_ = load_framework().checklists[0].phases[0].items
NAME = "Common Ground $x$.xlsx"


@pytest.fixture
def here(store: Store) -> str:
    made = initiatives.create_initiative(store, YOU, name="Made-up *compact*").id
    purpose.add_goal(store, YOU, made, statement="One calendar")
    return made


def owner(store: Store, here: str, key: str) -> str:
    found = store.read(lambda unit: records.record(unit, MilestoneRecord, initiative_id=here, key=key))
    return found.owner if found else ""


def somebody_writes(store: Store, here: str, name: str) -> None:
    standing = MilestoneStanding.UNSAID
    milestones.save_milestone(store, YOU, here, FREE.key, version=0, standing=standing, owner=name)


def dropped(visit: Visit, home: AtHome) -> AppTest:
    return drop(visit("spreadsheets"), NAME, home.bytes())


def cells(screen: AppTest) -> str:
    return " ".join(str(table.value.to_dict()) for table in screen.table)


def test_a_workbook_that_came_back_is_shown_cell_by_cell_and_saved_once(visit: Visit, store: Store, here: str) -> None:
    home = taken_home(store, here).put("Milestones", FREE.label, "Owner", "*Ben*|")
    screen = dropped(visit, home.add("Action plan", Action_step="Tell the families"))
    assert not screen.exception
    assert any("Made\\-up \\*compact\\*" in text.value for text in screen.markdown)
    assert any("1 row would change; 1 row would be added" in text.value for text in screen.markdown)
    assert "Ben" in cells(screen)
    assert "Tell the families" in cells(screen)
    assert owner(store, here, FREE.key) == ""
    press(screen, "Save 2 rows")
    assert not screen.exception
    assert any("1 row changed, 1 row added" in text.value for text in screen.success)
    assert owner(store, here, FREE.key) == "*Ben*|"
    assert not [each for each in labels(screen) if each.startswith("Save")]


def test_an_untouched_workbook_says_so_and_offers_no_save(visit: Visit, store: Store, here: str) -> None:
    screen = dropped(visit, taken_home(store, here))
    assert not screen.exception
    assert any("nothing to save" in text.value for text in screen.markdown)
    assert not [each for each in labels(screen) if each.startswith("Save")]


def test_of_a_row_that_two_changed_both_texts_are_shown_and_the_rest_is_saved(
    visit: Visit, store: Store, here: str
) -> None:
    home = taken_home(store, here).put("Milestones", FREE.label, "Owner", "Ben")
    home.put("Milestones", OTHER.label, "Owner", "Cy")
    somebody_writes(store, here, "Zoe")
    screen = dropped(visit, home)
    assert "Zoe" in cells(screen)
    assert "Ben" in cells(screen)
    assert "Save 1 row" in labels(screen)
    screen.checkbox[0].check().run()
    press(screen, "Save 2 rows")
    assert (owner(store, here, FREE.key), owner(store, here, OTHER.key)) == ("Ben", "Cy")


def test_what_keeps_a_row_from_being_saved_stays_told_after_the_save(visit: Visit, store: Store, here: str) -> None:
    home = taken_home(store, here).put("Milestones", FREE.label, "Status", "Dome")
    screen = press(dropped(visit, home.put("Milestones", OTHER.label, "Owner", "Cy")), "Save 1 row")
    assert not screen.exception
    assert any("Left out: 1 row" in text.value for text in screen.warning)
    assert any("Did you mean" in text.value for text in screen.markdown)


def test_a_change_between_looking_and_saving_saves_nothing_and_shows_it(visit: Visit, store: Store, here: str) -> None:
    screen = dropped(visit, taken_home(store, here).put("Milestones", FREE.label, "Owner", "Ben"))
    somebody_writes(store, here, "Zoe")
    press(screen, "Save 1 row")
    assert any("changed this meanwhile" in text.value for text in screen.error)
    assert owner(store, here, FREE.key) == "Zoe"
    assert "Zoe" in cells(screen)


def test_a_finished_review_is_told_and_holds_up_no_other_sheet(visit: Visit, store: Store, here: str) -> None:
    review = reviews.start_review(store, YOU, here, "implementation", held_on=TODAY)
    reviews.save_entry(store, YOU, review.id, ITEM.key, version=0, status="partial")
    home = taken_home(store, here).put("Implementation", ITEM.label, "Status", "In place")
    present = reviews.review_view(store, review.id).review
    reviews.save_review(store, YOU, review.id, version=present.version, state=ReviewState.HELD)
    screen = dropped(visit, home.put("Milestones", FREE.label, "Owner", "Ben"))
    assert not screen.exception
    assert any("Open it again" in text.value for text in screen.warning)
    press(screen, "Save 1 row")
    assert owner(store, here, FREE.key) == "Ben"


def test_a_workbook_stands_beside_other_files_of_one_drop(visit: Visit, store: Store, here: str) -> None:
    screen = visit("spreadsheets")
    screen.file_uploader[0].upload("made_up.pdf", b"%PDF-1.4 made up")
    screen = drop(screen, NAME, taken_home(store, here).put("Milestones", FREE.label, "Owner", "Ben").bytes())
    assert not screen.exception
    assert "Save 1 row" in labels(screen)
    assert screen.error


def test_the_workbook_of_a_deleted_initiative_is_refused_in_a_sentence(visit: Visit, store: Store, here: str) -> None:
    home = taken_home(store, here)
    initiatives.delete_initiative(store, YOU, here, typed_name="Made-up *compact*")
    screen = dropped(visit, home)
    assert not screen.exception
    assert any("not here" in text.value for text in screen.error)


def test_the_day_of_a_review_is_asked_and_lies_in_no_future(visit: Visit, store: Store, here: str) -> None:
    home = taken_home(store, here).put("Implementation", ITEM.label, "Status", "In place")
    review = reviews.start_review(store, YOU, here, "implementation", held_on=date.today())
    reviews.save_entry(store, YOU, review.id, NEXT.key, version=0, status="partial")
    present = reviews.review_view(store, review.id).review
    reviews.save_review(store, YOU, review.id, version=present.version, state=ReviewState.HELD)
    screen = dropped(visit, home)
    (box,) = screen.date_input
    assert box.max == date.today()
    assert not [each for each in labels(screen) if each.startswith("Save")]
    box.set_value(date.today() - timedelta(days=1)).run()
    press(screen, "Save 1 row")
    (begun,) = reviews.checklist_view(store, here, "implementation").under_way
    assert begun.held_on == date.today() - timedelta(days=1)


def test_a_card_can_be_put_aside_though_its_initiative_was_deleted(visit: Visit, store: Store, here: str) -> None:
    screen = dropped(visit, taken_home(store, here).put("Milestones", FREE.label, "Owner", "Ben"))
    initiatives.delete_initiative(store, YOU, here, typed_name="Made-up *compact*")
    screen.run()
    assert not screen.exception
    assert screen.error
    assert "Put this file aside" in labels(screen)


def test_a_change_of_lines_alone_is_told_as_such(visit: Visit, store: Store, here: str) -> None:
    standing = MilestoneStanding.UNSAID
    milestones.save_milestone(store, YOU, here, FREE.key, version=0, standing=standing, evidence="One two")
    screen = dropped(visit, taken_home(store, here).put("Milestones", FREE.label, "Evidence", "One\ntwo"))
    assert not screen.exception
    assert "only its lines, quotes or spaces" in cells(screen).replace("\\", "")
