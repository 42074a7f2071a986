"""The Compare screen: district beside charter, in dots, in words, in answers, and what to talk about first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.pairs import PAIR
from collab.model import Kind, Level
from collab.services import compare_lines, compare_words, readiness_words
from collab.services.compare_lines import lines_of
from collab.services.report_topics import Topic
from collab.ui import (
    compare_answers,
    compare_charts,
    compare_controls,
    compare_table,
    keys,
    meeting,
    report_buttons,
    shell,
    viewport,
)
from collab.ui.escape import plain
from collab.ui.readiness_controls import Filters
from collab.ui.readiness_page import chosen_round, stamp

if TYPE_CHECKING:
    from collab.services.comparison import ComparisonView
    from collab.services.readiness import ReadinessView

FIRST_FEW = 7
# Wider, dots and bars are no easier to read, and paper would have to shrink them.
WIDEST = 1120


def show() -> None:
    """The whole screen."""
    base = chosen_round()
    comparable = base is not None and compare_lines.has_both(base)
    if shell.in_meeting() and not comparable:
        _leave_meeting()
    if base is None:
        return
    if not comparable:
        _nothing_to_compare(base)
        return
    if shell.in_meeting():
        meeting.compare_meeting(comparison_of(base.round.id, Filters()))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        filters = compare_controls.choose_filters(base.choices, base.round)
    view = comparison_of(base.round.id, filters)
    both, topics = compare_lines.has_both(view), (Topic.COMPARE, Topic.FIRST)
    meeting.context_and_button(
        readiness_words.context_of(view),
        files=partial(report_buttons.draw, view.initiative, *topics, round_=view.round, filters=filters)
        if both
        else None,
    )
    others = compare_words.not_compared(
        base.choices, some_chosen=bool(filters.partner_ids), is_reported=base.round.kind is Kind.AVERAGES
    )
    if said := " ".join(line for line in (readiness_words.hidden_line(view), others) if line):
        st.caption(plain(said))
    if not both:
        st.info("This choice leaves no district partner or no charter partner. Take a filter away to compare them.")
        return
    _screen(view, filters)


def _leave_meeting() -> None:
    """A meeting view has no title and no way back of its own where it has nothing to show."""
    st.query_params.pop(keys.MEETING, None)
    st.rerun()


def _nothing_to_compare(view: ReadinessView) -> None:
    """A round that only one of the two sectors answered is no mistake: say what there is and where to go."""
    present = {partner.sector for partner in view.choices}
    missing = " and no ".join(str(sector) for sector in PAIR if sector not in present)
    st.info(
        f"This screen sets district beside charter, and no {missing} partner has answered in this round. "
        "What there is stands on Readiness. If a partner’s sector is wrong, set it on Partners."
    )
    with st.container(horizontal=True):
        st.page_link("pages/readiness.py", label="Readiness", icon=":material/grid_on:")
        st.page_link("pages/partners.py", label="Partners", icon=":material/groups:")


def comparison_of(round_id: str, filters: Filters) -> ComparisonView:
    """The two sectors of a round for these filters; the service keeps them."""
    from collab.services.comparison import comparison

    return comparison(
        shell.store(),
        round_id,
        sectors=filters.sectors,
        partner_ids=filters.partner_ids,
        pooled=filters.pooled,
    )


def _screen(view: ComparisonView, filters: Filters) -> None:
    viewport.watch_page()
    key = stamp(view, filters)
    if filters.pooled:
        st.caption("Every answer counts alike here, so large teams weigh more. Usually every partner counts alike.")
    if nothing := compare_words.nothing_compared(view):
        st.info(plain(nothing))
    with st.container(width=WIDEST, key="comparison"):
        _dots(view, key)
        if not nothing:
            compare_table.in_words(view)
        if view.sectors.measure is None:
            compare_answers.show(view, key)
        _talk_first(view, key)
        compare_table.show(view, key)
        compare_table.how_computed(view)


def _dots(view: ComparisonView, key: tuple[object, ...]) -> None:
    """Dimensions, then factors on as many charts as they need, with what the marks mean."""
    dimensions, factors = lines_of(view, Level.DIMENSION), lines_of(view, Level.FACTOR)
    if dimensions:
        st.subheader("Dimensions", anchor=False)
        compare_charts.draw_pairs(view, key, dimensions, key="dimensions")
    if factors:
        st.subheader("Factors, the widest gap first" if factors[0].gap else "Factors", anchor=False)
        size, note = compare_charts.beside([line.label for line in factors]), readiness_words.context_of(view)
        for number, part in enumerate(compare_charts.parts_of(factors, size), 1):
            compare_charts.draw_pairs(view, key, part, key=f"factors_{number}", size=size, note=note)
    st.caption(plain(compare_words.legend(view, (*dimensions, *factors))))


def _talk_first(view: ComparisonView, key: tuple[object, ...]) -> None:
    bars = compare_lines.bars_of(view, FIRST_FEW)
    if not bars:
        return
    with st.container(key="together_talk_first"):
        st.subheader("What to talk about first", anchor=False)
        compare_charts.draw_talk_first(view, key, most=FIRST_FEW)
        st.caption(plain(compare_words.of_parts(view, bars)))
