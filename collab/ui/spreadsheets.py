"""The one flow of a spreadsheet: where it goes, the drop, the cards; then what came before."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from collab.errors import CollabError
from collab.ui import keys, spreadsheets_card, spreadsheets_past, spreadsheets_shared, spreadsheets_work
from collab.ui.pending import Batch, Stage, pending_uploads
from collab.ui.spreadsheets_names import are_unused
from collab.ui.spreadsheets_proposals import Chosen, destination_for, only_initiative, otherwise
from collab.ui.wording import many, season

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.delta_generator import DeltaGenerator
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from collab.model import Person
    from collab.services.initiatives import InitiativeCard
    from collab.store import Store

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
        "Drop what your survey tool gave you, as it is, or the workbook of an initiative that partners worked on. "
        "You see what was understood, and nothing is saved until you say so."
    )
    chosen = _choose_destination(cards)
    number = st.session_state.setdefault(keys.DROPS, 0)
    files = st.file_uploader(
        "Drop one or several files: Excel, CSV or OpenDocument",
        accept_multiple_files=True,
        key=f"drop_{number}",
    )
    with st.expander("What files work", icon=":material/help:", type="compact"):
        spreadsheets_past.what_works()
    if files:
        _take(store, person, files, chosen, cards)


def _choose_destination(cards: Sequence[InitiativeCard]) -> Chosen:
    """What stands in the two lists; where they stay empty, the file and what is there propose a place."""
    proposed = _initiative_of_the_page(cards)
    left, right = st.columns(2)
    name = left.selectbox(
        "Initiative",
        [card.initiative.name for card in cards],
        index=cards.index(proposed) if proposed else None,
        accept_new_options=True,
        placeholder="Choose one, or type a new name",
        help="Leave it empty and the name of the file proposes one.",
        key=f"drop_into_{proposed.initiative.id if proposed else ''}",
    )
    card = next((card for card in cards if card.initiative.name == name), None)
    labels = [item.round.label for item in card.rounds] if card else []
    asked = st.query_params.get(keys.ROUND)
    current = next((item.round.label for item in card.rounds if item.round.id == asked), None) if card else None
    label = right.selectbox(
        "Round",
        labels,
        index=labels.index(current) if current else None,
        accept_new_options=True,
        placeholder="Choose one, or type a new label",
        help="Leave it empty for the round that is open, or that the file names; else for a new one, "
        f"“{season(date.today())}”.",
        key=f"round_of_{card.initiative.id if card else ''}",
    )
    by_hand = (name, label) != (proposed.initiative.name if proposed else None, current)
    return Chosen(name or "", label or "", by_hand=by_hand)


def _initiative_of_the_page(cards: Sequence[InitiativeCard]) -> InitiativeCard | None:
    """The one in the address; else the one that was looked at last, or the only one, but never the made-up sample."""
    by_id = {card.initiative.id: card for card in cards}
    asked = by_id.get(st.query_params.get(keys.INITIATIVE, ""))
    seen = by_id.get(st.session_state.get(keys.CHOSEN_INITIATIVE, ""))
    return asked or (seen if seen and not seen.initiative.made_up else only_initiative(cards))


def _take(
    store: Store, person: Person, files: Sequence[UploadedFile], chosen: Chosen, cards: Sequence[InitiativeCard]
) -> None:
    """Keep the files under a token in the address and start to read them."""
    uploads = pending_uploads()
    if len(files) > MOST_FILES:
        st.error(f"{len(files)} files are too many at a time. Drop at most {MOST_FILES}.")
        return
    batch = uploads.open(person.key)
    names = [file.name for file in files]
    for file in files:
        goes = destination_for(file.name, chosen, cards, date.today(), dropped=names)
        other = otherwise(file.name, goes, chosen, date.today())
        upload = uploads.add(batch, file.name, goes, is_chosen=chosen.by_hand, otherwise=other)
        try:
            kept = uploads.keep_briefly(file.getbuffer())
        except CollabError as failure:
            upload.settle(Stage.REFUSED, message=str(failure))
        else:
            spreadsheets_work.read(uploads, store, person, batch, upload, kept)
    # The address first: a run that is stopped before it knows the token must find the bytes again.
    st.query_params[keys.UPLOAD] = batch.token
    st.session_state[keys.DROPS] += 1
    _let_go(files)
    st.rerun()


def _let_go(files: Sequence[UploadedFile]) -> None:
    """Streamlit would keep the bytes, names of people included, until the session ends."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file in files:
            context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


def _review(store: Store, person: Person, batch: Batch, cards: Sequence[InitiativeCard]) -> None:
    """Every dropped file with its card, then wait for those that are still being worked on."""
    began = _revisions(batch)
    _above_cards(store, person, batch)
    asked_above = spreadsheets_shared.draw(store, person, batch)
    waiting: dict[str, DeltaGenerator] = {}
    for upload in batch.in_order():
        above = asked_above.get(upload.key, frozenset())
        place = spreadsheets_card.draw(store, person, batch, upload, cards, asked_above=above)
        if place is not None:
            waiting[upload.key] = place
    if _revisions(batch) != began:  # what stands above the cards is out of date
        st.rerun()
    if waiting:
        _wait(batch, waiting)


def _revisions(batch: Batch) -> dict[str, int]:
    return {upload.key: upload.revision for upload in tuple(batch.uploads.values())}


def _above_cards(store: Store, person: Person, batch: Batch) -> None:
    """What concerns the whole drop. A button keeps its key when its words change: a click just made still counts."""
    uploads = tuple(batch.uploads.values())
    ready = {each.key: each.revision for each in uploads if each.is_ready and not are_unused(each)}
    with st.container(horizontal=True, vertical_alignment="center"):
        label = "Drop other files" if _is_finished(batch) else "Put everything aside"
        st.button(
            label,
            key="leave",
            icon=":material/arrow_back:",
            type="tertiary",
            on_click=spreadsheets_card.leave,
            args=(batch,),
        )
        if len(ready) > 1:
            st.button(
                f"Save all {len(ready)} that are ready",
                key="save_all",
                type="primary",
                on_click=spreadsheets_work.save_all,
                args=(pending_uploads(), store, person, batch, ready),
            )
    if len(uploads) > 1:
        st.caption(f"{many(len(uploads), 'file')} dropped together. Each has its own card.")
        if waits := spreadsheets_shared.waiting_words(uploads):
            st.markdown("\n".join(("Not ready to save:", "", *(f"- {sentence}" for sentence in waits))))


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
