"""The panels for sheets of reviews and milestones: pasted, looked at, saved, put aside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from collab.journey import MilestoneRecord
from collab.model import YOU
from collab.services.initiatives import create_initiative
from collab.services.reviews import checklist_view
from collab.store import Store, records

SHEET = "Item\tStatus\tOwner\nStaff have time\tNot yet\t# **Ana**\nNorms are in use\tmostly\tBo\n"
Look = Callable[[], AppTest]


def page(url: str, initiative_id: str) -> None:
    """A page with both panels."""
    from collab.model import YOU
    from collab.store import Store
    from collab.ui import bulk

    store = Store.open(url)
    bulk.reviews_panel(store, YOU, initiative_id, "implementation")
    bulk.milestones_panel(store, YOU, initiative_id)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    st.cache_resource.clear()
    return Store.open(f"sqlite:///{tmp_path / 'common_ground.sqlite'}")


@pytest.fixture
def initiative_id(store: Store) -> str:
    return create_initiative(store, YOU, name="Made-up compact").id


@pytest.fixture
def screen(store: Store, tmp_path: Path, initiative_id: str) -> AppTest:
    url = f"sqlite:///{tmp_path / 'common_ground.sqlite'}"
    opened = AppTest.from_function(page, args=(url, initiative_id), default_timeout=60)
    for scope in (f"reviews_{initiative_id}_implementation", f"milestones_{initiative_id}"):
        opened.session_state[f"panel_{scope}"] = True
    return opened.run()


def press(screen: AppTest, beginning: str, which: int = 0) -> AppTest:
    [each for each in screen.button if each.label.startswith(beginning)][which].click()
    screen.run()
    assert not screen.exception
    return screen


def said(screen: AppTest) -> str:
    every = [*screen.warning, *screen.error, *screen.success, *screen.caption, *screen.markdown]
    return " ".join(each.value for each in every).replace("\\", "")


def test_a_pasted_review_is_shown_with_its_faults_and_saved_when_confirmed(
    screen: AppTest, store: Store, initiative_id: str
) -> None:
    screen.text_area[0].set_value(SHEET).run()
    press(screen, "See what would change")
    assert "“mostly” is not a status" in said(screen)
    assert "1 item would change" in said(screen)
    assert checklist_view(store, initiative_id, "implementation").held == ()
    press(screen, "Save 1 item")
    assert "1 item saved." in said(screen)
    (held,) = checklist_view(store, initiative_id, "implementation").held
    assert held.entries["full.time"].owner == "# **Ana**"
    assert screen.text_area[0].value == ""


def test_pasted_milestones_are_saved_and_the_same_again_is_unchanged(
    screen: AppTest, store: Store, initiative_id: str
) -> None:
    for button in ("Save 1 milestone", ""):
        screen.text_area[1].set_value("Milestone\tStatus\nRoot causes are identified from evidence\tDone\n").run()
        press(screen, "See what would change", 1)
        if button:
            press(screen, button)
    assert "unchanged" in said(screen)
    assert not [each for each in screen.button if each.label.startswith("Save")]
    assert len(store.read(lambda unit: records.records(unit, MilestoneRecord))) == 1


def test_nothing_pasted_and_nothing_understood_are_told_in_sentences(screen: AppTest) -> None:
    press(screen, "See what would change")
    assert "There is nothing to read yet" in said(screen)
    screen.text_area[0].set_value("a\tb\n1\t2\n").run()
    press(screen, "See what would change")
    assert "No row names an item of this checklist" in said(screen)
    assert not [each for each in screen.button if each.label.startswith("Save")]
    press(screen, "Put it aside")
    assert "No row names" not in said(screen)
