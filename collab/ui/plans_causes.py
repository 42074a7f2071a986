"""Chosen root causes that no step goes at: named, each with the way to plan a step for it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.journey import GoalOutcome
from collab.services import plans_words
from collab.store.keys import new_key
from collab.ui import keys
from collab.ui.escape import plain
from collab.ui.naming import named

if TYPE_CHECKING:
    from collab.journey import Goal
    from collab.services.action_plans import PlansView


def open_ones(view: PlansView, initiative_id: str, *, goal: Goal | None = None) -> None:
    """The list. goal: whose plan is open, so that a step can be added to it."""
    if not view.open_causes:
        return
    st.subheader("Root causes that no step goes at", anchor=False)
    for each in view.open_causes:
        with st.container(horizontal=True, vertical_alignment="center", key=f"open_cause_{each.id}"):
            st.markdown(f":orange[:material/target:] {plain(each.answer)}", width="content")
            if goal and goal.outcome is GoalOutcome.OPEN:
                st.button(
                    named("Plan a step for it", plans_words.short(each.answer)),
                    key=f"plan_cause_{each.id}",
                    icon=":material/add:",
                    on_click=_plan_for,
                    args=(each.id,),
                )
            if goal and each.id == st.query_params.get(keys.CAUSE):
                st.caption("Type the step in the row “Add a step” above: it goes at this root cause.", width="content")
    _cursor()(key="plan_for", data={"wanted": st.session_state.get(keys.PLANNED_FOR, "")})
    if goal is None:
        st.caption("Open the plan of a goal to add a step that goes at one of them.")


def _plan_for(cause_id: str) -> None:
    """All that is added goes at it from now on; each press puts the cursor there."""
    st.query_params[keys.CAUSE] = cause_id
    st.session_state[keys.PLANNED_FOR] = new_key()


@cache
def _cursor() -> Any:
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return st.components.v2.component("common_ground_plan_for", html="<span hidden></span>", js=script)
