"""The overview of many initiatives as only a browser shows it: links by keyboard, and cards on a phone."""

from __future__ import annotations

import re
from datetime import date

import pytest

from collab.services.digests import all_digests
from collab.store import Store
from tests.many_initiatives import make_initiatives

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

TODAY = date.today()


def test_a_row_leads_to_its_initiative_and_to_its_rounds_by_keyboard(page: Page, address: str, store: Store) -> None:
    make_initiatives(store, 12, today=TODAY)
    one = all_digests(store, today=TODAY).digests[4].initiative
    page.goto(f"{address}/?sort=name")
    page.get_by_role("link", name=one.name).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/initiative.initiative={one.id}"))
    page.go_back()
    row = page.get_by_role("row").filter(has_text=one.name)
    row.get_by_role("link", name="Rounds and more").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="New round")).to_be_visible()
    expect(page).to_have_url(re.compile(f"initiative={one.id}"))
    page.get_by_role("button", name="All 12 initiatives").click()
    expect(page.get_by_role("row")).to_have_count(13)


def test_on_a_phone_nothing_has_to_be_pushed_sideways(page: Page, address: str, store: Store) -> None:
    make_initiatives(store, 12, today=TODAY)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    expect(page.get_by_role("link", name=re.compile("^Made-up")).first).to_be_visible()
    wide = page.locator("[data-testid=stMain]").evaluate("area => area.scrollWidth - area.clientWidth")
    table = page.get_by_role("table").evaluate("table => table.getBoundingClientRect().right")
    assert wide == 0
    assert table <= 390


def focused(page: Page) -> str:
    """The words of what has the focus, also inside a component."""
    found: str = page.evaluate(
        "() => { let own = document.activeElement; while (own?.shadowRoot?.activeElement) "
        "own = own.shadowRoot.activeElement; return own?.innerText ?? '' }"
    )
    return found


def stands_still_at(page: Page, name: str) -> float:
    """How far from the top of the window a row stands, once it has come to rest."""
    link, before = page.get_by_role("link", name=name, exact=True), None
    expect(link).to_be_visible()
    for _ in range(40):
        page.wait_for_timeout(250)
        box = link.bounding_box()
        now = box["y"] if box else None
        if now is not None and now == before:
            return now
        before = now
    raise AssertionError(f"{name} does not come to rest")


def comes_to_stand_at(page: Page, name: str, place: float) -> None:
    """Fail where a row does not come to rest at this distance from the top of the window."""
    for _ in range(20):
        if abs(stands_still_at(page, name) - place) < 2:
            return
    raise AssertionError(f"{name} rests at {stands_still_at(page, name):.0f}, not at {place:.0f}")


def test_back_from_an_initiative_leads_to_the_same_place_in_the_list(page: Page, address: str, store: Store) -> None:
    make_initiatives(store, 120, today=TODAY)
    page.goto(f"{address}/?sort=name&page=2")
    row = page.get_by_role("row").nth(30).get_by_role("link").first
    row.scroll_into_view_if_needed()
    name = row.inner_text()
    stood = stands_still_at(page, name)
    row.click()
    expect(page).to_have_url(re.compile("/initiative.initiative="))
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile("sort=name&page=2$"))
    comes_to_stand_at(page, name, stood)
    assert focused(page) == name


def test_back_from_the_rounds_leads_to_the_same_place_each_time(page: Page, address: str, store: Store) -> None:
    make_initiatives(store, 60, today=TODAY)
    page.goto(f"{address}/?sort=name")
    links = page.get_by_role("row").nth(30).get_by_role("link")
    links.last.scroll_into_view_if_needed()
    name = links.first.inner_text()
    stood = stands_still_at(page, name)
    links.last.click()
    rounds = page.get_by_role("button", name="All 60 initiatives")
    expect(rounds).to_be_visible()
    page.go_back()
    comes_to_stand_at(page, name, stood)
    page.go_forward()
    expect(rounds).to_be_visible()
    page.go_back()
    expect(rounds).to_be_hidden()
    comes_to_stand_at(page, name, stood)


def test_next_at_the_foot_of_the_list_leads_to_the_top_of_the_next_page(page: Page, address: str, store: Store) -> None:
    make_initiatives(store, 120, today=TODAY)
    page.goto(f"{address}/?sort=name")
    page.locator(".st-key-page_below_Next button").click()
    expect(page.get_by_text("51 to 100 of 120 initiatives").first).to_be_in_viewport()
    expect(page.get_by_role("row").nth(1)).to_be_in_viewport()
    page.go_back()
    expect(page.get_by_text("1 to 50 of 120 initiatives").first).to_be_in_viewport()


def widths_of_the_table(page: Page) -> tuple[int, int]:
    """How wide the table is and how wide its place."""
    wide, room = page.get_by_role("table").evaluate(
        "table => [table.parentElement.scrollWidth, table.parentElement.clientWidth]"
    )
    return wide, room


def test_the_table_is_whole_on_every_laptop(page: Page, address: str, store: Store) -> None:
    make_initiatives(store, 60, today=TODAY)
    page.goto(f"{address}/?sort=weakest")
    expect(page.get_by_role("table")).to_be_visible()
    for width in (1530, 1500, 1464, 1440, 1366, 1280, 1210, 1180, 1024, 820):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(400)
        wide, room = widths_of_the_table(page)
        assert wide <= room, f"at {width}: {wide} of {room}"


def test_paper_has_the_range_and_the_filters_and_no_link_to_press(page: Page, address: str, store: Store) -> None:
    make_initiatives(store, 60, today=TODAY)
    page.goto(f"{address}/?stage=plan")
    told, link = page.get_by_text("in all · Stage: Plan · Sorted by"), page.get_by_text("Rounds and more").first
    expect(link).to_be_visible()
    expect(told).to_be_hidden()
    page.emulate_media(media="print")
    expect(told).to_be_visible()
    expect(link).to_be_hidden()


def test_a_press_in_the_side_bar_is_one_step_back(page: Page, address: str, store: Store) -> None:
    make_initiatives(store, 12, today=TODAY)
    page.goto(f"{address}/?sort=name")
    expect(page.get_by_role("table")).to_be_visible()
    beside = page.get_by_test_id("stSidebarNav")
    beside.get_by_role("link", name="Partners").click()
    expect(page).to_have_url(re.compile("/partners.initiative="))
    expect(page.get_by_role("heading", name="Partners", exact=True)).to_be_visible()
    beside.get_by_role("link", name="Overview").click()
    expect(page).to_have_url(re.compile("/.sort=name$"))
    page.go_back()
    expect(page).to_have_url(re.compile("/partners.initiative="))
    expect(page.get_by_role("heading", name="Partners", exact=True)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile("/.sort=name$"))
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def test_a_press_as_soon_as_the_first_page_listens_is_a_step_back_too(page: Page, address: str, store: Store) -> None:
    make_initiatives(store, 3, today=TODAY)
    page.goto("about:blank")
    page.goto(f"{address}/stages")
    expect(page).to_have_url(re.compile("/stages.initiative="))
    page.wait_for_function("window.history.oneStep")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Conclusions").click()
    expect(page).to_have_url(re.compile("/conclusions.initiative="))
    expect(page.get_by_role("heading", name="What did we conclude?")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile("/stages.initiative="))
    expect(page.get_by_role("heading", name="Where are we?")).to_be_visible()
