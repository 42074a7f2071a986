"""Every tool's export is understood: the right answers, from the right partners, asking only what is uncertain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from collab.exchange.findings import Findings, Known
from collab.exchange.recognise import recognise
from tests.exchange.exports import (
    PRINTED,
    SPANISH,
    AnswerSheet,
    Export,
    alchemer,
    answer_sheets,
    codes,
    file_of,
    form_block,
    form_sheet,
    google_forms,
    instrument,
    kobotoolbox,
    labels,
    limesurvey,
    long,
    microsoft_forms,
    qualtrics,
    qualtrics_legacy,
    redcap,
    survey_monkey,
    survey_monkey_expanded,
    typeform,
    wide,
)

SHEETS = answer_sheets()
KNOWN = Known(instruments=(instrument(),))


@dataclass(frozen=True)
class Case:
    """An export with what must be understood of it. answers: what has no proposal."""

    export: Export
    tool: str
    layout: str = "wide"
    asked: tuple[str, ...] = ("mode",)
    excluded: dict[str, int] = field(default_factory=dict)
    kept: Sequence[AnswerSheet] = SHEETS
    answers: dict[str, object] = field(default_factory=dict)


CASES = {
    "google forms": Case(file_of(google_forms(SHEETS)), "Google Forms"),
    "google forms in Spanish": Case(
        file_of(google_forms(SHEETS, labels(SPANISH, "No aplica"), spanish=True)), "Google Forms"
    ),
    "microsoft forms": Case(file_of(microsoft_forms(SHEETS)), "Microsoft Forms"),
    "microsoft forms in Spanish": Case(
        file_of(microsoft_forms(SHEETS, labels(SPANISH, "No aplica/No sé"), spanish=True)), "Microsoft Forms"
    ),
    "qualtrics": Case(file_of(qualtrics(SHEETS)), "Qualtrics"),
    "qualtrics with the printed wording": Case(file_of(qualtrics(SHEETS, asked=PRINTED)), "Qualtrics"),
    "qualtrics with codes": Case(
        file_of(qualtrics(SHEETS, codes(1, 5), coded=True)),
        "Qualtrics",
        asked=("not_applicable_code", "direction", "mode"),
        answers={"direction": "rising"},
    ),
    "qualtrics with falling codes": Case(
        file_of(qualtrics(SHEETS, codes(1, -1, falling=True), coded=True)),
        "Qualtrics",
        asked=("not_applicable_code", "direction", "mode"),
        answers={"direction": "falling"},
    ),
    "qualtrics with two header rows": Case(file_of(qualtrics(SHEETS, header_rows=2)), "Qualtrics"),
    "qualtrics legacy": Case(file_of(qualtrics_legacy(SHEETS)), "Qualtrics"),
    "survey monkey": Case(file_of(survey_monkey(SHEETS)), "SurveyMonkey"),
    "survey monkey expanded": Case(file_of(survey_monkey_expanded(SHEETS)), "SurveyMonkey"),
    "survey monkey without its second row": Case(
        file_of(survey_monkey(SHEETS, second_row=False)), "SurveyMonkey", asked=("order", "mode")
    ),
    "limesurvey": Case(
        file_of(limesurvey(SHEETS)),
        "LimeSurvey",
        excluded={"unfinished": 4},
        kept=[one for one in SHEETS if one.number % 5],
    ),
    "limesurvey with label and number glued": Case(
        file_of(limesurvey(SHEETS, labels(("Strongly disagree1", "Disagree2", "Agree3", "Strongly agree4")))),
        "LimeSurvey",
        excluded={"unfinished": 4},
        kept=[one for one in SHEETS if one.number % 5],
    ),
    "kobotoolbox": Case(file_of(kobotoolbox(SHEETS)), "KoboToolbox"),
    "redcap labels": Case(file_of(redcap(SHEETS)), "REDCap", excluded={"unfinished": 2}, kept=SHEETS[:-2]),
    "typeform": Case(file_of(typeform(SHEETS)), "Typeform"),
    "alchemer": Case(
        file_of(alchemer(SHEETS)),
        "Alchemer",
        excluded={"unfinished": 4},
        kept=[one for one in SHEETS if one.number % 6],
    ),
    "own table with labels of factors": Case(file_of(wide(SHEETS)), "an own table"),
    "own table with keys of factors": Case(file_of(wide(SHEETS, heads=instrument().factor_keys)), "an own table"),
    "own table with numbers": Case(
        file_of(wide(SHEETS, heads=[f"Q{at}" for at in range(1, 18)])),
        "an own table",
        asked=("order", "mode"),
    ),
    "own table, number before label": Case(
        file_of(
            wide(
                SHEETS,
                labels(("1 - Strongly Disagree", "2 - Disagree", "3 - Agree", "4 - Strongly Agree"), "N/A"),
            )
        ),
        "an own table",
    ),
    "own table, bracketed numbers": Case(
        file_of(
            wide(
                SHEETS,
                labels(("(1) Strongly disagree", "(2) Disagree", "(3) Agree", "(4) Strongly agree"), "Don’t know"),
            )
        ),
        "an own table",
    ),
    "own table, number after label": Case(
        file_of(
            wide(
                SHEETS,
                labels(("STRONGLY DISAGREE (1)", "DISAGREE (2)", "AGREE (3)", "STRONGLY AGREE (4)"), "n/a"),
            )
        ),
        "an own table",
    ),
    "own table, capitals and stops": Case(
        file_of(wide(SHEETS, labels(("Strongly Disagree.", "disagree", "AGREE", "Strongly agree "), "N.A."))),
        "an own table",
    ),
    "own table, zero to three": Case(
        file_of(wide(SHEETS, codes(0))),
        "an own table",
        asked=("points", "direction", "mode"),
        answers={"direction": "rising"},
        kept=list(SHEETS),
    ),
    "long": Case(file_of(long(SHEETS)), "an own table", layout="long"),
    "long with an id for each answer": Case(file_of(long(SHEETS, answer_ids=True)), "an own table", layout="long"),
    "forms, a sheet for each partner": Case(
        file_of({one.organisation: form_sheet(one) for one in SHEETS[:4]}, "forms.xlsx"),
        "an own table",
        layout="form",
        kept=SHEETS[:4],
    ),
    "one form, its partner named above": Case(
        file_of({"Form": form_sheet(SHEETS[0], owner=SHEETS[0].organisation)}, "form.xlsx"),
        "an own table",
        layout="form",
        kept=SHEETS[:1],
    ),
    "one form, a sheet for each dimension": Case(
        file_of(
            {item.label[:31]: form_block(SHEETS[0], item.key, mark="✓") for item in instrument().dimensions},
            "form.xlsx",
        ),
        "an own table",
        layout="form",
        asked=("partner", "mode"),
        kept=SHEETS[:1],
        answers={"partner": SHEETS[0].organisation},
    ),
}


def ids(findings: Findings) -> tuple[str, ...]:
    return tuple(question.id for question in findings.questions)


def answers_of(findings: Findings) -> Counter[tuple[str, tuple[int, ...]]]:
    assert findings.content is not None
    assert findings.content.answers is not None
    answers, partners = findings.content.answers, findings.content.partners
    return Counter(
        (partners[owner].name, tuple(row))
        for owner, row in zip(answers.partner.tolist(), answers.ratings.tolist(), strict=True)
    )


def expected(case: Case) -> Counter[tuple[str, tuple[int, ...]]]:
    lost = case.export.book().file_name.startswith("Readiness_DATA_2")
    assert not lost
    return Counter((one.organisation, _without_marks(one, case)) for one in case.kept)


def _without_marks(one: AnswerSheet, case: Case) -> tuple[int, ...]:
    """Where a format has no word for "not applicable" it is written as a blank."""
    blank = case.export is CASES["own table, zero to three"].export
    return tuple(-2 if rating == -1 and blank else rating for rating in one.ratings)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_asks_exactly_what_is_uncertain(case: Case) -> None:
    findings = recognise(case.export.book(), KNOWN, {})

    assert findings.problems == ()
    assert (findings.tool, findings.layout) == (case.tool, case.layout)
    assert sorted(ids(findings)) == sorted(case.asked)
    assert findings.content is None


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_every_rating_arrives_as_it_was_given(case: Case) -> None:
    findings = recognise(case.export.book(), KNOWN, case.answers, accept=True)

    assert findings.problems == ()
    assert findings.excluded == case.excluded
    assert set(findings.factors) == set(instrument().factor_keys)
    assert answers_of(findings) == expected(case)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_sectors_are_taken_from_the_names(case: Case) -> None:
    findings = recognise(case.export.book(), KNOWN, case.answers, accept=True)

    words = {"Public Schools": "district", "ISD": "district", "Charter": "charter"}
    assert findings.content is not None
    for partner in findings.content.partners:
        assert partner.sector == next(sector for word, sector in words.items() if word in partner.name)


def test_redcap_raw_codes_need_their_direction() -> None:
    book = file_of(redcap(SHEETS, raw=True), "Readiness_DATA_2026-03-09_1200.csv").book()

    open_findings = recognise(book, KNOWN, {}, accept=True)
    settled = recognise(book, KNOWN, {"direction": "rising"}, accept=True)

    assert (open_findings.tool, ids(open_findings)) == ("REDCap", ("direction",))
    assert open_findings.content is None
    assert answers_of(settled) == Counter(
        (one.organisation, tuple(-2 if rating == -1 else rating for rating in one.ratings)) for one in SHEETS[:-2]
    )
