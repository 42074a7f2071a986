"""Starting, listening to and ending the child process that reads one file."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from collab.exchange.reading import limits, wire
from collab.exchange.reading.memory import resident_bytes

PROGRAM = "import sys; sys.path[:] = sys.argv[2:]; from collab.exchange.reading.child import main; main(sys.argv[1])"
KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "LANG", "LC_ALL")
SINGLE = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
LOOK_EVERY_SECONDS = 0.05
# On Windows the interpreter of a virtual environment only starts the real one, whose memory nobody would watch.
PYTHON = str(getattr(sys, "_base_executable", sys.executable)) if sys.platform == "win32" else sys.executable


class Ended(Exception):
    """The child ended without an answer; reason is the key of a sentence in refusals.py."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason


def answer_of_child(path: Path, progress: Callable[[float, str], None] | None) -> dict[bytes, bytes]:
    """The frames that the child sent, by kind; raises Ended where it gave no answer in time and memory."""
    with _child(path) as child, _watch(child, path.stat().st_size) as stopped:
        assert child.stdout is not None
        answer: dict[bytes, bytes] = {}
        try:
            for kind, body in wire.frames(child.stdout):
                if kind == wire.PROGRESS and progress:
                    progress(*json.loads(body))
                answer[kind] = body
        except wire.Malformed:
            answer.clear()
        code = child.wait()
    if wire.REFUSED in answer or wire.CODES in answer:
        return answer
    if wire.FAILED in answer:
        raise Ended("ended", answer[wire.FAILED].decode("utf-8", "replace"))
    raise Ended(stopped[0] if stopped else _reason(code))


def _reason(code: int) -> str:
    if code in (limits.MEMORY_EXIT, -9):
        return "memory"
    return "time" if code in (-24, 128 + 24) else "ended"


@contextlib.contextmanager
def _child(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The running child; it is ended and waited for, whatever happens here."""
    folders = [folder for folder in dict.fromkeys(map(os.path.abspath, sys.path)) if os.path.exists(folder)]
    command = [PYTHON, "-I", "-S", "-c", PROGRAM, os.path.abspath(path), *folders]
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | SINGLE
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        bufsize=1 << 20,
    )
    try:
        yield child
    finally:
        if child.poll() is None:
            child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


@contextlib.contextmanager
def _watch(child: subprocess.Popen[bytes], file_bytes: int) -> Iterator[list[str]]:
    """End the child when it takes too long or too much memory; the list then holds the reason."""
    stopped: list[str] = []
    over = threading.Event()
    until = time.monotonic() + limits.wall_seconds(file_bytes)

    def look() -> None:
        while not over.wait(LOOK_EVERY_SECONDS) and child.poll() is None:
            reason = "time" if time.monotonic() > until else ""
            if resident_bytes(child.pid) > limits.MEMORY_BYTES:
                reason = "memory"
            if reason:
                stopped.append(reason)
                child.kill()
                return

    watcher = threading.Thread(target=look, name="spreadsheet-watch", daemon=True)
    watcher.start()
    try:
        yield stopped
    finally:
        over.set()
        watcher.join()
