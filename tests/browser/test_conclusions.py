"""Concluding in a meeting without the mouse, and two people at one conclusion, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from collab.framework import DEFAULT_INSTRUMENT
from collab.model import YOU, Mode, RoundState, Sector
from collab.services.answers import enter_answers
from collab.services.conclusions import add_step, conclusions_of, save_conclusion
from collab.services.drafts import draft_of, subject_of
from collab.services.initiatives import create_initiative
from collab.services.partners import add_partner, partners_of
from collab.services.rounds import change_round, create_round, get_round
from collab.store import Store
from tests.browser.conftest import serving
from tests.factories import readiness_instrument

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
expect, Locator, Page = playwright.expect, playwright.Locator, playwright.Page

pytestmark = pytest.mark.browser

LONG = 60_000
PAUSE_MS = 1500
# From here on until the page is loaded again, the server hears nothing of it.
DEAF = "WebSocket.prototype.send = () => {}"
MOST_RUNS = 4
BEFORE_IT = """bar => {
  const host = document.activeElement, focus = host.shadowRoot?.activeElement ?? host
  const bottom = focus.getBoundingClientRect().bottom
  return bar.contains(focus) || bottom <= bar.parentElement.getBoundingClientRect().top + 1
}"""


@pytest.fixture
def round_id(store: Store) -> str:
    """A revealed team round in which capacity is weakest."""
    return a_round(store)


def a_round(store: Store) -> str:
    made = create_initiative(store, YOU, name="Northside Compact")
    for name, sector in (("Northside Schools", Sector.DISTRICT), ("Harbor Charter", Sector.CHARTER)):
        add_partner(store, YOU, made.id, name=name, sector=sector)
    round_ = create_round(store, YOU, made.id, label="Baseline", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    ratings = {
        factor.key: "disagree" if factor.dimension == "capacity" else "strongly_agree"
        for factor in readiness_instrument().factors
        if not factor.reversed
    }
    for card in partners_of(store, made.id):
        enter_answers(store, YOU, round_.id, card.partner.id, ratings, {})
    version = get_round(store, round_.id).version
    change_round(store, YOU, round_.id, version=version, state=RoundState.REVEALED)
    return round_.id


def opened(page: Page, address: str, round_id: str, rest: str) -> None:
    page.goto(f"{address}/conclusions?round={round_id}&{rest}")
    expect(page.locator(".js-plotly-plot")).to_have_count(1, timeout=LONG)
    settled(page)


def settled(page: Page) -> None:
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=LONG)
    page.wait_for_timeout(500)


def tab_to(page: Page, wanted: Locator) -> None:
    """Reach something with the tabulator; nothing on the way is hidden behind the way on."""
    bar = page.locator(".st-key-controls")
    for _ in range(60):
        if wanted.evaluate("element => element === element.getRootNode().activeElement"):
            return
        page.keyboard.press("Tab")
        assert bar.evaluate(BEFORE_IT), page.evaluate("document.activeElement.outerHTML")
    pytest.fail("the tabulator does not lead there")


def text_of(page: Page) -> Locator:
    return page.get_by_label("What was said")


def draft_text(store: Store, round_id: str) -> str:
    initiative_id = get_round(store, round_id).initiative_id
    kept = draft_of(store, YOU, subject_of("conclusion", initiative_id, round_id, "together", "capacity"))
    return kept.content["typed"]["text"] if kept else ""


def texts_of(store: Store, round_id: str) -> list[str]:
    return [each.text for each in conclusions_of(store, round_id).of("capacity").next_steps]


def until(is_so: Callable[[], bool], page: Page) -> None:
    """Wait until it is so, or for as long as anything here may take."""
    for _ in range(LONG // 250):
        if is_so():
            return
        page.wait_for_timeout(250)
    pytest.fail("it never came to be so")


def test_a_dimension_is_concluded_on_by_keys_and_the_cursor_waits_for_the_next_step(
    page: Page, address: str, store: Store, round_id: str
) -> None:
    opened(page, address, round_id, "meeting=1")
    expect(page.get_by_role("heading", name="Capacity, resources, and structures")).to_be_visible(timeout=LONG)
    page.get_by_label("What was said").focus()
    page.keyboard.type("Nobody has hours for it yet.")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_label("What was said").focus()
    tab_to(page, page.get_by_role("button", name="Save the conclusion"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"Saved\."))).to_be_visible(timeout=LONG)
    # While the page is drawn anew the field that was filled in stands below the new one for a moment.
    step = page.get_by_label("Add a next step").first
    step.focus()
    for text, owner in (("Ask both boards", "R. Diaz"), ("Find half a post", "K. Osei")):
        page.keyboard.type(text)
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
        page.keyboard.type(owner)
        page.keyboard.press("Enter")
        expect(page.get_by_text(owner)).to_be_visible(timeout=LONG)
        expect(step).to_be_focused(timeout=LONG)
        expect(step).to_have_value("")
    row = conclusions_of(store, round_id).of("capacity")
    assert (row.joint.text, row.joint.said_on) == ("Nobody has hours for it yet.", date.today())
    assert [(each.text, each.owner) for each in row.next_steps] == [
        ("Ask both boards", "R. Diaz"),
        ("Find half a post", "K. Osei"),
    ]
    page.keyboard.press("Tab")
    page.mouse.click(5, 5)
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("meeting=2"), timeout=LONG)


def test_a_next_step_that_is_begun_is_there_after_a_reload_in_the_middle_of_a_word(
    page: Page, address: str, store: Store, round_id: str
) -> None:
    opened(page, address, round_id, "dimension=capacity")
    step = page.get_by_label("Add a next step")
    step.focus()
    page.keyboard.type("Ask both boa")
    page.wait_for_timeout(PAUSE_MS)
    expect(page.get_by_text("Not added yet; kept as a draft.")).to_be_visible(timeout=LONG)
    expect(step).to_be_focused()
    page.keyboard.type("rds tomor")
    page.reload()
    expect(page.get_by_text("You had begun this step on")).to_be_visible(timeout=LONG)
    expect(step).to_have_value("Ask both boards tomor")
    assert not conclusions_of(store, round_id).of("capacity").next_steps


def test_enter_pressed_twice_adds_one_step(page: Page, address: str, store: Store, round_id: str) -> None:
    opened(page, address, round_id, "dimension=capacity")
    page.get_by_label("Add a next step").focus()
    page.keyboard.type("Ask both boards")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Ask both boards")).to_be_visible(timeout=LONG)
    settled(page)
    expect(page.get_by_label("Add a next step")).to_be_focused()
    assert texts_of(store, round_id) == ["Ask both boards"]


def test_who_types_on_after_enter_without_waiting_loses_no_letter(
    page: Page, address: str, store: Store, round_id: str
) -> None:
    texts = ["Ask both boards", "Order the buses for the spring", "Find half a post", "Order", "ll", "l", "All"]

    opened(page, address, round_id, "dimension=capacity")
    step = page.get_by_label("Add a next step")
    step.focus()
    for text in texts:
        page.keyboard.type(text, delay=20)
        page.keyboard.press("Enter")
    page.keyboard.type("Call the union, ", delay=20)
    until(lambda: texts_of(store, round_id) == texts, page)
    page.keyboard.type("and then the press", delay=60)
    settled(page)
    expect(step).to_be_focused()
    expect(step).to_have_value("Call the union, and then the press")
    assert step.evaluate("field => field.selectionStart") == len("Call the union, and then the press")
    page.keyboard.press("Enter")
    until(lambda: texts_of(store, round_id) == [*texts, "Call the union, and then the press"], page)


def test_a_word_typed_after_enter_outlives_a_reload_at_once(
    page: Page, address: str, store: Store, round_id: str
) -> None:
    opened(page, address, round_id, "dimension=capacity")
    step = page.get_by_label("Add a next step")
    step.focus()
    page.keyboard.type("Ask both boards")
    page.keyboard.press("Enter")
    page.keyboard.type("next")
    page.reload()
    expect(step).to_have_value("next", timeout=LONG)
    until(lambda: texts_of(store, round_id) == ["Ask both boards"], page)


def test_a_half_typed_day_is_asked_for_and_no_step_without_it_is_made(
    page: Page, address: str, store: Store, round_id: str
) -> None:
    opened(page, address, round_id, "dimension=capacity")
    page.get_by_label("Add a next step").fill("Ask both boards")
    due = page.get_by_label("Due", exact=True).last
    due.focus()
    page.keyboard.type("1205")
    page.keyboard.press("Enter")
    settled(page)
    assert due.evaluate("field => field.validity.badInput")
    expect(due).to_be_focused()
    assert texts_of(store, round_id) == []
    page.keyboard.type("2027")
    page.keyboard.press("Enter")
    until(lambda: texts_of(store, round_id) == ["Ask both boards"], page)
    assert [each.due_on for each in conclusions_of(store, round_id).of("capacity").next_steps] == [date(2027, 12, 5)]


def test_a_key_pressed_on_the_next_page_adds_nothing_to_a_row_that_was_left(
    page: Page, address: str, store: Store, round_id: str
) -> None:
    opened(page, address, round_id, "dimension=capacity")
    page.get_by_label("Add a next step").focus()
    page.keyboard.type("A draft")
    page.wait_for_timeout(PAUSE_MS + 500)
    page.get_by_role("link", name="Partners").click()
    expect(page.get_by_role("heading", name="Partners")).to_be_visible(timeout=LONG)
    page.keyboard.type("xyz ")
    page.keyboard.press("Enter")
    page.go_back()
    expect(page.get_by_label("Add a next step")).to_have_value("A draft", timeout=LONG)
    assert texts_of(store, round_id) == []


def test_what_is_entered_while_the_server_is_started_anew_is_added_when_it_is_back(
    chromium: playwright.Browser, tmp_path: Path
) -> None:
    with serving(tmp_path) as first:
        store = Store.open(first.database)
        round_id = a_round(store)
        page = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
        opened(page, first.address, round_id, "dimension=capacity")
        page.get_by_label("Add a next step").focus()
        page.keyboard.type("Before")
        page.keyboard.press("Enter")
        until(lambda: texts_of(store, round_id) == ["Before"], page)
        settled(page)
        port = int(first.address.rsplit(":", 1)[1])
    page.keyboard.type("Without a server")
    page.keyboard.press("Enter")
    page.keyboard.type("Typed on")
    expect(page.get_by_text("1 entered, not yet added: Common Ground does not answer.")).to_be_visible(timeout=LONG)
    with serving(tmp_path, port):
        until(lambda: texts_of(store, round_id) == ["Before", "Without a server"], page)
        expect(page.get_by_label("Add a next step")).to_have_value("Typed on", timeout=LONG)
        expect(page.get_by_text("does not answer")).to_have_count(0, timeout=LONG)
        page.get_by_label("Add a next step").focus()
        page.keyboard.press("Enter")
        until(lambda: texts_of(store, round_id) == ["Before", "Without a server", "Typed on"], page)
        page.context.close()
    store.close()


def test_a_screen_reader_hears_a_step_as_it_was_typed(page: Page, address: str, store: Store, round_id: str) -> None:
    text = "Ask *both* boards (Dr. O'Neil & co.): 50% – C:\\*.xlsx!"
    add_step(store, YOU, round_id, "capacity", text=text)
    opened(page, address, round_id, "dimension=capacity")
    box = page.get_by_role("checkbox", name=text, exact=True)
    expect(box).to_be_attached()
    box.check(force=True)
    expect(page.locator(".stMarkdownBadge", has_text="done")).to_be_visible(timeout=LONG)
    settled(page)
    expect(box).to_be_checked()
    words = page.locator("[class*=st-key-step_own] .stCheckbox p")
    expect(words).to_have_text(text)
    expect(words).to_have_css("text-decoration-line", "line-through")


def test_in_a_long_list_of_steps_the_way_on_hides_nothing_that_has_the_focus(
    page: Page, address: str, store: Store, round_id: str
) -> None:
    for number in range(12):
        add_step(store, YOU, round_id, "capacity", text=f"Ask board {number}")
    opened(page, address, round_id, "meeting=1")
    text_of(page).focus()
    tab_to(page, page.get_by_label("Add a next step"))
    bar = page.locator(".st-key-controls").evaluate(
        "element => getComputedStyle(element.parentElement).backgroundColor"
    )
    assert bar == "rgb(255, 255, 255)"


def test_what_is_in_a_field_that_was_never_left_is_offered_as_a_draft(
    page: Page, address: str, store: Store, round_id: str
) -> None:
    opened(page, address, round_id, "dimension=capacity")
    text_of(page).focus()
    page.keyboard.type("Nobody has hours for it yet.")
    until(lambda: draft_text(store, round_id) == "Nobody has hours for it yet.", page)
    expect(text_of(page)).to_be_focused()
    assert conclusions_of(store, round_id).of("capacity").joint.version == 0
    page.goto("about:blank")
    opened(page, address, round_id, "dimension=capacity")
    expect(page.get_by_text("You had begun this form")).to_be_visible()
    expect(text_of(page)).to_have_value("Nobody has hours for it yet.")


def test_who_leaves_in_the_middle_of_a_word_finds_it_again(
    page: Page, address: str, store: Store, round_id: str
) -> None:
    opened(page, address, round_id, "dimension=capacity")
    text_of(page).focus()
    page.keyboard.type("Nobody has hou")
    page.reload()
    until(lambda: draft_text(store, round_id) == "Nobody has hou", page)


@pytest.mark.parametrize("saved", ["", "Half a post is found."])
def test_also_where_the_server_never_heard_what_the_page_told_as_it_went(
    page: Page, address: str, store: Store, round_id: str, saved: str
) -> None:
    opened(page, address, round_id, "dimension=capacity")
    if saved:
        text_of(page).fill(saved)
        page.get_by_role("button", name="Save the conclusion").click()
        until(lambda: conclusions_of(store, round_id).of("capacity").joint.text == saved, page)
        settled(page)
    text_of(page).focus()
    page.keyboard.press("End")
    page.keyboard.type("Nobody has ")
    until(lambda: draft_text(store, round_id).endswith("Nobody has "), page)
    settled(page)
    page.evaluate(DEAF)
    page.keyboard.type("hou")
    page.wait_for_timeout(PAUSE_MS + 500)
    page.keyboard.type("rs")
    page.reload()
    assert draft_text(store, round_id) == f"{saved}Nobody has "
    expect(text_of(page)).to_have_value(f"{saved}Nobody has hours", timeout=LONG)
    page.reload()
    until(lambda: draft_text(store, round_id) == f"{saved}Nobody has hours", page)
    expect(text_of(page)).to_have_value(f"{saved}Nobody has hours", timeout=LONG)


def test_what_was_saved_at_once_is_not_put_back(page: Page, address: str, store: Store, round_id: str) -> None:
    opened(page, address, round_id, "dimension=capacity")
    text_of(page).focus()
    page.keyboard.type("Half a post is found.")
    page.get_by_role("button", name="Save the conclusion").click()
    until(lambda: conclusions_of(store, round_id).of("capacity").joint.version == 1, page)
    save_conclusion(store, YOU, round_id, "capacity", version=1, text="")
    page.reload()
    settled(page)
    expect(text_of(page)).to_have_value("", timeout=LONG)
    page.wait_for_timeout(PAUSE_MS + 500)
    expect(text_of(page)).to_have_value("")
    assert draft_text(store, round_id) == ""


def test_what_was_saved_meanwhile_wins_over_what_the_server_never_heard(
    page: Page, address: str, store: Store, round_id: str
) -> None:
    opened(page, address, round_id, "dimension=capacity")
    text_of(page).focus()
    page.evaluate(DEAF)
    page.keyboard.type("Nobody has hou")
    save_conclusion(store, YOU, round_id, "capacity", version=0, text="Half a post is found.")
    page.reload()
    expect(text_of(page)).to_have_value("Half a post is found.", timeout=LONG)
    settled(page)
    page.wait_for_timeout(PAUSE_MS)
    assert draft_text(store, round_id) == ""


def test_no_letter_is_lost_while_a_text_is_kept_and_the_caret_stays(
    page: Page, address: str, store: Store, round_id: str
) -> None:
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    opened(page, address, round_id, "dimension=capacity")
    before, typed = len(sent), ("What all agreed. " * 12)[:200]
    text_of(page).focus()
    page.keyboard.type(typed, delay=30)
    until(lambda: draft_text(store, round_id) == typed, page)
    assert len(sent) - before <= MOST_RUNS
    for word in ("Not ", "yet. "):
        text_of(page).evaluate("field => field.setSelectionRange(5, 5)")
        page.keyboard.type(word)
        page.wait_for_timeout(PAUSE_MS)
        page.keyboard.type("all ", delay=30)
        typed = f"{typed[:5]}{word}all {typed[5:]}"
        until(lambda typed=typed: draft_text(store, round_id) == typed, page)
        expect(text_of(page)).to_have_value(typed)
        assert text_of(page).evaluate("field => field.selectionStart") == 5 + len(f"{word}all ")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    until(lambda: draft_text(store, round_id) == "", page)
    page.keyboard.type("Afresh")
    expect(text_of(page)).to_have_value("Afresh")


def test_a_begun_text_that_is_emptied_keeps_the_cursor(page: Page, address: str, store: Store, round_id: str) -> None:
    for text in ("Begun", "Afresh"):
        opened(page, address, round_id, "dimension=capacity")
        text_of(page).focus()
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        until(lambda: draft_text(store, round_id) == "", page)
        settled(page)
        page.keyboard.type(text)
        until(lambda text=text: draft_text(store, round_id) == text, page)


def test_of_two_people_at_one_conclusion_the_second_sees_both_texts_and_chooses(
    page: Page, address: str, store: Store, round_id: str
) -> None:
    opened(page, address, round_id, "dimension=capacity")
    page.get_by_label("What was said").fill("Mine")
    page.get_by_label("What was said").blur()
    expect(page.get_by_text("Not saved yet; kept as a draft.")).to_be_visible(timeout=LONG)
    save_conclusion(store, YOU, round_id, "capacity", version=0, text="Theirs", reading="needs_work")
    page.get_by_role("button", name="Save the conclusion").click()
    expect(page.get_by_text("Somebody else saved this after you had begun")).to_be_visible(timeout=LONG)
    expect(page.get_by_text("Theirs", exact=True)).to_be_visible()
    assert conclusions_of(store, round_id).of("capacity").joint.text == "Theirs"
    page.get_by_role("button", name="Go on with these").click()
    page.get_by_role("button", name="Save the conclusion").click()
    expect(page.get_by_text(re.compile(r"Saved\."))).to_be_visible(timeout=LONG)
    joint = conclusions_of(store, round_id).of("capacity").joint
    assert (joint.text, joint.reading) == ("Mine", "needs_work")


def test_from_a_cell_of_the_heatmap_to_its_conclusion_and_back_to_that_cell(
    page: Page, address: str, round_id: str
) -> None:
    factor = readiness_instrument().dimension("capacity").factors[0]
    page.goto(f"{address}/readiness?round={round_id}&cell=all|factor|{factor.key}")
    page.get_by_role("link", name="What was concluded").click(timeout=LONG)
    expect(page.get_by_role("heading", name="What did we conclude?")).to_be_visible(timeout=LONG)
    expect(page).to_have_url(re.compile("dimension=capacity"))
    page.get_by_role("link", name="On the heatmap").click()
    expect(page.get_by_role("dialog").get_by_role("heading", name=factor.readiness_name)).to_be_visible(timeout=LONG)


def test_a_phone_never_scrolls_the_page_sideways(page: Page, address: str, round_id: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, address, round_id, "dimension=capacity")
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("element => element.scrollWidth <= element.clientWidth")
