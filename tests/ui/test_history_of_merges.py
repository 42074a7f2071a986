"""What the history says of two partners that were merged."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from collab.model import Change
from collab.services.history_words import details

MERGED: dict[str, object] = {"merged": "Harbour Light"}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"left_on": "2015"}, {"left_on": "2017"}, "merged: Harbour Light; left on: 2015 → 2017"),
        (None, {"role": "lead", "joined_on": "2014"}, "merged: Harbour Light; role: lead; joined on: 2014"),
        ({"left_on": "2017"}, {"left_on": None}, "merged: Harbour Light; left on: 2017 → nothing"),
        (None, {}, "merged: Harbour Light"),
    ],
    ids=["other dates", "a part that is new", "a date that came back as none", "nothing else"],
)
def test_a_merge_says_who_was_merged_and_what_became_of_the_part(
    before: dict[str, object] | None, after: dict[str, object], told: str
) -> None:
    line = Change(datetime(2026, 11, 22, tzinfo=UTC), "Ada", "merge_partners", "Harbor Light", before, MERGED | after)
    assert details(line) == told
