"""Mending an answer sheet that was handed in: the same grid, what it held before, and a reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Mark
from collab.ui import drafting, keys, shell
from collab.ui.answers_comments import ask_comments, whole_key
from collab.ui.answers_drafts import mended_sheet, typed
from collab.ui.answers_grid import answers_grid
from collab.ui.escape import plain
from collab.ui.told import told
from collab.ui.wording import moment

if TYPE_CHECKING:
    from collab.model import Instrument, Partner, Person
    from collab.services.answers import AnswerSheet
    from collab.store import Store
    from collab.ui.drafting import Content, Form

LONGEST_REASON = 300
_STALE = "The sheet itself was changed since: throw this away to go on from how it is now."
_KEPT = frozenset({str(Mark.UNREADABLE), str(Mark.NOT_ASKED)})


def mend(store: Store, person: Person, instrument: Instrument, partner: Partner, sheet: AnswerSheet) -> None:
    """The grid of a sheet that was handed in, to be corrected."""
    form = mended_sheet(store, person, instrument, sheet)
    typing, stored = drafting.opened(form, is_on_screen=whole_key(drafting.name_of(form)) in st.session_state)
    name = drafting.name_of(form)
    now = partial(_typed, instrument, typing.start, name)
    keep = drafting.keeper(form, now)
    st.subheader(f"Mend the sheet of {plain(partner.name)}", anchor=False)
    st.caption(plain(origin(sheet)))
    drafting.tell(form, stored, more=_STALE if typing.based_on_version != sheet.version else "")
    if typing.clash:
        drafting.ask_which(form, stored, now())
    kept = (stored.content if stored else form.blank)["ratings"]
    answers_grid(instrument, typing.start["ratings"], sheet=name, kept=kept, on_change=keep)
    ask_comments(instrument, typing.start["comments"], sheet=name, on_change=keep)
    st.text_input(
        "Why is it mended?",
        typing.start["reason"],
        max_chars=LONGEST_REASON,
        key=_reason_key(name),
        placeholder="A misread tick",
        on_change=keep,
    )
    if typing.clash:
        st.warning(drafting.CHOOSE_FIRST)
        return
    with st.container(horizontal=True):
        saved = st.button("Save the mended sheet", type="primary", icon=":material/save:")
        st.button("Leave it as it was", on_click=_leave, args=(form,))
    if saved:
        with told():
            _save(form, partner, sheet, typing.based_on_version or sheet.version, now())


def _typed(instrument: Instrument, start: Content, name: str) -> Content:
    return typed(instrument, start, sheet=name) | {
        "reason": st.session_state.get(_reason_key(name), start["reason"]) or ""
    }


def _reason_key(name: str) -> str:
    return f"why_{name}"


def _save(form: Form, partner: Partner, sheet: AnswerSheet, version: int, content: Content) -> None:
    from collab.services.answers import mend_answers

    with drafting.saving(form) as draft:
        mend_answers(
            form.store,
            form.person,
            sheet.id,
            version=version,
            ratings=kept_marks(sheet) | content["ratings"],
            reason=content["reason"],
            comments=content["comments"],
            draft=draft,
        )
    stop_mending()
    shell.flash(f"The answer sheet of {partner.name} is mended.")
    st.rerun()


def _leave(form: Form) -> None:
    """Back to the list; what was typed goes."""
    drafting.throw_away(form)
    stop_mending()


def kept_marks(sheet: AnswerSheet) -> dict[str, str]:
    """The marks that a grid cannot show and that mending keeps: unreadable, not asked."""
    return {key: value for key, value in (sheet.ratings or {}).items() if value in _KEPT}


def start_mending(sheet_id: str) -> None:
    """Show this sheet to be mended from the next run on."""
    st.session_state[keys.MENDING] = sheet_id


def stop_mending() -> None:
    """Back to the list of sheets."""
    st.session_state.pop(keys.MENDING, None)


def origin(sheet: AnswerSheet) -> str:
    """Where a sheet comes from, in one sentence of plain text."""
    mended = " Mended since." if sheet.mended else ""
    if sheet.typed_in:
        return f"Typed in on {moment(sheet.at)}.{mended}"
    place = ", ".join(
        part
        for part in (
            sheet.file_name or "A file",
            f"sheet “{sheet.sheet}”" if sheet.sheet else "",
            f"row {sheet.row}" if sheet.row else "",
        )
        if part
    )
    return f"{place}. Imported on {moment(sheet.at)}.{mended}"
