"""What was answered in a round that was revealed, as far as each answer may be shown; for every file that goes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from collab.model import Factor, Level, Partner, Why
from collab.scoring.figures import Target
from collab.services import round_figures
from collab.services.round_figures import Choice, Heading
from collab.store import Store, responses
from collab.store.codes import ratings_codes


@dataclass(frozen=True)
class Counted:
    """How many of a partner gave each answer to a factor, as they gave it.

    given: a count for each point of the scale, by rising score; marks: in the order of MARKS.
    """

    partner: Partner
    factor: Factor
    given: tuple[int, ...]
    marks: tuple[int, ...]


@dataclass(frozen=True)
class SourceFigure:
    """A figure as its source reported it. value None: hidden by the source; answers None: the source does not say."""

    partner: Partner
    target: Target
    value: float | None
    answers: int | None


def attributed(store: Store, head: Heading) -> list[tuple[str, list[int]]]:
    """(partner id, the code of its answer to each factor) of a team round, as given; each is shown with its name."""
    held = store.read(lambda unit: responses.ratings_in(unit, head.round.id))
    coded = ratings_codes(head.instrument, [text for _, text in held]).tolist()
    return [(partner_id, codes) for (partner_id, _), codes in zip(held, coded, strict=True)]


def counted(store: Store, head: Heading) -> Iterator[Counted]:
    """Every cell of a partner and a factor that is shown; a hidden one is left out with all its counts."""
    grid = round_figures.figures(store, head, Choice()).partners
    factors = [
        (at, head.instrument.factor(each.key)) for at, each in enumerate(grid.targets) if each.level is Level.FACTOR
    ]
    for row, unit in enumerate(grid.units):
        for at, factor in factors:
            counts, marks = grid.counts[row, at], grid.marks[row, at]
            if unit.partner is None or grid.why[row, at] is Why.HIDDEN or (counts < 0).any() or (marks < 0).any():
                continue
            given = counts[::-1] if factor.reversed else counts
            yield Counted(unit.partner, factor, tuple(given.tolist()), tuple(marks.tolist()))


def reported(store: Store, head: Heading) -> Iterator[SourceFigure]:
    """Every figure that the source of a round of averages reported and that is shown as it reported it.

    What scoring withholds is left out with its count, be it hidden itself or because it would give away what is hidden.
    """
    every = round_figures.reported(store, head)
    grid = round_figures.figures(store, head, Choice()).partners
    rows = {unit.partner.id: row for row, unit in enumerate(grid.units) if unit.partner}
    columns = {(each.level, each.key): at for at, each in enumerate(grid.targets)}
    # A source may report a dimension that is not scored: no screen has a row for it.
    shown = [(place, columns[key]) for place, key in enumerate(every.targets) if key in columns]
    for row, partner in enumerate(every.partners):
        for place, at in shown:
            if every.suppressed[row, place]:
                yield SourceFigure(partner, grid.targets[at], None, None)
            elif grid.reported[rows[partner.id], at]:
                count = int(every.answers[row, place])
                value = float(every.values[row, place])
                yield SourceFigure(partner, grid.targets[at], value, count if count >= 0 else None)
