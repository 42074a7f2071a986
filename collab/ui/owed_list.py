"""The lines of what is owed in their groups: what, whose, when, where it was written; steps are ticked in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.services.owed import TICKED
from collab.services.tasks import TaskKind
from collab.ui import keys, owed_words, shell
from collab.ui.counted_place import number_in_address
from collab.ui.escape import plain
from collab.ui.task_places import place_of
from collab.ui.ticks import tick
from collab.ui.wording import many

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.owed import Owed
    from collab.services.owed_lists import Group

PER_PAGE = 50
COLUMNS = (11, 5)
# A link holds a whole sentence here, which must not be cut off; on paper the table stands for the list.
STYLE = """
.st-key-owed_list [data-testid="stPageLink"] a { padding: 0.15rem 0 0 1.5rem; height: auto; min-height: 0; }
.st-key-owed_list [data-testid="stPageLink"] a span, .st-key-owed_list [data-testid="stPageLink"] a p
  { white-space: normal; overflow: visible; text-align: left; line-height: 1.35; font-size: 0.875rem; }
.st-key-owed_list [data-testid="stPageLink"] a p { text-decoration: underline; text-underline-offset: 2px;
  text-decoration-thickness: 1px; opacity: 0.85; }
.st-key-owed_list .stCheckbox p { font-size: 1rem; line-height: 1.4; }
[class*="st-key-owed_line_"] { border-bottom: 1px solid rgba(128, 128, 128, 0.3); padding-bottom: 0.6rem; }
[class*="st-key-owed_what_"] [data-testid="stMarkdownContainer"] { padding-left: 1.5rem; }
[class*="st-key-owed_what_"] p { text-indent: -1.5rem; line-height: 1.4; }
[class*="st-key-owed_what_"] p * { text-indent: 0; }
[class*="st-key-owed_what_"] p > :first-child { display: inline-block; width: 1.25rem; }
@media print { [data-testid="stVerticalBlock"].st-key-owed_list { display: none !important; } }
"""


def ticked() -> dict[str, str]:
    """Ids of the steps that were ticked here -> the initiative of each, as long as the list is not left."""
    if keys.PICK_OWED_WORDS not in st.session_state:
        st.session_state[keys.TICKED_OWED] = {}
    kept: dict[str, str] = st.session_state.setdefault(keys.TICKED_OWED, {})
    return kept


def draw(groups: Sequence[Group], today: date, person: Person, *, with_initiative: bool) -> None:
    """A page of the list, each group under its heading. person: who ticks."""
    st.html(f"<style>{STYLE}</style>")
    first, last = _pager(sum(len(group.lines) for group in groups))
    place = 0
    with st.container(key="owed_list", gap="xsmall"):
        for group in groups:
            own = group.lines[max(first - place, 0) : max(last - place, 0)]
            place += len(group.lines)
            if own:
                st.subheader(plain(owed_words.heading(group)), anchor=False)
            for each in own:
                whose = owed_words.whose(each)
                whose = whose if whose != group.label else ""
                _line(each, today, person, with_initiative=with_initiative, whose=whose)


def _line(each: Owed, today: date, person: Person, *, with_initiative: bool, whose: str) -> None:
    """One thing that is owed. whose: "" where the heading says it already."""
    with st.container(key=f"owed_line_{each.id}", gap=None):
        what, who = st.columns(COLUMNS, vertical_alignment="top", gap="small")
        with what, st.container(gap=None):
            if each.task.kind in TICKED:
                _tick(each, person)
            else:
                with st.container(key=f"owed_what_{each.id}"):
                    st.markdown(f"{owed_words.ICONS[each.task.kind]} {plain(each.task.text)}")
            page, there = place_of(each.initiative.id, each.task)
            source = plain(owed_words.source(each, with_initiative=with_initiative))
            st.page_link(f"pages/{page}.py", label=source, query_params=there)
        with who:
            st.markdown(f"{_badge(each, today)}  \n:small[{plain(whose)}]" if whose else _badge(each, today))


def _badge(each: Owed, today: date) -> str:
    words, task = plain(owed_words.when(each, today)), each.task
    if each.is_done:
        return f":green-badge[:material/check: {words}]"
    since = f" :small[since {plain(owed_words.since(each))}]" if task.overdue(today) else ""
    icon = ":material/event_busy: " if task.overdue(today) else ""
    return f":{owed_words.COLOURS[each.due(today)]}-badge[{icon}{words}]{since}"


def _tick(each: Owed, person: Person) -> None:
    """The step with its tick; the line stays so that it can be undone."""
    from collab.services.action_plans import say_step_done
    from collab.services.next_steps import say_done

    task = each.task
    say = say_done if task.kind is TaskKind.NEXT_STEP else say_step_done

    def stays() -> None:
        st.session_state[keys.TICKED_OWED] |= {task.key: each.initiative.id}

    with st.container(key=f"step_owed_{each.id}"):
        tick(
            task.text,
            is_done=each.is_done,
            key=f"owed_done_{each.id}_{task.done_on}",
            say=lambda day: say(shell.store(), person, task.key, done_on=day, seen=task.done_on),
            then=stays,
        )


def _pager(count: int) -> tuple[int, int]:
    """From which line to which the page goes that the address names, and the way to the others."""
    pages = max(-(-count // PER_PAGE), 1)
    place = number_in_address(keys.PAGE, pages)
    first = (place - 1) * PER_PAGE
    if pages > 1:
        with st.container(horizontal=True, vertical_alignment="center", key="controls_owed_pages"):
            st.caption(f"{first + 1} to {min(first + PER_PAGE, count)} of {many(count, 'line')}", width="content")
            for label, icon, to in (("Previous", "chevron_left", place - 1), ("Next", "chevron_right", place + 1)):
                st.button(
                    label,
                    icon=f":material/{icon}:",
                    type="tertiary",
                    disabled=not 1 <= to <= pages,
                    on_click=_turn,
                    args=(to,),
                    key=f"owed_{label}",
                )
    return first, first + PER_PAGE


def _turn(to: int) -> None:
    st.query_params[keys.PAGE] = str(to)
