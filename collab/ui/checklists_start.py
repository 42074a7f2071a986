"""Starting a review, going on with one, and what can be done with one that was held: correct, date anew, delete."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.errors import CollabError, NotFound
from collab.journey import ReviewState
from collab.ui import checklists_sitting, checklists_words, keys, shell
from collab.ui.destructive import taking_away
from collab.ui.distinct import distinct
from collab.ui.escape import plain
from collab.ui.presses import submit_button
from collab.ui.told import told
from collab.ui.wording import day, many

if TYPE_CHECKING:
    from collab.journey import Review
    from collab.model import Person
    from collab.store import Store
    from collab.ui.checklists_data import Shown

TOGETHER = ""
EARLIEST = date(1990, 1, 1)


def draw_buttons(store: Store, person: Person, shown: Shown) -> None:
    """What is under way goes on; a new review can be started."""
    with st.container(horizontal=True, vertical_alignment="center"):
        for each in shown.begun:
            whose = plain(checklists_words.whose(shown.view, each.review))
            st.button(
                f"Go on: {whose} ({each.looked_at} of {each.items})",
                key=f"go_on_{each.review.id}",
                type="primary",
                icon=":material/play_arrow:",
                on_click=checklists_sitting.enter,
                args=(each.review.id,),
            )
        if st.button(
            "Start a review",
            icon=":material/checklist:",
            type="secondary" if shown.begun else "primary",
            key="start_review",
        ):
            _start(store, person, shown)


@st.dialog("Start a review", width="medium")
def _start(store: Store, person: Person, shown: Shown) -> None:
    partners = {partner.id: partner.name for partner in shown.view.present}
    who = st.selectbox(
        "Who reviews?",
        [TOGETHER, *partners],
        format_func=lambda key: partners.get(key, "Partners together"),
        help="Partners can also review on their own first, and compare.",
    )
    held_on = st.date_input("When is it held?", min_value=EARLIEST, format="YYYY-MM-DD", value=date.today())
    st.caption(_starts_from(shown, who))
    given = (store, person, shown, who or None, held_on)
    if st.button("Start", type="primary", key=f"begin_{who}", on_click=_begin, args=given):
        st.rerun()


def _starts_from(shown: Shown, who: str) -> str:
    """What the review begins with, for the caption."""
    same = (who or None,)
    if any((each.review.partner_id,) == same for each in shown.begun):
        return "One is under way already; it goes on."
    held = [each.review for each in shown.view.held if (each.review.partner_id,) == same]
    if not held:
        return "It is the first: every item starts blank."
    return (
        f"It starts from the review of {day(held[-1].held_on)}: each item shows what was said then, "
        "marked until somebody looks at it again. Successes start blank."
    )


def _begin(store: Store, person: Person, shown: Shown, partner_id: str | None, held_on: date) -> None:
    from collab.services.reviews import start_review

    place = (shown.initiative.id, shown.view.checklist.key)
    try:
        begun = start_review(store, person, *place, held_on=held_on, partner_id=partner_id)
    except CollabError as failure:
        shell.flash(str(failure), kind="error")
        return
    checklists_sitting.enter(begun.id)


def draw_past(store: Store, person: Person, shown: Shown) -> None:
    """The reviews that there are, to correct or to delete one."""
    every = {each.id: each for each in (*shown.view.under_way, *(held.review for held in reversed(shown.view.held)))}
    if not every:
        return
    words = f"Reviews ({len(every)}): correct or delete one"
    with st.expander(words, icon=":material/history:", key=keys.PAST_REVIEWS, on_change="rerun") as box:
        if box.open:
            _past(store, person, shown, every)


def _past(store: Store, person: Person, shown: Shown, every: dict[str, Review]) -> None:
    names = distinct({key: _name(shown, each) for key, each in every.items()})
    chosen = every[st.selectbox("Review", list(names), format_func=names.__getitem__, key=keys.PICK_REVIEW, width=420)]
    _day(store, person, chosen)
    with st.container(horizontal=True):
        if chosen.state is ReviewState.HELD:
            st.button(
                "Open it again to correct it",
                icon=":material/edit:",
                key=f"correct_{chosen.id}",
                on_click=correct,
                args=(store, person, chosen),
            )
        if st.button(taking_away("Delete"), key=f"delete_{chosen.id}"):
            _delete(store, person, shown, chosen)
    if chosen.state is ReviewState.HELD:
        st.caption("While it is open again, the figures rest on the review before it.")


def _name(shown: Shown, review: Review) -> str:
    under_way = "" if review.state is ReviewState.HELD else " (under way)"
    return f"{checklists_words.whose(shown.view, review)}{under_way}"


def _day(store: Store, person: Person, chosen: Review) -> None:
    from collab.services.reviews import save_review

    form = f"day_{chosen.id}"
    with st.form(form, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        on = st.date_input("Held on", value=chosen.held_on, min_value=EARLIEST, format="YYYY-MM-DD", width=200)
        sent = submit_button("Save the date", form=form)
    if sent:
        with told():
            save_review(store, person, chosen.id, version=chosen.version, held_on=on)
            shell.flash("The date is saved.")
            st.rerun()


def correct(store: Store, person: Person, chosen: Review) -> None:
    """Open a review again, and on to it."""
    from collab.services.reviews import save_review

    try:
        save_review(store, person, chosen.id, version=chosen.version, state=ReviewState.UNDER_WAY)
    except CollabError as failure:
        shell.flash(str(failure), kind="error")
        return
    checklists_sitting.enter(chosen.id)


@st.dialog("Delete a review", width="medium")
def _delete(store: Store, person: Person, shown: Shown, chosen: Review) -> None:
    from collab.services.reviews import review_view
    from collab.services.unsaved_entries import unsaved_items

    try:
        view = review_view(store, chosen.id, person=person)
    except NotFound:
        st.rerun()  # the press below, or another window, deleted it: the dialog closes
    said = sum(bool(each.version) for each in view.entries.values())
    st.markdown(
        f"The review of **{plain(checklists_words.whose(shown.view, chosen))}** goes for good, with what it says of "
        f"{many(said, 'item')}: status, successes, challenges, next steps, owners, due dates and evidence. "
        "Charts and milestones then rest on the reviews that are left. It cannot be undone; "
        "the history keeps what it said."
    )
    unsaved = unsaved_items(store, person, chosen.id)
    if unsaved:
        st.warning(
            f"{many(unsaved, 'item')} {'holds' if unsaved == 1 else 'hold'} text that is not saved yet: somebody is "
            "typing in this review, or went away in the middle. Whoever typed it finds it on this page afterwards and "
            "can put it into a new review."
        )
    given = (store, person, chosen.id, view.version_of_all)
    if st.button(taking_away("Delete this review"), key=f"really_{chosen.id}", on_click=_remove, args=given):
        st.rerun()


def _remove(store: Store, person: Person, review_id: str, version: int) -> None:
    from collab.services.removing_reviews import remove_review

    try:
        remove_review(store, person, review_id, version=version)
    except CollabError as failure:
        shell.flash(str(failure), kind="error")
        return
    shell.flash("The review is deleted.")
