"""What a file's name says about initiative and round. Proposals only: a person can change both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from collab.ui.wording import season

LONGEST = 80
_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.](0[1-9]|1[0-2])[-_.](0[1-9]|[12]\d|3[01])([-_.T ]\d\d[-_.:h]?\d\d)*(?!\d)")
_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[-–_/]\s*((?:20)?\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SEASON = re.compile(r"\b(spring|summer|autumn|fall|winter)\b", re.IGNORECASE)
_TOOL_WORDS = re.compile(
    r"\b(all versions|labels|numeric|values|responses|raw data|export|results|final|copy|data)\b|\(\d+\)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NameProposal:
    """What a file's name proposes; initiative is "" where the name says nothing."""

    initiative: str
    round_label: str


def propose(file_name: str, today: date) -> NameProposal:
    """Initiative and round from a file's name: "parent_survey_2018-19.xlsx" is "Parent survey", "2018-19"."""
    stem = PurePath(file_name).stem
    label, rest = _round_of(stem)
    words = _TOOL_WORDS.sub(" ", re.sub(r"[_\-–.]+", " ", rest))
    name = " ".join(words.split())[:LONGEST].strip(" ,")
    has_word = any(character.isalpha() for character in name)
    return NameProposal(name[:1].upper() + name[1:] if has_word else "", label or season(today))


def _round_of(stem: str) -> tuple[str, str]:
    """The label of a round that stands in a name, and the name without it."""
    if found := _DAY.search(stem):
        return season(date(int(found[1]), int(found[2]), 1)), _without(stem, found)
    if (found := _SCHOOL_YEAR.search(stem)) and int(found[2]) % 100 == (int(found[1]) + 1) % 100:
        return f"{found[1]}-{found[2][-2:]}", _without(stem, found)
    if found := _YEAR.search(stem):
        named = _SEASON.search(stem.replace("_", " "))
        rest = _without(stem, found)
        if named:
            return f"{named[1].capitalize()} {found[1]}", re.sub(named[1], " ", rest)
        return found[1], rest
    return "", stem


def _without(stem: str, found: re.Match[str]) -> str:
    return f"{stem[: found.start()]} {stem[found.end() :]}"
