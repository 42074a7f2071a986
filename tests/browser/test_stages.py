"""The stages in a real browser: going back without the mouse, drafts that outlive a reload, and no page too wide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from collab.model import YOU
from collab.services import initiatives, stages
from collab.store import Store
from tests.browser.conftest import Served, serving

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000
NAME = "An initiative of every district, charter network and state office between the mountains and the sea"
WHY = "The pilot at four schools failed"


@pytest.fixture
def there(tmp_path: Path) -> str:
    """The id of an initiative with a long name that stands in its implementation."""
    store = Store.open(f"sqlite:///{tmp_path / 'common_ground.sqlite'}")
    made = initiatives.create_initiative(store, YOU, name=NAME, purpose="One calendar")
    stages.begin(store, YOU, made.id, stage="implement", on=date(2025, 1, 10))
    store.close()
    return made.id


@pytest.fixture
def served(tmp_path: Path, there: str) -> Iterator[Served]:
    """A server on the database that holds it."""
    with serving(tmp_path) as running:
        yield running


def by_keys(page: Page, name: str) -> None:
    """Reach a button with the tabulator and press it."""
    wanted = page.get_by_role("button", name=name, exact=True)
    expect(wanted).to_be_visible(timeout=LONG)
    for _ in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_partners_go_back_without_the_mouse_and_what_was_typed_outlives_a_reload(
    chromium: playwright.Browser, served: Served, there: str
) -> None:
    page = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{served.address}/stages?initiative={there}")
    expect(page.locator(".js-plotly-plot")).to_have_count(2, timeout=LONG)
    by_keys(page, "Go back")
    why = page.get_by_role("textbox", name="Why", exact=True)
    expect(why).to_be_visible(timeout=LONG)
    expect(page).to_have_url(re.compile("edit=go_back"))
    why.focus()
    page.keyboard.type(WHY)
    page.keyboard.press("Tab")
    expect(page.get_by_text("kept as a draft")).to_be_visible(timeout=LONG)
    page.reload()
    expect(why).to_have_value(WHY, timeout=LONG)
    why.focus()
    by_keys(page, "Record going back")
    expect(page.get_by_text(f"sent back from Implement: “{WHY}”")).to_be_visible(timeout=LONG)
    expect(page.get_by_text(re.compile("Implement sent it back to Plan"))).to_be_visible()
    expect(page).not_to_have_url(re.compile("edit="))
    page.context.close()


@pytest.mark.parametrize("name", ["stages", "initiative"])
def test_a_phone_never_scrolls_the_page_sideways(
    chromium: playwright.Browser, served: Served, there: str, name: str
) -> None:
    page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{served.address}/{name}?initiative={there}")
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=LONG)
    page.wait_for_timeout(2_000)
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("element => element.scrollWidth <= element.clientWidth")
    page.context.close()
