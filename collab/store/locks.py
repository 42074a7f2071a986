"""A lock between processes on one computer, held as an open file."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from collab.errors import StoreError

PATIENCE_SECONDS = 120


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Wait until no other process is inside for this path. The file stays; the lock ends with the process."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait(handle)
        yield
    finally:
        os.close(handle)


def _wait(handle: int) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while not _acquired(handle):
        if time.monotonic() > ends:
            raise StoreError(
                "Another program has been opening, upgrading or restoring this database for longer than we can "
                "wait. Nothing was changed. Try again in a minute."
            )
        time.sleep(0.01)


if sys.platform == "win32":
    import msvcrt

    def _acquired(handle: int) -> bool:
        """Whether the lock is ours now. Closing the file lets go of it."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _acquired(handle: int) -> bool:
        """Whether the lock is ours now. Closing the file lets go of it."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
