"""The rows that add answers to a why, one after the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

import streamlit as st

from collab.services.drafts import subject_of
from collab.services.root_causes import add_cause
from collab.ui import adding, keys
from collab.ui.adding import ID, Part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collab.model import Person
    from collab.plans import Cause, Problem
    from collab.store import Store
    from collab.ui.drafting import Content

DEEPER = "Add, and ask why of it"
HINT = "Enter adds it and waits for the next one; Shift and Enter goes on to ask why of it."
Where = Literal["below", "beside"]


def draw(
    store: Store,
    person: Person,
    problem: Problem,
    parent: Cause | None,
    *,
    where: Where,
    label: str,
    given: Iterable[Cause],
) -> None:
    """The row for answers below parent (None: to why the problem is there). label: plain text; given: all answers."""
    below = where == "below"
    adding.row(
        store,
        person,
        subject_of("cause", problem.initiative_id, "add", parent.id if parent else problem.id),
        noun="answer",
        parts=(Part("answer", label, 1, placeholder="Because …"),),
        add=partial(_add, store, person, problem, parent.id if parent else None),
        kept=frozenset(each.id for each in given),
        second=DEEPER if below else "",
        then=_go_on,
        hint=HINT if below else "",
    )


def _add(store: Store, person: Person, problem: Problem, parent_id: str | None, content: Content) -> Cause:
    return add_cause(
        store,
        person,
        problem.id,
        parent_id=parent_id,
        cause_id=content[ID] or None,
        answer=content["answer"],
    )


def _go_on(made: Cause, goes_deeper: bool) -> None:
    if goes_deeper:
        st.query_params[keys.CAUSE] = made.id
