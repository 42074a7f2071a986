"""Internal consistency rests on the answer sheets of shown groups only."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pingouin
import pytest

from collab.model import Mode
from collab.scoring import Protection, cronbach_alpha
from tests.factories import instrument

INDIVIDUAL = Protection(Mode.INDIVIDUAL, 5)
MADE = instrument(sizes=(3, 2), reversed_factors=("d0.f2",))


def sheets(*, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """40 answer sheets of partner 0 and 4 of partner 7, of which every cell is hidden."""
    rng = np.random.default_rng(seed)
    base = rng.integers(0, 3, (44, 1))
    ratings = np.clip(base + rng.integers(0, 2, (44, 5)), 0, 3).astype(np.int8)
    ratings[:, 2] = 3 - ratings[:, 2]
    return ratings, np.repeat([0, 7], [40, 4])


def test_the_sheets_of_a_hidden_group_stay_out() -> None:
    ratings, partner = sheets()
    turned = ratings[:40, :3].astype(float)
    turned[:, 2] = 3 - turned[:, 2]
    expected, _ = pingouin.cronbach_alpha(pd.DataFrame(turned))
    found = cronbach_alpha(ratings, MADE, "d0", partner=partner, protection=INDIVIDUAL)
    assert (found.value, found.respondents) == (pytest.approx(expected), 40)


def test_what_a_hidden_group_answered_changes_nothing() -> None:
    ratings, partner = sheets()
    other = ratings.copy()
    other[40:] = 3 - other[40:]
    first, second = (
        cronbach_alpha(each, MADE, "d0", partner=partner, protection=INDIVIDUAL) for each in (ratings, other)
    )
    assert first == second


def test_a_group_with_one_hidden_cell_in_the_dimension_stays_out_of_it() -> None:
    ratings, partner = sheets()
    partner[30:40] = 3
    ratings[30:37, 1] = -1
    found = cronbach_alpha(ratings, MADE, "d0", partner=partner, protection=INDIVIDUAL)
    assert (found.respondents, found.indicative) == (30, False)


def test_teams_are_attributed_and_all_count() -> None:
    ratings, _ = sheets()
    found = cronbach_alpha(ratings, MADE, "d0", partner=np.arange(44), protection=Protection(Mode.TEAM))
    assert found == cronbach_alpha(ratings, MADE, "d0")


def test_a_factor_that_nobody_was_asked_is_left_out() -> None:
    made = instrument(sizes=(4,))
    ratings, _ = sheets()
    ratings = ratings[:, [0, 1, 3, 4]]
    whole = cronbach_alpha(ratings[:, :3], instrument(sizes=(3,)), "d0")
    ratings[:, 3] = -4
    assert cronbach_alpha(ratings, made, "d0") == whole


def test_no_answer_sheets_give_no_figure() -> None:
    assert cronbach_alpha(np.zeros((0, 5), np.int8), MADE, "d0").value is None
    assert cronbach_alpha(*sheets()[:1], MADE, "d0", partner=np.arange(44), protection=INDIVIDUAL).value is None
