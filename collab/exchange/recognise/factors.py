"""Which column asks which factor: exact keys and wording first, then the printed wording, then close wording."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from collab.exchange.recognise.table import Field
from collab.exchange.recognise.text import contains_phrase, content_words, fold, split_code
from collab.model import Factor, Instrument

CERTAIN = 0.80
LIKELY = 0.60
# A header whose words are explained to this share by one factor is as likely as loose wording can be.
_GOOD_COVERAGE = 0.75
# A word that no factor knows weighs as much as one that this many of them know.
_AS_COMMON_AS = 5
# A sequence of fewer questions than this confirms nothing.
_FEWEST_IN_ORDER = 6
_BRACKETS = re.compile(r"\[([^\[\]]+)\]")
_TAIL = re.compile(r"[\s.]*\(?\d\)?$")


@dataclass(frozen=True)
class Match:
    """A column read as a factor. confidence is 0..1; certain where nothing else comes near."""

    field: Field
    factor: Factor
    confidence: float
    certain: bool


@lru_cache(maxsize=8192)
def readings(path: tuple[str, ...]) -> tuple[str, ...]:
    """Every text inside a header that could be the question itself, folded, the most specific first."""
    found: list[str] = []
    for text in (*reversed(path), " ".join(path)):
        found += _BRACKETS.findall(text)
        found.append(text)
        found.append(split_code(text)[1])
        found += [" ".join(text.split("/")[-2:])] if "/" in text else []
        found += re.split(r"\s[-–—|>»]\s|[:/]|\._\.|\]\s*\.?\s*|\.\s(?=[A-Z¿\"“])", text)
    folded = [fold(text) for text in found]
    folded += [fold(_TAIL.sub("", text)) for text in found]
    return tuple(dict.fromkeys(text for text in folded if text))


def likeness(path: tuple[str, ...], factor: Factor) -> float:
    """How sure a header asks this factor, 0..1: 1 for its key, label or statement, less for looser wording."""
    texts = readings(path)
    names = _names(factor)
    if any(text in names for text in texts):
        return 1.0
    whole = fold(" ".join(path))
    if any(len(name) > 24 and name in whole for name in names):
        return 0.97
    if _vocabulary(factor).isdisjoint(content_words(whole)):
        return 0.0
    printed = fingerprint_share(whole, factor)
    return max(printed, _wording(texts, names))


@lru_cache(maxsize=1024)
def _names(factor: Factor) -> frozenset[str]:
    """The folded texts that name a factor for certain."""
    own = factor.key.rsplit(".", 1)[-1]
    named = {fold(text) for text in (factor.key, factor.label, factor.readiness_label, factor.statement)}
    if own != factor.key and (len(own) > 7 or any(char.isdigit() for char in own)):
        named.add(fold(own))
    return frozenset(named - {""})


@lru_cache(maxsize=1024)
def _vocabulary(factor: Factor) -> frozenset[str]:
    """Every content word by which a factor could be known: a header that has none of them asks something else."""
    texts = (*_names(factor), *factor.fingerprint)
    return frozenset(word for text in texts for word in content_words(text))


def is_named_exactly(path: tuple[str, ...], instrument: Instrument) -> bool:
    """Whether a header is the key, label or statement of one of the instrument's factors."""
    names = _all_names(instrument.factors)
    return any(text in names for text in readings(path))


@lru_cache(maxsize=64)
def _all_names(factors: tuple[Factor, ...]) -> frozenset[str]:
    return frozenset().union(*(_names(factor) for factor in factors))


def fingerprint_share(text: str, factor: Factor) -> float:
    """Share of the phrases of a factor's printed wording that stand in a text, 0..0.95; phrases that are one
    another's variants count once."""
    if not factor.fingerprint:
        return 0.0
    words = tuple(_stem(word) for word in content_words(text))
    groups = _phrase_groups(factor.fingerprint)
    found = sum(any(contains_phrase(words, tuple(map(_stem, phrase))) for phrase in group) for group in groups)
    return 0.95 * found / len(groups)


@lru_cache(maxsize=1024)
def _phrase_groups(phrases: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Phrases as content words, spelling variants ("favors", "favours") gathered into one group."""
    groups: list[list[tuple[str, ...]]] = []
    for phrase in phrases:
        words = content_words(phrase)
        near = next((group for group in groups if _same_phrase(group[0], words)), None)
        if near is None:
            groups.append([words])
        else:
            near.append(words)
    return tuple(tuple(group) for group in groups)


def _same_phrase(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    from rapidfuzz import fuzz

    shared = set(first) & set(second)
    return fuzz.ratio(" ".join(first), " ".join(second)) >= 88 or (len(shared) >= 2 and len(shared) >= len(second))


def _wording(texts: tuple[str, ...], names: frozenset[str]) -> float:
    """Closeness of wording, 0..0.9: letters in order, or content words shared (Dice's coefficient), whichever
    is closer."""
    from rapidfuzz import fuzz

    best = 0.0
    for text in texts:
        if len(text) < 6:
            continue
        for name in names:
            if len(name) > 5:
                best = max(best, (fuzz.ratio(text, name) - 50) / 50, _shared_words(text, name))
    return 0.9 * best


def _shared_words(text: str, name: str) -> float:
    one, two = set(content_words(text)), set(content_words(name))
    shared = len(one & two)
    return 2 * shared / (len(one) + len(two)) if shared >= 3 else 0.0


def match_factors(fields: list[Field], instrument: Instrument) -> tuple[Match, ...]:
    """The best whole assignment of columns to factors, one to one, in the order of the columns."""
    factors = instrument.factors
    if not fields or not factors:
        return ()
    sure = np.array([[likeness(field.path, factor) for factor in factors] for field in fields])
    scores = np.maximum(sure, _loose_scores(fields, factors, sure))
    pairs = best_assignment(np.where(scores >= LIKELY, scores, 0.0))
    matches = [
        Match(fields[row], factors[column], float(scores[row, column]), _is_certain(sure, row, column))
        for row, column in pairs
        if scores[row, column] >= LIKELY
    ]
    return _confirmed(tuple(sorted(matches, key=lambda match: match.field.index)), factors)


def _confirmed(matches: tuple[Match, ...], factors: tuple[Factor, ...]) -> tuple[Match, ...]:
    """All matches as certain where the columns ask every factor in the instrument's own order, most beyond doubt."""
    certain = sum(match.certain for match in matches)
    in_order = len(factors) >= _FEWEST_IN_ORDER and [match.factor for match in matches] == list(factors)
    if not in_order or certain * 3 < len(factors) * 2:
        return matches
    return tuple(replace(match, certain=True) for match in matches)


def _is_certain(sure: np.ndarray, row: int, column: int) -> bool:
    """Whether nothing else comes near: no other factor for this column, no other column for this factor."""
    score = float(sure[row, column])
    others = np.ones(sure.shape, dtype=bool)
    others[row, column] = False
    rival = max(sure[row][others[row]].max(initial=0.0), sure[:, column][others[:, column]].max(initial=0.0))
    return (score >= 0.97 and rival < score) or (score >= CERTAIN and rival <= score - 0.15)


def _loose_scores(fields: list[Field], factors: tuple[Factor, ...], sure: np.ndarray) -> np.ndarray:
    """Scores 0..0.79 of columns that nothing surer explains, by the words that tell one factor from another.

    A header's score for a factor is the share of its words, weighted by how few factors know them (inverse
    document frequency), that the factor knows; words that no factor knows count against it. Such a match is a proposal.
    """
    known = [_stems(factor) for factor in factors]
    scores = np.zeros_like(sure)
    open_columns = sure.max(axis=0) < CERTAIN
    for row in np.flatnonzero(sure.max(axis=1) < CERTAIN):
        words = {_stem(word) for word in content_words(_asking_text(fields[row].path))}
        frequency = {word: sum(word in stems for stems in known) for word in words}
        weights = {word: math.log(1 + len(factors) / (count or _AS_COMMON_AS)) for word, count in frequency.items()}
        total = sum(weights.values())
        for column in np.flatnonzero(open_columns):
            shared = words & known[column]
            if total and len(shared) >= 2 and any(frequency[word] <= 2 for word in shared):
                scores[row, column] = 0.79 * min(1.0, sum(weights[word] for word in shared) / total / _GOOD_COVERAGE)
    return scores


def _asking_text(path: tuple[str, ...]) -> str:
    """The most specific text of a header that is long enough to ask something: "(SD-SA)" below it is a unit."""
    return next((text for text in reversed(path) if len(content_words(text)) > 2), path[-1] if path else "")


@lru_cache(maxsize=1024)
def _stems(factor: Factor) -> frozenset[str]:
    return frozenset(_stem(word) for word in _vocabulary(factor))


def _stem(word: str) -> str:
    """The beginning of a word, long enough to tell words apart and short enough to join their forms."""
    return word[:8] if len(word) > 8 else word.removesuffix("ed").removesuffix("ing")


def best_assignment(scores: np.ndarray) -> list[tuple[int, int]]:
    """Pairs (row, column), one to one, whose scores (0..1) sum highest: the Hungarian method with potentials,
    O(n^2 m)."""
    if scores.shape[0] > scores.shape[1]:
        return [(row, column) for column, row in best_assignment(scores.T)]
    rows, columns = scores.shape
    cost = 1.0 - scores
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    owner = np.zeros(columns + 1, dtype=int)
    for row in range(1, rows + 1):
        _augment(row, cost, row_price, column_price, owner)
    return [(int(owner[column]) - 1, column - 1) for column in range(1, columns + 1) if owner[column]]


def _augment(row: int, cost: np.ndarray, row_price: np.ndarray, column_price: np.ndarray, owner: np.ndarray) -> None:
    columns = len(column_price) - 1
    owner[0], at = row, 0
    least = np.full(columns + 1, np.inf)
    came, done = np.zeros(columns + 1, dtype=int), np.zeros(columns + 1, dtype=bool)
    while True:
        done[at] = True
        here = owner[at]
        free = np.flatnonzero(~done[1:]) + 1
        reduced = cost[here - 1, free - 1] - row_price[here] - column_price[free]
        better = reduced < least[free]
        least[free[better]], came[free[better]] = reduced[better], at
        following = free[np.argmin(least[free])]
        step = least[following]
        row_price[owner[done]] += step
        column_price[done] -= step
        least[~done] -= step
        at = following
        if owner[at] == 0:
            break
    while at:
        owner[at] = owner[came[at]]
        at = came[at]
