"""The steps of all action plans as a sheet that comes back: compared with what is kept, checked as a whole, saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256

from collab.exchange.journey_sheets import Found, Sought
from collab.exchange.recognise.text import fold
from collab.exchange.returned_sheets import Returned, find_keyed
from collab.model import Partner
from collab.plans import Cause, PlanStep
from collab.services import bulk
from collab.services.action_plans import plans_in
from collab.services.bulk import Preview, Row, Ways
from collab.services.bulk_cells import Terms
from collab.services.bulk_memory import removed_since, whole
from collab.services.bulk_notes import notes_on, on_removed, without_removed
from collab.services.bulk_plan_cells import NO_NUMBERS, Numbers, cause_of, goal_of, moved_numbers, numbered, steps_of
from collab.services.bulk_plan_checks import Plans, checked
from collab.services.bulk_plan_keys import keyed
from collab.services.bulk_plan_new import Known, targeted
from collab.services.editing import every_said_by, save_changes
from collab.services.journey import asked_on
from collab.services.workbook_plans import TEXTS, columns
from collab.store import initiatives, records
from collab.store.unit import Unit

ATTRIBUTES = {
    "goal": "goal_id",
    "step": "step",
    "responsible": "responsible",
    "partner": "partner_id",
    "begins_on": "begins_on",
    "due_on": "due_on",
    "done_on": "done_on",
    **{name: name for name in TEXTS},
    "after": "after",
    "cause": "cause_id",
}
READ_ALONG = ("number", "key")
NOTHING_SOUGHT = Sought("step", (), {}, {})


@dataclass(frozen=True)
class _Now:
    """What is kept: every step by its id, and what its cells may name."""

    steps: Mapping[str, PlanStep]
    plans: Plans
    causes: tuple[Cause, ...]
    everyone: tuple[Partner, ...]


def titles() -> dict[str, str]:
    """Field -> what stands above its column."""
    return {each.key: each.title for each in columns()}


def read_plans(returned: Returned) -> Found:
    """The rows of the sheet."""
    read = {name: title for name, title in titles().items() if name in ATTRIBUTES or name in READ_ALONG}
    return find_keyed(returned, read, named="step")


def preview_in(unit: Unit, found: Found, initiative_id: str, take: frozenset[str]) -> Preview:
    """What the sheet would do, as things stand now, inside a unit, for who has asked permission."""
    now = _now(unit, initiative_id)
    rightly, unclear = keyed(whole(found))
    known, notes, removed = without_removed(rightly, now.steps, _terms(unit, now, NO_NUMBERS, initiative_id))
    aim = targeted(known, Known(initiative_id, now.steps, now.plans))
    numbers = numbered(aim.found, now.steps)
    terms = _terms(unit, now, numbers, initiative_id)
    gone = removed_since(unit, initiative_id, found.marker, "remove_plan_step") if aim.added else frozenset()
    asked = frozenset(row.key for row in aim.found.rows if row.key in aim.added and fold(row.named) in gone)
    names = {"step": lambda step: step.step, "goal": lambda step: now.plans.statements.get(step.goal_id, "")}
    ways = Ways(names, then={"after": numbers.then}, asked=asked)
    rows, wrong = bulk.compare(aim.found, terms, NOTHING_SOUGHT, {**now.steps, **aim.added}, take=take, ways=ways)
    rows = tuple(replace(row, is_added=True) if row.key in aim.added else row for row in rows)
    rows, faults = checked(rows, now.steps, now.plans, terms)
    problems = (*unclear, *removed, *wrong, *faults)
    labels = {key: each.step for key, each in now.steps.items()}
    said = (*notes, *on_removed(aim.found, asked), *aim.notes, *moved_numbers(aim.found, numbers))
    return Preview(
        file_name=found.file_name,
        rows=rows,
        problems=bulk.in_order(*rightly.problems, *problems),
        columns=found.columns,
        unused=found.unused,
        notes=(*said, *notes_on(aim.found, terms, labels)),
        seen=sha256(repr((initiative_id, rows, problems)).encode("utf-8", "surrogatepass")).hexdigest(),
    )


def _now(unit: Unit, initiative_id: str) -> _Now:
    view = plans_in(unit, initiative_id, date.today())
    steps = {each.step.id: each.step for plan in view.plans for each in plan.steps}
    return _Now(steps, Plans({each.goal.goal.id: each.goal.goal for each in view.plans}), view.causes, view.everyone)


def _terms(unit: Unit, now: _Now, numbers: Numbers, initiative_id: str) -> Terms:
    day = asked_on(initiatives.initiative_by_id(unit, initiative_id), date.today())
    goals, causes = now.plans.statements, {each.id: each.answer for each in now.causes}
    return Terms(
        attributes=ATTRIBUTES,
        labels={},
        partners=now.everyone,
        as_of=lambda kept, values: _done_on(kept, values) or day,
        readers={
            "goal": partial(goal_of, goals=goals),
            "cause": partial(cause_of, causes=causes),
            "after": partial(steps_of, numbers=numbers),
        },
        writers={
            "goal": lambda key: goals.get(key, ""),
            "cause": lambda key: causes.get(key, ""),
            "after": numbers.written,
        },
        titles=titles(),
    )


def _done_on(kept: PlanStep, values: Mapping[str, object]) -> date | None:
    done_on = values.get("done_on", kept.done_on)
    return done_on if isinstance(done_on, date) else None


def save_in(unit: Unit, initiative_id: str, shown: Preview) -> None:
    """Save the rows of a preview inside a unit, for who has asked permission: new steps first, since others may wait
    for them."""
    steps = {each.id: each for each in records.records(unit, PlanStep, initiative_id=initiative_id)}
    ends = {goal: _last(steps, goal) for goal in {each.goal_id for each in steps.values()}}
    made = []
    for row in (each for each in shown.saved if each.is_added):
        goal = str(row.wanted["goal_id"])
        ends[goal] = ends.get(goal, -1) + 1
        made.append(replace(row.record, **row.wanted, position=ends[goal], version=1))
    records.add(unit, *made)
    for each, said in zip(made, every_said_by(unit, made), strict=True):
        unit.record("add_plan_step", each.step, initiative_id=initiative_id, after=said)
    for row in (each for each in shown.saved if not each.is_added):
        _save_row(unit, row, ends)


def _last(steps: Mapping[str, PlanStep], goal: str) -> int:
    return max(each.position for each in steps.values() if each.goal_id == goal)


def _save_row(unit: Unit, row: Row, ends: dict[str, int]) -> None:
    step: PlanStep = row.record
    wanted = dict(row.wanted)
    saved = save_changes(
        unit,
        step,
        wanted,
        version=step.version,
        what="save_plan_step",
        subject=step.step,
        initiative_id=step.initiative_id,
    )
    if saved.goal_id != step.goal_id:
        ends[saved.goal_id] = ends.get(saved.goal_id, -1) + 1
        records.change(unit, replace(saved, position=ends[saved.goal_id]))
