"""The Owed screen: nothing yet, the lines and their links, ticking and undoing, narrowing, a partner's own list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest

from collab.journey import Goal
from collab.model import YOU, Initiative, Partner, Sector, Standing
from collab.services import purpose
from collab.services.action_plans import action_plans, add_step, say_step_done
from collab.services.initiatives import changes_of, create_initiative, set_standing
from collab.services.partners import add_partner
from collab.services.sample import load_sample
from collab.store import Store
from collab.ui import shell
from tests.pages.conftest import Visit

WEIRD = "$x$ :red[a] <b>b</b>"
TODAY = date.today()


@pytest.fixture
def initiative(store: Store) -> Initiative:
    return create_initiative(store, YOU, name=f"Northside {WEIRD}")


@pytest.fixture
def light(store: Store, initiative: Initiative) -> Partner:
    return add_partner(store, YOU, initiative.id, name=f"Harbor Light {WEIRD}", sector=Sector.CHARTER)


@pytest.fixture
def goal(store: Store, initiative: Initiative) -> Goal:
    return purpose.add_goal(store, YOU, initiative.id, statement=f"Nine of ten families apply {WEIRD}")


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def said(screen: AppTest) -> str:
    kinds = ("markdown", "caption", "info", "success", "error", "warning", "subheader", "header")
    return "\n".join(each.value for kind in kinds for each in screen.get(kind)).replace("\\", "")


def ticks(screen: AppTest) -> list[tuple[str, bool]]:
    return [(each.label.replace("\\", ""), each.value) for each in screen.checkbox]


def test_without_an_initiative_it_says_what_to_do_first(visit: Visit) -> None:
    screen = visit("owed")
    assert not screen.exception
    assert "There is no initiative yet." in said(screen)


def test_where_nothing_is_owed_it_teaches_where_lines_come_from(visit: Visit, initiative: Initiative) -> None:
    screen = visit("owed", initiative=initiative.id)
    assert not screen.exception
    assert "Listed here is what somebody has promised" in said(screen)
    assert len(screen.get("page_link")) == 4


def test_what_was_stopped_owes_nothing_any_more(store: Store, visit: Visit, initiative: Initiative) -> None:
    version = initiative.version
    set_standing(store, YOU, initiative.id, version=version, standing=Standing.STOPPED, on=TODAY, reason="No money")
    assert "It was stopped: nothing is due any more." in said(visit("owed", initiative=initiative.id))


def test_lines_stand_in_groups_by_date_with_whose_and_when(
    store: Store, visit: Visit, goal: Goal, light: Partner
) -> None:
    add_step(
        store, YOU, goal.id, step=f"Agree {WEIRD}", due_on=days(-3), responsible=f"Ada {WEIRD}", partner_id=light.id
    )
    add_step(store, YOU, goal.id, step="Sign")
    screen = visit("owed", initiative=goal.initiative_id)
    assert not screen.exception
    assert ticks(screen) == [(f"Agree {WEIRD}", False), ("Sign", False)]
    text = said(screen)
    assert "2 open: 1 overdue and 1 without a date. 1 has no owner." in text
    assert [each.value for each in screen.subheader] == [r"Overdue \(1\)", r"No date \(1\)"]
    assert "3 days overdue" in text
    assert f"Ada {WEIRD}, Harbor Light {WEIRD}" in text
    links = [each.proto.label.replace("\\", "") for each in screen.get("page_link")]
    assert links == [f"Step of a plan: Nine of ten families apply {WEIRD}"] * 2


def test_a_step_is_ticked_in_place_and_the_tick_taken_back(store: Store, visit: Visit, goal: Goal) -> None:
    for words, due in (("Agree", -3), ("Sign", 3)):
        add_step(store, YOU, goal.id, step=words, due_on=days(due))

    def done() -> dict[str, date | None]:
        return {
            each.step.step: each.step.done_on
            for each in action_plans(store, goal.initiative_id, today=TODAY).plans[0].steps
        }

    screen = visit("owed", initiative=goal.initiative_id)
    screen = screen.checkbox[0].check().run()
    assert done() == {"Agree": TODAY, "Sign": None}
    assert ticks(screen) == [("Agree", True), ("Sign", False)]
    assert "1 open: 1 due in the next 30 days." in said(screen)
    assert "1 just done" in said(screen)
    screen = screen.checkbox[0].uncheck().run()
    assert done() == {"Agree": None, "Sign": None}
    assert ticks(screen) == [("Agree", False), ("Sign", False)]


def test_a_heading_counts_what_is_open_not_what_was_just_ticked(store: Store, visit: Visit, goal: Goal) -> None:
    for words in ("Agree", "Sign"):
        add_step(store, YOU, goal.id, step=words, due_on=days(-3), responsible="Ada")

    def headings(screen: AppTest) -> list[str]:
        return [each.value.replace("\\", "") for each in screen.subheader]

    screen = visit("owed", initiative=goal.initiative_id)
    assert headings(screen) == ["Overdue (2)"]
    screen = screen.checkbox[0].check().run()
    assert headings(screen) == ["Overdue (1, 1 just done)"]
    screen = next(each for each in screen.selectbox if each.label == "Group by").set_value("owner").run()
    assert headings(screen) == ["Ada (1, 1 overdue, 1 just done)"]


def test_a_tick_is_the_tick_of_the_person_who_was_admitted(
    store: Store, visit: Visit, goal: Goal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "YOU", replace(YOU, name="Ada Diaz"))
    add_step(store, YOU, goal.id, step="Agree")
    visit("owed", initiative=goal.initiative_id).checkbox[0].check().run()
    assert changes_of(store, goal.initiative_id)[0].actor == "Ada Diaz"


def test_what_was_done_elsewhere_is_not_in_the_list(store: Store, visit: Visit, goal: Goal) -> None:
    step = add_step(store, YOU, goal.id, step="Agree")
    add_step(store, YOU, goal.id, step="Sign")
    say_step_done(store, YOU, step.id, done_on=TODAY)
    assert ticks(visit("owed", initiative=goal.initiative_id)) == [("Sign", False)]


def test_a_partner_has_a_list_of_its_own_also_where_it_owes_nothing(
    store: Store, visit: Visit, goal: Goal, light: Partner
) -> None:
    other = add_partner(store, YOU, goal.initiative_id, name="Northside Schools", sector=Sector.DISTRICT)
    add_step(store, YOU, goal.id, step="Agree", partner_id=light.id)
    add_step(store, YOU, goal.id, step="Sign")
    screen = visit("owed", initiative=goal.initiative_id, partner=light.id)
    assert f"What Harbor Light {WEIRD} owes in Northside {WEIRD}" in said(screen)
    assert ticks(screen) == [("Agree", False)]
    screen = visit("owed", initiative=goal.initiative_id, partner=other.id)
    assert "What Northside Schools owes" in said(screen)
    assert "Nothing that is owed fits." in said(screen)


def test_the_address_narrows_and_one_press_shows_all_again(store: Store, visit: Visit, goal: Goal) -> None:
    add_step(store, YOU, goal.id, step="Agree", responsible="Ada", due_on=days(-1))
    add_step(store, YOU, goal.id, step="Sign", responsible="Ben", due_on=days(90))
    screen = visit("owed", initiative=goal.initiative_id, owner="ada", due="overdue", find="agr")
    assert ticks(screen) == [("Agree", False)]
    assert "Owner: Ada; Due: Overdue; With the words: agr" in said(screen)
    screen = next(each for each in screen.button if each.label == "Show all").click().run()
    assert ticks(screen) == [("Agree", False), ("Sign", False)]
    assert not {"owner", "due", "find"} & set(screen.query_params)


def test_all_initiatives_stand_together_by_owner(store: Store, visit: Visit, goal: Goal) -> None:
    other = create_initiative(store, YOU, name="Southside")
    second = purpose.add_goal(store, YOU, other.id, statement="Buses")
    add_step(store, YOU, goal.id, step="Agree", responsible="Ada", due_on=days(9))
    add_step(store, YOU, second.id, step="Sign", responsible="ada", due_on=days(-9))
    screen = visit("owed", all="1", by="owner")
    assert not screen.exception
    assert ticks(screen) == [("Sign", False), ("Agree", False)]
    assert [each.value.replace("\\", "") for each in screen.subheader] in (
        ["Ada (2, 1 overdue)"],
        ["ada (2, 1 overdue)"],
    )
    assert "All that is owed in all initiatives" in said(screen)
    assert "initiative" not in screen.query_params
    picker = next(each for each in screen.selectbox if each.label == "Initiative")
    screen = picker.set_value(other.id).run()
    assert ticks(screen) == [("Sign", False)]
    assert screen.query_params["initiative"] == other.id
    assert "all" not in screen.query_params


def test_the_sample_says_that_it_is_made_up(store: Store, visit: Visit) -> None:
    load_sample(store, YOU)
    screen = visit("owed", all="1")
    assert not screen.exception
    assert "Made-up sample data" in said(screen)


def test_the_meeting_view_shows_what_is_late_what_is_next_and_who_owes_how_much(
    store: Store, visit: Visit, goal: Goal
) -> None:
    for place in range(9):
        add_step(store, YOU, goal.id, step=f"Late {place} {WEIRD}", responsible="Ada", due_on=days(-1 - place))
    add_step(store, YOU, goal.id, step="Next", due_on=days(3))
    screens = [visit("owed", initiative=goal.initiative_id, meeting=str(place)) for place in range(1, 6)]
    assert not [screen for screen in screens if screen.exception]
    assert [screen.header[0].value.replace("\\", "") for screen in screens] == [
        "What is overdue? (1 of 2)",
        "What is overdue? (2 of 2)",
        "What is due in the next 30 days?",
        "What has no owner or no date?",
        "Who owes how much?",
    ]
    owners = screens[-1].table[0].value
    assert owners["Open"].tolist() == ["9", "1"]


def test_the_meeting_view_says_where_nothing_is_late(store: Store, visit: Visit, goal: Goal) -> None:
    screen = visit("owed", initiative=goal.initiative_id, meeting="1")
    assert not screen.exception
    assert "Nothing is overdue." in said(screen)
    screen.query_params["meeting"] = "9" * 5000
    assert not screen.run().exception


NARROWED = (
    ({"due": "no_date"}, ["Sign"], "Nothing overdue fits: Due: No date."),
    ({"owner": "ben"}, ["Sign"], "Nothing overdue fits: Owner: Ben."),
    ({"find": "sig"}, ["Sign"], "Nothing overdue fits: With the words: sig."),
    ({"partner": "LIGHT"}, [], f"Nothing overdue fits: Partner: Harbor Light {WEIRD}."),
    ({"sector": "moon", "kind": "moon", "owner": "moon", "due": "moon", "partner": "moon"}, ["Agree"], ""),
)


@pytest.mark.parametrize(("address", "first", "nothing"), NARROWED)
def test_the_meeting_view_of_a_narrowed_list_says_what_it_was_narrowed_to(
    store: Store, visit: Visit, goal: Goal, light: Partner, address: dict[str, str], first: list[str], nothing: str
) -> None:
    add_step(store, YOU, goal.id, step="Agree", responsible="Ada", due_on=days(-1))
    add_step(store, YOU, goal.id, step="Sign", responsible="Ben")
    asked = {param: light.id if value == "LIGHT" else value for param, value in address.items()}
    screens = [visit("owed", initiative=goal.initiative_id, meeting=place, **asked) for place in ("1", "2")]
    assert not [screen for screen in screens if screen.exception]
    late, loose = screens
    assert "Nothing is overdue." not in said(late)
    if nothing:
        assert nothing in said(late)
    assert table_of(loose if nothing else late) == first
    heading = nothing.removeprefix("Nothing overdue fits: ").removesuffix(".")
    if "Partner" in nothing:
        assert f"What Harbor Light {WEIRD} owes in Northside {WEIRD} ·" in said(late)
    else:
        narrowed = f" ({heading})" if heading else ""
        assert f"{'What' if narrowed else 'All that'} is owed in Northside {WEIRD}{narrowed} ·" in said(late)


def table_of(screen: AppTest) -> list[str]:
    return screen.table[0].value["What"].tolist() if screen.table else []


def test_a_calendar_of_a_narrowed_list_says_so_in_its_name(
    store: Store, visit: Visit, goal: Goal, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[str, Callable[[], bytes]] = {}
    monkeypatch.setattr(
        MediaFileManager,
        "add_deferred",
        lambda _, make, mimetype, *__, **___: made.setdefault(mimetype, make) and mimetype,
    )
    add_step(store, YOU, goal.id, step="Agree", responsible="Ada", due_on=days(-1))
    add_step(store, YOU, goal.id, step="Sign", responsible="Ben", due_on=days(1))
    visit("owed", initiative=goal.initiative_id, owner="ada")
    calendar = made["text/calendar"]().decode().replace("\r\n ", "").replace("\\", "")
    assert f"What is owed in Northside {WEIRD} (Owner: Ada)" in calendar
    assert calendar.count("BEGIN:VEVENT") == 1


@pytest.mark.parametrize("asked", ["0", "moon", "9" * 5000, "-1"], ids=["0", "moon", "huge", "-1"])
def test_any_page_that_the_address_asks_for_is_a_page_of_the_list(
    store: Store, visit: Visit, goal: Goal, asked: str
) -> None:
    for place in range(51):
        add_step(store, YOU, goal.id, step=f"Step {place}", due_on=days(place))
    screen = visit("owed", initiative=goal.initiative_id)
    screen.query_params["page"] = asked
    screen = screen.run()
    assert not screen.exception
    assert len(ticks(screen)) == (1 if asked.startswith("9") else 50)


def test_the_meeting_view_stops_before_nobody_looks_any_more(store: Store, visit: Visit, goal: Goal) -> None:
    for place in range(33):
        add_step(store, YOU, goal.id, step=f"Late {place}", responsible=f"Ada {place}", due_on=days(-1 - place))
    screen = visit("owed", initiative=goal.initiative_id, meeting="1")
    assert screen.header[0].value.replace("\\", "") == "What is overdue? The first 32 of 33 (1 of 4)"
