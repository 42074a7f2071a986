"""The card of one dropped file, from reading to saved: what it is, where it goes, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from collab.ui import keys, spreadsheets_found, spreadsheets_questions, spreadsheets_work
from collab.ui.escape import plain
from collab.ui.pending import Batch, Stage, Upload, pending_uploads
from collab.ui.told import told
from collab.ui.wording import listed, many

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from collab.model import Person
    from collab.services.importing import Effect, Preview
    from collab.services.initiatives import InitiativeCard
    from collab.store import Store

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
    store: Store, person: Person, batch: Batch, upload: Upload, cards: Sequence[InitiativeCard]
) -> DeltaGenerator | None:
    """Draw the card; where work is under way, return the place for its progress."""
    with st.container(border=True, key=f"upload_{upload.key}"):
        _head(upload)
        if upload.message:
            st.error(plain(upload.message))
        if upload.is_busy:
            return st.empty()
        if upload.stage is Stage.REFUSED:
            spreadsheets_found.refusal(upload.problems)
        elif upload.stage is Stage.SAVED:
            _saved(store, person, upload)
        elif upload.preview is not None:
            _shown(store, person, upload, upload.preview, cards)
        _actions(store, person, batch, upload)
    return None


def progress_words(upload: Upload) -> str:
    """How far the work has come, as plain Markdown."""
    return plain(upload.words) if upload.words else ("Saving …" if upload.stage is Stage.SAVING else "Reading …")


def _head(upload: Upload) -> None:
    words, colour = STAGES.get(upload.stage) or STATUS[upload.preview.status if upload.preview else "refused"]
    st.subheader(f"{plain(upload.file_name)} :{colour}-badge[{words}]", anchor=False, icon=":material/description:")


def _shown(store: Store, person: Person, upload: Upload, preview: Preview, cards: Sequence[InitiativeCard]) -> None:
    if upload.stage is Stage.UNDONE:
        st.info("Undone. Everything is as it was before. You can save the file again.")
    _destination(store, person, upload, cards)
    spreadsheets_found.draw(preview)
    spreadsheets_found.problems(preview.problems)
    spreadsheets_questions.draw(store, person, upload, preview)
    spreadsheets_found.remarks(preview.warnings)
    if preview.effect is not None:
        _changes(preview, preview.effect)
    if preview.status == "unchanged":
        st.success("The round already holds exactly this. There is nothing to save.", icon=":material/check:")


def _destination(store: Store, person: Person, upload: Upload, cards: Sequence[InitiativeCard]) -> None:
    goes = upload.destination
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"Goes into **{plain(goes.initiative)}**, round **{plain(goes.round_label)}**", width="content")
        with st.popover("Change", type="tertiary", icon=":material/edit:"):
            _change_destination(store, person, upload, cards)


def _change_destination(store: Store, person: Person, upload: Upload, cards: Sequence[InitiativeCard]) -> None:
    from collab.services.importing import Destination

    names = [card.initiative.name for card in cards]
    known = [item.round.label for card in cards for item in card.rounds]
    name_key, label_key = f"goes_initiative_{upload.key}", f"goes_round_{upload.key}"
    st.session_state.setdefault(name_key, upload.destination.initiative)
    st.session_state.setdefault(label_key, upload.destination.round_label)
    name = st.selectbox("Initiative", _with(names, st.session_state[name_key]), key=name_key, accept_new_options=True)
    card = next((card for card in cards if card.initiative.name == name), None)
    labels = [item.round.label for item in card.rounds] if card else list(dict.fromkeys(known))
    label = st.selectbox("Round", _with(labels, st.session_state[label_key]), key=label_key, accept_new_options=True)
    wanted = Destination((name or "").strip(), (label or "").strip())
    is_new = bool(wanted.initiative and wanted.round_label) and wanted != upload.destination
    if st.button("Put it there", key=f"goes_{upload.key}", type="primary", disabled=not is_new):
        with told():
            spreadsheets_work.reconsider(store, person, upload, destination=wanted)
            st.rerun()


def _with(options: list[str], value: str) -> list[str]:
    return options if value in options else [value, *options]


def _changes(preview: Preview, effect: Effect) -> None:
    st.markdown("**What will change**" if preview.status == "ready" else "**Compared with what is saved**")
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
            _save(store, person, upload)
        if upload.stage is not Stage.SAVED:
            _aside(batch, upload)


def _save(store: Store, person: Person, upload: Upload) -> None:
    key = f"save_{upload.key}_{upload.revision}"
    if st.button("Save", key=key, type="primary", icon=":material/save:"):
        spreadsheets_work.save(pending_uploads(), store, person, upload)
        st.rerun()


def _saved(store: Store, person: Person, upload: Upload) -> None:
    outcome = upload.outcome
    assert outcome is not None
    st.success(plain(outcome.sentence), icon=":material/check_circle:")
    there = {keys.INITIATIVE: outcome.initiative_id or "", keys.ROUND: outcome.round_id or ""}
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.page_link("pages/readiness.py", label="See readiness", icon=":material/grid_on:", query_params=there)
        st.page_link("pages/compare.py", label="Compare", icon=":material/compare_arrows:", query_params=there)
        if outcome.import_id and st.button("Undo", key=f"undo_{upload.key}", icon=":material/undo:"):
            with told():
                spreadsheets_work.undo(store, person, upload)
                st.rerun()


def _aside(batch: Batch, upload: Upload) -> None:
    if st.button("Put this file aside", key=f"aside_{upload.key}", type="tertiary", icon=":material/close:"):
        batch.uploads.pop(upload.key, None)
        if not batch.uploads:
            pending_uploads().close(batch.token)
            st.query_params.pop(keys.UPLOAD, None)
        st.rerun()
