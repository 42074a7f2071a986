"""The panels for sheets of reviews and milestones: pasted, looked at, saved, put aside."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from collab.journey import MilestoneRecord
from collab.model import YOU
from collab.services import bulk_reviews
from collab.services.bulk_reviews import FINISHED
from collab.services.initiatives import create_initiative
from collab.services.reviews import checklist_view, content_of, review_view
from collab.store import Store, records
from collab.ui import checklists_words
from collab.ui.bulk_work import Panel, Work, save
from collab.ui.templates import XLSX
from collab.ui.wording import day

SHEET = "Item\tStatus\tOwner\nStaff have time\tNot yet\t# **Ana**\nNorms are in use\tmostly\tBo\n"
LOOK = "See what would change"
FILE, MILESTONES = 1, 2
"""Which of the buttons of that name: pasted rows and a file of a review, then the same of milestones."""
TODAY = date.today()


def page(url: str, initiative_id: str) -> None:
    """A page with both panels."""
    from collab.model import YOU
    from collab.store import Store
    from collab.ui import bulk

    store = Store.open(url)
    bulk.reviews_panel(store, YOU, initiative_id, "implementation")
    bulk.milestones_panel(store, YOU, initiative_id)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    st.cache_resource.clear()
    return Store.open(f"sqlite:///{tmp_path / 'common_ground.sqlite'}")


@pytest.fixture
def initiative_id(store: Store) -> str:
    return create_initiative(store, YOU, name="Made-up compact").id


@pytest.fixture
def screen(store: Store, tmp_path: Path, initiative_id: str) -> AppTest:
    url = f"sqlite:///{tmp_path / 'common_ground.sqlite'}"
    opened = AppTest.from_function(page, args=(url, initiative_id), default_timeout=60)
    for scope in (f"reviews_{initiative_id}_implementation", f"milestones_{initiative_id}"):
        opened.session_state[f"panel_{scope}"] = True
    return opened.run()


def press(screen: AppTest, beginning: str, which: int = 0) -> AppTest:
    [each for each in screen.button if each.label.startswith(beginning)][which].click()
    screen.run()
    assert not screen.exception
    return screen


def said(screen: AppTest) -> str:
    every = [*screen.warning, *screen.error, *screen.success, *screen.caption, *screen.markdown]
    return " ".join(each.value for each in every).replace("\\", "")


def test_a_pasted_review_is_shown_with_its_faults_and_saved_when_confirmed(
    screen: AppTest, store: Store, initiative_id: str
) -> None:
    screen.text_area[0].set_value(SHEET).run()
    press(screen, LOOK)
    assert "“mostly” is not a status" in said(screen)
    assert "1 item would change" in said(screen)
    assert checklist_view(store, initiative_id, "implementation").held == ()
    press(screen, "Save 1 item")
    assert "1 item saved." in said(screen)
    (review,) = checklist_view(store, initiative_id, "implementation").under_way
    assert review_view(store, review.id).entries["full.time"].owner == "# **Ana**"
    assert screen.text_area[0].value == ""


def test_pasted_milestones_are_saved_and_the_same_again_is_unchanged(
    screen: AppTest, store: Store, initiative_id: str
) -> None:
    for button in ("Save 1 milestone", ""):
        screen.text_area[1].set_value("Milestone\tStatus\nRoot causes are identified from evidence\tDone\n").run()
        press(screen, LOOK, MILESTONES)
        if button:
            press(screen, button)
    assert "unchanged" in said(screen)
    assert not [each for each in screen.button if each.label.startswith("Save")]
    assert len(store.read(lambda unit: records.records(unit, MilestoneRecord))) == 1


def test_nothing_pasted_and_nothing_understood_are_told_in_sentences(screen: AppTest) -> None:
    press(screen, LOOK)
    assert "There is nothing to read yet" in said(screen)
    screen.text_area[0].set_value("a\tb\n1\t2\n").run()
    press(screen, LOOK)
    assert "No row names an item of this checklist" in said(screen)
    assert not [each for each in screen.button if each.label.startswith("Save")]
    press(screen, "Put it aside")
    assert "No row names" not in said(screen)


def every_item(status: str) -> str:
    """A whole review as rows."""
    phases = content_of("implementation").phases
    return "Item\tStatus\n" + "".join(f"{item.label}\t{status}\n" for phase in phases for item in phase.items)


def finish_box(screen: AppTest) -> Any:
    """The box that finishes the review."""
    (box,) = [each for each in screen.checkbox if each.label == "The review is finished with this sheet"]
    return box


def look_at(screen: AppTest, text: str) -> AppTest:
    """Paste rows of a review and look."""
    screen.text_area[0].set_value(text).run()
    return press(screen, LOOK)


def test_what_was_left_out_stays_told_until_it_is_put_aside(screen: AppTest) -> None:
    look_at(screen, SHEET)
    press(screen, "Save 1 item")
    for _ in range(2):
        assert "1 row was left out:" in said(screen)
        assert "“mostly” is not a status" in said(screen)
        screen.run()
    press(screen, "Put this list aside")
    assert "mostly" not in said(screen)
    assert "saved" not in said(screen)


def test_the_list_of_what_was_left_out_goes_when_another_sheet_is_read(screen: AppTest) -> None:
    look_at(screen, SHEET)
    press(screen, "Save 1 item")
    press(screen, LOOK)
    assert "“mostly” is not a status" in said(screen)
    look_at(screen, "Item\tStatus\nNorms are in use\tIn place\n")
    assert "mostly" not in said(screen)


def test_a_review_is_not_finished_unasked_where_rows_are_left_out_or_items_stay_open(screen: AppTest) -> None:
    look_at(screen, SHEET)
    assert not finish_box(screen).value
    assert "1 row is left out; 26 of 27 items have no status." in said(screen)
    look_at(screen, every_item("In place"))
    assert finish_box(screen).value
    assert "no status" not in said(screen)
    press(screen, "Save 27 items")
    assert "is finished: 27 of 27 items looked at." in said(screen)


def test_a_box_ticked_for_one_sheet_is_not_ticked_for_the_next(screen: AppTest) -> None:
    look_at(screen, SHEET)
    finish_box(screen).check().run()
    assert finish_box(screen).value
    look_at(screen, SHEET)
    assert not finish_box(screen).value


def test_what_stays_taken_over_is_told_before_and_after_a_review_is_finished(
    screen: AppTest, store: Store, initiative_id: str
) -> None:
    screen.date_input[0].set_value(TODAY - timedelta(days=7)).run()
    look_at(screen, every_item("In place"))
    press(screen, "Save 27 items")
    screen.date_input[0].set_value(TODAY).run()
    look_at(screen, SHEET.replace("mostly", "Partly"))
    assert not finish_box(screen).value
    stays = "25 of 27 items were not looked at: what the review before said of them stays, marked as taken over."
    assert stays in said(screen)
    finish_box(screen).check().run()
    press(screen, "Save 2 items")
    assert "2 of 27 items looked at, 25 taken over from the review before." in said(screen)
    view = checklist_view(store, initiative_id, "implementation")
    assert checklists_words.basis(view, view.held[-1:]).endswith(
        "2 of 27 items looked at, 25 taken over from the review before."
    )


def test_a_finished_review_is_opened_again_from_the_sheet_and_finished_with_it(
    screen: AppTest, store: Store, initiative_id: str
) -> None:
    look_at(screen, every_item("In place"))
    press(screen, "Save 27 items")
    look_at(screen, every_item("In place").replace("Staff have time\tIn place", "Staff have time\tNot yet"))
    assert FINISHED in said(screen)
    assert not [each for each in screen.button if each.label.startswith("Save")]
    press(screen, f"Open the review of {day(TODAY)} again")
    assert "1 item would change" in said(screen)
    assert finish_box(screen).value
    press(screen, "Save 1 item")
    (held,) = checklist_view(store, initiative_id, "implementation").held
    assert held.entries["full.time"].status == "not_started"


def test_a_review_that_was_opened_for_a_sheet_that_is_put_aside_is_told(screen: AppTest) -> None:
    look_at(screen, every_item("In place"))
    press(screen, "Save 27 items")
    look_at(screen, SHEET)
    press(screen, "Open the review of")
    press(screen, "Put it aside")
    assert f"The review of {day(TODAY)} is open again." in said(screen)


def test_a_refused_file_leaves_its_place_and_pasted_rows_are_read(screen: AppTest) -> None:
    screen.text_area[0].set_value(SHEET).run()
    before = screen.file_uploader[0].key
    screen.file_uploader[0].upload("scan.pdf", b"%PDF-1.4", "application/pdf").run()
    press(screen, LOOK, FILE)
    assert "scan.pdf: This is a PDF document" in said(screen)
    assert "download the workbook here" in said(screen)
    assert screen.file_uploader[0].key != before
    press(screen, LOOK)
    assert "What you pasted: 1 item would change" in said(screen)
    assert "scan.pdf" not in said(screen)


def test_of_a_file_and_of_pasted_rows_the_one_whose_button_was_pressed_is_read(screen: AppTest) -> None:
    screen.text_area[0].set_value(SHEET).run()
    other = "Item,Status\nNorms are in use,In place\nDialogue is honest,Not yet\n"
    screen.file_uploader[0].upload("other.csv", other.encode(), "text/csv").run()
    press(screen, LOOK, FILE)
    assert "other.csv: 2 items would change" in said(screen)
    press(screen, LOOK)
    assert "What you pasted: 1 item would change" in said(screen)


def test_days_and_new_milestones_are_told_as_people_say_them(screen: AppTest) -> None:
    look_at(screen, "Item\tStatus\tDue\nStaff have time\tNot yet\t2027-03-31\n")
    assert f"A review of {day(TODAY)} is begun with it." in said(screen)
    assert [lines["In the sheet"].tolist()[1] for lines in (each.value for each in screen.table)] == ["31 Mar 2027"]
    screen.text_area[1].set_value("Stage\tMilestone\tOwner\nPlan\tBuses are ordered\tBo\n").run()
    press(screen, LOOK, MILESTONES)
    assert "1 milestone would be added" in said(screen)
    assert screen.table[-1].value.iloc[0].tolist() == ["2", "Buses are ordered", "Stage", "new milestone", "Plan"]


def test_an_untouched_workbook_of_another_initiative_is_not_called_unchanged(screen: AppTest, store: Store) -> None:
    other = create_initiative(store, YOU, name="Another made-up compact").id
    content = bulk_reviews.workbook(store, other, "implementation", partner_id=None)
    screen.file_uploader[0].upload("theirs.xlsx", content, XLSX).run()
    press(screen, LOOK, FILE)
    assert "downloaded from “Another made-up compact”" in said(screen)
    assert "unchanged" not in said(screen)
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.worksheets[0]["F2"] = "Made-up words"
    told = io.BytesIO()
    book.save(told)
    screen.file_uploader[0].upload("theirs.xlsx", told.getvalue(), XLSX).run()
    press(screen, LOOK, FILE)
    assert "downloaded from “Another made-up compact”" in said(screen)
    assert "is begun with it" not in said(screen)


def test_a_row_that_two_changed_is_named_among_what_was_left_out(
    screen: AppTest, store: Store, initiative_id: str
) -> None:
    look_at(screen, "Item\tStatus\tOwner\nStaff have time\tNot yet\tAna\nNorms are in use\tIn place\tAna\n")
    press(screen, "Save 2 items")
    book = openpyxl.load_workbook(
        io.BytesIO(bulk_reviews.workbook(store, initiative_id, "implementation", partner_id=None))
    )
    sheet = book.worksheets[0]
    owner = next(cell.column for cell in sheet[1] if cell.value == "Owner")
    for row in sheet.iter_rows(min_row=2):
        if row[1].value in ("Staff have time", "Norms are in use"):
            sheet.cell(row[0].row, owner).value = "Cleo"
    told = io.BytesIO()
    book.save(told)
    look_at(screen, "Item\tOwner\nStaff have time\tBo\n")
    press(screen, "Save 1 item")
    screen.file_uploader[0].upload("theirs.xlsx", told.getvalue(), XLSX).run()
    press(screen, LOOK, FILE)
    press(screen, "Save 1 item")
    assert "1 row was left out:" in said(screen)
    assert "“Staff have time” was also changed by somebody else, so what is saved stayed." in said(screen)


def test_a_second_press_of_save_saves_nothing_twice_and_keeps_what_is_told(
    store: Store, initiative_id: str, tmp_path: Path
) -> None:
    path = tmp_path / "pasted.tsv"
    path.write_text(SHEET)
    found = bulk_reviews.read_reviews(path, file_name="pasted.tsv", checklist="implementation")
    place = bulk_reviews.Place(initiative_id, "implementation", TODAY)
    shown = bulk_reviews.preview(store, YOU, found, place)
    work = Work(found=found)
    panel = Panel(
        scope="reviews",
        noun="item",
        workbook=bytes,
        workbook_name="",
        read=lambda _path, _name: found,
        preview=lambda sheet, take: bulk_reviews.preview(store, YOU, sheet, place, take=take),
        save=lambda sheet, seen, take, finish: bulk_reviews.save_reviews(
            store, YOU, sheet, place, seen=seen, take=take, finish=finish
        ),
    )
    for _ in range(2):
        save(panel, work, shown, finish=False)
        assert (work.done[:13], work.left_rows, len(work.left), work.failures) == ("1 item saved.", 1, 1, ())
