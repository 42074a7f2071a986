"""Above the cards of several files: what they ask alike, asked once, and which of them wait for what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import keys, spreadsheets_card, spreadsheets_questions, spreadsheets_work
from collab.ui.escape import plain
from collab.ui.pending import Stage, pending_uploads
from collab.ui.presses import submit_button
from collab.ui.shared_answers import Shared, shared_questions
from collab.ui.wording import listed, many

if TYPE_CHECKING:
    from collab.model import Person
    from collab.store import Store
    from collab.ui.pending import Batch, Upload

MOST_NAMES = 6
SAVING_OR_SAVED = frozenset({Stage.SAVING, Stage.SAVED})


def draw(store: Store, person: Person, batch: Batch) -> Mapping[str, frozenset[str]]:
    """Ask what several files ask alike. Returns, by the key of a file, the ids that its card need not ask."""
    shared = shared_questions(tuple(batch.uploads.values()))
    if shared:
        with st.container(border=True, key="shared"):
            st.subheader("Asked by several files", anchor=False, icon=":material/quiz:")
            st.caption("Answer once, and it counts for every file that asks the same. Each card can still change it.")
            _form(store, person, batch, shared)
    above: dict[str, set[str]] = defaultdict(set)
    for each in shared:
        for upload in each.uploads:
            above[upload.key].add(each.question.id)
    return {key: frozenset(ids) for key, ids in above.items()}


def _form(store: Store, person: Person, batch: Batch, shared: Sequence[Shared]) -> None:
    """One form for as long as files are read, so that what was chosen stays when another file joins."""
    name = f"shared_{batch.token}"
    empty = st.session_state.get(_empty_key(batch), ())
    given: dict[Hashable, object] = {}
    with st.form(name, border=False):
        for each in shared:
            given[each.key] = spreadsheets_questions.widget(each.question, None, part=_part(batch, each))
            st.caption(f"Asked by {_named(each.uploads)}.")
            if each.key in empty:
                st.error("This still needs your answer: nothing is guessed.", icon=":material/arrow_upward:")
        shown = submit_button("Use these answers for all of them", form=name, type="primary", shows=tuple(given))
    if isinstance(shown, tuple):
        _use(store, person, batch, [each for each in shared if each.key in shown], given)


def _use(
    store: Store, person: Person, batch: Batch, shared: Sequence[Shared], given: Mapping[Hashable, object]
) -> None:
    """Answer what was answered; what was left empty is remembered, to be marked."""
    whole = {each.key for each in shared if spreadsheets_questions.is_whole(each.question, given[each.key])}
    answers = {key: value for key, value in given.items() if key in whole}
    # First: writing to the session's state is where a run may be ended, and the press would be lost with it.
    spreadsheets_work.answer_all(pending_uploads(), store, person, batch, answers)
    st.session_state[_empty_key(batch)] = tuple(each.key for each in shared if each.key not in whole)
    st.rerun()


def _empty_key(batch: Batch) -> str:
    return f"{keys.LEFT_EMPTY}_{batch.token}"


def _part(batch: Batch, shared: Shared) -> str:
    told = repr((shared.key, shared.question.proposal))
    return f"{batch.token}_{sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def _named(uploads: Sequence[Upload]) -> str:
    names = tuple(f"“{plain(upload.file_name)}”" for upload in uploads)
    return f"{many(len(names), 'file')}: {listed(names, most=MOST_NAMES)}"


def waiting_words(uploads: Sequence[Upload]) -> tuple[str, ...]:
    """Which files cannot be saved as they stand, by what they wait for, as escaped sentences.

    None before all have been read, and none about those being saved: a line that comes and goes moves what is below.
    """
    if any(upload.preview is None and upload.is_busy for upload in uploads):
        return ()
    waiting: dict[str, list[str]] = defaultdict(list)
    for upload in uploads:
        if upload.stage not in SAVING_OR_SAVED and not upload.is_ready and upload.returned is None:
            waiting[_reason(upload)].append(f"“{plain(upload.file_name)}”")
    return tuple(f"{reason}: {listed(tuple(names), most=MOST_NAMES)}." for reason, names in waiting.items())


def _reason(upload: Upload) -> str:
    preview = upload.preview
    if preview is None or upload.stage is Stage.REFUSED:
        return "Cannot be read"
    if preview.status == "needs_answers":
        return f"{many(len(preview.open_questions), 'question')} to answer"
    if preview.status == "unchanged":
        return "Nothing new"
    return "Cannot be used" if spreadsheets_card.is_no_survey(preview) else "A problem to settle"
