"""Failures told where they happened: inside a form or a dialog, which a page's own frame does not reach."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from collab.errors import CollabError, StaleVersion
from collab.ui.escape import plain


@contextmanager
def told() -> Iterator[None]:
    """Tell an operation that could not go on in its own sentence; nothing else is caught."""
    try:
        yield
    except StaleVersion as stale:
        tell_stale(stale)
    except CollabError as failure:
        st.error(plain(failure))


REOPEN = "Nothing of yours was saved. Open this again to go on from what is saved now."


def tell_stale(stale: StaleVersion, *, then: str = REOPEN) -> None:
    """Show both texts, so that nobody overwrites another's work unawares. then: how to go on."""
    st.error(plain(stale))
    fields = [name for name in stale.mine if stale.mine[name] != stale.theirs.get(name)]
    rows = {
        "What": [name.replace("_", " ").capitalize() for name in fields],
        "You wrote": [_said(stale.mine[name]) for name in fields],
        "Saved meanwhile": [_said(stale.theirs.get(name)) for name in fields],
    }
    st.dataframe(rows, hide_index=True, alt="What you wrote beside what somebody else saved meanwhile")
    st.caption(then)


def _said(value: object) -> str:
    return "" if value is None else str(value)
