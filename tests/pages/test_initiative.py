"""The page of an initiative: its answers at a glance, edited in place, literal whatever people typed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from collab.journey import GoalOutcome, MilestoneStanding, TenureKind
from collab.model import YOU, Initiative, Outcome, Role, Sector, Standing
from collab.services import initiatives, milestones, partners, purpose, stages
from collab.services.sample import load_sample
from collab.store import Store
from collab.when import When
from tests.pages.conftest import Visit

WEIRD = "$x$ :red[a] <b>b</b>"
STANDS = "How it stands and what came of it"


@pytest.fixture
def initiative(store: Store) -> Initiative:
    return initiatives.create_initiative(store, YOU, name=f"Northside {WEIRD}")


def said(screen: AppTest) -> str:
    elements = [
        *screen.title,
        *screen.markdown,
        *screen.caption,
        *screen.info,
        *screen.success,
        *screen.error,
        *screen.subheader,
    ]
    return "\n".join(element.value for element in elements).replace("\\", "")


def pressed(screen: AppTest, label: str) -> AppTest:
    return next(button for button in screen.button if button.label == label).click().run()


def test_governance_keeps_its_lines(store: Store, visit: Visit) -> None:
    made = initiatives.create_initiative(store, YOU, name="Northside Compact")
    texts = {"name": made.name, "governance": f"The board decides\nEach month {WEIRD}"}
    initiatives.edit_initiative(store, YOU, made.id, version=made.version, **texts)
    assert f"The board decides  \nEach month {WEIRD}" in said(visit("initiative", initiative=made.id))


def test_with_nothing_written_yet_each_part_says_what_to_do(visit: Visit, initiative: Initiative) -> None:
    screen = visit("initiative", initiative=initiative.id)
    assert not screen.exception
    text = said(screen)
    assert WEIRD in text
    for sentence in (
        "has not begun its first stage yet",
        "There is no round yet",
        "Nothing is planned",
        "No goal is written down yet",
        "No person is named as leading it",
        "No partner takes part yet",
        "It stands alone",
    ):
        assert sentence in text


def test_what_is_late_is_stuck_and_what_is_ahead_is_next(store: Store, visit: Visit, initiative: Initiative) -> None:
    stages.begin(store, YOU, initiative.id, stage="plan", on=date(2025, 1, 10))
    today = date.today()
    for key, due_on in (("plan.causes", today - timedelta(days=9)), ("plan.scope", today + timedelta(days=9))):
        milestones.save_milestone(
            store,
            YOU,
            initiative.id,
            key,
            version=0,
            standing=MilestoneStanding.UNSAID,
            owner=f"Owner of {key}",
            due_on=due_on,
        )
    text = said(visit("initiative", initiative=initiative.id))
    assert "Owner of plan.causes · was due" in text
    assert "9 days ago" in text
    assert "Owner of plan.scope · due" in text
    assert "The gate of Plan advises to wait." in text


def test_the_sample_shows_readiness_stuck_items_and_money(store: Store, visit: Visit) -> None:
    screen = visit("initiative", initiative=load_sample(store, YOU).id)
    assert not screen.exception
    text = said(screen)
    assert "all partners, the weakest first" in text
    assert "Led by" in text
    assert "Made-up sample data" in text


def test_a_goal_is_added_in_place_and_shows_its_checks(store: Store, visit: Visit, initiative: Initiative) -> None:
    screen = pressed(visit("initiative", initiative=initiative.id), "Add a goal")
    next(each for each in screen.text_area if each.label == "Goal").set_value(f"Shared buses {WEIRD}").run()
    screen = pressed(screen, "Add the goal")
    assert not screen.exception
    (goal,) = purpose.purpose_of(store, initiative.id).goals
    assert goal.goal.statement == f"Shared buses {WEIRD}"
    text = said(screen)
    assert "Measurable: missing" in text
    assert "The goal is added." in text
    assert "edit" not in screen.query_params


def test_a_goal_goes_only_after_a_second_question_and_not_where_somebody_changed_it(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    goal = purpose.add_goal(store, YOU, initiative.id, statement="Forty schools share one calendar")
    what = f"goal:{goal.id}"
    screen = visit("initiative", initiative=initiative.id, edit=what)
    screen.button(f"remove_{what}").click().run()
    assert len(purpose.purpose_of(store, initiative.id).goals) == 1
    purpose.save_goal(store, YOU, goal.id, version=1, target="40")
    screen.button(f"really_{what}").click().run()
    assert "Somebody else changed" in screen.error[0].value
    assert len(purpose.purpose_of(store, initiative.id).goals) == 1
    screen.button(f"remove_{what}").click().run()
    screen.button(f"really_{what}").click().run()
    assert not screen.exception
    assert purpose.purpose_of(store, initiative.id).goals == ()


def test_a_goal_without_words_is_refused_and_stays_open(store: Store, visit: Visit, initiative: Initiative) -> None:
    screen = pressed(pressed(visit("initiative", initiative=initiative.id), "Add a goal"), "Add the goal")
    assert "goal is empty" in said(screen)
    assert purpose.purpose_of(store, initiative.id).goals == ()


def test_a_leader_who_left_and_money_that_ends_soon_are_marked(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    today = date.today()
    purpose.add_tenure(
        store, YOU, initiative.id, kind=TenureKind.LEADER, name="O. Reyes", ends_on=today - timedelta(days=30)
    )
    purpose.add_tenure(
        store, YOU, initiative.id, kind=TenureKind.FUNDING, name=WEIRD, ends_on=today + timedelta(days=60)
    )
    text = said(visit("initiative", initiative=initiative.id))
    assert "O. Reyes :gray-badge[Before]" in text
    assert "Ends in 60 days" in text
    assert "60 days from now" in text


def test_a_stop_is_told_at_the_top_with_its_reason(store: Store, visit: Visit, initiative: Initiative) -> None:
    present = initiatives.get_initiative(store, initiative.id)
    initiatives.set_standing(
        store,
        YOU,
        initiative.id,
        version=present.version,
        standing=Standing.STOPPED,
        on=date(2026, 5, 5),
        reason="The bus contract was signed alone",
    )
    text = said(visit("initiative", initiative=initiative.id))
    assert "Stopped since 5 May 2026" in text
    assert "“The bus contract was signed alone”." in text


def test_what_came_of_an_initiative_that_goes_on_is_typed_in_and_told_at_the_top(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    other = initiatives.create_initiative(store, YOU, name=f"One lottery {WEIRD}")
    screen = pressed(visit("initiative", initiative=initiative.id), STANDS)
    chosen = next(each for each in screen.selectbox if each.label == "What came of it")
    assert chosen.value == "unsaid"
    chosen.set_value("mixed").run()
    next(each for each in screen.button_group if each.label == "Its work goes on in").set_value(other.id).run()
    lesson = next(each for each in screen.text_area if each.label == "What others can learn from it")
    lesson.set_value(f"Ask families first {WEIRD}").run()
    screen = pressed(screen, "Save")
    assert not screen.exception
    kept = initiatives.get_initiative(store, initiative.id)
    assert (kept.standing, kept.outcome, kept.successor_id) == (Standing.ACTIVE, Outcome.MIXED, other.id)
    text = said(screen)
    assert "What came of it: mixed" in text
    assert f"> What others can learn: “Ask families first {WEIRD}”." in text
    assert "Going on" not in text


def test_a_program_and_the_one_that_took_it_over_lead_to_each_other(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    other = initiatives.create_initiative(store, YOU, name="One lottery")
    took_over = {"standing": Standing.ACTIVE, "on": None, "successor_id": other.id, "lesson": "Start small."}
    initiatives.set_standing(store, YOU, initiative.id, version=initiative.version, **took_over)
    screen = visit("initiative", initiative=initiative.id)
    assert len([button for button in screen.button if button.label == "Its work goes on in One lottery"]) == 2
    screen = pressed(screen, "Its work goes on in One lottery")
    assert screen.title[0].value == "One lottery"
    back = [button.label.replace("\\", "") for button in screen.button if "It took over from" in button.label]
    assert back == [f"It took over from Northside {WEIRD}"] * 2
    assert "“Start small.”" in said(screen)
    assert "It stands alone" not in said(screen)
    assert not screen.exception


def test_a_compact_tells_what_came_of_each_initiative_under_it(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    child = initiatives.create_initiative(store, YOU, name="Unified enrollment")
    initiatives.set_parent(store, YOU, child.id, version=1, parent_id=initiative.id)
    came = {"outcome": Outcome.FAILED, "lesson": "Engage the community first."}
    initiatives.set_standing(store, YOU, child.id, version=2, standing=Standing.STOPPED, on=None, reason="No", **came)
    screen = visit("initiative", initiative=initiative.id)
    (label,) = (button.label for button in screen.button if button.label.startswith("Unified enrollment"))
    assert label.replace("\\", "") == "Unified enrollment :gray[no stage begun, stopped, what came of it: failed]"
    assert "“Engage the community first.”" in said(screen)


def test_the_area_is_chosen_from_the_content_and_can_be_taken_back(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    screen = visit("initiative", initiative=initiative.id, edit="about")
    area = next(each for each in screen.selectbox if each.label == "Area of cooperation")
    assert area.value == ""
    area.set_value("enrollment").run()
    screen = pressed(screen, "Save")
    assert initiatives.get_initiative(store, initiative.id).area == "enrollment"
    assert "Common enrollment" in said(screen)
    screen = visit("initiative", initiative=initiative.id, edit="about")
    next(each for each in screen.selectbox if each.label == "Area of cooperation").set_value("").run()
    assert not pressed(screen, "Save").exception
    assert initiatives.get_initiative(store, initiative.id).area == ""


def test_somebody_of_whom_only_the_post_is_known_is_told_so(store: Store, visit: Visit, initiative: Initiative) -> None:
    for is_over in (True, False, False):
        post = {"name": "", "detail": "Superintendent", "is_over": is_over}
        purpose.add_tenure(store, YOU, initiative.id, kind=TenureKind.LEADER, **post)
    text = said(visit("initiative", initiative=initiative.id))
    assert "**Superintendent**, name not known" in text
    assert "Superintendent, name not known :gray-badge[Before]" in text
    assert "Led by Superintendent ·" in text


def test_a_name_never_runs_into_what_stands_behind_it(store: Store, visit: Visit, initiative: Initiative) -> None:
    was = {"name": "Made-up Charter Board", "detail": "starter", "is_over": True}
    purpose.add_tenure(store, YOU, initiative.id, kind=TenureKind.HOME, **was)
    text = said(visit("initiative", initiative=initiative.id))
    assert "Made-up Charter Board · starter :gray-badge[Before]" in text


def test_every_post_and_else_the_lead_partners_are_said_to_lead(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    for name in ("Made-up North", "Made-up South"):
        made = partners.add_partner(store, YOU, initiative.id, name=name, sector=Sector.DISTRICT)
        part = {"role": Role.LEAD, "joined_on": When(2013), "left_on": None}
        partners.set_part(store, YOU, initiative.id, made.id, version=made.version, **part)
    text = said(visit("initiative", initiative=initiative.id))
    assert "Led by Made-up North and Made-up South ·" in text
    assert text.count("joined in 2013") == 2
    for post in ("Superintendent", "Mayor", "Chancellor", "Chief of schools"):
        purpose.add_tenure(store, YOU, initiative.id, kind=TenureKind.LEADER, name="", detail=post)
    text = said(visit("initiative", initiative=initiative.id))
    (line,) = (each for each in text.splitlines() if each.startswith("Led by"))
    assert all(post in line for post in ("Superintendent", "Mayor", "Chancellor", "Chief of schools"))


def test_of_what_is_settled_nothing_is_asked(store: Store, visit: Visit, initiative: Initiative) -> None:
    asked = ("Drop a spreadsheet", "add the first", "Add them", "Give a milestone", " yet", "Give the date")
    goal = purpose.add_goal(store, YOU, initiative.id, statement="Forty schools share one calendar")
    text = said(visit("initiative", initiative=initiative.id))
    assert [words for words in asked if words not in text] == ["add the first"]
    purpose.save_goal(store, YOU, goal.id, version=1, outcome=GoalOutcome.MET)
    assert "Give the date" not in said(visit("initiative", initiative=initiative.id))
    purpose.save_goal(store, YOU, goal.id, version=2, outcome=GoalOutcome.OPEN)
    seen = stages.begin(store, YOU, initiative.id, stage="sustain", on=date(2015, 1, 10))
    stages.go_on(store, YOU, initiative.id, seen=seen, to=None, on=date(2016, 1, 10), today=date.today())
    text = said(visit("initiative", initiative=initiative.id))
    assert "the way through the stages has ended" in text
    assert not [words for words in asked if words in text]


def test_of_a_stopped_initiative_without_anything_nothing_is_asked(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    stop = {"standing": Standing.STOPPED, "on": None, "reason": "No money"}
    initiatives.set_standing(store, YOU, initiative.id, version=initiative.version, **stop)
    text = said(visit("initiative", initiative=initiative.id))
    assert "No round was held." in text
    assert "No goal is written down." in text
    for words in ("Drop a spreadsheet", "add the first", "Add them", " yet", "as convener"):
        assert words not in text.replace("has not begun its first stage yet", "")
    cards = said(visit("overview", initiative=initiative.id))
    assert "**Next:**" not in cards


def test_a_compact_and_what_runs_under_it_lead_to_each_other(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    above = initiatives.create_initiative(store, YOU, name="Bay Area Compact")
    initiatives.set_parent(store, YOU, initiative.id, version=initiative.version, parent_id=above.id)
    screen = visit("initiative", initiative=initiative.id)
    screen = pressed(screen, "Part of Bay Area Compact")
    assert screen.title[0].value == "Bay Area Compact"
    assert screen.query_params["initiative"] in (above.id, [above.id])
    assert "1 initiative under it" in said(screen)


def test_money_that_is_over_without_dates_is_not_said_to_begin(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    purpose.add_tenure(store, YOU, initiative.id, kind=TenureKind.FUNDING, name="A grant", is_over=True)
    assert "Its funding is over" in said(visit("initiative", initiative=initiative.id))


def test_a_stop_on_a_day_that_nobody_knows_stays_so_when_its_reason_is_changed(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    screen = pressed(visit("initiative", initiative=initiative.id), STANDS)
    assert next(each for each in screen.text_input if each.label == "Since").value == ""
    next(each for each in screen.button_group if each.label == "It is").set_value("Stopped").run()
    next(each for each in screen.text_area if each.label == "Why").set_value("No money").run()
    assert not pressed(screen, "Save").exception
    kept = initiatives.get_initiative(store, initiative.id)
    assert (kept.standing, kept.standing_on, kept.standing_reason) == (Standing.STOPPED, None, "No money")


def test_what_was_open_for_one_initiative_is_not_open_for_another(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    other = initiatives.create_initiative(store, YOU, name="Shared buses")
    screen = visit("initiative", initiative=initiative.id, edit="about")
    assert "What this initiative is" in said(screen)
    screen.sidebar.selectbox[0].set_value(other.id).run()
    assert not screen.exception
    assert screen.query_params["initiative"] == other.id
    assert "edit" not in screen.query_params
    assert "What this initiative is" not in said(screen)


@pytest.mark.parametrize(
    ("label", "field", "add"), [("Add a goal", "Goal", "Add the goal"), ("Add :small[a leader]", "Name", "Add")]
)
def test_the_same_form_in_two_windows_adds_one(
    store: Store, visit: Visit, initiative: Initiative, label: str, field: str, add: str
) -> None:
    screen = pressed(visit("initiative", initiative=initiative.id), label)
    address = str(screen.query_params["edit"])
    twin = visit("initiative", initiative=initiative.id, edit=address)
    for each in (screen, twin):
        next(one for one in [*each.text_area, *each.text_input] if one.label == field).set_value("Shared buses")
    pressed(screen, add)
    assert not pressed(twin, add).exception
    held = purpose.purpose_of(store, initiative.id)
    assert len(held.goals) + len(held.tenures) == 1
    assert (*(each.goal.id for each in held.goals), *(each.id for each in held.tenures)) == (address[-32:],)
    again = visit("initiative", initiative=initiative.id, edit=address)
    assert add not in [each.label for each in again.button]


def test_the_same_form_in_two_windows_with_other_words_loses_none(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    screen = pressed(visit("initiative", initiative=initiative.id), "Add a goal")
    twin = visit("initiative", initiative=initiative.id, edit=str(screen.query_params["edit"]))
    for each, words in ((screen, "Shared buses"), (twin, "Shared training")):
        next(one for one in each.text_area if one.label == "Goal").set_value(words)
    pressed(screen, "Add the goal")
    assert not pressed(twin, "Add the goal").exception
    held = [each.goal.statement for each in purpose.purpose_of(store, initiative.id).goals]
    assert held == ["Shared buses", "Shared training"]


def test_without_an_initiative_the_page_has_a_heading_and_says_what_to_do(visit: Visit) -> None:
    screen = visit("initiative")
    assert [title.value for title in screen.title] == ["Initiative"]
    assert "There is no initiative yet." in screen.info[0].value
