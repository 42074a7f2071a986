"""Rounds over time in a real browser: from the sample to the meeting by keys, and back by its address."""

from __future__ import annotations

import re

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000


def press(page: Page, key: str) -> None:
    """A key, once the screen stands still: a person who reads it from afar is never faster."""
    expect(page.locator(".js-plotly-plot")).to_have_count(1, timeout=LONG)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=LONG)
    page.wait_for_timeout(1_000)
    page.keyboard.press(key)


def test_the_sample_shows_what_has_changed_and_leads_through_the_meeting_by_keys(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    page.get_by_role("button", name="Load the made-up sample").click()
    expect(page).to_have_url(re.compile("/readiness"), timeout=LONG)
    page.get_by_role("link", name="Over time").click()
    expect(page.get_by_role("heading", name="What has changed?")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("16 of 17 factors rose")).to_be_visible(timeout=LONG)
    expect(page.locator(".js-plotly-plot")).to_have_count(2, timeout=LONG)
    expect(page).to_have_url(re.compile("from=.*to=|to=.*from="))

    page.get_by_role("button", name="Meeting view").click()
    expect(page.get_by_role("heading", name="What has changed, by sector")).to_be_visible(timeout=LONG)
    press(page, "ArrowRight")
    expect(page.get_by_role("heading", name="Unifying purpose: 4 rose")).to_be_visible(timeout=LONG)
    expect(page).to_have_url(re.compile("meeting=2"))
    page.reload()
    expect(page.get_by_role("heading", name="Unifying purpose: 4 rose")).to_be_visible(timeout=LONG)
    press(page, "Escape")
    expect(page.get_by_role("heading", name="What has changed?")).to_be_visible(timeout=LONG)
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


def test_a_phone_never_scrolls_the_page_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    page.get_by_role("button", name="Load the made-up sample").click()
    expect(page).to_have_url(re.compile("/readiness"), timeout=LONG)
    page.goto(page.url.replace("/readiness", "/over_time"))
    expect(page.locator(".js-plotly-plot")).to_have_count(2, timeout=LONG)
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("element => element.scrollWidth <= element.clientWidth")
