"""Parts of a whole as percentages that add up to 100."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
# Beyond it a float is no longer what was divided: 0.29 * 100 is not quite 29.
_EXACT = 9


def whole_percents(shares: Mapping[Key, float]) -> dict[Key, int]:
    """Shares that add up to 1, as whole percentages that add up to 100.

    Each is rounded down, and what is then short of 100 goes to those that lost most; of two alike, to the larger one.
    """
    exact = {key: round(100 * share, _EXACT) for key, share in shares.items()}
    found = {key: math.floor(value) for key, value in exact.items()}
    short = round(sum(exact.values())) - sum(found.values())
    for key in sorted(exact, key=lambda key: (found[key] - exact[key], -exact[key]))[:short]:
        found[key] += 1
    return found
