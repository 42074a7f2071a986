"""All plans at once: how far each goal is, the steps of all along dates, and what falls to one partner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from collab.journey import GoalOutcome
from collab.services import plans_words
from collab.ui import address, keys, plans_chart, plans_goal, plans_steps, plans_table, viewport
from collab.ui.escape import plain
from collab.ui.naming import named
from collab.ui.wording import many

if TYPE_CHECKING:
    from datetime import date

    from collab.model import Person
    from collab.services.action_plans import PlansView, PlanView, StepView

EVERYBODY = "all"


def draw(view: PlansView, person: Person, today: date, *, name: str) -> None:
    """Words, progress by goal, the chart of all, the list where one partner is chosen, the table."""
    st.markdown(" ".join(plain(sentence) for sentence in plans_words.reading_of_all(view)))
    st.subheader("How far is each goal?", anchor=False)
    settled = [plan for plan in view.plans if plan.goal.goal.outcome is not GoalOutcome.OPEN]
    for plan in view.plans:
        if plan not in settled:
            _goal(plan)
    if settled:
        with st.expander(many(len(settled), "settled goal")):
            for plan in settled:
                _goal(plan)
    if not plans_words.every_step(view):
        return
    st.subheader("All steps", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        partner = _choose_partner(view)
        if partner != EVERYBODY:
            st.page_link(
                "pages/owed.py",
                label="All that it owes",
                icon=":material/task_alt:",
                query_params={keys.INITIATIVE: view.plans[0].goal.goal.initiative_id, keys.PARTNER: partner},
            )
    shown = [(plan, _of(plan.steps, partner)) for plan in view.plans]
    shown = [(plan, steps) for plan, steps in shown if steps]
    _steps(shown, person, today, name=name, in_a_list=partner != EVERYBODY or viewport.is_narrow())
    plans_table.show(shown, today, with_goal=True)


def _goal(plan: PlanView) -> None:
    """One goal with its share as a bar, and the way to its plan."""
    goal = plan.goal.goal
    with st.container(border=True, key=f"together_goal_{goal.id}"):
        words, bar, way = st.columns((8, 5, 2), vertical_alignment="center", gap="medium")
        with words:
            st.markdown(f"**{plain(goal.statement)}** {plans_goal.badge(goal)}")
        with bar:
            if plan.share is None:
                st.caption("No step yet.")
            else:
                st.progress(plan.share, text=plain(f"{plans_words.counted(plan.steps)}"))
        with way:
            st.button(
                named("Open", f"the plan of {plans_words.short(goal.statement)}"),
                key=f"open_plan_{goal.id}",
                icon=":material/arrow_forward:",
                on_click=choose,
                args=(goal.id,),
            )


def choose(goal_id: str) -> None:
    """The plan of this goal alone; "" goes back to all."""
    st.query_params.pop(keys.EDIT, None)
    if goal_id:
        st.query_params[keys.GOAL] = goal_id
    else:
        st.query_params.pop(keys.GOAL, None)


def _choose_partner(view: PlansView) -> str:
    named_in = {each.partner.id: each.partner.name for each in plans_words.every_step(view) if each.partner}
    if not named_in:
        return EVERYBODY
    names = {EVERYBODY: "Every partner", **dict(sorted(named_in.items(), key=lambda each: each[1].casefold()))}
    return address.select(
        "What falls to", names, param=keys.PARTNER, widget=keys.PICK_PLAN_PARTNER, default=EVERYBODY, width=360
    )


def _of(steps: Sequence[StepView], partner: str) -> tuple[StepView, ...]:
    return tuple(each for each in steps if partner in (EVERYBODY, each.step.partner_id))


def _steps(
    shown: Sequence[tuple[PlanView, Sequence[StepView]]], person: Person, today: date, *, name: str, in_a_list: bool
) -> None:
    every = [each for _, steps in shown for each in steps]
    st.markdown(plain(f"{plans_words.counted(every)}."))
    if not viewport.is_narrow():
        plans_chart.of_all(shown, today, name=name)
        if said := plans_words.undated(every):
            st.caption(plain(said))
    if in_a_list:
        for plan, steps in shown:
            st.markdown(f"**{plain(plan.goal.goal.statement)}**")
            plans_steps.listed(steps, person, today)
