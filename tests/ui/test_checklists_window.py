"""What a window sends of a review is taken once, whatever the order and however often; two texts are never merged."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from collab.model import YOU
from collab.services.drafts import drafts_under
from collab.services.initiatives import create_initiative
from collab.services.reviews import remove_review, review_view, start_review
from collab.store import Store
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
