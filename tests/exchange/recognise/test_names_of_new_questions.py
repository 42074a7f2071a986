"""A new instrument is named by a person: short names, dimensions, and which question belongs to which."""

from __future__ import annotations

import pytest

from collab.exchange.findings import Findings
from collab.exchange.recognise import recognise
from collab.model import Instrument
from tests.exchange.exports import Rows, file_of
from tests.exchange.recognise.asking import KNOWN, understood

WORDS = ("Strongly disagree", "Disagree", "Agree", "Strongly agree")
HEADERS = (
    "Safety at school [I feel safe on the way to school]",
    "Safety at school [Adults step in when somebody is hurt]",
    "Family voice [The school asks families before it decides]",
    "Family voice [I know whom to call]",
)
SAFE, HURT = (
    "safety_at_school.i_feel_safe_on_the_way_to_school",
    "safety_at_school.adults_step_in_when_somebody_is_hurt",
)
ASKS, CALL = (
    "family_voice.the_school_asks_families_before_it_decid",
    "family_voice.i_know_whom_to_call",
)


def survey() -> Rows:
    rows: Rows = [["School", "Sector", *HEADERS]]
    rows += [
        [f"Made-up school {at % 3}", "District", *(WORDS[(at + shift) % 4] for shift in range(4))] for at in range(12)
    ]
    return rows


def named(answers: dict[str, object]) -> Findings:
    return understood(survey(), answers, accept=True)


def instrument_of(findings: Findings) -> Instrument:
    assert findings.instrument is not None
    assert findings.problems == ()
    return findings.instrument


def homes(instrument: Instrument) -> dict[str, list[str]]:
    return {each.label: [factor.key for factor in each.factors] for each in instrument.dimensions}


def test_headings_make_dimensions_where_nobody_says_otherwise() -> None:
    assert homes(instrument_of(named({}))) == {"Safety at school": [SAFE, HURT], "Family voice": [ASKS, CALL]}


@pytest.mark.parametrize("home", ["family_voice", "Family voice", "  FAMILY VOICE "])
def test_a_question_goes_where_a_person_puts_it_and_keeps_its_key_and_answers(home: str) -> None:
    plain, moved = named({}), named({f"belongs:{SAFE}": home})
    instrument = instrument_of(moved)
    assert homes(instrument) == {"Safety at school": [HURT], "Family voice": [SAFE, ASKS, CALL]}
    assert instrument.factor(SAFE).dimension == "family_voice"
    for key in (SAFE, HURT, ASKS, CALL):
        columns = [
            findings.content.answers.ratings[:, instrument_of(findings).factor_keys.index(key)].tolist()
            for findings in (plain, moved)
            if findings.content is not None and findings.content.answers is not None
        ]
        assert columns[0] == columns[1]


def test_a_name_that_is_new_makes_one_dimension_after_the_others() -> None:
    answers: dict[str, object] = {f"belongs:{SAFE}": "On the way", f"belongs:{CALL}": "On the  way"}
    found = homes(instrument_of(named(answers)))
    assert list(found.items())[-1] == ("On the way", [SAFE, CALL])


def test_a_question_of_no_dimension_is_listed_last_and_not_scored() -> None:
    instrument = instrument_of(named({f"belongs:{SAFE}": "none"}))
    assert [(each.label, each.scored) for each in instrument.dimensions] == [
        ("Safety at school", True),
        ("Family voice", True),
        ("Other questions", False),
    ]


def test_a_dimension_without_questions_goes() -> None:
    instrument = instrument_of(named({f"belongs:{key}": "Family voice" for key in (SAFE, HURT)}))
    assert list(homes(instrument)) == ["Family voice"]


def test_a_short_name_replaces_the_beginning_of_the_statement_and_leaves_the_statement() -> None:
    factor = instrument_of(named({f"label:{SAFE}": "The way to school"})).factor(SAFE)
    assert (factor.label, factor.statement) == ("The way to school", "I feel safe on the way to school")


def test_an_empty_name_is_a_problem() -> None:
    findings = named({f"belongs:{SAFE}": " "})
    assert findings.content is None
    assert "belongs:" in findings.problems[0].found


def test_an_order_of_answers_that_leaves_some_out_is_a_problem_that_names_all_of_them() -> None:
    rows: Rows = [["School", *HEADERS]]
    rows += [
        [f"Made-up school {at % 3}", *(("Rouge", "Vert", "Bleu")[(at + shift) % 3] for shift in range(4))]
        for at in range(12)
    ]
    findings = recognise(file_of(rows).book(), KNOWN, {"scale_order": ["vert", "bleu"]})
    assert any("All of these are needed, in order" in problem.allowed for problem in findings.problems)
    whole = recognise(file_of(rows).book(), KNOWN, {"scale_order": ["vert", "bleu", "rouge"]}, accept=True)
    assert [point.label for point in instrument_of(whole).scale] == ["Vert", "Bleu", "Rouge"]
