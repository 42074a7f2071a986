"""Two forms both count from 1: a short number alone never makes one person's answers another's."""

from __future__ import annotations

from collab.exchange.findings import Question
from collab.model import YOU, Mode
from collab.services import importing, maintenance, readiness
from collab.services.importing import Preview
from collab.store import Store
from tests.services.contents import Row, a_content, bring, preview

FORM_A: list[Row] = [("D one", str(number), number % 4) for number in range(1, 11)]
FORM_B: list[Row] = [("D one", str(number), (number + 2) % 4) for number in range(1, 7)]
ADD = {"existing_rows": "add"}


def seen_of(store: Store, rows: list[Row], **how: object) -> Preview:
    return preview(store, a_content(rows), **{"file_name": "b.xlsx", **how})  # type: ignore[arg-type]


def question_of(seen: Preview) -> Question:
    return next(question for question in seen.questions if question.id == "existing_rows")


def sheets_in(store: Store, round_id: str | None) -> int:
    return sum(line.responses for line in readiness.counts(store, round_id or "").partners)


def test_another_form_with_the_same_numbers_is_asked_about_and_nothing_is_proposed(store: Store) -> None:
    bring(store, a_content(FORM_A), file_name="a.xlsx")
    seen = seen_of(store, FORM_B, accept=True)
    assert (seen.status, seen.open_questions) == ("needs_answers", ("existing_rows",))
    assert question_of(seen).proposal is None
    assert "6 rows carry the same numbers as rows that came with “a.xlsx”, but 6 of 6 have other answers" in (
        question_of(seen).ask
    )


def test_it_is_added_or_takes_the_place_of_the_first_or_is_not_saved(store: Store) -> None:
    first = bring(store, a_content(FORM_A), file_name="a.xlsx")
    replaced = seen_of(store, FORM_B, answers={"existing_rows": "replace"})
    assert (replaced.status, replaced.effect.changed, replaced.effect.added) == ("ready", 6, 0)
    assert seen_of(store, FORM_B, answers={"existing_rows": "cancel"}).status == "refused"
    added = seen_of(store, FORM_B, answers=ADD)
    assert (added.effect.as_dict(), [warning.found for warning in added.warnings if "no longer" in warning.found]) == (
        {"added": 6, "changed": 0, "removed": 0, "unchanged": 0, "vanished": 0},
        [],
    )
    importing.save(store, YOU, added)
    assert sheets_in(store, first.round_id) == 16
    assert maintenance.check(store) == ()


def test_both_forms_are_known_again_once_they_are_here(store: Store) -> None:
    bring(store, a_content(FORM_A), file_name="a.xlsx")
    bring(store, a_content(FORM_B), file_name="b.xlsx", answers=ADD)
    for rows in (FORM_A, FORM_B):
        assert seen_of(store, rows, file_name="again.xlsx").status == "unchanged"


def test_further_rows_of_the_second_form_never_overwrite_the_first(store: Store) -> None:
    first = bring(store, a_content(FORM_A), file_name="a.xlsx")
    bring(store, a_content(FORM_B), file_name="b.xlsx", answers=ADD)
    fuller = [*FORM_B, ("D one", "7", 1), ("D one", "8", 2)]
    seen = seen_of(store, fuller, file_name="b week 2.xlsx")
    assert (seen.status, question_of(seen).proposal) == ("needs_answers", "add")
    done = bring(store, a_content(fuller), file_name="b week 2.xlsx", accept=True)
    assert done.effect.as_dict() == {"added": 2, "changed": 0, "removed": 0, "unchanged": 6, "vanished": 0}
    assert sheets_in(store, first.round_id) == 18
    again = seen_of(store, [*fuller, ("D one", "11", 1)], file_name="b week 3.xlsx")
    assert (again.status, again.effect.added, again.effect.unchanged) == ("ready", 1, 8)


def test_a_fuller_export_with_few_corrections_is_taken_as_what_it_is(store: Store) -> None:
    bring(store, a_content(FORM_A), file_name="a.xlsx")
    fuller = [("D one", "1", 3), ("D one", "2", 3), *FORM_A[2:], ("D one", "11", 1)]
    seen = seen_of(store, fuller)
    assert (seen.status, seen.effect.as_dict()) == (
        "ready",
        {"added": 1, "changed": 2, "removed": 0, "unchanged": 8, "vanished": 0},
    )


def test_long_ids_are_believed(store: Store) -> None:
    bring(store, a_content([("D one", f"R_00000{number}", 0) for number in range(6)]), file_name="a.xlsx")
    seen = seen_of(store, [("D one", f"R_00000{number}", 1) for number in range(6)])
    assert (seen.status, seen.effect.changed) == ("ready", 6)


def test_the_same_file_read_in_another_way_is_the_same_file(store: Store) -> None:
    bring(store, a_content(FORM_A), file_name="a.xlsx")
    turned = [(name, number, 3 - code) for name, number, code in FORM_A]
    seen = seen_of(store, turned, file_name="a.xlsx")
    assert (seen.status, seen.effect.changed) == ("ready", 10)


def test_in_a_team_round_each_partner_is_asked_about(store: Store) -> None:
    bring(store, a_content([("D one", "1", 0), ("C two", "2", 1)]), mode=Mode.TEAM, file_name="a.xlsx")
    seen = seen_of(store, [("D one", "1", 3), ("C two", "2", 2)], mode=Mode.TEAM)
    assert seen.open_questions == ("answer_of:D one", "answer_of:C two")
