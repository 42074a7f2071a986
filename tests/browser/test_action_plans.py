"""Action plans in a real browser: steps typed one after the other without the mouse, drafts, bars that open, paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from collab.model import YOU
from collab.services import initiatives, purpose, root_causes
from collab.services.action_plans import action_plans, add_step
from collab.store import Store
from tests.browser.conftest import Served

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000
TODAY = date.today()


@pytest.fixture
def there(store: Store) -> str:
    """The id of an initiative with a goal whose plan has one late step."""
    made = initiatives.create_initiative(store, YOU, name="Northside Compact")
    goal = purpose.add_goal(store, YOU, made.id, statement="Nine of ten families apply")
    late = {"begins_on": TODAY - timedelta(days=40), "due_on": TODAY - timedelta(days=4)}
    add_step(store, YOU, goal.id, step="Agree on one form", responsible="Ada", barriers="Two boards change", **late)
    return made.id


@pytest.fixture
def page(chromium: playwright.Browser, served: Served, there: str) -> Iterator[Page]:
    """A tab with the plan."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    tab.goto(f"{served.address}/action_plans?initiative={there}")
    expect(tab.locator(".js-plotly-plot")).to_have_count(1, timeout=LONG)
    yield tab
    context.close()


def kept(served: Served, there: str) -> list[str]:
    store = Store.open(served.database)
    (plan,) = action_plans(store, there, today=TODAY).plans
    store.close()
    return [each.step.step for each in sorted(plan.steps, key=lambda each: each.step.position)]


def test_steps_are_typed_one_after_the_other_with_enter_and_the_cursor_stays(
    page: Page, served: Served, there: str
) -> None:
    field = page.get_by_role("textbox", name="Add a step", exact=True)
    field.click()
    for count, words in enumerate(("Draw the form", "Ask families", "Tell every board"), 2):
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(page.get_by_role("checkbox", name=words)).to_be_visible(timeout=LONG)
        expect(page.get_by_role("checkbox")).to_have_count(count)
        expect(field).to_be_focused(timeout=LONG)
        expect(field).to_have_value("")
    assert kept(served, there) == ["Agree on one form", "Draw the form", "Ask families", "Tell every board"]


def test_what_is_typed_outlives_a_reload_and_is_not_added_by_it(page: Page, served: Served, there: str) -> None:
    field = page.get_by_role("textbox", name="Add a step", exact=True)
    field.fill("Half a sentence")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Not added yet; kept as a draft.")).to_be_visible(timeout=LONG)
    page.reload()
    expect(field).to_have_value("Half a sentence", timeout=LONG)
    assert kept(served, there) == ["Agree on one form"]


def test_a_bar_that_is_chosen_opens_its_step(page: Page) -> None:
    box = page.locator(".js-plotly-plot .draglayer .nsewdrag").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile("edit=plan_step"), timeout=LONG)
    expect(page.get_by_role("textbox", name="Possible barriers")).to_have_value("Two boards change", timeout=LONG)


def test_paper_has_the_chart_and_what_is_said_of_each_step_but_nothing_to_press(page: Page) -> None:
    page.emulate_media(media="print")
    table = page.locator(".st-key-printed_plan_steps table")
    expect(table).to_be_visible()
    for words in ("Action step", "Responsible", "Timeline", "Possible barriers", "Two boards change"):
        expect(table.get_by_text(words, exact=True)).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_be_visible()
    assert page.locator("button:visible").count() == 0


def test_no_page_is_wider_than_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".js-plotly-plot")).to_have_count(0, timeout=LONG)
    expect(page.locator(".stMarkdownBadge", has_text="Overdue by 4 days")).to_be_visible()
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390


def test_who_plans_a_step_for_a_root_cause_types_it_at_once(page: Page, served: Served, there: str) -> None:
    store = Store.open(served.database)
    problem = root_causes.add_problem(store, YOU, there, statement="Few families apply")
    made = [
        root_causes.add_cause(store, YOU, problem.id, answer=answer, is_chosen=True)
        for answer in ("They hear of it late", "It is in English only")
    ]
    store.close()
    page.reload()
    field = page.get_by_role("textbox", name="Add a step", exact=True)
    for cause, words in zip(made, ("Write in March", "Translate it"), strict=True):
        page.get_by_role("button", name=f"Plan a step for it “{cause.answer}”").click(timeout=LONG)
        expect(field).to_be_focused(timeout=LONG)
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        expect(page.get_by_role("checkbox", name=words)).to_be_visible(timeout=LONG)
    store = Store.open(served.database)
    (plan,) = action_plans(store, there, today=TODAY).plans
    store.close()
    found = {each.step.step: each.step.cause_id for each in plan.steps}
    assert [found["Write in March"], found["Translate it"]] == [each.id for each in made]
