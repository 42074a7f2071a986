"""Readiness over a survey of 168 schools: its own title, its other questions, one decimal, order in the address."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from collab.__main__ import main
from collab.model import YOU, RoundState
from collab.services.initiatives import choices
from collab.services.rounds import change_round, instrument_of
from collab.store import Store
from collab.ui import keys
from tests.pages.conftest import PROJECT, Visit

TWIN = PROJECT / "data" / "samples" / "made_up_school_survey.xlsx"
OTHER = "Coming on time every day helps my child to do well"


@pytest.fixture
def survey(store: Store, tmp_path: Path) -> Store:
    """A round of reported shares of 168 schools, three questions of which belong to no dimension."""
    database = f"sqlite:///{tmp_path / 'common_ground.sqlite'}"
    how = ["--initiative", "Survey", "--round", "2026", "--accept", "--database", database]
    assert main(["import", str(TWIN), *how]) == 0
    return store


def said(screen: AppTest) -> str:
    return "\n".join(element.value for element in [*screen.markdown, *screen.caption, *screen.info]).replace("\\", "")


def test_a_survey_of_parents_is_not_asked_where_it_is_ready(survey: Store, visit: Visit) -> None:
    assert [title.value for title in visit("readiness").title] == ["How did they answer?"]


def test_shares_are_said_with_one_decimal(survey: Store, visit: Visit) -> None:
    first = said(visit("readiness")).split("All partners: ")[1].splitlines()[0]
    assert first.count("%") == 3
    assert all(word[-3] == "." for word in first.replace(",", " ").split() if word.endswith("%"))


def test_other_questions_can_be_chosen_and_are_in_the_first_view(survey: Store, visit: Visit) -> None:
    rows = visit("readiness").selectbox(key=keys.PICK_ROWS)
    assert rows.options[0] == "Dimensions and other questions"
    assert rows.options[-1] == "Only Other questions"
    assert OTHER in visit("readiness").selectbox(key=keys.LOOK_ROW).options
    only = visit("readiness", rows="other_questions")
    assert len(only.selectbox(key=keys.LOOK_ROW).options) == 3


def test_a_cell_of_another_question_says_that_it_enters_no_figure(survey: Store, visit: Visit) -> None:
    (round_,) = choices(survey)[0].rounds
    key = instrument_of(survey, round_.id).dimension("other_questions").factors[0].key
    screen = visit("readiness", rows="other_questions", cell=f"all|factor|{key}")
    assert not screen.exception
    assert "belongs to no dimension" in said(screen)


@pytest.mark.parametrize("page", ["readiness", "compare"])
def test_a_meeting_has_a_page_for_other_questions_after_the_dimensions(survey: Store, visit: Visit, page: str) -> None:
    titles = []
    for place in range(1, 30):
        screen = visit(page, meeting=str(place))
        assert not screen.exception
        titles.append(screen.header[0].value)
        if next(button for button in screen.button if button.label == "Next").disabled:
            break
    other = next(place for place, title in enumerate(titles) if "Other questions" in title)
    assert "differ most" in titles[other + 1]
    assert titles[-1] == "What to talk about first"


def test_the_order_of_partners_stands_in_the_address_and_leaves_it_with_its_column(survey: Store, visit: Visit) -> None:
    screen = visit("readiness")
    sort = screen.selectbox(key=keys.PICK_SORT)
    assert sort.value == "name"
    sort.select("leadership").run()
    assert screen.query_params["sort"] in ("leadership", ["leadership"])
    assert visit("readiness", sort="leadership").selectbox(key=keys.PICK_SORT).value == "leadership"
    assert "sort" not in visit("readiness", sort="leadership", rows="persistence").query_params


def test_no_round_is_offered_as_the_first_where_averages_are_there(survey: Store, visit: Visit) -> None:
    text = said(visit("spreadsheets"))
    assert "Start a round on the overview" not in text
    assert "start a new round" in text


def test_an_open_round_of_averages_says_so_and_can_be_revealed(survey: Store, visit: Visit) -> None:
    (round_,) = choices(survey)[0].rounds
    change_round(survey, YOU, round_.id, version=round_.version, state=RoundState.OPEN)
    screen = visit("readiness")
    assert not screen.exception
    assert "holds averages" in said(screen)
    assert "nobody has answered" not in said(screen)
