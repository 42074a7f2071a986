"""A lock between processes on one computer, held as an open file."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_SECONDS = 120


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Wait until no other process is inside for this path. The file stays; the lock ends with the process."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _acquire(handle)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _acquire(handle: int) -> None:
        """Closing the file lets go of it."""
        ends = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
                return
            except OSError:
                if time.monotonic() > ends:
                    raise
                time.sleep(0.05)

else:
    import fcntl

    def _acquire(handle: int) -> None:
        """Closing the file lets go of it."""
        ends = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() > ends:
                    raise
                time.sleep(0.01)
