"""Typing on after an answer that leads to a row of its own, before that row is there, in a real browser."""

from __future__ import annotations

import json

import pytest

from collab.model import YOU
from collab.services import initiatives, root_causes
from collab.store import Store

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000
WHY = "Why does this happen?"
# Keys that come before the server can answer, however slow the machine is.
AT_ONCE = (
    "keys => keys.forEach(key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })))"
)


@pytest.fixture
def there(store: Store) -> dict[str, str]:
    """The address of an answer that no further why was asked of."""
    made = initiatives.create_initiative(store, YOU, name="Northside Compact")
    problem = root_causes.add_problem(store, YOU, made.id, statement="Few families use the one application")
    cause = root_causes.add_cause(store, YOU, problem.id, answer="It is in English only")
    return {"initiative": made.id, "cause": cause.id}


@pytest.fixture
def tab(page: Page, address: str, there: dict[str, str]) -> Page:
    """The answer open, with the cursor where the next why is answered."""
    page.goto(f"{address}/root_causes?initiative={there['initiative']}&cause={there['cause']}")
    expect(page.locator(".card:visible")).to_have_count(2, timeout=LONG)
    field = page.get_by_role("textbox", name=WHY)
    expect(field).to_be_visible(timeout=LONG)
    field.focus()
    return page


def typed(page: Page, *lines: str) -> None:
    """Type these one after the other without waiting, each ended by the key that it ends with in brackets."""
    for line in lines:
        text, _, key = line.partition("[")
        page.keyboard.type(text)
        if key:
            page.keyboard.press(key.rstrip("]"))


def path_of(store: Store, initiative_id: str) -> set[tuple[str, str]]:
    """Each answer with what it answers."""
    every = [why.cause for tree in root_causes.root_causes(store, initiative_id) for why in tree.every()]
    answers = {each.id: each.answer for each in every}
    return {(answers.get(each.parent_id or "", ""), each.answer) for each in every}


def test_each_line_that_is_entered_before_the_next_row_is_there_becomes_an_answer_of_its_own(
    tab: Page, store: Store, there: dict[str, str]
) -> None:
    typed(tab, "Nobody translates it[Shift+Enter]", "It costs too much[Enter]", "It changes[Shift+Enter]")
    typed(tab, "The law changes[Enter]", "The forms ch")
    expect(tab.locator(".card:visible")).to_have_count(6, timeout=LONG)
    field = tab.get_by_role("textbox", name=WHY)
    expect(field).to_have_value("The forms ch", timeout=LONG)
    expect(field).to_be_focused()
    assert path_of(store, there["initiative"]) == {
        ("", "It is in English only"),
        ("It is in English only", "Nobody translates it"),
        ("Nobody translates it", "It costs too much"),
        ("Nobody translates it", "It changes"),
        ("It changes", "The law changes"),
    }


def test_who_is_in_another_field_when_the_next_row_comes_stays_there(tab: Page) -> None:
    typed(tab, "Nobody translates it[Shift+Enter]", "It costs")
    elsewhere = tab.get_by_role("combobox").first
    elsewhere.focus()
    expect(tab.locator(".card:visible")).to_have_count(3, timeout=LONG)
    expect(tab.get_by_role("textbox", name=WHY)).to_have_value("It costs", timeout=LONG)
    expect(elsewhere).to_be_focused()


def test_what_was_typed_after_an_answer_that_could_not_be_added_is_kept_apart_from_it(
    tab: Page, store: Store, there: dict[str, str]
) -> None:
    root_causes.remove_cause(store, YOU, there["cause"], seen={there["cause"]: 1})
    typed(tab, "Nobody translates it[Shift+Enter]")
    tab.evaluate(AT_ONCE, [*"It costs", "Enter", *"It ch"])
    expect(tab.get_by_test_id("stAlert").first).to_be_visible(timeout=LONG)
    expect(tab.get_by_role("textbox", name=WHY)).to_have_value("Nobody translates it")
    kept = json.loads(tab.evaluate("Object.values(sessionStorage).find(each => each.includes('It ch'))"))
    assert [each["answer"] for each in kept["later"]] == ["It costs", "It ch"]
