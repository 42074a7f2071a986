"""The Conclusions screen: each dimension's ratings, beside them what was concluded, and the next steps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Round, RoundState
from collab.services import conclusions_words
from collab.services.report_topics import Topic
from collab.ui import (
    address,
    conclusions_edit,
    conclusions_meeting,
    conclusions_ratings,
    conclusions_steps,
    keys,
    readiness_open,
    report_buttons,
    shell,
    viewport,
)
from collab.ui.escape import plain
from collab.ui.picking import choose_initiative, choose_round

if TYPE_CHECKING:
    from collab.scoring import Priority
    from collab.services.conclusions import ConclusionsView, DimensionConclusion
    from collab.services.readiness import ReadinessView

ALL = "all"
DISCUSS, AS_ASKED = "discuss", "asked"
ORDERS = {DISCUSS: "To discuss first", AS_ASKED: "As in the questions"}
HALVES = (3, 2)


def show() -> None:
    """The whole screen."""
    from collab.services.conclusions import conclusions_of

    round_ = choose_round(choose_initiative())
    if round_.state is RoundState.OPEN:
        _leave_meeting()
        st.info("Partners conclude on what all have seen: reveal this round first.", icon=":material/visibility_off:")
        readiness_open.show(round_)
        return
    view = conclusions_of(shell.store(), round_.id)
    if not view.dimensions:
        _leave_meeting()
        st.info("The questions of this round belong to no dimension, so there is none to conclude on.")
        return
    ratings = _ratings(round_)
    if shell.in_meeting():
        conclusions_meeting.run(view, ratings, _ordered(view, _priorities(round_), _order()))
        return
    _screen(view, ratings)


def _leave_meeting() -> None:
    st.query_params.pop(keys.MEETING, None)


def _ratings(round_: Round) -> ReadinessView:
    from collab.services.readiness import readiness

    return readiness(shell.store(), round_.id)


def _priorities(round_: Round) -> tuple[Priority, ...]:
    from collab.services.conclusions import to_discuss

    return to_discuss(shell.store(), round_.id)


def _order() -> str:
    asked = st.query_params.get(keys.ORDER, DISCUSS)
    return asked if asked in ORDERS else DISCUSS


def _ordered(
    view: ConclusionsView, priorities: tuple[Priority, ...], order: str
) -> tuple[tuple[DimensionConclusion, Priority | None], ...]:
    """The dimensions in the order of discussion, or as they were asked; those without figures last."""
    ranks = {each.key: each for each in priorities}
    if order == AS_ASKED:
        return tuple((row, ranks.get(row.dimension.key)) for row in view.dimensions)
    places = {each.key: place for place, each in enumerate(priorities)}
    rows = sorted(view.dimensions, key=lambda row: places.get(row.dimension.key, len(places)))
    return tuple((row, ranks.get(row.dimension.key)) for row in rows)


def _screen(view: ConclusionsView, ratings: ReadinessView) -> None:
    viewport.watch_page()
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        order = address.select("Order", ORDERS, param=keys.ORDER, widget=keys.PICK_ORDER, default=DISCUSS, width=220)
        rows = _ordered(view, _priorities(view.round), order)
        names = {ALL: "All dimensions", **{row.dimension.key: row.dimension.label for row, _ in rows}}
        chosen = address.select(
            "Dimension", names, param=keys.DIMENSION, widget=keys.PICK_DIMENSION, default=ALL, width=360
        )
    _context_and_button(view, [row.dimension.key for row, _ in rows], chosen)
    st.markdown("  \n".join(plain(line) for line in _reading(view)))
    if not conclusions_ratings.has_figures(ratings):
        st.caption("This round holds no answers, so no ratings stand beside the conclusions.")
    for row, priority in rows:
        if chosen in (ALL, row.dimension.key):
            _dimension(view, ratings, row, priority, is_open=chosen != ALL)
    if conclusions_ratings.has_figures(ratings):
        conclusions_ratings.show_table(ratings, None if chosen == ALL else chosen)
    if chosen == ALL:
        st.subheader("All open next steps of this initiative", anchor=False)
        conclusions_steps.of_initiative(view)


def _reading(view: ConclusionsView) -> list[str]:
    """How far partners are and what they concluded; where they have not begun, how to."""
    first, *others = [conclusions_words.settled(view), *conclusions_words.reading(view, date.today())]
    if not view.settled:
        begin = "Write on the first one below, or go through all of them in the meeting view."
        return [f"{first} {begin}", *others]
    return [" ".join([first, *others[:1]]), *others[1:]]


def _context_and_button(view: ConclusionsView, order: list[str], chosen: str) -> None:
    """What is on the screen, and the way into the meeting view, which begins with the dimension that is open."""
    place = order.index(chosen) + 1 if chosen in order else 1
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(plain(conclusions_words.context(view)), width="content")
        with st.container(horizontal=True, width="content", key="controls_meeting"):
            report_buttons.draw(view.initiative, Topic.CONCLUSIONS, round_=view.round)
            st.button(
                "Meeting view", icon=":material/present_to_all:", on_click=_meet, args=(place,), key="open_meeting"
            )


def _meet(place: int) -> None:
    st.query_params[keys.MEETING] = str(place)


def _dimension(
    view: ConclusionsView,
    ratings: ReadinessView,
    row: DimensionConclusion,
    priority: Priority | None,
    *,
    is_open: bool,
) -> None:
    """One dimension: to be read among the others, or open to be written."""
    place = [each.dimension.key for each in view.dimensions].index(row.dimension.key)
    with st.container(border=True, key=f"together_conclusion_{place}"):
        _head(view, ratings, row, is_open=is_open)
        left, right = st.columns(HALVES, gap="medium")
        with left:
            _ratings_of(ratings, row, priority, in_words=is_open)
        with right:
            st.markdown("**Concluded together**")
            if is_open:
                conclusions_edit.edit_joint(view, row)
            else:
                conclusions_edit.show_joint(view, row)
        if is_open:
            st.subheader("Next steps", anchor=False)
            conclusions_steps.worked_on(view, row)
            conclusions_edit.own(view, row)
        elif row.next_steps:
            st.markdown("**Next steps**")
            conclusions_steps.listed(view, row)


def _head(view: ConclusionsView, ratings: ReadinessView, row: DimensionConclusion, *, is_open: bool) -> None:
    """The name of the dimension, the way to write and the way back to its cell of the heatmap."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(plain(row.dimension.label), anchor=False, width="content")
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            _way_back(view, ratings, row)
            if is_open:
                st.button("All dimensions", icon=":material/list:", on_click=_open, args=(ALL,), key="open_all")
            else:
                place = [each.dimension.key for each in view.dimensions].index(row.dimension.key)
                st.button(
                    "Write" if not row.joint.reading else "Change",
                    icon=":material/edit:",
                    key=f"open_{place}",
                    on_click=_open,
                    args=(row.dimension.key,),
                    help=plain(f"Conclude on {row.dimension.label}, with next steps"),
                )


def _open(dimension: str) -> None:
    st.query_params.pop(keys.EDIT, None)
    if dimension == ALL:
        st.query_params.pop(keys.DIMENSION, None)
    else:
        st.query_params[keys.DIMENSION] = dimension


def _way_back(view: ConclusionsView, ratings: ReadinessView, row: DimensionConclusion) -> None:
    target = conclusions_words.target_of(ratings, row.dimension.key)
    if target is None or not conclusions_ratings.has_figures(ratings):
        return
    st.page_link(
        "pages/readiness.py",
        label="On the heatmap",
        icon=":material/grid_on:",
        query_params={
            keys.INITIATIVE: view.initiative.id,
            keys.ROUND: view.round.id,
            keys.CELL: _cell(view, row.dimension.key),
        },
    )


def _cell(view: ConclusionsView, dimension: str) -> str:
    """The cell that the person came from, where it is one of this dimension; else the dimension's of all partners."""
    came_from = st.query_params.get(keys.CELL, "")
    _, _, rest = came_from.partition("|")
    level, _, key = rest.partition("|")
    factors = {factor.key for factor in view.instrument.dimension(dimension).factors}
    if (level == "factor" and key in factors) or (level == "dimension" and key == dimension):
        return came_from
    return f"{ALL}|dimension|{dimension}"


def _ratings_of(ratings: ReadinessView, row: DimensionConclusion, priority: Priority | None, *, in_words: bool) -> None:
    if not conclusions_ratings.has_figures(ratings):
        st.caption("No ratings in this round.")
        return
    conclusions_ratings.draw(ratings, row.dimension.key)
    if in_words:
        conclusions_ratings.in_words(ratings, row.dimension.key)
        if said := conclusions_words.why_here(priority):
            st.caption(plain(said))
