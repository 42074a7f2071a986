"""Makes a city's family survey, entirely invented: a row per school, shares of positive answers."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import xlsxwriter

from data.samples.school_survey_words import (
    CENTRAL,
    FURTHER_ITEMS,
    GRADES,
    GROUPS,
    KINDS,
    NAME_ENDS,
    NAME_STARTS,
    NOTES,
    SINGLE,
    Question,
)

FILE = "made_up_school_survey.xlsx"
SEED = 168
SUPPRESSED = "S"
DIMENSIONS = (*GROUPS, CENTRAL)
QUESTIONS = tuple(question for group in GROUPS for question in group.questions) + SINGLE + CENTRAL.questions
OVERALL = tuple(question for group in GROUPS if group.in_overall for question in group.questions)
FAMILIES_WITHOUT_SCHOOL = 240
CALLED_CENTRAL_OFFICE = 0.35


@dataclass(frozen=True)
class School:
    """One invented school with how many families answered; positive and given: one number per question."""

    number: int
    name: str
    grades: str
    kind: str
    answered: int
    enrolled: int
    positive: np.ndarray
    given: np.ndarray
    suppressed: bool


def schools(chance: np.random.Generator) -> list[School]:
    """All schools, by number."""
    kinds = [(kind, place < hidden) for kind, count, hidden in KINDS for place in range(count)]
    grades = [(band, words) for band, words, count in GRADES for _ in range(count)]
    names = [start + end for start, end in itertools.product(NAME_STARTS, NAME_ENDS)]
    chance.shuffle(names)
    numbers = np.sort(chance.choice(np.arange(3, 460), len(kinds), replace=False))
    order = chance.permutation(len(kinds))
    levels = chance.permutation(len(kinds))
    return [
        _school(int(number), name, kinds[which], grades[level], chance)
        for number, name, which, level in zip(numbers, names, order, levels, strict=False)
    ]


def _school(
    number: int, place: str, kind: tuple[str, bool], grades: tuple[str, str], chance: np.random.Generator
) -> School:
    """One school; kind says also whether answers are suppressed, grades are a code and the words for it."""
    words, suppressed = kind
    charter = words.strip() == "Charter"
    enrolled = int(chance.integers(70, 720))
    rate = chance.uniform(0.02, 0.06) if suppressed else chance.beta(2.2, 4.2) * 0.8 + 0.11
    answered = max(12 if not suppressed else 4, round(enrolled * rate))
    level = chance.normal(0, 0.45)
    pairs = [_answers(question, answered, level, charter, chance) for question in QUESTIONS]
    given, positive = np.array(pairs, dtype=int).T
    ending = {"Charter": "Charter School", "Turnaround": "Academy"}.get(words.strip(), grades[1])
    name = f"{place} {ending if chance.random() < 0.6 else grades[1]}" + (" " if chance.random() < 0.02 else "")
    return School(number, name, grades[0], words, answered, enrolled, positive, given, suppressed)


def _answers(
    question: Question, answered: int, level: float, charter: bool, chance: np.random.Generator
) -> tuple[int, int]:
    """How many families answered a question, and how many of them positively."""
    group = next((group for group in DIMENSIONS if question in group.questions), None)
    lean = group.lean if group and charter else 0.0
    asked = chance.binomial(answered, CALLED_CENTRAL_OFFICE) if group is CENTRAL else answered
    given = max(1, chance.binomial(asked, 0.985))
    odds = np.log(question.share / (1 - question.share)) + level + lean + chance.normal(0, 0.15)
    return int(given), int(chance.binomial(given, 1 / (1 + np.exp(-odds))))


def headers() -> list[str]:
    """The headers of the first sheet."""
    scores = [f"{group.header.rstrip()} Dimension Score" + " " * group.header.endswith(" ") for group in GROUPS]
    return [
        *("School Number", "School Name", "Grade Band", "Management Type", "Family Response Count"),
        *("Estimated Family Number Eligible1", "Estimated Family Response Rate1"),
        *scores,
        "OVERALL",
        f"{CENTRAL.header} Dimension Score",
        *(f"{question.code}-{question.text}" for question in QUESTIONS),
    ]


def figures(positive: np.ndarray, given: np.ndarray) -> list[float]:
    """The shares of one row: dimensions, overall, central office, questions; all from the same counts."""

    def share(questions: tuple[Question, ...]) -> float:
        where = [QUESTIONS.index(question) for question in questions]
        return float(positive[where].sum() / given[where].sum())

    return [
        *(share(group.questions) for group in GROUPS),
        share(OVERALL),
        share(CENTRAL.questions),
        *(share((question,)) for question in QUESTIONS),
    ]


def rows() -> list[list[object]]:
    """A row per school and the totals row; suppressed figures are the letter S."""
    chance = np.random.default_rng(SEED)
    every = schools(chance)
    lines: list[list[object]] = []
    for school in every:
        start: list[object] = [school.number, school.name, school.grades, school.kind]
        if school.suppressed:
            lines.append([*start, *[SUPPRESSED] * (len(headers()) - 4)])
            continue
        rate = school.answered / school.enrolled
        counts = [school.answered, school.enrolled, rate]
        lines.append([*start, *counts, *figures(school.positive, school.given)])
    nowhere = _school(0, "", ("Traditional", False), ("", ""), chance)
    positive = sum(school.positive for school in every) + nowhere.positive
    given = sum(school.given for school in every) + nowhere.given
    total = sum(school.answered for school in every) + nowhere.answered
    city: list[object] = [
        "(all)",
        "All Quillhaven City Schools",
        "All Grade Bands",
        "All Types ",
        total,
        None,
        None,
    ]
    lines.append([*city, *figures(positive, given)])
    return lines


def notes() -> list[str]:
    """The lines of the sheet of notes, the composition of dimensions last."""
    lines = [
        f"{' ' * 12}{group.short} = {', '.join(question.code for question in group.questions)}" for group in DIMENSIONS
    ]
    codes = [", ".join(question.code for question in group.questions) for group in GROUPS]
    overall = [f"{' ' * 12}Overall Index = {codes[0]},"]
    overall += [f"{' ' * 43}{line}" for line in codes[1:]]
    return [*NOTES, *lines, *overall]


def write_survey(folder: Path) -> Path:
    """Write the workbook and return its path."""
    path = folder / FILE
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    book.set_properties(
        {
            "title": "Made-up school survey",
            "comments": "Every school, name and number is invented.",
            "created": datetime(2026, 6, 15, 9, 0),
        }
    )
    percent = book.add_format({"num_format": "0.0%"})
    sheet = book.add_worksheet("School and City Level")
    sheet.write_row(0, 0, headers())
    for number, row in enumerate(rows(), start=1):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value, percent if isinstance(value, float) else None)
    sheet.set_column(1, 1, 48)
    sheet.set_column(3, 3, 24)
    book.add_worksheet("Notes").write_column(0, 0, notes())
    items = book.add_worksheet("Survey Items")
    items.write_row(0, 0, ("Variable Name", "SY25-26 Items"))
    explained = [(question.code, question.other_text or question.text) for question in QUESTIONS]
    for number, pair in enumerate([*explained, *FURTHER_ITEMS], start=1):
        items.write_row(number, 0, pair)
    book.close()
    return path
