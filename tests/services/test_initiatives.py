"""What an initiative says of itself: its area, how it stands, what came of it, and the one that its work goes on in."""

from __future__ import annotations

from datetime import date

import pytest

from collab.errors import NotAllowed, NotFound, StaleVersion
from collab.model import YOU, Change, Initiative, Outcome, Standing
from collab.services import importing, initiatives, maintenance
from collab.services.at_a_glance import at_a_glance
from collab.store import Store
from collab.when import When
from tests.services.contents import a_content, bring

LESSON = "Engage the community before the proposal is made."
TODAY = date(2026, 11, 22)


@pytest.fixture
def tried(store: Store) -> Initiative:
    return initiatives.create_initiative(store, YOU, name="One application for all schools")


@pytest.fixture
def again(store: Store) -> Initiative:
    return initiatives.create_initiative(store, YOU, name="One application, tried again")


def say(store: Store, present: Initiative, **values: object) -> Initiative:
    """Save these values and leave everything else as it is."""
    standing = {"standing": present.standing, "on": present.standing_on, "reason": present.standing_reason}
    return initiatives.set_standing(store, YOU, present.id, version=present.version, **(standing | values))  # type: ignore[arg-type]


def latest(store: Store, initiative: Initiative) -> Change:
    return initiatives.changes_of(store, initiative.id)[0]


def test_what_came_of_it_is_kept_beside_why_it_stands_so(store: Store, tried: Initiative, again: Initiative) -> None:
    came = {"outcome": Outcome.FAILED, "lesson": f"  {LESSON} ", "successor_id": again.id}
    saved = say(store, tried, standing=Standing.STOPPED, on=When(2016), reason="It met fierce opposition.", **came)
    assert saved == initiatives.get_initiative(store, tried.id)
    assert (saved.standing, saved.standing_on, saved.standing_reason) == (
        Standing.STOPPED,
        When(2016),
        "It met fierce opposition.",
    )
    assert (saved.outcome, saved.lesson, saved.successor_id) == (Outcome.FAILED, LESSON, again.id)
    assert saved.version == tried.version + 1


def test_an_initiative_that_goes_on_can_say_what_came_of_it_so_far(store: Store, tried: Initiative) -> None:
    saved = say(store, tried, outcome=Outcome.MIXED, lesson=LESSON)
    assert (saved.standing, saved.outcome) == (Standing.ACTIVE, Outcome.MIXED)


def test_what_is_not_said_again_stays(store: Store, tried: Initiative, again: Initiative) -> None:
    said = say(store, tried, outcome=Outcome.FAILED, lesson=LESSON, successor_id=again.id)
    paused = say(store, said, standing=Standing.PAUSED, reason="Elections")
    assert (paused.outcome, paused.lesson, paused.successor_id) == (Outcome.FAILED, LESSON, again.id)
    alone = say(store, paused, successor_id=None)
    assert (alone.successor_id, alone.lesson) == (None, LESSON)


def test_its_work_cannot_go_on_in_itself_or_in_what_is_gone(store: Store, tried: Initiative, again: Initiative) -> None:
    with pytest.raises(NotAllowed, match="cannot go on in itself"):
        say(store, tried, successor_id=tried.id)
    initiatives.delete_initiative(store, YOU, again.id, typed_name=again.name)
    with pytest.raises(NotFound, match="no longer there"):
        say(store, tried, outcome=Outcome.FAILED, successor_id=again.id)
    assert initiatives.get_initiative(store, tried.id) == tried


def test_the_work_of_two_does_not_go_on_in_each_other(store: Store, tried: Initiative, again: Initiative) -> None:
    first = say(store, tried, successor_id=again.id)
    first_goes, second_cannot = f"“{tried.name}” goes on in “{again.name}”", f"cannot go on in “{tried.name}”"
    with pytest.raises(NotAllowed, match=f"{first_goes}, so that of “{again.name}” {second_cannot}"):
        say(store, again, successor_id=tried.id)
    assert initiatives.get_initiative(store, again.id) == again
    assert say(store, first, lesson=LESSON).successor_id == again.id


def test_no_way_of_any_length_leads_back_to_where_the_work_began(
    store: Store, tried: Initiative, again: Initiative
) -> None:
    third = initiatives.create_initiative(store, YOU, name="One application, at last")
    say(store, tried, successor_id=again.id)
    say(store, again, successor_id=third.id)
    with pytest.raises(NotAllowed, match=f"goes on in “{again.name}”, then in “{third.name}”, so that of"):
        say(store, third, successor_id=tried.id)
    other = initiatives.create_initiative(store, YOU, name="Another way to apply")
    assert say(store, other, successor_id=tried.id).successor_id == tried.id


def test_of_two_people_the_second_gets_both_texts(store: Store, tried: Initiative) -> None:
    say(store, tried, outcome=Outcome.MIXED, lesson="Theirs")
    with pytest.raises(StaleVersion) as stale:
        say(store, tried, outcome=Outcome.FAILED, lesson="Mine")
    assert (stale.value.mine["lesson"], stale.value.theirs["lesson"]) == ("Mine", "Theirs")
    assert (stale.value.mine["outcome"], stale.value.theirs["outcome"]) == (Outcome.FAILED, Outcome.MIXED)
    assert initiatives.get_initiative(store, tried.id).lesson == "Theirs"


def test_the_history_tells_other_initiatives_and_areas_by_their_names(
    store: Store, tried: Initiative, again: Initiative
) -> None:
    said = say(store, tried, successor_id=again.id)
    line = latest(store, tried)
    assert line.before is not None
    assert line.after is not None
    assert (line.before["its_work_goes_on_in"], line.after["its_work_goes_on_in"]) == (None, again.name)
    placed = initiatives.set_parent(store, YOU, tried.id, version=said.version, parent_id=again.id)
    assert latest(store, tried).after == {"part_of": again.name}
    initiatives.edit_initiative(store, YOU, tried.id, version=placed.version, name=tried.name, area="enrollment")
    assert (latest(store, tried).after or {})["area"] == "Common enrollment"


def test_an_area_is_one_of_the_content_or_none(store: Store, tried: Initiative) -> None:
    texts = {"name": tried.name}
    saved = initiatives.edit_initiative(store, YOU, tried.id, version=tried.version, area="data_sharing", **texts)
    assert saved.area == "data_sharing"
    with pytest.raises(NotAllowed, match="There is no area “buses”"):
        initiatives.edit_initiative(store, YOU, tried.id, version=saved.version, area="buses", **texts)
    assert initiatives.edit_initiative(store, YOU, tried.id, version=saved.version, area="", **texts).area == ""


def test_both_ends_of_a_move_know_each_other(store: Store, tried: Initiative, again: Initiative) -> None:
    say(store, tried, successor_id=again.id)
    before, after = (at_a_glance(store, each.id, today=TODAY) for each in (tried, again))
    assert before.successor is not None
    assert (before.successor.id, before.predecessors) == (again.id, ())
    assert (after.successor, [each.id for each in after.predecessors]) == (None, [tried.id])


def test_where_the_successor_is_deleted_the_work_goes_on_in_none_and_the_history_says_so(
    store: Store, tried: Initiative, again: Initiative
) -> None:
    said = say(store, tried, outcome=Outcome.MIXED, lesson=LESSON, successor_id=again.id)
    placed = initiatives.set_parent(store, YOU, tried.id, version=said.version, parent_id=again.id)
    initiatives.delete_initiative(store, YOU, again.id, typed_name=again.name)
    left = initiatives.get_initiative(store, tried.id)
    assert (left.successor_id, left.parent_id, left.lesson, left.version) == (None, None, LESSON, placed.version + 2)
    lines = initiatives.changes_of(store, tried.id)
    gone = "an initiative that was deleted"
    assert [(line.before, line.after) for line in lines[:2]] == [
        ({"its_work_goes_on_in": gone}, {"its_work_goes_on_in": None}),
        ({"part_of": gone}, {"part_of": None}),
    ]
    assert again.name not in str(lines)
    assert maintenance.check(store) == ()


def test_an_initiative_that_another_goes_on_in_stays_when_its_import_is_undone(store: Store, tried: Initiative) -> None:
    outcome = bring(store, a_content([("D one", "R_0000001", 1)]))
    say(store, tried, successor_id=outcome.initiative_id)
    undone = importing.undo_import(store, YOU, outcome.import_id or "")
    assert "stays: somebody has edited it since" in undone.sentence
    assert initiatives.get_initiative(store, tried.id).successor_id == outcome.initiative_id
