"""The Stages screen: where it stands in words, moving on and back, milestones, the meeting, and nothing yet."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from collab.journey import Confirmed, MilestoneStanding, VisitEnd
from collab.model import YOU, Initiative, Sector, Standing
from collab.services import milestones, stages
from collab.services.initiatives import create_initiative, get_initiative, set_standing
from collab.services.journey import JourneyView, journey
from collab.services.partners import add_partner
from collab.store import Store
from collab.ui.escape import plain
from collab.when import When
from tests.pages.conftest import Visit

WEIRD = "$x$ :red[a] <b>b</b>"
WHY = "The pilot at four schools failed"


@pytest.fixture
def initiative(store: Store) -> Initiative:
    made = create_initiative(store, YOU, name=f"Northside {WEIRD}", purpose="One calendar", made_up=True)
    add_partner(store, YOU, made.id, name="Northside Schools", sector=Sector.DISTRICT)
    add_partner(store, YOU, made.id, name="Harbor Light", sector=Sector.CHARTER)
    return made


def sent_back(store: Store, initiative: Initiative) -> None:
    """Planned, piloted, and sent back to planning."""
    visit = stages.begin(store, YOU, initiative.id, stage="plan", on=date(2025, 1, 10))
    then, later = date(2025, 3, 1), date(2025, 6, 1)
    on = stages.go_on(store, YOU, initiative.id, seen=visit, to="implement", on=then, today=then, reason=WEIRD)
    assert on is not None
    stages.go_back(store, YOU, initiative.id, seen=on, to="plan", on=later, today=later, reason=WHY)


def seen(store: Store, initiative: Initiative) -> JourneyView:
    return journey(store, initiative.id, today=date.today())


def said(screen: AppTest) -> str:
    elements = [*screen.markdown, *screen.caption, *screen.info, *screen.success, *screen.error, *screen.subheader]
    return "\n".join(element.value for element in elements).replace("\\", "")


def pressed(screen: AppTest, label: str) -> AppTest:
    return next(button for button in screen.button if button.label == label).click().run()


def field(screen: AppTest, label: str) -> object:
    every = [*screen.text_area, *screen.text_input, *screen.selectbox, *screen.date_input]
    return next(each for each in every if each.label == label)


def test_a_pilot_that_sent_it_back_to_planning_reads_as_what_happened(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    sent_back(store, initiative)
    screen = visit("stages", initiative=initiative.id)
    assert not screen.exception
    text = said(screen)
    assert "Now in Plan for the second time, since 1 Jun 2025" in text
    assert f"sent back from Implement: “{WHY}”." in text
    assert "1 Jun 2025: Implement sent it back to Plan, after 3 months in Implement." in text
    assert f"Went on all the same on 1 Mar 2025: “{WEIRD}”" in text
    assert "Made-up sample data" in text


def test_beginning_moves_on_and_the_form_closes(store: Store, visit: Visit, initiative: Initiative) -> None:
    screen = visit("stages", initiative=initiative.id)
    assert "has not begun its first stage yet" in said(screen)
    screen = pressed(pressed(screen, "Begin the first stage"), "Begin")
    assert not screen.exception
    current = seen(store, initiative).current
    assert current is not None
    assert current.stage == "commit"
    assert "edit" not in screen.query_params
    assert "The initiative has begun." in said(screen)


def test_going_on_against_the_gate_asks_for_a_reason_and_shows_it(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    stages.begin(store, YOU, initiative.id, stage="commit", on=date(2025, 1, 10))
    screen = pressed(visit("stages", initiative=initiative.id), "Go on to Assess")
    assert "The gate advises to wait" in said(screen)
    screen = pressed(screen, "Go on")
    assert "write down why" in said(screen)
    assert len(seen(store, initiative).visits) == 1
    field(screen, "Why go on all the same").set_value("The grant ends").run()  # type: ignore[attr-defined]
    screen = pressed(screen, "Go on")
    assert [each.end for each in seen(store, initiative).visits] == [VisitEnd.DESPITE, None]
    assert "Against the gate's advice: “The grant ends”." in said(screen)


def test_going_back_without_a_reason_is_refused_in_a_sentence(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    stages.begin(store, YOU, initiative.id, stage="implement", on=date(2025, 1, 10))
    screen = pressed(pressed(visit("stages", initiative=initiative.id), "Go back"), "Record going back")
    assert "reason for going back is empty" in said(screen)
    field(screen, "Why").set_value(WHY).run()  # type: ignore[attr-defined]
    screen = pressed(screen, "Record going back")
    assert [each.stage for each in seen(store, initiative).visits] == ["implement", "plan"]
    assert WHY in said(screen)


def test_the_last_step_can_be_undone(store: Store, visit: Visit, initiative: Initiative) -> None:
    sent_back(store, initiative)
    screen = pressed(visit("stages", initiative=initiative.id), "Undo the last step")
    assert "Implement sent it back to Plan" in said(screen)
    screen = pressed(screen, "Undo it")
    assert not screen.exception
    assert [each.stage for each in seen(store, initiative).visits] == ["plan", "implement"]
    assert "The last step is undone." in said(screen)


def test_a_milestone_is_edited_where_the_address_says(store: Store, visit: Visit, initiative: Initiative) -> None:
    screen = visit("stages", initiative=initiative.id, stage="plan", edit="milestone:plan.causes")
    assert not screen.exception
    field(screen, "Owner").set_value("R. Almeida").run()  # type: ignore[attr-defined]
    screen = pressed(screen, "Save")
    assert not screen.exception
    kept = {each.key: each.record for each in seen(store, initiative).stage("plan").milestones}
    assert kept["plan.causes"].owner == "R. Almeida"
    assert "Owner: R. Almeida" in said(screen)


def test_what_the_data_say_stands_beside_the_milestone(store: Store, visit: Visit, initiative: Initiative) -> None:
    text = said(visit("stages", initiative=initiative.id, stage="commit"))
    assert "The data say so: 2 partners take part: District 1, Charter 1." in text


def test_partners_that_differ_are_named_with_their_words(store: Store, visit: Visit, initiative: Initiative) -> None:
    one, other = seen(store, initiative).partners
    stages.confirm(store, YOU, initiative.id, "commit", one.id, answer=Confirmed.CONFIRMED)
    stages.confirm(store, YOU, initiative.id, "commit", other.id, answer=Confirmed.NOT_YET, note=WEIRD)
    text = said(visit("stages", initiative=initiative.id, stage="commit"))
    assert f"1 of 2 partners confirm this stage. Not yet: {other.name} (“{WEIRD}”)." in text
    assert "Partners see this stage differently" in text


def test_what_a_partner_says_has_its_day_which_is_today_where_nobody_says_otherwise(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    one, other = seen(store, initiative).partners
    stages.confirm(store, YOU, initiative.id, "commit", one.id, answer=Confirmed.CONFIRMED, said_on=date(2025, 9, 2))
    screen = visit("stages", initiative=initiative.id, stage="commit", edit=f"confirm:commit:{other.id}")
    assert "Confirms it, 2 Sep 2025" in said(screen)
    assert field(screen, "Said on").value == date.today()  # type: ignore[attr-defined]
    next(each for each in screen.button_group if each.label == "Is this stage done?").set_value("not_yet").run()
    screen = pressed(screen, "Save")
    kept = {each.partner_id: each.said_on for each in seen(store, initiative).stage("commit").confirmations}
    assert kept == {one.id: date(2025, 9, 2), other.id: date.today()}


def test_a_reason_without_an_answer_is_not_lost_by_saving(store: Store, visit: Visit, initiative: Initiative) -> None:
    one, _ = seen(store, initiative).partners
    screen = visit("stages", initiative=initiative.id, stage="commit", edit=f"confirm:commit:{one.id}")
    field(screen, "Why").set_value("Our board has not voted").run()  # type: ignore[attr-defined]
    screen = pressed(screen, "Save")
    assert "A reason alone is not kept." in said(screen)
    assert field(screen, "Why").value == "Our board has not voted"  # type: ignore[attr-defined]


def test_an_address_with_an_unknown_stage_shows_where_it_stands(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    stages.begin(store, YOU, initiative.id, stage="assess", on=date(2025, 1, 10))
    screen = visit("stages", initiative=initiative.id, stage="nowhere")
    assert not screen.exception
    assert any("Assessing the environment" in each.value for each in screen.subheader)


def test_the_meeting_walks_path_time_way_and_each_stage(store: Store, visit: Visit, initiative: Initiative) -> None:
    sent_back(store, initiative)
    titles = []
    for place in range(1, 9):
        screen = visit("stages", initiative=initiative.id, meeting=str(place))
        assert not screen.exception
        titles.append(screen.header[0].value.replace("\\", ""))
    assert titles[:3] == ["Where we are", "Planned against actual time", "The way so far"]
    assert [title.split(":")[0] for title in titles[3:]] == [
        "A Commit",
        "B Assess",
        "C Plan",
        "D Implement",
        "E Sustain",
    ]
    assert titles[5].endswith("(we are here)")


def test_the_meeting_before_anything_began_still_has_its_slides(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    screen = visit("stages", initiative=initiative.id, meeting="2")
    assert not screen.exception
    assert "Commit" in screen.header[0].value


def test_dates_of_a_stay_are_put_right_and_the_next_stay_follows(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    sent_back(store, initiative)
    screen = pressed(visit("stages", initiative=initiative.id), plain("Implement: 1 Mar 2025 to 1 Jun 2025"))
    assert not screen.exception
    field(screen, "Ended").set_value("2025-06-20").run()  # type: ignore[attr-defined]
    screen = pressed(screen, "Save")
    assert not screen.exception
    stays = [(each.stage, each.began_on, each.ended_on) for each in seen(store, initiative).visits]
    assert stays[1:] == [
        ("implement", When(2025, 3, 1), When(2025, 6, 20)),
        ("plan", When(2025, 6, 20), None),
    ]
    assert "The dates are put right." in said(screen)


def test_after_the_end_a_stage_can_be_taken_up_again(store: Store, visit: Visit, initiative: Initiative) -> None:
    last = stages.begin(store, YOU, initiative.id, stage="sustain", on=date(2025, 1, 10))
    stages.go_on(
        store,
        YOU,
        initiative.id,
        seen=last,
        to=None,
        on=date(2025, 9, 1),
        today=date.today(),
        reason="It is permanent",
    )
    screen = visit("stages", initiative=initiative.id)
    assert "The way ended on 1 Sep 2025, after Sustain." in said(screen)
    screen = pressed(screen, "Take up a stage again")
    field(screen, "Why").set_value("A new purpose").run()  # type: ignore[attr-defined]
    screen = pressed(screen, "Take it up")
    assert not screen.exception
    assert [each.stage for each in seen(store, initiative).visits] == ["sustain", "commit"]
    assert "took up Commit again" in said(screen)


def test_planned_dates_are_saved_and_drawn(store: Store, visit: Visit, initiative: Initiative) -> None:
    screen = pressed(visit("stages", initiative=initiative.id, stage="plan"), "Plan dates :small[of Plan]")
    field(screen, "From").set_value(date(2025, 1, 1)).run()  # type: ignore[attr-defined]
    field(screen, "Until").set_value(date(2025, 4, 1)).run()  # type: ignore[attr-defined]
    screen = pressed(screen, "Save")
    assert not screen.exception
    assert "1 Jan 2025 to 1 Apr 2025" in said(screen)
    assert seen(store, initiative).stage("plan").plan.until_on == date(2025, 4, 1)


def test_two_people_on_one_milestone_see_both_texts(store: Store, visit: Visit, initiative: Initiative) -> None:
    screen = visit("stages", initiative=initiative.id, stage="plan", edit="milestone:plan.causes")
    field(screen, "Evidence").set_value("Mine").run()  # type: ignore[attr-defined]
    milestones.save_milestone(
        store,
        YOU,
        initiative.id,
        "plan.causes",
        version=0,
        standing=MilestoneStanding.UNSAID,
        evidence="Theirs",
    )
    screen = pressed(screen, "Save")
    assert not screen.exception
    assert "Somebody else saved this after you had begun" in "".join(each.value for each in screen.warning)
    kept = {each.key: each.record for each in seen(store, initiative).stage("plan").milestones}
    assert kept["plan.causes"].evidence == "Theirs"


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2025, 4, 10), "Stopped since 10 Apr 2025"),
        (None, "On a day that nobody knows any more: stopped in Plan."),
    ],
)
def test_a_stopped_initiative_says_so_and_no_day_is_counted_after(
    store: Store, visit: Visit, initiative: Initiative, on: date | None, told: str
) -> None:
    stages.begin(store, YOU, initiative.id, stage="plan", on=date(2025, 1, 10))
    version = get_initiative(store, initiative.id).version
    set_standing(store, YOU, initiative.id, version=version, standing=Standing.STOPPED, on=on, reason=WEIRD)
    screen = visit("stages", initiative=initiative.id)
    assert not screen.exception
    text = said(screen)
    assert f"“{WEIRD}”." in text
    assert told in text
    assert "Now in Plan" not in text
    assert ("for 3 months" in text) is (on is not None)
    assert "Stopped here" in text
    assert "Passed over" in said(visit("stages", initiative=initiative.id, stage="commit"))


def test_of_history_one_can_say_what_was_reached_what_was_not_and_that_nobody_knows(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    stages.begin(store, YOU, initiative.id, stage="implement", on=When(2013))
    text = said(visit("stages", initiative=initiative.id, stage="commit"))
    assert "The data do not tell: No goal is written down yet." in text
    assert "The data say so: No " not in text
    screen = visit("stages", initiative=initiative.id, stage="plan")
    assert said(screen).count(":gray-badge[Not known]") == 5
    assert "0 of 5 known to be reached" in said(screen)
    assert "Nobody owns it yet" not in said(screen)
    assert "Partners passed this stage over, so nobody asked its gate." in said(screen)
    screen = visit("stages", initiative=initiative.id, stage="plan", edit="milestone:plan.scope")
    (choice,) = (each for each in screen.segmented_control if each.label == "Where it stands")
    assert choice.options == ["Not known", "Open", "Done"]
    choice.set_value("open").run()
    assert not pressed(screen, "Save").exception
    (kept,) = (each for each in seen(store, initiative).stage("plan").milestones if each.key == "plan.scope")
    assert (kept.value, kept.known) == (0.0, True)


def test_a_milestone_of_history_that_somebody_owns_is_open_and_can_be_done(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    stages.begin(store, YOU, initiative.id, stage="implement", on=When(2013))
    owned = {"version": 0, "standing": MilestoneStanding.UNSAID, "owner": "R. Almeida"}
    milestones.save_milestone(store, YOU, initiative.id, "plan.scope", **owned)  # type: ignore[arg-type]
    screen = visit("stages", initiative=initiative.id, stage="plan", edit="milestone:plan.scope")
    assert said(screen).count(":gray-badge[Not known]") == 4
    (choice,) = (each for each in screen.segmented_control if each.label == "Where it stands")
    assert (choice.options, choice.value) == (["Open", "Done"], MilestoneStanding.UNSAID)


def test_a_reason_that_was_written_down_afterwards_stands_at_the_gate_and_in_the_way_so_far(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    first = stages.begin(store, YOU, initiative.id, stage="commit", on=When(2013))
    then = {"on": When(2014), "today": date.today(), "reason": WHY}
    stages.go_on(store, YOU, initiative.id, seen=first, to="plan", **then)  # type: ignore[arg-type]
    text = said(visit("stages", initiative=initiative.id, stage="commit"))
    assert f"2014: went on to Plan, after about 1 year in Commit. “{WHY}”." in text
    assert f"When partners left it in 2014: “{WHY}”." in text


@pytest.mark.parametrize(("standing", "is_late"), [(Standing.PAUSED, True), (Standing.COMPLETED, False)])
def test_no_milestone_was_due_in_an_initiative_that_is_over(
    store: Store, visit: Visit, initiative: Initiative, standing: Standing, is_late: bool
) -> None:
    stages.begin(store, YOU, initiative.id, stage="plan", on=date(2025, 1, 10))
    due = {"version": 0, "standing": MilestoneStanding.OPEN, "due_on": date(2025, 3, 1)}
    milestones.save_milestone(store, YOU, initiative.id, "plan.scope", **due)  # type: ignore[arg-type]
    version = get_initiative(store, initiative.id).version
    set_standing(store, YOU, initiative.id, version=version, standing=standing, on=None, reason=WHY)
    text = said(visit("stages", initiative=initiative.id, stage="plan"))
    assert (":orange-badge[Was due 1 Mar 2025]" in text) is is_late
    assert text.splitlines().count("Due 1 Mar 2025" if is_late else "Was due 1 Mar 2025") == 1
    slides = (said(visit("stages", initiative=initiative.id, meeting=str(place))) for place in range(1, 10))
    assert any("was due 1 Mar 2025" in text for text in slides) is is_late


def test_milestones_from_a_spreadsheet_are_drawn_only_once_opened(visit: Visit, initiative: Initiative) -> None:
    screen = visit("stages", initiative=initiative.id)
    assert not screen.text_area
    screen.session_state[f"panel_milestones_{initiative.id}"] = True
    assert [each.label for each in screen.run().text_area] == ["Paste rows from a spreadsheet"]


def test_a_day_that_was_cleared_is_asked_for_and_never_guessed(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    screen = pressed(visit("stages", initiative=initiative.id), "Begin the first stage")
    field(screen, "On").set_value("").run()  # type: ignore[attr-defined]
    screen = pressed(screen, "Begin")
    assert not screen.exception
    assert "“On” is empty. Give the day, or the month or year" in said(screen)
    assert seen(store, initiative).visits == ()
    sent_back(store, initiative)
    before = seen(store, initiative).visits
    screen = pressed(visit("stages", initiative=initiative.id), plain("Implement: 1 Mar 2025 to 1 Jun 2025"))
    field(screen, "Ended").set_value("").run()  # type: ignore[attr-defined]
    screen = pressed(screen, "Save")
    assert "“Ended” is empty. Give the day, or the month or year" in said(screen)
    field(screen, "Ended").set_value("some time in 2025").run()  # type: ignore[attr-defined]
    screen = pressed(screen, "Save")
    assert "“some time in 2025”, which is no day of the calendar, no month and no year" in said(screen)
    assert seen(store, initiative).visits == before


def test_the_address_of_a_move_that_was_made_opens_nothing_for_the_next_stay(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    sent_back(store, initiative)
    screen = pressed(visit("stages", initiative=initiative.id), "Go back")
    address = str(screen.query_params["edit"])
    field(screen, "Why").set_value(WHY).run()  # type: ignore[attr-defined]
    screen = pressed(screen, "Record going back")
    assert "Partners went back." in said(screen)
    for stale in (address, "go_back", f"visit:{address.partition(':')[2]}x"):
        screen = visit("stages", initiative=initiative.id, edit=stale)
        assert not screen.exception
        assert "Record going back" not in [each.label for each in screen.button]
        assert not [*screen.success, *screen.error, *screen.warning]


def test_every_button_to_edit_a_milestone_is_called_by_what_it_edits(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    screen = visit("stages", initiative=initiative.id, stage="plan")
    names = [each.label for each in screen.button if each.label.startswith("Edit")]
    assert len(names) == len(set(names)) == len(seen(store, initiative).stage("plan").milestones)
    assert all(":small[“" in each.replace("\\", "") for each in names)


def test_a_milestone_of_ones_own_is_added_once_and_its_address_opens_nothing_more(
    store: Store, visit: Visit, initiative: Initiative
) -> None:
    screen = pressed(visit("stages", initiative=initiative.id, stage="plan"), "Add a milestone")
    address = str(screen.query_params["edit"])
    twin = visit("stages", initiative=initiative.id, stage="plan", edit=address)
    for each in (screen, twin):
        field(each, "What is reached then").set_value("The board has agreed")  # type: ignore[attr-defined]
    pressed(screen, "Add it")
    assert not pressed(twin, "Add it").exception
    own = [each for each in seen(store, initiative).stage("plan").milestones if each.own]
    assert [each.label for each in own] == ["The board has agreed"]
    again = visit("stages", initiative=initiative.id, stage="plan", edit=address)
    assert "Add it" not in [each.label for each in again.button]
