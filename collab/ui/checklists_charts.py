"""The charts of Checklists, kept per state of the initiative: statuses, phases over reviews, items over reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from collab.charts.checklist import (
    NOT_LOOKED_AT,
    ItemLine,
    ItemLines,
    Look,
    PhasePath,
    PhasePaths,
    StatusBar,
    looks,
)
from collab.charts.checklist_bars import status_bars
from collab.charts.checklist_items import SIGNS, item_moves
from collab.charts.checklist_moves import percent, phase_moves
from collab.charts.sizes import PHONE, SCREEN, Size
from collab.charts.theme import palette
from collab.charts.words import safe
from collab.model import Sector
from collab.scoring.parts import whole_percents
from collab.scoring.progress import DONE_AT
from collab.ui import checklists_words, figures, viewport
from collab.ui.checklists_words import MOST_NAMED
from collab.ui.wording import day, many, sector_labels

if TYPE_CHECKING:
    from collab.content import Phase
    from collab.model import Partner
    from collab.services.checklist_now import StatusRow
    from collab.ui.checklists_data import Shown

NARROW = replace(PHONE, label=0, row=38)
WIDE = replace(SCREEN, row=34, label=230, widest_label=330)
MOST_ON_PHONE = 8
SIDES = (Sector.DISTRICT, Sector.CHARTER)


def _size(labels: list[str]) -> Size:
    """Of a chart on the page: names get what they need; on a phone they stand above."""
    if viewport.is_narrow():
        return NARROW
    return replace(WIDE, label=WIDE.label_for(labels))


def _looks() -> dict[str, Look]:
    return looks(checklists_words.statuses(), palette(dark=figures.is_dark()))


def bars(rows: Sequence[tuple[str, StatusRow, Sector | None]]) -> list[StatusBar]:
    """The bars of one chart: numbers of items where one review says each of them, else percentages in all of them."""
    in_items = all(row.reviews <= 1 for _, row, _ in rows)
    return [_bar(label, row, sector, in_items=in_items) for label, row, sector in rows]


def _bar(label: str, row: StatusRow, sector: Sector | None, *, in_items: bool) -> StatusBar:
    percents = whole_percents(row.shares)
    texts = {key: str(row.counts[key]) if in_items else f"{percents[key]}%" for key, part in row.shares.items() if part}
    standing = row.standing
    mean = standing.mean if standing else None
    applies = standing is None or standing.applies
    looked_at = checklists_words.looked_at(standing) if standing else ""
    return StatusBar(
        label=label,
        shares={key or NOT_LOOKED_AT: share for key, share in row.shares.items()},
        counts={key or NOT_LOOKED_AT: text for key, text in texts.items()},
        figure=percent(mean) if applies else "",
        hover=looked_at if applies else "does not apply",
        sector=sector,
    )


def phase_bars(shown: Shown) -> list[StatusBar]:
    """Each phase as it stands now."""
    return bars([(phase.label, shown.rows[phase.key], None) for phase in shown.view.checklist.phases])


def sector_bars(shown: Shown) -> list[StatusBar]:
    """District above charter for each phase; [] where one of them did not review on its own."""
    from collab.services.checklist_now import status_row

    if any(side not in shown.sectors for side in SIDES):
        return []
    labels = sector_labels()
    rows = [
        (f"{phase.label}: {labels[side]} ({len(held)})", status_row([phase], held), side)
        for phase in shown.view.checklist.phases
        for side in SIDES
        if (held := shown.sectors[side])
    ]
    return bars(rows)


def partner_bars(shown: Shown) -> list[StatusBar]:
    """Each partner's own latest review, all phases together, by sector."""
    from collab.services.checklist_now import status_row

    order = list(Sector)
    partners: list[Partner] = sorted(shown.partners, key=lambda each: (order.index(each.sector), each.name))
    phases = shown.view.checklist.phases
    return bars([(each.name, status_row(phases, [shown.partners[each]]), each.sector) for each in partners])


def draw_bars(shown: Shown, bars: list[StatusBar], *, key: str, size: Size | None = None, note: str = "") -> None:
    """Stacked bars of statuses, on the page or on a slide."""
    on_slide = size is not None
    size = size or _size([each.label for each in bars])
    dark, found = figures.is_dark(), _looks()
    places = tuple(each.label for each in bars)
    figure = figures.kept(
        ("checklist", key, *shown.stamp, places, size, dark, note),
        lambda: status_bars(bars, found, colours=palette(dark=dark), size=size, note=safe(note)),
    )
    figures.draw(
        figure,
        key=f"checklist_{key}",
        alt=_alt_of_bars(bars, found, table=not on_slide),
        file_name=f"checklist {key} {shown.initiative.name}",
    )


def _alt_of_bars(bars: list[StatusBar], found: dict[str, Look], *, table: bool) -> str:
    told = [f"{each.label}: {_told(each, found)}." for each in bars[:12]]
    rest = f" And {len(bars) - 12} more." if len(bars) > 12 else ""
    return f"{' '.join(told)}{rest}{' The table below has every figure.' if table else ''}"


def _told(each: StatusBar, found: dict[str, Look]) -> str:
    parts = [f"{text} {found[key].label.lower()}" for key, text in each.counts.items()]
    return ", ".join(parts) + (f", stands at {each.figure}" if each.figure else "")


def paths(shown: Shown) -> PhasePaths:
    """How each phase stood in each review held together."""
    from collab.services.phases import standing_of

    view = shown.view
    standings = [standing_of(view.checklist, held) for held in view.joint]
    return PhasePaths(
        dates=tuple(held.review.held_on for held in view.joint),
        paths=tuple(
            PhasePath(phase.label, tuple(each[phase.key].mean for each in standings)) for phase in view.checklist.phases
        ),
        done_at=DONE_AT,
    )


def draw_moves(shown: Shown, *, size: Size | None = None) -> None:
    """A line for each phase through the reviews held together."""
    size = size or (NARROW if viewport.is_narrow() else WIDE)
    dark = figures.is_dark()
    figure = figures.kept(
        ("checklist moves", *shown.stamp, size, dark),
        lambda: phase_moves(paths(shown), colours=palette(dark=dark), size=size),
    )
    found = paths(shown)
    told = [f"{each.label} from {percent(each.values[0])} to {percent(each.values[-1])}" for each in found.paths]
    span = f"{day(found.dates[0])} to {day(found.dates[-1])}"
    figures.draw(
        figure,
        key="checklist_moves",
        alt=f"{many(len(found.dates), 'review')}, {span}: {'; '.join(told)}.",
        file_name=f"checklist over reviews {shown.initiative.name}",
    )


def item_lines(shown: Shown, phase: Phase, *, most: int = 0) -> ItemLines:
    """The items of a phase through the reviews held together, the latest so many."""
    from collab.services.checklist_now import status_of

    held = shown.view.joint[-most:]
    labels = {key: label for key, label, _ in checklists_words.statuses()} | {"": "Not looked at"}
    stuck = {each.item.key: each.since for each in shown.view.stuck}
    lines = []
    for item in phase.items:
        statuses = [status_of(each, phase, item) for each in held]
        since = f", stuck since {stuck[item.key]:%b %y}" if item.key in stuck else ""
        said = tuple(status or NOT_LOOKED_AT for status in statuses)
        lines.append(ItemLine(item.label, said, f"{labels[statuses[-1]]}{since}"))
    return ItemLines(tuple(each.review.held_on for each in held), tuple(lines))


def draw_items(shown: Shown, phase: Phase, *, size: Size | None = None) -> None:
    """Each item of a phase from review to review; on a slide, for which a size is given, with what the marks mean."""
    on_slide = size is not None
    size = size or _size([item.label for item in phase.items])
    most = MOST_ON_PHONE if size == NARROW else 0
    found = item_lines(shown, phase, most=most)
    dark, known = figures.is_dark(), _looks()
    figure = figures.kept(
        ("checklist items", *shown.stamp, phase.key, most, size, dark, on_slide),
        lambda: item_moves(found, known, colours=palette(dark=dark), size=size, with_key=on_slide),
    )
    stuck = [line.label for line in found.lines if "stuck since" in line.beside]
    named = f" Stuck: {', '.join(stuck[:MOST_NAMED])}." if stuck else ""
    figures.draw(
        figure,
        key=f"checklist_items_{phase.key}",
        alt=f"{phase.label}: {len(found.lines)} items through {many(len(found.dates), 'review')}.{named}",
        file_name=f"checklist {phase.label} {shown.initiative.name}",
        least_width=None,
    )


def legend() -> str:
    """What the marks of an item chart mean, for a caption."""
    return " · ".join(f"{SIGNS[look.symbol]} {look.label}" for look in _looks().values())
