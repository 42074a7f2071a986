"""The rating scale of a new instrument: the points in their order, from the words or codes that a file uses."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from collab.exchange.findings import Question
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.ratings import NEUTRAL, Profile
from collab.exchange.recognise.reading import (
    Key,
    codes_outside,
    explained_codes,
    hinted_codes,
    hinted_marks,
    point_words,
    read_key,
)
from collab.exchange.recognise.scale import concepts, misspelt
from collab.exchange.recognise.text import fold, listed, slug
from collab.exchange.recognise.vocabulary import AGREEMENT, FAMILIES
from collab.model import ScalePoint

_AGREEMENT_LABELS = {concept: texts[0].capitalize() for concept, texts in AGREEMENT}
_MIRROR = dict(zip(_AGREEMENT_LABELS, reversed(_AGREEMENT_LABELS), strict=True))
_POINTS = (4, 5, 6, 7, 9, 10)
_FEWEST_FOR_LABEL, _SHARE_OF_LABEL = 5, 0.03


@dataclass(frozen=True)
class NewScale:
    """The points of a scale by rising score, and how the file's cells are read on it."""

    points: tuple[ScalePoint, ...]
    key: Key


def new_scale(draft: Draft, found: Profile, hints_from: list[str]) -> NewScale | None:
    """The scale of these cells; None while a person has not said how unknown labels rise."""
    draft.marks |= hinted_marks(hints_from)
    if not found.words or _is_mostly_codes(found):
        return _scale_of_codes(draft, found, hints_from)
    ordered = _ordered_words(draft, found)
    if ordered is None:
        return None
    points = _points([label for _, label in ordered])
    words = dict(point_words(points)) | {word: place for place, (word, _) in enumerate(ordered) if word}
    key = read_key(draft, points, found, hinted_codes(hints_from, points)) if found.codes else Key({}, {})
    return NewScale(points, Key(words, key.codes))


def aligned_words(found: Profile, scale: tuple[ScalePoint, ...]) -> dict[str, int]:
    """Folded labels -> point of a known scale of agreement, where the file's labels are as many and as symmetrical,
    one for one: "somewhat agree" stands where the scale says "agree". Empty where they are not."""
    if _family(found) != "agreement" or _strays(found, "agreement"):
        return {}
    places = {word: place for place, (word, _) in enumerate(_agreement(found))}
    known = point_words(scale)
    concept_of = [{name for family, name, _ in concepts(fold(point.label)) if family == "agreement"} for point in scale]
    is_even = all(concept_of) and {"neutral"} not in concept_of and not NEUTRAL & places.keys()
    fits = len(places) == len(scale) and "" not in places
    return places if is_even and fits and all(known.get(word, at) == at for word, at in places.items()) else {}


def _is_mostly_codes(found: Profile) -> bool:
    """Whether words stand only at the ends of a scale of numbers: bare, or beside their number ("10 - Completely")."""
    worded = found.words.keys() - found.glued.keys()
    return len(found.codes) >= 3 and len(found.words) <= 3 and (not found.glued or not worded)


def _with_glued(found: Profile) -> Profile:
    """The profile with the numbers that stand beside words counted among the bare ones."""
    codes = found.codes + Counter({code: found.words[word] for word, code in found.glued.items()})
    return replace(found, codes=codes)


def _glued_ends(found: Profile) -> tuple[int, int] | None:
    """The lowest and the highest code, where words beside them mark both ends of the bare numbers."""
    ends = sorted(found.glued.values())
    return (ends[0], ends[-1]) if len(ends) >= 2 and all(ends[0] < code < ends[-1] for code in found.codes) else None


def _glued_direction(found: Profile) -> bool | None:
    """Whether numbers rise with the words beside them, where these belong to one family."""
    ranked = [(name, code, rank) for word, code in found.glued.items() for name, _, rank in concepts(word)]
    for name in dict.fromkeys(name for name, _, _ in ranked):
        own = sorted((code, rank) for family, code, rank in ranked if family == name)
        if len(own) >= 2 and own[0][1] != own[-1][1]:
            return own[-1][1] > own[0][1]
    return None


def _points(labels: list[str]) -> tuple[ScalePoint, ...]:
    return tuple(
        ScalePoint(slug(label) or f"point_{score}", label, score) for score, label in enumerate(labels, start=1)
    )


def _ordered_words(draft: Draft, found: Profile) -> list[tuple[str, str]] | None:
    """(folded word, label) from low to high; misspelt and rare labels of no family are left out."""
    family = _family(found)
    if family is not None and (strays := _strays(found, family)):
        return _asked_order(draft, found, [*(word for word in found.words if _is_of(word, family)), *strays])
    if family == "agreement":
        return _agreement(found)
    if family is not None:
        ranked: dict[str, float] = {
            word: rank for word in found.words for name, _, rank in concepts(word) if name == family
        }
        middle = (min(ranked.values()) + max(ranked.values())) / 2
        ranked |= {word: middle - 0.5 for word in found.words if word in NEUTRAL}
        return [(word, _label(found, word)) for word in sorted(ranked, key=lambda word: ranked[word])]
    words = [word for word, count in found.words.items() if count * 200 >= found.words.total() or word in found.glued]
    if len(found.glued) * 5 >= len(words) * 4:
        return _by_code(draft, found)
    return _asked_order(draft, found, words)


def _family(found: Profile) -> str | None:
    name, count = next(iter(found.families.most_common(1)), ("", 0))
    return name if count * 10 >= found.words.total() * 9 else None


def _is_of(word: str, family: str) -> bool:
    return word in NEUTRAL or any(name == family for name, _, _ in concepts(word))


def _strays(found: Profile, family: str) -> list[str]:
    """Labels too frequent for notes and slips that the family does not know: their place has to be asked."""
    known = {word: place for place, word in enumerate(found.words) if _is_of(word, family)}
    least = max(_FEWEST_FOR_LABEL, found.words.total() * _SHARE_OF_LABEL)
    return [
        word
        for word, count in found.words.items()
        if count >= least and word not in known and misspelt(word, known) is None
    ]


def _label(found: Profile, word: str) -> str:
    """The label as the file writes it, its glued code taken off."""
    text = found.spelled.get(word, word)
    return text if word not in found.glued else word.capitalize()


def _agreement(found: Profile) -> list[tuple[str, str]]:
    """Points of agreement, an end that nobody chose put back beside its mirror image."""
    by_concept: dict[str, str] = {}
    for word in sorted(found.words, key=lambda item: found.words[item]):
        by_concept |= {concept: word for name, concept, _ in concepts(word) if name == "agreement"}
    wanted = set(by_concept) | {_MIRROR[concept] for concept in by_concept}
    order = [concept for concept, _ in AGREEMENT if concept in wanted]
    return [
        (
            by_concept.get(concept, ""),
            _label(found, by_concept[concept]) if concept in by_concept else _AGREEMENT_LABELS[concept],
        )
        for concept in order
    ]


def _by_code(draft: Draft, found: Profile) -> list[tuple[str, str]] | None:
    """Unknown labels glued to codes: the codes give the order, a person says which end is good."""
    words = sorted(found.glued, key=lambda word: found.glued[word])
    low, high = _label(found, words[0]), _label(found, words[-1])
    value = _ask_direction(
        draft,
        low,
        high,
        f"The answers run from “{low}” ({found.glued[words[0]]}) to “{high}” ({found.glued[words[-1]]}). Which "
        f"end is the better one?",
    )
    if value is None:
        return None
    ordered = [(word, _label(found, word)) for word in words]
    return ordered if value == "rising" else ordered[::-1]


def _ask_direction(draft: Draft, low: str, high: str, ask: str) -> str | None:
    question = Question(
        id="direction",
        ask=ask,
        choices=choices({"rising": f"{low} (low) … {high} (high)", "falling": f"{high} (low) … {low} (high)"}),
        group="Answers",
        why="Nothing in the file says it, and a wrong guess would turn every result upside down.",
    )
    value = draft.enquiry.settle(question)
    return None if value is None else str(value)


def _asked_order(draft: Draft, found: Profile, words: list[str]) -> list[tuple[str, str]] | None:
    labels = {slug(word): _label(found, word) for word in words}
    question = Question(
        id="scale_order",
        ask=f"What is the order of these answers, from the lowest to the highest? "
        f"{listed(list(labels.values()), most=11)}.",
        choices=choices(labels),
        several=True,
        ranked=True,
        group="Answers",
        why="Name all of them, the lowest first.",
    )
    value = draft.enquiry.settle(question)
    if value is None:
        return None
    by_key = {slug(word): word for word in words}
    return [(by_key[key], labels[key]) for key in value]


def _scale_of_codes(draft: Draft, found: Profile, hints_from: list[str]) -> NewScale | None:
    ends, rising = _glued_ends(found), _glued_direction(found)
    found = _with_glued(found)
    span = _span(draft, found, ends or _explained_ends(hints_from))
    rising = _hinted_direction(hints_from, span) if rising is None else rising
    if rising is None:
        value = _ask_direction(
            draft,
            str(span[0]),
            str(span[-1]),
            f"The answers are numbers from {span[0]} to {span[-1]} without words. Which end is the better one?",
        )
        rising = None if value is None else value == "rising"
    scores = {code: place for place, code in enumerate(span if rising is not False else reversed(span))}
    offset = span[0] if rising else 1
    points = tuple(
        ScalePoint(f"point_{code}", str(code), offset + place)
        for code, place in sorted(scores.items(), key=lambda item: item[1])
    )
    marks = _marks(draft, found, span)
    words = _end_words(found, len(points)) | {
        word: scores[code] for word, code in found.glued.items() if code in scores
    }
    return NewScale(points, Key(words, marks | scores if rising is not None else None))


def _end_words(found: Profile, size: int) -> dict[str, int]:
    """Words at the ends of a scale of numbers ("Strongly agree, 9, 8, …") -> point."""
    low_half = {
        word: rank * 2 < len(FAMILIES.get(family, ())) for word in found.words for family, _, rank in concepts(word)
    }
    return {word: 0 if low else size - 1 for word, low in low_half.items()}


def _explained_ends(hints_from: list[str]) -> tuple[int, int] | None:
    """The lowest and highest code, where headers or notes explain both ends of the scale."""
    ranks = explained_codes(hints_from)
    codes = [code for code, rank in ranks.items() if rank in (0.0, 1.0)]
    return (min(codes), max(codes)) if {ranks[code] for code in codes} == {0.0, 1.0} else None


def _span(draft: Draft, found: Profile, explained: tuple[int, int] | None) -> range:
    """The codes of the scale, lowest to highest: asked, since an end that nobody chose does not show."""
    inside = sorted(code for code in found.codes if 0 <= code <= 10)
    low, high = min(inside, default=1), max(inside, default=5)
    top = next((size for size in _POINTS if size >= high), 10)
    spans = dict.fromkeys([(0 if low == 0 else 1, top), (1, top), (0, top), (1, 4), (1, 5), (1, 7), (1, 10), (0, 10)])
    labels = {
        f"{first}-{last}": f"{first} to {last}"
        for first, last in ([explained] if explained else []) + list(spans)
        if last >= high
    }
    certain = f"{explained[0]}-{explained[1]}" if explained else None
    question = Question(
        id="points",
        ask=f"The answers are numbers from {low} to {high}. Which numbers does the scale have?",
        choices=choices(labels),
        proposal=next(iter(labels)),
        group="Answers",
    )
    first, last = (int(part) for part in str(draft.enquiry.settle(question, certain=certain)).split("-"))
    return range(first, last + 1)


def _marks(draft: Draft, found: Profile, span: range) -> dict[int, int]:
    return codes_outside(draft, {code: count for code, count in found.codes.items() if code not in span}, span)


def _hinted_direction(hints_from: list[str], span: range) -> bool | None:
    """Whether numbers rise with agreement, where headers or notes explain both ends, or one of them."""
    ranks = {code: rank for code, rank in explained_codes(hints_from).items() if code in span}
    if len(ranks) >= 2:
        low, high = min(ranks), max(ranks)
        return ranks[high] > ranks[low] if ranks[high] != ranks[low] else None
    for code, rank in ranks.items():
        if code in (span[0], span[-1]) and rank != 0.5:
            return (rank > 0.5) == (code == span[-1])
    return None
