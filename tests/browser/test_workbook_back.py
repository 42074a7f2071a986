"""A workbook that was changed at home and dropped on Spreadsheets: what would change, the save, both texts of two."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from collab.framework import load_framework
from collab.journey import MilestoneStanding
from collab.model import YOU
from collab.services import milestones
from collab.store import Store
from tests.browser.conftest import planned
from tests.services.workbooks import AtHome, taken_home

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000
STEP = "Tell the families"
FREE, *_ = (each for each in load_framework().stages[0].milestones if each.phase is None)


@pytest.fixture
def here(store: Store) -> str:
    """The id of an initiative with one step in the plan of its goal."""
    return planned(store, "One calendar", [{"step": STEP}])


def home(store: Store, here: str, owner: str, responsible: str) -> AtHome:
    """The workbook with an owner of a milestone and somebody responsible for the step written into it."""
    taken = taken_home(store, here).put("Milestones", FREE.label, "Owner", owner)
    return taken.put("Action plan", STEP, "Responsible", responsible)


def drop(page: Page, address: str, here: str, content: AtHome, file: Path) -> None:
    """Drop it on Spreadsheets, and wait until it is read."""
    file.write_bytes(content.bytes())
    page.goto(f"{address}/spreadsheets?initiative={here}")
    expect(page.get_by_role("heading", name="Spreadsheets")).to_be_visible(timeout=LONG)
    page.locator("input[type=file]").set_input_files(str(file))
    expect(page.get_by_text("Northside Compact").last).to_be_visible(timeout=LONG)


def save(page: Page, rows: str) -> None:
    """Press the button that saves so many rows, and wait for the sentence that it is done."""
    page.get_by_role("button", name=f"Save {rows}", exact=True).click(timeout=LONG)
    expect(page.get_by_test_id("stAlert").filter(has_text=re.compile("Saved"))).to_be_visible(timeout=LONG)


def test_two_cells_that_were_changed_at_home_are_seen_saved_and_on_the_page(
    page: Page, address: str, store: Store, here: str, tmp_path: Path
) -> None:
    drop(page, address, here, home(store, here, "Ada Diaz", "Ben Osei"), tmp_path / "back.xlsx")
    for words in ("Ada Diaz", "Ben Osei"):
        expect(page.get_by_test_id("stTable").get_by_text(words)).to_be_visible(timeout=LONG)
    save(page, "2 rows")
    page.get_by_role("link", name="See action plans").click()
    expect(page.get_by_role("checkbox", name=STEP)).to_be_attached(timeout=LONG)
    expect(page.get_by_text("Ben Osei").first).to_be_visible(timeout=LONG)
    drop(page, address, here, taken_home(store, here), tmp_path / "untouched.xlsx")
    expect(page.get_by_text("nothing to save")).to_be_visible(timeout=LONG)


def test_of_a_row_that_somebody_changed_meanwhile_both_texts_are_shown_and_one_is_chosen(
    page: Page, address: str, store: Store, here: str, tmp_path: Path
) -> None:
    content = home(store, here, "Ada Diaz", "Ben Osei")
    milestones.save_milestone(
        store, YOU, here, FREE.key, version=0, standing=MilestoneStanding.UNSAID, owner="Zoe Quin"
    )
    drop(page, address, here, content, tmp_path / "back.xlsx")
    for words in ("Zoe Quin", "Ada Diaz", "Ben Osei"):
        expect(page.get_by_test_id("stTable").get_by_text(words).first).to_be_visible(timeout=LONG)
    expect(page.get_by_role("button", name="Save 1 row", exact=True)).to_be_visible(timeout=LONG)
    page.locator(".stCheckbox", has_text=FREE.label).locator("label").click()
    save(page, "2 rows")
    again = taken_home(store, here)
    row, column = again.row("Milestones", FREE.label), again.column("Milestones", "Owner")
    assert again.book["Milestones"].cell(row, column).value == "Ada Diaz"
