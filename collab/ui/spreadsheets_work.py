"""What happens to a dropped file: read, understand again, save, undo. Draws nothing.

Buttons call what is here before the page is drawn again (on_click): a click that is only looked at while the page
is drawn is lost where another click, or a file that has been read, begins a new run first.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from collab.errors import CollabError, Refused, StaleVersion, whereabouts
from collab.ui.pending import OPEN, Batch, PendingUploads, Stage, Upload
from collab.ui.shared_answers import given_to_all

if TYPE_CHECKING:
    from collab.exchange.sheet import Book
    from collab.model import Person
    from collab.services.importing import Destination, Preview
    from collab.store import Store
    from collab.ui.workbook_back_work import Back

# Files of one drop are saved beside one another, and each can find the round changed by the one before it.
TRIES = 5
_LOG = logging.getLogger(__name__)
_FAILED = "Something in the program went wrong with this file. Nothing of it was saved."
_LOOK_AGAIN = "Nothing was saved. Look again at what would change, then save."
_MOVED_ON = f"This file changed after you looked at it, perhaps in another window. {_LOOK_AGAIN}"
_TOO_LATE = "This came too late: the file is being saved, or was saved, in another window."
_UNDONE_ALREADY = (
    "It was undone already, so nothing more had to be done. Everything is as it was before. "
    "You can save the file again."
)
_NOT_WITH_OTHERS = "The files saved before this one changed what it would do."
_NOW = {
    "ready": _LOOK_AGAIN,
    "unchanged": "It holds exactly this file already, so there is nothing left to save.",
    "needs_answers": "Nothing was saved: there is something to answer first.",
    "refused": "Nothing was saved. See below what stands in the way.",
}


def read(uploads: PendingUploads, store: Store, person: Person, batch: Batch, upload: Upload, path: Path) -> None:
    """Start to read a file; the private copy is removed as soon as it has been read."""

    def work() -> None:
        from collab.exchange.reading import read_book
        from collab.exchange.returned_sheets import is_workbook
        from collab.services.importing import consider

        try:
            book = read_book(path, file_name=upload.file_name, progress=upload.report)
        finally:
            path.unlink(missing_ok=True)
        if is_workbook(book):
            upload.settle(Stage.SHOWN, returned=_back(store, person, book))
            return
        goes, follow = upload.destination, not upload.is_chosen
        preview = consider(store, person, book, destination=goes, follow_mark=follow)
        answers = given_to_all(preview, batch.shared)
        _place(store, person, upload, _again(store, person, preview, answers=answers) if answers else preview)

    uploads.start(_guarded(upload, work, otherwise=Stage.REFUSED))


def _back(store: Store, person: Person, book: Book) -> Back:
    from collab.services.workbook_back import workbook_of
    from collab.ui.workbook_back_work import Back

    return Back(workbook_of(store, person, book), date.today())


def reconsider(
    store: Store,
    person: Person,
    upload: Upload,
    *,
    answers: Mapping[str, object] | None = None,
    destination: Destination | None = None,
) -> None:
    """Understand a file again with further answers or for another round, without reading it again.

    Where nothing is new, nothing happens: of two clicks the second must not make a Save of the first out of date.
    """
    with upload.lock:
        if upload.preview is None or not _is_new(upload.preview, answers or {}, destination):
            return
        if upload.stage not in OPEN:
            upload.note = _TOO_LATE
            return
        _place(store, person, upload, _again(store, person, upload.preview, answers=answers, destination=destination))


def _is_new(preview: Preview, answers: Mapping[str, object], destination: Destination | None) -> bool:
    missing = object()
    if destination is not None and destination != preview.destination:
        return True
    return any(preview.answers.get(key, missing) != value for key, value in answers.items())


def put_into(store: Store, person: Person, upload: Upload, destination: Destination) -> None:
    """Let a file go where a person says."""
    upload.otherwise = None
    with _told(upload):
        reconsider(store, person, upload, destination=destination)


def answer_all(
    uploads: PendingUploads, store: Store, person: Person, batch: Batch, answers: Mapping[Hashable, object]
) -> None:
    """Answer for every file of a drop that asks the same, those that are still being read included."""
    batch.shared.update(answers)
    for upload in tuple(batch.uploads.values()):
        with upload.lock:
            preview = upload.preview
            given = given_to_all(preview, batch.shared) if preview is not None else {}
            if preview is None or not given or not upload.begin(Stage.READING, allowed=OPEN):
                continue
        uploads.start(_guarded(upload, _with_answers(store, person, upload, preview, given), otherwise=Stage.SHOWN))


def _with_answers(
    store: Store, person: Person, upload: Upload, preview: Preview, answers: Mapping[str, object]
) -> Callable[[], None]:
    return lambda: _place(store, person, upload, _again(store, person, preview, answers=answers))


def save(uploads: PendingUploads, store: Store, person: Person, batch: Batch, upload: Upload, seen: int) -> None:
    """Start to save what is ready. Of two clicks, or two tabs, only the first does anything.

    seen: the revision that the person looked at; where the card shows something else by now, it says so.
    """
    with upload.lock:
        if upload.is_ready and upload.revision != seen:
            upload.note = _MOVED_ON
        elif upload.is_ready and upload.begin(Stage.SAVING, allowed=OPEN):
            beside = partial(_is_saved_beside, batch, upload)
            uploads.start(_guarded(upload, lambda: _save(store, person, upload, beside), otherwise=Stage.SHOWN))


def _is_saved_beside(batch: Batch, upload: Upload) -> bool:
    """Another file of this drop goes, or went, into the same round: what the card shows does not know of it."""
    others = (each for each in tuple(batch.uploads.values()) if each is not upload)
    return any(each.stage in (Stage.SAVING, Stage.SAVED) and each.destination == upload.destination for each in others)


def save_all(uploads: PendingUploads, store: Store, person: Person, batch: Batch, seen: Mapping[str, int]) -> None:
    """Start to save the files that were ready when the person looked, each looked at again just before.

    seen: the revision of each of them, by its key.
    """
    begun = []
    for key, revision in seen.items():
        upload = batch.uploads.get(key)
        if upload is None:
            continue
        with upload.lock:
            if upload.is_ready and upload.revision != revision:
                upload.note = _MOVED_ON
            elif upload.is_ready and upload.begin(Stage.SAVING, allowed=OPEN):
                begun.append(upload)

    def save_one(upload: Upload) -> Callable[[], None]:
        return _guarded(upload, lambda: _save(store, person, upload, lambda: True), otherwise=Stage.SHOWN)

    def work() -> None:
        for upload in begun:
            save_one(upload)()

    uploads.start(work)


def undo(store: Store, person: Person, upload: Upload, import_id: str) -> None:
    """Take back what this file brought; the same file can then be saved again.

    import_id: the import that the person saw; where it is undone by now, the card says so.
    """
    from collab.services.importing import is_undone, undo_import

    with upload.lock, _told(upload):
        outcome, preview = upload.outcome, upload.preview
        is_this = upload.stage is Stage.SAVED and outcome is not None and outcome.import_id == import_id
        if preview is None or not is_this:
            upload.note = _UNDONE_ALREADY if is_undone(store, person, import_id) else ""
            return
        note = _UNDONE_ALREADY
        if not is_undone(store, person, import_id):
            note = f"Undone. {undo_import(store, person, import_id).sentence} You can save the file again."
        upload.settle(Stage.UNDONE, outcome=None, preview=_again(store, person, preview), note=note)


def _save(store: Store, person: Person, upload: Upload, beside: Callable[[], bool]) -> None:
    """Save what the card shows; beside other files of the same drop, what it shows once those are saved.

    beside: whether there are such files; asked before each try, since one that began later may be saved earlier.
    """
    from collab.services import importing

    shown = upload.preview
    assert shown is not None
    for number in range(TRIES):
        with_others = beside()
        if number and not with_others:
            break
        preview = _again(store, person, shown) if with_others else shown
        if preview.status != "ready" or _overwrites_other(shown, preview):
            _show(upload, preview, note=f"{_NOT_WITH_OTHERS} {_NOW[preview.status]}")
            return
        with suppress(StaleVersion):
            outcome = importing.save(store, person, preview, progress=upload.report)
            upload.settle(Stage.SAVED, outcome=outcome, preview=preview)
            return
    now = _again(store, person, shown)
    _show(upload, now, note=f"{_meanwhile(shown, now)} {_NOW[now.status]}")


def _overwrites_other(shown: Preview, now: Preview) -> bool:
    """What saving would write over is not what the person was shown."""
    return (shown.effect.overwrites if shown.effect else "") != (now.effect.overwrites if now.effect else "")


def _meanwhile(before: Preview, now: Preview) -> str:
    """What happened at the destination since a person looked at it, as a sentence."""
    was, goes = before.effect, now.destination
    is_there = now.effect is not None and not now.effect.round_is_new
    if was is not None and was.round_is_new and is_there:
        return (
            f"The round “{goes.round_label}” of “{goes.initiative}” was new when you looked, and was made meanwhile: "
            "in another window, or by somebody else."
        )
    return f"The round “{goes.round_label}” changed meanwhile: in another window, or by somebody else."


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


def _place(store: Store, person: Person, upload: Upload, preview: Preview) -> None:
    """Show a file where it goes; a round that was only proposed and cannot take it makes room for another proposal."""
    is_misplaced = preview.status == "refused" and preview.findings.content is not None
    if is_misplaced and upload.otherwise is not None and preview.destination == upload.destination:
        other = _again(store, person, preview, destination=upload.otherwise)
        if other.status != "refused":
            why = " ".join(f"{problem.found} {problem.allowed}".strip() for problem in preview.problems)
            _show(upload, other, note=f"{why} So another round is proposed.")
            return
    _show(upload, preview)


def _show(upload: Upload, preview: Preview, *, note: str = "") -> None:
    asked = {**upload.asked, **{question.id: question for question in preview.questions}}
    upload.settle(Stage.SHOWN, preview=preview, asked=asked, destination=preview.destination, note=note)


@contextmanager
def _told(upload: Upload) -> Iterator[None]:
    """An operation that could not go on is told on the card; nothing else is caught."""
    try:
        yield
    except CollabError as failure:
        upload.message = str(failure)


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
