"""Three answers side by side: how ready are we, what is stuck, what is next and who owns it; each leads on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Band, Measure
from collab.scoring import shown
from collab.ui import initiative_words, keys, shell
from collab.ui.escape import plain
from collab.ui.stages_moves import BEGIN
from collab.ui.stages_words import percent
from collab.ui.task_places import place_of
from collab.ui.wording import day, many

if TYPE_CHECKING:
    from collab.services.at_a_glance import Glance, Readiness, Ready, StuckOn
    from collab.services.tasks import Task

BANDS = {Band.STRENGTH: "▲ strength", Band.BORDERLINE: "borderline", Band.CONCERN: "▼ concern"}
MOST, MOST_STILL = 3, 2
# A link holds a whole sentence here, which must not be cut off.
STYLE = """
.st-key-glance [data-testid="stPageLink"] a { padding-left: 0; padding-right: 0; height: auto; }
.st-key-glance [data-testid="stPageLink"] a span, .st-key-glance [data-testid="stPageLink"] a p,
  .st-key-glance .stButton p, .st-key-family .stButton p, .st-key-before_and_after .stButton p
  { white-space: normal; overflow: visible; text-align: left; line-height: 1.35; }
.st-key-family .stButton button, .st-key-before_and_after .stButton button { height: auto; min-height: 2rem; }
[class*="st-key-lesson_"] [data-testid="stCaptionContainer"] { padding-left: 1.5rem; }
.st-key-lesson [data-testid="stMarkdownContainer"] blockquote { color: inherit; opacity: 1; }
"""


def draw(glance: Glance, today: date) -> None:
    """Each answer in a box of its own."""
    st.html(f"<style>{STYLE}</style>")
    with st.container(key="glance"):
        _boxes(glance, today)


def _boxes(glance: Glance, today: date) -> None:
    ready, stuck, ahead = st.columns(3, gap="small")
    with ready, st.container(border=True, height="stretch"):
        st.markdown("#### How ready are we?")
        _ready(glance)
    with stuck, st.container(border=True, height="stretch"):
        st.markdown("#### What is stuck?")
        _stuck(glance, today)
    with ahead, st.container(border=True, height="stretch"):
        st.markdown("#### What is next, and whose?")
        _ahead(glance, today)


def _ready(glance: Glance) -> None:
    found, here = glance.readiness, {keys.INITIATIVE: glance.view.initiative.id}
    if found is None:
        _no_figures(glance, here)
        return
    st.markdown(_overall(found))
    for each in found.dimensions:
        there = {**here, keys.ROUND: found.round.id, keys.DIMENSION: each.key}
        st.page_link("pages/readiness.py", label=_dimension(each, found), query_params=there)
    st.caption(plain(f"“{found.round.label}”, all partners, the weakest first."))


def _no_figures(glance: Glance, here: dict[str, str]) -> None:
    """Why there are none, and where partners get on; nothing is asked of what is settled."""
    assessment, settled = glance.view.assessment, initiative_words.is_settled(glance.view)
    if assessment is not None:
        yet = "" if settled else " yet"
        st.caption(plain(f"“{assessment.label}” has nothing to show{yet}: it is open or has no answers."))
        there = {**here, keys.ROUND: assessment.id}
        with st.container(key="controls_ready"):
            st.page_link("pages/readiness.py", label="Who has answered", icon=":material/grid_on:", query_params=there)
    elif settled:
        st.caption("No round was held.")
    else:
        st.caption("There is no round yet. Drop a spreadsheet, or start a round on the Overview.")
        with st.container(key="controls_ready", gap="xsmall"):
            st.page_link("pages/overview.py", label="Overview", icon=":material/dashboard:", query_params=here)
            st.page_link("pages/spreadsheets.py", label="Spreadsheets", icon=":material/table_view:", query_params=here)


def _overall(found: Readiness) -> str:
    """Never without the weakest dimension, which stands right below it."""
    return _dimension(found.overall, found)


def _dimension(each: Ready, found: Readiness) -> str:
    if each.value is None:
        return f"**–** {plain(each.label)} (hidden or not answered)"
    figure = percent(each.value) if found.measure is Measure.SHARE else shown(each.value)
    band = f" · {BANDS[each.band]}" if each.band else ""
    return f"**{plain(figure)}** {plain(each.label)}{band}"


def _stuck(glance: Glance, today: date) -> None:
    stage, late = glance.view.current_stage, glance.overdue(today)
    if glance.view.is_over:
        st.caption(_over(glance))
        return
    if not late and not glance.stuck and (stage is None or not stage.unmet):
        st.markdown(":green[:material/check_circle:] Nothing: no date has passed, and no item stands still.")
        return
    counted = ((len(late), "overdue"), (len(glance.stuck), "not moved for three reviews or more"))
    st.caption(" · ".join(f"{count} {words}" for count, words in counted if count) or "No date has passed.")
    if stage is not None and stage.unmet:
        said = plain(f"The gate of {stage.stage.label} advises to wait. {' '.join(stage.unmet)}")
        st.markdown(f":small[{said}]")
    _tasks(glance, late, "overdue", today)
    for each in glance.stuck[:MOST_STILL]:
        _standing_still(glance, each)
    if len(glance.stuck) > MOST_STILL:
        with st.expander(f"{len(glance.stuck) - MOST_STILL} more that stand still"):
            for each in glance.stuck[MOST_STILL:]:
                _standing_still(glance, each)


def _over(glance: Glance) -> str:
    words, _ = initiative_words.STANDINGS[glance.view.initiative.standing]
    return f"It was {words.lower()}: nothing is due any more."


def _tasks(glance: Glance, tasks: tuple[Task, ...], words: str, today: date) -> None:
    """The first few; the others when somebody asks."""
    for task in tasks[:MOST]:
        _task(glance, task, today)
    if len(tasks) > MOST:
        with st.expander(f"{len(tasks) - MOST} more {words}"):
            for task in tasks[MOST:]:
                _task(glance, task, today)


def _standing_still(glance: Glance, each: StuckOn) -> None:
    label = f":material/hourglass_bottom: {plain(each.stuck.item.label)}"
    with st.container(gap=None):
        _link("checklists", label, {keys.INITIATIVE: glance.view.initiative.id, keys.CHECKLIST: each.checklist.key})
        st.caption(plain(f"Not moved for {many(each.stuck.reviews, 'review')}, since {day(each.stuck.since)}"))


def _ahead(glance: Glance, today: date) -> None:
    ahead = glance.ahead(today)
    if glance.view.is_over:
        st.caption(_over(glance))
        return
    if not ahead and initiative_words.is_settled(glance.view):
        st.caption("Nothing is planned: the way through the stages has ended.")
        return
    if not ahead:
        st.caption("Nothing is planned. Give a milestone a date and an owner on Stages.")
        there = {keys.INITIATIVE: glance.view.initiative.id, **({} if glance.view.visits else {keys.EDIT: BEGIN})}
        label = "Stages" if glance.view.visits else "Begin the first stage"
        with st.container(key="controls_ahead"):
            st.page_link("pages/stages.py", label=label, icon=":material/route:", query_params=there)
        return
    _tasks(glance, ahead, "to do", today)


def _task(glance: Glance, task: Task, today: date) -> None:
    """What is to be done as a link to where it was written down, with its owner and its date."""
    late = ":material/event_busy: " if task.overdue(today) else ""
    page, there = place_of(glance.view.initiative.id, task)
    with st.container(gap=None):
        _link(page, f"{late}{plain(_short(task.text))}", there)
        st.caption(plain(initiative_words.due(task, today)))


def _short(text: str, most: int = 90) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip(" ,.-") + "…"


def _link(page: str, label: str, there: dict[str, str]) -> None:
    """On to another page; a link to the page itself would do nothing, so that is a button."""
    if page == "initiative":
        st.button(label, key=f"to_{'_'.join(there.values())}", type="tertiary", on_click=shell.address, kwargs=there)
    else:
        st.page_link(f"pages/{page}.py", label=label, query_params=there)
