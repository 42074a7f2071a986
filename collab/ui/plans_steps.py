"""The steps of a plan as a list: tick, who, when, what is said of each; changed in place, moved, removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.services import plans_words
from collab.services.action_plans import (
    PlansView,
    PlanView,
    Progress,
    StepView,
    move_step,
    remove_step,
    save_step,
    say_step_done,
)
from collab.services.drafts import subject_of
from collab.ui import shell, ticks, viewport
from collab.ui.escape import plain
from collab.ui.fields import Field
from collab.ui.initiative_editing import Removal, close, in_place, is_open, open_button
from collab.ui.naming import named
from collab.ui.partner_choices import choices
from collab.ui.plans_goal import paragraphs
from collab.ui.wording import many

if TYPE_CHECKING:
    from collab.model import Person
    from collab.plans import PlanStep

TOLD = ("resources_available", "resources_needed", "barriers", "communications")
TAKEN_BACK = "Goes at an answer to the five whys that is not chosen as a root cause any more."
COLUMNS = (9, 6, 4)
BADGES = {
    Progress.DONE: ("green", ":material/check:"),
    Progress.OVERDUE: ("orange", ":material/event_busy:"),
    Progress.UNDER_WAY: ("blue", ":material/play_arrow:"),
    Progress.WAITING: ("gray", ":material/hourglass_empty:"),
    Progress.AHEAD: ("gray", ":material/event_upcoming:"),
}


def what_of(step: PlanStep) -> str:
    """What the address calls a step that is open to be changed."""
    return f"plan_step:{step.id}"


def draw(
    view: PlansView, plan: PlanView, steps: Sequence[StepView], person: Person, today: date, *, is_moved: bool
) -> None:
    """The steps in the order given. is_moved: in their own order, so that each can be moved."""
    for place, each in enumerate(steps):
        with st.container(key=f"plan_line_{each.step.id}", gap="xsmall"):
            _line(each, person, today, ends=(place == 0, place == len(steps) - 1) if is_moved else None)
            if is_open(what_of(each.step)):
                _edit(view, plan, each, person)


def listed(steps: Sequence[StepView], person: Person, today: date) -> None:
    """Steps to be read and ticked."""
    for each in steps:
        with st.container(key=f"step_listed_{each.step.id}", gap=None):
            what, who = st.columns((3, 2), vertical_alignment="top", gap="small")
            with what:
                tick(each, person, spot="listed")
            with who:
                _when_and_whose(each, today)


def _when_and_whose(view: StepView, today: date) -> None:
    when = plain(plans_words.times(view.step))
    st.markdown(f"{badge(view, today)} :small[{when}]  \n:small[{_whose(view)}]")


def _line(view: StepView, person: Person, today: date, *, ends: tuple[bool, bool] | None) -> None:
    step = view.step
    with st.container(key=f"step_plan_{step.id}", gap=None):
        what, who, change = st.columns(COLUMNS, vertical_alignment="top", gap="small")
        with what, st.container(gap="xsmall"):
            tick(view, person)
            if not viewport.is_narrow():
                _said(view)
        with who, st.container(gap="xsmall"):
            _when_and_whose(view, today)
            if viewport.is_narrow():
                _said(view)
        with change, st.container(horizontal=True, horizontal_alignment="right", gap="xsmall"):
            if ends:
                _move("Up", ":material/arrow_upward:", step, -1, person, is_end=ends[0])
                _move("Down", ":material/arrow_downward:", step, 1, person, is_end=ends[1])
            open_button("Edit", what_of(step), about=plans_words.short(step.step))


def _said(view: StepView) -> None:
    """Below the words of the step; on a phone below who does it and when."""
    if lines := said_of(view):
        with st.container(key=f"said_of_{view.step.id}"):
            st.caption("  \n".join(lines))


def tick(view: StepView, person: Person, *, spot: str = "own") -> None:
    """The step with its tick: done today, or not done after all."""
    step = view.step
    ticks.tick(
        step.step,
        is_done=step.is_done,
        key=f"plan_done_{spot}_{step.id}_{step.version}",
        say=lambda day: say_step_done(shell.store(), person, step.id, done_on=day, seen=step.done_on),
    )


def badge(view: StepView, today: date) -> str:
    """How it stands: in a word and a colour."""
    words = plain(plans_words.standing(view, today))
    colour, icon = BADGES[view.progress]
    return f":{colour}-badge[{icon} {words}]"


def _whose(view: StepView) -> str:
    whose = plans_words.who(view)
    return plain(whose) if whose else "nobody is responsible yet"


def said_of(view: StepView) -> list[str]:
    """What else is known of a step, a line of Markdown each."""
    labels = labels_of_fields()
    found = [f":material/hourglass_empty: {plain(plans_words.waits(view))}"] if plans_words.waits(view) else []
    if view.cause:
        found += [f"Goes at the root cause {plain(plans_words.short(view.cause.answer, 120))}"]
    elif view.step.cause_id:
        found += [TAKEN_BACK]
    said = [(labels[name], getattr(view.step, name)) for name in TOLD]
    return [*found, *(f"{plain(label)}: {paragraphs(text)}" for label, text in said if text)]


def labels_of_fields() -> dict[str, str]:
    """What each field of a step is called, from the toolkit."""
    return {each.key: each.label for each in shell.framework().action_plan.step_fields}


def _move(label: str, icon: str, step: PlanStep, by: int, person: Person, *, is_end: bool) -> None:
    def move() -> None:
        shell.done_or_told(lambda: move_step(shell.store(), person, step.id, by=by))

    st.button(
        named(icon, f"{label}: {plans_words.short(step.step)}"),
        key=f"move_{label}_{step.id}",
        help=label,
        on_click=move,
        disabled=is_end,
    )


def _edit(view: PlansView, plan: PlanView, each: StepView, person: Person) -> None:
    step, fields = each.step, fields_of(view, plan, each)

    def save(version: int, given: dict[str, object]) -> object:
        return save_step(shell.store(), person, step.id, version=version, **given)

    in_place(
        shell.store(),
        person,
        what_of(step),
        title="A step of the plan",
        subject=subject_of("plan_step", step.initiative_id, step.id),
        version=step.version,
        saved={field.name: getattr(step, field.name) for field in fields},
        fields=fields,
        save=save,
        done="The step is saved.",
        remove=Removal("Remove this step", _going(plan, step), lambda: _remove(step, person)),
    )


def fields_of(view: PlansView, plan: PlanView, each: StepView) -> tuple[Field, ...]:
    """All that is said of a step, with the prompts of the toolkit."""
    step = each.step
    asked = {field.key: field for field in shell.framework().action_plan.step_fields}
    label = {key: plain(field.label) for key, field in asked.items()}
    about = {key: plain(field.prompt) for key, field in asked.items()}
    others = {other.step.id: other.step.step for other in plan.steps if other.step.id != step.id}
    before = {key: others[key] for key in (*step.after, *others) if key in others}
    kept = (partner for partner in view.everyone if partner.id == step.partner_id)
    causes = ((None, "None"), *((cause.id, cause.answer) for cause in view.causes))
    return (
        Field("step", label["step"], "text", help=about["step"]),
        Field("responsible", label["responsible"], help=about["responsible"]),
        Field("partner_id", "Partner", "choice", choices(view.present, kept), help="In whose list it stands"),
        Field("cause_id", "Root cause that it goes at", "choice", causes),
        Field("begins_on", "Begins", "day"),
        Field("due_on", "Due", "day", help=f"{label['due']}: {about['due']}"),
        Field("done_on", "Done on", "day"),
        Field("after", "Waits for", "several", tuple(before.items()), help="What must be done before it"),
        *(Field(name, label[name], "text", help=about[name]) for name in TOLD),
    )


def _going(plan: PlanView, step: PlanStep) -> str:
    """What goes, and what waited for it."""
    waiting = sum(step.id in each.step.after for each in plan.steps)
    return f"{step.step} ({many(waiting, 'step')} will not wait for it any more)" if waiting else step.step


def typed_fields() -> tuple[Field, ...]:
    """What is typed of a step, as against what is chosen."""
    labels = {key: plain(label) for key, label in labels_of_fields().items()}
    days = (("begins_on", "Begins"), ("due_on", "Due"), ("done_on", "Done on"))
    return (
        *(Field(name, labels[name], "text") for name in ("step", "responsible")),
        *(Field(name, label, "day") for name, label in days),
        *(Field(name, labels[name], "text") for name in TOLD),
    )


def _remove(step: PlanStep, person: Person) -> None:
    def work() -> None:
        remove_step(shell.store(), person, step.id, version=step.version)
        close()
        shell.flash(f"{plans_words.short(step.step)} is removed.")

    shell.done_or_told(work)
