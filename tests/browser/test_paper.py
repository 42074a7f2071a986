"""Compare on paper: Letter and A4, upright and across, with every chart whole and no sheet left half empty."""

from __future__ import annotations

import re

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000
# The sample takes three sheets across and two upright; a sheet more would be one that is nearly empty.
SHEETS = {
    ("Letter", True): 3,
    ("A4", True): 3,
    ("Letter", False): 2,
    ("A4", False): 2,
}
DRAWINGS = ".js-plotly-plot .main-svg"


@pytest.fixture
def compare(page: Page, address: str) -> Page:
    """The comparison of the made-up sample, all of its charts drawn."""
    page.get_by_role("button", name="Load the made-up sample").click()
    expect(page).to_have_url(re.compile("/readiness"), timeout=LONG)
    page.goto(f"{address}/compare")
    expect(page.locator(f"{DRAWINGS}:first-of-type")).to_have_count(5, timeout=LONG)
    page.wait_for_timeout(1_000)
    return page


@pytest.mark.parametrize(("paper", "across"), SHEETS)
def test_compare_takes_no_more_sheets_than_it_fills(compare: Page, paper: str, across: bool) -> None:
    printed = compare.pdf(format=paper, landscape=across, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == SHEETS[paper, across]


def test_drawings_can_be_scaled_while_they_are_printed_and_only_then(compare: Page) -> None:
    boxes = f"() => [...document.querySelectorAll('{DRAWINGS}')].map((drawing) => drawing.getAttribute('viewBox'))"
    compare.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    printed = compare.evaluate(boxes)
    assert printed
    assert all(re.fullmatch(r"0 0 \d+(\.\d+)? \d+(\.\d+)?", box or "") for box in printed)
    compare.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert set(compare.evaluate(boxes)) == {None}
