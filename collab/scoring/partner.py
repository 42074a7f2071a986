"""Figures of each partner from tallies: reversal once, protection first, then means, shares, agreement."""

from __future__ import annotations

import numpy as np

from collab.model import MARKS, Instrument, Mark, Mode, Why
from collab.scoring.agreement import agreement
from collab.scoring.cells import Reasons, add_up, factor_rows, roll_up, targets_of, why_missing
from collab.scoring.disclosure import hidden_cells
from collab.scoring.figures import FigureGrid, Protection, Tallies, Unit
from collab.scoring.rounding import bands


def oriented(counts: np.ndarray, instrument: Instrument) -> np.ndarray:
    """counts (..., factors, points) with reversed factors turned: score = max + min - raw. A copy."""
    turned = np.array(counts)
    for index, factor in enumerate(instrument.factors):
        if factor.reversed:
            turned[..., index, :] = turned[..., index, ::-1].copy()
    return turned


def score_table(instrument: Instrument) -> np.ndarray:
    """The score of each oriented point: int64, factors x points. Only uneven scales differ between factors."""
    scores = np.array(instrument.scores, dtype=np.int64)
    turned = scores[0] + scores[-1] - scores[::-1] if len(scores) else scores
    return np.array([turned if factor.reversed else scores for factor in instrument.factors])


def shares_of(counts: np.ndarray) -> np.ndarray:
    """counts (..., points) as shares of their sum; NaN where nothing was rated."""
    rated = counts.sum(axis=-1, keepdims=True)
    return np.where(rated > 0, counts / np.maximum(rated, 1), np.nan)


def partner_figures(tallies: Tallies, instrument: Instrument, protection: Protection) -> FigureGrid:
    """Figures of every partner: one unit per partner, targets as collab.scoring.cells.targets_of says.

    A factor's mean is that of its rated answers (DESIGN numbers 3 and 4); agreement is van der Eijk's A, in
    individual mode, for at least two rated answers and three points. What is hidden appears in no array:
    NaN in figures, -1 in counts, and why says hidden. Raises ValueError where tallies do not fit the instrument.
    """
    _check(tallies, instrument)
    targets = targets_of(instrument)
    rows = factor_rows(targets)
    turned = oriented(tallies.counts, instrument)
    rated = turned.sum(axis=2)
    asked = rated + tallies.marks[:, :, : MARKS.index(Mark.NOT_ASKED)].sum(axis=2)
    hidden = hidden_cells(rated, asked, protection)
    visible = np.where(hidden[:, :, None], 0, turned)
    size = (len(tallies.partners), len(targets))

    mean = np.full(size, np.nan)
    mean[:, rows] = means_of(visible, score_table(instrument))
    share = np.full(size, np.nan)
    share[:, rows] = favourable_of(visible, score_table(instrument))
    agreed = np.full(size, np.nan)
    if protection.mode is Mode.INDIVIDUAL:
        agreed[:, rows] = agreement_of(visible.astype(float), visible.sum(axis=2))
    for figures in (mean, share, agreed):
        roll_up(figures, targets)

    not_asked = spread((asked == 0) & (tallies.marks[:, :, MARKS.index(Mark.NOT_ASKED)] > 0), rows, size)
    nothing = np.zeros(size, dtype=bool)
    why = why_missing(mean, Reasons(spread(hidden, rows, size), nothing, not_asked), targets)
    shown_cells = (~np.isnan(mean)).astype(np.int64)
    return FigureGrid(
        units=tuple(Unit(partner=partner) for partner in tallies.partners),
        targets=targets,
        scores=instrument.scores,
        measure=None,
        mean=mean,
        favourable_share=share,
        agreement=agreed,
        rated=add_up(counted(np.where(hidden, -1, rated), rows, size), targets),
        marks=add_up(counted(np.where(hidden[:, :, None], -1, tallies.marks), rows, size), targets),
        counts=counted(np.where(hidden[:, :, None], -1, turned), rows, size),
        band=bands(mean, instrument.scores),
        why=why,
        why_agreement=why_no_agreement(agreed, why),
        reported=nothing,
        shown_partners=shown_cells,
        all_partners=np.ones(size, dtype=np.int64),
    )


def _check(tallies: Tallies, instrument: Instrument) -> None:
    expected = (len(tallies.partners), len(instrument.factors), len(instrument.scale))
    if tallies.counts.shape != expected or tallies.marks.shape != (*expected[:2], len(MARKS)):
        raise ValueError(f"tallies of shape {tallies.counts.shape} do not fit {expected}")


def means_of(counts: np.ndarray, table: np.ndarray) -> np.ndarray:
    """Mean score of counts (..., factors, points) with scores (factors, points); NaN where nothing was rated."""
    rated = counts.sum(axis=-1)
    return np.where(rated > 0, (counts * table).sum(axis=-1) / np.maximum(rated, 1), np.nan)


def favourable_of(counts: np.ndarray, table: np.ndarray) -> np.ndarray:
    """Share 0..1 of counts (..., factors, points) that agree or better; NaN where nothing was rated.

    On any scale that is a score above the middle: 3 and 4 of four points, 4 and 5 of five.
    """
    rated = counts.sum(axis=-1)
    good = table > (table[:, :1] + table[:, -1:]) / 2
    return np.where(rated > 0, (counts * good).sum(axis=-1) / np.maximum(rated, 1), np.nan)


def agreement_of(distributions: np.ndarray, rated: np.ndarray) -> np.ndarray:
    """Agreement of distributions (..., points) where at least two answers stand behind it, else NaN."""
    return np.where(rated >= 2, agreement(distributions), np.nan)


def spread(cells: np.ndarray, rows: list[int], size: tuple[int, int]) -> np.ndarray:
    """A bool array of size (units x targets) that holds cells in the factor rows."""
    wide = np.zeros(size, dtype=bool)
    wide[:, rows] = cells
    return wide


def counted(cells: np.ndarray, rows: list[int], size: tuple[int, int]) -> np.ndarray:
    """An int64 array of size (units x targets [x kinds]) that holds cells in the factor rows, -1 elsewhere."""
    wide = np.full((*size, *cells.shape[2:]), -1, dtype=np.int64)
    wide[:, rows] = cells
    return wide


def why_no_agreement(agreed: np.ndarray, why: np.ndarray) -> np.ndarray:
    """Why agreement is null: what hides or lacks the figure itself, else too few answers."""
    found = np.full(agreed.shape, None, dtype=object)
    missing = np.isnan(agreed)
    found[missing] = Why.TOO_FEW_ANSWERS
    inherited = missing & why.astype(bool)
    found[inherited] = why[inherited]
    return found


def often_not_applicable(grid: FigureGrid) -> np.ndarray:
    """bool (units x targets): over 30 percent of a factor's answers say not applicable. Hidden cells are False."""
    answers = np.maximum(grid.rated, 0) + np.maximum(grid.marks[:, :, :3], 0).sum(axis=2)
    share = np.maximum(grid.marks[:, :, 0], 0) / np.maximum(answers, 1)
    return (share > 0.30) & (grid.rated >= 0)
