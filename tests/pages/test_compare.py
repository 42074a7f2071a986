"""The Compare screen: what is compared and what is not, gaps and their origin, shares, hidden groups, the meeting."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from collab.model import Measure
from collab.store import Store
from collab.ui import keys
from tests.pages.conftest import Visit
from tests.services.contents import a_content, averages_content, bring

RESPONSES = [
    (name, f"{name} {n}", code) for name, code in (("D one", 1), ("C two", 3), ("O three", 2)) for n in range(6)
]
SHARES = {"D one": 0.5250, "C two": 0.4655, "O three": 0.9}
KEYS = ("purpose.problem", "purpose.benefits")


def responses(store: Store) -> None:
    """Six people of a district, a charter and another partner, all of one mind."""
    bring(store, a_content(RESPONSES))


def shares(store: Store) -> None:
    """Reported shares of three partners."""
    figures = {name: dict.fromkeys(KEYS, share) for name, share in SHARES.items()}
    bring(store, averages_content(figures, measure=Measure.SHARE))


def said(screen: AppTest) -> str:
    elements = [*screen.markdown, *screen.caption, *screen.info]
    return "\n".join(element.value for element in elements).replace("\\", "")


def test_other_sectors_are_not_offered_but_told_what_they_are_here_for(store: Store, visit: Visit) -> None:
    responses(store)
    screen = visit("compare")
    assert not screen.exception
    assert "Partners of the sector Other are not" in said(screen)
    assert [sorted(each.options) for each in screen.multiselect] == [["C two", "D one"]]
    assert not screen.get("pills")


def test_the_choice_of_partners_leaves_no_side_without_saying_so(store: Store, visit: Visit) -> None:
    responses(store)
    screen = visit("compare")
    screen.multiselect[0].select("D one").run()
    assert not screen.exception
    assert "leaves no district partner or no charter partner" in said(screen)


def test_gaps_say_in_sight_that_they_come_from_unrounded_scores(store: Store, visit: Visit) -> None:
    responses(store)
    screen = visit("compare")
    assert "from unrounded scores, so a gap can differ by 0.1 from the two numbers" in said(screen)


def test_shares_are_in_percent_and_gaps_in_percentage_points_with_one_decimal(store: Store, visit: Visit) -> None:
    shares(store)
    screen = visit("compare")
    assert not screen.exception
    text = said(screen)
    assert "district 52.5%, charter 46.6%. The gap of 6.0 percentage points is below the 10" in text
    assert "from unrounded shares" in text
    assert "Split:" not in text


def test_each_factor_is_read_with_how_far_single_answers_overlap(store: Store, visit: Visit) -> None:
    responses(store)
    text = said(visit("compare"))
    assert "The charter sector sees this more favourably: 4.0 against 2.0." in text
    assert "higher than a randomly chosen district answer 100.0% of the time, equal 0.0%" in text


def test_a_side_that_is_hidden_is_told_once_and_nothing_is_compared(store: Store, visit: Visit) -> None:
    bring(store, a_content([("D one", f"d {n}", 1) for n in range(6)] + [("C two", f"c {n}", 3) for n in range(3)]))
    screen = visit("compare")
    assert not screen.exception
    text = said(screen)
    assert text.count("a group here is too small to be shown") == 1
    assert "1 of 2 partners is hidden: fewer than 5 answers" in text
    assert "4.0" not in text


def test_the_dimension_of_the_answers_stands_in_the_address(store: Store, visit: Visit) -> None:
    responses(store)
    screen = visit("compare", dimension="capacity")
    assert screen.selectbox(key=keys.PICK_DIMENSION).value == "capacity"
    assert "dimension" not in visit("compare", dimension="nonsense").query_params


@pytest.mark.parametrize("measure", ["responses", "shares"])
def test_every_slide_is_drawn(store: Store, visit: Visit, measure: str) -> None:
    {"responses": responses, "shares": shares}[measure](store)
    for place in ("1", "2", "99"):
        screen = visit("compare", meeting=place)
        assert not screen.exception
        assert screen.get("plotly_chart")


def test_a_meeting_with_nothing_to_compare_comes_back_to_the_page(store: Store, visit: Visit) -> None:
    bring(store, a_content([("D one", f"d {n}", 1) for n in range(6)]))
    screen = visit("compare", meeting="2")
    assert not screen.exception
    assert [title.value for title in screen.title] == ["Where do the sectors differ?"]
    assert "no charter partner has answered" in said(screen)
