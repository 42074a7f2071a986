"""What happens to a dropped file: read, understand again, save, undo. Draws nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from collab.errors import CollabError, Refused, StaleVersion, whereabouts
from collab.ui.pending import OPEN, Batch, PendingUploads, Stage, Upload

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.importing import Destination, Preview
    from collab.store import Store

_LOG = logging.getLogger(__name__)
_FAILED = "Something in the program went wrong with this file. Nothing of it was saved."
_CHANGED = "Somebody changed this round meanwhile. Look again at what would change, then save."


def read(uploads: PendingUploads, store: Store, person: Person, upload: Upload, path: Path) -> None:
    """Start to read a file; the private copy is removed as soon as it has been read."""

    def work() -> None:
        from collab.services.importing import examine

        try:
            preview = examine(
                store,
                person,
                path,
                file_name=upload.file_name,
                destination=upload.destination,
                progress=upload.report,
            )
        finally:
            path.unlink(missing_ok=True)
        _show(upload, preview)

    uploads.start(_guarded(upload, work, otherwise=Stage.REFUSED))


def reconsider(
    store: Store,
    person: Person,
    upload: Upload,
    *,
    answers: Mapping[str, object] | None = None,
    destination: Destination | None = None,
) -> None:
    """Understand a file again with further answers or for another round, without reading it again."""
    if upload.stage in OPEN and upload.preview is not None:
        _show(upload, _again(store, person, upload.preview, answers=answers, destination=destination))


def save(uploads: PendingUploads, store: Store, person: Person, upload: Upload) -> None:
    """Start to save what is ready. Of two clicks, or two tabs, only the first does anything."""
    if upload.is_ready and upload.begin(Stage.SAVING, allowed=OPEN):
        uploads.start(_guarded(upload, lambda: _save(store, person, upload), otherwise=Stage.SHOWN))


def save_all(uploads: PendingUploads, store: Store, person: Person, batch: Batch) -> None:
    """Start to save every file that is ready, one after the other, each looked at again just before."""
    ready = [upload for upload in batch.uploads.values() if upload.is_ready]
    begun = [upload for upload in ready if upload.begin(Stage.SAVING, allowed=OPEN)]

    def save_one(upload: Upload) -> Callable[[], None]:
        return _guarded(upload, lambda: _save(store, person, upload, look_again=True), otherwise=Stage.SHOWN)

    def work() -> None:
        for upload in begun:
            save_one(upload)()

    uploads.start(work)


def undo(store: Store, person: Person, upload: Upload) -> None:
    """Take back what this file brought; the same file can then be saved again."""
    from collab.services.importing import undo_import

    outcome, preview = upload.outcome, upload.preview
    if upload.stage is not Stage.SAVED or preview is None or outcome is None or outcome.import_id is None:
        return
    undo_import(store, person, outcome.import_id)
    upload.settle(Stage.UNDONE, outcome=None, preview=_again(store, person, preview))


def _save(store: Store, person: Person, upload: Upload, *, look_again: bool = False) -> None:
    from collab.services import importing

    preview = upload.preview
    assert preview is not None
    if look_again:
        preview = _again(store, person, preview)
        if preview.status != "ready":
            _show(upload, preview)
            return
    try:
        outcome = importing.save(store, person, preview, progress=upload.report)
    except StaleVersion:
        _show(upload, _again(store, person, preview), message=_CHANGED)
        return
    upload.settle(Stage.SAVED, outcome=outcome, preview=preview)


def _again(
    store: Store,
    person: Person,
    preview: Preview,
    *,
    answers: Mapping[str, object] | None = None,
    destination: Destination | None = None,
) -> Preview:
    from collab.services import importing

    return importing.reconsider(store, person, preview, answers=answers or {}, destination=destination)


def _show(upload: Upload, preview: Preview, *, message: str = "") -> None:
    asked = {**upload.asked, **{question.id: question for question in preview.questions}}
    upload.settle(Stage.SHOWN, preview=preview, asked=asked, destination=preview.destination, message=message)


def _guarded(upload: Upload, work: Callable[[], None], *, otherwise: Stage) -> Callable[[], None]:
    """The work with every failure told on the card of its file; a fault of the program is also logged."""

    def run() -> None:
        try:
            work()
        except Refused as refusal:
            upload.settle(otherwise, problems=refusal.problems)
        except CollabError as failure:
            upload.settle(otherwise, message=str(failure))
        except Exception as fault:  # the worker has no page to crash: the person would wait for ever
            _LOG.error("Work on an uploaded file failed: %s", whereabouts(fault))
            upload.settle(otherwise, message=_FAILED)

    return run
