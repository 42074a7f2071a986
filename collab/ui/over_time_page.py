"""The Over time screen: two rounds chosen, the changes in words, slopes by sector, factors, partners, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.sizes import SCREEN
from collab.model import Kind, Level, Measure, Round
from collab.ui import (
    keys,
    meeting,
    over_time_charts,
    over_time_controls,
    over_time_meeting,
    over_time_table,
    over_time_words,
    printed,
    shell,
    viewport,
    wording,
)
from collab.ui.escape import plain
from collab.ui.over_time_charts import lines_of
from collab.ui.picking import choose_initiative
from collab.ui.readiness_controls import Filters

if TYPE_CHECKING:
    from pandas import DataFrame

    from collab.services.over_time import Offered, OverTimeView, Series

FEW_PARTNERS = 12
LONG_NAME = 36


def show() -> None:
    """The whole screen."""
    from collab.services.over_time import offered

    found = offered(shell.store(), choose_initiative().initiative.id)
    series = found.series_with(st.query_params.get(keys.TO))
    if series is None or len(series.rounds) < 2:
        _not_yet(found, series)
        return
    if shell.in_meeting():
        view = view_of(*over_time_controls.choose_rounds(found, series), Filters())
        over_time_meeting.run(view, stamp_of(view, Filters()))
        return
    _chosen(found, series)


def _chosen(found: Offered, series: Series) -> None:
    viewport.watch_page()
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        first, last = over_time_controls.choose_rounds(found, series)
        whole = view_of(first, last, Filters())
        filters = over_time_controls.choose_who(whole.choices)
    view = whole if filters == Filters() else view_of(first, last, filters)
    if not view.partners.units:
        st.info("No partner fits these filters. Take one away.")
        return
    _screen(view, stamp_of(view, filters))
    _left_out(found, series)


def view_of(first: Round, last: Round, filters: Filters) -> OverTimeView:
    """What changed between two rounds for these filters; the service keeps it."""
    from collab.services.over_time import over_time

    return over_time(shell.store(), first.id, last.id, sectors=filters.sectors, partner_ids=filters.partner_ids)


def stamp_of(view: OverTimeView, filters: Filters) -> tuple[object, ...]:
    """What every kept thing of this view depends on, as scalars."""
    versions = tuple((each.id, each.data_version, each.version) for each in view.rounds)
    return (*versions, view.initiative.version, filters.sectors, filters.partner_ids)


def _screen(view: OverTimeView, stamp: tuple[object, ...]) -> None:
    meeting.context_and_button(over_time_words.context(view))
    sentences = [*over_time_words.reading(view), over_time_words.chance(view)]
    st.markdown("  \n".join(plain(sentence) for sentence in sentences if sentence))
    st.caption(plain(over_time_words.basis(view)))
    for caution in over_time_words.cautions(view):
        st.info(plain(caution), icon=":material/info:")
    st.subheader("Dimensions by sector", anchor=False)
    over_time_charts.draw_slopes(view, stamp, level=Level.DIMENSION)
    if viewport.is_narrow():
        told = ["Swipe the chart sideways for more sectors", *over_time_charts.slope_note(view, SCREEN)]
        st.caption(plain(" · ".join(told)))
    _factors(view, stamp)
    _partners(view)
    over_time_table.show(view, stamp)
    over_time_table.how_computed(view)


def _factors(view: OverTimeView, stamp: tuple[object, ...]) -> None:
    with st.container(key="together_factors"):
        st.subheader("Factors, what rose most first", anchor=False)
        dimension = over_time_controls.choose_dimension(view.instrument)
        lines = lines_of(view, Level.FACTOR, dimension)
        over_time_charts.draw_rows(view, stamp, lines, key="factors", note=over_time_words.context(view))
        st.caption(_legend(view))
    if dimension is None:
        through = f"through all {len(view.rounds)} rounds and " if len(view.rounds) > 2 else ""
        st.caption(f"Choose a dimension above to see its factors {through}sector by sector.")
    else:
        st.subheader(plain(f"{view.instrument.dimension(dimension).label}, sector by sector"), anchor=False)
        over_time_charts.draw_slopes(view, stamp, level=Level.FACTOR, dimension=dimension)


def _legend(view: OverTimeView) -> str:
    shares = view.sectors.measure is Measure.SHARE
    unit = "10 percentage points" if shares else "a sixth of the scale"
    marks = "" if shares else " ▲ strength, ▼ concern (adapted from the Wilder bands)."
    return (
        f"All partners in both rounds. Teal ↗ rose, brown ↘ fell; strong line and bold number: by at least {unit}."
        f"{marks}"
    )


def _partners(view: OverTimeView) -> None:
    st.subheader("Partners in both rounds, and only in one", anchor=False)
    st.markdown("  \n".join(plain(sentence) for sentence in over_time_words.attendance(view)))
    table = over_time_table.attendance_table(view)
    printed.show(
        table,
        key="attendance",
        formats={str(name): "%+.1f" for name, kind in table.dtypes.items() if kind.kind == "f"},
        column_config={"Partner": st.column_config.TextColumn(width=_width_of_names(table), pinned=True)},
        height="content" if len(table) <= FEW_PARTNERS else 460,
        placeholder="",
        alt="Each partner in both rounds and the change of its dimensions",
    )
    st.caption(_below_partners(view))


def _width_of_names(table: DataFrame) -> int | None:
    """Long names give way, so that changes stand beside them on the screen; None: as wide as the names are."""
    if viewport.is_narrow():
        return 150
    return 260 if table["Partner"].str.len().max() > LONG_NAME else None


def _below_partners(view: OverTimeView) -> str:
    unit = "percentage points" if view.partners.measure is Measure.SHARE else "points of the scale"
    sheets = " Under each round its answer sheets." if Kind.RESPONSES in {each.kind for each in view.rounds} else ""
    return f"Change of each dimension in {unit}; empty where a round hides it or has no answer.{sheets}"


def _not_yet(found: Offered, series: Series | None) -> None:
    """Fewer than two rounds that can be compared: what there is, and what to do."""
    st.query_params.pop(keys.MEETING, None)
    if series is None:
        told = "No round of this initiative has figures to show yet. Drop a spreadsheet, or enter answers."
    elif len(found.series) > 1:
        told = (
            "No two rounds of this initiative asked the same questions, so nothing can be compared yet. A second round "
            "on the questions of one of them shows here what has changed."
        )
    else:
        told = (
            f"“{series.rounds[0].label}” is the only round with figures so far. A second round on the same questions "
            "shows here what has changed."
        )
    st.info(plain(told))
    _left_out(found, series)
    with st.container(horizontal=True):
        st.page_link("pages/spreadsheets.py", label="Spreadsheets", icon=":material/table_view:")
        st.page_link("pages/enter_answers.py", label="Enter answers", icon=":material/edit_note:")
        st.page_link("pages/readiness.py", label="Readiness", icon=":material/grid_on:")


def _left_out(found: Offered, series: Series | None) -> None:
    """Which rounds are not in this comparison, and why."""
    told = []
    for rounds, why in (
        (found.open_rounds, "still open: its figures stay out until it is revealed"),
        (found.empty_rounds, "without answers so far"),
    ):
        told += [f"“{round_.label}” is {why}." for round_ in rounds]
    for other in found.series:
        if series is not None and other.instrument.key != series.instrument.key:
            names = wording.listed(tuple(f"“{round_.label}”" for round_ in other.rounds))
            told.append(
                f"{names} asked other questions ({other.instrument.title}) than “{series.rounds[-1].label}” "
                f"({series.instrument.title}). Answers to different questions are not compared."
            )
    if told:
        st.caption("  \n".join(plain(sentence) for sentence in told))
