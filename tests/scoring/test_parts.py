"""Percentages of one whole: they add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.scoring.parts import whole_percents


@pytest.mark.parametrize(
    ("shares", "percents"),
    [
        ({"in place": 0.875, "not yet": 0.125}, {"in place": 88, "not yet": 12}),
        ({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}, {"a": 34, "b": 33, "c": 33}),
        ({"a": 0.29, "b": 0.71}, {"a": 29, "b": 71}),
        ({"a": 0.0, "b": 0.0}, {"a": 0, "b": 0}),
        ({}, {}),
    ],
)
def test_what_is_lost_by_rounding_down_goes_to_those_that_lost_most(
    shares: dict[str, float], percents: dict[str, int]
) -> None:
    assert whole_percents(shares) == percents


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6).filter(any))
def test_parts_of_a_whole_add_up_to_a_hundred_and_none_is_a_whole_percent_off(counts: list[int]) -> None:
    shares = {at: count / sum(counts) for at, count in enumerate(counts)}
    percents = whole_percents(shares)
    assert sum(percents.values()) == 100
    assert all(abs(percents[at] - 100 * share) < 1 for at, share in shares.items())
