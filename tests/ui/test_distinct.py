"""Names of choices that a list can tell apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.ui.distinct import distinct
from collab.ui.fields import Field


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("Meet", "Sign"), ["Meet", "Sign"]),
        (("Meet", "Meet", "Meet"), ["Meet", "Meet (2)", "Meet (3)"]),
        (("Meet", "Meet", "Meet (2)"), ["Meet", "Meet (3)", "Meet (2)"]),
        (("Meet (2)", "Meet", "Meet"), ["Meet (2)", "Meet", "Meet (3)"]),
        (("All boards", "All\nboards "), ["All boards", "All\nboards  (2)"]),
    ],
)
def test_what_stood_there_before_gets_a_number(names: tuple[str, ...], shown: list[str]) -> None:
    assert list(distinct(dict(enumerate(names))).values()) == shown


@given(st.lists(st.sampled_from(["", "a", "a (2)", "a (3)", "a  (2)", "b"])))
def test_no_two_names_are_the_same_and_each_begins_as_it_was(names: list[str]) -> None:
    found = distinct(dict(enumerate(names)))
    assert list(found) == list(range(len(names)))
    assert len({" ".join(each.split()) for each in found.values()}) == len(names)
    assert all(found[at].startswith(name) for at, name in enumerate(names))


def test_what_is_told_of_a_choice_stays_as_it_was_written() -> None:
    field = Field("after", "Waits for", "several", (("1", "Meet"), ("2", "Meet")))
    assert field.shown("2") == "Meet"
