"""The screen of root causes: a problem, the answers to why it is there as a tree, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.services.drafts import subject_of
from collab.ui import (
    address,
    causes_follow,
    causes_meeting,
    causes_panel,
    causes_table,
    causes_tree,
    causes_words,
    gone,
    initiative_editing,
    keys,
    meeting,
    shell,
)
from collab.ui.escape import plain
from collab.ui.initiative_editing import ADD, add_button, in_place, new_id
from collab.ui.picking import choose_initiative
from collab.ui.wording import many

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collab.model import Person
    from collab.services.root_causes import TakenUp, Tree
    from collab.store import Store

NEW = f"{ADD}:problem"


def show(person: Person) -> None:
    """The whole screen."""
    from collab.services.root_causes import root_causes, taken_up

    initiative, store = choose_initiative().initiative, shell.store()
    trees = root_causes(store, initiative.id, person=person)
    found = taken_up(store, initiative.id, person=person)
    if shell.in_meeting():
        causes_meeting.run(initiative, trees, found)
        return
    initiative_editing.close_what_is_saved()
    if not trees:
        _nothing_yet(initiative.name)
    else:
        meeting.context_and_button(f"{initiative.name} · {many(len(trees), 'problem')}", about=_asked(trees))
    _tell_gone(trees, initiative.id, person, store)
    made = new_id(NEW, (each.problem.id for each in trees))
    tree = _choose(trees) if trees else None
    if tree is not None:
        _problem(tree, found, made, person, store)
    elif made is not None:
        _add(initiative.id, made, person, store)


def _tell_gone(trees: tuple[Tree, ...], initiative_id: str, person: Person, store: Store) -> None:
    """A card or a problem that the address names and nobody has any more, with what was typed of it."""
    problem, card = st.query_params.get(keys.PROBLEM), st.query_params.get(keys.CAUSE)
    if problem is not None and all(problem != tree.problem.id for tree in trees):
        st.query_params.pop(keys.PROBLEM)
        st.info("The problem that the address names is not there any more. Below is what is there now.")
    if card is None or any(card in causes_tree.cards_of(tree) for tree in trees):
        return
    subjects = (("cause", card), ("cause", ADD, card), ("problem", card))
    gone.tell(
        store,
        person,
        "The answer that the address names is not there any more. Below is what is there now.",
        subjects=[subject_of(kind, initiative_id, *rest) for kind, *rest in subjects],
        fields=causes_panel.typed_fields(),
        let_go=causes_tree.close,
    )


def _nothing_yet(name: str) -> None:
    """How it is done, and the first step."""
    st.caption(plain(name))
    texts = causes_words.content()
    steps = "\n".join(f"{place}. {plain(step)}" for place, step in enumerate(texts.steps, 1))
    st.markdown(
        f"**{plain(texts.title)}.** No problem is stated yet. This is how partners find its root causes:\n\n{steps}"
    )
    add_button("State the first problem", NEW)


def _asked(trees: tuple[Tree, ...]) -> str:
    """The id of the problem whose card the address opens, or which it names; "" for neither."""
    card, named = st.query_params.get(keys.CAUSE), st.query_params.get(keys.PROBLEM)
    of_card = [tree.problem.id for tree in trees if card in causes_tree.cards_of(tree)]
    return next(iter([*of_card, *(tree.problem.id for tree in trees if tree.problem.id == named)]), "")


def _choose(trees: tuple[Tree, ...]) -> Tree:
    """The problem of the card that the address opens, else the one that it names, else the first."""
    asked = st.query_params.get(keys.CAUSE)
    of_card = next((tree for tree in trees if asked and asked in causes_tree.cards_of(tree)), None)
    if of_card is not None and of_card is not trees[0]:
        st.query_params[keys.PROBLEM] = of_card.problem.id
    elif of_card is not None:
        st.query_params.pop(keys.PROBLEM, None)
    if len(trees) == 1:
        return trees[0]
    with st.container(key="controls_problem"):
        chosen = address.select(
            "Problem",
            {each.problem.id: each.problem.statement for each in trees},
            param=keys.PROBLEM,
            widget=keys.PICK_PROBLEM,
            default=trees[0].problem.id,
            width=900,
            then=causes_tree.close,
        )
    return next(each for each in trees if each.problem.id == chosen)


def _problem(tree: Tree, taken_up: Mapping[str, TakenUp], made: str | None, person: Person, store: Store) -> None:
    """made: the id of another problem that is being stated."""
    problem = tree.problem
    with st.container(gap="xsmall", key="problem"):
        left, right = st.columns([3, 1], vertical_alignment="center")
        left.subheader(plain(problem.statement), anchor=False)
        with right:
            add_button("Another problem", NEW)
        source = f"Source: {problem.source}" if problem.source else ""
        known = " · ".join(each for each in (problem.evidence, source) if each)
        st.markdown(
            plain(known) if known else f":gray[No evidence yet. {plain(causes_words.content().evidence_prompt)}]"
        )
        st.caption(plain(causes_words.reading(tree)))
    if made is not None:
        _add(problem.initiative_id, made, person, store)
    _tree(tree, taken_up, person, store)
    if tree.whys:
        st.caption(plain(causes_words.marks()))
        causes_follow.draw(tree, taken_up, person, store)
        causes_table.show(tree, taken_up)


def _tree(tree: Tree, taken_up: Mapping[str, TakenUp], person: Person, store: Store) -> None:
    """The tree, and beside it what can be done with the card that is open."""
    open_id = causes_panel.open_in(tree)
    st.html(f"<style>{causes_panel.STYLE}</style>")
    if not open_id:
        causes_tree.draw(tree, open_id)
        with st.container(key="controls_hint"):
            st.caption("Press a card to ask on, to test it or to change it.")
        return
    left, right = st.columns([5, 3], gap="medium")
    with left:
        causes_tree.draw(tree, open_id)
    with right:
        each = next((each for each in tree.every() if each.cause.id == open_id), None)
        if each is None:
            causes_panel.of_problem(tree, person, store)
        else:
            causes_panel.of_answer(tree, each, taken_up, person, store)


def _add(initiative_id: str, made: str, person: Person, store: Store) -> None:
    """The form of another problem. made: its id, which the address has before it is kept."""
    from collab.services.root_causes import add_problem

    def save(_: int, given: dict[str, object]) -> None:
        add_problem(store, person, initiative_id, problem_id=made, **given)
        st.query_params[keys.CAUSE] = made

    in_place(
        store,
        person,
        f"{NEW}:{made}",
        title=causes_words.content().problem_prompt,
        subject=subject_of("problem", initiative_id, ADD),
        version=0,
        saved={"statement": "", "evidence": "", "source": ""},
        fields=causes_panel.problem_fields(),
        save=save,
        label="State it",
        done="The problem is stated. Now ask why it happens.",
    )
