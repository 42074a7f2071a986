"""What is certain is never asked, what is uncertain always is, and an answer settles it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from collab.exchange.recognise import recognise
from collab.model import Mode
from tests.exchange.exports import (
    ORGANISATIONS,
    Rows,
    answer_sheets,
    book_of,
    codes,
    file_of,
    google_forms,
    instrument,
    labels,
    microsoft_forms,
    qualtrics,
    wide,
)
from tests.exchange.recognise.asking import KNOWN, ids, question, understood

SHEETS = answer_sheets()


def test_the_direction_of_bare_codes_is_never_guessed_and_shows_both_ends() -> None:
    findings = understood(wide(SHEETS, codes(1)), accept=True)

    assert ids(findings) == ["direction"]
    assert question(findings, "direction").proposal is None
    assert [choice.label for choice in question(findings, "direction").choices] == [
        "1 = Strongly disagree … 4 = Strongly agree",
        "1 = Strongly agree … 4 = Strongly disagree",
    ]


@pytest.mark.parametrize(
    "explained",
    [
        ["1 = Strongly disagree, 4 = Strongly agree"],
        ["Scale: 1 (Strongly disagree) to 4 (Strongly agree)"],
        ["Strongly agree = 4; Strongly disagree = 1"],
        ["4 means strongly agree"],
        ["4", "Strongly agree"],
    ],
)
def test_a_note_that_explains_the_codes_settles_their_direction(explained: list[str]) -> None:
    book = book_of({"Data": wide(SHEETS, codes(1)), "Codebook": [["About this survey"], [*explained]]})

    findings = recognise(book, KNOWN, {}, accept=True)

    assert findings.content is not None
    assert findings.content.answers is not None
    assert tuple(findings.content.answers.ratings[0]) == tuple(
        -2 if rating == -1 else rating for rating in SHEETS[0].ratings
    )


def test_falling_codes_that_a_note_explains_are_turned() -> None:
    book = book_of(
        {
            "Data": wide(SHEETS, codes(1, falling=True)),
            "Notes": [["1 = Strongly agree, 2 = Agree, 3 = Disagree, 4 = Strongly disagree"]],
        }
    )

    findings = recognise(book, KNOWN, {}, accept=True)

    assert findings.content is not None
    assert findings.content.answers is not None
    assert tuple(findings.content.answers.ratings[0]) == tuple(
        -2 if rating == -1 else rating for rating in SHEETS[0].ratings
    )


@pytest.mark.parametrize("code", [0, 5, 6, -1, -2, 9, 98])
def test_a_code_outside_the_scale_is_asked_about_and_proposed_as_not_applicable(code: int) -> None:
    findings = understood(wide(SHEETS, codes(1, code)))
    settled = understood(wide(SHEETS, codes(1, code)), {"direction": "rising"}, accept=True)

    assert question(findings, "not_applicable_code").proposal == (str(code),)
    assert settled.content is not None
    assert settled.content.answers is not None
    assert Counter(map(tuple, settled.content.answers.ratings.tolist())) == Counter(one.ratings for one in SHEETS)


def test_one_answer_outside_the_scale_is_called_one_answer() -> None:
    rows = wide(SHEETS, codes(1, 9))
    rows[1][1] = 77

    labels = [choice.label for choice in question(understood(rows), "not_applicable_code").choices]

    assert "77 (1 answer)" in labels
    assert any(label.startswith("9 (") and label.endswith(" answers)") for label in labels)


def test_minus_99_counts_as_not_answered_unless_a_person_says_otherwise() -> None:
    findings = understood(wide(SHEETS, codes(1, -99)), {"direction": "rising"}, accept=True)
    told = understood(wide(SHEETS, codes(1, -99)), {"direction": "rising", "not_applicable_code": ["-99"]}, accept=True)

    assert findings.content is not None
    assert findings.content.answers is not None
    assert told.content is not None
    assert told.content.answers is not None
    assert {-2} == {int(mark) for mark in findings.content.answers.ratings.ravel() if mark < 0}
    assert {-1, -2} == {int(mark) for mark in told.content.answers.ratings.ravel() if mark < 0}


def test_many_fives_make_a_scale_of_five_points_not_a_code_for_not_applicable() -> None:
    rows = wide(SHEETS, codes(1))
    for at, row in enumerate(rows[1:]):
        row[1 + at % 17 :] = [5 if place % 2 else cell for place, cell in enumerate(row[1 + at % 17 :])]

    findings = understood(rows)

    assert question(findings, "instrument").proposal == "new"
    assert "direction" in ids(findings)


def test_five_labels_against_four_points_offer_a_new_instrument_and_never_force_the_known_one() -> None:
    rows = wide(SHEETS, labels(("Strongly disagree", "Disagree", "Neutral", "Agree")))

    findings = understood(rows, accept=True)
    kept = understood(rows, {"instrument": "cross-sector-readiness"}, accept=True)

    assert findings.instrument is not None
    assert [point.label for point in findings.instrument.scale] == [
        "Strongly disagree",
        "Disagree",
        "Neutral",
        "Agree",
        "Strongly agree",
    ]
    assert findings.instrument.key != instrument().key
    assert findings.instrument.factor_keys == instrument().factor_keys
    assert kept.instrument == instrument()
    neutral = sum(cell == "Neutral" for row in rows for cell in row)
    assert kept.content is not None
    assert kept.content.answers is not None
    assert int((kept.content.answers.ratings == -3).sum()) == neutral


def test_a_version_with_the_files_scale_is_known_the_next_time() -> None:
    rows = wide(SHEETS, labels(("Strongly disagree", "Disagree", "Neutral", "Agree")))
    first = understood(rows, accept=True)
    assert first.instrument is not None

    second = understood(rows, known=replace(KNOWN, instruments=(first.instrument, instrument())))

    assert ids(second) == ["mode"]
    assert second.instrument == first.instrument


def test_misspelt_labels_are_read_and_counted_and_nonsense_is_unreadable() -> None:
    rows = wide(SHEETS)
    rows[1][1], rows[2][2], rows[3][3], rows[4][4] = "Strongy agree", "dissagree", "banana", "Stongly Disagree"

    findings = understood(rows, accept=True)

    assert findings.content is not None
    assert findings.content.answers is not None
    ratings = findings.content.answers.ratings
    assert (ratings[0, 0], ratings[1, 1], ratings[2, 2], ratings[3, 3]) == (3, 1, -3, 0)
    assert [(problem.row, problem.column) for problem in findings.warnings if problem.row] == [(4, "Clear benefits")]
    assert any("3 answers were misspelt" in problem.found for problem in findings.warnings)


def test_only_the_first_twenty_unreadable_cells_are_listed_but_all_are_counted() -> None:
    rows = wide(SHEETS)
    for row in rows[1:]:
        row[1] = row[2] = "blue"

    findings = understood(rows, accept=True)

    assert sum("blue" in problem.found for problem in findings.warnings) == 20
    assert any(fact.startswith("48 answers could not be read") for fact in findings.facts)


def test_the_mode_is_asked_unless_the_round_the_person_or_the_template_says_it() -> None:
    rows = wide(SHEETS)
    marked = replace(file_of(rows), marker={"kind": "template", "instrument": instrument().key, "mode": "individual"})

    assert question(understood(rows), "mode").proposal == "individual"
    assert ids(understood(rows, known=replace(KNOWN, mode=Mode.INDIVIDUAL))) == []
    assert ids(recognise(marked.book(), KNOWN, {})) == []


def test_a_second_answer_of_a_partner_in_team_mode_is_handed_on_and_never_changes_the_mode() -> None:
    findings = understood(wide(SHEETS[:5]), known=replace(KNOWN, mode=Mode.TEAM))

    assert (findings.mode, findings.problems) == (Mode.TEAM, ())
    assert findings.content is not None
    assert findings.content.answers is not None
    assert findings.content.answers.source_rows.tolist() == [2, 3, 4, 5, 6]


def test_in_team_mode_each_sheet_tells_when_it_was_sent_and_in_what_role_and_names_nobody() -> None:
    header, *rest = microsoft_forms(SHEETS[:3])
    rows = [[*header, "Role", "Filled in by"], *([*row, "Principal", "Ann Example"] for row in rest)]
    findings = understood(rows, {"mode": "team"}, accept=True)

    assert findings.content is not None
    assert findings.content.answers is not None
    told = findings.content.answers.told
    assert len(told) == 3
    assert all("Role: Principal" in text and "Ann" not in text for text in told)
    assert all(str(one.at.year) in text for one, text in zip(SHEETS, told, strict=False))


def test_an_answer_that_is_not_allowed_and_an_unknown_id_are_problems_together() -> None:
    findings = understood(wide(SHEETS), {"mode": "perhaps", "colour": "blue"})

    assert len(findings.problems) == 2
    assert "individual" in findings.problems[0].allowed
    assert "colour" in findings.problems[1].found
    assert findings.content is None


def test_an_answer_to_what_was_certain_is_heeded() -> None:
    rows: Rows = [["Campus", *row] if at == 0 else [f"Campus {at % 2}", *row] for at, row in enumerate(wide(SHEETS))]

    findings = understood(rows, {"organisation": "Campus", "factor:Clear benefits": "none"}, accept=True)

    assert {partner.name for partner in findings.partners} == {"Campus 0", "Campus 1"}
    assert "purpose.benefits" not in findings.factors
    assert "Clear benefits" in findings.ignored_columns


def test_remembered_answers_are_taken_up_for_a_fuller_export_of_the_same_survey() -> None:
    first = understood(wide(SHEETS[:12], codes(1)), {"direction": "falling", "mode": "individual"})

    later = understood(wide(SHEETS, codes(1)), known=replace(KNOWN, remembered={first.shape: first.answered}))

    assert later.shape == first.shape
    assert later.questions == ()
    assert later.content is not None
    assert any("imported before" in fact for fact in later.facts)


def test_a_given_answer_wins_over_a_remembered_one() -> None:
    first = understood(wide(SHEETS, codes(1)), {"direction": "falling", "mode": "individual"})

    later = understood(
        wide(SHEETS, codes(1)), {"direction": "rising"}, known=replace(KNOWN, remembered={first.shape: first.answered})
    )

    assert later.answered["direction"] == "rising"


def test_comments_are_offered_and_taken_only_when_accepted() -> None:
    rows = qualtrics(SHEETS)
    place = rows[0].index("Q4")
    for row in rows[3:]:
        row[place] = f"We would like to meet more often in the coming year ({row[8]})."

    offered = understood(rows, accept=True)
    taken = understood(rows, {"comments": ["Q4"]}, accept=True)

    assert offered.comment_columns == {"Q4": None}
    assert offered.content is not None
    assert offered.content.answers is not None
    assert offered.content.answers.comments == ()
    assert taken.content is not None
    assert taken.content.answers is not None
    assert len(taken.content.answers.comments) == len(SHEETS)
    assert taken.content.answers.comments[0] == (
        0,
        None,
        "We would like to meet more often in the coming year (R_0001).",
    )


def test_personal_columns_are_named_and_their_values_stay_out_of_everything_shown() -> None:
    rows = google_forms(SHEETS)
    rows[0][1:1] = ["Email Address", "Your name"]
    for at, row in enumerate(rows[1:]):
        row[1:1] = [f"pat{at}@example.org", f"Pat Doe {at}"]

    findings = understood(rows, accept=True)

    assert set(findings.personal_columns) == {"Email Address", "Your name"}
    assert "Pat Doe" not in repr(replace(findings, content=None))
    assert "example.org" not in repr(findings)


def test_a_column_of_the_same_answers_under_another_order_of_columns_gives_the_same_ratings() -> None:
    rows = wide(SHEETS)
    order = [0, *range(17, 0, -1)]

    plain = understood(rows, accept=True)
    mixed = understood([[row[place] for place in order] for row in rows], accept=True)

    assert plain.content is not None
    assert mixed.content is not None
    assert plain.content.answers is not None
    assert mixed.content.answers is not None
    assert (plain.content.answers.ratings == mixed.content.answers.ratings).all()


def test_two_sheets_with_different_years_are_asked_about() -> None:
    book = book_of({"Spring 2025": wide(SHEETS[:8]), "Spring 2026": wide(SHEETS)})

    findings = recognise(book, KNOWN, {})
    chosen = recognise(book, KNOWN, {"sheet": "Spring 2025"}, accept=True)

    assert ids(findings)[0] == "sheet"
    assert question(findings, "sheet").proposal == "Spring 2026"
    assert chosen.content is not None
    assert chosen.content.answers is not None
    assert len(chosen.content.answers.partner) == 8


def test_a_sheet_for_each_organisation_is_read_as_one_table() -> None:
    sheets: dict[str, Rows] = {}
    for name in ORGANISATIONS:
        sheets[name] = [row[1:] for row in wide([one for one in SHEETS if one.organisation == name])]

    findings = recognise(book_of(sheets), KNOWN, {}, accept=True)

    assert findings.problems == ()
    assert findings.content is not None
    assert findings.content.answers is not None
    owners = Counter(findings.content.partners[owner].name for owner in findings.content.answers.partner)
    assert owners == Counter(one.organisation for one in SHEETS)
    assert findings.content.answers.sheets == ORGANISATIONS


def test_answers_are_preferred_to_the_summary_beside_them() -> None:
    from tests.exchange.exports import averages_down

    findings = recognise(book_of({"Summary": averages_down(SHEETS), "Raw": wide(SHEETS)}), KNOWN, {}, accept=True)

    assert findings.kind == "responses"
    assert findings.content is not None
