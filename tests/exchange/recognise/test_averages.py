"""Averages that a source reports: means or shares, organisations down or across, suppression, totals."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from collab.exchange.findings import Averages, Findings, Known
from collab.exchange.reading import read_book
from collab.exchange.recognise import recognise
from collab.model import Kind, Level, Measure, Mode, Sector
from tests.exchange.exports import (
    ORGANISATIONS,
    Rows,
    answer_sheets,
    averages_across,
    averages_down,
    file_of,
    instrument,
    means,
)

BALTIMORE = Path(__file__).resolve().parents[3].parent / "shared/samples/baltimore/parent_survey_2018-19.xlsx"
SHEETS = answer_sheets()
KNOWN = Known(instruments=(instrument(),))
FACTORS = [factor.label for factor in instrument().factors]


def understood(
    rows: Rows, answers: dict[str, object] | None = None, *, accept: bool = False, known: Known = KNOWN
) -> Findings:
    return recognise(file_of(rows, "results.xlsx").book(), known, answers or {}, accept=accept)


def averages(findings: Findings) -> Averages:
    assert findings.problems == ()
    assert findings.content is not None
    assert findings.content.kind == Kind.AVERAGES
    assert findings.content.averages is not None
    return findings.content.averages


@pytest.mark.parametrize("rows", [averages_down(SHEETS), averages_across(SHEETS)], ids=["down", "across"])
def test_means_of_the_known_questions_need_no_question(rows: Rows) -> None:
    findings = understood(rows)

    found = averages(findings)
    assert findings.questions == ()
    assert (found.measure, findings.mode) == (Measure.MEAN, Mode.INDIVIDUAL)
    assert found.targets == tuple((Level.FACTOR, key) for key in instrument().factor_keys)
    expected = [means(SHEETS)[partner.name] for partner in findings.partners]
    assert found.values == pytest.approx(np.round(expected, 2))


@pytest.mark.parametrize(
    ("show", "asked"),
    [
        (lambda mean: round(mean / 4, 4), []),
        (lambda mean: f"{mean * 25:.2f}%", []),
        (lambda mean: f"{mean * 25:.2f}".replace(".", ",") + " %", []),
        (lambda mean: round(mean * 25, 2), ["percent"]),
    ],
    ids=["fractions", "percent signs", "decimal commas", "bare percentages"],
)
def test_shares_are_told_from_means_by_their_range(show: object, asked: list[str]) -> None:
    findings = understood(averages_down(SHEETS, show))  # type: ignore[arg-type]
    found = averages(understood(averages_down(SHEETS, show), accept=True))  # type: ignore[arg-type]

    assert [question.id for question in findings.questions] == asked
    assert found.measure == Measure.SHARE
    assert found.values == pytest.approx(np.array(list(means(SHEETS).values())) / 4, abs=1e-4)


def test_the_number_of_answers_is_taken_from_the_column_that_tells_it() -> None:
    found = averages(understood(averages_down(SHEETS)))

    assert found.answers.tolist() == [[6] * 17] * 4


def test_a_count_beside_each_mean_belongs_to_that_mean() -> None:
    rows: Rows = [["Organization", None, None], [None, None, None]]
    rows[0] = ["Organization", *(cell for label in FACTORS[:3] for cell in (label, label))]
    rows[1] = [None, *(["Mean", "N"] * 3)]
    rows += [["Aldine ISD", 3.25, 12, 2.5, 11, 1.75, 10], ["Lantern Charter School", 2.25, 7, 2.75, 8, 3.5, 9]]

    found = averages(understood(rows))

    assert found.values.tolist() == [[3.25, 2.5, 1.75], [2.25, 2.75, 3.5]]
    assert found.answers.tolist() == [[12, 11, 10], [7, 8, 9]]


@pytest.mark.parametrize(
    ("told", "answers"), [("<5", 1), ("n < 10", 1), ("*", 1), ("fewer than 5", 1), (None, -1), ("N/A", -1)]
)
def test_a_count_that_its_source_holds_back_as_too_small_is_few_and_not_unknown(told: str | None, answers: int) -> None:
    rows = averages_down(SHEETS)
    rows[1][1] = told

    found = averages(understood(rows))

    assert set(found.answers[0].tolist()) == {answers}


@pytest.mark.parametrize(
    "mark", ["S", "*", "n<10", "<10", "#N/A", "–", "N/A", "n < 5", "suppressed", "Too few responses"]
)
def test_suppression_marks_are_hidden_by_the_source_and_never_zero(mark: str) -> None:
    rows = averages_down(SHEETS)
    rows[2][4] = mark
    rows[3][2:] = [mark] * 17

    found = averages(understood(rows))

    assert found.suppressed.sum() == 18
    assert np.isnan(found.values[found.suppressed]).all()
    assert not np.isnan(found.values[~found.suppressed]).any()


@pytest.mark.parametrize(
    "name", ["(all)", "Total", "District average", "Overall", "Average", "All schools", "Mean", "Promedio"]
)
def test_totals_rows_are_left_out_with_a_count(name: str) -> None:
    findings = understood([*averages_down(SHEETS), [name, 24, *[3.0] * 17]])

    assert findings.excluded == {"totals": 1}
    assert len(findings.partners) == 4


def test_an_organisation_whose_name_begins_with_all_is_no_total() -> None:
    findings = understood([*averages_down(SHEETS), ["All Saints Catholic School", 9, *[3.0] * 17]])

    assert findings.excluded == {}
    assert findings.partners[-1].sector == Sector.CATHOLIC_PRIVATE


def test_dimensions_and_overall_are_known_by_their_labels() -> None:
    labels = [f"{dimension.label} score" for dimension in instrument().dimensions]
    rows: Rows = [["School", "School type", *labels, "Overall"]]
    rows += [["Elm", "Traditional ", 3.1, 2.9, 2.5, 2.0, 2.6], ["Fir", "Charter", 2.1, 3.9, 3.5, 3.0, 3.1]]

    findings = understood(rows)

    assert averages(findings).targets == (
        *((Level.DIMENSION, item.key) for item in instrument().dimensions),
        (Level.OVERALL, ""),
    )
    assert findings.factors["overall"] == "Overall"
    assert [partner.sector for partner in findings.partners] == [Sector.DISTRICT, Sector.CHARTER]


def test_a_long_table_of_means_is_read_with_its_counts() -> None:
    rows: Rows = [["Organization", "Question", "Mean", "N"]]
    rows += [
        [name, label, round(1.2 + at / 10 + place, 2), 5 + at]
        for place, name in enumerate(ORGANISATIONS[:2])
        for at, label in enumerate(FACTORS)
    ]

    findings = understood(rows)

    assert findings.layout == "averages"
    assert averages(findings).values.tolist() == [
        [round(1.2 + at / 10 + place, 2) for at in range(17)] for place in range(2)
    ]
    assert averages(findings).answers.tolist() == [[5 + at for at in range(17)]] * 2


def test_two_rows_of_averages_for_one_organisation_are_a_problem() -> None:
    rows = averages_down(SHEETS)

    findings = understood([*rows, rows[1]])

    assert findings.content is None
    assert "has 2 rows of averages" in findings.problems[0].found


def test_a_figure_outside_of_the_scale_is_a_problem_that_names_the_column() -> None:
    rows = averages_down(SHEETS)
    rows[2][5] = 7.5

    findings = understood(rows, {"measure": "mean"})

    assert findings.content is None
    assert findings.problems[0].column == FACTORS[3]


def test_means_of_unknown_questions_ask_for_the_scale_and_its_better_end() -> None:
    rows: Rows = [["School", "Leaders listen", "Rooms are clean", "Lunch is good"]]
    rows += [["Elm School", 3.25, 4.5, 2.0], ["Fir Charter School", 2.5, 3.75, 4.25], ["Oak School", 1.5, 2.25, 3.0]]

    findings = understood(rows)
    rising = averages(understood(rows, {"direction": "rising"}, accept=True))
    falling = averages(understood(rows, {"direction": "falling"}, accept=True))

    asked = {question.id: question.proposal for question in findings.questions}
    assert asked["points"] == "1-5"
    assert asked["direction"] is None
    assert rising.values[0].tolist() == [3.25, 4.5, 2.0]
    assert falling.values[0].tolist() == [2.75, 1.5, 4.0]


@pytest.mark.skipif(not BALTIMORE.exists(), reason="the sample file lies outside of the project")
class TestBaltimore:
    def findings(self, *, accept: bool = False) -> Findings:
        return recognise(read_book(BALTIMORE, file_name=BALTIMORE.name), KNOWN, {}, accept=accept)

    def test_asks_for_the_instrument_its_title_and_seven_words_only(self) -> None:
        asked = {question.id: question.proposal for question in self.findings().questions}

        words = (
            "Separate Public Day",
            "Alternative",
            "New Schools Initiative",
            "Transformation",
            "Contract",
            "Alternative Program",
            "Alternative Program - Contract",
        )
        assert asked == {"instrument": "new", "instrument_title": "Parent survey 2018-19"} | {
            f"sector:{word}": "other" for word in words
        }

    def test_holds_168_schools_ten_dimensions_32_questions_and_the_overall_figure(self) -> None:
        findings = self.findings(accept=True)
        found = averages(findings)

        levels = [level for level, _ in found.targets]
        assert (len(findings.partners), found.measure, findings.excluded) == (168, Measure.SHARE, {"totals": 1})
        assert [levels.count(level) for level in (Level.DIMENSION, Level.FACTOR, Level.OVERALL)] == [10, 32, 1]
        assert findings.instrument is not None
        assert findings.instrument.scale == ()

    def test_the_means_of_schools_equal_an_independent_calculation(self) -> None:
        findings = self.findings(accept=True)
        found = averages(findings)

        sectors = np.array([str(partner.sector) for partner in findings.partners])
        for key, charter, district in (("administration", 0.8845, 0.8398), ("district_office", 0.4655, 0.5250)):
            column = found.values[:, found.targets.index((Level.DIMENSION, key))]
            assert round(float(np.nanmean(column[sectors == "charter"])), 4) == charter
            assert round(float(np.nanmean(column[sectors == "district"])), 4) == district
            assert np.isfinite(column[sectors == "charter"]).sum() == 29
            assert np.isfinite(column[sectors == "district"]).sum() == 103

    def test_questions_stand_in_the_dimensions_that_the_notes_say(self) -> None:
        findings = self.findings(accept=True)
        assert findings.instrument is not None

        dimensions = {item.label: len(item.factors) for item in findings.instrument.dimensions}
        assert dimensions == {
            "Administration": 2,
            "Creativity & the Arts": 1,
            "Physical Environment": 1,
            "Learning Climate": 4,
            "Family Involvement": 11,
            "School Resources": 3,
            "Safety": 2,
            "Satisfaction with School": 2,
            "Grit": 1,
            "District Office": 2,
            "Other questions": 3,
        }
        rest = findings.instrument.dimension("other_questions")
        assert not rest.scored
        assert [factor.key for factor in rest.factors] == [
            "other_questions.value1",
            "other_questions.parent_read2",
            "other_questions.parent_talk2",
        ]

    def test_the_number_of_parents_stands_behind_every_figure(self) -> None:
        findings = self.findings(accept=True)
        found = averages(findings)

        place = [partner.name for partner in findings.partners].index("Steuart Hill Academic Academy")
        assert set(found.answers[place].tolist()) == {75}
        hidden = [partner.name for partner in findings.partners].index("Youth Opportunity")
        assert found.suppressed[hidden].all()
        assert set(found.answers[hidden].tolist()) == {-1}

    def test_next_years_file_of_the_same_survey_is_known(self) -> None:
        first = self.findings(accept=True)
        assert first.instrument is not None
        known = Known(
            instruments=(first.instrument, instrument()),
            partners=tuple((partner.name, partner.sector or Sector.OTHER) for partner in first.partners),
        )

        second = recognise(read_book(BALTIMORE, file_name="parent_survey_2019-20.xlsx"), known, {})

        assert second.questions == ()
        assert averages(second).targets == averages(first).targets


def test_a_table_of_numbers_that_are_no_ratings_is_refused_politely() -> None:
    draw = random.Random(3)
    tables: list[Rows] = [
        [
            ["Item", "2025", "2026"],
            *([f"Line {at}", draw.randint(1000, 9999), draw.randint(1000, 9999)] for at in range(20)),
        ],
        [["School", "K", "1", "2"], *([f"School {at}", *(draw.randint(20, 90) for _ in range(3))] for at in range(20))],
        [
            ["Student", "Grade", "GPA"],
            *([f"Kid {at}", draw.randint(9, 12), round(draw.random() * 4, 2)] for at in range(20)),
        ],
    ]
    for rows in tables:
        findings = understood(rows, accept=True)

        assert findings.content is None
        assert "holds no ratings" in findings.problems[0].found


def _two_of_each(statistics: tuple[str, ...], cells: tuple[object, ...], labels: list[str]) -> Rows:
    """A table with a title over the columns of each question and a row of statistics below."""
    blank = [None] * (len(statistics) - 1)
    return [
        ["LEA", "Sector", *(cell for label in labels for cell in (label, *blank))],
        [None, None, *statistics * len(labels)],
        *([name, sector, *cells * len(labels)] for name, sector in (("Aldine ISD", "District"), ("Elm", "Charter"))),
    ]


def test_a_row_that_names_statistics_over_numbers_is_a_header_and_each_count_stays_with_its_question() -> None:
    statements = [f"{factor.statement}" for factor in instrument().factors]
    shares = averages(understood(_two_of_each(("% Agree", "n"), ("53%", 15), statements)))
    spread = averages(understood(_two_of_each(("Mean", "SD", "N"), (2.5, 0.9, 14), statements)))

    assert (shares.measure, spread.measure) == (Measure.SHARE, Measure.MEAN)
    assert shares.values == pytest.approx(np.full((2, 17), 0.53))
    assert spread.values == pytest.approx(np.full((2, 17), 2.5))
    assert (set(shares.answers.ravel()), set(spread.answers.ravel())) == ({15}, {14})


@pytest.mark.parametrize("shown", ["Average of {}", "{} (percent agree)", "{} - mean", "% agree: {}", "{} average"])
def test_the_name_of_the_statistic_does_not_hide_the_question(shown: str) -> None:
    rows: Rows = [["Organization", *(shown.format(label) for label in FACTORS)]]
    rows += [["Aldine ISD", *[62.5] * 17], ["Lantern Charter School", *[47.5] * 17]]

    findings = understood(rows, accept=True)

    assert averages(findings).targets == tuple((Level.FACTOR, key) for key in instrument().factor_keys)


def test_a_column_of_figures_that_matches_no_question_is_asked_and_never_dropped_silently() -> None:
    rows: Rows = [["Organization", *FACTORS[:6], "Lunch"]]
    rows += [["Aldine ISD", *[2.5] * 7], ["Lantern Charter School", *[1.5] * 7]]

    findings = understood(rows)
    found = averages(understood(rows, {"factor:Lunch": "environment.opinion"}))

    assert {question.id: question.proposal for question in findings.questions} == {"factor:Lunch": "none"}
    assert (Level.FACTOR, "environment.opinion") in found.targets


def test_a_statement_may_have_a_word_of_another_quantity_in_its_midst() -> None:
    rows: Rows = [["School", "Responses", "Families can find enrollment facts in one place", "Response rate", "Buses"]]
    rows += [["Aspen School", 40, 0.72, 0.31, 0.81], ["Birch School", 50, 0.64, 0.35, 0.58]]

    findings = understood(rows, accept=True)

    assert set(findings.factors.values()) == {"Families can find enrollment facts in one place", "Buses"}


@pytest.mark.parametrize("name", ["Charter Sector Average", "Aldine ISD Average", "Traditional public subtotal"])
def test_a_name_that_ends_in_average_or_total_is_never_a_partner(name: str) -> None:
    rows = averages_down(SHEETS)
    findings = understood([*rows[:2], [name, 24, *[3.0] * 17], *rows[2:]])

    assert findings.excluded == {"totals": 1}
    assert len(findings.partners) == 4


def test_headings_over_groups_of_rows_tell_the_sector() -> None:
    rows: Rows = [["LEA", *FACTORS], ["Traditional public schools", *[None] * 17], ["Elm", *[2.5] * 17]]
    rows += [["Charter schools", *[None] * 17], ["Fir", *[1.5] * 17], ["Oak", *[3.5] * 17]]

    findings = understood(rows)

    assert [(partner.name, partner.sector) for partner in findings.partners] == [
        ("Elm", Sector.DISTRICT),
        ("Fir", Sector.CHARTER),
        ("Oak", Sector.CHARTER),
    ]


def test_a_band_of_sectors_over_organisations_across_tells_theirs() -> None:
    rows: Rows = [[None, "District schools", None, "Charter schools", None]]
    rows += [["Statement", "Elm", "Fir", "Oak", "Ash"], *([label, 2.5, 1.5, 3.5, 2.25] for label in FACTORS)]

    findings = understood(rows, accept=True)

    assert [partner.sector for partner in findings.partners] == [Sector.DISTRICT] * 2 + [Sector.CHARTER] * 2


def test_a_pivot_table_names_its_organisations_under_row_labels() -> None:
    rows: Rows = [["Row Labels", *(f"Average of {label}" for label in FACTORS)]]
    rows += [["Elm", *[2.5] * 17], ["Fir", *[1.5] * 17], ["Grand Total", *[2.0] * 17]]

    findings = understood(rows, accept=True)

    assert [partner.name for partner in findings.partners] == ["Elm", "Fir"]
    assert findings.excluded == {"totals": 1}


@pytest.mark.parametrize(
    "labels", [("SD", "D", "A", "SA", "N/A"), ("Disagree", "Agree", "Strongly agree", "N/A", "Total")]
)
def test_counts_of_each_answer_are_refused_and_never_read_as_ratings(labels: tuple[str, ...]) -> None:
    rows = _two_of_each(labels, (1, 3, 4, 2, 0), FACTORS)

    findings = understood(rows, accept=True)

    assert findings.content is None
    assert "counts how many people gave each answer" in findings.problems[0].found


def test_which_of_several_years_counts_is_asked_and_never_guessed() -> None:
    across = _two_of_each(("2024-25", "2025-26"), (2.5, 3.5), FACTORS)
    down: Rows = [["Organization", "Year", *FACTORS]]
    down += [
        [name, year, *[mean] * 17] for name in ("Elm", "Fir") for year, mean in (("2024-25", 2.5), ("2025-26", 3.5))
    ]

    for rows in (across, down):
        assert "year" in [question.id for question in understood(rows, accept=True).questions]
        found = averages(understood(rows, {"year": "2024-25"}, accept=True))
        assert set(found.values.ravel()) == {2.5}


def test_means_of_a_new_instrument_ask_which_questions_are_bad_news() -> None:
    asked = [
        "Nos conocemos bien",
        "Hemos vivido acontecimientos que podrían afectar negativamente el éxito",
        "Hay apoyo",
    ]
    rows: Rows = [["Organización", "Tipo", *asked]]
    rows += [["Mesa Alta", "Distrito", "3,25", "1,91", "2,50"], ["Copper Basin", "Charter", "3,73", "2,08", "2,75"]]

    findings = understood(rows, {"direction": "rising"}, accept=True)

    assert averages(findings).measure == Measure.MEAN
    assert findings.instrument is not None
    assert [factor.reversed for factor in findings.instrument.factors] == [False, True, False]


def test_ratings_with_an_average_row_after_each_organisation_stay_answer_sheets() -> None:
    rows: Rows = [["LEA", "Sector", *FACTORS]]
    for name, sector in (("Elm ISD", "District"), ("Fir Prep", "Charter")):
        rows += [[name, sector, *[4, 2, 3, 1] * 4, 4], [name, sector, *[1, 2, 4, 3] * 4, 1]]
        rows += [[f"{name} Average", None, *[2.5, 2, 3.5, 2] * 4, 2.5]]

    findings = understood(rows, {"direction": "rising"}, accept=True)

    assert findings.kind == Kind.RESPONSES
    assert findings.excluded == {"totals": 2}
    assert [partner.name for partner in findings.partners] == ["Elm ISD", "Fir Prep"]


@pytest.mark.parametrize(("measure", "value"), [("mean", 2.5), ("share", 0.53)])
def test_where_a_mean_and_a_share_stand_side_by_side_a_person_says_which(measure: str, value: float) -> None:
    rows = _two_of_each(("Mean", "% Agree", "n"), (2.5, "53%", 14), FACTORS)

    found = averages(understood(rows, {"measure": measure}))

    assert [question.id for question in understood(rows).questions] == ["measure"]
    assert (found.measure, set(found.values.ravel())) == (Measure(measure), {value})
    assert set(found.answers.ravel()) == {14}


def test_counts_beside_organisations_across_belong_to_their_figures() -> None:
    rows: Rows = [["Question", "Aldine ISD", None, "Elm Prep", None], [None, "Mean", "N", "Mean", "N"]]
    rows += [[label, 2.5, 12 + at, 1.5, 30 + at] for at, label in enumerate(FACTORS)]

    findings = understood(rows, accept=True)

    assert [partner.name for partner in findings.partners] == ["Aldine ISD", "Elm Prep"]
    assert averages(findings).answers.tolist() == [list(range(12, 29)), list(range(30, 47))]


@pytest.mark.parametrize("known", [KNOWN, Known(instruments=())], ids=["known questions", "new questions"])
def test_a_column_of_figures_whose_role_is_unclear_is_asked(known: Known) -> None:
    rows: Rows = [["School", "Sector", *FACTORS, "Enrollment", "Suspensions"]]
    rows += [["Elm", "District", *[0.5] * 17, 412, 7], ["Oak", "Charter", *[0.75] * 17, 230, 4]]

    asked = [question.id for question in understood(rows, known=known).questions]

    assert [key for key in asked if key.startswith("factor:")] == ["factor:Suspensions"]
