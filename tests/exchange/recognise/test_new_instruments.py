"""A survey with questions of its own offers to become an instrument, and is known the next time."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from collab.exchange.findings import Findings, Known
from collab.exchange.reading import read_book
from collab.exchange.recognise import recognise
from tests.exchange.exports import Rows, book_of, file_of, instrument

SAMPLES = Path(__file__).resolve().parents[3].parent / "shared/samples"
CARPENTRIES = SAMPLES / "carpentries/carpentries_instructor_training_post_2018.csv"
CNCF = SAMPLES / "cncf/CNCF_Ambassadors_Survey_2021.csv"
KNOWN = Known(instruments=(instrument(),))
FREQUENCY = ("Never", "Rarely", "Sometimes", "Often", "Always")


def survey(heads: list[str], words: tuple[object, ...], *, rows: int = 40, seed: int = 4) -> Rows:
    draw = random.Random(seed)
    answers = [[f"Elm {'ABCD'[at % 4]} Charter School", *(draw.choice(words) for _ in heads)] for at in range(rows)]
    return [["School", *heads], *answers]  # type: ignore[list-item]


def understood(
    rows: Rows, answers: dict[str, object] | None = None, *, accept: bool = False, known: Known = KNOWN
) -> Findings:
    return recognise(
        file_of(rows, "Spring climate survey (Responses).xlsx").book(), known, answers or {}, accept=accept
    )


def asked(findings: Findings) -> dict[str, object]:
    return {question.id: question.proposal for question in findings.questions}


def scale(findings: Findings) -> list[str]:
    assert findings.instrument is not None
    return [point.label for point in findings.instrument.scale]


def dimensions(findings: Findings) -> dict[str, list[str]]:
    assert findings.instrument is not None
    return {item.label: [factor.statement for factor in item.factors] for item in findings.instrument.dimensions}


def test_the_offer_names_title_dimensions_and_reversed_questions() -> None:
    findings = understood(
        survey([f"Trust [{row}]" for row in ("We are heard", "We keep promises", "We speak openly")], FREQUENCY)
    )

    assert asked(findings) == {
        "instrument": "new",
        "instrument_title": "Spring climate survey",
        "dimension:trust": "Trust",
        "reversed": (),
        "mode": "individual",
    }
    assert scale(findings) == list(FREQUENCY)


def test_answers_give_the_names_and_the_reversed_questions() -> None:
    rows = survey([f"Trust [{row}]" for row in ("We are heard", "We keep promises", "We speak openly")], FREQUENCY)

    findings = understood(
        rows,
        {"instrument_title": "Climate", "dimension:trust": "Trust among staff", "reversed": ["trust.we_keep_promises"]},
        accept=True,
    )

    assert findings.content is not None
    made = findings.content.instrument
    assert (made.key, made.title, made.dimensions[0].label) == ("climate", "Climate", "Trust among staff")
    assert [factor.key for factor in made.factors if factor.reversed] == ["trust.we_keep_promises"]


@pytest.mark.parametrize(
    ("heads", "groups"),
    [
        (["Lead [We listen]", "Lead [We decide]", "Room [It is clean]", "Room [It is safe]"], ["Lead", "Room"]),
        (
            ["Lead: rate - We listen", "Lead: rate - We decide", "Room: rate - It is clean", "Room: rate - It is safe"],
            ["Lead: rate", "Room: rate"],
        ),
        (["Lead1. We listen", "Lead2. We decide", "Room1. It is clean", "Room2. It is safe"], ["Lead", "Room"]),
        (["We listen", "We decide", "It is clean", "It is safe"], ["All questions"]),
    ],
    ids=["brackets", "stems", "codes", "none"],
)
def test_dimensions_are_proposed_from_the_files_own_headings(heads: list[str], groups: list[str]) -> None:
    assert list(dimensions(understood(survey(heads, FREQUENCY)))) == groups


def test_a_row_of_headings_above_the_questions_makes_dimensions() -> None:
    rows = survey(["We listen", "We decide", "It is clean", "It is safe"], FREQUENCY)

    findings = understood([[None, "Leadership", None, "Building", None], *rows])

    assert dimensions(findings) == {"Leadership": ["We listen", "We decide"], "Building": ["It is clean", "It is safe"]}


def test_a_sheet_of_notes_that_lists_codes_makes_dimensions_without_asking() -> None:
    rows = survey(["A1-We listen", "A2-We decide", "A3-It is clean", "A4-It is safe"], FREQUENCY)
    book = book_of({"Data": rows, "Notes": [["Leadership = A1, A2"], ["Building = A3, A4"]]})

    findings = recognise(book, KNOWN, {})

    assert dimensions(findings) == {"Leadership": ["We listen", "We decide"], "Building": ["It is clean", "It is safe"]}
    assert not [key for key in asked(findings) if key.startswith("dimension")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("Agree", "Disagree", "Strongly agree"), ["Strongly disagree", "Disagree", "Agree", "Strongly agree"]),
        (
            ("Very Satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very dissatisfied"),
            ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very Satisfied"],
        ),
        (("Excellent", "Good", "Fair", "Poor"), ["Poor", "Fair", "Good", "Excellent"]),
        (
            ("Not at all", "A little", "Somewhat", "A great deal"),
            ["Not at all", "A little", "Somewhat", "A great deal"],
        ),
        (("Nunca", "A veces", "Siempre"), ["Nunca", "A veces", "Siempre"]),
        (
            ("Extremely able", "Not at all able", "Neutral", "Slightly able", "Moderately able"),
            ["Not at all able", "Slightly able", "Neutral", "Moderately able", "Extremely able"],
        ),
    ],
    ids=["an end that nobody chose", "satisfaction", "quality", "extent", "Spanish", "degrees"],
)
def test_known_labels_need_no_order(words: tuple[str, ...], expected: list[str]) -> None:
    findings = understood(survey(["We listen", "We decide", "It is clean"], words))

    assert scale(findings) == expected
    assert "direction" not in asked(findings)


def test_unknown_labels_are_put_in_order_by_a_person() -> None:
    rows = survey(["We listen", "We decide", "It is clean"], ("Seed", "Sprout", "Bloom", "Fruit"))

    findings = understood(rows, accept=True)
    settled = understood(rows, {"scale_order": ["seed", "sprout", "bloom", "fruit"]}, accept=True)

    assert asked(findings) == {"scale_order": None}
    assert scale(settled) == ["Seed", "Sprout", "Bloom", "Fruit"]
    assert settled.content is not None


def test_unknown_labels_with_numbers_need_only_the_better_end() -> None:
    rows = survey(["We listen", "We decide", "It is clean"], ("1 - Seed", "2 - Sprout", "3 - Bloom", "4 - Fruit"))

    assert asked(understood(rows, accept=True)) == {"direction": None}
    assert scale(understood(rows, {"direction": "falling"}, accept=True)) == ["Fruit", "Bloom", "Sprout", "Seed"]


def test_bare_numbers_ask_for_their_points_and_their_direction() -> None:
    rows = survey(["We listen", "We decide", "It is clean"], (1, 2, 3, 4, 5))

    findings = understood(rows)
    settled = understood(rows, {"direction": "falling"}, accept=True)

    assert asked(findings)["points"] == "1-5"
    assert asked(findings)["direction"] is None
    assert scale(settled) == ["5", "4", "3", "2", "1"]
    assert settled.instrument is not None
    assert settled.instrument.scores == (1, 2, 3, 4, 5)


def test_a_question_that_runs_against_the_others_is_proposed_as_reversed() -> None:
    draw = random.Random(2)
    rows: Rows = [["School", "We listen", "We decide", "It is clean", "We feel lost"]]
    for at in range(60):
        mood = draw.randint(0, 4)
        near = [FREQUENCY[min(4, max(0, mood + draw.choice((-1, 0, 0, 1))))] for _ in range(3)]
        rows.append([f"Elm {at % 3} Charter", *near, FREQUENCY[4 - mood]])

    assert asked(understood(rows))["reversed"] == ("all_questions.we_feel_lost",)


def test_the_same_survey_is_known_the_next_time() -> None:
    rows = survey([f"Trust [{row}]" for row in ("We are heard", "We keep promises", "We speak openly")], FREQUENCY)
    first = understood(rows, accept=True)
    assert first.instrument is not None

    second = understood(rows, known=replace(KNOWN, instruments=(instrument(), first.instrument)))

    assert asked(second) == {"mode": "individual"}
    assert second.instrument == first.instrument


@pytest.mark.skipif(not CARPENTRIES.exists(), reason="the sample file lies outside of the project")
def test_the_carpentries_survey_offers_agreement_and_lists_the_other_sets_of_answers() -> None:
    book = read_book(CARPENTRIES, file_name=CARPENTRIES.name)

    findings = recognise(book, KNOWN, {}, accept=True)
    other = recognise(book, KNOWN, {"scale": "never_to_all_of_the_time"}, accept=True)

    assert scale(findings) == ["Strongly Disagree", "Disagree", "Neither Agree nor Disagree", "Agree", "Strongly Agree"]
    assert list(findings.factors.values()) == [
        "InformationReasonableTime",
        "AtmosphereWelcoming",
        "LearnedSkills",
        "Material",
        "Recommend",
        "Worth",
    ]
    assert findings.content is not None
    assert findings.content.answers is not None
    assert len(findings.content.answers.partner) + sum(findings.excluded.values()) == 967
    assert any("TrainersClearAnswers" in fact for fact in findings.facts)
    assert list(other.factors.values()) == [
        "TrainersClearAnswers",
        "TrainersConsiderate",
        "TrainersCommunicators",
        "TrainersEnthusiastic",
    ]


@pytest.mark.skipif(not CNCF.exists(), reason="the sample file lies outside of the project")
def test_the_cncf_survey_has_three_questions_on_ten_points_whose_headers_tell_the_direction() -> None:
    findings = recognise(read_book(CNCF, file_name=CNCF.name), replace(KNOWN, partner="Foundation"), {}, accept=True)

    assert (findings.tool, len(findings.factors), scale(findings)) == (
        "SurveyMonkey",
        3,
        [str(at) for at in range(1, 11)],
    )
    assert findings.content is not None
    assert findings.content.answers is not None
    assert len(findings.content.answers.partner) == 44
