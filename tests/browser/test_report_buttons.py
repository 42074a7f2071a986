"""Slides and PDF in a real browser: a press makes the file, or the page says why none is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from collab.model import YOU
from collab.plans import PlanStep
from collab.services.action_plans import add_step, remove_step
from collab.services.initiatives import create_initiative
from collab.services.purpose import add_goal
from collab.store import Store

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000


@pytest.fixture
def step(store: Store) -> PlanStep:
    """The only step of the only plan there is."""
    goal = add_goal(store, YOU, create_initiative(store, YOU, name="Northside Compact").id, statement="One calendar")
    return add_step(store, YOU, goal.id, step="Tell the families")


def test_a_press_makes_the_file_again_and_again_until_the_page_says_why_it_does_not(
    page: Page, address: str, store: Store, step: PlanStep, tmp_path: Path
) -> None:
    page.goto(f"{address}/action_plans?initiative={step.initiative_id}")
    for place, (label, ending, beginning) in enumerate((("Slides", ".pptx", b"PK"), ("PDF", ".pdf", b"%PDF")) * 2):
        button = page.get_by_role("button", name=label, exact=True)
        expect(button).to_be_enabled(timeout=LONG)
        with page.expect_download(timeout=LONG) as waiting:
            button.click()
        assert waiting.value.suggested_filename.endswith(ending)
        waiting.value.save_as(tmp_path / f"{place}{ending}")
        assert (tmp_path / f"{place}{ending}").read_bytes().startswith(beginning)
    remove_step(store, YOU, step.id, version=step.version)
    page.get_by_role("button", name="PDF", exact=True).click()
    expect(page.get_by_text("There is nothing to show yet")).to_be_visible(timeout=LONG)
