"""The one place that decides which cells are hidden because too few people stand behind them."""

from __future__ import annotations

import numpy as np

from collab.model import Mode
from collab.scoring.figures import Protection


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
