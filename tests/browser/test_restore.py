"""A backup is restored by the command line while people have the dashboard open and go on working in it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from collab.model import YOU, Mode, RoundState, Sector
from collab.services.answers import enter_answers
from collab.services.initiatives import create_initiative, edit_initiative, get_initiative, overview
from collab.services.maintenance import backup, check
from collab.services.partners import add_partner
from collab.services.rounds import change_round, create_round, get_round, instrument_of
from collab.services.sample import load_sample
from collab.store import Store
from tests.browser.conftest import PATIENCE_MS, PROJECT, Served, serving
from tests.browser.test_journeys import TWIN, answer_everything, drop

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page = playwright.expect, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000
INSTRUMENT = "cross-sector-readiness"
SCREENS = ("readiness", "compare", "partners", "enter_answers", "spreadsheets")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that holds the sample."""
    folder = tmp_path_factory.mktemp("filled")
    store = Store.open(f"sqlite:///{folder / 'common_ground.sqlite'}")
    load_sample(store, YOU)
    store.close()
    return folder


@pytest.fixture
def served(tmp_path: Path, filled: Path) -> Iterator[Served]:
    """A server on a copy of that database; nothing in its log may be a traceback."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    with serving(tmp_path) as running:
        yield running
        log = running.log.read_text(encoding="utf-8")
        assert "Traceback" not in log, log[-3000:]


@pytest.fixture
def page(chromium: playwright.Browser, served: Served) -> Iterator[Page]:
    """A browser tab at the first page."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE_MS)
    tab.goto(served.address)
    expect(tab.get_by_role("button", name="New initiative")).to_be_visible(timeout=LONG)
    yield tab
    context.close()


def restore(out: Path, served: Served) -> str:
    """Restore as an administrator does: in a terminal, with the server running. What it told."""
    command = [sys.executable, "-m", "collab", "restore", str(out), "--database", served.database]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def make_initiative(page: Page, name: str) -> None:
    """Through the small window of the overview, until the page says that it is there."""
    page.get_by_role("button", name="New initiative").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_role("button", name="Create").click()
    expect(page.get_by_text(f"“{name}” is here.")).to_be_visible()


def kept_copy(told: str) -> Path:
    """The file that the command named."""
    return Path(told.partition("kept in ")[2].partition(". Pages that are open")[0])


def names_in(file: Path) -> set[str]:
    """The initiatives of a database file, read past the program."""
    with closing(sqlite3.connect(file)) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM initiative")}


def chosen_initiative(page: Page) -> playwright.Locator:
    """The choice of what a page is about."""
    return page.get_by_role("combobox", name="Initiative").first


def no_traceback(page: Page) -> None:
    """Nothing on the page is a fault of the program."""
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_what_is_saved_in_the_browser_before_and_after_a_restore_is_kept(
    page: Page, served: Served, store: Store, tmp_path: Path
) -> None:
    samples = {card.initiative.name for card in overview(store)}
    out = backup(store, tmp_path / "copies" / "backup.sqlite")
    make_initiative(page, "Made-up before")
    told = restore(out, served)
    assert names_in(kept_copy(told)) == {*samples, "Made-up before"}
    make_initiative(page, "Made-up afterwards")
    expect(page.get_by_role("heading", name="Made-up before")).to_have_count(0)
    assert {card.initiative.name for card in overview(store)} == {*samples, "Made-up afterwards"}
    page.reload()
    expect(page.get_by_role("heading", name="Made-up afterwards")).to_be_visible(timeout=LONG)
    no_traceback(page)
    assert check(store) == ()


def test_open_pages_show_the_restored_figures_at_the_next_click(
    page: Page, served: Served, store: Store, tmp_path: Path
) -> None:
    initiative = create_initiative(store, YOU, name="Made-up compact")
    round_ = create_round(store, YOU, initiative.id, label="Paper", instrument_key=INSTRUMENT, mode=Mode.TEAM)
    partner = add_partner(store, YOU, initiative.id, name="Made-up charter", sector=Sector.CHARTER)
    keys = instrument_of(store, round_.id).factor_keys
    enter_answers(store, YOU, round_.id, partner.id, dict.fromkeys(keys, "agree"))
    shown = get_round(store, round_.id)
    change_round(store, YOU, round_.id, version=shown.version, state=RoundState.REVEALED)
    out = backup(store, tmp_path / "copies" / "backup.sqlite")
    other = add_partner(store, YOU, initiative.id, name="Made-up district", sector=Sector.DISTRICT)
    enter_answers(store, YOU, round_.id, other.id, dict.fromkeys(keys, "strongly_agree"))
    page.goto(f"{served.address}/readiness?initiative={initiative.id}&round={round_.id}")
    heatmap = page.locator(".js-plotly-plot").first
    expect(heatmap).to_contain_text("Made-up district", timeout=LONG)
    restore(out, served)
    third = add_partner(store, YOU, initiative.id, name="Made-up academy", sector=Sector.DISTRICT)
    enter_answers(store, YOU, round_.id, third.id, dict.fromkeys(keys, "disagree"))
    page.get_by_text("All figures as a table").click()
    expect(heatmap).to_contain_text("Made-up academy", timeout=LONG)
    expect(heatmap).not_to_contain_text("Made-up district")
    no_traceback(page)


def test_pages_about_what_a_restore_took_away_go_on_with_what_is_there(
    page: Page, served: Served, store: Store, tmp_path: Path
) -> None:
    sample = overview(store)[0].initiative.name
    out = backup(store, tmp_path / "copies" / "backup.sqlite")
    initiative = create_initiative(store, YOU, name="Made-up compact")
    round_ = create_round(store, YOU, initiative.id, label="Paper", instrument_key=INSTRUMENT, mode=Mode.TEAM)
    partner = add_partner(store, YOU, initiative.id, name="Made-up charter", sector=Sector.CHARTER)
    about = f"?initiative={initiative.id}&round={round_.id}&partner={partner.id}"
    tabs = [page, *(page.context.new_page() for _ in SCREENS[1:])]
    for tab, screen in zip(tabs, SCREENS, strict=True):
        tab.goto(f"{served.address}/{screen}{about}")
        expect(chosen_initiative(tab)).to_have_value(initiative.name, timeout=LONG)
    restore(out, served)
    for tab, screen in zip(tabs, SCREENS, strict=True):
        tab.reload()
        expect(tab.locator("h1").first).to_be_visible(timeout=LONG)
        there = "" if screen == "spreadsheets" else sample
        expect(chosen_initiative(tab)).to_have_value(there, timeout=LONG)
        if there:
            expect(tab.get_by_text("that the address names is not here").first).to_be_visible()
        no_traceback(tab)


def test_a_sheet_that_is_saved_into_a_round_that_is_gone_is_refused_in_a_sentence(
    page: Page, served: Served, store: Store, tmp_path: Path
) -> None:
    out = backup(store, tmp_path / "copies" / "backup.sqlite")
    initiative = create_initiative(store, YOU, name="Made-up compact")
    round_ = create_round(store, YOU, initiative.id, label="Paper", instrument_key=INSTRUMENT, mode=Mode.TEAM)
    partner = add_partner(store, YOU, initiative.id, name="Made-up charter", sector=Sector.CHARTER)
    page.goto(f"{served.address}/enter_answers?initiative={initiative.id}&round={round_.id}&partner={partner.id}")
    page.locator(".factor input").first.focus()
    page.keyboard.press("4")
    expect(page.get_by_text("1 of 17 answered.")).to_be_visible()
    expect(page.get_by_text("Not saved yet.")).to_be_visible()
    before = sum(item.responses for card in overview(store) for item in card.rounds)
    restore(out, served)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("is not here").first).to_be_visible(timeout=LONG)
    no_traceback(page)
    assert sum(item.responses for card in overview(store) for item in card.rounds) == before


def test_a_file_that_was_looked_at_before_a_restore_can_be_saved_after_it(
    page: Page, served: Served, store: Store, tmp_path: Path
) -> None:
    before = len(overview(store))
    out = backup(store, tmp_path / "copies" / "backup.sqlite")
    page.goto(f"{served.address}/spreadsheets")
    drop(page, TWIN)
    answer_everything(page)
    create_initiative(store, YOU, name="Made-up meanwhile")
    told = restore(out, served)
    assert "Made-up meanwhile" in names_in(kept_copy(told))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="See readiness")).to_be_visible(timeout=LONG)
    no_traceback(page)
    assert len(overview(store)) == before + 1
    assert check(store) == ()


def test_a_form_that_was_open_before_a_restore_cannot_overwrite_what_came_after_it(
    page: Page, served: Served, store: Store, tmp_path: Path
) -> None:
    out = backup(store, tmp_path / "copies" / "backup.sqlite")
    sample = overview(store)[0].initiative
    page.get_by_role("button", name="Edit", exact=True).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Place").fill("A place typed before")
    restore(out, served)
    present = get_initiative(store, sample.id)
    texts = {"name": present.name, "purpose": present.purpose}
    edit_initiative(store, YOU, sample.id, version=present.version, place="A place typed after", **texts)
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Somebody else changed this initiative").first).to_be_visible()
    assert get_initiative(store, sample.id).place == "A place typed after"
    no_traceback(page)


def test_a_database_file_that_is_gone_is_said_and_nothing_pretends_to_be_saved(
    page: Page, served: Served, tmp_path: Path
) -> None:
    file = tmp_path / "common_ground.sqlite"
    away = file.rename(tmp_path / "away.sqlite")
    page.get_by_role("button", name="New initiative").click()
    expect(page.get_by_text("is no longer there, so nothing was saved").first).to_be_visible(timeout=LONG)
    no_traceback(page)
    assert not file.exists()
    away.rename(file)
    page.reload()
    make_initiative(page, "Made-up afterwards")
    assert "Made-up afterwards" in names_in(file)
