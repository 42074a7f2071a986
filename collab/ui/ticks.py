"""The tick of a step, the same on every page that lists steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from collab.ui import shell
from collab.ui.escape import plain


def tick(
    words: str,
    *,
    is_done: bool,
    key: str,
    say: Callable[[date | None], object],
    then: Callable[[], None] | None = None,
) -> None:
    """A box beside the words. say(day, or None where it is not done after all) saves; then() follows what was saved.

    key: another one for each state that is saved, so that the box begins with it.
    """
    st.checkbox(plain(words), value=is_done, key=key, on_change=_changed, args=(key, is_done, say, then), wrap=True)


def _changed(key: str, was_done: bool, say: Callable[[date | None], object], then: Callable[[], None] | None) -> None:
    """Say what the box says. After a lost connection Streamlit calls boxes changed that nobody pressed."""
    is_done = bool(st.session_state[key])
    if is_done == was_done:
        return
    if not shell.done_or_told(lambda: say(date.today() if is_done else None)):
        st.session_state[key] = was_done
    elif then is not None:
        then()
