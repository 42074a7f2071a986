"""The Readiness screen: nothing before the round is revealed, the figures in words, the address, the meeting."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from collab.framework import DEFAULT_INSTRUMENT
from collab.model import YOU, Initiative, Mode, Partner, Round, RoundState, Sector
from collab.services.answers import enter_answers
from collab.services.initiatives import create_initiative
from collab.services.partners import add_partner, partners_of
from collab.services.rounds import change_round, create_round, get_round
from collab.store import Store
from collab.ui import keys
from tests.factories import readiness_instrument
from tests.pages.conftest import Visit

WEIRD = "$x$ :red[a] <b>b</b>"


def compact(
    store: Store, *, names: tuple[str, str] = ("Eastport Schools", "Harbor Charter")
) -> tuple[Initiative, Round]:
    """A team round of two partners: the district disagrees, the charter school agrees strongly on every factor."""
    initiative = create_initiative(store, YOU, name=f"Compact {names[0]}", made_up=True)
    round_ = create_round(
        store, YOU, initiative.id, label="Baseline", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM
    )
    for name, sector, point in ((names[0], Sector.DISTRICT, "disagree"), (names[1], Sector.CHARTER, "strongly_agree")):
        partner = add_partner(store, YOU, initiative.id, name=name, sector=sector)
        answer(store, round_, partner, point)
    return initiative, get_round(store, round_.id)


def answer(store: Store, round_: Round, partner: Partner, point: str) -> None:
    ratings = {factor.key: point for factor in readiness_instrument().factors}
    enter_answers(store, YOU, round_.id, partner.id, ratings, {})


def reveal(store: Store, round_: Round) -> None:
    change_round(store, YOU, round_.id, version=round_.version, state=RoundState.REVEALED)


def said(screen: AppTest) -> str:
    return "\n".join(element.value for element in [*screen.markdown, *screen.caption, *screen.info])


def test_an_open_round_says_who_has_answered_and_shows_no_figure(store: Store, visit: Visit) -> None:
    compact(store)
    screen = visit("readiness")
    assert not screen.exception
    assert "2 of 2 partners answered" in said(screen)
    assert not screen.get("plotly_chart")


def test_the_round_is_revealed_from_the_screen(store: Store, visit: Visit) -> None:
    _, round_ = compact(store)
    screen = visit("readiness")
    next(button for button in screen.button if button.label == "Reveal now").click().run()
    assert not screen.exception
    assert get_round(store, round_.id).state is RoundState.REVEALED
    assert screen.get("plotly_chart")


def test_overall_stands_beside_the_weakest_dimension_and_the_gap_is_said(store: Store, visit: Visit) -> None:
    _, round_ = compact(store)
    reveal(store, round_)
    screen = visit("readiness")
    assert not screen.exception
    text = said(screen).replace("\\", "")
    assert "weakest" in text
    assert "overall" in text
    assert "charter higher by 2.0" in text
    assert "Made-up sample data" in text


def test_names_of_users_are_never_formatting(store: Store, visit: Visit) -> None:
    _, round_ = compact(store, names=(WEIRD, "Harbor Charter"))
    reveal(store, round_)
    for page in ("readiness", "compare"):
        screen = visit(page)
        assert not screen.exception
        assert WEIRD not in said(screen)


def test_a_cell_in_the_address_opens_with_its_statement_and_cases(store: Store, visit: Visit) -> None:
    initiative, round_ = compact(store)
    reveal(store, round_)
    screen = visit("readiness", initiative=initiative.id, round=round_.id, cell="all|factor|purpose.benefits")
    assert not screen.exception
    statement = readiness_instrument().factor("purpose.benefits").statement
    assert statement.rstrip(".") in said(screen).replace("\\", "")
    assert any("What others learned" in expander.label for expander in screen.expander)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({"cell": "nobody|factor|nothing"}, id="never there"),
        pytest.param({"cell": "all|factor|purpose.benefits", "rows": "capacity"}, id="a row that is filtered away"),
        pytest.param({"cell": "all|factor|purpose.benefits", "meeting": "1"}, id="in a meeting"),
    ],
)
def test_a_cell_that_is_not_on_the_screen_is_forgotten(store: Store, visit: Visit, query: dict[str, str]) -> None:
    _, round_ = compact(store)
    reveal(store, round_)
    screen = visit("readiness", **query)
    assert not screen.exception
    assert "cell" not in screen.query_params


def test_a_cell_of_a_partner_that_is_filtered_away_is_forgotten(store: Store, visit: Visit) -> None:
    initiative, round_ = compact(store)
    reveal(store, round_)
    district = next(each for each in partners_of(store, initiative.id) if each.partner.sector is Sector.DISTRICT)
    at = f"{district.partner.id}|dimension|purpose"
    assert "cell" in visit("readiness", cell=at).query_params
    assert "cell" not in visit("readiness", cell=at, sectors="Charter").query_params


def test_which_rows_are_shown_stands_in_the_address_by_its_key(store: Store, visit: Visit) -> None:
    _, round_ = compact(store)
    reveal(store, round_)
    screen = visit("readiness")
    rows = screen.selectbox(key=keys.PICK_ROWS)
    assert rows.options[:3] == ["Dimensions", "Dimensions and factors", "Only Unifying purpose"]
    rows.select("purpose").run()
    assert screen.query_params["rows"] in ("purpose", ["purpose"])
    screen.selectbox(key=keys.PICK_ROWS).select("all").run()
    assert "rows" not in screen.query_params
    assert visit("readiness", rows="capacity").selectbox(key=keys.PICK_ROWS).value == "capacity"
    assert "rows" not in visit("readiness", rows="nonsense").query_params


def test_the_built_in_questions_have_a_title_of_their_own(store: Store, visit: Visit) -> None:
    assert [title.value for title in visit("readiness").title] == ["Where are we ready?"]
    compact(store)
    assert [title.value for title in visit("readiness").title] == ["Where are we ready?"]


@pytest.mark.parametrize("page", ["readiness", "compare"])
@pytest.mark.parametrize("place", ["1", "3", "6", "99", "x"])
def test_each_step_of_the_meeting_is_drawn_and_a_place_beyond_the_end_is_the_end(
    store: Store, visit: Visit, page: str, place: str
) -> None:
    _, round_ = compact(store)
    reveal(store, round_)
    screen = visit(page, meeting=place)
    assert not screen.exception
    assert screen.get("plotly_chart")
    assert {"Back", "Next", "Close"} <= {button.label for button in screen.button}


def test_compare_says_each_factor_in_a_sentence_and_what_to_talk_about_first(store: Store, visit: Visit) -> None:
    _, round_ = compact(store)
    reveal(store, round_)
    screen = visit("compare")
    assert not screen.exception
    assert "gap 2.0" in said(screen)
    assert "What to talk about first" in [heading.value for heading in screen.subheader]


@pytest.mark.parametrize("page", ["readiness", "compare"])
@pytest.mark.parametrize("state", list(RoundState), ids=str)
def test_a_round_without_answers_says_how_they_come_in(
    store: Store, visit: Visit, page: str, state: RoundState
) -> None:
    initiative = create_initiative(store, YOU, name="Compact")
    create_round(store, YOU, initiative.id, label="Baseline", instrument_key=DEFAULT_INSTRUMENT, state=state)
    screen = visit(page)
    assert not screen.exception
    assert "Send partners the template" in said(screen)
    assert {"Template and spreadsheets", "Enter answers"} <= {link.proto.label for link in screen.get("page_link")}
    assert not [button for button in screen.button if "Reveal" in button.label]


@pytest.mark.parametrize("page", ["readiness", "compare", "enter_answers"])
def test_an_initiative_without_a_round_says_what_to_do_first(store: Store, visit: Visit, page: str) -> None:
    create_initiative(store, YOU, name="Compact")
    screen = visit(page)
    assert not screen.exception
    assert "no round yet" in said(screen)
    assert len(screen.title) == 1


@pytest.mark.parametrize("page", ["readiness", "compare"])
def test_an_empty_database_says_what_to_do_first(visit: Visit, page: str) -> None:
    screen = visit(page)
    assert not screen.exception
    assert "no initiative yet" in said(screen)
