"""Figures of sectors and of all partners: unweighted means over what is shown of their partners."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from collab.model import Instrument, Why
from collab.scoring.cells import because, factor_rows, mean_of, roll_up, sector_units, why_of_sector
from collab.scoring.figures import FigureGrid, Protection, Tallies
from collab.scoring.partner import (
    agreement_of,
    favourable_of,
    means_of,
    partner_figures,
    score_table,
    shares_of,
    why_no_agreement,
)
from collab.scoring.rounding import bands


def sector_figures(
    tallies: Tallies, instrument: Instrument, protection: Protection, *, pooled: bool = False
) -> FigureGrid:
    """Figures of the sectors present, in their fixed order, and last of all partners.

    Each is the unweighted mean over the partners whose figure is shown; pooled counts respondents of shown
    cells instead. Agreement is A of the mean of the partners' shares per level (of all answers when pooled), for
    at least two rated answers. counts are sums and exist for factors only (-1 elsewhere). A sector of which nothing
    is shown is hidden, and with it the figure of all partners, whichever sector it is.
    """
    partners = partner_figures(tallies, instrument, protection)
    sectors = of_sectors(partners)
    return pool(sectors, partners, instrument) if pooled else sectors


def of_sectors(partners: FigureGrid) -> FigureGrid:
    """The figures of sectors from a grid of partners."""
    units, masks = sector_units(tuple(unit.partner.sector for unit in partners.units if unit.partner))
    main = main_figure(partners)
    rows = factor_rows(partners.targets)
    mean = np.array([mean_of(partners.mean[mask], 0) for mask in masks])
    share = np.array([mean_of(partners.favourable_share[mask], 0) for mask in masks])
    figures = main_of(mean, share, partners)
    why = np.array(
        [why_of_sector(np.isnan(figures[i]), partners.why[mask]) for i, mask in enumerate(masks)],
        dtype=object,
    )
    agreed = _agreements(partners, masks, rows, _hidden(why))
    rated = np.array([_sum(partners.rated[mask]) for mask in masks])
    marks = np.array([_sum(partners.marks[mask]) for mask in masks])
    counts = np.array([_sum(partners.counts[mask]) for mask in masks])
    grid = FigureGrid(
        units=units,
        targets=partners.targets,
        scores=partners.scores,
        measure=partners.measure,
        mean=mean,
        favourable_share=share,
        agreement=agreed,
        rated=rated,
        marks=marks,
        counts=counts,
        band=bands(mean, partners.scores),
        why=why,
        why_agreement=np.full(why.shape, None, dtype=object),
        reported=np.array([_all_reported(partners, main, mask) for mask in masks]),
        shown_partners=np.array([(~np.isnan(main[mask])).sum(axis=0) for mask in masks]),
        all_partners=np.array([np.full(main.shape[1], mask.sum()) for mask in masks]),
    )
    return hide_all_partners(grid)


def main_figure(grid: FigureGrid) -> np.ndarray:
    """The figure that the grid shows: the mean, or the favourable share where shares were reported."""
    return main_of(grid.mean, grid.favourable_share, grid)


def main_of(mean: np.ndarray, share: np.ndarray, grid: FigureGrid) -> np.ndarray:
    """mean or share, whichever is the main figure of this grid."""
    return share if grid.measure == "share" else mean


def hide_all_partners(grid: FigureGrid) -> FigureGrid:
    """The grid with all partners (its last unit) blanked wherever one of the sectors is hidden."""
    hidden = _hidden(grid.why)
    why = np.array(grid.why)
    why[hidden] = Why.HIDDEN
    agreed = _blank(grid.agreement, hidden, np.nan)
    return replace(
        grid,
        mean=_blank(grid.mean, hidden, np.nan),
        favourable_share=_blank(grid.favourable_share, hidden, np.nan),
        agreement=agreed,
        rated=_blank(grid.rated, hidden, -1),
        marks=_blank(grid.marks, hidden, -1),
        counts=_blank(grid.counts, hidden, -1),
        band=_blank(grid.band, hidden, None),
        why=why,
        why_agreement=_why_agreement(agreed, why, grid),
    )


def _hidden(why: np.ndarray) -> np.ndarray:
    """Which figures of sectors are hidden: a sector's own, and all partners' (the last unit) where any sector's is."""
    hidden = why == Why.HIDDEN
    hidden[-1] |= hidden[:-1].any(axis=0)
    return hidden


def _blank(values: np.ndarray, where: np.ndarray, nothing: object) -> np.ndarray:
    blanked = np.array(values)
    blanked[where] = nothing
    return blanked


def _why_agreement(agreed: np.ndarray, why: np.ndarray, grid: FigureGrid) -> np.ndarray:
    found = why_no_agreement(agreed, why)
    if grid.measure is not None:
        found[np.isnan(agreed) & ~why.astype(bool)] = Why.AVERAGES
    return found


def _agreements(partners: FigureGrid, masks: list[np.ndarray], rows: list[int], hidden: np.ndarray) -> np.ndarray:
    """A of the mean of the partners' shares per level, then means of factors and of dimensions."""
    agreed = np.full((len(masks), len(partners.targets)), np.nan)
    if partners.measure is None:
        counts = np.maximum(partners.counts[:, rows], 0)
        shares = shares_of(counts)
        for i, mask in enumerate(masks):
            levels = np.nan_to_num(mean_of(shares[mask], 0))
            agreed[i, rows] = agreement_of(levels, counts[mask].sum(axis=(0, 2)))
    return roll_up(_blank(agreed, hidden, np.nan), partners.targets)


def _sum(counts: np.ndarray) -> np.ndarray:
    """Sums over partners of what is shown (-1 is not); -1 where nothing is."""
    there = counts >= 0
    return np.where(there.any(axis=0), np.where(there, counts, 0).sum(axis=0), -1)


def _all_reported(partners: FigureGrid, main: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Which targets rest on reported figures alone."""
    there = ~np.isnan(main[mask])
    return there.any(axis=0) & (partners.reported[mask] | ~there).all(axis=0)


def pool(sectors: FigureGrid, partners: FigureGrid, instrument: Instrument) -> FigureGrid:
    """The grid of sectors with every respondent of a shown cell weighing the same.

    A dimension is then the mean of its pooled factors, and shown_partners those with any of them.
    """
    rows = factor_rows(sectors.targets)
    counts = np.maximum(sectors.counts[:, rows], 0)
    mean = np.full(sectors.mean.shape, np.nan)
    share, agreed = np.array(mean), np.array(mean)
    mean[:, rows] = means_of(counts, score_table(instrument))
    share[:, rows] = favourable_of(counts, score_table(instrument))
    agreed[:, rows] = agreement_of(counts.astype(float), counts.sum(axis=2))
    for figures in (mean, share, agreed):
        roll_up(figures, sectors.targets)
        figures[sectors.why == Why.HIDDEN] = np.nan
    why = because(sectors.why, np.isnan(mean) & ~sectors.why.astype(bool), Why.TOO_FEW_FACTORS)
    why[~np.isnan(mean)] = None
    return replace(
        sectors,
        mean=mean,
        favourable_share=share,
        agreement=agreed,
        band=bands(mean, instrument.scores),
        why=why,
        why_agreement=why_no_agreement(agreed, why),
        shown_partners=np.where(np.isnan(mean), sectors.shown_partners, _contributors(partners)),
    )


def _contributors(partners: FigureGrid) -> np.ndarray:
    """How many partners of each sector have a shown cell behind each target: sectors x targets."""
    _, masks = sector_units(tuple(unit.partner.sector for unit in partners.units if unit.partner))
    there = np.maximum(partners.rated, 0) > 0
    return np.array([there[mask].sum(axis=0) for mask in masks])
