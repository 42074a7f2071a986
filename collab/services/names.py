"""Names and other short texts that people type, cleaned; and the check that nobody saved in between."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from collab.errors import NotAllowed, StaleVersion

LONGEST_NAME = 200
LONGEST_TEXT = 5000


def clean_name(text: str, what: str) -> str:
    """One line without control characters; NotAllowed where nothing is left or it is too long.

    what begins the sentence: "The name of the initiative".
    """
    name = " ".join(_printable(text).split())
    if not name:
        raise NotAllowed(f"{what} is empty. Type at least one letter.")
    if len(name) > LONGEST_NAME:
        raise NotAllowed(f"{what} has {len(name)} characters; at most {LONGEST_NAME} are allowed. Shorten it.")
    return name


def clean_text(text: str, what: str) -> str:
    """Text of several lines without control characters; NotAllowed where it is too long."""
    kept = _printable(text).strip()
    if len(kept) > LONGEST_TEXT:
        raise NotAllowed(f"{what} has {len(kept)} characters; at most {LONGEST_TEXT} are allowed. Shorten it.")
    return kept


def clean_required(text: str, what: str) -> str:
    """clean_text that must not be empty; NotAllowed where nothing is left."""
    kept = clean_text(text, what)
    if not kept:
        raise NotAllowed(f"{what} is empty. Type at least one letter.")
    return kept


def _printable(text: str) -> str:
    """The text without control characters. A tab, which not every spreadsheet program keeps, is a space."""
    spaced = text.replace("\t", " ")
    return "".join(sign for sign in spaced if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs"))


def refuse_stale(
    given: int, present: int, *, mine: Mapping[str, object], theirs: Mapping[str, object], what: str
) -> None:
    """StaleVersion, with both texts, where somebody else saved since the person looked."""
    if given != present:
        raise StaleVersion(
            f"Somebody else changed {what} while you were editing. Nothing of yours was saved. "
            "Compare both texts and save again.",
            mine=dict(mine),
            theirs=dict(theirs),
        )
