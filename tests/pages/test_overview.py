"""The overview: a friendly start, then every initiative with its rounds and what to do next."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from collab.framework import DEFAULT_INSTRUMENT
from collab.model import YOU, Change, Kind, Mode, Round, RoundState
from collab.services.history_words import details, what
from collab.services.initiatives import RoundCard, changes_of, create_initiative, edit_initiative, overview
from collab.services.rounds import change_round, create_round, get_round, rounds_of
from collab.store import Store
from collab.ui import keys
from collab.ui.overview_cards import next_step
from collab.ui.templates import file_name
from tests.pages.conftest import PROJECT, Visit

NOW = datetime(2026, 11, 21, tzinfo=UTC)
WEIRD = "$x$ :red[a] <b>b</b> :material/home: [l](http://example.org)"


def labels(elements: object) -> list[str]:
    return [element.label for element in elements]  # type: ignore[attr-defined]


def test_an_empty_database_offers_three_ways_to_begin(visit: Visit) -> None:
    screen = visit("overview")
    assert not screen.exception
    assert {"Load the made-up sample", "Go to Spreadsheets", "New initiative"} <= set(labels(screen.button))
    assert [button.label for button in screen.get("download_button")] == ["Download the template"]


def test_an_initiative_is_listed_with_its_rounds_and_the_next_step(store: Store, visit: Visit) -> None:
    initiative = create_initiative(store, YOU, name="Made-up compact", place="Nowhere")
    create_round(store, YOU, initiative.id, label="Baseline", instrument_key=DEFAULT_INSTRUMENT, mode=Mode.TEAM)
    screen = visit("overview")
    assert not screen.exception
    assert screen.subheader[0].value == "Made\\-up compact"
    texts = [text.value for text in screen.markdown]
    assert "**Baseline** :orange-badge[Open]" in texts
    assert any("Send out the template" in text for text in texts)


def test_text_of_users_is_never_formatting(store: Store, visit: Visit) -> None:
    initiative = create_initiative(store, YOU, name=WEIRD, place=WEIRD, purpose=WEIRD)
    create_round(store, YOU, initiative.id, label=WEIRD, instrument_key=DEFAULT_INSTRUMENT)
    screen = visit("overview")
    shown = [*screen.subheader, *screen.markdown, *screen.caption]
    for text in (element.value for element in shown):
        assert "$x$" not in text
        assert ":red[a]" not in text
        assert "<b>" not in text


def making_an_initiative() -> None:
    from collab.model import YOU
    from collab.ui import overview_dialogs, shell

    overview_dialogs.new_initiative(shell.store(), YOU)


def test_a_name_that_is_too_long_is_told_on_create_and_stays_in_its_field(store: Store) -> None:
    screen = AppTest.from_function(making_an_initiative, default_timeout=60).run()
    screen.text_input[0].set_value("Compact " * 26)
    screen.button[0].click().run()
    assert not screen.text_input[0].proto.max_chars
    assert [each.value for each in screen.error] == [
        "The name of the initiative has 207 characters; at most 200 are allowed\\. Shorten it\\."
    ]
    assert screen.text_input[0].value == "Compact " * 26
    assert overview(store) == ()


def test_a_new_initiative_is_made_in_its_window(store: Store) -> None:
    screen = AppTest.from_function(making_an_initiative, default_timeout=60).run()
    screen.text_input[0].set_value("Made-up compact")
    next(button for button in screen.button if button.label == "Create").click().run()
    assert not screen.exception
    (made,) = (card.initiative for card in overview(store))
    assert made.name == "Made-up compact"
    _, _, ways = screen.session_state[keys.FLASH]
    assert (ways[0].page, ways[0].there) == ("initiative", {keys.INITIATIVE: made.id})


def test_the_one_that_was_worked_on_last_comes_first(store: Store, visit: Visit) -> None:
    made = [create_initiative(store, YOU, name=f"Made-up {name}") for name in ("older", "newer", "newest")]
    edit_initiative(store, YOU, made[0].id, version=1, name="Made-up older", place="Nowhere", purpose="")
    assert [card.initiative.name for card in overview(store)] == ["Made-up older", "Made-up newest", "Made-up newer"]
    screen = visit("overview")
    assert [heading.value for heading in screen.subheader] == [
        "Made\\-up older",
        "Made\\-up newest",
        "Made\\-up newer",
    ]


def test_an_address_shows_one_initiative_alone_with_a_way_back(store: Store, visit: Visit) -> None:
    first, _ = (create_initiative(store, YOU, name=f"Made-up {name}") for name in ("one", "two"))
    screen = visit("overview", initiative=first.id)
    assert [heading.value for heading in screen.subheader] == ["Made\\-up one"]
    next(button for button in screen.button if button.label == "All 2 initiatives").click().run()
    assert len(screen.subheader) == 2
    lost = visit("overview", initiative="0" * 32)
    assert len(lost.subheader) == 2
    assert any("is not here" in caption.value for caption in lost.caption)


def starting_a_round() -> None:
    from collab.model import YOU
    from collab.services.initiatives import overview
    from collab.ui import overview_dialogs, shell

    overview_dialogs.new_round(shell.store(), YOU, overview(shell.store())[0].initiative)


def test_a_new_round_is_the_chosen_one_and_asks_for_the_smallest_group_only_of_several_people(store: Store) -> None:
    initiative = create_initiative(store, YOU, name="Made-up compact")
    screen = AppTest.from_function(starting_a_round, default_timeout=60).run()
    assert [field.label for field in screen.number_input] == ["Smallest group that is shown"]
    screen.radio[0].set_value(Mode.TEAM).run()
    assert not screen.number_input
    next(button for button in screen.button if button.label == "Start the round").click().run()
    assert not screen.exception
    (made,) = rounds_of(store, initiative.id)
    assert made.mode is Mode.TEAM
    assert screen.session_state[keys.CHOSEN_ROUND] == made.id
    assert screen.session_state[keys.CHOSEN_INITIATIVE] == initiative.id


def changing_a_round() -> None:
    from collab.model import YOU
    from collab.services.initiatives import overview
    from collab.ui import overview_dialogs, shell

    overview_dialogs.change_round(shell.store(), YOU, overview(shell.store())[0].rounds[0])


def test_the_date_of_a_round_can_be_cleared(store: Store) -> None:
    initiative = create_initiative(store, YOU, name="Made-up compact")
    made = create_round(
        store, YOU, initiative.id, label="Baseline", instrument_key=DEFAULT_INSTRUMENT, held_on=date(2026, 9, 1)
    )
    screen = AppTest.from_function(changing_a_round, default_timeout=60).run()
    assert screen.date_input[0].value == date(2026, 9, 1)
    screen.date_input[0].set_value(None)
    next(button for button in screen.button if button.label == "Save").click().run()
    assert not screen.exception
    assert get_round(store, made.id).held_on is None
    (line, *_) = changes_of(store, initiative.id)
    assert (line.before, line.after) == ({"held_on": "2026-09-01"}, {"held_on": None})


def test_saving_a_round_without_touching_its_date_leaves_it(store: Store) -> None:
    initiative = create_initiative(store, YOU, name="Made-up compact")
    made = create_round(
        store, YOU, initiative.id, label="Baseline", instrument_key=DEFAULT_INSTRUMENT, held_on=date(2026, 9, 1)
    )
    change_round(store, YOU, made.id, version=1, label="Baseline, autumn")
    assert get_round(store, made.id).held_on == date(2026, 9, 1)


@pytest.mark.parametrize("source", sorted((PROJECT / "collab" / "ui").glob("*.py")), ids=lambda path: path.stem)
def test_what_takes_something_away_never_looks_like_the_primary_button(source: Path) -> None:
    for call in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        words = " ".join(str(part.value) for part in ast.walk(call) if isinstance(part, ast.Constant))
        named = ast.unparse(call.func)
        if named.endswith("button") and ("Delete" in words or "Remove" in words):
            assert "primary" not in words, f"{source.name}: {ast.unparse(call)}"


def item(state: RoundState, partners: int, *, settled: bool) -> RoundCard:
    round_ = Round("r", "i", "q", "Autumn", state, Mode.TEAM, Kind.RESPONSES, None)
    return RoundCard(round_, "Readiness", partners, partners, settled)


@pytest.mark.parametrize(
    ("state", "partners", "settled", "words"),
    [
        (RoundState.OPEN, 0, False, "Send out the template"),
        (RoundState.OPEN, 3, False, "Reveal the round"),
        (RoundState.REVEALED, 0, False, "Drop a spreadsheet"),
        (RoundState.REVEALED, 3, False, "Look at readiness"),
        (RoundState.REVEALED, 3, True, "Follow up on the next steps"),
        (RoundState.CLOSED, 3, False, "start the next round"),
        (RoundState.CLOSED, 3, True, "Follow up on the next steps"),
    ],
)
def test_each_round_says_what_to_do_next(state: RoundState, partners: int, settled: bool, words: str) -> None:
    assert words in next_step(item(state, partners, settled=settled))


def test_the_history_is_shown_when_it_is_opened(store: Store, visit: Visit) -> None:
    initiative = create_initiative(store, YOU, name="Made-up compact")
    screen = visit("overview")
    assert not screen.dataframe
    screen.session_state[f"history_{initiative.id}"] = True
    screen.run()
    assert not screen.exception
    table = screen.dataframe[0].value
    assert list(table["Who"]) == [YOU.name]
    assert list(table["What"]) == ["Made the initiative"]


@pytest.mark.parametrize(
    ("change", "words", "told"),
    [
        (
            Change(NOW, "you", "change_round", "Autumn", {"state": "open"}, {"state": "revealed"}),
            "Changed a round",
            "state: open → revealed",
        ),
        (
            Change(NOW, "you", "undo_set_sector", "X", {"sector": "state"}, {"sector": "district"}),
            "Undid: set sector",
            "sector: state → district",
        ),
        (
            Change(NOW, "you", "mend_answers", "X", None, {"round": "Autumn", "sheet": "01a2", "reason": "misread"}),
            "Mended an answer sheet",
            "round: Autumn; reason: misread",
        ),
        (
            Change(NOW, "you", "confirm_stage", "Plan", None, {"partner": "Harbor Light", "answer": "not_yet"}),
            "Said whether a stage is done",
            "partner: Harbor Light; answer: not yet",
        ),
        (
            Change(NOW, "you", "add_tenure", "A. Reyes", None, {"name": "A. Reyes", "detail": "", "began_on": "2015"}),
            "Added a leader, home or funding",
            "name: A. Reyes; began on: 2015",
        ),
        (
            Change(NOW, "you", "undo_set_part", "Harbor Light", {"left_on": "2017"}, {"left_on": None}),
            "Undid when a partner joined or left",
            "left on: 2017 → nothing",
        ),
    ],
)
def test_the_history_speaks_in_words(change: Change, words: str, told: str) -> None:
    assert (what(change), details(change)) == (words, told)


def test_the_name_of_a_template_holds_nothing_that_a_disk_refuses() -> None:
    assert file_name("A/B: c?", "Autumn 2026") == "A B c - Autumn 2026.xlsx"
    assert file_name("///") == "Template.xlsx"


def test_nothing_is_listed_before_anything_is_made(store: Store) -> None:
    assert overview(store) == ()


@pytest.mark.parametrize("page", sorted(path.stem for path in (PROJECT / "pages").glob("*.py")))
def test_a_page_that_runs_without_the_entry_point_admits_nobody(page: str, store: Store) -> None:
    create_initiative(store, YOU, name="Secret compact")
    screen = AppTest.from_file(str(PROJECT / "pages" / f"{page}.py"), default_timeout=60).run()
    assert not screen.exception
    assert "open it from the first page" in screen.info[0].value
    assert not screen.title
    assert not screen.subheader
    assert not screen.button
