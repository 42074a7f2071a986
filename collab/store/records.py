"""Frozen objects of journey and plans to rows and back: one place that knows which table keeps which kind of object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from itertools import groupby
from typing import Any, TypeVar

import sqlalchemy as sa

from collab import journey, plans
from collab.errors import NotFound
from collab.store import journey_tables as tables
from collab.store import plan_tables
from collab.store.bulk import pieces
from collab.store.tables import partner
from collab.store.unit import AnyRow, Unit

Record = TypeVar("Record")


@dataclass(frozen=True)
class Shape:
    """How one kind of object is kept, and what people call it."""

    table: sa.Table
    what: str
    enums: Mapping[str, type[StrEnum]] = field(default_factory=dict)
    tuples: frozenset[str] = frozenset()


SHAPES: dict[type[Any], Shape] = {
    journey.Goal: Shape(tables.goal, "goal", {"outcome": journey.GoalOutcome}),
    journey.Tenure: Shape(tables.tenure, "entry", {"kind": journey.TenureKind}),
    journey.StagePlan: Shape(tables.stage_plan, "plan of a stage"),
    journey.StageVisit: Shape(tables.stage_visit, "stay in a stage", {"end": journey.VisitEnd}),
    journey.MilestoneRecord: Shape(tables.milestone, "milestone", {"standing": journey.MilestoneStanding}),
    journey.Confirmation: Shape(tables.confirmation, "confirmation", {"answer": journey.Confirmed}),
    journey.Conclusion: Shape(tables.conclusion, "conclusion"),
    journey.NextStep: Shape(tables.next_step, "next step"),
    journey.Review: Shape(tables.review, "review", {"state": journey.ReviewState}, frozenset({"phases_off"})),
    journey.ReviewEntry: Shape(tables.review_entry, "entry of a review"),
    plans.Problem: Shape(plan_tables.problem, "problem"),
    plans.Cause: Shape(plan_tables.cause, "cause", {"prevents": plans.Verdict, "fits": plans.Verdict}),
    plans.LogicModel: Shape(plan_tables.logic_model, "logic model"),
    plans.LogicEntry: Shape(plan_tables.logic_entry, "entry of the logic model"),
    plans.LogicLink: Shape(plan_tables.logic_link, "link"),
    plans.ActionPlan: Shape(plan_tables.action_plan, "action plan"),
    plans.PlanStep: Shape(plan_tables.plan_step, "step of the plan", tuples=frozenset({"after"})),
}


def records(unit: Unit, kind: type[Record], *where: sa.ColumnElement[bool], **equal: Any) -> tuple[Record, ...]:
    """Every object of a kind that meets all conditions, in the order in which they were made.

    What a partner that was merged into another had said beside it is left out: the other's counts.
    """
    shape = SHAPES[kind]
    query = sa.select(shape.table).where(*where, *_equal(shape, equal)).order_by(*shape.table.primary_key.columns)
    if "partner_id" in shape.table.c:
        merged = sa.select(partner.c.id).where(partner.c.merged_into.is_not(None))
        query = query.where(shape.table.c.partner_id.is_(None) | shape.table.c.partner_id.not_in(merged))
    return tuple(_object(kind, shape, row) for row in unit.rows(query))


def by_initiative(found: Iterable[Record]) -> dict[str, tuple[Record, ...]]:
    """Initiative id -> its own objects, in the order in which they came."""
    sorted_out: dict[str, list[Record]] = {}
    for each in found:
        sorted_out.setdefault(each.initiative_id, []).append(each)  # type: ignore[attr-defined]
    return {key: tuple(own) for key, own in sorted_out.items()}


def record(unit: Unit, kind: type[Record], **equal: Any) -> Record | None:
    """The one object that meets all conditions, or None."""
    found = records(unit, kind, **equal)
    return found[0] if found else None


def record_by_id(unit: Unit, kind: type[Record], record_id: str) -> Record:
    """The object of this id; NotFound where there is none."""
    found = record(unit, kind, id=record_id)
    if found is None:
        raise NotFound(f"This {SHAPES[kind].what} does not exist, or no longer does.")
    return found


def records_by_id(unit: Unit, kind: type[Record], ids: Iterable[str]) -> dict[str, Record]:
    """Id -> the object, of those that are there."""
    where = SHAPES[kind].table.c.id.in_
    found = (each for some in pieces(sorted(set(ids))) for each in records(unit, kind, where(some)))
    return {each.id: each for each in found}  # type: ignore[attr-defined]


def add(unit: Unit, *made: Any) -> None:
    """Keep new objects; none is fine."""
    for kind, same in groupby(made, key=type):
        unit.insert(SHAPES[kind].table, [_row(each) for each in same])


def change(unit: Unit, wanted: Record) -> Record:
    """Keep another state of an object that is there; returned with one version more."""
    shape = SHAPES[type(wanted)]
    later = replace(wanted, version=wanted.version + 1)  # type: ignore[type-var, attr-defined]
    unit.run(sa.update(shape.table).where(*_same(shape, wanted)).values(**_row(later)))
    return later


def reposition(unit: Unit, ordered: Iterable[Any]) -> None:
    """Number objects of one kind from 0 in this order; what they say stays, and so does the version of each."""
    for place, each in enumerate(ordered):
        if each.position != place:
            shape = SHAPES[type(each)]
            unit.run(sa.update(shape.table).where(*_same(shape, each)).values(position=place))


def remove(unit: Unit, *gone: Any) -> None:
    """Let go of objects."""
    for each in gone:
        shape = SHAPES[type(each)]
        unit.run(sa.delete(shape.table).where(*_same(shape, each)))


def _same(shape: Shape, held: Any) -> list[sa.ColumnElement[bool]]:
    return [column == getattr(held, column.name) for column in shape.table.primary_key.columns]


def _equal(shape: Shape, equal: Mapping[str, Any]) -> list[sa.ColumnElement[bool]]:
    return [shape.table.c[name] == value for name, value in equal.items()]


def _object(kind: type[Record], shape: Shape, row: AnyRow) -> Record:
    values = {each.name: getattr(row, each.name) for each in fields(kind)}  # type: ignore[arg-type]
    values |= {name: enum(values[name]) for name, enum in shape.enums.items() if values[name] is not None}
    values |= {name: tuple(values[name]) for name in shape.tuples}
    return kind(**values)


def _row(held: Any) -> dict[str, Any]:
    shape = SHAPES[type(held)]
    row = {each.name: getattr(held, each.name) for each in fields(held)}
    row |= {name: str(row[name]) for name in shape.enums if row[name] is not None}
    row |= {name: list(row[name]) for name in shape.tuples}
    if shape.table is tables.conclusion:
        row["by"] = held.partner_id or ""
    return row
