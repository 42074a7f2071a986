"""The one place that decides which cells are hidden because too few people stand behind them."""

from __future__ import annotations

import numpy as np

from collab.model import Mode
from collab.scoring.figures import Protection

NOT_ASKED = -4  # the mark of a question that the file did not have, in a sheet of ratings


def hidden_cells(rated: np.ndarray, answered: np.ndarray, protection: Protection) -> np.ndarray:
    """Which cells must not be shown: bool, of the shape of rated.

    rated: how many rated answers a cell has. answered: how many answer sheets were asked its question. In
    individual mode a cell that anybody answered is hidden while fewer than k rated it; a team's one answer is
    attributed and exempt. A hidden cell hides its counts of every kind.
    """
    if protection.mode is Mode.TEAM:
        return np.zeros(rated.shape, dtype=bool)
    return (answered > 0) & (rated < protection.k)


def hidden_reports(answers: np.ndarray, protection: Protection) -> np.ndarray:
    """Which reported figures must not be shown: those whose source states fewer than k answers (-1: not stated)."""
    return (answers >= 0) & (answers < protection.k)


def sheets_in_shown_groups(ratings: np.ndarray, partner: np.ndarray, protection: Protection) -> np.ndarray:
    """Which answer sheets belong to a partner of which no cell is hidden: bool, one per sheet.

    ratings: int8, sheets x factors: index of the point, or a negative mark. partner: an integer per sheet.
    """
    groups, own = np.unique(partner, return_inverse=True)
    rated, answered = (_per_group(given, own, len(groups)) for given in (ratings >= 0, ratings != NOT_ASKED))
    with_hidden: np.ndarray = np.any(hidden_cells(rated, answered, protection), axis=0)
    return ~with_hidden[own]


def _per_group(given: np.ndarray, own: np.ndarray, groups: int) -> np.ndarray:
    """How many sheets of each group hold True: factors x groups, from sheets x factors."""
    counted = [np.bincount(own, weights=column, minlength=groups) for column in given.T]
    return np.array(counted).reshape(-1, groups)
