"""Choices in the address: what is called changed though it is as it was does nothing."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from collab.ui import address, keys, picking


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Stands for Streamlit: what the address says, and what the controls hold."""
    stands = SimpleNamespace(query_params={}, session_state={})
    monkeypatch.setattr(address, "st", stands)
    monkeypatch.setattr(picking, "st", stands)
    return stands


@pytest.mark.parametrize("said", [{"goal": "first"}, {}])
def test_a_list_follows_only_where_another_name_is_chosen(page: SimpleNamespace, said: dict[str, str]) -> None:
    followed: list[str] = []
    page.query_params |= said
    page.session_state["box"] = said.get("goal", "all")
    address._keep("goal", "box", "all", lambda: followed.append("again"))
    assert (page.query_params, followed) == (said, [])
    page.session_state["box"] = "second"
    address._keep("goal", "box", "all", lambda: followed.append("now"))
    assert (page.query_params, followed) == ({"goal": "second"}, ["now"])


def test_pills_follow_only_where_others_are_chosen(page: SimpleNamespace) -> None:
    followed: list[str] = []
    page.query_params["only"] = "late,stalled"
    page.session_state["pills"] = ["late", "stalled"]
    address._keep_several("only", "pills", lambda: followed.append("again"))
    assert not followed
    page.session_state["pills"] = []
    address._keep_several("only", "pills", lambda: followed.append("now"))
    assert (page.query_params, followed) == ({}, ["now"])


def test_the_place_within_an_initiative_stays_unless_another_initiative_is_chosen(page: SimpleNamespace) -> None:
    page.query_params |= {keys.INITIATIVE: "north", keys.EDIT: "plan_step:1"}
    page.session_state["box"] = "north"
    picking._changed(keys.INITIATIVE, "box")
    assert page.query_params[keys.EDIT] == "plan_step:1"
    page.session_state["box"] = "south"
    picking._changed(keys.INITIATIVE, "box")
    assert page.query_params == {keys.INITIATIVE: "south"}
