"""The logic model as a drawing: columns of cards with curves between them, rows of context below; cards open."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.ui import logic_words

if TYPE_CHECKING:
    from collab.plans import LogicEntry
    from collab.services.logic_model import LogicView, Place

KEY = "logic_board"
_HTML = '<div class="frame"><div class="board"></div></div>'


def draw(
    view: LogicView,
    *,
    key: str = KEY,
    opened: str = "",
    unsaved: Collection[str] = (),
    on_open: Callable[[str], None] | None = None,
    only: Collection[str] | None = None,
    places: Collection[str] | None = None,
    has_problem: bool | None = None,
) -> None:
    """The whole model. opened: what is edited now, as on_open names it: "problem", "entry:<id>" or "add:<place>".

    on_open: called with what somebody pressed; None where there is nothing to press, as in a meeting, where letters are
    as large as the screen lets them be.  unsaved: the same names, of what was begun and not saved.
    only, places: ids of the entries, keys of the columns and rows to draw; None for all. In a meeting the way of what
    is opened stands out.  has_problem: whether the problem stands above; None for where all columns are drawn.
    """

    def pressed() -> None:
        asked = st.session_state[key].get("opened")
        if asked and on_open is not None:
            on_open(str(asked))

    board = data_of(view, unsaved=unsaved, only=only, places=places, has_problem=has_problem)
    board |= {"opened": opened, "edits": on_open is not None}
    _component()(key=key, data=board, on_opened_change=pressed)


def data_of(
    view: LogicView,
    *,
    unsaved: Collection[str] = (),
    only: Collection[str] | None = None,
    places: Collection[str] | None = None,
    has_problem: bool | None = None,
) -> dict[str, Any]:
    """All that the browser draws; texts of users are set as text there, never as HTML."""
    columns, context = (
        [each for each in part if places is None or each.prompt.key in places] for part in (view.columns, view.context)
    )
    drawn = {each.id for place in (*columns, *context) for each in place.entries}
    shown = drawn if only is None else drawn & set(only)
    is_above = len(columns) == len(view.columns) if has_problem is None else has_problem
    return {
        "problem": view.problem if is_above else "",
        "proposed": logic_words.FROM_THE_WHYS if view.proposed and not view.model.problem else "",
        "unsaved": list(unsaved),
        "columns": [_place(view, each, shown) for each in columns],
        "context": [_place(view, each, shown) for each in context],
        "links": [list(each) for each in sorted(view.links) if shown.issuperset(each)],
    }


def _place(view: LogicView, place: Place, shown: Collection[str]) -> dict[str, Any]:
    entries = [_entry(view, each) for each in place.entries if each.id in shown]
    return {
        "key": place.prompt.key,
        "label": place.prompt.label,
        "prompt": place.prompt.prompt,
        "entries": entries,
    }


def _entry(view: LogicView, entry: LogicEntry) -> dict[str, Any]:
    causes = {each.id: each.answer for each in view.causes}
    return {
        "id": entry.id,
        "text": entry.text,
        "gap": logic_words.gap(view, entry),
        "cause": causes.get(entry.cause_id or "", ""),
    }


@cache
def _component() -> Any:
    here = Path(__file__)
    css, js = (here.with_suffix(ending).read_text(encoding="utf-8") for ending in (".css", ".js"))
    return st.components.v2.component("common_ground_logic_model", html=_HTML, css=css, js=js)
