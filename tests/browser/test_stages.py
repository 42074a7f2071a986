"""The stages in a real browser: going back without the mouse, drafts that outlive a reload, and no page too wide."""

from __future__ import annotations

import re
from datetime import date

import pytest

from collab.model import YOU
from collab.services import initiatives, stages
from collab.store import Store
from tests.browser.conftest import Served

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000
NAME = "An initiative of every district, charter network and state office between the mountains and the sea"
WHY = "The pilot at four schools failed"


@pytest.fixture
def there(store: Store) -> str:
    """The id of an initiative with a long name that stands in its implementation."""
    made = initiatives.create_initiative(store, YOU, name=NAME, purpose="One calendar")
    stages.begin(store, YOU, made.id, stage="implement", on=date(2025, 1, 10))
    return made.id


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


def test_back_does_not_open_the_form_of_a_move_that_was_made(
    chromium: playwright.Browser, served: Served, there: str
) -> None:
    page = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{served.address}/stages?initiative={there}")
    page.get_by_role("button", name="Go back", exact=True).click()
    page.get_by_role("textbox", name="Why", exact=True).fill(WHY)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Record going back").click()
    expect(page.get_by_text("Partners went back. The path shows the loop.")).to_be_visible(timeout=LONG)
    page.go_back()
    page.wait_for_timeout(2_000)
    expect(page.get_by_role("button", name="Go back", exact=True)).to_be_visible(timeout=LONG)
    expect(page.get_by_role("button", name="Record going back")).to_have_count(0)
    expect(page.locator("[data-testid=stAlert]")).to_have_count(0)
    page.context.close()


def test_no_two_buttons_of_a_page_have_the_same_name(chromium: playwright.Browser, served: Served, there: str) -> None:
    page = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
    for name, wanted in (("stages", "Edit “Pilot carried out”"), ("initiative", "Add a leader")):
        page.goto(f"{served.address}/{name}?initiative={there}")
        button = page.get_by_role("button", name=wanted, exact=True)
        expect(button).to_be_visible(timeout=LONG)
        assert button.bounding_box()["width"] < 100
        page.wait_for_timeout(2_000)
        shown = page.locator("[data-testid=stMain] .stButton button").filter(visible=True)
        names = shown.evaluate_all("every => every.map(each => each.textContent.trim())")
        assert len(names) == len(set(names))
    page.context.close()


def typed(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Evidence", exact=True).fill(text)
    page.keyboard.press("Tab")


def test_two_tabs_on_one_milestone_see_both_texts_once(
    chromium: playwright.Browser, served: Served, there: str
) -> None:
    address = f"{served.address}/stages?initiative={there}&stage=plan&edit=milestone:plan.causes"
    one, other = (chromium.new_context(viewport={"width": 1440, "height": 900}).new_page() for _ in range(2))
    for page in (one, other):
        page.goto(address)
        expect(page.get_by_role("textbox", name="Evidence", exact=True)).to_be_visible(timeout=LONG)
    typed(one, "What the first tab says")
    expect(one.get_by_text("kept as a draft")).to_be_visible(timeout=LONG)
    typed(other, "What the second tab says")
    expect(other.get_by_text("Another window went on with this")).to_be_visible(timeout=LONG)
    expect(other.get_by_text("What the first tab says")).to_be_visible()
    one.get_by_role("button", name="Save", exact=True).click()
    expect(one.get_by_text("Evidence: What the first tab says")).to_be_visible(timeout=LONG)
    other.get_by_role("button", name="Go on with what is here").click()
    expect(other.get_by_role("textbox", name="Evidence", exact=True)).to_have_value("What the second tab says")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_text("Evidence: What the second tab says")).to_be_visible(timeout=LONG)
    for page in (one, other):
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
