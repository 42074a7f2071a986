"""The Readiness screen: what is chosen, the figures in words, the heatmap or matrix, the table, one cell in detail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from collab.charts import board as boards
from collab.charts.board import Board, Show
from collab.charts.gap_bars import gap_bars
from collab.charts.geometry import lay_out
from collab.charts.heatmap import heatmap
from collab.charts.sizes import PHONE, SCREEN
from collab.charts.theme import palette
from collab.charts.words import safe
from collab.framework import DEFAULT_INSTRUMENT
from collab.model import Round, RoundState
from collab.services import readiness_words
from collab.services.report_topics import Topic
from collab.ui import (
    figures,
    meeting,
    readiness_cell,
    readiness_controls,
    readiness_open,
    readiness_table,
    report_buttons,
    shell,
    viewport,
    wording,
)
from collab.ui.escape import plain
from collab.ui.picking import choose_initiative, choose_round
from collab.ui.readiness_controls import EVERYTHING, SUMMARY, Filters
from collab.ui.style import only_below

if TYPE_CHECKING:
    from collab.services.comparison import ComparisonView
    from collab.services.readiness import ReadinessView

MANY_PARTNERS = 24
TITLE = "How did they answer?"


def chosen_round() -> ReadinessView | None:
    """The round that the person chose, unfiltered; None where it has no figures to show, which the screen then says."""
    return _figures_of(choose_round(choose_initiative()))


def _figures_of(round_: Round) -> ReadinessView | None:
    if round_.state is RoundState.OPEN:
        readiness_open.show(round_)
        return None
    base = view_of(round_.id, Filters())
    if not base.choices:
        readiness_open.nobody_yet(round_, "This round holds no answers yet.")
        return None
    return base


def show() -> None:
    """The whole screen."""
    base = _figures_of(_titled_round())
    if base is None:
        return
    if shell.in_meeting():
        readiness_cell.forget()
        meeting.readiness_meeting(base)
        return
    _screen(base)


def _titled_round() -> Round:
    """The round that the person chose, under the title that fits its questions."""
    from collab.services.rounds import instrument_of

    place = st.container()

    def title(instrument: str = DEFAULT_INSTRUMENT) -> None:
        if not shell.in_meeting():
            place.title(shell.framework().headings.get(instrument, TITLE))

    round_ = choose_round(choose_initiative(before_stop=title), before_stop=title)
    title(instrument_of(shell.store(), round_.id).key)
    return round_


def view_of(round_id: str, filters: Filters) -> ReadinessView:
    """The figures of a round for these filters; the service keeps them."""
    from collab.services.readiness import readiness

    return readiness(
        shell.store(),
        round_id,
        sectors=filters.sectors,
        partner_ids=filters.partner_ids,
        pooled=filters.pooled,
    )


def _screen(base: ReadinessView) -> None:
    viewport.watch_page()
    many = len(base.choices) > MANY_PARTNERS
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        show = readiness_controls.choose_show(boards.shows(base.partners))
        rows = readiness_controls.choose_rows(base.instrument, many=many)
        filters = readiness_controls.choose_filters(base.choices, base.round)
    view = base if filters == Filters() else view_of(base.round.id, filters)
    if not view.partners.units:
        readiness_cell.forget()
        st.info("No partner fits these filters. Take one away.")
        return
    topics = (Topic.READINESS, Topic.FIRST)
    meeting.context_and_button(
        readiness_words.context_line(view),
        about=rows,
        files=lambda: report_buttons.draw(view.initiative, *topics, round_=view.round, filters=filters),
    )
    if filters.pooled:
        st.caption("Every answer counts alike here, so large teams weigh more. Usually every partner counts alike.")
    st.markdown("  \n".join(plain(sentence) for sentence in readiness_words.reading(view)))
    chart = Chart(view, filters, show, rows)
    board = chart.board()
    chart.draw()
    readiness_cell.choose_cell(board)
    readiness_table.show(view, filters)
    readiness_table.how_computed(view)
    readiness_cell.open_chosen(view, board)


@dataclass(frozen=True)
class Chart:
    """The heatmap, or the matrix where there are many partners."""

    view: ReadinessView
    filters: Filters
    show: Show
    rows: str

    def board(self) -> Board:
        """The cells to draw, kept for this version of the round."""
        return _board(stamp(self.view, self.filters), self.show, self.rows, self.view)

    def draw(self) -> None:
        """The chart with its text alternative."""
        board = self.board()
        if len(self.view.partners.units) > MANY_PARTNERS:
            from collab.ui.readiness_matrix import show_matrix

            caption = f"{self.view.instrument.title}: figures of {len(self.view.partners.units)} partners"
            key = (*stamp(self.view, self.filters), self.show, self.rows)
            show_matrix(board, key=key, dark=figures.is_dark(), caption=caption, opened=readiness_cell.open_at)
            st.caption(plain(self._notes(board)[1]))
            return
        self._heatmap(board)

    def _heatmap(self, board: Board) -> None:
        names, dark = wording.sector_labels(), figures.is_dark()
        with_gaps = self.show is readiness_words.main_show(self.view.sectors)
        gaps = gap_bars(self.view.gaps, self.view.sectors) if with_gaps else {}
        narrow = viewport.is_narrow()
        size = PHONE if narrow else SCREEN
        note = "" if narrow else "<br>".join(safe(line) for line in self._notes(board))
        key = ("heatmap", *stamp(self.view, self.filters), self.show, self.rows, size, dark, note)
        figure = figures.kept(
            key,
            lambda: heatmap(board, gaps=gaps, sector_names=names, colours=palette(dark=dark), size=size, note=note),
        )
        places = lay_out(board, size, sector_names=names, with_gap=bool(gaps))
        if not narrow:
            with st.container(key="below_heatmap"):
                only_below("heatmap", places.width)
                st.caption("Scroll the chart sideways for its last columns.")
        figures.draw(
            figure,
            key="heatmap",
            alt=f"{readiness_words.alt_of(self.view, board)} The table below holds every figure.",
            file_name=f"readiness {self.view.initiative.name} {self.view.round.label} {self.show}",
            least_width=places.width,
            on_select=readiness_cell.open_clicked,
        )
        if narrow:
            st.caption(plain(" · ".join(["Swipe the chart sideways for more columns", *self._notes(board)[1:]])))
        _in_full(places.cut)

    def _notes(self, board: Board) -> list[str]:
        """The lines under the chart: what it shows, what its numbers and its marks mean."""
        marks = [readiness_words.scale_line(self.view, self.show), self._missing(board)]
        return [readiness_words.context_line(self.view), " · ".join(mark for mark in marks if mark)]

    def _missing(self, board: Board) -> str:
        return readiness_words.missing_line(board, self.view.round.k)


def _in_full(cut: tuple[str, ...]) -> None:
    """The names that the chart had no room for."""
    if not cut:
        return
    with st.expander("Names in full", icon=":material/short_text:"):
        st.markdown("\n".join(f"- {plain(name)}" for name in cut))


def stamp(view: ReadinessView | ComparisonView, filters: Filters) -> tuple[object, ...]:
    """What every kept thing of this view depends on, as scalars."""
    return (
        view.round.id,
        view.round.data_version,
        view.round.version,
        view.initiative.version,
        view.instrument.version,
        filters.sectors,
        filters.partner_ids,
        filters.pooled,
    )


@st.cache_resource(max_entries=128, show_spinner=False)
def _board(key: tuple[object, ...], show: Show, rows: str, _view: ReadinessView) -> Board:
    columns = boards.columns(_view.partners, _view.sectors, labels=wording.sector_labels(), responses=_view.responses)
    dimension = rows if rows not in (EVERYTHING, SUMMARY) else None
    chosen = boards.rows(_view.partners, _view.instrument, dimension=dimension)
    if rows == SUMMARY:
        chosen = boards.summed_up(chosen)
    return boards.board(_view.partners, _view.sectors, show=show, columns=columns, rows=chosen, k=_view.round.k)
