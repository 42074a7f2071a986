"""Questions about a dropped file: what is missing is said beside it, and what was answered can be seen and changed."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from streamlit.testing.v1 import AppTest

from collab.framework import load_framework
from collab.model import YOU
from collab.services.answers import answer_sheets
from collab.services.initiatives import overview
from collab.services.partners import partners_of
from collab.services.rounds import instrument_of
from collab.store import Store
from tests.pages.conftest import Visit
from tests.pages.test_spreadsheets import GO_ON, TWIN, drop, labels, press, saved, until_ready

FACTORS = load_framework().instruments[0].factors
NETWORK, DISTRICT = "Made-up charter network", "Made-up district"
MISSING = "Choose one here: nothing is guessed."
Line = tuple[str, str, str]


def survey(lines: Sequence[Line], answers: Sequence[object], *, seed: int = 4) -> bytes:
    """A CSV of the built-in questions: time, organisation and role of each row, then answers drawn from these."""
    draw = random.Random(seed)
    rows: list[list[object]] = [["Timestamp", "Organisation", "Role", *(factor.statement for factor in FACTORS)]]
    rows += [[*line, *(draw.choice(answers) for _ in FACTORS)] for line in lines]
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()


LINES = [(f"2026-05-0{day} 09:00", f"Made-up charter school {day % 3}", "") for day in range(1, 9)]
CODES = survey(LINES, (1, 2, 3, 4))
TEAM = survey(
    [
        ("2026-05-03 09:00", DISTRICT, "Superintendent"),
        ("2026-05-04 10:11", NETWORK, "School leader"),
        ("2026-05-05 12:13", NETWORK, "Board chair"),
    ],
    ("Agree", "Disagree", "Strongly agree"),
)


def errors(screen: AppTest) -> list[str]:
    return [error.value.replace("\\", "") for error in screen.error]


def choose(screen: AppTest, words: str, choice: str) -> AppTest:
    """Choose in the radio whose label holds these words."""
    radio = next(radio for radio in screen.radio if words in radio.label.replace("\\", ""))
    radio.set_value(choice)
    return screen


@pytest.fixture
def team(visit: Visit) -> AppTest:
    """A file in which one partner of a team round has two rows, the mode answered."""
    screen = drop(visit("spreadsheets"), "team.csv", TEAM)
    choose(screen, "What is one row", "team")
    return press(screen, GO_ON)


def test_a_question_that_was_left_open_is_marked_where_it_stands(visit: Visit) -> None:
    screen = press(drop(visit("spreadsheets"), "codes.csv", CODES), GO_ON)
    assert not screen.exception
    assert MISSING in errors(screen)
    screen = press(choose(screen, "numbers without words", "rising"), GO_ON)
    assert errors(screen) == []
    assert "Save" in labels(until_ready(screen))


def test_of_several_questions_the_missing_one_is_named_and_the_others_are_taken(visit: Visit) -> None:
    screen = drop(visit("spreadsheets"), "codes.csv", CODES)
    asked = len(screen.radio)
    assert asked > 1
    screen = press(screen, GO_ON)
    assert [radio.label for radio in screen.radio if radio.value is None] == [
        radio.label for radio in screen.radio if "numbers without words" in radio.label
    ]
    assert any("given" in expander.label for expander in screen.expander)


def test_answers_taken_up_from_an_earlier_file_are_shown_and_can_be_changed(visit: Visit) -> None:
    screen = choose(drop(visit("spreadsheets"), "spring.csv", CODES), "numbers without words", "rising")
    saved(press(screen, GO_ON))
    screen = drop(visit("spreadsheets"), "autumn.csv", survey(LINES, (1, 2, 3, 4), seed=5))
    assert not screen.exception
    (taken,) = [each.label.replace("\\", "") for each in screen.expander if "Answered as for" in each.label]
    assert "Answered as for “spring.csv”" in taken
    radio = next(radio for radio in screen.radio if "numbers without words" in radio.label)
    assert radio.value == "rising"
    screen = press(choose(screen, "numbers without words", "falling"), "Use what I changed")
    assert not screen.exception
    assert next(radio for radio in screen.radio if "numbers without words" in radio.label).value == "falling"
    assert any(each.label == "1 answer given" for each in screen.expander)


def test_a_second_answer_of_a_partner_is_a_question_with_both_rows_and_what_tells_them_apart(team: AppTest) -> None:
    assert not team.exception
    (radio,) = [radio for radio in team.radio if NETWORK in radio.label.replace("\\", "")]
    options = [option.replace("\\", "") for option in radio.options]
    assert options[0] == "Row 3 (2026-05-04 10:11, Role: School leader)"
    assert options[1] == "Row 4 (2026-05-05 12:13, Role: Board chair)"
    assert radio.value is None
    assert "Save" not in labels(team)
    assert not any("added" in text.value for text in team.markdown), "what would change depends on the answer"
    assert MISSING in errors(press(team, GO_ON))


def test_the_row_that_was_chosen_is_the_one_that_is_saved(team: AppTest, store: Store) -> None:
    press(choose(team, NETWORK, "4"), GO_ON)
    screen = saved(team)
    assert not screen.exception
    (card,) = overview(store)
    (round_,) = card.rounds
    assert (round_.round.mode, round_.responses) == ("team", 2)
    network = next(each.partner for each in partners_of(store, card.initiative.id) if each.partner.name == NETWORK)
    (sheet,) = answer_sheets(store, YOU, round_.round.id, network.id)
    assert sheet.row == 4


def test_every_answer_counts_where_a_person_says_so(team: AppTest, store: Store) -> None:
    screen = saved(press(choose(team, NETWORK, "individual"), GO_ON))
    assert not screen.exception
    (card,) = overview(store)
    assert (card.rounds[0].round.mode, card.rounds[0].responses) == ("individual", 3)


def test_questions_of_no_dimension_are_counted_among_what_was_found(visit: Visit) -> None:
    screen = drop(visit("spreadsheets"), TWIN.name, TWIN.read_bytes())
    found = " ".join(text.value for text in screen.markdown).replace("\\", "")
    assert "3 questions belong to no dimension: they are shown on their own and enter no dimension score" in found


def test_names_can_be_changed_once_nothing_is_open(visit: Visit) -> None:
    screen = drop(visit("spreadsheets"), TWIN.name, TWIN.read_bytes())
    assert any("can be changed once the questions above are answered" in caption.value for caption in screen.caption)
    assert not [each for each in screen.expander if "Names and dimensions" in each.label]
    screen = until_ready(screen)
    assert [each.label for each in screen.expander if "Names and dimensions" in each.label]


def test_names_that_were_changed_must_be_used_before_the_file_is_saved(visit: Visit, store: Store) -> None:
    screen = until_ready(drop(visit("spreadsheets"), TWIN.name, TWIN.read_bytes()))
    name = next(field for field in screen.text_input if "questions, first" in field.label)
    screen = name.set_value("Our administration").run()
    assert next(button for button in screen.button if button.label == "Save").disabled
    assert any("Use them before you save" in info.value for info in screen.info)
    screen = press(screen, "Use these names")
    assert not screen.exception
    assert not next(button for button in screen.button if button.label == "Save").disabled
    saved(screen)
    (card,) = overview(store)
    assert "Our administration" in [each.label for each in instrument_of(store, card.rounds[0].round.id).dimensions]


def test_a_name_that_is_taken_is_told_at_once_and_not_used(visit: Visit) -> None:
    screen = until_ready(drop(visit("spreadsheets"), TWIN.name, TWIN.read_bytes()))
    first, second, *_ = [field for field in screen.text_input if "questions, first" in field.label]
    screen = first.set_value(second.value).run()
    assert any("Two dimensions are called" in error for error in errors(screen))
    screen = press(screen, "Use these names")
    assert next(button for button in screen.button if button.label == "Save").disabled
