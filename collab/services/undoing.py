"""Undoing one import: exactly, unless later work rests on it."""

from __future__ import annotations

from collab.errors import NotAllowed, NotFound
from collab.model import Person
from collab.services.permissions import Action, permit
from collab.services.preview import Effect, Outcome
from collab.store import Store, changes, imports, initiatives, undo
from collab.store.instruments import instrument_by_id
from collab.store.rounds import round_by_id
from collab.store.unit import AnyRow, Unit, now


def undo_import(store: Store, person: Person, import_id: str) -> Outcome:
    """Undo one import exactly; NotAllowed says what later work rests on it, NotFound where there is none.

    What it had made and somebody has changed since (a round with another label, say) stays; the sentence says so.
    """

    def work(unit: Unit) -> tuple[AnyRow, tuple[str, ...]]:
        row = _standing(unit, import_id)
        permit(person, Action.IMPORT, row.initiative_id)
        obstacles = undo.what_rests_on(unit, row)
        if obstacles:
            raise NotAllowed(f"The import of “{row.file_name}” cannot be undone. " + " ".join(obstacles))
        instrument = instrument_by_id(unit, round_by_id(unit, row.round_id).instrument_id)
        imports.mark_undone(unit, import_id, now())
        stays = undo.take_back(unit, row, instrument)
        _tell_undone(unit, row)
        return row, stays

    row, stays = store.change(person, work)
    summary = row.summary
    effect = Effect(added=summary["removed"], changed=summary["changed"], removed=summary["added"])
    sentence = f"The import of “{row.file_name}” into the round “{row.round_label}” was undone."
    return Outcome("undone", " ".join((sentence, *stays)), import_id, row.initiative_id, row.round_id, effect)


def _tell_undone(unit: Unit, row: AnyRow) -> None:
    """A line of history; where the initiative went with its import, one that names neither, as after deleting it."""
    if not initiatives.exists(unit, row.initiative_id):
        unit.record("undo_import", "an import", initiative_id=None, import_id=row.id)
        return
    told = {"round": row.round_label, "added": row.summary["added"], "changed": row.summary["changed"]}
    unit.record("undo_import", row.file_name, initiative_id=row.initiative_id, before=told, import_id=row.id)


def _standing(unit: Unit, import_id: str) -> AnyRow:
    row = imports.import_row(unit, import_id)
    if row is None and not changes.was_undone(unit, import_id):
        raise NotFound(f"There is no import “{import_id}”. The list of past imports shows their numbers.")
    if row is None or row.undone_at is not None:
        raise NotAllowed("This import was already undone.")
    return row


def is_undone(store: Store, person: Person, import_id: str) -> bool:
    """This import was taken back: in another window, say, or on the command line."""
    permit(person, Action.SEE)

    def work(unit: Unit) -> bool:
        row = imports.import_row(unit, import_id)
        return changes.was_undone(unit, import_id) if row is None else row.undone_at is not None

    return store.read(work)
