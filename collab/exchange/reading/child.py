"""The child process: reads one file under limits and writes what it found to its standard output."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import BinaryIO

from collab.errors import Problem, Refused, whereabouts
from collab.exchange.reading import limits, wire
from collab.exchange.reading.formats import read_file


def main(path: str) -> None:
    """Read the file; nothing but frames of wire.py reaches the parent."""
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    with contextlib.suppress(OSError):
        os.dup2(2, 1)
    file = Path(path)
    limits.hold_this_process(file.stat().st_size)
    try:
        contents = read_file(file, lambda share, sentence: _tell(out, share, sentence))
        wire.send_contents(out, contents)
    except Refused as refused:
        _refuse(out, refused.problems)
    except MemoryError:
        sys.exit(limits.MEMORY_EXIT)
    except Exception as fault:
        wire.send(out, wire.FAILED, whereabouts(fault).encode("utf-8", "replace"))


def _tell(out: BinaryIO, share: float, sentence: str) -> None:
    wire.send(out, wire.PROGRESS, json.dumps([share, sentence[:1000]]).encode("ascii"))


def _refuse(out: BinaryIO, problems: tuple[Problem, ...]) -> None:
    wire.send(out, wire.REFUSED, json.dumps([problem.as_dict() for problem in problems]).encode("ascii"))
