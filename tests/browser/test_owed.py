"""What is owed in a real browser: a tick and its undoing, the calendar file, a phone, and paper."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from collab.services.owed import owed
from collab.store import Store
from tests.browser.conftest import planned

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000
TODAY = date.today()
STEPS = (("Ask both boards", "Ada Diaz", -3), ("Order the buses", "Ben Osei", 3), ("Find half a post", "", None))


@pytest.fixture
def here(store: Store) -> str:
    """The id of an initiative in which three steps are owed: a late one, one of this week, one without a day."""
    dues = (None if days is None else TODAY + timedelta(days=days) for _, _, days in STEPS)
    steps = [
        {"step": words, "responsible": who, "due_on": due} for (words, who, _), due in zip(STEPS, dues, strict=True)
    ]
    return planned(store, "Nine of ten families apply", steps)


def opened(page: Page, address: str, here: str, rest: str = "") -> Page:
    page.goto(f"{address}/owed?initiative={here}{rest}")
    expect(page.get_by_role("heading", name="All that is owed in Northside Compact")).to_be_visible(timeout=LONG)
    return page


def drawn_whole(page: Page) -> None:
    """Wait until a run has ended: until then what was drawn before stands beside what is drawn now."""
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_attached(timeout=LONG)
    page.wait_for_timeout(500)
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_attached(timeout=LONG)


def open_words(store: Store, here: str) -> list[str]:
    return [each.task.text for each in owed(store, today=TODAY, initiative_id=here)]


def test_a_step_is_ticked_stays_for_the_undoing_and_is_opened_again(
    page: Page, address: str, store: Store, here: str
) -> None:
    opened(page, address, here)
    box = page.get_by_role("checkbox", name="Ask both boards", exact=True)
    expect(page.get_by_role("heading", name="Overdue (1)")).to_be_visible(timeout=LONG)
    box.check(force=True)
    expect(page.get_by_role("heading", name="Overdue (0, 1 just done)")).to_be_visible(timeout=LONG)
    drawn_whole(page)
    expect(box).to_be_checked()
    assert open_words(store, here) == ["Order the buses", "Find half a post"]
    box.uncheck(force=True)
    expect(page.get_by_role("heading", name="Overdue (1)")).to_be_visible(timeout=LONG)
    drawn_whole(page)
    expect(box).not_to_be_checked()
    assert open_words(store, here) == ["Ask both boards", "Order the buses", "Find half a post"]


def test_the_calendar_file_holds_each_line_that_has_a_day(page: Page, address: str, here: str, tmp_path: Path) -> None:
    opened(page, address, here)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Calendar file (2)").click()
    assert waiting.value.suggested_filename.endswith(".ics")
    waiting.value.save_as(tmp_path / "owed.ics")
    lines = (tmp_path / "owed.ics").read_text(encoding="utf-8").replace("\n ", "").splitlines()
    assert lines[0] == "BEGIN:VCALENDAR"
    days = {f"{TODAY + timedelta(days=days):%Y%m%d}" for _, _, days in STEPS if days is not None}
    assert {line.rpartition(":")[2] for line in lines if line.startswith("DTSTART")} == days


def test_on_a_phone_the_list_is_narrowed_behind_one_button(page: Page, address: str, here: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, address, here)
    narrow = page.get_by_role("button", name="Narrow the list")
    expect(narrow).to_be_visible(timeout=LONG)
    expect(page.get_by_role("combobox", name="Owner")).to_have_count(0)
    narrow.click()
    page.get_by_role("textbox", name="Find").fill("buses")
    page.keyboard.press("Enter")
    expect(page.get_by_text("With the words: buses")).to_be_visible(timeout=LONG)
    expect(page).to_have_url(re.compile("find=buses"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("checkbox", name="Order the buses")).to_be_attached()
    expect(page.get_by_role("checkbox", name="Ask both boards")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_on_paper_a_table_with_boxes_to_tick_stands_for_the_list(page: Page, address: str, here: str) -> None:
    opened(page, address, here)
    expect(page.get_by_role("checkbox", name="Find half a post")).to_be_attached(timeout=LONG)
    page.emulate_media(media="print")
    paper = page.locator(".st-key-printed_owed table")
    expect(paper).to_be_visible()
    for words, who, _ in STEPS:
        expect(paper.get_by_role("row").filter(has_text=f"☐ {words}").filter(has_text=who)).to_be_visible()
    expect(page.locator(".st-key-owed_list")).to_be_hidden()
    for pressed in ("Meeting view", "Calendar file (2)"):
        expect(page.get_by_role("button", name=pressed)).to_have_count(0)
