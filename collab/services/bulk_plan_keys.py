"""Which step each row of a sheet of plans is about, where rows were copied, reworded, or sorted without their keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from collab.errors import Problem
from collab.exchange.journey_sheets import Found, FoundRow
from collab.exchange.journey_values import fingerprint
from collab.services.bulk_cells import cut
from collab.services.bulk_memory import Memory


@dataclass(frozen=True)
class _Sheet:
    """Rows beside what the workbook remembers. prints: row by row the fingerprint of each cell."""

    rows: Sequence[FoundRow]
    memory: Memory
    prints: Sequence[Mapping[str, str]]

    @cached_property
    def by_words(self) -> dict[str, list[str]]:
        """Fingerprint of the words of a step -> keys of the rows that said so."""
        found: dict[str, list[str]] = {}
        for key in self.memory.keys:
            found.setdefault(self.memory.was(key, "step") or "", []).append(key)
        return found

    @cached_property
    def by_number(self) -> dict[str, str]:
        """Fingerprint of a number -> the key of the row that bore it."""
        return {print_: key for key in self.memory.keys if (print_ := self.memory.was(key, "number"))}

    def is_so(self, at: int, key: str, name: str) -> bool:
        """Whether a cell of a row holds what the row with this key held."""
        return self.memory.was(key, name) == self.prints[at].get(name)

    def numbered(self, at: int) -> str:
        """The key of the row that bore the number of this one; "" where none did, or it has none."""
        return self.by_number.get(self.prints[at].get("number", ""), "") if self.rows[at].cells.get("number") else ""

    def is_its_own(self, at: int) -> bool:
        """Whether key, words and number of a row agree."""
        key = self.rows[at].key
        return key in self.memory.keys and self.is_so(at, key, "step") and self.numbered(at) in ("", key)

    def alike(self, at: int, key: str) -> tuple[bool, int, bool]:
        """How much a row is like the one with this key was."""
        own = self.rows[at].key == key
        same = sum(self.is_so(at, key, name) for name in self.prints[at])
        return own and self.numbered(at) in ("", key), same, own


def keyed(found: Found) -> tuple[Found, tuple[Problem, ...]]:
    """Rows with the key that is truly theirs, "" where they are new; a problem for each that nobody can tell of."""
    prints = [{name: fingerprint(text) for name, text in row.cells.items()} for row in found.rows]
    sheet = _Sheet(found.rows, Memory(found.marker), prints)
    owners = _owners(sheet)
    taken = set(owners.values())
    reworded = {row.key for at, row in enumerate(sheet.rows) if at not in owners} - taken
    rows, problems = [], []
    for at, row in enumerate(sheet.rows):
        number = sheet.numbered(at)
        is_keyed = row.key in sheet.memory.keys or "key" not in found.columns
        if at in owners or not is_keyed or (row.key in taken and _is_said_twice(sheet, at)):
            rows.append(replace(row, key=owners.get(at, row.key)))
        elif number and number != row.key and (row.key in reworded - {""} or number not in taken | reworded):
            problems.append(_of_another(row))
        else:
            rows.append(replace(row, key=row.key if row.key in reworded else ""))
    return replace(found, rows=tuple(rows)), tuple(problems)


def _owners(sheet: _Sheet) -> dict[int, str]:
    """Place of a row -> the key of the step whose words it holds: first where all agrees, then where most does."""
    fitting = [at for at in range(len(sheet.rows)) if sheet.is_its_own(at)]
    claims = Counter(sheet.rows[at].key for at in fitting)
    owners = {at: sheet.rows[at].key for at in fitting if claims[sheet.rows[at].key] == 1}
    taken = set(owners.values())
    pairs = sorted(
        (
            (sheet.alike(at, key), -at, key)
            for at in range(len(sheet.rows))
            if at not in owners
            for key in sheet.by_words.get(sheet.prints[at].get("step", ""), ())
            if key not in taken
        ),
        reverse=True,
    )
    for _, before, key in pairs:
        if -before not in owners and key not in taken:
            owners[-before] = key
            taken.add(key)
    return owners


def _is_said_twice(sheet: _Sheet, at: int) -> bool:
    """Whether a row says the step of its key a second time, of the same goal: then one of the two is too many."""
    key = sheet.rows[at].key
    return sheet.is_so(at, key, "step") and sheet.is_so(at, key, "goal")


def _of_another(row: FoundRow) -> Problem:
    return Problem(
        f"The number of “{cut(row.named)}” and its hidden key name two different steps, so nobody can tell which.",
        "",
        "Clear the row. Write a new step in an empty row; change the words of another one on the page of action plans.",
        sheet=row.sheet,
        row=row.row,
    )
