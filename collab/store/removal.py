"""Deleting for good: a round, or an initiative with everything that is only its own."""

from __future__ import annotations

import sqlalchemy as sa

from collab.store import aside, drafts, journeys
from collab.store.changes import OF_ONE_INITIATIVE, REMOVE
from collab.store.initiatives import children_of, predecessors_of, update_initiative
from collab.store.tables import (
    alias,
    comment,
    history,
    import_,
    initiative,
    instrument,
    mapping,
    moved_reported,
    moved_response,
    participation,
    partner,
    partner_change,
    removed_response,
    reported,
    response,
    round_,
    superseded_comment,
    superseded_reported,
    superseded_response,
    tally,
)
from collab.store.unit import Unit


def delete_round(unit: Unit, round_id: str) -> None:
    """A round with its answers, figures, imports and conclusions."""
    aside.forget_round(unit, round_id)
    journeys.forget_round(unit, round_id)
    sheets = sa.select(response.c.id).where(response.c.round_id == round_id)
    imports = sa.select(import_.c.id).where(import_.c.round_id == round_id)
    unit.run(sa.delete(comment).where(comment.c.response_id.in_(sheets)))
    unit.run(sa.delete(moved_response).where(moved_response.c.response_id.in_(sheets)))
    for table in (superseded_response, superseded_comment, superseded_reported):
        unit.run(sa.delete(table).where(table.c.by_import.in_(imports)))
    for table in (response, tally, reported, removed_response, moved_reported):
        unit.run(sa.delete(table).where(table.c.round_id == round_id))
    unit.run(sa.delete(import_).where(import_.c.round_id == round_id))
    unit.run(sa.delete(round_).where(round_.c.id == round_id))
    forget_unused(unit)


def delete_initiative(unit: Unit, initiative_id: str) -> None:
    """An initiative with its rounds, journey, history and the partners that take part nowhere else."""
    for row in unit.rows(sa.select(round_.c.id).where(round_.c.initiative_id == initiative_id)):
        delete_round(unit, row.id)
    unit.run(sa.delete(import_).where(import_.c.initiative_id == initiative_id))
    journeys.forget_initiative(unit, initiative_id)
    _let_others_stand_alone(unit, initiative_id)
    unit.run(sa.delete(participation).where(participation.c.initiative_id == initiative_id))
    _delete_partners(unit, _take_part_nowhere(unit, initiative_id))
    _delete_changes(unit, initiative_id)
    unit.run(sa.delete(history).where(history.c.initiative_id == initiative_id))
    unit.run(sa.delete(initiative).where(initiative.c.id == initiative_id))
    forget_unused(unit)


def _let_others_stand_alone(unit: Unit, initiative_id: str) -> None:
    """What ran under it, or went on in it, stands by itself; its history does not name what is gone."""
    for what, column, related in (
        ("set_parent", "parent_id", children_of),
        ("set_standing", "successor_id", predecessors_of),
    ):
        for each in related(unit, initiative_id):
            update_initiative(unit, each, **{column: None})
            before, after = {column: initiative_id}, {column: None}
            unit.record(what, each.name, initiative_id=each.id, before=before, after=after)


def _take_part_nowhere(unit: Unit, initiative_id: str) -> list[str]:
    """Partners that take part in no initiative, neither themselves nor as what they were merged into.

    One that was removed from another initiative may come back there, and one that a journey names stays named.
    """
    into = {row.id: row.merged_into for row in unit.rows(sa.select(partner.c.id, partner.c.merged_into))}
    active = {row[0] for row in unit.rows(sa.select(participation.c.partner_id).distinct())}
    away = sa.select(partner_change.c.partner_id).where(
        partner_change.c.kind == REMOVE,
        partner_change.c.undone_at.is_(None),
        partner_change.c.initiative_id != initiative_id,
    )
    active |= {row[0] for row in unit.rows(away)}
    active |= {_root(partner_id, into) for partner_id in journeys.partners_named(unit)}
    return [partner_id for partner_id in into if _root(partner_id, into) not in active]


def _root(partner_id: str, into: dict[str, str | None]) -> str:
    while (further := into[partner_id]) is not None:
        partner_id = further
    return partner_id


def _delete_changes(unit: Unit, initiative_id: str) -> None:
    """Changes of this initiative's partners; those of partners that live on elsewhere can still be undone there."""
    here = partner_change.c.initiative_id == initiative_id
    unit.run(sa.delete(partner_change).where(here, partner_change.c.kind.in_(OF_ONE_INITIATIVE)))
    unit.run(sa.update(partner_change).where(here).values(initiative_id=None))


def _delete_partners(unit: Unit, partner_ids: list[str]) -> None:
    about = partner_change.c.partner_id.in_(partner_ids) | partner_change.c.other_id.in_(partner_ids)
    changes = sa.select(partner_change.c.id).where(about)
    for table in (moved_response, moved_reported):
        unit.run(sa.delete(table).where(table.c.change_id.in_(changes)))
    aside.forget_changes(unit, changes)
    unit.run(sa.delete(partner_change).where(about))
    unit.run(sa.delete(alias).where(alias.c.partner_id.in_(partner_ids)))
    unit.run(sa.update(partner).where(partner.c.merged_into.in_(partner_ids)).values(merged_into=None))
    unit.run(sa.delete(partner).where(partner.c.id.in_(partner_ids)))


def forget_unused(unit: Unit) -> None:
    """What nothing refers to any more: mappings remembered from imports that are gone (they may name organisations),
    unused instruments, and drafts about what was deleted."""
    unit.run(sa.delete(mapping).where(mapping.c.import_id.not_in(sa.select(import_.c.id))))
    used = sa.select(round_.c.instrument_id)
    unit.run(sa.delete(instrument).where(instrument.c.id.not_in(used)))
    drafts.forget_lost(unit)
