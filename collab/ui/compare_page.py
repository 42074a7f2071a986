"""The Compare screen: district beside charter, in dots, in words, in answers, and what to talk about first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.pairs import PAIR
from collab.model import Kind, Level, Measure
from collab.ui import (
    compare_charts,
    compare_table,
    keys,
    meeting,
    readiness_controls,
    readiness_words,
    shell,
    viewport,
)
from collab.ui.compare_charts import lines_of
from collab.ui.readiness_controls import Filters
from collab.ui.readiness_page import chosen_round, stamp

if TYPE_CHECKING:
    from collab.services.comparison import ComparisonView
    from collab.services.readiness import ReadinessView

FIRST_FEW = 7


def show() -> None:
    """The whole screen."""
    base = chosen_round()
    if base is None:
        return
    if not compare_charts.has_both(base):
        _nothing_to_compare(base)
        return
    if shell.in_meeting():
        meeting.compare_meeting(comparison_of(base.round.id, Filters()))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        filters = readiness_controls.choose_filters(base.choices, base.round)
    view = comparison_of(base.round.id, filters)
    meeting.context_and_button(readiness_words.context_of(view))
    if not compare_charts.has_both(view):
        st.info("This choice leaves no district partner or no charter partner. Take a filter away to compare them.")
        return
    _screen(view, filters)


def _nothing_to_compare(view: ReadinessView) -> None:
    """A round that only one of the two sectors answered is no mistake: say what there is and where to go."""
    st.query_params.pop(keys.MEETING, None)
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
    st.subheader("Dimensions", anchor=False)
    compare_charts.draw_pairs(view, key, lines_of(view, Level.DIMENSION), key="dimensions")
    st.subheader("Factors, the widest gap first", anchor=False)
    note = readiness_words.context_of(view)
    compare_charts.draw_pairs(view, key, lines_of(view, Level.FACTOR), key="factors", note=note)
    _legend(view)
    compare_table.in_words(view)
    if view.sectors.measure is None:
        _answers(view, key)
    _talk_first(view, key)
    compare_table.show(view, key)
    compare_table.how_computed(view)


def _legend(view: ComparisonView) -> None:
    unit = "10 percentage points" if view.sectors.measure is Measure.SHARE else "a sixth of the scale"
    agreement = (
        " Agreement runs from -1 (split in two) over 0 (spread evenly) to +1 (all alike)."
        if view.round.kind is not Kind.AVERAGES
        else ""
    )
    st.caption(f"Bold line and number: the gap is at least {unit}, in the higher sector’s colour.{agreement}")


def _answers(view: ComparisonView, key: tuple[object, ...]) -> None:
    st.subheader("How the answers spread", anchor=False)
    labels = {dimension.key: dimension.label for dimension in view.instrument.dimensions if dimension.scored}
    widest = lines_of(view, Level.FACTOR)[0].target.dimension
    options = list(labels)
    dimension = st.selectbox(
        "Dimension",
        options,
        index=options.index(widest) if widest in options else 0,
        format_func=labels.__getitem__,
        key=keys.DIMENSION,
        width=340,
    )
    compare_charts.draw_spreads(view, key, dimension)
    st.caption("Reversed factors are turned round, so that agreement always speaks for readiness.")


def _talk_first(view: ComparisonView, key: tuple[object, ...]) -> None:
    if not view.priorities:
        return
    st.subheader("What to talk about first", anchor=False)
    compare_charts.draw_talk_first(view, key, most=FIRST_FEW)
    st.caption(
        "Mean of three parts from 0 to 1: how low the score is, how far the sectors are apart, how split answers are."
    )
