"""The meeting view of Checklists: phases, how they moved, their items, district beside charter, partners."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.checklist import StatusBar
from collab.charts.slides import dots, meeting_size, slides
from collab.ui import checklists_charts, checklists_items, checklists_words, viewport
from collab.ui.escape import plain
from collab.ui.meeting import Step, numbered
from collab.ui.meeting import run as run_steps
from collab.ui.wording import day, many

if TYPE_CHECKING:
    from collab.charts.sizes import Size
    from collab.content import Phase
    from collab.journey import ReviewEntry
    from collab.ui.checklists_data import Shown

BESIDE = dots(1)
MOST_PARTNERS = 12


def run(shown: Shown) -> None:
    """The steps that there is something to show on."""
    steps = _bars(shown, "Where each phase stands", checklists_charts.phase_bars(shown), key="now")
    if len(shown.view.joint) > 1:
        steps.append(Step("How it moved from review to review", lambda: _moves(shown)))
    if shown.view.joint:
        steps += [step for phase in shown.view.checklist.phases if (step := _items(shown, phase))]
    sectors = checklists_charts.sector_bars(shown)
    if sectors:
        steps += _bars(shown, "District beside charter, each on its own", sectors, key="sectors")
    partners = checklists_charts.partner_bars(shown)
    if partners:
        title = "Each partner on its own"
        if len(partners) > MOST_PARTNERS:
            title = f"{title}, the {MOST_PARTNERS} with least in place"
            partners = sorted(partners, key=lambda each: _share(each))[:MOST_PARTNERS]
        steps += _bars(shown, title, partners, key="partners")
    if shown.view.stuck:
        steps.append(Step("Stuck for three reviews or more", lambda: _stuck(shown)))
    run_steps(steps, f"{shown.view.checklist.title} · {shown.initiative.name}")


def _share(each: StatusBar) -> float:
    return next(iter(each.shares.values()), 0.0)


def _bars(shown: Shown, title: str, bars: list[StatusBar], *, key: str) -> list[Step]:
    """As many slides as the bars need."""

    def drawn(part: range) -> Callable[[], None]:
        own = bars[part.start : part.stop]

        def draw() -> None:
            size = _size([each.label for each in own])
            checklists_charts.draw_bars(shown, own, key=f"meeting_{key}", size=size)

        return draw

    return numbered(title, [drawn(part) for part in slides([each.label for each in bars], BESIDE)])


def _moves(shown: Shown) -> None:
    labels = [phase.label for phase in shown.view.checklist.phases]
    checklists_charts.draw_moves(shown, size=_size(labels))


def _size(labels: list[str]) -> Size:
    """What fills the projector; on a phone that of the page, with names above."""
    if viewport.is_narrow_meeting():
        return checklists_charts.NARROW
    return meeting_size(viewport.meeting_room(), labels, BESIDE)


def _items(shown: Shown, phase: Phase) -> Step | None:
    """The items of a phase through the latest reviews; none where it does not apply."""
    standing = shown.rows[phase.key].standing
    if standing is None or not standing.applies:
        return None

    def draw() -> None:
        checklists_charts.draw_items(shown, phase, size=_size([item.label for item in phase.items]))

    return Step(f"{phase.label}: item by item", draw)


def _stuck(shown: Shown) -> None:
    """What has not moved, since when, and what was agreed last to move it."""
    said, today = shown.view.joint[-1].entries, date.today()
    lines = [
        f"- {plain(each.item.label)}: {plain(checklists_words.label_of(each.status).lower())} since "
        f"{plain(day(each.since))}, {many(each.reviews, 'review')}{_next_step(said[each.item.key])}"
        f"{_overdue(shown, said[each.item.key], today)}"
        for each in shown.view.stuck[:MOST_PARTNERS]
    ]
    rest = len(shown.view.stuck) - MOST_PARTNERS
    st.markdown("\n".join([*lines, *([f"- and {rest} more"] if rest > 0 else [])]))


def _overdue(shown: Shown, entry: ReviewEntry, today: date) -> str:
    if entry.due_on is None or not checklists_items.is_late(shown, entry, today):
        return ""
    return f" :red-badge[:material/schedule: overdue since {plain(day(entry.due_on))}]"


def _next_step(entry: ReviewEntry) -> str:
    owner = f" ({plain(entry.owner)})" if entry.owner else ""
    return f". Next: {plain(entry.next_steps)}{owner}" if entry.next_steps else ""
