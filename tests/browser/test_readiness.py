"""Readiness in a real browser: what is chosen stands in the address, the back button undoes it, names are whole."""

from __future__ import annotations

import re

import pytest

from collab.__main__ import main
from tests.browser.choosing import choose
from tests.browser.conftest import PROJECT, Served

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page, Locator = playwright.expect, playwright.Page, playwright.Locator

pytestmark = pytest.mark.browser

TWIN = PROJECT / "data" / "samples" / "made_up_school_survey.xlsx"
OTHER = "I read with my child at least once a month"
# Texts that do not show all that they hold.
CUT = """cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth + 1 || cell.innerText.includes("\u2026"))
  .map(cell => cell.innerText)"""
WHOLE_IN_CHART = """() => {
  const names = [...document.querySelectorAll(".js-plotly-plot .yaxislayer-above text")]
  return names.length > 0 && names.every((name) => name.ownerSVGElement && !name.textContent.includes("\u2026")
    && name.getBoundingClientRect().left >= name.ownerSVGElement.getBoundingClientRect().left - 1)
}"""


@pytest.fixture
def survey(page: Page, served: Served) -> Page:
    """The matrix of 168 schools, three questions of which belong to no dimension."""
    where = ["--initiative", "Made-up", "--round", "1", "--database", served.database]
    assert main(["import", str(TWIN), "--accept", *where]) == 0
    page.goto(f"{served.address}/readiness")
    expect(page.locator("td[data-at]").first).to_be_visible()
    return page


def listed(page: Page, label: str) -> Locator:
    """The list with this label, whatever it is called once something is chosen."""
    return page.locator("[data-testid=stSelectbox]").filter(has=page.get_by_text(label, exact=True)).locator("input")


def only_other_questions(page: Page) -> None:
    choose(page, listed(page, "Columns"), "Only Other questions")
    expect(page.locator("tbody tr").first.locator("td")).to_have_count(3)


def test_order_rows_and_cell_stand_in_the_address_and_the_back_button_takes_each_away(survey: Page) -> None:
    expect(survey.get_by_role("heading", name="How did they answer?")).to_be_visible()
    only_other_questions(survey)
    expect(survey).to_have_url(re.compile("rows=other_questions"))
    first = survey.locator("tbody tr").first
    by_name = first.inner_text()
    choose(survey, listed(survey, "Sort by"), OTHER)
    expect(survey).to_have_url(re.compile("sort=other_questions"))
    expect(first).not_to_have_text(by_name, use_inner_text=True)
    sorted_first = first.inner_text()
    survey.locator("tbody td[data-at]").nth(1).click()
    drawer = survey.get_by_role("dialog")
    expect(drawer.get_by_text("belongs to no dimension")).to_be_visible()
    expect(survey).to_have_url(re.compile("cell="))
    survey.go_back()
    expect(drawer).to_have_count(0)
    expect(survey).not_to_have_url(re.compile("cell="))
    expect(first).to_have_text(sorted_first, use_inner_text=True)
    survey.go_back()
    expect(survey).not_to_have_url(re.compile("sort="))
    expect(first).to_have_text(by_name, use_inner_text=True)
    survey.go_back()
    expect(survey).not_to_have_url(re.compile("rows="))


def test_a_sent_address_shows_the_same_partners_in_the_same_order(survey: Page) -> None:
    only_other_questions(survey)
    first = survey.locator("tbody tr").first
    by_name = first.inner_text()
    choose(survey, listed(survey, "Sort by"), OTHER)
    expect(first).not_to_have_text(by_name, use_inner_text=True)
    lowest = first.inner_text()
    survey.get_by_text("Highest first").click()
    expect(survey).to_have_url(re.compile("highest=true"))
    expect(first).not_to_have_text(lowest, use_inner_text=True)
    highest = first.inner_text()
    survey.reload()
    expect(first).to_have_text(highest, use_inner_text=True)


@pytest.mark.parametrize("width", [1440, 390])
def test_no_name_and_no_question_of_the_matrix_is_cut(survey: Page, width: int) -> None:
    survey.set_viewport_size({"width": width, "height": 900})
    survey.wait_for_timeout(1_000)
    assert survey.locator("th.name span").evaluate_all(CUT) == []
    assert survey.locator("thead tr:first-child th").evaluate_all(CUT) == []
    assert survey.locator("thead").get_by_text(OTHER).count() == 1


def test_the_meeting_begins_with_the_questions_on_the_screen_and_counts_every_press(survey: Page) -> None:
    only_other_questions(survey)
    survey.get_by_role("button", name="Meeting view").click()
    expect(survey.locator("h2").first).to_contain_text("Other questions")
    expect(survey).to_have_url(re.compile(r"meeting=\d+"))
    (place,) = re.findall(r"meeting=(\d+)", survey.url)
    expect(survey.get_by_role("button", name="Next")).to_be_visible()
    survey.keyboard.press("ArrowLeft")
    expect(survey.get_by_text(re.compile(rf"^{int(place) - 1} of \d+"))).to_be_visible()
    survey.keyboard.press("ArrowRight")
    expect(survey.get_by_text(re.compile(rf"^{place} of \d+"))).to_be_visible()


def test_no_quick_press_of_next_or_of_an_arrow_is_lost(survey: Page) -> None:
    survey.get_by_role("button", name="Meeting view").click()
    expect(survey.get_by_text(re.compile(r"^1 of \d+"))).to_be_visible()
    survey.wait_for_function(WHOLE_IN_CHART)
    expect(survey.locator("[data-test-script-state=notRunning]")).to_be_attached()
    place = survey.get_by_role("button", name="Next").bounding_box()
    assert place is not None
    for _ in range(5):
        survey.mouse.click(place["x"] + 9, place["y"] + 9)
        survey.wait_for_timeout(40)
    expect(survey.get_by_text(re.compile(r"^6 of \d+"))).to_be_visible()
    # The last place is none of those on the way: who goes back on the way goes back from there.
    for key in ("ArrowLeft",) * 2 + ("ArrowRight",) * 4:
        survey.keyboard.press(key)
    expect(survey.get_by_text(re.compile(r"^8 of \d+"))).to_be_visible()
    survey.go_back()
    expect(survey.get_by_text(re.compile(r"^8 of \d+"))).to_be_hidden()


def test_no_question_is_cut_on_any_slide_of_the_meeting(survey: Page) -> None:
    survey.get_by_role("button", name="Meeting view").click()
    seen = []
    for _ in range(40):
        expect(survey.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        seen.append(survey.locator("h2").first.inner_text())
        survey.wait_for_function(WHOLE_IN_CHART)
        if survey.get_by_role("button", name="Next").is_disabled():
            break
        survey.get_by_role("button", name="Next").click()
        expect(survey.locator("h2").first).not_to_have_text(seen[-1])
    assert any("Other questions" in title for title in seen)


def test_a_chart_that_is_wider_than_its_page_says_so_only_there(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Load the made-up sample").click()
    expect(page).to_have_url(re.compile("/readiness"), timeout=60_000)
    told = page.get_by_text("Scroll the chart sideways")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(told).to_be_visible(timeout=60_000)
    page.set_viewport_size({"width": 1600, "height": 900})
    expect(told).to_be_hidden()
