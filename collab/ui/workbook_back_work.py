"""What happens to a workbook that came back: whose text counts, on which day, and saving it; draws nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from collab.errors import CollabError
from collab.ui.pending import OPEN, Stage, Upload

if TYPE_CHECKING:
    from collab.model import Person
    from collab.services.workbook_back import Workbook, WorkbookPreview
    from collab.store import Store


@dataclass
class Back:
    """A workbook that came back, and what was chosen about it. take: rows whose text of the sheet wins.

    held_on: the day of a review that is begun with it; done: what a save did; left: what it left out, in sentences.
    """

    workbook: Workbook = field(repr=False)
    held_on: date
    take: frozenset[str] = frozenset()
    done: str = ""
    left: tuple[str, ...] = ()


def choose(back: Back, row: str, box: str) -> None:
    """The text of the sheet wins in this row, or not any more."""
    back.take = back.take | {row} if st.session_state.get(box) else back.take - {row}


def hold_on(back: Back, key: str) -> None:
    """The day of a review that is begun with it."""
    back.held_on = st.session_state.get(key) or back.held_on


def save(store: Store, person: Person, upload: Upload, shown: WorkbookPreview) -> None:
    """Save what was shown; of two presses, or two windows, only the first does."""
    from collab.services import workbook_back
    from collab.ui import workbook_back_words as words

    with upload.lock:
        back = upload.returned
        if back is None or upload.stage not in OPEN:
            return
        upload.message = ""
        try:
            saved = workbook_back.save(
                store, person, back.workbook, held_on=back.held_on, seen=shown.seen, take=back.take
            )
        except CollabError as failure:
            upload.message = str(failure)
            return
        back.done, back.left = words.saved(saved, shown), words.left_out(shown)
        upload.settle(Stage.SAVED)
