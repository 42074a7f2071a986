"""Partners and Overview as a facilitator uses them: merging, removing, undoing, a date, a phone, red words."""

from __future__ import annotations

import re

import pytest

from collab.model import YOU
from collab.services.initiatives import create_initiative, overview
from collab.services.partners import held_by, partners_of
from collab.services.rounds import create_round, get_round
from collab.services.sample import load_sample
from collab.store import Store
from tests.browser.choosing import choose
from tests.browser.colours_seen import contrast
from tests.services.contents import INSTRUMENT, averages_content, bring

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

FIGURES = {
    "D Made-up one": dict.fromkeys(INSTRUMENT.factor_keys[:2], 3.0),
    "D Made-up onne": {INSTRUMENT.factor_keys[0]: 1.0},
    "C Made-up two": {INSTRUMENT.factor_keys[0]: 2.0},
}
COLOURS = """button => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const words = button.querySelector('p span') || button;
  let at = button, ground = [255, 255, 255];
  while (at) {
    const found = parse(getComputedStyle(at).backgroundColor);
    if (found.length < 4 || found[3] === 1) { ground = found; break; }
    at = at.parentElement;
  }
  return {ink: parse(getComputedStyle(words).color), ground: ground};
}"""


def test_two_that_hold_averages_in_one_round_are_merged_and_taken_apart(page: Page, address: str, store: Store) -> None:
    here = bring(store, averages_content(FIGURES)).initiative_id or ""
    page.goto(f"{address}/partners?initiative={here}")
    page.get_by_role("button", name="Merge two that are one").click()
    window = page.get_by_role("dialog")
    choose(page, window.get_by_role("combobox", name="One"), "up one")
    choose(page, window.get_by_role("combobox", name="The other"), "onne")
    expect(window.get_by_text("District, 2 reported figures")).to_be_visible()
    expect(window.get_by_role("button", name="Merge")).to_be_disabled()
    window.get_by_role("radiogroup", name="Whose figures count").get_by_text("D Made-up onne").click()
    window.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("“D Made-up onne” was merged into “D Made-up one”.").first).to_be_visible()
    assert [card.averages for card in partners_of(store, here)] == [1, 1]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: “D Made-up onne” was merged")).to_be_visible()
    assert [card.averages for card in partners_of(store, here)] == [2, 1, 1]


def test_one_partners_averages_are_removed_with_a_reason_and_brought_back(
    page: Page, address: str, store: Store
) -> None:
    here = bring(store, averages_content(FIGURES)).initiative_id or ""
    one = partners_of(store, here)[0].partner
    page.goto(f"{address}/partners?initiative={here}")
    page.get_by_role("button", name="Remove a partner").click()
    window = page.get_by_role("dialog")
    choose(page, window.get_by_role("combobox", name="Partner"), "up one")
    expect(window.get_by_text("The round “Baseline” (2 reported figures)")).to_be_visible()
    window.get_by_label("Why is it removed?").fill("Not part of this compact")
    window.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("was removed from the round “Baseline”. Reason: Not part").first).to_be_visible()
    assert held_by(store, YOU, here, one.id) == ()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: “D Made-up one” was removed")).to_be_visible()
    assert held_by(store, YOU, here, one.id)[0].held.figures == 2


def test_a_new_initiative_comes_first_and_its_message_leads_to_it(page: Page, address: str, store: Store) -> None:
    create_initiative(store, YOU, name="A made-up older one")
    page.goto(address)
    page.get_by_role("button", name="New initiative").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Z made-up newer one")
    page.get_by_role("dialog").get_by_role("button", name="Create").click()
    expect(page.get_by_text("“Z made-up newer one” is here.")).to_be_visible()
    expect(page.locator("h3").first).to_have_text("Z made-up newer one")
    page.get_by_role("link", name="Go to “Z made-up newer one”").click()
    expect(page).to_have_url(re.compile(r"/initiative\?initiative="))
    expect(page.get_by_role("heading", name="Z made-up newer one")).to_be_visible()


def test_the_date_of_a_round_is_cleared_on_the_screen(page: Page, address: str, store: Store) -> None:
    initiative = create_initiative(store, YOU, name="Made-up compact")
    page.goto(f"{address}/?initiative={initiative.id}")
    page.get_by_role("button", name="New round").click()
    page.get_by_role("dialog").get_by_role("button", name="Start the round").click()
    expect(page.get_by_text("is here. Drop a spreadsheet")).to_be_visible()
    (card,) = overview(store)
    made = card.rounds[0].round
    assert made.held_on is not None
    page.get_by_role("button", name="Change").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear date").click()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_text("is saved.")).to_be_visible()
    assert get_round(store, made.id).held_on is None


def test_nothing_on_partners_runs_off_a_phone(page: Page, address: str, store: Store) -> None:
    here = load_sample(store, YOU).id
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/partners?initiative={here}")
    pills = page.locator("[data-testid=stButtonGroup] button")
    expect(pills).to_have_count(8)
    edges = [pill.bounding_box() for pill in pills.all()]
    assert all(edge and edge["x"] >= 0 and edge["x"] + edge["width"] <= 390 for edge in edges)
    assert len({edge["y"] for edge in edges if edge}) > 1
    for name in ("Merge two that are one", "Remove a partner", "Set the sector of several"):
        page.get_by_role("button", name=name).click()
        window = page.get_by_role("dialog")
        expect(window).to_be_visible()
        box = window.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert window.evaluate("box => box.scrollWidth <= box.clientWidth + 1")
        page.keyboard.press("Escape")
        expect(window).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_deleting_for_good_is_red_and_legible_and_never_the_primary_colour(
    page: Page, address: str, store: Store, scheme: str
) -> None:
    initiative = create_initiative(store, YOU, name="Made-up compact")
    create_round(store, YOU, initiative.id, label="Baseline", instrument_key=INSTRUMENT.key)
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    page.get_by_role("button", name="Edit").click()
    save = page.get_by_role("dialog").get_by_role("button", name="Save").evaluate(COLOURS)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Delete").click()
    delete = page.get_by_role("dialog").get_by_role("button", name="Delete for good")
    expect(delete).to_be_visible()
    found = delete.evaluate(COLOURS)
    red, green, blue = found["ink"][:3]
    assert red > 1.3 * max(green, blue)
    assert contrast(found["ink"], found["ground"]) >= 4.5
    assert found["ground"] != save["ground"]
