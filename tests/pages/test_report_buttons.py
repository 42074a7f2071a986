"""Slides and PDF are offered where something is shown to a meeting, and made only when somebody presses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest

from collab.model import YOU, Mode
from collab.services import initiatives, rounds
from collab.services.action_plans import action_plans, add_step, remove_step
from collab.services.conclusions import save_conclusion
from collab.services.importing import Destination
from collab.services.purpose import add_goal
from collab.store import Store
from tests.pages.conftest import Visit
from tests.services.contents import INSTRUMENT, a_content, bring

LABELS = ["Slides", "PDF"]
PAGES = ("readiness", "compare", "conclusions", "action_plans")
BEGINNINGS = {"pptx": b"PK", "pdf": b"%PDF"}


def offered(screen: AppTest) -> list[str]:
    return [each.label for each in screen.download_button if each.label in LABELS]


@pytest.fixture
def there(store: Store) -> dict[str, str]:
    """A round with answers, a conclusion and a planned step: the address of it."""
    content = a_content([("D one", None, 0), ("C two", None, 3)])
    outcome = bring(store, content, destination=Destination("Made-up $x$ <b>", "Baseline"), mode=Mode.TEAM)
    assert outcome.initiative_id
    assert outcome.round_id
    dimension = INSTRUMENT.dimensions[0].key
    save_conclusion(store, YOU, outcome.round_id, dimension, version=0, text="Agreed", reading="needs_work")
    goal = add_goal(store, YOU, outcome.initiative_id, statement="Nine of ten families apply")
    add_step(store, YOU, goal.id, step="Ask both boards")
    return {"initiative": outcome.initiative_id, "round": outcome.round_id}


@pytest.mark.parametrize("page", PAGES)
def test_a_revealed_round_can_be_taken_to_a_meeting(
    page: str, there: dict[str, str], visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("nobody pressed")

    monkeypatch.setattr("collab.services.report.report", refuse)
    screen = visit(page, **there)
    assert not screen.exception
    assert offered(screen) == LABELS


@pytest.mark.parametrize("page", PAGES)
def test_what_a_press_makes_is_a_file_of_its_kind(
    page: str, there: dict[str, str], visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    makes: dict[str, Callable[[], bytes]] = {}
    monkeypatch.setattr(
        MediaFileManager,
        "add_deferred",
        lambda _, make, *__, file_name, **___: makes.setdefault(Path(file_name).suffix[1:], make) and file_name,
    )
    screen = visit(page, **there)
    assert not screen.exception
    for ending, beginning in BEGINNINGS.items():
        assert makes[ending]().startswith(beginning)


def test_where_no_file_can_be_made_any_more_the_page_says_why(
    store: Store, there: dict[str, str], visit: Visit
) -> None:
    screen = visit("action_plans", **there)
    (plan,) = action_plans(store, there["initiative"], today=date.today()).plans
    remove_step(store, YOU, plan.steps[0].step.id, version=plan.steps[0].step.version)
    slides = next(each for each in screen.download_button if each.label == "Slides")
    screen = slides.click().run()
    assert not screen.exception
    assert ["There is nothing to show yet" in each.value for each in screen.error] == [True]


def test_a_choice_that_leaves_one_sector_offers_no_files_to_compare(there: dict[str, str], visit: Visit) -> None:
    screen = visit("compare", **there)
    partners = next(each for each in screen.multiselect if each.label == "Partners")
    screen = partners.select(partners.options[0]).run()
    assert "This choice leaves no district partner or no charter partner." in screen.info[0].value
    assert offered(screen) == []


@pytest.mark.parametrize("page", PAGES)
def test_an_open_round_offers_nothing_to_take(page: str, store: Store, visit: Visit) -> None:
    made = initiatives.create_initiative(store, YOU, name="Made-up compact")
    round_ = rounds.create_round(store, YOU, made.id, label="Baseline", instrument_key=INSTRUMENT.key, mode=Mode.TEAM)
    assert offered(visit(page, initiative=made.id, round=round_.id)) == []
