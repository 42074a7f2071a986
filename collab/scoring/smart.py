"""Soft checks of a SMART goal: each says whether a part of it is there, none forbids anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LEAST_WORDS = 5
_NUMBER = re.compile(r"\d|\b(all|every|half|double|twice|none|zero)\b", re.IGNORECASE)


class Smart(StrEnum):
    """The five parts of a SMART goal."""

    SPECIFIC = "specific"
    MEASURABLE = "measurable"
    ATTAINABLE = "attainable"
    RESULTS = "results_oriented"
    DATED = "dated"


@dataclass(frozen=True)
class SmartCheck:
    """Whether one part is there, and a hint where it is not."""

    part: Smart
    there: bool
    hint: str = ""


def smart_checks(
    *, statement: str, measure: str, target: str, attainable: str, result: str, due_on: date | None
) -> tuple[SmartCheck, ...]:
    """The five checks in the order of the word. They look for what is written, not for whether it is wise."""
    words = len(statement.split())
    countable = _NUMBER.search(f"{statement} {target}") is not None
    found = (
        (Smart.SPECIFIC, words >= LEAST_WORDS, "Say who will do what, for whom and where."),
        (Smart.MEASURABLE, bool(measure.strip()) and countable, "Say what is counted, and how much of it is enough."),
        (Smart.ATTAINABLE, bool(attainable.strip()), "Say why it can be reached with the people and money at hand."),
        (Smart.RESULTS, bool(result.strip()), "Say what will be different for students or families."),
        (Smart.DATED, due_on is not None, "Give the date by which it is to be reached."),
    )
    return tuple(SmartCheck(part, there, "" if there else hint) for part, there, hint in found)
