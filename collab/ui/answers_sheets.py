"""The answer sheets that a partner has handed in: mend one or remove one, always with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import Mark, RoundState
from collab.ui import keys, shell
from collab.ui.answers_comments import ask_comments
from collab.ui.answers_grid import answers_grid
from collab.ui.escape import plain
from collab.ui.told import told
from collab.ui.wording import many, moment

if TYPE_CHECKING:
    from collab.model import Instrument, Partner, Person, Round
    from collab.services.answers import AnswerSheet
    from collab.store import Store

LONGEST_REASON = 300
LISTED = 10
_KEPT = frozenset({str(Mark.UNREADABLE), str(Mark.NOT_ASKED)})


def of(store: Store, person: Person, round_: Round, partner: Partner) -> tuple[AnswerSheet, ...]:
    """The sheets of a partner in a round."""
    from collab.services.answers import answer_sheets

    return answer_sheets(store, person, round_.id, partner.id)


def draw(store: Store, person: Person, round_: Round, partner: Partner, sheets: Sequence[AnswerSheet]) -> None:
    """The sheets, the latest first; of many, the earlier ones are chosen from a list."""
    if not sheets:
        return
    st.subheader(f"{many(len(sheets), 'sheet')} of {plain(partner.name)}", anchor=False)
    latest_first = tuple(reversed(sheets))
    for sheet in latest_first[:LISTED]:
        _line(store, person, round_, sheet)
    if earlier := latest_first[LISTED:]:
        by_id = {sheet.id: sheet for sheet in earlier}
        chosen = st.selectbox(
            "Earlier sheets",
            list(by_id),
            index=None,
            format_func=lambda key: _origin(by_id[key]),
            placeholder=many(len(earlier), "earlier sheet"),
        )
        if chosen:
            _line(store, person, round_, by_id[chosen])


def mend(store: Store, person: Person, instrument: Instrument, partner: Partner, sheet: AnswerSheet) -> None:
    """The grid of a sheet that was handed in, to be corrected."""
    from collab.services.answers import mend_answers

    st.subheader(f"Mend the sheet of {plain(partner.name)}", anchor=False)
    st.caption(_origin_escaped(sheet))
    name = f"mend_{sheet.id}_{sheet.version}"
    ratings = answers_grid(instrument, sheet.ratings or {}, sheet=name)
    comments = ask_comments(instrument, sheet.comments or {}, sheet=name)
    reason = st.text_input(
        "Why is it mended?", max_chars=LONGEST_REASON, key=f"why_{name}", placeholder="A misread tick"
    )
    with st.container(horizontal=True):
        saved = st.button("Save the mended sheet", type="primary", icon=":material/save:")
        st.button("Leave it as it was", on_click=_stop_mending)
    if saved:
        with told():
            mend_answers(
                store,
                person,
                sheet.id,
                version=sheet.version,
                ratings=kept_marks(sheet) | ratings,
                reason=reason or "",
                comments=comments,
            )
            _stop_mending()
            shell.flash(f"The answer sheet of {partner.name} is mended.")
            st.rerun()


def kept_marks(sheet: AnswerSheet) -> dict[str, str]:
    """The marks that a grid cannot show and that mending keeps: unreadable, not asked."""
    return {key: value for key, value in (sheet.ratings or {}).items() if value in _KEPT}


def _line(store: Store, person: Person, round_: Round, sheet: AnswerSheet) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"sheet_{sheet.id}"):
        st.container().markdown(_origin_escaped(sheet))
        if round_.state is RoundState.CLOSED:
            return
        if sheet.ratings is not None:
            st.button(
                "Mend",
                key=f"mend_{sheet.id}",
                icon=":material/edit:",
                on_click=_start_mending,
                args=(sheet.id,),
            )
        if st.button("Remove", key=f"remove_{sheet.id}", icon=":material/delete:"):
            _remove(store, person, sheet)


@st.dialog("Remove this answer sheet")
def _remove(store: Store, person: Person, sheet: AnswerSheet) -> None:
    from collab.services.answers import remove_answers

    st.markdown(f"{_origin_escaped(sheet)} Its answers will count no more.")
    with st.form("remove_sheet", border=False):
        reason = st.text_input("Why is it removed?", max_chars=LONGEST_REASON, required=True)
        sent = st.form_submit_button("Remove", type="primary", icon=":material/delete:")
    if sent:
        with told():
            remove_answers(store, person, sheet.id, version=sheet.version, reason=reason or "")
            shell.flash("The answer sheet is removed.")
            st.rerun()


def _origin(sheet: AnswerSheet) -> str:
    """Where a sheet comes from, in one sentence of plain text."""
    mended = " Mended since." if sheet.mended else ""
    if sheet.typed_in:
        return f"Typed in on {moment(sheet.at)}.{mended}"
    place = ", ".join(
        part
        for part in (
            sheet.file_name or "A file",
            f"sheet “{sheet.sheet}”" if sheet.sheet else "",
            _row(sheet.row),
        )
        if part
    )
    return f"{place}. Imported on {moment(sheet.at)}.{mended}"


def _row(row: int | None) -> str:
    return f"row {row}" if row else ""


def _origin_escaped(sheet: AnswerSheet) -> str:
    return plain(_origin(sheet))


def _start_mending(sheet_id: str) -> None:
    st.session_state[keys.MENDING] = sheet_id


def _stop_mending() -> None:
    st.session_state.pop(keys.MENDING, None)
