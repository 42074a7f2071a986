"""A field of which several options may be chosen."""

from __future__ import annotations

from collab.ui.fields import NOTHING, Field

WAITS_FOR = Field("after", "Waits for", "several", (("one", "Agree"), ("two", "Sign"), ("three", "Count")))


def test_several_options_are_held_in_their_order_whatever_order_they_were_chosen_in() -> None:
    assert WAITS_FOR.held(("three", "one")) == WAITS_FOR.held(["one", "three"]) == "one,three"
    assert WAITS_FOR.meant("one,three") == ("one", "three")
    assert WAITS_FOR.shown("one,three") == "Agree; Count"


def test_no_option_is_held_as_an_empty_text() -> None:
    assert WAITS_FOR.held(()) == ""
    assert WAITS_FOR.meant("") == ()
    assert WAITS_FOR.shown("") == NOTHING


def test_an_option_that_is_gone_meanwhile_is_left_out() -> None:
    assert WAITS_FOR.meant("gone,two") == ("two",)
