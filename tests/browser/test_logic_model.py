"""The logic model in a real browser: adding by keyboard, curves between cards, ways, paper, and a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from collab.model import YOU
from collab.services.initiatives import create_initiative
from collab.services.logic_model import add_entry, logic_model, set_links
from collab.store import Store
from tests.browser.choosing import choose

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Locator, Page = playwright.expect, playwright.Locator, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000
WEIRD = "<b>A letter</b> $x$"
CURVES = ".columns path:not(.tip)"


@pytest.fixture
def initiative_id(store: Store) -> str:
    return create_initiative(store, YOU, name="Northside Compact").id


@pytest.fixture
def linked(store: Store, initiative_id: str) -> dict[str, str]:
    """Text -> id: a grant pays a letter, which leads to a list; a call stands beside."""
    places = {"A grant": "inputs", WEIRD: "activities", "A call": "activities", "A list": "outputs"}
    made = {text: add_entry(store, YOU, initiative_id, place=place, text=text).id for text, place in places.items()}
    set_links(store, YOU, made["A grant"], to={made[WEIRD]}, seen=())
    set_links(store, YOU, made[WEIRD], to={made["A list"]}, seen=())
    return made


def opened(page: Page, address: str, initiative_id: str, rest: str = "") -> None:
    page.goto(f"{address}/logic_model?initiative={initiative_id}{rest}")
    expect(page.locator(".board .column")).to_have_count(6, timeout=LONG)
    settled(page)


def settled(page: Page) -> None:
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=LONG)
    page.wait_for_timeout(500)


def test_entries_are_typed_one_after_the_other_without_the_mouse(
    page: Page, address: str, store: Store, initiative_id: str
) -> None:
    opened(page, address, initiative_id)
    page.locator("[data-what='add:activities']").focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("Add an entry")
    expect(field).to_be_focused(timeout=LONG)
    for text in ("A letter", "A call", "A list of all schools"):
        expect(field).to_have_value("")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(page.locator(".column .card", has_text=text)).to_be_visible(timeout=LONG)
        expect(field).to_be_focused()
    view = logic_model(store, initiative_id)
    assert [each.text for each in view.columns[1].entries] == ["A letter", "A call", "A list of all schools"]


def test_what_is_typed_before_the_row_is_there_is_kept_for_it(
    page: Page, address: str, store: Store, initiative_id: str
) -> None:
    opened(page, address, initiative_id)
    for place, number in (("activities", 1), ("outputs", 2), ("activities", 3)):
        page.locator(f"[data-what='add:{place}']").click()
        page.keyboard.type(f"Letter {number} to all")
        page.keyboard.press("Enter")
        page.keyboard.type("Call")
        field = page.get_by_label("Add an entry")
        expect(field).to_have_value("Call", timeout=LONG)
        expect(field).to_be_focused()
        expect(page.locator(".column .card", has_text=f"Letter {number} to all")).to_be_visible(timeout=LONG)
        field.fill("")
        settled(page)
    entries = {
        place.prompt.key: [each.text for each in place.entries] for place in logic_model(store, initiative_id).columns
    }
    assert entries["activities"] == ["Letter 1 to all", "Letter 3 to all"]
    assert entries["outputs"] == ["Letter 2 to all"]


def test_a_double_click_opens_what_it_is_made_on(
    page: Page, address: str, linked: dict[str, str], initiative_id: str
) -> None:
    opened(page, address, initiative_id)
    page.locator("[data-what='add:outputs']").dblclick()
    expect(page.get_by_label("Add an entry")).to_be_focused(timeout=LONG)
    settled(page)
    expect(page.get_by_label("Add an entry")).to_be_focused()
    page.locator(f"[data-what='entry:{linked['A call']}']").dblclick()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible(timeout=LONG)
    settled(page)
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()


def card_of(page: Page, entry_id: str) -> Locator:
    return page.locator(f".card[data-id='{entry_id}']")


def test_a_card_that_is_pointed_at_shows_its_way_and_opens_with_the_keyboard(
    page: Page, address: str, initiative_id: str, linked: dict[str, str]
) -> None:
    opened(page, address, initiative_id)
    expect(page.locator(CURVES)).to_have_count(2)
    card = card_of(page, linked[WEIRD])
    card_of(page, linked["A list"]).hover()
    expect(page.locator(f"{CURVES}.on")).to_have_count(2)
    expect(card).to_have_class("card on")
    expect(card_of(page, linked["A call"])).to_have_class("card")
    card.focus()
    page.keyboard.press("Enter")
    words = page.locator(".st-key-logic_work textarea")
    expect(words).to_be_focused(timeout=LONG)
    expect(words).to_have_value(WEIRD)
    page.get_by_role("button", name="Close").press("Enter")
    expect(words).to_have_count(0, timeout=LONG)
    expect(card).to_be_focused()


def test_a_link_is_chosen_in_the_panel_and_drawn_at_once(
    page: Page, address: str, store: Store, initiative_id: str, linked: dict[str, str]
) -> None:
    opened(page, address, initiative_id, f"&edit=entry:{linked['A call']}")
    choose(page, page.get_by_role("combobox", name="Leads to", exact=True), "Outputs: A list")
    expect(page.locator(CURVES)).to_have_count(3, timeout=LONG)
    assert (linked["A call"], linked["A list"]) in logic_model(store, initiative_id).links


@pytest.mark.usefixtures("linked")
def test_a_phone_says_the_links_in_words(page: Page, address: str, initiative_id: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, address, initiative_id)
    expect(page.locator(".card .leads", has_text="leads to: A list")).to_be_visible()
    expect(page.locator(".columns svg")).to_be_hidden()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


def large(store: Store, initiative_id: str) -> None:
    """Eight entries of some length in each column."""
    for place in [each.prompt.key for each in logic_model(store, initiative_id).columns]:
        for number in range(8):
            text = f"A joint calendar of deadlines that both boards adopt in May, number {number}"
            add_entry(store, YOU, initiative_id, place=place, text=text)


def test_cards_beside_a_way_keep_their_letters_and_on_paper_their_edges(
    page: Page, address: str, initiative_id: str, linked: dict[str, str]
) -> None:
    opened(page, address, initiative_id)
    on, beside = card_of(page, linked[WEIRD]), card_of(page, linked["A call"])
    edge = "card => getComputedStyle(card).borderTopColor"
    as_drawn = beside.evaluate(edge)
    on.hover()
    expect(on).to_have_class("card on")
    expect(beside).to_have_css("opacity", "1")
    assert beside.evaluate(edge) != as_drawn
    page.emulate_media(media="print")
    assert beside.evaluate(edge) == on.evaluate(edge) == as_drawn


def test_a_large_model_is_printed_on_one_sheet_on_its_side(
    page: Page, address: str, store: Store, initiative_id: str, tmp_path: Path
) -> None:
    large(store, initiative_id)
    opened(page, address, initiative_id)
    made = tmp_path / "model.pdf"
    page.pdf(path=made, prefer_css_page_size=True, format="A4")
    content = made.read_bytes()
    assert content.count(b"/Type /Page\n") == 1
    expect(page.locator(".board.paper")).to_have_count(0)


@pytest.mark.usefixtures("linked")
def test_a_meeting_reads_it_from_the_back_of_the_room_and_goes_on_to_one_way(
    page: Page, address: str, initiative_id: str
) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    opened(page, address, initiative_id, "&meeting=1")
    letters = "card => parseFloat(getComputedStyle(card).fontSize)"
    assert min(page.locator(".column .card").evaluate_all(f"all => all.map({letters})")) >= 28
    assert page.locator(".board").evaluate("board => board.getBoundingClientRect().bottom") <= 1080
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name=f"One way: {WEIRD}")).to_be_visible(timeout=LONG)
    expect(page.locator(".column .card")).to_have_count(3)
    expect(page.locator(f"{CURVES}.on")).to_have_count(2)


def test_a_large_model_can_be_read_from_the_back_of_the_room_slide_by_slide(
    page: Page, address: str, store: Store, initiative_id: str
) -> None:
    large(store, initiative_id)
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{address}/logic_model?initiative={initiative_id}&meeting=1")
    letters = "all => all.map(card => parseFloat(getComputedStyle(card).fontSize))"
    seen = set()
    for place in range(1, 5):
        expect(page.get_by_text(f"{place} of 4 ·")).to_be_visible(timeout=LONG)
        settled(page)
        cards = page.locator(".column .card")
        assert min(cards.evaluate_all(letters)) >= 28
        assert page.locator(".board").evaluate("board => board.getBoundingClientRect().bottom") <= 1000
        seen |= set(cards.evaluate_all("all => all.map(card => card.dataset.id)"))
        page.keyboard.press("ArrowRight")
    assert seen == set(logic_model(store, initiative_id).entries)
