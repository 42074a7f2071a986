"""Changes of a few answers in a group that was shown: old and new figures together could tell what these few said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from collab.errors import Problem
from collab.model import YOU, Mode, Person, Round
from collab.services.partner_changes import stored_change
from collab.services.permissions import Action, permit
from collab.store import Store, aside, imports, merges, responses, rounds, undo
from collab.store import partners as partner_queries
from collab.store.changes import REMOVE, REMOVE_IN_ROUND
from collab.store.unit import AnyRow, Unit

LISTED = 10


def is_protected(unit: Unit, round_: Round) -> bool:
    """Several people answer in this round, and its figures have been seen."""
    return round_.mode is not Mode.TEAM and rounds.was_revealed(unit, round_.id)


def few_in_a_shown_group(
    before: Mapping[str, int], moves: Iterable[Mapping[str, int]], names: Mapping[str, str], k: int
) -> Problem | None:
    """A warning where fewer than k people would join or leave a group of at least k.

    before: partner -> answer sheets now; moves: partner -> how many come, partner -> how many go; names: partner ->
    its name, in the order to list them.
    """
    counts = tuple(moves)
    small = [
        name
        for partner, name in names.items()
        if before.get(partner, 0) >= k and any(0 < move.get(partner, 0) < k for move in counts)
    ]
    if not small:
        return None
    listed = ", ".join(f"“{name}”" for name in small[:LISTED]) + (" and others" if len(small) > LISTED else "")
    return Problem(
        f"Fewer than {k} people would be added to (or leave) a group that is already shown: {listed}.",
        "Old and new figures together could show what these few answered.",
        "Better to wait until more answers are in; it is allowed all the same.",
    )


def of_one_sheet(store: Store, round_id: str, partner_id: str, *, person: Person = YOU) -> str | None:
    """What to say before one answer sheet of a partner is typed in or removed; None where it gives nothing away."""
    permit(person, Action.SEE)

    def work(unit: Unit) -> Problem | None:
        round_ = rounds.round_by_id(unit, round_id)
        if not is_protected(unit, round_):
            return None
        before = {partner_id: responses.count_of(unit, round_id, partner_id)}
        names = partner_queries.names_of(unit, [partner_id])
        return few_in_a_shown_group(before, [{partner_id: 1}], names, round_.k)

    return _said(store.read(work))


def of_undoing_an_import(store: Store, import_id: str, *, person: Person = YOU) -> str | None:
    """What to say before an import is undone; None where it gives nothing away, or can no longer be undone."""
    permit(person, Action.SEE)

    def work(unit: Unit) -> Problem | None:
        record = imports.import_row(unit, import_id)
        if record is None or record.undone_at is not None:
            return None
        come, go = undo.sheets_that_move(unit, record)
        return _in_round(unit, rounds.round_by_id(unit, record.round_id), come, go)

    return _said(store.read(work))


def of_undoing_a_change(store: Store, change_id: str, *, person: Person = YOU) -> tuple[str, ...]:
    """What to say before a change of a partner is undone: a sentence for each round; () where nothing is given away."""
    permit(person, Action.SEE)

    def work(unit: Unit) -> tuple[str, ...]:
        row = stored_change(unit, change_id)
        if row.kind in (REMOVE, REMOVE_IN_ROUND):
            found = (_in_round(unit, each, _coming_back(unit, row, each), {}) for each in aside.rounds_of(unit, row.id))
            return tuple(str(each) for each in found if each is not None)
        return tuple(_apart(unit, row)) if row.kind == "merge" else ()

    return store.read(work)


def _coming_back(unit: Unit, change: AnyRow, round_: Round) -> dict[str, int]:
    return aside.sheets_by_partner(unit, change.id, round_.id)


def _apart(unit: Unit, change: AnyRow) -> Iterable[str]:
    """Taking a merge apart: figures of both together were seen, and then those of each that is large enough."""
    for round_, moved, rest in merges.sheets_by_side(unit, change):
        if is_protected(unit, round_) and 0 < min(moved, rest) < round_.k <= max(moved, rest):
            yield (
                f"In the round “{round_.label}” figures of both together were shown, and one of the two has only "
                f"{min(moved, rest)} answer sheets: old and new figures together could show what these few answered."
            )


def _in_round(unit: Unit, round_: Round, come: Mapping[str, int], go: Mapping[str, int]) -> Problem | None:
    if not is_protected(unit, round_):
        return None
    moving = sorted({*come, *go})
    before = Counter({each: responses.count_of(unit, round_.id, each) for each in moving})
    return few_in_a_shown_group(before, [come, go], partner_queries.names_of(unit, moving), round_.k)


def _said(problem: Problem | None) -> str | None:
    return str(problem) if problem is not None else None
