"""Queries on initiatives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from collab.errors import NotFound
from collab.model import Initiative, Outcome, Standing
from collab.store.keys import name_key, new_key
from collab.store.tables import initiative as table
from collab.store.unit import AnyRow, Unit, now


def _object(row: AnyRow) -> Initiative:
    return Initiative(
        id=row.id,
        name=row.name,
        place=row.place,
        purpose=row.purpose,
        made_up=row.made_up,
        version=row.version,
        governance=row.governance,
        parent_id=row.parent_id,
        standing=Standing(row.standing),
        standing_on=row.standing_on,
        standing_reason=row.standing_reason,
        outcome=Outcome(row.outcome),
        lesson=row.lesson,
        area=row.area,
        successor_id=row.successor_id,
        activity=row.activity,
        active_at=row.active_at or row.created_at,
    )


def all_initiatives(unit: Unit) -> tuple[Initiative, ...]:
    """Every initiative, by name."""
    return tuple(_object(row) for row in unit.rows(sa.select(table).order_by(table.c.name_key)))


def activities(unit: Unit) -> dict[str, int]:
    """Initiative id -> its activity, by name: what tells whether anything kept about one is out of date."""
    query = sa.select(table.c.id, table.c.activity).order_by(table.c.name_key)
    return {row[0]: row[1] for row in unit.rows(query)}


def initiatives_of(unit: Unit, ids: Sequence[str]) -> tuple[Initiative, ...]:
    """The initiatives of these ids, by name."""
    query = sa.select(table).where(table.c.id.in_(ids)).order_by(table.c.name_key)
    return tuple(_object(row) for row in unit.rows(query))


def latest_first(unit: Unit) -> tuple[Initiative, ...]:
    """Every initiative; the one that was worked on last comes first."""
    moment = sa.func.coalesce(table.c.active_at, table.c.created_at)
    return tuple(_object(row) for row in unit.rows(sa.select(table).order_by(moment.desc(), table.c.name_key)))


def initiative_by_id(unit: Unit, initiative_id: str) -> Initiative:
    """The initiative of this id; NotFound where there is none."""
    row = unit.row(sa.select(table).where(table.c.id == initiative_id))
    if row is None:
        raise NotFound("This initiative does not exist, or no longer does.")
    return _object(row)


def exists(unit: Unit, initiative_id: str) -> bool:
    """Whether there is an initiative of this id."""
    return unit.value(sa.select(table.c.id).where(table.c.id == initiative_id)) is not None


def initiative_named(unit: Unit, name: str) -> Initiative | None:
    """The initiative of this name in any case and spacing."""
    row = unit.row(sa.select(table).where(table.c.name_key == name_key(name)))
    return _object(row) if row is not None else None


def insert_initiative(
    unit: Unit,
    *,
    name: str,
    place: str = "",
    purpose: str = "",
    made_up: bool = False,
    import_id: str | None = None,
) -> Initiative:
    """A new one; its name is free."""
    made = Initiative(id=new_key(), name=name, place=place, purpose=purpose, made_up=made_up)
    row = {"id": made.id, "name": name, "name_key": name_key(name), "place": place, "purpose": purpose}
    more = {"made_up": made_up, "version": 1, "created_at": now(), "import_id": import_id}
    unit.insert(table, [row | more])
    return made


def update_initiative(unit: Unit, present: Initiative, **values: Any) -> None:
    """Other values of its own columns, and a version more."""
    if "name" in values:
        values["name_key"] = name_key(values["name"])
    unit.run(sa.update(table).where(table.c.id == present.id).values(version=present.version + 1, **values))


def children_of(unit: Unit, initiative_id: str) -> tuple[Initiative, ...]:
    """The initiatives under this one, by name."""
    query = sa.select(table).where(table.c.parent_id == initiative_id).order_by(table.c.name_key)
    return tuple(_object(row) for row in unit.rows(query))


def predecessors_of(unit: Unit, initiative_id: str) -> tuple[Initiative, ...]:
    """The initiatives whose work goes on in this one, by name."""
    query = sa.select(table).where(table.c.successor_id == initiative_id).order_by(table.c.name_key)
    return tuple(_object(row) for row in unit.rows(query))


def made_by_import(unit: Unit, import_id: str) -> str | None:
    """The id of the initiative that an import made."""
    found = unit.value(sa.select(table.c.id).where(table.c.import_id == import_id))
    return str(found) if found is not None else None
