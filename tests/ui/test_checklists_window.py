"""What a window sends of a review is taken once, whatever the order and however often; two texts are never merged."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from collab.model import YOU
from collab.services.drafts import drafts_under
from collab.services.initiatives import create_initiative
from collab.services.removing_reviews import remove_review
from collab.services.reviews import checklist_view, review_view, save_entry, start_review
from collab.services.unsaved_entries import left_over
from collab.store import Store
from collab.ui.checklists_asides import is_outdated
from collab.ui.checklists_window import FIELDS, Window

ITEM = "pilot.defined"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(f"sqlite:///{tmp_path / 'common_ground.sqlite'}")


@pytest.fixture
def review_id(store: Store) -> str:
    made = create_initiative(store, YOU, name="Northside Compact")
    return start_review(store, YOU, made.id, "implementation", held_on=date(2026, 3, 1)).id


def sent(seq: int, *, base: int = 0, done: bool = True, settles: str = "", **values: str) -> dict[str, Any]:
    """What the browser sends of one item."""
    full = dict.fromkeys(FIELDS, "") | values
    return {"entries": {ITEM: {"seq": seq, "base": base, "done": done, "settles": settles, "values": full}}}


def kept(store: Store, review_id: str) -> tuple[str, str, int]:
    entry = review_view(store, review_id).entries[ITEM]
    return entry.status, entry.challenges, entry.version


def test_the_same_writing_is_taken_once_and_a_later_one_builds_on_it(store: Store, review_id: str) -> None:
    window = Window(store, YOU, review_id)
    for _ in range(2):
        window.take(sent(1, status="partial"))
    window.take(sent(2, status="in_place"))
    window.take(sent(1, status="partial"))
    assert kept(store, review_id) == ("in_place", "", 2)
    assert (window.acks, window.clashes) == ({ITEM: 2}, {})


def test_what_is_typed_is_a_draft_until_it_is_done(store: Store, review_id: str) -> None:
    window = Window(store, YOU, review_id)
    window.take(sent(1, done=False, challenges="Bus"))
    window.take(sent(2, done=False, challenges="Buses"))
    assert kept(store, review_id) == ("", "", 0)
    again = Window(store, YOU, review_id)
    assert again.begun()[ITEM]["values"]["challenges"] == "Buses"
    again.take(sent(3, challenges="Buses", status="partial"))
    assert kept(store, review_id) == ("partial", "Buses", 1)
    assert drafts_under(store, YOU, "entry", review_id) == ()


def test_two_windows_that_type_on_one_item_both_keep_their_text_until_one_chooses(store: Store, review_id: str) -> None:
    one, other = Window(store, YOU, review_id), Window(store, YOU, review_id)
    one.begun(), other.begun()
    one.take(sent(1, done=False, challenges="Buses"))
    other.take(sent(1, done=False, challenges="Calendars"))
    clash = other.clashes[ITEM]
    assert (clash.typing, clash.values["challenges"]) == (True, "Buses")
    other.take(sent(2, challenges="Calendars", status="partial"))
    assert kept(store, review_id) == ("", "", 0)
    other.take(sent(3, challenges="Calendars", status="partial", settles=clash.id))
    assert kept(store, review_id) == ("partial", "Calendars", 1)
    one.take(sent(2, done=False, challenges="Buses again"))
    assert one.clashes[ITEM].values["challenges"] == "Calendars"


def test_a_choice_that_meant_an_older_text_is_asked_again(store: Store, review_id: str) -> None:
    one, other = Window(store, YOU, review_id), Window(store, YOU, review_id)
    one.take(sent(1, status="partial"))
    other.take(sent(1, status="in_place"))
    chosen = other.clashes[ITEM].id
    one.take(sent(2, status="not_started"))
    other.take(sent(2, status="in_place", settles=chosen))
    assert kept(store, review_id)[0] == "not_started"
    assert other.clashes[ITEM].values["status"] == "not_started"
    other.take(sent(3, status="in_place", settles=other.clashes[ITEM].id))
    assert kept(store, review_id)[0] == "in_place"


def test_what_cannot_be_kept_is_told_beside_its_item_and_the_review_is_not_finished(
    store: Store, review_id: str
) -> None:
    window = Window(store, YOU, review_id)
    window.take(sent(1, status="partial", due_on="soon"))
    assert "“soon” is not a day" in window.failures[ITEM]
    assert not window.finish()
    window.take(sent(2, status="partial", due_on="2027-03-31"))
    assert window.finish()


def test_what_is_typed_while_two_texts_differ_keeps_the_review_open_and_is_handed_back(
    store: Store, review_id: str
) -> None:
    one, other = Window(store, YOU, review_id), Window(store, YOU, review_id)
    one.take(sent(1, done=False, challenges="Buses"))
    other.take(sent(1, challenges="Calendars", status="partial"))
    other.begun()
    other.take(sent(2, base=1, challenges="Calendars", status="in_place"))
    one.take(sent(2, done=False, challenges="Buses at noon"))
    one.take(sent(3, done=False, challenges="Buses at noon, and rooms"))
    assert not one.close()
    assert "1. The pilot is defined" in one.sentence
    assert one.begun()[ITEM]["values"]["challenges"] == "Buses at noon, and rooms"
    one.take(sent(4, challenges="Buses at noon, and rooms", status="partial", settles=one.clashes[ITEM].id))
    assert (one.close(), one.sentence, one.held) == (True, "", {})
    assert kept(store, review_id)[1] == "Buses at noon, and rooms"


def test_what_cannot_be_kept_keeps_the_review_open_and_is_handed_back(store: Store, review_id: str) -> None:
    window = Window(store, YOU, review_id)
    window.take(sent(1, status="partial", challenges="Buses", due_on="soon"))
    assert not window.close()
    assert "1. The pilot is defined" in window.sentence
    assert window.begun()[ITEM] == {
        "values": dict.fromkeys(FIELDS, "") | {"status": "partial", "challenges": "Buses", "due_on": "soon"},
        "base": 0,
    }
    window.take(sent(2, status="partial", challenges="Buses"))
    assert window.close()


def test_a_review_that_was_deleted_lets_everybody_leave(store: Store, review_id: str) -> None:
    window = Window(store, YOU, review_id)
    window.take(sent(1, status="partial", due_on="soon"))
    remove_review(store, YOU, review_id, version=review_view(store, review_id).version_of_all)
    assert window.close()


def clashing(store: Store, review_id: str) -> tuple[Window, Window]:
    """Two windows: the second chose to keep both texts, while the first had saved another status."""
    one, other = Window(store, YOU, review_id), Window(store, YOU, review_id)
    for window in (one, other):
        window.look(), window.begun()
    one.take(sent(1, status="partial", challenges="Buses"))
    other.take(sent(1, challenges="Calendars"))
    chosen = other.clashes[ITEM].id
    one.take(sent(2, status="in_place", challenges="Buses"))
    other.take(sent(2, status="partial", challenges="Calendars\nBuses", settles=chosen))
    assert other.clashes[ITEM].values["status"] == "in_place"
    return one, other


def test_a_text_that_waits_for_a_choice_is_there_after_a_reload_and_asked_about_again(
    store: Store, review_id: str
) -> None:
    clashing(store, review_id)
    again = Window(store, YOU, review_id)
    assert again.begun()[ITEM]["values"]["challenges"] == "Calendars\nBuses"
    clash = again.clashes[ITEM]
    assert (clash.values["status"], clash.typing) == ("in_place", False)
    again.take(sent(3, status="partial", challenges="Calendars\nBuses", settles=clash.id))
    assert kept(store, review_id)[:2] == ("partial", "Calendars\nBuses")
    assert drafts_under(store, YOU, "entry", review_id) == ()


def test_an_older_draft_of_the_same_window_is_no_other_text(store: Store, review_id: str) -> None:
    window = Window(store, YOU, review_id)
    window.begun()
    window.take(sent(1, done=False, challenges="Cal"))
    save_entry(store, YOU, review_id, ITEM, version=0, status="partial", challenges="Buses")
    window.notice(review_view(store, review_id).entries, window.begun())
    window.take(sent(2, done=False, challenges="Calendars"))
    again = Window(store, YOU, review_id)
    assert again.begun()[ITEM]["values"]["challenges"] == "Calendars"
    clash = again.clashes[ITEM]
    assert (clash.values["challenges"], clash.typing) == ("Buses", False)
    again.take(sent(3, challenges="Calendars", settles=clash.id))
    assert kept(store, review_id)[1] == "Calendars"
    assert drafts_under(store, YOU, "entry", review_id) == ()


def test_a_text_beside_another_windows_draft_is_there_after_a_reload_with_both(store: Store, review_id: str) -> None:
    one, other = Window(store, YOU, review_id), Window(store, YOU, review_id)
    one.begun(), other.begun()
    one.take(sent(1, done=False, challenges="Buses"))
    other.take(sent(1, done=False, challenges="Calendars"))
    again = Window(store, YOU, review_id)
    assert again.begun()[ITEM]["values"]["challenges"] == "Calendars"
    assert (again.clashes[ITEM].values["challenges"], again.clashes[ITEM].typing) == ("Buses", True)
    other.take(sent(2, done=False, challenges="Calendars and rooms"))
    again.take(sent(1, done=False, challenges="Calendars and doors"))
    texts = {each.content["challenges"] for each in drafts_under(store, YOU, "entry", review_id)}
    assert texts == {"Buses", "Calendars and rooms", "Calendars and doors"}


def test_a_review_that_another_window_finished_keeps_what_waits_and_takes_it_once_it_is_open_again(
    store: Store, review_id: str
) -> None:
    one, other = clashing(store, review_id)
    assert one.finish()
    other.take(sent(3, status="partial", challenges="Calendars\nBuses, and rooms", settles=other.clashes[ITEM].id))
    other.look()
    assert other.end == "finished"
    assert "This review was finished" in other.failures[ITEM]
    texts = [each.content["challenges"] for each in drafts_under(store, YOU, "entry", review_id)]
    assert texts == ["Calendars\nBuses, and rooms"]
    assert not other.finish()
    assert other.go_on() == review_id
    other.take(sent(3, status="partial", challenges="Calendars\nBuses, and rooms", settles=other.clashes[ITEM].id))
    assert kept(store, review_id)[:2] == ("partial", "Calendars\nBuses, and rooms")
    assert drafts_under(store, YOU, "entry", review_id) == ()


def test_a_window_can_be_closed_over_a_finished_review_since_its_text_is_kept(store: Store, review_id: str) -> None:
    one, other = clashing(store, review_id)
    assert one.finish()
    assert other.close()
    assert len(drafts_under(store, YOU, "entry", review_id)) == 1


def test_what_was_typed_in_a_review_that_another_window_deleted_goes_into_a_new_one(
    store: Store, review_id: str
) -> None:
    window = Window(store, YOU, review_id)
    view = window.look()
    window.begun()
    window.take(sent(1, done=False, challenges="Calendars"))
    remove_review(store, YOU, review_id, version=review_view(store, review_id).version_of_all)
    window.take(sent(2, done=False, challenges="Calendars and rooms"))
    assert window.look() == view
    assert (window.end, window.close(), window.sentence) == ("deleted", True, "")
    new = window.go_on()
    assert new is not None
    assert left_over(store, YOU, view.initiative.id, "implementation") == ()
    assert [each.id for each in checklist_view(store, view.initiative.id, "implementation").under_way] == [new]
    again = Window(store, YOU, new)
    assert again.begun()[ITEM]["values"]["challenges"] == "Calendars and rooms"
    assert again.clashes == {}


def test_what_was_typed_in_a_review_that_another_window_deleted_stays_in_the_database_until_it_is_in_a_new_one(
    store: Store, review_id: str
) -> None:
    one, other = Window(store, YOU, review_id), Window(store, YOU, review_id)
    for window in (one, other):
        window.look(), window.begun()
    one.take(sent(1, done=False, challenges="Calendars"))
    remove_review(store, YOU, review_id, version=review_view(store, review_id).version_of_all)
    one.take(sent(2, done=False, challenges="Calendars and rooms"))
    one.look()
    one.take(sent(3, done=False, challenges="Calendars, rooms and buses"))
    other.take(sent(1, status="partial", challenges="Doors"))
    initiative_id = other.look().initiative.id
    (left,) = left_over(store, YOU, initiative_id, "implementation")
    latest = [each.content["challenges"] for each in left.drafts if not is_outdated(each, left.drafts)]
    assert sorted(latest) == ["Calendars, rooms and buses", "Doors"]
    assert (one.kept, one.failures, other.failures) == ({ITEM: 3}, {}, {})
    assert one.go_on() is not None
    (left,) = left_over(store, YOU, initiative_id, "implementation")
    assert [each.content["challenges"] for each in left.drafts] == ["Doors"]


def test_a_status_that_is_taken_back_leaves_the_item_not_looked_at_with_its_texts(store: Store, review_id: str) -> None:
    window = Window(store, YOU, review_id)
    window.take(sent(1, status="partial", challenges="Buses"))
    taken_back = sent(2, challenges="Buses")
    taken_back["entries"][ITEM]["cleared"] = True
    window.take(taken_back)
    assert kept(store, review_id) == ("", "Buses", 2)
    assert review_view(store, review_id).looked_at == 0


def test_what_was_typed_in_a_phase_that_another_window_left_out_is_kept(store: Store, review_id: str) -> None:
    one, other = Window(store, YOU, review_id), Window(store, YOU, review_id)
    one.begun(), other.begun()
    other.take(sent(1, done=False, challenges="Calendars"))
    one.take({"phases": {"pilot": {"seq": 1, "off": True}}})
    other.take(sent(2, challenges="Calendars and rooms", status="partial"))
    assert kept(store, review_id)[:2] == ("partial", "Calendars and rooms")
