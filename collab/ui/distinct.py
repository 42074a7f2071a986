"""Names of things to choose from, each of them another: a list of choices tells its options apart by their words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key")


def distinct(names: Mapping[Key, str]) -> dict[Key, str]:
    """The same names; one that stood there before has a number: "Meet", "Meet (2)". They stay apart on one line, too.

    For names as they are shown, after any cutting.
    """
    given = {_on_one_line(name) for name in names.values()}
    used: set[str] = set()
    found: dict[Key, str] = {}
    for key, name in names.items():
        shown, number = name, 1
        while _on_one_line(shown) in (used if number == 1 else used | given):
            number += 1
            shown = f"{name} ({number})"
        used.add(_on_one_line(shown))
        found[key] = shown
    return found


def _on_one_line(name: str) -> str:
    return " ".join(name.split())
