"""The Stages screen: where the initiative stands in words, the path, moving on and back, one stage, the timeline."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import (
    bulk,
    initiative_about,
    initiative_editing,
    keys,
    meeting,
    shell,
    stages_charts,
    stages_confirm,
    stages_meeting,
    stages_milestones,
    stages_moves,
    stages_table,
    stages_words,
    viewport,
)
from collab.ui.escape import plain
from collab.ui.picking import choose_initiative
from collab.ui.wording import many

if TYPE_CHECKING:
    from collab.journey import StageVisit
    from collab.model import Person
    from collab.services.journey import JourneyView, StageView
    from collab.store import Store


def show(person: Person) -> None:
    """The whole screen."""
    from collab.services.journey import journey

    today = date.today()
    view = journey(shell.store(), choose_initiative().initiative.id, today=today, person=person)
    stamp = stages_charts.stamp_of(view, today)
    if shell.in_meeting():
        stages_meeting.run(view, stamp, today)
        return
    viewport.watch_page()
    initiative_editing.close_what_is_saved()
    _screen(view, stamp, person, today)


def _screen(view: JourneyView, stamp: tuple[object, ...], person: Person, today: date) -> None:
    store = shell.store()
    meeting.context_and_button(f"{view.initiative.name} · {many(len(view.present), 'partner')}")
    initiative_about.draw_standing(view.initiative)
    st.markdown(" ".join(plain(sentence) for sentence in stages_words.reading(view, today)))
    stages_charts.draw_path(view, stamp)
    stages_moves.buttons(view, person, store, today)
    chosen = choose_stage(view)
    _stage(view, view.stage(chosen), person, store, today)
    st.subheader("Planned against actual time", anchor=False)
    if stages_charts.has_time(view):
        stages_charts.draw_timeline(view, stamp, today=today)
        if viewport.is_narrow():
            st.caption("Swipe the chart sideways. Time spent and completed shares stand in the table below.")
    else:
        st.info("Plan the dates of a stage above, or begin the first one: then time is drawn here.")
    stages_moves.way_so_far(view, person, store, today)
    stages_table.show(view, stamp)
    bulk.milestones_panel(store, person, view.initiative.id)


def choose_stage(view: JourneyView) -> str:
    """The stage that the address names, else the one where the initiative stands, else the last left or the first."""
    every = stages_words.labels()
    here = view.current.stage if view.current else _last(view.visits) or next(iter(every))
    asked = st.query_params.get(keys.STAGE, here)
    chosen = asked if asked in every else here
    st.session_state[keys.PICK_STAGE] = chosen
    st.segmented_control(
        "Stage",
        list(every),
        format_func=lambda key: plain(every[key]),
        key=keys.PICK_STAGE,
        on_change=_stage_chosen,
        args=(chosen,),
        required=True,
        wrap=True,
    )
    return chosen


def _last(visits: tuple[StageVisit, ...]) -> str:
    return visits[-1].stage if visits else ""


def _stage_chosen(before: str) -> None:
    """Another stage; what was open for editing belongs to the one before."""
    if st.session_state[keys.PICK_STAGE] == before:
        return
    st.query_params[keys.STAGE] = st.session_state[keys.PICK_STAGE]
    st.query_params.pop(keys.EDIT, None)


def _stage(view: JourneyView, stage: StageView, person: Person, store: Store, today: date) -> None:
    """One stage: its milestones beside its gate, dates and what partners say."""
    ended = stage.is_current and view.is_over
    colour = "gray" if ended else stages_words.STATE_COLOURS[stage.state]
    badge = f":{colour}-badge[{stages_words.state_in(view, stage)}]"
    st.subheader(f"{plain(stage.stage.letter)}  {plain(stage.stage.title)} {badge}", anchor=False)
    st.caption(plain(stage.stage.outcome))
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.markdown(f"**Milestones** · {stages_words.completed(stage)}")
        stages_milestones.draw(view, stage, person, store, today)
    with right:
        _gate(view, stage)
        st.markdown("**Dates**")
        stages_confirm.draw_plan(view, stage, person, store)
    stages_confirm.draw(view, stage, person, store)


def _gate(view: JourneyView, stage: StageView) -> None:
    """What the gate says now, and what it said where partners went on all the same."""
    st.markdown("**Gate**")
    if not stages_words.has_gate(view, stage):
        st.markdown(plain(stages_words.gate_behind(view, stage)))
    elif stage.unmet:
        lines = "\n".join(f"- {plain(each)}" for each in stage.unmet)
        st.markdown(f":orange[:material/pan_tool:] It advises to wait:\n\n{lines}")
    else:
        st.markdown(":green[:material/check_circle:] It is met: partners can go on.")
    if stages_words.has_gate(view, stage):
        st.caption(stages_words.gate_rule(stage))
    for sentence in stages_words.passed_despite(view, stage):
        st.markdown(f":orange[◇] {plain(sentence)}")
    for sentence in stages_words.passed_with_words(stage):
        st.markdown(plain(sentence))
