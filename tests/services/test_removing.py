"""Removing a partner from a round or an initiative: with a reason, in the history, and exactly undone."""

from __future__ import annotations

import pytest

from collab.errors import NotAllowed, NotFound, StaleVersion
from collab.model import YOU, Kind, Mode, Partner, RoundState, Sector
from collab.services import answers, importing, initiatives, maintenance, partners, readiness, rounds
from collab.services.importing import Destination, Outcome
from collab.services.partner_changes import PartnerChange
from collab.store import Store
from collab.store.integrity import dump
from tests.services.contents import HERE, INSTRUMENT, a_content, averages_content, bring, preview, state

FIRST, SECOND = INSTRUMENT.factor_keys[:2]
FIGURES = {"D one": {FIRST: 3.0, SECOND: 2.0}, "C two": {FIRST: 1.0}}
SHEETS = [*(("D one", f"R_000000{n}", 1) for n in range(6)), *(("C two", f"R_100000{n}", 2) for n in range(5))]
AGREE = dict.fromkeys(INSTRUMENT.factor_keys, "agree")


def named(store: Store, outcome: Outcome, name: str) -> Partner:
    cards = partners.partners_of(store, outcome.initiative_id or "")
    return next(card.partner for card in cards if card.partner.name == name)


def listed(store: Store, outcome: Outcome) -> list[str]:
    return [card.partner.name for card in partners.partners_of(store, outcome.initiative_id or "")]


def remove(
    store: Store, outcome: Outcome, partner: Partner, *, everywhere: bool = False, reason: str = "withdrew"
) -> PartnerChange:
    here = outcome.initiative_id or ""
    seen = partners.held_by(store, YOU, here, partner.id)
    where = None if everywhere else outcome.round_id
    return partners.remove_partner(store, YOU, here, partner.id, seen=seen, reason=reason, round_id=where)


@pytest.mark.parametrize("everywhere", [False, True], ids=["one round", "the initiative"])
@pytest.mark.parametrize(
    "content",
    [averages_content(FIGURES), a_content(SHEETS, comments=[(0, None, "Ours"), (1, FIRST, "Why?")])],
    ids=["averages", "sheets"],
)
def test_what_a_round_holds_of_a_partner_is_removed_and_comes_back_exactly(
    store: Store, content, everywhere: bool
) -> None:
    outcome = bring(store, content)
    district = named(store, outcome, "D one")
    before = state(store)
    change = remove(store, outcome, district, everywhere=everywhere)
    assert [unit.name for unit in readiness.readiness(store, outcome.round_id or "").partners.units] == ["C two"]
    assert listed(store, outcome) == (["C two"] if everywhere else ["D one", "C two"])
    assert maintenance.check(store) == ()
    partners.undo_partner_change(store, YOU, change.id)
    assert state(store) == before
    assert maintenance.check(store) == ()


def test_the_removal_stands_in_the_history_with_its_reason_and_never_with_a_rating(store: Store) -> None:
    outcome = bring(store, averages_content(FIGURES))
    change = remove(store, outcome, named(store, outcome, "D one"), reason="Not part of this compact")
    assert change.sentence == ("“D one” was removed from the round “Baseline”. Reason: Not part of this compact")
    (line, *_) = initiatives.changes_of(store, outcome.initiative_id or "")
    assert (line.what, line.subject, line.actor) == ("remove_in_round_partner", "D one", YOU.name)
    assert line.after == {
        "reason": "Not part of this compact",
        "answer_sheets": 0,
        "reported_figures": 2,
        "round": "Baseline",
    }
    partners.undo_partner_change(store, YOU, change.id)
    (line, *_) = initiatives.changes_of(store, outcome.initiative_id or "")
    assert (line.what, line.after) == ("undo_remove_in_round", {"round": "Baseline"})


def test_a_partner_without_answers_can_be_removed_too(store: Store) -> None:
    outcome = bring(store, averages_content(FIGURES))
    quiet = partners.add_partner(store, YOU, outcome.initiative_id or "", name="C quiet", sector=Sector.CHARTER)
    change = remove(store, outcome, quiet, everywhere=True)
    assert "C quiet" not in listed(store, outcome)
    partners.undo_partner_change(store, YOU, change.id)
    assert "C quiet" in listed(store, outcome)
    with pytest.raises(NotAllowed, match="holds nothing of “C quiet”"):
        remove(store, outcome, quiet)


def test_it_stays_where_else_it_takes_part(store: Store) -> None:
    here = bring(store, averages_content(FIGURES))
    there = bring(store, averages_content(FIGURES), destination=Destination("Southside Compact", "Baseline"))
    remove(store, here, named(store, here, "D one"), everywhere=True)
    assert listed(store, there) == ["D one", "C two"]
    assert [line.what for line in initiatives.changes_of(store, there.initiative_id or "")] == ["import"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_needed(store: Store, reason: str) -> None:
    outcome = bring(store, averages_content(FIGURES))
    with pytest.raises(NotAllowed, match="A reason is needed"):
        remove(store, outcome, named(store, outcome, "D one"), reason=reason)


def test_nothing_goes_that_the_person_did_not_see(store: Store) -> None:
    outcome = bring(store, averages_content(FIGURES))
    district, here = named(store, outcome, "D one"), outcome.initiative_id or ""
    seen = partners.held_by(store, YOU, here, district.id)
    bring(store, averages_content({"D one": {INSTRUMENT.factor_keys[2]: 4.0}}), file_name="faster.xlsx")
    with pytest.raises(StaleVersion) as caught:
        partners.remove_partner(store, YOU, here, district.id, seen=seen, reason="withdrew")
    assert (caught.value.mine, caught.value.theirs) == (
        {"Baseline": "2 reported figures"},
        {"Baseline": "3 reported figures"},
    )


def test_a_closed_round_keeps_its_answers(store: Store) -> None:
    outcome = bring(store, averages_content(FIGURES))
    district = named(store, outcome, "D one")
    change = remove(store, outcome, named(store, outcome, "C two"))
    present = rounds.get_round(store, outcome.round_id or "")
    rounds.change_round(store, YOU, present.id, version=present.version, state=RoundState.CLOSED)
    for everywhere in (False, True):
        with pytest.raises(NotAllowed, match="Closed rounds hold answers of “D one”: “Baseline”"):
            remove(store, outcome, district, everywhere=everywhere)
    with pytest.raises(NotAllowed, match="The round “Baseline” is closed: reveal it again first"):
        partners.undo_partner_change(store, YOU, change.id)


def test_the_next_export_leaves_removed_sheets_out(store: Store) -> None:
    outcome = bring(store, a_content(SHEETS))
    remove(store, outcome, named(store, outcome, "D one"))
    assert preview(store, a_content(SHEETS)).status == "unchanged"
    seen = preview(store, a_content([*SHEETS, ("D one", "R_9000000", 3)]), file_name="b")
    assert seen.effect is not None
    assert seen.effect.as_dict() | {"unchanged": 5} == {
        "added": 1,
        "changed": 0,
        "removed": 0,
        "unchanged": 5,
        "vanished": 0,
    }
    assert any(
        warning.found == "6 rows were removed, or set aside with their partner, before." for warning in seen.warnings
    )


def test_an_organisation_that_was_removed_is_the_same_one_when_a_file_brings_it_again(store: Store) -> None:
    outcome = bring(store, averages_content(FIGURES))
    district = named(store, outcome, "D one")
    change = remove(store, outcome, district, everywhere=True)
    again = bring(store, averages_content({"D one": {INSTRUMENT.factor_keys[2]: 4.0}}), file_name="b")
    assert named(store, outcome, "D one").id == district.id
    partners.undo_partner_change(store, YOU, change.id)
    view = readiness.readiness(store, outcome.round_id or "")
    place = [unit.name for unit in view.partners.units].index("D one")
    first = next(at for at, target in enumerate(view.partners.targets) if target.key == FIRST)
    assert view.partners.mean[place, first] == 3.0
    assert again.status == "saved"
    assert maintenance.check(store) == ()


def test_figures_that_came_again_forbid_the_undo(store: Store) -> None:
    outcome = bring(store, averages_content(FIGURES))
    change = remove(store, outcome, named(store, outcome, "D one"))
    later = bring(store, averages_content({"D one": {FIRST: 3.5}}), file_name="b")
    with pytest.raises(NotAllowed, match=r"cannot be brought back\. “D one” has figures in the round “Baseline” again"):
        partners.undo_partner_change(store, YOU, change.id)
    importing.undo_import(store, YOU, later.import_id or "")
    partners.undo_partner_change(store, YOU, change.id)
    assert maintenance.check(store) == ()


def test_another_team_answer_forbids_the_undo(store: Store) -> None:
    outcome = bring(store, a_content([("D one", None, 1), ("C two", None, 2)]), mode=Mode.TEAM)
    district = named(store, outcome, "D one")
    change = remove(store, outcome, district)
    answers.enter_answers(store, YOU, outcome.round_id or "", district.id, AGREE)
    with pytest.raises(NotAllowed, match="“D one” has handed in another answer in the round “Baseline” since"):
        partners.undo_partner_change(store, YOU, change.id)


def people(ids: list[str | None]) -> list[tuple[str, str | None, int]]:
    return [("D one", given, 1) for given in ids]


@pytest.mark.parametrize("ids", [[None] * 6, list("123456")], ids=["no ids", "short ids of another file"])
def test_people_who_were_imported_again_are_never_counted_twice(store: Store, ids: list[str | None]) -> None:
    outcome = bring(store, a_content([*people(ids), ("C two", None, 2)]))
    district = named(store, outcome, "D one")
    before = state(store)
    change = remove(store, outcome, district)
    later = bring(store, a_content(people(ids)), file_name="b", shape="b", answers={"existing_rows": "add"})
    assert later.effect.added == 6
    with pytest.raises(
        NotAllowed, match=r"“D one” has answers in the round “Baseline” again since: .* of “b” .* first"
    ):
        partners.undo_partner_change(store, YOU, change.id)
    again = remove(store, outcome, district)
    with pytest.raises(NotAllowed, match="again since, and they were set aside too: undo that first"):
        partners.undo_partner_change(store, YOU, change.id)
    partners.undo_partner_change(store, YOU, again.id)
    importing.undo_import(store, YOU, later.import_id or "")
    partners.undo_partner_change(store, YOU, change.id)
    for name in ("response", "tally", "set_aside_response"):
        assert state(store)[name] == before[name]
    assert maintenance.check(store) == ()


def test_an_answer_that_was_typed_in_since_is_another_persons(store: Store) -> None:
    outcome = bring(store, a_content(SHEETS))
    district = named(store, outcome, "D one")
    change = remove(store, outcome, district)
    answers.enter_answers(store, YOU, outcome.round_id or "", district.id, AGREE)
    partners.undo_partner_change(store, YOU, change.id)
    assert len(answers.answer_sheets(store, YOU, outcome.round_id or "", district.id)) == 7


def test_a_round_that_holds_another_kind_by_now_forbids_the_undo(store: Store) -> None:
    outcome = bring(store, averages_content({"D one": {FIRST: 3.0}}))
    district = named(store, outcome, "D one")
    change = remove(store, outcome, district)
    emptied = rounds.get_round(store, outcome.round_id or "")
    assert (emptied.kind, emptied.measure) == (None, None)
    bring(store, a_content([("C two", "R_0000001", 1)]), file_name="b")
    with pytest.raises(NotAllowed, match="holds answer sheets by now"):
        partners.undo_partner_change(store, YOU, change.id)
    assert rounds.get_round(store, emptied.id).kind is Kind.RESPONSES


def test_the_import_that_brought_it_is_undone_only_after_the_removal(store: Store) -> None:
    outcome = bring(store, averages_content(FIGURES))
    change = remove(store, outcome, named(store, outcome, "D one"), everywhere=True)
    with pytest.raises(NotAllowed, match="“D one” was removed from this initiative afterwards: undo that first"):
        importing.undo_import(store, YOU, outcome.import_id or "")
    partners.undo_partner_change(store, YOU, change.id)
    importing.undo_import(store, YOU, outcome.import_id or "")
    assert initiatives.overview(store) == ()


def test_what_was_merged_since_is_taken_apart_first(store: Store) -> None:
    outcome = bring(store, averages_content(FIGURES))
    district, charter = (named(store, outcome, name) for name in ("D one", "C two"))
    removal = remove(store, outcome, district)
    merge = partners.merge_partners(store, YOU, keep=charter.id, merged=district.id)
    with pytest.raises(NotAllowed, match="“D one” was merged into “C two” afterwards: undo that merge first"):
        partners.undo_partner_change(store, YOU, removal.id)
    partners.undo_merge(store, YOU, merge.id)
    partners.undo_partner_change(store, YOU, removal.id)
    assert maintenance.check(store) == ()


def test_a_merge_is_taken_apart_only_after_a_later_removal(store: Store) -> None:
    outcome = bring(store, a_content(SHEETS))
    district, charter = (named(store, outcome, name) for name in ("D one", "C two"))
    merge = partners.merge_partners(store, YOU, keep=district.id, merged=charter.id)
    removal = remove(store, outcome, district)
    with pytest.raises(NotAllowed, match="“D one” was removed from the round “Baseline” afterwards: undo that first"):
        partners.undo_merge(store, YOU, merge.id)
    partners.undo_partner_change(store, YOU, removal.id)
    partners.undo_merge(store, YOU, merge.id)
    assert maintenance.check(store) == ()


def test_a_deleted_round_takes_the_removal_along_for_good(store: Store) -> None:
    outcome = bring(store, averages_content({"D Secret School": {FIRST: 3.0}, "C two": {FIRST: 1.0}}))
    change = remove(store, outcome, named(store, outcome, "D Secret School"))
    rounds.delete_round(store, YOU, outcome.round_id or "", typed_label=HERE.round_label)
    with pytest.raises(NotFound):
        partners.undo_partner_change(store, YOU, change.id)
    tables = store.read(dump)
    assert not tables["set_aside_reported"]
    assert not tables["partner_change"]


def test_a_deleted_initiative_leaves_nothing_of_a_removed_partner(store: Store) -> None:
    here = bring(store, a_content(SHEETS, comments=[(0, None, "Ours")]))
    there = bring(store, averages_content(FIGURES), destination=Destination("Southside Compact", "Baseline"))
    remove(store, here, named(store, here, "D one"), everywhere=True)
    away = remove(store, there, named(store, there, "C two"), everywhere=True)
    initiatives.delete_initiative(store, YOU, here.initiative_id or "", typed_name=HERE.initiative)
    tables = store.read(dump)
    assert not tables["set_aside_response"]
    assert not tables["set_aside_comment"]
    partners.undo_partner_change(store, YOU, away.id)
    assert listed(store, there) == ["D one", "C two"]
    assert maintenance.check(store) == ()
    initiatives.delete_initiative(store, YOU, there.initiative_id or "", typed_name="Southside Compact")
    left = {name: rows for name, rows in store.read(dump).items() if rows and name != "history"}
    assert left == {}
