"""The Logic model screen: root causes without an answer, what is open, the drawing, and the same as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.services.drafts import drafts_under, subject_of
from collab.ui import (
    gone,
    initiative_editing,
    keys,
    logic_add,
    logic_board,
    logic_edit,
    logic_meeting,
    logic_words,
    meeting,
    printed,
    shell,
)
from collab.ui.escape import plain
from collab.ui.fields import Field
from collab.ui.naming import named
from collab.ui.picking import choose_initiative

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.drafts import Draft
    from collab.services.logic_model import LogicView
    from collab.store import Store

TEACHES = (
    "A logic model shows on one page why what partners do should lead to what they want. Begin with the problem. "
    "Then say what you want to see in the end, and work back from there to what you must do and what you need for it."
)
GONE = "What the address opens is not there any more."
ON_PAPER = "<style>@page { size: landscape; } @media print { .st-key-logic_work { display: none !important; } }</style>"


def show(person: Person) -> None:
    """The whole screen."""
    from collab.services.logic_model import logic_model

    initiative = choose_initiative().initiative
    store = shell.store()
    view = logic_model(store, initiative.id, person=person)
    if shell.in_meeting():
        logic_meeting.run(view, initiative.name)
        return
    st.html(ON_PAPER)
    initiative_editing.close_what_is_saved()
    _head(view, initiative.name)
    _open_causes(view, person, store)
    opened = _opened(view, person, store)
    if opened:
        with st.container(key="logic_work"):
            _work(view, opened, person, store)
    logic_board.draw(view, opened=opened, unsaved=_unsaved(store, person, view), on_open=_toggle)
    if view.entries:
        _text(view)


def _head(view: LogicView, name: str) -> None:
    counted = logic_words.counted(view)
    if not counted:
        st.caption(plain(name))
        st.markdown(TEACHES)
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            if not view.problem:
                st.button("State the problem", type="primary", key="state_problem", on_click=_toggle, args=("problem",))
            there = {keys.INITIATIVE: view.model.initiative_id}
            label = "Ask first why it happens"
            st.page_link("pages/root_causes.py", label=label, icon=":material/account_tree:", query_params=there)
        return
    gaps = logic_words.gaps(view)
    meeting.context_and_button(" · ".join(part for part in (name, counted, gaps) if part))


def _open_causes(view: LogicView, person: Person, store: Store) -> None:
    """Chosen root causes that no entry goes at yet."""
    for each in view.open_causes:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"cause_{each.id}"):
            st.markdown(f":orange-badge[Root cause, not answered yet] {plain(each.answer)}", width="stretch")
            st.button(
                named("Make an entry of it", each.answer),
                key=f"answer_{each.id}",
                icon=":material/add:",
                type="tertiary",
                on_click=_answer,
                args=(store, person, view, each.id),
            )


def _answer(store: Store, person: Person, view: LogicView, cause_id: str) -> None:
    def work() -> None:
        made = logic_edit.answer(store, person, view, cause_id)
        if made:
            st.query_params[keys.EDIT] = f"{logic_edit.ENTRY}{made}"
            shell.flash("The entry is made, with the words of the root cause. Say in it what you will do.", kind="info")

    shell.done_or_told(work)


def _opened(view: LogicView, person: Person, store: Store) -> str:
    """What the address says is open, where it is there; "" for nothing. What is gone is said, and what was typed."""
    asked = st.query_params.get(keys.EDIT, "")
    kind, _, rest = asked.partition(":")
    known = {"problem": ("",), "entry": view.entries, "add": logic_words.labels(view)}
    if asked and rest not in known.get(kind, ()):
        gone.tell(
            store,
            person,
            GONE,
            subjects=(subject_of("logic_entry", view.model.initiative_id, rest),) if kind == "entry" else (),
            fields=(Field("text", "The entry", "text"),),
        )
        return ""
    return asked


def _work(view: LogicView, opened: str, person: Person, store: Store) -> None:
    kind, _, rest = opened.partition(":")
    if kind == "problem":
        logic_edit.problem(store, person, view)
    elif kind == "entry":
        logic_edit.entry(store, person, view, view.entries[rest])
    else:
        prompts = {each.prompt.key: each.prompt for each in (*view.columns, *view.context)}
        logic_add.draw(store, person, view, prompts[rest])


def _toggle(what: str) -> None:
    """Open it; what is open is closed by the same press, but for a row, into which somebody may type by now."""
    if st.query_params.get(keys.EDIT) == what and not what.startswith(logic_add.ADD):
        initiative_editing.close()
    else:
        st.query_params[keys.EDIT] = what


def _unsaved(store: Store, person: Person, view: LogicView) -> tuple[str, ...]:
    """What this person began and did not save, as the drawing names it."""
    initiative_id = view.model.initiative_id
    begun = [
        *drafts_under(store, person, "logic_model", initiative_id),
        *drafts_under(store, person, "logic_entry", initiative_id),
    ]
    return tuple(_name_of(each) for each in begun)


def _name_of(draft: Draft) -> str:
    kind, _, *rest = draft.subject.split(":")
    if kind == "logic_model":
        return "problem"
    return ":".join(rest) if rest[0] == "add" else f"{logic_edit.ENTRY}{rest[0]}"


def _text(view: LogicView) -> None:
    """The same in words, and what leads to what as a table."""
    with st.expander("The model as text, and its links as a table"):
        for heading, lines in logic_words.as_text(view):
            st.markdown(f"**{plain(heading)}**\n\n" + "\n".join(f"- {plain(line)}" for line in lines))
        if view.links:
            printed.show(logic_words.link_rows(view), key="logic_links", width="stretch")
