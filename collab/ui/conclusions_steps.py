"""Next steps: those of one dimension with adding, ticking and changing; and all open ones of the initiative."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.errors import CollabError
from collab.model import YOU
from collab.services.conclusions import add_step, remove_step, save_step
from collab.services.drafts import subject_of
from collab.services.next_steps import is_overdue, open_steps, say_done
from collab.store.keys import new_key
from collab.ui import conclusions_words, keys, shell
from collab.ui.editing import Field, editor
from collab.ui.escape import plain
from collab.ui.partner_choices import choices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collab.journey import NextStep
    from collab.model import Partner
    from collab.services.conclusions import ConclusionsView, DimensionConclusion
    from collab.services.next_steps import OpenStep

ADD = "Add a next step"
PARTS = ("text", "owner", "partner", "due")
LONGEST = 500
MOST_AT_ONCE = 12
COLUMNS = (8, 7, 2)

# A step that was added makes the page longer, and Streamlit lets go of the field that had the cursor.
_JS = """
const seen = {}
export default function ({ data }) {
  const before = seen[data.form]
  seen[data.form] = data.added
  if (before === undefined || before === data.added) return
  setTimeout(() => [...document.querySelectorAll("input")].find((each) => each.ariaLabel === data.field)?.focus(), 50)
}
"""
_cursor = st.components.v2.component("common_ground_next_step", html="<span hidden></span>", js=_JS)


def listed(row: DimensionConclusion, partners: tuple[Partner, ...]) -> None:
    """The steps of a dimension to be read and ticked."""
    names = {each.id: each.name for each in partners}
    for step in row.next_steps:
        _line(step, names)


def worked_on(view: ConclusionsView, row: DimensionConclusion) -> None:
    """The steps of a dimension, each with the way to change it, and a form that adds one after the other."""
    if not row.next_steps:
        st.caption("No next step yet. Type one and press Enter.")
    names = {each.id: each.name for each in view.everyone}
    for step in row.next_steps:
        if st.query_params.get(keys.EDIT) == step.id:
            _edit(step, choices(view.present, (each for each in view.everyone if each.id == step.partner_id)))
        else:
            _line(step, names, is_editable=True)
    _add(view, row)


def _line(step: NextStep, names: dict[str, str], *, is_editable: bool = False, where: str = "") -> None:
    """One step: its tick, who and when, and the way to change it. where: what it belongs to, where that is not said."""
    today = date.today()
    spot = "of_all" if where else "own"
    with st.container(key=f"step_{spot}_{step.id}"):
        what, who, change = st.columns(COLUMNS, vertical_alignment="center", gap="small")
        is_done = step.done_on is not None
        text = plain(step.text)
        with what:
            st.checkbox(
                f"~~{text}~~" if is_done else text,
                value=is_done,
                key=f"done_{spot}_{step.id}_{step.version}",
                on_change=_tick,
                args=(step.id, None if is_done else today),
                wrap=True,
            )
        with who:
            said = [step.owner, names.get(step.partner_id or "", ""), where]
            owner = " · ".join(plain(part) for part in said if part) or "no owner yet"
            st.markdown(f":small[{_due(step, today)} {owner}]")
        if is_editable:
            with change:
                st.button("Change", key=f"change_{step.id}", type="tertiary", on_click=_open, args=(step.id,))


def _due(step: NextStep, today: date) -> str:
    said = plain(conclusions_words.due(step, today))
    if is_overdue(step, today):
        return f":red-badge[:material/schedule: {said}]"
    return f":green-badge[:material/check: {said}]" if step.done_on else f":gray-badge[{said}]"


def _tick(step_id: str, done_on: date | None) -> None:
    _do(partial(say_done, shell.store(), YOU, step_id, done_on=done_on))


def _do(work: Any) -> bool:
    """Do it in a callback, where a failure is kept for the page to tell."""
    try:
        work()
    except CollabError as failure:
        shell.flash(str(failure), kind="error")
        return False
    return True


def _open(step_id: str) -> None:
    st.query_params[keys.EDIT] = step_id


def _close() -> None:
    st.query_params.pop(keys.EDIT, None)


def _remove(step_id: str, version: int) -> None:
    _close()
    _do(partial(remove_step, shell.store(), YOU, step_id, version=version))


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


@dataclass
class _Adding:
    """What the forms of this window add. added: how many so far; next_ids: form -> the step that it makes next."""

    added: int = 0
    next_ids: dict[str, str] = field(default_factory=dict)


def _adding() -> _Adding:
    found: _Adding = st.session_state.setdefault(keys.ADDED_STEPS, _Adding())
    return found


def _add(view: ConclusionsView, row: DimensionConclusion) -> None:
    """Enter adds a step and leaves the cursor where it is, for the next one."""
    place = [each.dimension.key for each in view.dimensions].index(row.dimension.key)
    adding, names = _adding(), {each.id: each.name for each in view.present}
    step_id = adding.next_ids.setdefault(f"{view.round.id} {row.dimension.key}", new_key())
    named = {part: f"add_step_{part}_{step_id}" for part in PARTS}
    with st.form(f"add_step_{place}", border=False):
        text, owner, partner, due, press = st.columns((8, 4, 4, 3, 2), vertical_alignment="bottom", gap="small")
        text.text_input(ADD, key=named["text"], max_chars=LONGEST, placeholder="What will be done")
        owner.text_input("Owner", key=named["owner"], max_chars=LONGEST, placeholder="A person")
        partner.selectbox(
            "Partner", list(names), index=None, format_func=names.__getitem__, key=named["partner"], placeholder="–"
        )
        due.date_input("Due", value=None, key=named["due"], format="YYYY-MM-DD")
        press.form_submit_button("Add", on_click=_add_now, args=(view.round.id, row.dimension.key, step_id, named))
    with st.container(key=f"cursor_{place}", gap=None):
        _cursor(key="add_step_cursor", data={"form": place, "added": adding.added, "field": ADD})


def _add_now(round_id: str, dimension: str, step_id: str, named: dict[str, str]) -> None:
    """What the form holds becomes this step, once, however often Add is pressed; what is refused stays in the fields.

    The next step has fields of its own, so that a press that was on its way with the old ones adds nothing.
    """
    adding, form = _adding(), f"{round_id} {dimension}"
    given: dict[str, Any] = {part: st.session_state.get(key) for part, key in named.items()}
    if not (given["text"] or "").strip():
        return
    work = partial(
        add_step,
        shell.store(),
        YOU,
        round_id,
        dimension,
        text=given["text"],
        owner=given["owner"] or "",
        partner_id=given["partner"],
        due_on=given["due"],
        step_id=step_id,
    )
    if _do(work) and adding.next_ids.get(form) == step_id:
        del adding.next_ids[form]
        adding.added += 1


def of_initiative(initiative_id: str, partners: tuple[Partner, ...]) -> None:
    """Every open step of the initiative, of any round: overdue first, then by due date."""
    found = open_steps(shell.store(), initiative_id, today=date.today())
    if not found:
        st.caption("Nothing is open. Steps that partners agree on a dimension are listed here, of all rounds.")
        return
    late = sum(each.overdue for each in found)
    overdue = f", {late} overdue" if late else ""
    st.caption(f"{len(found)} open{overdue}, by due date.")
    names = {each.id: each.name for each in partners}
    for each in _few(found):
        _line(each.step, names, where=_where(each))


def _few(found: tuple[OpenStep, ...]) -> Iterable[OpenStep]:
    if len(found) <= MOST_AT_ONCE or st.toggle(f"Show all {len(found)}", key=keys.ALL_STEPS, bind="query-params"):
        return found
    return found[:MOST_AT_ONCE]


def _where(each: OpenStep) -> str:
    return f"{each.dimension.label}, {each.round.label}" if each.dimension else each.round.label
