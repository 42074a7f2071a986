"""A review on a projector: by keys alone, through a reload, and with two windows on one item."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from collab.journey import Review, ReviewEntry, ReviewState
from collab.model import YOU, Sector
from collab.services.drafts import drafts_under
from collab.services.initiatives import create_initiative
from collab.services.partners import add_partner
from collab.services.reviews import (
    ReviewView,
    leave_out_phase,
    remove_review,
    review_view,
    save_entry,
    save_review,
    start_review,
)
from collab.store import Store
from tests.browser.conftest import PATIENCE_MS, Served, serving

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

KEYS = {"1": "not_started", "2": "partial", "3": "in_place", "0": "not_applicable"}
FIRST = "The pilot is defined"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests here; each has a review of its own."""
    with serving(tmp_path_factory.mktemp("checklists")) as server:
        yield server


@pytest.fixture
def review(store: Store, request: pytest.FixtureRequest) -> Review:
    """A review under way, held together, of an initiative of its own."""
    made = create_initiative(store, YOU, name=f"Made-up {request.node.name}"[:200])
    add_partner(store, YOU, made.id, name="Harbor Light", sector=Sector.CHARTER)
    return start_review(store, YOU, made.id, "implementation", held_on=date(2026, 5, 12))


@pytest.fixture
def window(chromium: playwright.Browser) -> Iterator[playwright.BrowserContext]:
    context = chromium.new_context(viewport={"width": 1920, "height": 1080})
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def opened(window: playwright.BrowserContext, served: Served, review: Review) -> Page:
    """The review in a new tab, ready for keys."""
    page = window.new_page()
    query = f"initiative={review.initiative_id}&review={review.id}&meeting=1"
    page.goto(f"{served.address}/checklists?{query}")
    expect(page.locator(".item h2")).to_be_visible()
    return page


def label(page: Page, words: str) -> None:
    """Wait until this item is on the screen."""
    expect(page.locator(".item h2")).to_have_text(words)


def is_saved(page: Page) -> None:
    expect(page.locator(".told")).to_have_text("All saved")


def begin_a_challenge(page: Page) -> None:
    """Type into a text of the item on the screen until it is kept, and leave the field open."""
    page.keyboard.press("c")
    page.keyboard.type("Calendars")
    expect(page.locator(".told")).to_contain_text("Kept, not saved yet")


def entries(store: Store, review: Review) -> dict[str, ReviewEntry]:
    return dict(review_view(store, review.id).entries)


def keys_of(view: ReviewView) -> list[str]:
    return [item.key for _, item in view.items]


def test_twenty_seven_items_take_twenty_seven_keys_and_the_review_is_finished_without_a_mouse(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    page, view = opened(window, served, review), review_view(store, review.id)
    pressed = ("332101233"[place % 9] for place in range(27))
    said = dict(zip(keys_of(view), pressed, strict=True))
    for key in said.values():
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


def finish(store: Store, review: Review) -> None:
    version = review_view(store, review.id).review.version
    save_review(store, YOU, review.id, version=version, state=ReviewState.HELD)


def test_a_review_finished_elsewhere_keeps_two_texts_on_the_screen_through_a_reload_and_opens_again(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    page = opened(window, served, review)
    save_entry(store, YOU, review.id, "pilot.defined", version=0, status="partial", challenges="Buses")
    page.keyboard.press("c")
    page.keyboard.type("Calendars")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Somebody else saved this item meanwhile.")).to_be_visible()
    save_entry(store, YOU, review.id, "pilot.defined", version=1, status="in_place", challenges="Buses")
    page.keyboard.press("b")
    expect(page.get_by_role("cell", name="In place", exact=True)).to_be_visible()
    finish(store, review)
    page.keyboard.press("c")
    page.keyboard.type(", and rooms")
    expect(page.get_by_text("This review was finished in another window.")).to_be_visible()
    expect(page.locator("[data-field=challenges]")).to_have_value("Calendars\nBuses, and rooms")
    page.reload()
    expect(page.get_by_text("Calendars Buses, and rooms")).to_be_visible()
    page.get_by_role("button", name="Open it again").first.click()
    expect(page.locator("[data-field=challenges]")).to_have_value("Calendars\nBuses, and rooms")
    expect(page.get_by_text("Somebody else saved this item meanwhile.")).to_be_visible()
    page.keyboard.press("m")
    is_saved(page)
    assert entries(store, review)["pilot.defined"].challenges == "Calendars\nBuses, and rooms"


def test_a_review_finished_elsewhere_is_opened_again_by_one_key_with_all_that_waited(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    page = opened(window, served, review)
    save_entry(store, YOU, review.id, "pilot.informed", version=0, status="partial")
    finish(store, review)
    page.keyboard.press("c")
    page.keyboard.type("Calendars")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    expect(page.get_by_text("This review was finished in another window.")).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_text("This review was finished in another window.")).to_have_count(0)
    is_saved(page)
    first = entries(store, review)["pilot.defined"]
    assert (first.status, first.challenges) == ("partial", "Calendars")


def test_what_is_typed_while_somebody_deletes_the_review_goes_into_a_new_one(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    page = opened(window, served, review)
    begin_a_challenge(page)
    remove_review(store, YOU, review.id, version=review_view(store, review.id).version_of_all)
    page.keyboard.type(" differ")
    expect(page.get_by_text("This review was deleted in another window.")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.get_by_text("This review was deleted in another window.")).to_have_count(0)
    expect(page.locator("[data-field=challenges]")).to_have_value("Calendars differ")
    assert review.id not in page.url


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
