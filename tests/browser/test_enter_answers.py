"""Paper forms typed in by hand: by digits alone, through reloads and with two windows, on a phone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from collab.framework import DEFAULT_INSTRUMENT
from collab.model import YOU, Mode, Partner, Round, Sector
from collab.services.answers import answer_sheets
from collab.services.drafts import draft_of, subject_of
from collab.services.initiatives import create_initiative
from collab.services.partners import add_partner, partners_of
from collab.services.rounds import create_round
from collab.store import Store
from tests.browser.choosing import choose
from tests.browser.conftest import PATIENCE_MS, Served, serving

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

FORM = "4321n432104321n43"
KEYS = {"4": "strongly_agree", "3": "agree", "2": "disagree", "1": "strongly_disagree"}
NUMBER_WITH_FOCUS = """() => {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active?.closest(".factor")?.dataset.number ?? active?.className ?? ""
}"""


def rating(key: str) -> str:
    """What a key means."""
    return KEYS.get(key, "not_applicable")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests here; each has a round of its own."""
    with serving(tmp_path_factory.mktemp("answers")) as server:
        yield server


@pytest.fixture
def round_(store: Store, request: pytest.FixtureRequest) -> Round:
    """An open round of individual answers in an initiative of its own."""
    made = create_initiative(store, YOU, name=f"Made-up {request.node.name}"[:200])
    return create_round(store, YOU, made.id, label="Paper", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.INDIVIDUAL)


@pytest.fixture
def partner(store: Store, round_: Round) -> Partner:
    return add_partner(store, YOU, round_.initiative_id, name="Harbor Light", sector=Sector.CHARTER)


@pytest.fixture
def window(chromium: playwright.Browser) -> Iterator[playwright.BrowserContext]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def opened(window: playwright.BrowserContext, served: Served, round_: Round, partner: Partner | None = None) -> Page:
    """The page of a round in a new tab, ready to be typed into."""
    page = window.new_page()
    query = f"initiative={round_.initiative_id}&round={round_.id}"
    page.goto(f"{served.address}/enter_answers?{query}" + (f"&partner={partner.id}" if partner else ""))
    if partner:
        has_focus(page, "1")
    return page


def has_focus(page: Page, number: str) -> None:
    """Wait until the row of this number takes the keys."""
    page.wait_for_function(f"({NUMBER_WITH_FOCUS})() === {json.dumps(number)}")


def is_kept(page: Page, answered: int) -> None:
    """Wait until the server says that it has kept what is typed."""
    expect(page.get_by_text(f"{answered} of 17 answered.")).to_be_visible()
    expect(page.get_by_text("What you typed is kept here until then.")).to_be_visible()


def shown(page: Page) -> str:
    """The keys that were pressed, as the ticks tell."""
    values = page.locator(".factor input:checked").evaluate_all("inputs => inputs.map(each => each.value)")
    back = {meaning: key for key, meaning in KEYS.items()} | {"not_applicable": "n"}
    return "".join(back[value] for value in values)


def test_a_pile_of_forms_takes_eighteen_keys_each_from_the_new_partner_on(
    window: playwright.BrowserContext, served: Served, store: Store, round_: Round
) -> None:
    page = opened(window, served, round_)
    page.get_by_role("button", name="New partner").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Quickly Added School")
    choose(page, dialog.get_by_role("combobox", name="Sector"), "Charter")
    dialog.get_by_role("button", name="Add").click()
    has_focus(page, "1")
    pressed = 0
    for turn in range(3):
        for key in [*FORM, "Enter"]:
            page.keyboard.press(key)
            pressed += 1
        expect(page.get_by_text(f"It has {turn + 1} sheet")).to_be_visible()
        has_focus(page, "1")
    assert pressed == 3 * 18
    (card,) = partners_of(store, round_.initiative_id)
    sheets = answer_sheets(store, YOU, round_.id, card.partner.id)
    assert [list((sheet.ratings or {}).values()) for sheet in sheets] == [[rating(key) for key in FORM]] * 3
    assert draft_of(store, YOU, subject_of("answers", round_.id, card.partner.id)) is None


def test_keys_pressed_while_a_sheet_is_being_saved_belong_to_the_next_one(
    window: playwright.BrowserContext, served: Served, store: Store, round_: Round, partner: Partner
) -> None:
    page = opened(window, served, round_, partner)
    page.keyboard.type(FORM)
    page.keyboard.press("Enter")
    page.keyboard.type("222")
    expect(page.get_by_text("It has 1 sheet")).to_be_visible()
    has_focus(page, "4")
    assert shown(page) == "222"
    (sheet,) = answer_sheets(store, YOU, round_.id, partner.id)
    assert list((sheet.ratings or {}).values()) == [rating(key) for key in FORM]


def test_a_click_on_the_text_of_a_statement_takes_the_keys_there(
    window: playwright.BrowserContext, served: Served, round_: Round, partner: Partner
) -> None:
    page = opened(window, served, round_, partner)
    page.locator(".factor .question span:last-child").nth(4).click()
    has_focus(page, "5")
    page.keyboard.press("3")
    has_focus(page, "6")
    assert shown(page) == "3"


def test_arrows_enter_and_backspace_move_and_mend(
    window: playwright.BrowserContext, served: Served, round_: Round, partner: Partner
) -> None:
    page = opened(window, served, round_, partner)
    for key in ("4", "Enter", "3", "ArrowUp", "ArrowUp", "1", "ArrowUp", "ArrowUp", "Backspace", "2"):
        page.keyboard.press(key)
    has_focus(page, "2")
    is_kept(page, 3)
    assert shown(page) == "213"
    page.keyboard.type("4" * 16)
    has_focus(page, "finish")
    expect(page.get_by_text("All 17 answered.")).to_be_visible()
    page.keyboard.press("ArrowUp")
    has_focus(page, "17")
    page.keyboard.press("Backspace")
    expect(page.get_by_text("16 of 17 answered. Blank: 17. Blank rows are saved as skipped.")).to_be_visible()


@pytest.mark.parametrize("way", ["reload", "other page and back", "new window", "back button"])
def test_a_half_typed_sheet_survives(
    window: playwright.BrowserContext, served: Served, round_: Round, partner: Partner, way: str
) -> None:
    page = opened(window, served, round_, partner)
    page.keyboard.type("4321n")
    is_kept(page, 5)
    if way == "new window":
        page.close()
        page = window.new_page()
        query = f"initiative={round_.initiative_id}&round={round_.id}&partner={partner.id}"
        page.goto(f"{served.address}/enter_answers?{query}")
    elif way == "reload":
        page.reload()
    else:
        page.get_by_role("link", name="Overview").click()
        expect(page.get_by_role("heading", name="Overview")).to_be_visible()
        if way == "back button":
            page.go_back()
        else:
            page.get_by_role("link", name="Enter answers").click()
            page.get_by_role("button", name=re.compile("Go on with the sheet of Harbor Light")).click()
    expect(
        page.get_by_text(re.compile("You had begun this sheet on .* it is shown here, not yet saved"))
    ).to_be_visible()
    has_focus(page, "6")
    assert shown(page) == "4321n"
    page.get_by_role("button", name="Throw it away").first.click()
    expect(page.get_by_text("0 of 17 answered.")).to_be_visible()


def test_two_windows_are_told_of_each_other(
    window: playwright.BrowserContext, served: Served, store: Store, round_: Round, partner: Partner
) -> None:
    first = opened(window, served, round_, partner)
    first.keyboard.type("44")
    is_kept(first, 2)
    second = window.new_page()
    second.goto(first.url)
    has_focus(second, "3")
    second.keyboard.type("1")
    is_kept(second, 3)
    first.bring_to_front()
    first.keyboard.type("33")
    expect(first.get_by_text("Another window went on with this sheet")).to_be_visible()
    expect(first.get_by_role("button", name="Save", exact=True)).to_be_hidden()
    subject = subject_of("answers", round_.id, partner.id)
    found = draft_of(store, YOU, subject)
    assert found is not None
    assert list(found.content["ratings"].values()) == [rating(key) for key in "441"]
    first.get_by_role("button", name="Go on with what is here").click()
    expect(first.get_by_text("Another window went on")).to_be_hidden()
    found = draft_of(store, YOU, subject)
    assert found is not None
    assert list(found.content["ratings"].values()) == [rating(key) for key in "4433"]


def test_a_sheet_is_answered_on_a_phone(
    chromium: playwright.Browser, served: Served, store: Store, round_: Round
) -> None:
    name = "The Made-up Academy of Arts, Sciences and Practical Mechanics at Lower Northside-upon-the-Water"
    partner = add_partner(store, YOU, round_.initiative_id, name=name, sector=Sector.CHARTER)
    phone = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone.set_default_timeout(PATIENCE_MS)
    page = phone.new_page()
    query = f"initiative={round_.initiative_id}&round={round_.id}&partner={partner.id}"
    page.goto(f"{served.address}/enter_answers?{query}")
    rows = page.locator(".factor")
    expect(rows).to_have_count(17)
    assert page.locator(".factor .number").all_inner_texts() == [str(number) for number in range(1, 18)]
    for place in range(17):
        rows.nth(place).locator("label").nth(place % 5).tap()
    expect(page.get_by_text("All 17 answered.")).to_be_visible()
    wide = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= 390
    smallest = page.locator(".factor label").evaluate_all("all => Math.min(...all.map(each => each.offsetHeight))")
    assert smallest >= 44
    page.get_by_role("button", name="Save", exact=True).tap()
    expect(page.get_by_text("is saved")).to_be_visible()
    (sheet,) = answer_sheets(store, YOU, round_.id, partner.id)
    assert list((sheet.ratings or {}).values()) == [rating("1234n"[place % 5]) for place in range(17)]
    phone.close()


def test_nothing_that_was_typed_is_in_the_log_of_the_server(
    window: playwright.BrowserContext, served: Served, round_: Round, partner: Partner
) -> None:
    page = opened(window, served, round_, partner)
    page.keyboard.type("4321n")
    is_kept(page, 5)
    log = Path(served.log).read_text(encoding="utf-8", errors="replace")
    assert "strongly_agree" not in log
    assert "purpose." not in log
    assert "Traceback" not in log
