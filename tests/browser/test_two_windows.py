"""Two windows at one milestone, in a real browser: what stands beside the form is as new as the form."""

from __future__ import annotations

import pytest

from collab.model import YOU
from collab.services.initiatives import create_initiative
from collab.store import Store

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Locator, Page = playwright.expect, playwright.Locator, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000
KEY = "plan.logic_model"


@pytest.fixture
def where(address: str, store: Store) -> str:
    """The address of a milestone that is being edited."""
    here = create_initiative(store, YOU, name="Made-up compact")
    return f"{address}/stages?initiative={here.id}&stage=plan&edit=milestone:{KEY}"


def opened(tab: Page, where: str) -> Page:
    tab.goto(where)
    expect(tab.get_by_role("textbox", name="Evidence")).to_be_visible(timeout=LONG)
    settled(tab)
    return tab


def settled(tab: Page) -> None:
    tab.wait_for_timeout(500)
    expect(tab.locator("[data-test-script-state=notRunning]")).to_be_attached(timeout=LONG)


def typed(tab: Page, label: str, text: str) -> None:
    field = tab.locator("[class*=st-key-editor_milestone]").get_by_role("textbox", name=label, exact=True)
    field.fill(text)
    field.blur()
    settled(tab)


def press(tab: Page, name: str) -> None:
    tab.get_by_role("button", name=name, exact=True).click()
    settled(tab)


def line(tab: Page) -> Locator:
    return tab.locator("[class*=st-key-milestone_plan_logic_model] [data-testid=stCaptionContainer]").first


def test_after_a_choice_the_line_above_the_form_says_what_is_saved_now(page: Page, where: str, store: Store) -> None:
    first, second = opened(page, where), opened(page.context.new_page(), where)
    typed(first, "Owner", "Ana")
    typed(second, "Evidence", "Minutes of May")
    expect(second.get_by_role("button", name="Go on with what is here")).to_be_visible(timeout=LONG)
    first.locator("[class*=st-key-save_milestone] button").click()
    expect(line(first)).to_contain_text("Owner: Ana", timeout=LONG)
    expect(line(second)).not_to_contain_text("Ana")
    press(second, "Go on with what is here")
    expect(line(second)).to_contain_text("Owner: Ana", timeout=LONG)
    second.locator("[class*=st-key-save_milestone] button").click()
    expect(line(second)).to_contain_text("Evidence: Minutes of May", timeout=LONG)
    expect(line(second)).to_contain_text("Owner: Ana")


def test_what_goes_on_after_a_choice_is_not_told_as_begun_earlier(page: Page, where: str) -> None:
    first, second = opened(page, where), opened(page.context.new_page(), where)
    typed(first, "Owner", "Ana")
    typed(second, "Owner", "Ben")
    press(second, "Go on with what is here")
    expect(second.get_by_text("Not saved yet; kept as a draft.")).to_be_visible(timeout=LONG)
    settled(second)
    expect(second.get_by_text("You had begun this form")).to_have_count(0)
    expect(second.get_by_role("textbox", name="Owner")).to_have_value("Ben")
