"""Reads what a person typed as an option: names, keys, files. A fault is a sentence naming what is allowed."""

from __future__ import annotations

import json
import os
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from collab.errors import CollabError, Problem, Refused
from collab.exchange.journey_values import EARLIEST

_Key = TypeVar("_Key", bound=StrEnum)


def key_of(kind: type[_Key], value: str | None, option: str) -> _Key | None:
    """The key that was typed, None where nothing was."""
    if value is None:
        return None
    wanted = value.strip().casefold().replace("-", "_")
    found = next((key for key in kind if key.value == wanted), None)
    if found is None:
        raise CollabError(f"{option} “{value}” is not known. Allowed are: {', '.join(kind)}.")
    return found


def name_of(value: str, option: str) -> str:
    """A name that is not empty, its blanks tidied."""
    name = " ".join(value.split())
    if not name:
        raise CollabError(f"{option} is empty. Give it a name.")
    return name


def day_of(value: str | None, option: str) -> date | None:
    """The day that was typed, None where nothing was; it is not still to come, and not before EARLIEST."""
    if value is None:
        return None
    try:
        found = date.fromisoformat(value.strip())
    except ValueError as fault:
        raise CollabError(f"{option} “{value}” is not a day. Write it as 2027-03-31.") from fault
    if found.year < EARLIEST:
        raise CollabError(f"{option} “{value}” is a day of the year {found.year}. Name a day from {EARLIEST} on.")
    if found > date.today():
        raise CollabError(f"{option} “{value}” is still to come. Name a day until today.")
    return found


def file_of(path: Path) -> Path:
    """A file that can be opened for reading."""
    if not path.exists():
        raise _refused(f"There is no file “{path}”.", "Check the name and the folder.")
    if path.is_dir():
        raise _refused(f"“{path}” is a folder.", "Name one file in it.")
    if not path.is_file():
        raise _refused(f"“{path}” is not an ordinary file.", "Name a spreadsheet file.")
    if not os.access(path, os.R_OK):
        raise _refused(f"“{path}” may not be read by you.", "Ask its owner, or copy it where you may read it.")
    return path


def answers_in(path: Path | None) -> dict[str, object]:
    """The answers in a JSON file: an object of question id to choice; {} without a file."""
    if path is None:
        return {}
    try:
        answers = json.loads(file_of(path).read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise _refused(f"“{path}” is not valid JSON: {fault}.", "Write an object of question id to choice.") from fault
    if not isinstance(answers, dict):
        raise _refused(f"“{path}” holds no JSON object.", 'Write an object of question id to choice, {"id": "choice"}.')
    return answers


def _refused(found: str, remedy: str) -> Refused:
    return Refused((Problem(found, "", remedy),))
