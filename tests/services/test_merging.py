"""Merging two partners that are one: which initiatives it concerns, whose part counts where both have one, and back."""

from __future__ import annotations

import pytest

from collab.errors import NotAllowed
from collab.model import YOU, Kind, Mode, Partner, RoundState
from collab.services import answers, importing, initiatives, maintenance, partners, readiness, rounds
from collab.services.importing import Destination
from collab.services.merging import MergePlan
from collab.store import Store
from collab.store.integrity import dump
from tests.services.contents import HERE, INSTRUMENT, a_content, averages_content, bring, preview, state

FIRST, SECOND = INSTRUMENT.factor_keys[:2]
BOTH = {"D one": {FIRST: 3.0, SECOND: 2.0}, "D onne": {FIRST: 1.0}}
ELSEWHERE = Destination("Southside Compact", "Baseline")


def pair(store: Store, initiative_id: str | None) -> tuple[Partner, Partner]:
    found = {card.partner.name: card.partner for card in partners.partners_of(store, initiative_id or "")}
    return found["D one"], found["D onne"]


def plan_of(store: Store, initiative_id: str | None, keep: Partner, merged: Partner) -> MergePlan:
    return partners.what_merging_means(store, YOU, initiative_id or "", keep=keep.id, merged=merged.id)


def means(store: Store, round_id: str | None) -> dict[str, list[float]]:
    view = readiness.readiness(store, round_id or "")
    places = [next(i for i, each in enumerate(view.partners.targets) if each.key == key) for key in (FIRST, SECOND)]
    return {
        unit.name: [float(view.partners.mean[row, at]) for at in places] for row, unit in enumerate(view.partners.units)
    }


@pytest.mark.parametrize("winner", ["D one", "D onne"])
def test_where_both_hold_averages_one_counts_and_the_undo_is_exact(store: Store, winner: str) -> None:
    outcome = bring(store, averages_content(BOTH))
    keep, gone = pair(store, outcome.initiative_id)
    before, shown = state(store), means(store, outcome.round_id)
    (conflict,) = plan_of(store, outcome.initiative_id, keep, gone).conflicts
    assert (conflict.round.label, conflict.initiative) == (HERE.round_label, HERE.initiative)
    assert (conflict.keep.figures, conflict.merged.figures) == (2, 1)
    counting = {conflict.round.id: keep.id if winner == keep.name else gone.id}
    change = partners.merge_partners(store, YOU, keep=keep.id, merged=gone.id, counting=counting)
    (line,) = means(store, outcome.round_id).items()
    assert line == ("D one", pytest.approx(shown[winner], nan_ok=True))
    assert maintenance.check(store) == ()
    partners.undo_merge(store, YOU, change.id)
    assert state(store) == before
    assert maintenance.check(store) == ()


def test_without_a_choice_it_is_refused_with_the_round_and_what_to_do(store: Store) -> None:
    outcome = bring(store, averages_content(BOTH))
    keep, gone = pair(store, outcome.initiative_id)
    with pytest.raises(NotAllowed, match=r"Both have reported averages in the round “Baseline” .* Choose whose count"):
        partners.merge_partners(store, YOU, keep=keep.id, merged=gone.id)
    assert len(partners.partners_of(store, outcome.initiative_id or "")) == 2


def test_of_two_team_answers_one_counts_and_the_undo_brings_the_other_back(store: Store) -> None:
    rows = [("D one", None, 1), ("D onne", None, 2)]
    outcome = bring(store, a_content(rows, comments=[(0, None, "Ours")]), mode=Mode.TEAM)
    keep, gone = pair(store, outcome.initiative_id)
    before = state(store)
    (conflict,) = plan_of(store, outcome.initiative_id, keep, gone).conflicts
    counting = {conflict.round.id: gone.id}
    change = partners.merge_partners(store, YOU, keep=keep.id, merged=gone.id, counting=counting)
    (sheet,) = answers.answer_sheets(store, YOU, outcome.round_id or "", keep.id)
    assert (sheet.ratings or {})[FIRST] == INSTRUMENT.scale[2].key
    assert sheet.comments == {}
    assert maintenance.check(store) == ()
    partners.undo_merge(store, YOU, change.id)
    assert state(store) == before


def test_individual_answers_of_both_simply_add_up(store: Store) -> None:
    outcome = bring(store, a_content([("D one", "R_0000001", 1), ("D onne", "R_0000002", 2)]))
    keep, gone = pair(store, outcome.initiative_id)
    assert plan_of(store, outcome.initiative_id, keep, gone).conflicts == ()


def test_the_other_initiatives_that_it_concerns_are_named(store: Store) -> None:
    here = bring(store, averages_content(BOTH))
    there = bring(store, averages_content(BOTH), destination=ELSEWHERE)
    keep, gone = pair(store, here.initiative_id)
    plan = plan_of(store, here.initiative_id, keep, gone)
    assert plan.initiatives == (ELSEWHERE.initiative,)
    assert [each.initiative for each in plan.conflicts] == [HERE.initiative, ELSEWHERE.initiative]
    counting = {each.round.id: keep.id for each in plan.conflicts}
    partners.merge_partners(store, YOU, keep=keep.id, merged=gone.id, counting=counting)
    for outcome in (here, there):
        (line, *_) = initiatives.changes_of(store, outcome.initiative_id or "")
        assert (line.what, line.after) == (
            "merge_partners",
            {"name": "D one", "merged": "D onne", "set_aside": "D onne in Baseline; D onne in Baseline"},
        )


def test_figures_that_came_since_forbid_the_undo_and_are_named(store: Store) -> None:
    outcome = bring(store, averages_content({"D one": {FIRST: 3.0, SECOND: 2.0}, "D onne": {FIRST: 1.0}}))
    keep, gone = pair(store, outcome.initiative_id)
    counting = {outcome.round_id or "": gone.id}
    change = partners.merge_partners(store, YOU, keep=keep.id, merged=gone.id, counting=counting)
    later = bring(store, averages_content({"D one": {SECOND: 4.0}}), file_name="later.xlsx")
    with pytest.raises(NotAllowed, match=r"“D one” has figures in the round “Baseline” again \(1 of the same\)"):
        partners.undo_merge(store, YOU, change.id)
    importing.undo_import(store, YOU, later.import_id or "")
    partners.undo_merge(store, YOU, change.id)
    assert maintenance.check(store) == ()


def test_an_import_whose_figures_a_merge_set_aside_is_not_undone_before_it(store: Store) -> None:
    first = bring(store, averages_content({"D one": {FIRST: 3.0}}))
    second = bring(store, averages_content({"D onne": {FIRST: 1.0}}), file_name="b")
    keep, gone = pair(store, first.initiative_id)
    change = partners.merge_partners(store, YOU, keep=keep.id, merged=gone.id, counting={first.round_id or "": keep.id})
    with pytest.raises(NotAllowed, match="“D onne” was merged into “D one” afterwards: undo that merge first"):
        importing.undo_import(store, YOU, second.import_id or "")
    partners.undo_merge(store, YOU, change.id)
    importing.undo_import(store, YOU, second.import_id or "")
    assert [card.partner.name for card in partners.partners_of(store, first.initiative_id or "")] == ["D one"]


def test_a_deleted_round_takes_what_a_merge_set_aside_in_it_along(store: Store) -> None:
    outcome = bring(store, averages_content(BOTH))
    bring(store, a_content([("D one", "R_0000001", 1)]), destination=Destination(HERE.initiative, "Later"))
    keep, gone = pair(store, outcome.initiative_id)
    counting = {outcome.round_id or "": keep.id}
    change = partners.merge_partners(store, YOU, keep=keep.id, merged=gone.id, counting=counting)
    rounds.delete_round(store, YOU, outcome.round_id or "", typed_label=HERE.round_label)
    assert not store.read(dump)["set_aside_reported"]
    partners.undo_merge(store, YOU, change.id)
    assert maintenance.check(store) == ()
    (left,) = rounds.rounds_of(store, outcome.initiative_id or "")
    assert left.kind is Kind.RESPONSES


def in_state(store: Store, round_id: str | None, state: RoundState) -> None:
    present = rounds.get_round(store, round_id or "")
    rounds.change_round(store, YOU, present.id, version=present.version, state=state)


def test_what_a_closed_round_counts_is_changed_neither_by_a_merge_nor_by_its_undo(store: Store) -> None:
    outcome = bring(store, averages_content(BOTH))
    keep, gone = pair(store, outcome.initiative_id)
    here, counting = outcome.round_id or "", {outcome.round_id or "": keep.id}
    in_state(store, here, RoundState.CLOSED)
    refusal = "Closed rounds hold answers of “D one” and “D onne”: “Baseline”. Reveal them again, then merge them."
    assert plan_of(store, outcome.initiative_id, keep, gone).refusal == refusal
    with pytest.raises(NotAllowed, match="Closed rounds hold answers of “D one” and “D onne”: “Baseline”"):
        partners.merge_partners(store, YOU, keep=keep.id, merged=gone.id, counting=counting)
    in_state(store, here, RoundState.REVEALED)
    change = partners.merge_partners(store, YOU, keep=keep.id, merged=gone.id, counting=counting)
    in_state(store, here, RoundState.CLOSED)
    with pytest.raises(NotAllowed, match="The round “Baseline” is closed: reveal it again first"):
        partners.undo_merge(store, YOU, change.id)


def test_the_next_export_leaves_out_the_one_row_that_a_merge_set_aside(store: Store) -> None:
    rows = [("D one", "R_0000001", 1), ("D onne", "R_0000002", 2)]
    outcome = bring(store, a_content(rows), mode=Mode.TEAM)
    keep, gone = pair(store, outcome.initiative_id)
    partners.merge_partners(store, YOU, keep=keep.id, merged=gone.id, counting={outcome.round_id or "": keep.id})
    seen = preview(store, a_content([*rows, ("C two", "R_0000003", 1)]), mode=Mode.TEAM, file_name="b")
    told = [(each.found, each.allowed) for each in seen.warnings]
    assert told == [("1 row was removed, or set aside with its partner, before.", "It stays out.")]
