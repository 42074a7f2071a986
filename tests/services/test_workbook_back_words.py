"""A workbook that comes back with texts as they were typed, and with what is not read back told."""

from __future__ import annotations

import dataclasses
import shutil
from datetime import date
from pathlib import Path

import pytest

from collab.errors import Refused
from collab.exchange.reading import read_book
from collab.exchange.returned_sheets import is_workbook
from collab.framework import load_framework
from collab.journey import MilestoneRecord, MilestoneStanding, ReviewState
from collab.model import YOU, Sector
from collab.plans import PlanStep
from collab.services import (
    action_plans,
    initiatives,
    milestones,
    partners,
    purpose,
    reviews,
    root_causes,
    workbook_back,
)
from collab.services.workbook import workbook
from collab.store import Store, records
from tests.services.test_workbook_back import through_libreoffice
from tests.services.workbooks import TODAY, AtHome, brought, changes, looked, notes, of_sheet, saved, taken_home, told

STAGES = load_framework().stages
FREE, OTHER, *_ = (each for each in STAGES[0].milestones if each.phase is None)
ITEM = load_framework().checklists[0].phases[0].items[0]
GOAL = "All schools use one calendar"
STEP = "Agree on dates"
EVIDENCE = "“Zitat” and 'plain'\n\n  - indented\n- two  blanks\nÜnïcödé 👍🏽 e\u0301"
ODD = (
    *("=1+1", "+1", "@SUM(A1)", "a\ttab", "'quoted'", "#REF!", "TRUE", "007", "1; 4", "3/4/2027", "1e5", "12%", "$5"),
    *("a\n\n\nb", "a  b   c", "e\u0301", "a\u00a0b", "a\u200bb", "_x000D_", "<b>&amp;</b>", "x" * 4000, "2027-03-31"),
    *(
        "a \nb",
        "🧑\u200d🏫 👍🏽",
        "a\u2028b",
        "“curly”\n‘signs’",
        "a\n        b",
        "]]>",
        "\u202eabc",
        "a\u00adb",
        "１２",
    ),
)
needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@pytest.fixture
def here(store: Store) -> str:
    made = initiatives.create_initiative(store, YOU, name="Made-up compact").id
    partners.add_partner(store, YOU, made, name="Northside Schools", sector=Sector.DISTRICT)
    goal = purpose.add_goal(store, YOU, made, statement=GOAL).id
    action_plans.add_step(store, YOU, goal, step=STEP, responsible="Ana", barriers="Time\nMoney")
    milestones.save_milestone(
        store, YOU, made, FREE.key, version=0, standing=MilestoneStanding.UNSAID, evidence=EVIDENCE
    )
    return made


def step(store: Store, here: str) -> PlanStep:
    (found,) = store.read(lambda unit: records.records(unit, PlanStep, initiative_id=here))
    return found


def milestone(store: Store, here: str, key: str) -> MilestoneRecord:
    found = store.read(lambda unit: records.record(unit, MilestoneRecord, initiative_id=here, key=key))
    assert found is not None
    return found


TYPED = ["First line\nSecond line", "“So it was”, she said: ‘yes’", "- one\n    - below it\n\n- two", "two  spaces"]


@pytest.mark.parametrize("text", TYPED)
def test_a_text_arrives_as_it_was_typed(store: Store, here: str, tmp_path: Path, text: str) -> None:
    home = taken_home(store, here).put("Action plan", STEP, "Possible barriers", text)
    home.put("Milestones", OTHER.label, "Evidence", text)
    assert saved(store, brought(store, home, tmp_path)).changed == 2
    assert (step(store, here).barriers, milestone(store, here, OTHER.key).evidence) == (text, text)


@needs_libreoffice
def test_a_text_arrives_as_it_was_typed_by_way_of_libreoffice(store: Store, here: str, tmp_path: Path) -> None:
    text = "\n".join(TYPED)
    home = taken_home(store, here).put("Action plan", STEP, "Possible barriers", text)
    content = through_libreoffice(home.bytes(), tmp_path)
    assert saved(store, brought(store, content, tmp_path)).changed == 1
    assert step(store, here).barriers == text


@needs_libreoffice
def test_nothing_is_changed_by_a_program_that_only_opened_and_saved_it(store: Store, here: str, tmp_path: Path) -> None:
    content = through_libreoffice(workbook(store, here, today=TODAY), tmp_path)
    back = brought(store, content, tmp_path)
    shown = looked(store, back)
    assert (changes(shown), told(shown), notes(shown), shown.saved, back.copied) == ({}, [], [], 0, ())


@needs_libreoffice
def test_no_odd_text_is_changed_by_being_opened_and_saved(store: Store, here: str, tmp_path: Path) -> None:
    goal = purpose.purpose_of(store, here).goals[0].goal.id
    for text in ODD:
        action_plans.add_step(store, YOU, goal, step=text, responsible=text, barriers=text)
    content = workbook(store, here, today=TODAY)
    for each in (content, through_libreoffice(content, tmp_path)):
        shown = looked(store, brought(store, each, tmp_path))
        assert (changes(shown), told(shown), notes(shown), shown.saved) == ({}, [], [], 0)


@pytest.mark.parametrize("text", ["Time Money", "Time\n\nMoney", "Time\n  Money", "“Time”\nMoney"])
def test_a_line_break_or_a_quote_alone_is_a_change(store: Store, here: str, tmp_path: Path, text: str) -> None:
    home = taken_home(store, here).put("Action plan", STEP, "Possible barriers", text)
    back = brought(store, home, tmp_path)
    assert changes(looked(store, back)) == {("Action plan", STEP): [("barriers", "Time\nMoney", text)]}
    saved(store, back)
    assert step(store, here).barriers == text
    assert changes(looked(store, back)) == {}


def test_line_breaks_of_excel_for_windows_are_line_breaks(store: Store, here: str, tmp_path: Path) -> None:
    home = taken_home(store, here).put("Action plan", STEP, "Possible barriers", "Time_x000D_\nMoney ")
    assert changes(looked(store, brought(store, home, tmp_path))) == {}


def test_a_formula_without_a_result_keeps_only_its_own_row(store: Store, here: str, tmp_path: Path) -> None:
    home = taken_home(store, here).put("Milestones", FREE.label, "Owner", '="A"&"B"')
    home.put("Milestones", OTHER.label, "Owner", "Ben")
    shown = looked(store, brought(store, home, tmp_path))
    (sentence,) = told(shown)
    row = home.row("Milestones", FREE.label)
    assert sentence.startswith(f"Sheet “Milestones”, row {row}, column “Owner”: The cell holds a formula without")
    assert changes(shown) == {("Milestones", OTHER.label): [("owner", "", "Ben")]}


def test_a_formula_in_a_column_that_is_not_read_stops_nothing(store: Store, here: str, tmp_path: Path) -> None:
    home = taken_home(store, here).put("Milestones", FREE.label, "Owner", "Ben")
    home.book["Milestones"].cell(home.top("Milestones"), 30).value = "Counted"
    home.book["Milestones"].cell(home.row("Milestones", FREE.label), 30).value = "=1+1"
    shown = looked(store, brought(store, home, tmp_path))
    assert (told(shown), shown.saved) == ([], 1)


def test_a_renamed_sheet_without_a_row_is_known_by_its_titles(store: Store, tmp_path: Path) -> None:
    made = initiatives.create_initiative(store, YOU, name="Made-up compact").id
    purpose.add_goal(store, YOU, made, statement=GOAL)
    home = taken_home(store, made).add("Action plan", Action_step=STEP)
    home.book["Action plan"].title = "What we do"
    assert saved(store, brought(store, home, tmp_path)).added == 1
    assert step(store, made).step == STEP


def test_sheets_that_exchanged_their_names_are_known_by_their_keys(store: Store, here: str, tmp_path: Path) -> None:
    home = taken_home(store, here).put("Milestones", FREE.label, "Owner", "Ben")
    home.book["Milestones"].title = "Set aside"
    home.book["Action plan"].title = "Milestones"
    home.book["Set aside"].title = "Action plan"
    shown = looked(store, brought(store, home, tmp_path))
    assert (changes(shown), told(shown)) == ({("Milestones", FREE.label): [("owner", "", "Ben")]}, [])


def test_titles_far_down_a_sheet_are_found(store: Store, here: str, tmp_path: Path) -> None:
    home = taken_home(store, here).put("Action plan", STEP, "Responsible", "Ben")
    home.book["Action plan"].insert_rows(2, 400)
    assert changes(looked(store, brought(store, home, tmp_path))) == {
        ("Action plan", STEP): [("responsible", "Ana", "Ben")]
    }


def test_long_root_causes_leave_the_titles_in_sight(store: Store, here: str, tmp_path: Path) -> None:
    problem = root_causes.add_problem(store, YOU, here, statement="Many " * 400)
    for number in range(8):
        cause = root_causes.add_cause(store, YOU, problem.id, answer=f"{number} " + "because " * 400)
        root_causes.save_cause(store, YOU, cause.id, version=cause.version, is_chosen=True)
    home = taken_home(store, here)
    assert home.top("Action plan") < 12
    shown = looked(store, brought(store, home, tmp_path))
    assert (changes(shown), told(shown), notes(shown)) == ({}, [], [])


def test_what_a_list_offered_is_understood_though_it_was_reworded_meanwhile(
    store: Store, here: str, tmp_path: Path
) -> None:
    home = taken_home(store, here).put("Milestones", FREE.label, "Partner", "Northside Schools")
    home.add("Action plan", Goal=GOAL, Action_step="Tell the families")
    (partner,) = partners.partners_of(store, here)
    partners.rename_partner(store, YOU, partner.partner.id, version=partner.partner.version, name="North and South")
    goal = purpose.purpose_of(store, here).goals[0].goal
    purpose.save_goal(store, YOU, goal.id, version=goal.version, statement="One calendar for all")
    back = brought(store, home, tmp_path)
    shown = looked(store, back)
    assert told(shown) == []
    assert changes(shown)[("Milestones", FREE.label)] == [("partner", "", "North and South")]
    assert saved(store, back) == workbook_back.Saved(changed=1, added=1)


def test_what_is_written_where_nothing_is_read_is_told(store: Store, here: str, tmp_path: Path) -> None:
    home = taken_home(store, here).put("Action plan", STEP, "Stands", "Done")
    home.put("Milestones", FREE.label, "Counts as", "Done")
    home.book["Milestones"].cell(home.top("Milestones"), 30).value = "Remarks"
    home.book["Milestones"].cell(home.top("Milestones") + 1, 30).value = "Something"
    shown = looked(store, brought(store, home, tmp_path))
    assert (changes(shown), told(shown)) == ({}, [])
    assert list(of_sheet(shown, "Milestones").notes) == [
        "Not read, since the workbook has no such column: “Remarks”.",
        f"“Counts as” was changed in row {home.row('Milestones', FREE.label)}. That column is worked out here and not "
        "read back.",
    ]
    assert [each for each in of_sheet(shown, "Action plan").notes if "“Done on”" in each]


def test_a_copied_sheet_is_named(store: Store, here: str, tmp_path: Path) -> None:
    home = taken_home(store, here)
    home.book.copy_worksheet(home.book["Milestones"]).title = "Milestones (2)"
    back = brought(store, home, tmp_path)
    assert (back.copied, changes(looked(store, back))) == (("Milestones (2)",), {})


def test_a_workbook_without_its_hidden_sheet_says_what_to_do(store: Store, here: str, tmp_path: Path) -> None:
    home = taken_home(store, here)
    home.book.remove(home.book["_common_ground"])
    (tmp_path / "out.xlsx").write_bytes(home.bytes())
    with pytest.raises(Refused, match="hidden sheet is gone"):
        is_workbook(read_book(tmp_path / "out.xlsx", file_name="out.xlsx"))


def test_a_day_of_the_mark_that_is_none_stops_nothing(store: Store, here: str, tmp_path: Path) -> None:
    (tmp_path / "out.xlsx").write_bytes(workbook(store, here, today=TODAY))
    book = read_book(tmp_path / "out.xlsx", file_name="out.xlsx")
    odd = dataclasses.replace(book, marker={**book.marker, "exported_at": "yesterday"})
    assert workbook_back.workbook_of(store, YOU, odd).exported_at is None


def test_a_day_that_spreadsheets_do_not_know_comes_back_unchanged(store: Store, here: str, tmp_path: Path) -> None:
    kept = step(store, here)
    action_plans.save_step(store, YOU, kept.id, version=kept.version, begins_on=date(1850, 1, 1))
    shown = looked(store, brought(store, workbook(store, here, today=TODAY), tmp_path))
    assert (changes(shown), told(shown)) == ({}, [])


def test_on_a_day_of_a_finished_review_another_day_can_be_chosen(store: Store, here: str, tmp_path: Path) -> None:
    home: AtHome = taken_home(store, here).put("Implementation", ITEM.label, "Status", "In place")
    review = reviews.start_review(store, YOU, here, "implementation", held_on=TODAY)
    reviews.save_entry(store, YOU, review.id, ITEM.key, version=0, status="partial")
    present = reviews.review_view(store, review.id).review
    reviews.save_review(store, YOU, review.id, version=present.version, state=ReviewState.HELD)
    back = brought(store, home, tmp_path)
    shown = looked(store, back)
    assert shown.asks_day
    assert "Choose another day" in of_sheet(shown, "Implementation").refused
    other = workbook_back.preview(store, YOU, back, held_on=date(2026, 11, 20))
    assert not of_sheet(other, "Implementation").refused
