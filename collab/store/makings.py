"""What an import had made, as its undo finds it: gone where nothing else uses it, kept where a person changed it."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from collab.store import journeys, removal
from collab.store.changes import REMOVE, SET_PART, SET_ROLE
from collab.store.initiatives import children_of, predecessors_of
from collab.store.rounds import is_empty
from collab.store.tables import (
    alias,
    history,
    import_,
    initiative,
    instrument,
    participation,
    partner,
    partner_change,
    removed_response,
    reported,
    response,
    round_,
    set_aside_reported,
    set_aside_response,
    superseded_reported,
    superseded_response,
)
from collab.store.unit import AnyRow, Unit

_EDITS = ("edit_initiative", "set_standing", "set_parent")


def remove_makings(unit: Unit, record: AnyRow) -> Iterator[str]:
    """Remove round, partners, instrument and initiative that the import had made, where nothing else uses them."""
    yield from _remove_round(unit, record)
    yield from _remove_partners(unit, record)
    used = sa.select(round_.c.id).where(round_.c.instrument_id == instrument.c.id).exists()
    unit.run(sa.delete(instrument).where(instrument.c.import_id == record.id, ~used))
    yield from _remove_initiative(unit, record)


def _remove_round(unit: Unit, record: AnyRow) -> Iterator[str]:
    """A round that somebody has changed since (its label, state or date) is later work, and stays without answers.

    So does one that conclusions were drawn from.
    """
    rests = sa.select(import_.c.id).where(import_.c.round_id == record.round_id, import_.c.id != record.id)
    rests = rests.where(import_.c.undone_at.is_(None)).limit(1)
    if not is_empty(unit, record.round_id) or unit.value(rests) is not None:
        return
    unit.run(sa.delete(removed_response).where(removed_response.c.round_id == record.round_id))
    row = unit.row(sa.select(round_).where(round_.c.id == record.round_id, round_.c.import_id == record.id))
    if row is None:
        return
    if journeys.is_concluded(unit, row.id):
        yield f"The round “{row.label}” stays, without answers: conclusions were drawn from it."
    elif (row.label, row.state, row.held_on) == (record.round_label, "revealed", None):
        unit.run(sa.delete(round_).where(round_.c.id == record.round_id))
    else:
        yield f"The round “{row.label}” stays, without answers: somebody has changed it since."


def _remove_partners(unit: Unit, record: AnyRow) -> Iterator[str]:
    kept = []
    for row in unit.rows(sa.select(participation.c.partner_id).where(participation.c.import_id == record.id)):
        if _is_used_in(unit, row.partner_id, record.initiative_id):
            continue
        if _was_changed_since(unit, row.partner_id, record):
            kept.append(row.partner_id)
            continue
        same = (participation.c.partner_id == row.partner_id, participation.c.import_id == record.id)
        unit.run(sa.delete(participation).where(*same))
    for row in unit.rows(sa.select(partner.c.id).where(partner.c.import_id == record.id)):
        if not _is_used_anywhere(unit, row.id):
            unit.run(sa.delete(alias).where(alias.c.partner_id == row.id))
            unit.run(sa.delete(partner_change).where(partner_change.c.partner_id == row.id))
            unit.run(sa.delete(partner).where(partner.c.id == row.id))
    if kept:
        names = [row.name for row in unit.rows(sa.select(partner.c.name).where(partner.c.id.in_(kept)))]
        yield _partners_stay(sorted(names))


def _partners_stay(names: list[str]) -> str:
    if len(names) == 1:
        return f"The partner “{names[0]}” stays, without these answers: somebody has changed it since."
    listed = ", ".join(f"“{name}”" for name in names[:5]) + (" and others" if len(names) > 5 else "")
    return f"{len(names)} partners stay, without these answers: somebody has changed them since ({listed})."


def _was_changed_since(unit: Unit, partner_id: str, record: AnyRow) -> bool:
    """A person gave the partner another part here, or another name or sector where the import had made it, or the
    journey of the initiative names it."""
    ours = sa.select(partner.c.id).where(partner.c.id == partner_id, partner.c.import_id == record.id).exists()
    part = partner_change.c.kind.in_((SET_ROLE, SET_PART)) & (partner_change.c.initiative_id == record.initiative_id)
    texts = partner_change.c.kind.in_(("rename", "set_sector")) & ours
    query = sa.select(partner_change.c.id).where(partner_change.c.partner_id == partner_id, part | texts)
    query = query.where(partner_change.c.undone_at.is_(None), partner_change.c.at > record.at)
    return unit.value(query.limit(1)) is not None or journeys.names_partner(unit, partner_id, record.initiative_id)


def _is_used_in(unit: Unit, partner_id: str, initiative_id: str) -> bool:
    """Answers or figures of this partner in the initiative, present or kept for another undo.

    Where it was removed from the initiative, what is kept comes back together with its taking part.
    """
    rounds = sa.select(round_.c.id).where(round_.c.initiative_id == initiative_id)
    left = sa.select(partner_change.c.id).where(
        partner_change.c.kind == REMOVE,
        partner_change.c.undone_at.is_(None),
        partner_change.c.partner_id == partner_id,
        partner_change.c.initiative_id == initiative_id,
    )
    kept = (superseded_response, superseded_reported, set_aside_response, set_aside_reported)
    tables = (response, reported) if unit.value(left.limit(1)) is not None else (response, reported, *kept)
    held = (
        sa.select(table.c.partner_id).where(table.c.partner_id == partner_id, table.c.round_id.in_(rounds))
        for table in tables
    )
    return any(unit.value(query.limit(1)) is not None for query in held)


def _is_used_anywhere(unit: Unit, partner_id: str) -> bool:
    columns = (
        response.c.partner_id,
        reported.c.partner_id,
        superseded_response.c.partner_id,
        superseded_reported.c.partner_id,
        set_aside_response.c.partner_id,
        set_aside_reported.c.partner_id,
        participation.c.partner_id,
        partner.c.merged_into,
        partner_change.c.other_id,
    )
    held = any(unit.value(sa.select(column).where(column == partner_id).limit(1)) for column in columns)
    return held or journeys.names_partner(unit, partner_id)


def _remove_initiative(unit: Unit, record: AnyRow) -> Iterator[str]:
    """An initiative that the import made goes with it where it is empty, with its history, as when it is deleted."""
    users = (round_.c.initiative_id, participation.c.initiative_id)
    used = any(
        unit.value(sa.select(column).where(column == record.initiative_id).limit(1)) is not None for column in users
    )
    standing = sa.select(import_.c.id).where(import_.c.initiative_id == record.initiative_id)
    others = unit.value(standing.where(import_.c.undone_at.is_(None), import_.c.id != record.id).limit(1))
    made = (initiative.c.id == record.initiative_id, initiative.c.import_id == record.id)
    row = unit.row(sa.select(initiative.c.name).where(*made))
    if used or others is not None or row is None:
        return
    if _was_worked_on(unit, record.initiative_id):
        yield f"The initiative “{row.name}” stays: somebody has edited it since."
    else:
        removal.delete_initiative(unit, record.initiative_id)


def _was_worked_on(unit: Unit, initiative_id: str) -> bool:
    """Somebody edited the initiative, began its journey, put others under it or let their work go on in it."""
    edits = sa.select(history.c.id).where(history.c.initiative_id == initiative_id, history.c.what.in_(_EDITS))
    edited = unit.value(edits.limit(1)) is not None
    related = children_of(unit, initiative_id) or predecessors_of(unit, initiative_id)
    return edited or journeys.is_begun(unit, initiative_id) or bool(related)
