"""The meeting view: one thing at a time, large, without side bar; arrow keys, and the place in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.charts import board as boards
from collab.charts.board import Board
from collab.charts.gap_bars import gap_bars
from collab.charts.geometry import lay_out
from collab.charts.heatmap import heatmap
from collab.charts.pairs import Pair
from collab.charts.slides import BARS, FULL, cells, dots, first_slide, meeting_size, slides
from collab.charts.theme import palette
from collab.charts.words import safe
from collab.model import Dimension, Level
from collab.services import compare_lines, readiness_words
from collab.ui import compare_charts, figures, keys, style, viewport, wording
from collab.ui.counted_place import within
from collab.ui.escape import plain

if TYPE_CHECKING:
    from collab.services.comparison import ComparisonView
    from collab.services.readiness import ReadinessView

MOST_PARTNERS = 12
MOST_LINES = 9
FIRST_FEW = 6
TURNS = "meeting_turns"


@dataclass(frozen=True)
class Step:
    """One screen of the sequence. about: the dimension that it shows, "" where it shows several or none."""

    title: str
    draw: Callable[[], None]
    about: str = ""


def context_and_button(context: str, *, about: str = "", files: Callable[[], None] | None = None) -> None:
    """What is on the screen, and the way into the meeting view, beside it files for the meeting.

    about: the dimension that it begins with.
    """
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(plain(context), width="content")
        with st.container(horizontal=True, width="content", key="controls_meeting"):
            if files:
                files()
            st.button(
                "Meeting view", icon=":material/present_to_all:", on_click=_go, args=(about or 1,), key="open_meeting"
            )


def _go(place: int | str) -> None:
    st.query_params[keys.MEETING] = str(place)


def _listen(place: int, count: int) -> None:
    """Let the browser count presses of Back, Next and the arrow keys, which may come faster than pages are drawn."""

    def turn() -> None:
        asked = st.session_state[TURNS].get("turn")
        if asked:
            _go(within(str(asked["to"]), count))

    _turns()(key=TURNS, data={"place": place, "count": count}, on_turn_change=turn)


@cache
def _turns() -> Any:
    script = Path(__file__).with_name("meeting_turns.js").read_text(encoding="utf-8")
    return st.components.v2.component("meeting_turns", html="<span hidden></span>", js=script)


def _place(steps: list[Step]) -> int:
    """The place that the address names, by number or by dimension; the address then has the number."""
    asked, abouts = st.query_params.get(keys.MEETING, ""), [step.about for step in steps]
    if asked and asked in abouts:
        _go(abouts.index(asked) + 1)
        return abouts.index(asked) + 1
    return within(asked, len(steps))


def _close() -> None:
    st.query_params.pop(keys.MEETING, None)


def run(steps: list[Step], context: str) -> None:
    """The step that the address names, and the way on; a place beyond the ends is the nearest end."""
    style.meeting_style()
    viewport.watch_meeting()
    count = len(steps)
    place = _place(steps)
    _listen(place, count)
    step = steps[place - 1]
    st.header(plain(step.title), anchor=False)
    step.draw()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="controls"):
        st.button("Back", shortcut="Left", disabled=place == 1, on_click=_go, args=(place - 1,), key="meeting_back")
        st.markdown(f"{place} of {count} · {plain(context)}", width="content")
        with st.container(horizontal=True, width="content"):
            st.button("Close", shortcut="Esc", on_click=_close, key="meeting_close")
            st.button(
                "Next",
                shortcut="Right",
                type="primary",
                disabled=place == count,
                on_click=_go,
                args=(place + 1,),
                key="meeting_next",
            )


def readiness_meeting(view: ReadinessView) -> None:
    """Dimensions by sector, each dimension, other questions, gaps, what to talk about first, names in full."""
    from collab.ui.compare_page import comparison_of
    from collab.ui.readiness_controls import Filters

    stamp = _stamp(view)
    steps = _dimensions(view, stamp)
    steps += [step for group in view.instrument.dimensions for step in _one_group(view, stamp, group)]
    if compare_lines.has_both(view):
        compared = comparison_of(view.round.id, Filters())
        steps += [_gaps(compared, stamp), *_first(compared, stamp)]
    run([*steps, *_names_in_full(view)], readiness_words.short_context(view))


def compare_meeting(view: ComparisonView) -> None:
    """Dimensions, the questions of each and those of none, the widest gaps, agreement, what to talk about first."""
    stamp = _stamp(view)
    steps = _pairs(view, stamp, "District and charter by dimension", Level.DIMENSION, None)
    for group in view.instrument.dimensions:
        steps += _pairs(view, stamp, f"District and charter: {group.label}", Level.FACTOR, group.key)
    steps.append(_gaps(view, stamp))
    if view.sectors.measure is None:
        steps.append(Step("Agreement within each sector, the lowest first", lambda: _agreement(view, stamp)))
    run([*steps, *_first(view, stamp)], readiness_words.short_context(view))


def _stamp(view: ReadinessView | ComparisonView) -> tuple[object, ...]:
    return ("meeting", view.round.id, view.round.data_version, view.round.version, view.initiative.version)


def _dimensions(view: ReadinessView, stamp: tuple[object, ...]) -> list[Step]:
    rows = boards.dimensions_only(boards.rows(view.partners, view.instrument))
    columns = boards.sector_columns(view.sectors, wording.sector_labels())
    return _heatmaps(view, stamp, "Dimensions by sector", columns, rows, key="dimensions") if rows else []


def _one_group(view: ReadinessView, stamp: tuple[object, ...], group: Dimension) -> list[Step]:
    """A dimension with its factors, or the questions that belong to none; on more slides where names are long."""
    rows = boards.rows(view.partners, view.instrument, dimension=group.key)
    return _heatmaps(
        view, stamp, group.label, _columns(view, len(rows)), rows, key=f"dimension_{group.key}", about=group.key
    )


def _heatmaps(
    view: ReadinessView,
    stamp: tuple[object, ...],
    title: str,
    columns: tuple[boards.Column, ...],
    rows: tuple[boards.Row, ...],
    *,
    key: str,
    about: str = "",
) -> list[Step]:
    """As many slides as the rows need; each begins with the dimension that sums them up."""
    summed_up = bool(rows) and rows[0].is_dimension and not any(row.is_dimension for row in rows[1:])
    sums, others = (rows[:1], rows[1:]) if summed_up else ((), rows)

    def drawn(part: range) -> Callable[[], None]:
        shown = (*sums, *(others[row] for row in part))
        return lambda: _heatmap(view, (*stamp, part.start), _board(view, columns, shown), key=key)

    if not others:
        return numbered(title, [drawn(range(0))] if sums else [], about=about)
    parts = slides([row.label for row in others], cells(len(columns)))
    return numbered(title, [drawn(part) for part in parts], about=about)


def numbered(title: str, parts: list[Callable[[], None]], *, about: str = "") -> list[Step]:
    """A step for each part; where there are several, their titles say which of how many."""
    if len(parts) == 1:
        return [Step(title, parts[0], about)]
    return [Step(f"{title} ({place} of {len(parts)})", draw, about) for place, draw in enumerate(parts, 1)]


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
    size = meeting_size(viewport.meeting_room(), [row.label for row in board.rows], cells(len(board.columns)))
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


def _names_in_full(view: ReadinessView) -> list[Step]:
    """Who stands over the columns, where a slide has no room for a whole name."""
    groups = (boards.rows(view.partners, view.instrument, dimension=each.key) for each in view.instrument.dimensions)
    shown = [(rows, columns) for rows in groups if _has_partners(columns := _columns(view, len(rows)))]
    if not shown:
        return []
    rows, columns = shown[0]
    size = meeting_size(FULL, [row.label for row in rows], cells(len(columns)))
    places = lay_out(_board(view, columns, rows), size, sector_names=wording.sector_labels(), with_gap=True)
    cut = [column for column in columns if column.is_partner and column.name in places.cut]
    return [Step("Names in full", lambda: _list_names(cut))] if cut else []


def _has_partners(columns: tuple[boards.Column, ...]) -> bool:
    return any(column.is_partner for column in columns)


def _list_names(columns: list[boards.Column]) -> None:
    labels = wording.sector_labels()
    st.markdown(
        "\n".join(
            f"- {plain(column.name)} ({plain(labels[column.sector])})"
            for column in columns
            if column.sector is not None
        )
    )


def _pairs(
    view: ComparisonView, stamp: tuple[object, ...], title: str, level: Level, dimension: str | None
) -> list[Step]:
    """As many slides as the lines need."""
    lines = compare_lines.lines_of(view, level, dimension)

    def drawn(part: range) -> Callable[[], None]:
        return lambda: _dots(view, (*stamp, dimension, part.start), lines[part.start : part.stop], key=str(level))

    return numbered(title, [drawn(part) for part in slides(_labels(lines), dots(_figures_beside(lines))) if lines])


def _dots(view: ComparisonView, stamp: tuple[object, ...], lines: tuple[Pair, ...], *, key: str) -> None:
    size = meeting_size(viewport.meeting_room(), _labels(lines), dots(_figures_beside(lines)))
    compare_charts.draw_pairs(view, stamp, lines, key=f"meeting_{key}", size=size)


def _labels(lines: tuple[Pair, ...]) -> list[str]:
    return [line.label for line in lines]


def _figures_beside(lines: tuple[Pair, ...]) -> int:
    """The gap alone, or with the agreement within each sector."""
    return 3 if any(value == value for line in lines for value in line.agreement) else 1


def _gaps(view: ComparisonView, stamp: tuple[object, ...]) -> Step:
    lines = compare_lines.lines_of(view, Level.FACTOR)
    most = first_slide(_labels(lines), dots(_figures_beside(lines)), most=MOST_LINES)
    return Step("Where the sectors differ most", lambda: _dots(view, (*stamp, "gaps"), lines[:most], key="gaps"))


def _agreement(view: ComparisonView, stamp: tuple[object, ...]) -> None:
    lines = compare_lines.lines_of(view, Level.FACTOR)
    least = sorted(lines, key=lambda line: min((v for v in line.agreement if v == v), default=1.0))
    most = first_slide([line.label for line in least], dots(0), most=MOST_LINES)
    shown = tuple(least[:most])
    size = meeting_size(viewport.meeting_room(), _labels(shown), dots(0))
    compare_charts.draw_agreement(view, stamp, shown, size=size)


def _first(view: ComparisonView, stamp: tuple[object, ...]) -> list[Step]:
    labels = [bar.label for bar in compare_lines.bars_of(view, FIRST_FEW)]
    if not labels:
        return []
    most = first_slide(labels, BARS, most=FIRST_FEW)

    def draw() -> None:
        size = meeting_size(viewport.meeting_room(), labels[:most], BARS)
        compare_charts.draw_talk_first(view, stamp, most=most, size=size, key="meeting_talk_first")

    return [Step("What to talk about first", draw)]
