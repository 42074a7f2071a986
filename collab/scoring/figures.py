"""What goes into scoring (tallies, reported averages) and what comes out (a grid of figures)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collab.model import Level, Measure, Mode, Partner, Sector


@dataclass(frozen=True)
class Tallies:
    """How many ratings of each level each partner gave to each factor, raw as given.

    counts: int64, partners x factors x points of the scale (rising score).
    marks:  int64, partners x factors x 4, in the order of collab.model.MARKS.
    """

    partners: tuple[Partner, ...]
    counts: np.ndarray
    marks: np.ndarray


@dataclass(frozen=True)
class Reported:
    """What a source reported per partner and target.

    values: float64, partners x targets: a mean on the scale or a share 0..1; NaN where there is none.
    answers: int64, partners x targets: how many answers stand behind it; -1 where the source does not say.
    suppressed: bool, partners x targets: hidden by the source.
    targets: (level, key) of each column; key is a factor's, a dimension's, or "" for overall.
    """

    partners: tuple[Partner, ...]
    targets: tuple[tuple[Level, str], ...]
    measure: Measure
    values: np.ndarray
    answers: np.ndarray
    suppressed: np.ndarray


@dataclass(frozen=True)
class Protection:
    """The rule for small groups: in individual mode a cell with fewer than k rated answers is hidden."""

    mode: Mode
    k: int = 5


@dataclass(frozen=True)
class Target:
    """A row of the heatmap: a factor, a dimension, or overall (key "")."""

    level: Level
    key: str
    dimension: str | None


@dataclass(frozen=True)
class Unit:
    """A column of the heatmap: a partner, a sector, or all partners (both None)."""

    partner: Partner | None = None
    sector: Sector | None = None

    @property
    def name(self) -> str:
        """The partner's name, the sector's key, or "all_partners"."""
        if self.partner is not None:
            return self.partner.name
        return str(self.sector) if self.sector is not None else "all_partners"


@dataclass(frozen=True)
class FigureGrid:
    """Figures of units x targets, already protected: what is hidden is not in here.

    mean: float64 on the instrument's scale, after reversing; NaN where null.
    favourable_share: float64 0..1, NaN where null.  agreement: float64 -1..1, NaN where null.
    rated: int64; -1 where null.   marks: int64 (units, targets, 4) in the order of MARKS; -1 where null.
    counts: int64 (units, targets, points), as oriented (reversed factors already turned); -1 where null.
    band: object (Band or None).   why: object (Why or None): why the figure that this grid shows is null.
    why_agreement: object (Why or None).
    reported: bool, the source gave the figure.
    shown_partners, all_partners: int64 (units, targets): "4 of 5 partners"; 1 of 1 for a partner.
    measure: None for responses, else what the source reported.
    """

    units: tuple[Unit, ...]
    targets: tuple[Target, ...]
    scores: tuple[int, ...]
    measure: Measure | None
    mean: np.ndarray
    favourable_share: np.ndarray
    agreement: np.ndarray
    rated: np.ndarray
    marks: np.ndarray
    counts: np.ndarray
    band: np.ndarray
    why: np.ndarray
    why_agreement: np.ndarray
    reported: np.ndarray
    shown_partners: np.ndarray
    all_partners: np.ndarray
