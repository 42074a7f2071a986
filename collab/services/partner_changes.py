"""Changes of partners as a list that can be undone: what each was in words, and who may make one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from collab.errors import NotFound
from collab.framework import load_framework
from collab.model import YOU, Partner, Person
from collab.services.permissions import Action, permit
from collab.store import Store, changes
from collab.store import partners as queries
from collab.store.changes import REMOVE, REMOVE_IN_ROUND, SET_PART, SET_ROLE
from collab.store.unit import AnyRow, Unit
from collab.when import When

SENTENCES = {
    "add": "“{name}” was added.",
    "rename": "“{old_name}” was renamed to “{name}”.",
    "set_sector": "The sector of “{partner}” changed from {old_sector} to {sector}.",
    SET_ROLE: "The role of “{partner}” changed from {old_role} to {role}.",
    "merge": "“{merged}” was merged into “{name}”.",
    SET_PART: "{part}",
    REMOVE: "“{name}” was removed {from}. Reason: {reason}",
    REMOVE_IN_ROUND: "“{name}” was removed {from}. Reason: {reason}",
}

VERBS = {"joined_on": ("joined", "joins"), "left_on": ("left", "leaves")}


@dataclass(frozen=True)
class PartnerChange:
    """One change of a partner that can be undone. sentence says what happened; undone_at is None while it stands."""

    id: str
    at: datetime
    actor: str
    kind: str
    sentence: str
    undone_at: datetime | None = None


def recent_partner_changes(
    store: Store, initiative_id: str, *, limit: int = 20, person: Person = YOU
) -> tuple[PartnerChange, ...]:
    """The latest changes of this initiative's partners, the latest first."""
    permit(person, Action.SEE, initiative_id)

    def work(unit: Unit) -> tuple[PartnerChange, ...]:
        rows = changes.changes_in(unit, initiative_id, limit)
        names = queries.names_of(unit, [row.partner_id for row in rows])
        return tuple(as_change(row, names[row.partner_id]) for row in rows)

    return store.read(work)


def as_change(row: AnyRow, partner: str) -> PartnerChange:
    """A stored change in words. partner: what the partner is called now."""
    words = row.after | {f"old_{key}": value for key, value in row.before.items()} | {"partner": partner}
    if row.kind == SET_PART:
        words["part"] = _part(partner, row.before, row.after)
    labels = {str(each.sector): each.label for each in load_framework().sectors}
    words |= {key: labels.get(words[key], words[key]) for key in ("sector", "old_sector") if key in words}
    return PartnerChange(
        id=row.id,
        at=row.at,
        actor=row.actor_name,
        kind=row.kind,
        sentence=SENTENCES[row.kind].format_map(words),
        undone_at=row.undone_at,
    )


def _part(partner: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What changed in the part that a partner takes, a sentence for each."""
    found = []
    if "role" in after:
        found.append(f"The role of “{partner}” changed from {before['role']} to {after['role']}.")
    for name in (each for each in VERBS if each in after):
        old = f" (before: {When.read(before[name])})" if before[name] else ""
        found.append(f"“{partner}”{_when(name, after[name])}{old}.")
    return " ".join(found)


def _when(name: str, kept: str | None) -> str:
    """When it joined or left, or that nobody says so any more; kept as the history keeps it."""
    past, ahead = VERBS[name]
    if not kept:
        return f": not said any more when it {past}"
    on, today = When.read(kept), date.today()
    is_ahead = on.first > today if name == "joined_on" else on.last >= today
    return f" {ahead if is_ahead else past} {on.on_it}"


def stored_change(unit: Unit, change_id: str) -> AnyRow:
    """Everything about one change; NotFound where there is none."""
    row = changes.change_row(unit, change_id)
    if row is None:
        raise NotFound("This change does not exist, or no longer does.")
    return row


def permitted_parts(unit: Unit, person: Person, partner_id: str) -> list[str]:
    """The initiatives that a partner takes part in, in all of which the person may change partners."""
    parts = list(queries.initiatives_with(unit, partner_id))
    for initiative_id in parts:
        permit(person, Action.EDIT_PARTNERS, initiative_id)
    return parts


def record_change(
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
