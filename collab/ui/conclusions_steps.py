"""Next steps: those of one dimension with ticking and changing; and all open ones of the initiative."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.model import YOU
from collab.services import conclusions_words
from collab.services.conclusions import remove_step, save_step
from collab.services.drafts import subject_of
from collab.services.next_steps import is_overdue, open_steps, say_done
from collab.ui import conclusions_add, keys, shell
from collab.ui.editing import editor
from collab.ui.escape import plain
from collab.ui.fields import Field
from collab.ui.partner_choices import choices
from collab.ui.ticks import tick

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collab.journey import NextStep
    from collab.model import Initiative
    from collab.services.conclusions import ConclusionsView, DimensionConclusion
    from collab.services.next_steps import OpenStep

MOST_AT_ONCE = 12
COLUMNS = (8, 7, 2)


def listed(view: ConclusionsView, row: DimensionConclusion) -> None:
    """The steps of a dimension to be read and ticked."""
    for step in row.next_steps:
        _line(view, step)


def worked_on(view: ConclusionsView, row: DimensionConclusion) -> None:
    """The steps of a dimension, each with the way to change it, and a form that adds one after the other."""
    # A place of its own: the row below, which somebody types into, stays the same element of the page.
    with st.container():
        if not row.next_steps:
            st.caption("No next step yet. Type one and press Enter.")
        for step in row.next_steps:
            if st.query_params.get(keys.EDIT) == step.id:
                _edit(step, choices(view.present, (each for each in view.everyone if each.id == step.partner_id)))
            else:
                _line(view, step, is_editable=True)
    conclusions_add.draw(view, row)


def _line(view: ConclusionsView, step: NextStep, *, is_editable: bool = False, where: str = "") -> None:
    """One step: its tick, who and when, and the way to change it. where: what it belongs to, where that is not said."""
    today = date.today()
    spot = "of_all" if where else "own"
    with st.container(key=f"step_{spot}_{step.id}"):
        what, who, change = st.columns(COLUMNS, vertical_alignment="center", gap="small")
        is_done = step.done_on is not None
        with what:
            tick(
                step.text,
                is_done=is_done,
                key=f"done_{spot}_{step.id}_{step.version}",
                say=lambda day: say_done(shell.store(), YOU, step.id, done_on=day, seen=step.done_on),
            )
        with who:
            partner = next((each.name for each in view.everyone if each.id == step.partner_id), "")
            said = [step.owner, partner, where]
            owner = " · ".join(plain(part) for part in said if part) or "no owner yet"
            st.markdown(f":small[{_due(step, view.initiative, today)} {owner}]")
        if is_editable:
            with change:
                st.button("Change", key=f"change_{step.id}", type="tertiary", on_click=_open, args=(step.id,))


def _due(step: NextStep, initiative: Initiative, today: date) -> str:
    said = plain(conclusions_words.due(step, initiative, today))
    if is_overdue(step, initiative, today):
        return f":red-badge[:material/schedule: {said}]"
    return f":green-badge[:material/check: {said}]" if step.done_on else f":gray-badge[{said}]"


def _open(step_id: str) -> None:
    st.query_params[keys.EDIT] = step_id


def _close() -> None:
    st.query_params.pop(keys.EDIT, None)


def _remove(step_id: str, version: int) -> None:
    _close()
    shell.done_or_told(lambda: remove_step(shell.store(), YOU, step_id, version=version))


def _edit(step: NextStep, partners: tuple[tuple[object, str], ...]) -> None:
    def save(version: int, values: dict[str, Any]) -> object:
        return save_step(shell.store(), YOU, step.id, version=version, **values)

    with st.container(border=True):
        editor(
            shell.store(),
            YOU,
            subject=subject_of("step", step.initiative_id, step.id),
            version=step.version,
            saved={name: getattr(step, name) for name in ("text", "owner", "partner_id", "due_on", "done_on")},
            fields=(
                Field("text", "Next step", "text"),
                Field("owner", "Owner"),
                Field("partner_id", "Partner", "choice", partners),
                Field("due_on", "Due", "day"),
                Field("done_on", "Done on", "day"),
            ),
            save=save,
            label="Save the step",
        )
        with st.container(horizontal=True):
            st.button("Close", key=f"close_{step.id}", on_click=_close)
            with st.popover("Take it away", icon=":material/delete:"):
                st.markdown("The step goes from every list. The history keeps what it said.")
                gone = (step.id, step.version)
                st.button("Take this step away", key=f"remove_{step.id}", on_click=_remove, args=gone)


def of_initiative(view: ConclusionsView) -> None:
    """Every open step of the initiative, of any round: overdue first, then by due date."""
    found = open_steps(shell.store(), view.initiative.id, today=date.today())
    if not found:
        st.caption("Nothing is open. Steps that partners agree on a dimension are listed here, of all rounds.")
        return
    said = conclusions_words.still_open(view.initiative, len(found), sum(each.overdue for each in found))
    over = " The initiative is over: nothing is due any more." if conclusions_words.is_over(view.initiative) else ""
    st.caption(f"{said}, by due date.{over}")
    for each in _few(found):
        _line(view, each.step, where=_where(each))


def _few(found: tuple[OpenStep, ...]) -> Iterable[OpenStep]:
    if len(found) <= MOST_AT_ONCE or st.toggle(f"Show all {len(found)}", key=keys.ALL_STEPS, bind="query-params"):
        return found
    return found[:MOST_AT_ONCE]


def _where(each: OpenStep) -> str:
    return f"{each.dimension.label}, {each.round.label}" if each.dimension else each.round.label
