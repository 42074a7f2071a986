"""A review on a projector: by keys alone, through a reload, and with two windows on one item."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest

from collab.charts.theme import DARK, LIGHT, Palette, contrast
from collab.journey import Review, ReviewState
from collab.model import YOU
from collab.services.drafts import drafts_under
from collab.services.reviews import (
    ReviewView,
    leave_out_phase,
    review_view,
    save_entry,
    start_review,
)
from collab.store import Store
from tests.browser.conftest import Served
from tests.browser.reviewing import (
    begin_a_challenge,
    entries,
    expect,
    finish,
    is_saved,
    label,
    opened,
    playwright,
    review,
    served,
    window,
)

__all__ = ["review", "served", "window"]
pytestmark = pytest.mark.browser

BOUNCE_MS = 300
KEYS = {"1": "not_started", "2": "partial", "3": "in_place", "0": "not_applicable"}
FIRST = "The pilot is defined"


def keys_of(view: ReviewView) -> list[str]:
    return [item.key for _, item in view.items]


def test_twenty_seven_items_take_twenty_seven_keys_and_the_review_is_finished_without_a_mouse(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    page, view = opened(window, served, review), review_view(store, review.id)
    pressed = ("332101233"[place % 9] for place in range(27))
    said = dict(zip(keys_of(view), pressed, strict=True))
    for before, key in pairwise(("", *said.values())):
        if key == before:
            page.wait_for_timeout(BOUNCE_MS)
        page.keyboard.press(key)
    expect(page.get_by_text("27 of 27 looked at")).to_be_visible()
    is_saved(page)
    assert {item: entry.status for item, entry in entries(store, review).items()} == {
        item: KEYS[key] for item, key in said.items()
    }
    page.keyboard.press("f")
    expect(page.get_by_text("is finished. All charts show it.")).to_be_visible()
    assert review_view(store, review.id).review.state is ReviewState.HELD
    assert "review=" not in page.url


def test_letters_lead_into_the_texts_escape_leaves_them_and_what_was_typed_is_saved_on_going_on(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    page = opened(window, served, review)
    page.keyboard.press("c")
    page.keyboard.type("Two calendars, 3 bus routes")
    page.keyboard.press("Tab")
    page.keyboard.type("Agree on four days")
    page.keyboard.press("Tab")
    page.keyboard.type("M. Ortega")
    page.keyboard.press("Escape")
    label(page, FIRST)
    page.keyboard.press("2")
    label(page, "Staff and stakeholders are informed")
    is_saved(page)
    first = entries(store, review)["pilot.defined"]
    assert (first.status, first.challenges, first.next_steps, first.owner) == (
        *("partial", "Two calendars, 3 bus routes"),
        *("Agree on four days", "M. Ortega"),
    )
    assert drafts_under(store, YOU, "entry", review.id) == ()


@pytest.mark.parametrize("clears", ["2", "Backspace", "Delete"])
def test_a_status_is_cleared_by_its_own_key_or_by_taking_it_away(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review, clears: str
) -> None:
    page = opened(window, served, review)
    page.keyboard.press("Backspace")
    for key in ("2", "ArrowLeft", "c"):
        page.keyboard.press(key)
    page.keyboard.type("2 calendars")
    page.keyboard.press("Backspace")
    page.keyboard.press("Escape")
    expect(page.locator("[data-status=partial]")).to_have_attribute("aria-checked", "true")
    page.keyboard.press(clears)
    label(page, FIRST)
    expect(page.locator(".progress")).to_have_text("0 of 27")
    expect(page.locator("[data-status=partial]")).to_have_attribute("aria-checked", "false")
    is_saved(page)
    first = entries(store, review)["pilot.defined"]
    assert (first.status, first.challenges) == ("", "2 calendar")
    page.reload()
    expect(page.locator(".progress")).to_have_text("0 of 27")


@pytest.mark.parametrize("clears", ["2", "Backspace"])
def test_an_enter_is_undone_and_what_was_taken_over_stays_marked_so(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review, clears: str
) -> None:
    save_entry(store, YOU, review.id, "pilot.defined", version=0, status="partial", owner="M. Ortega")
    finish(store, review)
    place = (review.initiative_id, review.checklist)
    second = start_review(store, YOU, *place, held_on=date(2026, 6, 12))
    page = opened(window, served, second)
    for key in ("Enter", "ArrowLeft"):
        page.keyboard.press(key)
    expect(page.locator("[data-status=partial]")).to_have_attribute("aria-checked", "true")
    page.keyboard.press(clears)
    expect(page.locator("[data-status=partial]")).to_contain_text("as last time")
    is_saved(page)
    first = entries(store, second)["pilot.defined"]
    assert (first.status, first.carried, first.owner) == ("partial", True, "M. Ortega")
    page.keyboard.press("3")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press(clears if clears == "Backspace" else "3")
    expect(page.locator("[data-status=partial]")).to_contain_text("as last time")
    is_saved(page)
    assert entries(store, second)["pilot.defined"].carried


def test_the_end_names_the_items_that_nobody_looked_at(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    keys = keys_of(review_view(store, review.id))
    for item in (*keys[:2], *keys[4:-1]):
        save_entry(store, YOU, review.id, item, version=0, status="partial")
    page = opened(window, served, review)
    page.keyboard.press("End")
    third, fourth, last = (item.label for _, item in map(review_view(store, review.id).items.__getitem__, (2, 3, 26)))
    expect(page.get_by_text(f"Not looked at: 3. {third}; 4. {fourth}; 27. {last}.")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.keyboard.press("End")
    expect(page.get_by_text(f"Not looked at: 27. {last}.")).to_be_visible()


def test_a_digit_pressed_twice_in_haste_rates_one_item(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    page = opened(window, served, review)
    page.keyboard.press("3")
    page.keyboard.press("3")
    label(page, "Staff and stakeholders are informed")
    page.keyboard.press("2")
    is_saved(page)
    assert [entry.status for entry in entries(store, review).values() if entry.status] == ["in_place", "partial"]


def test_what_is_typed_and_not_saved_is_there_after_a_reload(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    page = opened(window, served, review)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("s")
    page.keyboard.type("All principals came")
    expect(page.locator(".told")).to_contain_text("Kept, not saved yet")
    page.reload()
    label(page, "Staff and stakeholders are informed")
    expect(page.locator("[data-field=successes]")).to_have_value("All principals came")
    page.keyboard.press("3")
    is_saved(page)
    assert entries(store, review)["pilot.informed"].successes == "All principals came"


def test_two_windows_on_one_item_see_both_texts_and_nothing_is_lost(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    one, other = opened(window, served, review), opened(window, served, review)
    one.bring_to_front()
    one.keyboard.press("c")
    one.keyboard.type("Buses")
    one.keyboard.press("Escape")
    one.keyboard.press("2")
    is_saved(one)
    other.bring_to_front()
    other.keyboard.press("c")
    other.keyboard.type("Calendars")
    other.keyboard.press("Escape")
    expect(other.get_by_text("Somebody else saved this item meanwhile.")).to_be_visible()
    assert entries(store, review)["pilot.defined"].challenges == "Buses"
    expect(other.locator(".clash td").filter(has_text="Buses")).to_be_visible()
    other.keyboard.press("b")
    is_saved(other)
    first = entries(store, review)["pilot.defined"]
    assert (first.status, first.challenges) == ("partial", "Calendars\nBuses")


def test_a_review_cannot_be_closed_over_a_text_that_waits_for_a_choice(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    page = opened(window, served, review)
    begin_a_challenge(page)
    save_entry(store, YOU, review.id, "pilot.defined", version=0, status="partial", challenges="Buses")
    page.keyboard.type(" differ")
    expect(page.get_by_text("Somebody else saved this item meanwhile.")).to_be_visible()
    page.keyboard.type(" by a week")
    page.keyboard.press("Escape")
    page.keyboard.press("q")
    expect(page.get_by_text("Not everything is saved yet.")).to_contain_text("1. The pilot is defined")
    expect(page.locator("[data-field=challenges]")).to_have_value("Calendars differ by a week")
    page.keyboard.press("m")
    is_saved(page)
    assert entries(store, review)["pilot.defined"].challenges == "Calendars differ by a week"
    page.keyboard.press("q")
    expect(page.locator(".item")).to_have_count(0)


def test_piloting_is_left_out_as_a_whole_and_brought_back_by_one_key(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    page = opened(window, served, review)
    page.keyboard.press("a")
    label(page, "Not applicable as a whole")
    expect(page.locator(".progress")).to_have_text("0 of 19")
    page.keyboard.press("ArrowRight")
    label(page, "Led by every partner")
    page.keyboard.press("3")
    is_saved(page)
    assert review_view(store, review.id).review.phases_off == ("pilot",)
    page.keyboard.press("Home")
    page.keyboard.press("a")
    label(page, FIRST)
    expect(page.locator(".progress")).to_have_text("1 of 27")


def test_a_phase_left_out_elsewhere_does_not_take_the_field_from_who_types_in_it(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    page = opened(window, served, review)
    page.keyboard.press("c")
    page.keyboard.type("Cal")
    leave_out_phase(store, YOU, review.id, "pilot", left_out=True)
    expect(page.locator(".told")).to_contain_text("Kept, not saved yet")
    page.keyboard.type("endars a")
    expect(page.get_by_text("was marked as not applicable as a whole in another window")).to_be_visible()
    page.keyboard.type("nd quiet rooms")
    expect(page.locator("[data-field=challenges]")).to_have_value("Calendars and quiet rooms")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    label(page, "Led by every partner")
    is_saved(page)
    assert entries(store, review)["pilot.defined"].challenges == "Calendars and quiet rooms"
    assert review_view(store, review.id).review.phases_off == ("pilot",)


def test_the_pointer_over_a_status_does_not_look_like_a_choice(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    page = opened(window, served, review)
    frame = "node => getComputedStyle(node).borderColor"
    button = page.locator("[data-status=partial]")
    before = button.evaluate(frame)
    button.hover()
    assert button.evaluate(frame) == before
    button.click()
    label(page, "Staff and stakeholders are informed")
    assert page.locator("[data-status=partial]").evaluate(frame) == before
    page.keyboard.press("ArrowLeft")
    label(page, FIRST)
    expect(page.locator("[data-status=partial]")).to_contain_text("\u2713")
    assert page.locator("[data-status=partial]").evaluate(frame) != before


def colour_of(node: playwright.Locator, name: str) -> str:
    """A colour of it as "#RRGGBB"; while it is drawn anew it has none."""
    script = "(node, name) => getComputedStyle(node)[name]"
    found = next(value for value in (node.evaluate(script, name) for _ in range(50)) if value)
    return "#" + "".join(f"{int(each):02X}" for each in re.findall(r"\d+", found)[:3])


@pytest.mark.parametrize(("scheme", "colours"), [("light", LIGHT), ("dark", DARK)], ids=["light", "dark"])
def test_the_key_of_a_chosen_status_and_the_frame_of_two_texts_stand_out(
    chromium: playwright.Browser, served: Served, store: Store, review: Review, scheme: str, colours: Palette
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, color_scheme=scheme)
    page = opened(context, served, review)
    page.keyboard.press("2")
    page.keyboard.press("ArrowLeft")
    is_saved(page)
    chosen = page.locator("[data-status=partial][aria-checked=true]")
    expect(chosen.locator("kbd")).to_have_css("opacity", "1")
    assert contrast(colour_of(chosen, "color"), colour_of(chosen, "backgroundColor")) >= 4.5
    begin_a_challenge(page)
    save_entry(store, YOU, review.id, "pilot.defined", version=1, status="in_place")
    page.keyboard.type(" differ")
    expect(page.locator("div.clash")).to_be_visible()
    assert contrast(colour_of(page.locator("div.clash"), "borderTopColor"), colours.background) >= 3
    context.close()
