"""The head of a plan: its goal with the five soft checks, and what the plan says besides its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.journey import GoalOutcome
from collab.services.action_plans import save_plan
from collab.services.drafts import subject_of
from collab.ui import keys, shell, viewport
from collab.ui.escape import plain
from collab.ui.fields import Field
from collab.ui.initiative_editing import in_place, is_open, open_button
from collab.ui.initiative_words import OUTCOME_COLOURS, OUTCOMES, PARTS
from collab.ui.wording import day

if TYPE_CHECKING:
    from collab.journey import Goal
    from collab.model import Person
    from collab.services.action_plans import PlanView

TEXTS = {
    "outcomes": "What the work will bring",
    "evidence": "How we know that we make progress",
    "evaluation": "How we decide that the goal is reached",
}


def head(plan: PlanView) -> None:
    """The goal, its checks, and the way to write it."""
    goal = plan.goal.goal
    beside = not viewport.is_narrow()
    with st.container(horizontal=beside, vertical_alignment="top", horizontal_alignment="distribute", key="plan_goal"):
        with st.container(gap="xsmall"):
            st.subheader(plain(goal.statement), anchor=False)
            checks = (
                f":green-badge[:material/check: {PARTS[check.part]}]"
                if check.there
                else f":gray-badge[{PARTS[check.part]}: missing]"
                for check in plan.goal.checks
            )
            st.markdown(f"{badge(goal)} {' '.join(checks)}")
            hints = [check.hint for check in plan.goal.checks if not check.there]
            if hints and goal.outcome is GoalOutcome.OPEN:
                st.caption(f":material/lightbulb: {plain(' '.join(hints))}")
        with st.container(width="content"):
            st.page_link(
                "pages/initiative.py",
                label="Edit the goal",
                icon=":material/flag:",
                query_params={keys.INITIATIVE: goal.initiative_id, keys.EDIT: f"goal:{goal.id}"},
            )


def badge(goal: Goal) -> str:
    """By when it is to be reached, or what became of it."""
    if goal.outcome is not GoalOutcome.OPEN:
        return f":{OUTCOME_COLOURS[goal.outcome]}-badge[{OUTCOMES[goal.outcome]}]"
    return f":blue-badge[By {plain(day(goal.due_on))}]" if goal.due_on else ":gray-badge[No date]"


def prompts() -> dict[str, str]:
    """What each of the three texts is about, from the toolkit."""
    content = shell.framework().action_plan
    return {
        "outcomes": content.outcomes_prompt,
        "evidence": content.evidence_prompt,
        "evaluation": content.evaluation_prompt,
    }


def texts(plan: PlanView, person: Person) -> None:
    """Outcomes, evidence and evaluation side by side, with the editor of all three."""
    what, about = f"action_plan:{plan.goal.goal.id}", prompts()
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader("What it is for", anchor=False, width="content")
        open_button("Edit", what, about="what the plan is for")
    if is_open(what):
        _edit(plan, person, what)
        return
    for column, (name, label) in zip(st.columns(len(TEXTS), gap="medium"), TEXTS.items(), strict=True):
        with column, st.container(key=f"together_plan_{name}", gap="xsmall"):
            said = getattr(plan.plan, name)
            st.markdown(f"**{label}**")
            st.markdown(paragraphs(said) if said else f":gray[_{plain(about[name])}_]")


def fields() -> tuple[Field, ...]:
    """The three texts, with what each is about."""
    about = prompts()
    return tuple(Field(name, label, "text", help=plain(about[name])) for name, label in TEXTS.items())


def paragraphs(said: str) -> str:
    """A text of users with its own line breaks."""
    return "  \n".join(plain(line) for line in said.splitlines() if line.strip())


def _edit(plan: PlanView, person: Person, what: str) -> None:
    goal = plan.goal.goal

    def save(version: int, given: dict[str, object]) -> object:
        return save_plan(shell.store(), person, goal.id, version=version, **given)

    in_place(
        shell.store(),
        person,
        what,
        title="What the plan is for",
        subject=subject_of("action_plan", goal.initiative_id, goal.id),
        version=plan.plan.version,
        saved={name: getattr(plan.plan, name) for name in TEXTS},
        fields=fields(),
        save=save,
        done="What the plan is for is saved.",
    )
