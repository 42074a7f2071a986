"""The steps as a real table: on the screen when somebody opens it, on paper always, with all that is said of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from collab.services import plans_words
from collab.ui import keys, printed
from collab.ui.escape import plain
from collab.ui.plans_steps import TOLD, labels_of_fields

if TYPE_CHECKING:
    from datetime import date

    from collab.services.action_plans import PlanView, StepView

HOW = (
    "A step is overdue once its day has passed and nobody has said that it is done; under way from the day on which it "
    "begins; it waits as long as a step before it is not done. A share is steps that are done / steps."
)


def show(plans: Sequence[tuple[PlanView, Sequence[StepView]]], today: date, *, with_goal: bool) -> None:
    """A row per step. with_goal: of several plans, so that each names its goal."""
    views = [(plan, each) for plan, steps in plans for each in steps]
    if not views:
        return
    with st.expander("All steps as a table", icon=":material/table:", key=keys.PLANS_TABLE, on_change="rerun") as box:
        if box.open:
            with st.container(key="controls_plans_table"):
                st.dataframe(
                    _columns([row(plan, each, today, with_goal=with_goal) for plan, each in views]),
                    hide_index=True,
                    placeholder="",
                    alt="Every step with all that is said of it",
                )
            st.caption(plain(HOW))
    paper = _columns([on_paper(plan, each, today, with_goal=with_goal) for plan, each in views])
    printed.only({name: said for name, said in paper.items() if any(said)}, key="plan_steps")


def _columns(rows: Sequence[dict[str, object]]) -> dict[str, list[object]]:
    return {name: [each[name] for each in rows] for name in rows[0]}


def on_paper(plan: PlanView, view: StepView, today: date, *, with_goal: bool) -> dict[str, object]:
    """One step in as few columns as a sheet has room for, as the form of the toolkit has them."""
    step, labels = view.step, labels_of_fields()
    return {
        **({"Goal": plan.goal.goal.statement} if with_goal else {}),
        labels["step"]: step.step,
        labels["responsible"]: plans_words.who(view),
        labels["due"]: f"{plans_words.times(step)}. {plans_words.standing(view, today)}",
        "Waits for": "; ".join(each.step for each in view.before),
        **{labels[name]: getattr(step, name) for name in TOLD},
        "Root cause": view.cause.answer if view.cause else "",
    }


def row(plan: PlanView, view: StepView, today: date, *, with_goal: bool) -> dict[str, object]:
    """All that is known of one step."""
    step, labels = view.step, labels_of_fields()
    return {
        **({"Goal": plan.goal.goal.statement} if with_goal else {}),
        labels["step"]: step.step,
        labels["responsible"]: step.responsible,
        "Partner": view.partner.name if view.partner else "",
        "Begins": step.begins_on,
        "Due": step.due_on,
        "Done on": step.done_on,
        "Stands": plans_words.state(view),
        "Days overdue": (today - step.due_on).days if view.is_overdue and step.due_on else None,
        "Waits for": "; ".join(each.step for each in view.before),
        "Root cause": view.cause.answer if view.cause else "",
        **{labels[name]: getattr(step, name) for name in TOLD},
    }
