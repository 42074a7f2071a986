"""The tick of a step: it says what the box says, and nothing where the box is as it was."""

from __future__ import annotations

from datetime import date

import pytest
import streamlit as st

from collab.errors import NotAllowed
from collab.ui import ticks


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[date | None]:
    """What was saved, while a dictionary stands for the memory of the session."""
    monkeypatch.setattr(st, "session_state", {})
    return []


@pytest.mark.parametrize(("was_done", "wanted"), [(False, [date.today()]), (True, [None])])
def test_what_is_called_changed_though_it_is_as_it_was_is_not_saved(
    said: list[date | None], was_done: bool, wanted: list[date | None]
) -> None:
    st.session_state["box"] = was_done
    ticks._changed("box", was_done, said.append, None)
    assert said == []
    st.session_state["box"] = not was_done
    ticks._changed("box", was_done, said.append, lambda: said.append(date.min))
    assert said == [*wanted, date.min]


def test_a_tick_that_is_refused_is_taken_out_of_the_box(said: list[date | None]) -> None:
    def refuse(day: date | None) -> None:
        raise NotAllowed("The goal is settled.")

    st.session_state["box"] = True
    ticks._changed("box", False, refuse, lambda: said.append(date.min))
    assert st.session_state["box"] is False
    assert said == []
