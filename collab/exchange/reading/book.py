"""One file to one Book: the parent's side, which never parses a byte of the file itself."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from collab.errors import Refused
from collab.exchange.reading import limits, wire
from collab.exchange.reading.process import Ended, answer_of_child
from collab.exchange.reading.refusals import refuse, reworded, told_of
from collab.exchange.sheet import Book

LOG = logging.getLogger(__name__)


def read(
    path: Path,
    *,
    file_name: str,
    progress: Callable[[float, str], None] | None = None,
    wording: Mapping[str, str] = MappingProxyType({}),
) -> Book:
    """The file at path as a Book; raises Refused with plain sentences, whatever the file is."""
    try:
        return _read(path, file_name, progress)
    except Refused as refused:
        if not wording:
            raise
        raise Refused(reworded(refused.problems, wording)) from refused


def _read(path: Path, file_name: str, progress: Callable[[float, str], None] | None) -> Book:
    digest = _digest(path, file_name)
    try:
        answer = answer_of_child(path, progress)
    except Ended as ended:
        LOG.warning("A spreadsheet could not be read (%s): %s", ended.reason, ended)
        raise refuse(ended.reason) from ended
    if wire.REFUSED in answer:
        raise Refused(told_of(file_name, wire.problems_of(answer[wire.REFUSED])))
    contents = wire.contents_of(answer[wire.CONTENTS], answer[wire.CODES])
    if progress:
        progress(1.0, "The file has been read.")
    return Book(file_name, contents.format, digest, contents.sheets, contents.marker, contents.notes)


def _digest(path: Path, file_name: str) -> str:
    try:
        size = path.stat().st_size
        if size == 0:
            raise refuse("empty")
        if size > limits.FILE_BYTES:
            raise refuse("too_big", megabytes=f"{size / limits.MEGABYTE:,.0f}")
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise refuse("missing", file_name=file_name) from fault
