"""The drawn tree on the page: its cards from what partners answered, and which of them is open, in the address."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.charts.cause_tree import Drawing, Node, Room, cause_tree, parts, room_for
from collab.charts.theme import palette
from collab.ui import causes_words, figures, keys

if TYPE_CHECKING:
    from collab.charts.theme import Palette
    from collab.services.root_causes import Tree, Why

WIDTH, FONT, LEAST, WIDEST = 1056, 14, 148, 300
LIST = Room(font=15, card=352, between=18, is_list=True)
TREE = "cause_tree"
ON_ONE_SHEET = 660
"""Pixels. A drawing that is not higher fits on a sheet, upright or not; a higher one is printed in parts."""


def node_of(tree: Tree) -> Node:
    """The problem with all answers below it, as they are drawn."""
    return Node(
        key=tree.problem.id,
        level=0,
        head=causes_words.PROBLEM,
        text=tree.problem.statement,
        foot=() if is_shown(tree) else (causes_words.NO_EVIDENCE,),
        spoken=f"{causes_words.PROBLEM}: {tree.problem.statement}",
        is_shown=is_shown(tree),
        below=tuple(map(_node, tree.whys)),
    )


def cards_of(tree: Tree) -> frozenset[str]:
    """What the address can open: the problem, and every answer."""
    return frozenset({tree.problem.id, *(each.cause.id for each in tree.every())})


def is_shown(tree: Tree) -> bool:
    """Whether anybody said how they know of the problem."""
    return bool(tree.problem.evidence or tree.problem.source)


def _node(each: Why) -> Node:
    cause = each.cause
    return Node(
        key=cause.id,
        level=each.depth,
        head=causes_words.why(each.depth),
        text=cause.answer,
        mark=causes_words.CHOSEN if cause.is_chosen else "",
        foot=causes_words.foot(cause),
        spoken=causes_words.spoken(each),
        is_shown=bool(cause.evidence or cause.source),
        below=tuple(map(_node, each.below)),
    )


def draw(tree: Tree, open_id: str) -> None:
    """The tree, and on a phone the list; a press on a card opens or closes it."""
    root, label = node_of(tree), causes_words.alt(tree)
    colours = palette(dark=figures.is_dark())
    room = room_for(root, width=WIDTH, font=FONT, least=LEAST, widest=WIDEST)
    narrow = cause_tree(root, room=LIST, colours=colours, label=label)
    data = {
        "wide": cause_tree(root, room=room, colours=colours, label=label).svg,
        "narrow": narrow.svg,
        "paper": on_paper(root, room, colours),
        "open": open_id,
        "still": False,
        "file": f"{figures.picture_name(f'why {tree.problem.statement}')}.png",
    }
    with st.container(key="drawn_causes"):
        _tree()(key=TREE, data=data, on_pick_change=_picked)


def on_paper(root: Node, room: Room, colours: Palette) -> str:
    """The tree in drawings of which each fits on a sheet; nothing where the whole does."""

    def drawn(part: Node) -> Drawing:
        return cause_tree(part, room=room, colours=colours, label=part.text, is_still=True)

    pieces = parts(root, lambda part: drawn(part).height <= ON_ONE_SHEET)
    return "".join(drawn(part).svg for part in pieces) if len(pieces) > 1 else ""


def draw_still(root: Node, room: Room, label: str) -> None:
    """The tree to look at, as large as the room asks."""
    colours = palette(dark=figures.is_dark())
    wide = cause_tree(root, room=room, colours=colours, label=label, is_still=True)
    narrow = cause_tree(root, room=LIST, colours=colours, label=label, is_still=True)
    _tree()(key=f"{TREE}_still", data={"wide": wide.svg, "narrow": narrow.svg, "paper": "", "open": "", "still": True})


def _picked() -> None:
    picked = st.session_state[TREE].get("pick")
    if not picked:
        return
    if st.query_params.get(keys.CAUSE) == picked["key"]:
        close()
    else:
        st.query_params[keys.CAUSE] = picked["key"]
        st.query_params.pop(keys.EDIT, None)


def close() -> None:
    """No card is open."""
    st.query_params.pop(keys.CAUSE, None)


@cache
def _tree() -> Any:
    css, js = (Path(__file__).with_suffix(kind).read_text(encoding="utf-8") for kind in (".css", ".js"))
    html = '<div class="frame"><div class="wide"></div><div class="narrow"></div><div class="paper"></div></div>'
    button = '<button type="button" class="save">Save as a picture</button>'
    return st.components.v2.component("common_ground_causes", html=html + button, css=css, js=js)
