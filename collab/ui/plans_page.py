"""The Action plans screen: the plan of one goal, or all plans at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.journey import GoalOutcome
from collab.services import plans_words
from collab.services.action_plans import action_plans
from collab.services.drafts import subject_of
from collab.services.report_topics import Topic
from collab.store.keys import new_key
from collab.ui import (
    address,
    gone,
    initiative_about,
    initiative_editing,
    keys,
    meeting,
    plans_add,
    plans_all,
    plans_causes,
    plans_chart,
    plans_goal,
    plans_meeting,
    plans_steps,
    plans_table,
    report_buttons,
    shell,
    viewport,
)
from collab.ui.escape import plain
from collab.ui.initiative_goals import NEW
from collab.ui.picking import choose_initiative
from collab.ui.wording import many

if TYPE_CHECKING:
    from collab.model import Initiative, Person
    from collab.services.action_plans import PlansView, PlanView, StepView

ALL = "all"
URGENT, OWN = "urgent", "own"
MOST_CLASHES = 4
# On paper the table says all that the list does, and the heading names the goal.
# What is said of a step begins where its words do, beside the tick.
STYLE = """
@media (min-width: 700px) { [class*="st-key-said_of_"] { padding-left: 1.55rem; } }
@media print { [data-testid="stVerticalBlock"]:is(.st-key-controls_goal, .st-key-controls_steps,
  .st-key-controls_plans_table)
  { display: none !important; } }
"""
ORDERS = {URGENT: "Overdue first, then by date", OWN: "As we arranged them"}


def show(person: Person) -> None:
    """The whole screen."""
    initiative, today = choose_initiative().initiative, date.today()
    view = action_plans(shell.store(), initiative.id, today=today, person=person)
    if shell.in_meeting() and plans_meeting.has_something(view):
        plans_meeting.run(view, initiative, today)
        return
    st.query_params.pop(keys.MEETING, None)
    viewport.watch_page()
    initiative_editing.close_what_is_saved()
    _tell_gone(view, initiative, person)
    if not view.plans:
        _no_goal(initiative)
        return
    _screen(view, initiative, person, today)


def _tell_gone(view: PlansView, initiative: Initiative, person: Person) -> None:
    """A step or goal that the address names and nobody has any more, with what was typed of it."""
    kind, _, key = st.query_params.get(keys.EDIT, "").partition(":")
    goals, steps = {each.goal.goal.id for each in view.plans}, {each.step.id for each in plans_words.every_step(view)}
    if st.query_params.get(keys.GOAL, ALL) not in {ALL, *goals}:
        st.query_params.pop(keys.GOAL)
        st.info("The goal that the address names is not there any more. Below is what is there now.")
    there, said, fields = {
        "plan_step": (steps, "This step is not there any more: somebody took it away.", plans_steps.typed_fields()),
        "action_plan": (goals, "The goal of this plan is not there any more.", plans_goal.fields()),
    }.get(kind, ({key}, "", ()))
    if key not in there:
        subjects = (subject_of(kind, initiative.id, key),)
        gone.tell(shell.store(), person, said, subjects=subjects, fields=fields)


def _no_goal(initiative: Initiative) -> None:
    """A plan belongs to a goal: what that is, and the way to write the first."""
    st.info(f"Each goal has an action plan, and no goal is written down yet. {plain(_goal_prompt())}")
    st.page_link(
        "pages/initiative.py",
        label="Write the first goal",
        icon=":material/flag:",
        query_params={keys.INITIATIVE: initiative.id, keys.EDIT: f"{NEW}:{new_key()}"},
    )


def _goal_prompt() -> str:
    return shell.framework().action_plan.goal_prompt


def _screen(view: PlansView, initiative: Initiative, person: Person, today: date) -> None:
    plan = next((each for each in view.plans if each.goal.goal.id == _goal_asked(view)), None)
    if plans_meeting.has_something(view):
        about = plan.goal.goal.id if plan and plan.steps else ""
        meeting.context_and_button(
            f"{initiative.name} · {many(len(view.plans), 'goal')}",
            about=about,
            files=lambda: report_buttons.draw(initiative, Topic.PLANS, person=person),
        )
    initiative_about.draw_standing(initiative)
    st.html(f"<style>{STYLE}</style>")
    if len(view.plans) > 1:
        _choose_goal(view)
    if plan is None:
        plans_all.draw(view, person, today, name=initiative.name)
        plans_causes.open_ones(view, initiative.id)
    else:
        _plan(view, plan, initiative, person, today)


def _goal_asked(view: PlansView) -> str:
    """The goal that the address names or whose step it opens; the only one where there is one; else all."""
    if len(view.plans) == 1:
        return view.plans[0].goal.goal.id
    opened = st.query_params.get(keys.EDIT, "")
    if keys.GOAL not in st.query_params and opened:
        for each in plans_words.every_step(view):
            if plans_steps.what_of(each.step) == opened:
                st.query_params[keys.GOAL] = each.step.goal_id
    return st.query_params.get(keys.GOAL, ALL)


def _choose_goal(view: PlansView) -> None:
    names = {each.goal.goal.id: each.goal.goal.statement for each in view.plans}
    with st.container(key="controls_goal"):
        address.select(
            "Goal",
            {ALL: f"All {len(names)} goals", **names},
            param=keys.GOAL,
            widget=keys.PICK_GOAL,
            default=ALL,
            width=720,
            then=initiative_editing.close,
        )


def _plan(view: PlansView, plan: PlanView, initiative: Initiative, person: Person, today: date) -> None:
    """One plan: its goal, its steps along dates and as a list, what it is for, what it leaves open."""
    plans_goal.head(plan)
    sentences = [*plans_words.reading(plan), plans_words.without_owner(plan.steps)]
    if plan.steps:
        st.markdown(" ".join(plain(sentence) for sentence in sentences if sentence))
    _clashes(plans_words.clashes(plan))
    order = st.query_params.get(keys.ORDER, URGENT)
    steps = in_order(plan, order)
    if not viewport.is_narrow():
        plans_chart.of_plan(plan, steps, today, name=initiative.name)
        if said := plans_words.undated(steps):
            st.caption(plain(said))
    _work(view, plan, steps, person, today)
    plans_goal.texts(plan, person)
    plans_causes.open_ones(view, initiative.id, goal=plan.goal.goal)
    plans_table.show([(plan, steps)], today, with_goal=False)


def _clashes(sentences: Sequence[str]) -> None:
    """Days that cannot be kept, in one place however many there are."""
    if not sentences:
        return
    named, rest = sentences[:MOST_CLASHES], len(sentences) - MOST_CLASHES
    more = [f"{rest} more: the dashed arrows of the chart show all."] if rest > 0 else []
    lines = [plain(each) for each in (*named, *more)]
    said = lines[0] if len(lines) == 1 else "\n".join(("Some days cannot be kept:\n", *(f"- {line}" for line in lines)))
    st.warning(said, icon=":material/event_busy:")


def in_order(plan: PlanView, order: str) -> tuple[StepView, ...]:
    """Overdue first and then by date, or as partners arranged them."""
    return tuple(sorted(plan.steps, key=lambda each: each.step.position)) if order == OWN else plan.steps


def _work(view: PlansView, plan: PlanView, steps: Sequence[StepView], person: Person, today: date) -> None:
    """The list of steps, and the row that adds more."""
    order = URGENT
    with st.container(key="controls_steps", gap="small"):
        with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
            st.subheader("Steps", anchor=False, width="content")
            if len(steps) > 1:
                order = address.select(
                    "Order", ORDERS, param=keys.ORDER, widget=keys.PICK_PLAN_ORDER, default=URGENT, width=260
                )
        # A place of its own: the row below, which somebody types into, stays the same element of the page.
        with st.container():
            if not steps:
                st.info(_first_step(), icon=":material/lightbulb:")
            plans_steps.draw(view, plan, steps, person, today, is_moved=order == OWN)
        if plan.goal.goal.outcome is GoalOutcome.OPEN:
            plans_add.draw(view, plan, person)
        else:
            st.caption("This goal is settled, so no step is added. To plan on, edit the goal and open it again.")


def _first_step() -> str:
    """What a plan asks of each step, from the toolkit."""
    fields = shell.framework().action_plan.step_fields
    asks = " ".join(f"**{plain(each.label)}**: {plain(each.prompt)}" for each in fields[:3])
    return f"No step yet. Type the first one below and press Enter; all else can be said later. {asks}"
