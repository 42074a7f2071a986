"""Rows of a sheet of action plans that no key names: steps to be made, and steps that came since it was downloaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from collab.exchange.journey_sheets import Found, FoundRow, Target, closest
from collab.exchange.journey_values import comparable
from collab.exchange.journey_workbook import BETWEEN
from collab.exchange.recognise.text import fold
from collab.plans import PlanStep
from collab.services.bulk_cells import cut
from collab.services.bulk_memory import Memory
from collab.services.bulk_plan_checks import Plans

MOST_OF_THE_SAME_WORDS = 3


@dataclass(frozen=True)
class Known:
    """What rows can be about. steps: by their ids."""

    initiative_id: str
    steps: Mapping[str, PlanStep]
    plans: Plans


@dataclass(frozen=True)
class Targeted:
    """Each row with the step that it is about. added: steps that are still to be made, by the ids that they would get;
    notes: what a person should know of them."""

    found: Found
    added: Mapping[str, PlanStep]
    notes: tuple[str, ...]


def targeted(found: Found, known: Known) -> Targeted:
    """The rows with their steps: by key, by the words of one that came since, or one that is still to be made."""
    rows = [row if row.key in known.steps else _with_goal(row, known) for row in found.rows]
    own = _own_ids(found, rows, known)
    keys = _met(found, rows, own, known)
    taken = {*keys, *Memory(found.marker).keys}
    brought = _brought(found.marker, known, taken)
    since = [step for key, step in known.steps.items() if key not in taken]
    done, added, notes = [], {}, []
    for at, (row, key) in enumerate(zip(rows, keys, strict=True)):
        near = _nearest(row, brought, known) if not key else None
        if near is not None:
            brought.remove(near)
            key, row = near.id, replace(row, is_close=True)
            notes.append(_is_it_that(row, near))
        if not key:
            key = own[at]
            added[key] = PlanStep(key, known.initiative_id, "", "", version=0)
            other = _nearest(row, since, known)
            notes += [_beside(row, other)] if other is not None else []
        target = Target(key, _label(row, known.steps.get(key)), (), "")
        done.append(replace(row, key=key, target=target))
    return Targeted(replace(found, rows=tuple(done)), added, tuple(notes))


def _own_ids(found: Found, rows: list[FoundRow], known: Known) -> dict[int, str]:
    """Place of a row without a key -> the id that its step gets: the same row of the same workbook gets the same, so
    that bringing it twice makes one step."""
    ids, seen = {}, Counter[str]()
    for at, row in enumerate(rows):
        if row.key not in known.steps:
            words = _words(row.cells.get("goal", ""), row.named)
            ids[at] = _id(found.marker, known.initiative_id, words, seen[words])
            seen[words] += 1
    return ids


def _words(goal: str, step: str) -> str:
    return comparable(f"{goal}{BETWEEN}{step}").casefold()


def _id(mark: Mapping[str, str], initiative_id: str, words: str, number: int) -> str:
    told = (mark.get("exported_at", ""), initiative_id, words, number)
    return sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _met(found: Found, rows: list[FoundRow], own: Mapping[int, str], known: Known) -> list[str]:
    """The key of each row; "" for one that meets no step."""
    keys = [own[at] if own.get(at) in known.steps else "" if at in own else row.key for at, row in enumerate(rows)]
    taken = {*keys, *Memory(found.marker).keys}
    for at, row in enumerate(rows):
        if not keys[at]:
            keys[at] = _made_meanwhile(row, known, taken)
            taken.add(keys[at])
    return keys


def _made_meanwhile(row: FoundRow, known: Known, taken: set[str]) -> str:
    """A step of the same goal and words that the workbook does not hold yet."""
    same = (
        each.id
        for each in known.steps.values()
        if each.id not in taken
        and row.named
        and fold(comparable(each.step)) == fold(row.named)
        and _is_of(row, each, known)
    )
    return next(same, "")


def _is_of(row: FoundRow, step: PlanStep, known: Known) -> bool:
    goal = comparable(row.cells.get("goal", ""))
    return goal in ("", comparable(known.plans.statements[step.goal_id]))


def _brought(mark: Mapping[str, str], known: Known, taken: set[str]) -> list[PlanStep]:
    """Steps that this workbook brought before, and that no row of it says any more."""
    found = []
    for key, step in known.steps.items():
        words = _words(known.plans.statements[step.goal_id], step.step)
        ids = (_id(mark, known.initiative_id, words, number) for number in range(MOST_OF_THE_SAME_WORDS))
        if key not in taken and key in ids:
            found.append(step)
    return found


def _nearest(row: FoundRow, steps: list[PlanStep], known: Known) -> PlanStep | None:
    here = [each for each in steps if _is_of(row, each, known)]
    words = closest(row.named, [each.step for each in here]) if row.named else ""
    return next((each for each in here if each.step == words), None) if words else None


def _is_it_that(row: FoundRow, step: PlanStep) -> str:
    return (
        f"Row {row.row}: “{cut(row.named)}” is taken for “{cut(step.step)}”, which this workbook brought before. If it "
        "is another step, write the old one back and add this one in an empty row."
    )


def _beside(row: FoundRow, step: PlanStep) -> str:
    return (
        f"Row {row.row}: “{cut(row.named)}” is written like “{cut(step.step)}”, which was added after the workbook was "
        "downloaded. If they are the same step, clear the row."
    )


def _with_goal(row: FoundRow, known: Known) -> FoundRow:
    """A new row that names no goal is of the only one that is open, where there is just one."""
    only = known.plans.only_open
    return replace(row, cells={**row.cells, "goal": comparable(only)}) if only and not row.cells.get("goal") else row


def _label(row: FoundRow, kept: PlanStep | None) -> str:
    return cut(kept.step if kept else row.named or row.cells.get("responsible", ""))
