"""The meeting view of root causes: each problem with its tree in parts that can be read, then what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.charts.cause_tree import Node, Room, cause_tree, parts, room_for
from collab.charts.slides import FULL
from collab.charts.theme import LIGHT
from collab.ui import causes_tree, causes_words, viewport
from collab.ui.escape import plain
from collab.ui.meeting import Step, numbered
from collab.ui.meeting import run as run_steps

if TYPE_CHECKING:
    from collab.model import Initiative
    from collab.services.root_causes import TakenUp, Tree, Why

LETTER, LEAST_LETTER, MOST_CHOSEN = 32, 13, 3
ABOVE = 0.9
"""The share of a slide's height that is the tree's; the rest is the sentence below it."""


def run(initiative: Initiative, trees: Sequence[Tree], taken_up: Mapping[str, TakenUp]) -> None:
    """One problem after the other."""
    steps = [step for tree in trees for step in _one(tree, taken_up)]
    run_steps(steps or [Step("Why does it happen?", _nothing)], initiative.name)


def _nothing() -> None:
    st.markdown("No problem is stated yet. Close the meeting view and state the first one.")


def _one(tree: Tree, taken_up: Mapping[str, TakenUp]) -> list[Step]:
    whole = causes_tree.node_of(tree)
    pieces = parts(whole, _fits)
    steps = numbered("Why does it happen?", [partial(_tree, tree, piece) for piece in pieces], about=tree.problem.id)
    groups = [tree.chosen[begin : begin + MOST_CHOSEN] for begin in range(0, len(tree.chosen), MOST_CHOSEN)]
    if not groups:
        return steps
    title = f"Root causes of: {tree.problem.statement}"
    return [*steps, *numbered(title, [_drawn(group, taken_up) for group in groups])]


def _fits(root: Node) -> bool:
    """Whether this part can be read on a projector."""
    drawn = cause_tree(root, room=_room(root, 1), colours=LIGHT, label="")
    return drawn.height <= FULL.height * ABOVE


def _room(root: Node, ratio: float) -> Room:
    """Letters of 28 pixels at least where the projector has 1920, those of the foot of a card, too."""
    width = round(FULL.width * ratio)
    font = max(round(LETTER * ratio), LEAST_LETTER)
    return room_for(root, width=width, font=font, least=0, widest=round(font * 20))


def _tree(tree: Tree, piece: Node) -> None:
    box = viewport.meeting_room()
    ratio = min(box.width / FULL.width, box.height / FULL.height)
    causes_tree.draw_still(piece, _room(piece, ratio), causes_words.alt(tree))
    source = f"Source: {tree.problem.source}" if tree.problem.source else ""
    known = " · ".join(each for each in (tree.problem.evidence, source) if each)
    st.markdown(plain(known or causes_words.NO_EVIDENCE))


def _drawn(group: Sequence[Why], taken_up: Mapping[str, TakenUp]) -> Callable[[], None]:
    def draw() -> None:
        for each in group:
            with st.container(border=True):
                st.markdown(_chosen(each, taken_up.get(each.cause.id)))

    return draw


def _chosen(each: Why, found: TakenUp | None) -> str:
    """A root cause with how partners know, what the tests came to, and what goes at it."""
    cause = each.cause
    source = f"Source: {cause.source}" if cause.source else ""
    known = " · ".join(part for part in (cause.evidence, source) if part) or causes_words.NO_EVIDENCE
    told = " · ".join(causes_words.tests(cause))
    names = [] if found is None else [one.text for one in found.entries] + [one.step for one in found.steps]
    goes = "; ".join(f"“{name}”" for name in names) or "nothing yet"
    lines = [f":green[★] **{plain(cause.answer)}**", plain(known), plain(told), f"Goes at it: {plain(goes)}"]
    return "\n\n".join(line for line in lines if line)
