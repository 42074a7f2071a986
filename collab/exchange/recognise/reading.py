"""From the cells of rating columns to points of an instrument's scale: words, codes with their direction,
slips of the pen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from collab.exchange.findings import Question
from collab.exchange.recognise.draft import Draft
from collab.exchange.recognise.enquiry import choices
from collab.exchange.recognise.ratings import Profile
from collab.exchange.recognise.scale import SKIPPED_MARK, UNREADABLE_MARK, concepts, misspelt, said
from collab.exchange.recognise.table import Field
from collab.exchange.recognise.text import counted, fold, listed
from collab.exchange.recognise.vocabulary import FAMILIES
from collab.model import Instrument, ScalePoint

_MISSING_CODES = frozenset((-99, -9, -999, 99, 999, -88))
_CODE_FIRST = re.compile(
    r"(?<![\d.])(?P<code>-?\d{1,2})\s*(?:[-–—=:.)(]|\bis\b|\bmeans\b|"
    r"\bes\b)+\s*[\"“'(]?(?P<words>[^\W\d][^\d,;=()\n]{0,60})"
)
_LABEL_FIRST = re.compile(
    r"(?P<words>[^\W\d][^\d,;=()\n]{0,60}?)\s?[\"”']?\s?(?:[=:(]|\bis\b)\s*(?P<code>-?\d{1,2})(?![\d.])"
)
# What joins one label to the next: "strongly agree (4) to strongly disagree (1)".
_JOINING = re.compile(r"^(to|and|or|through|hasta|y|where|scale|from) ")
_JOINED = re.compile(r" (to|and|or|through|hasta|y)$")


_LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Key:
    """How the cells of one file are read. words: folded label -> point; codes: bare code -> point or mark;
    None while the direction is open."""

    words: dict[str, int]
    codes: dict[int, int] | None


@lru_cache(maxsize=64)
def point_words(scale: tuple[ScalePoint, ...]) -> dict[str, int]:
    """Folded text -> index of the point that it names: its label, its key, and the same concept in other words
    and languages."""
    found: dict[str, int] = {}
    for place, point in enumerate(scale):
        for family, concept, _ in concepts(fold(point.label)):
            if family in FAMILIES:
                found.update({text: place for name, texts in FAMILIES[family] if name == concept for text in texts})
    for place, point in enumerate(scale):
        found.update({fold(point.key): place, fold(point.label): place, said(point.label).words: place})
    found.pop("", None)
    return found


def foreign_words(found: Profile, scale: tuple[ScalePoint, ...]) -> dict[str, int]:
    """Folded labels that a scale does not have, not even misspelt -> cells."""
    words = point_words(scale)
    return {word: count for word, count in found.words.items() if word not in words and misspelt(word, words) is None}


def has_another_scale(profiles: list[Profile], scale: tuple[ScalePoint, ...]) -> bool:
    """Whether the file uses labels or codes that are points of some other scale, and not only slips in a cell
    or two."""
    if _has_more_codes(profiles, len(scale)):
        return True
    cells = sum(part.words.total() for part in profiles)
    columns = [part for part in profiles if part.words]
    foreign = [foreign_words(part, scale) for part in profiles]
    known = sum(count for part in foreign for word, count in part.items() if concepts(word))
    other = sum(count for part in foreign for count in part.values())
    spread = sum(any(concepts(word) for word in part) for part in foreign)
    return cells > 0 and ((known >= max(2, 0.01 * cells) and spread * 3 >= len(columns)) or other >= 0.25 * cells)


def _has_more_codes(profiles: list[Profile], size: int) -> bool:
    """Whether numbers beyond the scale are too frequent (15 percent) to mean "not applicable"."""
    codes = sum((part.codes for part in profiles), Counter())
    if _without_middle(codes, size):
        return False
    beyond = sum(count for code, count in codes.items() if size < code <= 10)
    return size + 1 in codes and 1 in codes and beyond >= 0.15 * codes.total()


def read_key(draft: Draft, scale: tuple[ScalePoint, ...], found: Profile, hints: dict[int, int]) -> Key:
    """How to read the cells that these profiles describe, asking about codes only what neither words nor notes settle.

    A stray number among labels (fewer than 1 in 50) is not worth a question: it is unreadable.
    """
    words = dict(point_words(scale))
    pairs = {code: words[word] for word, code in found.glued.items() if word in words}
    stray = found.words.total() > 0 and found.codes.total() * 50 < found.cells
    return Key(words, _read_codes(draft, scale, found, hints | pairs) if found.codes and not stray else {})


def _read_codes(
    draft: Draft, scale: tuple[ScalePoint, ...], found: Profile, hints: dict[int, int]
) -> dict[int, int] | None:
    size = len(scale)
    base, rising = _from_hints(hints, size)
    inside: Sequence[int] = _explained(hints, size) or _without_middle(found.codes, size)
    if not inside:
        base = _base(draft, found, size) if base is None else base
        inside = range(base, base + size)
    marks = codes_outside(draft, {code: count for code, count in found.codes.items() if code not in inside}, inside)
    if rising is None:
        rising = _direction(draft, scale, inside)
    if rising is None:
        return None
    return marks | {code: place if rising else size - 1 - place for place, code in enumerate(inside)}


def _explained(hints: dict[int, int], size: int) -> list[int]:
    """The codes of the points in their order, where every point has one that rises or falls with it; else none."""
    codes = sorted(hints)
    points = [hints[code] for code in codes]
    return codes if points in (list(range(size)), list(range(size))[::-1]) else []


def _without_middle(codes: Counter[int], size: int) -> list[int]:
    """The codes 1, 2, 4, 5 of a scale of four: a survey's middle answer was taken away and its numbers stayed.

    Told only where each of them is frequent (3 percent): else the top one may mean "not applicable".
    """
    middle = size // 2 + 1
    expected = [code for code in range(1, size + 2) if code != middle]
    frequent = all(codes[code] * 100 >= 3 * codes.total() for code in expected)
    return expected if size % 2 == 0 and codes[middle] == 0 and frequent else []


def _from_hints(hints: dict[int, int], size: int) -> tuple[int | None, bool | None]:
    """The lowest code and whether codes rise with agreement, from codes whose point is known."""
    if len(set(hints.values())) >= 2:
        ordered = sorted(hints.items())
        (low, low_point), (high, high_point) = ordered[0], ordered[-1]
        rising = high_point > low_point
        return (low - low_point if rising else high - (size - 1 - high_point)), rising
    for code, point in hints.items():
        if point in (0, size - 1) and code in (1, size):
            return 1, (code == 1) == (point == 0)
    return None, None


def _base(draft: Draft, found: Profile, size: int) -> int:
    """The lowest code of the scale; asked where both 0 and 1 could be."""
    codes = set(found.codes)
    if 0 in codes and codes <= set(range(size)):
        often = found.codes[0] * 20 >= found.codes.total()
        zero, one = f"0-{size - 1}", f"1-{size}"
        question = Question(
            id="points",
            ask=f"The answers are numbers from 0 to {max(codes)}. Which numbers are the {size} points of the scale?",
            choices=choices({zero: f"0 to {size - 1}", one: f"1 to {size}, and 0 means something else"}),
            proposal=zero if often else one,
            group="Answers",
        )
        return 0 if draft.enquiry.settle(question) == zero else 1
    inside = sorted(code for code in codes if code not in _MISSING_CODES and code > size)
    return (
        inside[0]
        if len(inside) == size and inside[-1] - inside[0] == size - 1 and not codes & set(range(1, size))
        else 1
    )


def codes_outside(draft: Draft, outside: dict[int, int], inside: Sequence[int]) -> dict[int, int]:
    """What codes outside the scale mean: as headers or notes say, else asked once for all of them."""
    told = {code: draft.marks[code] for code in outside if code in draft.marks}
    outside = {code: count for code, count in outside.items() if code not in told}
    return told | (_asked_marks(draft, outside, inside) if outside else {})


def _asked_marks(draft: Draft, outside: dict[int, int], inside: Sequence[int]) -> dict[int, int]:
    near = tuple(str(code) for code in sorted(outside) if code not in _MISSING_CODES)
    question = Question(
        id="not_applicable_code",
        ask=f"The points of the scale are {inside[0]} to {inside[-1]}. Which of these other numbers mean “not "
        f"applicable” or “don’t know”?",
        choices=choices({str(code): f"{code} ({counted(outside[code], 'answer')})" for code in sorted(outside)}),
        proposal=tuple(
            code for code in near if int(code) in (0, inside[-1] + 1, inside[-1] + 2, -1, -2, 8, 9, 88, 98, 77, -7, -8)
        ),
        several=True,
        group="Answers",
        why="Codes that are not chosen count as unreadable, and 99, -9 and -99 as not answered.",
    )
    chosen = draft.enquiry.settle(question) or ()
    rest = {code: SKIPPED_MARK if code in _MISSING_CODES else UNREADABLE_MARK for code in outside}
    return rest | {code: -1 for code in outside if str(code) in chosen}


def _direction(draft: Draft, scale: tuple[ScalePoint, ...], inside: Sequence[int]) -> bool | None:
    low, high = scale[0].label, scale[-1].label
    question = Question(
        id="direction",
        ask=f"The answers are numbers without words. What do {inside[0]} and {inside[-1]} mean?",
        choices=choices(
            {
                "rising": f"{inside[0]} = {low} … {inside[-1]} = {high}",
                "falling": f"{inside[0]} = {high} … {inside[-1]} = {low}",
            }
        ),
        group="Answers",
        why="Nothing in the file says it, and a wrong guess would turn every result upside down.",
    )
    value = draft.enquiry.settle(question)
    return None if value is None else value == "rising"


def hinted_codes(texts: Iterable[str], scale: tuple[ScalePoint, ...]) -> dict[int, int]:
    """Codes that headers, notes or a dictionary explain ("10 - strongly agree") -> point; contradictions are
    left out."""
    words = point_words(scale)
    found: dict[int, set[int]] = {}
    for code, label in _hints(texts):
        if label in words:
            found.setdefault(code, set()).add(words[label])
    return {code: points.pop() for code, points in found.items() if len(points) == 1}


def hinted_marks(texts: Iterable[str]) -> dict[int, int]:
    """Codes that headers or notes explain as no rating ("9 = not applicable") -> mark; contradictions are left out."""
    found: dict[int, set[int | None]] = {}
    for code, label in _hints(texts):
        if said(label).mark is not None or concepts(label):
            found.setdefault(code, set()).add(said(label).mark)
    marks = {code: next(iter(meant)) for code, meant in found.items() if len(meant) == 1}
    return {code: mark for code, mark in marks.items() if mark is not None}


def explained_codes(texts: Iterable[str]) -> dict[int, float]:
    """Codes that headers or notes explain with a known label -> how high that label stands in its family, 0..1."""
    found: dict[int, set[float]] = {}
    for code, label in _hints(texts):
        for family, _, rank in concepts(label)[:1]:
            if family in FAMILIES:
                found.setdefault(code, set()).add(rank / (len(FAMILIES[family]) - 1))
    return {code: ranks.pop() for code, ranks in found.items() if len(ranks) == 1}


def _hints(texts: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Every (code, folded label) that stands side by side in the texts, the code before or after its label."""
    for text in (" ".join(text[:_LONGEST_NOTE].split()) for text in texts):
        if any(char.isdigit() for char in text):
            for hint in _CODE_FIRST.finditer(text):
                yield int(hint["code"]), _JOINED.sub("", fold(hint["words"]))
            for hint in _LABEL_FIRST.finditer(text):
                yield int(hint["code"]), _JOINING.sub("", fold(hint["words"]))


def ratings_of(column: Field, key: Key) -> tuple[np.ndarray, int]:
    """int8 per data row: the point or a mark (-1 not applicable, -2 skipped, -3 unreadable); and how many
    cells were misspelt."""
    table = np.full(len(column.values), UNREADABLE_MARK, dtype=np.int8)
    slips = 0
    for code in np.flatnonzero(column.counts):
        place, slipped = _point(column.values[code], key)
        table[code] = place
        slips += int(column.counts[code]) if slipped else 0
    return table[column.codes], slips


def _point(text: str, key: Key) -> tuple[int, bool]:
    what = said(text)
    if what.mark is not None:
        return what.mark, False
    if what.words:
        if what.words in key.words:
            return key.words[what.words], False
        near = misspelt(what.words, key.words)
        return (near, True) if near is not None else (UNREADABLE_MARK, False)
    return (key.codes or {}).get(what.code if what.code is not None else -1000, UNREADABLE_MARK), False


def allowed_answers(instrument: Instrument) -> str:
    """The answers that an instrument allows, in a sentence."""
    labels = [f"“{point.label}”" for point in instrument.scale]
    if instrument.not_applicable:
        labels.append(f"“{instrument.not_applicable}”")
    return f"Allowed: {listed(labels, most=14)}."
