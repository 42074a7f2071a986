"""Comparing texts that people typed: folding, words, codes, numbers. No spreadsheet and no survey is known here."""

from __future__ import annotations

import html
import math
import re
from functools import lru_cache

from collab.exchange.reading.text import INVISIBLE
from collab.search import without_accents

_NOT_WORD = re.compile(r"[^\w]+|_+")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBER = re.compile(r"^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:(?<=\d)[eE][+-]?\d+)?$")
_COMMA_DECIMAL = re.compile(r"^[+-]?\d+,\d+$")
_QUESTION_CODE = re.compile(
    r"^\s*(?P<code>[A-Za-zÁÉÍÓÚÑáéíóúñ]{0,20}[ _]?[A-Za-z]{0,20}\d{1,4}(?:[._]\d{1,3}){0,3}[A-Za-z]?)"
    r"\s?(?:[-–—:.)\]|]{1,3}|_\.)\s?(?P<text>\S.*)$",
    re.DOTALL,
)
_COUNTED = re.compile(r"\s*[(\[,;–—-]?\s*\b[nN]\s*=\s*(?P<count>\d[\d,]{0,8})\s*[)\]]?\s*$")
# A cell may hold 32,767 letters: nothing longer than this is an answer on a scale, or worth a place in a cache.
LONGEST = 200
_LONGEST_NUMBER = 40
_FILLERS = frozenset((
    "the", "a", "an", "of", "to", "our", "we", "is", "are", "in", "on", "and", "for", "with", "that", "this",
    "if", "one", "can", "could", "need", "would", "will", "may", "might", "have", "having", "has", "had", "been", "be",
    "do", "does", "by", "from", "at", "as", "it", "its", "they", "them", "us", "i", "my", "me", "you", "your",
    "there", "put", "into", "onto", "up", "out", "or", "so", "such", "about", "over", "get", "make", "use",
    "very", "well", "not", "here",
))  # fmt: skip


def fold(text: str) -> str:
    """The text in small letters without accents, punctuation and what cannot be seen, words one space apart."""
    return _fold(text) if len(text) <= LONGEST else _fold.__wrapped__(text)


@lru_cache(maxsize=65536)
def _fold(text: str) -> str:
    return " ".join(_NOT_WORD.sub(" ", without_accents(INVISIBLE.sub("", text)).casefold()).split())


def fold_code(text: str) -> str:
    """Like fold, with the humps of camelCase taken apart first."""
    return fold(_CAMEL.sub(" ", text))


def without_markup(text: str) -> str:
    """The text without HTML's tags and entities, which some tools leave in what they export."""
    bare = _TAG.sub(" ", text) if "<" in text else text
    return html.unescape(bare) if "&" in bare else bare


def slug(text: str, *, limit: int = 60) -> str:
    """The text as a key: folded words joined by underscores, at most limit characters."""
    return fold(text).replace(" ", "_")[:limit].strip("_")


@lru_cache(maxsize=32768)
def content_words(text: str) -> tuple[str, ...]:
    """Folded words without fillers, a plural s taken off."""
    return tuple(_singular(word) for word in fold(text).split() if word not in _FILLERS)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def contains_phrase(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    """Whether the phrase stands in the words in its order, with at most one other word between two of its own
    (both as content_words gives them)."""
    return any(word == phrase[0] and _goes_on(words[at + 1 :], phrase[1:]) for at, word in enumerate(words) if phrase)


def _goes_on(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    if not phrase:
        return True
    return any(words[at] == phrase[0] and _goes_on(words[at + 1 :], phrase[1:]) for at in range(min(2, len(words))))


def number(text: str) -> float | None:
    """The number that a cell's text says, its percent sign ignored; None where it is not a number."""
    bare = text.strip().rstrip("%").strip() if len(text) <= _LONGEST_NUMBER else ""
    if not bare or not any(char.isdigit() for char in bare):
        return None
    if _COMMA_DECIMAL.match(bare) and not re.fullmatch(r"[+-]?\d{1,3},\d{3}", bare):
        return float(bare.replace(",", "."))
    value = float(bare.replace(",", "")) if _NUMBER.match(bare) else math.nan
    return value if math.isfinite(value) else None


def whole_number(text: str) -> int | None:
    """The whole number that a cell's text says ("4", "4.0"), else None."""
    value = number(text) if not text.rstrip().endswith("%") else None
    return int(value) if value is not None and value == int(value) else None


def without_count(name: str) -> tuple[str, int | None]:
    """A name and the number of people told behind it: "Harper (n = 14)" gives "Harper" and 14."""
    found = _COUNTED.search(name[:LONGEST])
    bare = name[: found.start()].rstrip(" ,;:–—-") if found else ""
    return (bare, int(found["count"].replace(",", ""))) if found and bare else (name, None)


def split_code(header: str) -> tuple[str, str]:
    """A header's code and its text ("Admin1-The school ..." gives "Admin1"); the code is "" where there is none."""
    found = _QUESTION_CODE.match(header)
    if found is None:
        return "", header.strip()
    return found["code"].strip(), found["text"].strip()


def shortened(text: str, limit: int = 60) -> str:
    """The text, cut at a word with an ellipsis where it is longer than the limit."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:.-") + "…"


def listed(names: list[str] | tuple[str, ...], most: int = 6) -> str:
    """Names in a sentence: "a, b and c", or the first of them "and 9 more"."""
    if len(names) > most:
        return ", ".join(names[:most]) + f" and {len(names) - most} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else "none"


def counted(count: int, noun: str, plural: str = "") -> str:
    """A count with its noun: "1 row", "2,345 rows"."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
