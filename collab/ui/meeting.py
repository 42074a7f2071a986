"""The meeting view: one thing at a time, large, without side bar; arrow keys, and the place in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from collab.charts import board as boards
from collab.charts.board import Board
from collab.charts.gap_bars import gap_bars
from collab.charts.heatmap import heatmap
from collab.charts.sizes import meeting_size
from collab.charts.theme import palette
from collab.charts.words import safe
from collab.model import Dimension, Level
from collab.ui import compare_charts, figures, keys, readiness_words, style, viewport, wording
from collab.ui.escape import plain

if TYPE_CHECKING:
    from collab.services.comparison import ComparisonView
    from collab.services.readiness import ReadinessView

MOST_PARTNERS = 12
MOST_LINES = 9
# Names of more letters than this take two lines, which asks for taller rows.
ONE_LINE, MOST_LONG_LINES = 34, 7
FIRST_FEW = 6
# Gap and agreement stand beside the dots and leave letters no more room than eight columns would.
COLUMNS_OF_PAIRS = 8


@dataclass(frozen=True)
class Step:
    """One screen of the sequence."""

    title: str
    draw: Callable[[], None]


def context_and_button(context: str) -> None:
    """What is on the screen, and the way into the meeting view."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(plain(context), width="content")
        st.button("Meeting view", icon=":material/present_to_all:", on_click=_go, args=(1,), key="open_meeting")


def _go(place: int) -> None:
    st.query_params[keys.MEETING] = str(place)


def _close() -> None:
    st.query_params.pop(keys.MEETING, None)


def run(steps: list[Step], context: str) -> None:
    """The step that the address names, and the way on; a place beyond the ends is the nearest end."""
    style.meeting_style()
    viewport.watch_meeting()
    asked = st.query_params.get(keys.MEETING, "")
    place = min(max(int(asked) if asked.isdecimal() else 1, 1), len(steps))
    step = steps[place - 1]
    st.header(plain(step.title), anchor=False)
    step.draw()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="controls"):
        st.button("Back", shortcut="Left", disabled=place == 1, on_click=_go, args=(place - 1,), key="meeting_back")
        st.markdown(f"{place} of {len(steps)} · {plain(context)}", width="content")
        with st.container(horizontal=True, width="content"):
            st.button("Close", shortcut="Esc", on_click=_close, key="meeting_close")
            st.button(
                "Next",
                shortcut="Right",
                type="primary",
                disabled=place == len(steps),
                on_click=_go,
                args=(place + 1,),
                key="meeting_next",
            )


def readiness_meeting(view: ReadinessView) -> None:
    """Dimensions by sector, each dimension, gaps, what to talk about first."""
    from collab.ui.compare_page import comparison_of
    from collab.ui.readiness_controls import Filters

    stamp = _stamp(view)
    steps = [Step("Readiness by sector", lambda: _dimensions(view, stamp))]
    steps += [_one_dimension(view, stamp, dimension) for dimension in _scored(view)]
    if compare_charts.has_both(view):
        compared = comparison_of(view.round.id, Filters())
        steps += [_gaps(compared, stamp), *_first(compared, stamp)]
    run(steps, readiness_words.short_context(view))


def compare_meeting(view: ComparisonView) -> None:
    """Dimensions, each dimension's factors, the widest gaps, agreement, what to talk about first."""
    stamp = _stamp(view)
    steps = [Step("District and charter by dimension", lambda: _pairs(view, stamp, Level.DIMENSION, None))]
    steps += [_factors(view, stamp, dimension) for dimension in _scored(view)]
    steps.append(_gaps(view, stamp))
    if view.sectors.measure is None:
        steps.append(Step("Where sectors agree least among themselves", lambda: _agreement(view, stamp)))
    run([*steps, *_first(view, stamp)], readiness_words.short_context(view))


def _scored(view: ReadinessView | ComparisonView) -> list[Dimension]:
    return [dimension for dimension in view.instrument.dimensions if dimension.scored]


def _stamp(view: ReadinessView | ComparisonView) -> tuple[object, ...]:
    return ("meeting", view.round.id, view.round.data_version, view.round.version, view.initiative.version)


def _dimensions(view: ReadinessView, stamp: tuple[object, ...]) -> None:
    rows = boards.dimensions_only(boards.rows(view.partners, view.instrument))
    columns = boards.sector_columns(view.sectors, wording.sector_labels())
    _heatmap(view, stamp, _board(view, columns, rows), key="dimensions")


def _one_dimension(view: ReadinessView, stamp: tuple[object, ...], dimension: Dimension) -> Step:
    def draw() -> None:
        rows = boards.rows(view.partners, view.instrument, dimension=dimension.key)
        _heatmap(view, stamp, _board(view, _columns(view, len(rows)), rows), key=f"dimension_{dimension.key}")

    return Step(dimension.label, draw)


def _columns(view: ReadinessView, rows: int) -> tuple[boards.Column, ...]:
    """At most twelve partners, with their sectors' means where there is room; else sectors only."""
    labels = wording.sector_labels()
    if len(view.partners.units) > MOST_PARTNERS or rows > MOST_LINES:
        return boards.sector_columns(view.sectors, labels)
    every = boards.columns(view.partners, view.sectors, labels=labels, responses={})
    partners = tuple(column for column in every if column.is_partner or column.sector is None)
    return every if len(every) <= MOST_PARTNERS else partners


def _board(view: ReadinessView, columns: tuple[boards.Column, ...], rows: tuple[boards.Row, ...]) -> Board:
    show = readiness_words.main_show(view.sectors)
    return boards.board(view.partners, view.sectors, show=show, columns=columns, rows=rows, k=view.round.k)


def _heatmap(view: ReadinessView, stamp: tuple[object, ...], board: Board, *, key: str) -> None:
    dark, names = figures.is_dark(), wording.sector_labels()
    size = meeting_size(viewport.meeting_room(), len(board.rows), columns=len(board.columns))
    note = safe(readiness_words.short_scale_line(view, board))
    figure = figures.kept(
        ("heatmap", key, *stamp, size, dark),
        lambda: heatmap(
            board,
            gaps=gap_bars(view.gaps, view.sectors),
            sector_names=names,
            colours=palette(dark=dark),
            size=size,
            note=note,
        ),
    )
    figures.draw(
        figure,
        key=f"meeting_{key}",
        least_width=compare_charts.LEAST_IN_MEETING,
        alt=readiness_words.alt_of(view, board),
        file_name=f"readiness {key} {view.initiative.name} {view.round.label}",
    )


def _pairs(
    view: ComparisonView, stamp: tuple[object, ...], level: Level, dimension: str | None, most: int = 14
) -> None:
    lines = compare_charts.lines_of(view, level, dimension)[:most]
    size = meeting_size(viewport.meeting_room(), len(lines), columns=COLUMNS_OF_PAIRS)
    compare_charts.draw_pairs(view, (*stamp, dimension, most), lines, key=f"meeting_{level}", size=size)


def _factors(view: ComparisonView, stamp: tuple[object, ...], dimension: Dimension) -> Step:
    title = f"District and charter: {dimension.label}"
    return Step(title, lambda: _pairs(view, stamp, Level.FACTOR, dimension.key))


def _gaps(view: ComparisonView, stamp: tuple[object, ...]) -> Step:
    long = any(len(line.label) > ONE_LINE for line in compare_charts.lines_of(view, Level.FACTOR))
    most = MOST_LONG_LINES if long else MOST_LINES
    return Step("Where the sectors differ most", lambda: _pairs(view, stamp, Level.FACTOR, None, most))


def _agreement(view: ComparisonView, stamp: tuple[object, ...]) -> None:
    lines = compare_charts.lines_of(view, Level.FACTOR)
    least = sorted(lines, key=lambda line: min((v for v in line.agreement if v == v), default=1.0))[:MOST_LINES]
    compare_charts.draw_agreement(view, stamp, tuple(least), size=meeting_size(viewport.meeting_room(), len(least)))


def _first(view: ComparisonView, stamp: tuple[object, ...]) -> list[Step]:
    if not view.priorities:
        return []
    return [
        Step(
            "What to talk about first",
            lambda: compare_charts.draw_talk_first(
                view,
                stamp,
                most=FIRST_FEW,
                size=meeting_size(viewport.meeting_room(), FIRST_FEW),
                key="meeting_talk_first",
            ),
        )
    ]
