"""Whether a text holds what a person looks for: capitals and accents make no difference."""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not take apart into a plain one and a mark.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def holds(text: str, wanted: str) -> bool:
    """Whether the wanted words stand in the text as they are: "san jose" in "San José"; nothing is in every text."""
    return folded(wanted) in folded(text)


def folded(text: str) -> str:
    """The text in small letters without accents, words one space apart."""
    return " ".join(without_accents(text.casefold()).translate(_PLAIN).split())


def without_accents(text: str) -> str:
    """The text with every letter that Unicode takes apart left plain."""
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
