"""The meeting view of the stages: the path, the timeline, and each stage with its milestones and its gate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.sizes import Size
from collab.charts.slides import Beside as Room
from collab.charts.slides import meeting_size
from collab.ui import initiative_about, stages_charts, stages_milestones, stages_words, viewport
from collab.ui.escape import plain
from collab.ui.meeting import Step, numbered
from collab.ui.meeting import run as run_steps
from collab.ui.wording import day

if TYPE_CHECKING:
    from collab.services.journey import JourneyView, StageView
    from collab.services.milestone_views import MilestoneView

MOST_MILESTONES, MOST_STAYS = 6, 8
# A few lines have the room to be larger than the rest of a meeting view.
LARGE = """
.st-key-slide_milestones .stMarkdown p, .st-key-slide_milestones .stMarkdown span
  { font-size: max(16px, min(1.9vw, 3.4vh)) !important; }
"""


def run(view: JourneyView, stamp: tuple[object, ...], today: date) -> None:
    """The steps that there is something to show on, the stage where the initiative stands named in its title."""
    own = ("meeting", *stamp)
    steps = [Step("Where we are", lambda: _path(view, own, today))]
    if stages_charts.has_time(view):
        steps.append(Step("Planned against actual time", lambda: _timeline(view, own, today)))
    if view.visits:
        steps += _way(view, today)
    steps += [step for stage in view.stages for step in _one_stage(view, stage, today)]
    run_steps(steps, f"{view.initiative.name} · {day(today)}")


def _size(rows: int) -> Size:
    return meeting_size(viewport.meeting_room(), ["Implement"] * rows, Room())


def _path(view: JourneyView, stamp: tuple[object, ...], today: date) -> None:
    size = _size(10)
    stages_charts.draw_path(view, stamp, key="meeting_path", size=size)
    initiative_about.draw_standing(view.initiative)
    st.markdown(" ".join(plain(sentence) for sentence in stages_words.reading(view, today)))


def _timeline(view: JourneyView, stamp: tuple[object, ...], today: date) -> None:
    stages_charts.draw_timeline(view, stamp, today=today, size=_size(10))


def _way(view: JourneyView, today: date) -> list[Step]:
    """Every stay as a sentence."""
    sentences = stages_words.trace(view, today)
    return numbered("The way so far", [_list(part) for part in _parts(sentences, MOST_STAYS)])


def _list(sentences: Sequence[str]) -> Callable[[], None]:
    def draw() -> None:
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences))

    return draw


def _parts(lines: Sequence[str], most: int) -> list[Sequence[str]]:
    return [lines[begin : begin + most] for begin in range(0, len(lines), most)]


def _one_stage(view: JourneyView, stage: StageView, today: date) -> list[Step]:
    """Milestones with their marks, as many on a slide as can be read; the gate below the last."""
    where = "we are" if not view.is_over else stages_words.ENDED[view.initiative.standing].lower()
    here = f" ({where} here)" if stage.is_current else ""
    title = f"{stage.stage.letter}  {stage.stage.label}: {stages_words.completed(stage)}{here}"
    parts = [
        stage.milestones[begin : begin + MOST_MILESTONES] for begin in range(0, len(stage.milestones), MOST_MILESTONES)
    ]

    def drawn(part: Sequence[MilestoneView], *, is_last: bool) -> Callable[[], None]:
        return lambda: _stage(view, stage, part, today, is_last=is_last)

    return numbered(title, [drawn(part, is_last=part is parts[-1]) for part in parts])


def _stage(view: JourneyView, stage: StageView, part: Sequence[MilestoneView], today: date, *, is_last: bool) -> None:
    st.html(f"<style>{LARGE}</style>")
    with st.container(key="slide_milestones"):
        st.markdown("\n\n".join(_milestone(view, each, today) for each in part))
    if not is_last:
        return
    ahead = stages_words.has_gate(view, stage)
    lines = [stages_words.advice(stage), *stage.unmet] if ahead else [stages_words.gate_behind(view, stage)]
    st.markdown(plain(" ".join(lines)))
    if stage.confirmations:
        names = {each.id: each.name for each in stage.asked}
        st.markdown(plain(stages_words.confirmations(stage, names)))


def _milestone(view: JourneyView, each: MilestoneView, today: date) -> str:
    is_late = each.overdue(today) and not view.is_over
    late = f", was due {day(each.record.due_on)}" if is_late and each.record.due_on else ""
    owner = f" ({each.record.owner})" if each.record.owner else ""
    words = f"{stages_words.of_milestone(each)}{late}"
    return f"{stages_milestones.mark(each)} {plain(each.label + owner)}: **{plain(words)}**"
