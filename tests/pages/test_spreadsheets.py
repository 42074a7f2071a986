"""Spreadsheets: from drop to save and back, nothing saved before Save, and every wrong file told in a sentence."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from collab.framework import PROJECT
from collab.model import YOU
from collab.services.importing import past_imports
from collab.services.initiatives import create_initiative, overview
from collab.services.partners import partners_of
from collab.store import Store
from collab.ui import keys
from tests.pages.conftest import Visit

TWIN = PROJECT / "data" / "samples" / "made_up_school_survey.xlsx"
GO_ON = "Go on with these answers"
WIDE = "Organisation,Purpose,Vision,Benefits\n" + "".join(
    f"{name},{word},{word},Agree\n"
    for name in ("Made-up District", "Made-up Charter School")
    for word in ("Agree", "Disagree", "Strongly agree", "Strongly disagree", "Agree")
)


@pytest.fixture
def dropped(visit: Visit) -> AppTest:
    """The screen after the twin was dropped and read."""
    return drop(visit("spreadsheets"), TWIN.name, TWIN.read_bytes())


def drop(screen: AppTest, name: str, content: bytes) -> AppTest:
    return screen.file_uploader[0].upload(name, content).run()


def press(screen: AppTest, label: str) -> AppTest:
    return next(button for button in screen.button if button.label == label).click().run()


def labels(screen: AppTest) -> list[str]:
    return [button.label for button in screen.button]


def until_ready(screen: AppTest) -> AppTest:
    """Take every proposal."""
    for _ in range(4):
        if GO_ON in labels(screen):
            press(screen, GO_ON)
    return screen


def saved(screen: AppTest) -> AppTest:
    return press(until_ready(screen), "Save")


def test_a_dropped_file_is_shown_back_and_nothing_is_saved(dropped: AppTest, store: Store) -> None:
    assert not dropped.exception
    assert any("168 organisations" in text.value for text in dropped.markdown)
    assert GO_ON in labels(dropped)
    assert overview(store) == ()


def test_the_name_of_the_file_proposes_where_it_goes(dropped: AppTest) -> None:
    assert any("Made up school survey" in text.value for text in dropped.markdown)


def test_proposals_are_marked_and_preselected(dropped: AppTest) -> None:
    sectors = [box for box in dropped.selectbox if "Which sector is that" in box.label]
    assert sectors
    assert {box.value for box in sectors} == {"other"}
    assert all("Other (proposed)" in box.options for box in sectors)


def test_taking_the_proposals_leads_to_what_will_change_and_a_save(dropped: AppTest) -> None:
    screen = until_ready(dropped)
    assert not screen.exception
    assert "Save" in labels(screen)
    assert any("168 new partners" in text.value for text in screen.markdown)


def test_an_answer_that_was_given_can_be_changed(dropped: AppTest) -> None:
    screen = until_ready(dropped)
    box = next(box for box in screen.selectbox if "“Contract”" in box.label)
    box.select("charter")
    press(screen, "Change these answers")
    assert not screen.exception
    assert next(box for box in screen.selectbox if "“Contract”" in box.label).value == "charter"


def test_saving_keeps_a_success_with_a_way_on_and_an_undo(dropped: AppTest, store: Store) -> None:
    screen = saved(dropped)
    assert not screen.exception
    assert screen.success
    assert "Undo" in labels(screen)
    (card,) = overview(store)
    assert card.rounds[0].partners > 0
    assert len(partners_of(store, card.initiative.id)) == 168
    assert screen.run().success


def test_an_undo_leaves_everything_as_it_was_and_the_file_can_be_saved_again(dropped: AppTest, store: Store) -> None:
    screen = press(saved(dropped), "Undo")
    assert not screen.exception
    assert all(item.partners == 0 for card in overview(store) for item in card.rounds)
    assert any("Undone" in text.value for text in screen.info)
    press(screen, "Save")
    assert any(item.partners for card in overview(store) for item in card.rounds)


def test_the_same_file_twice_says_that_nothing_is_new(dropped: AppTest, visit: Visit, store: Store) -> None:
    saved(dropped)
    screen = drop(visit("spreadsheets"), TWIN.name, TWIN.read_bytes())
    assert not screen.exception
    assert any("nothing to save" in text.value for text in screen.success)
    assert "Save" not in labels(screen)


def test_a_reload_in_the_middle_goes_on_where_it_was(dropped: AppTest, visit: Visit) -> None:
    until_ready(dropped)
    again = visit("spreadsheets", **{keys.UPLOAD: dropped.query_params[keys.UPLOAD]})
    assert not again.exception
    assert "Save" in labels(again)


def test_an_upload_that_is_no_longer_kept_says_so(visit: Visit) -> None:
    screen = visit("spreadsheets", **{keys.UPLOAD: "made-up"})
    assert not screen.exception
    assert "no longer kept" in screen.info[0].value


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("made_up.pdf", b"%PDF-1.4 made up", "PDF"),
        ("empty.csv", b"", "empty"),
        ("cut.xlsx", TWIN.read_bytes()[:3000], "incomplete"),
    ],
)
def test_a_wrong_file_is_refused_in_a_sentence(visit: Visit, name: str, content: bytes, words: str) -> None:
    screen = drop(visit("spreadsheets"), name, content)
    assert not screen.exception
    assert words in screen.error[0].value
    assert "Save" not in labels(screen)


def test_a_wrong_file_does_not_hold_up_the_one_beside_it(visit: Visit) -> None:
    screen = visit("spreadsheets")
    screen.file_uploader[0].upload("made_up.pdf", b"%PDF-1.4 made up")
    screen = drop(screen, TWIN.name, TWIN.read_bytes())
    assert not screen.exception
    assert screen.error
    assert "Save" in labels(until_ready(screen))


def test_the_name_of_a_file_is_never_formatting(visit: Visit) -> None:
    screen = drop(visit("spreadsheets"), "$x$ :red[a] <b>.csv", WIDE.encode())
    assert not screen.exception
    for text in (*screen.markdown, *screen.subheader):
        assert "$x$" not in text.value
        assert ":red[a]" not in text.value


def test_a_file_goes_into_the_initiative_of_the_address(visit: Visit, store: Store) -> None:
    initiative = create_initiative(store, YOU, name="Chosen")
    screen = drop(visit("spreadsheets", initiative=initiative.id), TWIN.name, TWIN.read_bytes())
    saved(screen)
    assert len(past_imports(store, initiative.id)) == 1


def test_past_imports_are_listed_with_what_they_brought_and_can_be_undone(
    dropped: AppTest, visit: Visit, store: Store
) -> None:
    saved(dropped)
    screen = visit("spreadsheets")
    assert any("added" in caption.value for caption in screen.caption)
    press(screen, "Undo")
    assert not screen.exception
    assert "undone" in screen.success[0].value


def test_putting_a_file_aside_leads_back_to_the_drop(dropped: AppTest) -> None:
    screen = press(dropped, "Put this file aside")
    assert not screen.exception
    assert screen.file_uploader
    assert keys.UPLOAD not in screen.query_params
