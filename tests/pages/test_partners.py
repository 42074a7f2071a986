"""Partners: the list to edit, checked again on save; adding, merging and undoing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from collab.errors import NotAllowed
from collab.model import YOU, Initiative, Role, Sector
from collab.services.initiatives import create_initiative
from collab.services.partners import PartnerCard, add_partner, partners_of, rename_partner
from collab.store import Store
from collab.ui.partners_edit import NAME, ROLE, SECTOR, wanted
from collab.ui.partners_merge import what_happens
from tests.pages.conftest import Visit

NAMES = ("Harbor Light", "Eastport District", "Beacon Prep")


@pytest.fixture
def initiative(store: Store) -> Initiative:
    made = create_initiative(store, YOU, name="Made-up compact")
    for name in NAMES:
        add_partner(store, YOU, made.id, name=name, sector=Sector.CHARTER)
    return made


def cards_of(store: Store, initiative: Initiative) -> tuple[PartnerCard, ...]:
    return partners_of(store, initiative.id)


def table(cards: tuple[PartnerCard, ...], **changes: list[str]) -> dict[str, list[str]]:
    """What the table would send back: the rows as listed, with some columns changed."""
    return {
        NAME: [card.partner.name for card in cards],
        SECTOR: ["Charter"] * len(cards),
        ROLE: ["Partner"] * len(cards),
        **changes,
    }


def test_every_partner_is_listed(initiative: Initiative, visit: Visit) -> None:
    screen = visit("partners", initiative=initiative.id)
    assert not screen.exception
    assert sorted(screen.data_editor[0].value[NAME]) == sorted(NAMES)


def test_a_change_is_saved_only_when_save_is_pressed(store: Store, initiative: Initiative, visit: Visit) -> None:
    screen = visit("partners", initiative=initiative.id)
    key = screen.data_editor[0].key
    screen.session_state[key] = {"edited_rows": {0: {SECTOR: "District"}}, "added_rows": [], "deleted_rows": []}
    screen.run()
    assert {card.partner.sector for card in cards_of(store, initiative)} == {Sector.CHARTER}
    screen.session_state[key] = {"edited_rows": {0: {SECTOR: "District"}}, "added_rows": [], "deleted_rows": []}
    screen.form_submit_button[0].click().run()
    assert not screen.exception
    assert [card.partner.sector for card in cards_of(store, initiative)].count(Sector.DISTRICT) == 1
    assert screen.success[0].value == "1 partner saved\\."


def test_a_stale_save_is_refused_and_shows_both_texts(store: Store, initiative: Initiative, visit: Visit) -> None:
    screen = visit("partners", initiative=initiative.id)
    first = cards_of(store, initiative)[0].partner
    key = screen.data_editor[0].key
    screen.session_state[key] = {"edited_rows": {0: {NAME: "Mine"}}, "added_rows": [], "deleted_rows": []}
    rename_partner(store, YOU, first.id, version=first.version, name=f"{first.name} (theirs)")
    screen.form_submit_button[0].click().run()
    assert not screen.exception
    assert screen.error
    names = {card.partner.name for card in cards_of(store, initiative)}
    assert f"{first.name} (theirs)" in names
    assert "Mine" not in names


def test_only_what_was_changed_is_saved(store: Store, initiative: Initiative) -> None:
    cards = cards_of(store, initiative)
    names = [card.partner.name for card in cards]
    seen = {card.partner.id: 7 for card in cards}
    (edit,) = wanted(cards, seen, table(cards, **{NAME: ["Another", *names[1:]]}))
    assert (edit.partner, edit.version, edit.name, edit.role) == (cards[0].partner, 7, "Another", Role.PARTNER)


@pytest.mark.parametrize("column", [NAME, SECTOR, ROLE])
def test_what_a_browser_makes_up_is_refused(store: Store, initiative: Initiative, column: str) -> None:
    cards = cards_of(store, initiative)
    invented = ["" if column == NAME else "king"] * len(cards)
    with pytest.raises(NotAllowed):
        wanted(cards, {}, table(cards, **{column: invented}))


def test_merging_says_what_will_happen(store: Store, initiative: Initiative) -> None:
    keep, merged, *_ = cards_of(store, initiative)
    sentences = what_happens(keep, merged)
    assert "no longer listed" in sentences[0]
    assert sentences[-1] == "You can undo this."


def test_a_change_can_be_undone_on_the_screen(store: Store, initiative: Initiative, visit: Visit) -> None:
    first = cards_of(store, initiative)[0].partner
    rename_partner(store, YOU, first.id, version=first.version, name="Wrong")
    screen = visit("partners", initiative=initiative.id)
    undo = next(button for button in screen.button if button.label == "Undo")
    undo.click().run()
    assert not screen.exception
    assert first.name in {card.partner.name for card in cards_of(store, initiative)}


def test_an_initiative_without_partners_says_how_they_come_in(store: Store, visit: Visit) -> None:
    made = create_initiative(store, YOU, name="Made-up compact")
    screen = visit("partners", initiative=made.id)
    assert not screen.exception
    assert any("No partner takes part yet" in caption.value for caption in screen.caption)


def in_window(draw: Callable[[str], None], initiative: Initiative) -> AppTest:
    """A window alone: within its page, a test cannot press what stands in it."""
    return AppTest.from_function(draw, default_timeout=60, args=(initiative.id,)).run()


def press(screen: AppTest, label: str) -> AppTest:
    return next(button for button in screen.button if button.label == label).click().run()


def adding(initiative_id: str) -> None:
    from collab.model import YOU
    from collab.ui import partners_add, shell

    partners_add.add_partner(shell.store(), YOU, initiative_id, lambda partner: None)


def setting_sectors(initiative_id: str) -> None:
    from collab.model import YOU
    from collab.services.partners import partners_of
    from collab.ui import partners_sectors, shell

    partners_sectors.set_sectors(shell.store(), YOU, initiative_id, partners_of(shell.store(), initiative_id))


def test_a_partner_is_added_in_its_window(store: Store, initiative: Initiative) -> None:
    screen = in_window(adding, initiative)
    screen.text_input[0].set_value("Night School")
    screen.selectbox[0].select(Sector.COMMUNITY)
    press(screen, "Add")
    assert not screen.exception
    found = {card.partner.name: card.partner.sector for card in cards_of(store, initiative)}
    assert found["Night School"] is Sector.COMMUNITY


def test_several_partners_get_one_sector_at_once(store: Store, initiative: Initiative) -> None:
    screen = in_window(setting_sectors, initiative)
    screen.multiselect[0].set_value([card.partner.id for card in cards_of(store, initiative)[:2]])
    screen.selectbox[0].select(Sector.STATE)
    press(screen, "Set the sector")
    assert not screen.exception
    assert [card.partner.sector for card in cards_of(store, initiative)].count(Sector.STATE) == 2
