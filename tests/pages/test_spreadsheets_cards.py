"""The cards of dropped files: where each goes, what several ask alike, what waits, and what another window did."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from collab.model import YOU, Initiative, Mode, RoundState
from collab.services.importing import past_imports
from collab.services.initiatives import create_initiative, overview
from collab.services.rounds import change_round, create_round, rounds_of
from collab.services.sample import load_sample
from collab.services.template import template_of
from collab.store import Store
from collab.ui import keys
from collab.ui.private_folder import PrivateFolder
from tests.commands.conftest import written_survey
from tests.pages.conftest import Visit
from tests.templates import filled_template

HEADINGS = b"School,How safe is it?,How clean is it?\n"


@pytest.fixture
def compact(store: Store) -> Initiative:
    """An initiative with an open round of individual answers."""
    initiative = create_initiative(store, YOU, name="Northside Compact")
    create_round(
        store, YOU, initiative.id, label="Baseline", instrument_key="cross-sector-readiness", mode=Mode.INDIVIDUAL
    )
    return initiative


@pytest.fixture
def survey(tmp_path: Path) -> bytes:
    return written_survey(tmp_path / "survey.csv", people=6).read_bytes()


def drop(screen: AppTest, *files: tuple[str, bytes]) -> AppTest:
    for name, content in files:
        screen.file_uploader[0].upload(name, content)
    return screen.run()


def press(screen: AppTest, label: str) -> AppTest:
    return next(button for button in screen.button if button.label == label).click().run()


def labels(screen: AppTest) -> list[str]:
    return [button.label for button in screen.button]


def told(screen: AppTest) -> str:
    """All sentences of the page, without the backslashes that make them literal."""
    elements = (*screen.markdown, *screen.caption, *screen.warning, *screen.info, *screen.error, *screen.success)
    return "\n".join(element.value for element in elements).replace("\\", "")


def place(screen: AppTest) -> str:
    return next(text.value for text in screen.markdown if text.value.startswith("Goes into")).replace("\\", "")


def in_second_window(screen: AppTest, visit: Visit) -> AppTest:
    return visit("spreadsheets", **{keys.UPLOAD: screen.query_params[keys.UPLOAD]})


def test_the_open_round_of_the_only_initiative_is_proposed_and_said_to_be_open(
    visit: Visit, compact: Initiative, survey: bytes
) -> None:
    screen = visit("spreadsheets")
    assert screen.selectbox[0].value == "Northside Compact"
    assert place(drop(screen, ("survey.csv", survey))) == (
        "Goes into the round **Baseline** :orange-badge[open] of **Northside Compact**"
    )


def test_what_is_new_is_said_to_be_new(visit: Visit, survey: bytes) -> None:
    screen = drop(visit("spreadsheets"), ("parents_2031.csv", survey))
    assert place(screen) == "Goes into the round **2031** :blue-badge[new] of **Parents** :blue-badge[new]"


def test_a_revealed_round_is_said_to_be_revealed(
    visit: Visit, compact: Initiative, survey: bytes, store: Store
) -> None:
    (round_,) = rounds_of(store, compact.id)
    change_round(store, YOU, round_.id, version=round_.version, state=RoundState.REVEALED)
    screen = drop(visit("spreadsheets", initiative=compact.id, round=round_.id), ("survey.csv", survey))
    assert "**Baseline** :green-badge[revealed]" in place(screen)


def test_the_made_up_sample_is_never_proposed(visit: Visit, store: Store, survey: bytes) -> None:
    load_sample(store, YOU)
    screen = drop(visit("spreadsheets"), ("parents.csv", survey))
    assert "**Parents** :blue-badge[new]" in place(screen)


def test_a_filled_template_goes_into_its_round_although_another_initiative_was_looked_at(
    visit: Visit, compact: Initiative, store: Store, tmp_path: Path
) -> None:
    other = create_initiative(store, YOU, name="Another initiative")
    names = (compact.name, "Baseline")
    filled = filled_template(store, tmp_path / "filled.xlsx", names, partners=["Made-up District"]).read_bytes()
    screen = drop(visit("spreadsheets", initiative=other.id), ("filled.xlsx", filled))
    assert "**Baseline** :orange-badge[open] of **Northside Compact**" in place(screen)
    assert "That is the round this template was made for." in told(screen)


def test_a_filled_template_sent_elsewhere_by_hand_says_so_and_one_click_puts_it_right(
    visit: Visit, compact: Initiative, store: Store, tmp_path: Path
) -> None:
    create_initiative(store, YOU, name="Another initiative")
    names = (compact.name, "Baseline")
    filled = filled_template(store, tmp_path / "filled.xlsx", names, partners=["Made-up District"]).read_bytes()
    screen = visit("spreadsheets")
    screen.selectbox[0].select("Another initiative").run()
    drop(screen, ("filled.xlsx", filled))
    assert "of **Another initiative**" in place(screen)
    assert told(screen).count("made for the round “Baseline” of “Northside Compact”") == 1
    press(screen, "Put it into the round it was made for")
    assert "of **Northside Compact**" in place(screen)


def test_another_initiative_in_the_list_offers_its_own_round(
    visit: Visit, compact: Initiative, store: Store, survey: bytes
) -> None:
    create_initiative(store, YOU, name="Another initiative")
    screen = drop(visit("spreadsheets"), ("parents.csv", survey))
    (initiative, _) = screen.selectbox
    initiative.select("Northside Compact").run()
    assert [box.value for box in screen.selectbox] == ["Northside Compact", "Baseline"]
    press(screen, "Put it there")
    assert "**Baseline** :orange-badge[open] of **Northside Compact**" in place(screen)


@pytest.mark.parametrize(
    "content", [HEADINGS, b"Name,Phone\nPat Doe,555-0100\nKim Roe,555-0101\n"], ids=["no answers", "no survey"]
)
def test_a_file_that_nothing_can_take_has_no_place(visit: Visit, compact: Initiative, content: bytes) -> None:
    screen = drop(visit("spreadsheets"), ("file.csv", content))
    assert not screen.exception
    assert "Goes into" not in told(screen)
    assert any("Cannot be used" in heading.value for heading in screen.subheader)
    assert ("has questions but no answers yet" in told(screen)) == (content is HEADINGS)


def test_a_template_that_nobody_filled_in_says_so(visit: Visit, compact: Initiative, store: Store) -> None:
    blank = template_of(store, compact.name, "Baseline").content
    screen = drop(visit("spreadsheets"), ("blank.xlsx", blank))
    assert "This file has questions but no answers yet." in told(screen)
    assert "Goes into" not in told(screen)


@pytest.fixture
def three(tmp_path: Path) -> tuple[tuple[str, bytes], ...]:
    """Three files that ask the same, and one that nobody can use."""
    names = ("north.csv", "south.csv", "west.csv")
    files = ((name, written_survey(tmp_path / name, people=6, school=f"Made-up {name[:-4]}")) for name in names)
    return (*((name, path.read_bytes()) for name, path in files), ("contacts.csv", HEADINGS))


def test_what_several_files_ask_is_asked_once_and_answered_for_all(
    visit: Visit, store: Store, three: tuple[tuple[str, bytes], ...]
) -> None:
    screen = drop(visit("spreadsheets"), *three)
    assert len(screen.radio) == 1
    assert "Asked by 3 files: “north.csv”, “south.csv” and “west.csv”." in told(screen)
    assert "1 question to answer: “north.csv”, “south.csv” and “west.csv”." in told(screen)
    assert "Cannot be used: “contacts.csv”." in told(screen)
    press(screen, "Use these answers for all of them")
    assert not screen.exception
    press(screen, "Save all 3 that are ready")
    assert labels(screen).count("Undo") == 3
    assert "Not ready to save" in told(screen)
    assert sum(len(past_imports(store, card.initiative.id)) for card in overview(store)) == 3


def test_one_file_can_differ_from_the_answer_for_all(visit: Visit, three: tuple[tuple[str, bytes], ...]) -> None:
    screen = press(drop(visit("spreadsheets"), *three), "Use these answers for all of them")
    assert [radio.value for radio in screen.radio] == ["individual"] * 3
    screen.radio[0].set_value("team")
    press(screen, "Change these answers")
    modes = [radio.value for radio in screen.radio if "What is one row" in radio.label]
    assert modes == ["team", "individual", "individual"]


def test_a_second_window_that_undoes_again_is_told(
    visit: Visit, compact: Initiative, store: Store, survey: bytes
) -> None:
    first = press(drop(visit("spreadsheets"), ("survey.csv", survey)), "Save")
    second = in_second_window(first, visit)
    press(first, "Undo")
    press(second, "Undo")
    assert "It was undone already" in told(second)
    assert "Save" in labels(second)


def test_a_second_window_that_undoes_a_past_import_again_is_told(
    visit: Visit, compact: Initiative, survey: bytes
) -> None:
    press(drop(visit("spreadsheets"), ("survey.csv", survey)), "Save")
    first, second = visit("spreadsheets"), visit("spreadsheets")
    press(first, "Undo")
    press(second, "Undo")
    assert "“survey.csv”: This import was already undone." in told(second)


def test_a_second_window_that_saves_the_same_is_told_what_happened(visit: Visit, survey: bytes) -> None:
    screens = []
    for _ in range(2):
        screen = drop(visit("spreadsheets"), ("parents.csv", survey))
        screens.append(press(screen, "Go on with these answers"))
    press(screens[0], "Save")
    press(screens[1], "Save")
    assert not screens[1].exception
    assert "was new when you looked, and was made meanwhile" in told(screens[1])
    assert "It holds exactly this file already" in told(screens[1])


def test_a_full_disk_is_told_on_the_card(visit: Visit, survey: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: PrivateFolder, content: memoryview) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(PrivateFolder, "write", full)
    screen = drop(visit("spreadsheets"), ("survey.csv", survey))
    assert not screen.exception
    assert "is full, so this file cannot be read. Nothing was saved." in told(screen)
    assert "Drop other files" in labels(screen)
