"""Whole journeys in a real browser: what a facilitator does, from a first start to the comparison."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from pathlib import Path

import pytest

from collab.model import YOU, Mode, Sector
from collab.services.answers import answer_sheets
from collab.services.importing import past_imports
from collab.services.initiatives import create_initiative, overview
from collab.services.partners import add_partner
from collab.services.rounds import create_round
from collab.services.sample import loaded_sample
from collab.store import Store

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

PROJECT = Path(__file__).resolve().parents[2]
TWIN = PROJECT / "data" / "samples" / "made_up_school_survey.xlsx"
LONG = 60_000


def drop(page: Page, *files: Path) -> None:
    """Drop files on the spreadsheets page and wait until they have been read."""
    page.locator("input[type=file]").set_input_files([str(file) for file in files])
    expect(page.get_by_text("What was found").first).to_be_visible(timeout=LONG)


def answer_everything(page: Page) -> None:
    """Take every proposal until there is nothing left to ask."""
    go_on = page.get_by_role("button", name="Go on with these answers")
    save = page.get_by_role("button", name="Save", exact=True)
    for _ in range(5):
        expect(go_on.or_(save).first).to_be_visible(timeout=LONG)
        if save.is_visible():
            return
        with suppress(playwright.TimeoutError):  # what was there a moment ago may just be answered
            go_on.click(timeout=5_000)
        page.wait_for_timeout(500)
    expect(save).to_be_visible(timeout=LONG)


def test_the_sample_leads_from_an_empty_start_to_the_heatmap(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Load the made-up sample").dblclick(delay=80)
    expect(page).to_have_url(re.compile("/readiness"), timeout=LONG)
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=LONG)
    expect(page.get_by_text("Made-up sample data").first).to_be_visible()


def test_a_dropped_spreadsheet_becomes_a_comparison(page: Page, store: Store) -> None:
    page.goto("/")
    page.get_by_role("button", name="Go to Spreadsheets").click()
    drop(page, TWIN)
    answer_everything(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="See readiness")).to_be_visible(timeout=LONG)
    page.locator("[data-testid=stMain]").get_by_role("link", name="Compare").click()
    expect(page).to_have_url(re.compile("/compare"), timeout=LONG)
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=LONG)


def test_a_reload_in_the_middle_loses_nothing(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Go to Spreadsheets").click()
    drop(page, TWIN)
    expect(page).to_have_url(re.compile("upload="))
    page.reload()
    expect(page.get_by_role("heading", name=TWIN.name)).to_be_visible(timeout=LONG)
    answer_everything(page)
    page.reload()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible(timeout=LONG)


def test_a_double_click_on_save_saves_once(page: Page, store: Store) -> None:
    page.goto("/")
    page.get_by_role("button", name="Go to Spreadsheets").click()
    drop(page, TWIN)
    answer_everything(page)
    page.get_by_role("button", name="Save", exact=True).dblclick()
    expect(page.get_by_role("link", name="See readiness")).to_be_visible(timeout=LONG)
    (card,) = overview(store)
    assert len(past_imports(store, card.initiative.id)) == 1


def test_a_paper_form_is_typed_in_with_number_keys(page: Page, address: str, store: Store) -> None:
    initiative = create_initiative(store, YOU, name="Made-up compact")
    round_ = create_round(
        store, YOU, initiative.id, label="Paper", instrument_key="cross-sector-readiness", mode=Mode.TEAM
    )
    partner = add_partner(store, YOU, initiative.id, name="Made-up charter", sector=Sector.CHARTER)
    page.goto(f"{address}/enter_answers?initiative={initiative.id}&round={round_.id}&partner={partner.id}")
    page.locator(".factor input").first.focus()
    page.keyboard.type("43210432104321043")
    expect(page.get_by_text("All 17 answered.")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("is saved")).to_be_visible()
    (sheet,) = answer_sheets(store, YOU, round_.id, partner.id)
    assert sheet.ratings is not None
    keys = {"4": "strongly_agree", "3": "agree", "2": "disagree", "1": "strongly_disagree", "0": "not_applicable"}
    assert list(sheet.ratings.values()) == [keys[key] for key in "43210432104321043"]


def test_nothing_is_asked_of_the_outside(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("", "spreadsheets", "readiness", "compare", "partners", "enter_answers"):
        page.goto(f"{address}/{name}")
        expect(page.locator("h1").first).to_be_visible()
    outside = [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    assert outside == []


def test_who_goes_elsewhere_while_the_sample_loads_finds_it_and_the_overview_again(page: Page, store: Store) -> None:
    page.goto("/")
    page.get_by_role("button", name="Load the made-up sample").click(delay=80)
    expect(page.get_by_text("Loading the sample")).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Owed").click()
    expect(page).to_have_url(re.compile("/owed"))
    until = time.monotonic() + LONG / 1000
    while loaded_sample(store) is None and time.monotonic() < until:
        page.wait_for_timeout(500)
    assert loaded_sample(store) is not None
    page.wait_for_timeout(1_000)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Overview").click()
    expect(page.get_by_role("button", name="New initiative")).to_be_visible(timeout=LONG)
    expect(page).not_to_have_url(re.compile("/readiness"))
