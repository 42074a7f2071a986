"""A file with questions of its own offers to become an instrument: its scale, its questions, its dimensions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

import numpy as np

from collab.exchange.findings import Question
from collab.exchange.recognise.belonging import OTHER, OTHER_LABEL, as_told
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.grouping import Grouping, Item, grouped, item_of
from collab.exchange.recognise.instruments import Items
from collab.exchange.recognise.newscale import new_scale
from collab.exchange.recognise.ratings import YES_NO, Profile, merged
from collab.exchange.recognise.ratingsets import RatingSet, rating_sets
from collab.exchange.recognise.reading import Key, ratings_of
from collab.exchange.recognise.refusals import refuse_nothing
from collab.exchange.recognise.roles import Roles
from collab.exchange.recognise.table import Field, Table
from collab.exchange.recognise.text import counted, listed, shortened, slug
from collab.model import Dimension, Factor, Instrument, ScalePoint

_FEWEST_FOR_EVIDENCE = 20


def proposed_instrument(
    draft: Draft, table: Table, roles: Roles, fields: list[Field], notes: list[str]
) -> tuple[Items | None, Key | None]:
    """A new instrument from the largest set of columns that share one scale, and the key to their answers."""
    sets = rating_sets([field for field in fields if field.index not in roles.uses])
    chosen = _chosen_set(draft, sets)
    if chosen is None:
        refuse_nothing(draft)
        return None, None
    scale = new_scale(draft, chosen.profile, notes)
    items = [item_of(field.path or (field.header,), field.index) for field in chosen.fields]
    grouping = grouped(items, notes)
    points = scale.points if scale is not None else ()
    instrument = build_instrument(draft, grouping, points, stated=False)
    pairs = tuple(
        (field, factor) for field in chosen.fields if (factor := _factor_of(instrument, grouping, field)) is not None
    )
    key = scale.key if scale is not None else Key({}, None)
    asked = [factor for _, factor in pairs]
    instrument = with_reversed(draft, instrument, asked, _against_the_rest(pairs, key))
    return Items(instrument, tuple((field, instrument.factor(factor.key)) for field, factor in pairs)), key


def _chosen_set(draft: Draft, sets: list[RatingSet]) -> RatingSet | None:
    if not sets:
        return None
    large = [item for item in sets if len(item.fields) >= 3 and item.family != YES_NO] or sets[:1]
    question = Question(
        id="scale",
        ask="The file uses more than one set of answers. Which of them is the rating scale?",
        choices=choices({item.key: item.described for item in large}),
        proposal=large[0].key,
        group="Questions",
    )
    value = draft.enquiry.settle(question, certain=large[0].key if len(large) == 1 else None)
    chosen = next(item for item in large if item.key == value)
    for item in sets:
        if item is not chosen:
            draft.facts.append(
                f"Not taken, because its answers are of another kind ({item.ends}): "
                f"{listed([field.header for field in item.fields], 8)}."
            )
    return chosen


def build_instrument(draft: Draft, grouping: Grouping, points: Sequence[ScalePoint], *, stated: bool) -> Instrument:
    """The instrument of these groups, named by a question; stated: the file itself says which question is in
    which dimension."""
    title = _title(draft)
    key = slug(title) or "survey"
    taken = {instrument.key for instrument in draft.known.instruments}
    while key in taken:
        key += "_2"
    dimensions = tuple(
        dimension
        for group in grouping.groups
        if (
            dimension := _dimension(draft, group.key, group.label, group.items, certain=stated or group.certain)
        ).factors
        or group.stands_alone
    )
    rest = tuple(_factor(draft, OTHER, item) for item in grouping.rest)
    if rest:
        dimensions = (*dimensions, Dimension(OTHER, OTHER_LABEL, rest, scored=False))
    dimensions = as_told(draft, dimensions, kept=[group.key for group in grouping.groups if group.stands_alone])
    return Instrument(key, 1, title, tuple(points), dimensions, not_applicable="Not applicable" if points else "")


def _title(draft: Draft) -> str:
    name = PurePath(draft.book.file_name).stem
    name = re.sub(
        r"[_+]+",
        " ",
        re.sub(
            r"\s*[(\[]?(responses?|respuestas|raw|data|export|results?)[)\]]?\s*$",
            "",
            name,
            flags=re.IGNORECASE,
        ),
    ).strip(" -_")
    question = Question(
        id="instrument_title",
        ask="What is this survey called?",
        proposal=(name[:1].upper() + name[1:]) or "Survey",
        group="Questions",
    )
    return str(draft.enquiry.settle(question))


def _dimension(draft: Draft, key: str, label: str, items: tuple[Item, ...], *, certain: bool) -> Dimension:
    question = Question(
        id=f"dimension:{key}",
        ask=f"Which name fits {'this question' if len(items) == 1 else f'these {len(items)} questions'}: "
        f"{listed([shortened(item.statement) for item in items], 3)}?",
        proposal=label,
        group="Dimensions",
    )
    name = str(draft.enquiry.settle(question, certain=label if certain else None))
    return Dimension(key, name, tuple(_factor(draft, key, item) for item in items))


def _factor(draft: Draft, dimension: str, item: Item) -> Factor:
    """A factor with the question's beginning as its label, unless a person has given it another."""
    key = f"{dimension}.{item.key}"
    question = Question(
        id=f"label:{key}",
        ask=f"Which short name fits the question “{shortened(item.statement, 160)}”?",
        proposal=shortened(item.statement),
        group="Dimensions",
    )
    label = str(draft.enquiry.settle(question, certain=shortened(item.statement)))
    return Factor(key, label, item.statement, dimension)


def _factor_of(instrument: Instrument, grouping: Grouping, field: Field) -> Factor | None:
    place = grouping.place(field.index)
    return instrument.factor(place) if place in instrument.factor_keys else None


def with_reversed(
    draft: Draft, instrument: Instrument, factors: Sequence[Factor], proposal: tuple[str, ...]
) -> Instrument:
    """The instrument with the factors marked on which agreement is bad news; proposal: their likely keys."""
    question = Question(
        id="reversed",
        ask="On which questions is a high answer bad news? (They are turned around before anything is averaged.)",
        choices=choices({factor.key: factor.label for factor in factors}),
        proposal=proposal,
        several=True,
        group="Questions",
    )
    turned = draft.enquiry.settle(question) or ()
    return replace(instrument, dimensions=tuple(_turned(dimension, turned) for dimension in instrument.dimensions))


def _turned(dimension: Dimension, keys: Sequence[str]) -> Dimension:
    return replace(
        dimension, factors=tuple(replace(factor, reversed=factor.key in keys) for factor in dimension.factors)
    )


def _against_the_rest(pairs: tuple[tuple[Field, Factor], ...], key: Key) -> tuple[str, ...]:
    """Factors whose ratings clearly fall while the sum of the others rises: a correlation beyond three
    standard errors."""
    if key.codes is None or len(pairs) < 4:
        return ()
    ratings = np.array([ratings_of(field, key)[0] for field, _ in pairs], dtype=np.float64)
    ratings[ratings < 0] = np.nan
    complete = ratings[:, ~np.isnan(ratings).any(axis=0)][:, :20000]
    sheets = complete.shape[1]
    if sheets < _FEWEST_FOR_EVIDENCE:
        return ()
    least = max(0.2, 3 / sheets**0.5)
    total = complete.sum(axis=0)
    found = [_correlation(own, total - own) for own in complete]
    return tuple(factor.key for (_, factor), value in zip(pairs, found, strict=True) if value < -least)


def _correlation(one: np.ndarray, two: np.ndarray) -> float:
    if one.std() == 0 or two.std() == 0:
        return 0.0
    return float(np.corrcoef(one, two)[0, 1])


def rescaled(draft: Draft, items: Items, profiles: list[Profile], notes: list[str]) -> tuple[Items, Key]:
    """The known instrument's questions with the file's own scale, as an instrument of its own."""
    found = new_scale(draft, merged(profiles), notes)
    points = found.points if found is not None else ()
    old = items.instrument
    size = counted(len(points), "point")
    instrument = replace(
        old, key=f"{old.key}-{len(points)}-points", version=1, title=f"{old.title} ({size})", scale=points
    )
    return Items(instrument, items.pairs), found.key if found is not None else Key({}, None)
