"""Undoing an import: what a person has changed since stays and is told; a removed initiative leaves no history."""

from __future__ import annotations

from datetime import date

import pytest

from collab.errors import NotAllowed
from collab.model import YOU, Role, RoundState, Sector
from collab.services import importing, initiatives, maintenance, partners, rounds
from collab.store import Store
from collab.store.integrity import dump
from tests.services.contents import HERE, a_content, bring

ROWS = [("D one", "R_0000001", 1), ("C two", "R_0000002", 2)]


@pytest.mark.parametrize(
    "change",
    [{"label": "Baseline, autumn"}, {"held_on": date(2026, 9, 1)}, {"state": RoundState.CLOSED}],
    ids=["label", "date", "state"],
)
def test_a_round_that_somebody_changed_since_stays_without_answers(store: Store, change: dict[str, object]) -> None:
    outcome = bring(store, a_content(ROWS))
    changed = rounds.change_round(store, YOU, outcome.round_id or "", version=1, **change)  # type: ignore[arg-type]
    undone = importing.undo_import(store, YOU, outcome.import_id or "")
    assert f"The round “{changed.label}” stays, without answers: somebody has changed it since." in undone.sentence
    (card,) = initiatives.overview(store)
    (line,) = card.rounds
    assert (line.round.label, line.round.held_on, line.round.state) == (changed.label, changed.held_on, changed.state)
    assert (line.responses, line.round.kind, line.round.mode) == (0, None, None)
    assert partners.partners_of(store, card.initiative.id) == ()
    assert maintenance.check(store) == ()


def test_the_same_file_goes_into_the_round_that_stayed(store: Store) -> None:
    outcome = bring(store, a_content(ROWS))
    rounds.change_round(store, YOU, outcome.round_id or "", version=1, held_on=date(2026, 9, 1))
    importing.undo_import(store, YOU, outcome.import_id or "")
    again = bring(store, a_content(ROWS))
    assert (again.status, again.round_id) == ("saved", outcome.round_id)


def test_an_initiative_that_somebody_edited_since_stays(store: Store) -> None:
    outcome = bring(store, a_content(ROWS))
    here = outcome.initiative_id or ""
    texts = {"name": HERE.initiative, "place": "Denver", "purpose": "Buses for all"}
    initiatives.edit_initiative(store, YOU, here, version=1, **texts)
    undone = importing.undo_import(store, YOU, outcome.import_id or "")
    assert "The initiative “Northside Compact” stays: somebody has edited it since." in undone.sentence
    (card,) = initiatives.overview(store)
    assert (card.initiative.place, card.rounds) == ("Denver", ())
    assert initiatives.changes_of(store, here)


def test_a_partner_that_somebody_changed_since_stays(store: Store) -> None:
    outcome = bring(store, a_content([*ROWS, ("C three", "R_0000003", 2)]))
    here = outcome.initiative_id or ""
    one, two, three = (card.partner for card in partners.partners_of(store, here))
    partners.rename_partner(store, YOU, one.id, version=1, name="Denver Public Schools")
    partners.set_part(store, YOU, here, two.id, version=two.version, role=Role.LEAD, joined_on=None, left_on=None)
    undone = importing.undo_import(store, YOU, outcome.import_id or "")
    assert "2 partners stay, without these answers: somebody has changed them since" in undone.sentence
    left = partners.partners_of(store, here)
    assert {card.partner.name for card in left} == {"Denver Public Schools", two.name}
    assert three.name not in str(left)
    assert maintenance.check(store) == ()


def test_a_change_that_was_itself_undone_keeps_nothing(store: Store) -> None:
    outcome = bring(store, a_content(ROWS))
    here = outcome.initiative_id or ""
    first = partners.partners_of(store, here)[0].partner
    partners.set_sector(store, YOU, first.id, version=first.version, sector=Sector.STATE)
    (change,) = partners.recent_partner_changes(store, here)
    partners.undo_partner_change(store, YOU, change.id)
    importing.undo_import(store, YOU, outcome.import_id or "")
    assert initiatives.overview(store) == ()


def test_the_history_of_an_initiative_that_goes_with_its_import_goes_too(store: Store) -> None:
    """As deleting it for good does: one line without names stays, with who and when."""
    outcome = bring(store, a_content([("D Secret School", "R_0000001", 1)]), file_name="secret.xlsx")
    importing.undo_import(store, YOU, outcome.import_id or "")
    assert initiatives.overview(store) == ()
    (line,) = store.read(dump)["history"]
    assert (line["what"], line["subject"], line["initiative_id"]) == ("undo_import", "an import", None)
    assert line["actor_name"] == YOU.name
    assert line["at"]
    left = str(store.read(dump))
    for name in ("Secret School", "secret.xlsx", HERE.initiative):
        assert name not in left
    with pytest.raises(NotAllowed, match="already undone"):
        importing.undo_import(store, YOU, outcome.import_id or "")


def test_the_history_of_an_initiative_that_stays_tells_of_the_undo(store: Store) -> None:
    first = bring(store, a_content(ROWS))
    second = bring(store, a_content([("O three", "R_0000009", 1)]), file_name="b.xlsx")
    importing.undo_import(store, YOU, second.import_id or "")
    lines = initiatives.changes_of(store, first.initiative_id or "")
    assert [(line.what, line.subject) for line in lines] == [
        ("undo_import", "b.xlsx"),
        ("import", "b.xlsx"),
        ("import", "answers.xlsx"),
    ]
