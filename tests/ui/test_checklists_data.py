"""What is kept of a checklist belongs to one database: another one in its place is read anew."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from collab.model import YOU
from collab.services.initiatives import create_initiative, get_initiative
from collab.store import Store
from collab.ui import shell
from collab.ui.checklists_data import shown
from tests.services.test_reviews import CHECKLIST, PILOT, hold


def test_another_database_with_the_same_initiative_at_the_same_count_of_changes_is_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Store.open(f"sqlite:///{tmp_path / 'first.sqlite'}")
    made = create_initiative(first, YOU, name="Northside Compact")
    first.close()
    shutil.copy(tmp_path / "first.sqlite", tmp_path / "second.sqlite")
    seen, activities = [], []
    for name, status in (("first", "partial"), ("second", "in_place")):
        store = Store.open(f"sqlite:///{tmp_path / name}.sqlite")
        hold(store, made.id, date(2026, 3, 1), {PILOT[0]: status})
        monkeypatch.setattr(shell, "store", lambda store=store: store)
        initiative = get_initiative(store, made.id)
        activities.append(initiative.activity)
        seen.append(shown(initiative, CHECKLIST).now[0].entries[PILOT[0]].status)
        store.close()
    assert activities[0] == activities[1]
    assert seen == ["partial", "in_place"]
