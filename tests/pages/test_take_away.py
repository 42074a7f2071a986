"""Where workbook and tables are taken out: on the page of an initiative, and with its spreadsheets."""

from __future__ import annotations

import pytest

from collab.model import YOU
from collab.services import initiatives
from collab.store import Store
from tests.pages.conftest import Visit

LABELS = ["Download the workbook", "Download the tables"]


@pytest.mark.parametrize("page", ["initiative", "spreadsheets"])
def test_workbook_and_tables_are_offered(page: str, store: Store, visit: Visit) -> None:
    made = initiatives.create_initiative(store, YOU, name="Northside $x$ :red[a] <b>b</b>")
    screen = visit(page, initiative=made.id)
    assert not screen.exception
    assert [each.label for each in screen.get("download_button") if each.label in LABELS] == LABELS


def test_where_there_is_no_initiative_there_is_nothing_to_take_away(store: Store, visit: Visit) -> None:
    screen = visit("spreadsheets")
    assert not screen.exception
    assert not [each.label for each in screen.get("download_button") if each.label in LABELS]
