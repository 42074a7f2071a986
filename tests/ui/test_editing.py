"""One record edited on a page: drafts, two windows of one person, two persons, and what Save came to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from collab.journey import MilestoneRecord, MilestoneStanding
from collab.model import YOU
from collab.services.drafts import draft_of, keep_draft
from collab.services.initiatives import create_initiative
from collab.services.milestones import save_milestone
from collab.store import Store, records

KEY = "plan.logic_model"
Look = Callable[[], AppTest]


def page(url: str, initiative_id: str) -> None:
    """A page with the editors of two milestones, as a screen would place them."""
    from collab.journey import MilestoneRecord, MilestoneStanding
    from collab.model import YOU
    from collab.services.milestones import save_milestone
    from collab.store import Store, records
    from collab.ui.editing import editor
    from collab.ui.fields import Field

    store = Store.open(url)
    fields = (
        Field("standing", "Standing", "choice", tuple((each, str(each)) for each in MilestoneStanding)),
        Field("owner", "Owner"),
        Field("due_on", "Due", "day"),
        Field("evidence", "Evidence", "text"),
    )
    for key in ("plan.logic_model", "plan.causes"):
        kept = store.read(
            lambda unit, key=key: records.record(unit, MilestoneRecord, initiative_id=initiative_id, key=key)
        )
        present = kept or MilestoneRecord("", initiative_id, "plan", key)

        def save(version: int, values: dict, key: str = key) -> object:
            return save_milestone(store, YOU, initiative_id, key, version=version, **values)

        editor(
            store,
            YOU,
            subject=f"milestone:{initiative_id}:{key}",
            version=present.version,
            saved={each.name: getattr(present, each.name) for each in fields},
            fields=fields,
            save=save,
        )


def page_with_a_day_proposed(url: str, initiative_id: str, day: str) -> None:
    """An editor that proposes a day where none is saved."""
    from datetime import date

    from collab.model import YOU
    from collab.store import Store
    from collab.ui.editing import editor
    from collab.ui.fields import Field

    editor(
        Store.open(url),
        YOU,
        subject=f"milestone:{initiative_id}:proposed",
        version=0,
        saved={"due_on": None, "owner": ""},
        fields=(Field("due_on", "Due", "day", proposed=date.fromisoformat(day)), Field("owner", "Owner")),
        save=lambda version, values: None,
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    st.cache_resource.clear()
    return Store.open(f"sqlite:///{tmp_path / 'common_ground.sqlite'}")


@pytest.fixture
def initiative_id(store: Store) -> str:
    return create_initiative(store, YOU, name="Made-up compact").id


@pytest.fixture
def look(store: Store, tmp_path: Path, initiative_id: str) -> Look:
    """Open the page in a window of its own."""

    def looked() -> AppTest:
        url = f"sqlite:///{tmp_path / 'common_ground.sqlite'}"
        return AppTest.from_function(page, args=(url, initiative_id), default_timeout=60).run()

    return looked


def held(store: Store, initiative_id: str, key: str = KEY) -> MilestoneRecord:
    found = store.read(lambda unit: records.record(unit, MilestoneRecord, initiative_id=initiative_id, key=key))
    assert found is not None
    return found


def by_another(store: Store, initiative_id: str, *, version: int = 0, **values: Any) -> None:
    save_milestone(store, YOU, initiative_id, KEY, version=version, **({"standing": MilestoneStanding.UNSAID} | values))


def press(screen: AppTest, label: str, which: int = 0) -> AppTest:
    [each for each in screen.button if each.label == label][which].click()
    return screen.run()


def said(screen: AppTest) -> str:
    every = [*screen.warning, *screen.error, *screen.info, *screen.caption, *screen.markdown]
    return " ".join(each.value for each in every)


def test_what_is_typed_is_saved_by_save_only(look: Look, store: Store, initiative_id: str) -> None:
    screen = look()
    screen.text_input[0].set_value("Ana").run()
    screen.date_input[0].set_value(date(2027, 3, 1)).run()
    screen.text_area[0].set_value("Minutes\nof May").run()
    screen.button_group[0].set_value("done").run()
    assert "Not saved yet" in said(screen)
    with pytest.raises(AssertionError):
        held(store, initiative_id)
    press(screen, "Save")
    kept = held(store, initiative_id)
    assert (kept.owner, kept.due_on, kept.evidence) == ("Ana", date(2027, 3, 1), "Minutes\nof May")
    assert kept.standing is MilestoneStanding.DONE
    assert "Saved" in said(screen)
    assert draft_of(store, YOU, f"milestone:{initiative_id}:{KEY}") is None
    assert screen.text_input[0].value == "Ana"
    assert not screen.exception


def test_what_is_typed_is_there_after_a_reload_and_can_be_thrown_away_and_brought_back(look: Look) -> None:
    look().text_input[0].set_value("Ana").run()
    screen = look()
    assert screen.text_input[0].value == "Ana"
    assert "You had begun this form" in said(screen)
    assert press(screen, "Throw it away").text_input[0].value == ""
    assert press(screen, "Bring it back").text_input[0].value == "Ana"


def test_a_proposed_day_is_no_draft_and_one_that_is_emptied_stays_empty(
    store: Store, tmp_path: Path, initiative_id: str
) -> None:
    where = (f"sqlite:///{tmp_path / 'common_ground.sqlite'}", initiative_id)
    subject = f"milestone:{initiative_id}:proposed"

    def looked(day: str) -> AppTest:
        return AppTest.from_function(page_with_a_day_proposed, args=(*where, day), default_timeout=60).run()

    screen = looked("2026-10-05")
    assert (screen.date_input[0].value, draft_of(store, YOU, subject)) == (date(2026, 10, 5), None)
    screen.date_input[0].set_value(None).run()
    assert screen.run().date_input[0].value is None
    screen.text_input[0].set_value("Ana").run()
    tomorrow = looked("2026-10-06")
    assert (tomorrow.date_input[0].value, tomorrow.text_input[0].value) == (None, "Ana")
    assert not tomorrow.radio


def test_editors_on_one_page_do_not_mix(look: Look, store: Store, initiative_id: str) -> None:
    screen = look()
    screen.text_input[0].set_value("Ana").run()
    screen.text_input[1].set_value("Bo").run()
    press(screen, "Save", 1)
    assert held(store, initiative_id, "plan.causes").owner == "Bo"
    assert screen.text_input[0].value == "Ana"
    assert draft_of(store, YOU, f"milestone:{initiative_id}:{KEY}") is not None


def test_saving_again_goes_on_from_what_was_saved(look: Look, store: Store, initiative_id: str) -> None:
    screen = look()
    for name in ("Ana", "Ben", ""):
        screen.text_input[0].set_value(name).run()
        press(screen, "Save")
        assert held(store, initiative_id).owner == name


def test_where_somebody_saved_first_both_texts_are_shown_and_mine_goes_on_after_a_choice(
    look: Look, store: Store, initiative_id: str
) -> None:
    screen = look()
    screen.text_input[0].set_value("Ana").run()
    screen.text_area[0].set_value("My minutes").run()
    by_another(store, initiative_id, owner="Ben", evidence="Their minutes", due_on=date(2027, 1, 2))
    press(screen, "Save")
    assert held(store, initiative_id).owner == "Ben"
    assert "Somebody else saved this" in said(screen)
    assert [each.label for each in screen.radio] == ["Owner", "Due", "Evidence"]
    assert [each.value for each in screen.radio] == ["mine", "theirs", "mine"]
    assert list(screen.radio[0].proto.captions) == ["Ana", "Ben"]
    screen.radio[2].set_value("theirs").run()
    press(screen, "Go on with these")
    assert (screen.text_input[0].value, screen.text_area[0].value) == ("Ana", "Their minutes")
    assert screen.date_input[0].value == date(2027, 1, 2)
    assert held(store, initiative_id).owner == "Ben"
    screen.text_input[0].set_value("Ana and Ben").run()
    press(screen, "Save")
    kept = held(store, initiative_id)
    assert (kept.owner, kept.evidence, kept.due_on) == ("Ana and Ben", "Their minutes", date(2027, 1, 2))


def test_taking_theirs_loses_nothing_of_mine(look: Look, store: Store, initiative_id: str) -> None:
    screen = look()
    screen.text_input[0].set_value("Ana").run()
    by_another(store, initiative_id, owner="Ben")
    press(screen, "Save")
    screen.radio[0].set_value("theirs").run()
    press(screen, "Go on with these")
    assert screen.text_input[0].value == "Ben"
    assert draft_of(store, YOU, f"milestone:{initiative_id}:{KEY}") is None
    press(screen, "Bring it back")
    assert list(screen.radio[0].proto.captions) == ["Ana", "Ben"]


def test_a_draft_begun_before_somebody_saved_is_compared_on_coming_back(
    look: Look, store: Store, initiative_id: str
) -> None:
    look().text_input[0].set_value("Ana").run()
    by_another(store, initiative_id, owner="Ben")
    screen = look()
    assert [each.label for each in screen.radio] == ["Owner"]
    assert held(store, initiative_id).owner == "Ben"


def test_untouched_fields_follow_what_somebody_else_saved(look: Look, store: Store, initiative_id: str) -> None:
    screen = look()
    by_another(store, initiative_id, owner="Ben")
    screen.run()
    assert screen.text_input[0].value == "Ben"
    assert not screen.radio


def test_where_somebody_saved_the_very_same_nothing_is_asked(look: Look, store: Store, initiative_id: str) -> None:
    screen = look()
    screen.text_input[0].set_value("Ana").run()
    by_another(store, initiative_id, owner="Ana")
    screen.run()
    assert not screen.radio
    assert draft_of(store, YOU, f"milestone:{initiative_id}:{KEY}") is None


def test_two_windows_of_one_person_are_asked_which_goes_on(look: Look, store: Store, initiative_id: str) -> None:
    screen = look()
    screen.text_input[0].set_value("Ana").run()
    seen = draft_of(store, YOU, f"milestone:{initiative_id}:{KEY}")
    assert seen is not None
    other = {**seen.content, "typed": {**seen.content["typed"], "owner": "Ben"}}
    keep_draft(store, YOU, seen.subject, other, follows=seen.id)
    screen.text_input[0].set_value("Ana Maria").run()
    assert "Another window went on" in said(screen)
    assert len([each for each in screen.button if each.label == "Save"]) == 1
    press(screen, "Go on with what is here")
    assert screen.text_input[0].value == "Ana Maria"
    press(screen, "Save")
    assert held(store, initiative_id).owner == "Ana Maria"


def test_what_another_window_saved_is_not_saved_twice(look: Look, store: Store, initiative_id: str) -> None:
    first, second = look(), look()
    first.text_input[0].set_value("Ana").run()
    second.run()
    press(first, "Save")
    second.text_input[0].set_value("Ben").run()
    assert "Go on with what is here" not in [each.label for each in second.button]
    assert list(second.radio[0].proto.captions) == ["Ben", "Ana"]
    second.radio[0].set_value("theirs").run()
    press(second, "Go on with these")
    assert second.text_input[0].value == "Ana"
    assert held(store, initiative_id).version == 1


def test_what_another_window_saved_is_asked_about_once(look: Look, store: Store, initiative_id: str) -> None:
    first, second = look(), look()
    first.text_input[0].set_value("Ana").run()
    second.run()
    press(first, "Save")
    second.text_input[0].set_value("Ben").run()
    press(second, "Go on with these")
    assert second.text_input[0].value == "Ben"
    press(second, "Save")
    assert (held(store, initiative_id).owner, len(second.radio)) == ("Ben", 0)


def test_two_windows_that_both_go_on_are_each_asked_once(look: Look, store: Store, initiative_id: str) -> None:
    first, second = look(), look()
    first.text_input[0].set_value("Ana").run()
    second.text_input[0].set_value("Ben").run()
    assert two_texts(second) == ("Ben", "Ana")
    press(second, "Go on with what is here")
    press(first, "Save")
    assert two_texts(first) == ("Ana", "Ben")
    press(first, "Go on with what is here")
    press(first, "Save")
    assert held(store, initiative_id).owner == "Ana"
    press(second, "Save")
    assert (held(store, initiative_id).owner, held(store, initiative_id).version) == ("Ben", 2)
    assert not second.radio
    assert "Saved" in said(second)
    assert not second.exception


def two_texts(screen: AppTest) -> tuple[str, str]:
    """What the question about two windows shows of the owner: here, and in the other one."""
    both = screen.table[0].value
    (row,) = [row for row in both.to_dict("records") if row["What"] == "Owner"]
    return row["In this window"], row["In the other"]


def test_who_chose_before_the_other_window_saved_is_not_asked_again(
    look: Look, store: Store, initiative_id: str
) -> None:
    first, second = look(), look()
    first.text_input[0].set_value("Ana").run()
    second.text_input[0].set_value("Ben").run()
    press(first, "Save")
    press(second, "Go on with what is here")
    assert second.text_input[0].value == "Ben"
    assert not second.radio
    press(second, "Save")
    assert held(store, initiative_id).owner == "Ben"


def test_a_text_that_nobody_was_shown_is_asked_about_though_an_earlier_one_was_chosen(
    look: Look, store: Store, initiative_id: str
) -> None:
    first, second = look(), look()
    first.text_input[0].set_value("Ana").run()
    second.text_input[0].set_value("Ben").run()
    press(second, "Go on with what is here")
    first.text_input[0].set_value("Ana Maria").run()
    press(first, "Go on with what is here")
    press(first, "Save")
    press(second, "Save")
    assert list(second.radio[0].proto.captions) == ["Ben", "Ana Maria"]
    assert held(store, initiative_id).owner == "Ana Maria"
    press(second, "Go on with these")
    press(second, "Save")
    assert held(store, initiative_id).owner == "Ben"


def test_what_somebody_else_saved_in_another_part_is_shown_and_stays(
    look: Look, store: Store, initiative_id: str
) -> None:
    screen = look()
    screen.text_area[0].set_value("My minutes").run()
    by_another(store, initiative_id, owner="Ben", due_on=date(2027, 1, 2))
    press(screen, "Save")
    assert not screen.radio
    assert "beside what you typed, which is not saved yet: Owner and Due." in said(screen)
    assert held(store, initiative_id).evidence == ""
    assert (screen.text_input[0].value, screen.text_area[0].value) == ("Ben", "My minutes")
    press(screen, "Save")
    kept = held(store, initiative_id)
    assert (kept.owner, kept.due_on, kept.evidence) == ("Ben", date(2027, 1, 2), "My minutes")
    assert "not saved yet" not in said(screen)


def test_windows_that_typed_into_other_parts_lose_nothing_of_each_other(
    look: Look, store: Store, initiative_id: str
) -> None:
    first, second = look(), look()
    first.text_input[0].set_value("Ana").run()
    second.text_area[0].set_value("Minutes").run()
    press(second, "Go on with what is here")
    press(first, "Save")
    press(first, "Go on with what is here")
    press(first, "Save")
    press(second, "Save")
    kept = held(store, initiative_id)
    assert (kept.owner, kept.evidence) == ("Ana", "Minutes")
    assert (second.text_input[0].value, second.text_area[0].value) == ("Ana", "Minutes")


def test_who_saves_what_another_window_has_saved_is_told_that_it_is(
    look: Look, store: Store, initiative_id: str
) -> None:
    first = look()
    first.text_input[0].set_value("Ana").run()
    second = look()
    for screen in (second, first):
        press(screen, "Save")
        assert (screen.text_input[0].value, "Saved" in said(screen)) == ("Ana", True)
    assert held(store, initiative_id).version == 1


def page_whose_run_is_cut_off(url: str, initiative_id: str) -> None:
    """The page, of which a run that follows a press may end before the fields are drawn anew."""
    import streamlit as st

    from tests.ui.test_editing import page

    if st.session_state.pop("is_cut_off", False):
        raise InterruptedError
    page(url, initiative_id)


def pressed_twice_at_once(store: Store, tmp_path: Path, initiative_id: str, *typed: str) -> AppTest:
    """Two presses of Save with these texts, of which the second comes before the fields are drawn anew."""
    url = f"sqlite:///{tmp_path / 'common_ground.sqlite'}"
    screen = AppTest.from_function(page_whose_run_is_cut_off, args=(url, initiative_id), default_timeout=60).run()
    presses = []
    for text in typed:
        screen.text_area[0].set_value(text)
        screen.button[0].click()
        presses.append(screen._tree.get_widget_states())
    screen.session_state["is_cut_off"] = True
    for sent in presses:
        screen._run(sent)
    assert (held(store, initiative_id).evidence, held(store, initiative_id).version) == ("Minutes", 1)
    return screen


def test_save_that_is_pressed_twice_on_a_text_that_is_trimmed_blames_nobody_else(
    store: Store, tmp_path: Path, initiative_id: str
) -> None:
    screen = pressed_twice_at_once(store, tmp_path, initiative_id, "Minutes ", "Minutes ")
    assert "Somebody else" not in said(screen)
    assert "Saved" in said(screen)
    assert screen.text_area[0].value == "Minutes"


def test_what_was_typed_on_before_a_second_press_of_save_is_not_lost(
    store: Store, tmp_path: Path, initiative_id: str
) -> None:
    screen = pressed_twice_at_once(store, tmp_path, initiative_id, "Minutes ", "Minutes of May")
    if screen.radio:
        press(screen, "Go on with these")
    assert screen.text_area[0].value == "Minutes of May"


def test_the_text_of_the_beginning_typed_back_is_offered_beside_what_was_saved_meanwhile(
    look: Look, store: Store, initiative_id: str
) -> None:
    by_another(store, initiative_id, owner="Ana")
    screen = look()
    by_another(store, initiative_id, version=1, owner="Ben")
    screen.text_input[0].set_value("Anna")
    screen.text_input[0].set_value("Ana")
    press(screen, "Save")
    assert "another part" not in said(screen)
    assert list(screen.radio[0].proto.captions) == ["Ana", "Ben"]
    screen.radio[0].set_value("mine").run()
    press(screen, "Go on with these")
    press(screen, "Save")
    assert held(store, initiative_id).owner == "Ana"


def test_what_cannot_be_saved_is_told_in_a_sentence_and_stays(look: Look, store: Store, initiative_id: str) -> None:
    screen = look()
    screen.text_area[0].set_value("x" * 5001).run()
    press(screen, "Save")
    assert "at most 5000" in said(screen).replace("\\", "")
    assert screen.text_area[0].value == "x" * 5001
    screen.text_area[0].set_value("short").run()
    press(screen, "Save")
    assert held(store, initiative_id).evidence == "short"


def test_text_that_looks_like_markdown_is_shown_as_it_is(look: Look, store: Store, initiative_id: str) -> None:
    screen = look()
    screen.text_input[0].set_value("# **A**").run()
    by_another(store, initiative_id, owner=":red[B]")
    press(screen, "Save")
    assert list(screen.radio[0].proto.captions) == ["\\# \\*\\*A\\*\\*", "\\:red\\[B\\]"]


def test_a_draft_of_a_deleted_initiative_says_so(look: Look, store: Store, initiative_id: str) -> None:
    from collab.services.initiatives import delete_initiative

    screen = look()
    delete_initiative(store, YOU, initiative_id, typed_name="Made-up compact")
    screen.text_input[0].set_value("Ana").run()
    assert "does not exist any more" in said(screen)
