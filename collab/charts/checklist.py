"""Checklists as data for charts: bars of statuses, phases over reviews, items over reviews; and their own colours.

No colour here is one of the readiness scale: a status says what is done, not how ready anybody is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from collab.charts.theme import DARK, Palette, ink_on
from collab.model import Sector

NOT_LOOKED_AT, NOT_APPLICABLE = "not_looked_at", "not_applicable"


@dataclass(frozen=True)
class Look:
    """How a status is drawn. fill, line: colours; symbol: plotly's, so that colour is never the only cue."""

    key: str
    label: str
    fill: str
    line: str
    symbol: str
    pattern: str = ""

    @property
    def ink(self) -> str:
        """What can be read on it."""
        return ink_on(self.fill)


@dataclass(frozen=True)
class StatusBar:
    """One bar. shares: 0..1 by status key; counts: what is printed in each part; figure: at its right, "" for none.

    heading: starts a group of bars. sector: whose bar it is, where it is somebody's.
    """

    label: str
    shares: Mapping[str, float]
    counts: Mapping[str, str]
    figure: str
    hover: str = ""
    sector: Sector | None = None


@dataclass(frozen=True)
class PhasePath:
    """One phase through reviews: 0..1 at each date, None where it was not looked at or did not apply."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class PhasePaths:
    """Phases through reviews, by date."""

    dates: tuple[date, ...]
    paths: tuple[PhasePath, ...]
    done_at: float


@dataclass(frozen=True)
class ItemLine:
    """One item through reviews: status keys in the order of the dates; beside: how it stands now, in words."""

    label: str
    statuses: tuple[str, ...]
    beside: str


@dataclass(frozen=True)
class ItemLines:
    """Items through reviews."""

    dates: tuple[date, ...]
    lines: tuple[ItemLine, ...]


# From not yet to in place; what nobody looked at is empty, what does not apply is hatched.
_LIGHT = ("#E4E2F1", "#A19DCE", "#46437F")
_DARK = ("#34325A", "#6B68AE", "#B9B6EE")
_PATHS_ON_LIGHT = ("#11161B", "#46437F", "#8A3F74", "#5A646E")
_PATHS_ON_DARK = ("#E8E6E1", "#B9B6EE", "#E29BC2", "#A9B0B7")
_SYMBOLS = ("circle-open", "circle-dot", "circle")


def looks(statuses: tuple[tuple[str, str, float | None], ...], colours: Palette) -> dict[str, Look]:
    """The look of each status (key, label, score 0..1 or None), what is in place first, what nobody looked at then."""
    dark = colours is DARK
    steps = _DARK if dark else _LIGHT
    scored = sorted(((key, label, score) for key, label, score in statuses if score is not None), key=lambda s: -s[2])
    found = {
        key: Look(key, label, steps[round(score * 2)], steps[2], _SYMBOLS[round(score * 2)])
        for key, label, score in scored
    }
    found[NOT_LOOKED_AT] = Look(NOT_LOOKED_AT, "Not looked at", colours.background, colours.line, "line-ns-open")
    for key, label, score in statuses:
        if score is None:
            found[key] = Look(key, label, colours.neutral, colours.line, "line-ew-open", "/")
    return found


def path_inks(colours: Palette) -> tuple[str, ...]:
    """Colours of lines that can be read as text on the page."""
    return _PATHS_ON_DARK if colours is DARK else _PATHS_ON_LIGHT
