"""The meeting view of Conclusions: one dimension after another, ratings left, what is concluded right, steps below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.sizes import Size
from collab.services import conclusions_words
from collab.ui import conclusions_edit, conclusions_ratings, conclusions_steps, viewport
from collab.ui.escape import plain
from collab.ui.meeting import Step
from collab.ui.meeting import run as run_steps

if TYPE_CHECKING:
    from collab.scoring import Priority
    from collab.services.conclusions import ConclusionsView, DimensionConclusion
    from collab.services.readiness import ReadinessView

HALVES = (3, 2)
LETTER, SMALLEST = 28, 13
WIDE = Size(width=0, font=LETTER, small=LETTER, row=64, label=0, gap=0, column=0, widest_column=0)
_BIG = """
<style>
.stTextArea textarea, .stTextInput input, .stDateInput *, .stSelectbox div, .stSelectbox input, .stCheckbox p,
[data-testid="stWidgetLabel"] p, [data-testid="stCaptionContainer"] p, .stButtonGroup button p,
.stTable td, .stTable th
  { font-size: max(14px, min(1.4584vw, 2.6vh)) !important; line-height: 1.35 !important; }
.stTextInput input { padding-top: 0.5rem; padding-bottom: 0.5rem; }
.stTextInput div, .stDateInput div, .stSelectbox div { height: auto; min-height: 0; max-height: none; }
.stCheckbox label > div:first-of-type { transform: scale(1.5); margin: 0.5rem 0.5rem 0 0.25rem; }
[class*="st-key-editor_conclusion"] textarea { min-height: 12vh; }
[class*="st-key-row_adding"] { --row-letters: max(14px, min(1.4584vw, 2.6vh)); }
</style>
"""


def run(
    view: ConclusionsView,
    ratings: ReadinessView,
    rows: tuple[tuple[DimensionConclusion, Priority | None], ...],
) -> None:
    """A step for each dimension in the order of discussion, then everything that is open."""
    st.html(_BIG)
    steps = [Step(row.dimension.label, _drawn(view, ratings, row)) for row, _ in rows]
    last = Step("All open next steps", lambda: conclusions_steps.of_initiative(view))
    run_steps([*steps, last], conclusions_words.context(view))


def _drawn(view: ConclusionsView, ratings: ReadinessView, row: DimensionConclusion) -> Callable[[], None]:
    def draw() -> None:
        left, right = st.columns(HALVES, gap="large")
        with left:
            if conclusions_ratings.has_figures(ratings):
                conclusions_ratings.draw(ratings, row.dimension.key, size=size_of_half(), note="")
            else:
                st.markdown("No ratings in this round.")
        with right:
            conclusions_edit.edit_joint(view, row)
            if any(own.reading for own in row.own.values()):
                st.markdown(plain(conclusions_words.of_partners(view, row)))
        conclusions_steps.worked_on(view, row)

    return draw


def size_of_half() -> Size:
    """Letters as large as the others on a projector, in the left half of it."""
    room = viewport.meeting_room()
    font = max(round(min(room.width / 1824, room.height / 880) * LETTER), SMALLEST)
    width = round(room.width * HALVES[0] / sum(HALVES)) - 2 * font
    return replace(WIDE, width=width, font=font, small=font, row=round(font * 2.4))
