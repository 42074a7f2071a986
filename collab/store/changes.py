"""The history, and the changes of partners that can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from collab.model import Change
from collab.store.keys import new_key
from collab.store.tables import history, participation, partner_change
from collab.store.unit import AnyRow, Unit, now

REMOVE, REMOVE_IN_ROUND = "remove", "remove_in_round"
"""Kinds of changes: a partner goes from an initiative with all that it holds there, or only from one round of it."""
SET_ROLE, SET_PART = "set_role", "set_part"
"""Kinds of changes of the part that a partner takes: of its role alone, or of when it joined and left as well."""
OF_ONE_INITIATIVE = ("add", SET_ROLE, SET_PART, REMOVE, REMOVE_IN_ROUND)
"""Kinds of changes that concern one initiative, not the partner wherever it takes part."""
RESTORED = "restored_from_a_backup"
"""What the history of every initiative says of a restore, which is not work on any of them."""


def history_of(unit: Unit, initiative_id: str, limit: int) -> tuple[Change, ...]:
    """The history of an initiative, the latest first."""
    query = sa.select(history).where(history.c.initiative_id == initiative_id)
    rows = unit.rows(query.order_by(history.c.at.desc(), history.c.id.desc()).limit(limit))
    return tuple(
        Change(
            at=row.at,
            actor=row.actor_name,
            what=row.what,
            subject=row.subject,
            before=row.before,
            after=row.after,
            import_id=row.import_id,
        )
        for row in rows
    )


def count_since(unit: Unit, initiative_id: str, since: datetime) -> int:
    """How many changes the history of an initiative has from a moment on; a restore is none."""
    query = sa.select(sa.func.count()).select_from(history).where(history.c.initiative_id == initiative_id)
    return int(unit.value(query.where(history.c.at >= since, history.c.what != RESTORED)) or 0)


def was_undone(unit: Unit, import_id: str) -> bool:
    """Whether the history says that this import was undone (its own row may be gone)."""
    query = sa.select(history.c.id).where(history.c.import_id == import_id, history.c.what == "undo_import")
    return unit.value(query.limit(1)) is not None


def insert_change(
    unit: Unit,
    kind: str,
    partner_id: str,
    *,
    initiative_id: str | None,
    before: dict[str, Any],
    after: dict[str, Any],
    other_id: str | None = None,
) -> str:
    """A change of a partner that can be undone; its id."""
    made = new_key()
    row = {
        "id": made,
        "partner_id": partner_id,
        "other_id": other_id,
        "initiative_id": initiative_id,
        "kind": kind,
    }
    actor = {"actor_key": unit.person.key, "actor_name": unit.person.name, "at": now(), "undone_at": None}
    unit.insert(partner_change, [row | actor | {"before": before, "after": after}])
    return made


def complete_change(unit: Unit, change_id: str, before: dict[str, Any]) -> None:
    """Fill in what undoing will need, once it is known."""
    unit.run(sa.update(partner_change).where(partner_change.c.id == change_id).values(before=before))


def change_row(unit: Unit, change_id: str) -> AnyRow | None:
    """Everything about one change."""
    return unit.row(sa.select(partner_change).where(partner_change.c.id == change_id))


def changes_in(unit: Unit, initiative_id: str, limit: int) -> tuple[AnyRow, ...]:
    """The latest changes of partners that take part in an initiative, without what they did in others."""
    part = sa.select(participation.c.partner_id).where(participation.c.initiative_id == initiative_id)
    everywhere = partner_change.c.partner_id.in_(part) & partner_change.c.kind.not_in(OF_ONE_INITIATIVE)
    about = everywhere | (partner_change.c.initiative_id == initiative_id)
    query = sa.select(partner_change).where(about)
    return tuple(unit.rows(query.order_by(partner_change.c.at.desc(), partner_change.c.id.desc()).limit(limit)))


def mark_undone(unit: Unit, change_id: str, at: datetime) -> None:
    """A change no longer stands."""
    unit.run(sa.update(partner_change).where(partner_change.c.id == change_id).values(undone_at=at))


def merges_since(unit: Unit, change: AnyRow) -> tuple[tuple[str, str], ...]:
    """(merged, into) of standing merges later than a change that its partner is part of, on either side."""
    part = (partner_change.c.partner_id == change.partner_id) | (partner_change.c.other_id == change.partner_id)
    query = sa.select(partner_change.c.after).where(partner_change.c.kind == "merge", part)
    query = query.where(partner_change.c.undone_at.is_(None), partner_change.c.at > change.at)
    return tuple((row.after["merged"], row.after["name"]) for row in unit.rows(query.order_by(partner_change.c.at)))


def removals_since(unit: Unit, change: AnyRow, *, initiative_id: str | None = None) -> tuple[tuple[str, str], ...]:
    """(name, from where) of standing removals of a change's partner later than it, in one initiative or (None) any."""
    query = sa.select(partner_change.c.after).where(
        partner_change.c.kind.in_((REMOVE, REMOVE_IN_ROUND)),
        partner_change.c.undone_at.is_(None),
        partner_change.c.at > change.at,
        partner_change.c.partner_id == change.partner_id,
    )
    if initiative_id is not None:
        query = query.where(partner_change.c.initiative_id == initiative_id)
    return tuple((row.after["name"], row.after["from"]) for row in unit.rows(query.order_by(partner_change.c.at)))
