"""Drawings in a real browser: links beside cards on paper, a slide within its window, an edge that fades."""

from __future__ import annotations

import pytest

from collab.model import YOU
from collab.services import root_causes
from collab.services.initiatives import create_initiative
from collab.services.logic_model import add_entry, logic_model, set_links
from collab.store import Store

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000
BEHIND = """board => {
  const cards = [...board.querySelectorAll(".column .card")]
  const isIn = (card, { x, y }) => x > card.offsetLeft + 2 && x < card.offsetLeft + card.offsetWidth - 2 &&
    y > card.offsetTop + 1 && y < card.offsetTop + card.offsetHeight - 1
  return [...board.querySelectorAll("path:not(.tip)")].filter(path => {
    const count = Math.ceil(path.getTotalLength() / 3)
    const points = Array.from({ length: count }, (_, at) => path.getPointAtLength(at * 3))
    return points.some(point => cards.some(card => isIn(card, point)))
  }).map(path => path.dataset.link)
}"""
HEIGHTS = "main => [main.scrollHeight, main.clientHeight]"


@pytest.fixture
def far(store: Store) -> str:
    """The id of an initiative with three entries in each column, of which each leads to the next column but two."""
    made = create_initiative(store, YOU, name="Northside Compact").id
    places = [each.prompt.key for each in logic_model(store, made).columns]
    ids = {
        (place, number): add_entry(
            store, YOU, made, place=key, text=f"A joint calendar {'that boards adopt ' * number}{number}"
        ).id
        for place, key in enumerate(places)
        for number in range(3)
    }
    for (place, number), entry_id in ids.items():
        ahead = {ids[there] for there in ((place + 3, (number + 1) % 3), (place + 1, number)) if there in ids}
        set_links(store, YOU, entry_id, to=ahead, seen=())
    return made


def drawn(page: Page, address: str, rest: str) -> None:
    page.goto(f"{address}/{rest}")
    expect(page.locator(".board .column").first).to_be_visible(timeout=LONG)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=LONG)
    page.wait_for_timeout(500)


def test_no_link_runs_behind_a_card_on_the_screen_or_on_paper(page: Page, address: str, far: str) -> None:
    drawn(page, address, f"logic_model?initiative={far}")
    assert page.locator(".board").evaluate(BEHIND) == []
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".board.paper")).to_have_count(1)
    assert page.locator(".board").evaluate(BEHIND) == []


def test_a_slide_of_the_logic_model_is_no_higher_than_its_window(page: Page, address: str, far: str) -> None:
    drawn(page, address, f"logic_model?initiative={far}&meeting=1")
    for height in range(700, 761, 4):
        page.set_viewport_size({"width": 1440, "height": height})
        page.wait_for_timeout(250)
        needed, there = page.get_by_test_id("stMain").evaluate(HEIGHTS)
        assert needed <= there, height


def test_a_tree_that_is_wider_than_its_place_fades_where_it_goes_on(page: Page, address: str, store: Store) -> None:
    made = create_initiative(store, YOU, name="Northside Compact").id
    problem = root_causes.add_problem(store, YOU, made, statement="Few families use the one application")
    above: str | None = None
    for number in range(5):
        above = root_causes.add_cause(store, YOU, problem.id, parent_id=above, answer=f"Answer {number}").id
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{address}/root_causes?initiative={made}&cause={problem.id}")
    frame = page.locator(".frame.works")
    expect(frame).to_have_class("frame has-narrow works more-right", timeout=LONG)
    frame.evaluate("frame => { frame.scrollLeft = frame.scrollWidth }")
    expect(frame).to_have_class("frame has-narrow works more-left")


def test_a_word_without_an_end_makes_no_slide_higher_than_its_window(page: Page, address: str, store: Store) -> None:
    made = create_initiative(store, YOU, name="Northside Compact").id
    for place in logic_model(store, made).columns:
        add_entry(store, YOU, made, place=place.prompt.key, text="https://" + "boards-adopt-it" * 4)
    page.set_viewport_size({"width": 1366, "height": 720})
    drawn(page, address, f"logic_model?initiative={made}&meeting=1")
    needed, there = page.get_by_test_id("stMain").evaluate(HEIGHTS)
    assert needed <= there
