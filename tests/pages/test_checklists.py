"""The Checklists screen: what stands where in words, lists, reviews begun and corrected, the address, the meeting."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from collab.journey import Review, ReviewState
from collab.model import YOU, Partner, Sector, Standing
from collab.services import reviews
from collab.services.drafts import drafts_under, keep_draft
from collab.services.initiatives import create_initiative, get_initiative, set_standing
from collab.services.partners import add_partner
from collab.services.removing_reviews import remove_review
from collab.services.tasks import Task, TaskKind
from collab.services.unsaved_entries import item_of
from collab.store import Store
from collab.ui import checklists_charts, keys, shell
from collab.ui.checklists_data import shown
from collab.ui.task_places import place_of
from tests.pages.conftest import Visit
from tests.services.test_reviews import PILOT, hold

WEIRD = "$x$ :red[a] <b>b</b>"


@pytest.fixture
def initiative_id(store: Store) -> str:
    return create_initiative(store, YOU, name="Northside Compact", made_up=True).id


@pytest.fixture
def partners(store: Store, initiative_id: str) -> tuple[Partner, Partner]:
    return (
        add_partner(store, YOU, initiative_id, name="Northside Schools", sector=Sector.DISTRICT),
        add_partner(store, YOU, initiative_id, name=WEIRD, sector=Sector.CHARTER),
    )


def said(screen: AppTest) -> str:
    elements = [*screen.markdown, *screen.caption, *screen.info, *screen.subheader, *screen.success, *screen.header]
    return "\n".join(element.value for element in elements).replace("\\", "")


def tables(screen: AppTest) -> str:
    return "\n".join(each.value.to_string() for each in screen.table).replace("\\", "").replace("\xa0", " ")


def button(screen: AppTest, words: str) -> object:
    return next(each for each in screen.button if words in each.label.replace("\\", ""))


def test_before_the_first_review_the_screen_says_what_one_is_and_what_is_asked(
    store: Store, visit: Visit, initiative_id: str
) -> None:
    screen = visit("checklists")
    assert not screen.exception
    assert "No review of this checklist was finished yet." in said(screen)
    assert "Staff have time" in tables(screen)
    assert screen.query_params["checklist"] == "implementation"
    other = visit("checklists", checklist="sustainability")
    assert "It has a name" in tables(other)


def test_phases_stand_at_a_figure_and_what_moved_and_is_stuck_is_named(
    store: Store, visit: Visit, initiative_id: str
) -> None:
    for month in (1, 3, 5):
        status = "in_place" if month == 5 else "not_started"
        hold(store, initiative_id, date(2026, month, 1), {**dict.fromkeys(PILOT, status), "full.norms": "partial"})
    screen = visit("checklists")
    assert not screen.exception
    text = said(screen)
    assert "Piloting stands at 100% (done); Full implementation not looked at enough to say" in text
    assert "Since 1 Mar 2026, 8 items moved up." in text
    assert "Stuck for at least three reviews: Norms are in use." in text
    assert "1 Jan 2026 (3 reviews)" in tables(screen)
    assert "as reviewed together on 1 May 2026 (review 3)" in text
    assert "Made-up sample data" in text


def test_partners_that_reviewed_on_their_own_stand_side_by_side(
    store: Store, visit: Visit, initiative_id: str, partners: tuple[Partner, Partner]
) -> None:
    for partner, status in zip(partners, ("in_place", "not_started"), strict=True):
        hold(store, initiative_id, date(2026, 3, 1), dict.fromkeys(PILOT, status), partner.id)
    screen = visit("checklists")
    assert not screen.exception
    text = said(screen)
    assert "the mean of what 2 partners said" in text
    assert "Piloting stands at 50%" in text
    assert {"District beside charter", "Each partner on its own"} <= {each.value for each in screen.subheader}
    assert "1 not yet, 1 in place" in tables(screen)


def test_bars_of_sectors_are_all_in_percent_where_one_of_them_is_and_add_up_to_a_hundred(
    store: Store, initiative_id: str, partners: tuple[Partner, Partner], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "store", lambda: store)
    third = add_partner(store, YOU, initiative_id, name="Southside Schools", sector=Sector.DISTRICT)
    for partner in (*partners, third):
        said_of_it = {**dict.fromkeys(PILOT, "in_place"), PILOT[0]: "not_started"}
        hold(store, initiative_id, date(2026, 3, 1), said_of_it, partner.id)
    found = shown(get_initiative(store, initiative_id), "implementation")
    pilot = checklists_charts.sector_bars(found)[:2]
    assert [dict(each.counts) for each in pilot] == [{"in_place": "88%", "not_started": "12%"}] * 2
    own = checklists_charts.partner_bars(found)
    assert {each.counts["in_place"] for each in own} == {"7"}


def test_the_list_shows_what_was_said_and_can_be_asked_for_less_and_for_an_earlier_review(
    store: Store, visit: Visit, initiative_id: str
) -> None:
    first = reviews.start_review(store, YOU, initiative_id, "implementation", held_on=date(2026, 1, 1))
    reviews.save_entry(
        store,
        YOU,
        first.id,
        "full.norms",
        version=0,
        status="partial",
        challenges=WEIRD,
        owner="M. Ortega",
        due_on=date(2026, 2, 1),
    )
    reviews.save_review(store, YOU, first.id, version=first.version, state=ReviewState.HELD)
    hold(store, initiative_id, date(2026, 3, 1), {"full.norms": "in_place"})
    assert WEIRD in tables(visit("checklists", as_of=first.id))
    late = visit("checklists", as_of=first.id, items="late")
    assert "M. Ortega, due 1 Feb 2026" in tables(late)
    assert "Staff have time" not in tables(late)
    assert "Norms are in use" not in tables(visit("checklists", items="open"))


def late_item(store: Store, initiative_id: str, *, due_on: date) -> None:
    """An item that three reviews left where it was, with a day until which it was to be done."""
    for month in (1, 3, 5):
        begun = reviews.start_review(store, YOU, initiative_id, "implementation", held_on=date(2026, month, 1))
        version = reviews.review_view(store, begun.id).entries["full.norms"].version
        reviews.save_entry(
            *(store, YOU, begun.id, "full.norms"), version=version, status="partial", owner="M. Ortega", due_on=due_on
        )
        reviews.save_review(store, YOU, begun.id, version=begun.version, state=ReviewState.HELD)


@pytest.mark.parametrize(("due_on", "marks"), [(date(2026, 2, 1), 2), (date(2999, 2, 1), 0)], ids=["late", "not yet"])
def test_what_is_stuck_and_overdue_is_marked_so_in_the_tables_and_on_its_slide(
    store: Store, visit: Visit, initiative_id: str, due_on: date, marks: int
) -> None:
    late_item(store, initiative_id, due_on=due_on)
    assert tables(visit("checklists")).count(":material/schedule: overdue]") == marks
    slide = visit("checklists", meeting="6")
    assert slide.header[0].value == "Stuck for three reviews or more"
    assert ("overdue since 1 Feb 2026" in said(slide)) is bool(marks)


def test_nothing_is_overdue_in_an_initiative_that_is_over(store: Store, visit: Visit, initiative_id: str) -> None:
    late_item(store, initiative_id, due_on=date(2026, 2, 1))
    version = reviews.checklist_view(store, initiative_id, "implementation").initiative.version
    set_standing(store, YOU, initiative_id, version=version, standing=Standing.COMPLETED, on=None)
    assert "overdue" not in tables(visit("checklists"))


def test_who_deletes_a_review_reads_how_many_items_hold_text_that_is_not_saved(
    store: Store, visit: Visit, initiative_id: str
) -> None:
    begun = reviews.start_review(store, YOU, initiative_id, "implementation", held_on=date(2026, 3, 1))
    screen = opened_to_delete(visit, begun)
    assert not screen.warning
    for item in PILOT[:2]:
        keep_draft(store, YOU, f"entry:{begun.id}:{item}", {"challenges": WEIRD}, follows=None)
    (warning,) = opened_to_delete(visit, begun).warning
    assert "2 items hold text that is not saved yet" in warning.value


def opened_to_delete(visit: Visit, review: Review) -> AppTest:
    screen = visit("checklists")
    screen.session_state[keys.PAST_REVIEWS] = True
    button(screen.run(), "Delete").click().run()  # type: ignore[attr-defined]
    return screen


def test_what_was_typed_in_a_review_that_was_deleted_meanwhile_goes_into_a_new_one_or_goes(
    store: Store, visit: Visit, initiative_id: str
) -> None:
    begun = reviews.start_review(store, YOU, initiative_id, "implementation", held_on=date(2026, 3, 1))
    for item in PILOT[:2]:
        keep_draft(store, YOU, f"entry:{begun.id}:{item}", {"challenges": WEIRD, "status": "partial"}, follows=None)
    remove_review(store, YOU, begun.id, version=begun.version)
    assert not visit("checklists", checklist="sustainability").warning
    screen = visit("checklists", checklist="implementation", review=begun.id, meeting="1")
    assert "1 Mar 2026, together, and it was deleted before all of it was saved" in screen.warning[0].value
    assert WEIRD in tables(screen)
    button(screen, "Put it into a new review").click().run()  # type: ignore[attr-defined]
    (new,) = begun_of(store, initiative_id)
    assert (new.held_on, screen.query_params["review"]) == (begun.held_on, new.id)
    assert [each.content["challenges"] for each in drafts_under(store, YOU, "entry", new.id)] == [WEIRD] * 2
    assert drafts_under(store, YOU, "deleted_entry") == ()
    remove_review(store, YOU, new.id, version=new.version)
    button(visit("checklists"), "Throw away what you typed").click().run()  # type: ignore[attr-defined]
    assert drafts_under(store, YOU, "deleted_entry") == ()
    assert not visit("checklists").warning


def test_text_about_an_item_that_the_checklist_no_longer_has_stays_where_it_is(
    store: Store, visit: Visit, initiative_id: str
) -> None:
    begun = reviews.start_review(store, YOU, initiative_id, "implementation", held_on=date(2026, 3, 1))
    for item in (PILOT[0], "pilot.of_old"):
        keep_draft(store, YOU, f"entry:{begun.id}:{item}", {"challenges": WEIRD, "status": "partial"}, follows=None)
    remove_review(store, YOU, begun.id, version=begun.version)
    screen = button(visit("checklists"), "Put it into a new review").click().run()  # type: ignore[attr-defined]
    assert not screen.exception
    (new,) = begun_of(store, initiative_id)
    assert [item_of(each) for each in drafts_under(store, YOU, "entry", new.id)] == [PILOT[0]]
    (left,) = drafts_under(store, YOU, "deleted_entry")
    assert left.subject.endswith("pilot.of_old")


def begun_of(store: Store, initiative_id: str) -> tuple[Review, ...]:
    return reviews.checklist_view(store, initiative_id, "implementation").under_way


def test_a_review_is_started_from_the_screen_and_gone_on_with_later(
    store: Store, visit: Visit, initiative_id: str
) -> None:
    screen = visit("checklists")
    button(screen, "Start a review").click().run()  # type: ignore[attr-defined]
    next(each for each in screen.button if each.label == "Start").click().run()
    assert not screen.exception
    (begun,) = begun_of(store, initiative_id)
    assert screen.query_params["review"] == begun.id
    assert screen.query_params["meeting"] == "1"
    again = visit("checklists")
    button(again, "(0 of 27)").click().run()  # type: ignore[attr-defined]
    assert again.query_params["review"] == begun.id


def test_a_review_that_is_finished_or_gone_is_told_and_leaves_the_address(
    store: Store, visit: Visit, initiative_id: str
) -> None:
    held = hold(store, initiative_id, date(2026, 3, 1), {PILOT[0]: "partial"})
    screen = visit("checklists", review=held.id, meeting="1")
    assert not screen.exception
    assert "is finished. Open it again below" in said(screen)
    assert "review" not in screen.query_params
    gone = visit("checklists", review="nothing")
    assert "may have been deleted" in said(gone)


def test_what_was_typed_in_a_review_that_was_finished_meanwhile_is_shown_and_opens_it_again_or_goes(
    store: Store, visit: Visit, initiative_id: str
) -> None:
    held = hold(store, initiative_id, date(2026, 3, 1), {PILOT[0]: "partial"})
    typed = {"status": "partial", "challenges": WEIRD}
    for item in (PILOT[0], f"{PILOT[0]}@1"):
        keep_draft(store, YOU, f"entry:{held.id}:{item}", typed, follows=None, based_on_version=1)
    screen = visit("checklists")
    assert not screen.exception
    assert "You typed this in the review of 1 Mar 2026, together" in screen.warning[0].value
    assert WEIRD in tables(screen)
    screen.button(key=f"left_open_{held.id}").click().run()
    assert not screen.exception
    assert (screen.query_params["review"], screen.query_params["item"]) == (held.id, PILOT[0])
    assert [each.id for each in begun_of(store, initiative_id)] == [held.id]
    version = reviews.review_view(store, held.id).review.version
    reviews.save_review(store, YOU, held.id, version=version, state=ReviewState.HELD)
    visit("checklists").button(key=f"left_drop_{held.id}").click().run()
    assert drafts_under(store, YOU, "entry", held.id) == ()
    assert not visit("checklists").warning


def opened_past(visit: Visit) -> AppTest:
    screen = visit("checklists")
    screen.session_state["_past_reviews_open"] = True
    return screen.run()


def test_a_held_review_is_opened_again_dated_anew_or_deleted_with_a_clear_sentence(
    store: Store, visit: Visit, initiative_id: str
) -> None:
    held = hold(store, initiative_id, date(2026, 3, 1), {PILOT[0]: "partial", PILOT[1]: "partial"})
    screen = opened_past(visit)
    button(screen, "Delete").click().run()  # type: ignore[attr-defined]
    assert "The review of 1 Mar 2026, together goes for good, with what it says of 2 items" in said(screen).replace(
        "**", ""
    )
    again = opened_past(visit)
    button(again, "Open it again").click().run()  # type: ignore[attr-defined]
    assert not again.exception
    assert [each.id for each in begun_of(store, initiative_id)] == [held.id]
    last = opened_past(visit)
    button(last, "Delete").click().run()  # type: ignore[attr-defined]
    button(last, "Delete this review").click().run()  # type: ignore[attr-defined]
    assert "The review is deleted." in said(last)
    assert begun_of(store, initiative_id) == ()


def test_the_meeting_view_has_a_slide_for_each_thing_to_look_at(
    store: Store, visit: Visit, initiative_id: str, partners: tuple[Partner, Partner]
) -> None:
    for month in (1, 3, 5):
        hold(store, initiative_id, date(2026, month, 1), {**dict.fromkeys(PILOT, "partial"), "full.norms": "partial"})
    for partner in partners:
        hold(store, initiative_id, date(2026, 3, 1), dict.fromkeys(PILOT, "partial"), partner.id)
    titles = []
    for place in range(1, 9):
        screen = visit("checklists", meeting=str(place))
        assert not screen.exception
        titles += [each.value for each in screen.header]
    assert titles == [
        "Where each phase stands",
        "How it moved from review to review",
        "Piloting\\: item by item",
        "Full implementation\\: item by item",
        "Reflection\\: item by item",
        "District beside charter, each on its own",
        "Each partner on its own",
        "Stuck for three reviews or more",
    ]


def test_a_review_of_another_initiative_is_not_shown_under_this_one(
    store: Store, visit: Visit, initiative_id: str
) -> None:
    other = create_initiative(store, YOU, name="Another compact")
    begun = reviews.start_review(store, YOU, other.id, "implementation", held_on=date(2026, 3, 1))
    screen = visit("checklists", initiative=initiative_id, review=begun.id, meeting="1")
    assert not screen.exception
    assert "review" not in screen.query_params


def test_a_review_from_a_spreadsheet_is_drawn_only_once_opened(visit: Visit, initiative_id: str) -> None:
    screen = visit("checklists", checklist="implementation")
    assert not screen.text_area
    screen.session_state[f"panel_reviews_{initiative_id}_implementation"] = True
    assert [each.label for each in screen.run().text_area] == ["Paste rows from a spreadsheet"]


def test_an_item_that_is_to_be_done_is_opened_by_its_link_as_the_review_that_asks_for_it_says(
    store: Store, visit: Visit, initiative_id: str, partners: tuple[Partner, Partner]
) -> None:
    late_item(store, initiative_id, due_on=date(2026, 2, 1))
    own = reviews.start_review(
        store, YOU, initiative_id, "implementation", held_on=date(2026, 6, 1), partner_id=partners[1].id
    )
    reviews.save_entry(
        *(store, YOU, own.id, "full.norms"), version=0, status="not_started", next_steps=f"Write {WEIRD}"
    )
    reviews.save_review(store, YOU, own.id, version=own.version, state=ReviewState.HELD)
    for whose, told in ((partners[1].id, f"Next steps: Write {WEIRD}"), ("", "M. Ortega, due 1 Feb 2026")):
        task = Task(TaskKind.ITEM, "full.norms", "implementation", "Norms are in use", said_by=whose)
        page, there = place_of(initiative_id, task)
        screen = visit(page, **there)
        assert not screen.exception
        assert told in said(screen)
        assert screen.query_params["item"] == "full.norms"
    button(screen, "Close").click().run()  # type: ignore[attr-defined]
    assert "M. Ortega, due 1 Feb 2026" not in said(screen)
    assert not {"item", "partner"} & set(screen.query_params)
