"""Answer sheets as strangers make them: nothing rated is dropped, no organisation invented, no scale turned over."""

from __future__ import annotations

import pytest

from collab.exchange.findings import Findings, Known
from collab.exchange.recognise import recognise
from collab.exchange.recognise.factors import likeness
from collab.exchange.recognise.scale import NOT_APPLICABLE_MARK, said
from collab.exchange.recognise.sectors import sector_meant
from collab.model import Sector
from tests.exchange.made_up import ORGANISATIONS, PRINTED, Rows, answer_sheets, codes, file_of, instrument, labels
from tests.exchange.own_tables import long, wide

SHEETS = answer_sheets()
SECTORS = dict(zip(ORGANISATIONS, ("District", "District", "Charter", "Charter"), strict=True))
OLD, NEW = "We experienced events that might", "We have not experienced events that might"


def understood(rows: Rows, answers: dict[str, object] | None = None, *, accept: bool = False) -> Findings:
    known = Known(instruments=(instrument(),))
    return recognise(file_of(rows, "survey.xlsx").book(), known, answers or {}, accept=accept)


def ids(findings: Findings) -> list[str]:
    return [question.id for question in findings.questions]


def headed(heads: list[str], **more: object) -> Rows:
    return wide(SHEETS, heads=heads, sector=SECTORS, **more)  # type: ignore[arg-type]


def test_printed_phrases_are_found_with_another_word_between() -> None:
    factor = instrument().factor("environment.opinion")

    assert likeness(("Public opinion here generally favors having options.",), factor) >= 0.8


def test_a_rated_column_left_over_beside_one_free_factor_is_proposed_for_it() -> None:
    heads = [*PRINTED[:7], "Neighbours welcome a menu of choices", *PRINTED[8:]]
    findings = understood(headed(heads))

    asked = next(question for question in findings.questions if question.id.startswith("factor:"))
    assert asked.id == f"factor:{heads[7]}"
    assert asked.proposal == "environment.opinion"
    assert len(understood(headed(heads), accept=True).factors) == 17


def test_several_rated_columns_left_over_are_asked_about_without_a_guess() -> None:
    heads = [*PRINTED[:15], "Buses run late on many Fridays", "Lunch tastes good to nearly everybody"]
    findings = understood(headed(heads), accept=True)

    assert ids(findings) == [f"factor:{heads[15]}", f"factor:{heads[16]}"]
    assert all(question.proposal is None for question in findings.questions)
    assert understood(headed(heads), {f"factor:{head}": "none" for head in heads[15:]}, accept=True).content


def test_sectors_alone_never_become_partners() -> None:
    rows = headed(list(PRINTED))
    findings = understood([row[1:] for row in rows], accept=True)

    assert ids(findings) == ["partner"]
    assert findings.partners == ()


@pytest.mark.parametrize("head", ["I work for:", "Data Access Group", "Where do you work?"])
def test_the_organisation_is_found_by_what_tools_and_people_call_it(head: str) -> None:
    rows = headed(list(PRINTED))
    rows[0][0] = head

    assert {partner.name for partner in understood(rows, accept=True).partners} == set(ORGANISATIONS)


def test_a_column_without_a_header_whose_names_go_with_one_sector_each_is_proposed() -> None:
    rows = headed(list(PRINTED))
    renamed = {name: f"Site {letter}" for name, letter in zip(ORGANISATIONS, "ABCD", strict=True)}
    rows = [["", *rows[0][1:]], *([renamed[str(row[0])], *row[1:]] for row in rows[1:])]

    assert {partner.name for partner in understood(rows, accept=True).partners} == set(renamed.values())


def test_what_was_written_under_other_names_the_organisation() -> None:
    rows = headed(list(PRINTED))
    last = ORGANISATIONS[3]
    rows = [
        ["I work for:", "I work for: - Other (please specify) - Text", *rows[0][1:]],
        *(
            [*(("Other (please specify)", last) if row[0] == last else (row[0], "")), *row[1:]]
            for row in rows[1:]
        ),
    ]  # fmt: skip

    assert {partner.name for partner in understood(rows, accept=True).partners} == set(ORGANISATIONS)


@pytest.mark.parametrize(
    "text", ["Doesn't apply to us", "n/a*", "DNK", "No basis to judge", "Unable to judge at this time", "Sans objet"]
)
def test_other_ways_to_say_not_applicable(text: str) -> None:
    assert said(text).mark == NOT_APPLICABLE_MARK


@pytest.mark.parametrize(
    ("word", "sector"),
    [("École catholique", Sector.CATHOLIC_PRIVATE), ("École à charte", Sector.CHARTER),
     ("Escuela privada", Sector.CATHOLIC_PRIVATE)],
)  # fmt: skip
def test_sectors_in_other_languages(word: str, sector: Sector) -> None:
    assert sector_meant(word) == sector


def test_a_reversed_statement_turned_positive_is_asked_and_turned_around() -> None:
    heads = [text.replace(OLD, NEW) for text in PRINTED]
    place = instrument().factor_keys.index("environment.setbacks")
    plain = understood(headed(list(PRINTED)), accept=True).content
    turned = understood(headed(heads), accept=True)
    kept = understood(headed(heads), {"reversed:environment.setbacks": "yes"}, accept=True).content

    assert "reversed:environment.setbacks" in ids(understood(headed(heads)))
    assert plain
    assert plain.answers
    assert turned.content
    assert turned.content.answers
    assert kept
    assert kept.answers
    before, after = plain.answers.ratings[:, place], turned.content.answers.ratings[:, place]
    assert (after[before >= 0] == 3 - before[before >= 0]).all()
    assert (kept.answers.ratings[:, place] == before).all()
    assert any("turned around" in fact for fact in turned.facts)


def test_codes_with_the_middle_taken_away_are_four_points() -> None:
    texts = codes(1)
    gapped = wide(SHEETS, lambda rating: {3: 4, 4: 5}.get(texts(rating), texts(rating)), heads=list(PRINTED))  # type: ignore[arg-type]
    findings = understood(gapped, accept=True)
    content = understood(gapped, {"direction": "rising"}, accept=True).content

    assert ids(findings) == ["direction"]
    assert content
    assert content.answers
    assert content.instrument.key == instrument().key
    assert [tuple(row) for row in content.answers.ratings.tolist()] == [
        tuple(-2 if rating < 0 else rating for rating in one.ratings) for one in SHEETS
    ]


def test_questions_for_two_moments_are_one_question_and_now_is_proposed() -> None:
    rows = headed([f"NOW - {text}" for text in PRINTED])
    rows[0] += [f"A YEAR AGO - {text}" for text in PRINTED]
    for row in rows[1:]:
        row += ["Strongly disagree"] * 17
    findings = understood(rows)
    now, then = (understood(rows, {"moment": key}, accept=True).content for key in ("now", "then"))

    assert "moment" in ids(findings)
    assert not any(key.startswith("factor:") for key in ids(findings))
    assert now
    assert now.answers
    assert now.answers.ratings.max() == 3
    assert then
    assert then.answers
    assert then.answers.ratings.max() == 0


def test_a_direction_in_the_header_of_a_long_table_is_heeded_and_item_codes_are_no_answers() -> None:
    rows = long(SHEETS, codes(1, not_applicable="N/A"))
    numbers = {text: f"SA{place}" for place, text in enumerate(dict.fromkeys(row[2] for row in rows[1:]), start=1)}
    rows = [
        [*rows[0][:2], "Item #", "Question", "Rating (1 = strongly disagree, 4 = strongly agree)"],
        *([*row[:2], numbers[row[2]], *row[2:]] for row in rows[1:]),
    ]
    findings = understood(rows, accept=True)

    assert findings.questions == ()
    assert findings.content
    assert findings.content.answers
    assert findings.content.answers.ratings.min() >= -4
    assert len(set(findings.content.answers.ratings.flat)) >= 5


def test_the_column_that_holds_known_questions_wins_over_one_that_is_called_item() -> None:
    rows = long(SHEETS, labels())
    texts = list(dict.fromkeys(row[2] for row in rows[1:]))
    numbers = {text: len(texts) - place for place, text in enumerate(texts)}
    rows = [
        ["Respondent", "Organization", "Item", "Wording", "Answer"],
        *([*row[:2], f"Q{numbers[row[2]]}", *row[2:]] for row in rows[1:]),
    ]
    findings = understood(rows, accept=True)

    assert findings.factors == {factor.key: factor.statement for factor in instrument().factors}


def test_respondents_across_keep_the_organisation_above_them() -> None:
    say = labels()
    rows: Rows = [
        ["Organization", *(one.organisation for one in SHEETS)],
        ["Sector", *(SECTORS[one.organisation] for one in SHEETS)],
        ["Respondent", *(f"R{place}" for place in range(1, 1 + len(SHEETS)))],
        *([text, *(say(one.ratings[at]) for one in SHEETS)] for at, text in enumerate(PRINTED)),
    ]
    findings = understood(rows, accept=True)

    assert {partner.name for partner in findings.partners} == set(ORGANISATIONS)
    assert findings.mode == "individual"


def test_markup_in_headers_is_taken_off() -> None:
    rows = headed([f'<p dir="ltr"><strong>{at}.</strong>&nbsp;{text}</p>' for at, text in enumerate(PRINTED, 1)])
    findings = understood(rows, accept=True)

    assert len(findings.factors) == 17
    assert not any("<" in header or "&nbsp" in header for header in findings.factors.values())


def test_a_known_instrument_among_many_other_rated_columns_is_still_known() -> None:
    rows = headed(list(PRINTED))
    rows[0] += [f"How satisfied are you with thing {place}?" for place in range(40)]
    for row in rows[1:]:
        row += ["Satisfied", "Very satisfied"] * 20
    findings = understood(rows, accept=True)

    assert findings.instrument == instrument()
    assert len(findings.factors) == 17


def test_answered_questions_stay_available_and_labels_can_be_given() -> None:
    heads = [f"Statement of our own number {place} about lunch" for place in range(17)]
    findings = understood(headed(heads), accept=True)
    assert findings.instrument is not None
    key = findings.instrument.factor_keys[0]
    named = understood(headed(heads), {f"label:{key}": "Lunch"}, accept=True)

    assert {question.id for question in findings.settled} >= {"instrument_title", "mode"}
    assert named.instrument is not None
    assert named.instrument.factor(key).label == "Lunch"
