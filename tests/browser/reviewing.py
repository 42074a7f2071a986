"""A review on a projector, as the browser tests open it: its fixtures, and the steps that several of them take."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from collab.journey import Review, ReviewEntry, ReviewState
from collab.model import YOU, Sector
from collab.services.initiatives import create_initiative
from collab.services.partners import add_partner
from collab.services.reviews import review_view, save_review, start_review
from collab.store import Store
from tests.browser.conftest import PATIENCE_MS, Served, serving

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page


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


def finish(store: Store, review: Review) -> None:
    """Somebody finishes the review in another window."""
    version = review_view(store, review.id).review.version
    save_review(store, YOU, review.id, version=version, state=ReviewState.HELD)
