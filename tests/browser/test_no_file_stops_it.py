"""No file stops the dashboard: one person drops the worst there is while another goes on working."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from collab.model import YOU
from collab.services.importing import past_imports
from collab.services.initiatives import overview
from collab.services.sample import load_sample
from collab.store import Store
from collab.store.integrity import dump
from tests.browser.conftest import Served, serving
from tests.commands.conftest import written_survey
from tests.exchange.reading.hostile import BUILDERS

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page, Browser = playwright.expect, playwright.Page, playwright.Browser

pytestmark = pytest.mark.browser

LONG = 60_000
WORST = (
    *("spaces_bomb.xlsx", "far_corner.xlsx", "endless_unique.xlsx", "million_rows.xlsx", "many_merges.xlsx"),
    *("laughs.xlsx", "grid_bomb.ods", "endless_allocation.xls", "too_many_cells.csv", "open_quote.csv"),
)
MOST_FILES = 40
SHARES, SCORES = re.compile(r"^\d+\.\d%"), re.compile(r"^\d\.\d$")
TOO_LARGE_BYTES = 51 * 1024 * 1024


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all of these tests, with the made-up sample in its database."""
    folder = tmp_path_factory.mktemp("served")
    store = Store.open(f"sqlite:///{folder / 'common_ground.sqlite'}")
    load_sample(store, YOU)
    store.close()
    with serving(folder) as running:
        yield running


@pytest.fixture
def store(served: Served) -> Iterator[Store]:
    """The database of the running server."""
    opened = Store.open(served.database)
    yield opened
    opened.close()


@pytest.fixture
def someone(chromium: Browser, served: Served) -> Iterator[Page]:
    """A person at the page where files are dropped."""
    yield from visitor(chromium, f"{served.address}/spreadsheets", "input[type=file]")


@pytest.fixture
def another(chromium: Browser, served: Served) -> Iterator[Page]:
    """A second person, with a browser of her own, at the heatmap of the sample."""
    yield from visitor(chromium, f"{served.address}/readiness", ".js-plotly-plot")


def visitor(chromium: Browser, address: str, shows: str) -> Iterator[Page]:
    """A tab of a new browser context at this page, once it shows what matters on it."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    tab.set_default_timeout(LONG)
    tab.goto(address)
    expect(tab.locator(shows).first).to_be_attached(timeout=LONG)
    yield tab
    context.close()


@pytest.fixture(autouse=True)
def _nothing_broke(served: Served) -> Iterator[None]:
    """After each test the same process still runs, and nothing in it went wrong unforeseen."""
    yield
    assert served.process.poll() is None
    assert "Traceback" not in served.log.read_text(encoding="utf-8", errors="replace")


def drop(page: Page, *files: Path) -> None:
    """Put files on the uploader."""
    page.locator("input[type=file]").set_input_files([str(file) for file in files])


def cards(page: Page, words: str | re.Pattern[str]) -> playwright.Locator:
    """The headings of cards that bear these words."""
    return page.get_by_role("heading").filter(has_text=words)


def start_again(page: Page) -> None:
    """Back to the place where files are dropped."""
    page.get_by_role("button", name=re.compile("Drop other files|Put everything aside")).click()
    expect(page.get_by_text("Past imports")).to_be_visible()
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_attached()


def look_at(page: Page, what: str, cell: re.Pattern[str]) -> None:
    """Choose what the heatmap shows and wait until its cells show it."""
    page.get_by_role("radio", name=what, exact=True).click()
    expect(page.locator(".js-plotly-plot text").filter(has_text=cell).first).to_be_attached()


def test_ten_of_the_worst_are_refused_in_sentences_while_another_person_is_answered(
    someone: Page, another: Page, store: Store, tmp_path: Path
) -> None:
    builders = {name: (outcome, build) for name, outcome, build in BUILDERS}
    for name in WORST:
        (tmp_path / name).write_bytes(builders[name][1]())
    before = store.read(dump)
    drop(someone, *(tmp_path / name for name in WORST))
    expect(someone.get_by_text("10 files dropped together")).to_be_visible()
    answered_meanwhile = 0
    for what, cell in (("Favourable", SHARES), ("Score", SCORES)) * 2:
        look_at(another, what, cell)
        answered_meanwhile += cards(someone, "Cannot be read").count() < len(WORST)
    assert answered_meanwhile
    expect(cards(someone, "Cannot be read")).to_have_count(len(WORST), timeout=LONG)
    shown = someone.get_by_test_id("stMain").inner_text()
    assert [name for name in WORST if builders[name][0] not in shown] == []
    assert "Row 3" in shown, "where the quotation mark opens"
    for page in (someone, another):
        assert "Traceback" not in page.content()
        expect(page.get_by_test_id("stException")).to_have_count(0)
    assert store.read(dump) == before


def test_a_file_over_the_limit_is_refused_before_it_is_read(someone: Page, tmp_path: Path) -> None:
    file = tmp_path / "too_large.csv"
    with file.open("wb") as empty:
        empty.truncate(TOO_LARGE_BYTES)
    drop(someone, file)
    expect(someone.get_by_text(re.compile("must be 50", re.IGNORECASE))).to_be_visible()
    expect(someone).not_to_have_url(re.compile("upload="))


def test_forty_files_at_once_are_all_read_and_one_more_is_too_many(someone: Page, tmp_path: Path) -> None:
    files = [
        written_survey(tmp_path / f"{number:02}.csv", people=6, school=f"Made-up school {number}")
        for number in range(MOST_FILES + 1)
    ]
    drop(someone, *files)
    expect(someone.get_by_text("41 files are too many at a time. Drop at most 40.")).to_be_visible()
    someone.reload()
    drop(someone, *files[:MOST_FILES])
    expect(someone.get_by_text("40 files dropped together")).to_be_visible()
    expect(cards(someone, re.compile("Has questions|Ready to save"))).to_have_count(MOST_FILES, timeout=LONG)


def test_a_file_put_aside_while_it_is_read_leaves_room_for_the_next(
    someone: Page, store: Store, tmp_path: Path
) -> None:
    slow = tmp_path / "too_many_cells.csv"
    slow.write_bytes(next(build() for name, _, build in BUILDERS if name == slow.name))
    imported = sum(len(past_imports(store, card.initiative.id)) for card in overview(store))
    drop(someone, slow)
    expect(cards(someone, slow.name)).to_be_visible()
    start_again(someone)
    drop(someone, written_survey(tmp_path / "honest.csv", people=6))
    expect(cards(someone, re.compile("honest.csv.*(Has questions|Ready to save)"))).to_be_visible(timeout=LONG)
    assert sum(len(past_imports(store, card.initiative.id)) for card in overview(store)) == imported
