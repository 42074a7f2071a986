"""SMART goals: each with its five soft checks and a hint for what is missing; edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.journey import GoalOutcome
from collab.ui import shell
from collab.ui.escape import plain
from collab.ui.fields import Field
from collab.ui.initiative_editing import ADD, Removal, add_button, in_place, is_open, new_id, open_button
from collab.ui.initiative_words import OUTCOME_COLOURS, OUTCOMES, PARTS, is_settled
from collab.ui.wording import day

if TYPE_CHECKING:
    from collab.journey import Goal
    from collab.model import Person
    from collab.scoring.smart import SmartCheck
    from collab.services.at_a_glance import Glance
    from collab.services.purpose import GoalView
    from collab.store import Store

NEW = f"{ADD}:goal"
FIELDS = (
    Field("statement", "Goal", "text", help="Who will do what, for whom and where"),
    Field("measure", "What is counted", help="How one will know"),
    Field("target", "How much is enough"),
    Field("due_on", "By when", "day"),
    Field("attainable", "Why it can be reached", help="With the people and money at hand"),
    Field("result", "What will be different", help="For students or families"),
    Field("reached", "What came of it so far", help="In words or numbers"),
    Field("outcome", "What became of it", "choice", tuple((key, words) for key, words in OUTCOMES.items())),
)


def draw(glance: Glance, person: Person, store: Store) -> None:
    """Every goal, and one more."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader("SMART goals", anchor=False, width="content")
        add_button("Add a goal", NEW)
    made = new_id(NEW, (each.goal.id for each in glance.purpose.goals))
    if made is not None:
        _add(glance, made, person, store)
    if not glance.purpose.goals:
        asks = "No goal is written down yet. A goal makes the purpose measurable: add the first one."
        st.caption("No goal is written down." if is_settled(glance.view) else asks)
    for each in glance.purpose.goals:
        _goal(each, glance, person, store)


def _goal(each: GoalView, glance: Glance, person: Person, store: Store) -> None:
    what = f"goal:{each.goal.id}"
    with st.container(horizontal=True, gap="small", key=f"goal_{each.goal.id}"):
        with st.container(gap=None):
            st.markdown(f"**{plain(each.goal.statement)}** {_outcome(each.goal)}")
            st.markdown(" ".join(_check(check) for check in each.checks))
            st.caption(plain(_told(each.goal)) or "Only its statement is written so far.")
            asks = each.goal.outcome is GoalOutcome.OPEN and not is_settled(glance.view)
            hints = " ".join(check.hint for check in each.checks if asks and not check.there)
            if hints:
                st.caption(f":material/lightbulb: {plain(hints)}")
        with st.container(width="content"):
            open_button("Edit", what, about=f"“{each.goal.statement}”")
    if is_open(what):
        _edit(each.goal, what, glance, person, store)


def _outcome(goal: Goal) -> str:
    if goal.outcome is GoalOutcome.OPEN:
        return f":gray-badge[by {plain(day(goal.due_on))}]" if goal.due_on else ""
    return f":{OUTCOME_COLOURS[goal.outcome]}-badge[{OUTCOMES[goal.outcome]}]"


def _check(check: SmartCheck) -> str:
    """The mark and the word: a part that is missing is no fault, so it is not red."""
    if check.there:
        return f":green-badge[:material/check: {PARTS[check.part]}]"
    return f":gray-badge[{PARTS[check.part]}: missing]"


def _told(goal: Goal) -> str:
    target = f" (enough: {goal.target})" if goal.target else ""
    counted = f"Counted: {goal.measure}{target}" if goal.measure else ""
    can = f"Can be reached: {goal.attainable}" if goal.attainable else ""
    result = f"What changes: {goal.result}" if goal.result else ""
    reached = f"Reached: {goal.reached}" if goal.reached else ""
    return " · ".join(part for part in (counted, can, result, reached) if part)


def _edit(goal: Goal, what: str, glance: Glance, person: Person, store: Store) -> None:
    from collab.services.purpose import save_goal

    in_place(
        store,
        person,
        what,
        title="A goal",
        subject=f"goal:{glance.view.initiative.id}:{goal.id}",
        version=goal.version,
        saved={field.name: getattr(goal, field.name) for field in FIELDS},
        fields=FIELDS,
        save=lambda version, given: save_goal(store, person, goal.id, version=version, **given),
        done="The goal is saved.",
        remove=Removal("Remove this goal", goal.statement, lambda: _remove(goal, person, store)),
    )


def _remove(goal: Goal, person: Person, store: Store) -> None:
    from collab.errors import CollabError
    from collab.services.purpose import remove_goal

    try:
        remove_goal(store, person, goal.id, version=goal.version)
    except CollabError as failure:
        shell.flash(str(failure), kind="error")
    else:
        shell.flash("The goal is removed.")


def _add(glance: Glance, made: str, person: Person, store: Store) -> None:
    from collab.services.purpose import add_goal

    fields = FIELDS[:-2]
    initiative_id = glance.view.initiative.id
    in_place(
        store,
        person,
        f"{NEW}:{made}",
        title="A new goal. Every part can be filled in later.",
        subject=f"goal:{initiative_id}:add",
        version=0,
        saved={field.name: None if field.kind == "day" else "" for field in fields},
        fields=fields,
        save=lambda _, given: add_goal(store, person, initiative_id, goal_id=made, **given),
        label="Add the goal",
        done="The goal is added.",
    )
