"""Reviews and milestones as sheets: taken away and brought back, pasted, compared, saved as one; hostile sheets."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from collab.errors import NotAllowed, Refused
from collab.exchange.journey_refusals import WORDING
from collab.exchange.journey_values import NoDay, day
from collab.exchange.reading.refusals import SENTENCES
from collab.framework import load_framework
from collab.journey import MilestoneRecord, MilestoneStanding, ReviewState
from collab.model import YOU, Sector
from collab.services import bulk_milestones, bulk_reviews, reviews
from collab.services.bulk import OfReview, Preview, Standing
from collab.services.bulk_reviews import Place
from collab.services.initiatives import create_initiative
from collab.services.milestones import save_milestone
from collab.services.partners import add_partner, set_part
from collab.services.phases import Looked, looked
from collab.store import Store, records
from collab.store.integrity import dump
from collab.when import When
from tests.services.contents import partner_named

CHECKLIST = "implementation"
ON = date(2027, 3, 31)
PASTED = (
    "Item\tStatus\tSuccesses\tNext steps\tWho\tOrganization\tBy when\n"
    "1. Resources are secured\tPartly in place\tA grant\tAsk the state\tAna\tharbor light\t3/31/2027\n"
    "Staff have time\tNo\t\t\t\t\t\n"
)
Read = Callable[..., Preview]


@pytest.fixture
def initiative_id(store: Store) -> str:
    made = create_initiative(store, YOU, name="Made-up compact")
    add_partner(store, YOU, made.id, name="Northside Schools", sector=Sector.DISTRICT)
    add_partner(store, YOU, made.id, name="Harbor Light", sector=Sector.CHARTER)
    return made.id


@pytest.fixture
def place(initiative_id: str) -> Place:
    return Place(initiative_id, CHECKLIST, ON)


def of_reviews(tmp_path: Path, content: str | bytes, name: str = "pasted.tsv") -> bulk_reviews.Found:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return bulk_reviews.read_reviews(path, file_name=name, checklist=CHECKLIST)


def bring_review(store: Store, place: Place, found: bulk_reviews.Found, **how: object) -> int:
    seen = bulk_reviews.preview(store, YOU, found, place, take=how.get("take", frozenset())).seen  # type: ignore[arg-type]
    return bulk_reviews.save_reviews(store, YOU, found, place, seen=seen, **how)  # type: ignore[arg-type]


def of_milestones(store: Store, initiative_id: str, tmp_path: Path, content: str | bytes, name: str = "m.tsv"):  # type: ignore[no-untyped-def]
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return bulk_milestones.read_milestones(store, path, file_name=name, initiative_id=initiative_id)


def bring_milestones(store: Store, initiative_id: str, found: bulk_reviews.Found, **how: object) -> int:
    seen = bulk_milestones.preview(store, YOU, found, initiative_id, take=how.get("take", frozenset())).seen  # type: ignore[arg-type]
    return bulk_milestones.save_milestones(store, YOU, found, initiative_id, seen=seen, **how)  # type: ignore[arg-type]


def milestone(store: Store, initiative_id: str, key: str) -> MilestoneRecord | None:
    return store.read(lambda unit: records.record(unit, MilestoneRecord, initiative_id=initiative_id, key=key))


def edited(content: bytes, **cells: str | date | None) -> bytes:
    """A downloaded workbook with other cells: A2="…"."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for at, value in cells.items():
        book.worksheets[0][at] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def at(content: bytes, label: str, header: str) -> str:
    """Where a downloaded workbook holds one cell."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    row = next(cell.row for cell in sheet["B"] if cell.value == label)
    column = next(cell.column_letter for cell in sheet[1] if cell.value == header)
    return f"{column}{row}"


def test_nothing_is_saved_before_it_is_confirmed_and_then_all_of_it_is(
    store: Store, place: Place, tmp_path: Path
) -> None:
    found = of_reviews(tmp_path, PASTED)
    before = store.read(dump)
    shown = bulk_reviews.preview(store, YOU, found, place)
    assert store.read(dump) == before
    assert shown.problems == ()
    assert [(row.key, row.standing) for row in shown.rows] == [
        ("pilot.resourced", Standing.NEW),
        ("full.time", Standing.NEW),
    ]
    assert [(change.field, change.before, change.after) for change in shown.rows[0].changes] == [
        ("status", "", "Partly in place"),
        ("successes", "", "A grant"),
        ("next_steps", "", "Ask the state"),
        ("owner", "", "Ana"),
        ("partner", "", "Harbor Light"),
        ("due_on", "", "2027-03-31"),
    ]
    assert bring_review(store, place, found, finish=True) == 2
    (held,) = reviews.checklist_view(store, place.initiative_id, CHECKLIST).held
    entry = held.entries["pilot.resourced"]
    assert (entry.status, entry.owner, entry.due_on) == ("partial", "Ana", ON)
    assert (held.review.held_on, held.review.state) == (ON, ReviewState.HELD)
    assert held.entries["full.time"].status == "not_started"


def left(store: Store, initiative_id: str, when: When) -> None:
    """Harbor Light left."""
    gone = partner_named(store, initiative_id, "Harbor Light")
    part = {"role": gone.role, "joined_on": None, "left_on": when}
    set_part(store, YOU, initiative_id, gone.id, version=gone.version, **part)  # type: ignore[arg-type]


def test_a_sheet_puts_no_partner_in_charge_that_had_left(store: Store, place: Place, tmp_path: Path) -> None:
    left(store, place.initiative_id, When(2020))
    found = of_reviews(tmp_path, PASTED)
    (problem,) = bulk_reviews.preview(store, YOU, found, place).problems
    assert (problem.found, problem.allowed, problem.remedy, problem.row, problem.column) == (
        "“Harbor Light” left in 2020.",
        "Partners that take part: Northside Schools.",
        "Choose one of them, or clear the cell.",
        2,
        "Partner",
    )
    then = Place(place.initiative_id, CHECKLIST, date(2019, 5, 1))
    assert bulk_reviews.preview(store, YOU, found, then).problems == ()
    assert bring_review(store, place, found) == 1


def test_a_milestone_of_a_partner_that_left_keeps_it_and_no_other_takes_it(
    store: Store, initiative_id: str, tmp_path: Path
) -> None:
    first, second = load_framework().stages[0].milestones[:2]
    harbor = partner_named(store, initiative_id, "Harbor Light").id
    save_milestone(store, YOU, initiative_id, first.key, version=0, standing=MilestoneStanding.OPEN, partner_id=harbor)
    left(store, initiative_id, When(2020))
    sheet = f"Milestone\tOwner\tPartner\n{first.label}\tAda\tHarbor Light\n{second.label}\tAda\tHarbor Light\n"
    found = of_milestones(store, initiative_id, tmp_path, sheet)
    shown = bulk_milestones.preview(store, YOU, found, initiative_id)
    assert ([row.key for row in shown.saved], [each.found for each in shown.problems]) == (
        [first.key],
        ["“Harbor Light” left in 2020."],
    )
    assert bring_milestones(store, initiative_id, found) == 1
    kept = milestone(store, initiative_id, first.key)
    assert kept is not None
    assert (kept.owner, kept.partner_id) == ("Ada", harbor)
    then = of_milestones(
        store,
        initiative_id,
        tmp_path,
        f"Milestone\tStatus\tDone on\tPartner\n{second.label}\tDone\t2019-05-01\tHarbor Light\n",
    )
    assert bulk_milestones.preview(store, YOU, then, initiative_id).problems == ()


def test_a_sheet_without_any_status_does_not_finish_a_review_and_says_so(
    store: Store, place: Place, tmp_path: Path
) -> None:
    found = of_reviews(tmp_path, "Item\tSuccesses\n1. Resources are secured\tA grant\n")
    before = store.read(dump)
    with pytest.raises(NotAllowed, match="No item has a status yet"):
        bring_review(store, place, found, finish=True)
    assert store.read(dump) == before
    assert bring_review(store, place, found) == 1


def test_the_same_sheet_twice_changes_nothing(store: Store, place: Place, tmp_path: Path) -> None:
    found = of_reviews(tmp_path, PASTED)
    bring_review(store, place, found, finish=True)
    before = store.read(dump)
    again = bulk_reviews.preview(store, YOU, found, place)
    assert (again.saved, again.both, again.refused) == ((), (), "")
    assert bring_review(store, place, found, finish=True) == 0
    assert store.read(dump) == before


def test_a_finished_review_is_not_changed_by_a_sheet(store: Store, place: Place, tmp_path: Path) -> None:
    bring_review(store, place, of_reviews(tmp_path, PASTED), finish=True)
    other = of_reviews(tmp_path, PASTED.replace("Ana", "Ben"))
    assert "Open it again" in bulk_reviews.preview(store, YOU, other, place).refused
    with pytest.raises(NotAllowed, match="Open it again"):
        bring_review(store, place, other)


def test_empty_cells_of_a_pasted_sheet_say_nothing(store: Store, place: Place, tmp_path: Path) -> None:
    bring_review(store, place, of_reviews(tmp_path, PASTED))
    found = of_reviews(tmp_path, "Item\tStatus\tOwner\nResources are secured\t\t\nStaff have time\tDone\t\n")
    (row,) = bulk_reviews.preview(store, YOU, found, place).saved
    assert [(change.before, change.after) for change in row.changes] == [("Not yet", "In place")]


def test_a_sheet_confirms_what_was_carried_over(store: Store, place: Place, tmp_path: Path) -> None:
    bring_review(store, place, of_reviews(tmp_path, PASTED), finish=True)
    later = Place(place.initiative_id, CHECKLIST, date(2027, 9, 30))
    found = of_reviews(tmp_path, "Item\tStatus\nStaff have time\tNot yet\n")
    assert len(bulk_reviews.preview(store, YOU, found, later).saved) == 1
    bring_review(store, later, found, finish=True)
    held = reviews.checklist_view(store, place.initiative_id, CHECKLIST).held[-1]
    assert (held.entries["full.time"].carried, held.entries["pilot.resourced"].carried) == (False, True)
    assert bulk_reviews.preview(store, YOU, found, later).saved == ()


def test_a_downloaded_workbook_comes_back_with_what_was_edited_only(store: Store, place: Place, tmp_path: Path) -> None:
    bring_review(store, place, of_reviews(tmp_path, PASTED))
    content = bulk_reviews.workbook(store, place.initiative_id, CHECKLIST, partner_id=None)
    untouched = bulk_reviews.preview(store, YOU, of_reviews(tmp_path, content, "r.xlsx"), place)
    assert (len(untouched.rows), untouched.saved, untouched.problems) == (27, (), ())
    owner, due = at(content, "Resources are secured", "Owner"), at(content, "Staff have time", "Due date")
    found = of_reviews(tmp_path, edited(content, **{owner: None, due: date(2027, 5, 1)}), "r.xlsx")
    shown = bulk_reviews.preview(store, YOU, found, place)
    assert [change for row in shown.saved for change in row.changes] == [
        type(shown.saved[0].changes[0])("owner", "Ana", ""),
        type(shown.saved[0].changes[0])("due_on", "", "2027-05-01"),
    ]
    bring_review(store, place, found)
    assert bulk_reviews.preview(store, YOU, found, place).saved == ()


def test_a_row_that_somebody_edited_since_the_download_shows_both_texts(
    store: Store, place: Place, tmp_path: Path
) -> None:
    bring_review(store, place, of_reviews(tmp_path, PASTED))
    content = bulk_reviews.workbook(store, place.initiative_id, CHECKLIST, partner_id=None)
    (review,) = reviews.checklist_view(store, place.initiative_id, CHECKLIST).under_way
    reviews.save_entry(store, YOU, review.id, "pilot.resourced", version=1, status="in_place", owner="Ben")
    owner = at(content, "Resources are secured", "Owner")
    found = of_reviews(tmp_path, edited(content, **{owner: "Cleo"}), "r.xlsx")
    shown = bulk_reviews.preview(store, YOU, found, place)
    (row,) = shown.both
    assert [(change.before, change.after, change.both) for change in row.changes] == [("Ben", "Cleo", True)]
    assert bring_review(store, place, found) == 0
    assert bring_review(store, place, found, take=frozenset({"pilot.resourced"})) == 1
    entry = reviews.review_view(store, review.id).entries["pilot.resourced"]
    assert (entry.owner, entry.status) == ("Cleo", "in_place")


def test_what_changed_after_the_look_is_not_overwritten(store: Store, place: Place, tmp_path: Path) -> None:
    bring_review(store, place, of_reviews(tmp_path, PASTED))
    found = of_reviews(tmp_path, PASTED.replace("Ana", "Cleo"))
    seen = bulk_reviews.preview(store, YOU, found, place).seen
    (review,) = reviews.checklist_view(store, place.initiative_id, CHECKLIST).under_way
    reviews.save_entry(store, YOU, review.id, "pilot.resourced", version=1, status="in_place", owner="Ben")
    with pytest.raises(NotAllowed, match="changed this meanwhile"):
        bulk_reviews.save_reviews(store, YOU, found, place, seen=seen)
    assert reviews.review_view(store, review.id).entries["pilot.resourced"].owner == "Ben"


def test_every_fault_names_row_and_column_and_the_rest_can_be_saved(store: Store, place: Place, tmp_path: Path) -> None:
    sheet = (
        "Item\tStatus\tOrganisation\tDue\n"
        "Staff have time\tmostly\t\t\n"
        "Norms are in use\tIn place\tHarbour Light\t\n"
        "Dialogue is honest\tIn place\t\t3/4/2027\n"
        "Resources are adequate\tIn place\t\t31 February 2027\n"
        "Something else\tIn place\t\t\n"
        "Staff have bought in\tIn place\t\t\n"
        "Staff have bought in\tNot yet\t\t\n"
        "Outcome data are collected\tIn place\t\t\n"
        "Outcome data are collected\tIn place\t\t\n"
    )
    shown = bulk_reviews.preview(store, YOU, of_reviews(tmp_path, sheet), place)
    told = [(problem.row, problem.column) for problem in shown.problems]
    assert told == [(2, "Status"), (3, "Partner"), (4, "Due date"), (5, "Due date"), (6, None), (8, None)]
    words = " ".join(str(problem) for problem in shown.problems)
    assert "Did you mean “Harbor Light”?" in words
    assert "two days" in words
    assert [row.key for row in shown.saved] == ["full.data"]


def test_close_wording_is_understood_and_said(store: Store, place: Place, tmp_path: Path) -> None:
    found = of_reviews(tmp_path, "Item\tStatus\nResouces are secured\tn/a\n")
    (row,) = bulk_reviews.preview(store, YOU, found, place).saved
    assert (row.key, row.is_close, row.changes[0].after) == (
        "pilot.resourced",
        "Resouces are secured",
        "Not applicable",
    )


def test_columns_are_known_by_what_stands_in_them(store: Store, place: Place, tmp_path: Path) -> None:
    found = of_reviews(tmp_path, "Staff have time\tPartly\nNorms are in use\tYes\n")
    rows = bulk_reviews.preview(store, YOU, found, place).saved
    assert [(row.key, row.changes[0].after) for row in rows] == [
        ("full.time", "Partly in place"),
        ("full.norms", "In place"),
    ]


def test_columns_that_mean_nothing_here_are_named(store: Store, place: Place, tmp_path: Path) -> None:
    found = of_reviews(tmp_path, "Item\tStatus\tBudget line\nStaff have time\tPartly\t12\n")
    assert bulk_reviews.preview(store, YOU, found, place).unused == ("Budget line",)


@pytest.mark.parametrize("sheet", ["a\tb\nc\td\n", "Item\tStatus\n"], ids=["something else", "headers only"])
def test_a_sheet_without_a_known_row_says_what_is_needed(
    store: Store, place: Place, tmp_path: Path, sheet: str
) -> None:
    shown = bulk_reviews.preview(store, YOU, of_reviews(tmp_path, sheet), place)
    assert shown.rows == ()
    assert "No row names an item" in str(shown.problems[0])


def test_an_empty_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        of_reviews(tmp_path, "")


def test_text_that_looks_like_a_formula_stays_text_both_ways(store: Store, place: Place, tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x","y")'
    found = of_reviews(tmp_path, f"Item\tStatus\tEvidence\tOwner\nStaff have time\tNo\t{evil}\t@SUM(1)\n")
    bring_review(store, place, found)
    content = bulk_reviews.workbook(store, place.initiative_id, CHECKLIST, partner_id=None)
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    cell = book.worksheets[0][at(content, "Staff have time", "Evidence")]
    assert (cell.value, cell.quotePrefix) == (evil, True)
    again = bulk_reviews.preview(store, YOU, of_reviews(tmp_path, content, "r.xlsx"), place)
    assert (again.saved, again.problems) == ((), ())


def test_a_workbook_of_another_initiative_is_not_taken(store: Store, place: Place, tmp_path: Path) -> None:
    content = bulk_reviews.workbook(store, place.initiative_id, CHECKLIST, partner_id=None)
    other = create_initiative(store, YOU, name="Another").id
    found = of_reviews(tmp_path, content, "r.xlsx")
    shown = bulk_reviews.preview(store, YOU, found, Place(other, CHECKLIST, ON))
    assert (shown.is_foreign, "downloaded from “Made-up compact”" in shown.refused) == (True, True)
    milestones = of_milestones(store, other, tmp_path, content, "r.xlsx")
    assert "something else" in bulk_milestones.preview(store, YOU, milestones, other).refused


def test_milestones_come_back_edited_and_the_same_twice_changes_nothing(
    store: Store, initiative_id: str, tmp_path: Path
) -> None:
    content = bulk_milestones.workbook(store, initiative_id)
    untouched = bulk_milestones.preview(
        store, YOU, of_milestones(store, initiative_id, tmp_path, content, "m.xlsx"), initiative_id
    )
    every = sum(len(stage.milestones) for stage in load_framework().stages)
    assert (len(untouched.rows), untouched.saved, untouched.problems) == (every, (), ())
    label = "A logic model links resources to impact"
    cells = {at(content, label, "Status"): "Done", at(content, label, "Done on"): date(2026, 2, 1)}
    found = of_milestones(store, initiative_id, tmp_path, edited(content, **cells), "m.xlsx")  # type: ignore[arg-type]
    assert bring_milestones(store, initiative_id, found) == 1
    kept = milestone(store, initiative_id, "plan.logic_model")
    assert kept is not None
    assert (kept.standing, kept.done_on) == (MilestoneStanding.DONE, date(2026, 2, 1))
    before = store.read(dump)
    assert bring_milestones(store, initiative_id, found) == 0
    assert store.read(dump) == before


def test_a_milestone_of_their_own_is_added_once_to_the_stage_that_is_named(
    store: Store, initiative_id: str, tmp_path: Path
) -> None:
    sheet = "Phase\tMilestone\tStatus\tOwner\nPlan\tBuses are ordered\t\tBo\n\tNowhere\tDone\t\n"
    found = of_milestones(store, initiative_id, tmp_path, sheet)
    shown = bulk_milestones.preview(store, YOU, found, initiative_id)
    assert [(row.label, row.section, row.standing) for row in shown.rows] == [
        ("Buses are ordered", "plan", Standing.NEW)
    ]
    assert "does not say of which stage" in str(shown.problems[0])
    bring_milestones(store, initiative_id, found)
    (own,) = [each for each in store.read(lambda unit: records.records(unit, MilestoneRecord)) if each.label]
    assert (own.label, own.stage, own.owner, own.standing) == (
        "Buses are ordered",
        "plan",
        "Bo",
        MilestoneStanding.OPEN,
    )
    assert bring_milestones(store, initiative_id, found) == 0
    assert bring_milestones(store, initiative_id, of_milestones(store, initiative_id, tmp_path, sheet)) == 0


def test_what_persons_may_not_say_of_a_milestone_a_sheet_may_not_either(
    store: Store, initiative_id: str, tmp_path: Path
) -> None:
    sheet = (
        "Milestone\tStatus\tDone on\n"
        "Full implementation under way\tDone\t\n"
        "Root causes are identified from evidence\tn/a\t\n"
        "Each goal has an action plan\tOpen\t2027-01-01\n"
    )
    shown = bulk_milestones.preview(store, YOU, of_milestones(store, initiative_id, tmp_path, sheet), initiative_id)
    assert [problem.row for problem in shown.problems] == [2, 3, 4]
    assert shown.saved == ()


def test_a_milestone_that_somebody_edited_since_the_download_shows_both_texts(
    store: Store, initiative_id: str, tmp_path: Path
) -> None:
    content = bulk_milestones.workbook(store, initiative_id)
    save_milestone(store, YOU, initiative_id, "plan.causes", version=0, standing=MilestoneStanding.UNSAID, owner="Ben")
    owner = at(content, "Root causes are identified from evidence", "Owner")
    found = of_milestones(store, initiative_id, tmp_path, edited(content, **{owner: "Cleo"}), "m.xlsx")
    (row,) = bulk_milestones.preview(store, YOU, found, initiative_id).both
    assert (row.changes[0].before, row.changes[0].after) == ("Ben", "Cleo")
    assert bring_milestones(store, initiative_id, found) == 0


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2027-03-31", date(2027, 3, 31)),
        ("2027-03-31T00:00:00", date(2027, 3, 31)),
        ("3/31/2027", date(2027, 3, 31)),
        ("31/3/27", date(2027, 3, 31)),
        ("March 31, 2027", date(2027, 3, 31)),
        ("31 Mar 2027", date(2027, 3, 31)),
        ("31-Mar-27", date(2027, 3, 31)),
        ("4/4/2027", date(2027, 4, 4)),
        ("", None),
    ],
)
def test_usual_ways_to_write_a_day_are_read(text: str, meant: date | None) -> None:
    assert day(text) == meant


@pytest.mark.parametrize("text", ["3/4/2027", "46112", "soon", "Q3 2027", "2027-02-30", "1.1.0099", "March 2027"])
def test_what_is_no_day_or_may_be_two_is_not_guessed(text: str) -> None:
    assert isinstance(day(text), NoDay)


@pytest.mark.parametrize("label", ["A logic model links resources to impact"])
def test_a_reworded_row_does_not_make_new_rows_vanish(
    store: Store, initiative_id: str, tmp_path: Path, label: str
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(bulk_milestones.workbook(store, initiative_id)))
    sheet = next(each for each in book if each.sheet_state == "visible")
    heads = [cell.value for cell in sheet[1]]
    name, section = heads.index("Milestone") + 1, heads.index("Stage") + 1
    row = next(cells[0].row for cells in sheet.iter_rows() if cells[name - 1].value == label)
    sheet.cell(row, name).value = "A logic model links resources to results"
    sheet.cell(row, heads.index("Status") + 1).value = "Done"
    sheet.append([None] * len(heads))
    last = sheet.max_row + 1
    sheet.cell(last, section).value, sheet.cell(last, name).value = "Plan", "The board has voted"
    sheet.cell(last + 1, heads.index("Owner") + 1).value = "Nobody knows of what"
    told = io.BytesIO()
    book.save(told)
    found = of_milestones(store, initiative_id, tmp_path, told.getvalue(), "m.xlsx")
    seen = bulk_milestones.preview(store, YOU, found, initiative_id)
    assert {row.key for row in seen.saved} >= {"plan.logic_model"}
    assert [row.label for row in seen.saved if row.key.startswith("new")] == ["The board has voted"]
    assert [(problem.row, problem.found) for problem in seen.problems] == [
        (last + 1, "This row does not name a milestone.")
    ]


def test_a_milestone_is_not_done_on_a_day_to_come(store: Store, initiative_id: str, tmp_path: Path) -> None:
    soon = date(date.today().year + 1, 6, 1)
    content = bulk_milestones.workbook(store, initiative_id)
    label = "A logic model links resources to impact"
    cells = {at(content, label, "Status"): "Done", at(content, label, "Done on"): soon}
    found = of_milestones(store, initiative_id, tmp_path, edited(content, **cells), "m.xlsx")  # type: ignore[arg-type]
    seen = bulk_milestones.preview(store, YOU, found, initiative_id)
    assert "is still to come" in seen.problems[0].found
    with pytest.raises(NotAllowed, match="is still to come"):
        save_milestone(
            store,
            YOU,
            initiative_id,
            "plan.logic_model",
            version=0,
            standing=MilestoneStanding.DONE,
            done_on=soon,
        )


def test_an_untouched_workbook_of_another_checklist_or_of_another_partner_is_named_so(
    store: Store, place: Place, tmp_path: Path
) -> None:
    harbor = partner_named(store, place.initiative_id, "Harbor Light").id
    own = bulk_reviews.workbook(store, place.initiative_id, CHECKLIST, partner_id=harbor)
    shown = bulk_reviews.preview(store, YOU, of_reviews(tmp_path, own, "r.xlsx"), place)
    assert (shown.is_foreign, "by “Harbor Light”" in shown.refused) == (True, True)
    other = next(each for each in load_framework().checklists if each.key != CHECKLIST)
    content = bulk_reviews.workbook(store, place.initiative_id, other.key, partner_id=None)
    shown = bulk_reviews.preview(store, YOU, of_reviews(tmp_path, content, "r.xlsx"), place)
    assert (shown.is_foreign, f"the checklist “{other.title}”" in shown.refused) == (True, True)


def test_a_workbook_with_half_of_its_mark_stops_nothing(store: Store, place: Place, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(bulk_reviews.workbook(store, place.initiative_id, CHECKLIST, partner_id=None))
    )
    mark = next(each for each in book if each.sheet_state == "veryHidden")
    for row in range(1, 6):
        mark.cell(row, 1).value = mark.cell(row, 2).value = None
    told = io.BytesIO()
    book.save(told)
    assert bulk_reviews.preview(store, YOU, of_reviews(tmp_path, told.getvalue(), "r.xlsx"), place).saved == ()
    found = of_milestones(store, place.initiative_id, tmp_path, told.getvalue(), "r.xlsx")
    assert bulk_milestones.preview(store, YOU, found, place.initiative_id).saved == ()


def test_rows_of_a_workbook_that_nobody_touched_stay_taken_over_as_in_a_sitting(
    store: Store, place: Place, tmp_path: Path
) -> None:
    items = [item for phase in reviews.content_of(CHECKLIST).phases for item in phase.items]
    every = "Item\tStatus\n" + "".join(f"{item.label}\tIn place\n" for item in items)
    bring_review(store, place, of_reviews(tmp_path, every), finish=True)
    later = Place(place.initiative_id, CHECKLIST, date(2027, 9, 30))
    content = bulk_reviews.workbook(store, place.initiative_id, CHECKLIST, partner_id=None)
    cells = {at(content, items[0].label, "Status"): "Not yet", at(content, items[1].label, "Owner"): "Ana"}
    found = of_reviews(tmp_path, edited(content, **cells), "r.xlsx")
    assert bulk_reviews.preview(store, YOU, found, later).review == OfReview(later.held_on, None, Looked(2, 25, 27))
    bring_review(store, later, found, finish=True)
    view = reviews.checklist_view(store, place.initiative_id, CHECKLIST)
    held = view.held[-1]
    assert looked(view.checklist, held.review.phases_off, held.entries) == Looked(2, 25, 27)
    phase = view.checklist.phases[0]
    standing = view.now[phase.key]
    assert standing is not None
    assert (standing.looked_at_anew, standing.taken_over) == (2, len(phase.items) - 2)


def test_a_finished_review_is_named_so_that_it_can_be_opened_again(store: Store, place: Place, tmp_path: Path) -> None:
    bring_review(store, place, of_reviews(tmp_path, PASTED), finish=True)
    other = of_reviews(tmp_path, PASTED.replace("Ana", "Ben"))
    of = bulk_reviews.preview(store, YOU, other, place).review
    assert of is not None
    assert of.kept is not None
    assert of.is_finished
    reviews.save_review(store, YOU, of.kept.id, version=of.kept.version, state=ReviewState.UNDER_WAY)
    shown = bulk_reviews.preview(store, YOU, other, place)
    assert (shown.refused, [row.label for row in shown.saved]) == ("", ["Resources are secured"])
    assert bring_review(store, place, other, finish=True) == 1
    (held,) = reviews.checklist_view(store, place.initiative_id, CHECKLIST).held
    assert held.entries["pilot.resourced"].owner == "Ben"


def test_rows_of_a_phase_that_does_not_apply_are_said_to_count_nowhere(
    store: Store, place: Place, tmp_path: Path
) -> None:
    bring_review(store, place, of_reviews(tmp_path, PASTED))
    (review,) = reviews.checklist_view(store, place.initiative_id, CHECKLIST).under_way
    reviews.leave_out_phase(store, YOU, review.id, "pilot", left_out=True)
    of = bulk_reviews.preview(store, YOU, of_reviews(tmp_path, PASTED.replace("Ana", "Ben")), place).review
    assert of is not None
    assert (of.off, of.after.items) == (("Piloting",), 19)
    content = bulk_reviews.workbook(store, place.initiative_id, CHECKLIST, partner_id=None)
    assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].max_row == 20


def test_problems_are_told_in_the_order_of_the_rows(store: Store, initiative_id: str, tmp_path: Path) -> None:
    sheet = "Stage\tMilestone\tDue\nPlan\tRoot causes are identified from evidence\tsoon\nNowhere\tBuses\t\n"
    found = of_milestones(store, initiative_id, tmp_path, sheet)
    told = bulk_milestones.preview(store, YOU, found, initiative_id).problems
    assert [each.row for each in told] == [2, 3]


def test_a_row_with_two_faults_is_one_row_that_is_left_out(store: Store, place: Place, tmp_path: Path) -> None:
    sheet = "Item\tStatus\tDue\nStaff have time\tPartly in palce\tsoon\nNorms are in use\tIn place\t\n"
    shown = bulk_reviews.preview(store, YOU, of_reviews(tmp_path, sheet), place)
    assert (len(shown.problems), shown.left_out) == (2, 1)
    assert shown.problems[0].remedy == "Did you mean “Partly in place”?"


def test_the_workbook_of_milestones_names_stage_and_milestone_and_both_words_are_read(
    store: Store, initiative_id: str, tmp_path: Path
) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(bulk_milestones.workbook(store, initiative_id))).worksheets[0]
    assert [cell.value for cell in sheet[1]][:2] == ["Stage", "Milestone"]
    for head in ("Stage\tMilestone", "Phase\tItem"):
        found = of_milestones(store, initiative_id, tmp_path, f"{head}\tOwner\nPlan\tBuses are ordered\tBo\n")
        (row,) = bulk_milestones.preview(store, YOU, found, initiative_id).saved
        assert (row.label, row.is_added) == ("Buses are ordered", True)
        assert [(each.field, each.before, each.after) for each in row.changes] == [
            ("section", "new milestone", "Plan"),
            ("owner", "", "Bo"),
        ]


def test_a_misspelt_stage_is_told_with_where_and_what_may_be_meant(
    store: Store, initiative_id: str, tmp_path: Path
) -> None:
    sheet = (
        "Stage\tMilestone\tStatus\n"
        "\tPlan\t\n"
        "Implemnet\tBuses are ordered\tOpen\n"
        "Somewhere\tDrivers are trained\tOpen\n"
        "Sustain\tRoot causes are identified from evidence\tOpen\n"
    )
    found = of_milestones(store, initiative_id, tmp_path, sheet)
    problems = bulk_milestones.preview(store, YOU, found, initiative_id).problems
    told = [(each.row, each.column, each.found, each.remedy) for each in problems[-3:]]
    assert told == [
        (
            3,
            "Stage",
            "“Implemnet” is not a stage, and “Buses are ordered” is not a milestone here yet.",
            "Did you mean “Implement”?",
        ),
        (
            4,
            "Stage",
            "“Somewhere” is not a stage, and “Drivers are trained” is not a milestone here yet.",
            "Correct the stage, or delete the row; it is left out.",
        ),
        (
            5,
            "Stage",
            "“Root causes are identified from evidence” belongs to “Plan”; the sheet puts it into “Sustain”.",
            "Write “Plan” there, or give the milestone another name.",
        ),
    ]
    assert problems[-3].allowed.startswith("Stages: ")


@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_no_refusal_of_a_sheet_gives_advice_for_surveys(key: str) -> None:
    _, *advice = SENTENCES[key]
    told = " ".join(WORDING.get(sentence, sentence) for sentence in advice).lower()
    assert [word for word in ("survey", "answer", "by round") if word in told] == []


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF", "Save it as .xlsx or .csv in the program"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "Choose the spreadsheet itself"),
        (b"", "A file with rows in it is needed."),
    ],
    ids=["pdf", "picture", "empty"],
)
def test_a_file_that_is_no_spreadsheet_is_answered_with_advice_for_this_sheet(
    tmp_path: Path, content: bytes, advice: str
) -> None:
    with pytest.raises(Refused) as refused:
        of_reviews(tmp_path, content, "notes.xlsx")
    assert advice in str(refused.value)
