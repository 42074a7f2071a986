"""A place that the address names: a number from 1 to as many as there are, whatever somebody wrote there."""

from __future__ import annotations

import pytest

from collab.ui.counted_place import within


@pytest.mark.parametrize(
    ("asked", "place"),
    [("1", 1), ("3", 3), ("0", 1), ("8", 7), ("", 1), ("-2", 1), ("two", 1), ("²", 1), ("٣", 3), ("9" * 5000, 7)],
    ids=lambda value: str(value)[:9],
)
def test_a_place_is_within_the_ends(asked: str, place: int) -> None:
    assert within(asked, 7) == place
