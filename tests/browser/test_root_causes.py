"""Root causes in a real browser: five whys without the mouse, the tree by arrow keys, a phone, and two windows."""

from __future__ import annotations

import re

import pytest

from collab.model import YOU
from collab.plans import Cause, LogicEntry, PlanStep
from collab.services import initiatives, purpose, root_causes
from collab.store import Store, records
from tests.browser.conftest import Served

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000
WHY = "Why does this happen?"


@pytest.fixture
def there(store: Store) -> str:
    """The id of an initiative with a problem that one answer was given to."""
    made = initiatives.create_initiative(store, YOU, name="Northside Compact")
    problem = root_causes.add_problem(store, YOU, made.id, statement="Few families use the one application")
    root_causes.add_cause(store, YOU, problem.id, answer="It is in English only")
    return made.id


def opened(chromium: playwright.Browser, served: Served, there: str, *, width: int = 1440, height: int = 900) -> Page:
    page = chromium.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(f"{served.address}/root_causes?initiative={there}")
    expect(page.locator(".card:visible")).to_have_count(2, timeout=LONG)
    return page


def card(page: Page, words: str) -> playwright.Locator:
    return page.locator(".card:visible", has=page.locator("title", has_text=words))


def test_five_whys_are_asked_without_the_mouse(chromium: playwright.Browser, served: Served, there: str) -> None:
    page = opened(chromium, served, there)
    page.locator(".card:visible").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name=WHY)
    expect(field).to_be_focused(timeout=LONG)
    page.keyboard.type("Nobody translates it")
    page.keyboard.press("Enter")
    expect(card(page, "Nobody translates it")).to_be_visible(timeout=LONG)
    expect(field).to_be_focused(timeout=LONG)
    page.keyboard.type("It changes every year")
    page.keyboard.press("Shift+Enter")
    expect(card(page, "It changes every year")).to_have_attribute("aria-selected", "true", timeout=LONG)
    expect(field).to_be_focused(timeout=LONG)
    page.keyboard.type("The law changes")
    page.keyboard.press("Enter")
    expect(card(page, "The law changes")).to_have_attribute("data-level", "3", timeout=LONG)
    expect(page.locator(".card:visible")).to_have_count(5)
    page.context.close()


def test_arrow_keys_go_through_the_tree_and_space_closes_what_is_open(
    chromium: playwright.Browser, served: Served, there: str
) -> None:
    page = opened(chromium, served, there)
    first = card(page, "It is in English only")
    first.click()
    expect(first).to_have_attribute("aria-selected", "true", timeout=LONG)
    expect(page).to_have_url(re.compile("cause="))
    page.reload()
    expect(first).to_have_attribute("aria-selected", "true", timeout=LONG)
    first.focus()
    page.keyboard.press("ArrowLeft")
    expect(card(page, "Few families use the one application")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(first).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("textbox", name=WHY)).to_have_count(0, timeout=LONG)
    expect(page).not_to_have_url(re.compile("cause="))
    expect(first).to_be_focused()
    page.context.close()


def test_on_a_phone_it_is_a_list_and_what_is_pressed_is_seen_at_once(
    chromium: playwright.Browser, served: Served, there: str
) -> None:
    page = opened(chromium, served, there, width=390, height=844)
    card(page, "It is in English only").click()
    expect(page.get_by_role("textbox", name=WHY)).to_be_in_viewport(timeout=LONG)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.context.close()


def test_the_second_window_to_save_an_answer_sees_both_texts(
    chromium: playwright.Browser, served: Served, there: str
) -> None:
    one, other = (opened(chromium, served, there) for _ in range(2))
    for page, source in ((one, "Survey of May"), (other, "Calls of June")):
        card(page, "It is in English only").click()
        field = page.get_by_role("textbox", name="Source")
        expect(field).to_be_visible(timeout=LONG)
        field.fill(source)
    one.get_by_role("button", name="Save", exact=True).click()
    expect(one.get_by_text("The answer is saved.")).to_be_visible(timeout=LONG)
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_text("Survey of May").first).to_be_visible(timeout=LONG)
    expect(other.get_by_text("Calls of June").first).to_be_visible(timeout=LONG)
    one.context.close()
    other.context.close()


@pytest.mark.parametrize("spot", [0.15, 0.9])
def test_a_slow_double_click_carries_over_once(
    chromium: playwright.Browser, served: Served, store: Store, there: str, spot: float
) -> None:
    (cause,) = store.read(lambda unit: records.records(unit, Cause, initiative_id=there))
    root_causes.save_cause(store, YOU, cause.id, version=1, is_chosen=True)
    purpose.add_goal(store, YOU, there, statement="Nine of ten families apply")
    page = opened(chromium, served, there)
    button = page.get_by_role("button", name="Carry over as an entry of “Activities”")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    at = (box["x"] + spot * box["width"], box["y"] + box["height"] / 2)
    for _ in range(4):
        page.mouse.click(*at, delay=60)
        page.wait_for_timeout(300)
    expect(page.get_by_text("It is carried over.")).to_be_visible(timeout=LONG)
    assert len(store.read(lambda unit: records.records(unit, LogicEntry, initiative_id=there))) == 1
    assert not store.read(lambda unit: records.records(unit, PlanStep, initiative_id=there))
    assert "/root_causes" in page.url
    page.context.close()
