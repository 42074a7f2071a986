"""Queries on partners, their names and where they take part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from collab.errors import NotFound
from collab.model import Partner, Role, Sector
from collab.store.changes import REMOVE
from collab.store.keys import name_key, new_key
from collab.store.tables import alias, initiative, participation, partner_change, reported, tally
from collab.store.tables import partner as table
from collab.store.tables import round_ as round_table
from collab.store.unit import AnyRow, Unit
from collab.when import When

_SECTORS = list(Sector)
_COLUMNS = (table.c.id, table.c.name, table.c.sector, table.c.version)


@dataclass(frozen=True)
class Organisation:
    """A partner and every key its name goes by: what an import compares names with."""

    partner: Partner
    keys: tuple[str, ...]
    takes_part: bool


_PART = (*_COLUMNS, participation.c.role, participation.c.joined_on, participation.c.left_on)


def _object(row: AnyRow) -> Partner:
    return Partner(id=row.id, name=row.name, sector=Sector(row.sector), version=row.version)


def _in_its_part(row: AnyRow) -> Partner:
    return replace(_object(row), role=Role(row.role), joined_on=row.joined_on, left_on=row.left_on)


def in_order(partners: Iterable[Partner]) -> tuple[Partner, ...]:
    """By sector, then by name."""
    return tuple(sorted(partners, key=lambda partner: (_SECTORS.index(partner.sector), name_key(partner.name))))


def partner_by_id(unit: Unit, partner_id: str) -> Partner:
    """The partner of this id; NotFound where there is none or it was merged into another."""
    query = sa.select(*_COLUMNS).where(table.c.id == partner_id, table.c.merged_into.is_(None))
    row = unit.row(query)
    if row is None:
        raise NotFound("This partner does not exist, or was merged into another.")
    return _object(row)


def partners_in(unit: Unit, initiative_id: str) -> tuple[Partner, ...]:
    """The partners of an initiative, those that have left it included, by sector and name, with their part in it."""
    query = (
        sa.select(*_PART)
        .join(participation, participation.c.partner_id == table.c.id)
        .where(participation.c.initiative_id == initiative_id, table.c.merged_into.is_(None))
    )
    return in_order(_in_its_part(row) for row in unit.rows(query))


def partners_of_each(unit: Unit, initiative_ids: Sequence[str]) -> dict[str, tuple[Partner, ...]]:
    """Initiative id -> its partners as partners_in gives them; an initiative without partners is not there."""
    query = (
        sa.select(*_PART, participation.c.initiative_id)
        .join(participation, participation.c.partner_id == table.c.id)
        .where(participation.c.initiative_id.in_(initiative_ids), table.c.merged_into.is_(None))
    )
    found: dict[str, list[Partner]] = {}
    for row in unit.rows(query):
        found.setdefault(row.initiative_id, []).append(_in_its_part(row))
    return {key: in_order(each) for key, each in found.items()}


def names_of(unit: Unit, partner_ids: Sequence[str]) -> dict[str, str]:
    """Partner id -> name, merged partners included."""
    query = sa.select(table.c.id, table.c.name).where(table.c.id.in_(partner_ids))
    return {row.id: row.name for row in unit.rows(query)}


def is_made_up(unit: Unit, partner_id: str) -> bool:
    """Whether the partner belongs to the sample."""
    return bool(unit.value(sa.select(table.c.made_up).where(table.c.id == partner_id)))


def initiatives_with(unit: Unit, partner_id: str) -> tuple[str, ...]:
    """The ids of the initiatives in which a partner takes part."""
    query = sa.select(participation.c.initiative_id).where(participation.c.partner_id == partner_id)
    return tuple(row[0] for row in unit.rows(query.order_by(participation.c.initiative_id)))


def organisations(unit: Unit, initiative_id: str | None, *, made_up: bool) -> tuple[Organisation, ...]:
    """Everyone a name in a file could mean: partners of the initiative first, then those elsewhere.

    Made-up and real organisations are never offered for one another. One that was removed from its only
    initiative is still known.
    """
    takes_part = sa.select(participation.c.partner_id)
    removed = sa.select(partner_change.c.partner_id)
    removed = removed.where(partner_change.c.kind == REMOVE, partner_change.c.undone_at.is_(None))
    query = sa.select(*_COLUMNS, table.c.name_key).where(
        table.c.made_up == made_up,
        table.c.merged_into.is_(None),
        table.c.id.in_(takes_part) | table.c.id.in_(removed),
    )
    inside = {partner.id: partner for partner in partners_in(unit, initiative_id)} if initiative_id else {}
    keys: dict[str, list[str]] = {}
    for row in unit.rows(sa.select(alias.c.partner_id, alias.c.name_key)):
        keys.setdefault(row.partner_id, []).append(row.name_key)
    found = [
        Organisation(
            partner=inside.get(row.id, _object(row)),
            keys=(row.name_key, *keys.get(row.id, ())),
            takes_part=row.id in inside,
        )
        for row in unit.rows(query.order_by(table.c.id))
    ]
    return tuple(sorted(found, key=lambda organisation: not organisation.takes_part))


def partner_named(unit: Unit, initiative_id: str, name: str) -> Partner | None:
    """The partner of this initiative that has this name, in any case and spacing."""
    wanted = name_key(name)
    return next((each for each in partners_in(unit, initiative_id) if name_key(each.name) == wanted), None)


def insert_partner(unit: Unit, *, name: str, sector: Sector, made_up: bool, import_id: str | None = None) -> Partner:
    """A new organisation that takes part nowhere yet."""
    made = Partner(id=new_key(), name=name, sector=sector)
    row = {"id": made.id, "name": name, "name_key": name_key(name), "sector": str(sector), "made_up": made_up}
    unit.insert(table, [row | {"version": 1, "merged_into": None, "import_id": import_id}])
    return made


def take_part(
    unit: Unit,
    initiative_id: str,
    partner_id: str,
    *,
    role: Role = Role.PARTNER,
    joined_on: When | None = None,
    left_on: When | None = None,
    import_id: str | None = None,
) -> None:
    """Let a partner take part in an initiative in which it does not yet."""
    row = {
        "initiative_id": initiative_id,
        "partner_id": partner_id,
        "role": str(role),
        "import_id": import_id,
        "joined_on": joined_on,
        "left_on": left_on,
    }
    unit.insert(participation, [row])


def end_part(unit: Unit, initiative_id: str, partner_id: str) -> None:
    """Let a partner no longer take part."""
    same = (participation.c.initiative_id == initiative_id, participation.c.partner_id == partner_id)
    unit.run(sa.delete(participation).where(*same))


def participations_of(unit: Unit, partner_id: str) -> list[dict[str, Any]]:
    """In which initiatives a partner takes part, as plain rows that JSON can hold."""
    query = sa.select(participation).where(participation.c.partner_id == partner_id)
    rows = unit.rows(query.order_by(participation.c.initiative_id))
    return [{name: _plain(value) for name, value in row._mapping.items()} for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, When) else value


def restore_participations(unit: Unit, rows: list[dict[str, Any]]) -> None:
    """Put plain rows of participations_of back, where their initiative still exists."""
    present = {row[0] for row in unit.rows(sa.select(initiative.c.id))}
    unit.insert(participation, [row | part_dates(row) for row in rows if row["initiative_id"] in present])


def part_dates(row: Mapping[str, Any]) -> dict[str, When | None]:
    """When a partner joined and left, of a plain row; rows that were kept before there were such times have none."""
    return {name: When.read(row[name]) if row.get(name) else None for name in ("joined_on", "left_on")}


def set_part(
    unit: Unit, initiative_id: str, partner_id: str, *, role: Role, joined_on: When | None, left_on: When | None
) -> None:
    """Another role, or another time of joining or leaving, in this initiative."""
    same = (participation.c.initiative_id == initiative_id, participation.c.partner_id == partner_id)
    values = {"role": str(role), "joined_on": joined_on, "left_on": left_on}
    unit.run(sa.update(participation).where(*same).values(**values))


def update_partner(unit: Unit, present: Partner, *, name: str, sector: Sector) -> Partner:
    """Another name or sector, and a version more."""
    values = {"name": name, "name_key": name_key(name), "sector": str(sector), "version": present.version + 1}
    unit.run(sa.update(table).where(table.c.id == present.id).values(**values))
    return replace(present, name=name, sector=sector, version=present.version + 1)


def set_merged(unit: Unit, partner_id: str, into: str | None) -> None:
    """Mark a partner as merged into another, or (None) as itself again."""
    unit.run(sa.update(table).where(table.c.id == partner_id).values(merged_into=into))


def add_alias(unit: Unit, partner_id: str, key: str, *, made_by: str) -> None:
    """Remember that a name means this partner. made_by: the import or change that can be undone."""
    known = sa.select(alias.c.name_key).where(alias.c.partner_id == partner_id, alias.c.name_key == key)
    if unit.value(known) is None:
        unit.insert(alias, [{"partner_id": partner_id, "name_key": key, "made_by": made_by}])


def aliases_of(unit: Unit, partner_id: str) -> tuple[str, ...]:
    """The further names of a partner."""
    return tuple(row[0] for row in unit.rows(sa.select(alias.c.name_key).where(alias.c.partner_id == partner_id)))


def remove_aliases(unit: Unit, *, made_by: str) -> None:
    """Forget the names that one import or change brought."""
    unit.run(sa.delete(alias).where(alias.c.made_by == made_by))


def sheets_by_partner(unit: Unit, initiative_id: str) -> dict[str, int]:
    """Partner id -> answer sheets in all rounds of an initiative, from the tallies of one factor of each round."""
    first = (
        sa.select(tally.c.round_id, sa.func.min(tally.c.factor).label("factor"))
        .join(round_table, round_table.c.id == tally.c.round_id)
        .where(round_table.c.initiative_id == initiative_id)
        .group_by(tally.c.round_id)
        .subquery()
    )
    same = (tally.c.round_id == first.c.round_id) & (tally.c.factor == first.c.factor)
    query = sa.select(tally.c.partner_id, sa.func.sum(tally.c.n)).join(first, same).group_by(tally.c.partner_id)
    return {row[0]: int(row[1]) for row in unit.rows(query)}


def averages_by_partner(unit: Unit, initiative_id: str) -> dict[str, int]:
    """Partner id -> reported figures in all rounds of an initiative."""
    query = sa.select(reported.c.partner_id, sa.func.count()).join(round_table, round_table.c.id == reported.c.round_id)
    query = query.where(round_table.c.initiative_id == initiative_id).group_by(reported.c.partner_id)
    return {row[0]: int(row[1]) for row in unit.rows(query)}


def initiatives_by_partner(unit: Unit) -> dict[str, int]:
    """Partner id -> in how many initiatives it takes part."""
    query = sa.select(participation.c.partner_id, sa.func.count()).group_by(participation.c.partner_id)
    return {row[0]: int(row[1]) for row in unit.rows(query)}
