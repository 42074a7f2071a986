"""Partners: the list to edit, checked again on save; adding, merging and undoing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from collab.errors import NotAllowed
from collab.model import YOU, Initiative, Role, RoundState, Sector
from collab.services.initiatives import create_initiative, get_initiative
from collab.services.partners import (
    PartnerCard,
    add_partner,
    held_by,
    partners_of,
    recent_partner_changes,
    remove_partner,
    rename_partner,
    what_merging_means,
)
from collab.services.rounds import change_round
from collab.store import Store
from collab.ui.partners_edit import JOINED, LEFT, NAME, ROLE, SECTOR, wanted
from collab.ui.partners_merge import what_happens
from collab.when import When
from tests.pages.conftest import Visit
from tests.services.contents import INSTRUMENT, a_content, averages_content, bring

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
        JOINED: [""] * len(cards),
        LEFT: [""] * len(cards),
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
    screen.button("save_partners").click().run()
    assert not screen.exception
    assert [card.partner.sector for card in cards_of(store, initiative)].count(Sector.DISTRICT) == 1
    assert screen.success[0].value == "1 partner saved\\."


def test_a_stale_save_is_refused_and_shows_both_texts(store: Store, initiative: Initiative, visit: Visit) -> None:
    screen = visit("partners", initiative=initiative.id)
    first = cards_of(store, initiative)[0].partner
    key = screen.data_editor[0].key
    screen.session_state[key] = {"edited_rows": {0: {NAME: "Mine"}}, "added_rows": [], "deleted_rows": []}
    rename_partner(store, YOU, first.id, version=first.version, name=f"{first.name} (theirs)")
    screen.button("save_partners").click().run()
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


def test_when_a_partner_left_is_typed_in_the_list(store: Store, initiative: Initiative, visit: Visit) -> None:
    screen = visit("partners", initiative=initiative.id)
    key, first = screen.data_editor[0].key, cards_of(store, initiative)[0].partner
    rows = {0: {JOINED: "2012", LEFT: "June 2017"}}
    screen.session_state[key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    screen.button("save_partners").click().run()
    assert not screen.exception
    kept = cards_of(store, initiative)[0].partner
    assert (kept.name, kept.joined_on, kept.left_on) == (first.name, When(2012), When(2017, 6))
    assert list(screen.data_editor[0].value[LEFT]) == ["Jun 2017", "", ""]
    assert any(caption.value.endswith("1 of them left.") for caption in screen.caption)


def test_a_time_that_nobody_can_read_is_refused_and_nothing_is_saved(
    store: Store, initiative: Initiative, visit: Visit
) -> None:
    screen = visit("partners", initiative=initiative.id)
    rows = {0: {NAME: "Another"}, 1: {LEFT: "13/2017"}}
    screen.session_state[screen.data_editor[0].key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    screen.button("save_partners").click().run()
    assert not screen.exception
    assert "which is no day of the calendar" in screen.error[0].value
    assert "Another" not in {card.partner.name for card in cards_of(store, initiative)}


def test_leaving_before_joining_is_told_beside_the_partner(store: Store, initiative: Initiative, visit: Visit) -> None:
    screen = visit("partners", initiative=initiative.id)
    rows = {0: {JOINED: "2017", LEFT: "2012"}}
    screen.session_state[screen.data_editor[0].key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    screen.button("save_partners").click().run()
    assert not screen.exception
    assert "It cannot leave in 2012, before it joins in 2017" in screen.error[0].value


def type_and_save(screen: AppTest, rows: dict[int, dict[str, str]]) -> None:
    """Type into the table that stands on the screen, and press Save."""
    screen.session_state[screen.data_editor[0].key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    screen.button("save_partners").click().run()
    assert not screen.exception


def test_what_is_corrected_after_a_refusal_is_saved(store: Store, initiative: Initiative, visit: Visit) -> None:
    screen = visit("partners", initiative=initiative.id)
    type_and_save(screen, {0: {JOINED: "2024", LEFT: "Mar 2023"}})
    assert "It cannot leave in Mar 2023" in screen.error[0].value
    type_and_save(screen, {0: {JOINED: "2024", LEFT: "Mar 2025"}})
    assert screen.success[0].value == "1 partner saved\\."
    assert cards_of(store, initiative)[0].partner.left_on == When(2025, 3)


def test_what_was_refused_beside_what_was_saved_stays_in_the_list(
    store: Store, initiative: Initiative, visit: Visit
) -> None:
    screen = visit("partners", initiative=initiative.id)
    type_and_save(screen, {0: {JOINED: "2012"}, 1: {JOINED: "2024", LEFT: "2023"}})
    assert screen.success[0].value == "1 partner saved\\."
    assert "It cannot leave in 2023" in screen.error[0].value
    assert list(screen.data_editor[0].value[LEFT]) == ["", "2023", ""]
    screen.run()
    assert "It cannot leave in 2023" in screen.error[0].value
    type_and_save(screen, {1: {LEFT: "2025"}})
    kept = [(card.partner.joined_on, card.partner.left_on) for card in cards_of(store, initiative)[:2]]
    assert kept == [(When(2012), None), (When(2024), When(2025))]
    assert not screen.error
    assert not screen.info


def test_what_is_saved_in_part_is_told_and_goes_on(store: Store, initiative: Initiative, visit: Visit) -> None:
    screen = visit("partners", initiative=initiative.id)
    first, other, *_ = (card.partner.name for card in cards_of(store, initiative))
    type_and_save(screen, {0: {NAME: other, JOINED: "2012"}})
    assert any("was saved only in part" in text.value for text in screen.markdown)
    type_and_save(screen, {0: {NAME: f"{first} School"}})
    saved = cards_of(store, initiative)
    assert (f"{first} School", When(2012)) in {(card.partner.name, card.partner.joined_on) for card in saved}
    assert not screen.error


def test_both_texts_are_shown_whole_and_what_was_typed_can_be_saved_or_thrown_away(
    store: Store, initiative: Initiative, visit: Visit
) -> None:
    screens = [visit("partners", initiative=initiative.id) for _ in range(2)]
    first = cards_of(store, initiative)[0].partner
    rename_partner(store, YOU, first.id, version=first.version, name=f"{first.name} (theirs)")
    for screen in screens:
        type_and_save(screen, {0: {NAME: f"{first.name} (mine)", ROLE: "Lead"}})
        both = screen.dataframe[1].value
        assert [list(both[column]) for column in both] == [
            ["Partner", "Role"],
            [f"{first.name} (mine)", "Lead"],
            [f"{first.name} (theirs)", "Partner"],
        ]
        assert screen.data_editor[0].value[NAME][0] == f"{first.name} (mine)"
    press(screens[0], "Throw away what is not saved")
    assert screens[0].data_editor[0].value[NAME][0] == f"{first.name} (theirs)"
    assert not screens[0].error
    screens[1].button("save_partners").click().run()
    kept = cards_of(store, initiative)[0].partner
    assert (kept.name, kept.role) == (f"{first.name} (mine)", Role.LEAD)


def test_what_was_typed_is_saved_though_another_window_added_a_partner(
    store: Store, initiative: Initiative, visit: Visit
) -> None:
    screen = visit("partners", initiative=initiative.id)
    first = cards_of(store, initiative)[0].partner
    add_partner(store, YOU, initiative.id, name="A very new one", sector=Sector.CHARTER)
    type_and_save(screen, {0: {JOINED: "2012"}})
    assert screen.success[0].value == "1 partner saved\\."
    assert {card.partner.name for card in cards_of(store, initiative) if card.partner.joined_on} == {first.name}


def test_what_was_typed_of_a_partner_that_another_window_removed_is_told(
    store: Store, initiative: Initiative, visit: Visit
) -> None:
    screen = visit("partners", initiative=initiative.id)
    first = cards_of(store, initiative)[0].partner
    remove_partner(store, YOU, initiative.id, first.id, seen=(), reason="Closed")
    type_and_save(screen, {0: {JOINED: "2012"}})
    assert "No longer among the partners here" in screen.warning[0].value
    assert not [card for card in cards_of(store, initiative) if card.partner.joined_on]
    press(screen, "Throw away what is not saved")
    assert not screen.warning


def test_merging_says_what_will_happen_and_where_else(store: Store, initiative: Initiative) -> None:
    other = create_initiative(store, YOU, name="Made-up pact *two*")
    keep, merged, *_ = cards_of(store, initiative)
    add_partner(store, YOU, other.id, name=merged.partner.name, sector=Sector.CHARTER)
    plan = what_merging_means(store, YOU, initiative.id, keep=keep.partner.id, merged=merged.partner.id)
    sentences = what_happens(initiative.id, keep, merged, plan, {})
    assert "no longer listed" in sentences[0]
    assert f"**{merged.partner.name}** takes part in “Made\\-up pact \\*two\\*” too: the same holds there." in sentences
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
    screen.text_input[1].set_value("13/2017")
    press(screen, "Add")
    assert "which is no day of the calendar" in screen.error[0].value
    screen.text_input[1].set_value("9/2017")
    press(screen, "Add")
    assert not screen.exception
    found = {card.partner.name: (card.partner.sector, card.partner.joined_on) for card in cards_of(store, initiative)}
    assert found["Night School"] == (Sector.COMMUNITY, When(2017, 9))


def test_several_partners_get_one_sector_at_once(store: Store, initiative: Initiative) -> None:
    screen = in_window(setting_sectors, initiative)
    screen.multiselect[0].set_value([card.partner.id for card in cards_of(store, initiative)[:2]])
    screen.selectbox[0].select(Sector.STATE)
    press(screen, "Set the sector")
    assert not screen.exception
    assert [card.partner.sector for card in cards_of(store, initiative)].count(Sector.STATE) == 2


FIGURES = {"D one": dict.fromkeys(INSTRUMENT.factor_keys[:2], 3.0), "D onne": {INSTRUMENT.factor_keys[0]: 1.0}}


def merging(initiative_id: str) -> None:
    from collab.model import YOU
    from collab.services.partners import partners_of
    from collab.ui import partners_merge, shell

    partners_merge.merge(shell.store(), YOU, initiative_id, partners_of(shell.store(), initiative_id))


def removing(initiative_id: str) -> None:
    from collab.model import YOU
    from collab.services.partners import partners_of
    from collab.ui import partners_remove, shell

    partners_remove.remove(shell.store(), YOU, initiative_id, partners_of(shell.store(), initiative_id))


def of_averages(store: Store) -> Initiative:
    """An initiative with one round in which two partners hold reported averages."""
    outcome = bring(store, averages_content(FIGURES))
    return get_initiative(store, outcome.initiative_id or "")


def ids_of(store: Store, initiative: Initiative) -> list[str]:
    return [card.partner.id for card in cards_of(store, initiative)]


def test_who_chooses_both_before_the_page_answers_keeps_both(store: Store) -> None:
    made = of_averages(store)
    one, other = ids_of(store, made)
    screen = in_window(merging, made)
    screen.selectbox[0].select(one)
    screen.selectbox[1].select(other)
    screen.run()
    assert [box.value for box in screen.selectbox] == [one, other]
    assert len(screen.radio) == 2


def test_one_partner_chosen_twice_is_not_merged(store: Store) -> None:
    made = of_averages(store)
    one, _ = ids_of(store, made)
    screen = in_window(merging, made)
    for box in screen.selectbox:
        box.select(one)
    screen.run()
    assert "one partner, chosen twice" in screen.warning[0].value
    assert not screen.button


def test_two_with_averages_of_one_round_are_merged_once_it_is_said_whose_count(store: Store) -> None:
    made = of_averages(store)
    one, other = ids_of(store, made)
    screen = in_window(merging, made)
    screen.selectbox[0].select(one).run()
    screen.selectbox[1].select(other).run()
    name, whose = screen.radio
    assert list(name.captions) == ["District, 2 reported figures", "District, 1 reported figure"]
    assert "Both have figures in the round “Baseline”" in whose.label
    assert whose.value is None
    merge = next(button for button in screen.button if button.label == "Merge")
    assert merge.disabled
    whose.set_value(other).run()
    assert any("the 2 reported figures of **D one** will not count" in text.value for text in screen.markdown)
    press(screen, "Merge")
    assert not screen.exception
    assert ids_of(store, made) == [one]
    assert held_by(store, YOU, made.id, one)[0].held.figures == 1


def test_a_partners_averages_are_removed_from_a_round_with_a_reason(store: Store) -> None:
    made = of_averages(store)
    one, other = ids_of(store, made)
    screen = in_window(removing, made)
    screen.selectbox[0].select(one).run()
    assert any("do not remove it" in caption.value for caption in screen.caption)
    assert list(screen.radio[0].options) == [
        "The round “Baseline” (2 reported figures)",
        "This initiative, with all that it holds here",
    ]
    screen.text_input[0].set_value("Not part of this compact")
    press(screen, ":red[:material/delete: Remove]")
    assert not screen.exception
    assert held_by(store, YOU, made.id, one) == ()
    assert ids_of(store, made) == [one, other]
    (change,) = recent_partner_changes(store, made.id)
    assert "Not part of this compact" in change.sentence


def test_a_partner_is_removed_from_the_initiative_and_brought_back(store: Store, visit: Visit) -> None:
    made = of_averages(store)
    one, other = ids_of(store, made)
    screen = in_window(removing, made)
    screen.selectbox[0].select(one).run()
    screen.radio[0].set_value("").run()
    screen.text_input[0].set_value("Closed in 2017")
    press(screen, ":red[:material/delete: Remove]")
    assert ids_of(store, made) == [other]
    page = visit("partners", initiative=made.id)
    press(page, "Undo")
    assert not page.exception
    assert ids_of(store, made) == [one, other]
    assert held_by(store, YOU, made.id, one)[0].held.figures == 2


def test_a_closed_round_says_before_the_button_that_it_keeps_its_answers(store: Store) -> None:
    made = of_averages(store)
    (held,) = held_by(store, YOU, made.id, ids_of(store, made)[0])
    change_round(store, YOU, held.round.id, version=held.round.version, state=RoundState.CLOSED)
    screen = in_window(removing, made)
    screen.selectbox[0].select(ids_of(store, made)[0]).run()
    assert "is closed and keeps this partner's answers" in screen.info[0].value
    assert not screen.radio
    assert not screen.button


def test_an_undo_that_gives_a_few_away_asks_first(store: Store, visit: Visit) -> None:
    outcome = bring(store, a_content([("D one", f"R_000000{n}", 1) for n in range(2)]))
    here, one = outcome.initiative_id or "", partners_of(store, outcome.initiative_id or "")[0].partner.id
    seen = held_by(store, YOU, here, one)
    remove_partner(store, YOU, here, one, seen=seen, reason="wrong file", round_id=outcome.round_id)
    bring(store, a_content([("D one", f"R_100000{n}", 2) for n in range(5)]), file_name="b")
    page = visit("partners", initiative=here)
    press(page, "Undo")
    assert not page.exception
    assert page.warning[0].value.startswith("Fewer than 5 people would be added to")
    assert [card.responses for card in partners_of(store, here)] == [5]
