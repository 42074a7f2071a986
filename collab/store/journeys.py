"""Records of journey and plans as removal and undo meet them: whom they name, and letting go of all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from collab.store.journey_tables import (
    conclusion,
    confirmation,
    goal,
    milestone,
    next_step,
    review,
    review_entry,
    stage_plan,
    stage_visit,
    tenure,
)
from collab.store.plan_tables import action_plan, cause, logic_entry, logic_link, logic_model, plan_step, problem
from collab.store.tables import round_
from collab.store.unit import Unit

# Each names its initiative itself; entries do so through their review, conclusions through their round.
# What refers to another stands before it.
_PLANS = (plan_step, action_plan, logic_link, logic_entry, logic_model, cause, problem)
_OF_INITIATIVES = (*_PLANS, confirmation, goal, milestone, next_step, review, stage_plan, stage_visit, tenure)
_NAMING = (conclusion, confirmation, milestone, next_step, plan_step, review, review_entry, tenure)
# In these a partner has one row at each place.
_ONCE_EACH = {conclusion: ("round_id", "dimension"), confirmation: ("initiative_id", "stage")}


def forget_round(unit: Unit, round_id: str) -> None:
    """A round goes for good, and with it what was concluded from it and the steps that were agreed then."""
    drawn = sa.select(conclusion.c.id).where(conclusion.c.round_id == round_id)
    unit.run(sa.delete(next_step).where(next_step.c.subject_id.in_(drawn)))
    unit.run(sa.delete(conclusion).where(conclusion.c.round_id == round_id))


def forget_initiative(unit: Unit, initiative_id: str) -> None:
    """An initiative goes for good, its rounds are gone already, and with it goes its journey."""
    held = sa.select(review.c.id).where(review.c.initiative_id == initiative_id)
    unit.run(sa.delete(review_entry).where(review_entry.c.review_id.in_(held)))
    for table in _OF_INITIATIVES:
        unit.run(sa.delete(table).where(table.c.initiative_id == initiative_id))


def is_concluded(unit: Unit, round_id: str) -> bool:
    """Whether anything was concluded from a round."""
    return unit.value(sa.select(conclusion.c.id).where(conclusion.c.round_id == round_id).limit(1)) is not None


def is_begun(unit: Unit, initiative_id: str) -> bool:
    """Whether anything is recorded of the journey of an initiative, its rounds apart."""
    queries = (
        sa.select(table.c.initiative_id).where(table.c.initiative_id == initiative_id) for table in _OF_INITIATIVES
    )
    return any(unit.value(query.limit(1)) is not None for query in queries)


def partners_named(unit: Unit) -> frozenset[str]:
    """The ids of all partners that some record of a journey names."""
    return frozenset(row[0] for row in unit.rows(sa.select(_mentions().c.partner_id).distinct()))


def names_partner(unit: Unit, partner_id: str, initiative_id: str | None = None) -> bool:
    """Whether the journey of an initiative (None: of any) names a partner."""
    found = _mentions()
    query = sa.select(found.c.partner_id).where(found.c.partner_id == partner_id)
    if initiative_id is not None:
        query = query.where(found.c.initiative_id == initiative_id)
    return unit.value(query.limit(1)) is not None


def give_to_partner(unit: Unit, *, keep: str, merged: str) -> dict[str, list[list[str]]]:
    """Let keep stand where merged stood; returns what moved, as the keys of each table's rows, for take_back.

    Where both confirmed a stage, or concluded something of one dimension, what keep said counts and the other's stays
    with the merged one, unseen.
    """
    moved: dict[str, list[list[str]]] = {}
    for table in _NAMING:
        query = sa.select(*table.primary_key.columns).where(table.c.partner_id == merged)
        if table in _ONCE_EACH:
            own = table.alias("own")
            query = query.where(~sa.exists().where(own.c.partner_id == keep, *_same_place(table, own)))
        moved[table.name] = [list(row) for row in unit.rows(query)]
        _rename(unit, table, moved[table.name], source=merged, target=keep)
    return {name: rows for name, rows in moved.items() if rows}


def take_back(unit: Unit, moved: Mapping[str, Sequence[Sequence[str]]], *, keep: str, merged: str) -> None:
    """Give back what give_to_partner moved, as far as it still names keep."""
    for table in _NAMING:
        _rename(unit, table, moved.get(table.name, ()), source=keep, target=merged)


def _same_place(table: sa.Table, own: sa.FromClause) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == own.c[name] for name in _ONCE_EACH[table]]


def _rename(unit: Unit, table: sa.Table, rows: Iterable[Sequence[str]], *, source: str, target: str) -> None:
    values = {"partner_id": target} | ({"by": target} if "by" in table.c else {})
    for row in rows:
        same = [
            column == (source if column.name == "partner_id" else value)
            for column, value in zip(table.primary_key.columns, row, strict=True)
        ]
        unit.run(sa.update(table).where(*same, table.c.partner_id == source).values(**values))


def _mentions() -> sa.Subquery:
    """(partner_id, initiative_id) of every record that names a partner."""
    direct = [table for table in _OF_INITIATIVES if "partner_id" in table.c]
    entries = sa.select(review_entry.c.partner_id, review.c.initiative_id)
    drawn = sa.select(conclusion.c.partner_id, round_.c.initiative_id)
    every = (
        *(sa.select(table.c.partner_id, table.c.initiative_id) for table in direct),
        entries.join(review, review.c.id == review_entry.c.review_id),
        drawn.join(round_, round_.c.id == conclusion.c.round_id),
    )
    named = (query.where(query.selected_columns.partner_id.is_not(None)) for query in every)
    return sa.union(*named).subquery("mentions")
