"""The private folder for uploaded bytes, and removing what a server that was killed has left of its own."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

PREFIX = "common_ground_"
IN_USE = "in_use"
_OWN_NAME = re.compile(rf"{PREFIX}(\d{{1,9}})_\w+")


class PrivateFolder:
    """A folder that only this account can read; it goes with the process, or at the next start.

    Its name holds the process id, and a file in it is held open and locked: a folder is taken for left over only
    where neither the process nor the lock is there any more, since two containers can share a folder for
    temporary files and still count their processes apart.
    """

    def __init__(self, within: Path | None = None) -> None:
        self._within = within or Path(tempfile.gettempdir())
        remove_left_over(self._within)
        self._open()

    def _open(self) -> None:
        name = f"{PREFIX}{os.getpid()}_"
        self._folder = tempfile.TemporaryDirectory(prefix=name, dir=self._within, ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)
        self._held = (self.path / IN_USE).open("wb")
        with suppress(OSError):  # where nothing can be locked, nothing is taken for left over either
            _lock(self._held.fileno())

    def write(self, content: memoryview) -> Path:
        """A new file of these bytes. OSError where there is no room; nothing is left behind then."""
        if not self.path.is_dir():  # some systems clear away what lay there unused for days
            self._open()
        handle, name = tempfile.mkstemp(dir=self.path)
        path = Path(name)
        try:
            with open(handle, "wb") as file:
                file.write(content)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return path


def remove_left_over(within: Path) -> None:
    """Remove the private folders of processes that are gone; whatever is not surely one of them stays."""
    for path in within.glob(f"{PREFIX}*"):
        with suppress(OSError):  # another process that starts now may do the same
            if _is_left_over(path):
                shutil.rmtree(path)


def _is_left_over(path: Path) -> bool:
    named = _OWN_NAME.fullmatch(path.name)
    if named is None or path.is_symlink() or not path.is_dir() or not _is_of_this_account(path):
        return False
    return not _is_running(int(named[1])) and _is_let_go(path / IN_USE)


if sys.platform == "win32":

    def _is_of_this_account(path: Path) -> bool:
        """The folder for temporary files is the account's own there."""
        return True

    def _is_running(process: int) -> bool:
        """Not to be told without ending it there: the open file tells."""
        return process == os.getpid()

    def _lock(handle: int) -> None:
        """A file that is open cannot be removed there."""

    def _is_let_go(file: Path) -> bool:
        try:
            file.unlink()
        except OSError:
            return False
        return True

else:
    import fcntl

    def _is_of_this_account(path: Path) -> bool:
        return path.stat(follow_symlinks=False).st_uid == os.getuid()

    def _is_running(process: int) -> bool:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except OSError:
            return True
        return True

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _is_let_go(file: Path) -> bool:
        try:
            with file.open("rb") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
