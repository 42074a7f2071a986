"""The Conclusions screen: ratings beside what was concluded, next steps, the way from the heatmap and back."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import DateInput

from collab.errors import CollabError
from collab.framework import DEFAULT_INSTRUMENT
from collab.journey import NextStep
from collab.model import YOU, Initiative, Measure, Mode, Round, RoundState, Sector, Standing
from collab.services import conclusions, next_steps
from collab.services.answers import enter_answers
from collab.services.initiatives import create_initiative, get_initiative, set_standing
from collab.services.partners import add_partner, partners_of
from collab.services.rounds import change_round, create_round, get_round
from collab.store import Store
from collab.ui import keys
from tests.factories import readiness_instrument
from tests.pages.conftest import Visit
from tests.pages.rows import Row
from tests.services.contents import a_content, averages_content, bring

WEIRD = "$x$ :red[a] <b>b</b>"
YESTERDAY = date.today() - timedelta(days=1)
LOW = {"environment": ("strongly_agree", "strongly_disagree"), "capacity": ("disagree", "disagree")}


@pytest.fixture
def initiative(store: Store) -> Initiative:
    """An initiative with a district and a charter partner."""
    made = create_initiative(store, YOU, name=f"Compact {WEIRD}", made_up=True)
    add_partner(store, YOU, made.id, name="Eastport Schools", sector=Sector.DISTRICT)
    add_partner(store, YOU, made.id, name="Harbor Charter", sector=Sector.CHARTER)
    return made


@pytest.fixture
def round_(store: Store, initiative: Initiative) -> Round:
    """A revealed team round: the environment divides the two, capacity is low for both, the rest is high."""
    made = create_round(store, YOU, initiative.id, label="Baseline", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    for card in partners_of(store, initiative.id):
        side = int(card.partner.sector is Sector.CHARTER)
        ratings = {
            factor.key: LOW.get(factor.dimension, ("strongly_agree",) * 2)[side]
            for factor in readiness_instrument().factors
            if not factor.reversed
        }
        enter_answers(store, YOU, made.id, card.partner.id, ratings, {})
    return reveal(store, made.id)


def reveal(store: Store, round_id: str) -> Round:
    """The round, revealed."""
    present = get_round(store, round_id)
    return change_round(store, YOU, round_id, version=present.version, state=RoundState.REVEALED)


def said(screen: AppTest) -> str:
    elements = [*screen.markdown, *screen.caption, *screen.info, *screen.subheader, *screen.header, *screen.text]
    return "\n".join(str(element.value) for element in elements).replace("\\", "")


def headings(screen: AppTest) -> list[str]:
    return [each.value for each in screen.subheader]


def test_the_weakest_and_most_divided_dimension_stands_first(round_: Round, visit: Visit) -> None:
    screen = visit("conclusions")
    assert not screen.exception
    assert headings(screen)[:2] == ["Environment for collaboration", "Capacity, resources, and structures"]
    text = said(screen)
    assert "Partners have concluded together on 0 of 4 dimensions." in text
    assert "Made-up sample data" in text
    as_asked = headings(visit("conclusions", order="asked"))
    assert as_asked[0] == "Unifying purpose"


def test_an_address_that_names_a_round_alone_means_its_initiative(store: Store, round_: Round, visit: Visit) -> None:
    other = create_initiative(store, YOU, name="A compact of others")
    create_round(store, YOU, other.id, label="Spring", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    screen = visit("conclusions", round=round_.id)
    assert screen.query_params["initiative"] == round_.initiative_id
    assert screen.query_params["round"] == round_.id
    assert "Baseline" in said(screen)


def test_an_open_dimension_tells_its_figures_and_what_each_partner_concluded(
    store: Store, initiative: Initiative, round_: Round, visit: Visit
) -> None:
    district, _ = sorted((card.partner for card in partners_of(store, initiative.id)), key=lambda each: each.name)
    conclusions.save_conclusion(store, YOU, round_.id, "capacity", version=0, reading="needs_work", text=f"All {WEIRD}")
    conclusions.save_conclusion(
        store, YOU, round_.id, "capacity", version=0, partner_id=district.id, reading="ready", text=WEIRD
    )
    screen = visit("conclusions", round=round_.id, dimension="capacity")
    assert not screen.exception
    text = said(screen)
    assert "All partners 2.0 ▼ concern, from 2 of 2 partners." in text
    assert "Both sectors see a concern: district 2.0, charter 2.0." in text
    assert "To discuss: 0.22, the mean of need (low score) 0.67, gap between the sectors 0.00 and split" in text
    assert "Partners read it differently: Capacity, resources, and structures." in text
    assert "“In good shape: ready for next steps”: Eastport Schools." in text
    assert screen.table[0].value["Reading"].iloc[0].endswith("(≠ together)")
    assert [area.value for area in screen.text_area] == [f"All {WEIRD}"]


def test_a_step_is_added_by_the_form_and_ticked_and_its_fields_are_blank_again(
    store: Store, initiative: Initiative, round_: Round, visit: Visit
) -> None:
    screen = visit("conclusions", round=round_.id, dimension="capacity")
    assert "No next step yet. Type one and press Enter." in said(screen)
    row = adding(screen)
    row.type(text="Ask both boards", owner="R. Diaz")
    row.enter()
    (step,) = steps_of(store, round_)
    assert (step.text, step.owner) == ("Ask both boards", "R. Diaz")
    assert set(row.values.values()) == {""}
    box = next(each for each in screen.checkbox if each.label == "Ask both boards")
    box.check().run()
    assert not screen.exception
    (done,) = steps_of(store, round_)
    assert done.done_on == date.today()
    assert next_steps.open_steps(store, initiative.id, today=date.today()) == ()


def test_a_step_that_is_typed_and_not_added_is_offered_again_in_all_its_parts(
    store: Store, initiative: Initiative, round_: Round, visit: Visit
) -> None:
    partner = partners_of(store, initiative.id)[0].partner
    screen = visit("conclusions", round=round_.id, dimension="capacity")
    typed = {"text": "Ask both boards", "owner": "R. Diaz", "partner": partner.id, "due": "2027-03-01"}
    row = adding(screen)
    for name, value in typed.items():
        row.type(**{name: value})
    assert "Not added yet; kept as a draft." in said(screen)
    again = visit("conclusions", round=round_.id, dimension="capacity")
    assert "You had begun this step on" in said(again)
    assert adding(again).values == dict(zip(LABELS, typed.values(), strict=True))
    assert not steps_of(store, round_)
    adding(again).enter()
    (step,) = steps_of(store, round_)
    assert (step.text, step.owner, step.partner_id, step.due_on) == (
        "Ask both boards",
        "R. Diaz",
        partner.id,
        date(2027, 3, 1),
    )
    assert "You had begun" not in said(visit("conclusions", round=round_.id, dimension="capacity"))


LABELS = ("Add a next step", "Owner", "Partner", "Due")


def adding(screen: AppTest) -> Row:
    return Row(screen, LABELS[0])


def steps_of(store: Store, round_: Round) -> tuple[NextStep, ...]:
    return conclusions.conclusions_of(store, round_.id).of("capacity").next_steps


def test_a_step_that_cannot_be_added_now_goes_back_into_its_fields_and_says_why(
    store: Store, round_: Round, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = visit("conclusions", round=round_.id, dimension="capacity")
    row = adding(screen)
    row.type(text="Ask both boards")
    with monkeypatch.context() as patch:
        patch.setattr("collab.ui.conclusions_add.add_step", broken)
        row.enter()
        assert "The disk is full" in screen.error[0].value
        assert row.values["Add a next step"] == "Ask both boards"
        assert row.data["isGivenBack"]
    assert not steps_of(store, round_)
    row.enter()
    assert [each.text for each in steps_of(store, round_)] == ["Ask both boards"]
    assert not screen.error


def test_lines_that_wait_behind_one_that_is_refused_are_added_with_the_next_press_in_their_order(
    store: Store, round_: Round, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = adding(visit("conclusions", round=round_.id, dimension="capacity"))
    row.lines = [{**row.held, "id": f"waits-{text}", "text": text} for text in ("One", "Two", "Three")]
    with monkeypatch.context() as patch:
        patch.setattr("collab.ui.conclusions_add.add_step", broken)
        row.send()
    assert [line["text"] for line in row.lines] == ["Two", "Three"]
    assert row.values["Add a next step"] == "One"
    row.enter()
    assert [each.text for each in steps_of(store, round_)] == ["Two", "Three", "One"]


def test_what_a_browser_makes_up_is_no_step(store: Store, round_: Round, visit: Visit) -> None:
    row = adding(visit("conclusions", round=round_.id, dimension="capacity"))
    row.type(text="x" * 501, partner="nobody", due="31/12/2026")
    row.enter()
    (step,) = steps_of(store, round_)
    assert (step.text, step.partner_id, step.due_on) == ("x" * 500, None, None)


def test_a_step_typed_in_two_windows_is_asked_about_and_added_once(store: Store, round_: Round, visit: Visit) -> None:
    first, second = (visit("conclusions", round=round_.id, dimension="capacity") for _ in range(2))
    here, there = adding(first), adding(second)
    here.type(text="Ask both boards")
    there.type(text="Ask one board")
    assert "Another window went on with this step" in second.warning[0].value
    assert there.data["isHeld"]
    here.enter()
    next(each for each in second.button if each.label == "Go on with what is here").click().run()
    there.enter()
    assert [each.text for each in steps_of(store, round_)] == ["Ask both boards", "Ask one board"]


def test_one_draft_shown_in_two_windows_is_added_by_the_first_and_asked_about_in_the_second(
    store: Store, round_: Round, visit: Visit
) -> None:
    adding(visit("conclusions", round=round_.id, dimension="capacity")).type(text="Ask both boards")
    first, second = (visit("conclusions", round=round_.id, dimension="capacity") for _ in range(2))
    here, there = adding(first), adding(second)
    here.enter()
    there.enter()
    assert [each.text for each in steps_of(store, round_)] == ["Ask both boards"]
    assert there.values["Add a next step"] == "Ask both boards"
    assert "Another window saved this step or threw it away" in second.warning[0].value
    next(each for each in second.button if each.label == "Start with a blank one").click().run()
    assert there.values["Add a next step"] == ""


def test_what_is_thrown_away_leaves_the_fields_and_can_be_brought_back(
    store: Store, round_: Round, visit: Visit
) -> None:
    adding(visit("conclusions", round=round_.id, dimension="capacity")).type(text="Ask both boards")
    screen = visit("conclusions", round=round_.id, dimension="capacity")
    row = adding(screen)
    next(each for each in screen.button if each.label == "Throw it away").click().run()
    assert row.values["Add a next step"] == ""
    next(each for each in screen.button if each.label == "Bring it back").click().run()
    assert row.values["Add a next step"] == "Ask both boards"


def test_one_message_that_comes_twice_adds_one_step(store: Store, round_: Round, visit: Visit) -> None:
    screen = visit("conclusions", round=round_.id, dimension="capacity")
    row = adding(screen)
    row.lines = [{**row.held, "id": "the-same", "text": "Ask both boards"}]
    for _ in range(2):
        row.send()
        row.lines = [{**row.held, "id": "the-same", "text": "Ask both boards"}]
    row.type(owner="R. Diaz")
    assert not screen.exception
    assert [each.text for each in steps_of(store, round_)] == ["Ask both boards"]


def test_a_line_that_is_sent_again_after_a_reload_is_added_once(store: Store, round_: Round, visit: Visit) -> None:
    sent = {"id": "0" * 31 + "a", "text": "Ask both boards", "owner": "", "partner": "", "due": ""}
    for _ in range(2):
        row = adding(visit("conclusions", round=round_.id, dimension="capacity"))
        row.lines = [sent]
        row.send()
        assert row.lines == []
    assert [(each.id, each.text) for each in steps_of(store, round_)] == [(sent["id"], "Ask both boards")]


def test_a_day_of_the_first_century_is_no_day(store: Store, round_: Round, visit: Visit) -> None:
    row = adding(visit("conclusions", round=round_.id, dimension="capacity"))
    assert (row.data["earliest"], row.data["latest"]) == ("1990-01-01", "2100-12-31")
    row.type(text="Ask both boards", due="0026-12-01")
    row.enter()
    assert [each.due_on for each in steps_of(store, round_)] == [None]


def test_two_windows_that_add_in_turn_are_asked_nothing(store: Store, round_: Round, visit: Visit) -> None:
    rows = [adding(visit("conclusions", round=round_.id, dimension="capacity")) for _ in range(2)]
    rows[0].type(text="Half a thought")
    for number in range(3):
        rows[1].lines = [{**rows[1].held, "id": f"{number:032x}", "text": f"Step {number}"}]
        rows[1].send()
        assert not rows[1].data["isHeld"]
        assert rows[1].values["Add a next step"] == ""
    rows[0].enter()
    assert [each.text for each in steps_of(store, round_)] == ["Step 0", "Step 1", "Step 2", "Half a thought"]


def test_a_step_whose_draft_could_not_be_dropped_is_added_once(
    store: Store, round_: Round, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = adding(visit("conclusions", round=round_.id, dimension="capacity"))
    row.type(text="Ask both boards")
    with monkeypatch.context() as patch:
        patch.setattr("collab.services.drafts.drop_draft", broken)
        row.enter()
        assert row.values["Add a next step"] == ""
        assert [each.text for each in steps_of(store, round_)] == ["Ask both boards"]
    again = visit("conclusions", round=round_.id, dimension="capacity")
    assert adding(again).values["Add a next step"] == ""
    assert "You had begun" not in said(again)
    assert [each.text for each in steps_of(store, round_)] == ["Ask both boards"]


def broken(*_: object, **__: object) -> None:
    raise CollabError("The disk is full.")


def test_overdue_steps_of_all_rounds_are_listed_and_marked(store: Store, round_: Round, visit: Visit) -> None:
    conclusions.add_step(store, YOU, round_.id, "purpose", text=f"Late {WEIRD}", due_on=YESTERDAY)
    conclusions.add_step(store, YOU, round_.id, "purpose", text="Some day")
    screen = visit("conclusions", round=round_.id)
    text = said(screen)
    assert "2 next steps: 2 open, 1 overdue, 0 done." in text
    assert "2 open, 1 overdue, by due date." in text
    assert f":red-badge[:material/schedule: overdue since {YESTERDAY.day} {YESTERDAY:%b %Y}]" in text
    assert WEIRD not in [each.label for each in screen.checkbox]


def test_in_an_initiative_that_is_over_steps_were_left_open_and_none_is_overdue(
    store: Store, initiative: Initiative, round_: Round, visit: Visit
) -> None:
    conclusions.add_step(store, YOU, round_.id, "purpose", text="Late", due_on=YESTERDAY)
    conclusions.add_step(store, YOU, round_.id, "purpose", text="Some day")
    over = {"standing": Standing.STOPPED, "on": None, "reason": "Made up"}
    version = get_initiative(store, initiative.id).version
    set_standing(store, YOU, initiative.id, version=version, **over)  # type: ignore[arg-type]
    text = said(visit("conclusions", round=round_.id))
    assert "2 next steps: 2 left open, 0 done." in text
    assert "2 left open, by due date. The initiative is over: nothing is due any more." in text
    assert f":gray-badge[was due {YESTERDAY.day} {YESTERDAY:%b %Y}]" in text
    assert "overdue" not in text


def test_a_step_is_changed_and_taken_away(store: Store, round_: Round, visit: Visit) -> None:
    step = conclusions.add_step(store, YOU, round_.id, "purpose", text="Ask the board")
    screen = visit("conclusions", round=round_.id, dimension="purpose", edit=step.id)
    assert not screen.exception
    owner = next(each for each in screen.text_input if each.label == "Owner" and each.key.startswith("field_"))
    owner.set_value("K. Osei").run()
    screen.button(f"save_step_{step.initiative_id}_{step.id}").click().run()
    (kept,) = conclusions.conclusions_of(store, round_.id).of("purpose").next_steps
    assert (kept.owner, kept.version) == ("K. Osei", 2)
    screen.button(f"remove_{step.id}").click().run()
    assert not screen.exception
    assert conclusions.conclusions_of(store, round_.id).of("purpose").next_steps == ()


def test_what_is_typed_is_kept_as_a_draft_and_saved_with_its_button(store: Store, round_: Round, visit: Visit) -> None:
    screen = visit("conclusions", round=round_.id, dimension="purpose")
    screen.text_area[0].set_value("We go on with it.").run()
    again = visit("conclusions", round=round_.id, dimension="purpose")
    assert again.text_area[0].value == "We go on with it."
    assert conclusions.conclusions_of(store, round_.id).of("purpose").joint.version == 0
    next(each for each in again.button if each.label == "Save the conclusion").click().run()
    assert conclusions.conclusions_of(store, round_.id).of("purpose").joint.text == "We go on with it."


def test_a_new_conclusion_is_proposed_as_said_today_and_the_day_is_shown(
    store: Store, initiative: Initiative, round_: Round, visit: Visit
) -> None:
    partner = partners_of(store, initiative.id)[0].partner
    conclusions.save_conclusion(
        store, YOU, round_.id, "purpose", version=0, partner_id=partner.id, reading="ready", said_on=date(2026, 10, 5)
    )
    screen = visit("conclusions", round=round_.id, dimension="purpose")
    assert said_on(screen).value == date.today()
    assert "Not saved yet" not in said(screen)
    assert screen.table[0].value["Said on"].tolist() == ["5 Oct 2026"]
    screen.text_area[0].set_value("We go on with it.").run()
    said_on(screen).set_value(date(2026, 10, 6)).run()
    next(each for each in screen.button if each.label == "Save the conclusion").click().run()
    assert conclusions.conclusions_of(store, round_.id).of("purpose").joint.said_on == date(2026, 10, 6)
    assert said_on(screen).value == date(2026, 10, 6)
    assert "Said on 6 Oct 2026." in said(visit("conclusions", round=round_.id))


def test_a_conclusion_from_before_stays_without_a_day(store: Store, round_: Round, visit: Visit) -> None:
    conclusions.save_conclusion(store, YOU, round_.id, "purpose", version=0, text="Of old")
    screen = visit("conclusions", round=round_.id, dimension="purpose")
    assert said_on(screen).value is None


def said_on(screen: AppTest) -> DateInput:
    return next(each for each in screen.date_input if each.label == "Said on")


def test_one_partner_writes_its_own_conclusion(
    store: Store, initiative: Initiative, round_: Round, visit: Visit
) -> None:
    partner = partners_of(store, initiative.id)[0].partner
    screen = visit("conclusions", round=round_.id, dimension="purpose", partner=partner.id)
    assert len(screen.text_area) == 2
    screen.text_area[1].set_value("Ours alone").run()
    screen.button(f"save_conclusion_{initiative.id}_{round_.id}_{partner.id}_purpose").click().run()
    own = conclusions.conclusions_of(store, round_.id).of("purpose").own
    assert own[partner.id].text == "Ours alone"


def test_the_drawer_of_a_cell_tells_what_was_concluded_on_its_dimension(
    store: Store, round_: Round, visit: Visit
) -> None:
    conclusions.save_conclusion(store, YOU, round_.id, "capacity", version=0, reading="needs_work")
    conclusions.add_step(store, YOU, round_.id, "capacity", text="Ask both boards")
    factor = readiness_instrument().dimension("capacity").factors[0].key
    text = said(visit("readiness", round=round_.id, cell=f"all|factor|{factor}"))
    assert "**Concluded on Capacity, resources, and structures:** Needs work before we launch · 1 next step" in text


def test_the_meeting_goes_through_the_dimensions_in_the_order_of_discussion_and_ends_with_the_steps(
    store: Store, round_: Round, visit: Visit
) -> None:
    conclusions.add_step(store, YOU, round_.id, "purpose", text="Ask the board")
    screen = visit("conclusions", round=round_.id, meeting="1")
    assert not screen.exception
    assert [each.value for each in screen.header] == ["Environment for collaboration"]
    assert "1 of 5" in said(screen)
    assert [each.label for each in screen.text_area] == ["What was said, in a few sentences"]
    screen.button("meeting_next").click().run()
    assert [each.value for each in screen.header] == ["Capacity, resources, and structures"]
    last = visit("conclusions", round=round_.id, meeting="5")
    assert [each.value for each in last.header] == ["All open next steps"]
    assert "Ask the board" in [each.label for each in last.checkbox]


def test_the_meeting_begins_with_the_dimension_that_is_open(round_: Round, visit: Visit) -> None:
    screen = visit("conclusions", round=round_.id, dimension="capacity")
    screen.button("open_meeting").click().run()
    assert [each.value for each in screen.header] == ["Capacity, resources, and structures"]


def test_an_open_round_says_to_reveal_it_first_and_shows_no_figures(
    store: Store, initiative: Initiative, visit: Visit
) -> None:
    create_round(store, YOU, initiative.id, label="Open", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    screen = visit("conclusions", meeting="1")
    assert not screen.exception
    assert "Partners conclude on what all have seen: reveal this round first." in said(screen)
    assert not screen.text_area


def test_a_round_without_answers_can_be_concluded_on_all_the_same(
    store: Store, initiative: Initiative, visit: Visit
) -> None:
    made = create_round(
        store, YOU, initiative.id, label="Talked only", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM
    )
    reveal(store, made.id)
    screen = visit("conclusions", round=made.id, dimension="purpose")
    assert not screen.exception
    assert "This round holds no answers, so no ratings stand beside the conclusions." in said(screen)
    assert screen.text_area


def test_hidden_figures_stay_hidden(store: Store, visit: Visit) -> None:
    outcome = bring(store, a_content([("D one", None, 1)] * 6 + [("C two", None, 0)] * 2))
    screen = visit("conclusions", round=outcome.round_id or "", dimension="purpose")
    assert not screen.exception
    text = said(screen)
    assert "All partners together have no figure here." in text
    assert "The two cannot be compared: a group here is too small to be shown." in text
    assert "C two (" not in text
    screen.session_state[keys.CONCLUSIONS_TABLE] = True
    table = screen.run().dataframe[0].value
    assert table["C two"].isna().all()
    assert table[["All partners", "Agreement", "Charter mean"]].isna().all(axis=None)
    assert set(table["D one"]) == {2.0}
    (chart,) = screen.get("plotly_chart")
    marks = json.loads(chart.proto.spec)["data"]
    assert {value for mark in marks for value in mark["x"]} == {2.0}
    assert "C two" not in chart.proto.spec


def test_reported_shares_are_shown_as_percent(store: Store, visit: Visit) -> None:
    factors = readiness_instrument().factor_keys
    figures = {name: dict.fromkeys(factors, share) for name, share in (("D one", 0.4), ("C two", 0.75))}
    outcome = bring(store, averages_content(figures, measure=Measure.SHARE))
    screen = visit("conclusions", round=outcome.round_id or "", dimension="capacity")
    assert not screen.exception
    assert "Partners reach from 40.0% (D one) to 75.0% (C two)." in said(screen)


def test_without_an_initiative_the_page_says_what_to_do(visit: Visit) -> None:
    screen = visit("conclusions")
    assert not screen.exception
    assert "There is no initiative yet." in said(screen)


def test_long_names_and_markup_are_shown_as_they_are(store: Store, visit: Visit) -> None:
    made = create_initiative(store, YOU, name="Northside")
    name = f"{WEIRD} {'Long Name Academy Network ' * 6}".strip()
    partner = add_partner(store, YOU, made.id, name=name, sector=Sector.CHARTER)
    round_ = reveal(
        store,
        create_round(store, YOU, made.id, label=WEIRD, instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM).id,
    )
    conclusions.add_step(store, YOU, round_.id, "purpose", text=WEIRD, owner=WEIRD, partner_id=partner.id)
    screen = visit("conclusions", round=round_.id, dimension="purpose", partner=partner.id)
    assert not screen.exception
    assert WEIRD not in "\n".join(each.value for each in screen.markdown)
