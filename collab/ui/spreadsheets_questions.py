"""What only a person can settle about a file: open questions, and those answered, which can be changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import keys, spreadsheets_comments, spreadsheets_names, spreadsheets_work
from collab.ui.escape import plain
from collab.ui.presses import submit_button
from collab.ui.told import told
from collab.ui.wording import listed, many

if TYPE_CHECKING:
    from collab.exchange.findings import Question
    from collab.model import Person
    from collab.services.importing import Preview
    from collab.store import Store
    from collab.ui.pending import Upload

MOST_BUTTONS = 4
MOST_LONG_BUTTONS = 9
LONG_LABEL = 40
LONGEST = 300
LONGEST_ASKED = 90
NARROWEST = 360
OPEN_FORM, GIVEN_FORM, TAKEN_FORM = "open", "answered", "taken_up"


def draw(store: Store, person: Person, upload: Upload, preview: Preview, *, asked_above: Collection[str] = ()) -> None:
    """Open questions in full view; answered ones, names and comments folded away, to be changed.

    asked_above: ids of questions that are asked once for several files, and not here again.
    """
    still_open = set(preview.open_questions)
    above = still_open.intersection(asked_above)
    waiting = [question for question in preview.questions if question.id in still_open - above]
    if above:
        st.caption(f"{many(len(above), 'question')} about this file and others: asked once, at the top of the page.")
    if waiting:
        _ask_open(store, person, upload, preview, waiting)
    _taken_up(store, person, upload, preview)
    _given(store, person, upload, preview)
    spreadsheets_names.draw(store, person, upload, preview)
    spreadsheets_comments.draw(store, person, upload, preview)


def _ask_open(store: Store, person: Person, upload: Upload, preview: Preview, waiting: Sequence[Question]) -> None:
    proposed = sum(question.proposal is not None for question in waiting)
    st.markdown(f"**What is uncertain** ({many(len(waiting), 'question')})")
    if proposed == len(waiting):
        st.caption("Everything has a proposal. Look them over, correct what is wrong, then go on.")
    elif proposed:
        st.caption("What is marked as proposed can stay. The others need your answer: nothing is guessed.")
    _form(store, person, upload, preview, waiting, name=OPEN_FORM, button="Go on with these answers")


def _taken_up(store: Store, person: Person, upload: Upload, preview: Preview) -> None:
    """Answers that were given for an earlier file of the same shape."""
    answered = preview.findings.answered
    taken = [
        each for each in _settled(preview.questions, preview) if each.id in answered and not _is_given(each, preview)
    ]
    if taken:
        source = f"“{plain(preview.answered_as)}”" if preview.answered_as else "an earlier file of this shape"
        label = f"Answered as for {source}: {many(len(taken), 'answer')}"
        with st.expander(label, icon=":material/history:", type="compact"):
            st.caption(
                "These questions were answered for a file of the same shape. Change what is different this time."
            )
            _form(store, person, upload, preview, taken, name=TAKEN_FORM, button="Use what I changed")


def _given(store: Store, person: Person, upload: Upload, preview: Preview) -> None:
    """Answers that were given for this file."""
    given = [each for each in _settled(tuple(upload.asked.values()), preview) if _is_given(each, preview)]
    if given:
        label = many(len(given), "answer") + " given"
        with st.expander(label, icon=":material/done_all:", type="compact"):
            _form(store, person, upload, preview, given, name=GIVEN_FORM, button="Change these answers")


def _is_given(question: Question, preview: Preview) -> bool:
    return question.id in preview.answers


def _settled(questions: Sequence[Question], preview: Preview) -> list[Question]:
    """Those that are not open and are not changed in the table of names."""
    still_open = set(preview.open_questions)
    return [
        question
        for question in questions
        if question.id not in still_open and not spreadsheets_names.holds(question.id, preview)
    ]


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
    """Questions by group with one button; those that were left empty are marked, each in its place."""
    before = {**preview.findings.answered, **preview.answers}
    empty = st.session_state.get(_empty_key(upload, name), ())
    given: dict[str, object] = {}
    part = f"{upload.key}_{upload.revision}"
    with st.form(f"{name}_{part}", border=name == OPEN_FORM):
        for group in dict.fromkeys(question.group for question in questions):
            if group:
                st.markdown(f"**{plain(group)}**")
            with st.grid("auto", min_column_width=NARROWEST):
                for question in (question for question in questions if question.group == group):
                    with st.container():
                        given[question.id] = widget(question, before.get(question.id), part=part)
                        if question.id in empty:
                            st.error(_wanted(question), icon=":material/arrow_upward:")
        if len(questions) > 1:
            _tell_empty([question for question in questions if question.id in empty])
        sent = submit_button(button, form=f"{name}_{part}", type="primary" if name == OPEN_FORM else "secondary")
    if sent:
        _use(store, person, upload, questions, given, before if name != OPEN_FORM else {}, name=name)


def _use(
    store: Store,
    person: Person,
    upload: Upload,
    questions: Sequence[Question],
    given: Mapping[str, object],
    before: Mapping[str, object],
    *,
    name: str,
) -> None:
    """Take up what is answered and is not as before; what is left empty is remembered, to be marked."""
    whole = {question.id for question in questions if is_whole(question, given[question.id])}
    answers = {key: given[key] for key in given if key in whole and (key not in before or given[key] != before[key])}
    with told():
        # First: writing to the session's state is where a run may be ended, and the press would be lost with it.
        spreadsheets_work.reconsider(store, person, upload, answers=answers)
        st.session_state[_empty_key(upload, name)] = tuple(key for key in given if key not in whole)
        st.rerun()


def is_whole(question: Question, value: object) -> bool:
    """Whether a widget's value answers its question."""
    if question.ranked:
        return isinstance(value, list | tuple) and len(value) == len(question.choices)
    return value is not None and str(value).strip() != ""


def _empty_key(upload: Upload, name: str) -> str:
    return f"{keys.LEFT_EMPTY}_{upload.key}_{name}"


def _wanted(question: Question) -> str:
    """What is missing, to stand beneath the question."""
    if question.ranked:
        return f"Name all {len(question.choices)}, the lowest first."
    return "Choose one here: nothing is guessed." if question.choices else "Type an answer here."


def _tell_empty(questions: Sequence[Question]) -> None:
    if questions:
        asks = tuple(f"“{plain(_cut(question.ask))}”" for question in questions)
        verb = "needs" if len(questions) == 1 else "need"
        st.error(f"{many(len(questions), 'question')} still {verb} your answer: {listed(asks, most=4)}.")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_ASKED else text[:LONGEST_ASKED].rsplit(" ", 1)[0] + " …"


def widget(question: Question, answer: object, *, part: str) -> object:
    """The widget of one question, in this part of the page. What was answered is filled in; else the proposal."""
    key = f"ask_{part}_{question.id}"
    start = question.proposal if answer is None else answer
    label = plain(question.ask)
    value: object
    if question.several:
        value = _several(question, start, label=label, key=key)
    elif not question.choices:
        value = st.text_input(label, str(start or ""), max_chars=LONGEST, key=key)
    elif _fits_buttons(question):
        value = _buttons(question, start, label=label, key=key, is_proposed=answer is None)
    else:
        value = _list(question, start, label=label, key=key, is_proposed=answer is None)
    if question.why:
        st.caption(plain(question.why))
    _beside(question)
    return value


def _fits_buttons(question: Question) -> bool:
    """A few choices, or some more whose words a list would cut off."""
    longest = max(len(choice.label) for choice in question.choices)
    return len(question.choices) <= (MOST_LONG_BUTTONS if longest > LONG_LABEL else MOST_BUTTONS)


def _beside(question: Question) -> None:
    """The table that helps to choose."""
    if question.beside:
        headers, *lines = question.beside
        columns = {plain(header): [plain(line[at]) for line in lines] for at, header in enumerate(headers)}
        with st.expander("See how they differ", icon=":material/compare:", type="compact"):
            st.table(columns, hide_index=True, alt=f"What differs: {', '.join(headers)}")


def _labels(question: Question, *, is_proposed: bool) -> dict[str, str]:
    """The words of each choice, unescaped; the proposal says that it is one."""
    return {
        choice.key: f"{choice.label} (proposed)" if is_proposed and choice.key == question.proposal else choice.label
        for choice in question.choices
    }


def _position(question: Question, start: object) -> int | None:
    choices = [choice.key for choice in question.choices]
    return choices.index(str(start)) if str(start) in choices else None


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
        placeholder="Name them in order" if question.ranked else "None",
        filter_mode="contains",
        select_all=not question.ranked,
    )
