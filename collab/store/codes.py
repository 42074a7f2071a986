"""Ratings as arrays of codes and as the JSON text of a response; knows no database.

A code is the index of a point in Instrument.scale, or a mark: -1 not applicable, -2 skipped, -3 unreadable,
-4 not asked (minus one minus its place in collab.model.MARKS).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product

import msgspec
import numpy as np

from collab.model import MARKS, Instrument, Mark

MARK_TEXTS = {Mark.NOT_APPLICABLE: "na", Mark.SKIPPED: "skipped", Mark.UNREADABLE: "unreadable"} | {
    Mark.NOT_ASKED: "not_asked"
}
_SHIFT = len(MARKS)
_MOST_COMBINATIONS = 5000


def code_of(mark: Mark) -> int:
    """The code of a mark."""
    return -1 - MARKS.index(mark)


def level_names(scores: Sequence[int]) -> tuple[str, ...]:
    """The name of each level in a tally, at place code + 4: the marks from the last to the first, then scores."""
    return (*(str(mark) for mark in reversed(MARKS)), *(str(score) for score in scores))


def _tokens(scores: Sequence[int]) -> tuple[str, ...]:
    return (*(f'"{MARK_TEXTS[mark]}"' for mark in reversed(MARKS)), *(str(score) for score in scores))


def ratings_texts(instrument: Instrument, ratings: np.ndarray) -> list[str]:
    """The JSON array of each row of codes (int8, rows x factors), in the order of the instrument's factors.

    Columns are joined in small groups through a table of all their combinations, which is several times
    faster than joining cell by cell. ValueError where a code is outside the scale.
    """
    rows, factors = ratings.shape
    tokens = _tokens(instrument.scores)
    if rows and (ratings.min() < -_SHIFT or ratings.max() >= len(instrument.scores)):
        raise ValueError("a rating is outside the instrument's scale")
    width = max(1, int(np.log(_MOST_COMBINATIONS) / np.log(len(tokens))))
    parts = [_joined(tokens, ratings[:, start : start + width]) for start in range(0, factors, width)]
    return [f"[{','.join(row)}]" for row in zip(*parts, strict=True)] if parts else ["[]"] * rows


def _joined(tokens: tuple[str, ...], part: np.ndarray) -> list[str]:
    table = _combinations(tokens, part.shape[1])
    place = np.zeros(part.shape[0], dtype=np.int64)
    for column in range(part.shape[1]):
        place = place * len(tokens) + part[:, column] + _SHIFT
    return [table[index] for index in place.tolist()]


@lru_cache(maxsize=32)
def _combinations(tokens: tuple[str, ...], width: int) -> list[str]:
    return [",".join(combination) for combination in product(tokens, repeat=width)]


def ratings_codes(instrument: Instrument, texts: Iterable[str]) -> np.ndarray:
    """int8, rows x factors: the inverse of ratings_texts. ValueError where a text does not fit the instrument."""
    place: dict[object, int] = {
        json.loads(token): index - _SHIFT for index, token in enumerate(_tokens(instrument.scores))
    }
    try:
        every = msgspec.json.decode(f"[{','.join(texts)}]")
        codes = [[place[value] for value in row] for row in every]
    except (KeyError, TypeError, msgspec.DecodeError) as error:
        raise ValueError(f"a response holds {error}, which is not on the instrument's scale") from error
    if any(len(row) != len(instrument.factors) for row in codes):
        raise ValueError("a response has another number of ratings than the instrument has factors")
    return np.array(codes, dtype=np.int8).reshape(len(codes), len(instrument.factors))


def tally_counts(instrument: Instrument, partner: np.ndarray, partners: int, ratings: np.ndarray) -> np.ndarray:
    """int64, partners x factors x levels (in the order of level_names): how often each partner gave each level.

    partner: int, one index per row of ratings.
    """
    factors = len(instrument.factors)
    levels = _SHIFT + len(instrument.scores)
    counts = np.empty((partners, factors, levels), dtype=np.int64)
    base = partner.astype(np.int64) * levels + _SHIFT
    for factor in range(factors):
        found = np.bincount(base + ratings[:, factor], minlength=partners * levels)
        counts[:, factor, :] = found.reshape(partners, levels)
    return counts
