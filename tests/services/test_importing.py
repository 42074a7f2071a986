"""Saving a file: what is new, the same, changed, asked, refused; and undoing it exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from collab.errors import NotAllowed, NotFound, StaleVersion
from collab.model import YOU, Kind, Level, Measure, Mode, RoundState, Sector
from collab.scoring.figures import Target, Unit
from collab.services import answers, importing, initiatives, maintenance, partners, readiness, rounds, scores
from collab.services.importing import Destination
from collab.store import Store
from collab.store.integrity import dump
from tests.services import contents
from tests.services.contents import (
    FACTORS,
    HERE,
    INSTRUMENT,
    Row,
    a_content,
    averages_content,
    bring,
    partner_named,
    preview,
)

WITH_IDS: list[Row] = [("D one", f"R_00000{n}", n % 4) for n in range(6)] + [
    ("C two", f"R_10000{n}", n % 3) for n in range(6)
]
NO_IDS: list[Row] = [(name, None, code) for name, _, code in WITH_IDS]


def state(store: Store) -> dict[str, list[dict[str, object]]]:
    """The content of the database without what only tells that something happened."""
    return contents.state(store, without=("history", "import", "partner_change"))


def totals(store: Store, round_id: str) -> dict[str, int]:
    """Partner's name -> answer sheets, by counting."""
    return {line.partner.name: line.responses for line in readiness.counts(store, round_id).partners}


def test_a_first_file_makes_initiative_round_and_partners(store: Store) -> None:
    outcome = bring(store, a_content(WITH_IDS))
    assert outcome.status == "saved"
    (card,) = initiatives.overview(store)
    (line,) = card.rounds
    assert (card.initiative.name, line.round.label) == (HERE.initiative, HERE.round_label)
    assert (line.round.state, line.round.mode, line.round.kind) == (
        RoundState.REVEALED,
        Mode.INDIVIDUAL,
        Kind.RESPONSES,
    )
    assert (line.responses, line.partners) == (12, 2)
    assert [card.partner.sector for card in partners.partners_of(store, outcome.initiative_id or "")] == [
        Sector.DISTRICT,
        Sector.CHARTER,
    ]
    assert maintenance.check(store) == ()


@pytest.mark.parametrize("rows", [WITH_IDS, NO_IDS], ids=["with ids", "without ids"])
def test_the_same_content_twice_is_unchanged_in_any_order_of_rows(store: Store, rows: Sequence[Row]) -> None:
    bring(store, a_content(rows))
    before = store.read(dump)
    seen = preview(store, a_content(rows[::-1]), file_name="other bytes.csv")
    assert seen.status == "unchanged"
    outcome = importing.save(store, YOU, seen)
    assert (outcome.status, outcome.import_id) == ("unchanged", None)
    assert store.read(dump) == before


def test_a_fuller_export_adds_changes_and_lists_what_vanished(store: Store) -> None:
    first = bring(store, a_content(WITH_IDS))
    fuller = [*WITH_IDS[1:], ("C two", "R_200000", 3)]
    fuller[0] = ("D one", fuller[0][1], 3)
    seen = preview(store, a_content(fuller), file_name="week 2.xlsx")
    assert seen.status == "ready"
    assert seen.effect is not None
    assert seen.effect.as_dict() == {"added": 1, "changed": 1, "removed": 0, "unchanged": 10, "vanished": 1}
    assert any("no longer in this one" in warning.found for warning in seen.warnings)
    importing.save(store, YOU, seen)
    assert totals(store, first.round_id or "") == {"D one": 6, "C two": 7}
    assert maintenance.check(store) == ()


def test_short_ids_of_another_partners_survey_overwrite_nobody(store: Store) -> None:
    outcome = bring(store, a_content([("D one", str(n), n) for n in range(4)]), file_name="a.csv")
    seen = preview(store, a_content([("C two", str(n), n) for n in range(4)]), file_name="b.csv")
    assert seen.effect is not None
    assert (seen.status, seen.effect.added, seen.effect.changed) == ("ready", 4, 0)
    importing.save(store, YOU, seen)
    assert totals(store, outcome.round_id or "") == {"D one": 4, "C two": 4}


def test_short_ids_of_one_form_for_other_partners_overwrite_nobody(store: Store) -> None:
    bring(store, a_content([("D one", "1", 0), ("D two", "2", 1)]), file_name="a.csv")
    seen = preview(store, a_content([("C one", "1", 2), ("C two", "2", 3)]), file_name="b.csv")
    assert seen.effect is not None
    assert (seen.status, seen.effect.added, seen.effect.changed) == ("ready", 2, 0)


def test_a_short_id_with_the_same_answers_follows_a_corrected_partner(store: Store) -> None:
    bring(store, a_content([("D one", "1", 0), ("D two", "2", 1)]), file_name="a.csv")
    seen = preview(store, a_content([("D one", "1", 0), ("C two", "2", 1)]), file_name="a.csv")
    assert seen.effect is not None
    assert (seen.status, seen.effect.added, seen.effect.changed) == ("ready", 0, 1)


def test_ids_are_nowhere_in_the_database(sqlite_store: Store) -> None:
    bring(sqlite_store, a_content(WITH_IDS))
    assert "R_00000" not in str(sqlite_store.read(dump))


def test_a_fuller_file_without_ids_is_asked_about_and_replaces_by_proposal(store: Store) -> None:
    first = bring(store, a_content(NO_IDS))
    fuller = [*NO_IDS, ("C two", None, 3)]
    seen = preview(store, a_content(fuller), file_name="week 2.xlsx")
    assert (seen.status, seen.open_questions) == ("needs_answers", ("existing_rows",))
    assert [question.proposal for question in seen.questions] == ["replace"]
    accepted = preview(store, a_content(fuller), file_name="week 2.xlsx", accept=True)
    assert accepted.effect is not None
    assert accepted.effect.as_dict() == {"added": 1, "changed": 0, "removed": 0, "unchanged": 12, "vanished": 0}
    importing.save(store, YOU, accepted)
    assert totals(store, first.round_id or "") == {"D one": 6, "C two": 7}


def test_a_file_that_replaced_another_is_unchanged_when_it_comes_again(store: Store) -> None:
    first = bring(store, a_content(NO_IDS), file_name="week 1.xlsx")
    fuller = a_content([*NO_IDS, ("C two", None, 3)])
    bring(store, fuller, file_name="week 2.xlsx", answers={"existing_rows": "replace"})
    for accept in (False, True):
        again = preview(store, fuller, file_name="week 2.xlsx", accept=accept)
        assert (again.status, again.open_questions) == ("unchanged", ())
    least = a_content([*NO_IDS[1:], ("C two", None, 3), ("C two", None, 3)])
    seen = preview(store, least, file_name="week 3.xlsx", accept=True)
    assert seen.effect is not None
    assert (seen.effect.added, seen.effect.removed, seen.effect.unchanged) == (1, 1, 12)
    assert totals(store, first.round_id or "") == {"D one": 6, "C two": 7}


def test_other_rows_without_ids_are_asked_about_without_a_proposal(store: Store) -> None:
    first = bring(store, a_content(NO_IDS))
    others = [(name, None, 3) for name, _, _ in NO_IDS]
    seen = preview(store, a_content(others), file_name="b.xlsx", accept=True)
    assert (seen.status, seen.questions[0].proposal) == ("needs_answers", None)
    added = preview(store, a_content(others), file_name="b.xlsx", answers={"existing_rows": "add"})
    assert added.effect is not None
    assert added.effect.added == 12
    replaced = preview(store, a_content(others), file_name="b.xlsx", answers={"existing_rows": "replace"})
    assert replaced.effect is not None
    assert (replaced.effect.removed, replaced.effect.unchanged, replaced.effect.added) == (11, 1, 11)
    cancelled = preview(store, a_content(others), file_name="b.xlsx", answers={"existing_rows": "cancel"})
    assert cancelled.status == "refused"
    importing.save(store, YOU, replaced)
    assert totals(store, first.round_id or "") == {"D one": 6, "C two": 6}
    assert maintenance.check(store) == ()


def test_a_file_of_other_partners_is_not_asked_about(store: Store) -> None:
    bring(store, a_content(NO_IDS))
    assert preview(store, a_content([("O three", None, 1)]), file_name="b.xlsx").status == "ready"


def test_two_people_who_answer_alike_are_not_taken_for_one(store: Store) -> None:
    bring(store, a_content([("D one", None, 1)]), file_name="form 1.xlsx")
    bring(store, a_content([("D one", None, 2)]), file_name="form 2.xlsx", answers={"existing_rows": "add"})
    third = preview(store, a_content([("D one", None, 1)]), file_name="form 3.xlsx")
    assert third.status == "needs_answers"


def test_the_same_file_twice_is_unchanged_beside_other_files_like_it(store: Store) -> None:
    bring(store, a_content([("D one", None, 0)] * 2), file_name="form 1.xlsx")
    bring(store, a_content([("D one", None, 0)]), file_name="form 2.xlsx", answers={"existing_rows": "add"})
    for name, rows in (("form 1.xlsx", 2), ("form 2.xlsx", 1)):
        assert preview(store, a_content([("D one", None, 0)] * rows), file_name=name).status == "unchanged"


class TestTeamRounds:
    """One agreed answer of each partner."""

    def test_a_newer_answer_in_a_file_of_the_same_shape_is_asked_about(self, store: Store) -> None:
        first = bring(store, a_content([("D one", None, 1), ("C two", None, 1)]), mode=Mode.TEAM)
        newer = a_content([("D one", None, 2), ("C two", None, 1), ("O three", None, 0)])
        seen = preview(store, newer, mode=Mode.TEAM, file_name="b")
        assert (seen.status, seen.questions[0].proposal) == ("needs_answers", "replace")
        done = bring(store, newer, mode=Mode.TEAM, file_name="b", accept=True)
        assert (done.effect.added, done.effect.changed, done.effect.unchanged) == (1, 1, 1)
        assert totals(store, first.round_id or "") == {"D one": 1, "C two": 1, "O three": 1}

    def test_the_mode_of_a_round_never_changes_silently(self, store: Store) -> None:
        bring(store, a_content([("D one", None, 1)]), mode=Mode.TEAM)
        seen = preview(store, a_content([("C two", None, 1)]), mode=Mode.INDIVIDUAL, file_name="b")
        assert seen.status == "refused"


def test_a_round_holds_responses_or_averages_but_not_both(store: Store) -> None:
    bring(store, a_content(WITH_IDS))
    seen = preview(store, averages_content({"D one": {"purpose.problem": 3.0}}))
    assert seen.status == "refused"
    assert "holds answer sheets" in seen.problems[0].allowed


def test_a_round_takes_only_its_own_questions(store: Store) -> None:
    bring(store, a_content(WITH_IDS))
    other = replace(INSTRUMENT, key="other", title="Other", dimensions=INSTRUMENT.dimensions[:1])
    seen = preview(store, a_content([("D one", "R_x000000", 1)], instrument=other))
    assert seen.status == "refused"
    assert "uses “Readiness" in seen.problems[0].allowed


def test_a_closed_round_takes_nothing(store: Store) -> None:
    outcome = bring(store, a_content(WITH_IDS))
    round_ = rounds.get_round(store, outcome.round_id or "")
    rounds.change_round(store, YOU, round_.id, version=round_.version, state=RoundState.CLOSED)
    assert preview(store, a_content([("D one", "R_9999999", 1)])).status == "refused"


def test_an_import_into_an_open_round_leaves_it_open(store: Store) -> None:
    made = initiatives.create_initiative(store, YOU, name=HERE.initiative)
    round_ = rounds.create_round(store, YOU, made.id, label=HERE.round_label, instrument_key=INSTRUMENT.key)
    bring(store, a_content(WITH_IDS))
    present = rounds.get_round(store, round_.id)
    assert (present.state, present.mode) == (RoundState.OPEN, Mode.INDIVIDUAL)
    with pytest.raises(NotAllowed, match="until then only who has answered"):
        readiness.readiness(store, round_.id)
    with pytest.raises(NotAllowed):
        scores.scores(store, HERE.initiative, HERE.round_label)
    with pytest.raises(NotAllowed):
        readiness.cell(store, round_.id, Unit(), Target(Level.OVERALL, "", None))
    assert readiness.counts(store, round_.id).responses == 12


def test_a_few_people_more_in_a_shown_group_bring_a_warning(store: Store) -> None:
    bring(store, a_content(WITH_IDS))
    few = preview(store, a_content([*WITH_IDS, ("D one", "R_9999990", 1)]), file_name="b")
    assert any("Fewer than 5 people" in warning.found and "“D one”" in warning.found for warning in few.warnings)
    many = [*WITH_IDS, *(("D one", f"R_999999{n}", 1) for n in range(5))]
    assert not preview(store, a_content(many), file_name="b").warnings


def test_a_preview_that_is_out_of_date_is_not_saved(store: Store) -> None:
    seen = preview(store, a_content(WITH_IDS))
    bring(store, a_content(WITH_IDS[:3]), file_name="faster.xlsx")
    with pytest.raises(StaleVersion):
        importing.save(store, YOU, seen)


def test_what_is_not_ready_is_not_saved(store: Store) -> None:
    seen = preview(store, a_content([("D one", None, 1), ("D one", None, 2)]), mode=Mode.TEAM)
    with pytest.raises(NotAllowed):
        importing.save(store, YOU, seen)
    assert initiatives.overview(store) == ()


class TestUndo:
    """Back to exactly what was there."""

    @pytest.mark.parametrize(
        "content",
        [
            a_content(WITH_IDS),
            a_content(NO_IDS, comments=[(0, None, "Good"), (1, "purpose.problem", "Why?")]),
            averages_content({"D one": {"purpose.problem": 3.0, "purpose.vision": None}}),
        ],
        ids=["responses", "comments", "averages"],
    )
    def test_a_first_import_leaves_nothing_behind(self, store: Store, content) -> None:
        before = state(store)
        outcome = bring(store, content, answered={"scale": "known"})
        undone = importing.undo_import(store, YOU, outcome.import_id or "")
        assert undone.status == "undone"
        assert state(store) == before
        assert maintenance.check(store) == ()
        assert bring(store, content).status == "saved"

    def test_a_fuller_export_is_undone_exactly(self, store: Store) -> None:
        bring(store, a_content(WITH_IDS, comments=[(0, None, "First")]), answered={"scale": "a"})
        before = state(store)
        fuller = [("O three", WITH_IDS[0][1], 3), *WITH_IDS[2:], ("C new", "R_7777777", 2)]
        outcome = bring(store, a_content(fuller), file_name="b", answered={"scale": "b"})
        assert state(store) != before
        importing.undo_import(store, YOU, outcome.import_id or "")
        assert state(store) == before
        assert maintenance.check(store) == ()

    def test_a_replacement_is_undone_exactly(self, store: Store) -> None:
        bring(store, a_content(NO_IDS, comments=[(3, None, "Kept words")]))
        before = state(store)
        outcome = bring(store, a_content([("D one", None, 3)] * 3), file_name="b", answers={"existing_rows": "replace"})
        importing.undo_import(store, YOU, outcome.import_id or "")
        assert state(store) == before

    def test_answers_that_came_again_since_never_count_twice(self, store: Store) -> None:
        rows: list[Row] = [("D one", None, n % 4) for n in range(8)]
        others: list[Row] = [("D one", None, 3), ("C two", None, 3)]
        first = bring(store, a_content(rows), file_name="week 1.xlsx")
        other = bring(store, a_content(others), file_name="b.xlsx", answers={"existing_rows": "replace"})
        again = bring(store, a_content(rows), file_name="week 1.xlsx", answers={"existing_rows": "add"})
        with pytest.raises(NotAllowed, match=r"“week 1.xlsx” .* count twice"):
            importing.undo_import(store, YOU, other.import_id or "")
        importing.undo_import(store, YOU, again.import_id or "")
        importing.undo_import(store, YOU, other.import_id or "")
        assert totals(store, first.round_id or "") == {"D one": 8}
        assert maintenance.check(store) == ()

    def test_averages_that_were_updated_come_back(self, store: Store) -> None:
        bring(store, averages_content({"D one": {"purpose.problem": 3.0, "purpose.vision": 2.0}}))
        before = state(store)
        second = {"D one": {"purpose.problem": 3.5, "purpose.vision": 2.0}, "C two": {"purpose.problem": 1.0}}
        outcome = bring(store, averages_content(second), file_name="b")
        assert outcome.effect.as_dict() == {
            "added": 1,
            "changed": 1,
            "removed": 0,
            "unchanged": 1,
            "vanished": 0,
        }
        importing.undo_import(store, YOU, outcome.import_id or "")
        assert state(store) == before

    def test_a_later_import_that_rests_on_it_must_go_first(self, store: Store) -> None:
        first = bring(store, a_content(WITH_IDS))
        second = bring(store, a_content([*WITH_IDS, ("D one", "R_8888888", 1)]), file_name="week 2.xlsx")
        with pytest.raises(NotAllowed, match=r"“week 2.xlsx” .* undo that first"):
            importing.undo_import(store, YOU, first.import_id or "")
        importing.undo_import(store, YOU, second.import_id or "")
        importing.undo_import(store, YOU, first.import_id or "")
        assert initiatives.overview(store) == ()

    def test_a_later_import_of_other_partners_does_not_rest_on_it(self, store: Store) -> None:
        first = bring(store, a_content(WITH_IDS))
        second = bring(store, a_content([("O three", "R_5555555", 1)]), file_name="b")
        importing.undo_import(store, YOU, first.import_id or "")
        assert totals(store, second.round_id or "") == {"O three": 1}
        assert maintenance.check(store) == ()

    def test_sheets_mended_or_removed_by_hand_forbid_it(self, store: Store) -> None:
        first = bring(store, a_content([("D one", None, 1), ("C two", None, 2)]), mode=Mode.TEAM)
        district = partner_named(store, first.initiative_id, "D one")
        (sheet,) = answers.answer_sheets(store, YOU, first.round_id or "", district.id)
        ratings = dict.fromkeys(INSTRUMENT.factor_keys, "agree")
        answers.mend_answers(store, YOU, sheet.id, version=sheet.version, ratings=ratings, reason="misread")
        with pytest.raises(NotAllowed, match="1 of its answer sheets was mended by hand"):
            importing.undo_import(store, YOU, first.import_id or "")
        answers.remove_answers(store, YOU, sheet.id, version=sheet.version + 1, reason="withdrawn")
        with pytest.raises(NotAllowed, match="1 of its answer sheets was removed by hand"):
            importing.undo_import(store, YOU, first.import_id or "")

    def test_a_merge_of_what_it_brought_must_be_undone_first(self, store: Store) -> None:
        first = bring(store, a_content(WITH_IDS))
        keep, gone = (partner_named(store, first.initiative_id, name) for name in ("D one", "C two"))
        merge = partners.merge_partners(store, YOU, keep=keep.id, merged=gone.id)
        with pytest.raises(NotAllowed, match="“C two” was merged into “D one” afterwards"):
            importing.undo_import(store, YOU, first.import_id or "")
        partners.undo_merge(store, YOU, merge.id)
        importing.undo_import(store, YOU, first.import_id or "")
        assert initiatives.overview(store) == ()

    def test_what_others_use_stays(self, store: Store) -> None:
        first = bring(store, a_content(WITH_IDS))
        other = bring(store, a_content(WITH_IDS), destination=Destination(HERE.initiative, "A year later"))
        importing.undo_import(store, YOU, first.import_id or "")
        (card,) = initiatives.overview(store)
        assert [line.round.id for line in card.rounds] == [other.round_id]
        assert len(partners.partners_of(store, card.initiative.id)) == 2

    def test_twice_is_refused_and_unknown_is_not_found(self, store: Store) -> None:
        outcome = bring(store, a_content(WITH_IDS))
        importing.undo_import(store, YOU, outcome.import_id or "")
        with pytest.raises(NotAllowed, match="already undone"):
            importing.undo_import(store, YOU, outcome.import_id or "")
        with pytest.raises(NotFound):
            importing.undo_import(store, YOU, "0" * 32)


def test_a_sheet_mended_by_hand_is_not_overwritten_by_the_next_export(store: Store) -> None:
    first = bring(store, a_content([("D one", "R_0000001", 1)]), mode=Mode.TEAM)
    district = partner_named(store, first.initiative_id, "D one")
    (sheet,) = answers.answer_sheets(store, YOU, first.round_id or "", district.id)
    ratings = dict.fromkeys(INSTRUMENT.factor_keys, "strongly_agree")
    answers.mend_answers(store, YOU, sheet.id, version=sheet.version, ratings=ratings, reason="misread")
    seen = preview(store, a_content([("D one", "R_0000001", 1), ("C two", "R_0000002", 1)]), mode=Mode.TEAM)
    (told,) = seen.warnings
    assert (told.found, told.allowed) == ("1 answer sheet was mended by hand.", "It stays as it was mended.")
    importing.save(store, YOU, seen)
    (kept,) = answers.answer_sheets(store, YOU, first.round_id or "", district.id)
    assert kept.ratings == ratings


def test_a_sheet_removed_by_hand_stays_removed(store: Store) -> None:
    first = bring(store, a_content(WITH_IDS))
    district = partner_named(store, first.initiative_id, "D one")
    sheet = answers.answer_sheets(store, YOU, first.round_id or "", district.id)[0]
    assert sheet.ratings is None
    answers.remove_answers(store, YOU, sheet.id, version=sheet.version, reason="withdrawn")
    assert preview(store, a_content(WITH_IDS)).status == "unchanged"


def test_a_renamed_or_merged_partner_is_found_under_its_old_name(store: Store) -> None:
    first = bring(store, a_content(WITH_IDS))
    district = partner_named(store, first.initiative_id, "D one")
    partners.rename_partner(store, YOU, district.id, version=district.version, name="Denver Public Schools")
    assert preview(store, a_content(WITH_IDS)).status == "unchanged"
    charter = partner_named(store, first.initiative_id, "C two")
    partners.merge_partners(store, YOU, keep=district.id, merged=charter.id)
    assert preview(store, a_content(WITH_IDS)).status == "unchanged"
    assert maintenance.check(store) == ()


def test_a_misspelt_owner_is_asked_about(store: Store) -> None:
    bring(store, a_content([("C Hope Academy", None, 1)]))
    seen = preview(
        store, a_content([("C Hope Acadmey", None, 2)]), partner="C Hope Acadmey", shape="form", file_name="b"
    )
    assert seen.open_questions == ("partner:C Hope Acadmey",)
    same = {"partner:C Hope Acadmey": "same"}
    outcome = bring(
        store,
        a_content([("C Hope Acadmey", None, 2)]),
        partner="C Hope Acadmey",
        shape="form",
        file_name="b",
        answers=same,
    )
    assert totals(store, outcome.round_id or "") == {"C Hope Academy": 2}


def test_an_organisation_elsewhere_of_the_same_name_and_sector_is_the_same(store: Store) -> None:
    first = bring(store, a_content(WITH_IDS))
    other = bring(store, a_content(WITH_IDS), destination=Destination("Southside Compact", "Baseline"))
    ids = [
        {card.partner.id for card in partners.partners_of(store, made.initiative_id or "")} for made in (first, other)
    ]
    assert ids[0] == ids[1]
    third = bring(store, a_content(WITH_IDS), destination=Destination("Sample", "Baseline"), made_up=True)
    made_up = {card.partner.id for card in partners.partners_of(store, third.initiative_id or "")}
    assert not made_up & ids[0]


def test_answers_are_remembered_by_shape_but_not_whose_file_it_was(store: Store) -> None:
    from collab.store.imports import remembered

    bring(store, a_content(WITH_IDS), answered={"scale": "agreement", "mode": "individual", "partner": "D one"})
    assert store.read(remembered) == {"a survey": {"scale": "agreement"}}


def test_history_tells_of_an_import_once_and_never_of_ratings(store: Store) -> None:
    outcome = bring(store, a_content(WITH_IDS, comments=[(0, None, "a secret thought")]))
    lines = initiatives.changes_of(store, outcome.initiative_id or "")
    assert [(line.what, line.subject, line.import_id) for line in lines] == [
        ("import", "answers.xlsx", outcome.import_id)
    ]
    assert lines[0].after is not None
    assert lines[0].after["added"] == 12
    assert "secret" not in str(lines)


def test_scores_are_rows_with_every_field(store: Store) -> None:
    bring(store, a_content(WITH_IDS))
    rows = scores.scores(store, HERE.initiative, HERE.round_label)
    assert len(rows) == 2 * (FACTORS + len(INSTRUMENT.dimensions) + 1)
    factor = next(row for row in rows if row["factor"] == "purpose.problem" and row["partner"] == "D one")
    assert factor == {
        "partner": "D one",
        "partner_sector": "district",
        "level": "factor",
        "factor": "purpose.problem",
        "dimension": "purpose",
        "rated": 6,
        "not_applicable": 0,
        "skipped": 0,
        "unreadable": 0,
        "not_asked": 0,
        "counts": {"1": 2, "2": 2, "3": 1, "4": 1},
        "mean": pytest.approx(13 / 6),
        "favourable_share": pytest.approx(1 / 3),
        "agreement": factor["agreement"],
        "band": "concern",
        "why": None,
        "reported": False,
    }
    by_sector = scores.scores(store, HERE.initiative, HERE.round_label, by="sector")
    assert {row["sector"] for row in by_sector} == {"district", "charter", "all_partners"}


def test_a_hidden_group_shows_no_count_either(store: Store) -> None:
    bring(store, a_content([*WITH_IDS, ("O three", "R_3000000", 1)]))
    rows = scores.scores(store, HERE.initiative, HERE.round_label)
    hidden = next(row for row in rows if row["partner"] == "O three" and row["level"] == "factor")
    counted = ("rated", "not_applicable", "skipped", "unreadable", "not_asked", "counts", "mean")
    assert {key: hidden[key] for key in counted} == dict.fromkeys(counted)
    assert hidden["why"] == "hidden"


def test_averages_become_reported_scores(store: Store) -> None:
    figures = {f"{sector} {n}": {"purpose.problem": 0.5 + n / 10} for sector in "DC" for n in range(3)}
    outcome = bring(store, averages_content(figures, measure=Measure.SHARE))
    rows = scores.scores(store, HERE.initiative, HERE.round_label)
    row = next(row for row in rows if row["partner"] == "D 1" and row["factor"] == "purpose.problem")
    assert (row["favourable_share"], row["mean"], row["reported"], row["counts"]) == (0.6, None, True, None)
    assert readiness.alphas(store, outcome.round_id or "") == {}
