"""Figures from averages that a source reported: what it says wins over what could be computed."""

from __future__ import annotations

import numpy as np

from collab.model import Instrument, Level, Measure, Why
from collab.scoring.cells import Reasons, because, factor_rows, groups_of, roll_up, targets_of, why_missing
from collab.scoring.disclosure import hidden_reports
from collab.scoring.figures import FigureGrid, Protection, Reported, Target, Unit
from collab.scoring.rounding import bands
from collab.scoring.sector import of_sectors


def reported_partner_figures(reported: Reported, instrument: Instrument, protection: Protection) -> FigureGrid:
    """Figures of every partner from reported averages, targets as for responses.

    Means of reversed factors are turned (max + min - mean); shares are taken as reported, and then mean and band
    are null. A dimension or overall that the source reports wins over one computed from its factors and is marked
    reported, unless something that went into it is hidden here: that could then be worked out. A group of fewer than
    k answers is hidden, whatever the mode; a figure without a count is judged by that of its dimension, else of
    overall. What the source suppressed stays hidden_by_source. Agreement is null (averages); rated holds the source's
    count, -1 where it states none.
    """
    targets = targets_of(instrument)
    size = (len(reported.partners), len(targets))
    values, answers, suppressed = _aligned(reported, targets, size)
    _turn(values, reported, instrument, targets)
    there = ~np.isnan(values) & ~suppressed
    hidden = hidden_reports(_stated(answers, targets), protection) & there
    withheld = _gives_away(hidden, targets) & there
    values[hidden | suppressed | withheld] = np.nan
    given = ~np.isnan(values)
    keep = given | hidden | suppressed
    roll_up(values, targets, keep=keep)
    not_asked = _not_asked(reported, targets, size)
    why = why_missing(values, Reasons(hidden | withheld, suppressed, not_asked), targets)
    nothing = np.full(size, np.nan)
    is_share = reported.measure is Measure.SHARE
    mean = np.array(nothing) if is_share else values
    rated = np.where(np.isnan(values), -1, answers)
    return FigureGrid(
        units=tuple(Unit(partner=partner) for partner in reported.partners),
        targets=targets,
        scores=instrument.scores,
        measure=reported.measure,
        mean=mean,
        favourable_share=values if is_share else np.array(nothing),
        agreement=nothing,
        rated=rated,
        marks=np.full((*size, 4), -1, dtype=np.int64),
        counts=np.full((*size, len(instrument.scale)), -1, dtype=np.int64),
        band=bands(mean, instrument.scores),
        why=why,
        why_agreement=because(why, ~why.astype(bool), Why.AVERAGES),
        reported=given,
        shown_partners=(~np.isnan(values)).astype(np.int64),
        all_partners=np.ones(size, dtype=np.int64),
    )


def reported_sector_figures(reported: Reported, instrument: Instrument, protection: Protection) -> FigureGrid:
    """Sectors and all partners: unweighted means over the partners whose figure is shown.

    A sector of which every figure is suppressed by the source is hidden_by_source, but does not hide all partners:
    the source published its own totals knowing what it suppressed.
    """
    return of_sectors(reported_partner_figures(reported, instrument, protection))


def _aligned(
    reported: Reported, targets: tuple[Target, ...], size: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values, answers and suppression in the order of targets; NaN, -1 and False where nothing is reported.

    A figure reported of a dimension that is not scored has no row, and is left out.
    """
    values = np.full(size, np.nan)
    answers = np.full(size, -1, dtype=np.int64)
    suppressed = np.zeros(size, dtype=bool)
    place = {(target.level, target.key): row for row, target in enumerate(targets)}
    for column, target in enumerate(reported.targets):
        row = place.get(target)
        if row is None:
            continue
        values[:, row] = reported.values[:, column]
        answers[:, row] = reported.answers[:, column]
        suppressed[:, row] = reported.suppressed[:, column]
    return values, answers, suppressed


def _stated(answers: np.ndarray, targets: tuple[Target, ...]) -> np.ndarray:
    """How many answers stand behind each figure; where none are stated, those of its dimension, else of overall.

    Otherwise the mean of factors without a count would be the figure of the dimension whose count is too small.
    """
    found = np.array(answers)
    found[:, :-1] = np.where(found[:, :-1] < 0, found[:, -1:], found[:, :-1])
    for row, factors in groups_of(targets):
        found[:, factors] = np.where(answers[:, factors] < 0, found[:, [row]], answers[:, factors])
    return found


def _gives_away(hidden: np.ndarray, targets: tuple[Target, ...]) -> np.ndarray:
    """Dimensions with a hidden factor, and overalls with anything hidden below them: bool, of the shape of hidden."""
    found = np.zeros(hidden.shape, dtype=bool)
    for row, factors in groups_of(targets):
        found[:, row] = hidden[:, factors].any(axis=1)
    found[:, -1] = hidden[:, :-1].any(axis=1)
    return found


def _turn(values: np.ndarray, reported: Reported, instrument: Instrument, targets: tuple[Target, ...]) -> None:
    """Turn means of reversed factors, in place."""
    if reported.measure is not Measure.MEAN or not instrument.scale:
        return
    ends = instrument.scores[0] + instrument.scores[-1]
    for row in factor_rows(targets):
        if instrument.factor(targets[row].key).reversed:
            values[:, row] = ends - values[:, row]


def _not_asked(reported: Reported, targets: tuple[Target, ...], size: tuple[int, int]) -> np.ndarray:
    """Factors of which the source reports nothing at all."""
    there = {key for level, key in reported.targets if level is Level.FACTOR}
    missing = [target.level is Level.FACTOR and target.key not in there for target in targets]
    return np.broadcast_to(np.array(missing), size)
