"""The meeting view of the overview: where the initiatives stand, and which of them need a look, a few on a slide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.slides import Beside, meeting_size
from collab.charts.words import shortened, wrapped
from collab.ui import overview_chart, overview_wanted, overview_words, viewport
from collab.ui.escape import plain
from collab.ui.meeting import Step, numbered
from collab.ui.meeting import run as run_steps
from collab.ui.overview_wanted import CONCERN, FUNDING, OVERDUE, STALLS, Wanted
from collab.ui.wording import day, many

if TYPE_CHECKING:
    from collab.charts.sizes import Size
    from collab.services.digests import Digest, Overview

ON_A_SLIDE, MOST_SLIDES = 6, 3
LETTERS = 56
IN_A_TITLE, IN_THE_FOOT = 60, 110
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
    """The chart, then what stalls, stands in concern, is overdue or has no money for long; only what there is.

    What the address looks for on the page is looked for here as well.
    """
    wanted = overview_wanted.in_address(overview)
    fitting = overview_wanted.found(overview, wanted)
    narrowed = replace(overview, digests=tuple(fitting), stamp=(*overview.stamp, wanted))
    counted = many(len(overview.digests), "initiative")
    if wanted.is_narrowed:
        counted = f"{len(fitting):,} of {counted}"
    title = f"{overview_chart.TITLE}: {counted}" if wanted.is_narrowed else overview_chart.TITLE
    steps = [Step(title, lambda: _chart(narrowed))]
    steps += [step for look in _LOOKS for step in _steps(overview, look, wanted)]
    run_steps(steps, " · ".join((f"{counted}{_foot(overview, wanted)}", day(overview.today))))


def _foot(overview: Overview, wanted: Wanted) -> str:
    """The filters with their labels, as far as they fit."""
    told = "; ".join(f"{label}: {words}" for label, words in overview_wanted.filters(overview, wanted).items())
    return f" ({shortened(told, IN_THE_FOOT)})" if told else ""


def _chart(overview: Overview) -> None:
    size = _size()
    room = int(size.width / size.small_letter)
    overview_chart.draw(
        overview, size, key="meeting_stages", note=wrapped(overview_chart.note(overview), room=room, lines=3)
    )


def _size() -> Size:
    stages = list(overview_words.stage_labels().values())
    return replace(meeting_size(viewport.meeting_room(), stages * 2, Beside()), mark=DOT)


def _steps(overview: Overview, look: _Look, wanted: Wanted) -> list[Step]:
    """As many slides as can be borne; the last says how many more there are."""
    rows = overview_wanted.found(overview, replace(wanted.but_only(look.only), sort=look.sort))
    shown = rows[: ON_A_SLIDE * MOST_SLIDES]
    parts = [shown[begin : begin + ON_A_SLIDE] for begin in range(0, len(shown), ON_A_SLIDE)]
    more = len(rows) - len(shown)

    def drawn(part: Sequence[Digest], *, is_last: bool) -> Callable[[], None]:
        return lambda: _table(overview, look, part, more if is_last else 0)

    steps = [drawn(part, is_last=part is parts[-1]) for part in parts]
    title = look.title.format(many(len(rows), "initiative")) + _within(overview, look, wanted)
    return numbered(title, steps) if steps else []


def _within(overview: Overview, look: _Look, wanted: Wanted) -> str:
    """The filters beside the one that the title says already."""
    others = replace(wanted, only=tuple(each for each in wanted.only if each != look.only))
    told = ", ".join(overview_wanted.filters(overview, others).values())
    return f" · {shortened(told, IN_A_TITLE)}" if told else ""


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
