"""The card of one dropped file, from reading to saved: what it is, where it goes, and what to do about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import (
    keys,
    spreadsheets_destination,
    spreadsheets_found,
    spreadsheets_questions,
    spreadsheets_work,
    workbook_back,
)
from collab.ui.escape import plain
from collab.ui.pending import OPEN, Batch, Stage, Upload, pending_uploads
from collab.ui.spreadsheets_names import are_unused
from collab.ui.spreadsheets_undo import undo_button
from collab.ui.wording import listed, many

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from collab.model import Person
    from collab.services.importing import Effect, Preview
    from collab.services.initiatives import InitiativeCard
    from collab.store import Store

NOT_TAKEN = ("Cannot be used", "red")
STATUS = {
    "ready": ("Ready to save", "green"),
    "needs_answers": ("Has questions", "orange"),
    "refused": ("Cannot be saved yet", "red"),
    "unchanged": ("Nothing new", "gray"),
}
STAGES = {
    Stage.READING: ("Reading", "blue"),
    Stage.SAVING: ("Saving", "blue"),
    Stage.REFUSED: ("Cannot be read", "red"),
    Stage.SAVED: ("Saved", "green"),
}


def draw(
    store: Store,
    person: Person,
    batch: Batch,
    upload: Upload,
    cards: Sequence[InitiativeCard],
    *,
    asked_above: Collection[str] = (),
) -> DeltaGenerator | None:
    """Draw the card; where work is under way, return the place for its progress.

    asked_above: ids of the questions that are asked once for several files.
    """
    upload.wait_until_considered()
    with st.container(border=True, key=f"upload_{upload.key}"):
        _head(upload)
        if upload.message:
            st.error(plain(upload.message))
        if upload.note:
            (st.info if upload.stage is Stage.UNDONE else st.warning)(plain(upload.note))
        if upload.returned is not None:
            workbook_back.draw(store, person, upload, upload.returned)
            _aside(batch, upload)
            return None
        if upload.stage is Stage.REFUSED:
            spreadsheets_found.refusal(upload.problems)
        elif upload.preview is not None and upload.stage in OPEN:
            _shown(store, person, upload, upload.preview, cards, asked_above)
        elif upload.preview is not None:
            _kept(upload, upload.preview, cards)
        if upload.is_busy:
            return st.empty()
        if upload.stage is Stage.SAVED:
            _saved(store, person, upload)
        else:
            _actions(store, person, batch, upload)
    return None


def progress_words(upload: Upload) -> str:
    """How far the work has come, as plain Markdown."""
    return plain(upload.words) if upload.words else ("Saving …" if upload.stage is Stage.SAVING else "Reading …")


def status(upload: Upload) -> tuple[str, str]:
    """How a file stands, in a few words, and the colour for it."""
    preview = upload.preview
    if upload.returned is not None:
        return workbook_back.status(upload)
    if upload.stage in STAGES:
        return STAGES[upload.stage]
    return NOT_TAKEN if preview is None or is_no_survey(preview) else STATUS[preview.status]


def is_no_survey(preview: Preview) -> bool:
    """Nothing in the file could be understood as answers or averages: no place would take it."""
    found = preview.findings
    return preview.status == "refused" and (found.kind is None or (bool(found.problems) and not found.partners))


def _head(upload: Upload) -> None:
    words, colour = status(upload)
    st.subheader(f"{plain(upload.file_name)} :{colour}-badge[{words}]", anchor=False, icon=":material/description:")


def _shown(
    store: Store,
    person: Person,
    upload: Upload,
    preview: Preview,
    cards: Sequence[InitiativeCard],
    asked_above: Collection[str],
) -> None:
    from collab.services.destinations import other_place

    if not is_no_survey(preview):
        spreadsheets_destination.draw(store, person, upload, preview, cards)
    spreadsheets_found.draw(preview)
    spreadsheets_found.problems(preview.problems)
    spreadsheets_questions.draw(store, person, upload, preview, asked_above=asked_above)
    told_above = other_place(preview.mark, upload.destination)
    spreadsheets_found.remarks([remark for remark in preview.warnings if remark != told_above])
    if preview.effect is not None and not preview.open_questions:
        _changes(preview, preview.effect)
    if preview.status == "unchanged":
        st.success("The round already holds exactly this. There is nothing to save.", icon=":material/check:")


def _kept(upload: Upload, preview: Preview, cards: Sequence[InitiativeCard]) -> None:
    """What was looked at, while it is saved and after: a card that shrank would move the next Save under the mouse."""
    is_done = upload.stage is Stage.SAVED
    verb = "Went" if is_done else "Goes"
    st.markdown(spreadsheets_destination.sentence(upload.destination, cards, verb=verb))
    spreadsheets_found.draw(preview)
    if preview.effect is not None:
        _list_changes("What changed" if is_done else "What will change", preview, preview.effect)


def _changes(preview: Preview, effect: Effect) -> None:
    _list_changes("What will change" if preview.status == "ready" else "Compared with what is saved", preview, effect)


def _list_changes(heading: str, preview: Preview, effect: Effect) -> None:
    st.markdown(f"**{heading}**")
    st.markdown("\n".join(f"- {sentence}" for sentence in effect_sentences(preview, effect)))


def effect_sentences(preview: Preview, effect: Effect) -> tuple[str, ...]:
    """What saving would change, as escaped sentences."""
    from collab.model import Kind

    thing = "reported figure" if preview.findings.kind is Kind.AVERAGES else "answer sheet"
    goes, new = preview.destination, effect.new_partners
    lines = (
        (effect.initiative_is_new, f"The initiative **{plain(goes.initiative)}** is new."),
        (effect.round_is_new, f"The round **{plain(goes.round_label)}** is new. It starts revealed."),
        (effect.instrument_is_new, "Its questions become a new instrument."),
        (new, f"{many(len(new), 'new partner')}: {plain(listed(new))}."),
        (effect.added, f"{many(effect.added, thing)} added."),
        (effect.changed, f"{many(effect.changed, thing)} changed."),
        (effect.removed, f"{many(effect.removed, thing)} removed."),
        (effect.unchanged, f"{many(effect.unchanged, thing)} unchanged."),
        (effect.vanished, f"{many(effect.vanished, thing)} from earlier files not in this one; kept."),
    )
    return tuple(sentence for holds, sentence in lines if holds) or ("Nothing.",)


def _actions(store: Store, person: Person, batch: Batch, upload: Upload) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if upload.is_ready:
            _save(store, person, batch, upload)
        _aside(batch, upload)


def _save(store: Store, person: Person, batch: Batch, upload: Upload) -> None:
    st.button(
        "Save",
        key=f"save_{upload.key}",
        type="primary",
        icon=":material/save:",
        disabled=are_unused(upload),
        help="Use the names that you changed first." if are_unused(upload) else None,
        on_click=spreadsheets_work.save,
        args=(pending_uploads(), store, person, batch, upload, upload.revision),
    )


def _saved(store: Store, person: Person, upload: Upload) -> None:
    outcome = upload.outcome
    assert outcome is not None
    st.success(plain(outcome.sentence), icon=":material/check_circle:")
    there = {keys.INITIATIVE: outcome.initiative_id or "", keys.ROUND: outcome.round_id or ""}
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.page_link("pages/readiness.py", label="See readiness", icon=":material/grid_on:", query_params=there)
        st.page_link("pages/compare.py", label="Compare", icon=":material/compare_arrows:", query_params=there)
        st.page_link("pages/overview.py", label="See the initiative", icon=":material/dashboard:", query_params=there)
        if outcome.import_id:
            undo = partial(spreadsheets_work.undo, store, person, upload, outcome.import_id)
            undo_button(store, person, outcome.import_id, key=f"undo_{upload.key}", undo=undo)


def _aside(batch: Batch, upload: Upload) -> None:
    st.button(
        "Put this file aside",
        key=f"aside_{upload.key}",
        type="tertiary",
        icon=":material/close:",
        on_click=_put_aside,
        args=(batch, upload),
    )


def _put_aside(batch: Batch, upload: Upload) -> None:
    batch.uploads.pop(upload.key, None)
    if not batch.uploads:
        leave(batch)


def leave(batch: Batch) -> None:
    """Forget the whole drop and go back to where files are dropped."""
    pending_uploads().close(batch.token)
    st.query_params.pop(keys.UPLOAD, None)
