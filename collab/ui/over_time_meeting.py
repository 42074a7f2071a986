"""The meeting view of Over time: dimensions by sector, one dimension each, what moved most; never a p."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from collab.charts.over_time import by_change
from collab.charts.over_time_slopes import LANE_LETTERS
from collab.charts.sizes import Size
from collab.charts.slides import Beside, dots, first_slide, meeting_size, slides
from collab.model import Dimension, Level
from collab.scoring.changes import Direction
from collab.ui import over_time_charts, over_time_words, viewport
from collab.ui.meeting import Step, numbered
from collab.ui.meeting import run as run_steps

if TYPE_CHECKING:
    from collab.charts.over_time import Move
    from collab.services.over_time import OverTimeView

MOST_LINES = 9
# The change stands beside the dots.
ROWS = dots(1)
LEAST_LABEL = 9.5


def run(view: OverTimeView, stamp: tuple[object, ...]) -> None:
    """The steps that there is something to show on."""
    own = ("meeting", *stamp)
    steps = [Step("What has changed, by sector", lambda: _slopes(view, own))]
    steps += [step for each in view.instrument.dimensions if each.scored for step in _one_dimension(view, own, each)]
    run_steps([*steps, _most(view, own)], over_time_words.short_context(view))


def _slopes(view: OverTimeView, stamp: tuple[object, ...], dimension: str | None = None) -> None:
    """The dimensions by sector, or the factors of one."""
    level = Level.FACTOR if dimension else Level.DIMENSION
    labels = [line.label for line in over_time_charts.lines_of(view, level, dimension)]
    over_time_charts.draw_slopes(view, stamp, level=level, dimension=dimension, size=_slope_size(view, labels))


def _slope_size(view: OverTimeView, labels: list[str]) -> Size:
    """Letters as large as lanes let them be: each cell holds two numbers beside its line."""
    wide = len(view.sectors.units) * LANE_LETTERS
    size = meeting_size(viewport.meeting_room(), labels, Beside(9, wide))
    spare = size.width - 18 - size.font * wide
    return replace(size, label=round(max(min(spare, size.label), size.font * LEAST_LABEL)))


def _one_dimension(view: OverTimeView, stamp: tuple[object, ...], dimension: Dimension) -> list[Step]:
    """Two rounds as dots on a line, on as many slides as they need; more rounds as lines, which dots would hide."""
    lines = over_time_charts.lines_of(view, Level.FACTOR, dimension.key)
    title = _title(dimension, lines)
    if len(view.rounds) > 2:
        return [Step(title, lambda: _slopes(view, stamp, dimension.key))]

    def drawn(part: range) -> Callable[[], None]:
        return lambda: _rows(view, stamp, lines[part.start : part.stop], f"rows_{dimension.key}")

    return numbered(title, [drawn(part) for part in slides([line.label for line in lines], ROWS) if lines])


def _title(dimension: Dimension, lines: tuple[Move, ...]) -> str:
    """The dimension and the count that its picture shows."""
    known = [line for line in lines if line.direction]
    rose, fell = (sum(line.direction is way for line in known) for way in (Direction.ROSE, Direction.FELL))
    if not known:
        return dimension.label
    parts = [f"{count} {word}" for count, word in ((rose, "rose"), (fell, "fell")) if count] or ["no change"]
    return f"{dimension.label}: {', '.join(parts)}"


def _rows(view: OverTimeView, stamp: tuple[object, ...], lines: tuple[Move, ...], key: str) -> None:
    size = meeting_size(viewport.meeting_room(), [line.label for line in lines], ROWS)
    over_time_charts.draw_rows(view, stamp, lines, key=f"meeting_{key}", size=size, note=_note(view))


def _note(view: OverTimeView) -> str:
    compared = over_time_words.compared(view)
    return f"Partners that both rounds show: {compared} · {over_time_charts.ROUNDED}"


def _most(view: OverTimeView, stamp: tuple[object, ...]) -> Step:
    """The factors that moved most, either way, as many as can be read from the back of the room."""
    known = [line for line in over_time_charts.lines_of(view, Level.FACTOR) if line.direction]
    known.sort(key=lambda line: -abs(line.values[-1] - line.values[0]))
    room = first_slide([line.label for line in known], ROWS, most=MOST_LINES)
    most = by_change(tuple(known[:room]))
    return Step("What moved most", lambda: _rows(view, stamp, most, "most"))
