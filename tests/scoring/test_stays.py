"""How long stays are, and which initiatives stall."""

from __future__ import annotations

import pytest

from collab.scoring.stays import LONG_WITHOUT_SPREAD_DAYS, QUIET_DAYS, Spread, is_stalled, spread_of


def test_a_stage_has_its_own_spread_from_five_stays_on() -> None:
    assert spread_of([10, 20, 30, 40, 50]) == Spread(5, 30.0, 40.0, own=True)
    assert spread_of([10, 20, 30, 40]) == Spread(4, 25.0, float(LONG_WITHOUT_SPREAD_DAYS), own=False)
    assert spread_of([]) == Spread(0, None, float(LONG_WITHOUT_SPREAD_DAYS), own=False)


@pytest.mark.parametrize(
    ("days", "quiet", "stalls"),
    [
        (41, QUIET_DAYS + 1, True),
        (40, QUIET_DAYS + 1, False),
        (41, QUIET_DAYS, False),
    ],
    ids=["long and quiet", "not longer than the quartile", "worked on within the time"],
)
def test_stalling_takes_a_long_stay_and_no_work(days: int, quiet: int, stalls: bool) -> None:
    assert is_stalled(days, quiet, spread_of([10, 20, 30, 40, 50])) is stalls
