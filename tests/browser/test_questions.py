"""Questions about a dropped file in a real browser: what is missing, names, second answers; on a phone too."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from collab.framework import load_framework
from collab.model import YOU, Initiative, Round
from collab.services.answers import answer_sheets
from collab.services.initiatives import overview
from collab.services.partners import partners_of
from collab.services.rounds import instrument_of
from collab.store import Store

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Page, Browser = playwright.expect, playwright.Page, playwright.Browser

pytestmark = pytest.mark.browser

LONG = 60_000
PHONE = {"width": 390, "height": 844}
STATEMENTS = tuple(factor.statement for factor in load_framework().instruments[0].factors)
WORDS = ("Strongly disagree", "Disagree", "Agree", "Strongly agree")
HEADER_HEIGHT, ROW_HEIGHT = 36, 66
NETWORK = "Made-up charter network"


@pytest.fixture
def store(tmp_path: Path, address: str) -> Iterator[Store]:
    """The database of the running server."""
    opened = Store.open(f"sqlite:///{tmp_path / 'common_ground.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture(params=[{"width": 1440, "height": 1400}], ids=["wide"])
def page(chromium: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab where files are dropped."""
    context = chromium.new_context(viewport=request.param)
    tab = context.new_page()
    tab.set_default_timeout(LONG)
    tab.goto(f"{address}/spreadsheets")
    expect(tab.locator("input[type=file]")).to_be_attached(timeout=LONG)
    yield tab
    context.close()


def written(path: Path, header: list[str], lines: list[list[object]]) -> Path:
    rows = [header, *lines]
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), encoding="utf-8")
    return path


def answers(seed: int, of: tuple[object, ...] = WORDS, questions: int = len(STATEMENTS)) -> list[object]:
    draw = random.Random(seed)
    return [draw.choice(of) for _ in range(questions)]


def drop(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(str(file))
    expect(page.get_by_text("What was found")).to_be_visible(timeout=LONG)


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Go on with these answers").click()


def save(page: Page, store: Store) -> tuple[Initiative, Round]:
    """Save, and where it went."""
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="See readiness")).to_be_visible(timeout=LONG)
    (card,) = overview(store)
    return card.initiative, card.rounds[0].round


def fits(page: Page) -> bool:
    """Whether nothing reaches beyond the right edge of the window, apart from what scrolls in itself."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"))


def type_into(page: Page, grid: playwright.Locator, column: int, row_middle: int, text: str) -> None:
    """Select a cell of a grid, which is painted and not made of elements, and type into it."""
    grid.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box = grid.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + column, box["y"] + HEADER_HEIGHT + row_middle)
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    page.keyboard.press("Control+A")
    page.keyboard.type(text, delay=15)
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)


@pytest.mark.parametrize("page", [{"width": 1440, "height": 1000}, PHONE], ids=["wide", "phone"], indirect=True)
def test_a_missing_answer_is_named_beside_its_question(page: Page, tmp_path: Path) -> None:
    lines = [[f"Made-up school {at % 3}", *answers(at, (1, 2, 3, 4))] for at in range(12)]
    name = "codes_without_words_of_a_survey_with_a_name_that_is_far_too_long_for_any_phone_2026-05-03.csv"
    drop(page, written(tmp_path / name, ["School", *STATEMENTS], lines))
    go_on(page)
    missing = page.get_by_text("Choose one here: nothing is guessed.")
    expect(missing).to_be_visible()
    question = page.get_by_role("radiogroup", name=re.compile("numbers without words"))
    below = missing.bounding_box()["y"] - question.bounding_box()["y"]
    assert 0 < below < 300
    assert fits(page)
    page.get_by_text("1 = Strongly disagree").click()
    go_on(page)
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible(timeout=LONG)
    expect(missing).to_have_count(0)


def test_new_questions_get_short_names_and_dimensions(page: Page, store: Store, tmp_path: Path) -> None:
    asked = [
        f"{topic} [{said}]" for topic in ("Safety", "Voice") for said in ("We are heard", "Adults help", "I belong")
    ]
    asked = [f"{each[:-1]} in {each.split()[0].lower()}]" for each in asked]
    lines = [[f"Made-up school {at % 3}", "District", *answers(at, questions=6)] for at in range(24)]
    drop(page, written(tmp_path / "names.csv", ["School", "Sector", *asked], lines))
    go_on(page)
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible(timeout=LONG)
    page.get_by_text("Names and dimensions of 6 new questions").click()
    grids = page.get_by_test_id("stDataFrame")
    expect(page.get_by_role("button", name="Use these names")).to_be_visible()
    questions = grids.nth(grids.count() - 1)
    type_into(page, questions, 80, ROW_HEIGHT // 2, "Heard")
    type_into(page, questions, 300, ROW_HEIGHT // 2, "New dimension 1")
    page.get_by_role("textbox", name="A new dimension").first.fill("A say")
    page.get_by_role("button", name="Use these names").click()
    page.wait_for_timeout(1500)
    _, round_ = save(page, store)
    made = instrument_of(store, round_.id)
    assert {each.label: [factor.label for factor in each.factors] for each in made.dimensions} == {
        "Safety": ["Adults help in safety", "I belong in safety"],
        "Voice": ["We are heard in voice", "Adults help in voice", "I belong in voice"],
        "A say": ["Heard"],
    }


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_of_two_answers_of_one_partner_a_person_keeps_one(page: Page, store: Store, tmp_path: Path) -> None:
    lines: list[list[object]] = [
        ["2026-05-03 09:00", "Made-up district", "District", "Superintendent", *answers(1)],
        ["2026-05-04 10:11", NETWORK, "Charter", "School leader", *answers(2)],
        ["2026-05-05 12:13", NETWORK, "Charter", "Board chair", *answers(3)],
    ]
    drop(page, written(tmp_path / "team.csv", ["Timestamp", "Organisation", "Sector", "Role", *STATEMENTS], lines))
    page.get_by_text("Team: each partner handed in").click()
    go_on(page)
    expect(page.get_by_text("has 2 answers in this file (row 3 and row 4)")).to_be_visible(timeout=LONG)
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    page.get_by_text("See how they differ").click()
    expect(page.get_by_role("columnheader", name="Row 4")).to_be_visible()
    assert fits(page)
    page.get_by_text("Row 4 (2026-05-05 12:13, Role: Board chair)").click()
    go_on(page)
    expect(page.get_by_text("1 row does not count (row 3)")).to_be_visible(timeout=LONG)
    initiative, round_ = save(page, store)
    network = next(each.partner for each in partners_of(store, initiative.id) if each.partner.name == NETWORK)
    assert [sheet.row for sheet in answer_sheets(store, YOU, round_.id, network.id)] == [4]


def test_another_form_that_counts_from_one_is_never_saved_over_the_first(
    page: Page, store: Store, tmp_path: Path
) -> None:
    header = ["ID", "Start time", "Completion time", "Email", "Name", "Organisation", "Sector", *STATEMENTS]
    for seed, name in ((10, "forms.csv"), (50, "forms (2).csv")):
        lines: list[list[object]] = [
            [
                at,
                "2026-05-03 09:00",
                "2026-05-03 09:04",
                "anonymous",
                "",
                "Made-up district",
                "District",
                *answers(seed + at),
            ]
            for at in range(1, 9)
        ]
        written(tmp_path / name, header, lines)
    drop(page, tmp_path / "forms.csv")
    go_on(page)
    initiative, round_ = save(page, store)
    page.goto(page.url.split("?")[0] + f"?initiative={initiative.id}&round={round_.id}")
    drop(page, tmp_path / "forms (2).csv")
    expect(page.get_by_text(re.compile("8 rows carry the same numbers as rows that came with"))).to_be_visible()
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    page.get_by_text("Another form: add these rows as further answers").click()
    go_on(page)
    expect(page.get_by_text("8 answer sheets added.")).to_be_visible(timeout=LONG)
    save(page, store)
    assert overview(store)[0].rounds[0].responses == 16
