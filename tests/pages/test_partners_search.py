"""The list of partners while a search, a phone or another window changes what is listed: nothing typed is lost."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from collab.model import YOU, Initiative, Sector
from collab.services.initiatives import create_initiative
from collab.services.partners import add_partner, partners_of
from collab.store import Store
from collab.ui import keys
from collab.ui.partners_edit import JOINED, LEFT, NAME, ROLE, SECTOR
from collab.when import When
from tests.pages.conftest import Visit


@pytest.fixture
def initiative(store: Store) -> Initiative:
    """Ten partners, which are enough for a search."""
    made = create_initiative(store, YOU, name="Made-up compact")
    for number in range(10):
        add_partner(store, YOU, made.id, name=f"Made-up school {number}", sector=Sector.CHARTER)
    return made


def type_in(screen: AppTest, rows: dict[int, dict[str, str]]) -> AppTest:
    """Type into the table that stands on the screen."""
    screen.session_state[screen.data_editor[0].key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    return screen.run()


def search(screen: AppTest, words: str, rows: dict[int, dict[str, str]]) -> AppTest:
    """Search for other words. rows: what the browser still says of the table before, as it does in a real one."""
    screen.session_state[screen.data_editor[0].key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    return screen.text_input(key="search").set_value(words).run()


def joined(store: Store, initiative: Initiative) -> dict[str, When | None]:
    cards = partners_of(store, initiative.id)
    return {card.partner.name: card.partner.joined_on for card in cards if card.partner.joined_on}


def test_what_is_typed_stays_while_the_search_changes_and_is_saved_also_where_it_is_not_listed(
    store: Store, initiative: Initiative, visit: Visit
) -> None:
    screen = visit("partners", initiative=initiative.id)
    type_in(screen, {0: {JOINED: "2012"}})
    assert screen.info[0].value == "Not saved yet: “Made\\-up school 0”."
    search(screen, "school 7", {0: {JOINED: "2012"}})
    assert list(screen.data_editor[0].value[NAME]) == ["Made-up school 7"]
    assert "Not listed by this search, and saved with the others: “Made\\-up school 0”." in screen.info[0].value
    search(screen, "", {0: {JOINED: "2013"}})
    assert list(screen.data_editor[0].value[JOINED])[:8] == ["2012", *[""] * 6, "2013"]
    search(screen, "school 9", {})
    screen.button("save_partners").click().run()
    assert not screen.exception
    assert screen.success[0].value == "2 partners saved\\."
    assert joined(store, initiative) == {"Made-up school 0": When(2012), "Made-up school 7": When(2013)}
    assert not screen.info


def test_a_partner_is_found_whatever_its_accents(store: Store, initiative: Initiative, visit: Visit) -> None:
    add_partner(store, YOU, initiative.id, name="Made-up San José", sector=Sector.CHARTER)
    screen = visit("partners", initiative=initiative.id)
    search(screen, "SAN JOSE ", {})
    assert list(screen.data_editor[0].value[NAME]) == ["Made-up San José"]


def test_a_phone_shows_two_columns_at_a_time_and_keeps_what_is_typed_in_each(
    store: Store, initiative: Initiative, visit: Visit
) -> None:
    screen = visit("partners", initiative=initiative.id)
    screen.session_state[keys.WINDOW] = "narrow"
    screen.run()
    assert list(screen.data_editor[0].value) == [NAME, SECTOR, ROLE]
    type_in(screen, {0: {ROLE: "Lead"}})
    screen.session_state[screen.data_editor[0].key] = {
        "edited_rows": {0: {ROLE: "Lead"}},
        "added_rows": [],
        "deleted_rows": [],
    }
    screen.button_group(key=keys.PARTNERS_COLUMNS).set_value("Joined and left").run()
    assert list(screen.data_editor[0].value) == [NAME, JOINED, LEFT]
    screen.session_state[screen.data_editor[0].key] = {
        "edited_rows": {0: {JOINED: "2012"}},
        "added_rows": [],
        "deleted_rows": [],
    }
    screen.button("save_partners").click().run()
    assert not screen.exception
    kept = partners_of(store, initiative.id)[0].partner
    assert (kept.role.value, kept.joined_on) == ("lead", When(2012))
