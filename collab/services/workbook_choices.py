"""Whom the words of a drop-down meant when a workbook was written, so that they are still understood once reworded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from collab.exchange.journey_sheets import Found, FoundRow
from collab.exchange.journey_values import comparable, fingerprint
from collab.exchange.journey_workbook import BETWEEN
from collab.exchange.returned_sheets import CHOICE
from collab.journey import Goal
from collab.plans import Cause
from collab.services.action_plans import PlansView
from collab.store import partners, records
from collab.store.unit import Unit

PARTNER, GOAL, CAUSE = "partner", "goal", "cause"


def choice_marks(plans: PlansView) -> dict[str, str]:
    """What the mark remembers: field and words of a cell -> the id of what they mean; not where two go by them."""
    return (
        _marks(PARTNER, ((each.id, each.name) for each in plans.everyone))
        | _marks(GOAL, ((each.goal.goal.id, each.goal.goal.statement) for each in plans.plans))
        | _marks(CAUSE, ((each.id, each.answer) for each in plans.causes))
    )


def _marks(field: str, named: Iterable[tuple[str, str]]) -> dict[str, str]:
    every = [(_mark(field, words), key) for key, words in named]
    counts = Counter(mark for mark, _ in every)
    return {mark: key for mark, key in every if counts[mark] == 1}


def _mark(field: str, words: str) -> str:
    return f"{CHOICE}{field}{BETWEEN}{fingerprint(comparable(words))}"


def present_words(unit: Unit, initiative_id: str) -> dict[str, str]:
    """Id of each partner, goal and answer to a why -> the words that it goes by now."""
    goals = records.records(unit, Goal, initiative_id=initiative_id)
    causes = records.records(unit, Cause, initiative_id=initiative_id)
    return (
        {each.id: each.name for each in partners.partners_in(unit, initiative_id)}
        | {each.id: each.statement for each in goals}
        | {each.id: each.answer for each in causes}
    )


def in_present_words(found: Found, words: Mapping[str, str]) -> Found:
    """The rows with what was chosen from a list in the words that it goes by now; an untouched cell stays as it is."""
    return replace(found, rows=tuple(_row(each, found.marker, words) for each in found.rows))


def _row(row: FoundRow, mark: Mapping[str, str], words: Mapping[str, str]) -> FoundRow:
    key = row.target.key if row.target else row.key
    now = {}
    for field in (PARTNER, GOAL, CAUSE):
        text = row.cells.get(field, "")
        if text and fingerprint(text) != mark.get(BETWEEN.join(("was", key, field))):
            now[field] = words.get(mark.get(_mark(field, text), ""), text)
    return replace(row, cells={**row.cells, **now}) if now else row
