"""Queries on imports and on the answers remembered for files of one shape."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from collab.model import ImportRecord, Kind
from collab.store.tables import import_ as table
from collab.store.tables import mapping
from collab.store.unit import AnyRow, Unit


def _object(row: AnyRow) -> ImportRecord:
    return ImportRecord(
        id=row.id,
        round_id=row.round_id,
        file_name=row.file_name,
        at=row.at,
        actor=row.actor_name,
        kind=Kind(row.kind),
        summary=row.summary,
        undone_at=row.undone_at,
    )


def insert_import(unit: Unit, row: dict[str, Any]) -> None:
    """A new import; the person who acts is its actor."""
    unit.insert(table, [row | {"actor_key": unit.person.key, "actor_name": unit.person.name, "undone_at": None}])


def import_row(unit: Unit, import_id: str) -> AnyRow | None:
    """Everything about one import."""
    return unit.row(sa.select(table).where(table.c.id == import_id))


def imports_of(unit: Unit, initiative_id: str) -> tuple[ImportRecord, ...]:
    """The imports of an initiative, the latest first."""
    query = sa.select(table).where(table.c.initiative_id == initiative_id)
    return tuple(_object(row) for row in unit.rows(query.order_by(table.c.at.desc(), table.c.id.desc())))


def standing_in(unit: Unit, round_id: str) -> tuple[AnyRow, ...]:
    """The imports of a round that are not undone, the earliest first."""
    query = sa.select(table).where(table.c.round_id == round_id, table.c.undone_at.is_(None))
    return tuple(unit.rows(query.order_by(table.c.at, table.c.id)))


def mark_undone(unit: Unit, import_id: str, at: datetime) -> None:
    """An import no longer stands."""
    unit.run(sa.update(table).where(table.c.id == import_id).values(undone_at=at))


def remembered(unit: Unit) -> dict[str, dict[str, object]]:
    """Shape -> answers that were given for files of it."""
    return {row.shape: dict(row.answers) for row in unit.rows(sa.select(mapping))}


def remembered_from(unit: Unit, shape: str) -> str | None:
    """The name of the file whose answers are remembered for a shape; None where none are."""
    query = sa.select(table.c.file_name).join(mapping, mapping.c.import_id == table.c.id)
    name = unit.value(query.where(mapping.c.shape == shape))
    return None if name is None else str(name)


def remembered_row(unit: Unit, shape: str) -> dict[str, Any] | None:
    """What is remembered for a shape, as a plain row."""
    row = unit.row(sa.select(mapping).where(mapping.c.shape == shape))
    return dict(row._mapping) if row is not None else None


def remember(unit: Unit, shape: str, answers: dict[str, object], import_id: str) -> None:
    """Remember these answers for files of this shape, in place of older ones."""
    put_back(unit, shape, {"shape": shape, "answers": answers, "import_id": import_id})


def put_back(unit: Unit, shape: str, row: dict[str, Any] | None) -> None:
    """Remember exactly this plain row for a shape; None: nothing."""
    unit.run(sa.delete(mapping).where(mapping.c.shape == shape))
    if row is not None:
        unit.insert(mapping, [row])
