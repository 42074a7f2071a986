"""Spreadsheets in a real browser: quick fingers, several files, two windows, and templates that come home."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from collab.model import YOU, Initiative, Mode, RoundState
from collab.services.importing import past_imports
from collab.services.initiatives import create_initiative
from collab.services.rounds import change_round, create_round, rounds_of
from collab.store import Store
from tests.browser.conftest import Served, serving
from tests.commands.conftest import SAMPLES, written_survey
from tests.exchange.reading.hostile import BUILDERS
from tests.templates import filled_template

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page, Browser = playwright.expect, playwright.Page, playwright.Browser

pytestmark = pytest.mark.browser

LONG = 60_000
QUICK_MS = 150
GO_ON = "Go on with these answers"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all of these tests; each works in an initiative of its own."""
    with serving(tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture
def store(served: Served) -> Iterator[Store]:
    """The database of the running server."""
    opened = Store.open(served.database)
    yield opened
    opened.close()


@pytest.fixture
def initiative(store: Store, request: pytest.FixtureRequest) -> Initiative:
    """An initiative of this test, with an open round of individual answers; others stand before it in every list."""
    name = request.node.name.replace("_", " ")
    create_initiative(store, YOU, name=f"A {name}")
    made = create_initiative(store, YOU, name=f"Made-up {name}")
    create_round(store, YOU, made.id, label="Baseline", instrument_key="cross-sector-readiness", mode=Mode.INDIVIDUAL)
    return made


@pytest.fixture
def page(chromium: Browser, served: Served, initiative: Initiative) -> Iterator[Page]:
    """A window at the place to drop files, with the initiative of this test chosen."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1200})
    yield opened(context.new_page(), f"{served.address}/spreadsheets?initiative={initiative.id}")
    context.close()


def opened(tab: Page, address: str) -> Page:
    tab.set_default_timeout(LONG)
    tab.goto(address)
    expect(tab.get_by_role("heading", name="Spreadsheets")).to_be_visible(timeout=LONG)
    return tab


def drop(page: Page, *files: Path) -> None:
    page.locator("input[type=file]").set_input_files([str(file) for file in files])
    expect(cards(page, re.compile("Reading|Saving"))).to_have_count(0, timeout=LONG)
    expect(cards(page, re.compile("Ready|questions|Nothing|Cannot"))).to_have_count(len(files), timeout=LONG)


def cards(page: Page, words: str | re.Pattern[str]) -> playwright.Locator:
    """The cards whose heading bears these words."""
    heading = page.get_by_role("heading").filter(has_text=words)
    return page.locator("[class*=st-key-upload_]").filter(has=heading)


def surveys(folder: Path, *names: str) -> tuple[Path, ...]:
    """Files that six people of one school each have answered."""
    return tuple(written_survey(folder / f"{name}.csv", people=6, school=f"Made-up {name}") for name in names)


def imported(store: Store, initiative: Initiative) -> int:
    return sum(record.undone_at is None for record in past_imports(store, initiative.id))


def press(page: Page, label: str, *, within: playwright.Locator | None = None) -> None:
    (within or page).get_by_role("button", name=label, exact=True).click()


def window_of(page: Page) -> Page:
    """A second window at the same address."""
    return opened(page.context.new_page(), page.url)


def test_impatient_clicks_on_go_on_and_a_save_at_once_save_once(
    page: Page, store: Store, initiative: Initiative
) -> None:
    drop(page, SAMPLES / "made_up_school_survey.xlsx")
    go_on, save = (page.get_by_role("button", name=name, exact=True) for name in (GO_ON, "Save"))
    for _ in range(20):
        with suppress(playwright.TimeoutError):  # it may be gone by the time of the click
            go_on.click(timeout=QUICK_MS)
        if save.is_visible():
            break
        page.wait_for_timeout(QUICK_MS)
    save.click()
    expect(page.get_by_role("link", name="See readiness")).to_be_visible(timeout=LONG)
    assert imported(store, initiative) == 1


def test_quick_clicks_on_several_cards_all_count(
    page: Page, store: Store, initiative: Initiative, tmp_path: Path
) -> None:
    files = surveys(tmp_path, "north", "south", "west", "east", "centre")
    drop(page, *files)
    for file in files[:4]:
        press(page, "Save", within=cards(page, file.name))
        page.wait_for_timeout(QUICK_MS)
    press(page, "Put this file aside", within=cards(page, files[4].name))
    expect(page.get_by_role("link", name="See readiness")).to_have_count(4, timeout=LONG)
    expect(cards(page, files[4].name)).to_have_count(0)
    assert imported(store, initiative) == 4


def test_clicks_count_while_another_file_is_still_read(
    page: Page, store: Store, initiative: Initiative, tmp_path: Path
) -> None:
    slow = tmp_path / "slow.csv"
    slow.write_bytes(next(build() for name, _, build in BUILDERS if name == "too_many_cells.csv"))
    (quick,) = surveys(tmp_path, "quick")
    page.locator("input[type=file]").set_input_files([str(slow), str(quick)])
    card = cards(page, quick.name)
    expect(card.get_by_role("button", name="Save", exact=True)).to_be_visible()
    expect(cards(page, re.compile("slow.csv.*Reading"))).to_be_visible()
    press(page, "Save", within=card)
    press(page, "Undo", within=card)
    expect(cards(page, re.compile("quick.csv.*Ready"))).to_be_visible()
    press(page, "Save", within=card)
    expect(cards(page, re.compile("quick.csv.*Saved"))).to_be_visible()
    assert imported(store, initiative) == 1


def test_change_shows_where_a_file_goes_after_another_was_put_aside(
    page: Page, store: Store, initiative: Initiative, tmp_path: Path
) -> None:
    files = surveys(tmp_path, "north", "south", "west")
    drop(page, *files)
    press(page, "Put this file aside", within=cards(page, files[0].name))
    expect(cards(page, files[0].name)).to_have_count(0)
    for file in files[1:]:
        cards(page, file.name).get_by_role("button", name=re.compile("Change")).click()
        body = page.get_by_test_id("stPopoverBody")
        expect(body.get_by_role("combobox", name="Initiative")).to_have_value(initiative.name)
        expect(body.get_by_role("combobox", name="Round")).to_have_value("Baseline")
        page.keyboard.press("Escape")
        expect(body).to_have_count(0)
    card = cards(page, files[1].name)
    card.get_by_role("button", name=re.compile("Change")).click()
    label = page.get_by_test_id("stPopoverBody").get_by_role("combobox", name="Round")
    label.fill("Second round")
    label.press("Enter")
    press(page, "Put it there")
    expect(card.get_by_text("Second round").first).to_be_visible()
    expect(card.get_by_text("new", exact=True).first).to_be_visible()
    press(page, GO_ON, within=card)
    press(page, "Save", within=card)
    expect(card.get_by_role("button", name="Undo")).to_be_visible()
    assert [round_.label for round_ in rounds_of(store, initiative.id) if round_.kind] == ["Second round"]


def test_several_files_are_asked_once_and_what_waits_is_named(
    page: Page, store: Store, initiative: Initiative, tmp_path: Path
) -> None:
    (round_,) = rounds_of(store, initiative.id)
    change_round(store, YOU, round_.id, version=round_.version, state=RoundState.CLOSED)
    contacts = tmp_path / "contacts.csv"
    contacts.write_text("Name,Phone,School\nPat Doe,555-0100,Elm\n", encoding="utf-8")
    drop(page, *surveys(tmp_path, "north", "south", "west"), contacts)
    expect(page.get_by_text("What is one row")).to_have_count(1)
    expect(page.get_by_text("Cannot be used: “contacts.csv”.")).to_be_visible()
    expect(cards(page, contacts.name).get_by_text("Goes into")).to_have_count(0)
    press(page, "Use these answers for all of them")
    press(page, "Save all 3 that are ready")
    expect(page.get_by_role("link", name="See readiness")).to_have_count(3, timeout=LONG)
    assert imported(store, initiative) == 3


def test_a_filled_template_goes_home_and_a_chosen_place_is_questioned(
    page: Page, store: Store, initiative: Initiative, served: Served, tmp_path: Path
) -> None:
    names = (initiative.name, "Baseline")
    filled = filled_template(store, tmp_path / "filled.xlsx", names, partners=["Made-up District"] * 2)
    other = create_initiative(store, YOU, name="Somewhere else")
    opened(page, f"{served.address}/spreadsheets?initiative={other.id}")
    drop(page, filled)
    expect(page.get_by_text("That is the round this template was made for.")).to_be_visible()
    press(page, "Put everything aside")
    label = page.get_by_role("combobox", name="Round").first
    label.fill("Typed by hand")
    label.press("Enter")
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_attached()
    drop(page, filled)
    expect(page.get_by_text("This template was made for the round “Baseline”")).to_be_visible()
    press(page, "Put it into the round it was made for")
    expect(page.get_by_text("That is the round this template was made for.")).to_be_visible()


def test_two_windows_tell_each_other_what_happened(
    page: Page, store: Store, initiative: Initiative, tmp_path: Path
) -> None:
    drop(page, *surveys(tmp_path, "north"))
    second = window_of(page)
    expect(second.get_by_role("button", name="Save", exact=True)).to_be_visible()
    press(page, "Save")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    press(second, "Save")
    expect(second.get_by_role("button", name="Undo")).to_be_visible()
    press(page, "Undo")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()
    press(second, "Undo")
    expect(second.get_by_text("It was undone already")).to_be_visible()
    expect(second.get_by_role("button", name="Save", exact=True)).to_be_visible()
    assert imported(store, initiative) == 0
