"""Words and rings of what is pointed at, has the cursor or is pressed: legible in the light and in the dark."""

from __future__ import annotations

import pytest

from collab.model import YOU
from collab.services.sample import load_sample
from collab.store import Store
from tests.browser.colours_seen import contrast

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Locator, Page = playwright.expect, playwright.Locator, playwright.Page

pytestmark = pytest.mark.browser

WORDS, RINGS = 4.5, 3.0
LONG = 60_000
# Colours as the eye gets them: whatever is half transparent is laid over what stands behind it.
SEEN = """element => {
  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
  const parse = (colour) => {
    brush.clearRect(0, 0, 1, 1); brush.fillStyle = colour; brush.fillRect(0, 0, 1, 1)
    return [...brush.getImageData(0, 0, 1, 1).data]
  }
  const over = (front, back) => back.map((value, at) => front[at] * front[3] / 255 + value * (1 - front[3] / 255))
  const behind = (from) => {
    const layers = []
    for (let at = from; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor))
    return layers.reverse().reduce((back, front) => over(front, back), [255, 255, 255])
  }
  const words = element.querySelector("p") || element, style = getComputedStyle(element)
  const ground = behind(words), around = behind(element.parentElement)
  return { ink: over(parse(getComputedStyle(words).color), ground), ground, around,
    ring: style.outlineStyle === "none" ? around : over(parse(style.outlineColor), around) }
}"""


def states_of(page: Page, pressed: Locator) -> dict[str, float]:
    """State to contrast: of the words at rest, pointed at and pressed, and of the ring of the keyboard."""
    page.mouse.move(0, 0)
    found = {"at rest": _words(page, pressed)}
    pressed.hover()
    found["pointed at"] = _words(page, pressed)
    page.mouse.down()
    found["pressed"] = _words(page, pressed)
    page.mouse.move(0, 0)
    page.mouse.up()
    page.keyboard.press("Tab")
    pressed.focus()
    page.wait_for_timeout(300)
    seen = pressed.evaluate(SEEN)
    found["with the cursor"] = contrast(seen["ink"], seen["ground"])
    found["ring"] = contrast(seen["ring"], seen["around"]) * WORDS / RINGS
    return found


def _words(page: Page, pressed: Locator) -> float:
    page.wait_for_timeout(300)
    seen = pressed.evaluate(SEEN)
    return contrast(seen["ink"], seen["ground"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_pressed_is_legible_in_every_state(page: Page, address: str, store: Store, scheme: str) -> None:
    here = load_sample(store, YOU).id
    page.emulate_media(color_scheme=scheme)
    found = {}
    for screen, name, pressed in (
        ("", "a link", page.get_by_test_id("stPageLink-NavLink").first),
        ("", "a link of the side", page.get_by_test_id("stSidebarNavLink").first),
        ("", "a quiet button", page.get_by_test_id("stBaseButton-tertiary").first),
        ("checklists", "the main button", page.get_by_test_id("stBaseButton-primary").first),
        ("stages", "a button", page.get_by_test_id("stBaseButton-secondary").first),
        ("stages", "the chosen stage", page.locator(".stButtonGroup [aria-checked=true]")),
        ("readiness", "a chosen sector", page.locator(".stButtonGroup button").last),
    ):
        page.goto(f"{address}/{screen}?initiative={here}")
        expect(pressed).to_be_visible(timeout=LONG)
        expect(page.locator("[data-test-script-state=notRunning]")).to_be_attached(timeout=LONG)
        found |= {(name, state): round(value, 1) for state, value in states_of(page, pressed).items()}
    assert {each: value for each, value in found.items() if value < WORDS} == {}
