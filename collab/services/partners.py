"""Partners: rename, set the sector or the part that one takes, merge two that are one; each change can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from collab.errors import NotAllowed, NotFound
from collab.model import YOU, Partner, Person, Role, Sector
from collab.services.editing import told
from collab.services.merging import merge_partners, parts_taken, turned, undo_of_merge, what_merging_means
from collab.services.names import clean_name, refuse_stale
from collab.services.partner_changes import (
    PartnerChange,
    permitted_parts,
    recent_partner_changes,
    record_change,
    stored_change,
)
from collab.services.permissions import Action, permit
from collab.services.removing import held_by, remove_partner, undo_of_removal
from collab.services.times import time_given
from collab.store import Store, changes, initiatives
from collab.store import partners as queries
from collab.store.changes import OF_ONE_INITIATIVE, REMOVE, REMOVE_IN_ROUND, SET_PART, SET_ROLE
from collab.store.keys import name_key
from collab.store.rounds import touch_rounds_of_partner
from collab.store.unit import AnyRow, Unit, now
from collab.when import When

__all__ = [
    "PartnerCard",
    "PartnerChange",
    "add_partner",
    "held_by",
    "merge_partners",
    "partners_of",
    "recent_partner_changes",
    "remove_partner",
    "rename_partner",
    "set_part",
    "set_sector",
    "undo_merge",
    "undo_partner_change",
    "what_merging_means",
]


@dataclass(frozen=True)
class PartnerCard:
    """One partner of an initiative. responses: its answer sheets in all rounds of it; averages: reported figures.

    other_initiatives: how many others it takes part in: a new name or sector shows there too.
    """

    partner: Partner
    responses: int
    averages: int
    other_initiatives: int


def partners_of(store: Store, initiative_id: str, *, person: Person = YOU) -> tuple[PartnerCard, ...]:
    """The partners, those that have left included, by sector and name, each with its part in this initiative."""
    permit(person, Action.SEE, initiative_id)

    def work(unit: Unit) -> tuple[PartnerCard, ...]:
        sheets = queries.sheets_by_partner(unit, initiative_id)
        averages = queries.averages_by_partner(unit, initiative_id)
        parts = queries.initiatives_by_partner(unit)
        return tuple(
            PartnerCard(each, sheets.get(each.id, 0), averages.get(each.id, 0), parts[each.id] - 1)
            for each in queries.partners_in(unit, initiative_id)
        )

    return store.read(work)


def add_partner(
    store: Store,
    person: Person,
    initiative_id: str,
    *,
    name: str,
    sector: Sector,
    role: Role = Role.PARTNER,
    joined_on: When | None = None,
) -> Partner:
    """A new partner of the initiative; NotAllowed where the name is empty or taken in it."""
    permit(person, Action.EDIT_PARTNERS, initiative_id)
    wanted = clean_name(name, "The name of the partner")

    def work(unit: Unit) -> Partner:
        made_up = initiatives.initiative_by_id(unit, initiative_id).made_up
        _refuse_taken(unit, [initiative_id], wanted, None)
        made = _same_elsewhere(unit, wanted, sector, made_up=made_up)
        if made is None:
            made = queries.insert_partner(unit, name=wanted, sector=sector, made_up=made_up)
        queries.take_part(unit, initiative_id, made.id, role=role, joined_on=joined_on)
        after: dict[str, object] = {"name": wanted, "sector": str(sector), "role": str(role)}
        if joined_on is not None:
            after |= _told({"joined_on": joined_on})
        changes.insert_change(unit, "add", made.id, initiative_id=initiative_id, before={}, after=after)
        unit.record("add_partner", wanted, initiative_id=initiative_id, after={**after})
        return replace(made, role=role, joined_on=joined_on)

    return store.change(person, work)


def _same_elsewhere(unit: Unit, name: str, sector: Sector, *, made_up: bool) -> Partner | None:
    """The organisation of exactly this name and sector that takes part in another initiative."""
    wanted = name_key(name)
    everyone = queries.organisations(unit, None, made_up=made_up)
    found = (each.partner for each in everyone if wanted == each.keys[0] and each.partner.sector is sector)
    return next(found, None)


def _refuse_taken(unit: Unit, initiative_ids: list[str], name: str, own_id: str | None) -> None:
    for initiative_id in initiative_ids:
        taken = queries.partner_named(unit, initiative_id, name)
        if taken is not None and taken.id != own_id:
            raise NotAllowed(
                f"There is already a partner “{taken.name}”. Choose another name, or merge the two if they are one."
            )


def rename_partner(store: Store, person: Person, partner_id: str, *, version: int, name: str) -> Partner:
    """Another name. The old one is remembered, so that next week's export still finds the partner."""
    wanted = clean_name(name, "The name of the partner")

    def work(unit: Unit) -> Partner:
        present = queries.partner_by_id(unit, partner_id)
        parts = permitted_parts(unit, person, partner_id)
        refuse_stale(
            version,
            present.version,
            mine={"name": wanted},
            theirs={"name": present.name},
            what="this partner",
        )
        if wanted == present.name:
            return present
        _refuse_taken(unit, parts, wanted, partner_id)
        change_id = record_change(unit, "rename", present, parts, {"name": present.name}, {"name": wanted})
        if name_key(wanted) != name_key(present.name):
            queries.add_alias(unit, partner_id, name_key(present.name), made_by=change_id)
        return _update(unit, present, name=wanted, sector=present.sector)

    return store.change(person, work)


def set_sector(store: Store, person: Person, partner_id: str, *, version: int, sector: Sector) -> Partner:
    """Another sector; every figure by sector follows."""

    def work(unit: Unit) -> Partner:
        present = queries.partner_by_id(unit, partner_id)
        parts = permitted_parts(unit, person, partner_id)
        before, after = {"sector": str(present.sector)}, {"sector": str(sector)}
        refuse_stale(version, present.version, mine={**after}, theirs={**before}, what="this partner")
        if sector is present.sector:
            return present
        record_change(unit, "set_sector", present, parts, before, after)
        return _update(unit, present, name=present.name, sector=sector)

    return store.change(person, work)


def _update(unit: Unit, present: Partner, *, name: str, sector: Sector) -> Partner:
    touch_rounds_of_partner(unit, present.id)
    return queries.update_partner(unit, present, name=name, sector=sector)


def set_part(
    store: Store,
    person: Person,
    initiative_id: str,
    partner_id: str,
    *,
    version: int,
    role: Role,
    joined_on: When | None,
    left_on: When | None,
) -> Partner:
    """What part a partner takes in this initiative: its role, since when, and until when where it has left.

    One that has left is asked for nothing from then on; what it said before stays. NotAllowed where it leaves before
    it joins.
    """
    joined_on, left_on = (each and time_given(each) for each in (joined_on, left_on))
    if joined_on is not None and left_on is not None and left_on.last < joined_on.first:
        raise NotAllowed(f"It cannot leave {left_on.on_it}, before it joins {joined_on.on_it}. Correct one.")
    wanted: dict[str, object] = {"role": role, "joined_on": joined_on, "left_on": left_on}
    permit(person, Action.EDIT_PARTNERS, initiative_id)

    def work(unit: Unit) -> Partner:
        present = _member(unit, initiative_id, partner_id)
        theirs = {name: getattr(present, name) for name in wanted}
        refuse_stale(version, present.version, mine=_told(wanted), theirs=_told(theirs), what="this partner")
        changed = {name: value for name, value in wanted.items() if value != theirs[name]}
        if not changed:
            return present
        before, after = _told({name: theirs[name] for name in changed}), _told(changed)
        record_change(
            unit, SET_ROLE if list(changed) == ["role"] else SET_PART, present, [initiative_id], before, after
        )
        return _update_part(unit, initiative_id, replace(present, **changed))  # type: ignore[arg-type]

    return store.change(person, work)


def _told(part: Mapping[str, object]) -> dict[str, object]:
    """A part as the history keeps it."""
    return {name: told(str(value) if isinstance(value, Role) else value) for name, value in part.items()}


def _update_part(unit: Unit, initiative_id: str, wanted: Partner) -> Partner:
    part = {"role": wanted.role, "joined_on": wanted.joined_on, "left_on": wanted.left_on}
    queries.set_part(unit, initiative_id, wanted.id, **part)  # type: ignore[arg-type]
    return _update(unit, wanted, name=wanted.name, sector=wanted.sector)


def _member(unit: Unit, initiative_id: str, partner_id: str) -> Partner:
    for each in queries.partners_in(unit, initiative_id):
        if each.id == partner_id:
            return each
    raise NotFound("This partner does not take part in this initiative.")


def undo_merge(store: Store, person: Person, change_id: str) -> None:
    """Take a merge apart, exactly; NotAllowed says what rests on it."""
    undo_partner_change(store, person, change_id)


def undo_partner_change(store: Store, person: Person, change_id: str) -> None:
    """Undo one of recent_partner_changes, merges included; NotAllowed says what rests on it."""

    def work(unit: Unit) -> None:
        row = stored_change(unit, change_id)
        parts = permitted_parts(unit, person, row.partner_id)
        permit(person, Action.EDIT_PARTNERS, row.initiative_id)
        if row.undone_at is not None:
            raise NotAllowed("This change was already undone.")
        took = parts_taken(unit, row.partner_id)
        _UNDO[row.kind](unit, row)
        changes.mark_undone(unit, change_id, now())
        if row.kind == "merge":
            _tell_taken_apart(unit, row, parts, took)
        else:
            _tell_undone(unit, row, parts)

    store.change(person, work)


def _tell_taken_apart(unit: Unit, row: AnyRow, parts: list[str], took: dict[str, dict[str, Any]]) -> None:
    """A line of history in each initiative: whose merge it was, and what the kept partner's part is again.

    took: initiative id -> the part that it took there until now.
    """
    subject, takes = queries.names_of(unit, [row.partner_id])[row.partner_id], parts_taken(unit, row.partner_id)
    places: list[str | None] = [*parts] or [None]
    for initiative_id in places:
        before, after = turned(took.get(initiative_id or "", {}), takes.get(initiative_id or "", {}))
        told_too = {"merged": row.after["merged"], **after}
        unit.record("undo_merge", subject, initiative_id=initiative_id, before=before or None, after=told_too)


def _tell_undone(unit: Unit, row: AnyRow, parts: list[str]) -> None:
    """A line of history wherever the change had one: in its own initiative, or in all where the partner takes part."""
    own = row.kind in OF_ONE_INITIATIVE
    subject = queries.names_of(unit, [row.partner_id])[row.partner_id]
    is_turned = row.kind in ("rename", "set_sector", SET_ROLE, SET_PART)
    before, after = (row.after, dict(row.before)) if is_turned else (None, None)
    where = {"round": row.after["round"]} if "round" in row.after else None
    for initiative_id in [row.initiative_id] if own or not parts else parts:
        unit.record(f"undo_{row.kind}", subject, initiative_id=initiative_id, before=before, after=after or where)


def _undo_rename(unit: Unit, row: AnyRow) -> None:
    present = queries.partner_by_id(unit, row.partner_id)
    _refuse_later("name", present.name, row, "name")
    _refuse_taken(unit, list(queries.initiatives_with(unit, present.id)), row.before["name"], present.id)
    queries.remove_aliases(unit, made_by=row.id)
    _update(unit, present, name=row.before["name"], sector=present.sector)


def _undo_sector(unit: Unit, row: AnyRow) -> None:
    present = queries.partner_by_id(unit, row.partner_id)
    _refuse_later("sector", str(present.sector), row, "sector")
    _update(unit, present, name=present.name, sector=Sector(row.before["sector"]))


def _undo_part(unit: Unit, row: AnyRow) -> None:
    present = _member(unit, row.initiative_id, row.partner_id)
    for name, value in _told({name: getattr(present, name) for name in row.before}).items():
        _refuse_later(_PARTS[name], value, row, name)
    before: dict[str, Any] = {**queries.part_dates(row.before), "role": Role(row.before.get("role", present.role))}
    _update_part(unit, row.initiative_id, replace(present, **{name: before[name] for name in row.before}))


def _undo_add(unit: Unit, row: AnyRow) -> None:
    present = _member(unit, row.initiative_id, row.partner_id)
    sheets = queries.sheets_by_partner(unit, row.initiative_id).get(present.id, 0)
    if sheets or queries.averages_by_partner(unit, row.initiative_id).get(present.id, 0):
        raise NotAllowed(f"“{present.name}” has answers in this initiative. Remove them first.")
    for name, place in changes.removals_since(unit, row, initiative_id=row.initiative_id):
        raise NotAllowed(f"“{name}” was removed {place} afterwards. Undo that first.")
    queries.end_part(unit, row.initiative_id, present.id)


_PARTS = {"role": "role", "joined_on": "time of joining", "left_on": "time of leaving"}
_UNDO = {
    "add": _undo_add,
    "rename": _undo_rename,
    "set_sector": _undo_sector,
    SET_ROLE: _undo_part,
    SET_PART: _undo_part,
    "merge": undo_of_merge,
    REMOVE: undo_of_removal,
    REMOVE_IN_ROUND: undo_of_removal,
}


def _refuse_later(what: str, present: object, row: AnyRow, key: str) -> None:
    if present != row.after[key]:
        shown = f"“{present}”" if present else "not said"
        raise NotAllowed(f"The {what} was changed again since (it is now {shown}). Undo that first.")
