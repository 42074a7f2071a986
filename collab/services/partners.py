"""Partners: rename, set the sector or role, merge two that are one; each change can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from collab.errors import NotAllowed, NotFound
from collab.model import YOU, Partner, Person, Role, Sector
from collab.services.names import clean_name, refuse_stale
from collab.services.permissions import Action, permit
from collab.store import Store, changes, initiatives, merges
from collab.store import partners as queries
from collab.store.keys import name_key
from collab.store.rounds import touch_rounds_of_partner
from collab.store.unit import AnyRow, Unit, now


@dataclass(frozen=True)
class PartnerCard:
    """One partner of an initiative. responses: its answer sheets in all rounds of it; averages: reported figures.

    other_initiatives: how many others it takes part in: a new name or sector shows there too.
    """

    partner: Partner
    responses: int
    averages: int
    other_initiatives: int


@dataclass(frozen=True)
class PartnerChange:
    """One change of a partner that can be undone. sentence says what happened; undone_at is None while it stands."""

    id: str
    at: datetime
    actor: str
    kind: str
    sentence: str
    undone_at: datetime | None = None


def partners_of(store: Store, initiative_id: str, *, person: Person = YOU) -> tuple[PartnerCard, ...]:
    """The partners that take part, by sector and name; Partner.role is the role in this initiative."""
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
    store: Store, person: Person, initiative_id: str, *, name: str, sector: Sector, role: Role = Role.PARTNER
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
        queries.take_part(unit, initiative_id, made.id, role=role)
        after = {"name": wanted, "sector": str(sector), "role": str(role)}
        changes.insert_change(unit, "add", made.id, initiative_id=initiative_id, before={}, after=after)
        unit.record("add_partner", wanted, initiative_id=initiative_id, after={**after})
        return replace(made, role=role)

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
        parts = _permitted_parts(unit, person, partner_id)
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
        change_id = _record(unit, "rename", present, parts, {"name": present.name}, {"name": wanted})
        if name_key(wanted) != name_key(present.name):
            queries.add_alias(unit, partner_id, name_key(present.name), made_by=change_id)
        return _update(unit, present, name=wanted, sector=present.sector)

    return store.change(person, work)


def set_sector(store: Store, person: Person, partner_id: str, *, version: int, sector: Sector) -> Partner:
    """Another sector; every figure by sector follows."""

    def work(unit: Unit) -> Partner:
        present = queries.partner_by_id(unit, partner_id)
        parts = _permitted_parts(unit, person, partner_id)
        before, after = {"sector": str(present.sector)}, {"sector": str(sector)}
        refuse_stale(version, present.version, mine={**after}, theirs={**before}, what="this partner")
        if sector is present.sector:
            return present
        _record(unit, "set_sector", present, parts, before, after)
        return _update(unit, present, name=present.name, sector=sector)

    return store.change(person, work)


def _permitted_parts(unit: Unit, person: Person, partner_id: str) -> list[str]:
    parts = list(queries.initiatives_with(unit, partner_id))
    for initiative_id in parts:
        permit(person, Action.EDIT_PARTNERS, initiative_id)
    return parts


def _update(unit: Unit, present: Partner, *, name: str, sector: Sector) -> Partner:
    touch_rounds_of_partner(unit, present.id)
    return queries.update_partner(unit, present, name=name, sector=sector)


def _record(
    unit: Unit,
    kind: str,
    present: Partner,
    parts: list[str],
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> str:
    """One change that can be undone, and a line of history in every initiative that it shows in."""
    here = parts[0] if parts else None
    old, new = dict(before), dict(after)
    made = changes.insert_change(unit, kind, present.id, initiative_id=here, before=old, after=new)
    for initiative_id in parts or (None,):
        unit.record(f"{kind}_partner", present.name, initiative_id=initiative_id, before=old, after=new)
    return made


def set_role(store: Store, person: Person, initiative_id: str, partner_id: str, *, version: int, role: Role) -> Partner:
    """Another role in this initiative."""
    permit(person, Action.EDIT_PARTNERS, initiative_id)

    def work(unit: Unit) -> Partner:
        present = _member(unit, initiative_id, partner_id)
        before, after = {"role": str(present.role)}, {"role": str(role)}
        refuse_stale(version, present.version, mine={**after}, theirs={**before}, what="this partner")
        if role is present.role:
            return present
        _record(unit, "set_role", present, [initiative_id], before, after)
        return _update_role(unit, initiative_id, present, role)

    return store.change(person, work)


def _update_role(unit: Unit, initiative_id: str, present: Partner, role: Role) -> Partner:
    queries.set_role(unit, initiative_id, present.id, role)
    return replace(_update(unit, present, name=present.name, sector=present.sector), role=role)


def _member(unit: Unit, initiative_id: str, partner_id: str) -> Partner:
    for each in queries.partners_in(unit, initiative_id):
        if each.id == partner_id:
            return each
    raise NotFound("This partner does not take part in this initiative.")


def what_merging_could_reveal(store: Store, *, keep: str, merged: str, person: Person = YOU) -> tuple[str, ...]:
    """A sentence for each round in which a group too small to be shown would join one whose figures were seen."""
    permit(person, Action.SEE)

    def work(unit: Unit) -> tuple[str, ...]:
        found = merges.sheets_in_protected_rounds(unit, (keep, merged))
        return tuple(_revealing(label, min(counts)) for label, k, counts in found if min(counts) < k <= max(counts))

    return store.read(work)


def _revealing(label: str, few: int) -> str:
    return (
        f"In the round “{label}” figures of one of the two were shown before, and the other has only {few} answer "
        "sheets: old and new figures together could show what these few answered."
    )


def merge_partners(store: Store, person: Person, *, keep: str, merged: str) -> PartnerChange:
    """Two partners (ids) that are one: all answers of merged become keep's, and its name is remembered.

    NotAllowed where both have an answer in the same team round, or averages in the same round.
    """

    def work(unit: Unit) -> PartnerChange:
        kept, gone = queries.partner_by_id(unit, keep), queries.partner_by_id(unit, merged)
        parts = _permitted_parts(unit, person, keep) + _permitted_parts(unit, person, merged)
        _refuse_merge(unit, kept, gone)
        after = {"name": kept.name, "merged": gone.name}
        change_id = changes.insert_change(
            unit,
            "merge",
            keep,
            initiative_id=parts[0] if parts else None,
            before={},
            after=after,
            other_id=merged,
        )
        changes.complete_change(unit, change_id, merges.merge(unit, change_id, kept, gone))
        for initiative_id in sorted(set(parts)):
            unit.record("merge_partners", kept.name, initiative_id=initiative_id, after={**after})
        return _change(_stored(unit, change_id))

    return store.change(person, work)


def _refuse_merge(unit: Unit, keep: Partner, merged: Partner) -> None:
    if keep.id == merged.id:
        raise NotAllowed("A partner cannot be merged into itself. Choose two partners.")
    if queries.is_made_up(unit, keep.id) != queries.is_made_up(unit, merged.id):
        raise NotAllowed("One of the two is made up and the other is not, so they cannot be one.")
    conflicts = merges.what_forbids(unit, keep, merged)
    if conflicts:
        remedy = "Remove one of the two first, then merge."
        raise NotAllowed(f"“{merged.name}” cannot be merged into “{keep.name}”. {' '.join(conflicts)} {remedy}")


def undo_merge(store: Store, person: Person, change_id: str) -> None:
    """Take a merge apart, exactly; NotAllowed says what rests on it."""
    undo_partner_change(store, person, change_id)


def recent_partner_changes(
    store: Store, initiative_id: str, *, limit: int = 20, person: Person = YOU
) -> tuple[PartnerChange, ...]:
    """The latest changes of this initiative's partners, the latest first."""
    permit(person, Action.SEE, initiative_id)
    return store.read(lambda unit: tuple(_change(row) for row in changes.changes_in(unit, initiative_id, limit)))


def _stored(unit: Unit, change_id: str) -> AnyRow:
    row = changes.change_row(unit, change_id)
    if row is None:
        raise NotFound("This change does not exist, or no longer does.")
    return row


_SENTENCES = {
    "add": "“{name}” was added.",
    "rename": "“{old_name}” was renamed to “{name}”.",
    "set_sector": "The sector changed from {old_sector} to {sector}.",
    "set_role": "The role changed from {old_role} to {role}.",
    "merge": "“{merged}” was merged into “{name}”.",
}


def _change(row: AnyRow) -> PartnerChange:
    words = row.after | {f"old_{key}": value for key, value in row.before.items()}
    return PartnerChange(
        id=row.id,
        at=row.at,
        actor=row.actor_name,
        kind=row.kind,
        sentence=_SENTENCES[row.kind].format(**words),
        undone_at=row.undone_at,
    )


def undo_partner_change(store: Store, person: Person, change_id: str) -> None:
    """Undo one of recent_partner_changes, merges included; NotAllowed says what rests on it."""

    def work(unit: Unit) -> None:
        row = _stored(unit, change_id)
        parts = _permitted_parts(unit, person, row.partner_id)
        if row.undone_at is not None:
            raise NotAllowed("This change was already undone.")
        _UNDO[row.kind](unit, row)
        changes.mark_undone(unit, change_id, now())
        subject = row.after.get("name") or row.before.get("name") or ""
        for initiative_id in parts or [row.initiative_id]:
            unit.record(f"undo_{row.kind}", subject, initiative_id=initiative_id, before=row.after, after=_words(row))

    store.change(person, work)


def _words(row: AnyRow) -> dict[str, object] | None:
    return dict(row.before) if row.kind != "merge" else None


def _undo_rename(unit: Unit, row: AnyRow) -> None:
    present = queries.partner_by_id(unit, row.partner_id)
    _refuse_later("name", present.name, row)
    _refuse_taken(unit, list(queries.initiatives_with(unit, present.id)), row.before["name"], present.id)
    queries.remove_aliases(unit, made_by=row.id)
    _update(unit, present, name=row.before["name"], sector=present.sector)


def _undo_sector(unit: Unit, row: AnyRow) -> None:
    present = queries.partner_by_id(unit, row.partner_id)
    _refuse_later("sector", str(present.sector), row)
    _update(unit, present, name=present.name, sector=Sector(row.before["sector"]))


def _undo_role(unit: Unit, row: AnyRow) -> None:
    present = _member(unit, row.initiative_id, row.partner_id)
    _refuse_later("role", str(present.role), row)
    _update_role(unit, row.initiative_id, present, Role(row.before["role"]))


def _undo_add(unit: Unit, row: AnyRow) -> None:
    present = _member(unit, row.initiative_id, row.partner_id)
    sheets = queries.sheets_by_partner(unit, row.initiative_id).get(present.id, 0)
    if sheets or queries.averages_by_partner(unit, row.initiative_id).get(present.id, 0):
        raise NotAllowed(f"“{present.name}” has answers in this initiative. Remove them first.")
    queries.end_part(unit, row.initiative_id, present.id)


def _undo_merge(unit: Unit, row: AnyRow) -> None:
    obstacles = merges.what_rests_on(unit, row)
    if obstacles:
        raise NotAllowed("The merge cannot be undone. " + " ".join(obstacles))
    merges.take_apart(unit, row)


_UNDO = {
    "add": _undo_add,
    "rename": _undo_rename,
    "set_sector": _undo_sector,
    "set_role": _undo_role,
    "merge": _undo_merge,
}


def _refuse_later(what: str, present: str, row: AnyRow) -> None:
    if present != row.after[what]:
        raise NotAllowed(f"The {what} was changed again since (it is now “{present}”). Undo that first.")
