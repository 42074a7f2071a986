"""The row that adds steps to a plan, one after the other."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.services.action_plans import add_step
from collab.services.drafts import subject_of
from collab.ui import adding, keys, shell
from collab.ui.adding import ID, Part
from collab.ui.escape import plain

if TYPE_CHECKING:
    from collab.model import Person
    from collab.plans import PlanStep
    from collab.services.action_plans import PlansView, PlanView
    from collab.ui.drafting import Content


def draw(view: PlansView, plan: PlanView, person: Person) -> None:
    """The row of a plan. Enter adds a step and leaves the cursor where it is, for the next one."""
    goal = plan.goal.goal
    adding.row(
        shell.store(),
        person,
        subject_of("plan_step", goal.initiative_id, "add", goal.id),
        noun="step",
        parts=(
            Part("step", "Add a step", 6, placeholder="What will be done"),
            Part("responsible", "Responsible", 4, placeholder="A person or a team"),
            Part("partner", "Partner", 4, "choice", options=tuple((each.id, each.name) for each in view.present)),
            Part("begins", "Begins", 4, "day"),
            Part("due", "Due", 4, "day"),
        ),
        add=partial(_add, person, goal.id, _cause(view)),
        kept=frozenset(each.step.id for each in plan.steps),
    )


def _cause(view: PlansView) -> str | None:
    """The root cause that the address names: all that is added goes at it, until somebody says that no more does."""
    asked = st.query_params.get(keys.CAUSE)
    cause = next((each for each in view.causes if each.id == asked), None)
    if cause is None:
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":blue-badge[:material/target: What is added goes at] {plain(cause.answer)}", width="content")
        st.button("Not at this one", key="no_cause", type="tertiary", on_click=forget_cause)
    return cause.id


def forget_cause() -> None:
    """What is added goes at no root cause in particular any more."""
    st.query_params.pop(keys.CAUSE, None)


def _add(person: Person, goal_id: str, cause_id: str | None, content: Content) -> PlanStep:
    begins, due = (date.fromisoformat(content[part]) if content[part] else None for part in ("begins", "due"))
    return add_step(
        shell.store(),
        person,
        goal_id,
        step_id=content[ID] or None,
        step=content["step"],
        responsible=content["responsible"],
        partner_id=content["partner"],
        begins_on=begins,
        due_on=due,
        cause_id=cause_id,
    )
