"""What is owed: the same lines as everywhere else, whose they are, what fits, how they are grouped, and the files."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import icalendar
import openpyxl
import pytest

from collab.errors import NotAllowed, NotFound, Refused
from collab.exchange.reading import read_book
from collab.exchange.returned_sheets import is_workbook
from collab.model import YOU, Initiative, Partner, Person, Sector, Standing
from collab.services import action_plans, purpose
from collab.services.at_a_glance import at_a_glance
from collab.services.digests import all_digests
from collab.services.initiatives import choices, create_initiative, get_initiative, set_standing
from collab.services.owed import NOBODY, Due, Owed, owed, partner_named
from collab.services.owed_files import calendar, sheet
from collab.services.owed_lists import Wanted, by_date, by_owner, narrowed, owners_named, partners_named
from collab.services.partners import add_partner
from collab.services.sample import load_sample
from collab.services.tasks import Task, TaskKind
from collab.store import Store

TODAY = date(2026, 11, 22)
LABELS = {due: str(due) for due in Due}


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


@pytest.fixture
def initiative(store: Store) -> Initiative:
    return create_initiative(store, YOU, name="Northside")


@pytest.fixture
def light(store: Store, initiative: Initiative) -> Partner:
    return add_partner(store, YOU, initiative.id, name="Harbor Light", sector=Sector.CHARTER)


def plan(store: Store, initiative: Initiative, *steps: dict[str, object], goal: str = "Nine of ten apply") -> list[str]:
    """A goal with these steps; their ids."""
    made = purpose.add_goal(store, YOU, initiative.id, statement=goal)
    return [action_plans.add_step(store, YOU, made.id, **step).id for step in steps]


def said(lines: tuple[Owed, ...]) -> list[str]:
    return [each.task.text for each in lines]


def test_the_sample_owes_what_its_own_page_and_the_overview_count(sqlite_store: Store) -> None:
    load_sample(sqlite_store, YOU)
    today = date.today()
    digests = {each.initiative.id: each for each in all_digests(sqlite_store, today=today).digests}
    every = owed(sqlite_store, today=today)
    assert len(every) > 30
    for each in (offered.initiative for offered in choices(sqlite_store)):
        lines = owed(sqlite_store, today=today, initiative_id=each.id)
        glance = at_a_glance(sqlite_store, each.id, today=today)
        key = sorted((task.kind, task.key, task.due_on or date.max, task.owned_by) for task in glance.tasks)
        assert (
            sorted((line.task.kind, line.task.key, line.task.due_on or date.max, line.task.owned_by) for line in lines)
            == key
        )
        assert sum(line.task.overdue(today) for line in lines) == digests[each.id].overdue == len(glance.overdue(today))
        assert [line for line in every if line.initiative.id == each.id] == list(lines)


def test_every_line_of_the_sample_has_a_name_of_its_own(sqlite_store: Store) -> None:
    load_sample(sqlite_store, YOU)
    names = [each.id for each in owed(sqlite_store, today=date.today())]
    assert len(set(names)) == len(names)


def test_items_of_two_checklists_or_of_two_partners_have_names_of_their_own() -> None:
    item = Task(TaskKind.ITEM, "time", "implementation", "Time")
    every = (item, replace(item, where="sustainability"), replace(item, said_by="p1"), replace(item, said_by="p2"))
    assert len({Owed(each, Initiative("i", "Northside")).id for each in every}) == 4
    reworded = replace(item, text="Staff have time", owner="Ada", due_on=TODAY)
    assert Owed(reworded, Initiative("i", "Southside")).id == Owed(item, Initiative("i", "Northside")).id


def test_overdue_comes_first_then_by_date_and_what_has_no_date_last(store: Store, initiative: Initiative) -> None:
    plan(
        store,
        initiative,
        {"step": "Undated"},
        {"step": "Later", "due_on": days(9)},
        {"step": "Late", "due_on": days(-9)},
    )
    assert said(owed(store, today=TODAY, initiative_id=initiative.id)) == ["Late", "Later", "Undated"]


def test_an_initiative_that_was_stopped_owes_nothing(store: Store, initiative: Initiative) -> None:
    plan(store, initiative, {"step": "Agree", "due_on": days(-1)})
    version = get_initiative(store, initiative.id).version
    set_standing(store, YOU, initiative.id, version=version, standing=Standing.STOPPED, on=TODAY, reason="No money")
    assert owed(store, today=TODAY, initiative_id=initiative.id) == ()
    assert owed(store, today=TODAY) == ()


def test_an_initiative_that_is_not_there_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        owed(store, today=TODAY, initiative_id="nowhere")


@pytest.mark.parametrize("alone", [True, False], ids=["one", "all"])
def test_a_step_that_was_ticked_here_stays_where_it_stood(store: Store, initiative: Initiative, alone: bool) -> None:
    first, _ = plan(store, initiative, {"step": "Agree", "due_on": days(-5)}, {"step": "Sign", "due_on": days(-4)})
    create_initiative(store, YOU, name="Other")
    action_plans.say_step_done(store, YOU, first, done_on=TODAY)
    asked = initiative.id if alone else None
    assert said(owed(store, today=TODAY, initiative_id=asked)) == ["Sign"]
    lines = owed(store, today=TODAY, initiative_id=asked, also={first: initiative.id})
    assert [(each.task.text, each.is_done, each.task.overdue(TODAY)) for each in lines] == [
        ("Agree", True, False),
        ("Sign", False, True),
    ]


def test_who_owns_a_line_is_found_whatever_the_spelling(store: Store, initiative: Initiative, light: Partner) -> None:
    plan(
        store,
        initiative,
        {"step": "a", "responsible": "Ada  Lovelace", "due_on": days(1)},
        {"step": "b", "responsible": "ada lovelace", "due_on": days(2)},
        {"step": "c", "responsible": "Ada Lovelace", "due_on": days(-1)},
        {"step": "d", "responsible": "harbor light"},
        {"step": "e", "partner_id": light.id},
        {"step": "f"},
    )
    lines = owed(store, today=TODAY, initiative_id=initiative.id)
    assert list(owners_named(lines).values()) == ["Ada Lovelace", "harbor light", "Nobody yet"]
    groups = by_owner(lines, TODAY)
    assert [(group.label, said(group.lines), group.overdue) for group in groups] == [
        ("Ada Lovelace", ["c", "a", "b"], 1),
        ("harbor light", ["d", "e"], 0),
        ("Nobody yet", ["f"], 0),
    ]
    assert groups[-1].key == NOBODY


def test_a_partner_that_is_named_as_the_person_owes_it_too(
    store: Store, initiative: Initiative, light: Partner
) -> None:
    plan(
        store,
        initiative,
        {"step": "d", "responsible": "harbor light"},
        {"step": "e", "partner_id": light.id},
        {"step": "f"},
    )
    lines = owed(store, today=TODAY, initiative_id=initiative.id)
    assert partners_named(lines) == {light.id: "Harbor Light"}
    assert said(narrowed(lines, Wanted(partner_id=light.id), TODAY)) == ["d", "e"]
    assert said(narrowed(lines, Wanted(sector="charter"), TODAY)) == ["d", "e"]
    assert lines[0].task.owned_by == "Harbor Light"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["late", "today", "month", "far", "undated"]),
        (Wanted(due=Due.OVERDUE), ["late"]),
        (Wanted(due=Due.SOON), ["late", "today", "month"]),
        (Wanted(due=Due.NO_DATE), ["undated"]),
        (Wanted(owner="ada"), ["month"]),
        (Wanted(owner=NOBODY), ["late", "today", "far", "undated"]),
        (Wanted(kind=TaskKind.GOAL), []),
        (Wanted(search="ADA mon"), ["month"]),
        (Wanted(search="nine of ten"), ["late", "today", "month", "far", "undated"]),
    ],
    ids=str,
)
def test_the_list_is_narrowed(store: Store, initiative: Initiative, wanted: Wanted, found: list[str]) -> None:
    plan(
        store,
        initiative,
        {"step": "late", "due_on": days(-1)},
        {"step": "today", "due_on": TODAY},
        {"step": "month", "due_on": days(30), "responsible": "Ada"},
        {"step": "far", "due_on": days(31)},
        {"step": "undated"},
    )
    assert said(narrowed(owed(store, today=TODAY, initiative_id=initiative.id), wanted, TODAY)) == found


def test_by_date_the_days_ahead_are_told_apart(store: Store, initiative: Initiative) -> None:
    ends = (-1, 0, 7, 8, 30, 31)
    plan(store, initiative, *({"step": str(each), "due_on": days(each)} for each in ends), {"step": "none"})
    groups = by_date(owed(store, today=TODAY, initiative_id=initiative.id), TODAY, LABELS)
    assert [(group.key, said(group.lines)) for group in groups] == [
        (Due.OVERDUE, ["-1"]),
        (Due.WEEK, ["0", "7"]),
        (Due.SOON, ["8", "30"]),
        (Due.LATER, ["31"]),
        (Due.NO_DATE, ["none"]),
    ]


def test_a_partner_is_known_whatever_it_owes(store: Store, light: Partner) -> None:
    known = partner_named(store, light.id)
    assert known is not None
    assert (known.name, known.sector) == ("Harbor Light", Sector.CHARTER)
    assert partner_named(store, "nobody") is None


def test_a_stranger_reads_neither_a_partner_nor_what_is_owed(
    store: Store, initiative: Initiative, light: Partner
) -> None:
    stranger = Person("stranger", "A stranger")
    with pytest.raises(NotAllowed):
        partner_named(store, light.id, person=stranger)
    with pytest.raises(NotAllowed):
        owed(store, today=TODAY, person=stranger)


def test_each_initiative_of_a_line_that_stays_is_asked_for(
    store: Store, initiative: Initiative, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []
    monkeypatch.setattr("collab.services.owed.permit", lambda person, action, key=None: asked.append(key))
    owed(store, today=TODAY, also={"a step": initiative.id})
    assert asked == [None, initiative.id]


def events(content: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_the_calendar_holds_what_has_a_day_and_is_not_done(
    store: Store, initiative: Initiative, light: Partner
) -> None:
    done, *_ = plan(
        store,
        initiative,
        {"step": "Done", "due_on": days(1)},
        {"step": "Agree, then; sign\nboth", "due_on": days(3), "responsible": "Ada", "partner_id": light.id},
        {"step": "Undated"},
        goal="One calendar",
    )
    action_plans.say_step_done(store, YOU, done, done_on=TODAY)
    (event,) = events(calendar(owed(store, today=TODAY, also={done: initiative.id}), name="Owed"))
    assert event["summary"] == "Agree, then; sign both (Ada, Harbor Light)"
    assert event["description"].split("\n") == [
        "Agree, then; sign",
        "both",
        "Owner: Ada",
        "Partner: Harbor Light",
        "Initiative: Northside",
        "Step of a plan: One calendar",
    ]
    assert (event["dtstart"].dt, event["dtend"].dt, event["transp"]) == (days(3), days(4), "TRANSPARENT")


def test_an_entry_keeps_its_name_and_grows_its_number_when_it_is_changed(store: Store, initiative: Initiative) -> None:
    (step,) = plan(store, initiative, {"step": "Agree", "due_on": days(3)})
    (before,) = events(calendar(owed(store, today=TODAY), name="Owed"))
    action_plans.save_step(store, YOU, step, version=1, step="Agree all", due_on=days(5))
    (after,) = events(calendar(owed(store, today=TODAY), name="Owed"))
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["last-modified"].dt >= before["last-modified"].dt


def test_made_up_data_say_so_in_the_calendar(store: Store) -> None:
    made = create_initiative(store, YOU, name="Sample", made_up=True)
    plan(store, made, {"step": "Agree", "due_on": days(3)})
    (event,) = events(calendar(owed(store, today=TODAY), name="Owed"))
    assert event["summary"] == "Made-up sample: Agree"
    assert "no real organisation" in event["description"]


def test_the_sheet_holds_every_line_and_text_stays_text_and_nothing_is_read_back(
    store: Store, initiative: Initiative, light: Partner, tmp_path: Path
) -> None:
    plan(
        store,
        initiative,
        {"step": "=1+1", "responsible": "@Ada", "partner_id": light.id, "due_on": days(-3)},
        {"step": "+2", "due_on": days(4)},
        goal="-3",
    )
    lines = owed(store, today=TODAY, initiative_id=initiative.id)
    made = sheet(lines, heading="Owed", about="Sector: Charter", today=TODAY, with_initiative=False)
    (tmp_path / "owed.xlsx").write_bytes(made)
    with pytest.raises(Refused, match="the list of what is owed"):
        is_workbook(read_book(tmp_path / "owed.xlsx", file_name="owed.xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(made))
    page = book["What is owed"]
    cells = list(page.iter_rows())
    top = next(place for place, row in enumerate(cells) if row[0].value == "What")
    head = [cell.value for cell in cells[top]]
    rows = [dict(zip(head, (cell.value for cell in row), strict=True)) for row in cells[top + 1 :]][: len(lines)]
    assert rows[0] | {"Due": rows[0]["Due"].date()} == {
        "What": "=1+1",
        "Owner": "@Ada",
        "Partner": "Harbor Light",
        "Sector": "Charter",
        "Due": days(-3),
        "Stands": "Overdue",
        "Days overdue": 3,
        "Kind": "Step of a plan",
        "Where it was written": "-3",
    }
    assert [row["What"] for row in rows] == said(lines)
    assert not [cell.value for row in cells for cell in row if cell.data_type == "f"]
    assert page.freeze_panes == f"B{top + 2}"
    assert page.auto_filter.ref
    assert page.print_area
    assert "Sector: Charter" in [row[0].value for row in cells[:top]]
