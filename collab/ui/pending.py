"""Uploads between drop and save: kept in the server's memory under a random token."""

from __future__ import annotations

import errno
import math
import secrets
import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from collab.errors import CollabError
from collab.ui.private_folder import PrivateFolder

if TYPE_CHECKING:
    from collab.errors import Problem
    from collab.exchange.findings import Question
    from collab.services.importing import Destination, Outcome, Preview
    from collab.ui.workbook_back_work import Back

LIFETIME_SECONDS = 3600
MOST_BYTES = 512 * 1024 * 1024
WORKERS = 4
BYTES_A_CELL = 4
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
NO_ROOM = (
    "The disk of the computer that Common Ground runs on is full, so this file cannot be read. Nothing was saved. "
    "Free some room there, then drop the file again."
)
NOT_KEPT = (
    "This file cannot be kept for as long as reading it takes ({reason}). Nothing was saved. "
    "Drop it again; if that does not help, ask whoever runs Common Ground."
)


class Stage(StrEnum):
    """How far one dropped file has come."""

    READING = "reading"
    SHOWN = "shown"
    REFUSED = "refused"
    SAVING = "saving"
    SAVED = "saved"
    UNDONE = "undone"


BUSY = frozenset({Stage.READING, Stage.SAVING})
OPEN = frozenset({Stage.SHOWN, Stage.UNDONE})


@dataclass
class Upload:
    """One dropped file on its way. share (0..1) and words tell how far the work has come.

    is_chosen: a person chose by hand where it goes; else it was proposed.
    otherwise: what to propose where the proposed round turns out to be no place for it; None where nothing is.
    first_shown: when it had been read, None before.
    revision: grows with everything that changes what the card shows; a click that saw less is told so.
    message: what failed.   note: what somebody else, or another window, did meanwhile.
    size: about how many bytes of memory it holds.
    asked: every question that was asked about it so far, so that an answer can be changed.
    returned: the workbook of an initiative that came back, where the file is one; None for the answers to a survey.
    """

    key: str
    file_name: str
    destination: Destination
    is_chosen: bool = False
    otherwise: Destination | None = None
    stage: Stage = Stage.READING
    share: float = 0.0
    words: str = ""
    preview: Preview | None = None
    asked: dict[str, Question] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    message: str = ""
    note: str = ""
    outcome: Outcome | None = None
    returned: Back | None = None
    revision: int = 0
    first_shown: float | None = None
    size: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    @property
    def is_busy(self) -> bool:
        """Work on this file is under way."""
        return self.stage in BUSY

    @property
    def is_ready(self) -> bool:
        """The file can be saved as it stands."""
        return self.stage in OPEN and self.preview is not None and self.preview.status == "ready"

    def begin(self, stage: Stage, *, allowed: frozenset[Stage]) -> bool:
        """Enter a stage, unless the file is elsewhere already: of two clicks only one gets True."""
        with self.lock:
            if self.stage not in allowed:
                return False
            self.stage, self.share, self.words, self.message, self.note = stage, 0.0, "", "", ""
            return True

    def wait_until_considered(self) -> None:
        """Return once nobody is understanding the file anew: another run of the page, or another window."""
        with self.lock:
            return

    def report(self, share: float, words: str) -> None:
        """Take down how far the work has come."""
        self.share, self.words = min(max(share, 0.0), 1.0), words

    def settle(self, stage: Stage, **changes: Any) -> None:
        """Leave a stage with its result; what was told before is out of date, unless it is told again."""
        with self.lock:
            self.message = self.note = ""
            for name, value in changes.items():
                setattr(self, name, value)
            self.revision += 1
            self.first_shown = self.first_shown or time.monotonic()
            self.size = _size(self.preview)
            self.stage = stage


def _size(preview: Preview | None) -> int:
    if preview is None:
        return 0
    columns = (column for sheet in preview.book.sheets for column in sheet.columns)
    return sum(BYTES_A_CELL * len(column.codes) + sum(map(len, column.values)) for column in columns)


@dataclass
class Batch:
    """The files that one person dropped together.

    shared: answers given once for every file that asks the same, by what is asked.
    """

    token: str
    owner: str
    touched: float
    uploads: dict[str, Upload] = field(default_factory=dict)
    shared: dict[Hashable, object] = field(default_factory=dict)

    def in_order(self) -> tuple[Upload, ...]:
        """Its files as they stand on the page: as each was read, so that none moves when another has been read."""
        read = {key: upload.first_shown or math.inf for key, upload in tuple(self.uploads.items())}
        return tuple(self.uploads[key] for key in sorted(read, key=read.__getitem__) if key in self.uploads)

    def size(self) -> int:
        """About how many bytes of memory its files hold."""
        return sum(upload.size for upload in tuple(self.uploads.values()))

    @property
    def is_busy(self) -> bool:
        """Work on one of its files is under way."""
        return any(upload.is_busy for upload in tuple(self.uploads.values()))


class PendingUploads:
    """Every batch of this process. A batch that nobody looked at for an hour is forgotten."""

    def __init__(
        self,
        *,
        lifetime: float = LIFETIME_SECONDS,
        most_bytes: int = MOST_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lifetime, self._most_bytes, self._clock = lifetime, most_bytes, clock
        self._batches: dict[str, Batch] = {}
        self._lock = threading.RLock()
        self._later: threading.Timer | None = None
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="upload")
        self._folder = PrivateFolder()

    def open(self, owner: str) -> Batch:
        """A new, empty batch."""
        with self._lock:
            self._forget_old()
            batch = Batch(secrets.token_urlsafe(16), owner, self._clock())
            self._batches[batch.token] = batch
            self._look_later()
            return batch

    def find(self, token: str | None, owner: str) -> Batch | None:
        """The batch of this token if it is this person's and not forgotten; looking keeps it alive."""
        with self._lock:
            self._forget_old()
            batch = self._batches.get(token or "")
            if batch is None or batch.owner != owner:
                return None
            batch.touched = self._clock()
            return batch

    def close(self, token: str) -> None:
        """Forget a batch now."""
        with self._lock:
            self._batches.pop(token, None)

    def add(
        self,
        batch: Batch,
        file_name: str,
        destination: Destination,
        *,
        is_chosen: bool = False,
        otherwise: Destination | None = None,
    ) -> Upload:
        """A new file of a batch."""
        upload = Upload(secrets.token_hex(4), file_name, destination, is_chosen, otherwise)
        batch.uploads[upload.key] = upload
        return upload

    def start(self, work: Callable[[], None]) -> None:
        """Do work in the background: a reload or a second click cannot interrupt it."""
        self._workers.submit(work)

    def keep_briefly(self, content: memoryview) -> Path:
        """Write uploaded bytes to a private file; whoever reads it removes it right after.

        CollabError, as a sentence, where there is no room for it.
        """
        try:
            return self._folder.write(content)
        except OSError as fault:
            reason = fault.strerror or type(fault).__name__
            raise CollabError(NO_ROOM if fault.errno in FULL else NOT_KEPT.format(reason=reason)) from fault

    def _look_later(self) -> None:
        """Forget also where nobody comes back: a spreadsheet can hold names."""
        if self._later is None and self._batches:
            self._later = threading.Timer(self._lifetime, self._look)
            self._later.daemon = True
            self._later.start()

    def _look(self) -> None:
        with self._lock:
            self._later = None
            self._forget_old()
            self._look_later()

    def _forget_old(self) -> None:
        now = self._clock()
        for token, batch in tuple(self._batches.items()):
            if now - batch.touched > self._lifetime and not batch.is_busy:
                del self._batches[token]
        idle = sorted((b for b in self._batches.values() if not b.is_busy), key=lambda b: b.touched)
        held = sum(batch.size() for batch in self._batches.values())
        while held > self._most_bytes and len(idle) > 1:
            oldest = idle.pop(0)
            held -= oldest.size()
            del self._batches[oldest.token]


@st.cache_resource(show_spinner=False)
def pending_uploads() -> PendingUploads:
    """The one registry of this process."""
    return PendingUploads()
