"""The warning before a few answers join or leave a group whose figures were shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from collab.ui.escape import plain

if TYPE_CHECKING:
    from collab.model import Person
    from collab.store import Store


def warn_of_one_sheet(store: Store, person: Person, round_id: str, partner_id: str) -> None:
    """Say so where one answer sheet more or less could be read off the figures before and after."""
    from collab.services.small_changes import of_one_sheet

    sentence = of_one_sheet(store, round_id, partner_id, person=person)
    if sentence:
        st.warning(plain(sentence))
