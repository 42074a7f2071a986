"""One cell of the heatmap in detail: how the answers spread, what was asked, what people wrote."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from collab.errors import NotFound
from collab.model import (
    MARKS,
    YOU,
    Band,
    Dimension,
    Factor,
    Kind,
    Level,
    Mark,
    Mode,
    Partner,
    Person,
    ScalePoint,
    Why,
)
from collab.scoring import FigureGrid, Target, Unit
from collab.services import round_figures
from collab.services.round_figures import Figures, Heading
from collab.store import Store, responses

FEWEST_FOR_COMMENTS = 10


@dataclass(frozen=True)
class Comment:
    """One comment on a cell. partner is None in rounds of individual answers."""

    text: str
    factor: Factor | None
    partner: Partner | None


@dataclass(frozen=True)
class CellDetail:
    """One cell of the heatmap. distribution: answers per scale point as given (not turned); None where hidden.

    marks: answers that are not ratings; None where hidden. statement and look_for are of the factor, "" and ()
    for a dimension or overall. comments_why says in a sentence why there are no comments, "" where there are.
    """

    unit: Unit
    target: Target
    factor: Factor | None
    dimension: Dimension | None
    statement: str
    look_for: tuple[str, ...]
    mean: float | None
    favourable_share: float | None
    agreement: float | None
    band: Band | None
    why: Why | None
    why_agreement: Why | None
    reported: bool
    rated: int | None
    distribution: tuple[tuple[ScalePoint, int], ...] | None
    marks: dict[Mark, int] | None
    shown_partners: int
    all_partners: int
    comments: tuple[Comment, ...]
    comments_why: str


def cell(store: Store, round_id: str, unit: Unit, target: Target, *, person: Person = YOU) -> CellDetail:
    """One cell in detail; NotFound where the round has no such unit or target; NotAllowed while it is open."""
    head = round_figures.revealed(store, person, round_id)
    found = round_figures.figures(store, head, round_figures.Choice())
    grid = found.partners if unit.partner is not None else found.sectors
    partner_id = unit.partner.id if unit.partner else None
    row = round_figures.place_of(grid, partner_id=partner_id, sector=unit.sector)
    places = {(each.level, each.key): place for place, each in enumerate(grid.targets)}
    if (target.level, target.key) not in places:
        raise NotFound("This round has no such factor or dimension.")
    column = places[target.level, target.key]
    comments, why = _comments(store, head, found, grid.units[row], grid.targets[column])
    return _detail(head, grid, row, column, comments, why)


def _detail(
    head: Heading, grid: FigureGrid, row: int, column: int, comments: tuple[Comment, ...], comments_why: str
) -> CellDetail:
    target = grid.targets[column]
    factor = head.instrument.factor(target.key) if target.level is Level.FACTOR else None
    dimension = head.instrument.dimension(target.dimension) if target.dimension else None
    rated = int(grid.rated[row, column])
    return CellDetail(
        unit=grid.units[row],
        target=target,
        factor=factor,
        dimension=dimension,
        statement=factor.statement if factor else "",
        look_for=factor.look_for if factor else (),
        mean=number(grid.mean[row, column]),
        favourable_share=number(grid.favourable_share[row, column]),
        agreement=number(grid.agreement[row, column]),
        band=grid.band[row, column],
        why=grid.why[row, column],
        why_agreement=grid.why_agreement[row, column],
        reported=bool(grid.reported[row, column]),
        rated=rated if rated >= 0 else None,
        distribution=_as_given(head, grid.counts[row, column], factor),
        marks=_marks(grid.marks[row, column]),
        shown_partners=int(grid.shown_partners[row, column]),
        all_partners=int(grid.all_partners[row, column]),
        comments=comments,
        comments_why=comments_why,
    )


def number(value: float) -> float | None:
    """A figure of a grid, None where it is null."""
    return None if math.isnan(value) else float(value)


def _as_given(head: Heading, counts: np.ndarray, factor: Factor | None) -> tuple[tuple[ScalePoint, int], ...] | None:
    """Answers per point as people gave them: a reversed factor is turned back."""
    if factor is None or not len(counts) or (counts < 0).any():
        return None
    given = counts[::-1] if factor.reversed else counts
    return tuple(zip(head.instrument.scale, (int(count) for count in given), strict=True))


def _marks(marks: np.ndarray) -> dict[Mark, int] | None:
    if (marks < 0).any():
        return None
    return {mark: int(count) for mark, count in zip(MARKS, marks, strict=True)}


def _comments(
    store: Store, head: Heading, found: Figures, unit: Unit, target: Target
) -> tuple[tuple[Comment, ...], str]:
    """What may be read here, or a sentence that says why nothing may."""
    if head.round.kind is not Kind.RESPONSES:
        return (), "The source reports averages, so there are no comments."
    members = [
        partner
        for partner in found.partners_present
        if unit in (Unit(), Unit(sector=partner.sector)) or (unit.partner and unit.partner.id == partner.id)
    ]
    is_team = head.round.mode is Mode.TEAM
    enough = [each.id for each in members if is_team or _answers(found, each.id, target) >= FEWEST_FOR_COMMENTS]
    if not enough:
        return (), f"Comments are shown for groups of at least {FEWEST_FOR_COMMENTS} answers."
    factors = _factors(head, target)
    rows = store.read(lambda open_unit: responses.comments_on(open_unit, head.round.id, enough, factors))
    named = {partner.id: partner for partner in members}
    comments = tuple(
        Comment(text, head.instrument.factor(key) if key else None, named[partner_id] if is_team else None)
        for partner_id, key, text in rows
    )
    if not is_team:
        comments = tuple(sorted(comments, key=lambda comment: comment.text.casefold()))
    return comments, "" if comments else "Nobody wrote a comment here."


def _answers(found: Figures, partner_id: str, target: Target) -> int:
    """The rated answers of a partner behind a cell; for a dimension, the fewest of its factors that were asked."""
    grid = found.partners
    row = round_figures.place_of(grid, partner_id=partner_id, sector=None)
    columns = [
        place
        for place, each in enumerate(grid.targets)
        if each.level is Level.FACTOR and (each == target or target.level is Level.OVERALL or target == _of(each, grid))
        if grid.why[row, place] is not Why.NOT_ASKED
    ]
    return min((int(grid.rated[row, column]) for column in columns), default=0)


def _of(factor: Target, grid: FigureGrid) -> Target | None:
    """The dimension's target that a factor's belongs to."""
    same = (each for each in grid.targets if each.level is Level.DIMENSION and each.key == factor.dimension)
    return next(same, None)


def _factors(head: Heading, target: Target) -> list[str | None]:
    """The factors whose comments belong to a target; None: comments on no factor, which belong to overall."""
    if target.level is Level.FACTOR:
        return [target.key]
    if target.level is Level.DIMENSION:
        return [factor.key for factor in head.instrument.dimension(target.key).factors]
    return [*head.instrument.factor_keys, None]
