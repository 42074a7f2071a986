"""Reported averages of a file beside those that a round holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from collab.errors import Problem
from collab.exchange.findings import Averages, Content
from collab.services.organisations import Meaning
from collab.store.averages import Figure, Place


@dataclass(frozen=True)
class FiguresPlan:
    """New and other figures by place; a place's first entry is a Meaning's token. vanished ones are kept."""

    add: dict[Place, Figure]
    change: dict[Place, Figure]
    same: tuple[Place, ...]
    vanished: int
    problems: tuple[Problem, ...]

    @property
    def unchanged(self) -> int:
        """How many figures are already there."""
        return len(self.same)


def plan_figures(content: Content, meanings: tuple[Meaning, ...], present: dict[Place, Figure]) -> FiguresPlan:
    """Compare cell by cell; an organisation that stands twice in the file is a problem."""
    averages = content.averages
    assert averages is not None
    figures = _figures(averages, meanings)
    twice = [token for token, count in Counter(meaning.token for meaning in meanings).items() if count > 1]
    names = {meaning.token: meaning.name for meaning in meanings}
    return FiguresPlan(
        add={place: figure for place, figure in figures.items() if place not in present},
        change={place: figure for place, figure in figures.items() if place in present and present[place] != figure},
        same=tuple(place for place, figure in figures.items() if present.get(place) == figure),
        vanished=len(present.keys() - figures.keys()),
        problems=tuple(_stands_twice(names[token]) for token in twice),
    )


def _figures(averages: Averages, meanings: tuple[Meaning, ...]) -> dict[Place, Figure]:
    """Every cell in which the source reports, or hides, something."""
    given = ~np.isnan(averages.values) | averages.suppressed
    found: dict[Place, Figure] = {}
    for row, column in np.argwhere(given).tolist():
        level, key = averages.targets[column]
        value = float(averages.values[row, column])
        found[meanings[row].token, str(level), key] = Figure(
            value=None if np.isnan(value) else value,
            answers=int(averages.answers[row, column]),
            suppressed=bool(averages.suppressed[row, column]),
        )
    return found


def _stands_twice(name: str) -> Problem:
    return Problem(
        found=f"“{name}” stands in the file more than once.",
        allowed="A file of averages has one line per organisation.",
        remedy="Leave one of the lines, or give the organisations different names.",
    )
