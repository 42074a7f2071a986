"""What can be done with the answer that is open: ask on, test and choose it, word it, take it away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.plans import Verdict
from collab.services.drafts import subject_of
from collab.services.root_causes import remove_cause, save_cause, save_problem, say_of_cause
from collab.ui import causes_add, causes_remove, causes_tree, causes_words, keys, shell
from collab.ui.editing import editor
from collab.ui.escape import plain
from collab.ui.fields import Field
from collab.ui.naming import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collab.model import Person
    from collab.plans import Cause
    from collab.services.root_causes import TakenUp, Tree, Why
    from collab.store import Store

# Beside a tall tree the panel goes along with the page; on a phone it stands above the list. Paper has the table.
STYLE = """
@media screen and (min-width: 900px) {
  .stColumn:has(.st-key-cause_panel) { position: sticky; top: 3.5rem; align-self: flex-start;
    max-height: calc(100vh - 4.25rem); overflow-y: auto; }
}
@media screen and (max-width: 900px) {
  .stHorizontalBlock:has(> .stColumn .st-key-cause_panel) { flex-direction: column-reverse; flex-wrap: nowrap; }
  .stHorizontalBlock:has(> .stColumn .st-key-cause_panel) > .stColumn { width: 100%; min-width: 100%; flex: 0 0 auto; }
}
.st-key-cause_panel { scroll-margin-top: 4rem; }
@media print {
  .stApp :is(.stColumn:has(.st-key-cause_panel), .st-key-controls_problem, .st-key-controls_hint)
    { display: none !important; }
}
"""


def of_problem(tree: Tree, person: Person, store: Store) -> None:
    """The problem: its first answers, its words and evidence, and taking it away."""
    problem, texts = tree.problem, causes_words.content()
    with st.container(border=True, key="cause_panel"):
        _head(causes_words.PROBLEM, problem.statement, "", can_close=bool(tree.whys))
        given = [each.cause for each in tree.every()]
        causes_add.draw(store, person, problem, None, where="below", label=texts.why_prompt, given=given)
        st.markdown("**Words and evidence**")
        editor(
            store,
            person,
            subject=subject_of("problem", problem.initiative_id, problem.id),
            version=problem.version,
            saved={name: getattr(problem, name) for name in ("statement", "evidence", "source")},
            fields=problem_fields(),
            save=lambda version, given: save_problem(store, person, problem.id, version=version, **given),
            done="The problem is saved.",
        )
        causes_remove.problem(tree, person, store)


def typed_fields() -> tuple[Field, ...]:
    """All that is typed of a problem or an answer."""
    return (Field("answer", "Answer", "text"), *problem_fields())


def problem_fields() -> tuple[Field, ...]:
    """What there is to say of a problem."""
    return (Field("statement", "Problem", "text", help=plain(causes_words.content().problem_prompt)), *_known())


def _known() -> tuple[Field, Field]:
    prompt = plain(causes_words.content().evidence_prompt)
    return Field("evidence", prompt, "text"), Field("source", "Source", help="Which data, and from when")


def of_answer(tree: Tree, each: Why, taken_up: Mapping[str, TakenUp], person: Person, store: Store) -> None:
    """One answer."""
    cause, texts = each.cause, causes_words.content()
    given = [one.cause for one in tree.every()]
    parent = next((one.cause for one in tree.every() if one.cause.id == cause.parent_id), None)
    with st.container(border=True, key="cause_panel"):
        _head(causes_words.why(each.depth), cause.answer, parent.answer if parent else tree.problem.statement)
        if told := causes_words.deep_enough(each.depth):
            st.info(plain(told), icon=":material/psychology_alt:")
        causes_add.draw(store, person, tree.problem, cause, where="below", label=texts.why_prompt, given=given)
        _tests(cause, person, store)
        _choice(cause, taken_up, person, store)
        st.markdown("**Words and evidence**")
        _words(cause, person, store)
        beside = "Another answer beside this one"
        causes_add.draw(store, person, tree.problem, parent, where="beside", label=beside, given=given)
        causes_remove.answer(each, taken_up, partial(remove_cause, store, person, cause.id))


def _head(kind: str, words: str, above: str, *, can_close: bool = True) -> None:
    """can_close: not what is open for as long as there is nothing else to do."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f":gray[{plain(kind)}]", width="content")
        if can_close:
            label = named("Close", f"“{words}”")
            st.button(label, icon=":material/close:", key="close_cause", on_click=causes_tree.close)
    with st.container(gap="xxsmall"):
        st.markdown(f"**{plain(words)}**")
        if above:
            st.caption(f"Says why: {plain(above)}")


def _tests(cause: Cause, person: Person, store: Store) -> None:
    texts = causes_words.content()
    for name, prompt in (("prevents", texts.test_prompt), ("fits", texts.fit_prompt)):
        key = f"test_{name}_{cause.id}"
        present: Verdict = getattr(cause, name)
        st.session_state[key] = None if present is Verdict.UNSAID else present.value
        st.segmented_control(
            plain(prompt),
            [each.value for each in causes_words.VERDICTS],
            format_func=lambda code: causes_words.VERDICTS[Verdict(code)],
            key=key,
            on_change=_say,
            args=(cause, name, key, person, store),
        )


def _say(cause: Cause, name: str, key: str, person: Person, store: Store) -> None:
    said = st.session_state[key]
    _save(cause, name, Verdict(said) if said else Verdict.UNSAID, person, store)


def _save(cause: Cause, name: str, to: Verdict | bool, person: Person, store: Store) -> None:
    """One answer or the choice alone, so that presses that come fast do not stand in the way of each other."""
    seen: Verdict | bool = getattr(cause, name)
    shell.done_or_told(lambda: say_of_cause(store, person, cause.id, name, seen=seen, to=to))


def _choice(cause: Cause, taken_up: Mapping[str, TakenUp], person: Person, store: Store) -> None:
    """Whether it is chosen, what is advised, and what rests on it."""
    found = taken_up.get(cause.id)
    if cause.is_chosen:
        st.markdown(
            f":green-badge[:material/star: {causes_words.CHOSEN}] It carries over into the logic model and plans."
        )
    elif advised := causes_words.advice(cause):
        st.caption(plain(advised))
    if found:
        st.caption(plain(f"Taken up in {causes_words.resting((found,))}."))
    st.button(
        "Take the choice back" if cause.is_chosen else "Choose as a root cause",
        key="choose_cause",
        icon=":material/star_outline:" if cause.is_chosen else ":material/star:",
        type="secondary" if cause.is_chosen else "primary",
        on_click=_save,
        args=(cause, "is_chosen", not cause.is_chosen, person, store),
    )


def _words(cause: Cause, person: Person, store: Store) -> None:
    editor(
        store,
        person,
        subject=subject_of("cause", cause.initiative_id, cause.id),
        version=cause.version,
        saved={name: getattr(cause, name) for name in ("answer", "evidence", "source")},
        fields=(Field("answer", "Answer", "text"), *_known()),
        save=lambda version, given: save_cause(store, person, cause.id, version=version, **given),
        done="The answer is saved.",
    )


def open_in(tree: Tree) -> str:
    """The card that the address opens; the problem's where nobody has answered yet."""
    asked = st.query_params.get(keys.CAUSE, "")
    if asked in causes_tree.cards_of(tree):
        return asked
    return "" if tree.whys else tree.problem.id
