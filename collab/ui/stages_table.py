"""The stages and every stay in them as real tables, and how their figures come about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.services.journey_words import how_it_ended
from collab.ui import keys, printed, stages_words
from collab.ui.escape import plain

if TYPE_CHECKING:
    from pandas import DataFrame

    from collab.journey import StageVisit
    from collab.services.journey import JourneyView, StageView

HOW = (
    "A milestone is 1 where it is reached and 0 where not; one that stands for a phase of a checklist is that phase's "
    "mean status in the latest joint review (else the mean of the partners' latest), and is done at 80 percent. "
    "Completed is the mean over the milestones that apply. Of a stage that was written down long afterwards, "
    "it is often not known any more what was reached: then there is no percentage, and it is said how many milestones "
    "are known to be reached. Days are counted from the first day of a stay to its last, "
    "to today, or to the day on which the initiative was completed or stopped; several stays in a stage are added up. "
    "Where only the month or the year is known, they are counted from the middle of what it can mean: not before the "
    "move before it, not after the next one, and not after today."
)


def show(view: JourneyView, key: tuple[object, ...]) -> None:
    """The tables, which are made only when somebody opens them."""
    with st.expander(
        "All stages and stays as a table", icon=":material/table:", key=keys.STAGES_TABLE, on_change="rerun"
    ) as box:
        if box.open:
            printed.show(
                _stages(key, view),
                key="stages",
                placeholder="",
                alt="Every stage with its state, dates, days, milestones and confirmations",
            )
            if view.visits:
                printed.show(
                    _stays((*key, "stays"), view),
                    key="stays",
                    placeholder="",
                    alt="Every stay in a stage with its days and how it ended",
                )
            st.caption(plain(HOW))


@st.cache_resource(max_entries=32, show_spinner=False)
def _stages(key: tuple[object, ...], _view: JourneyView) -> DataFrame:
    return stage_table(_view)


@st.cache_resource(max_entries=32, show_spinner=False)
def _stays(key: tuple[object, ...], _view: JourneyView) -> DataFrame:
    return stay_table(_view)


def stage_table(view: JourneyView) -> DataFrame:
    """A row per stage; Completed in words, empty where nothing is written down."""
    import pandas as pd

    return pd.DataFrame([_stage(view, each) for each in view.stages])


def _stage(view: JourneyView, stage: StageView) -> dict[str, object]:
    begun = stage.visits[0].began_on.isoformat() if stage.visits else None
    last = stage.visits[-1].ended_on if stage.visits else None
    ended = last.isoformat() if last else None
    return {
        "Stage": stage.stage.label,
        "State": stages_words.state_in(view, stage),
        "Planned from": stage.plan.from_on,
        "Planned until": stage.plan.until_on,
        "First day": begun,
        "Last day": ended,
        "Stays": len(stage.visits),
        "Days": stage.spent.days if stage.visits else None,
        "Time spent": stages_words.spent(view, stage.visits) if stage.visits else None,
        "Milestones reached": stage.reached,
        "of": len(stage.counted),
        "Completed": stages_words.share(stage) or None,
        "Gate": _gate(view, stage),
        "Partners confirm": f"{stage.confirmed()} of {len(stage.asked)}",
    }


def _gate(view: JourneyView, stage: StageView) -> str:
    if not stages_words.has_gate(view, stage):
        return stages_words.gate_behind(view, stage)
    return " ".join(stage.unmet) if stage.unmet else "met"


def stay_table(view: JourneyView) -> DataFrame:
    """A row per stay, in order."""
    import pandas as pd

    return pd.DataFrame([_stay(view, each) for each in view.visits])


def _stay(view: JourneyView, visit: StageVisit) -> dict[str, object]:
    ended = stages_words.ENDED.get(view.initiative.standing) if visit.end is None else None
    return {
        "Stay": visit.number,
        "Stage": stages_words.labels().get(visit.stage, visit.stage),
        "Began": visit.began_on.isoformat(),
        "Ended": visit.ended_on.isoformat() if visit.ended_on else None,
        "Days": view.days_of(visit),
        "Time spent": stages_words.spent(view, (visit,)),
        "How it ended": ended.lower() if ended else how_it_ended(visit),
        "Why here again": visit.reason,
        "Why it ended so": visit.end_reason,
    }
