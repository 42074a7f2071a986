"""Which dimension a question of a new instrument belongs to, where a person says otherwise than the file's headings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from collab.exchange.findings import Question
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.text import fold, shortened, slug
from collab.model import Dimension, Factor

OTHER, OTHER_LABEL = "other_questions", "Other questions"
NO_DIMENSION = "none"


def as_told(draft: Draft, dimensions: Sequence[Dimension], *, kept: Collection[str] = ()) -> tuple[Dimension, ...]:
    """The dimensions with every question where a person put it; each question keeps its key.

    A dimension that is left without questions goes, unless its key is in kept; new ones come after the others, and
    the questions of no dimension last.
    """
    homes = {each.key: replace(each, factors=()) for each in dimensions}
    placed: dict[str, list[Factor]] = {}
    for factor in (factor for each in dimensions for factor in each.factors):
        home = _home(draft, factor, homes)
        placed.setdefault(home, []).append(replace(factor, dimension=home))
    filled = [replace(each, factors=tuple(placed.get(key, ()))) for key, each in homes.items()]
    found = [each for each in filled if each.factors or each.key in kept]
    return tuple(sorted(found, key=lambda each: not each.scored))


def _home(draft: Draft, factor: Factor, homes: dict[str, Dimension]) -> str:
    """The key of the dimension that this question belongs to; a new one is added to homes."""
    question = Question(
        id=f"belongs:{factor.key}",
        ask=f"Which dimension does the question “{shortened(factor.statement, 160)}” belong to?",
        group="Dimensions",
    )
    if not draft.enquiry.has(question.id):
        return factor.dimension
    told = str(draft.enquiry.settle(question, certain=factor.dimension))
    if fold(told) == NO_DIMENSION:
        homes.setdefault(OTHER, Dimension(OTHER, OTHER_LABEL, (), scored=False))
        return OTHER
    if told in homes:
        return told
    known = next((each.key for each in homes.values() if fold(each.label) == fold(told)), None)
    return known or _added(told, homes)


def _added(label: str, homes: dict[str, Dimension]) -> str:
    key = slug(label) or "dimension"
    while key in homes:
        key += "_2"
    homes[key] = Dimension(key, label, ())
    return key
