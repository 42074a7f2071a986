"""The meeting view of Over time: dimensions by sector, one dimension each, what moved most; never a p."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collab.charts.over_time import by_change
from collab.charts.over_time_slopes import LANE_LETTERS
from collab.charts.sizes import Size, meeting_size
from collab.model import Dimension, Level
from collab.scoring.changes import Direction
from collab.ui import over_time_charts, over_time_words, viewport
from collab.ui.meeting import Step
from collab.ui.meeting import run as run_steps

if TYPE_CHECKING:
    from collab.charts.over_time import Move
    from collab.services.over_time import OverTimeView

MOST_LINES = 9
# The change stands beside the dots, and long names take two lines.
COLUMNS = 8
LEAST_LABEL = 9.5


def run(view: OverTimeView, stamp: tuple[object, ...]) -> None:
    """The steps that there is something to show on."""
    own = ("meeting", *stamp)
    steps = [Step("What has changed, by sector", lambda: _slopes(view, own))]
    steps += [_one_dimension(view, own, each) for each in view.instrument.dimensions if each.scored]
    run_steps([*steps, _most(view, own)], over_time_words.short_context(view))


def _slopes(view: OverTimeView, stamp: tuple[object, ...], dimension: str | None = None) -> None:
    """The dimensions by sector, or the factors of one."""
    level = Level.FACTOR if dimension else Level.DIMENSION
    own = [each.target for each in view.changes if each.target.level is level]
    rows = sum(dimension in (None, target.dimension) for target in own)
    over_time_charts.draw_slopes(view, stamp, level=level, dimension=dimension, size=_slope_size(view, rows))


def _slope_size(view: OverTimeView, rows: int) -> Size:
    """Letters as large as lanes let them be: each cell holds two numbers beside its line."""
    size = meeting_size(viewport.meeting_room(), rows, columns=9)
    lanes = len(view.sectors.units)
    spare = size.width - 18 - lanes * size.font * LANE_LETTERS
    return replace(size, label=round(max(min(spare, size.label), size.font * LEAST_LABEL)))


def _one_dimension(view: OverTimeView, stamp: tuple[object, ...], dimension: Dimension) -> Step:
    """Two rounds as dots on a line; more of them as lines, which dots would hide."""
    lines = over_time_charts.lines_of(view, Level.FACTOR, dimension.key)
    if len(view.rounds) > 2:
        return Step(_title(dimension, lines), lambda: _slopes(view, stamp, dimension.key))
    return Step(_title(dimension, lines), lambda: _rows(view, stamp, lines, f"rows_{dimension.key}"))


def _title(dimension: Dimension, lines: tuple[Move, ...]) -> str:
    """The dimension and the count that its picture shows."""
    known = [line for line in lines if line.direction]
    rose, fell = (sum(line.direction is way for line in known) for way in (Direction.ROSE, Direction.FELL))
    if not known:
        return dimension.label
    parts = [f"{count} {word}" for count, word in ((rose, "rose"), (fell, "fell")) if count] or ["no change"]
    return f"{dimension.label}: {', '.join(parts)}"


def _rows(view: OverTimeView, stamp: tuple[object, ...], lines: tuple[Move, ...], key: str) -> None:
    size = meeting_size(viewport.meeting_room(), len(lines), columns=COLUMNS)
    over_time_charts.draw_rows(view, stamp, lines, key=f"meeting_{key}", size=size, note=_note(view))


def _note(view: OverTimeView) -> str:
    compared = over_time_words.compared(view)
    return f"Partners that both rounds show: {compared} · {over_time_charts.ROUNDED}"


def _most(view: OverTimeView, stamp: tuple[object, ...]) -> Step:
    """The factors that moved most, either way, as many as can be read from the back of the room."""
    known = [line for line in over_time_charts.lines_of(view, Level.FACTOR) if line.direction]
    known.sort(key=lambda line: -abs(line.values[-1] - line.values[0]))
    most = by_change(tuple(known[:MOST_LINES]))
    return Step("What moved most", lambda: _rows(view, stamp, most, "most"))
