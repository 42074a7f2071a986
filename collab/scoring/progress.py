"""How far an initiative has come: phases of a checklist, stages, and what a gate advises. Pure functions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from collab.scoring.rounding import shown

DONE_AT = 0.8
"""The share from which a phase counts as done and a stage's gate is met."""
LEAST_LOOKED_AT = 0.5
"""The share of a phase's applicable items that a review must have looked at for the phase to have a mean."""
_SLACK = 1e-9  # nine parts of ten are nine tenths, whatever float64 makes of the sum


@dataclass(frozen=True)
class PhaseStanding:
    """How a phase stands in one review, or as the mean of several partners' reviews.

    mean: 0..1, None where nobody reviewed it, too few items were looked at, or it does not apply.
    looked_at of applicable: how many items had a status; taken_over: how many of these statuses are still those of the
    review before. applies: False where every item, or the whole phase, does not. held_on: the days of its reviews.
    """

    mean: float | None
    looked_at: int
    applicable: int
    applies: bool = True
    taken_over: int = 0
    held_on: tuple[date, ...] = ()

    @property
    def looked_at_anew(self) -> int:
        """How many items were given their status in the review itself."""
        return self.looked_at - self.taken_over

    @property
    def done(self) -> bool:
        """The phase stands at 80 percent or above."""
        return is_done(self.mean)


def is_done(share: float | None) -> bool:
    """A share of 0.8 or above; a missing one is not done."""
    return share is not None and share >= DONE_AT - _SLACK


def percent_done(share: float) -> str:
    """A share as screens print it; one that is not done never reads as the percentage from which it would be."""
    text = shown(100 * share, 0)
    if not is_done(share) and float(text) >= 100 * DONE_AT:
        text = shown(math.floor(1000 * share) / 10)
    return f"{text}%"


def phase_standing(scores: Sequence[float | None], *, not_applicable: int = 0, taken_over: int = 0) -> PhaseStanding:
    """A phase from the scores (0..1) of its applicable items, None where an item was not looked at.

    not_applicable: how many further items do not apply. taken_over: how many scores are those of the review before;
    they count as all others do. The mean is over the items looked at, of which there must be
    at least half; missing never becomes zero.
    """
    if not scores:
        return PhaseStanding(None, 0, 0, applies=not_applicable == 0)
    known = [score for score in scores if score is not None]
    enough = bool(known) and len(known) >= LEAST_LOOKED_AT * len(scores)
    mean = math.fsum(known) / len(known) if enough else None
    return PhaseStanding(mean, len(known), len(scores), taken_over=taken_over)


def mean_of_partners(standings: Iterable[PhaseStanding]) -> PhaseStanding | None:
    """Partners' own reviews of one phase as one: the unweighted mean of those that have one; None without reviews.

    The phase applies where it applies to any partner.
    """
    every = list(standings)
    if not every:
        return None
    means = [each.mean for each in every if each.mean is not None]
    mean = math.fsum(means) / len(means) if means else None
    looked_at, applicable = sum(each.looked_at for each in every), sum(each.applicable for each in every)
    return PhaseStanding(
        mean,
        looked_at,
        applicable,
        applies=any(each.applies for each in every),
        taken_over=sum(each.taken_over for each in every),
        held_on=tuple(day for each in every for day in each.held_on),
    )


def stage_progress(values: Iterable[float | None]) -> float | None:
    """The mean (0..1) over a stage's milestones: 1 done, 0 not, a phase at its mean, None where one does not apply.

    None where no milestone applies. A phase that nobody reviewed is passed as 0: nothing says that it is done.
    """
    known = [value for value in values if value is not None]
    return math.fsum(known) / len(known) if known else None


@dataclass(frozen=True)
class Gate:
    """What a stage's gate advises. progress 0..1; concerns: (who, dimension) that stand in concern."""

    progress: float | None
    concerns: tuple[tuple[str, str], ...] = ()

    @property
    def far_enough(self) -> bool:
        """Progress is 80 percent or above."""
        return is_done(self.progress)

    @property
    def met(self) -> bool:
        """Far enough, and no dimension in concern."""
        return self.far_enough and not self.concerns
