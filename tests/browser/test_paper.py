"""Pages on paper: charts and tables whole, no sheet left half empty, what is read there, what is pressed not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from collab.model import YOU, Initiative, Sector
from collab.services.initiatives import create_initiative, set_parent
from collab.services.partners import add_partner
from collab.services.sample import load_sample
from collab.store import Store
from tests.browser.conftest import Served, serving

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000
# The sample takes three sheets across and two upright; a sheet more would be one that is nearly empty.
SHEETS = {
    ("Letter", True): 3,
    ("A4", True): 3,
    ("Letter", False): 2,
    ("A4", False): 2,
}
DRAWINGS = ".js-plotly-plot .main-svg"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests here: the made-up sample, with one more initiative under it."""
    with serving(tmp_path_factory.mktemp("paper")) as running:
        filled = Store.open(running.database)
        above = load_sample(filled, YOU)
        under = create_initiative(filled, YOU, name="Made-up lottery")
        set_parent(filled, YOU, under.id, version=under.version, parent_id=above.id)
        filled.close()
        yield running


@pytest.fixture
def sample(store: Store) -> Initiative:
    """The made-up compact."""
    return load_sample(store, YOU)


@pytest.fixture
def compare(page: Page, address: str, sample: Initiative) -> Page:
    """The comparison of the made-up sample, all of its charts drawn."""
    page.goto(f"{address}/compare?initiative={sample.id}")
    expect(page.locator(f"{DRAWINGS}:first-of-type")).to_have_count(5, timeout=LONG)
    page.wait_for_timeout(1_000)
    return page


@pytest.mark.parametrize(("paper", "across"), SHEETS)
def test_compare_takes_no_more_sheets_than_it_fills(compare: Page, paper: str, across: bool) -> None:
    printed = compare.pdf(format=paper, landscape=across, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == SHEETS[paper, across]


def test_drawings_can_be_scaled_while_they_are_printed_and_only_then(compare: Page) -> None:
    boxes = f"() => [...document.querySelectorAll('{DRAWINGS}')].map((drawing) => drawing.getAttribute('viewBox'))"
    compare.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    printed = compare.evaluate(boxes)
    assert printed
    assert all(re.fullmatch(r"0 0 \d+(\.\d+)? \d+(\.\d+)?", box or "") for box in printed)
    compare.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert set(compare.evaluate(boxes)) == {None}


@pytest.fixture
def upright(page: Page, address: str, sample: Initiative) -> Page:
    """The made-up sample with one more initiative under it, in a window as wide as an upright sheet of Letter."""
    page.set_viewport_size({"width": 740, "height": 980})
    page.emulate_media(media="print")
    page.goto(f"{address}/initiative?initiative={sample.id}")
    expect(page.locator(".st-key-family")).to_contain_text("Made-up lottery", timeout=LONG)
    return page


def test_the_page_of_an_initiative_keeps_its_words_and_leaves_out_what_is_pressed(upright: Page) -> None:
    expect(upright.locator(".st-key-family button", has_text="Made-up lottery")).to_be_visible()
    expect(upright.locator(".st-key-glance summary").first).to_be_visible()
    expect(upright.locator(".st-key-glance .stPageLink").first).to_be_visible()
    expect(upright.get_by_role("link", name="Names, sectors, roles")).to_be_hidden()
    expect(upright.get_by_role("button", name="Add a goal")).to_be_hidden()
    heights = upright.evaluate(
        """() => [...document.querySelectorAll(".stHeading")].map((heading) =>
          heading.getBoundingClientRect().bottom - heading.parentElement.getBoundingClientRect().bottom)"""
    )
    assert len(heights) > 5
    assert all(over < 1 for over in heights)


def test_dates_and_stages_to_choose_are_not_printed(upright: Page, address: str) -> None:
    upright.goto(upright.url.replace("/initiative?", "/stages?"))
    expect(upright.get_by_role("heading", name="The way so far")).to_be_visible(timeout=LONG)
    for pressed in (upright.get_by_text("Correct dates"), upright.locator(".stButtonGroup").first):
        expect(pressed).to_be_attached()
        expect(pressed).to_be_hidden()


def test_the_overview_prints_every_column_and_its_summary(upright: Page, address: str, store: Store) -> None:
    for number in range(4):
        create_initiative(store, YOU, name=f"Made-up {number}")
    upright.goto(address)
    expect(upright.get_by_text(re.compile("^8 initiatives"))).to_be_visible(timeout=LONG)
    head = upright.get_by_role("columnheader", name="Last activity")
    expect(head).to_be_visible()
    box = head.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 741
    for pressed in (upright.locator(".stButtonGroup").first, upright.get_by_role("button", name="New initiative")):
        expect(pressed).to_be_hidden()


@pytest.fixture
def over_time(page: Page, address: str, sample: Initiative) -> Page:
    """What changed in the made-up sample, all of its charts drawn."""
    page.goto(f"{address}/over_time?initiative={sample.id}")
    expect(page.locator(f"{DRAWINGS}:first-of-type")).to_have_count(2, timeout=LONG)
    expect(page.locator(".stDataFrame canvas").first).to_be_visible(timeout=LONG)
    page.wait_for_timeout(1_000)
    return page


def test_a_heading_stays_with_its_choice_and_its_chart_on_one_sheet(over_time: Page) -> None:
    kept = over_time.locator(".st-key-together_factors")
    expect(kept.get_by_role("heading", name="Factors, what rose most first")).to_be_visible()
    expect(kept.get_by_role("combobox", name="Factors of")).to_be_visible()
    expect(kept.locator(f"{DRAWINGS}:first-of-type")).to_be_visible()
    over_time.emulate_media(media="print")
    assert kept.evaluate("(kept) => getComputedStyle(kept).breakInside") == "avoid"
    printed = over_time.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2


def test_a_table_that_scrolls_is_printed_with_every_column_and_row(over_time: Page) -> None:
    whole = over_time.locator(".st-key-printed_attendance .stHtml table")
    expect(whole).to_be_hidden()
    over_time.set_viewport_size({"width": 716, "height": 1000})
    over_time.emulate_media(media="print")
    expect(whole).to_be_visible()
    expect(over_time.locator(".st-key-printed_attendance .stDataFrame")).to_be_hidden()
    expect(whole.locator("tbody tr")).to_have_count(11)
    over = "(table) => table.getBoundingClientRect().right - table.parentElement.getBoundingClientRect().right"
    assert whole.evaluate(over) < 1
    expect(whole.get_by_role("columnheader")).to_have_text(
        [
            *("Partner", "Sector", "Unifying purpose", "Environment for collaboration", "Characteristics of partners"),
            *("Capacity, resources, and structures", "Baseline, autumn 2025", "One year later, autumn 2026"),
        ]
    )


def test_partners_print_all_of_them_and_not_the_list_that_is_edited(page: Page, address: str, store: Store) -> None:
    here = create_initiative(store, YOU, name="Made-up compact").id
    names = [f"Made-up partner {number} {'with a long name ' * 6}".strip() for number in range(40)]
    for name in names:
        add_partner(store, YOU, here, name=name, sector=Sector.CHARTER)
    page.goto(f"{address}/partners?initiative={here}")
    expect(page.locator(".stDataFrame canvas").first).to_be_visible(timeout=LONG)
    whole = page.locator(".st-key-printed_partners table")
    expect(whole).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".stDataFrame").first).to_be_hidden()
    expect(page.get_by_role("button", name="Save changes")).to_be_hidden()
    expect(page.get_by_role("searchbox", name="Search")).to_be_hidden()
    expect(whole.locator("tbody tr")).to_have_count(40)
    assert sorted(whole.locator("tbody td:first-child").all_inner_texts()) == sorted(names)


def test_long_tables_and_columns_break_between_rows_on_paper(page: Page, address: str, store: Store) -> None:
    sample = load_sample(store, YOU)
    page.goto(f"{address}/checklists?initiative={sample.id}")
    expect(page.locator(".stTable table").first).to_be_visible(timeout=LONG)
    page.emulate_media(media="print")
    shown = "(element) => getComputedStyle(element).display"
    assert page.locator(".stTable table").first.evaluate(shown) == "table"
    assert page.get_by_test_id("stVerticalBlock").first.evaluate(shown) == "block"
