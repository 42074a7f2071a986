"""The row that adds next steps one after the other: kept as it is typed, added by Enter or its button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.errors import CollabError
from collab.model import YOU
from collab.services.conclusions import add_step
from collab.services.drafts import subject_of
from collab.ui import drafting, keys, shell, wording
from collab.ui.drafting import Content, Form
from collab.ui.escape import plain

if TYPE_CHECKING:
    from collab.journey import NextStep
    from collab.services.conclusions import ConclusionsView, DimensionConclusion
    from collab.services.drafts import Draft
    from collab.ui.drafting import Typing

TEXT, OWNER, PARTNER, DUE = "Add a next step", "Owner", "Partner", "Due"
BLANK: Content = {"text": "", "owner": "", "partner": None, "due": None}
LONGEST = 500
COLUMNS = (6, 4, 5, 4, 2)


@dataclass
class _Added:
    """What the rows of this window added. count: how many so far; failures: subject -> why the last one was not.

    is_news: the page has not been drawn since.
    """

    count: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    is_news: bool = False


@dataclass(frozen=True)
class _Row:
    """The row of one dimension as it is drawn now.

    names: partner id to name, of those that can be chosen.  kept: the ids of the steps that were added.
    """

    form: Form
    place: int
    round_id: str
    dimension: str
    names: Mapping[str, str]
    kept: frozenset[str]
    added: _Added


def draw(view: ConclusionsView, row: DimensionConclusion) -> None:
    """The row of a dimension. Enter adds a step and leaves the cursor where it is, for the next one."""
    place = [each.dimension.key for each in view.dimensions].index(row.dimension.key)
    names = {each.id: each.name for each in view.present}
    subject = subject_of("step", view.initiative.id, "add", view.round.id, row.dimension.key)
    form = Form(shell.store(), YOU, subject, "step", BLANK, partial(_described, names))
    added: _Added = st.session_state.setdefault(keys.ADDED_STEPS, _Added())
    added.is_news = False
    kept = frozenset(each.id for each in row.next_steps)
    _draw(_Row(form, place, view.round.id, row.dimension.key, names, kept, added))
    with st.container(key=f"cursor_{place}", gap=None):
        _cursor()(key="add_step_cursor", data={"form": place, "added": added.count, "field": TEXT})


@st.fragment
def _draw(row: _Row) -> None:
    if row.added.is_news:
        st.rerun()
    form = row.form
    typing, stored = _opened(row)
    now = partial(_typed, typing.start, drafting.name_of(form))
    drafting.tell(form, stored)
    with st.container():
        if typing.clash:
            drafting.ask_which(form, stored, now())
    with st.container(key=f"adding_step_{row.place}", gap="xsmall"):
        _fields(row, typing, partial(_typing_goes_on, row, drafting.keeper(form, now)), now)
        if failure := row.added.failures.get(form.subject):
            st.error(plain(failure))
        elif typing.clash:
            st.caption(drafting.CHOOSE_FIRST)
        elif stored:
            st.caption("Not added yet; kept as a draft.")


def _opened(row: _Row) -> tuple[Typing, Draft | None]:
    """What the fields start from. A draft that outlived its step, which has its name, is not offered again."""
    typing, stored = drafting.opened(row.form, is_on_screen=_key(row.form, "text") in st.session_state)
    if stored and stored.id in row.kept and drafting.settle(row.form, typing.turn, stored.content, lambda: None):
        return drafting.opened(row.form, is_on_screen=False)
    return typing, stored


def _fields(row: _Row, typing: Typing, keep: Callable[[], None], now: Callable[[], Content]) -> None:
    start, named = typing.start, {part: _key(row.form, part) for part in BLANK}
    ids = list(row.names)
    text, owner, partner, due, press = st.columns(COLUMNS, vertical_alignment="bottom", gap="small")
    long: dict[str, Any] = {"max_chars": LONGEST, "on_change": keep}
    text.text_input(TEXT, start["text"], key=named["text"], placeholder="What will be done", **long)
    owner.text_input(OWNER, start["owner"], key=named["owner"], placeholder="A person", **long)
    partner.selectbox(
        PARTNER,
        ids,
        ids.index(start["partner"]) if start["partner"] in ids else None,
        format_func=row.names.__getitem__,
        key=named["partner"],
        placeholder="–",
        on_change=keep,
    )
    day = date.fromisoformat(start["due"]) if start["due"] else None
    due.date_input(DUE, day, key=named["due"], format="YYYY-MM-DD", on_change=keep)
    press.button(
        "Add", key=f"add_step_{row.place}", on_click=_add_now, args=(row, typing.turn, now), disabled=typing.clash
    )


def _key(form: Form, part: str) -> str:
    return f"next_{part}_{drafting.name_of(form)}"


def _typed(start: Content, name: str) -> Content:
    """What the fields hold now; those that are not drawn hold what they started from."""
    state = {part: st.session_state.get(f"next_{part}_{name}", start[part]) for part in BLANK}
    due = state["due"]
    return {
        "text": state["text"] or "",
        "owner": state["owner"] or "",
        "partner": state["partner"],
        "due": due.isoformat() if isinstance(due, date) else due,
    }


def _described(names: Mapping[str, str], content: Content) -> Mapping[str, str]:
    due = content["due"]
    found = {
        "Next step": content["text"],
        OWNER: content["owner"],
        PARTNER: names.get(content["partner"] or "", ""),
        DUE: wording.day(date.fromisoformat(due)) if due else "",
    }
    return {line: text or drafting.NOTHING for line, text in found.items()}


def _typing_goes_on(row: _Row, keep: Callable[[], None]) -> None:
    keep()
    row.added.failures.pop(row.form.subject, None)


def _add_now(row: _Row, turn: int, now: Callable[[], Content]) -> None:
    """What the fields hold becomes a step, once, however often Add is pressed; what is refused stays in them.

    The next step has fields of its own, so that a press that was on its way with the old ones adds nothing.
    """
    content, added = now(), row.added
    if not content["text"].strip():
        return
    added.failures.pop(row.form.subject, None)
    try:
        if drafting.settle(row.form, turn, content, partial(_add, row, content)):
            added.count += 1
    except CollabError as failure:
        added.failures[row.form.subject] = str(failure)
    added.is_news = True


def _add(row: _Row, content: Content) -> NextStep:
    """The step has the name of its draft: where the draft outlives it, adding it again makes no second one."""
    return add_step(
        row.form.store,
        YOU,
        row.round_id,
        row.dimension,
        text=content["text"],
        owner=content["owner"],
        partner_id=content["partner"],
        due_on=date.fromisoformat(content["due"]) if content["due"] else None,
        step_id=drafting.kept_as(row.form, content),
    )


@cache
def _cursor() -> Any:
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return st.components.v2.component("common_ground_next_step", html="<span hidden></span>", js=script)
