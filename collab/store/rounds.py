"""Queries on rounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from collab.errors import NotFound
from collab.model import Kind, Measure, Mode, Round, RoundState
from collab.store.keys import name_key, new_key
from collab.store.tables import initiative, instrument, participation, reported, response, tally
from collab.store.tables import round_ as table
from collab.store.unit import AnyRow, Unit, note_activity, now


def _object(row: AnyRow) -> Round:
    return Round(
        id=row.id,
        initiative_id=row.initiative_id,
        instrument_id=row.instrument_id,
        label=row.label,
        state=RoundState(row.state),
        mode=Mode(row.mode) if row.mode else None,
        kind=Kind(row.kind) if row.kind else None,
        measure=Measure(row.measure) if row.measure else None,
        k=row.k,
        held_on=date.fromisoformat(row.held_on) if row.held_on else None,
        version=row.version,
        data_version=row.data_version,
        created_at=row.created_at,
    )


def round_by_id(unit: Unit, round_id: str) -> Round:
    """The round of this id; NotFound where there is none."""
    row = unit.row(sa.select(table).where(table.c.id == round_id))
    if row is None:
        raise NotFound("This round does not exist, or no longer does.")
    return _object(row)


def round_labelled(unit: Unit, initiative_id: str, label: str) -> Round | None:
    """The round of this label, in any case and spacing."""
    same = (table.c.initiative_id == initiative_id, table.c.label_key == name_key(label))
    row = unit.row(sa.select(table).where(*same))
    return _object(row) if row is not None else None


def rounds_in(unit: Unit, initiative_id: str | None = None) -> tuple[Round, ...]:
    """The rounds of an initiative (None: of all), the newest first."""
    newest = sa.func.coalesce(table.c.held_on, sa.func.substr(table.c.created_at, 1, 10)).desc()
    query = sa.select(table).order_by(newest, table.c.id.desc())
    if initiative_id is not None:
        query = query.where(table.c.initiative_id == initiative_id)
    return tuple(_object(row) for row in unit.rows(query))


def rounds_of_each(unit: Unit, initiative_ids: Sequence[str]) -> dict[str, tuple[Round, ...]]:
    """Initiative id -> its rounds as rounds_in gives them; an initiative without rounds is not there."""
    newest = sa.func.coalesce(table.c.held_on, sa.func.substr(table.c.created_at, 1, 10)).desc()
    query = sa.select(table).where(table.c.initiative_id.in_(initiative_ids)).order_by(newest, table.c.id.desc())
    found: dict[str, list[Round]] = {}
    for row in unit.rows(query):
        found.setdefault(row.initiative_id, []).append(_object(row))
    return {key: tuple(each) for key, each in found.items()}


def was_revealed(unit: Unit, round_id: str) -> bool:
    """Whether partners have ever seen the figures of this round."""
    return unit.value(sa.select(table.c.revealed_at).where(table.c.id == round_id)) is not None


def insert_round(
    unit: Unit,
    *,
    initiative_id: str,
    instrument_id: str,
    label: str,
    state: RoundState,
    mode: Mode | None,
    k: int,
    held_on: date | None,
    import_id: str | None = None,
) -> str:
    """A new round, with nothing in it; its id."""
    made = new_key()
    moment = now()
    row = {
        "id": made,
        "initiative_id": initiative_id,
        "instrument_id": instrument_id,
        "label": label,
        "label_key": name_key(label),
        "state": str(state),
        "mode": str(mode) if mode else None,
        "kind": None,
        "measure": None,
        "k": k,
        "held_on": held_on.isoformat() if held_on else None,
        "revealed_at": None if state is RoundState.OPEN else moment,
        "version": 1,
        "data_version": 1,
        "created_at": moment,
        "import_id": import_id,
    }
    unit.insert(table, [row])
    return made


def update_round(unit: Unit, present: Round, changes: dict[str, Any]) -> None:
    """Other values, and a version more. changes maps columns to values; enums and dates become text."""
    values = {key: _plain(value) for key, value in changes.items()}
    if "label" in values:
        values["label_key"] = name_key(values["label"])
    if values.get("state") not in (None, "open"):
        values["revealed_at"] = sa.func.coalesce(
            table.c.revealed_at, sa.bindparam("moment", now(), table.c.revealed_at.type)
        )
    unit.run(sa.update(table).where(table.c.id == present.id).values(version=present.version + 1, **values))
    touch_round(unit, present.id)


def _plain(value: Any) -> Any:
    return (
        value.isoformat()
        if isinstance(value, date)
        else (str(value) if value is not None and not isinstance(value, int) else value)
    )


def set_contents(unit: Unit, round_id: str, *, mode: str | None, kind: str | None, measure: str | None) -> None:
    """What the round holds, as the first content settles it and the last undo unsettles it."""
    unit.run(sa.update(table).where(table.c.id == round_id).values(mode=mode, kind=kind, measure=measure))


def touch_round(unit: Unit, round_id: str) -> None:
    """Figures may have changed: everything cached for this round is out of date."""
    touch = sa.update(table).where(table.c.id == round_id)
    unit.run(touch.values(data_version=table.c.data_version + 1))
    note_activity(unit, initiative.c.id.in_(sa.select(table.c.initiative_id).where(table.c.id == round_id)))


def touch_rounds_of_partner(unit: Unit, partner_id: str) -> None:
    """A name or sector changed: every round with this partner is out of date."""
    rounds = sa.select(table.c.id).join(participation, participation.c.initiative_id == table.c.initiative_id)
    touch = sa.update(table).where(table.c.id.in_(rounds.where(participation.c.partner_id == partner_id)))
    unit.run(touch.values(data_version=table.c.data_version + 1))
    part = sa.select(participation.c.initiative_id).where(participation.c.partner_id == partner_id)
    note_activity(unit, initiative.c.id.in_(part))


def is_empty(unit: Unit, round_id: str) -> bool:
    """The round holds neither responses nor averages."""
    held = (sa.select(other.c.round_id).where(other.c.round_id == round_id).limit(1) for other in (response, reported))
    return all(unit.value(query) is None for query in held)


def partners_with_content(unit: Unit, round_id: str) -> frozenset[str]:
    """The ids of partners of which the round holds answers or averages."""
    return partners_with_content_of_each(unit, [round_id]).get(round_id, frozenset())


def partners_with_content_of_each(unit: Unit, round_ids: Sequence[str]) -> dict[str, frozenset[str]]:
    """Round id -> partners_with_content; a round that holds nothing is not there."""
    found: dict[str, set[str]] = {}
    for other in (tally, reported):
        query = sa.select(other.c.round_id, other.c.partner_id).where(other.c.round_id.in_(round_ids)).distinct()
        for round_id, partner_id in unit.rows(query):
            found.setdefault(round_id, set()).add(partner_id)
    return {key: frozenset(each) for key, each in found.items()}


def settle_empty(unit: Unit, round_id: str, *, mode: str | None) -> None:
    """Where nothing is left in a round, it may hold either kind again."""
    if is_empty(unit, round_id):
        set_contents(unit, round_id, mode=mode, kind=None, measure=None)


def instrument_titles(unit: Unit) -> dict[str, str]:
    """Instrument id -> title."""
    return {row.id: row.title for row in unit.rows(sa.select(instrument.c.id, instrument.c.title))}


def contents_by_round(unit: Unit, round_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Round id -> (answer sheets, partners with content). Sheets are counted from tallies, not from responses."""
    one = sa.select(tally.c.round_id, sa.func.min(tally.c.factor).label("factor")).where(
        tally.c.round_id.in_(round_ids)
    )
    first = one.group_by(tally.c.round_id).subquery()
    same = (tally.c.round_id == first.c.round_id) & (tally.c.factor == first.c.factor)
    sheets = (
        sa.select(tally.c.round_id, sa.func.sum(tally.c.n), sa.func.count(sa.distinct(tally.c.partner_id)))
        .join(first, same)
        .group_by(tally.c.round_id)
    )
    found = {row[0]: (int(row[1]), int(row[2])) for row in unit.rows(sheets)}
    averages = sa.select(reported.c.round_id, sa.func.count(sa.distinct(reported.c.partner_id)))
    averages = averages.where(reported.c.round_id.in_(round_ids))
    found |= {row[0]: (0, int(row[1])) for row in unit.rows(averages.group_by(reported.c.round_id))}
    return found
