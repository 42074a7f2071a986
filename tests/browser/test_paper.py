"""Pages on paper: charts and tables whole, no sheet left half empty, what is read there, what is pressed not."""

from __future__ import annotations

import re

import pytest

from collab.model import YOU
from collab.services.initiatives import create_initiative, overview, set_parent
from collab.store import Store

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


@pytest.fixture
def upright(page: Page, address: str, store: Store) -> Page:
    """The made-up sample with one more initiative under it, in a window as wide as an upright sheet of Letter."""
    page.get_by_role("button", name="Load the made-up sample").click()
    expect(page).to_have_url(re.compile("/readiness"), timeout=LONG)
    above = next(card.initiative for card in overview(store) if "Eastport Compact" in card.initiative.name)
    under = create_initiative(store, YOU, name="Made-up lottery")
    set_parent(store, YOU, under.id, version=under.version, parent_id=above.id)
    page.set_viewport_size({"width": 740, "height": 980})
    page.emulate_media(media="print")
    page.goto(f"{address}/initiative?initiative={above.id}")
    expect(page.locator(".st-key-family")).to_contain_text("Made-up lottery", timeout=LONG)
    return page


def test_the_page_of_an_initiative_keeps_its_words_and_leaves_out_what_is_pressed(upright: Page) -> None:
    expect(upright.locator(".st-key-family button", has_text="Made-up lottery")).to_be_visible()
    expect(upright.locator(".st-key-glance summary").first).to_be_visible()
    expect(upright.locator(".st-key-glance .stPageLink").first).to_be_visible()
    expect(upright.get_by_role("link", name="Names, sectors, roles")).to_be_hidden()
    expect(upright.get_by_role("button", name="Add a goal")).to_be_hidden()
    heights = upright.evaluate(
        """() => [...document.querySelectorAll(".stHeading")].map((heading) =>
          heading.getBoundingClientRect().bottom - heading.parentElement.getBoundingClientRect().bottom)"""
    )
    assert len(heights) > 5
    assert all(over < 1 for over in heights)


def test_dates_and_stages_to_choose_are_not_printed(upright: Page, address: str) -> None:
    upright.goto(upright.url.replace("/initiative?", "/stages?"))
    expect(upright.get_by_role("heading", name="The way so far")).to_be_visible(timeout=LONG)
    for pressed in (upright.get_by_text("Correct dates"), upright.locator(".stButtonGroup").first):
        expect(pressed).to_be_attached()
        expect(pressed).to_be_hidden()


def test_the_overview_prints_every_column_and_its_summary(upright: Page, address: str, store: Store) -> None:
    for number in range(4):
        create_initiative(store, YOU, name=f"Made-up {number}")
    upright.goto(address)
    expect(upright.get_by_text(re.compile("^8 initiatives"))).to_be_visible(timeout=LONG)
    head = upright.get_by_role("columnheader", name="Last activity")
    expect(head).to_be_visible()
    box = head.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 741
    for pressed in (upright.locator(".stButtonGroup").first, upright.get_by_role("button", name="New initiative")):
        expect(pressed).to_be_hidden()
