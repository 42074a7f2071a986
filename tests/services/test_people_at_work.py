"""Initiatives, rounds, partners and answer sheets, changed by people: versions, rules, history, undo."""

from __future__ import annotations

import pytest

from collab.errors import NotAllowed, NotFound, StaleVersion
from collab.model import YOU, Kind, Level, Mode, Person, Role, Round, RoundState, Sector
from collab.scoring.figures import Target, Unit
from collab.services import answers, comparison, initiatives, maintenance, partners, readiness, rounds
from collab.services.importing import Destination
from collab.store import Store
from collab.store.integrity import dump
from tests.services.contents import HERE, INSTRUMENT, a_content, bring, state

AGREE = dict.fromkeys(INSTRUMENT.factor_keys, "agree")


@pytest.fixture
def round_(store: Store) -> Round:
    """An open team round."""
    made = initiatives.create_initiative(store, YOU, name=HERE.initiative, place="Denver")
    return rounds.create_round(store, YOU, made.id, label="Baseline", instrument_key=INSTRUMENT.key, mode=Mode.TEAM)


def reveal(store: Store, round_: Round) -> Round:
    """The round, revealed."""
    present = rounds.get_round(store, round_.id)
    return rounds.change_round(store, YOU, round_.id, version=present.version, state=RoundState.REVEALED)


def test_two_people_who_edit_at_once_both_see_both_texts(store: Store) -> None:
    made = initiatives.create_initiative(store, YOU, name="Northside Compact", purpose="one")
    edit = {"name": "Northside Compact", "place": ""}
    initiatives.edit_initiative(store, YOU, made.id, version=1, purpose="two", **edit)
    with pytest.raises(StaleVersion) as caught:
        initiatives.edit_initiative(store, YOU, made.id, version=1, purpose="three", **edit)
    assert (caught.value.mine["purpose"], caught.value.theirs["purpose"]) == ("three", "two")
    assert initiatives.get_initiative(store, made.id).purpose == "two"


@pytest.mark.parametrize("name", ["", "  \n", "\x00", "x" * 201], ids=["empty", "blank", "control", "long"])
def test_a_name_must_be_a_name(store: Store, name: str) -> None:
    with pytest.raises(NotAllowed):
        initiatives.create_initiative(store, YOU, name=name)


def test_a_name_is_taken_in_any_case_and_spacing(store: Store) -> None:
    initiatives.create_initiative(store, YOU, name="Northside Compact")
    with pytest.raises(NotAllowed, match="already an initiative “Northside Compact”"):
        initiatives.create_initiative(store, YOU, name=" northside  COMPACT")


def test_what_is_looked_for_in_vain_is_named_with_what_there_is(store: Store, round_: Round) -> None:
    with pytest.raises(NotFound, match="“Northside Compact”"):
        initiatives.find_initiative(store, "Southside")
    with pytest.raises(NotFound, match="“Baseline”"):
        rounds.find_round(store, round_.initiative_id, "Follow-up")


def test_a_stranger_may_do_nothing(store: Store) -> None:
    with pytest.raises(NotAllowed):
        initiatives.create_initiative(store, Person("somebody", "Somebody"), name="Mine")


def test_deleting_an_initiative_leaves_no_trace_of_it(store: Store) -> None:
    outcome = bring(store, a_content([("D Secret School", "R_0000001", 1), ("C two", "R_0000002", 2)]))
    other = bring(store, a_content([("C two", "R_0000002", 2)]), destination=Destination("Other", "Baseline"))
    first = partners.partners_of(store, outcome.initiative_id or "")[0].partner
    partners.rename_partner(store, YOU, first.id, version=1, name="D Renamed Secret")
    with pytest.raises(NotAllowed, match="Nothing was deleted"):
        initiatives.delete_initiative(store, YOU, outcome.initiative_id or "", typed_name="Other")
    initiatives.delete_initiative(store, YOU, outcome.initiative_id or "", typed_name=HERE.initiative)
    left = str(store.read(dump))
    assert "Secret" not in left
    assert HERE.initiative not in left
    assert [card.initiative.name for card in initiatives.overview(store)] == ["Other"]
    assert readiness.counts(store, other.round_id or "").responses == 1
    assert maintenance.check(store) == ()
    if store.file is not None:
        assert b"Secret School" not in store.file.read_bytes()


def test_deleting_a_round_keeps_the_others(store: Store) -> None:
    first = bring(store, a_content([("D one", "R_0000001", 1)]))
    second = bring(store, a_content([("D one", "R_0000001", 1)]), destination=Destination(HERE.initiative, "Later"))
    rounds.delete_round(store, YOU, first.round_id or "", typed_label=HERE.round_label)
    assert [each.id for each in rounds.rounds_of(store, first.initiative_id or "")] == [second.round_id]
    assert maintenance.check(store) == ()


def test_k_changes_only_before_the_first_reveal(store: Store, round_: Round) -> None:
    changed = rounds.change_round(store, YOU, round_.id, version=1, k=3)
    with pytest.raises(NotAllowed, match="allowed are 3 to 10"):
        rounds.change_round(store, YOU, round_.id, version=changed.version, k=2)
    shown = reveal(store, round_)
    hidden = rounds.change_round(store, YOU, round_.id, version=shown.version, state=RoundState.OPEN)
    with pytest.raises(NotAllowed, match="cannot change after the round was revealed"):
        rounds.change_round(store, YOU, round_.id, version=hidden.version, k=4)


def test_answers_given_under_protection_never_become_a_team_round(store: Store) -> None:
    outcome = bring(store, a_content([("D one", "R_0000001", 1)]))
    with pytest.raises(NotAllowed, match="small groups protected"):
        rounds.change_round(store, YOU, outcome.round_id or "", version=1, mode=Mode.TEAM)


def test_a_sheet_typed_in_counts_can_be_mended_and_removed(store: Store, round_: Round) -> None:
    partner = partners.add_partner(store, YOU, round_.initiative_id, name="Harbor Light", sector=Sector.CHARTER)
    sheet = answers.enter_answers(
        store, YOU, round_.id, partner.id, {"purpose.problem": "agree"}, {"": "On paper", "purpose.vision": "?"}
    )
    assert sheet.typed_in
    assert sheet.ratings is not None
    assert (sheet.ratings["purpose.problem"], sheet.ratings["purpose.vision"]) == ("agree", "skipped")
    assert sheet.comments == {"": "On paper", "purpose.vision": "?"}
    with pytest.raises(NotAllowed, match="already handed in its answer"):
        answers.enter_answers(store, YOU, round_.id, partner.id, AGREE)
    mended = answers.mend_answers(
        store, YOU, sheet.id, version=1, ratings={"purpose.problem": "not_applicable"}, reason="misread"
    )
    assert (mended.mended, mended.version, mended.comments) == (True, 2, sheet.comments)
    with pytest.raises(StaleVersion):
        answers.mend_answers(store, YOU, sheet.id, version=1, ratings=AGREE, reason="again")
    with pytest.raises(NotAllowed, match="A reason is needed"):
        answers.remove_answers(store, YOU, sheet.id, version=2, reason=" ")
    answers.remove_answers(store, YOU, sheet.id, version=2, reason="withdrawn")
    assert answers.answer_sheets(store, YOU, round_.id, partner.id) == ()
    assert rounds.get_round(store, round_.id).kind is None
    assert maintenance.check(store) == ()


@pytest.mark.parametrize(
    "ratings",
    [{}, {"purpose.problem": "skipped"}, {"purpose.problem": "often"}, {"no such factor": "agree"}],
    ids=["empty", "only skipped", "no such answer", "no such factor"],
)
def test_a_sheet_that_says_nothing_or_the_impossible_is_refused(
    store: Store, round_: Round, ratings: dict[str, str]
) -> None:
    partner = partners.add_partner(store, YOU, round_.initiative_id, name="Harbor Light", sector=Sector.CHARTER)
    with pytest.raises(NotAllowed):
        answers.enter_answers(store, YOU, round_.id, partner.id, ratings)
    assert rounds.get_round(store, round_.id).kind is None


def test_imported_sheets_of_individuals_are_listed_but_not_shown(store: Store) -> None:
    outcome = bring(store, a_content([("D one", "R_0000001", 1)]))
    (card,) = partners.partners_of(store, outcome.initiative_id or "")
    (sheet,) = answers.answer_sheets(store, YOU, outcome.round_id or "", card.partner.id)
    assert (sheet.file_name, sheet.sheet, sheet.row) == ("answers.xlsx", "Answers", 2)
    assert (sheet.ratings, sheet.comments) == (None, None)
    with pytest.raises(NotAllowed, match="its ratings are not shown"):
        answers.mend_answers(store, YOU, sheet.id, version=1, ratings=AGREE, reason="misread")


def test_changes_of_a_partner_show_in_figures_at_once_and_can_be_undone(store: Store) -> None:
    outcome = bring(store, a_content([("D one", f"R_000000{n}", 2) for n in range(6)]))
    round_id, here = outcome.round_id or "", outcome.initiative_id or ""
    present = partners.partners_of(store, here)[0].partner
    before = readiness.readiness(store, round_id)
    renamed = partners.rename_partner(store, YOU, present.id, version=1, name="Harbor Light")
    moved = partners.set_sector(store, YOU, present.id, version=renamed.version, sector=Sector.CHARTER)
    partners.set_part(store, YOU, here, present.id, version=moved.version, role=Role.LEAD, joined_on=None, left_on=None)
    after = readiness.readiness(store, round_id)
    assert [unit.name for unit in after.partners.units] == ["Harbor Light"]
    assert [unit.name for unit in after.sectors.units] == ["charter", "all_partners"]
    for change in partners.recent_partner_changes(store, here):
        partners.undo_partner_change(store, YOU, change.id)
    again = readiness.readiness(store, round_id)
    assert [unit.name for unit in again.partners.units] == [unit.name for unit in before.partners.units]
    assert [unit.name for unit in again.sectors.units] == ["district", "all_partners"]


def test_a_stale_rename_is_refused(store: Store, round_: Round) -> None:
    partner = partners.add_partner(store, YOU, round_.initiative_id, name="Harbor Light", sector=Sector.CHARTER)
    partners.rename_partner(store, YOU, partner.id, version=1, name="Harbour Light")
    with pytest.raises(StaleVersion):
        partners.rename_partner(store, YOU, partner.id, version=1, name="Harbor Lights")


def test_a_merge_adds_up_and_comes_apart_exactly(store: Store) -> None:
    rows = [("D one", f"R_000000{n}", 1) for n in range(5)] + [("D onne", f"R_100000{n}", 3) for n in range(2)]
    outcome = bring(store, a_content(rows))
    keep, gone = (card.partner for card in partners.partners_of(store, outcome.initiative_id or ""))
    before = state(store)
    change = partners.merge_partners(store, YOU, keep=keep.id, merged=gone.id)
    (card,) = partners.partners_of(store, outcome.initiative_id or "")
    assert (card.partner.name, card.responses) == ("D one", 7)
    assert maintenance.check(store) == ()
    partners.undo_merge(store, YOU, change.id)
    assert state(store) == before
    assert maintenance.check(store) == ()
    with pytest.raises(NotAllowed, match="already undone"):
        partners.undo_merge(store, YOU, change.id)


def test_two_with_answers_in_one_team_round_cannot_be_one(store: Store) -> None:
    outcome = bring(store, a_content([("D one", None, 1), ("D two", None, 2)]), mode=Mode.TEAM)
    keep, gone = (card.partner for card in partners.partners_of(store, outcome.initiative_id or ""))
    with pytest.raises(NotAllowed, match="Both have handed in a team answer in the round “Baseline”"):
        partners.merge_partners(store, YOU, keep=keep.id, merged=gone.id)


def test_comments_in_a_round_of_individuals_need_ten_answers(store: Store) -> None:
    rows = [("D one", f"R_00000{n:02d}", 2) for n in range(10)] + [("C two", f"R_10000{n}", 2) for n in range(9)]
    notes = [(0, "purpose.problem", "From ten"), (12, "purpose.problem", "From nine")]
    outcome = bring(store, a_content(rows, comments=notes))
    view = readiness.readiness(store, outcome.round_id or "")
    target = Target(Level.FACTOR, "purpose.problem", "purpose")
    seen = {
        unit.name: readiness.cell(store, outcome.round_id or "", unit, target)
        for unit in (*view.partners.units, *view.sectors.units)
    }
    texts = {name: [comment.text for comment in each.comments] for name, each in seen.items()}
    assert texts == {
        "D one": ["From ten"],
        "C two": [],
        "district": ["From ten"],
        "charter": [],
        "all_partners": ["From ten"],
    }
    assert "at least 10 answers" in seen["C two"].comments_why
    assert all(comment.partner is None for each in seen.values() for comment in each.comments)


def test_comments_of_a_team_round_are_attributed(store: Store) -> None:
    outcome = bring(store, a_content([("D one", None, 2)], comments=[(0, None, "Ours")]), mode=Mode.TEAM)
    found = readiness.cell(store, outcome.round_id or "", Unit(), Target(Level.OVERALL, "", None))
    assert [(comment.text, comment.partner and comment.partner.name) for comment in found.comments] == [
        ("Ours", "D one")
    ]


def test_a_cell_shows_the_answers_of_a_reversed_factor_as_they_were_given(store: Store) -> None:
    turned = next(factor for factor in INSTRUMENT.factors if factor.reversed)
    outcome = bring(store, a_content([("D one", f"R_000000{n}", 0) for n in range(5)]))
    view = readiness.readiness(store, outcome.round_id or "")
    target = next(each for each in view.partners.targets if each.key == turned.key)
    found = readiness.cell(store, outcome.round_id or "", view.partners.units[0], target)
    assert found.mean == 4.0
    assert found.distribution is not None
    assert [count for _, count in found.distribution] == [5, 0, 0, 0]


def test_filters_leave_partners_out_of_every_figure(store: Store) -> None:
    rows = [(name, f"R_{name}{n}", code) for name, code in (("D one", 0), ("D two", 2), ("C x", 3)) for n in range(5)]
    outcome = bring(store, a_content(rows))
    round_id = outcome.round_id or ""
    every = readiness.readiness(store, round_id)
    one = every.partners.units[0].partner
    assert one is not None
    only = readiness.readiness(store, round_id, partner_ids=[one.id])
    assert [unit.name for unit in only.partners.units] == ["D one"]
    assert len(only.choices) == 3
    districts = readiness.readiness(store, round_id, sectors=[Sector.DISTRICT])
    assert [unit.name for unit in districts.sectors.units] == ["district", "all_partners"]
    assert districts.sectors.mean[0, 1] == 2.0


def test_figures_are_kept_until_something_changes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = bring(store, a_content([("D one", f"R_000000{n}", 2) for n in range(6)]))
    round_id = outcome.round_id or ""
    first = readiness.readiness(store, round_id)
    assert readiness.readiness(store, round_id).partners is first.partners
    comparison.comparison(store, round_id)
    bring(store, a_content([("D one", f"R_100000{n}", 0) for n in range(6)]), file_name="b")
    assert readiness.readiness(store, round_id).partners is not first.partners
    assert readiness.readiness(store, round_id).responses == {first.partners.units[0].partner.id: 12}  # type: ignore[union-attr]


def test_a_comparison_reads_each_gap_in_a_sentence(store: Store) -> None:
    rows = [(name, f"R_{name}{n}", code) for name, code in (("D one", 1), ("C two", 3)) for n in range(5)]
    outcome = bring(store, a_content(rows))
    view = comparison.comparison(store, outcome.round_id or "")
    assert view.sentences["factor", "purpose.problem"] == (
        "The charter sector sees this more favourably: 4.0 against 2.0."
    )
    assert len(view.effects) == len(view.tests) == len(view.priorities) == len(INSTRUMENT.factors)
    assert set(view.sentences) == {(str(gap.target.level), gap.target.key) for gap in view.gaps}


def test_every_change_has_a_name_and_a_time(store: Store, round_: Round) -> None:
    here = round_.initiative_id
    partner = partners.add_partner(store, YOU, here, name="Harbor Light", sector=Sector.CHARTER)
    sheet = answers.enter_answers(store, YOU, round_.id, partner.id, AGREE)
    answers.mend_answers(store, YOU, sheet.id, version=1, ratings={"purpose.problem": "agree"}, reason="misread")
    answers.remove_answers(store, YOU, sheet.id, version=2, reason="withdrawn")
    partners.rename_partner(store, YOU, partner.id, version=1, name="Harbour Light")
    reveal(store, round_)
    lines = initiatives.changes_of(store, here)
    assert [line.what for line in reversed(lines)] == [
        "create_initiative",
        "create_round",
        "add_partner",
        "enter_answers",
        "mend_answers",
        "remove_answers",
        "rename_partner",
        "change_round",
    ]
    assert all(line.actor == YOU.name and line.at.tzinfo for line in lines)
    assert "agree" not in str(lines)


def test_the_overview_counts_sheets_and_partners(store: Store) -> None:
    bring(store, a_content([("D one", "R_0000001", 1), ("D one", "R_0000002", 1), ("C two", "R_0000003", 1)]))
    (card,) = initiatives.overview(store)
    (line,) = card.rounds
    assert (line.responses, line.partners, line.instrument_title) == (3, 2, INSTRUMENT.title)
    assert line.round.kind is Kind.RESPONSES


def test_instruments_on_offer_begin_with_the_content_files(store: Store) -> None:
    assert rounds.instruments(store)[0] == INSTRUMENT


def test_a_round_without_answers_has_figures_without_partners(store: Store, round_: Round) -> None:
    reveal(store, round_)
    view = readiness.readiness(store, round_.id)
    assert view.partners.units == ()
    assert [unit.name for unit in view.sectors.units] == ["all_partners"]
    assert comparison.comparison(store, round_.id).sentences["overall", ""].startswith("The two cannot be compared")
    assert readiness.alphas(store, round_.id) == {}


def test_filters_that_leave_nobody_show_nobody(store: Store) -> None:
    outcome = bring(store, a_content([("D one", f"R_000000{n}", 2) for n in range(6)]))
    view = readiness.readiness(store, outcome.round_id or "", sectors=[])
    assert view.partners.units == ()
    assert len(view.choices) == 1
    comparison.comparison(store, outcome.round_id or "", partner_ids=[])


def test_a_partner_without_answers_is_counted_with_none(store: Store) -> None:
    outcome = bring(store, a_content([("D one", "R_0000001", 2)]))
    partners.add_partner(store, YOU, outcome.initiative_id or "", name="C quiet", sector=Sector.CHARTER)
    lines = readiness.counts(store, outcome.round_id or "").partners
    assert [(line.partner.name, line.responses, line.latest is None) for line in lines] == [
        ("D one", 1, False),
        ("C quiet", 0, True),
    ]
