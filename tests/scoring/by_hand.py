"""The numbers once more, written straight from their definitions with exact fractions and plain loops."""

from __future__ import annotations

from fractions import Fraction

from collab.model import Instrument, Mode, Sector
from collab.scoring.figures import Protection, Tallies


def mean(values: list[Fraction | None]) -> Fraction | None:
    """Mean of what is there."""
    there = [value for value in values if value is not None]
    return sum(there, Fraction(0)) / len(there) if there else None


def half_away(value: Fraction, decimals: int) -> Fraction:
    """Rounded, halves away from zero."""
    scaled = abs(value) * 10**decimals
    whole = scaled.numerator // scaled.denominator
    up = 1 if scaled - whole >= Fraction(1, 2) else 0
    return Fraction(whole + up, 10**decimals) * (1 if value >= 0 else -1)


def factor_score(tallies: Tallies, instrument: Instrument, protection: Protection, p: int, f: int) -> Fraction | None:
    """Mean of a partner's rated answers to a factor, reversed where the factor is; None where hidden or unrated."""
    scores = instrument.scores
    counts = [int(n) for n in tallies.counts[p, f]]
    rated = sum(counts)
    if rated == 0 or (protection.mode is Mode.INDIVIDUAL and rated < protection.k):
        return None
    raw = Fraction(sum(n * s for n, s in zip(counts, scores, strict=True)), rated)
    return scores[0] + scores[-1] - raw if instrument.factors[f].reversed else raw


def dimension_score(
    tallies: Tallies, instrument: Instrument, protection: Protection, p: int, key: str
) -> Fraction | None:
    """Mean of a partner's shown factor scores; None below half of the factors."""
    found = [
        factor_score(tallies, instrument, protection, p, f)
        for f, factor in enumerate(instrument.factors)
        if factor.dimension == key
    ]
    enough = 2 * sum(score is not None for score in found) >= len(found)
    return mean(found) if enough else None


def overall(tallies: Tallies, instrument: Instrument, protection: Protection, p: int) -> Fraction | None:
    """Mean of a partner's dimension scores; None unless all are there."""
    found = [dimension_score(tallies, instrument, protection, p, d.key) for d in instrument.dimensions if d.scored]
    return None if None in found else mean(found)


def sector_mean(values: list[Fraction | None], tallies: Tallies, sector: Sector | None) -> Fraction | None:
    """Unweighted mean over the shown partners of a sector (None: all partners)."""
    return mean([v for v, p in zip(values, tallies.partners, strict=True) if sector in (None, p.sector)])
