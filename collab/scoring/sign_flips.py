"""Could a change between two rounds be chance? Signs of the partners' changes are turned; a partner is one unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb, prod

import numpy as np

from collab.model import Level
from collab.scoring.changes import Change
from collab.scoring.figures import Target
from collab.scoring.over_time import Followed
from collab.scoring.permutation import DRAWS, EXACT_UP_TO, LEVEL, NEAR, SEED, TOO_FEW, family, tied_levels

BLOCK = 512  # partners whose drawn signs are added up at once


@dataclass(frozen=True)
class ChangeTest:
    """p: two-sided, 0..1. adjusted: after Holm across the factors, or across the dimensions. None where why says so."""

    target: Target
    p: float | None
    adjusted: float | None
    partners: int
    exact: bool
    why: str = ""

    @property
    def beyond_chance(self) -> bool:
        """Whether chance alone would give such a change at most once in twenty."""
        return self.adjusted is not None and self.adjusted <= LEVEL


def change_tests(partners: Followed, everyone: Sequence[Change]) -> tuple[ChangeTest, ...]:
    """A test of each change of all partners that is shown (everyone: one per target), in the order of targets.

    p is shown only where the smallest adjusted p that so many partners can reach is at most .05. Factors are one
    family and dimensions another; overall is not tested.
    """
    found = {
        test.target: test
        for level in (Level.FACTOR, Level.DIMENSION)
        for test in _family(partners, [each for each in everyone if each.target.level is level])
    }
    return tuple(found[each.target] for each in everyone if each.target in found)


def _family(partners: Followed, everyone: list[Change]) -> list[ChangeTest]:
    shown = [each for each in everyone if each.value is not None]
    columns = [partners.targets.index(each.target) for each in shown]
    samples = [_differences(partners, column) for column in columns]
    chances = family([smallest_p(len(sample)) for sample in samples], lambda place: sign_flip_p(samples[place]))
    return [
        ChangeTest(
            target=each.target,
            p=chance.p,
            adjusted=chance.adjusted,
            partners=len(sample),
            exact=chance.exact,
            why="" if chance.p is not None else TOO_FEW,
        )
        for each, sample, chance in zip(shown, samples, chances, strict=True)
    ]


def _differences(partners: Followed, column: int) -> np.ndarray:
    """The changes of the partners in both rounds, 1-d."""
    moved = partners.figures[-1, :, column] - partners.figures[0, :, column]
    return moved[~np.isnan(moved)]


def smallest_p(partners: int) -> float:
    """The smallest two-sided p that the changes of so many partners can give."""
    if partners < 1:
        return 1.0
    ways = 2**partners
    return max(2 / ways, 1 / (DRAWS + 1) if ways > EXACT_UP_TO else 0.0)


def partners_needed(tests: int) -> int | None:
    """From how many partners on a family of so many tests can tell a change from chance; None where none are enough."""
    enough = (each for each in range(1, EXACT_UP_TO.bit_length() + 1) if smallest_p(each) * tests <= LEVEL)
    return next(enough, None)


def sign_flip_p(differences: np.ndarray) -> tuple[float, bool]:
    """Two-sided p of a mean change that is not zero, and whether it is exact.

    differences: 1-d without NaN, one per partner. Where nothing has changed each is as likely up as down (R. A.
    Fisher, The Design of Experiments, 1935, section 21). Exact by counting over tied sizes where that is small enough,
    else 9,999 draws with a fixed seed and p = (b + 1) / (m + 1), after Phipson and Smyth (2010). Neither the order
    of partners nor turning every sign changes p.
    """
    sizes = np.sort(np.abs(differences))[::-1]
    sizes = sizes[sizes > NEAR]
    beyond = abs(float(differences.sum())) - NEAR
    if not len(sizes):
        return 1.0, True
    levels, counts = tied_levels(sizes)
    if prod(int(count) + 1 for count in counts) <= EXACT_UP_TO:
        sums, shares = _all_sums(levels, counts)
        return min(1.0, float(shares[np.abs(sums) >= beyond].sum())), True
    return (int((np.abs(_drawn_sums(sizes)) >= beyond).sum()) + 1) / (DRAWS + 1), False


def _all_sums(levels: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every sum that signs can give, and the share of all signs behind it (adds up to 1). Level by level."""
    sums, shares = np.zeros(1), np.ones(1)
    for level, count in zip(levels.tolist(), counts.tolist(), strict=True):
        up = np.arange(count + 1)
        ways = np.array([comb(count, int(n)) / 2**count for n in up])
        sums = (sums[:, None] + (2 * up - count) * level).ravel()
        shares = (shares[:, None] * ways).ravel()
    return sums, shares


def _drawn_sums(sizes: np.ndarray) -> np.ndarray:
    """The sums of DRAWS draws of signs for these sizes."""
    signs = _draws(len(sizes))
    starts = range(0, len(sizes), BLOCK)
    return np.sum([sizes[at : at + BLOCK] @ signs[at : at + BLOCK].astype(float) for at in starts], axis=0)


@lru_cache(maxsize=8)
def _draws(partners: int) -> np.ndarray:
    """Which sign each draw gives each partner: int8 of -1 and 1, partners x DRAWS."""
    rng = np.random.default_rng(SEED)
    return (2 * rng.integers(0, 2, (partners, DRAWS), dtype=np.int8) - 1).astype(np.int8)
