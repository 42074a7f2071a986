"""All answers of a problem as a real table: in their order, with evidence, source, tests, and what takes them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import causes_words, keys, printed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collab.services.root_causes import TakenUp, Tree

INDENT = "\u2003"


def show(tree: Tree, taken_up: Mapping[str, TakenUp]) -> None:
    """The table, open at first so that paper has it."""
    if not tree.whys:
        return
    with st.expander(
        "All answers as a table",
        icon=":material/table:",
        key=keys.ANSWERS_TABLE,
        on_change="rerun",
        expanded=True,
    ) as box:
        if box.open:
            texts = causes_words.content()
            printed.show(
                table(tree, taken_up),
                key="answers",
                alt="Every answer to why the problem is there, with its evidence, source and tests",
                column_config={
                    "Answer": st.column_config.TextColumn(width="large"),
                    causes_words.PREVENTS: st.column_config.TextColumn(help=texts.test_prompt),
                    causes_words.FITS: st.column_config.TextColumn(help=texts.fit_prompt),
                },
            )


def table(tree: Tree, taken_up: Mapping[str, TakenUp]) -> dict[str, list[str]]:
    """Column -> a text per answer, each answer indented by its depth."""
    every = list(tree.every())
    return {
        "Answer": [INDENT * (each.depth - 1) + each.cause.answer for each in every],
        "Depth": [causes_words.why(each.depth) for each in every],
        "Evidence": [each.cause.evidence for each in every],
        "Source": [each.cause.source for each in every],
        causes_words.PREVENTS: [causes_words.verdict(each.cause.prevents) for each in every],
        causes_words.FITS: [causes_words.verdict(each.cause.fits) for each in every],
        causes_words.CHOSEN: ["★ chosen" if each.cause.is_chosen else "" for each in every],
        "Taken up in": [
            causes_words.resting((taken_up[each.cause.id],)) if each.cause.id in taken_up else "" for each in every
        ],
    }
