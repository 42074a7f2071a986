"""What only a person can settle about a file: questions with their proposals, and columns of comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import spreadsheets_names, spreadsheets_work
from collab.ui.escape import plain
from collab.ui.told import told
from collab.ui.wording import many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collab.exchange.findings import Question
    from collab.model import Person
    from collab.services.importing import Preview
    from collab.store import Store
    from collab.ui.pending import Upload

MOST_BUTTONS = 4
LONGEST = 300
NARROWEST = 360
COMMENTS = "comments"


def draw(store: Store, person: Person, upload: Upload, preview: Preview) -> None:
    """Open questions in full view; answered ones, comments and names folded away, to be changed."""
    still_open = set(preview.open_questions)
    waiting = [question for question in preview.questions if question.id in still_open]
    answered = [upload.asked[key] for key in upload.asked if key in preview.answers and key not in still_open]
    if waiting:
        _ask_open(store, person, upload, preview, waiting)
    if answered:
        label = many(len(answered), "answer") + " given"
        with st.expander(label, icon=":material/done_all:", type="compact"):
            _form(store, person, upload, preview, answered, name="answered", button="Change these answers")
    spreadsheets_names.draw(store, person, upload, preview)
    if preview.findings.comment_columns:
        _ask_comments(store, person, upload, preview)


def _ask_open(store: Store, person: Person, upload: Upload, preview: Preview, waiting: Sequence[Question]) -> None:
    proposed = sum(question.proposal is not None for question in waiting)
    st.markdown(f"**What is uncertain** ({many(len(waiting), 'question')})")
    if proposed == len(waiting):
        st.caption("Everything has a proposal. Look them over, correct what is wrong, then go on.")
    elif proposed:
        st.caption("What is marked as proposed can stay. The others need your answer: nothing is guessed.")
    _form(store, person, upload, preview, waiting, name="open", button="Go on with these answers")


def _form(
    store: Store,
    person: Person,
    upload: Upload,
    preview: Preview,
    questions: Sequence[Question],
    *,
    name: str,
    button: str,
) -> None:
    given: dict[str, object] = {}
    with st.form(f"{name}_{upload.key}_{upload.revision}", border=name == "open"):
        for group in dict.fromkeys(question.group for question in questions):
            if group:
                st.markdown(f"**{plain(group)}**")
            with st.grid("auto", min_column_width=NARROWEST):
                for question in (question for question in questions if question.group == group):
                    with st.container():
                        given[question.id] = _widget(upload, question, preview.answers.get(question.id))
        sent = st.form_submit_button(button, type="primary" if name == "open" else "secondary")
    if sent:
        _use(store, person, upload, questions, given)


def _use(store: Store, person: Person, upload: Upload, questions: Sequence[Question], given: dict[str, object]) -> None:
    answers = {key: value for key, value in given.items() if value not in (None, "")}
    missing = [question.ask for question in questions if question.id not in answers]
    if missing:
        st.warning("Still without an answer: " + " ".join(plain(ask) for ask in missing))
    if answers:
        with told():
            spreadsheets_work.reconsider(store, person, upload, answers=answers)
            st.rerun()


def _widget(upload: Upload, question: Question, answer: object) -> object:
    """The widget of one question. What was answered is filled in; else the proposal, marked as one."""
    key = f"ask_{upload.key}_{upload.revision}_{question.id}"
    start = question.proposal if answer is None else answer
    label = plain(question.ask)
    value: object
    if question.several:
        value = _several(question, start, label=label, key=key)
    elif not question.choices:
        value = st.text_input(label, str(start or ""), max_chars=LONGEST, key=key)
    elif len(question.choices) > MOST_BUTTONS:
        value = _list(question, start, label=label, key=key, is_proposed=answer is None)
    else:
        value = _buttons(question, start, label=label, key=key, is_proposed=answer is None)
    if question.why:
        st.caption(plain(question.why))
    return value


def _labels(question: Question, *, is_proposed: bool) -> dict[str, str]:
    """The words of each choice, unescaped; the proposal says that it is one."""
    return {
        choice.key: f"{choice.label} (proposed)" if is_proposed and choice.key == question.proposal else choice.label
        for choice in question.choices
    }


def _position(question: Question, start: object) -> int | None:
    keys = [choice.key for choice in question.choices]
    return keys.index(str(start)) if str(start) in keys else None


def _buttons(question: Question, start: object, *, label: str, key: str, is_proposed: bool) -> object:
    labels = _labels(question, is_proposed=is_proposed)
    return st.radio(
        label,
        list(labels),
        _position(question, start),
        format_func=lambda choice: plain(labels[choice]),
        key=key,
    )


def _list(question: Question, start: object, *, label: str, key: str, is_proposed: bool) -> object:
    labels = _labels(question, is_proposed=is_proposed)
    return st.selectbox(
        label,
        list(labels),
        _position(question, start),
        format_func=lambda choice: labels[choice],
        key=key,
        placeholder="Choose one",
    )


def _several(question: Question, start: object, *, label: str, key: str) -> list[str]:
    labels = {choice.key: choice.label for choice in question.choices}
    chosen = [str(item) for item in start] if isinstance(start, list | tuple) else []
    return st.multiselect(
        label,
        list(labels),
        [item for item in chosen if item in labels],
        format_func=lambda choice: labels[choice],
        key=key,
        placeholder="None",
    )


def _ask_comments(store: Store, person: Person, upload: Upload, preview: Preview) -> None:
    """Text columns, one by one; none is taken unless it is ticked."""
    taken = preview.answers.get(COMMENTS)
    before = [str(item) for item in taken] if isinstance(taken, list | tuple) else []
    columns = preview.findings.comment_columns
    label = f"{many(len(columns), 'column')} of free text: {many(len(before), 'column')} taken"
    with (
        st.expander(label, icon=":material/chat:", type="compact"),
        st.form(f"comments_{upload.key}_{upload.revision}", border=False),
    ):
        st.caption("Free text can name people. Nothing is taken unless you tick it.")
        ticked = [
            header
            for number, header in enumerate(columns)
            if st.checkbox(plain(header), header in before, key=f"comment_{upload.key}_{upload.revision}_{number}")
        ]
        if st.form_submit_button("Take what is ticked"):
            with told():
                spreadsheets_work.reconsider(store, person, upload, answers={COMMENTS: ticked})
                st.rerun()
