"""A team round takes one answer of each partner: where there are several, a person says which one counts."""

from __future__ import annotations

import pytest

from collab.exchange.findings import Question
from collab.model import YOU, Mode, Sector
from collab.services import answers, importing, initiatives, maintenance, partners, rounds
from collab.services.importing import Outcome, Preview
from collab.services.second_answers import with_mode
from collab.store import Store
from tests.services.contents import HERE, INSTRUMENT, Row, a_content, bring, preview

TWO: list[Row] = [("D one", None, 1), ("C two", None, 0), ("D one", None, 2)]
ANSWER = "answer_of:D one"


def seen_of(store: Store, rows: list[Row], **how: object) -> Preview:
    return preview(store, a_content(rows), **{"mode": Mode.TEAM, **how})  # type: ignore[arg-type]


def question_of(seen: Preview, key: str = ANSWER) -> Question:
    return next(question for question in seen.questions if question.id == key)


def keys_of(question: Question) -> list[str]:
    return [choice.key for choice in question.choices]


def codes_of(store: Store, outcome: Outcome) -> dict[str, list[int]]:
    """Partner's name -> the point that each of its answer sheets has on the first factor."""
    points = [point.key for point in INSTRUMENT.scale]
    cards = partners.partners_of(store, outcome.initiative_id or "")
    found = {
        card.partner.name: answers.answer_sheets(store, YOU, outcome.round_id or "", card.partner.id) for card in cards
    }
    return {
        name: [points.index((sheet.ratings or {})[INSTRUMENT.factor_keys[0]]) for sheet in sheets]
        for name, sheets in found.items()
    }


def test_two_rows_of_a_partner_in_one_file_are_a_question_with_both_rows_and_how_they_differ(store: Store) -> None:
    seen = seen_of(store, TWO)
    assert (seen.status, seen.open_questions, seen.problems) == ("needs_answers", (ANSWER,), ())
    question = question_of(seen)
    assert "2 answers in this file (row 2 and row 4)" in question.ask
    assert "differ on 17 of 17 questions" in question.ask
    assert keys_of(question) == ["2", "4", "individual"]
    assert question.proposal is None
    assert question.beside[:2] == (
        ("Question", "Row 2", "Row 4"),
        (INSTRUMENT.factors[0].label, "Disagree", "Agree"),
    )


def test_no_proposal_is_taken_where_there_is_none(store: Store) -> None:
    seen = seen_of(store, TWO, accept=True)
    assert (seen.status, seen.findings.mode) == ("needs_answers", Mode.TEAM)


@pytest.mark.parametrize(("row", "code"), [("2", 1), ("4", 2)])
def test_the_chosen_row_counts_and_the_other_is_left_out_with_a_count(store: Store, row: str, code: int) -> None:
    seen = seen_of(store, TWO, answers={ANSWER: row})
    assert seen.status == "ready"
    assert seen.findings.excluded == {"second_answer": 1}
    assert [(each.name, each.responses) for each in seen.effect.partners] == [("D one", 1), ("C two", 1)]
    assert any(f"row {6 - int(row)}" in warning.found for warning in seen.warnings)
    done = importing.save(store, YOU, seen)
    assert codes_of(store, done) == {"D one": [code], "C two": [0]}
    assert maintenance.check(store) == ()


def test_the_answer_can_be_changed_before_saving(store: Store) -> None:
    question = question_of(seen_of(store, TWO, answers={ANSWER: "2"}))
    assert keys_of(question) == ["2", "4", "individual"]


def test_an_answer_that_names_no_row_is_a_problem_that_names_the_rows(store: Store) -> None:
    seen = seen_of(store, TWO, answers={ANSWER: "7"})
    assert seen.status == "refused"
    assert "Allowed: 2, 4, individual." in str(seen.problems[0])


def test_rows_that_say_the_same_have_a_proposal(store: Store) -> None:
    alike: list[Row] = [("D one", None, 1), ("D one", None, 1)]
    question = question_of(seen_of(store, alike))
    assert (question.proposal, question.beside) == ("2", ())
    assert "the same ratings" in question.ask
    accepted = seen_of(store, alike, accept=True)
    assert (accepted.status, accepted.effect.added) == ("ready", 1)


def test_the_same_file_again_is_unchanged_and_not_asked_about(store: Store) -> None:
    bring(store, a_content(TWO), mode=Mode.TEAM, answers={ANSWER: "4"})
    again = seen_of(store, TWO)
    assert (again.status, again.open_questions) == ("unchanged", ())


def test_after_an_undo_the_same_file_asks_again(store: Store) -> None:
    done = bring(store, a_content(TWO), mode=Mode.TEAM, answers={ANSWER: "4"})
    importing.undo_import(store, YOU, done.import_id or "")
    assert seen_of(store, TWO).open_questions == (ANSWER,)


def test_a_fuller_file_proposes_the_row_that_was_chosen_before(store: Store) -> None:
    bring(store, a_content(TWO), mode=Mode.TEAM, answers={ANSWER: "4"})
    fuller: list[Row] = [("O three", None, 3), *TWO]
    question = question_of(seen_of(store, fuller, file_name="week 2.xlsx"))
    assert question.proposal == "5"


def test_another_answer_of_a_partner_in_another_file_is_a_question_that_names_where_each_stands(store: Store) -> None:
    bring(store, a_content([("D one", None, 1)]), mode=Mode.TEAM)
    seen = seen_of(store, [("D one", None, 2)], shape="another", file_name="b.csv")
    assert (seen.status, keys_of(question_of(seen))) == ("needs_answers", ["2", "held"])
    assert "row 2 of “answers.xlsx”" in question_of(seen).choices[1].label


@pytest.mark.parametrize(("choice", "status", "codes"), [("2", "ready", [2]), ("held", "unchanged", [1])])
def test_the_new_answer_replaces_the_held_one_or_goes(store: Store, choice: str, status: str, codes: list[int]) -> None:
    first = bring(store, a_content([("D one", None, 1)]), mode=Mode.TEAM)
    how = {"shape": "another", "file_name": "b.csv", "answers": {ANSWER: choice}}
    seen = seen_of(store, [("D one", None, 2)], **how)
    assert seen.status == status
    done = importing.save(store, YOU, seen)
    assert codes_of(store, first) == {"D one": codes}
    if done.import_id:
        importing.undo_import(store, YOU, done.import_id)
        assert codes_of(store, first) == {"D one": [1]}


def test_what_a_person_chose_is_not_reverted_by_the_next_export_of_the_first_survey(store: Store) -> None:
    first: list[Row] = [("D one", "R_00000001", 1)]
    chosen: list[Row] = [("D one", "R_00000002", 2)]
    done = bring(store, a_content(first), mode=Mode.TEAM)
    how = {"shape": "another", "file_name": "corrected.csv", "answers": {ANSWER: "2"}}
    importing.save(store, YOU, seen_of(store, chosen, **how))
    fuller = seen_of(store, [*first, ("C two", "R_00000003", 0)], file_name="week 2.xlsx")
    assert (fuller.status, fuller.open_questions) == ("needs_answers", (ANSWER,))
    assert codes_of(store, done)["D one"] == [2]


def test_an_imported_answer_chosen_over_a_typed_one_is_no_typed_one(store: Store) -> None:
    made = initiatives.create_initiative(store, YOU, name=HERE.initiative)
    round_ = rounds.create_round(
        store, YOU, made.id, label=HERE.round_label, instrument_key=INSTRUMENT.key, mode=Mode.TEAM
    )
    partner = partners.add_partner(store, YOU, made.id, name="D one", sector=Sector.DISTRICT)
    agree = dict.fromkeys(INSTRUMENT.factor_keys, "agree")
    answers.enter_answers(store, YOU, round_.id, partner.id, ratings=agree)
    importing.save(store, YOU, seen_of(store, [("D one", None, 0)], answers={ANSWER: "2"}))
    (sheet,) = answers.answer_sheets(store, YOU, round_.id, partner.id)
    assert sheet.ratings is None
    assert sheet.file_name == "answers.xlsx"


def test_rows_of_the_file_and_the_held_answer_stand_in_one_question(store: Store) -> None:
    bring(store, a_content([("D one", None, 3)]), mode=Mode.TEAM)
    seen = seen_of(store, TWO, shape="another", file_name="b.csv")
    assert keys_of(question_of(seen)) == ["2", "4", "held"]
    assert question_of(seen).beside[0] == ("Question", "Row 2", "Row 4", "Already here")


def test_a_round_of_mode_team_offers_no_other_mode(store: Store) -> None:
    bring(store, a_content([("C two", None, 1)]), mode=Mode.TEAM)
    assert "individual" not in keys_of(question_of(seen_of(store, TWO, file_name="b.csv", shape="another")))


def test_the_mode_becomes_individual_only_where_a_person_says_so_and_nothing_fixes_it() -> None:
    wanted = {ANSWER: "individual", "mode": "team"}
    assert with_mode(wanted, None)["mode"] == "individual"
    assert with_mode(wanted, Mode.TEAM)["mode"] == "team"
    assert with_mode({ANSWER: "2", "mode": "team"}, None)["mode"] == "team"


def test_an_open_round_shows_no_ratings_beside_the_question(store: Store) -> None:
    made = initiatives.create_initiative(store, YOU, name=HERE.initiative)
    rounds.create_round(store, YOU, made.id, label=HERE.round_label, instrument_key=INSTRUMENT.key, mode=Mode.TEAM)
    question = question_of(seen_of(store, TWO))
    assert (question.beside, "differ on 17 of 17" in question.ask) == ((), True)


def test_an_answer_typed_in_is_never_replaced_unasked(store: Store) -> None:
    first = bring(store, a_content([("C two", None, 1), ("D one", None, 0)]), mode=Mode.TEAM)
    cards = {card.partner.name: card.partner for card in partners.partners_of(store, first.initiative_id or "")}
    (sheet,) = answers.answer_sheets(store, YOU, first.round_id or "", cards["D one"].id)
    answers.remove_answers(store, YOU, sheet.id, version=sheet.version, reason="withdrawn")
    typed = dict.fromkeys(INSTRUMENT.factor_keys, "strongly_agree")
    answers.enter_answers(store, YOU, first.round_id or "", cards["D one"].id, typed, {})
    seen = seen_of(store, [("D one", None, 2)], file_name="b.csv")
    assert seen.open_questions == (ANSWER,)
    assert "typed in under Enter answers" in question_of(seen).choices[1].label


def test_a_sheet_given_to_a_partner_that_has_an_answer_is_a_question(store: Store) -> None:
    first = bring(store, a_content([("D one", "R_0000001", 1), ("C two", "R_0000002", 0)]), mode=Mode.TEAM)
    corrected: list[Row] = [("C two", "R_0000001", 1)]
    seen = seen_of(store, corrected, file_name="b.csv")
    assert seen.open_questions == ("answer_of:C two",)
    done = bring(store, a_content(corrected), mode=Mode.TEAM, file_name="b.csv", answers={"answer_of:C two": "2"})
    assert codes_of(store, first) == {"D one": [], "C two": [1]}
    importing.undo_import(store, YOU, done.import_id or "")
    assert codes_of(store, first) == {"D one": [1], "C two": [0]}


def test_two_partners_that_were_mixed_up_change_places_unasked(store: Store) -> None:
    first = bring(store, a_content([("D one", "R_0000001", 1), ("C two", "R_0000002", 0)]), mode=Mode.TEAM)
    swapped: list[Row] = [("C two", "R_0000001", 1), ("D one", "R_0000002", 0)]
    done = bring(store, a_content(swapped), mode=Mode.TEAM, file_name="b.csv")
    assert (done.status, codes_of(store, first)) == ("saved", {"C two": [1], "D one": [0]})
