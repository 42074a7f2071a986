"""What one panel for sheets has read, and what its buttons do: look, open again, save, put aside; no drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from collab.errors import CollabError, Refused
from collab.ui import bulk_words, keys
from collab.ui.pending import pending_uploads

if TYPE_CHECKING:
    from pathlib import Path

    from collab.exchange.journey_sheets import Found
    from collab.journey import Review
    from collab.services.bulk import Preview

PASTED = "What you pasted"


@dataclass
class Work:
    """What one panel has read and what came of it. pasting, dropping: name its fields; readings: names what was read.

    take: rows whose text of the sheet wins; reopened: a review that was opened again for it.
    left: what the last save left out, of left_rows rows.
    """

    pasting: int = 0
    dropping: int = 0
    readings: int = 0
    found: Found | None = field(default=None, repr=False)
    failures: tuple[str, ...] = ()
    done: str = ""
    left: tuple[str, ...] = ()
    left_rows: int = 0
    take: frozenset[str] = frozenset()
    reopened: Review | None = None

    def begin(self, found: Found) -> None:
        """Another sheet was read."""
        reopened = self.reopened
        self.clear()
        self.reopened = reopened
        self.found, self.readings = found, self.readings + 1

    def clear(self) -> None:
        """Nothing is read and nothing is told."""
        self.found, self.failures, self.done, self.left, self.left_rows = None, (), "", (), 0
        self.take, self.reopened = frozenset(), None

    def empty(self) -> None:
        """Both fields are empty again."""
        self.pasting, self.dropping = self.pasting + 1, self.dropping + 1


@dataclass(frozen=True)
class Panel:
    """One kind of sheet. save: (found, seen, take, finish) -> how many were saved; reopen: a finished review."""

    scope: str
    noun: str
    workbook: Callable[[], bytes]
    workbook_name: str
    read: Callable[[Path, str], Found]
    preview: Callable[[Found, frozenset[str]], Preview]
    save: Callable[[Found, str, frozenset[str], bool], int]
    reopen: Callable[[Review], object] | None = None


def of(scope: str) -> Work:
    """What this window's panel of that name has read."""
    every: dict[str, Work] = st.session_state.setdefault(keys.BULK, {})
    return every.setdefault(scope, Work())


def look_at_text(panel: Panel, work: Work, key: str) -> None:
    """What was pasted, where anything was."""
    text = st.session_state.get(key) or ""
    if not text.strip():
        work.failures = ("There is nothing to read yet. Paste the rows with their header first.",)
        return
    _look(panel, work, text.encode("utf-8", "replace"), PASTED)


def look_at_file(panel: Panel, work: Work, key: str) -> None:
    """A file that is refused leaves its place to another one; why it was refused stays."""
    file = st.session_state.get(key)
    if file is None:
        work.failures = ("There is nothing to read yet. Drop a file first.",)
        return
    if not _look(panel, work, file.getvalue(), file.name):
        work.dropping += 1


def _look(panel: Panel, work: Work, content: bytes, name: str) -> bool:
    """Whether it can be read; nothing is saved."""
    work.found, work.failures, work.take = None, (), frozenset()
    try:
        path = pending_uploads().keep_briefly(memoryview(content))
        try:
            work.begin(panel.read(path, name))
            return True
        finally:
            path.unlink(missing_ok=True)
    except Refused as refused:
        work.failures = tuple(f"{name}: {problem}" for problem in refused.problems)
    except CollabError as failure:
        work.failures = (f"{name}: {failure}",)
    return False


def choose(work: Work, key: str, box: str) -> None:
    """The text of the sheet wins in this row, or not any more."""
    work.take = work.take | {key} if st.session_state.get(box) else work.take - {key}


def reopen(panel: Panel, work: Work, review: Review) -> None:
    """Open a finished review, so that the sheet can change it."""
    work.failures = ()
    if panel.reopen is None:
        return
    try:
        panel.reopen(review)
        work.reopened = review
    except CollabError as failure:
        work.failures = (str(failure),)


def save(panel: Panel, work: Work, shown: Preview, finish: bool) -> None:
    """Save what was shown; of two clicks only the first does. What was left out stays told."""
    found = work.found
    if found is None:
        return
    work.failures = ()
    try:
        saved = panel.save(found, shown.seen, work.take, finish)
    except CollabError as failure:
        work.failures = (str(failure),)
        return
    work.clear()
    work.empty()
    work.done = bulk_words.saved(panel.noun, shown, saved, finish=finish)
    work.left, work.left_rows = bulk_words.left_out(shown), shown.left_out


def put_aside(work: Work) -> None:
    """Forget the sheet; nothing of it is saved. A review that was opened for it is told."""
    reopened = work.reopened
    work.clear()
    work.empty()
    work.done = bulk_words.still_open(reopened.held_on) if reopened else ""
