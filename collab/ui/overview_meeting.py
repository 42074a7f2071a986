"""The meeting view of the overview: where the initiatives stand, and which of them need a look, a few on a slide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.slides import Beside, meeting_size
from collab.charts.words import shortened, wrapped
from collab.ui import overview_chart, overview_filters, overview_words, viewport
from collab.ui.escape import plain
from collab.ui.meeting import Step, numbered
from collab.ui.meeting import run as run_steps
from collab.ui.overview_filters import CONCERN, FUNDING, OVERDUE, STALLS, Wanted
from collab.ui.wording import day, many

if TYPE_CHECKING:
    from collab.charts.sizes import Size
    from collab.services.digests import Digest, Overview

ON_A_SLIDE, MOST_SLIDES = 6, 3
LETTERS = 56
DOT = 18
# A few rows have the room to be larger than the rest of a meeting view.
LARGE = """
.st-key-slide_initiatives table { width: 100%; }
.st-key-slide_initiatives .stMarkdown :is(td, th)
  { font-size: max(16px, min(1.75vw, 3.1vh)) !important; padding: 0.45em 0.6em; border-left: 0; border-right: 0; }
.st-key-slide_initiatives td:nth-child(2) { white-space: nowrap; }
.st-key-slide_initiatives th { text-align: left; }
"""


@dataclass(frozen=True)
class _Look:
    """What needs a look. title: after how many; head, said: of the last column; sort: what comes first."""

    only: str
    title: str
    sort: str
    head: str
    said: Callable[[Digest, Overview], str]


def run(overview: Overview) -> None:
    """The chart, then what stalls, stands in concern, is overdue or has no money for long; only what there is."""
    steps = [Step(overview_chart.TITLE, lambda: _chart(overview))]
    steps += [step for look in _LOOKS for step in _steps(overview, look)]
    run_steps(steps, f"{many(len(overview.digests), 'initiative')} · {day(overview.today)}")


def _chart(overview: Overview) -> None:
    size = _size()
    room = int(size.width / size.small_letter)
    overview_chart.draw(
        overview, size, key="meeting_stages", note=wrapped(overview_chart.note(overview), room=room, lines=3)
    )


def _size() -> Size:
    stages = list(overview_words.stage_labels().values())
    return replace(meeting_size(viewport.meeting_room(), stages * 2, Beside()), mark=DOT)


def _steps(overview: Overview, look: _Look) -> list[Step]:
    """As many slides as can be borne; the last says how many more there are."""
    rows = overview_filters.found(overview, Wanted(only=(look.only,), sort=look.sort))
    shown = rows[: ON_A_SLIDE * MOST_SLIDES]
    parts = [shown[begin : begin + ON_A_SLIDE] for begin in range(0, len(shown), ON_A_SLIDE)]
    more = len(rows) - len(shown)

    def drawn(part: Sequence[Digest], *, is_last: bool) -> Callable[[], None]:
        return lambda: _table(overview, look, part, more if is_last else 0)

    steps = [drawn(part, is_last=part is parts[-1]) for part in parts]
    return numbered(look.title.format(many(len(rows), "initiative")), steps) if steps else []


def _table(overview: Overview, look: _Look, rows: Sequence[Digest], more: int) -> None:
    lines = [f"| Initiative | Stage | {look.head} |", "| --- | --- | --- |"]
    lines += [f"| {' | '.join(plain(cell) for cell in _cells(overview, look, each))} |" for each in rows]
    st.html(f"<style>{LARGE}</style>")
    with st.container(key="slide_initiatives"):
        st.markdown("\n".join(lines))
    if more:
        st.markdown(f"And {more:,} more: the page lists them all.")


def _cells(overview: Overview, look: _Look, digest: Digest) -> tuple[str, str, str]:
    name = shortened(digest.initiative.name, LETTERS)
    stay = overview_words.stay(digest)
    where = overview_words.where(digest)
    return name, f"{where}, {stay}" if stay else where, look.said(digest, overview)


def _quiet(digest: Digest, overview: Overview) -> str:
    return overview_words.quiet(digest)


def _concerns(digest: Digest, overview: Overview) -> str:
    found = digest.readiness
    if found is None:
        return ""
    return " · ".join((overview_words.weakest(found), *overview_words.concerns(found)))


def _overdue(digest: Digest, overview: Overview) -> str:
    return overview_words.overdue(digest)


_LOOKS = (
    _Look(STALLS, "What stalls: {}, the longest in their stage first", "days", "Worked on last", _quiet),
    _Look(CONCERN, "A dimension in concern: {}, the weakest first", "weakest", "Weakest dimension", _concerns),
    _Look(OVERDUE, "Something overdue: {}, the most first", "overdue", "Overdue", _overdue),
    _Look(FUNDING, "Funding over or ending within a year: {}", "funding", "Funding ends", overview_words.funding),
)
