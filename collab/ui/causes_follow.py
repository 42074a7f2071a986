"""What follows from the root causes that were chosen: what takes each up, and the way to carry it over in one click."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.journey import GoalOutcome
from collab.services.action_plans import add_step
from collab.services.logic_model import add_entry
from collab.services.purpose import purpose_of
from collab.services.root_causes import TakenUp
from collab.store.keys import new_key
from collab.ui import causes_words, keys, shell
from collab.ui.escape import plain
from collab.ui.naming import named

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from collab.journey import Goal
    from collab.model import Person
    from collab.plans import Cause, LogicEntry, PlanStep
    from collab.services.root_causes import Tree
    from collab.store import Store

ACTIVITIES = "activities"
TO_BE_WORDED = "What we do about: {answer}"
LOGIC_MODEL, ACTION_PLAN = ":material/schema:", ":material/assignment:"


@dataclass
class _Carried:
    """What this session carries over. ids: place -> what the next one there is to be called.

    told: cause id -> the place from which something was just carried over, and where it is.
    """

    ids: dict[str, str] = field(default_factory=dict)
    told: dict[str, tuple[str, shell.Way]] = field(default_factory=dict)


# Long names wrap, and paper has them.
STYLE = """
[class*="st-key-taken_up_"] .stPageLink a { height: auto; }
[class*="st-key-taken_up_"] .stPageLink :is(p, span) { white-space: normal; overflow: visible; }
@media print {
  [class*="st-key-taken_up_"] .stElementContainer:has(> .stPageLink) { display: block !important; }
  [class*="st-key-taken_up_"] .stPageLink :is(div, a) { min-height: 0; margin: 0; padding: 0 !important; }
  [class*="st-key-taken_up_"] .stPageLink p { font-size: 0.75rem !important; }
}
"""


def draw(tree: Tree, taken_up: Mapping[str, TakenUp], person: Person, store: Store) -> None:
    """Every chosen root cause of a problem."""
    st.subheader("What follows from it", anchor=False)
    st.html(f"<style>{STYLE}</style>")
    if not tree.chosen:
        st.caption("Choose a root cause above: then it is carried over into logic model and action plan from here.")
        return
    goals = [each.goal for each in purpose_of(store, tree.problem.initiative_id, person=person).goals]
    for each in tree.chosen:
        with st.container(border=True, key=f"follows_{each.cause.id}", gap="small"):
            st.markdown(f":green[:material/star:] **{plain(each.cause.answer)}**")
            found = taken_up.get(each.cause.id, TakenUp())
            _taken_up(each.cause.id, found, goals)
            _carry_over(each.cause, found, goals, person, store)


def _taken_up(key: str, found: TakenUp, goals: list[Goal]) -> None:
    if not (found.entries or found.steps):
        st.caption("Nothing goes at it yet.")
        return
    with st.container(gap=None, key=f"taken_up_{key}"):
        for entry in found.entries:
            _entry(entry)
        for step in found.steps:
            _step(step, goals)


def _entry(entry: LogicEntry) -> None:
    st.page_link(
        "pages/logic_model.py",
        label=f"{plain(causes_words.place(entry.place))}: {plain(entry.text)}",
        icon=LOGIC_MODEL,
        query_params={keys.INITIATIVE: entry.initiative_id, keys.EDIT: f"entry:{entry.id}"},
    )


def _step(step: PlanStep, goals: list[Goal]) -> None:
    done = ", done" if step.is_done else ""
    goal = next((each.statement for each in goals if each.id == step.goal_id), "")
    st.page_link(
        "pages/action_plans.py",
        label=f"Plan step{done}: {plain(step.step)}",
        icon=ACTION_PLAN,
        help=plain(f"For the goal: {goal}") if goal else None,
        query_params={keys.INITIATIVE: step.initiative_id, keys.GOAL: step.goal_id},
    )


def _carry_over(cause: Cause, found: TakenUp, goals: list[Goal], person: Person, store: Store) -> None:
    open_goals = [each for each in goals if each.outcome is GoalOutcome.OPEN]
    again = " once more" if any(each.place == ACTIVITIES for each in found.entries) else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _button(
            f"Carry over{again} as an entry of “{plain(causes_words.place(ACTIVITIES))}”",
            LOGIC_MODEL,
            cause,
            partial(_to_model, store, person, cause),
            shell.Way("logic_model", "Word it in the logic model", LOGIC_MODEL, _there(cause)),
        )
        if not open_goals:
            st.page_link(
                "pages/initiative.py",
                label="A plan step belongs to a goal: write one",
                icon=":material/flag:",
                query_params=_there(cause),
            )
        elif len(open_goals) == 1:
            again = " once more" if _is_in_plan(found, open_goals[0]) else ""
            _to_plan(f"Carry over{again} as a plan step", cause, open_goals[0], person, store)
        else:
            label = named("Carry over as a plan step", f"“{cause.answer}”")
            with st.popover(label, icon=ACTION_PLAN, key=f"carry_plan_{cause.id}"):
                st.caption("For which goal?")
                for goal in open_goals:
                    again = "Once more: " if _is_in_plan(found, goal) else ""
                    _to_plan(f"{again}{plain(goal.statement)}", cause, goal, person, store)
        _tell(cause)


def _is_in_plan(found: TakenUp, goal: Goal) -> bool:
    return any(each.goal_id == goal.id for each in found.steps)


def _there(cause: Cause, goal: Goal | None = None) -> dict[str, str]:
    return {keys.INITIATIVE: cause.initiative_id} | ({keys.GOAL: goal.id} if goal else {})


def _to_model(store: Store, person: Person, cause: Cause, made_id: str) -> LogicEntry:
    text = TO_BE_WORDED.format(answer=cause.answer)
    own = {"place": ACTIVITIES, "text": text, "cause_id": cause.id}
    return add_entry(store, person, cause.initiative_id, entry_id=made_id, **own)


def _to_plan(label: str, cause: Cause, goal: Goal, person: Person, store: Store) -> None:
    def add(made_id: str) -> PlanStep:
        text = TO_BE_WORDED.format(answer=cause.answer)
        return add_step(store, person, goal.id, step_id=made_id, step=text, cause_id=cause.id)

    way = shell.Way("action_plans", "Say who does it by when", ACTION_PLAN, _there(cause, goal))
    _button(label, ACTION_PLAN, cause, add, way)


def _button(label: str, icon: str, cause: Cause, add: Callable[[str], object], way: shell.Way) -> None:
    """A button that adds one thing however often it is pressed: what it adds has its id, and so has the button.

    It gives way to another one once that is there; that can be pressed from the next look on, so that the second press
    of a double-click does nothing.  way: where to go on with it; it tells the places apart.
    """
    place = f"{cause.id}:{way.page}:{way.there.get(keys.GOAL, '')}"
    just = _carried().told.get(cause.id)
    made_id = _carried().ids.setdefault(place, new_key())
    st.button(
        named(label, f"“{cause.answer}”"),
        key=f"carry_{made_id}",
        icon=icon,
        disabled=just is not None and just[0] == place,
        on_click=_carry,
        args=(place, made_id, partial(add, made_id), cause.id, way),
    )


def _carry(place: str, made_id: str, work: Callable[[], object], cause_id: str, way: shell.Way) -> None:
    def carry() -> None:
        work()
        carried = _carried()
        carried.told[cause_id] = (place, way)
        if carried.ids.get(place) == made_id:
            del carried.ids[place]

    shell.done_or_told(carry)


def _tell(cause: Cause) -> None:
    """That it is done and where to go on with it, beside the buttons."""
    just = _carried().told.pop(cause.id, None)
    if just is None:
        return
    _, way = just
    st.markdown(":green[:material/check: It is carried over.]", width="content")
    st.page_link(f"pages/{way.page}.py", label=way.words, icon=way.icon, query_params=way.there)


def _carried() -> _Carried:
    kept: _Carried = st.session_state.setdefault(keys.CARRIED, _Carried())
    return kept
