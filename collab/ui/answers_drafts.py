"""Sheets that are begun and not saved: what was ticked so far, until saved or the tab closes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from collab.ui import keys


@dataclass(frozen=True)
class Draft:
    """The sheet of one partner in one round that is being typed in."""

    round_id: str
    partner_id: str
    partner_name: str

    @property
    def sheet(self) -> str:
        """The name of this sheet; another one after each save, so that the next starts blank."""
        return f"{self.round_id}_{self.partner_id}_{st.session_state.get(keys.SHEET_TURN, 0)}"

    def ratings(self) -> dict[str, str]:
        """What was ticked so far."""
        return dict(_kept().get((self.round_id, self.partner_id), ("", {}))[1])


def drafts(round_id: str) -> tuple[Draft, ...]:
    """The sheets of a round that are begun and not saved."""
    return tuple(Draft(*key, name) for key, (name, _) in _kept().items() if key[0] == round_id)


def keep(draft: Draft, ratings: Mapping[str, str]) -> None:
    """Remember what is ticked now; nothing ticked is no draft."""
    if ratings:
        _kept()[draft.round_id, draft.partner_id] = (draft.partner_name, dict(ratings))
    else:
        _kept().pop((draft.round_id, draft.partner_id), None)


def forget(draft: Draft) -> None:
    """The sheet is saved: the next one starts blank."""
    _kept().pop((draft.round_id, draft.partner_id), None)
    st.session_state[keys.SHEET_TURN] = st.session_state.get(keys.SHEET_TURN, 0) + 1


def _kept() -> dict[tuple[str, str], tuple[str, dict[str, str]]]:
    return st.session_state.setdefault(keys.DRAFTS, {})
