"""The small readers underneath: answers, numbers, codes, wording, assignment, names and sectors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from collab.exchange.recognise.factors import best_assignment, likeness
from collab.exchange.recognise.reading import Key, hinted_codes, point_words
from collab.exchange.recognise.scale import misspelt, said
from collab.exchange.recognise.sectors import sector_of_name, sector_of_word
from collab.exchange.recognise.text import fold, number, split_code
from collab.model import Sector
from tests.exchange.exports import PRINTED, instrument, statements

SCALE = instrument().scale
NOT_APPLICABLE, SKIPPED = -1, -2


def point(text: str) -> int | None:
    what = said(text)
    return what.mark if what.mark is not None else point_words(SCALE).get(what.words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Strongly agree", 3), ("STRONGLY AGREE", 3), ("Strongly Agree.", 3), ("strongly_agree", 3),
        ("4 - Strongly agree", 3), ("(4) Strongly agree", 3),
        ("Strongly agree (4)", 3), ("Strongly agree4", 3), ("4. Strongly agree", 3), ("4 = Strongly agree", 3),
        ("4: Strongly agree", 3), ("Agree - 3", 2),
        ("Agree3", 2), ("Agree (3)", 2), ("Disagree", 1), ("Strongly  disagree ", 0), ("StrongAgr", 3),
        ("StronglyDisagree", 0), ("SA", 3), ("SD", 0),
        ("Totalmente de acuerdo", 3), ("De acuerdo", 2), ("En desacuerdo", 1), ("Totalmente en desacuerdo", 0),
        ("Muy en desacuerdo", 0), ("Muy de acuerdo", 3),
        ("Tout à fait d’accord", 3), ("Discordo totalmente", 0), ("N/A", NOT_APPLICABLE), ("n/a", NOT_APPLICABLE),
        ("NA", NOT_APPLICABLE), ("Not Applicable", NOT_APPLICABLE),
        ("None", NOT_APPLICABLE), ("Don’t know", NOT_APPLICABLE), ("Don't know / Not applicable", NOT_APPLICABLE),
        ("No aplica", NOT_APPLICABLE), ("No aplica/No sé", NOT_APPLICABLE),
        ("No sé", NOT_APPLICABLE), ("Not sure", NOT_APPLICABLE), ("5 - Not applicable", NOT_APPLICABLE),
        ("Not applicable (5)", NOT_APPLICABLE), ("", SKIPPED), ("-", SKIPPED),
        ("No answer", SKIPPED), ("Prefer not to answer", SKIPPED), ("Neutral", None), ("Somewhat agree", None),
        ("Often", None), ("banana", None),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_the_answer_that_it_says(text: str, expected: int | None) -> None:
    assert point(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Strongy agree", 3),
        ("dissagree", 1),
        ("Stronly disagree", 0),
        ("Agrre", 2),
        ("disagre", 1),
        ("strongly agreee", 3),
        ("Sometimes", None),
        ("Maybe", None),
        ("Great", None),
        ("diagree", 1),
        ("isagree", 1),
        ("not agree", None),
        ("mostly agree", None),
        ("partially agree", None),
        ("Totalmente desacuerdo", None),
        ("ag", None),
    ],
)
def test_a_slip_of_the_pen_is_read_where_only_one_label_can_be_meant(text: str, expected: int | None) -> None:
    assert misspelt(fold(text), point_words(SCALE)) == expected


def test_a_slip_never_turns_agreement_into_disagreement() -> None:
    words = point_words(SCALE)
    for label, place in (("agree", 2), ("disagree", 1), ("strongly agree", 3), ("strongly disagree", 0)):
        for at in range(len(label)):
            found = misspelt(label[:at] + label[at + 1 :], words)
            assert found is None or (found >= 2) == (place >= 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4", 4.0),
        ("0.25", 0.25),
        ("85%", 85.0),
        ("85 %", 85.0),
        ("3,25", 3.25),
        ("1,234", 1234.0),
        ("1,234.5", 1234.5),
        ("-1", -1.0),
        ("1e-05", 1e-05),
        ("", None),
        ("4 - Agree", None),
        ("n<10", None),
        (".5", 0.5),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, expected: float | None) -> None:
    assert number(text) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Admin1-The school responds", ("Admin1", "The school responds")),
        ("Parent Read2-I read", ("Parent Read2", "I read")),
        ("Q3. We agree", ("Q3", "We agree")),
        ("12) We agree", ("12", "We agree")),
        ("We agree on 2 things", ("", "We agree on 2 things")),
        ("On-time attendance matters", ("", "On-time attendance matters")),
    ],
)
def test_a_question_code_is_told_from_its_text(header: str, expected: tuple[str, str]) -> None:
    assert split_code(header) == expected


@pytest.mark.parametrize("wording", [statements(), list(PRINTED)], ids=["template", "printed"])
def test_every_statement_is_most_like_its_own_factor(wording: list[str]) -> None:
    factors = instrument().factors
    scores = np.array([[likeness((text,), factor) for factor in factors] for text in wording])

    assert (scores.argmax(axis=1) == np.arange(17)).all()
    assert (scores.diagonal() >= 0.8).all()


def test_an_unrelated_question_is_like_no_factor() -> None:
    for text in (
        "The school building is clean and well maintained",
        "How old are you?",
        "I enjoy my lunch",
        "Student work is displayed",
    ):
        assert max(likeness((text,), factor) for factor in instrument().factors) < 0.6


@given(st.integers(1, 7), st.integers(1, 7), st.randoms(use_true_random=False))
def test_the_assignment_is_as_good_as_any(rows: int, columns: int, draw: object) -> None:
    scores = np.array([[draw.random() for _ in range(columns)] for _ in range(rows)])  # type: ignore[attr-defined]

    pairs = best_assignment(scores)

    expected = scores[linear_sum_assignment(scores, maximize=True)].sum()
    assert sum(scores[pair] for pair in pairs) == pytest.approx(expected)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == min(rows, columns)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 - strongly agree, 1 - strongly disagree", {10: 3, 1: 0}),
        ("1 = Strongly disagree; 2 = Disagree; 3 = Agree; 4 = Strongly agree", {1: 0, 2: 1, 3: 2, 4: 3}),
        ("Strongly agree (4) to strongly disagree (1)", {4: 3, 1: 0}),
        ("1: Totalmente de acuerdo", {1: 3}),
        ("In 2026 we asked 4 schools", {}),
    ],
)
def test_notes_explain_codes(text: str, expected: dict[int, int]) -> None:
    assert hinted_codes([text], SCALE) == expected


@pytest.mark.parametrize(
    ("word", "sector"),
    [
        ("Traditional ", Sector.DISTRICT), ("DPS", Sector.DISTRICT), ("district-run", Sector.DISTRICT), ("Charter",
        Sector.CHARTER), ("CMO", Sector.CHARTER),
        ("Academy network", Sector.CHARTER), ("Parochial", Sector.CATHOLIC_PRIVATE), ("Non-profit",
        Sector.COMMUNITY), ("Separate Public Day", None), ("Contract", None),
    ],
)  # fmt: skip
def test_sector_words_are_whole_values(word: str, sector: Sector | None) -> None:
    assert sector_of_word(word) == sector


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Denver Public Schools", (Sector.DISTRICT, True)), ("Aldine ISD", (Sector.DISTRICT, True)),
        ("Elm Charter School", (Sector.CHARTER, True)),
        ("Archdiocese of Elm", (Sector.CATHOLIC_PRIVATE, True)), ("KIPP Public Schools", (Sector.CHARTER, False)),
        ("Larkspur Academy", (Sector.CHARTER, False)),
        ("State Department of Education", (Sector.STATE, True)), ("Juniper", (None, False)), ("Elm Foundation",
        (Sector.COMMUNITY, False)),
    ],
)  # fmt: skip
def test_names_speak_for_a_sector_surely_or_only_likely(name: str, expected: tuple[Sector | None, bool]) -> None:
    assert sector_of_name(name) == expected


def test_a_key_without_codes_reads_words_only() -> None:
    assert Key(point_words(SCALE), {}).words["agree"] == 2
