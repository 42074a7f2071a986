"""The history of an initiative as a table: who did what, when, and what it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.services.history_words import details, what
from collab.ui import printed
from collab.ui.wording import moment

if TYPE_CHECKING:
    from collab.model import Initiative, Person
    from collab.store import Store


def draw(store: Store, person: Person, initiative: Initiative) -> None:
    """A folded-away table of changes, read only once it is opened."""
    past = st.expander("What happened here", key=f"history_{initiative.id}", type="compact", on_change="rerun")
    if not past.open:
        return
    from collab.services.initiatives import changes_of

    changes = changes_of(store, initiative.id, person=person)
    rows = {
        "When": [moment(change.at) for change in changes],
        "Who": [change.actor for change in changes],
        "What": [what(change) for change in changes],
        "About": [change.subject for change in changes],
        "Details": [details(change) for change in changes],
    }
    with past:
        printed.show(rows, key=f"past_{initiative.id}", alt="History of changes, the latest first")
