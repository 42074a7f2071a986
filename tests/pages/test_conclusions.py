"""The Conclusions screen: ratings beside what was concluded, next steps, the way from the heatmap and back."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import DateInput

from collab.errors import CollabError
from collab.framework import DEFAULT_INSTRUMENT
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
    by_label = {each.label: each for each in screen.text_input}
    by_label["Add a next step"].set_value("Ask both boards")
    by_label["Owner"].set_value("R. Diaz")
    screen.button(f"add_step_{place_of(store, round_, 'capacity')}").click().run()
    (step,) = conclusions.conclusions_of(store, round_.id).of("capacity").next_steps
    assert (step.text, step.owner) == ("Ask both boards", "R. Diaz")
    assert {each.value for each in screen.text_input if each.label in ("Add a next step", "Owner")} == {""}
    box = next(each for each in screen.checkbox if each.label == "Ask both boards")
    box.check().run()
    assert not screen.exception
    (done,) = conclusions.conclusions_of(store, round_.id).of("capacity").next_steps
    assert done.done_on == date.today()
    assert next_steps.open_steps(store, initiative.id, today=date.today()) == ()


def test_a_step_that_is_typed_and_not_added_is_offered_again_in_all_its_parts(
    store: Store, initiative: Initiative, round_: Round, visit: Visit
) -> None:
    partner = partners_of(store, initiative.id)[0].partner
    screen = visit("conclusions", round=round_.id, dimension="capacity")
    adding(screen)["Add a next step"].set_value("Ask both boards").run()
    adding(screen)["Owner"].set_value("R. Diaz").run()
    adding(screen)["Partner"].set_value(partner.id).run()
    adding(screen)["Due"].set_value(date(2027, 3, 1)).run()
    assert "Not added yet; kept as a draft." in said(screen)
    again = visit("conclusions", round=round_.id, dimension="capacity")
    assert "You had begun this step on" in said(again)
    assert {label: each.value for label, each in adding(again).items()} == {
        "Add a next step": "Ask both boards",
        "Owner": "R. Diaz",
        "Partner": partner.id,
        "Due": date(2027, 3, 1),
    }
    assert not conclusions.conclusions_of(store, round_.id).of("capacity").next_steps
    again.button(f"add_step_{place_of(store, round_, 'capacity')}").click().run()
    (step,) = conclusions.conclusions_of(store, round_.id).of("capacity").next_steps
    assert (step.text, step.owner, step.partner_id, step.due_on) == (
        "Ask both boards",
        "R. Diaz",
        partner.id,
        date(2027, 3, 1),
    )
    assert {each.value for each in adding(again).values()} == {"", None}
    assert "You had begun" not in said(visit("conclusions", round=round_.id, dimension="capacity"))


def adding(screen: AppTest) -> dict[str, Any]:
    """The fields of the row that adds a step, by their label."""
    every = [*screen.text_input, *screen.selectbox, *screen.date_input]
    return {each.label: each for each in every if (each.key or "").startswith("next_")}


def test_a_step_that_cannot_be_added_now_stays_in_its_fields(store: Store, round_: Round, visit: Visit) -> None:
    screen = visit("conclusions", round=round_.id, dimension="capacity")
    adding(screen)["Add a next step"].set_value("Ask both boards").run()
    present = get_round(store, round_.id)
    change_round(store, YOU, round_.id, version=present.version, state=RoundState.OPEN)
    screen.button(f"add_step_{place_of(store, round_, 'capacity')}").click().run()
    reveal(store, round_.id)
    again = screen.run()
    assert adding(again)["Add a next step"].value == "Ask both boards"


def test_a_step_typed_in_two_windows_is_asked_about_and_added_once(store: Store, round_: Round, visit: Visit) -> None:
    first, second = (visit("conclusions", round=round_.id, dimension="capacity") for _ in range(2))
    add = f"add_step_{place_of(store, round_, 'capacity')}"
    adding(first)["Add a next step"].set_value("Ask both boards").run()
    adding(second)["Add a next step"].set_value("Ask one board").run()
    assert "Another window went on with this step" in second.warning[0].value
    first.button(add).click().run()
    next(each for each in second.button if each.label == "Go on with what is here").click().run()
    second.button(add).click().run()
    steps = conclusions.conclusions_of(store, round_.id).of("capacity").next_steps
    assert [each.text for each in steps] == ["Ask both boards", "Ask one board"]


def test_add_that_is_pressed_twice_adds_one_step(store: Store, round_: Round, visit: Visit) -> None:
    screen = visit("conclusions", round=round_.id, dimension="capacity")
    {each.label: each for each in screen.text_input}["Add a next step"].set_value("Ask both boards")
    screen.button(f"add_step_{place_of(store, round_, 'capacity')}").click()
    sent = screen._tree.get_widget_states()
    for _ in range(2):
        screen._run(sent)
    assert not screen.exception
    assert [each.text for each in conclusions.conclusions_of(store, round_.id).of("capacity").next_steps] == [
        "Ask both boards"
    ]


def test_a_step_whose_draft_could_not_be_dropped_is_added_once(
    store: Store, round_: Round, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise CollabError("The disk is full.")

    def added() -> list[str]:
        return [each.text for each in conclusions.conclusions_of(store, round_.id).of("capacity").next_steps]

    add = f"add_step_{place_of(store, round_, 'capacity')}"
    screen = visit("conclusions", round=round_.id, dimension="capacity")
    adding(screen)["Add a next step"].set_value("Ask both boards").run()
    with monkeypatch.context() as patch:
        patch.setattr("collab.services.drafts.drop_draft", broken)
        screen.button(add).click().run()
        assert adding(screen)["Add a next step"].value == "Ask both boards"
        screen.button(add).click().run()
        assert added() == ["Ask both boards"]
        adding(screen)["Owner"].set_value("R. Diaz").run()
        screen.button(add).click().run()
    assert not screen.exception
    assert added() == ["Ask both boards", "Ask both boards"]
    again = visit("conclusions", round=round_.id, dimension="capacity")
    assert adding(again)["Add a next step"].value == ""
    assert "You had begun" not in said(again)
    assert added() == ["Ask both boards", "Ask both boards"]


def place_of(store: Store, round_: Round, dimension: str) -> int:
    rows = conclusions.conclusions_of(store, round_.id).dimensions
    return [each.dimension.key for each in rows].index(dimension)


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
