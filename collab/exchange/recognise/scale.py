"""Reading one cell as an answer on a rating scale: words in several languages, codes, both glued together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from collab.exchange.recognise.text import LONGEST, fold, fold_code, whole_number
from collab.exchange.recognise.vocabulary import (
    DEGREE_ADJECTIVES,
    DEGREES,
    FAMILIES,
    NOT_APPLICABLE,
    PREPOSITIONED,
    SKIPPED,
)

NOT_APPLICABLE_MARK, SKIPPED_MARK, UNREADABLE_MARK, NOT_ASKED_MARK = -1, -2, -3, -4

_GLUED = (
    re.compile(
        r"^[(\[]?\s*(?P<code>-?\d{1,3})\s*[)\]]?\s*[-–—:=.)/,|_]*\s*[(\[]?(?P<words>[^\W\d].*?)[)\]]?\.?$",
        re.DOTALL,
    ),
    re.compile(r"^[(\[]?(?P<words>[^\W\d].*?)\s*[-–—:=/,|_]*\s*[(\[]?\s*(?P<code>-?\d{1,3})\s*[)\]]?\.?$", re.DOTALL),
)
# "4 stars" is a number with its unit, and no label of its own.
_UNITS = frozenset(("star", "stars", "point", "points", "pt", "pts", "estrella", "estrellas", "punto", "puntos"))
_LETTERED = re.compile(r"^(?:A|AO|L)0*(?P<code>\d{1,2})$")
_SUPPRESSED = re.compile(
    r"^(s|\*+|†|‡|supp?(ressed)?|suprimido|redacted|masked|hidden|n/?[ra]|dnr|ds|#n/a|#div/0!|#value!|–|—|"
    r"-{1,3}|\.|\.\.|x|"
    r"(n\s*)?[<≤]\s*=?\s*\d+%?|n\s*[<≤]\s*\d+|too few( responses)?|fewer than \d+.*|less than \d+.*|"
    r"insufficient( data| n)?|no data|n/d|nd)$",
    re.IGNORECASE,
)
# A number of answers that its source does not tell because it is small.
_FEW = re.compile(
    r"(n\s*)?[<≤]|too few|fewer|less than|insufficient|s$|[*†‡]|supp?(ressed)?$|suprimido|redacted|masked|hidden",
    re.IGNORECASE,
)
# Cut short or run together by a tool: "NotApplic", "DontKnow".
_UNKNOWING = re.compile(
    r"^(does ?n ?o?t apply|no basis|no opinion|(i )?(do not|don t|dont|can ?not|can t) (know|say|judge|rate)|"
    r"unable to|not enough (information|basis|knowledge)|(i am |i m )?(unsure|not sure)|too (early|soon) to|dnk$|"
    r"je ne sais|ne s applique|non concern|no (lo )?se\b|not ?appl|no ?apli|not ?app$|don ?t ?know|do ?not ?know|"
    r"no ?sabe|notappl)"
)
_LOWERING = re.compile(r"\b(dis|un|des|no\b|not\b|never|nunca|pas\b)|desac|disac|disc")


@dataclass(frozen=True)
class Said:
    """What a cell says: words (folded) and a code, either of which may be missing; mark where it is no rating."""

    words: str = ""
    code: int | None = None
    mark: int | None = None


def said(text: str) -> Said:
    """Take a cell's text apart into words and code, or the mark it stands for; a long text is only words."""
    return _said(" ".join(text.split())) if len(text) <= LONGEST else Said(words=fold(text[:LONGEST]))


@lru_cache(maxsize=16384)
def _said(text: str) -> Said:
    folded = fold(text)
    if not folded and not whole_number(text):
        return Said(mark=SKIPPED_MARK) if text in ("", "-", "--", "–", "—", ".", "...", "…", "?") else Said(words=text)
    if folded in SKIPPED:
        return Said(mark=SKIPPED_MARK)
    if folded in NOT_APPLICABLE or _UNKNOWING.match(fold_code(text)):
        return Said(mark=NOT_APPLICABLE_MARK)
    code = _bare_code(text)
    if code is not None:
        return Said(code=code)
    return _glued(text) or Said(words=fold_code(text))


def _bare_code(text: str) -> int | None:
    lettered = _LETTERED.match(text.strip())
    if lettered:
        return int(lettered["code"])
    value = whole_number(text.strip().strip("()[]"))
    return value if value is not None and abs(value) < 1000 else None


def _glued(text: str) -> Said | None:
    for pattern in _GLUED:
        found = pattern.match(text.strip())
        if found:
            words = fold(found["words"])
            if words in NOT_APPLICABLE:
                return Said(mark=NOT_APPLICABLE_MARK)
            if words in _UNITS:
                return Said(code=int(found["code"]))
            return Said(words=fold_code(found["words"]), code=int(found["code"]))
    return None


@lru_cache(maxsize=1)
def _concepts() -> dict[str, tuple[tuple[str, str, int], ...]]:
    """Folded text -> (family, concept, rank), one for every family that has it."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for family, levels in FAMILIES.items():
        for rank, (concept, texts) in enumerate(levels):
            for text in texts:
                found.setdefault(text, []).append((family, concept, rank))
    return {text: tuple(places) for text, places in found.items()}


@lru_cache(maxsize=4096)
def concepts(words: str) -> tuple[tuple[str, str, int], ...]:
    """What folded words mean: (family, concept, rank from low to high); empty where they are no known label."""
    known = _concepts().get(words)
    return known if known is not None else _degree(words)


def _degree(words: str) -> tuple[tuple[str, str, int], ...]:
    """Labels made of a degree and an adjective: "moderately able", "very unlikely"."""
    adverb, _, adjective = words.rpartition(" ")
    base = PREPOSITIONED.get(adjective, adjective)
    if base not in DEGREE_ADJECTIVES:
        return ()
    for rank, (concept, texts) in enumerate(DEGREES):
        if adverb in texts:
            place = -rank if adjective in PREPOSITIONED else rank
            return ((f"degree of {base}", f"{concept} {adjective}", place),)
    return ()


def is_rating_like(text: str) -> bool:
    """Whether a cell could be an answer on a rating scale: a known label, a small whole number, or "not applicable"."""
    what = said(text)
    if what.mark is not None:
        return bool(text)
    if what.words:
        return bool(concepts(what.words))
    return what.code is not None and -9 <= what.code <= 10


_SHORT_LABELS = frozenset(("sd", "d", "ds", "a", "sa", "ta", "td"))


def is_label(text: str) -> bool:
    """Whether a text is a label of a known scale and not a number: "Agree", "4 - Agree", or "SA" for short."""
    words = said(text).words
    return bool(words) and (words in _SHORT_LABELS or bool(concepts(words)))


def is_suppressed(text: str) -> bool:
    """Whether a cell of a table of averages says that its source hid the figure."""
    return len(text) <= LONGEST and bool(_SUPPRESSED.match(text.strip()))


def is_few(text: str) -> bool:
    """Whether a cell of a column of counts says that there are too few to tell how many: "<10", "n < 5", "*"."""
    return is_suppressed(text) and bool(_FEW.match(text.strip()))


def misspelt(words: str, labels: dict[str, int]) -> int | None:
    """The only label that these folded words can be a slip of the pen for; None where none or several can be meant."""
    from rapidfuzz import fuzz

    if len(words) < 4:
        return None
    best: dict[int, tuple[float, str]] = {}
    for label, place in labels.items():
        if len(label) > 3:
            best[place] = max(best.get(place, (0.0, "")), (fuzz.ratio(words, label), label))
    ranked = sorted(((score, label, place) for place, (score, label) in best.items()), reverse=True)
    if not ranked or ranked[0][0] < 80 or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 6):
        return None
    _, label, place = ranked[0]
    negated = bool(_LOWERING.search(words)) and not _LOWERING.search(label)
    return place if not negated and _differ_by_letters(words, label) else None


def _differ_by_letters(words: str, label: str) -> bool:
    """Whether every word is nearly that of the label: "mostly agree" is no slip for "strongly agree"."""
    from rapidfuzz import fuzz

    one, two = ([word for word in text.split() if len(word) > 2] for text in (words, label))
    if len(one) != len(two):
        return fuzz.ratio(words.replace(" ", ""), label.replace(" ", "")) >= 92
    return all(fuzz.ratio(left, right) >= 75 for left, right in zip(one, two, strict=True))
