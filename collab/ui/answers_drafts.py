"""Answer sheets that are begun and not saved: what one holds while it is typed, and which others wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.ui import drafting
from collab.ui.answers_comments import WHOLE, typed_comments
from collab.ui.answers_grid import choices_of, numbered, ticked_only, typed_ratings
from collab.ui.answers_partner import show_partner
from collab.ui.drafting import Content, Form
from collab.ui.escape import plain
from collab.ui.wording import many, moment

if TYPE_CHECKING:
    from collab.model import Instrument, Partner, Person, Round
    from collab.services.answers import AnswerSheet
    from collab.services.drafts import Draft
    from collab.store import Store

_FEW, _SEVERAL = 2, 6
_BLANK: Content = {"ratings": {}, "comments": {}}


def new_sheet(store: Store, person: Person, instrument: Instrument, round_: Round, partner_id: str) -> Form:
    """The form of a sheet that is typed in for a partner."""
    from collab.services.drafts import subject_of

    subject = subject_of("answers", round_.id, partner_id)
    return Form(store, person, subject, "sheet", _BLANK, lambda content: _described(instrument, content))


def mended_sheet(store: Store, person: Person, instrument: Instrument, sheet: AnswerSheet) -> Form:
    """The form in which a sheet that was handed in is corrected; as it stands it is blank, so to say."""
    from collab.services.drafts import subject_of

    as_it_is = {
        "ratings": ticked_only(instrument, sheet.ratings or {}),
        "comments": dict(sheet.comments or {}),
        "reason": "",
    }
    return Form(
        store,
        person,
        subject_of("mend", sheet.id),
        "mended sheet",
        as_it_is,
        lambda content: _described(instrument, content),
        based_on_version=sheet.version,
    )


def typed(instrument: Instrument, start: Content, *, sheet: str) -> dict[str, Any]:
    """What the fields of a sheet hold now."""
    return {
        "ratings": typed_ratings(instrument, start["ratings"], sheet=sheet),
        "comments": typed_comments(start["comments"], sheet=sheet),
    }


def _described(instrument: Instrument, content: Content) -> Mapping[str, str]:
    """A line for each answer and comment: "3. Shared vision" to "Agree"."""
    labels = {choice["value"]: choice["label"] for choice in choices_of(instrument)}
    names = {key: f"{number}. {instrument.factor(key).label}" for key, number in numbered(instrument).items()}
    lines = {names[key]: labels[value] for key, value in ticked_only(instrument, content["ratings"]).items()}
    for key, text in content["comments"].items():
        lines["Comment on the whole sheet" if key == WHOLE else f"Comment on {names.get(key, key)}"] = text
    if content.get("reason"):
        lines["Why it is mended"] = content["reason"]
    return lines


def waiting(store: Store, person: Person, round_: Round) -> dict[str, Draft]:
    """Partner id to the sheet of this round that this person has begun for it."""
    from collab.services.drafts import drafts_under

    return {draft.subject.rpartition(":")[2]: draft for draft in drafts_under(store, person, "answers", round_.id)}


def mending(store: Store, person: Person) -> dict[str, Draft]:
    """Answer sheet id to what this person has begun to mend on it, in every round."""
    from collab.services.drafts import drafts_under

    return {draft.subject.rpartition(":")[2]: draft for draft in drafts_under(store, person, "mend")}


def remind(
    waiting: Mapping[str, Draft],
    partners: Mapping[str, Partner],
    form_of: Callable[[str], Form],
    *,
    is_typing: bool,
) -> None:
    """Say which sheets are begun and not saved. partners: those that take part, by id.

    is_typing: another sheet is on the page, so it is said lightly, and several are folded.
    """
    count = many(len(waiting), "other sheet" if is_typing else "sheet")
    words = f"{count} {'is' if len(waiting) == 1 else 'are'} begun, not saved"
    if waiting and not is_typing:
        st.info(f"{words}. Go on with one here, or choose a partner above.", icon=":material/edit_note:")
    folded = len(waiting) > (_FEW if is_typing else _SEVERAL)
    with st.expander(words, icon=":material/edit_note:", type="compact") if folded else nullcontext():
        for partner_id, draft in waiting.items():
            begun = moment(draft.saved_at)
            if partner_id not in partners:
                _let_go(form_of(partner_id), begun)
                continue
            st.button(
                f"Go on with the sheet of {plain(partners[partner_id].name)}, begun on {begun}",
                key=f"draft_{partner_id}",
                icon=":material/edit_note:",
                type="tertiary" if is_typing else "secondary",
                on_click=show_partner,
                args=(partner_id,),
            )


def _let_go(form: Form, begun: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        drafting.opened(form, is_on_screen=False)
        st.caption(f"The sheet begun on {begun} is of a partner that no longer takes part here.", width="content")
        drafting.throw_away_button(form, "remind")


def tell_leftover(form: Form, why: str) -> None:
    """A sheet was begun here that can no longer be saved: say why and what it holds, and let it go."""
    typing, stored = drafting.opened(form, is_on_screen=True)
    content = stored.content if stored else typing.unkept
    if content is None:
        return
    if stored:
        drafting.opened(form, is_on_screen=False)
    with st.container(border=True, key="leftover"):
        st.warning(f"What you typed on this sheet is not saved: {why}")
        lines = form.described(content)
        drafting.show_lines({"What": list(lines), "Typed": list(lines.values())}, alt="What you typed")
        if stored:
            drafting.throw_away_button(form, "leftover")
        else:
            st.button("I have seen it", on_click=drafting.give_way, args=(form,))
