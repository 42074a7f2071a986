"""The one flow of a spreadsheet: where it goes, the drop, the cards; then what came before."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from collab.ui import keys, spreadsheets_card, spreadsheets_past, spreadsheets_work
from collab.ui.pending import Batch, Stage, pending_uploads
from collab.ui.spreadsheets_proposals import propose
from collab.ui.wording import many, season

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.delta_generator import DeltaGenerator
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from collab.model import Person
    from collab.services.importing import Destination
    from collab.services.initiatives import InitiativeCard
    from collab.store import Store

FALLBACK_NAME = "My initiative"
LOOKS_A_SECOND = 8
MOST_FILES = 40


def draw(store: Store, person: Person) -> None:
    """The whole screen: what was dropped, if the address names it, else the place to drop."""
    from collab.services.initiatives import overview

    cards = overview(store, person=person)
    token = st.query_params.get(keys.UPLOAD)
    batch = pending_uploads().find(token, person.key)
    if batch is not None and batch.uploads:
        _review(store, person, batch, cards)
        return
    if token:
        st.info("That upload is no longer kept: it was put aside, or more than an hour has passed. Drop it again.")
    _drop(store, person, cards)
    spreadsheets_past.draw(store, person, cards)


def _drop(store: Store, person: Person, cards: Sequence[InitiativeCard]) -> None:
    st.markdown(
        "Drop what your survey tool gave you, as it is. You see what was understood, "
        "and nothing is saved until you say so."
    )
    name, label = _choose_destination(cards)
    number = st.session_state.setdefault(keys.DROPS, 0)
    files = st.file_uploader(
        "Drop one or several files: Excel, CSV or OpenDocument",
        accept_multiple_files=True,
        key=f"drop_{number}",
    )
    with st.expander("What files work", icon=":material/help:", type="compact"):
        spreadsheets_past.what_works()
    if files:
        _take(store, person, files, name, label)


def _choose_destination(cards: Sequence[InitiativeCard]) -> tuple[str, str]:
    """The initiative and the round that the person chose, "" where the file's name is to propose one."""
    asked = st.query_params.get(keys.INITIATIVE) or st.session_state.get(keys.CHOSEN_INITIATIVE)
    names = [card.initiative.name for card in cards]
    chosen = next((at for at, card in enumerate(cards) if card.initiative.id == asked), None)
    left, right = st.columns(2)
    name = left.selectbox(
        "Initiative",
        names,
        index=chosen,
        accept_new_options=True,
        placeholder="Choose one, or type a new name",
        help="Leave it empty and the name of the file proposes one.",
    )
    card = next((card for card in cards if card.initiative.name == name), None)
    labels = [item.round.label for item in card.rounds] if card else []
    round_asked = st.query_params.get(keys.ROUND)
    current = next((item.round.label for item in card.rounds if item.round.id == round_asked), None) if card else None
    label = right.selectbox(
        "Round",
        labels,
        index=labels.index(current) if current else None,
        accept_new_options=True,
        placeholder="Choose one, or type a new label",
        help=f"Leave it empty for a new round, named by the file or “{season(date.today())}”.",
        key=f"round_of_{card.initiative.id if card else ''}",
    )
    return name or "", label or ""


def _take(store: Store, person: Person, files: Sequence[UploadedFile], name: str, label: str) -> None:
    """Keep the files under a token in the address and start to read them."""
    uploads = pending_uploads()
    if len(files) > MOST_FILES:
        st.error(f"{len(files)} files are too many at a time. Drop at most {MOST_FILES}.")
        return
    batch = uploads.open(person.key)
    for file in files:
        upload = uploads.add(batch, file.name, destination_for(file.name, name, label))
        spreadsheets_work.read(uploads, store, person, upload, uploads.keep_briefly(file.getbuffer()))
    _let_go(files)
    st.session_state[keys.DROPS] += 1
    st.query_params[keys.UPLOAD] = batch.token
    st.rerun()


def _let_go(files: Sequence[UploadedFile]) -> None:
    """Streamlit would keep the bytes, names of people included, until the session ends."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file in files:
            context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


def destination_for(file_name: str, name: str, label: str) -> Destination:
    """Where a file goes: as chosen, else as its name proposes."""
    from collab.services.importing import Destination

    proposal = propose(file_name, date.today())
    return Destination(name.strip() or proposal.initiative or FALLBACK_NAME, label.strip() or proposal.round_label)


def _review(store: Store, person: Person, batch: Batch, cards: Sequence[InitiativeCard]) -> None:
    """Every dropped file with its card, then wait for those that are still being worked on."""
    _above_cards(store, person, batch)
    waiting: dict[str, DeltaGenerator] = {}
    for upload in tuple(batch.uploads.values()):
        place = spreadsheets_card.draw(store, person, batch, upload, cards)
        if place is not None:
            waiting[upload.key] = place
    if waiting:
        _wait(batch, waiting)


def _above_cards(store: Store, person: Person, batch: Batch) -> None:
    ready = [upload for upload in batch.uploads.values() if upload.is_ready]
    with st.container(horizontal=True, vertical_alignment="center"):
        label = "Drop other files" if _is_finished(batch) else "Put everything aside"
        if st.button(label, icon=":material/arrow_back:", type="tertiary"):
            pending_uploads().close(batch.token)
            st.query_params.pop(keys.UPLOAD, None)
            st.rerun()
        if len(ready) > 1 and st.button(f"Save all {len(ready)} that are ready", type="primary"):
            spreadsheets_work.save_all(pending_uploads(), store, person, batch)
    if len(batch.uploads) > 1:
        st.caption(f"{many(len(batch.uploads), 'file')} dropped together. Each has its own card.")


def _is_finished(batch: Batch) -> bool:
    return all(upload.stage in {Stage.SAVED, Stage.UNDONE, Stage.REFUSED} for upload in batch.uploads.values())


def _wait(batch: Batch, places: dict[str, DeltaGenerator]) -> None:
    """Show progress until a file is done; leaving, reloading or clicking does not disturb the work."""
    watched = {key: upload for key in places if (upload := batch.uploads.get(key))}
    while watched and all(upload.is_busy for upload in watched.values()):
        for key, upload in watched.items():
            places[key].progress(upload.share, text=spreadsheets_card.progress_words(upload))
        time.sleep(1 / LOOKS_A_SECOND)
    st.rerun()
