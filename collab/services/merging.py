"""Merging two partners that are one: what it would mean, doing it, and taking it apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from collab.errors import NotAllowed
from collab.model import Partner, Person, Round
from collab.services.partner_changes import PartnerChange, as_change, permitted_parts, stored_change
from collab.services.permissions import Action, permit
from collab.services.removing import closed_refusal
from collab.store import Store, changes, initiatives, merges
from collab.store import partners as queries
from collab.store.merges import Conflict
from collab.store.unit import AnyRow, Unit

__all__ = [
    "Conflict",
    "MergePlan",
    "merge_partners",
    "parts_taken",
    "turned",
    "undo_of_merge",
    "what_merging_means",
]

PART = ("role", "joined_on", "left_on")


@dataclass(frozen=True)
class MergePlan:
    """What merging would mean. conflicts: rounds that hold both, so that somebody must say whose part counts.

    initiatives: names of the others in which the merged one takes part. refusal: why the two cannot be merged.
    """

    conflicts: tuple[Conflict, ...]
    initiatives: tuple[str, ...]
    revealing: tuple[str, ...]
    refusal: str | None = None


def what_merging_means(store: Store, person: Person, initiative_id: str, *, keep: str, merged: str) -> MergePlan:
    """What a person should know before merging, seen from one initiative."""
    permit(person, Action.SEE, initiative_id)

    def work(unit: Unit) -> MergePlan:
        kept, gone = queries.partner_by_id(unit, keep), queries.partner_by_id(unit, merged)
        others = (each for each in queries.initiatives_with(unit, merged) if each != initiative_id)
        conflicts = merges.conflicts(unit, kept, gone)
        return MergePlan(
            conflicts=conflicts,
            initiatives=tuple(sorted(initiatives.initiative_by_id(unit, each).name for each in others)),
            revealing=_revealing(unit, keep, merged),
            refusal=_refusal(unit, kept, gone, conflicts),
        )

    return store.read(work)


def _revealing(unit: Unit, keep: str, merged: str) -> tuple[str, ...]:
    found = merges.sheets_in_protected_rounds(unit, (keep, merged))
    return tuple(_could_show(label, min(counts)) for label, k, counts in found if min(counts) < k <= max(counts))


def _could_show(label: str, few: int) -> str:
    return (
        f"In the round “{label}” figures of one of the two were shown before, and the other has only {few} answer "
        "sheets: old and new figures together could show what these few answered."
    )


def merge_partners(
    store: Store, person: Person, *, keep: str, merged: str, counting: Mapping[str, str] | None = None
) -> PartnerChange:
    """Two partners (ids) that are one: all answers of merged become keep's, and its name is remembered.

    counting: round id -> whose part counts (keep or merged), for each round of MergePlan.conflicts; the other's is
    set aside and comes back with the undo. NotAllowed where one of them is missing, or such a round is closed.
    """

    def work(unit: Unit) -> PartnerChange:
        kept, gone = queries.partner_by_id(unit, keep), queries.partner_by_id(unit, merged)
        parts = permitted_parts(unit, person, keep) + permitted_parts(unit, person, merged)
        conflicts = merges.conflicts(unit, kept, gone)
        refusal = _refusal(unit, kept, gone, conflicts)
        if refusal:
            raise NotAllowed(refusal)
        without = _losing(conflicts, kept, gone, counting or {})
        after = {"name": kept.name, "merged": gone.name}
        here = parts[0] if parts else None
        change_id = changes.insert_change(
            unit, "merge", keep, initiative_id=here, before={}, after=after, other_id=merged
        )
        before = parts_taken(unit, keep)
        changes.complete_change(unit, change_id, merges.merge(unit, change_id, kept, gone, without=without))
        now = parts_taken(unit, keep)
        names = {keep: kept.name, merged: gone.name}
        lost = "; ".join(f"{names[loser]} in {round_.label}" for round_, loser in without)
        told = after | ({"set_aside": lost} if lost else {})
        for initiative_id in sorted(set(parts)):
            old, new = turned(before.get(initiative_id, {}), now[initiative_id])
            unit.record("merge_partners", kept.name, initiative_id=initiative_id, before=old or None, after=told | new)
        return as_change(stored_change(unit, change_id), kept.name)

    return store.change(person, work)


def parts_taken(unit: Unit, partner_id: str) -> dict[str, dict[str, Any]]:
    """Initiative id -> the part that a partner takes there, as the history keeps it."""
    rows = queries.participations_of(unit, partner_id)
    return {row["initiative_id"]: {name: row[name] for name in PART} for row in rows}


def turned(before: dict[str, Any], now: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What of a part is another than before, as it was and as it is; all that is known of a part that is new."""
    after = {name: value for name, value in now.items() if value != before.get(name)}
    return {name: before[name] for name in after if before}, after


def _refusal(unit: Unit, keep: Partner, merged: Partner, conflicts: tuple[Conflict, ...]) -> str | None:
    if keep.id == merged.id:
        return "A partner cannot be merged into itself. Choose two partners."
    if queries.is_made_up(unit, keep.id) != queries.is_made_up(unit, merged.id):
        return "One of the two is made up and the other is not, so they cannot be one."
    return closed_refusal((each.round for each in conflicts), (keep, merged), "merge them")


def _losing(
    conflicts: tuple[Conflict, ...], keep: Partner, merged: Partner, counting: Mapping[str, str]
) -> tuple[tuple[Round, str], ...]:
    """(round, id of the partner whose part does not count), once it is said for every conflict."""
    other = {keep.id: merged.id, merged.id: keep.id}
    unsaid = [each for each in conflicts if counting.get(each.round.id) not in other]
    if unsaid:
        both = " ".join(_both(each) for each in unsaid)
        raise NotAllowed(f"“{merged.name}” and “{keep.name}” cannot both count. {both} Choose whose count, then merge.")
    return tuple((each.round, other[counting[each.round.id]]) for each in conflicts)


def _both(conflict: Conflict) -> str:
    what = "have reported averages" if conflict.keep.figures else "have handed in a team answer"
    return f"Both {what} in the round “{conflict.round.label}” of “{conflict.initiative}”."


def undo_of_merge(unit: Unit, row: AnyRow) -> None:
    """Take a merge apart, exactly; NotAllowed says what rests on it."""
    obstacles = merges.what_rests_on(unit, row)
    if obstacles:
        raise NotAllowed("The merge cannot be undone. " + " ".join(obstacles))
    merges.take_apart(unit, row)
