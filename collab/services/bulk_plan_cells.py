"""Cells that only the sheet of action plans has: the goal, the root cause, and the steps that a step waits for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from collab.exchange.journey_sheets import Found, FoundRow, closest
from collab.exchange.journey_values import comparable
from collab.exchange.recognise.text import fold, listed
from collab.plans import PlanStep
from collab.services.bulk_cells import Unclear, cut
from collab.services.bulk_memory import Memory

MOST_NAMED = 5
_DIVIDED = re.compile(r"\s*(?:[;,&+\s]|\band\b)\s*")
_NUMBER = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True)
class Numbers:
    """What the numbers of the sheet mean. keys: number -> ids of the steps of the rows that bear it; told: id -> its
    number; before: id -> the number that it had when the workbook was downloaded; words: id -> what the step is called.
    """

    keys: Mapping[str, tuple[str, ...]]
    told: Mapping[str, str]
    before: Mapping[str, str]
    words: Mapping[str, str]

    def written(self, after: tuple[str, ...]) -> str:
        """Steps as a person is told of them: by number and words, and by words alone where the sheet has no number."""
        named = [
            f"{self.told.get(key, '')} “{cut(self.words[key])}”".strip() for key in self._ordered(after, self.told)
        ]
        return "; ".join(named)

    def then(self, after: tuple[str, ...]) -> str:
        """Steps as a cell of the workbook said them when it was downloaded."""
        ordered = self._ordered(after, self.before)
        return "; ".join(self.before.get(key) or f"“{self.words[key]}”" for key in ordered)

    def _ordered(self, after: tuple[str, ...], numbers: Mapping[str, str]) -> list[str]:
        known = [key for key in after if key in self.words]
        return sorted(known, key=lambda key: (key not in numbers, _as_number(numbers.get(key, ""))))


NO_NUMBERS = Numbers({}, {}, {}, {})


def _as_number(text: str) -> int:
    return int(text) if _NUMBER.fullmatch(text) else 0


def numbered(found: Found, steps: Mapping[str, PlanStep]) -> Numbers:
    """The numbers of the rows as they stand in the sheet; of rows that are not in it any more, as they were written."""
    before = {key: str(number) for key, number in Memory(found.marker).keys.items()}
    words = {key: each.step for key, each in steps.items()}
    bearing: dict[str, list[FoundRow]] = {}
    for row in found.rows:
        number = row.cells.get("number", "")
        if _NUMBER.fullmatch(number):
            bearing.setdefault(str(int(number)), []).append(row)
        words.setdefault(row.key, row.named)
    keys = {number: _bearers(number, rows, before) for number, rows in bearing.items()}
    told = before | {each[0]: number for number, each in keys.items() if len(each) == 1}
    return Numbers(keys, told, before, words)


def _bearers(number: str, rows: list[FoundRow], before: Mapping[str, str]) -> tuple[str, ...]:
    """Steps of the rows with a number, without a row that was copied with its number and words from the one it had."""
    first = next((row for row in rows if before.get(row.key) == number), None)
    copied = {row.key for row in rows if first and row.key not in before and fold(row.named) == fold(first.named)}
    return tuple(dict.fromkeys(row.key for row in rows if row.key not in copied))


def moved_numbers(found: Found, numbers: Numbers) -> tuple[str, ...]:
    """A note on each row whose cell still says the numbers that it said, though some of them stand elsewhere now."""
    memory, notes = Memory(found.marker), []
    steps = {number: key for key, number in numbers.before.items()}
    for row in found.rows:
        raw = row.cells.get("after", "")
        if row.key not in memory.keys or not raw or not memory.is_untouched(row.key, "after", raw):
            continue
        said = [part for part in _DIVIDED.split(raw.strip()) if part in steps]
        moved = [steps[part] for part in said if numbers.told.get(steps[part]) != part]
        if moved:
            meant = listed([f"“{cut(numbers.words[key])}”" for key in moved if key in numbers.words], most=MOST_NAMED)
            notes.append(f"Row {row.row} still says “{cut(raw)}”, which is kept as it was: it waits for {meant}.")
    return tuple(notes)


def goal_of(raw: str, *, goals: Mapping[str, str]) -> str:
    """The goal that a cell names by its words."""
    found = _named(raw, goals)
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        raise Unclear(f"{len(found)} goals are called “{cut(raw)}”.", "", "Add the step on the page of action plans.")
    allowed = listed([f"“{cut(each)}”" for each in goals.values()], most=MOST_NAMED)
    if not raw:
        raise Unclear("The row names no goal.", f"Goals here: {allowed or 'none'}.", "Choose one of them.")
    remedy = _meant(raw, goals) or "Choose one of them, or write the goal down first."
    raise Unclear(f"“{cut(raw)}” is not a goal of this initiative.", f"Goals here: {allowed or 'none'}.", remedy)


def cause_of(raw: str, *, causes: Mapping[str, str]) -> str | None:
    """The root cause that a cell names by its words; None for an empty one."""
    if not raw:
        return None
    found = _named(raw, causes)
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        remedy = "Choose it for this step on the page of action plans, and clear what was changed in the cell."
        raise Unclear(f"{len(found)} chosen root causes say “{cut(raw)}”.", "", remedy)
    allowed = listed([f"“{cut(each)}”" for each in causes.values()], most=MOST_NAMED) or "none"
    remedy = _meant(raw, causes) or "Choose one of them, clear the cell, or choose the root cause on its page first."
    raise Unclear(f"“{cut(raw)}” is not one of the chosen root causes.", f"Chosen: {allowed}.", remedy)


def _named(raw: str, known: Mapping[str, str]) -> list[str]:
    words = comparable(raw).casefold()
    return [key for key, text in known.items() if comparable(text).casefold() == words]


def _meant(raw: str, known: Mapping[str, str]) -> str:
    near = closest(raw, list(known.values()))
    return f"Did you mean “{cut(near)}”?" if near else ""


def steps_of(raw: str, *, numbers: Numbers) -> tuple[str, ...]:
    """The steps that a cell names by their numbers, as "1; 4"; in the order in which it names them."""
    found: list[str] = []
    for part in filter(None, _DIVIDED.split(raw.strip())):
        if not _NUMBER.fullmatch(part):
            raise Unclear(
                f"“{cut(raw)}” does not say which steps it waits for.",
                "Allowed: numbers of the column “No.”, as 1; 4.",
                "Write the numbers, or clear the cell.",
            )
        keys = numbers.keys.get(str(int(part)), ())
        if len(keys) != 1:
            told = f"{len(keys)} rows have the number {part}." if keys else f"No row has the number {part}."
            raise Unclear(told, "", "Give each row a number of its own, or correct the cell.")
        found += [keys[0]] if keys[0] not in found else []
    return tuple(found)
