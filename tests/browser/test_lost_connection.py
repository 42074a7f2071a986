"""A connection that breaks and comes back: what nobody pressed is not saved, what somebody presses then is."""

from __future__ import annotations

import re
from datetime import date

import pytest

from collab.services.owed import owed
from collab.store import Store
from tests.browser.conftest import planned

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000
STEPS = ["Ask both boards", "Order the buses", "Find half a post"]
# Keeps every connection to the server, so that it can be cut.
SOCKETS = """window.sockets = []
window.WebSocket = class extends window.WebSocket {
  constructor(...all) { super(...all); window.sockets.push(this) }
}"""


@pytest.fixture
def here(store: Store) -> str:
    """The id of an initiative with three open steps."""
    return planned(store, "Nine of ten families apply", [{"step": words} for words in STEPS])


def lose_connection(page: Page) -> None:
    """Cut the connection and wait until there is another one."""
    page.wait_for_timeout(1000)
    before = page.evaluate("window.sockets.length")
    page.evaluate("window.sockets.forEach(each => each.close())")
    page.wait_for_function(f"window.sockets.length > {before} && window.sockets.at(-1).readyState === 1")


def open_steps(store: Store, here: str) -> list[str]:
    return [each.task.text for each in owed(store, today=date.today(), initiative_id=here)]


def test_no_step_is_ticked_by_it(page: Page, address: str, store: Store, here: str) -> None:
    page.add_init_script(SOCKETS)
    page.goto(f"{address}/owed?initiative={here}")
    expect(page.get_by_role("checkbox", name=STEPS[-1])).to_be_attached(timeout=LONG)
    lose_connection(page)
    page.get_by_role("button", name="Meeting view").click()
    expect(page).to_have_url(re.compile("meeting="), timeout=LONG)
    page.wait_for_timeout(1500)
    assert open_steps(store, here) == STEPS


def test_a_step_that_is_ticked_right_after_it_is_done(page: Page, address: str, store: Store, here: str) -> None:
    page.add_init_script(SOCKETS)
    page.goto(f"{address}/owed?initiative={here}")
    box = page.get_by_role("checkbox", name=STEPS[1])
    expect(box).to_be_attached(timeout=LONG)
    lose_connection(page)
    box.check(force=True)
    expect(page.get_by_role("heading", name="No date (2, 1 just done)")).to_be_visible(timeout=LONG)
    assert open_steps(store, here) == [STEPS[0], STEPS[2]]
