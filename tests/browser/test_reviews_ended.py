"""A review that is finished or deleted elsewhere while somebody types in it: no text is lost."""

from __future__ import annotations

import pytest

from collab.journey import Review
from collab.model import YOU
from collab.services.removing_reviews import remove_review
from collab.services.reviews import review_view, save_entry
from collab.store import Store
from tests.browser.conftest import Served
from tests.browser.reviewing import (
    Page,
    begin_a_challenge,
    entries,
    expect,
    finish,
    is_saved,
    opened,
    playwright,
    review,
    served,
    window,
)

__all__ = ["review", "served", "window"]
pytestmark = pytest.mark.browser


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


def deleted_while_typing(window: playwright.BrowserContext, served: Served, store: Store, review: Review) -> Page:
    """The review on the screen, with a text begun in it, after somebody else deleted it."""
    page = opened(window, served, review)
    begin_a_challenge(page)
    remove_review(store, YOU, review.id, version=review_view(store, review.id).version_of_all)
    page.keyboard.type(" differ")
    expect(page.get_by_text("This review was deleted in another window.")).to_be_visible()
    return page


def test_what_is_typed_while_somebody_deletes_the_review_goes_into_a_new_one(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    page = deleted_while_typing(window, served, store, review)
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.get_by_text("This review was deleted in another window.")).to_have_count(0)
    expect(page.locator("[data-field=challenges]")).to_have_value("Calendars differ")
    assert review.id not in page.url


def test_what_is_typed_while_somebody_deletes_the_review_is_offered_after_a_reload(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    page = deleted_while_typing(window, served, store, review)
    expect(page.locator(".told")).to_have_text("Not part of the review")
    page.reload()
    expect(page.get_by_text("it was deleted before all of it was saved")).to_be_visible()
    expect(page.get_by_text("Calendars differ")).to_be_visible()
    page.get_by_role("button", name="Put it into a new review").click()
    expect(page.locator("[data-field=challenges]")).to_have_value("Calendars differ")
    assert review.id not in page.url


def test_a_review_is_deleted_from_the_page_and_the_text_that_was_not_saved_is_offered(
    window: playwright.BrowserContext, served: Served, store: Store, review: Review
) -> None:
    page = opened(window, served, review)
    begin_a_challenge(page)
    page.keyboard.press("Escape")
    page.goto(f"{served.address}/checklists?initiative={review.initiative_id}")
    page.get_by_text("Reviews (1): correct or delete one").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("1 item holds text that is not saved yet")).to_be_visible()
    page.get_by_role("button", name="Delete this review").click()
    expect(page.get_by_text("The review is deleted.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("it was deleted before all of it was saved")).to_be_visible()
    expect(page.get_by_text("Calendars")).to_be_visible()
