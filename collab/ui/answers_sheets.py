"""The answer sheets that a partner has handed in: choose one to mend, or remove one with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from collab.model import RoundState
from collab.ui import shell
from collab.ui.answers_drafts import mending
from collab.ui.answers_mend import LONGEST_REASON, origin, start_mending
from collab.ui.destructive import taking_away
from collab.ui.escape import plain
from collab.ui.small_groups import warn_of_one_sheet
from collab.ui.told import told
from collab.ui.wording import many, moment

if TYPE_CHECKING:
    from collab.model import Partner, Person, Round
    from collab.services.answers import AnswerSheet
    from collab.services.drafts import Draft
    from collab.store import Store

LISTED = 10


def of(store: Store, person: Person, round_: Round, partner: Partner) -> tuple[AnswerSheet, ...]:
    """The sheets of a partner in a round."""
    from collab.services.answers import answer_sheets

    return answer_sheets(store, person, round_.id, partner.id)


def draw(store: Store, person: Person, round_: Round, partner: Partner, sheets: Sequence[AnswerSheet]) -> None:
    """The sheets, the latest first; of many, the earlier ones are chosen from a list."""
    if not sheets:
        return
    st.subheader(f"{many(len(sheets), 'sheet')} of {plain(partner.name)}", anchor=False)
    begun = mending(store, person)
    latest_first = tuple(reversed(sheets))
    for sheet in latest_first[:LISTED]:
        _line(store, person, round_, sheet, begun.get(sheet.id))
    if earlier := latest_first[LISTED:]:
        by_id = {sheet.id: sheet for sheet in earlier}
        chosen = st.selectbox(
            "Earlier sheets",
            list(by_id),
            index=None,
            format_func=lambda key: origin(by_id[key]),
            placeholder=many(len(earlier), "earlier sheet"),
        )
        if chosen:
            _line(store, person, round_, by_id[chosen], begun.get(chosen))


def _line(store: Store, person: Person, round_: Round, sheet: AnswerSheet, begun: Draft | None) -> None:
    """One sheet. begun: what this person has begun to mend on it."""
    unsaved = f" You had begun to mend it on {moment(begun.saved_at)}." if begun else ""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"sheet_{sheet.id}"):
        st.container().markdown(plain(origin(sheet) + unsaved))
        if round_.state is RoundState.CLOSED:
            return
        if sheet.ratings is not None:
            st.button(
                "Go on mending" if begun else "Mend",
                key=f"mend_{sheet.id}",
                icon=":material/edit:",
                on_click=start_mending,
                args=(sheet.id,),
            )
        if st.button("Remove", key=f"remove_{sheet.id}", icon=":material/delete:"):
            _remove(store, person, sheet)


@st.dialog("Remove this answer sheet")
def _remove(store: Store, person: Person, sheet: AnswerSheet) -> None:
    from collab.services.answers import remove_answers

    st.markdown(f"{plain(origin(sheet))} Its answers will count no more.")
    warn_of_one_sheet(store, person, sheet.round_id, sheet.partner_id)
    with st.form("remove_sheet", border=False):
        reason = st.text_input("Why is it removed?", max_chars=LONGEST_REASON, required=True)
        sent = st.form_submit_button(taking_away("Remove"))
    if sent:
        with told():
            remove_answers(store, person, sheet.id, version=sheet.version, reason=reason or "")
            shell.flash("The answer sheet is removed.")
            st.rerun()
