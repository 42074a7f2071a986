"""The Checklists screen: where it stands by phase, how it moved, who sees it otherwise, what is stuck, every item."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import (
    bulk,
    checklists_charts,
    checklists_items,
    checklists_left,
    checklists_meeting,
    checklists_sitting,
    checklists_start,
    checklists_words,
    keys,
    meeting,
    shell,
    viewport,
)
from collab.ui.checklists_data import shown as shown_of
from collab.ui.escape import plain
from collab.ui.picking import choose_initiative, chosen

if TYPE_CHECKING:
    from collab.model import Person
    from collab.store import Store
    from collab.ui.checklists_data import Shown

MOST_PARTNERS = 24


def show(store: Store, person: Person) -> None:
    """The whole screen, a review in one sitting, or the meeting view, as the address says."""
    initiative = choose_initiative().initiative
    review_id = st.query_params.get(keys.REVIEW)
    if review_id is not None and (
        checklists_sitting.is_open(initiative.id, review_id) or _is_under_way(store, person, initiative.id, review_id)
    ):
        checklists_sitting.draw(store, person, review_id)
        return
    checklist = _choose_checklist()
    shown = shown_of(initiative, checklist)
    if shell.in_meeting() and shown.now:
        checklists_meeting.run(shown)
        return
    st.query_params.pop(keys.MEETING, None)
    viewport.watch_page()
    checklists_left.draw(store, person, shown)
    if shown.now:
        _screen(store, person, shown)
    else:
        _first(store, person, shown)
    checklists_start.draw_past(store, person, shown)
    bulk.reviews_panel(store, person, initiative.id, checklist)


def _is_under_way(store: Store, person: Person, initiative_id: str, review_id: str) -> bool:
    """Whether the review of this initiative that the address names can be gone on with; where not, says so."""
    from collab.errors import NotFound
    from collab.journey import ReviewState
    from collab.services.reviews import review_view

    try:
        review = review_view(store, review_id, person=person).review
        if review.initiative_id != initiative_id:
            raise NotFound("This review is of another initiative.")
        found = review.state is ReviewState.UNDER_WAY
        why = "The review that the address names is finished. Open it again below to correct it."
    except NotFound:
        found, why = False, "The review that the address names is not here any more. It may have been deleted."
    if not found:
        checklists_sitting.leave()
        st.info(why)
    return found


def _choose_checklist() -> str:
    """Which of the checklists, in the address."""
    titles = {each.key: each.title for each in shell.framework().checklists}
    current = chosen("checklist", titles, param=keys.CHECKLIST, memory=keys.CHOSEN_CHECKLIST)
    if not shell.in_meeting():
        st.session_state[keys.PICK_CHECKLIST] = current
        st.segmented_control(
            "Checklist",
            list(titles),
            format_func=titles.__getitem__,
            key=keys.PICK_CHECKLIST,
            required=True,
            label_visibility="collapsed",
            on_change=_checklist_changed,
        )
    return current


def _checklist_changed() -> None:
    if st.session_state[keys.PICK_CHECKLIST] == st.query_params.get(keys.CHECKLIST):
        return
    st.query_params[keys.CHECKLIST] = st.session_state[keys.PICK_CHECKLIST]
    st.query_params.pop(keys.AS_OF, None)


def _first(store: Store, person: Person, shown: Shown) -> None:
    """No review was held yet: what one is, the button, and what the checklist asks."""
    st.info(
        "No review of this checklist was finished yet. In a review the items come up one at a time, large enough for a "
        "projector, and a number key answers each; words can be added. Together it takes about an hour."
    )
    checklists_start.draw_buttons(store, person, shown)
    checklists_items.draw_weak(shown)
    st.subheader("What it asks", anchor=False)
    checklists_items.draw_content(shown)


def _screen(store: Store, person: Person, shown: Shown) -> None:
    meeting.context_and_button(checklists_words.basis(shown.view, shown.now))
    checklists_items.draw_asked(shown, today=date.today())
    sentences = checklists_words.reading(shown.view, shown.rows)
    st.markdown("  \n".join(plain(sentence) for sentence in sentences))
    checklists_start.draw_buttons(store, person, shown)
    st.subheader("Where each phase stands", anchor=False)
    checklists_charts.draw_bars(shown, checklists_charts.phase_bars(shown), key="now")
    _moves(shown)
    checklists_items.draw_stuck(shown, today=date.today())
    _own(shown)
    checklists_items.draw_weak(shown)
    checklists_items.draw_items(shown, today=date.today())
    checklists_items.draw_figures(shown)
    with st.expander("How these figures are computed", icon=":material/calculate:"):
        st.markdown(plain(checklists_words.computed()))


def _moves(shown: Shown) -> None:
    """What reviews held together say of the way so far: phases, then items."""
    if len(shown.view.joint) < 2:
        return
    st.subheader("How it moved from review to review", anchor=False)
    checklists_charts.draw_moves(shown)
    st.subheader("Item by item", anchor=False)
    st.caption(plain(checklists_charts.legend()))
    for phase in shown.view.checklist.phases:
        st.markdown(f"**{plain(phase.label)}**")
        checklists_charts.draw_items(shown, phase)


def _own(shown: Shown) -> None:
    """Where partners reviewed on their own: the sectors side by side, then each partner."""
    if not shown.partners:
        return
    sectors = checklists_charts.sector_bars(shown)
    if sectors:
        st.subheader("District beside charter", anchor=False)
        st.caption("Each partner's latest review of its own; a sector is the mean of its partners.")
        checklists_charts.draw_bars(shown, sectors, key="sectors")
    st.subheader("Each partner on its own", anchor=False)
    bars = checklists_charts.partner_bars(shown)
    told = f" Shown are the first {MOST_PARTNERS} of {len(bars)}; the table below has all." * (
        len(bars) > MOST_PARTNERS
    )
    st.caption(f"The latest review of each, all phases together.{told}")
    checklists_charts.draw_bars(shown, bars[:MOST_PARTNERS], key="partners")
