"""Rated columns that no factor explains: asked about, never dropped without a word."""

from __future__ import annotations

from collections.abc import Sequence

from collab.exchange.findings import Question
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.factors import CERTAIN, likeness
from collab.exchange.recognise.ratings import Profile, merged, profile
from collab.exchange.recognise.table import Field
from collab.exchange.recognise.text import content_words, listed, shortened
from collab.model import Factor, Instrument

NO_QUESTION = "none"
Pairs = tuple[tuple[Field, Factor], ...]
_WORTH_PROPOSING = 0.3


def with_leftovers(draft: Draft, instrument: Instrument, pairs: Pairs, fields: list[Field]) -> Pairs:
    """The pairs, and those that a person makes of columns on the same scale that were matched to no factor."""
    taken = {field.index for field, _ in pairs}
    scale = merged([found for field, _ in pairs if (found := profile(field)) is not None])
    rest = [field for field in fields if field.index not in taken and _shares(profile(field), scale)]
    settled = {factor.key for _, factor in pairs}
    free = [factor for factor in instrument.factors if factor.key not in settled]
    asked = [field for field in rest if free and not _asks_one_of(field, [factor for _, factor in pairs])]
    asked = [field for field in asked if not draft.enquiry.has(f"factor:{field.header}")]
    if other := [field for field in rest if field not in asked]:
        names = listed([shortened(field.header) for field in other], 4)
        draft.facts.append(f"Not taken, though rated on the same scale: {names}.")
    last = len(free) == len(asked) == 1
    for field in asked:
        factor = _settled(draft, field, free, certain_match=last)
        if factor is not None:
            free.remove(factor)
            pairs = (*pairs, (field, factor))
    return pairs


def _shares(found: Profile | None, scale: Profile) -> bool:
    """Whether a column's answers are those of the scale, in words or in numbers."""
    if found is None or found.cells == 0:
        return False
    same = sum(count for word, count in found.words.items() if word in scale.words)
    same += sum(count for code, count in found.codes.items() if code in scale.codes)
    return same * 10 >= found.cells * 9 and len(found.words) + len(found.codes) >= 2


def _asks_one_of(field: Field, factors: Sequence[Factor]) -> bool:
    return any(likeness(field.path, factor) >= CERTAIN for factor in factors)


def _settled(draft: Draft, field: Field, free: list[Factor], *, certain_match: bool) -> Factor | None:
    best = max(free, key=lambda factor: likeness(field.path, factor), default=None)
    if best is None:
        return None
    question = Question(
        id=f"factor:{field.header}",
        ask=f"The column “{shortened(' – '.join(field.path) or field.header, 160)}” is rated like the others. Which "
        f"question is it?",
        choices=choices({factor.key: factor.label for factor in free} | {NO_QUESTION: "None of these"}),
        proposal=best.key if certain_match or likeness(field.path, best) >= _WORTH_PROPOSING else _unasked(field),
        group="Questions",
        why="A question that is left out counts as not asked.",
    )
    value = draft.enquiry.settle(question)
    return next((factor for factor in free if factor.key == value), None)


def _unasked(field: Field) -> str | None:
    """A header of a word or two ("Cohort") is no statement to agree with; about a longer one nothing is guessed."""
    words = content_words(" ".join(field.path))
    found = profile(field)
    return NO_QUESTION if len(words) < 3 and found is not None and not found.words else None
