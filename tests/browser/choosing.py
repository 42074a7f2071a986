"""Choosing from a list as one does without the mouse: open it, type part of a name, press Enter."""

from __future__ import annotations

import re

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page, Locator = playwright.expect, playwright.Page, playwright.Locator


def choose(page: Page, field: Locator, words: str) -> None:
    """Choose the option that holds these words. A list that is open closes as something scrolls, so none is clicked."""
    field.scroll_into_view_if_needed()
    field.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.type(words)
    expect(page.locator("[role=option][data-focused]", has_text=re.compile(re.escape(words)))).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_attached()
