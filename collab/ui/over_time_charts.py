"""The charts of Over time, kept per version of their rounds: a grid of slopes, and a row for each change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collab.charts.over_time import Move, by_change, moves, scale_of, slopes
from collab.charts.over_time_rows import change_rows, columns_beside
from collab.charts.over_time_slopes import least_width_of, slope_grid
from collab.charts.scale import SHARES
from collab.charts.sizes import PHONE, SCREEN, Size
from collab.charts.theme import palette
from collab.charts.words import safe, shortened
from collab.model import Level
from collab.scoring.figures import Unit
from collab.ui import figures, over_time_words, viewport, wording
from collab.ui.compare_charts import NARROW, beside, least_width

if TYPE_CHECKING:
    from collab.services.over_time import OverTimeView


ROUNDED = "changes are worked out before rounding"


def labels_of(view: OverTimeView) -> tuple[str, ...]:
    """The labels of all rounds that are drawn, in order."""
    return tuple(each.label for each in view.rounds)


def lines_of(view: OverTimeView, level: Level, dimension: str | None = None) -> tuple[Move, ...]:
    """The moves of all partners, what rose most first."""
    return by_change(moves(view.sectors, Unit(), view.labels, level=level, dimension=dimension))


def draw_slopes(
    view: OverTimeView,
    stamp: tuple[object, ...],
    *,
    level: Level,
    dimension: str | None = None,
    size: Size | None = None,
) -> None:
    """Sectors across, dimensions or the factors of one down."""
    found = slopes(
        view.sectors,
        view.labels,
        wording.sector_labels(),
        rounds=labels_of(view),
        level=level,
        dimension=dimension,
    )
    narrow = viewport.is_narrow()
    size = size or (replace(PHONE, label=92) if narrow else SCREEN)
    note = "" if narrow and not size.height else "<br>".join(safe(line) for line in slope_note(view, size))
    dark, key = figures.is_dark(), f"slopes_{level}"
    figure = figures.kept(
        (key, *stamp, dimension, size, dark, note),
        lambda: slope_grid(found, colours=palette(dark=dark), size=size, note=note),
    )
    figures.draw(
        figure,
        key=key,
        alt=over_time_words.alt_of(
            view, f"Lines through {len(view.rounds)} rounds, {level}s by sector.", table=not size.height
        ),
        file_name=f"over time {level} {dimension or ''} {view.initiative.name}",
        least_width=None if size.height else least_width_of(found, size),
    )


def slope_note(view: OverTimeView, size: Size) -> list[str]:
    """What a slope shows, in lines of plain text that fit under a chart of this size."""
    between = f", {wording.many(len(view.rounds) - 2, 'round')} between" if len(view.rounds) > 2 else ""
    drawn = scale_of(view.sectors)
    scale = "0 to 100%" if drawn is SHARES else f"{drawn.low:.0f} to {drawn.high:.0f}"
    room = max(int(size.width / size.small_letter) - 46 - len(between), 24)
    first, last = (shortened(view.rounds[end].label, room // 2) for end in (0, -1))
    rounds = f"Left: {first} · right: {last}{between} · height of a box: {scale}"
    return [rounds] if size.height else [rounds, f"{ROUNDED[0].upper()}{ROUNDED[1:]}."]


def draw_rows(
    view: OverTimeView,
    stamp: tuple[object, ...],
    lines: tuple[Move, ...],
    *,
    key: str,
    size: Size | None = None,
    note: str = "",
) -> None:
    """A ring where each row stood and a dot where it stands."""
    size = size or beside([line.label for line in lines])
    dark, scale, narrow = figures.is_dark(), scale_of(view.sectors), size.width <= NARROW.width
    columns = columns_beside(shares=scale is SHARES, partners=not narrow and not size.height)
    note = "" if narrow else shortened(note, int(size.width / size.small_letter))
    figure = figures.kept(
        ("changes", key, *stamp, tuple(line.target for line in lines), size, dark, note),
        lambda: change_rows(
            lines,
            rounds=labels_of(view),
            scale=scale,
            columns=columns,
            colours=palette(dark=dark),
            size=size,
            note=safe(note),
        ),
    )
    figures.draw(
        figure,
        key=key,
        alt=over_time_words.alt_of(
            view, "Where each row stood and where it stands, what rose most first.", table=not size.height
        ),
        file_name=f"what has changed {key} {view.initiative.name}",
        least_width=least_width(size),
    )
