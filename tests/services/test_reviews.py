"""Reviews of checklists: begun from the last, held, and what has been stuck."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from collab.errors import NotAllowed, NotFound, StaleVersion
from collab.journey import Review, ReviewState
from collab.model import YOU, Sector
from collab.services import checklist_now, reviews
from collab.services.digests import all_digests
from collab.services.drafts import drafts_under, keep_draft, subject_of
from collab.services.initiatives import changes_of, create_initiative
from collab.services.journey import journey
from collab.services.partners import add_partner, merge_partners, partners_of
from collab.services.removing import remove_partner
from collab.services.removing_reviews import remove_review
from collab.services.unsaved_entries import left_over, unsaved_items
from collab.store import Store
from collab.store.integrity import faults

CHECKLIST = "implementation"
PILOT = [f"pilot.{name}" for name in ("defined", "informed", "resourced", "measures", "relationships")]
PILOT += [f"pilot.{name}" for name in ("results", "shared", "capacity")]


@pytest.fixture
def initiative_id(store: Store) -> str:
    """An initiative with a district and a charter partner."""
    made = create_initiative(store, YOU, name="Northside Compact")
    add_partner(store, YOU, made.id, name="Northside Schools", sector=Sector.DISTRICT)
    add_partner(store, YOU, made.id, name="Harbor Light", sector=Sector.CHARTER)
    return made.id


def hold(store: Store, initiative_id: str, on: date, said: dict[str, str], partner_id: str | None = None) -> Review:
    """A review that was held, with these statuses."""
    begun = reviews.start_review(store, YOU, initiative_id, CHECKLIST, held_on=on, partner_id=partner_id)
    before = reviews.review_view(store, begun.id).entries
    for item, status in said.items():
        reviews.save_entry(store, YOU, begun.id, item, version=before[item].version, status=status)
    return reviews.save_review(store, YOU, begun.id, version=begun.version, state=ReviewState.HELD)


def pilot(store: Store, initiative_id: str) -> float | None:
    view = journey(store, initiative_id, today=date(2026, 11, 20))
    return next(m for m in view.stage("implement").milestones if m.key == "implement.pilot").value


def test_a_review_starts_from_the_last_one_and_says_so(store: Store, initiative_id: str) -> None:
    hold(store, initiative_id, date(2026, 3, 1), {PILOT[0]: "in_place", PILOT[1]: "partial"})
    second = reviews.start_review(store, YOU, initiative_id, CHECKLIST, held_on=date(2026, 6, 1))
    view = reviews.review_view(store, second.id)
    assert (view.entries[PILOT[0]].status, view.entries[PILOT[0]].carried) == ("in_place", True)
    assert view.looked_at == 0
    reviews.save_entry(store, YOU, second.id, PILOT[0], version=1, status="in_place")
    assert reviews.review_view(store, second.id).looked_at == 1


def test_a_double_click_begins_one_review(store: Store, initiative_id: str) -> None:
    one, two = (reviews.start_review(store, YOU, initiative_id, CHECKLIST, held_on=date(2026, 3, 1)) for _ in range(2))
    assert one == two


def test_a_phase_stands_at_the_mean_of_its_latest_joint_review(store: Store, initiative_id: str) -> None:
    assert pilot(store, initiative_id) == 0.0
    hold(store, initiative_id, date(2026, 3, 1), dict.fromkeys(PILOT, "not_started"))
    hold(store, initiative_id, date(2026, 6, 1), dict.fromkeys(PILOT[:4], "in_place"))
    assert pilot(store, initiative_id) == 0.5


def test_without_a_joint_review_partners_own_reviews_weigh_alike(store: Store, initiative_id: str) -> None:
    one, other = (each.id for each in reviews.checklist_view(store, initiative_id, CHECKLIST).partners)
    hold(store, initiative_id, date(2026, 3, 1), dict.fromkeys(PILOT, "in_place"), one)
    hold(store, initiative_id, date(2026, 3, 2), dict.fromkeys(PILOT, "not_started"), other)
    assert pilot(store, initiative_id) == 0.5


def test_a_review_under_way_changes_no_figure(store: Store, initiative_id: str) -> None:
    begun = reviews.start_review(store, YOU, initiative_id, CHECKLIST, held_on=date(2026, 3, 1))
    for item in PILOT:
        reviews.save_entry(store, YOU, begun.id, item, version=0, status="in_place")
    assert pilot(store, initiative_id) == 0.0


def test_piloting_can_be_left_out_as_a_whole(store: Store, initiative_id: str) -> None:
    begun = reviews.start_review(store, YOU, initiative_id, CHECKLIST, held_on=date(2026, 3, 1))
    with pytest.raises(NotAllowed, match="Only optional phases"):
        reviews.save_review(store, YOU, begun.id, version=1, phases_off=("full",))
    begun = reviews.save_review(store, YOU, begun.id, version=1, phases_off=("pilot",))
    reviews.save_entry(store, YOU, begun.id, "full.norms", version=0, status="in_place")
    reviews.save_review(store, YOU, begun.id, version=begun.version, state=ReviewState.HELD)
    assert pilot(store, initiative_id) is None


def test_an_empty_review_cannot_be_finished(store: Store, initiative_id: str) -> None:
    begun = reviews.start_review(store, YOU, initiative_id, CHECKLIST, held_on=date(2026, 3, 1))
    with pytest.raises(NotAllowed, match="No item has a status"):
        reviews.save_review(store, YOU, begun.id, version=1, state=ReviewState.HELD)


def test_what_a_held_review_says_changes_only_after_it_is_opened_again(store: Store, initiative_id: str) -> None:
    held = hold(store, initiative_id, date(2026, 3, 1), {PILOT[0]: "partial"})
    with pytest.raises(NotAllowed, match="Open it again"):
        reviews.save_entry(store, YOU, held.id, PILOT[0], version=1, status="in_place")
    reviews.save_review(store, YOU, held.id, version=held.version, state=ReviewState.UNDER_WAY)
    assert reviews.save_entry(store, YOU, held.id, PILOT[0], version=1, status="in_place").status == "in_place"


def test_two_people_at_one_item_see_both_texts(store: Store, initiative_id: str) -> None:
    begun = reviews.start_review(store, YOU, initiative_id, CHECKLIST, held_on=date(2026, 3, 1))
    reviews.save_entry(store, YOU, begun.id, PILOT[0], version=0, status="partial", challenges="Buses")
    with pytest.raises(StaleVersion) as stale:
        reviews.save_entry(store, YOU, begun.id, PILOT[0], version=0, status="in_place", challenges="Calendars")
    assert (stale.value.mine["challenges"], stale.value.theirs["challenges"]) == ("Calendars", "Buses")


def test_an_item_is_stuck_after_three_reviews_without_movement(store: Store, initiative_id: str) -> None:
    for month in (1, 3, 5, 7):
        status = "not_started" if month == 1 else "partial"
        hold(store, initiative_id, date(2026, month, 1), {PILOT[0]: status, PILOT[1]: "in_place"})
        view = reviews.checklist_view(store, initiative_id, CHECKLIST)
        stuck = [(each.item.key, each.reviews, each.since) for each in view.stuck]
        assert stuck == ([(PILOT[0], 3, date(2026, 3, 1))] if month == 7 else [])


def test_two_people_who_leave_a_phase_out_or_bring_it_back_are_both_heard(store: Store, initiative_id: str) -> None:
    begun = reviews.start_review(store, YOU, initiative_id, CHECKLIST, held_on=date(2026, 3, 1))
    for _ in range(2):
        assert reviews.leave_out_phase(store, YOU, begun.id, "pilot", left_out=True).phases_off == ("pilot",)
    assert reviews.leave_out_phase(store, YOU, begun.id, "pilot", left_out=False).phases_off == ()
    with pytest.raises(NotAllowed, match="Only optional phases"):
        reviews.leave_out_phase(store, YOU, begun.id, "reflect", left_out=True)


def test_a_phase_that_was_left_out_between_does_not_hide_that_an_item_is_stuck(
    store: Store, initiative_id: str
) -> None:
    for month in (1, 3, 5, 7):
        begun = hold(store, initiative_id, date(2026, month, 1), {PILOT[0]: "partial", "full.norms": "in_place"})
        if month == 3:
            begun = reviews.save_review(store, YOU, begun.id, version=begun.version, phases_off=("pilot",))
        elif month == 5:
            reviews.save_review(store, YOU, begun.id, version=begun.version, phases_off=())
    view = reviews.checklist_view(store, initiative_id, CHECKLIST)
    assert [(each.item.key, each.reviews) for each in view.stuck] == [(PILOT[0], 3)]


def test_a_partner_that_does_not_take_part_cannot_be_in_charge(store: Store, initiative_id: str) -> None:
    begun = reviews.start_review(store, YOU, initiative_id, CHECKLIST, held_on=date(2026, 3, 1))
    with pytest.raises(NotFound, match="does not take part"):
        reviews.save_entry(store, YOU, begun.id, PILOT[0], version=0, status="partial", partner_id="nobody")
    with pytest.raises(NotFound, match="does not take part"):
        reviews.start_review(store, YOU, initiative_id, CHECKLIST, held_on=date(2026, 3, 1), partner_id="nobody")


def test_a_review_in_which_somebody_wrote_meanwhile_is_not_deleted(store: Store, initiative_id: str) -> None:
    begun = reviews.start_review(store, YOU, initiative_id, CHECKLIST, held_on=date(2026, 3, 1))
    seen = reviews.review_view(store, begun.id).version_of_all
    reviews.save_entry(store, YOU, begun.id, PILOT[0], version=0, status="partial", challenges="Buses")
    with pytest.raises(StaleVersion, match="not removed"):
        remove_review(store, YOU, begun.id, version=seen)
    view = reviews.review_view(store, begun.id)
    remove_review(store, YOU, begun.id, version=view.version_of_all)
    kept = changes_of(store, initiative_id)[0].before or {}
    assert kept["held_on"] == "2026-03-01"
    assert kept[view.items[0][1].label] == "status: partial; challenges: Buses"


def test_an_item_whose_status_is_taken_back_stands_as_the_last_review_left_it(store: Store, initiative_id: str) -> None:
    hold(store, initiative_id, date(2026, 3, 1), {PILOT[0]: "partial"})
    begun = reviews.start_review(store, YOU, initiative_id, CHECKLIST, held_on=date(2026, 6, 1))
    for item, version in ((PILOT[0], 1), (PILOT[1], 0)):
        saved = reviews.save_entry(store, YOU, begun.id, item, version=version, status="in_place", owner="M. Ortega")
        reviews.save_entry(
            *(store, YOU, begun.id, item), version=saved.version, status="", owner="M. Ortega", looked_at=False
        )
    view = reviews.review_view(store, begun.id)
    said = [(view.entries[item].status, view.entries[item].carried, view.entries[item].owner) for item in PILOT[:2]]
    assert said == [("partial", True, "M. Ortega"), ("", False, "M. Ortega")]
    assert view.looked_at == 0


def test_a_status_taken_back_stands_as_the_last_review_that_is_left_said(store: Store, initiative_id: str) -> None:
    hold(store, initiative_id, date(2026, 1, 1), {PILOT[0]: "not_started"})
    gone = hold(store, initiative_id, date(2026, 3, 1), {PILOT[0]: "partial"})
    begun = reviews.start_review(store, YOU, initiative_id, CHECKLIST, held_on=date(2026, 6, 1))
    remove_review(store, YOU, gone.id, version=reviews.review_view(store, gone.id).version_of_all)
    saved = reviews.save_entry(store, YOU, begun.id, PILOT[0], version=1, status="in_place")
    back = reviews.save_entry(store, YOU, begun.id, PILOT[0], version=saved.version, status="", looked_at=False)
    assert (back.status, back.carried) == ("not_started", True)


def test_what_is_left_of_a_deleted_review_follows_its_partner_into_a_merge(store: Store, initiative_id: str) -> None:
    wrong = add_partner(store, YOU, initiative_id, name="Harbour Light", sector=Sector.CHARTER)
    keep = next(each.partner for each in partners_of(store, initiative_id) if each.partner.name == "Harbor Light")
    held_on = date(2026, 3, 1)
    begun = reviews.start_review(store, YOU, initiative_id, CHECKLIST, held_on=held_on, partner_id=wrong.id)
    typed = {"challenges": "Buses", "partner_id": wrong.id}
    keep_draft(store, YOU, subject_of("entry", begun.id, PILOT[0]), typed, follows=None)
    remove_review(store, YOU, begun.id, version=reviews.review_view(store, begun.id).version_of_all)
    merge_partners(store, YOU, keep=keep.id, merged=wrong.id)
    (left,) = left_over(store, YOU, initiative_id, CHECKLIST)
    assert (left.review.partner_id, left.drafts[0].content["partner_id"]) == (keep.id, keep.id)


def test_a_save_takes_its_draft_along_and_a_deleted_review_leaves_the_others_to_who_typed_them(
    store: Store, initiative_id: str
) -> None:
    begun = reviews.start_review(store, YOU, initiative_id, CHECKLIST, held_on=date(2026, 3, 1))
    one, other = (
        keep_draft(store, YOU, subject_of("entry", begun.id, item), {"challenges": "Buses"}, follows=None)
        for item in PILOT[:2]
    )
    reviews.save_entry(store, YOU, begun.id, PILOT[0], version=0, status="partial", challenges="Buses", draft=one.id)
    assert drafts_under(store, YOU, "entry", begun.id) == (other,)
    assert unsaved_items(store, YOU, begun.id) == 1
    remove_review(store, YOU, begun.id, version=reviews.review_view(store, begun.id).version_of_all)
    assert drafts_under(store, YOU, "entry", begun.id) == ()
    (left,) = left_over(store, YOU, initiative_id, CHECKLIST)
    assert (left.review.id, left.review.held_on, left.review.partner_id) == (begun.id, begun.held_on, None)
    assert [(each.id, each.content["challenges"]) for each in left.drafts] == [(other.id, "Buses")]
    assert left_over(store, YOU, initiative_id, "sustainability") == ()
    assert store.read(lambda unit: list(faults(unit))) == []


def test_correcting_a_review_moves_the_figures_back_until_it_is_finished_again(
    store: Store, initiative_id: str
) -> None:
    hold(store, initiative_id, date(2026, 3, 1), dict.fromkeys(PILOT, "not_started"))
    second = hold(store, initiative_id, date(2026, 6, 1), dict.fromkeys(PILOT, "in_place"))
    again = reviews.save_review(store, YOU, second.id, version=second.version, state=ReviewState.UNDER_WAY)
    assert pilot(store, initiative_id) == 0.0
    reviews.save_review(store, YOU, again.id, version=again.version, state=ReviewState.HELD)
    assert pilot(store, initiative_id) == 1.0


def test_what_a_partner_that_was_removed_reviewed_decides_nothing_any_more(store: Store, initiative_id: str) -> None:
    one, other = (each.id for each in reviews.checklist_view(store, initiative_id, CHECKLIST).partners)
    hold(store, initiative_id, date(2026, 3, 1), dict.fromkeys(PILOT, "in_place"), one)
    hold(store, initiative_id, date(2026, 3, 2), dict.fromkeys(PILOT, "not_started"), other)
    remove_partner(store, YOU, initiative_id, other, seen=(), reason="withdrew")
    (row,) = all_digests(store, today=date(2026, 11, 20)).digests
    view = reviews.checklist_view(store, initiative_id, CHECKLIST)
    standing = view.now["pilot"]
    assert standing is not None
    assert (pilot(store, initiative_id), standing.mean) == (1.0, 1.0)
    assert [each.review.partner_id for each in checklist_now.counting(view)] == [one]
    assert {each.checklist: each.share for each in row.checklists}[CHECKLIST] == pytest.approx(1 / 3)


def test_one_review_is_read_and_deleted_by_a_few_queries(sqlite_store: Store) -> None:
    asked: list[str] = []
    sa.event.listen(sqlite_store._engine, "before_cursor_execute", lambda *event: asked.append(event[2]))
    made = create_initiative(sqlite_store, YOU, name="Northside Compact")
    for month in range(1, 5):
        hold(sqlite_store, made.id, date(2026, month, 1), {PILOT[0]: "partial"})
    begun = reviews.start_review(sqlite_store, YOU, made.id, CHECKLIST, held_on=date(2026, 6, 1))
    other = reviews.start_review(sqlite_store, YOU, made.id, "sustainability", held_on=date(2026, 6, 1))
    for number in range(40):
        keep_draft(sqlite_store, YOU, subject_of("entry", other.id, str(number)), {"challenges": "B"}, follows=None)
    asked.clear()
    view = reviews.review_view(sqlite_store, begun.id)
    assert view.before is not None
    assert (view.before.review.id, view.before.entries[PILOT[0]].status) == (begun.started_from, "partial")
    assert sum("review_entry" in each for each in asked) == 2
    asked.clear()
    remove_review(sqlite_store, YOU, begun.id, version=view.version_of_all)
    assert len(asked) < 20
    assert len(drafts_under(sqlite_store, YOU, "entry", other.id)) == 40
