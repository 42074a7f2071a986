"""Guarded reading of spreadsheets: a file in, a Book or a plain refusal out. Meaning is found elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collab.exchange.sheet import Book


def read_book(
    path: Path,
    *,
    file_name: str,
    progress: Callable[[float, str], None] | None = None,
    wording: Mapping[str, str] | None = None,
) -> Book:
    """The file as dictionary-coded text; raises Refused with every reason in plain sentences.

    progress is called with a share from 0 to 1 and a sentence, from the calling thread. wording: sentences of a refusal
    (what is allowed, what to do) that are told otherwise, for files that are no answers to a survey.
    """
    # Loaded here, so that the child process, which is in this package too, starts without it.
    from collab.exchange.reading.book import read

    return read(Path(path), file_name=file_name, progress=progress, wording=wording or {})


__all__ = ["read_book"]
