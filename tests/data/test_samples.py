"""The made-up files are good to learn from: what they promise is counted here, without the program."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from collab.framework import PROJECT, load_framework
from data.samples.make_samples import make_samples
from data.samples.readiness_rounds import COMMENT, ORGANISATION, SECTOR, WAVES

FOLDER = PROJECT / "data" / "samples"
SURVEY = FOLDER / "made_up_school_survey.xlsx"
ROUNDS = [wave.file for wave in WAVES]
INSTRUMENT = load_framework().instruments[0]


@cache
def rows(path: Path, sheet: int = 0) -> list[tuple]:
    return list(openpyxl.load_workbook(path).worksheets[sheet].iter_rows(values_only=True))


def answers(file: str) -> list[dict[str, str]]:
    header, *body = rows(FOLDER / file)
    return [dict(zip(header, row, strict=True)) for row in body]


def mean_scores(file: str, statement: str) -> dict[str, dict[str, float]]:
    """Sector to partner to mean, of partners with five rated answers or more."""
    scores = {point.label: point.score for point in INSTRUMENT.scale}
    given: dict[tuple[str, str], list[int]] = defaultdict(list)
    for sheet in answers(file):
        if sheet[statement] in scores:
            given[sheet[SECTOR], sheet[ORGANISATION]].append(scores[sheet[statement]])
    means: dict[str, dict[str, float]] = defaultdict(dict)
    for (sector, partner), ratings in given.items():
        if len(ratings) >= 5:
            means[sector][partner] = sum(ratings) / len(ratings)
    return means


def sector_mean(file: str, factor: str, sector: str) -> float:
    means = mean_scores(file, INSTRUMENT.factor(factor).statement)[sector]
    return sum(means.values()) / len(means)


def test_the_files_are_made_by_the_program_beside_them(tmp_path: Path) -> None:
    for path in make_samples(tmp_path):
        committed = openpyxl.load_workbook(FOLDER / path.name)
        for sheet in openpyxl.load_workbook(path):
            again = list(sheet.iter_rows(values_only=True))
            assert again == list(committed[sheet.title].iter_rows(values_only=True)), path.name


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.xlsx")), ids=lambda path: path.name)
def test_every_sample_says_that_it_is_made_up(path: Path) -> None:
    properties = openpyxl.load_workbook(path).properties
    assert path.name.startswith("made_up_")
    assert properties.title.startswith("Made-up")
    assert "nvented" in properties.description


@pytest.mark.parametrize("file", ROUNDS)
def test_a_round_has_the_sectors_and_the_number_of_sheets_to_learn_from(file: str) -> None:
    sheets = answers(file)
    partners = {(sheet[SECTOR], sheet[ORGANISATION]) for sheet in sheets}
    assert 150 <= len(sheets) <= 250
    assert 8 <= len(partners) <= 12
    assert Counter(sector for sector, _ in partners) == {
        "District": 3,
        "Charter": 5,
        "Catholic & private": 1,
        "State": 1,
        "Community": 1,
    }


@pytest.mark.parametrize("file", ROUNDS)
def test_one_charter_partner_alone_is_too_small_to_be_shown(file: str) -> None:
    people = Counter(sheet[ORGANISATION] for sheet in answers(file))
    assert {name: count for name, count in people.items() if count < 5} == {"Kestrel Point Charter School": 4}


@pytest.mark.parametrize("file", ROUNDS)
def test_answers_use_the_words_of_the_instrument_and_leave_some_out(file: str) -> None:
    allowed = {point.label for point in INSTRUMENT.scale} | {INSTRUMENT.not_applicable, None}
    found = {sheet[factor.statement] for sheet in answers(file) for factor in INSTRUMENT.factors}
    assert found == allowed


@pytest.mark.parametrize("file", ROUNDS)
def test_the_sectors_clearly_differ_on_public_support(file: str) -> None:
    difference = sector_mean(file, "environment.opinion", "Charter") - sector_mean(
        file, "environment.opinion", "District"
    )
    assert difference >= 0.8


@pytest.mark.parametrize("file", ROUNDS)
def test_charter_people_are_split_on_governance(file: str) -> None:
    statement = INSTRUMENT.factor("capacity.governance").statement
    given = Counter(sheet[statement] for sheet in answers(file) if sheet[SECTOR] == "Charter")
    ends = given["Strongly disagree"] + given["Strongly agree"]
    assert ends > 4 * (given["Disagree"] + given["Agree"])
    assert 0.5 < given["Strongly disagree"] / given["Strongly agree"] < 2


def test_most_factors_improve_within_the_year() -> None:
    def level(file: str, factor: str) -> float:
        return (sector_mean(file, factor, "District") + sector_mean(file, factor, "Charter")) / 2

    plain = [factor.key for factor in INSTRUMENT.factors if not factor.reversed]
    risen = [key for key in plain if level(ROUNDS[1], key) > level(ROUNDS[0], key)]
    assert len(risen) > 0.7 * len(plain)


def test_damaging_events_become_fewer_in_the_reversed_factor() -> None:
    key = "environment.setbacks"
    assert sector_mean(ROUNDS[1], key, "District") < sector_mean(ROUNDS[0], key, "District")


@pytest.mark.parametrize("file", ROUNDS)
def test_a_few_dozen_comments_are_there_and_nobody_repeats_another(file: str) -> None:
    comments = [sheet[COMMENT] for sheet in answers(file) if sheet[COMMENT]]
    assert len(comments) >= 36
    assert len(set(comments)) == len(comments)


def test_many_do_not_know_a_neutral_convener_in_the_first_round() -> None:
    statement = INSTRUMENT.factor("capacity.convener").statement
    given = [sheet[statement] for sheet in answers(ROUNDS[0])]
    assert given.count("Not applicable") / len(given) > 0.3


def test_the_school_survey_has_the_layout_of_a_citys_workbook() -> None:
    header, *body = rows(SURVEY)
    kinds = Counter(row[3] for row in body)
    assert openpyxl.load_workbook(SURVEY).sheetnames == ["School and City Level", "Notes", "Survey Items"]
    assert len(body) == 169
    assert len(header) == 50
    assert sum(name.rstrip().endswith("Dimension Score") for name in header) == 10
    assert (kinds["Traditional "], kinds["Traditional"], kinds["Charter"]) == (111, 6, 34)
    assert body[-1][:4] == ("(all)", "All Quillhaven City Schools", "All Grade Bands", "All Types ")


def test_the_school_survey_suppresses_whole_rows_and_nothing_else() -> None:
    suppressed = [row for row in rows(SURVEY)[1:] if "S" in row[4:]]
    assert all(set(row[4:]) == {"S"} for row in suppressed)
    assert Counter(row[3].strip() for row in suppressed)["Charter"] == 5
    assert len(suppressed) == 23


def test_every_share_of_the_school_survey_lies_between_nothing_and_all() -> None:
    for row in rows(SURVEY)[1:]:
        assert all(0 <= value <= 1 for value in row[7:] if value != "S")


def test_a_dimension_lies_between_its_lowest_and_its_highest_question() -> None:
    header, *body = rows(SURVEY)
    leadership = header.index("Leadership Dimension Score")
    questions = [place for place, name in enumerate(header) if name.startswith("Lead") and "-" in name]
    for row in (row for row in body if row[leadership] != "S"):
        assert min(row[place] for place in questions) <= row[leadership] <= max(row[place] for place in questions)


def test_names_of_schools_are_unique() -> None:
    names = [row[1].strip() for row in rows(SURVEY)[1:]]
    assert len(set(names)) == len(names)
