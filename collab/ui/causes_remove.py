"""Taking an answer away with its branch, or a problem with its tree: counted first, and what rests on it named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.services.root_causes import remove_problem
from collab.ui import causes_tree, causes_words, keys, shell
from collab.ui.destructive import taking_away
from collab.ui.escape import plain
from collab.ui.wording import many

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.root_causes import TakenUp, Tree, Why
    from collab.store import Store


def answer(each: Why, taken_up: Mapping[str, TakenUp], work: Callable[..., None]) -> None:
    """The way to take an answer away. work: remove_cause, which takes what was seen of the branch."""
    branch = list(each.branch())
    below = len(branch) - 1
    goes = f"It goes with {many(below, 'answer')} below it." if below else "Nothing stands below it."
    told = causes_words.resting([taken_up[one.cause.id] for one in branch if one.cause.id in taken_up])
    stays = f" What goes at it stays, and names it no more: {told}." if told else ""
    seen = {one.cause.id: one.cause.version for one in branch}
    _popover(
        "Take this answer away",
        f"{goes}{stays} The history keeps what it said.",
        each.cause.id,
        partial(work, seen=seen),
        then=each.cause.parent_id or "",
    )


def problem(tree: Tree, person: Person, store: Store) -> None:
    """The way to take a problem away with its tree."""
    every, kept = list(tree.every()), tree.problem
    goes = f"It goes with {many(len(every), 'answer')}." if every else "Nobody has answered it yet."
    seen = {each.cause.id: each.cause.version for each in every}
    told = f"{goes} Entries of the logic model and plan steps stay. The history keeps what it said."

    def work() -> None:
        remove_problem(store, person, kept.id, version=kept.version, seen=seen)
        st.query_params.pop(keys.PROBLEM, None)

    _popover("Take this problem away", told, kept.id, work, then="")


def _popover(label: str, told: str, key: str, work: Callable[[], None], *, then: str) -> None:
    with st.popover(taking_away(label), key=f"take_away_{key}"):
        st.markdown(plain(told))
        st.button(taking_away("Take it away"), key=f"really_{key}", on_click=_remove, args=(work, then))


def _remove(work: Callable[[], None], then: str) -> None:
    """In a callback. then: the card that is open afterwards, if any."""

    def take_away() -> None:
        work()
        causes_tree.close()
        if then:
            st.query_params[keys.CAUSE] = then
        shell.flash("It is taken away. The history keeps what it said.")

    shell.done_or_told(take_away)
